"""What positions and shifts cost: a warehouse of made-up claims, inferred whole and after one more day.

    python -m bench.inference_cost [--claims 250000 500000 1000000] [--pairs 20000]

Each size runs in a process of its own, so that its peak memory is its own, and so does the day after, as a cycle does. Claims are loaded as rows (no
articles are cleaned); what is timed is ``warehouse.ledger.infer`` on the DuckDB file, opening, reading, writing and closing included, loading not; seconds of
CPU beside it, of all threads, tell a busy machine from slow work.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from bench.world import make_pair
from warehouse import ledger
from warehouse.connection import Warehouse
from warehouse.model import Evidence

T = TypeVar("T")
LOADED = datetime(2024, 6, 1, tzinfo=UTC)
LATER = LOADED + timedelta(days=1)
DAILY = 5_000


def _row(e: Evidence, coded_at: datetime) -> dict[str, object]:
    return {
        "claim_id": e.claim_id, "version_id": e.article_id, "article_id": e.article_id, "actor": e.actor, "speaker": e.speaker, "issue": e.issue, "stance": e.stance.value,
        "strength": e.strength, "score": 0.0, "conditional": e.conditional, "hedged": False, "directness": "direct", "basis": e.basis.value, "cue": "",
        "quote": e.quote, "quote_start": 0, "quote_end": len(e.quote), "said_at": e.said_at, "said_on": e.said_at.date(), "said_precision": "instant",
        "said_at_basis": "published", "published_at": e.said_at, "coded_at": coded_at, "superseded_at": None, "coder": "made up",
        "confidence": e.confidence, "announced": e.announced, "path": [], "utterance_id": None, "outlet": e.outlet, "url": e.article_id,
    }  # fmt: skip


def _load(connection: duckdb.DuckDBPyConnection, evidence: list[Evidence], coded_at: datetime) -> None:
    schema = connection.table("claims").limit(0).to_arrow_table().schema
    incoming = pa.Table.from_pylist([_row(e, coded_at) for e in evidence], schema=schema)
    connection.register("incoming", incoming)
    connection.execute("INSERT INTO claims BY NAME SELECT * FROM incoming")
    connection.execute(
        "INSERT INTO versions (version_id, article_id, url, outlet, fetched_at, text, text_hash, loaded_at) "
        "SELECT version_id, version_id, url, outlet, said_at, quote, '', coded_at FROM incoming"
    )
    connection.unregister("incoming")


def _world(pairs: int, claims: int) -> Iterator[Evidence]:
    """``claims`` claims over ``pairs`` pairs, from few to many a pair as the world's rates have it."""
    mean = claims / pairs / 60 / 3.4  # utterances a month: five years, some three copies of each
    for n in range(pairs):
        yield from make_pair(n, 3, 0.15, (mean / 6, mean * 3)).evidence


def _infer(warehouse: Warehouse, at: datetime) -> tuple[int, float, float]:
    """The pairs that were inferred, and the seconds and the seconds of CPU that it took: a load's work of its own, as in a run."""
    begun, worked = time.perf_counter(), time.process_time()
    with warehouse.writing() as connection:
        pairs = ledger.infer(connection, (), since=at, at=at)
    return pairs, time.perf_counter() - begun, time.process_time() - worked


def _whole(warehouse: Warehouse, claims: int, pairs: int) -> dict[str, float]:
    """Load and infer all but the last day, and load that."""
    every = sorted(_world(pairs, claims + DAILY), key=lambda e: (e.said_at, e.claim_id))
    every, day = every[:-DAILY], every[-DAILY:]
    n_pairs = len({(e.actor, e.issue) for e in every})
    with warehouse.writing() as connection:
        for start in range(0, len(every), 100_000):
            _load(connection, every[start : start + 100_000], LOADED)
    n, base = len(every), _peak()
    del every
    _, whole, cpu = _infer(warehouse, LOADED)
    with warehouse.writing() as connection:
        _load(connection, day, LATER)
    return {"claims": n, "pairs": n_pairs, "seconds": whole, "cpu": cpu, "loaded": base, "peak": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _alone(work: Callable[..., T], *given: object) -> T:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def measure(claims: int, pairs: int) -> dict[str, float]:
    """Seconds of the whole, seconds of one more day, and the peak in MB."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "cost.duckdb")
        got = _alone(_whole, warehouse, claims, pairs)
        touched, more, cpu = _alone(_infer, warehouse, LATER)
    return got | {"touched": touched, "day": more, "day_cpu": cpu}


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[250_000, 500_000, 1_000_000])
    parser.add_argument("--pairs", type=int, default=20_000)
    args = parser.parse_args()
    for claims in args.claims:
        got = measure(claims, args.pairs)
        print(
            f"{got['claims']:>9,.0f} claims, {got['pairs']:,.0f} pairs: {got['seconds']:6.1f} s ({got['cpu']:.1f} s of CPU); "
            f"{DAILY:,} more on {got['touched']:,.0f} pairs: {got['day']:5.2f} s ({got['day_cpu']:.2f} s of CPU); "
            f"peak {got['peak']:,.0f} MB ({got['loaded']:,.0f} MB to make them up)"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
