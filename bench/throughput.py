"""What a cycle costs from HTML bytes to loaded claims: ``python -m bench.throughput ../shared/data [--articles 3000]``.

Real pages of many publishers, and the articles and documents of streams put into a plain page each, are read with the monitor that ``volteface init``
writes: stage by stage as plain functions, in CPU seconds; then as a whole cycle in one process, in two, and on a Dask cluster of two
workers, by the clock. Orchestration is what a cycle in one process takes more than the plain functions.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

AT = datetime(2025, 8, 1, tzinfo=UTC)
STREAMS = ("guardian_nyt_2022.jsonl.gz", "wh_2022.jsonl.gz")


def corpus(data: Path, folder: Path, n: int) -> None:
    """Write n pages: the saved ones, then the news stream's articles, then official documents."""
    folder.mkdir(parents=True)
    pages = sorted((data / "pages").rglob("*.html.gz"))[:n]
    for i, path in enumerate(pages):
        (folder / f"{i:05}.html").write_bytes(gzip.decompress(path.read_bytes()))
    rows = (row for name in STREAMS for row in _rows(data / "streams" / name))
    for i, row in zip(range(len(pages), n), rows, strict=False):
        told = "".join(f"<p>{html.escape(p)}</p>" for p in row["text"].split("\n") if p.strip())
        head = f'<meta property="article:published_time" content="{row["published"]}"><title>{html.escape(row["title"])}</title>'
        (folder / f"{i:05}.html").write_text(
            f"<html><head>{head}</head><body><article><h1>{html.escape(row['title'])}</h1>{told}</article></body></html>", encoding="utf-8"
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def monitor(folder: Path, pages: Path, scale: str = "") -> Any:
    """The starter monitor with the pages as its one outlet."""
    from flows import config

    folder.mkdir()
    path = folder / "m.toml"
    head = f'[monitor]\nname = "Throughput"\ncontact = "bench@example.org"\n[[outlet]]\nname = "Pages"\nfiles = ["{pages}/*.html"]\n{scale}\n'
    path.write_text(head + files("flows.starter").joinpath("ukraine.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return config.load(path)


@contextmanager
def timed(times: dict[str, tuple[float, float]], name: str) -> Iterator[None]:
    """Add CPU and wall seconds to a stage."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    before = times.get(name, (0.0, 0.0))
    times[name] = (before[0] + time.process_time() - cpu, before[1] + time.perf_counter() - wall)


def plain(watched: Any) -> tuple[dict[str, tuple[float, float]], int]:
    """Every stage as plain functions."""
    from extract.errors import DocumentError
    from flows import batches, runs, stages
    from warehouse.staging import Batch
    from warehouse.store import Loaded

    run = runs.Run(watched, watched.place, "run", AT)
    times: dict[str, tuple[float, float]] = {}
    loaded = Loaded()
    with timed(times, "begin (the coder's lexicons and parser)"):
        stages.begin(run)
        batches.note_seen(run)
    documents = batches.batches(batches.local_documents(run, watched.outlets[0]), run.warehouse.batch)
    while True:
        with timed(times, "read the bytes"):
            batch = next(documents, None)
        if batch is None:
            break
        versions = []
        with timed(times, "clean"):
            for document in batch:
                try:
                    versions.append(batches.version_of(document))
                except DocumentError:
                    continue
        with timed(times, "code claims"):
            coded = batches.code_versions(run, versions)
        with timed(times, "make rows"):
            rows = runs.staged(run, Batch(coded=coded.coded))
        with timed(times, "load"):
            loaded += runs.load_staged(run, rows)
    with timed(times, "copies, inference, publishing"):
        stages.conclude(run, loaded)
    return times, loaded.versions


def cycle(watched: Any) -> tuple[float, int]:
    """A whole cycle through Prefect: wall seconds, new versions."""
    from flows.monitor import run_cycle

    begun = time.perf_counter()
    outcome = run_cycle(watched, AT)
    return time.perf_counter() - begun, outcome.loaded.versions


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--skip-dask", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        corpus(arguments.data, folder / "pages", arguments.articles)
        from flows import prefect_settings

        prefect_settings.apply(folder / "state")
        times, n = plain(monitor(folder / "plain", folder / "pages"))
        print(f"{n} articles of {arguments.articles} pages; CPU and wall, ms an article:")
        for name, (cpu, wall) in times.items():
            print(f"  {name:42} {1000 * cpu / n:7.1f} {1000 * wall / n:7.1f}")
        total = sum(wall for _, wall in times.values())
        print(
            f"  plain functions, all: {total:.1f} s, {n / total:.1f} articles a second; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
        )
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            alone, n = cycle(monitor(folder / "alone", folder / "pages"))
            print(f"a cycle in one process: {alone:.1f} s, {n / alone:.1f} a second; orchestration {100 * (alone - total) / alone:.1f} %")
            two, n = cycle(monitor(folder / "two", folder / "pages", '[scale]\nrunner = "processes"\nworkers = 2'))
            print(f"two processes: {two:.1f} s, {n / two:.1f} a second, {alone / two:.2f} times one")
            if not arguments.skip_dask:
                from distributed import LocalCluster

                with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as cluster:
                    scale = f'[scale]\nrunner = "dask"\naddress = "{cluster.scheduler_address}"'
                    dask, n = cycle(monitor(folder / "dask", folder / "pages", scale))
                    print(f"Dask, two workers: {dask:.1f} s, {n / dask:.1f} a second, {alone / dask:.2f} times one")


if __name__ == "__main__":
    main()
