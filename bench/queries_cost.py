"""What SQL costs on a large warehouse: made up inside DuckDB, published, and asked every question of the cookbook.

    python -m bench.queries_cost [--claims 10000000] [--folder DIR] [--memory 2GB] [--limit 5]

Ten years, 60 outlets, 40 actors, 50 issues; an utterance has one copy to twelve (few have many), an article three claims or so, one in
eight articles is a copy of another; a tenth of the versions has been read by two coders. Told are the size of the file, the time of
``Warehouse.publish``, and for every question its time within ``--memory`` and the process's peak. Status 1 where one takes longer than
``--limit`` seconds. At 10 million claims it needs about 12 GB of disk and a quarter of an hour.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import duckdb

from extract.errors import QueryStopped
from warehouse.connection import Limits, Warehouse
from warehouse.console import Console
from warehouse.recipes import recipes

MADE = Path(__file__).with_name("queries_cost.sql")


def fill(warehouse: Warehouse, claims: int) -> float:
    """Make the contents, with so many live claims; the peak of the process, in MB."""
    with warehouse.writing() as connection:
        connection.execute(f"SET VARIABLE n = {claims}")
        connection.execute("SET preserve_insertion_order = false")
        for statement in connection.extract_statements(MADE.read_text(encoding="utf-8")):
            connection.execute(statement)
    return peak()


def seconds_of(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, int]:
    """How long a question takes with all rows taken, and how many there are; endless where the memory is not enough."""
    begun = time.perf_counter()
    try:
        answer = Console(connection).ask(sql)
        rows = sum(1 for _ in answer.rows) if answer else 0
    except QueryStopped:
        return math.inf, 0
    return time.perf_counter() - begun, rows


def peak() -> float:
    """Most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, claims: int, memory: str, limit: float) -> bool:
    """Make it, publish it, ask it; True where every answer came in time."""
    warehouse = Warehouse(folder / "volteface.duckdb")
    begun = time.perf_counter()
    if not warehouse.working.exists():
        with get_context("spawn").Pool(1) as pool:  # a process of its own, so that its peak is not that of the questions
            most = pool.apply(fill, (warehouse, claims))
        print(f"made up in {time.perf_counter() - begun:.0f} s, peak {most:,.0f} MB")
    begun = time.perf_counter()
    warehouse.publish()
    print(f"{warehouse.path.stat().st_size / 1e9:.2f} GB published in {time.perf_counter() - begun:.1f} s")
    slow = []
    with warehouse.reading(Limits(memory)) as connection:
        print(
            "{:,} claims, of them {:,} live".format(
                *(connection.execute("SELECT count(*), count(*) FILTER (superseded_at IS NULL) FROM claims").fetchone() or ())
            )
        )
        for recipe in recipes():
            taken, rows = seconds_of(connection, recipe.sql)
            if taken > limit:
                slow.append(recipe.name)
            print(f"{recipe.name:26} {taken:6.2f} s {rows:8,} rows  peak {peak():6,.0f} MB{'  TOO SLOW' if taken > limit else ''}")
            sys.stdout.flush()
    print(f"{len(slow)} of {len(recipes())} took more than {limit:g} s" + (f": {', '.join(slow)}" if slow else ""))
    return not slow


def main() -> None:
    """Print a line for each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="Keep the warehouse here; one that is here already is asked as it is.")
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--limit", type=float, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        raise SystemExit(0 if measure(folder, args.claims, args.memory, args.limit) else 1)


if __name__ == "__main__":
    main()
