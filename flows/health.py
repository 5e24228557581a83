"""What is wrong with a monitor, judged from facts: pure. Each finding says what, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from extract.web.frontier import Health, paused_until
from flows.plan import Note
from warehouse.health import Answers, Pace, Ran, Sample, Yield

FEW_GAPS, MEDIANS, SHORTEST_SILENCE = 8, 5, timedelta(hours=12)
"""Silence counts where an outlet's rhythm rests on so many gaps, and from so many usual gaps and so long on."""
FEW_LATELY, FEW_BEFORE, COLLAPSE, UNDATED = 8, 20, 0.5, 0.3
"""Shares are compared from so many documents on; a yield of half of what it was has collapsed; so much more without a date is a lot."""
LATE = timedelta(minutes=10)
ROOM_DAYS = 14
ROOM_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or only doubtful, and the command or step that mends it."""

    what: str
    remedy: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes free, of the warehouse (which stands there twice), of the archive; and how much both grow in a day, where that is known."""

    free: int
    warehouse: int
    archive: int
    daily: float | None = None

    @property
    def days_left(self) -> float | None:
        """How long the room lasts, or None where it does not shrink."""
        return self.free / self.daily if self.daily else None


def broad(file: str, issue: str, term: str) -> Finding:
    """A term that finds more than its issue. That is doubtful: an outlet may speak of nothing else."""
    return Finding(
        f"{file}: the term {term!r} of issue {issue!r} is one common word that its proposition does not have, and will be found where another thing is meant",
        "give a longer term, or put the word into the proposition",
        doubtful=True,
    )


def answering(answers: Answers, lately: Health | None, reason: str | None, now: datetime) -> Finding | None:
    """Whether an outlet fails."""
    until = paused_until(lately, now) if lately else None
    why = f": {reason or answers.last_error}" if reason or answers.last_error else ""
    if until is not None:
        return Finding(f"{answers.outlet} is left alone until {until:%Y-%m-%d %H:%M}Z{why}", "wait; where it lasts, check its address in the monitor file")
    if answers.n_fetches and answers.last_answer is None:
        return Finding(f"{answers.outlet} has never answered{why}", "check its address in the monitor file")
    if lately and lately.n_failed:
        n = lately.n_failed
        return Finding(
            f"{answers.outlet} has failed {n} time{'s' * (n > 1)} in a row{why}", "`volteface run` tries again; else check its address in the monitor file"
        )
    return None


def silent(pace: Pace, last_answer: datetime | None) -> Finding | None:
    """Whether an outlet that answers has had nothing new for longer than its own rhythm explains. Time in which nobody asked is no silence."""
    if last_answer is None or pace.n_gaps < FEW_GAPS or pace.median_gap is None or pace.long_gap is None:
        return None
    silence = last_answer - pace.last_new
    usual, longest = timedelta(seconds=pace.median_gap), timedelta(seconds=pace.long_gap)
    if silence <= max(MEDIANS * usual, longest, SHORTEST_SILENCE):
        return None
    return Finding(
        f"{pace.outlet} answers, but has had nothing new for {span(silence)}: usually {span(usual)} pass between its articles, in 99 of 100 cases at most {span(longest)}",
        "look at its feed: has it moved or ended?",
    )


def collapsed(seen: Yield) -> Finding | None:
    """Whether an outlet's pages give far fewer articles than they did: a redesign, a wall."""
    if seen.n_lately < FEW_LATELY or seen.n_before < FEW_BEFORE:
        return None
    lately, before = seen.n_read_lately / seen.n_lately, seen.n_read_before / seen.n_before
    if lately >= COLLAPSE * before:
        return None
    return Finding(
        f"{seen.outlet}: {lately:.0%} of the pages of the last week give an article, {before:.0%} did before: a redesign, or a wall",
        "`volteface clean URL` on one of its pages shows what is read",
    )


def undated(seen: Yield) -> Finding | None:
    """Whether far more of an outlet's articles have no date than before; what has none says nothing about when."""
    if seen.n_read_lately < FEW_LATELY or seen.n_read_before < FEW_BEFORE:
        return None
    lately, before = seen.n_undated_lately / seen.n_read_lately, seen.n_undated_before / seen.n_read_before
    if lately <= before + UNDATED:
        return None
    return Finding(
        f"{seen.outlet}: {lately:.0%} of the articles of the last week have no date, {before:.0%} had none before",
        "`volteface clean URL --format json` on one of its pages shows the dates that are read",
    )


def room(disk: Disk) -> Finding | None:
    """Whether the disk lasts."""
    if disk.free < max(ROOM_BYTES, 2 * disk.warehouse):
        return Finding(f"{size(disk.free)} free on the disk", f"make room: a snapshot needs as much again as the warehouse ({size(disk.warehouse)})")
    left = disk.days_left
    if left is not None and left < ROOM_DAYS:
        return Finding(f"the disk is full in {left:.0f} days, at {size(disk.daily or 0)} a day", "make room, or set archive_days or archive_gb in [monitor]")
    return None


def schedule(note: Note | None, is_alive: bool, last_run: datetime | None, now: datetime) -> Finding | None:
    """Whether ``serve``, where it was ever started, is alive and on time. Somebody who runs the cycles otherwise needs none."""
    if note is None or (not is_alive and last_run is not None and last_run >= note.next_at):
        return None
    overdue = now - note.next_at
    if not is_alive and overdue > timedelta():
        return Finding(
            f"`volteface serve` ({note.plan}) is not running; a cycle was due {span(overdue)} ago", "start `volteface serve` again: one cycle makes up for all"
        )
    if is_alive and overdue > LATE:
        return Finding(f"`volteface serve` (process {note.pid}, {note.plan}) is alive, but a cycle was due {span(overdue)} ago", "stop it and start it again")
    return None


def ran(runs: list[Ran], program: str, now: datetime, *, is_running: bool) -> list[Finding]:
    """What is wrong with the last runs, the newest of which comes first."""
    found: list[Finding] = []
    if runs and runs[0].ended_at is None and not is_running:
        found.append(
            Finding(f"the {runs[0].kind} of {runs[0].started_at:%Y-%m-%d %H:%M}Z never ended", "run `volteface run` again: it picks up what is missing")
        )
    if runs and runs[0].started_at > now + timedelta(minutes=1):
        ahead = runs[0].started_at - now
        found.append(
            Finding(f"the last run is dated {span(ahead)} after this machine's clock", "set the clock right; runs are dated a second after the last until then")
        )
    if runs and runs[0].program and _newer(runs[0].program, program):
        found.append(Finding(f"the last run was by volteface {runs[0].program}, this is {program}", "install the newer one here too"))
    return found


def _newer(one: str, other: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) > Version(other)
    except InvalidVersion:
        return False


def sound(sample: Sample) -> Finding | None:
    """Whether quotes are what stands in their versions."""
    if not sample.n_wrong:
        return None
    return Finding(
        f"{sample.n_wrong} of {sample.n_claims} quotes looked at are not what stands in the article", "`volteface verify` says which; restore the last backup"
    )


def span(time: timedelta) -> str:
    """A length of time in words."""
    seconds = time.total_seconds()
    for unit, n in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * n or (seconds >= n and unit == "minute"):
            many = round(seconds / n)
            return f"{many} {unit}{'s' * (many != 1)}"
    return f"{seconds:.0f} seconds"


def size(n: float) -> str:
    """A number of bytes in words."""
    for unit, each in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= each:
            return f"{n / each:.1f} {unit}"
    return f"{n:.0f} bytes"
