"""What finding copies costs: ``python -m bench.duplicates --million [N]``.

A warehouse of N made-up versions, each with a full sketch of random shingles, and among them the articles of our own
corpus. Then batches of 25 copies are placed, as a load does it, and all must come to the story of their originals.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.corpus_reader import corpus
from extract.duplicates import SKETCH, printed
from extract.model import Version, When
from warehouse import staging, store
from warehouse.connection import Warehouse
from warehouse.rows import rows_of, with_rows
from warehouse.stories import place

AT = datetime(2024, 6, 1, tzinfo=UTC)
_CHUNK = 50_000
_VERSIONS = """
INSERT INTO versions (version_id, article_id, url, outlet, fetched_at, published_on, text, text_hash, story_id, loaded_at)
SELECT version_id, version_id, 'https://made.example/' || version_id, 'outlet ' || shingles[1] % 50, now(), DATE '2024-01-01' + (shingles[2] % 365)::INTEGER,
       array_to_string([md5(version_id || n) FOR n IN range(60)], ' '), digest, version_id, now() FROM incoming
"""


def _fill(warehouse: Warehouse, n: int) -> None:
    dice = np.random.default_rng(1)
    with warehouse.writing() as connection:
        for start in range(0, n, _CHUNK):
            size = min(_CHUNK, n - start)
            sketches = pa.FixedSizeListArray.from_arrays(pa.array(dice.integers(0, 2**64, size * SKETCH, np.uint64)), SKETCH).cast(pa.list_(pa.uint64()))
            names = [f"{i:016x}" for i in range(start, start + size)]
            incoming = pa.table({"version_id": names, "digest": names, "shingles": sketches})
            with_rows(connection, "load_signatures", incoming)
            connection.register("incoming", incoming)
            connection.execute(_VERSIONS)
            connection.unregister("incoming")


def measure(n: int) -> str:
    """One line of figures."""
    articles = [a for a in corpus() if len(a.text.split()) >= 60]
    originals = [Version(f"https://one.example/{a.id}", "One", a.text, AT, a.title, published=When.parse(a.date)) for a in articles]
    copies = [Version(f"https://two.example/{a.id}", "Two", f"By wire. {a.text} All rights reserved.", AT, published=When.parse(a.date)) for a in articles]
    begun = time.process_time()
    for v in copies:
        printed(v.version_id, v.text, url=v.url, outlet=v.outlet, day=None)
    each = 1000 * (time.process_time() - begun) / len(copies)
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "w.duckdb")
        begun = time.perf_counter()
        with get_context("spawn").Pool(1) as pool:  # what making them up takes is no part of the peak
            pool.apply(_fill, (warehouse, n))
        with warehouse.writing() as connection:
            store.load(connection, staging.stage(staging.Batch(coded=tuple((v, None) for v in originals)), run_id="r", coder="none", at=AT))
            place(connection)
        filled, size = time.perf_counter() - begun, warehouse.working.stat().st_size / 2**20
        seconds, right = [], 0
        with warehouse.writing() as connection:
            wanted = {r["url"].split("/")[-1]: r["story_id"] for r in rows_of(connection, "SELECT url, story_id FROM versions WHERE outlet = 'One'")}
            for start in range(0, len(copies), 25):
                batch = copies[start : start + 25]
                store.load(connection, staging.stage(staging.Batch(coded=tuple((v, None) for v in batch)), run_id="r", coder="none", at=AT))
                begun = time.perf_counter()
                place(connection)
                seconds.append(time.perf_counter() - begun)
            for row in rows_of(connection, "SELECT url, story_id FROM versions WHERE outlet = 'Two'"):
                right += row["story_id"] == wanted[row["url"].split("/")[-1]]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return (
        f"{n:,} versions ({size:,.0f} MB on disk, filled in {filled:.0f} s): a batch of 25 is placed in {1000 * sorted(seconds)[len(seconds) // 2]:.0f} ms "
        f"(at most {1000 * max(seconds):.0f}), {right} of {len(copies)} with their original; {each:.2f} ms to read an article; peak {peak:,.0f} MB"
    )
