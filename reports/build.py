"""From the facts in the warehouse to a Report: the same question gives the same answer.

Only what was known at ``known_at`` is used, and no clock is read. Days are days in UTC. ``reports.facts`` reads, the other
modules make parts of what it read, and ``reports.consequence`` says which change comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from reports import places, unchecked
from reports.changes import change
from reports.facts import Facts, gather
from reports.model import Period, Report
from reports.tracking import tracks
from warehouse.connection import Connection

__all__ = ["Period", "Report", "build", "composed"]


def build(
    connection: Connection, *, monitor: str, start: date | None, end: date, known_at: datetime, actor: str | None = None,
    issue: str | None = None, program: str, monitor_digest: str, pages: Mapping[str, str] | None = None,
) -> Report:  # fmt: skip
    """What changed from ``start`` (None: from the beginning) until before ``end``, as known at ``known_at``.

    ``actor`` and ``issue`` narrow it to one of them. ``pages`` maps a version to a relative link of its page as kept,
    which is then used instead of the live one. The same warehouse and arguments give an equal report.
    """
    facts = gather(connection, Period(start, end), known_at, actor, issue, pages or {})
    return composed(facts, monitor, actor, issue, program, monitor_digest)


def composed(facts: Facts, monitor: str, actor: str | None, issue: str | None, program: str, monitor_digest: str) -> Report:
    """All parts in their order. Pure."""
    shifts = facts.shifts
    return Report(
        monitor, facts.period, facts.known_at.astimezone(UTC), actor, issue, unchecked.checked(facts),
        tuple(change(facts, s) for s in shifts.changed),
        tuple(change(facts, s) for s in shifts.first),
        tuple(change(facts, s) for s in shifts.late),
        places.board(facts),
        tuple(places.dissent(facts)),
        tuple(places.contested(facts)),
        tuple(places.hedged(facts)),
        tuple(places.steady(facts)),
        tuple(change(facts, s) for s in shifts.withdrawn),
        tuple(change(facts, s) for s in shifts.recoded),
        tuple(unchecked.missed(facts)),
        tuple(unchecked.abstained(facts, issue)),
        tuple(unchecked.broken(facts)),
        unchecked.made(facts, program, monitor_digest),
        tuple(places.quiet(facts)),
        tuple(unchecked.afterwards(facts)),
        tuple(unchecked.doubtful(facts)),
        tuple(tracks(facts)),
        tuple(unchecked.measured(facts)),
    )  # fmt: skip
