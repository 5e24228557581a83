"""``volteface review``: the list as CSV and back, one key each on a terminal; nothing that a person said is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.context import context
from tests.report_world import THIRD, load, said
from tests.review_world import copied, exported, filled, given, imported
from tests.terminal import Terminal
from tests.test_cli import volteface
from warehouse import reviews
from warehouse.connection import Warehouse
from warehouse.rows import rows_of

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder of its own with the monitor file and its warehouse."""
    return copied(made, tmp_path).path.parent


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


def test_a_file_that_is_no_csv_is_refused_in_a_sentence(folder: Path) -> None:
    (folder / "open.csv").write_text('claim_id,verdict,stance,strength\nx,"' + "y" * 200_000, encoding="utf-8")
    done = volteface("review", "--import", "open.csv", cwd=folder)
    assert done.returncode == 2 and "open.csv, line 2: field larger" in done.stderr and "Traceback" not in done.stderr


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
        connection.execute("DROP TABLE reviews; DROP TABLE measured_errors; DELETE FROM schema_migrations WHERE number IN (7, 8)")
    place.publish()
    with place.reading() as connection:
        assert not reviews.has_reviews(connection)
    assert len(exported(folder)) == 11


def test_the_context_is_the_sentence_before_and_after() -> None:
    assert context("One. Two three. Four ", " five. Six! Seven.", cut=600) == ("Two three. Four ", " five. Six!")
    assert context("It rained.\n", "\nThe end. More.", cut=600) == ("It rained. ", " The end.")
    assert context("x" * 600, "y" * 600, cut=600) == ("…" + "x" * 600, "y" * 600 + "…")
    assert context("", "", cut=600) == ("", "")
