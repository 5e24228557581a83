"""Opening the warehouse: the working database for writing, the published snapshot for everybody else.

While one process has a DuckDB file open for writing nobody else can open it. So the working database
is opened for a load only, and then published: copied beside the snapshot and moved over it, which is
one step for whoever opens it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import duckdb

from extract.errors import WarehouseBusy, WarehouseError
from warehouse import restoring
from warehouse.files import replacing
from warehouse.migrate import is_behind, migrate

T = TypeVar("T")

Connection = duckdb.DuckDBPyConnection
"""What is passed on; only this package needs to know whose it is."""
QueryError = duckdb.Error
"""A statement that DuckDB refuses or stops."""
SPILL = ".spill"
"""Where an export that needs more memory than there is puts what does not fit: in the folder that it writes to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: memory as DuckDB writes it ("2GB"), threads (null: all). Past the memory it fails; nothing is ever spilt to a disk."""

    memory: str
    threads: int | None = None


@dataclass(frozen=True)
class Warehouse:
    """The places of one warehouse; ``path`` is the published snapshot."""

    path: Path
    many_load: ClassVar[bool] = False  # one process at a time has the working database open
    batch: ClassVar[int] = 25
    """How many documents are read and loaded at a time: what a killed cycle loses at most."""

    @cached_property
    def state(self) -> Path:
        """Where the working database, the WARC store and the logs lie."""
        return self.path.parent / ".volteface" / self.path.stem

    @property
    def working(self) -> Path:
        """The working database."""
        return self.state / "working.duckdb"

    @property
    def pages(self) -> Path:
        """The WARC store."""
        return self.state / "warc"

    @property
    def size(self) -> int:
        """Bytes of what is published; 0 where nothing is."""
        return self.path.stat().st_size if self.path.exists() else 0

    def prepare(self) -> None:
        """Make the folders; raise ``WarehouseError`` where they cannot be written."""
        try:
            self.state.mkdir(parents=True, exist_ok=True)
            probe = self.state / ".writable"
            probe.write_text("")
            probe.unlink(missing_ok=True)  # two may try at once
        except OSError as error:
            raise WarehouseError(f"cannot write in {self.state.parent}: {error.strerror or error}; name another place with --warehouse") from None

    @contextmanager
    def cycle(self) -> Iterator[None]:
        """Hold the right to run a cycle; raise ``WarehouseBusy`` where another process has it."""
        from filelock import FileLock, Timeout  # brings asyncio along, which readers need not wait for

        self.prepare()
        lock = FileLock(self.state / "cycle.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise WarehouseBusy(f"another cycle is running on {self.path}; wait for it to end") from None
        try:
            yield
        finally:
            lock.release()

    def idle(self) -> None:
        """Raise ``WarehouseBusy`` where a cycle is running."""
        with self.cycle():
            pass

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The working database, migrated, for one short load."""
        self.prepare()
        if not self.working.exists() and self.path.exists():
            with self.reading():  # a restored backup: refuse a broken one before it is copied
                pass
            _copy(self.path, self.working)
        else:
            restoring.check(self.state, self.path, self.working)
        connection = self._open_working()
        try:
            migrate(connection, str(self.path))
            yield connection
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            if not (isinstance(error, (duckdb.IOException, duckdb.FatalException)) or "Could not write" in reason):
                raise
            raise WarehouseError(f"cannot write {self.working}: {reason}; mend the disk, or make room, and run again: what was loaded before is kept") from None
        finally:
            connection.close()

    def write(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Do one short load's work on the working database."""
        with self.writing() as connection:
            return work(connection)

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        """After the last load of a run. Nothing is to do: one process at a time has loaded."""

    def _open_working(self) -> duckdb.DuckDBPyConnection:
        try:
            return _open(self.working, read_only=False)
        except WarehouseError as error:
            if "not a readable" not in str(error) or not self.path.exists():
                raise
            with self.reading():  # which says what is wrong, if it is broken too
                pass
            raise WarehouseError(
                f"{self.working} is damaged, the published {self.path} is whole; remove the damaged file and run again: it is made anew from the published one"
            ) from None

    def publish(self) -> None:
        """Put the working database's present state where people open it, in one step."""
        try:
            with replacing(self.path) as fresh:
                shutil.copyfile(self.working, fresh)
                restoring.stamp(self.state, fresh)
        except OSError as error:
            raise WarehouseError(f"cannot write {self.path}: {error.strerror or error}; what was loaded is safe in {self.working}") from None

    @contextmanager
    def reading(self, limits: Limits | None = None, writing_to: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """The published snapshot, read-only and locked down.

        ``limits`` are for queries that nobody here has written; ``writing_to`` is the one folder that a COPY may write to.
        """
        if not self.path.exists():
            raise WarehouseError(f"there is no warehouse at {self.path}: fill it first with `volteface run` or `volteface ingest`")
        connection = _open(self.path, read_only=True, limits=limits, writing_to=writing_to)
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException):
            if is_behind(connection):
                raise WarehouseError(
                    f"{self.path} was published by an older volteface, and has not what this needs; bring it up to date with `volteface recode`"
                ) from None
            raise
        finally:
            connection.close()


def _open(path: Path, *, read_only: bool, limits: Limits | None = None, writing_to: Path | None = None) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=settings(limits, writing_to))
        connection.execute("SET TimeZone = 'UTC'")
        if read_only:
            lock_down(connection, [writing_to] if writing_to else [])
        return connection
    except duckdb.Error as error:
        text = str(error)
        if "lock" in text.lower():
            raise WarehouseBusy(f"{path} is open for writing in another process; close it there, or wait") from None
        if "Permission" in text or "permission" in text:
            raise WarehouseError(f"{path} cannot be opened: permission denied") from None
        if "newer" in text or "version number" in text:
            raise WarehouseError(f"{path} was written by a newer DuckDB; install a newer volteface to open it") from None
        raise WarehouseError(f"{path} is not a readable DuckDB file; restore it from a backup, or name another with --warehouse") from None


def settings(limits: Limits | None, writing_to: Path | None) -> dict[str, Any]:
    """What to open a database with, for ``reading``."""
    if writing_to:
        return {"temp_directory": str(writing_to / SPILL), "preserve_insertion_order": False}
    if limits:
        return {"memory_limit": limits.memory, "temp_directory": "", **({"threads": limits.threads} if limits.threads else {})}
    return {}


def lock_down(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path | str] = ()) -> None:
    """Nothing but what is open, and these folders: no other files, no network, no settings."""
    if folders:
        connection.execute("SET allowed_directories = [{}]".format(", ".join("'" + str(f).replace("'", "''") + "'" for f in folders)))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _copy(source: Path, target: Path) -> None:
    """Copy in one step: a copy that is cut short leaves nothing that looks whole."""
    try:
        with replacing(target) as fresh:
            shutil.copyfile(source, fresh)
    except OSError as error:
        raise WarehouseError(f"cannot write {target}: {error.strerror or error}; make room, or name another place with --warehouse") from None


def query(name: str) -> str:
    """The text of one of ``warehouse/queries/*.sql``."""
    return files("warehouse").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
