"""People's verdicts override the machine's claims, delete nothing, and survive a new coder; agreement is counted as published."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from extract.errors import MonitorError
from extract.model import Stance
from tests.report_world import ACTORS, CODER, SECOND, THIRD, early, later, load
from tests.review_world import AT, all_readings, applied, copied, filled, judged, reading_of, recoded, stands
from warehouse import reviews
from warehouse.agreement import agreements, alpha, wilson
from warehouse.connection import Warehouse
from warehouse.reviews import CONFIRMED, CORRECTED, Place, Review, Verdict, outcome
from warehouse.rows import rows_of
from warehouse.verify import verify

SUPPORT, OPPOSE, NEUTRAL = Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL
CONFIRM, CORRECT, REJECT = Verdict.CONFIRM, Verdict.CORRECT, Verdict.REJECT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("made"))


@pytest.fixture
def world(made: Path, tmp_path: Path) -> Warehouse:
    return copied(made, tmp_path)


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
