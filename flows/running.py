"""One cycle from its moment to its report, notifications and metrics: what ``run`` and ``serve`` have in common."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extract.errors import VoltefaceError
from flows import clock, logs, metrics
from flows.config import Monitor
from flows.monitor import Outcome, run_cycle
from flows.notifying import notify
from flows.reporting import report_of_run


@dataclass(frozen=True, slots=True)
class Ended:
    """A cycle that ended: its moment, what it came to, where its report is, and what else there is to say."""

    at: datetime
    outcome: Outcome
    report: Path
    notices: tuple[str, ...]
    seconds: float

    def __str__(self) -> str:
        loaded = self.outcome.loaded
        failed = f", {n} failure{'s' * (n > 1)}" if (n := len(self.outcome.failures)) else ""
        return f"{loaded.versions} new article versions, {loaded.claims} new claims{failed} in {self.seconds:.0f} s"


def run_once(monitor: Monitor, wanted: datetime | None = None) -> Ended:
    """Run one cycle now, or at the moment that is wanted; raises a ``VoltefaceError`` where it cannot."""
    started = time.monotonic()
    warehouse = monitor.place
    with logs.kept(warehouse.state):
        try:
            warehouse.idle()
            at, notices = clock.moment_of(warehouse, wanted)
            outcome = run_cycle(monitor, at)
            path, whole = report_of_run(monitor, at)
            notices = (*notices, *outcome.notices, *notify(monitor, at, whole, path))
            seconds = time.monotonic() - started
            notices += metrics.write(monitor, at, seconds)
            logs.event("cycle ended", f"report: {path}", seconds=round(seconds, 2), report=str(path))
        except VoltefaceError as error:
            logs.event("cycle failed", str(error), level=40, kind=type(error).__name__, seconds=round(time.monotonic() - started, 2))
            raise
    return Ended(at, outcome, path, notices, seconds)
