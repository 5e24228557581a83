"""The warehouse as a DuckLake: tables in Parquet on shared or object storage, their catalog in PostgreSQL.

For more than one machine: several loaders write at once, and readers see the last published cycle while they do. Same relations,
same migrations, same queries as the file. What DuckLake has not: keys (loads look for rows that are there; two loaders that
load one row at the same moment leave it twice, which ``settle`` mends) and comments on a view's columns and on macros.
Needs the extra ``scale``: extensions come from wheels, since DuckDB would fetch them from a network.
"""

from __future__ import annotations

import importlib.util
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import duckdb

from extract.errors import WarehouseBusy, WarehouseError
from warehouse.connection import Limits, Warehouse, lock_down, query, settings
from warehouse.migrate import migrate, migrations

T = TypeVar("T")

_ATTEMPTS = 12  # of a load that others keep getting ahead of
_PUBLISHED = "published"


@dataclass(frozen=True)
class Lake(Warehouse):
    """``catalog``: a PostgreSQL connection string without a password (that is PGPASSWORD's, or .pgpass's); ``data``: a folder or an s3:// prefix.

    ``path`` names only the state folder: there is no file to open.
    """

    catalog: str = ""
    data: str = ""
    many_load: ClassVar[bool] = True
    batch: ClassVar[int] = 100  # a load takes a second here, whatever it brings: every statement asks the catalog

    @property
    def size(self) -> int:
        """Bytes of the lake's files."""
        with self._attached("(READ_ONLY)") as connection:
            found = connection.execute("SELECT sum(file_size_bytes + delete_file_size_bytes)::BIGINT FROM ducklake_table_info('lake')").fetchone()
        return int(found[0] or 0) if found else 0

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The lake as it is, migrated; several may have it open."""
        self.prepare()
        with self._attached(f"(DATA_PATH '{self.data}')") as connection:
            migrate(connection, self.catalog, dialect=plain)
            yield connection

    def write(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Do one transaction's work, again where another loader was faster."""
        for attempt in range(_ATTEMPTS):
            try:
                with self.writing() as connection:
                    return work(connection)
            except duckdb.TransactionException:
                time.sleep(random.uniform(0, 0.1) * 2 ** min(attempt, 5))  # noqa: S311 - spread, not secrecy
        raise WarehouseBusy(f"other loaders kept writing the same rows of {self.catalog}; the next cycle tries again")

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Of rows that two loaders wrote at the same moment, keep one."""
        for statement in connection.extract_statements(query("single")):
            connection.execute(statement)

    def publish(self) -> None:
        """Mark the present state as what readers open; old states and small files go."""
        with self.writing() as connection:
            connection.execute("BEGIN")
            connection.execute(f"CALL ducklake_set_commit_message('lake', 'volteface', '{_PUBLISHED}')")
            connection.execute("CREATE TABLE IF NOT EXISTS publications (published_at TIMESTAMPTZ NOT NULL)")
            connection.execute("INSERT INTO publications VALUES (now())")
            connection.execute("COMMIT")
            for statement in connection.extract_statements(query("tidy_lake")):
                connection.execute(statement)

    @contextmanager
    def reading(self, limits: Limits | None = None, writing_to: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """The last published state, read-only and locked down."""
        with self._attached("(READ_ONLY)") as connection:
            found = connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('lake') WHERE commit_message = ?", [_PUBLISHED]).fetchone()
            version = found[0] if found else None
        if version is None:
            raise self._nothing_published()
        with self._attached(f"(READ_ONLY, SNAPSHOT_VERSION {version})", settings(limits, writing_to)) as connection:
            lock_down(connection, [self.data, *([writing_to] if writing_to else [])])
            yield connection

    def _nothing_published(self) -> WarehouseError:
        return WarehouseError(f"there is no published warehouse in {self.catalog}: fill it first with `volteface run` or `volteface ingest`")

    @contextmanager
    def _attached(self, options: str, config: dict[str, Any] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        connection = duckdb.connect(config=config or {})
        try:
            connection.execute("SET TimeZone = 'UTC'")
            for name in ("postgres_scanner", "ducklake", *(("httpfs",) if "://" in self.data else ())):
                connection.execute(f"LOAD '{_extension(name)}'")
            try:
                connection.execute(f"ATTACH 'ducklake:postgres:{self.catalog}' AS lake {options}")
            except duckdb.Error as error:
                if "creating a new DuckLake is explicitly disabled" in str(error):
                    raise self._nothing_published() from None
                raise WarehouseError(
                    f"the catalog {self.catalog} cannot be opened: {str(error).splitlines()[0]}; is PostgreSQL there, and the database?"
                ) from None
            connection.execute("USE lake")
            yield connection
        finally:
            with suppress(duckdb.Error):
                connection.close()


def _extension(name: str) -> Path:
    """The file of an extension, from its wheel."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is None or found.origin is None:
        raise WarehouseError("[scale] catalog needs more packages: pip install 'volteface[scale]'")
    return next(Path(found.origin).parent.glob(f"extensions/v{duckdb.__version__}/*.duckdb_extension"))


def plain(sql: str) -> str:
    """A migration without what DuckLake has not: keys, and comments on views' columns and on macros."""
    views = "|".join(re.findall(r"CREATE (?:OR REPLACE )?VIEW (\w+)", " ".join(text for _, _, text in migrations())))
    sql = re.sub(rf"COMMENT ON COLUMN (?:{views})\.[^;]*?'(?:[^']|'')*';", "", sql)
    sql = re.sub(r"COMMENT ON MACRO(?: TABLE)? [^;]*?'(?:[^']|'')*';", "", sql)
    return sql.replace(" PRIMARY KEY", " NOT NULL")
