"""Where documents are read makes no difference to what the warehouse says, nor does the death of whoever reads them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import config, stages, tasks
from flows.config import Monitor
from tests.conftest import MONITOR
from tests.test_warehouse import dump
from warehouse.connection import Warehouse
from warehouse.verify import verify

AT = datetime(2025, 6, 1, tzinfo=UTC)
SIDES = ("supports", "opposes", "backs", "rejects", "welcomes")
STORY = (
    "It was told in the harbour on day {n} that the ferry had been late {n} times, that nobody was hurt, and that the band played on until number {n} came up."
)


def monitor(folder: Path, scale: str, n: int = 90) -> Monitor:
    """Plain texts, among them copies and one in French, and a page that holds nothing."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    for i in range(n):
        copied = i // 7 if i % 7 == 1 else i
        text = f"2025-0{1 + copied % 5}-1{copied % 10}\n\nNorland {SIDES[copied % 5]} the border bridge, its president said.\n\n" + "\n\n".join(
            STORY.format(n=copied * 100 + k) for k in range(6)
        )
        (folder / "articles" / f"{i:03}.txt").write_text(text, encoding="utf-8")
    (folder / "articles" / "french.txt").write_text(
        "Le pont frontalier est une bonne chose, dit le président. Nous le soutenons de toutes nos forces.", encoding="utf-8"
    )
    (folder / "articles" / "empty.html").write_text("<html><body></body></html>", encoding="utf-8")
    path = folder / "m.toml"
    path.write_text(MONITOR.replace('"articles/*.txt"', '"articles/*"') + scale, encoding="utf-8")
    return config.load(path)


def cycle(watched: Monitor, at: datetime = AT) -> None:
    from flows.monitor import run_cycle

    outcome = run_cycle(watched, at)
    assert [Path(f.document).name for f in outcome.failures] == ["empty.html"]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, prefect: None) -> dict[str, list[dict[str, object]]]:
    """What a single process makes of it."""
    watched = monitor(tmp_path_factory.mktemp("alone"), "")
    cycle(watched)
    return relative(watched)


def relative(watched: Monitor) -> dict[str, list[dict[str, object]]]:
    """The warehouse, row for row; documents are named by their path, which is another in every folder."""
    warehouse = Warehouse(watched.warehouse)
    with warehouse.reading() as connection:
        assert verify(connection, watched.actors).problems == ()
    rows = dump(warehouse)
    named = {v["version_id"]: Path(v["url"]).name for v in rows["versions"]}
    assert len(named) == 91
    return {
        "versions": sorted(({k: v[k] for k in ("text", "published_on", "language", "loaded_at")} | {"name": named[v["version_id"]]} for v in rows["versions"]), key=str),
        "stories": sorted((sorted(named[w["version_id"]] for w in rows["versions"] if w["story_id"] == v["story_id"]) for v in rows["versions"]), key=str),
        "claims": sorted(({k: c[k] for k in ("quote", "stance", "quote_start", "coder", "coded_at", "said_on")} | {"name": named[c["version_id"]]} for c in rows["claims"]), key=str),
        "positions": [{k: v for k, v in p.items() if k not in ("known_from",)} for p in rows["position_segments"]],
        "shifts": [{k: s[k] for k in ("kind", "to_stance", "latest", "probability", "n_before", "n_after")} for s in rows["shift_log"]],
        "abstentions": [{k: a[k] for k in ("quote_start", "reason")} for a in rows["abstentions"]],
    }  # fmt: skip


def no_child_left() -> bool:
    return not [p for p in multiprocessing.active_children() if p.is_alive()]


def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many that most are still to be read when the first has been loaded."""
    real = stages.batches
    monkeypatch.setattr(stages, "batches", lambda rows, size=stages.BATCH: real(rows, size // 4))


def after_first_load(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> list[int]:
    """Do something once, when the first batch has been loaded."""
    real, seen = tasks.load, []

    def load(run: stages.Run, rows: object) -> object:
        loaded = real(run, rows)
        if not seen:
            do()
        seen.append(1)
        return loaded

    monkeypatch.setattr(tasks, "load", load)
    return seen


def test_processes_make_the_same_warehouse_though_one_is_killed(
    prefect: None, tmp_path: Path, alone: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = monitor(tmp_path, '\n[scale]\nrunner = "processes"\nworkers = 2\n')
    in_small_batches(monkeypatch)
    seen = after_first_load(monkeypatch, lambda: os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL))
    cycle(watched)
    assert len(seen) > 10
    assert relative(watched) == alone
    state = Warehouse(watched.warehouse).state
    assert not (state / "staged").exists() and no_child_left()
    cycle(watched, AT + timedelta(days=1))
    assert relative(watched) == alone, "what was read before was read again"


def deadly(run: stages.Run, job: stages.Job, folder: Path) -> None:
    """In place of ``stages.read_apart``: dies of one batch, whoever reads it."""
    if any(name.endswith("000.txt") for _, name in job.documents):
        os.kill(os.getpid(), signal.SIGKILL)
    stages.read_job(run, job).write(folder)


def test_a_batch_that_kills_its_reader_is_set_aside_and_the_rest_goes_on(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.monitor import run_cycle

    watched = monitor(tmp_path, '\n[scale]\nrunner = "processes"\nworkers = 2\n', n=60)
    monkeypatch.setattr(stages, "read_apart", deadly)
    outcome = run_cycle(watched, AT)
    assert outcome.loaded.versions == 61 - 25
    assert sum("died twice" in f.reason for f in outcome.failures) == 25


@pytest.mark.heavy
def test_a_dask_cluster_makes_the_same_warehouse_though_a_worker_is_killed(
    prefect: None, tmp_path: Path, alone: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'scale' is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as cluster,
        distributed.Client(cluster) as client,
    ):
        watched = monitor(tmp_path, f'\n[scale]\nrunner = "dask"\naddress = "{cluster.scheduler_address}"\n')
        cycle(watched)
        assert relative(watched) == alone
        again = monitor(tmp_path / "again", f'\n[scale]\nrunner = "dask"\naddress = "{cluster.scheduler_address}"\n')
        pids = client.run(os.getpid)
        in_small_batches(monkeypatch)
        seen = after_first_load(monkeypatch, lambda: os.kill(next(iter(pids.values())), signal.SIGKILL))
        cycle(again)
        assert len(seen) > 10
        assert relative(again) == alone


@pytest.mark.parametrize(
    "table, told",
    [
        ('[scale]\nrunner = "spark"', "'runner' must be one of local, processes, dask"),
        ('[scale]\nrunner = "dask"', "needs the 'address' of a scheduler"),
        ('[scale]\naddress = "tcp://h:1"', "'address' goes with"),
        ("[scale]\nworkers = 0", "'workers' must be 1 or more"),
        ("[scale]\nmachines = 3", "unknown key 'machines'"),
        ("[[scale]]\nworkers = 3", "expected [scale]"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, told: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(MONITOR + "\n" + table + "\n", encoding="utf-8")
    with pytest.raises(config.MonitorError, match=r"line \d+") as refused:
        config.load(path)
    assert told in str(refused.value)
