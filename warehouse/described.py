"""Pages about the warehouse, made from what it says of itself: its comments, its macros, its cookbook.

``python -m warehouse.described warehouse > docs/warehouse.md`` and ``python -m warehouse.described cookbook > docs/cookbook.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import duckdb

from warehouse.migrate import migrate
from warehouse.recipes import Recipe, recipes
from warehouse.schema import Column, Relation, relations


def fresh() -> list[Relation]:
    """The relations of a warehouse as this program makes it."""
    with duckdb.connect(":memory:") as connection:
        migrate(connection, "a new warehouse")
        return relations(connection)


def warehouse_page(known: Sequence[Relation]) -> str:
    """Every relation with its columns: those that users may rely on, the macros, and those that are internal."""
    return "\n".join(_warehouse(known)) + "\n"


def cookbook_page(known: Sequence[Recipe]) -> str:
    """Every question with its query."""
    return "\n".join(_cookbook(known)) + "\n"


def _warehouse(known: Sequence[Relation]) -> Iterator[str]:
    contracts = [r for r in known if r.is_contract and r.kind != "macro"]
    macros = [r for r in known if r.kind == "macro"]
    internal = [r for r in known if not r.is_contract]
    yield from ("# The warehouse", "", "Made from the comments in the warehouse by `python -m warehouse.described warehouse`; do not edit.", "")
    yield from (
        "The file that the monitor names is a DuckDB database: open it with `volteface sql`, or read-only with any DuckDB client. Names of the relations",
        "under *Contracts*, of their columns and of the macros stay; columns may be added. What is under *Internal* may change with any version.", "",
        "Instants are TIMESTAMPTZ, stored in UTC; days are days. Probabilities lie within 0 and 1. Claims and codings that a later coding replaced",
        "stay, with `superseded_at`: most queries want `WHERE superseded_at IS NULL`. In `positions` and `shifts`, `speaker IS NULL` is the actor as a",
        "whole. [The cookbook](cookbook.md) has queries to start from.", "",
    )  # fmt: skip
    for title, group in (("Contracts", contracts), ("Macros", macros), ("Internal", internal)):
        yield from (f"## {title}", "", ", ".join(f"[`{r.name}`](#{_anchor(r)})" for r in group), "")
        for relation in group:
            yield from (f"### {relation.call}", "", f"{'' if relation.kind == 'table' else f'A {relation.kind}. '}{relation.comment}", "")
            yield from _columns(relation.columns, with_meaning=relation.kind != "macro")


def _anchor(relation: Relation) -> str:
    return "".join(c for c in relation.call.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def _columns(columns: Sequence[Column], *, with_meaning: bool) -> Iterator[str]:
    if not with_meaning:
        yield from ("Gives " + ", ".join(f"`{c.name}` {c.type}" for c in columns) + ".", "")
        return
    yield from ("| column | type | meaning |", "|---|---|---|")
    yield from (f"| `{c.name}` | {c.type} | {c.comment.replace('|', '&#124;')} |" for c in columns)
    yield ""


def _cookbook(known: Sequence[Recipe]) -> Iterator[str]:
    yield from ("# The cookbook", "", "Made from `warehouse/cookbook/*.sql` by `python -m warehouse.described cookbook`; do not edit.", "")
    yield from (
        "Questions to ask the warehouse. `volteface sql --cookbook` lists them, `volteface sql --cookbook positions-at` runs one, and",
        "`--set issue=nato-membership` changes what stands in its first line. Or paste the query into any DuckDB client and edit that line.",
        "[The warehouse](warehouse.md) says what every column means.", "",
    )  # fmt: skip
    yield from (f"- [{r.question}](#{r.name})" for r in known)
    yield ""
    for r in known:
        yield from (f"## {r.name}", "", f"**{r.question}** {r.reading}", "", "```sql", r.sql, "```", "")


if __name__ == "__main__":
    print({"warehouse": lambda: warehouse_page(fresh()), "cookbook": lambda: cookbook_page(recipes())}[sys.argv[1]](), end="")
