"""What Prefect's pages show of a cycle: how far it is, what each outlet brought, where the report is."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flows import output
from flows.config import Monitor
from flows.running import Ended
from flows.runs import Run
from warehouse.connection import query
from warehouse.rows import rows_of

_EVERY = 5.0  # seconds between two messages about progress


def key_of(monitor: Monitor, part: str) -> str:
    """The key of an artifact: lower-case letters, digits and dashes only."""
    return re.sub(r"[^a-z0-9]+", "-", f"{monitor.name}-{part}".lower()).strip("-")


@contextmanager
def progress(monitor: Monitor) -> Iterator[None]:
    """Show bars of the cycle inside as a progress artifact."""
    from prefect.artifacts import create_progress_artifact, update_progress_artifact

    artifact: Any = create_progress_artifact(0.0, key=key_of(monitor, "progress"), description="begun")
    last = 0.0

    def show(label: str, done: int, total: int | None) -> None:
        nonlocal last
        if total and (time.monotonic() - last >= _EVERY or done >= total):
            last = time.monotonic()
            update_progress_artifact(artifact, min(100.0, 100.0 * done / total), f"{label}: {done} of {total}")

    token = output.WATCHER.set(show)
    try:
        yield
        update_progress_artifact(artifact, 100.0, "ended")
    finally:
        output.WATCHER.reset(token)


def results(monitor: Monitor, ended: Ended) -> None:
    """A table of what each outlet brought, and a note with the report's place."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    warehouse = monitor.place
    with warehouse.reading() as connection:
        rows = rows_of(connection, query("outlets_of_run"), {"run": Run(monitor, warehouse, "run", ended.at).id})
    failures = {f.outlet: f.reason for f in ended.outcome.failures}
    table = [
        {
            "outlet": r["outlet"], "fetched": r["n_fetched"], "new versions": r["n_versions"], "new claims": r["n_claims"],
            "failures": r["n_failures"], "last failure": failures.get(r["outlet"], ""),
        }
        for r in rows
    ]  # fmt: skip
    create_table_artifact(table, key=key_of(monitor, "outlets"), description=f"{monitor.name}, {ended.at:%Y-%m-%d %H:%M}Z: {ended}")
    told = "".join(f"\n- {notice}" for notice in ended.notices)
    create_markdown_artifact(
        f"# {monitor.name}, {ended.at:%Y-%m-%d %H:%M}Z\n\n{ended}.\n\nReport: [`{ended.report}`]({ended.report.resolve().as_uri()})\n{told}\n",
        key=key_of(monitor, "report"), description=str(ended.report),
    )  # fmt: skip
