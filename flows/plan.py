"""When cycles are due: the schedule of ``volteface serve``, its next time, and the note of it that ``doctor`` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from extract.errors import MonitorError, WarehouseBusy
from flows.prefect_server import HISTORY
from warehouse.files import replacing

HOURLY = "0 * * * *"
REMEMBERED = 1000
"""How many cycles back Prefect's history goes at most; a cycle takes some 200 kB of it."""
_LEAST = timedelta(hours=2)  # Prefect refuses an hour and less
_NOTE, _LOCK = "serve.json", "serve.lock"


@dataclass(frozen=True, slots=True)
class Plan:
    """A cron in a time zone, or a number of seconds between cycles. Exactly one of the two."""

    zone: str
    cron: str | None = None
    every: float | None = None

    def __post_init__(self) -> None:
        if self.cron is not None and self.every is not None:
            raise MonitorError("--cron and --every exclude each other; give one of them")
        if self.every is not None and not 1 <= self.every <= 366 * 86400:
            raise MonitorError(f"--every {self.every:g} is out of range; expected seconds, from 1 to a year")
        if self.every is None:
            self._cron()

    def __str__(self) -> str:
        return f"every {self.every:g} s" if self.every is not None else f"at '{self.cron or HOURLY}' in {self.zone}"

    def _cron(self) -> Any:
        from prefect.server.schemas.schedules import CronSchedule

        try:
            return CronSchedule(cron=self.cron or HOURLY, timezone=self.zone)
        except ValueError:
            raise MonitorError(f"--cron {self.cron!r} is no schedule; expected five fields such as '0 6 * * *' (minute, hour, day, month, weekday)") from None

    def next_after(self, moment: datetime) -> datetime:
        """The first scheduled time after a moment; with ``every``, counted from it."""
        if self.every is not None:
            return moment + timedelta(seconds=self.every)
        import asyncio

        found = asyncio.run(self._cron().get_dates(1, start=moment + timedelta(microseconds=1)))
        return datetime.fromisoformat(found[0].isoformat()).astimezone(UTC)

    @property
    def history(self) -> timedelta:
        """How long Prefect is to remember runs: a month, less where cycles are frequent."""
        first = self.next_after(datetime.now(UTC))
        return max(_LEAST, min(HISTORY, REMEMBERED * (self.next_after(first) - first)))

    def missed_since(self, last: datetime | None, now: datetime) -> bool:
        """Whether a scheduled time has passed since the last cycle. Where there was none yet, none was missed."""
        return last is not None and self.next_after(last) <= now

    def schedule(self, last: datetime | None) -> Any:
        """As Prefect has it."""
        from prefect.schedules import Cron, Interval

        if self.every is None:
            return Cron(self.cron or HOURLY, timezone=self.zone)
        now = datetime.now(UTC)
        anchor = now if last is None else max(last, now - timedelta(days=366))
        return Interval(self.every, anchor_date=anchor)


@dataclass(frozen=True, slots=True)
class Note:
    """What a ``serve`` wrote down: its schedule, its process, and when the next cycle is due."""

    plan: str
    pid: int
    next_at: datetime


def write(state: Path, plan: Plan, pid: int, next_at: datetime) -> None:
    """Leave the note, in one step."""
    with replacing(state / _NOTE) as fresh:
        fresh.write_text(json.dumps({**asdict(plan), "plan": str(plan), "pid": pid, "next_at": next_at.isoformat()}), encoding="utf-8")


def move(state: Path, now: datetime) -> Plan | None:
    """Note the next time anew, and return the plan; nothing where there is no note."""
    try:
        data = json.loads((state / _NOTE).read_text(encoding="utf-8"))
        plan = Plan(data["zone"], data["cron"], data["every"])
    except (OSError, ValueError, KeyError):
        return None
    write(state, plan, data["pid"], plan.next_after(now))
    return plan


def read(state: Path) -> Note | None:
    """The note of the last ``serve``; None where there is none that can be read."""
    try:
        data = json.loads((state / _NOTE).read_text(encoding="utf-8"))
        return Note(data["plan"], int(data["pid"]), datetime.fromisoformat(data["next_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def held(state: Path) -> Iterator[None]:
    """Be the one ``serve`` of a warehouse; raises ``WarehouseBusy`` where another is."""
    lock = FileLock(state / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        note = read(state)
        raise WarehouseBusy(f"another `volteface serve` is running for {state.name}" + (f" (process {note.pid})" if note else "") + "; stop it first") from None
    try:
        yield
    finally:
        lock.release()


def is_held(state: Path) -> bool:
    """Whether a ``serve`` of this warehouse is alive."""
    if not (state / _LOCK).exists():
        return False
    try:
        with FileLock(state / _LOCK, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # a folder that we may only read
        note = read(state)
        return note is not None and Path(f"/proc/{note.pid}").exists()
