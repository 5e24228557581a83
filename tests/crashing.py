"""The crash matrix: a cycle killed with -9 at every named point, and what the next one makes of it.

Run by ``tests/test_crashes.py`` as a process of its own that has nothing but imports behind it, and forks a child for every cycle:
``python -m tests.crashing FOLDER URL [WORDS OF A NAME]``. Prefect is left out: its tasks call the same functions.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extract.claims import Coder
from extract.model import Version
from flows import config, runs, tasks, web
from flows.config import Monitor
from tests.conftest import MONITOR
from warehouse.rows import rows_of
from warehouse.verify import verify

AT = datetime(2025, 6, 1, tzinfo=UTC)
KILLED, WHOLE = "killed", "whole"
ARTICLES = 30  # more than a batch; besides, one on which the coder abstains, and a page that holds none

_TABLES = ("offers", "fetches", "articles", "versions", "claims", "abstentions", "codings", "failures")
POINTS: tuple[tuple[str, str, str, int], ...] = (
    # name, function, before or after it, which call of it
    ("before the monitor is written down", "warehouse.store.configure", "before", 1),
    ("when the run's row is there", "warehouse.store.begin_run", "after", 1),
    ("when the run has begun", "flows.stages.begin", "after", 1),
    ("before the feeds are asked", "flows.acquiring.offers", "before", 1),
    ("when the feeds have answered", "flows.acquiring.offers", "after", 1),
    ("before what is due is known", "flows.acquiring.due", "before", 1),
    ("before the first page is kept", "extract.web.archive.WarcStore.keep", "before", 3),
    ("when the first page is kept", "extract.web.archive.WarcStore.keep", "after", 3),
    ("when many pages are kept", "extract.web.archive.WarcStore.keep", "after", 20),
    ("before the first batch is read", "flows.batches.read_job", "before", 1),
    ("when the first batch is read", "flows.batches.read_job", "after", 1),
    ("before the last batch is read", "flows.batches.read_job", "before", 2),
    *((f"within a load, before {name}", "warehouse.store.append_table", f"before {name}", 1) for name in _TABLES),
    ("within a load, after the claims", "warehouse.store.append_table", "after claims", 1),
    ("within a load, before edits are noted", "warehouse.edits.record", "before", 2),
    ("when the offers are loaded", "warehouse.store.load", "after", 1),
    ("when the first batch is loaded", "warehouse.store.load", "after", 2),
    ("when the last batch is loaded", "warehouse.store.load", "after", 3),
    ("before copies are looked for", "warehouse.stories.place", "before", 1),
    ("within the transaction that places copies", "warehouse.stories._place", "after", 1),
    ("when copies are found", "warehouse.stories.place", "after", 1),
    ("before anything is inferred", "warehouse.ledger.infer", "before", 1),
    ("within the transaction that writes shifts", "warehouse.ledger._write_shifts", "before", 1),
    ("within it, when they are written", "warehouse.ledger._write_shifts", "after", 1),
    ("when all is inferred", "warehouse.ledger.infer", "after", 1),
    ("before the run's row is closed", "warehouse.store.end_run", "before", 1),
    ("when the run's row is closed", "warehouse.store.end_run", "after", 1),
    ("before publishing", "warehouse.connection.Warehouse.publish", "before", 1),
    ("when the snapshot is copied, not yet in its place", "warehouse.restoring.stamp", "before", 1),
    ("when the copy is noted, not yet in its place", "warehouse.restoring.stamp", "after", 1),
    ("when all is published", "warehouse.connection.Warehouse.publish", "after", 1),
    ("before the first report is written", "flows.reporting.write", "before", 1),
    ("between two reports", "flows.reporting.write", "after", 2),
    ("before the site is written", "flows.site.write", "before", 1),
)  # fmt: skip


def monitor(folder: Path, url: str) -> Monitor:
    """A monitor of one outlet on loopback."""
    folder.mkdir(parents=True)
    path = folder / "m.toml"
    path.write_text(MONITOR.replace('files = ["articles/*.txt"]', f'feed = "{url}/rss"\nlocal = true\ndelay = 0'), encoding="utf-8")
    return config.load(path)


def cycle(watched: Monitor, at: datetime) -> None:
    """A cycle and its report, without Prefect."""
    from flows import monitor as flow
    from flows.reporting import report_of_run

    for name in ("discover", "fetch", "read", "load", "conclude"):
        setattr(tasks, name, getattr(tasks, name).fn)
    flow.cycle.fn(watched, at)
    report_of_run(watched, at)


def die_at(function: str, when: str, nth: int) -> None:
    """Replace a function by one that ends the process before or after its nth call (of those for one table)."""
    module, name = function.rsplit(".", 1)
    try:
        owner: Any = importlib.import_module(module)
    except ModuleNotFoundError:
        module, kind = module.rsplit(".", 1)
        owner = getattr(importlib.import_module(module), kind)
    real: Callable[..., Any] = getattr(owner, name)
    moment, _, table = when.partition(" ")
    calls = 0

    def deadly(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += not table or table in arguments
        due = calls == nth and (not table or table in arguments)
        if due and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if due:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def forked(work: Callable[[], None]) -> int:
    """Do something in a child; its status, negative where a signal ended it."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(watched: Monitor) -> dict[str, list[str]]:
    """All that does not depend on when it was learnt; raises where the warehouse contradicts itself."""
    with watched.place.reading() as connection:
        problems = verify(connection, watched.actors).problems
        assert problems == (), problems
        asked = {
            "versions": "SELECT version_id, story_id, text_hash, published_on FROM versions",
            "claims": "SELECT claim_id, quote_start, stance, said_on, utterance_id FROM claims WHERE superseded_at IS NULL",
            "codings": "SELECT version_id, coder, outcome FROM codings WHERE superseded_at IS NULL",
            "signatures": "SELECT * FROM signatures", "shingles": "SELECT * FROM shingles", "offers": "SELECT url_key FROM offers",
            "positions": "SELECT * FROM positions", "revisions": "SELECT kind FROM revisions",
            "shifts": "SELECT shift_id, actor, issue, kind, latest, probability FROM shifts WHERE withdrawn_at IS NULL",
            "had": "SELECT DISTINCT url_key, version_id FROM fetches WHERE version_id IS NOT NULL",
        }  # fmt: skip
        return {name: sorted(map(str, rows_of(connection, sql))) for name, sql in asked.items()}


def look(watched: Monitor, path: Path) -> Callable[[], None]:
    """Leave the state in a file: DuckDB is opened in children only."""
    return lambda: path.write_text(json.dumps(state(watched))) and None


def judged(folder: Path, url: str, points: Sequence[tuple[str, str, str, int]]) -> list[str]:
    """One line for every point that went wrong."""
    clean = monitor(folder / "clean", url)
    assert forked(lambda: cycle(clean, AT)) == 0
    assert forked(lambda: cycle(clean, AT + timedelta(hours=1))) == 0
    assert forked(look(clean, folder / "clean.json")) == 0
    expected = json.loads((folder / "clean.json").read_text())
    assert len(expected["versions"]) == ARTICLES + 1 and expected["claims"] and expected["shifts"], "a matrix of nothing"
    wrong = []
    for i, (name, function, when, nth) in enumerate(points):
        watched = monitor(folder / str(i), url)

        def dies(function: str = function, when: str = when, nth: int = nth, watched: Monitor = watched) -> None:
            die_at(function, when, nth)
            cycle(watched, AT)

        if (status := forked(dies)) != -signal.SIGKILL:
            wrong.append(f"{name}: not reached, status {status}")
            continue
        was_there = watched.warehouse.exists()
        if was_there and forked(look(watched, folder / "after.json")) != 0:
            wrong.append(f"{name}: what is published is not whole")
        if forked(lambda watched=watched: cycle(watched, AT + timedelta(hours=1))) != 0:  # type: ignore[misc]
            wrong.append(f"{name}: the next cycle failed")
            continue
        if forked(look(watched, folder / "found.json")) != 0:
            wrong.append(f"{name}: the warehouse contradicts itself")
            continue
        found = json.loads((folder / "found.json").read_text())
        wrong += [f"{name}: {key} differ: {len(found[key])}, expected {len(rows)}" for key, rows in expected.items() if found[key] != rows]
    return wrong


def main() -> None:
    """Warm up what every child needs, then run the matrix."""
    from extract.web.politeness import Politeness

    folder, url = Path(sys.argv[1]), sys.argv[2]
    web.POLITENESS = Politeness(delay=0, retries=0, retry_wait=0, timeout=5, longest_wait=1)
    example = monitor(folder / "warm", url)
    coder: Coder = runs.coder_of(example)
    coder.code(Version(url, "Gazette", "Norland supports the border bridge, its president said on Monday.", AT))
    points = [p for p in POINTS if " ".join(sys.argv[3:]) in p[0]]
    wrong = judged(folder, url, points)
    print("\n".join(wrong))
    print(f"{len(points)} points, {len(wrong)} wrong")


if __name__ == "__main__":
    main()
