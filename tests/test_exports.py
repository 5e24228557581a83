"""What is exported is what the warehouse holds, read back by other readers than DuckDB."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from extract.errors import MonitorError, WarehouseError
from tests.sql_world import CLAIMS, US, made, quote_of
from tests.test_cli import volteface
from warehouse import exports
from warehouse.connection import Warehouse
from warehouse.schema import CONTRACTS

HELD = [c for c in CLAIMS if c[2] and c[7] != "neutral"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A published warehouse with contents that are known."""
    return made(tmp_path_factory.mktemp("exports"))


def plain(value: Any) -> Any:
    """Values of two readers made comparable: instants in UTC."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def stored(warehouse: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    with warehouse.reading() as connection:
        return sorted((tuple(map(plain, row)) for row in connection.execute(sql).fetchall()), key=repr)


@pytest.mark.parametrize("name", CONTRACTS)
def test_parquet_has_every_row_of_every_contract(world: Warehouse, tmp_path: Path, name: str) -> None:
    rows = exports.parquet(world, tmp_path / "out", "1")
    where = " WHERE superseded_at IS NULL" if name == "claims" else ""
    wanted = stored(world, f"SELECT * FROM {name}{where}")
    read = ds.dataset(tmp_path / "out" / name, format="parquet", partitioning="hive").to_table()
    month = exports.PARTITIONS.get(name)
    found = sorted((tuple(plain(v) for k, v in row.items() if k != month) for row in read.to_pylist()), key=repr)
    assert found == wanted and rows[name] == len(wanted) > 0


def test_parquet_lies_by_month(world: Warehouse, tmp_path: Path) -> None:
    exports.parquet(world, tmp_path / "out", "1")
    months = {p.name: sum(pq.read_metadata(f).num_rows for f in p.iterdir()) for p in (tmp_path / "out" / "claims").iterdir()}
    assert months == {
        "said_month=2025-01": 4, "said_month=2025-02": 2, "said_month=2025-03": 2, "said_month=2025-04": 2, "said_month=undated": 1,
    }  # fmt: skip
    assert (tmp_path / "out" / "versions" / "published_month=undated").is_dir()
    assert json.loads((tmp_path / "out" / exports.MARK).read_text())["rows"]["claims"] == len(CLAIMS)


def test_an_export_replaces_an_export_and_nothing_else(world: Warehouse, tmp_path: Path) -> None:
    target = tmp_path / "it's out"
    target.mkdir()
    exports.parquet(world, target, "1")  # empty: fine
    stale = target / "claims" / "said_month=1999-01"
    stale.mkdir()
    exports.parquet(world, target, "2")
    assert not stale.exists() and "volteface 2" in (target / exports.MARK).read_text()
    (target / "notes.txt").write_text("mine")
    with pytest.raises(MonitorError, match="no export of this program"):
        exports.parquet(world, target, "3")
    assert (target / "notes.txt").read_text() == "mine" and "volteface 2" in (target / exports.MARK).read_text()
    with pytest.raises(MonitorError, match="is a file"):
        exports.parquet(world, target / "notes.txt", "3")
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_snapshot_of_an_older_program_is_exported_as_far_as_it_goes(tmp_path: Path) -> None:
    old = made(tmp_path / "old")
    with old.writing() as connection:
        connection.execute("DROP TABLE reviews; DROP TABLE measured_errors")
    old.publish()
    rows = exports.parquet(old, tmp_path / "out", "1")
    assert set(CONTRACTS) - set(rows) == {"reviews", "measured_errors"} and rows["claims"] == len(CLAIMS)


def test_an_export_that_fails_leaves_what_was_there(world: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exports.parquet(world, tmp_path / "out", "1")
    monkeypatch.setattr(exports, "PARTITIONS", exports.PARTITIONS | {"claims": "no_such_column"})
    with pytest.raises(WarehouseError, match="cannot write"):
        exports.parquet(world, tmp_path / "out", "2")
    assert "volteface 1" in (tmp_path / "out" / exports.MARK).read_text()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_connection_of_an_export_writes_to_its_folder_only(world: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with world.reading(writing_to=tmp_path / "in") as connection:
        connection.execute(f"COPY outlets TO '{tmp_path}/in/o.csv'")
        for wrong in (f"COPY outlets TO '{tmp_path}/o.csv'", "SELECT * FROM read_csv('/etc/passwd')", f"COPY outlets TO '{tmp_path}/in/../o.csv'"):
            with pytest.raises(Exception, match="disabled by configuration"):
                connection.execute(wrong)
    assert not (tmp_path / "o.csv").exists()


def test_plover_records_tell_the_claims(world: Warehouse) -> None:
    with world.reading() as connection:
        records = {r["id"]: r for r in map(json.loads, exports.plover(connection))}
    assert set(records) == {c[0] for c in HELD}
    for name, outlet, when, precision, actor, speaker, issue, stance, utterance, _ in HELD:
        record = records[name]
        assert (record["event"], record["quad_code"]) == ((["SUPPORT"], 1) if stance == "support" else (["REJECT"], 3))
        assert record["date"] == f"2025-{(when or '')[:5]}"
        assert record.get("time") == (f"{(when or '')[6:]}:00+00:00" if precision == "instant" else None)
        assert record["source"][0]["identifier_id"] == actor and record["source"][0]["actor_text"] == speaker
        assert record["text"] == quote_of(name) and record["link"] == utterance and record["cite_info"]["publication"] == outlet
        assert record["volteface"]["issue"] == issue and record["volteface"]["stance"] == stance
    assert records["c4"]["context"] == ["hypothetical"] and "context" not in records["c1"]


def test_dna_statements_tell_the_claims(world: Warehouse, tmp_path: Path) -> None:
    done = volteface("export", "--warehouse", world.path, "--dna", tmp_path / "dna.csv")
    assert done.returncode == 0 and done.stdout.strip() == str(tmp_path / "dna.csv")
    assert "10 claims written; left out: 0 neutral and 1 undated" in done.stderr
    with (tmp_path / "dna.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert list(rows[0]) == list(exports.DNA_COLUMNS)
    assert [r["statement_id"] for r in rows] == [str(n) for n in range(1, 11)]
    by_id = {r["claim_id"]: r for r in rows}
    for name, outlet, when, _, actor, speaker, issue, stance, _, _ in HELD:
        row = by_id[name]
        assert row["time"] == f"2025-{when}:00" and row["document_source"] == outlet and row["person"] == (speaker or "")
        assert row["organization"] == ("United States" if actor == US else "Russia") and row["agreement"] == str(int(stance == "support"))
        assert row["concept"] == {"ceasefire": "A ceasefire is agreed", "sanctions": "Sanctions are eased"}[issue]
        assert row["text"] == quote_of(name) and row["document_author"] == "Ann Author, Bo Author" and row["document_type"] == "news"
    assert len({r["document_id"] for r in rows}) == 10


@pytest.fixture
def both(world: Warehouse) -> Iterator[list[str]]:
    """How the command is told of the warehouse."""
    yield ["export", "--warehouse", str(world.path)]


def test_the_command_writes_to_stdout_and_refuses_half_a_wish(both: list[str], tmp_path: Path) -> None:
    assert json.loads(volteface(*both, "--plover", "-").stdout.splitlines()[0])["id"] == "c3"
    for wrong in ([], ["--plover", "-", "--dna", "-"]):
        done = volteface(*both, *wrong)
        assert done.returncode == 2 and "one of --parquet DIR, --plover FILE and --dna FILE" in done.stderr
    assert volteface(*both, "--dna", tmp_path / "no" / "x.csv").returncode == 3
    done = volteface(*both, "--parquet", tmp_path / "out")
    assert done.returncode == 0 and done.stdout.strip() == str(tmp_path / "out") and "11 claims" in done.stderr
