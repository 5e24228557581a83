"""Typed reads about pairs of actor and issue, all as known at a moment. A report reads the words of few pairs and the counts of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa

from extract.model import Basis, Stance
from warehouse.connection import query
from warehouse.model import Evidence
from warehouse.read import ClaimRow, PositionRow, rows
from warehouse.rows import rows_of, with_rows

Pair = tuple[str, str]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STANCES = {s.value: s for s in Stance}
_BASES = {b.value: b for b in Basis}


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """What was said by one actor on one issue within a period."""

    actor: str
    issue: str
    n_claims: int
    n_hedged: int
    n_conditional: int
    outlets: tuple[str, ...]
    n_utterances: int


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The articles of a period, the claims without a day, and the coders behind all claims."""

    n_articles: int
    n_undated: int
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where an actor stood from a moment on, until its next row."""

    actor: str
    issue: str
    said_from: datetime
    stance: str
    score: float
    probability: float


def table_of(pairs: Iterable[Pair]) -> pa.Table:
    """Pairs as a table of actor and issue, sorted, each once."""
    listed = sorted(set(pairs))
    return pa.table({"actor": pa.array([a for a, _ in listed], pa.string()), "issue": pa.array([i for _, i in listed], pa.string())})


def evidence(connection: duckdb.DuckDBPyConnection, pairs: Iterable[Pair], known_at: datetime) -> list[tuple[Evidence, str | None]]:
    """The dated claims of the pairs, in the order in which they were said, each with its utterance, or None where the claims must be grouped anew."""
    names = [*(f.name for f in fields(Evidence)), "utterance_id"]
    connection.register("incoming", table_of(pairs))
    try:
        found = connection.execute(query("evidence_known"), {"known_at": known_at}).to_arrow_table()
    finally:
        connection.unregister("incoming")
    columns = {name: found.column(name).to_pylist() for name in names}
    columns["stance"] = [_STANCES[s] for s in columns["stance"]]
    columns["basis"] = [_BASES[b] for b in columns["basis"]]
    columns["said_at"] = [_EPOCH + timedelta(microseconds=m) for m in columns["said_at"]]  # ten times as fast as a zoned column
    return [(Evidence(*values), utterance) for *values, utterance in zip(*columns.values(), strict=True)]


def claims(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> list[ClaimRow]:
    """These claims, each compared with its version."""
    wanted = pa.table({"claim_id": pa.array(sorted(set(ids)), pa.string())})
    return [ClaimRow(**row) for row in with_rows(connection, "claims_shown", wanted)]


def spoken(connection: duckdb.DuckDBPyConnection, start: datetime | None, until: datetime, known_at: datetime) -> list[SpokenRow]:
    """The pairs on which something was said from ``start`` (None: the beginning) until before ``until``."""
    return rows(connection, SpokenRow, "spoken_known", start=start, until=until, known_at=known_at)


def hedged(connection: duckdb.DuckDBPyConnection, start: datetime | None, until: datetime, known_at: datetime) -> dict[Pair, list[str]]:
    """Up to three hedged or conditional claims of every pair within a period, conditional ones first chosen."""
    made: dict[Pair, list[str]] = {}
    for r in rows_of(connection, query("hedged_known"), {"start": start, "until": until, "known_at": known_at}):
        made.setdefault((r["actor"], r["issue"]), []).append(r["claim_id"])
    return made


def read(connection: duckdb.DuckDBPyConnection, start: datetime | None, until: datetime, known_at: datetime, actor: str | None, issue: str | None) -> ReadRow:
    """What was read, of one actor or issue where named."""
    return rows(connection, ReadRow, "read_known", start=start, until=until, known_at=known_at, actor=actor, issue=issue)[0]


def strengths(connection: duckdb.DuckDBPyConnection, until: datetime, known_at: datetime) -> dict[tuple[str, str, str], int]:
    """How firmly, 1 to 3, each actor lately took each stance on each issue."""
    found = rows_of(connection, query("strengths_known"), {"until": until, "known_at": known_at})
    return {(r["actor"], r["issue"], r["stance"]): r["strength"] for r in found}


def traces(connection: duckdb.DuckDBPyConnection, moments: Sequence[datetime], known_at: datetime) -> dict[Pair, dict[datetime, float]]:
    """The score, -1 to 1, of every pair at the moments at which it had one."""
    made: dict[Pair, dict[datetime, float]] = {}
    for r in rows_of(connection, query("traces_known"), {"moments": list(moments), "known_at": known_at}):
        made.setdefault((r["actor"], r["issue"]), {})[r["at"]] = r["score"]
    return made


def histories(connection: duckdb.DuckDBPyConnection, pairs: Iterable[Pair], until: datetime, known_at: datetime) -> dict[Pair, list[PlaceRow]]:
    """All places of the pairs before ``until``, in order."""
    made: dict[Pair, list[PlaceRow]] = {}
    for r in with_rows(connection, "histories_known", table_of(pairs), {"until": until, "known_at": known_at}):
        made.setdefault((r["actor"], r["issue"]), []).append(PlaceRow(**r))
    return made


def places(connection: duckdb.DuckDBPyConnection, said_by: datetime, known_by: datetime) -> list[PositionRow]:
    """Where every actor stood, and those of its speakers who stood elsewhere."""
    return rows(connection, PositionRow, "places_known", said_by=said_by, known_by=known_by)


def utterances(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> int:
    """How many independent utterances were known."""
    return int(rows_of(connection, query("utterances_known"), {"known_at": known_at})[0]["n"])
