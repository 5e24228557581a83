"""A warehouse of any earlier program is brought up to date, goes on, and is sound."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from extract.errors import WarehouseError
from flows import config, reporting, runs, stages
from flows.demo.run import write_monitor
from flows.demo.server import CYCLES
from reports.render import render
from warehouse.connection import Warehouse
from warehouse.migrate import applied, is_behind, migrations
from warehouse.rows import rows_of
from warehouse.verify import verify

FILES = sorted(Path(__file__).with_name("schemas").glob("*.duckdb.gz"))


def test_every_schema_that_users_may_have_is_here() -> None:
    assert [int(f.name.partition(".")[0]) for f in FILES] == [1, 2, 3, 4, 8, 9]
    assert all(f.stat().st_size < 300_000 for f in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"schema {f.name.partition('.')[0]}")
def test_a_warehouse_of_an_earlier_schema_goes_on(file: Path, tmp_path: Path) -> None:
    monitor = config.load(write_monitor(tmp_path))
    monitor.warehouse.write_bytes(gzip.decompress(file.read_bytes()))
    warehouse = Warehouse(monitor.warehouse)
    known = {number for number, _, _ in migrations()}
    with warehouse.reading() as connection:
        assert applied(connection) < known and is_behind(connection)
        before = rows_of(connection, "SELECT version_id, text FROM versions ORDER BY version_id")
        told = rows_of(connection, "SELECT shift_id FROM shifts ORDER BY ALL")
        assert before
    run = runs.Run(monitor, warehouse, "recode", CYCLES[4])
    with warehouse.cycle():
        stages.conclude(run, stages.begin(run))
    with warehouse.reading() as connection:
        assert applied(connection) == known and not is_behind(connection)
        assert verify(connection, monitor.actors).problems == ()
        after = {r["version_id"]: r["text"] for r in rows_of(connection, "SELECT version_id, text FROM versions")}
        assert all(after[r["version_id"]] == r["text"] for r in before), "a text that was stored has changed"
        assert {r["shift_id"] for r in told} <= {r["shift_id"] for r in rows_of(connection, "SELECT DISTINCT shift_id FROM shift_log")}
        coders = rows_of(connection, "SELECT DISTINCT coder FROM claims WHERE superseded_at IS NULL")
    assert len(coders) == 1
    report = reporting.make(monitor, start=None, end=reporting.day_after(CYCLES[4]), known_at=CYCLES[4])
    assert report.checked.n_articles >= 10 and "Ukraine talks" in render(report, "html")


def test_what_an_older_snapshot_lacks_is_said_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    path.write_bytes(gzip.decompress(FILES[0].read_bytes()))
    with pytest.raises(WarehouseError, match=r"a\.duckdb was published by an older volteface.* `volteface recode`"), Warehouse(path).reading() as connection:
        verify(connection, ())
