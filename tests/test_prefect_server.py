"""Our own Prefect server forgets what is old, and its database stays within bounds."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from flows import prefect_settings
from flows.prefect_server import HISTORY, server

N = 2000


def fill(database: Path, like: str, days: float, n: int = N) -> None:
    """Copies of a run that ended so many days ago, each with a log and an artifact."""
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.row_factory = sqlite3.Row
        run = dict(connection.execute("SELECT * FROM flow_run WHERE id = ?", [like]).fetchone())
        when = f"-{days} days"
        for _ in range(n):
            copy = {**run, "id": str(uuid.uuid4()), "name": "old", "state_id": None, "state_type": "COMPLETED", "state_name": "Completed"}
            connection.execute(f"INSERT INTO flow_run ({', '.join(copy)}) VALUES ({', '.join('?' * len(copy))})", list(copy.values()))
            connection.execute(
                "INSERT INTO log (id, name, level, flow_run_id, message, timestamp) VALUES (?, 'volteface', 20, ?, ?, datetime('now', ?))",
                [str(uuid.uuid4()), copy["id"], "x" * 400, when],
            )
            connection.execute(
                "INSERT INTO artifact (id, type, data, flow_run_id, created, updated) VALUES (?, 'markdown', ?, ?, datetime('now', ?), datetime('now', ?))",
                [str(uuid.uuid4()), '"' + "y" * 1000 + '"', copy["id"], when, when],
            )
        connection.execute(
            "UPDATE flow_run SET end_time = datetime('now', ?), start_time = datetime('now', ?) WHERE name = 'old' AND end_time IS NULL", [when, when]
        )


def counts(database: Path) -> tuple[int, int, int]:
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        found = connection.execute("SELECT (SELECT count(*) FROM flow_run), (SELECT count(*) FROM log), (SELECT count(*) FROM artifact)").fetchone()
    return found[0], found[1], found[2]


def made(url: str, what: dict[str, object]) -> str:
    """The id of what the server made; asked again while it is busy with its database, which a vacuum every second makes likely."""
    deadline = time.monotonic() + 30
    while (answer := httpx.post(url, json=what, timeout=60)).is_server_error and time.monotonic() < deadline:
        time.sleep(0.5)
    assert answer.is_success, answer.text
    return str(answer.json()["id"])


@pytest.mark.heavy
def test_old_runs_are_forgotten_and_the_file_stays_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS", "1")
    monkeypatch.setenv("PREFECT_API_DATABASE_TIMEOUT", "60")
    monkeypatch.setattr(os, "environ", os.environ.copy())
    prefect_settings.apply(tmp_path)
    database = tmp_path / "prefect" / "prefect.db"
    with server(tmp_path / "server.log") as ours:
        url = ours.url
        flow = made(f"{url}/flows/", {"name": "fake"})
        kept = made(f"{url}/flow_runs/", {"flow_id": flow, "state": {"type": "SCHEDULED"}})
        fill(database, kept, HISTORY.days - 1, 3)
        sizes = []
        for _ in range(4):
            fill(database, kept, HISTORY.days + 1)
            deadline = time.monotonic() + 120
            while counts(database) != (4, 3, 3):
                assert time.monotonic() < deadline, counts(database)
                time.sleep(0.5)
            sizes.append(database.stat().st_size)
        assert sizes[-1] <= 1.2 * sizes[0], f"the file grows although as much goes as comes: {sizes}"


def test_the_record_of_single_runs_begins_anew_where_it_has_grown_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_settings, "RECORD_BYTES", 1000)
    database = tmp_path / "prefect" / "prefect.db"
    prefect_settings.bound(tmp_path)
    database.parent.mkdir()
    for size, is_there in ((1000, True), (1001, False)):
        for name in ("prefect.db", "prefect.db-wal"):
            database.with_name(name).write_bytes(b"x" * size)
        prefect_settings.bound(tmp_path)
        assert database.exists() == is_there and database.with_name("prefect.db-wal").exists() == is_there
