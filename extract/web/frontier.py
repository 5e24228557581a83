"""When a document is asked for: new ones at once, known ones again on a decaying schedule, failed ones after growing waits.

Pure: what earlier fetches came to, and a clock, give the answer, so that it is the same after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from extract.model import Decision, When

REVISITS = (timedelta(hours=3), timedelta(days=1), timedelta(days=7))
"""After the first reading: most edits are made within hours, deletions within days."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
RETRIES: Mapping[Decision, tuple[timedelta, ...]] = {
    Decision.FAILED: (_HOUR / 4, _HOUR, 6 * _HOUR, _DAY, 3 * _DAY),
    Decision.RATE_LIMITED: (_HOUR, 6 * _HOUR, _DAY, 3 * _DAY),
    Decision.BLOCKED: (_DAY, 7 * _DAY),
    Decision.GONE: (_DAY, 7 * _DAY),
    Decision.ROBOTS: (_DAY, 7 * _DAY),
    Decision.ALLOWED: (_DAY, 7 * _DAY),  # a page that held no article: a stub, a wall
}
"""Waits after the first, second … attempt in a row that brought no article; after the last the document is given up."""
PAUSE_AFTER = 5
"""Failures of an outlet in a row, in one cycle or several, until it is left alone for a while."""
_FIRST_PAUSE, _LONGEST_PAUSE = _HOUR / 2, _DAY


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier fetches of a document came to.

    ``first_had``: when its article was first read, or None. ``n_in_vain``: attempts since the last that brought it (or said
    that it is unchanged). The validators are those of the version that was read last: only of it can 304 speak.
    """

    decision: Decision
    last_at: datetime
    first_had: datetime | None = None
    n_in_vain: int = 0
    etag: str | None = None
    last_modified: str | None = None


def next_look(past: Past, revisits: Sequence[timedelta] = REVISITS) -> datetime | None:
    """When a document is to be asked for again, or None for never."""
    if past.n_in_vain:
        waits = RETRIES.get(past.decision, ())
        return past.last_at + waits[past.n_in_vain - 1] if past.n_in_vain <= len(waits) else None
    if past.first_had is None:
        return None
    return next((past.first_had + wait for wait in sorted(revisits) if past.first_had + wait > past.last_at), None)


def is_due(past: Past | None, now: datetime, modified: When | None = None, revisits: Sequence[timedelta] = REVISITS) -> bool:
    """Whether to ask now. ``modified``: the last edit that a feed tells of, which makes a document due at once."""
    if past is None:
        return True
    if not past.n_in_vain and modified is not None and modified.instant is not None and modified.instant > past.last_at:
        return True
    look = next_look(past, revisits)
    return look is not None and look <= now


@dataclass(frozen=True, slots=True)
class Health:
    """How an outlet has answered lately: failures in a row, the last of them, and what it asked for (Retry-After)."""

    n_failed: int = 0
    last_at: datetime | None = None
    retry_at: datetime | None = None


def paused_until(health: Health, now: datetime) -> datetime | None:
    """Until when an outlet is left alone, or None where it may be asked: a circuit breaker (Nygard, Release It!, 2007).

    The pause doubles with every failure beyond ``PAUSE_AFTER``, up to a day; the first attempt after it decides.
    """
    until = health.retry_at
    if health.n_failed >= PAUSE_AFTER and health.last_at is not None:
        pause = min(_FIRST_PAUSE * 2 ** min(health.n_failed - PAUSE_AFTER, 10), _LONGEST_PAUSE)
        until = max(filter(None, (until, health.last_at + pause)))
    return until if until is not None and until > now else None
