"""Positions and shifts follow from utterances, not from articles, gaps or the coder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Basis, Speaker, Stance
from tests.words import WORDS
from warehouse.chain import Seen, departure, evenly, infer, joint
from warehouse.inference import infer_pair
from warehouse.model import Evidence, Kind, Shift
from warehouse.positions import TOWARDS
from warehouse.utterances import utterances
from warehouse.voices import authority_of

DAY = datetime(2024, 1, 1, tzinfo=UTC)
FOR, AGAINST, NEITHER = Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL


def said(
    number: int,
    day: float,
    stance: Stance,
    *,
    speaker: str | None = "Ada Quill",
    confidence: float = 0.9,
    quote: str | None = None,
    article: str | None = None,
    basis: Basis = Basis.OFFICIAL,
    announced: bool = False,
    strength: int = 2,
    conditional: bool = False,
    outlet: str = "Gazette",
) -> Evidence:
    words = quote or " ".join(WORDS[(number * 7 + k * 3) % 20] + str(number) for k in range(8))
    return Evidence(
        f"c{number:03}",
        article or f"a{number}",
        "norland",
        speaker,
        "bridge",
        stance,
        strength,
        conditional,
        basis,
        words,
        DAY + timedelta(days=day),
        confidence,
        announced,
        outlet,
    )


def moves(*evidence: Evidence, heads: tuple[date, ...] = ()) -> list[Shift]:
    return [s for s in infer_pair("norland", "bridge", evidence, heads).shifts if s.speaker is None and s.from_stance is not None]


def test_three_independent_utterances_on_each_side_make_a_reversal() -> None:
    (shift,) = moves(*[said(i, i * 20, FOR) for i in range(3)], *[said(i, i * 20, AGAINST) for i in range(3, 6)])
    assert (shift.kind, shift.from_stance, shift.to_stance) == (Kind.REVERSAL, FOR, AGAINST)
    assert shift.probability > 0.9
    assert (shift.n_before, shift.n_after) == (3, 3)
    assert shift.earliest == date(2024, 2, 10) and shift.latest == date(2024, 3, 1)
    assert shift.credible_from is not None and shift.credible_to is not None
    assert shift.credible_from <= shift.latest and shift.earliest <= shift.credible_to  # it may reach past the evidence, and says so


def test_what_was_held_before_may_be_less_sure_than_the_change() -> None:
    """Two undecided words and one against: that the actor was for it then, nothing says."""
    unclear = [said(0, 0, AGAINST, confidence=0.9), said(1, 20, NEITHER, confidence=0.8), said(2, 40, NEITHER, confidence=0.8)]
    (shift,) = moves(*unclear, *[said(i, 100 + i * 5, FOR, announced=i == 3) for i in range(3, 8)])
    assert (shift.from_stance, shift.to_stance) == (NEITHER, FOR)
    assert shift.from_probability is not None and shift.from_probability < 0.9 < shift.probability
    (sure,) = moves(*[said(i, i * 20, FOR) for i in range(3)], *[said(i, i * 20, AGAINST) for i in range(3, 6)])
    assert sure.from_probability is not None and sure.from_probability > 0.98


def test_one_decision_weighs_more_than_one_more_statement() -> None:
    before = [said(i, i * 30, AGAINST, confidence=0.94) for i in range(6)]
    restated, decided = (moves(*before, said(7, 190, FOR, confidence=0.94, announced=turn)) for turn in (False, True))
    assert [s.kind for s in restated] == []
    assert [(s.kind, s.probability > 0.75) for s in decided] == [(Kind.REVERSAL, True)]


def test_forty_copies_are_one_utterance() -> None:
    before = [said(i, i * 20, FOR) for i in range(4)]
    copies = [said(10 + i, 90, AGAINST, quote="the bridge will not be built while I am in office", outlet=f"Outlet {i}") for i in range(40)]
    assert len(utterances([*before, *copies])) == 5
    assert not [s for s in moves(*before, *copies) if s.probability >= 0.9]


def test_an_old_quote_printed_again_is_still_old() -> None:
    first = said(1, 0, FOR, quote="we shall build this bridge before the decade ends")
    again = said(2, 300, FOR, quote="We shall build this bridge, before the decade ends", outlet="Other")
    (utterance,) = utterances([first, again])
    assert utterance.said_at == DAY
    assert utterance.outlets == ("Gazette", "Other")


def test_an_edited_article_does_not_say_it_twice() -> None:
    assert len(utterances([said(1, 0, FOR, article="a"), said(2, 1, FOR, article="a")])) == 1


def test_one_slip_of_the_coder_is_no_shift() -> None:
    assert moves(*[said(i, i * 10, AGAINST if i == 4 else FOR) for i in range(9)]) == []


def test_a_careful_denial_before_a_change_does_not_hide_it() -> None:
    (shift,) = moves(*[said(i, i * 30, AGAINST) for i in range(4)], said(4, 118, AGAINST), *[said(i, 115 + i, FOR) for i in range(5, 8)])
    assert shift.to_stance is FOR and shift.earliest == (DAY + timedelta(days=118)).date()


def test_back_again_is_a_return() -> None:
    stances = [FOR] * 4 + [AGAINST] * 4 + [FOR] * 4
    assert [s.kind for s in moves(*[said(i, i * 30, s) for i, s in enumerate(stances)])] == [Kind.REVERSAL, Kind.RETURN]


def test_a_new_head_with_other_speakers_is_a_turnover() -> None:
    old, new = [said(i, i * 30, FOR) for i in range(3)], [said(i, i * 30, AGAINST, speaker="Ben Rook") for i in range(3, 6)]
    (shift,) = moves(*old, *new, heads=((DAY + timedelta(days=75)).date(),))
    assert shift.kind is Kind.TURNOVER


def test_to_neutral_is_withdrawn() -> None:
    (shift,) = moves(*[said(i, i * 30, FOR) for i in range(3)], *[said(i, i * 30, NEITHER) for i in range(3, 6)])
    assert shift.kind is Kind.WITHDRAWN


def test_strength_that_falls_is_softening() -> None:
    found = moves(*[said(i, i * 30, FOR, strength=3) for i in range(6)], *[said(i, i * 30, FOR, strength=1) for i in range(6, 12)])
    assert [s.kind for s in found] == [Kind.SOFTENING]


def test_a_said_change_is_announced_until_the_claims_agree() -> None:
    before = [said(i, i * 30, FOR) for i in range(4)]
    told = said(5, 130, AGAINST, announced=True, basis=Basis.ANONYMOUS, confidence=0.7)
    assert [s.kind for s in moves(*before, told)] == [Kind.ANNOUNCED]
    agree = [said(i, 130 + i, AGAINST) for i in range(6, 9)]
    assert [s.kind for s in moves(*before, told, *agree)] == [Kind.REVERSAL]


def test_an_announcement_is_as_probable_as_the_change_and_goes_when_it_is_disproved() -> None:
    before = [said(i, i * 30, FOR) for i in range(4)]
    told = said(5, 130, AGAINST, announced=True, basis=Basis.ANONYMOUS, confidence=0.7)
    (alone,) = moves(*before, told)
    assert 0.05 < alone.probability < 0.5
    assert moves(*before, told, *[said(i, 130 + i * 10, FOR) for i in range(6, 10)]) == []


def test_ten_shaky_claims_carry_less_than_three_sure_ones() -> None:
    before = [said(i, i * 10, FOR) for i in range(4)]
    shaky = [said(i, i * 10, AGAINST, confidence=0.45, basis=Basis.ANONYMOUS) for i in range(4, 8)]
    sure = [said(i, i * 10, AGAINST) for i in range(4, 7)]
    probability = lambda found: max((s.probability for s in found), default=0.0)  # noqa: E731
    assert probability(moves(*before, *shaky)) < probability(moves(*before, *sure))


def test_silence_widens_what_is_not_known() -> None:
    near = infer([Seen(0, 0, 0.9), Seen(10, 1, 0.9)], evenly(3))
    far = infer([Seen(0, 0, 0.9), Seen(2000, 1, 0.9)], evenly(3))
    assert joint(far, 0, 0, 1, 1) > joint(near, 0, 0, 1, 1)


observations = st.lists(st.tuples(st.floats(0, 400), st.integers(0, 2), st.floats(0.4, 0.99)), min_size=1, max_size=12)


@given(observations)
@settings(max_examples=60, deadline=None)
def test_the_posterior_is_a_distribution_and_consistent(rows: list[tuple[float, int, float]]) -> None:
    seen = [Seen(*row) for row in sorted(rows)]
    posterior = infer(seen, TOWARDS)
    for beliefs in (*posterior.filtered, *posterior.smoothed):
        assert sum(beliefs) == pytest.approx(1)
    last = len(seen) - 1
    for a in range(3):
        total = sum(joint(posterior, 0, a, last, b) for b in range(3))
        assert total == pytest.approx(posterior.smoothed[0][a])
    if last:
        assert sum(departure(posterior, 0, 0, last)) == pytest.approx(1)


@given(observations)
@settings(max_examples=30, deadline=None)
def test_forward_backward_agrees_with_counting_every_path(rows: list[tuple[float, int, float]]) -> None:
    from itertools import product
    from math import exp

    from warehouse.chain import RATE_PER_DAY

    def step(gap: float, a: int, b: int) -> float:
        drawn = 1 - exp(-RATE_PER_DAY / (1 - TOWARDS[0]) * max(gap, 1.0))
        return drawn * TOWARDS[b] + (1 - drawn if a == b else 0)

    seen = [Seen(*row) for row in sorted(rows)][:5]
    weight: list[float] = [0.0] * 3
    masses: dict[tuple[int, ...], float] = {}
    for path in product(range(3), repeat=len(seen)):
        mass = 1 / 3
        for t, state in enumerate(path):
            mass *= seen[t].reliability if seen[t].state == state else (1 - seen[t].reliability) / 2
            if t:
                mass *= step(seen[t].day - seen[t - 1].day, path[t - 1], state)
        weight[path[0]] += mass
        masses[path] = mass
    posterior = infer(seen, TOWARDS)
    assert posterior.smoothed[0] == pytest.approx([w / sum(weight) for w in weight])
    assert masses[tuple(posterior.path)] == pytest.approx(max(masses.values()))


def test_one_who_keeps_contradicting_the_others_speaks_for_himself() -> None:
    ours = [said(i, i * 5, FOR, speaker=name) for i, name in enumerate(["Ada Quill", "Bo Reed", "Cy Vale"] * 8)]
    own = [said(100 + i, 10 + i * 12, AGAINST, speaker="Dirk Moss") for i in range(8)]
    assert moves(*ours, *own) == []
    alone = [s for s in infer_pair("norland", "bridge", [*ours, *own]).positions if s.speaker == "Dirk Moss"]
    assert alone[-1].stance == "oppose"  # he is reported as dissent


def test_all_who_speak_can_change_together() -> None:
    names = ["Ada Quill", "Bo Reed", "Cy Vale"]
    (shift,) = moves(*[said(i, i * 9, FOR if i < 9 else AGAINST, speaker=names[i % 3]) for i in range(18)])
    assert shift.probability > 0.9 and shift.to_stance is AGAINST


def test_a_coder_that_contradicts_itself_is_believed_less() -> None:
    flips = [said(i, i * 6, AGAINST if i % 4 == 3 else FOR, confidence=0.97) for i in range(40)]
    tail = [said(100 + i, 240 + i, AGAINST, confidence=0.97) for i in range(2)]
    steady = [said(i, i * 6, FOR, confidence=0.97) for i in range(40)]
    torn = max((s.probability for s in moves(*flips, *tail)), default=0.0)
    sure = max((s.probability for s in moves(*steady, *tail)), default=0.0)
    assert torn < sure


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_no_confidence_and_certainty_are_borne(confidence: float) -> None:
    """A human's claim may be certain; contradicting ones must still be inferred from."""
    mixed = [said(i, i * 9, FOR if i % 3 else AGAINST, confidence=confidence, speaker=("Ada Quill", "Bo Reed")[i % 2]) for i in range(9)]
    assert all(0 <= p.probability <= 1 for p in infer_pair("norland", "bridge", mixed).positions)


def test_the_declared_authority_of_a_role_is_the_prior() -> None:
    people = [Speaker("Ada Quill", "Prime Minister"), Speaker("Bo Reed", "Senator"), Speaker("Cy Vale", "Head of protocol", authority=0.2)]
    priors = authority_of([*people, Speaker("Bo Reed", "Foreign Minister")])
    assert priors == {"Ada Quill": 0.99, "Bo Reed": 0.98, "Cy Vale": 0.2}


def test_a_head_of_government_turns_the_position_sooner_than_a_senator() -> None:
    before = [said(i, i * 9, FOR, speaker="Cy Vale") for i in range(6)]
    after = [said(10 + i, 60 + i * 4, AGAINST, speaker="Ada Quill", confidence=0.8) for i in range(3)]

    def sure(role: str) -> float:
        found = infer_pair("norland", "bridge", [*before, *after], authority=authority_of([Speaker("Ada Quill", role)])).shifts
        return max((s.probability for s in found if s.speaker is None and s.to_stance is AGAINST), default=0.0)

    assert sure("Prime Minister") > sure("Senator")
