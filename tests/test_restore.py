"""A copy of the published warehouse is a whole backup."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from flows import config, web
from flows.demo.run import write_monitor
from flows.demo.server import CYCLES, SampleSite
from warehouse.connection import Warehouse
from warehouse.rows import rows_of
from warehouse.verify import verify


def test_a_warehouse_restored_from_a_copy_goes_on_where_it_was(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.running import run_once

    monitor = config.load(write_monitor(tmp_path / "demo"))
    warehouse = Warehouse(monitor.warehouse)
    counts = "SELECT (SELECT count(*) FROM versions) AS versions, (SELECT count(*) FROM claims) AS claims, (SELECT count(*) FROM fetches WHERE role = 'document') AS f"
    shifts = "SELECT shift_id, revision, kind, probability, detected_at FROM shift_log ORDER BY ALL"
    with SampleSite() as site:
        monkeypatch.setenv(web.CONNECT_TO, site.address)
        for moment in CYCLES[5:7]:
            site.now = moment
            run_once(monitor, moment)
        with warehouse.reading() as connection:
            before = rows_of(connection, counts), rows_of(connection, shifts)
        backup = tmp_path / "backup.duckdb"
        shutil.copyfile(monitor.warehouse, backup)
        shutil.rmtree(warehouse.state)
        monitor.warehouse.unlink()
        shutil.copyfile(backup, monitor.warehouse)

        asked = len(site.requests)
        ended = run_once(monitor, CYCLES[6] + timedelta(minutes=5))
        articles = [(path, status) for _, path, status in site.requests[asked:] if path.count("/") > 1 or "20" in path]
        assert articles == [], "an article was asked for again"
        assert ended.outcome.failures == [] and ended.outcome.loaded.versions == 0
    with warehouse.reading() as connection:
        assert (rows_of(connection, counts), rows_of(connection, shifts)) == before
        assert verify(connection, monitor.actors).problems == ()
