"""Rows into and out of DuckDB: values of Python on one side, Arrow tables on the other, instants with their zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.connection import query
from warehouse.files import replacing

Row = dict[str, Any]


class Transaction:
    """A ``with`` block that commits, or rolls back where it raises."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._connection.execute("BEGIN")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")


def _arrow(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> pa.Table:
    schema = connection.table(table).limit(0).to_arrow_table().schema
    return pa.Table.from_pylist(list(rows), schema=pa.schema([f for f in schema if rows and f.name in rows[0]]))


@contextmanager
def cursor_of(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A second connection, in the same catalog, for reading while the first goes on."""
    (catalog,) = connection.execute("SELECT current_database()").fetchone() or ("memory",)
    with connection.cursor() as cursor:
        cursor.execute(f'USE "{catalog}"')
        yield cursor


def with_rows(
    connection: duckdb.DuckDBPyConnection, name: str, incoming: pa.Table, parameters: Mapping[str, Any] | None = None, **tables: pa.Table
) -> list[Row]:
    """Run the statements of a query file with ``incoming`` and other names bound to tables; the rows of the last."""
    tables["incoming"] = incoming
    for bound, table in tables.items():
        connection.register(bound, table)
    try:
        result: list[Row] = []
        for statement in connection.extract_statements(query(name)):
            wanted = {k: v for k, v in (parameters or {}).items() if k in statement.named_parameters}
            relation = connection.execute(statement, wanted)
            result = relation.to_arrow_table().to_pylist()
        return result
    finally:
        for bound in tables:
            connection.unregister(bound)


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> int:
    """Append the rows that are new; returns how many."""
    return append_table(connection, table, _arrow(connection, table, rows)) if rows else 0


def append_table(connection: duckdb.DuckDBPyConnection, table: str, incoming: pa.Table) -> int:
    """Append the rows of an Arrow table that are new; returns how many."""
    counted = with_rows(connection, f"load_{table}", incoming)
    return int(next(iter(counted[0].values()))) if counted else 0


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of a query as dicts."""
    found: list[Row] = connection.execute(sql, dict(parameters or {})).to_arrow_table().to_pylist()
    return found


def write_parquet(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any], path: Path) -> None:
    """Leave the rows of a query as a Parquet file, in one step."""
    reader = connection.execute(sql, dict(parameters)).to_arrow_reader()
    with replacing(path) as fresh, pq.ParquetWriter(fresh, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def read_column(path: Path, name: str) -> list[Any]:
    """One column of a Parquet file."""
    found: list[Any] = pq.read_table(path, columns=[name])[name].to_pylist()
    return found
