"""When a claim was said, by the words beside its verb."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims import Coder
from extract.language.when import day_of
from extract.model import Actor, Issue, Version, When
from tests.test_warehouse import AT

CODER = Coder((Actor("norland", "Norland"),), (Issue("bridge", "The border bridge is built", ("border bridge",)),))
TODAY = date(2025, 3, 5)  # a Wednesday


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Norland opposes the border bridge, its government said on Tuesday.", "2025-03-04"),
        ("Norland opposes the border bridge, its government said Wednesday.", "2025-03-05 published"),
        ("Norland rejected the border bridge last Wednesday.", "2025-02-26"),
        ("On Monday, Norland rejected the border bridge.", "2025-03-03"),
        ("Norland rejected the border bridge in 2014.", "2014-12-31"),
        ("Norland rejected the border bridge in March 2014.", "2014-03-31"),
        ("Norland rejected the border bridge in March.", "2024-03-31"),
        ("Norland rejected the border bridge two weeks ago.", "2025-02-19"),
        ("Norland rejected the border bridge on Feb. 12.", "2025-02-12"),
        ("Norland rejected the border bridge on 12 December 2024.", "2024-12-12"),
        ("“We reject the border bridge,” Norland said yesterday.", "2025-03-04"),
        ("Norland said on Tuesday that it would reject the border bridge on Friday.", "2025-03-04"),
        ("Norland wants the border bridge to be built in 2030.", "2025-03-05 published"),
        ("Norland will reject the border bridge on Friday.", "2025-03-05 published"),
        ("Norland opposes the border bridge that Sudland proposed in 2014.", "2025-03-05 published"),
        ("Norland opposes the border bridge.", "2025-03-05 published"),
    ],
)
def test_a_claim_is_dated_by_the_words_beside_its_verb(sentence: str, said: str) -> None:
    version = Version("https://gazette.example/1", "Gazette", sentence, AT, published=When.parse("2025-03-05T12:00:00+01:00", "json-ld"))
    found = {f"{c.said.day}{' published' if c.said.basis == 'published' else ''}" for c in CODER.code(version).claims if c.said}
    assert found == {said}


@pytest.mark.parametrize(
    ("sentence", "announced"),
    [
        ("Norland approved the border bridge on Tuesday.", True),
        ("Today Norland has directed its engineers to build the border bridge.", True),
        ("Norland signed the treaty on the border bridge last night.", True),
        ("Norland has now agreed to the border bridge.", True),
        ("Norland approved the border bridge last Thursday.", False),
        ("Norland approved the border bridge in 2014.", False),
        ("Norland has agreed to the border bridge.", False),
        ("Norland said on Tuesday that it wants the border bridge.", False),
        ("Norland opposed the border bridge on Tuesday.", False),
        ("Norland could approve the border bridge today.", False),
        ("Norland dropped its objections to the border bridge.", True),
        ("Norland decided to withdraw its support for the border bridge.", True),
        ("Norland resumed work on the border bridge.", True),
        ("Norland now supports the border bridge.", True),
        ("Norland wants to revive the border bridge.", False),
        ("It is necessary to abandon the border bridge, Norland said.", False),
        ("The rest of us opposed Norland's efforts to build the border bridge.", False),
        ("Now, look, Norland has said many times that it wants the border bridge.", False),
    ],
)
def test_what_was_decided_in_these_days_is_announced(sentence: str, announced: bool) -> None:
    version = Version("https://gazette.example/1", "Gazette", sentence, AT, published=When.parse("2025-03-05T12:00:00+01:00", "json-ld"))
    assert announced == any(c.announced for c in CODER.code(version).claims)


def test_without_a_day_of_publication_there_is_none() -> None:
    """Relative words have nothing to be relative to."""
    (claim,) = CODER.code(Version("https://gazette.example/1", "Gazette", "Norland opposes the border bridge, it said on Tuesday.", AT)).claims
    assert claim.said is None


@given(
    st.dates(date(1991, 1, 1), date(2060, 1, 1)),
    st.sampled_from(["tuesday", "last friday", "yesterday", "three weeks ago", "feb. 29", "june 5th", "in may", "may", "2014", "last year", "31 june 2020"]),
)
def test_no_day_is_said_to_lie_ahead(today: date, words: str) -> None:
    day = day_of(words, today)
    assert day is None or day <= today
    if words == "tuesday":
        assert day is not None and day.weekday() == 1 and today - day < timedelta(days=7)
