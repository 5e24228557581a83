"""What people found wrong, beside what the machine had stated of the same passages, decides how far the machine is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Stance
from warehouse.calibration import LEAST, MOST, Measured, Passage, Read, believed, measure, passages
from warehouse.measuring import Trust
from warehouse.reviews import CONFIRMED, CORRECTED, Place, Review, Verdict

AT = datetime(2025, 8, 1, 6, tzinfo=UTC)
SUPPORT, OPPOSE = Stance.SUPPORT, Stance.OPPOSE
RIGHT, WRONG = 1 - CONFIRMED, CORRECTED


def checked(n: int, wrong: int, issue: str = "bridge", stated: float = 0.1) -> list[Passage]:
    """So many passages that people reviewed, so many of them wrong, the others confirmed."""
    return [Passage(issue, stated, WRONG if k < wrong else min(RIGHT, stated)) for k in range(n)]


def on(issue: str | None, found: list[Passage]) -> Measured:
    return next(m for m in measure(found) if m.issue == issue)


def test_without_reviews_every_confidence_is_the_stated_one_to_the_last_bit() -> None:
    assert measure([]) == ()
    assert all(believed(c, Trust(()).on("bridge")) == c for c in (0.0, 0.1, 1 / 3, 0.9, 0.97, 1.0))


def test_as_many_errors_as_were_stated_change_little_however_many_were_reviewed() -> None:
    for n in (20, 200, 2000):
        assert on("bridge", checked(n, n // 10)).factor == pytest.approx(1, abs=0.35)


@pytest.mark.parametrize(("n", "wrong", "low", "high"), [
    (5, 1, 0.10, 0.13), (5, 2, 0.12, 0.15),  # five move little
    (40, 16, 0.25, 0.40), (200, 80, 0.37, 0.42), (2000, 800, 0.40, 0.42),  # two hundred nearly all the way, confirmations being believed to .97
    (5, 0, 0.085, 0.10), (200, 0, 0.03, 0.06), (2000, 0, 0.03, 0.035),
])  # fmt: skip
def test_many_reviews_bring_the_error_to_what_was_measured_and_few_leave_it_near_what_was_stated(n: int, wrong: int, low: float, high: float) -> None:
    found = on("bridge", checked(n, wrong))
    assert low <= found.believed <= high and (found.n_checked, found.n_wrong) == (n, wrong)
    assert 1 - believed(0.9, found.factor) == pytest.approx(found.believed, abs=1e-4)


def test_it_is_the_machines_own_statement_of_these_passages_that_counts_not_the_rate() -> None:
    """Doubtful claims come first on the list: that four in ten of those stated at .6 are wrong says nothing against the rest."""
    assert on("bridge", checked(100, 40, stated=0.4)).factor == pytest.approx(1, abs=0.2)
    assert on("bridge", checked(100, 40, stated=0.1)).factor > 4


def test_an_issue_that_nobody_reviewed_gets_part_of_what_others_show_and_its_own_reviews_outweigh_them() -> None:
    found = measure([*checked(200, 80), *checked(200, 20, "tolls")])
    trust = Trust(found)
    assert [m.issue for m in found] == [None, "bridge", "tolls"]
    assert 1 < trust.on("ferry") < trust.on("bridge")
    assert trust.on("tolls") < trust.on("bridge") / 3
    lone = Trust(measure(checked(200, 80)))
    assert log(lone.on("ferry")) == pytest.approx(log(lone.on("bridge")) / 2, abs=0.01)


def test_both_directions_are_bounded() -> None:
    assert on("bridge", checked(50_000, 50_000, stated=0.01)).factor == MOST
    assert on("bridge", [Passage("bridge", 0.6, 0.0)] * 50_000).factor == LEAST


def test_claims_behind_shifts_count_where_they_make_for_doubt_and_not_where_they_make_for_trust() -> None:
    """They are there because they bear each other out: that they are right says nothing of those that nothing bears out."""

    def behind(found: list[Passage]) -> list[Passage]:
        return [replace(p, behind=True) for p in found]

    assert on("bridge", behind(checked(200, 0))).factor == 1
    assert on("bridge", behind(checked(200, 80))).factor == on("bridge", checked(200, 80)).factor > 4
    some = checked(40, 8)
    assert on("bridge", [*some, *behind(checked(200, 0))]).factor == on("bridge", some).factor
    assert on("bridge", [*some, *behind(checked(200, 150))]).factor > on("bridge", some).factor


found_errors = st.lists(st.tuples(st.sampled_from(["bridge", "ferry", "tolls"]), st.floats(0.005, 0.9), st.booleans(), st.booleans()), min_size=1, max_size=25)


@given(found_errors, st.data())
@settings(max_examples=80, deadline=None)
def test_one_more_error_never_raises_a_confidence_on_any_issue(rows: list[tuple[str, float, bool, bool]], data: st.DataObject) -> None:
    made = [Passage(i, stated, WRONG if wrong else min(RIGHT, stated), behind) for i, stated, wrong, behind in rows]
    k = data.draw(st.integers(0, len(made) - 1))
    worse = [*made[:k], replace(made[k], wrong=WRONG), *made[k + 1 :]]
    before, after = Trust(measure(made)), Trust(measure(worse))
    for issue in ("bridge", "ferry", "tolls", "another"):
        assert LEAST <= before.on(issue) <= after.on(issue) <= MOST
        assert believed(0.8, after.on(issue)) <= believed(0.8, before.on(issue))
    assert measure(made) == measure(reversed(made)), "the order of reviews does not matter"


@given(st.floats(0, 1), st.floats(LEAST, MOST), st.floats(LEAST, MOST))
def test_a_confidence_stays_one_and_falls_as_the_factor_rises(confidence: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= believed(confidence, high) <= believed(confidence, low) + 1e-12 <= 1 + 1e-12


def reviewed(k: int, verdict: Verdict, stance: Stance | None, *, quote: str = "", who: str = "human:ann", strength: int = 2) -> tuple[Read, Review]:
    place = Place(f"v{k}", "eastland", "bridge", 0, 9)
    read = Read(place, quote or f"we shall open bridge number {k}", SUPPORT, 0.9)
    return read, Review(f"c{k}", place, who, verdict, stance, strength if stance else None, None, AT)


def test_what_counts_as_an_error_is_a_rejection_or_another_stance_and_a_confirmation_is_believed_to_97() -> None:
    given = [
        reviewed(1, Verdict.CONFIRM, SUPPORT),
        reviewed(2, Verdict.REJECT, None),
        reviewed(3, Verdict.CORRECT, OPPOSE),
        reviewed(4, Verdict.CORRECT, SUPPORT, strength=3),
    ]
    assert [p.wrong for p in passages([r for r, _ in given], [v for _, v in given])] == pytest.approx([0.1 - 0.07, 0.99, 0.99, 0.01])


def test_copies_of_one_passage_are_reviewed_once() -> None:
    words = "we shall never open this bridge again"
    given = [reviewed(k, Verdict.REJECT, None, quote=words if k % 2 else words.upper() + "!") for k in range(40)]
    (passage,) = passages([r for r, _ in given], [v for _, v in given])
    assert passage.wrong == pytest.approx(0.99) and passage.stated == pytest.approx(0.1)


def test_people_together_are_one_verdict_and_what_the_machine_no_longer_reads_is_none() -> None:
    read, ann = reviewed(1, Verdict.CONFIRM, SUPPORT)
    others = [reviewed(1, Verdict.REJECT, None, who=f"human:{who}")[1] for who in ("bob", "cy")]
    (passage,) = passages([read], [ann, *others, reviewed(2, Verdict.REJECT, None)[1]])
    assert passage.wrong == pytest.approx(0.99)
