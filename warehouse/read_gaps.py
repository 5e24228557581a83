"""Typed reads of what bears on how far a report may be trusted: offices, outages, edits and deletions, pages without a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from warehouse.read import rows


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One person in one office; a day is null where it is not known, or the office still held."""

    actor: str
    name: str
    role: str
    from_day: date | None
    to_day: date | None


@dataclass(frozen=True, slots=True)
class OutageRow:
    """An outlet whose lists could not be had, until the next success."""

    outlet: str
    start: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """What an outlet did to an article that claims rest on: ``edit``, ``deletion`` or ``restoration``."""

    kind: str
    at: datetime
    summary: str
    outlet: str
    url: str
    title: str | None
    n_claims: int


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A version without a day, or with dates that cannot be, a sentence each."""

    outlet: str
    url: str
    title: str | None
    undated: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """The latest text of what an actor's own outlet published."""

    article_id: str
    outlet: str
    url: str
    title: str | None
    published_on: date


def offices(connection: duckdb.DuckDBPyConnection) -> list[OfficeRow]:
    """Every dated office, in the order of the monitor file."""
    return rows(connection, OfficeRow, "offices")


def outages(connection: duckdb.DuckDBPyConnection, known_at: datetime) -> list[OutageRow]:
    """All outages, by their start."""
    return rows(connection, OutageRow, "outages_known", known_at=known_at)


def revisions(
    connection: duckdb.DuckDBPyConnection, start: datetime | None, until: datetime, known_at: datetime, actor: str | None, issue: str | None
) -> list[RevisionRow]:
    """What outlets did within a period to articles that claims rest on: deletions first, then the latest first."""
    return rows(connection, RevisionRow, "revisions_known", start=start, until=until, known_at=known_at, actor=actor, issue=issue)


def doubtful(connection: duckdb.DuckDBPyConnection, known_at: datetime, most: int) -> list[DoubtfulRow]:
    """Versions whose day is not known, or that give days which cannot be; at most so many."""
    return rows(connection, DoubtfulRow, "doubtful_known", known_at=known_at, most=most)


def statements(connection: duckdb.DuckDBPyConnection, actor: str, known_at: datetime) -> list[StatementRow]:
    """All that the actor's own outlets had published, by day."""
    return rows(connection, StatementRow, "statements_known", actor=actor, known_at=known_at)
