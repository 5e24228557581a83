"""Numbered migrations, each applied once in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import duckdb

from extract.errors import WarehouseError


def migrations() -> list[tuple[int, str, str]]:
    """(number, name, SQL) of every migration, in order."""
    folder = files("warehouse").joinpath("migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name[:4]), name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names]


def applied(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers already applied to a database."""
    known = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_migrations'").fetchone()
    if not known or not known[0]:
        return set()
    return {row[0] for row in connection.execute("SELECT number FROM schema_migrations").fetchall()}


def is_behind(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether an older program made a database."""
    return not {number for number, _, _ in migrations()} <= applied(connection)


def migrate(connection: duckdb.DuckDBPyConnection, name: str, dialect: Callable[[str], str] = str) -> None:
    """Bring a database up to date; a failed migration leaves it as it was. ``dialect`` puts the SQL as the catalog has it.

    Raises ``WarehouseError`` where a newer program has been at it.
    """
    done = applied(connection)
    known = migrations()
    if done and max(done) > known[-1][0]:
        raise WarehouseError(f"{name} was made by a newer volteface (schema {max(done)}, this one knows {known[-1][0]}); install the newer program")
    for number, title, sql in known:
        if number in done:
            continue
        connection.execute("BEGIN")
        try:
            connection.execute(
                dialect(
                    "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL);"
                    "COMMENT ON TABLE schema_migrations IS 'Migrations applied to this file.';"
                    "COMMENT ON COLUMN schema_migrations.number IS 'Number of the migration.';"
                    "COMMENT ON COLUMN schema_migrations.name IS 'Its file.';"
                )
            )
            connection.execute(dialect(sql))
            connection.execute("INSERT INTO schema_migrations VALUES (?, ?)", [number, title])
            connection.execute("COMMIT")
        except duckdb.Error as error:
            connection.execute("ROLLBACK")
            raise WarehouseError(f"migration {title} failed on {name}: {error}; the file is as it was") from None
