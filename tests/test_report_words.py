"""Sentences, differences, timelines: plain, in order, and never surer than the data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import evidence, phrases
from reports.build import Period, Report
from reports.charts import timeline, trace
from reports.conditions import runs
from reports.consequence import surety
from reports.tracked import Blank
from reports.wording import Change as Fate
from reports.wording import close, diff
from tests.report_world import ask, filled


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two runs, asked for the second quarter."""
    with filled(tmp_path_factory.mktemp("w")) as connection:
        return ask(connection)


WORDS = st.text(st.sampled_from("ab \n.’é1-"), max_size=40) | st.text(max_size=40)


@given(WORDS, WORDS)
def test_a_difference_joins_back_to_both_texts(before: str, after: str) -> None:
    """No character is lost, no piece is empty, no two neighbours are alike."""
    pieces = diff(before, after)
    assert "".join(p.text for p in pieces if p.change is not Fate.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Fate.REMOVED) == after
    assert all(p.text for p in pieces) and all(a.change is not b.change for a, b in pairwise(pieces))


@given(WORDS, WORDS)
def test_closeness_does_not_depend_on_the_order(before: str, after: str) -> None:
    """And a text is close to itself as soon as it has a word."""
    assert close(before, after) == close(after, before)
    assert close(before, before) == bool(re.search(r"\w", before))


def test_close_is_for_rewordings_not_for_other_sentences() -> None:
    """A changed word is close, another sentence is not."""
    assert close("We will open the bridge in May", "We will not open the bridge in May")
    assert not close("We will open the bridge in May", "The President refuses every proposal of the harbour")


@pytest.mark.parametrize(
    ("kind", "old", "new", "attached", "told"),
    [
        ("reversal", "oppose", "support", False, "The United Eastland moved from opposition to support on “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        (
            "turnover",
            "oppose",
            "support",
            False,
            "The United Eastland moved from opposition to support on “P” between 3 and 9 Mar 2025, under new leadership (97\u00a0%).",
        ),
        ("return", "oppose", "support", False, "The United Eastland returned to support on “P” between 3 and 9 Mar 2025, after opposition (97\u00a0%)."),
        ("withdrawn", "support", "neutral", False, "The United Eastland dropped support for “P” between 3 and 9 Mar 2025 and is now neutral (97\u00a0%)."),
        ("conditional", "support", "support", True, "The United Eastland attached conditions to support for “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("conditional", "oppose", "oppose", False, "The United Eastland dropped the conditions on opposition to “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("hardening", "oppose", "oppose", False, "The United Eastland hardened in opposition to “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("new", "neutral", "oppose", False, "The United Eastland, neutral until then, came out in opposition to “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("new", None, "oppose", False, "The United Eastland took a position on “P” for the first time on 9 Mar 2025: opposition (97\u00a0%)."),
    ],
)
def test_every_kind_has_its_sentence(kind: str, old: str | None, new: str, attached: bool, told: str) -> None:
    """Built from data, plain, and never surer than the data."""
    made = phrases.sentence(
        actor="United Eastland", proposition="P", kind=kind, from_stance=old, to_stance=new, earliest=date(2025, 3, 3), latest=date(2025, 3, 9),
        probability=0.97, attached=attached,
    )  # fmt: skip
    assert made == told


def test_a_stance_before_that_is_less_sure_than_the_change_is_told_as_such() -> None:
    def told(before: float | None) -> str:
        return phrases.sentence(
            actor="Norland", proposition="The bridge is built", kind="reversal", from_stance="oppose", to_stance="support", earliest=date(2025, 3, 1),
            latest=date(2025, 3, 5), probability=0.97, from_probability=before, attached=False,
        )  # fmt: skip

    assert told(0.86).endswith("(97\u00a0%; the earlier opposition: 86\u00a0%).")
    assert told(0.95) == told(None) and told(None).endswith("(97\u00a0%).")


@pytest.mark.parametrize(
    ("p", "told"), [(0.5, "50\u00a0%"), (0.29, "29\u00a0%"), (0.989, "98\u00a0%"), (0.99, "99\u00a0%"), (0.9901, "over 99\u00a0%"), (1.0, "over 99\u00a0%")]
)
def test_a_probability_is_never_rounded_up(p: float, told: str) -> None:
    """Nothing is a hundred percent."""
    assert phrases.percent(p) == told


def test_periods_are_told_by_their_last_day() -> None:
    """The end is exclusive in data, and the day before it in words."""
    assert phrases.span(Period(date(2025, 8, 1), date(2025, 9, 1))) == "1 to 31 Aug 2025"
    assert phrases.span(Period(None, date(2025, 9, 1))) == "everything up to 31 Aug 2025"
    assert phrases.span(Period(date(2025, 8, 31), date(2025, 9, 1))) == "31 Aug 2025"
    with pytest.raises(ValueError, match="before"):
        Period(date(2025, 9, 1), date(2025, 8, 1))


def test_the_timeline_stays_within_its_area_and_says_the_finding(report: Report) -> None:
    """Marks by stance above and below the middle, the interval between the sides, the finding as its label, the words of every utterance."""
    (change,) = report.headlines
    (track,) = [t for t in report.tracks if (t.actor, t.issue) == (change.actor, change.issue)]
    drawn = timeline(track)
    assert drawn.label.startswith("Timeline: The United Eastland opposes “The bridge is opened” (over 99\u00a0%); 8 utterances")
    assert all(0 <= m.x <= 100 for m in drawn.marks) and len(drawn.marks) == len(track.spoken) == 8
    assert {(m.stance, m.y < 60) for m in drawn.marks} == {("support", True), ("oppose", False)}
    assert drawn.line.startswith("M40 ") and drawn.band.endswith("Z")
    assert [h.label for _, held in drawn.offices for h in held] == ["Ada Quill"]
    (move,) = drawn.moves
    assert 4 <= move.x < move.x + move.width <= 96.1
    assert {m.size for m in drawn.marks} == {1, 2}, "two outlets printed one of them"


def test_gaps_and_outages_are_hatched_and_said(report: Report) -> None:
    """Sixty days without a word, and an outlet that could not be had."""
    (track,) = [t for t in report.tracks if t.issue == "bridge"]
    assert [b.what for b in track.blanks] == ["gap"] and "without a word: 62 days from 5 Mar 2025" in timeline(track).silent
    broken = replace(track, blanks=(Blank("outage", date(2025, 3, 1), date(2025, 3, 9), ("The Plain",)),))
    assert timeline(broken).silent == "The Plain could not be had, 1 Mar 2025 to 9 Mar 2025."


def test_a_crowded_page_draws_coarsely_and_hides_no_side(report: Report) -> None:
    """Quotes are cut, and both stances stay."""
    (track,) = [t for t in report.tracks if t.issue == "bridge"]
    fine, coarse = timeline(track), timeline(track, 200)
    assert sum(len(m.label) for m in coarse.marks) <= sum(len(m.label) for m in fine.marks)
    assert {m.stance for m in coarse.marks} == {m.stance for m in fine.marks}


@pytest.mark.parametrize(
    ("scores", "path"),
    [
        ((None, 1.0, 1.0, -1.0), "M3 20h4v8h2"),
        ((0.0,), "M1 24h2"),
        ((1.0, None, 1.0), "M1 20h2M5 20h2"),
        ((None, None), ""),
    ],
)
def test_a_trace_steps_from_month_to_month(scores: tuple[float | None, ...], path: str) -> None:
    """Support above, opposition below, nothing where nothing was known."""
    assert trace(scores) == path


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("We will join, but only if the treaty is kept, he said.", ["only if the treaty is kept"]),
        ("Unless they withdraw, there is no deal.", ["Unless they withdraw"]),
        ("Even if they withdraw, there is a deal.", []),
        ("It looks as if it rained.", []),
        ("Aid goes on as long as it takes.", ["as long as it takes"]),
    ],
)
def test_the_words_of_a_condition_are_found(text: str, conditions: list[str]) -> None:
    """To the end of the clause; nothing of the quote is lost."""
    assert [r.text for r in runs(text) if r.condition] == conditions
    assert "".join(r.text for r in runs(text)) == text


@given(st.text())
def test_marking_conditions_loses_nothing(text: str) -> None:
    """Whatever the quote."""
    assert "".join(r.text for r in runs(text)) == text and all(r.text for r in runs(text))


@pytest.mark.parametrize(("probability", "told"), [(0.61, "probably moved"), (0.899, "probably moved"), (0.9, "Eastland moved"), (0.999, "Eastland moved")])
def test_what_is_less_sure_reads_so(probability: float, told: str) -> None:
    """Under 90 % a change is told as probable, in every kind."""
    for kind in ("reversal", "return", "turnover", "withdrawn", "hardening", "conditional"):
        made = phrases.sentence(
            actor="Eastland", proposition="P", kind=kind, from_stance="oppose", to_stance="neutral" if kind == "withdrawn" else "support",
            earliest=date(2025, 3, 3), latest=date(2025, 3, 9), probability=probability, attached=True,
        )  # fmt: skip
        assert ("probably" in made) == ("probably" in told)
    assert surety(probability) == (0 if "probably" in told else 2 if probability > 0.99 else 1)


def test_conditional_shifts_show_the_condition() -> None:
    """The quote before is one without, the quote after one with it, though another is shorter."""
    rows = {"a": False, "b": True}
    picked = [k for k, rank in _ranks("conditional", rows, high=True).items() if rank == 0]
    assert picked == ["b"]


def _ranks(kind: str, conditional: dict[str, bool], *, high: bool) -> dict[str, int]:
    from types import SimpleNamespace

    group = [SimpleNamespace(claim_id=k, conditional=v, strength=2, said_at=None) for k, v in conditional.items()]
    return evidence.telling(kind, group, high=high)  # type: ignore[arg-type]
