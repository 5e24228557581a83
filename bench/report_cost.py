"""What a report costs: 2,000 pairs of made-up claims (50 actors by 40 issues), a half-year in which about 200 of them change.

    python -m bench.report_cost [--claims 200000 1000000] [--repeat 3] [--folder DIR] [--keep FILE.html] [--browser]

Three times are told: the queries, which are all reading (``reports.facts.gather`` with the clock on every statement of DuckDB and on
making values of its rows); building the report from what was read; and rendering it as HTML. ``--browser`` measures the first
paint of the page in Chromium (``pip install`` the dev extra; ``CHROMIUM`` names the program).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from bench.inference_cost import LOADED, _load
from bench.world import make_pair
from extract.model import Actor, Issue
from reports import facts as reading
from reports.build import composed
from reports.model import Period
from reports.render import to_html
from warehouse import ledger, read, read_gaps, read_pairs, store
from warehouse.connection import Warehouse
from warehouse.model import Evidence

ACTORS = tuple(Actor(f"actor-{n}", f"Republic of Actoria {n}") for n in range(50))
ISSUES = tuple(Issue(f"issue-{n}", f"The {n}th measure of the agreement takes effect", (f"measure {n}",)) for n in range(40))
PERIOD = Period(date(2022, 3, 1), date(2022, 9, 1))


def made_up(claims: int) -> list[Evidence]:
    """So many claims over all pairs of actor and issue, from few to many a pair."""
    pairs = len(ACTORS) * len(ISSUES)
    mean = claims / pairs / 60 / 3.4
    every = []
    for n in range(pairs):
        actor, issue = f"actor-{n // len(ISSUES)}", f"issue-{n % len(ISSUES)}"
        every += [replace(e, actor=actor, issue=issue) for e in make_pair(n, 3, 0.15, (mean / 6, mean * 3)).evidence]
    return sorted(every, key=lambda e: (e.said_at, e.claim_id))


def fill(warehouse: Warehouse, claims: int) -> None:
    """Load and infer."""
    every = made_up(claims)
    with warehouse.writing() as connection:
        store.configure(connection, [], ACTORS, ISSUES)
        store.begin_run(connection, "r1", "run", LOADED, "made up", "0", "d1")
        for start in range(0, len(every), 100_000):
            _load(connection, every[start : start + 100_000], LOADED)
        ledger.infer(connection, ACTORS, since=LOADED, at=LOADED)
    warehouse.publish()


class Clock:
    """Adds up the seconds spent in the functions it wraps, and those that all cores were busy with them."""

    def __init__(self) -> None:
        self.seconds = self.busy = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        def timed(*args: Any, **more: Any) -> Any:
            begun, worked = time.perf_counter(), time.process_time()
            try:
                return function(*args, **more)
            finally:
                self.seconds, self.busy = self.seconds + time.perf_counter() - begun, self.busy + time.process_time() - worked

        return timed


def measure(connection: duckdb.DuckDBPyConnection) -> tuple[float, float, float, float, str, int]:
    """Seconds of the queries, of building and of rendering, and those of all cores for the queries; the page and its changes."""
    clock = Clock()
    modules = (read, read_pairs, read_gaps)
    originals = {
        (m, n): f for m in modules for n, f in vars(m).items() if callable(f) and not isinstance(f, type) and getattr(f, "__module__", "") == m.__name__
    }
    public = {k: f for k, f in originals.items() if k[1] not in ("rows", "_pairs")}
    for (module, name), function in public.items():
        setattr(module, name, clock.around(function))
    try:
        begun = time.perf_counter()
        known = datetime(2024, 6, 2, tzinfo=UTC)
        facts = reading.gather(connection, PERIOD, known, None, None, {})
        report = composed(facts, "Made up", None, None, "0", "d1")
        built = time.perf_counter() - begun - clock.seconds
    finally:
        for (module, name), function in public.items():
            setattr(module, name, function)
    begun = time.perf_counter()
    page = to_html(report)
    return clock.seconds, built, time.perf_counter() - begun, clock.busy, page, len(report.headlines)


def first_paint(page: Path) -> float:
    """Milliseconds until the browser first shows content, the median of five."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        times = []
        for _ in range(5):
            tab = browser.new_page()
            tab.goto(page.as_uri())
            painted = "(performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime || 0"
            while not (at := tab.evaluate(painted)):
                tab.wait_for_timeout(50)
            times.append(at)
            tab.close()
        browser.close()
    return statistics.median(times)


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the warehouses here, and use those that are here")
    parser.add_argument("--keep", type=Path, help="keep the last page here")
    parser.add_argument("--browser", action="store_true")
    args = parser.parse_args()
    for claims in args.claims:
        with tempfile.TemporaryDirectory() as scratch:
            folder = args.folder or Path(scratch)
            warehouse = Warehouse(folder / f"cost-{claims}.duckdb")
            begun = time.perf_counter()
            if not warehouse.path.exists():
                fill(warehouse, claims)
                print(f"{claims:,} claims made up and inferred in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
            with warehouse.reading() as connection:
                n = read.counts(connection, LOADED).claims
                runs = [measure(connection) for _ in range(args.repeat)]
            queries, built, rendered, busy = (min(r[i] for r in runs) for i in range(4))
            page, changes = runs[-1][4], runs[-1][5]
            told = f"{n:>9,} claims, {changes} changes: queries {queries:.2f} s ({busy:.2f} s of all cores), building {built:.2f} s, HTML {rendered:.2f} s, {len(page.encode()) / 1e6:.2f} MB"
            kept = args.keep or Path(scratch) / "report.html"
            kept.write_text(page, encoding="utf-8")
            if args.browser:
                told += f", first paint {first_paint(kept):.0f} ms"
            print(told)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
