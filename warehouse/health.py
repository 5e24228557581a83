"""How outlets and runs have done, as ``doctor``, the metrics and acquisition want to know it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extract.web.frontier import Health
from warehouse.connection import Connection, query
from warehouse.rows import rows_of


@dataclass(frozen=True, slots=True)
class Answers:
    """How an outlet was asked and answered, all in all."""

    outlet: str
    n_fetches: int
    n_failed: int
    last_answer: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often an outlet has something new: when last, and the usual and the long gap before (seconds), out of so many."""

    outlet: str
    last_new: datetime
    n_gaps: int
    median_gap: float | None
    long_gap: float | None


@dataclass(frozen=True, slots=True)
class Yield:
    """Documents that answered, those that gave an article, and articles without a date: lately, and before."""

    outlet: str
    n_lately: int
    n_read_lately: int
    n_undated_lately: int
    n_before: int
    n_read_before: int
    n_undated_before: int


@dataclass(frozen=True, slots=True)
class Ran:
    """A run as it is written down."""

    run_id: str
    kind: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    n_versions: int | None
    n_claims: int | None
    n_failures: int | None
    program: str | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Sample:
    """Versions drawn at random, the claims on them, and those whose quote is wrong."""

    n_versions: int
    n_claims: int
    n_wrong: int


def outlets(connection: Connection) -> dict[str, tuple[Health, str | None]]:
    """How each outlet has answered lately, and the reason of its last failure in a row."""
    return {r["outlet"]: (Health(r["n_failed"], r["last_at"], r["retry_at"]), r["error"]) for r in rows_of(connection, query("outlet_health"))}


def answers(connection: Connection) -> list[Answers]:
    """How each outlet of the monitor was asked and answered."""
    return [Answers(**r) for r in rows_of(connection, query("answers_of_outlets"))]


def paces(connection: Connection, now: datetime) -> list[Pace]:
    """How often each outlet has something new."""
    return [Pace(**r) for r in rows_of(connection, query("pace_of_outlets"), {"now": now})]


def yields(connection: Connection, since: datetime) -> list[Yield]:
    """What became of each outlet's documents, from a moment on and before."""
    return [Yield(**r) for r in rows_of(connection, query("yield_of_outlets"), {"since": since})]


def last_runs(connection: Connection) -> list[Ran]:
    """The last runs, the newest first."""
    return [Ran(**r) for r in rows_of(connection, query("last_runs"))]


def sample(connection: Connection) -> Sample:
    """Check the quotes on versions drawn at random."""
    return Sample(**rows_of(connection, query("verify_sample"))[0])
