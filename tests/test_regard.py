"""Issues that are names: every word of ``extract/data/regard.toml`` is read in each sentence of its group with the group's sign."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from extract.claims import Coder
from extract.language.issues import names_bearer
from extract.language.repute import regard
from extract.model import Actor, Issue, Speaker, Version, When

pytestmark = pytest.mark.heavy

DAHL = Issue("dahl", "Dahl is supported", ("Carl Dahl", "Dahl"))
CODER = Coder(
    [Actor("democrats", "Democrats"), Actor("norvia", "Norvia", speakers=(Speaker("Anna Berg", "President"),)), Actor("carl", "Carl", speakers=(Speaker("Carl Dahl", "Senator"),))],
    [DAHL],
)  # fmt: skip


def stances(text: str) -> set[tuple[str, str]]:
    """Who holds what of Dahl, himself left out."""
    version = Version("https://gazette.example/1", "Gazette", text, datetime(2022, 6, 1, 12, tzinfo=UTC), published=When(date(2022, 6, 1)))
    return {(c.actor, c.stance.value) for c in CODER.code(version).claims if c.actor != "carl"}


@pytest.mark.parametrize(("sign", "stance"), [(1, "support"), (-1, "oppose")])
def test_every_word_is_read_as_its_group_says(sign: int, stance: str) -> None:
    examples = [sentence for sentence, s in regard().examples if s == sign]
    assert len(examples) > 200
    wrong = [(sentence, got) for sentence in examples if (got := stances(sentence)) != {("democrats", stance)}]
    assert not wrong, f"{len(wrong)} of {len(examples)}: {wrong}"


@pytest.mark.parametrize(
    ("proposition", "terms", "names"),
    [
        ("Dahl is supported", ("Dahl",), True),
        ("The Gazette is trusted", ("Gazette",), True),
        ("Dahl signs the accord", ("Dahl", "accord"), False),
        ("The accord is supported by Dahl", ("accord",), False),
        ("Dahl is removed", ("Dahl",), False),
    ],
)
def test_an_issue_is_a_name_where_its_proposition_says_no_more_than_that_it_is_supported(proposition: str, terms: tuple[str, ...], names: bool) -> None:
    assert names_bearer(Issue("i", proposition, terms)) is names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carl Dahl arrived on Monday. Anna Berg criticized him sharply.", {("norvia", "oppose")}),
        ("Carl Dahl arrived on Monday with Paul. Anna Berg met her brother.", set()),
        ("Senator Carl Dahl spoke first. President Anna Berg later praised the senator.", {("norvia", "support")}),
        ("Anna Berg spoke on Monday. “Dahl is a disgrace,” she said.", {("norvia", "oppose")}),
        ("“Dahl is a disgrace,” the paper said.", set()),
        ("President Anna Berg left early. Earlier the president had attacked Dahl.", {("norvia", "oppose")}),
        ("Somebody left early. Earlier the president had attacked Dahl.", set()),
    ],
)
def test_pronouns_titles_and_speakers_are_resolved_where_they_are_clear(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


def test_who_is_meant_is_found_in_time_that_grows_with_the_text() -> None:
    """Eight times the text takes about eight times as long; quadratic would be 64. The least of three counts, which others on the machine cannot lengthen."""
    unit = "Carl Dahl said that he liked her and his plan. Anna Berg told the senator that “he is a liar and they know him,” she said. "

    def seconds(times: int) -> float:
        text = unit * times
        document = CODER.document(Version("https://gazette.example/1", "Gazette", text, datetime(2022, 6, 1, 12, tzinfo=UTC)))
        hits = list(CODER.issues.find(document.text))
        start = time.process_time()
        CODER.stand_ins.find(document, hits, ())
        return time.process_time() - start

    assert min(seconds(800) for _ in range(3)) < 30 * min(seconds(100) for _ in range(3))
