"""What goes wrong in months of running has a stated outcome: a full disk, a wrong clock, two at once, a backup put back."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extract.errors import MonitorError, WarehouseBusy, WarehouseError
from flows import batches, clock, config, ingesting, logs, metrics, plan, runs, stages
from flows.config import Monitor
from tests.conftest import MONITOR, need
from warehouse.connection import Warehouse
from warehouse.rows import rows_of
from warehouse.staging import Batch, Failure
from warehouse.verify import verify

AT = datetime(2025, 6, 1, 6, tzinfo=UTC)
ROOT = Path(__file__).parents[1]


def volteface(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "flows.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **options)


def write(folder: Path, texts: dict[str, str]) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def ingest(monitor: Monitor, folder: str, at: datetime) -> int:
    loaded, failures = ingesting.ingest(monitor, [folder], outlet="Gazette", published="2025-05-01", at=at, advance=lambda n: None)
    assert not failures
    return loaded.versions


@pytest.fixture
def monitor(monitor_file: Path) -> Monitor:
    """A monitor whose warehouse holds one article."""
    made = config.load(monitor_file)
    ingest(made, write(monitor_file.parent / "articles", {"a.txt": "Norland supports the border bridge."}), AT)
    return made


def problems(monitor: Monitor) -> tuple[str, ...]:
    with Warehouse(monitor.warehouse).reading() as connection:
        return verify(connection, monitor.actors).problems


def rows(monitor: Monitor, sql: str) -> list[dict[str, Any]]:
    with Warehouse(monitor.warehouse).reading() as connection:
        return rows_of(connection, sql)


# -- the clock -------------------------------------------------------------------------------------


def test_a_clock_that_went_back_dates_the_run_a_second_after_the_last(monitor: Monitor, tmp_path: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)  # the clock was wrong then, and was set right
    ingest(monitor, write(tmp_path / "more", {"b.txt": "Sudland opposes the border bridge."}), ahead)
    done = volteface("ingest", "-c", str(tmp_path / "volteface.toml"), write(tmp_path / "third", {"c.txt": "Norland opposes the border bridge."}))
    assert done.returncode == 0 and "this one is dated a second after it; set the clock right" in done.stderr
    moments = [r["started_at"] for r in rows(monitor, "SELECT started_at FROM runs ORDER BY started_at")]
    assert moments == [AT, ahead, ahead + timedelta(seconds=1)]
    assert problems(monitor) == ()
    assert rows(monitor, "SELECT * FROM position_segments WHERE known_to < known_from") == []


def test_a_moment_before_the_last_run_is_refused(monitor: Monitor) -> None:
    warehouse = Warehouse(monitor.warehouse)
    with pytest.raises(MonitorError, match=r"--now .* is before the last run of .*: what was known then is not rewritten"):
        clock.moment_of(warehouse, AT - timedelta(seconds=1))
    assert clock.moment_of(warehouse, AT) == (AT, ())
    assert clock.moment_of(Warehouse(monitor.warehouse.with_name("new.duckdb")), AT - timedelta(days=9))[0] == AT - timedelta(days=9)


# -- the disk --------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_what_was_loaded_is_kept(monitor: Monitor, tmp_path: Path) -> None:
    texts = {f"{n}.txt": f"Paper {n}: Norland supports the border bridge.\n\n" + os.urandom(40_000).hex() for n in range(120)}
    more = write(tmp_path / "more", texts)
    limit = Warehouse(monitor.warehouse).working.stat().st_size

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = volteface("ingest", "-c", str(tmp_path / "volteface.toml"), "--outlet", "Gazette", more, preexec_fn=fill)
    assert done.returncode == 3 and "Traceback" not in done.stderr, done.stderr
    assert "cannot write" in done.stderr and "make room" in done.stderr
    assert problems(monitor) == () and rows(monitor, "SELECT count(*) AS n FROM versions") == [{"n": 1}], "the snapshot is as it was"
    assert volteface("ingest", "-c", str(tmp_path / "volteface.toml"), "--outlet", "Gazette", more).returncode == 0
    assert problems(monitor) == () and rows(monitor, "SELECT count(*) AS n FROM versions") == [{"n": 121}]


def test_a_folder_that_cannot_be_written_is_said(monitor_file: Path) -> None:
    (monitor_file.parent / ".volteface").write_text("a file where the folder should be")
    done = volteface("run", "-c", str(monitor_file))
    assert done.returncode == 3 and "name another place with --warehouse" in done.stderr and "Traceback" not in done.stderr


# -- two at once -----------------------------------------------------------------------------------


def test_of_two_cycles_at_once_the_second_is_told(monitor: Monitor) -> None:
    with Warehouse(monitor.warehouse).cycle():
        with pytest.raises(WarehouseBusy, match="another cycle is running on"):
            Warehouse(monitor.warehouse).idle()
        done = volteface("ingest", "-c", str(monitor.folder / "volteface.toml"), str(monitor.folder / "articles"))
    assert done.returncode == 3 and "another cycle is running on" in done.stderr
    Warehouse(monitor.warehouse).idle()


def test_a_snapshot_is_whole_while_it_is_replaced(monitor: Monitor) -> None:
    warehouse = Warehouse(monitor.warehouse)
    over = threading.Event()

    def publish() -> None:
        for _ in range(40):
            warehouse.publish()
        over.set()

    thread = threading.Thread(target=publish)
    thread.start()
    n = 0
    while not over.is_set() or n == 0:
        assert rows(monitor, "SELECT count(*) AS n FROM claims") == [{"n": 1}]
        n += 1
    thread.join()


# -- backups ---------------------------------------------------------------------------------------


def test_a_backup_put_back_over_a_newer_warehouse_is_not_written_over(monitor: Monitor, tmp_path: Path) -> None:
    backup = tmp_path / "backup.duckdb"
    shutil.copyfile(monitor.warehouse, backup)
    more = write(tmp_path / "more", {"b.txt": "Sudland opposes the border bridge."})
    ingest(monitor, more, AT + timedelta(days=1))
    shutil.copyfile(backup, monitor.warehouse)
    with pytest.raises(WarehouseError, match="is not what was published last: a backup put back") as caught:
        ingest(monitor, more, AT + timedelta(days=2))
    working = Warehouse(monitor.warehouse).working
    assert str(working) in str(caught.value)
    working.unlink()
    assert ingest(monitor, more, AT + timedelta(days=2)) == 1, "it goes on from the backup"
    assert problems(monitor) == ()


def test_the_same_snapshot_put_back_is_taken(monitor: Monitor, tmp_path: Path) -> None:
    backup = tmp_path / "backup.duckdb"
    shutil.copyfile(monitor.warehouse, backup)
    shutil.copyfile(backup, monitor.warehouse)
    assert ingest(monitor, write(tmp_path / "more", {"b.txt": "Sudland opposes the border bridge."}), AT + timedelta(days=1)) == 1


@pytest.mark.parametrize("damage", [lambda size: 0, lambda size: 5000, lambda size: size // 2])
def test_a_damaged_working_database_is_told_from_a_whole_snapshot(monitor: Monitor, tmp_path: Path, damage: Any) -> None:
    working = Warehouse(monitor.warehouse).working
    os.truncate(working, damage(working.stat().st_size))
    more = write(tmp_path / "more", {"b.txt": "Sudland opposes the border bridge."})
    with pytest.raises(WarehouseError, match=r"is damaged, the published .* is whole; remove the damaged file and run again"):
        ingest(monitor, more, AT + timedelta(days=1))
    working.unlink()
    assert ingest(monitor, more, AT + timedelta(days=1)) == 1 and problems(monitor) == ()


# -- logs ------------------------------------------------------------------------------------------


def test_events_are_lines_of_json_and_hold_no_secret(tmp_path: Path, monitor_file: Path) -> None:
    made = config.load(monitor_file)
    with logs.kept(tmp_path) as path:
        ingest(made, write(tmp_path / "articles", {"a.txt": "Norland supports the border bridge."}), AT)
        logs.event("failed", "https://me:s3cret@a.example/x?token=t0ken#frag says no", level=30, document="slack://t0ken@host/?key=s3cret", outlet="A")
    found = [json.loads(line) for line in path.read_text().splitlines()]
    assert [e["event"] for e in found] == ["run begun", "batch loaded", "inferred", "published", "run ended", "failed"]
    assert {e["run_id"] for e in found[:-1]} == {found[0]["run_id"]} and found[1]["claims"] == 1 and found[1]["seconds"] > 0
    assert all(datetime.fromisoformat(e["timestamp"]).tzinfo for e in found)
    assert found[-1]["message"] == "https://a.example/x?… says no" and found[-1]["level"] == "WARNING" and found[-1]["outlet"] == "A"
    assert "s3cret" not in path.read_text() and "t0ken" not in path.read_text()


def test_the_log_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "SIZE", 2000)
    with logs.kept(tmp_path) as path:
        for n in range(300):
            logs.event("batch loaded", f"batch {n}")
    files = sorted(path.parent.iterdir())
    assert len(files) == logs.FILES + 1 and all(f.stat().st_size <= 2000 for f in files)
    assert "batch 299" in path.read_text()


def test_a_run_says_how_long_it_took(monitor: Monitor) -> None:
    [run] = rows(monitor, "SELECT started_at, begun_at, seconds FROM runs")
    assert run["started_at"] == AT and run["seconds"] > 0
    assert abs(datetime.now(UTC) - run["begun_at"]) < timedelta(hours=1)


# -- metrics, systemd, doctor ----------------------------------------------------------------------


def test_the_metrics_file_is_what_prometheus_reads(monitor_file: Path, tmp_path: Path) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    monitor_file.write_text(monitor_file.read_text().replace('contact = "test@example.org"', 'contact = "test@example.org"\nmetrics = "prom/bridge.prom"'))
    made = config.load(monitor_file)
    write(tmp_path / "articles", {"a.txt": "Norland supports the border bridge."})
    run = runs.Run(made, Warehouse(made.warehouse), "run", AT)
    loaded = stages.begin(run)
    loaded += runs.load(run, Batch(failures=(Failure("Gazette", "b.txt", "clean", "no article"),)))
    for documents in batches.batches(batches.local_documents(run, made.outlets[0]), 25):
        loaded += runs.load(run, batches.read_documents(run, "Gazette", documents))
    stages.conclude(run, loaded)
    assert metrics.write(made, AT, 3.5) == ()
    families = text_string_to_metric_families((tmp_path / "prom" / "bridge.prom").read_text())
    found = {(s.name.removeprefix("volteface_"), s.labels.get("outlet")): s.value for family in families for s in family.samples}
    assert found["last_cycle_timestamp_seconds", None] == AT.timestamp() and found["last_cycle_duration_seconds", None] == 3.5
    assert found["last_cycle_complete", None] == 0 and found["last_cycle_failures", "Gazette"] == 1
    assert found["articles", None] == 1 and found["claims", None] == 1 and found["warehouse_bytes", None] > 10_000
    documented = (ROOT / "docs" / "running.md").read_text()
    assert all(f"volteface_{name}" in documented for name, _ in found)

    (tmp_path / "prom").rename(tmp_path / "old")
    (tmp_path / "prom").write_text("a file where the folder should be")
    [notice] = metrics.write(made, AT, 3.5)
    assert "metrics are not written" in notice


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    folder = tmp_path / "a 100% odd folder"
    folder.mkdir()
    path = folder / "volteface.toml"
    path.write_text(MONITOR, encoding="utf-8")
    done = volteface("serve", "-c", str(path), "--cron", "0 6 * * *", "--systemd")
    assert done.returncode == 0, done.stderr
    assert 'serve -c "' in done.stdout and '--cron "0 6 * * *"' in done.stdout and "TimeoutStopSec=45" in done.stdout
    assert not (folder / ".volteface").exists(), "it only prints"
    need("systemd", shutil.which("systemd-analyze") is not None, "there is no systemd-analyze on this machine")
    unit = tmp_path / "volteface-bridge.service"
    unit.write_text(done.stdout, encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and str(unit.name) not in checked.stderr, checked.stderr


def test_doctor_names_what_is_wrong_and_is_short_where_all_is_well(monitor: Monitor) -> None:
    file = str(monitor.folder / "volteface.toml")
    done = volteface("doctor", "-c", file)
    assert done.returncode == 0 and done.stdout.endswith("all is well\n") and len(done.stdout.splitlines()) <= 8, done.stdout
    state = Warehouse(monitor.warehouse).state
    plan.write(state, plan.Plan("UTC", every=3600), 4242, datetime.now(UTC) - timedelta(hours=5))
    with Warehouse(monitor.warehouse).writing() as connection:
        connection.execute("UPDATE claims SET quote = 'invented' || quote")
    Warehouse(monitor.warehouse).publish()
    done = volteface("doctor", "-c", file)
    assert done.returncode == 1, done.stdout
    assert "1 of 1 quotes looked at are not what stands in the article  ← `volteface verify` says which" in done.stdout
    assert "`volteface serve` (every 3600 s) is not running; a cycle was due 5 hours ago  ← start `volteface serve` again" in done.stdout
    with plan.held(state):
        assert "(process 4242, every 3600 s) is alive, but a cycle was due 5 hours ago" in volteface("doctor", "-c", file).stdout


def test_doctor_doubts_a_term_of_one_common_word_and_calls_nothing_wrong(monitor: Monitor) -> None:
    file = monitor.folder / "volteface.toml"
    file.write_text(file.read_text().replace('terms = ["border bridge",', 'terms = ["ports", "border bridge",'))
    done = volteface("doctor", "-c", str(file))
    assert done.returncode == 0 and "wrong:" not in done.stdout and "all is well" not in done.stdout, done.stdout
    assert done.stdout.splitlines()[-1] == (
        "doubtful: volteface.toml: the term 'ports' of issue 'bridge' is one common word that its proposition does not have, "
        "and will be found where another thing is meant  ← give a longer term, or put the word into the proposition"
    )
