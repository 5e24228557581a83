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
    assert len(examples) > 800
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
        ("Anna Berg, who said that Dahl is a disgrace, left early.", {("norvia", "oppose")}),
        ("Senator Carl Dahl spoke first. Anna Berg accused the president and the senator of lying.", {("norvia", "oppose")}),
        ("Carl Dahl spoke first. Anna Berg said that Carl is a disgrace.", {("norvia", "oppose")}),
        ("Carl Dahl spoke first. Anna Berg said that Carl Lund is a disgrace.", set()),
        ("Norvia campaign manager Anna Berg said that Dahl is a disgrace.", {("norvia", "oppose")}),
    ],
)
def test_pronouns_titles_and_speakers_are_resolved_where_they_are_clear(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carl Dahl, who was endorsed by Anna Berg, arrived.", {("norvia", "support")}),
        ("Carl Dahl, backed by Anna Berg, arrived.", {("norvia", "support")}),
        ("Anna Berg's nominee, Carl Dahl, arrived.", {("norvia", "support")}),
        ("Carl Dahl drew criticism from Anna Berg.", {("norvia", "oppose")}),
        ("Carl Dahl drew a crowd from Norvia.", set()),
        ("Anna Berg used the hearing to attack Dahl.", {("norvia", "oppose")}),
        ("Anna Berg urged the Democrats to attack Dahl.", {("norvia", "oppose")}),
        ("Anna Berg chided the Democrats for attacking Dahl.", {("democrats", "oppose"), ("norvia", "support")}),
        ("The Democrats' letter criticized Dahl.", {("democrats", "oppose")}),
        ("The party's leader, Anna Berg, criticized Dahl.", {("norvia", "oppose")}),
        ("Senators including Anna Berg criticized Dahl.", {("norvia", "oppose")}),
        ("Former President Anna Berg criticized Dahl.", {("norvia", "oppose")}),
        ("Dahl blocked the release, a move that Democrats denounced.", {("democrats", "oppose")}),
        ("Democrats issued statements in support of Dahl.", {("democrats", "support")}),
        ("The lawsuit against Dahl was filed by Democrats.", {("democrats", "oppose")}),
        ("Democrats say that Dahl is powerful but dishonest.", {("democrats", "oppose")}),
        ("Democrats say that Dahl is one of our finest judges.", {("democrats", "support")}),
        ("Democrats say that Dahl cannot be trusted.", {("democrats", "oppose")}),
        ("Democrats say that the problem is Dahl.", {("democrats", "oppose")}),
        ("Democrats confirmed Dahl's departure.", set()),
        ("Dahl and the Democrats argued that it would rain.", set()),
        ("Democrats are lawyers for the Dahl Museum.", set()),
    ],
)
def test_frames_around_a_name_are_read(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


def test_what_two_have_between_them_is_believed_less_than_what_one_says() -> None:
    def confidence(text: str) -> float:
        version = Version("https://gazette.example/1", "Gazette", text, datetime(2022, 6, 1, 12, tzinfo=UTC), published=When(date(2022, 6, 1)))
        return max(c.confidence for c in CODER.code(version).claims if c.actor == "democrats")

    assert confidence("Dahl and the Democrats will feud.") < confidence("Democrats criticized Dahl.")
    assert confidence("The Democrats are lawyers for Dahl.") < confidence("The Democrats are critics of Dahl.")


def test_the_last_word_of_a_name_stands_for_it_where_it_is_named_before() -> None:
    bill, fund = Issue("bill", "The Harbour Bill is supported", ("Harbour Bill",)), Issue("fund", "The Rescue Fund is supported", ("Rescue Fund",))
    coder = Coder([Actor("democrats", "Democrats")], [bill, fund])

    def claims(text: str) -> set[tuple[str, str]]:
        version = Version("https://gazette.example/1", "Gazette", text, datetime(2022, 6, 1, 12, tzinfo=UTC))
        return {(c.issue, c.stance.value) for c in coder.code(version).claims}

    assert claims("The Harbour Bill is long. Democrats denounced the legislation.") == {("bill", "oppose")}
    assert claims("Democrats denounced the legislation.") == set()
    assert claims("The Rescue Fund is small. Democrats denounced the legislation.") == set()


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
