"""The warehouse: idempotent, bitemporal, never half-written, and refusing what it cannot use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.claims import Coded, Coder
from extract.errors import WarehouseBusy, WarehouseError
from extract.model import Actor, Issue, Version, When
from warehouse import ledger, read, staging, store
from warehouse.connection import Warehouse
from warehouse.migrate import migrations
from warehouse.revisions import changes, summary
from warehouse.rows import rows_of
from warehouse.stories import place
from warehouse.verify import verify

ACTORS = (Actor("norland", "Norland"), Actor("sudland", "Sudland"))
ISSUES = (Issue("bridge", "The border bridge is built", ("border bridge",)),)
CODER = Coder(ACTORS, ISSUES)
AT = datetime(2025, 6, 1, tzinfo=UTC)
LINES = [
    "Norland supports the border bridge.", "Norland wants the border bridge after all these years.", "Norland backs the border bridge, a minister wrote.",
    "Norland opposes the border bridge.", "Norland rejected the border bridge on grounds of cost.", "Norland will not support the border bridge, it said.",
]  # fmt: skip


def version(number: int, text: str, day: int) -> Version:
    return Version(
        f"https://gazette.example/{number}", "Gazette", text, AT, f"Story {number}", published=When.parse(f"2025-0{1 + day // 28}-{1 + day % 28:02}")
    )


VERSIONS = [version(i, line, i * 20) for i, line in enumerate(LINES)]


def fill(warehouse: Warehouse, versions: list[Version], at: datetime = AT, coder: Coder = CODER, cause: str = "evidence") -> store.Loaded:
    with warehouse.cycle():
        with warehouse.writing() as connection:
            store.configure(connection, (), ACTORS, ISSUES)
            store.begin_run(connection, f"r{at:%H%M%S}{at.day}", "ingest", at, coder.name, "0", "m")
            batch = staging.Batch(coded=tuple((v, coder.code(v)) for v in versions))
            loaded = store.load(connection, staging.stage(batch, run_id="r", coder=coder.name, at=at))
            place(connection)
            ledger.infer(connection, ACTORS, since=at, at=at, cause=cause)
            store.end_run(connection, f"r{at:%H%M%S}{at.day}", at, loaded)
        warehouse.publish()
    return loaded


def dump(warehouse: Warehouse) -> dict[str, list[dict[str, Any]]]:
    tables = ("articles", "versions", "signatures", "shingles", "codings", "claims", "abstentions", "position_segments", "shift_log", "revisions")
    with warehouse.reading() as connection:
        return {t: sorted(rows_of(connection, f"SELECT * FROM {t}"), key=str) for t in tables}


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "w.duckdb")


def test_the_same_batch_twice_leaves_the_same_warehouse(warehouse: Warehouse) -> None:
    first = fill(warehouse, VERSIONS)
    assert (first.versions, first.claims) == (6, 6)
    before = dump(warehouse)
    again = fill(warehouse, VERSIONS, AT + timedelta(days=1))
    assert (again.versions, again.claims) == (0, 0)
    assert dump(warehouse) == before


def test_a_reversal_is_found_and_verify_agrees(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS)
    with warehouse.reading() as connection:
        shifts = [s for s in read.shifts(connection, AT) if s.from_stance]
        assert [(s.kind, s.from_stance, s.to_stance) for s in shifts] == [("reversal", "support", "oppose")]
        assert verify(connection, ACTORS).problems == ()
        claims = {c.claim_id for c in read.claims(connection, AT)}
        assert set(shifts[0].before_claims) | set(shifts[0].after_claims) <= claims


@pytest.mark.parametrize("spoil", [
    "UPDATE claims SET quote = quote || '!' WHERE claim_id = (SELECT min(claim_id) FROM claims)",
    "UPDATE claims SET quote_start = quote_start + 1, quote_end = quote_end + 1 WHERE claim_id = (SELECT min(claim_id) FROM claims)",
    "UPDATE versions SET text = text || ' More.' WHERE version_id = (SELECT min(version_id) FROM versions)",
    "UPDATE position_segments SET n_claims = n_claims + 1",
    "UPDATE shift_log SET probability = 0.5",
    "UPDATE claims SET utterance_id = 'x'",
    "DELETE FROM articles",
])  # fmt: skip
def test_verify_finds_what_was_tampered_with(warehouse: Warehouse, spoil: str) -> None:
    fill(warehouse, VERSIONS)
    with warehouse.writing() as connection:
        connection.execute(spoil)
    warehouse.publish()
    with warehouse.reading() as connection:
        assert verify(connection, ACTORS).problems


def test_what_was_known_then_is_still_known(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:4])
    with warehouse.reading() as connection:
        then = (read.shifts(connection, AT), read.claims(connection, AT), read.positions(connection, AT, AT), read.counts(connection, AT))
    later = AT + timedelta(days=3)
    fill(warehouse, VERSIONS[4:], later)
    with warehouse.reading() as connection:
        assert then[0] == [replace(s) for s in read.shifts(connection, AT)]
        assert [c.claim_id for c in then[1]] == [c.claim_id for c in read.claims(connection, AT)]
        assert then[2:] == (read.positions(connection, AT, AT), read.counts(connection, AT))
        assert read.shifts(connection, later) != then[0]


def test_late_evidence_keeps_the_shift_s_id_and_counts_its_states(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS)
    with warehouse.reading() as connection:
        (before,) = [s for s in read.shifts(connection, AT) if s.from_stance]
    later = AT + timedelta(days=3)
    fill(warehouse, [version(6, "Norland dismissed the border bridge as a folly.", 6 * 20)], later)
    with warehouse.reading() as connection:
        (after,) = [s for s in read.shifts(connection, later) if s.from_stance]
    assert (after.shift_id, after.detected_at, after.revision) == (before.shift_id, before.detected_at, before.revision + 1)
    assert after.probability > before.probability


def test_a_new_coder_supersedes_and_causes_no_shift_of_the_actor(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS)
    other = Coder(ACTORS, (replace(ISSUES[0], terms=("border bridge", "bridge")),))
    assert other.name != CODER.name
    later = AT + timedelta(days=1)
    fill(warehouse, VERSIONS, later, other, cause="coder")
    with warehouse.reading() as connection:
        live = rows_of(connection, "SELECT DISTINCT coder FROM claims WHERE superseded_at IS NULL")
        assert [r["coder"] for r in live] == [other.name]
        assert [s for s in read.shifts(connection, later) if s.detected_at == later and s.cause != "coder"] == []
        assert len([s for s in read.shifts(connection, later) if s.from_stance and not s.withdrawn_at]) == 1
        assert verify(connection, ACTORS).problems == ()


def test_an_edit_is_a_revision_and_claims_stay_pinned(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:1])
    edited = replace(VERSIONS[0], text="Norland opposes the border bridge.")
    fill(warehouse, [edited], AT + timedelta(days=1))
    with warehouse.reading() as connection:
        (row,) = rows_of(connection, "SELECT * FROM revisions")
        assert (row["before_version"], row["after_version"]) == (VERSIONS[0].version_id, edited.version_id)
        assert row["summary"] == "−supports +opposes"
        assert {c.version_id: c.stance for c in read.claims(connection, AT + timedelta(days=1))} == {
            VERSIONS[0].version_id: "support",
            edited.version_id: "oppose",
        }


def test_changes_ignore_white_space() -> None:
    assert changes("a  b\nc", "a b c") == []
    assert summary("a b", "a  b") == "white space or typography only"


def test_undated_articles_are_kept_but_infer_nothing(warehouse: Warehouse) -> None:
    fill(warehouse, [replace(VERSIONS[0], published=None)])
    with warehouse.reading() as connection:
        assert len(read.claims(connection, AT)) == 1
        assert read.shifts(connection, AT) == [] and read.positions(connection, AT, AT) == []
        assert read.counts(connection, AT).undated == 1


def test_no_warehouse_names_the_command_that_fills_one(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="volteface run"), warehouse.reading():
        pass


def test_a_corrupt_warehouse_is_refused_and_left_alone(warehouse: Warehouse) -> None:
    warehouse.path.write_bytes(b"not a database" * 1000)
    for use in (warehouse.reading, warehouse.writing):
        with pytest.raises(WarehouseError, match="not a readable DuckDB file"), use():
            pass
    assert warehouse.path.read_bytes() == b"not a database" * 1000


def test_a_newer_schema_is_refused_and_left_alone(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:1])
    with warehouse.writing() as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (9999, 'from the future')")
    with pytest.raises(WarehouseError, match="made by a newer volteface"), warehouse.writing():
        pass


def test_a_failed_migration_leaves_the_file_as_it_was(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(warehouse, VERSIONS[:1])
    known = migrations()
    monkeypatch.setattr("warehouse.migrate.migrations", lambda: [*known, (9999, "9999_bad.sql", "CREATE TABLE half (x INT); SELECT * FROM nowhere;")])
    with pytest.raises(WarehouseError, match=r"9999_bad\.sql"), warehouse.writing():
        pass
    monkeypatch.undo()
    with warehouse.writing() as connection:
        assert rows_of(connection, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'half'") == []
        assert len(rows_of(connection, "SELECT * FROM claims")) == 1


@contextmanager
def another_process(code: str, *arguments: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", code + "\nprint('ready', flush=True)\nimport sys; sys.stdin.read()", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        yield
    finally:
        process.communicate("")


def test_a_locked_working_database_is_busy_and_readers_do_not_notice(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:1])
    with another_process("import duckdb, sys; c = duckdb.connect(sys.argv[1])", str(warehouse.working)):
        with pytest.raises(WarehouseBusy, match="another process"), warehouse.writing():
            pass
        with warehouse.reading() as connection:
            assert len(read.claims(connection, AT)) == 1


def test_two_cycles_at_once_the_second_is_refused(warehouse: Warehouse) -> None:
    warehouse.prepare()
    code = "import sys; from pathlib import Path; from warehouse.connection import Warehouse; c = Warehouse(Path(sys.argv[1])).cycle(); c.__enter__()"
    with another_process(code, str(warehouse.path)), pytest.raises(WarehouseBusy, match="another cycle is running"), warehouse.cycle():
        pass


def test_a_killed_load_loses_nothing_that_was_committed(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:3])
    code = """
import os, sys
sys.path.insert(0, '.')
from pathlib import Path
from tests.test_warehouse import CODER, VERSIONS, AT, store
from warehouse.connection import Warehouse
with Warehouse(Path(sys.argv[1])).writing() as connection:
    connection.execute("BEGIN")
    connection.execute("DELETE FROM claims")
    os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", code, str(warehouse.path)], check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == -9
    fill(warehouse, VERSIONS[3:], AT + timedelta(days=1))
    with warehouse.reading() as connection:
        assert len(read.claims(connection, AT + timedelta(days=1))) == 6
        assert verify(connection, ACTORS).problems == ()


def test_a_snapshot_being_read_while_replaced_stays_whole(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:2])
    with warehouse.reading() as connection:
        fill(warehouse, VERSIONS[2:], AT + timedelta(days=1))
        assert len(rows_of(connection, "SELECT * FROM claims")) == 2
    with warehouse.reading() as connection:
        assert len(rows_of(connection, "SELECT * FROM claims")) == 6


def test_a_backup_is_a_copy_of_the_snapshot(warehouse: Warehouse, tmp_path: Path) -> None:
    fill(warehouse, VERSIONS)
    restored = Warehouse(tmp_path / "elsewhere" / "w.duckdb")
    restored.path.parent.mkdir()
    restored.path.write_bytes(warehouse.path.read_bytes())
    assert fill(restored, VERSIONS, AT + timedelta(days=1)).versions == 0
    assert dump(restored) == dump(warehouse)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_says_so(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(WarehouseError, match="cannot write"):
        Warehouse(tmp_path / "locked" / "w.duckdb").prepare()


def test_a_place_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / ".volteface").write_text("in the way")
    with pytest.raises(WarehouseError, match="cannot write"):
        Warehouse(tmp_path / "w.duckdb").prepare()


def test_readers_cannot_write_or_reach_out(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:1])
    with warehouse.reading() as connection:
        for statement in ("DELETE FROM claims", "SELECT * FROM read_csv('/etc/hostname')", "SET enable_external_access = true", "COPY claims TO '/dev/null'"):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def test_every_relation_and_column_has_a_comment(warehouse: Warehouse) -> None:
    fill(warehouse, VERSIONS[:1])
    with warehouse.reading() as connection:
        assert rows_of(connection, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL") == []
        assert rows_of(connection, "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL") == []


def test_an_unread_language_is_stored_and_counted(warehouse: Warehouse) -> None:
    french = replace(VERSIONS[0], text="La Norlande soutient le pont.", language="fr")
    with warehouse.writing() as connection:
        store.load(connection, staging.stage(staging.Batch(coded=((french, None), (VERSIONS[1], Coded((), ())))), run_id="r", coder=CODER.name, at=AT))
        counts = read.counts(connection, AT)
    assert (counts.versions, counts.coded, counts.other_language) == (2, 1, 1)


PARAGRAPHS = (
    "Norland supports the border bridge, its transport minister told the chamber on Monday, and will lay the first stone before the autumn rains begin.",
    "The river has had no crossing for lorries since the flood of 1996, and drivers from the hill villages lose half a day on the road by the coast.",
    "Engineers from both banks drew up the plans together last winter. They found firm rock at a depth of thirty metres, nearer than anybody had hoped.",
    "A ferryman whose family has rowed across for four generations said that he would miss the talk, though not the fog, and had bought a van already.",
)


def printed(name: str, text: str, day: int) -> Version:
    return replace(version(0, text, day), url=f"https://{name.lower()}.example/bridge", outlet=name)


COPIES = [
    printed("Wire", "\n\n".join(PARAGRAPHS), 1), printed("Herald", "By our staff.\n\n" + "\n\n".join(PARAGRAPHS[:3]), 2),
    printed("Courier", "\n\n".join(PARAGRAPHS).replace("lose half a day", "lose hours").replace("on Monday", "this week"), 3),
    printed("Mirror", "A bridge at last\n\n" + "\n\n".join(PARAGRAPHS[1:]).replace("thirty metres", "30 metres"), 1),
]  # fmt: skip


def stories(warehouse: Warehouse) -> dict[str, str]:
    with warehouse.reading() as connection:
        return {r["outlet"]: r["story_id"] for r in rows_of(connection, "SELECT outlet, story_id FROM versions WHERE story_id IS NOT NULL")}


@pytest.mark.parametrize("batches", [[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[0, 1], [2, 3]], [[2], [0, 1], [3]], [[1], [2], [3], [0]]])
def test_copies_are_one_story_in_whatever_batches_they_come(warehouse: Warehouse, batches: list[list[int]]) -> None:
    other = version(9, LINES[0], 1)
    for i, batch in enumerate(batches):
        fill(warehouse, [COPIES[n] for n in batch] + [other], AT + timedelta(days=i))
    found = stories(warehouse)
    assert len({found[v.outlet] for v in COPIES}) == 1
    assert found["Gazette"] not in {found[v.outlet] for v in COPIES}
    before = dump(warehouse)
    fill(warehouse, list(reversed(COPIES)), AT + timedelta(days=9))
    assert dump(warehouse) == before


def test_the_order_within_a_batch_does_not_matter(tmp_path: Path) -> None:
    one, other = Warehouse(tmp_path / "one.duckdb"), Warehouse(tmp_path / "other.duckdb")
    fill(one, COPIES + VERSIONS)
    fill(other, list(reversed(COPIES + VERSIONS)))
    assert dump(one)["versions"] == dump(other)["versions"]


def test_a_copy_of_two_stories_joins_the_first_printed_and_renames_neither(warehouse: Warehouse) -> None:
    long = [f"{p} {p[::-1]}" for p in PARAGRAPHS]
    first, second = printed("One", "\n\n".join(long[:2]), 2), printed("Two", "\n\n".join(long[2:]), 1)
    fill(warehouse, [first, second])
    before = stories(warehouse)
    assert before["One"] != before["Two"]
    fill(warehouse, [printed("Wire", "\n\n".join(long), 1)], AT + timedelta(days=1))
    assert stories(warehouse) == {**before, "Wire": before["Two"]}


def test_a_warehouse_without_signatures_gets_them_with_the_next_load(warehouse: Warehouse) -> None:
    fill(warehouse, COPIES[:3])
    with warehouse.writing() as connection:
        connection.execute("DELETE FROM signatures; DELETE FROM shingles; UPDATE versions SET story_id = version_id")
    fill(warehouse, COPIES, AT + timedelta(days=1))
    assert len(set(stories(warehouse).values())) == 1
