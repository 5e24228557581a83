"""What cleaning costs: ``python -m bench.cleaning_cost FOLDER`` prints it beside a bare extraction by trafilatura.

FOLDER is that of ``bench.pages``. Each page is cleaned and extracted by turns in one process, so that whatever else the
machine does falls on all alike; of ROUNDS rounds each page's quickest counts. ``of totals`` is the time of all pages over
that of the bare extraction, ``median`` the median of the pages' own ratios. Bare: the settings that cleaning uses, given
the page's bytes, without metadata and with. Then pages a second in two processes over one, each a pool of its own.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import trafilatura

from bench.pages import cases, page_of
from extract.clean import clean
from extract.errors import DocumentError
from extract.model import Page

ROUNDS = 5
BATCH = 8
"""Pages that a process of the pool takes at once."""


def _clean(page: Page) -> None:
    try:
        clean(page)
    except DocumentError as error:
        print(error, file=sys.stderr)


def _bare(page: Page, *, metadata: bool) -> None:
    trafilatura.bare_extraction(page.body, include_comments=False, favor_precision=True, deduplicate=False, with_metadata=metadata)


def seconds(pages: Sequence[Page], ways: Sequence[Callable[[Page], None]]) -> list[list[float]]:
    """The quickest time of each way on each page, in seconds of CPU; the ways take turns, each round in another order."""
    best = [[float("inf")] * len(pages) for _ in ways]
    for turn in range(ROUNDS):
        for nth, page in enumerate(pages):
            for shift in range(len(ways)):
                way = (shift + turn) % len(ways)
                before = time.process_time()
                ways[way](page)
                best[way][nth] = min(best[way][nth], time.process_time() - before)
    return best


def _batch(pages: Sequence[Page]) -> int:
    for page in pages:
        _clean(page)
    return len(pages)


def throughput(pages: Sequence[Page], workers: int) -> float:
    """Pages a second, by the clock, of a warm pool; the best of three."""
    batches = [pages[start : start + BATCH] for start in range(0, len(pages), BATCH)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_batch, [pages[:BATCH]] * workers * 2))
        best = 0.0
        for _ in range(3):
            before = time.perf_counter()
            done = sum(pool.map(_batch, batches))
            best = max(best, done / (time.perf_counter() - before))
    return best


def main() -> None:
    """Print the figures."""
    pages = [page_of(path) for path, _ in cases(Path(sys.argv[1]))]
    for page in pages[:3]:
        _clean(page)
        _bare(page, metadata=True)
    ours, bare, full = seconds(pages, [_clean, partial(_bare, metadata=False), partial(_bare, metadata=True)])
    milliseconds = [1000 * each for each in ours]
    print(f"{len(pages)} pages, a page: median {statistics.median(milliseconds):.1f} ms, 95th percentile {statistics.quantiles(milliseconds, n=20)[-1]:.1f} ms")
    for name, theirs in (("without metadata", bare), ("with metadata", full)):
        ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
        print(
            f"over a bare extraction {name:18} of totals {sum(ours) / sum(theirs):.2f}  median {statistics.median(ratios):.2f}  ({1000 * sum(theirs) / len(pages):.1f} ms a page)"
        )
    one, two = throughput(pages * 2, 1), throughput(pages * 2, 2)
    print(f"one process {one:.1f} pages a second, two {two:.1f}: {two / one:.2f} times as many")


if __name__ == "__main__":
    main()
