"""Where documents are read makes no difference to what the warehouse says, nor does the death of whoever reads them."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.errors import WarehouseError
from flows import batches, config, reading, runs, stages, tasks
from flows.config import Monitor
from tests.conftest import MONITOR, need
from tests.test_warehouse import dump
from warehouse.connection import QueryError
from warehouse.rows import append_table
from warehouse.store import Loaded
from warehouse.verify import verify

AT = datetime(2025, 6, 1, tzinfo=UTC)
SIDES = ("supports", "opposes", "backs", "rejects", "welcomes")
STORY = (
    "It was told in the harbour on day {n} that the ferry had been late {n} times, that nobody was hurt, and that the band played on until number {n} came up."
)


def monitor(folder: Path, scale: str, n: int = 90) -> Monitor:
    """Rows of JSON lines, among them copies and one in French, and a page that holds nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for i in range(n):
        copied = i // 7 if i % 7 == 1 else i
        text = f"Norland {SIDES[copied // 18 % 5]} the border bridge, its president said.\n\n" + "\n\n".join(STORY.format(n=copied * 100 + k) for k in range(6))
        rows.append({"id": f"{i:03}", "url": f"https://gazette.example/{i:03}", "published": f"2025-0{1 + copied // 18 % 5}-1{copied % 10}", "text": text})
    french = "Le pont frontalier est une bonne chose, dit le président. Nous le soutenons de toutes nos forces."
    rows += [{"id": "french", "published": "2025-05-01", "text": french}, {"id": "empty", "html": "<html><body></body></html>"}]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = folder / "m.toml"
    path.write_text(MONITOR.replace('files = ["articles/*.txt"]', 'jsonl = ["rows.jsonl"]') + scale, encoding="utf-8")
    return config.load(path)


def cycle(watched: Monitor, at: datetime = AT) -> None:
    from flows.monitor import run_cycle

    outcome = run_cycle(watched, at)
    assert [f.document for f in outcome.failures] == ["empty"]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, prefect: None) -> dict[str, list[dict[str, object]]]:
    """What a single process makes of it."""
    watched = monitor(tmp_path_factory.mktemp("alone"), "")
    cycle(watched)
    return everything(watched)


def everything(watched: Monitor) -> dict[str, list[dict[str, object]]]:
    """The warehouse, row for row."""
    with watched.place.reading() as connection:
        assert verify(connection, watched.actors).problems == ()
    rows = dump(watched.place)
    assert len(rows["versions"]) == 91 and len({v["story_id"] for v in rows["versions"]}) == 80
    assert rows["shift_log"] and len(rows["position_segments"]) > 1 and len(rows["claims"]) == 90
    return rows


def no_child_left() -> bool:
    return not [p for p in multiprocessing.active_children() if p.is_alive()]


def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many that most are still to be read when the first has been loaded."""
    real = batches.batches
    monkeypatch.setattr(batches, "batches", lambda rows, size: real(rows, 6))


def after_first_load(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> list[int]:
    """Do something once, when the first batch has been loaded."""
    real, seen = tasks.load, []

    def load(run: runs.Run, rows: object) -> object:
        loaded = real(run, rows)
        if not seen:
            do()
        seen.append(1)
        return loaded

    monkeypatch.setattr(tasks, "load", load)
    return seen


@pytest.mark.heavy
def test_processes_make_the_same_warehouse_though_one_is_killed(
    prefect: None, tmp_path: Path, alone: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = monitor(tmp_path, '\n[scale]\nrunner = "processes"\nworkers = 2\n')
    in_small_batches(monkeypatch)
    seen = after_first_load(monkeypatch, lambda: os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL))
    cycle(watched)
    assert len(seen) > 10
    assert everything(watched) == alone
    state = watched.place.state
    assert not (state / "staged").exists() and no_child_left()
    cycle(watched, AT + timedelta(days=1))
    assert everything(watched) == alone, "what was read before was read again"


def deadly(run: runs.Run, job: batches.Job, folder: Path) -> None:
    """In place of ``batches.read_apart``: dies of one batch, whoever reads it."""
    if any(name.endswith("000") for _, name in job.documents):
        os.kill(os.getpid(), signal.SIGKILL)
    batches.read_job(run, job).write(folder)


@pytest.mark.heavy
def test_a_batch_that_kills_its_reader_is_set_aside_and_the_rest_goes_on(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.monitor import run_cycle

    watched = monitor(tmp_path, '\n[scale]\nrunner = "processes"\nworkers = 2\n', n=60)
    monkeypatch.setattr(batches, "read_apart", deadly)
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
        assert everything(watched) == alone
        again = monitor(tmp_path / "again", f'\n[scale]\nrunner = "dask"\naddress = "{cluster.scheduler_address}"\n')
        pids = client.run(os.getpid)
        in_small_batches(monkeypatch)
        seen = after_first_load(monkeypatch, lambda: os.kill(next(iter(pids.values())), signal.SIGKILL))
        cycle(again)
        assert len(seen) > 10
        assert everything(again) == alone


def test_a_cluster_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra 'scale' is not installed")
    monitor(tmp_path, '\n[scale]\nrunner = "dask"\naddress = "tcp://127.0.0.1:9"\n', n=1)
    command = [sys.executable, "-m", "flows.cli", "run", "-c", str(tmp_path / "m.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1], timeout=120)
    assert done.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr and "Traceback" not in done.stderr, done.stderr


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own, as a connection string; Debian's, run by its own user where we are root, who may not."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or [Path(p) for p in [shutil.which("postgres")] if p]
    need("postgres", bool(found), "there is no PostgreSQL on this machine")
    folder = Path(tempfile.mkdtemp(prefix="volteface-postgres-"))  # not below pytest's own, which others may not enter
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def command(name: str, *arguments: str) -> None:
        subprocess.run([*as_user, str(found[-1].with_name(name)), *arguments], check=True, capture_output=True, cwd=folder, timeout=120)

    command("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "volteface", "--no-sync")
    command("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off", "start")
    try:
        yield f"host=127.0.0.1 port={port} user=volteface"
    finally:
        command("pg_ctl", "-D", f"{folder}/data", "-m", "fast", "-w", "stop")
        shutil.rmtree(folder)


def lake(server: str, name: str, runner: str = "") -> str:
    """The table of a monitor whose warehouse is a new lake."""
    duckdb = pytest.importorskip("duckdb_extension_postgres_scanner", reason="the extra 'scale' is not installed")
    assert duckdb
    subprocess.run(
        ["psql", *server.replace("host=", "-h ").replace("port=", "-p ").replace("user=", "-U ").split(), "-d", "postgres", "-qc", f"CREATE DATABASE {name}"],
        check=True,
    )
    return f'\n[scale]\ncatalog = "dbname={name} {server}"\ndata = "lake"\n{runner}'


def test_a_lake_is_the_same_warehouse_and_readers_see_whole_cycles_only(prefect: None, postgres: str, tmp_path: Path, alone: dict[str, object]) -> None:
    watched = monitor(tmp_path, lake(postgres, "one"))
    with pytest.raises(WarehouseError, match="no published warehouse"), watched.place.reading():
        pass
    cycle(watched)
    assert everything(watched) == alone
    assert list((tmp_path / "lake").rglob("*.parquet")) and not watched.warehouse.exists()
    with watched.place.writing() as connection:
        connection.execute("DELETE FROM claims")  # half of a cycle
    assert everything(watched) == alone
    with watched.place.reading() as connection:
        for refused in ("DELETE FROM claims", "SELECT * FROM read_csv('/etc/passwd')", "COPY claims TO 'x.csv'", "SET threads = 1"):
            with pytest.raises(QueryError):
                connection.execute(refused)


@pytest.mark.heavy
def test_two_loaders_of_a_lake_leave_one_warehouse_though_one_is_killed(
    prefect: None, postgres: str, tmp_path: Path, alone: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = monitor(tmp_path, lake(postgres, "two", 'runner = "processes"\nworkers = 2\n'))
    in_small_batches(monkeypatch)
    killed = []

    real = reading._merged

    def merged(run: runs.Run, folder: Path, done: batches.Done | None) -> batches.Done:
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)
        assert done is not None, "a worker left its rows to the one loader"
        return real(run, folder, done)

    monkeypatch.setattr(reading, "_merged", merged)
    cycle(watched)
    assert killed
    assert everything(watched) == alone


@pytest.mark.heavy
def test_what_two_loaders_wrote_at_once_is_there_once(postgres: str, tmp_path: Path) -> None:
    watched = monitor(tmp_path, lake(postgres, "three"), n=6)
    run = runs.Run(watched, watched.place, "run", AT)
    stages.begin(run)
    (job,) = [batches.Job(outlet="Gazette", local=tuple(d)) for d in batches.batches(batches.local_documents(run, watched.outlets[0]), 25)]
    rows = batches.read_job(run, job)
    with watched.place.writing() as one, watched.place.writing() as other:
        one.execute("BEGIN")
        other.execute("BEGIN")
        for connection in (one, other):
            for name in ("articles", "versions", "claims", "codings"):
                append_table(connection, name, rows.tables[name])
        one.execute("COMMIT")
        other.execute("COMMIT")
        assert one.execute("SELECT count(*) - count(DISTINCT version_id) FROM versions").fetchone() == (7,)
    stages.conclude(run, Loaded())
    with watched.place.reading() as connection:
        for table, key in (("versions", "version_id"), ("claims", "claim_id"), ("codings", "version_id")):
            assert connection.execute(f"SELECT count(*) - count(DISTINCT {key}), count(*) > 5 FROM {table}").fetchone() == (0, True)
        assert verify(connection, watched.actors).problems == ()


@pytest.mark.parametrize(
    "table, told",
    [
        ('[scale]\nrunner = "spark"', "'runner' must be one of local, processes, dask"),
        ('[scale]\nrunner = "dask"', "needs the 'address' of a scheduler"),
        ('[scale]\naddress = "tcp://h:1"', "'address' goes with"),
        ('[scale]\ncatalog = "dbname=x"', "'catalog' and 'data' go together"),
        ('[scale]\ncatalog = "dbname=x password=y"\ndata = "lake"', "without a password"),
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
