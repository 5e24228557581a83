"""From reviews to reports: what people find wrong lowers what rests on other claims of the machine, and the past stays as it was told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extract.claims import Coded
from extract.model import Stance
from reports import schema
from reports.render import FORMATS, to_html, to_json, to_markdown
from tests.report_world import ACTORS, FIRST, OPPOSE, SECOND, SUPPORT, THIRD, Said, ask, load, said
from tests.review_world import AT, HARBOUR, all_readings, applied, imported, judged
from tests.test_cli import volteface
from tests.words import WORDS
from warehouse import measuring
from warehouse.connection import Warehouse
from warehouse.reviews import Reading, Verdict
from warehouse.rows import rows_of
from warehouse.verify import verify

pytestmark = pytest.mark.heavy


def spoken(number: int, day: date, stance: Stance, actor: str, issue: str) -> Said:
    """An utterance in words of its own."""
    words = " ".join(WORDS[(number * 7 + k * 3) % 20] + str(number) for k in range(6))
    return said(str(day), f"It is about {words}, they said", stance, actor=actor, issue=issue, speaker=None)


def turning(first: int, each: int, actor: str, issue: str, start: date = date(2025, 1, 5)) -> list[Said]:
    """So many utterances for an issue, then as many against it."""
    return [spoken(first + n, start + timedelta(days=9 * n), SUPPORT if n < each else OPPOSE, actor, issue) for n in range(2 * each)]


STEADY = [spoken(n, date(2025, 1, 1) + timedelta(days=n), SUPPORT, "eastland", "bridge") for n in range(30)]
ARTICLES = [*STEADY, *turning(100, 3, "westmark", "bridge"), *turning(200, 3, "westmark", "tolls")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eastland is for the bridge in thirty utterances; Westmark turns against the bridge and against the end of tolls, three utterances on each side."""
    place = Warehouse(tmp_path_factory.mktemp("made") / "w.duckdb")
    load(place, "r1", FIRST, ARTICLES)
    (place.path.parent / "volteface.toml").write_text(HARBOUR, encoding="utf-8")
    return place.path.parent


@pytest.fixture
def world(made: Path, tmp_path: Path) -> Warehouse:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Warehouse(tmp_path / "w.duckdb")


def eastlands(place: Warehouse) -> list[Reading]:
    return [r for r in all_readings(place) if r.place.actor == "eastland"]


def turn(place: Warehouse, issue: str = "bridge") -> dict[str, Any]:
    """Westmark's change as the ledger has it now."""
    with place.reading() as connection:
        sql = "SELECT * FROM shifts WHERE actor = 'westmark' AND issue = $issue AND from_stance = 'support'"
        (row,) = rows_of(connection, sql, {"issue": issue})
    return row


def everything(place: Warehouse) -> dict[str, list[str]]:
    """All that inference writes."""
    with place.reading() as connection:
        return {
            name: sorted(map(str, rows_of(connection, f"SELECT * FROM {name}"))) for name in ("shift_log", "position_segments", "measured_errors", "claims")
        }


def test_errors_found_on_an_issue_make_a_change_that_nobody_reviewed_less_probable(world: Warehouse) -> None:
    before = {issue: turn(world, issue)["probability"] for issue in ("bridge", "tolls")}
    applied(world, *(judged(r, Verdict.REJECT) for r in eastlands(world)[:4]))
    after = {issue: turn(world, issue) for issue in ("bridge", "tolls")}
    assert before["bridge"] - after["bridge"]["probability"] > before["tolls"] - after["tolls"]["probability"] > 0, "its own issue more than another"
    assert after["bridge"]["revision"] == 2 and after["bridge"]["withdrawn_at"] is None
    assert after["bridge"]["cause"] == "evidence", "it is as it came: a change of the actor, less surely"
    with world.reading() as connection:
        assert verify(connection, ACTORS).problems == ()


def test_a_change_that_no_longer_holds_is_taken_back_with_the_cause_coder(world: Warehouse) -> None:
    applied(world, *(judged(r, Verdict.REJECT) for r in eastlands(world)[:20]))
    gone = turn(world)
    assert (gone["withdrawn_at"], gone["cause"]) == (AT, "coder")
    with world.reading() as connection:
        told = ask(connection, start=date(2025, 1, 1), known_at=AT)
        assert verify(connection, ACTORS).problems == ()
    assert gone["shift_id"] in {c.shift_id for c in told.withdrawn}
    assert "a new coder, or people who checked it, read otherwise" in to_html(told)


def test_claims_that_the_machine_got_right_make_the_rest_surer(world: Warehouse) -> None:
    before = turn(world)["probability"]
    applied(world, *(judged(r, Verdict.CONFIRM) for r in eastlands(world)))
    assert before < turn(world)["probability"] < 1
    with world.reading() as connection:
        assert verify(connection, ACTORS).problems == ()


def test_that_claims_behind_a_change_are_right_makes_nothing_surer_now_or_after_more_runs(world: Warehouse) -> None:
    before, later = turn(world, "tolls")["probability"], AT + timedelta(days=1)
    applied(world, *(judged(r, Verdict.CONFIRM) for r in all_readings(world) if r.place.actor == "westmark" and r.place.issue == "bridge"))
    turned = turn(world)
    assert turned["probability"] > 0.9, "they themselves are surer"
    for n in range(2):  # by then the change rests on people's claims, and the machine's stand behind none
        assert turn(world, "tolls")["probability"] == before
        with world.reading() as connection:
            assert [(m.issue, m.n_checked, m.factor) for m in measuring.known(connection)] == [(None, 6, 1.0), ("bridge", 6, 1.0)]
        load(world, f"again {n}", later + timedelta(days=n), [])
    with world.reading() as connection:
        assert verify(connection, ACTORS).problems == ()


def test_claims_that_people_read_are_as_sure_as_people_are(world: Warehouse) -> None:
    """Westmark's words on the tolls are confirmed; what is found wrong on the bridge cannot touch them."""
    applied(world, *(judged(r, Verdict.CONFIRM) for r in all_readings(world) if r.place.issue == "tolls"))
    before = turn(world, "tolls")["probability"]
    later = AT + timedelta(days=1)
    applied(world, *(judged(r, Verdict.REJECT, at=later) for r in eastlands(world)[:10]), at=later)
    assert turn(world, "tolls")["probability"] == before


def test_inferring_again_changes_nothing_and_a_run_without_reviews_is_as_it_was(world: Warehouse) -> None:
    untouched = everything(world)
    load(world, "r2", SECOND, ARTICLES)
    assert everything(world) == untouched and untouched["measured_errors"] == []
    applied(world, *(judged(r, Verdict.REJECT) for r in eastlands(world)[:6]))
    settled = everything(world)
    assert settled != untouched
    load(world, "r3", THIRD, ARTICLES)
    assert everything(world) == settled


def test_more_reviews_are_a_new_state_and_the_former_stays_known(world: Warehouse) -> None:
    readings, later = eastlands(world), AT + timedelta(days=3)
    applied(world, *(judged(r, Verdict.REJECT) for r in readings[:3]))
    applied(world, *(judged(r, Verdict.REJECT, at=later) for r in readings[3:5]), at=later)
    with world.reading() as connection:
        then, now = measuring.known(connection, AT), measuring.known(connection)
        assert measuring.known(connection, SECOND) == ()
    assert [(m.issue, m.n_checked) for m in (*then, *now)] == [(None, 3), ("bridge", 3), (None, 5), ("bridge", 5)]
    assert now[1].factor > then[1].factor > then[0].factor > 1


def test_a_coder_that_no_longer_makes_the_errors_is_not_blamed_for_them(world: Warehouse) -> None:
    wrong = {r.place.version_id for r in eastlands(world)[:20]}
    before = turn(world)["probability"]
    applied(world, *(judged(r, Verdict.REJECT) for r in eastlands(world)[:20]))
    better = [(v, Coded(tuple(replace(c, coder="test 2") for c in coded.claims if v.version_id not in wrong), ())) for v, coded in ARTICLES]
    load(world, "r3", THIRD, better, coder="test 2", cause="coder")
    with world.reading() as connection:
        assert measuring.known(connection) == () != measuring.known(connection, AT)
        assert verify(connection, ACTORS).problems == ()
        live = rows_of(
            connection, "SELECT probability FROM shifts WHERE actor = 'westmark' AND issue = 'bridge' AND from_stance = 'support' AND withdrawn_at IS NULL"
        )
    assert [r["probability"] for r in live] == [before]


def test_an_error_that_no_review_bears_out_is_found_by_verify(world: Warehouse) -> None:
    applied(world, *(judged(r, Verdict.REJECT) for r in eastlands(world)[:5]))
    with world.writing() as connection:
        connection.execute("UPDATE measured_errors SET n_wrong = 1 WHERE issue = 'bridge'")
        problems = verify(connection, ACTORS).problems
    assert problems == (
        "measured error on bridge: does not follow from the reviews",
        "measured error on bridge: follows from the reviews, but is missing",
    )


# -- in the report -------------------------------------------------------------------------------------


def test_the_report_says_how_often_the_machine_errs_and_what_it_was_taken_to_be(world: Warehouse) -> None:
    given = eastlands(world)[:12]
    applied(world, *(judged(r, Verdict.REJECT if n < 3 else Verdict.CONFIRM) for n, r in enumerate(given)))
    with world.reading() as connection:
        told = ask(connection, start=date(2025, 1, 1), known_at=AT)
        tolls = ask(connection, start=date(2025, 1, 1), known_at=AT, issue="tolls")
    whole, bridge = told.measured
    assert (whole.issue, bridge.issue, bridge.proposition, bridge.n_checked, bridge.n_wrong, bridge.error) == (
        None,
        "bridge",
        "The bridge is opened",
        12,
        3,
        0.25,
    )
    assert bridge.stated == pytest.approx(0.1) and bridge.stated < bridge.believed < bridge.error and bridge.low < 0.25 < bridge.high
    sentence = "3 of 12 passages wrong, 25\u00a0% (95\u00a0% interval: 9 to 53\u00a0%); expected 10\u00a0%, now taken to be "
    for page in (to_html(told), to_markdown(told)):
        assert page.count(sentence) == 2 and "How often the machine errs" in page
    assert [m.issue for m in tolls.measured] == [None], "of another issue only what holds for all"
    jsonschema.validate(json.loads(to_json(told)), schema.load())


def test_an_issue_of_which_little_was_reviewed_is_told_with_the_others_only(world: Warehouse) -> None:
    applied(world, *(judged(r, Verdict.CONFIRM) for r in eastlands(world)[:9]))
    with world.reading() as connection:
        assert [(m.issue, m.n_checked) for m in ask(connection, known_at=AT).measured] == [(None, 9)]


def test_where_nobody_reviewed_the_report_says_nothing_of_it(world: Warehouse) -> None:
    with world.reading() as connection:
        told = ask(connection, start=date(2025, 1, 1), known_at=AT)
    assert told.measured == () and "machine errs" not in to_html(told) + to_markdown(told)


def test_a_snapshot_of_an_older_program_is_reported_and_verified(world: Warehouse) -> None:
    with world.writing() as connection:
        connection.execute("DROP TABLE measured_errors")
    world.publish()
    with world.reading() as connection:
        assert ask(connection, known_at=SECOND).measured == () and verify(connection, ACTORS).problems == ()


def reported(folder: Path, known_at: datetime, form: str) -> bytes:
    """The bytes of a report by the command."""
    done = volteface(
        "report", "--from", "2025-01-01", "--to", "2025-07-01", "--known-at", known_at.isoformat(), "--format", form, "-o", f"r.{form}", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return (folder / f"r.{form}").read_bytes()


def test_by_the_command_a_report_as_known_before_the_review_is_the_same_byte_for_byte(world: Warehouse) -> None:
    folder = world.path.parent
    before = {form: reported(folder, SECOND, form) for form in FORMATS}
    rows = [{"claim_id": r.claim_id, "verdict": "reject", "stance": "", "strength": "", "note": ""} for r in eastlands(world)[:20]]
    done = imported(folder, rows)
    assert done.returncode == 0 and "taken back: westmark on bridge, reversal, support to oppose" in done.stdout, done.stderr
    assert turn(world)["cause"] == "coder"
    assert {form: reported(folder, SECOND, form) for form in FORMATS} == before
    now = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    assert b"How often the machine errs" in reported(folder, now, "html")
    assert volteface("verify", cwd=folder).returncode == 0
