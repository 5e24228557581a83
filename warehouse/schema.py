"""What a warehouse holds, as it describes itself: relations, columns and macros with their comments."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.connection import query

CONTRACTS = (
    "outlets", "actors", "speakers", "issues", "fetches", "articles", "versions", "claims", "positions", "shifts", "revisions", "runs", "reviews",
    "measured_errors",
)  # fmt: skip
"""Relations that users may rely on, beside all macros; what else there is may change with any version."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, with its type as DuckDB writes it and its comment (empty where it has none)."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, a view or a macro; a macro has parameters, and the columns of what it gives."""

    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]
    parameters: tuple[str, ...] = ()

    @property
    def is_contract(self) -> bool:
        """Whether users may rely on it."""
        return self.kind == "macro" or self.name in CONTRACTS

    @property
    def call(self) -> str:
        """How it is named in a query."""
        return f"{self.name}({', '.join(self.parameters)})" if self.kind == "macro" else self.name


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """All of the warehouse, contracts first, each by name."""
    columns: dict[str, list[Column]] = {}
    for table, name, kind, comment in connection.execute(query("described_columns")).fetchall():
        columns.setdefault(table, []).append(Column(name, kind, comment))
    found = [
        Relation(name, kind, comment, tuple(columns.get(name, ())), tuple(parameters))
        for name, kind, comment, parameters in connection.execute(query("described_relations")).fetchall()
    ]
    found = [r if r.kind != "macro" else Relation(r.name, r.kind, r.comment, _given(connection, r), r.parameters) for r in found]
    return sorted(found, key=lambda r: (not r.is_contract, r.kind == "macro", r.name))


def present(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of its tables and views: a warehouse that an older program published has not all of them."""
    return {name for (name,) in connection.execute(query("relations_there")).fetchall()}


def _given(connection: duckdb.DuckDBPyConnection, macro: Relation) -> tuple[Column, ...]:
    """Names and types of the columns that a macro gives, asked with nulls."""
    nulls = ", ".join("NULL" for _ in macro.parameters)
    answer = connection.execute(f"SELECT * FROM {macro.name}({nulls}) LIMIT 0")
    return tuple(Column(c[0], str(c[1]), "") for c in answer.description)


def words(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Words that a query may begin to spell: relations, macros, columns, keywords, commands of the prompt."""
    known = relations(connection)
    names = {r.name for r in known} | {c.name for r in known for c in r.columns}
    keywords = {k for (k,) in connection.execute("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'").fetchall()}
    return sorted(names | {k.upper() for k in keywords} | {f".{c}" for c in ("help", "tables", "schema", "format", "cookbook", "quit")})
