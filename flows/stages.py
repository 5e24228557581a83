"""A run's beginning and end as plain functions. Prefect tasks, commands and tests call the same ones.

What a batch brings is loaded at once, so that a killed cycle loses at most the batch it was in, which the next one fetches.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from extract.page import CLEANER
from flows import __version__, batches, logs, runs
from flows.runs import Run
from warehouse import ledger, store, stories
from warehouse.connection import Connection, query
from warehouse.rows import rows_of
from warehouse.store import Loaded


def begin(run: Run) -> Loaded:
    """Open the run, clean pages anew that another cleaner read, and code every version that the present coder has not read.

    Shifts that come or go with it alone have the cause ``coder``.
    """
    with run.warehouse.writing() as connection:
        store.configure(connection, run.monitor.all_outlets, run.monitor.actors, run.monitor.issues)
        logs.event("run begun", f"{run.kind} of {run.monitor.name} at {run.at:%Y-%m-%d %H:%M:%S}Z", run_id=run.id, kind=run.kind, clock=run.at.isoformat())
        store.begin_run(connection, run.id, run.kind, run.at, run.coder.name, __version__, run.monitor.digest)
        stale = rows_of(connection, query("stale_versions"), {"cleaner": CLEANER})
    total = Loaded()
    for chunk in batches.batches(stale, 10 * run.warehouse.batch):
        total += runs.load(run, batches.clean_anew(run, chunk))
    with run.warehouse.writing() as connection:
        rows = rows_of(connection, query("uncoded_versions"), {"coder": run.coder.name})
    for chunk in batches.batches(rows, 10 * run.warehouse.batch):
        total += runs.load(run, batches.code_versions(run, [store.read_version(r) for r in chunk]))
    if rows or stale:
        with run.warehouse.writing() as connection:
            ledger.infer(connection, run.monitor.actors, since=run.at, at=run.at, cause="coder")
    return total


def conclude(run: Run, loaded: Loaded, notices: Sequence[str] = (), cause: str = "evidence") -> None:
    """Infer positions and shifts from what is new, close the run, publish the snapshot; ``cause`` is that of shifts that come or go."""
    started = time.monotonic()
    with run.warehouse.writing() as connection:
        run.warehouse.settle(connection)
        stories.place(connection)
        n_pairs = ledger.infer(connection, run.monitor.actors, since=min(run.at, killed_since(connection, run) or run.at), at=run.at, cause=cause)
        store.end_run(connection, run.id, run.at, loaded, notices)
    logs.event("inferred", f"{n_pairs} pairs of actor and issue", run_id=run.id, pairs=n_pairs, seconds=round(time.monotonic() - started, 3))
    started = time.monotonic()
    run.warehouse.publish()
    size = run.warehouse.size
    logs.event("published", f"{run.warehouse.path}, {size} bytes", run_id=run.id, bytes=size, seconds=round(time.monotonic() - started, 3))
    outcome = "partial" if loaded.failures else "done"
    logs.event("run ended", f"{outcome}: {runs.counts(loaded)}", run_id=run.id, outcome=outcome, **asdict(loaded))


def killed_since(connection: Connection, run: Run) -> datetime | None:
    """When the first of the runs began that were killed since the last that ended; None where none was."""
    since: datetime | None = rows_of(connection, query("killed_since"), {"run": run.id})[0]["since"]
    return since
