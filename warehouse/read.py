"""Typed reads of the published snapshot, all as known at a moment."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

import duckdb

from warehouse.connection import query
from warehouse.rows import rows_of


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift as the ledger stood; see the relation ``shifts`` for the columns."""

    shift_id: str
    revision: int
    actor: str
    speaker: str | None
    issue: str
    kind: str
    from_stance: str | None
    to_stance: str
    earliest: date | None
    latest: date
    credible_from: date | None
    credible_to: date | None
    probability: float
    n_before: int
    n_after: int
    before_claims: tuple[str, ...]
    after_claims: tuple[str, ...]
    detected_at: datetime
    known_from: datetime
    withdrawn_at: datetime | None
    cause: str | None
    from_probability: float | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim with what a reader wants to know of its article; ``verbatim`` is checked in the database."""

    claim_id: str
    version_id: str
    article_id: str
    actor: str
    speaker: str | None
    role: str | None
    issue: str
    stance: str
    strength: int
    conditional: bool
    hedged: bool
    directness: str
    basis: str
    cue: str
    quote: str
    quote_start: int
    quote_end: int
    said_at: datetime | None
    said_on: date | None
    said_precision: str | None
    said_at_basis: str | None
    confidence: float
    announced: bool
    utterance_id: str | None
    outlet: str
    url: str
    title: str | None
    published_at: datetime | None
    published_on: date | None
    published_offset: int | None
    fetched_at: datetime
    coder: str
    verbatim: bool
    own: bool


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Where an actor (speaker None) or speaker stood."""

    actor: str
    speaker: str | None
    issue: str
    stance: str
    score: float
    probability: float
    n_claims: int
    n_utterances: int
    first_said: datetime
    last_said: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What went through the stages."""

    pages: int
    articles: int
    versions: int
    revisions: int
    coded: int
    other_language: int
    undated: int
    claims: int
    utterances: int
    abstentions: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A document or outlet that was not had, and why."""

    outlet: str
    document: str
    outcome: str
    reason: str
    stage: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run."""

    run_id: str
    kind: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    coder: str | None
    program: str | None
    monitor_digest: str | None


@dataclass(frozen=True, slots=True)
class AbstentionCount:
    """How often the coder abstained on an issue for one reason."""

    issue: str
    reason: str
    n: int


T = TypeVar("T")


def rows(connection: duckdb.DuckDBPyConnection, kind: type[T], name: str, **parameters: Any) -> list[T]:
    """The rows of a query file as values of a dataclass, by the names of its fields."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    found = rows_of(connection, query(name), parameters)
    return [kind(**{n: tuple(r[n]) if isinstance(r[n], list) else r[n] for n in names}) for r in found]


def shifts(connection: duckdb.DuckDBPyConnection, known_at: datetime, *, speakers: bool = True) -> list[ShiftRow]:
    """Every shift as known then, by day; without ``speakers`` only those of actors as a whole."""
    return rows(connection, ShiftRow, "shifts_known", known_at=known_at, speakers=speakers)


def claims(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> list[ClaimRow]:
    """Every claim live then, by the time it was said."""
    return rows(connection, ClaimRow, "claims_known", known_at=known_at)


def positions(connection: duckdb.DuckDBPyConnection, said_by: datetime, known_by: datetime) -> list[PositionRow]:
    """Where everybody stood at ``said_by``."""
    return rows(connection, PositionRow, "positions_known", said_by=said_by, known_by=known_by)


def counts(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> Counts:
    """What had gone through the stages."""
    return rows(connection, Counts, "counts_known", known_at=known_at)[0]


def troubles(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> list[Trouble]:
    """What was not had."""
    return rows(connection, Trouble, "troubles_known", known_at=known_at)


def runs(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> list[RunRow]:
    """Runs begun by then."""
    return rows(connection, RunRow, "runs_known", known_at=known_at)


def abstentions(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> list[AbstentionCount]:
    """Abstentions by issue and reason, the most frequent first."""
    return rows(connection, AbstentionCount, "abstentions_known", known_at=known_at)


def issues(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Proposition by issue id, in the order of the monitor file."""
    return {r["id"]: r["proposition"] for r in rows_of(connection, "SELECT id, proposition FROM issues")}


def actors(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Name by actor id, in the order of the monitor file."""
    return {r["id"]: r["name"] for r in rows_of(connection, "SELECT id, name FROM actors")}
