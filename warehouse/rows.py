"""Rows out of DuckDB as Python values, instants with their zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

Row = dict[str, Any]


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of a query as dicts."""
    found: list[Row] = connection.execute(sql, dict(parameters or {})).to_arrow_table().to_pylist()
    return found


def columns_and_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[list[Any]]]:
    """Column names and rows of a query; nothing where it returns none."""
    connection.execute(sql)
    if connection.description is None:
        return [], []
    table = connection.to_arrow_table()
    return list(table.column_names), [list(row) for row in zip(*(c.to_pylist() for c in table.columns), strict=True)]
