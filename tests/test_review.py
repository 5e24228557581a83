"""People's verdicts override the machine's claims, delete nothing, and survive a new coder."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extract.claims import Coded
from extract.context import context
from extract.errors import MonitorError
from extract.model import Stance
from tests.report_world import ACTORS, CODER, FIRST, SECOND, THIRD, Said, early, later, load, said
from tests.terminal import Terminal
from tests.test_cli import volteface
from warehouse import reviews
from warehouse.agreement import agreements, alpha, wilson
from warehouse.connection import Connection, Warehouse
from warehouse.reviews import CONFIRMED, CORRECTED, Place, Reading, Review, Verdict, outcome
from warehouse.rows import rows_of
from warehouse.verify import verify

AT = datetime(2025, 8, 1, 6, tzinfo=UTC)
SUPPORT, OPPOSE, NEUTRAL = Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL
CONFIRM, CORRECT, REJECT = Verdict.CONFIRM, Verdict.CORRECT, Verdict.REJECT


def recoded(articles: Sequence[Said], coder: str = "test 2") -> list[Said]:
    """The same articles as another coder reads them: the same claims, with ids of its own."""
    return [(v, Coded(tuple(replace(c, coder=coder, confidence=0.8) for c in coded.claims), ())) for v, coded in articles]


def judged(
    reading: Reading, verdict: Verdict, stance: Stance | None = None, *, who: str = "human:ann", at: datetime = AT, strength: int | None = None
) -> Review:
    held = None if verdict is REJECT else stance or reading.stance
    return Review(reading.claim_id, reading.place, who, verdict, held, (strength or 2) if held else None, None, at)


def applied(place: Warehouse, *given: Review, at: datetime = AT) -> None:
    with place.writing() as connection:
        reviews.record(connection, given)
    load(place, f"r {at}", at, [], coder=CODER, cause="coder")


def stands(connection: Connection, reading: Reading) -> list[dict[str, Any]]:
    """The live claims of the words of a reading."""
    sql = "SELECT * FROM claims WHERE superseded_at IS NULL AND version_id = $v AND quote_start = $s"
    return rows_of(connection, sql, {"v": reading.place.version_id, "s": reading.place.start})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of eleven claims after two runs, made once."""
    place = Warehouse(tmp_path_factory.mktemp("made") / "w.duckdb")
    load(place, "r1", FIRST, early())
    load(place, "r2", SECOND, later())
    return place.path.parent


@pytest.fixture
def world(made: Path, tmp_path: Path) -> Warehouse:
    """A copy of it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Warehouse(tmp_path / "w.duckdb")


def all_readings(place: Warehouse) -> list[Reading]:
    with place.reading() as connection:
        return reviews.readings(connection)


def reading_of(place: Warehouse, words: str) -> Reading:
    return next(r for r in all_readings(place) if words in r.quote)


def test_a_correction_stands_in_place_of_the_machines_claim_which_stays(world: Warehouse) -> None:
    reading = reading_of(world, "Tolls remain an insult")
    applied(world, judged(reading, CORRECT, OPPOSE, strength=3))
    with world.reading() as connection:
        (claim,) = stands(connection, reading)
        assert (claim["coder"], claim["stance"], claim["strength"], claim["score"]) == ("human:ann", "oppose", 3, -1.0)
        assert (claim["confidence"], claim["coded_at"], claim["quote"]) == (CORRECTED, AT, reading.quote)
        (machine,) = rows_of(connection, "SELECT * FROM claims WHERE claim_id = $id", {"id": reading.claim_id})
        assert (machine["stance"], machine["coder"], machine["superseded_at"]) == ("support", CODER, AT)
        assert verify(connection, ACTORS).problems == ()


def test_a_confirmed_claim_counts_for_more_and_a_rejected_one_for_nothing(world: Warehouse) -> None:
    kept, gone = reading_of(world, "We shall open"), reading_of(world, "Tolls remain an insult")
    applied(world, judged(kept, CONFIRM), judged(gone, REJECT))
    with world.reading() as connection:
        assert [(c["stance"], c["confidence"]) for c in stands(connection, kept)] == [("support", CONFIRMED)]
        assert stands(connection, gone) == []
        assert verify(connection, ACTORS).problems == ()


def test_a_shift_that_rests_on_rejected_claims_is_withdrawn_and_as_of_then_still_known(world: Warehouse) -> None:
    turned = [r for r in all_readings(world) if r.stance is OPPOSE]
    with world.reading() as connection:
        before = rows_of(connection, "SELECT shift_id FROM shifts WHERE from_stance = 'support' AND withdrawn_at IS NULL AND speaker IS NULL")
    assert before
    applied(world, *(judged(r, REJECT) for r in turned))
    with world.reading() as connection:
        assert rows_of(connection, "SELECT 1 FROM shifts WHERE from_stance = 'support' AND withdrawn_at IS NULL") == []
        assert {r["cause"] for r in rows_of(connection, "SELECT cause FROM shifts WHERE withdrawn_at IS NOT NULL")} == {"coder"}
        live_then = "SELECT count(*) AS n FROM claims WHERE coded_at <= $t AND (superseded_at IS NULL OR superseded_at > $t) AND stance = 'oppose'"
        assert rows_of(connection, live_then, {"t": SECOND})[0]["n"] == len(turned)
        assert verify(connection, ACTORS).problems == ()


def test_verdicts_hold_for_the_same_words_by_a_new_coder(world: Warehouse) -> None:
    corrected, rejected, other = (reading_of(world, w) for w in ("We shall open", "Tolls remain an insult", "We shall close"))
    applied(world, judged(corrected, CORRECT, NEUTRAL), judged(rejected, REJECT))
    load(world, "r3", THIRD, recoded([*early(), *later()]), coder="test 2", cause="coder")
    with world.reading() as connection:
        assert [(c["coder"], c["stance"]) for c in stands(connection, corrected)] == [("human:ann", "neutral")]
        assert stands(connection, rejected) == []
        assert [c["coder"] for c in stands(connection, other)] == ["test 2"]
        assert verify(connection, ACTORS).problems == ()
    assert reading_of(world, "We shall open").claim_id != corrected.claim_id, "the machine's last reading is offered to the next person"


def test_settling_again_changes_nothing(world: Warehouse) -> None:
    applied(world, judged(reading_of(world, "We shall open"), CORRECT, NEUTRAL))
    with world.writing() as connection:
        before = rows_of(connection, "SELECT * FROM claims ORDER BY claim_id")
        reviews.settle(connection, THIRD)
        assert rows_of(connection, "SELECT * FROM claims ORDER BY claim_id") == before


def test_whoever_thinks_again_is_taken_by_the_last_word_even_back_to_the_first(world: Warehouse) -> None:
    reading = reading_of(world, "We shall open")
    for n, (verdict, stance) in enumerate([(CORRECT, OPPOSE), (REJECT, None), (CORRECT, OPPOSE)]):
        moment = AT + timedelta(hours=n)
        applied(world, judged(reading, verdict, stance, at=moment), at=moment)
        with world.reading() as connection:
            assert [c["stance"] for c in stands(connection, reading)] == ([stance.value] if stance else [])
    with world.reading() as connection:
        assert len(reviews.known(connection)) == 3, "no verdict is deleted"
        assert verify(connection, ACTORS).problems == ()


def test_saying_the_same_again_adds_nothing(world: Warehouse) -> None:
    reading = reading_of(world, "We shall open")
    with world.writing() as connection:
        assert reviews.record(connection, [judged(reading, REJECT)]) == 1
        assert reviews.record(connection, [judged(reading, REJECT, at=AT + timedelta(days=1))]) == 0


PLACE = Place("v", "a", "i", 0, 4)


def panel(*votes: tuple[Verdict, Stance | None, int | None]) -> list[Review]:
    return [Review("c", PLACE, f"human:p{n}", v, s, k, None, AT + timedelta(minutes=n)) for n, (v, s, k) in enumerate(votes)]


@pytest.mark.parametrize(("votes", "stance"), [
    ([(REJECT, None, None)], None),
    ([(REJECT, None, None), (REJECT, None, None), (CONFIRM, SUPPORT, 2)], None),
    ([(REJECT, None, None), (CONFIRM, SUPPORT, 2)], SUPPORT),
    ([(CONFIRM, SUPPORT, 2), (CORRECT, OPPOSE, 1), (CORRECT, OPPOSE, 3)], OPPOSE),
    ([(CORRECT, OPPOSE, 1), (CONFIRM, SUPPORT, 2)], SUPPORT),
])  # fmt: skip
def test_most_people_decide_and_the_last_word_where_they_are_as_many(votes: Any, stance: Stance | None) -> None:
    held = outcome(panel(*votes))
    assert (held and held.stance) == stance


def test_what_people_hold_together_names_those_who_hold_it() -> None:
    held = outcome(panel((CONFIRM, SUPPORT, 2), (CORRECT, OPPOSE, 1), (CORRECT, OPPOSE, 3)))
    assert held is not None and (held.coder, held.strength, held.confidence) == ("human:p1+p2", 1, CORRECTED)


@pytest.mark.parametrize("name", ["", "an na", "a+b", "a:b", "../x"])
def test_a_coders_name_is_plain(name: str) -> None:
    with pytest.raises(MonitorError, match="expected letters, digits"):
        reviews.coder_of(name)


# -- agreement ------------------------------------------------------------------------------------

PUBLISHED = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
"""Krippendorff 2011, section C: four observers, twelve units, some values missing."""


def test_alpha_is_that_of_the_published_example() -> None:
    units = [[v for v in unit if v != "."] for unit in zip(*(row.split() for row in PUBLISHED), strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_one_for_perfect_agreement_and_none_where_nothing_can_be_compared() -> None:
    assert alpha([["a", "a"], ["b", "b"], ["a"]]) == 1
    assert alpha([["a"], ["b"]]) is None and alpha([["a", "a"]]) is None and alpha([]) is None


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_agreement_counts_people_against_each_other_and_against_the_machine(world: Warehouse) -> None:
    bridge = [r for r in all_readings(world) if r.place.issue == "bridge"][:4]
    tolls = reading_of(world, "Tolls remain an insult")
    given = [judged(r, CONFIRM) for r in bridge] + [judged(r, CONFIRM, who="human:bob") for r in bridge[:2]] + [judged(tolls, REJECT)]
    given.append(judged(bridge[2], REJECT, who="human:bob"))
    given.append(judged(bridge[2], REJECT, who="human:cy"))
    by_issue = {a.issue: a for a in agreements(given, all_readings(world))}
    assert list(by_issue) == ["bridge", "tolls", None]
    found, alone, whole = by_issue.values()
    assert (found.n_coders, found.n_shared, found.n_reviewed, found.n_wrong) == (3, 3, 4, 1)
    assert found.alpha_humans is not None and found.alpha_humans < 1
    assert (alone.n_shared, alone.alpha_humans, alone.error) == (0, None, 1.0)
    assert (whole.n_reviewed, whole.n_wrong, whole.error) == (5, 2, 0.4)
    assert whole.interval[0] < 0.4 < whole.interval[1]


def test_without_reviews_there_is_no_agreement_to_speak_of(world: Warehouse) -> None:
    assert agreements([], all_readings(world)) == []


# -- the command ----------------------------------------------------------------------------------

HARBOUR = """\
[monitor]
name = "Harbour"
warehouse = "w.duckdb"
reports = "out"
contact = "test@example.org"

[[outlet]]
name = "Daily Kite"
files = ["none/*.txt"]
[[outlet]]
name = "The Plain"
files = ["none/*.txt"]

[[actor]]
id = "eastland"
name = "United Eastland"
[[actor.speaker]]
name = "Ada Quill"
role = "President"
from = 2020-01-01
[[actor.speaker]]
name = "Bo Reed"
role = "Envoy"
[[actor]]
id = "westmark"
name = "Westmark"

[[issue]]
id = "bridge"
proposition = "The bridge is opened"
terms = ["bridge"]
[[issue]]
id = "tolls"
proposition = "Tolls are ended"
terms = ["tolls"]
"""


@pytest.fixture
def folder(world: Warehouse) -> Path:
    """The monitor file beside its warehouse."""
    (world.path.parent / "volteface.toml").write_text(HARBOUR, encoding="utf-8")
    return world.path.parent


def exported(folder: Path, *more: str, who: str = "ann") -> list[dict[str, str]]:
    done = volteface("review", "--export", "list.csv", "--as", who, *more, cwd=folder)
    assert (done.returncode, done.stdout) == (0, "list.csv\n"), done.stderr
    with (folder / "list.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(folder: Path, rows: Sequence[dict[str, str]], who: str = "ann", delimiter: str = ",") -> subprocess.CompletedProcess[str]:
    with (folder / "back.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return volteface("review", "--import", "back.csv", "--as", who, cwd=folder)


def given(folder: Path) -> list[tuple[str, str, str | None, int | None]]:
    with Warehouse(folder / "w.duckdb").reading() as connection:
        return [(r.coder, r.verdict.value, r.stance and r.stance.value, r.strength) for r in reviews.known(connection)]


def test_the_list_begins_with_what_is_behind_changes_then_the_least_sure(folder: Path) -> None:
    rows = exported(folder)
    with Warehouse(folder / "w.duckdb").reading() as connection:
        behind = rows_of(connection, "SELECT unnest(before_claims || after_claims) AS c FROM shifts WHERE from_stance IS NOT NULL AND withdrawn_at IS NULL")
    claims = {r["c"] for r in behind}
    assert claims and {row["claim_id"] for row in rows[: len(claims)]} == claims
    assert len(rows) == 11 and all(f"⟦{row['quote'].lstrip(chr(39))}⟧" in row["context"] for row in rows)


def test_no_cell_of_an_article_is_a_formula_to_a_spreadsheet(folder: Path) -> None:
    load(Warehouse(folder / "w.duckdb"), "r3", THIRD, [said("2025-08-20", '=HYPERLINK("http://x.example") is the bridge, Quill said', known=THIRD)])
    cells = [cell for row in exported(folder) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] and any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_a_blind_list_does_not_tell_what_the_machine_read(folder: Path) -> None:
    assert "machine_stance" in exported(folder)[0]
    blind = exported(folder, "--blind")[0]
    assert "machine_stance" not in blind and not blind["stance"] and not blind["verdict"]


def test_a_filled_list_is_taken_in_once_and_wrong_rows_are_named_with_their_line(folder: Path) -> None:
    rows = exported(folder)
    for row, (verdict, stance, strength) in zip(rows, [
        ("confirm", "", ""), ("correct", "neutral", ""), ("Reject", "", ""), ("", rows[3]["machine_stance"], "2"),
        ("maybe", "", ""), ("correct", "", ""), ("", "for", ""), ("", "oppose", "4"), ("reject", "support", ""),
    ], strict=False):  # fmt: skip
        row |= {"verdict": verdict, "stance": stance, "strength": strength}
    rows[0]["note"] = "two\nlines, and a comma"
    rows[9] |= {"claim_id": "nonsense", "verdict": "confirm"}
    done = imported(folder, rows)
    assert done.returncode == 1
    quoted_lines = [sum(1 + sum(c.count("\n") for c in r.values()) for r in rows[:n]) + 2 for n in range(4, 10)]
    for line, expected in zip(quoted_lines, ["expected confirm, correct, reject", "expected a stance", "expected support, oppose", "expected 1, 2 or 3",
                                             "expected neither", "there is no claim 'nonsense'"], strict=True):  # fmt: skip
        assert any(f"line {line}: " in told and expected in told for told in done.stderr.splitlines()), (line, expected, done.stderr)
    assert "4 of 4 verdicts new: 2 confirmed, 1 corrected, 1 rejected" in done.stderr and "1 row without a verdict" in done.stderr
    first = given(folder)
    assert sorted(v for _, v, _, _ in first) == ["confirm", "confirm", "correct", "reject"] and {c for c, *_ in first} == {"human:ann"}
    assert "0 of 4 verdicts new" in imported(folder, rows).stderr and given(folder) == first
    assert len(exported(folder)) == 7 and len(exported(folder, who="bob")) == 11, "each person has a list of his own, the rejected on it"
    assert volteface("verify", cwd=folder).returncode == 0


def test_a_spreadsheet_may_separate_with_semicolons(folder: Path) -> None:
    rows = [row | {"verdict": "reject"} for row in exported(folder)[:1]]
    assert imported(folder, rows, delimiter=";").returncode == 0 and len(given(folder)) == 1


@pytest.mark.parametrize(("arguments", "expected"), [
    ([], "asks on a terminal, and this is none; use --export FILE.csv"),
    (["--blind"], "--blind goes with --export"),
    (["--export", "a.csv", "--agreement"], "give one of them"),
    (["--import", "none.csv"], "cannot read none.csv"),
    (["--import", "volteface.toml"], "line 1: no column claim_id, verdict, stance, strength"),
    (["--export", "a.csv", "--as", "a b"], "expected letters, digits"),
])  # fmt: skip
def test_what_cannot_be_done_is_refused_in_a_sentence(folder: Path, arguments: list[str], expected: str) -> None:
    done = volteface("review", *arguments, cwd=folder)
    assert done.returncode == 2 and expected in done.stderr and done.stdout == ""


def test_agreement_is_a_table_or_json(folder: Path) -> None:
    assert json.loads(volteface("review", "--agreement", "--format", "json", cwd=folder).stdout) == []
    rows = exported(folder)[:2]
    for who, verdict in (("ann", "confirm"), ("bob", "reject")):
        imported(folder, [row | {"verdict": verdict} for row in rows], who)
    found = json.loads(volteface("review", "--agreement", "--format", "json", cwd=folder).stdout)
    assert [(a["issue"], a["n_coders"], a["n_shared"], a["n_reviewed"], a["n_wrong"]) for a in found] == [("bridge", 2, 2, 2, 0), (None, 2, 2, 2, 0)]
    assert found[0]["alpha_humans"] < 0 and found[0]["error"] == 0 and 0 < found[0]["error_high"] < 1
    assert "bridge" in volteface("review", "--agreement", cwd=folder).stdout


def test_keys_of_a_person_are_kept_undone_and_published(folder: Path) -> None:
    first, second = (row["machine_stance"] for row in exported(folder)[:2])
    other, key_of_other = ("oppose", "o") if second == "support" else ("support", "s")
    with Terminal(["review", "--as", "ann"], folder) as terminal:
        at = terminal.wait_for("1 of 11, behind a shift")
        at = terminal.wait_for("[q]uit >", after=terminal.wait_for("The machine reads: United Eastland", after=at))
        for key, answer in [("u", "nothing to undo"), ("x", ""), ("c", "2 of 11"), ("n", "strength [1]"), ("3", "corrected to: neutral, firm"), ("r", "4 of 11"),
                            ("u", "undone"), ("u", "2 of 11"), (key_of_other, "strength"), ("\r", f"{other}, plain"), (" ", "4 of 11"), ("R", "rejected")]:  # fmt: skip
            terminal.type(key)
            at = terminal.wait_for(answer, after=at)
        terminal.type("q")
        terminal.wait_for("3 of 3 verdicts new", after=at)
        terminal.wait_for("Next: `volteface review --agreement`", after=at)
        assert terminal.wait() == 0
    assert [row[1:] for row in given(folder)] == [("confirm", first, 2), ("correct", other, 2), ("reject", None, None)]
    assert volteface("verify", cwd=folder).returncode == 0


def test_ctrl_c_saves_and_a_killed_session_loses_nothing(folder: Path) -> None:
    with Terminal(["review", "--as", "ann"], folder) as terminal:
        terminal.wait_for("[q]uit >")
        terminal.type("r")
        terminal.wait_for("2 of 11")
        terminal.process.kill()
    assert given(folder) == []
    with Terminal(["review", "--as", "ann"], folder) as terminal:
        terminal.wait_for("1 verdict is kept of a session that did not end")
        terminal.wait_for("[q]uit >", after=terminal.wait_for("1 of 10"))
        terminal.type("c")
        terminal.wait_for("2 of 10")
        terminal.type("\x03")
        terminal.wait_for("2 of 2 verdicts new")
        assert terminal.wait() == 0
    assert [v for _, v, _, _ in given(folder)] == ["reject", "confirm"]


def test_while_a_cycle_runs_the_verdicts_are_kept_for_the_next_time(folder: Path) -> None:
    with Warehouse(folder / "w.duckdb").cycle(), Terminal(["review", "--as", "ann"], folder) as terminal:
        terminal.wait_for("[q]uit >")
        terminal.type("r")
        terminal.wait_for("2 of 11")
        terminal.type("q")
        terminal.wait_for("1 verdict is kept for your next")
        assert terminal.wait() == 3
    assert given(folder) == []
    imported(folder, exported(folder)[:1])
    assert [v for _, v, _, _ in given(folder)] == ["reject"]


def test_a_warehouse_of_an_older_program_is_brought_up_to_date_first(folder: Path) -> None:
    place = Warehouse(folder / "w.duckdb")
    with place.writing() as connection:
        connection.execute("DROP TABLE reviews; DELETE FROM schema_migrations WHERE number = 7")
    place.publish()
    with place.reading() as connection:
        assert not reviews.has_reviews(connection)
    assert len(exported(folder)) == 11


def test_the_context_is_the_sentence_before_and_after() -> None:
    assert context("One. Two three. Four ", " five. Six! Seven.", cut=600) == ("Two three. Four ", " five. Six!")
    assert context("It rained.\n", "\nThe end. More.", cut=600) == ("It rained. ", " The end.")
    assert context("x" * 600, "y" * 600, cut=600) == ("…" + "x" * 600, "y" * 600 + "…")
    assert context("", "", cut=600) == ("", "")
