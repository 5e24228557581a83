"""Issues that are names: every word of ``extract/data/regard.toml`` is read in each sentence of its group with the group's sign."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, date, datetime
from typing import cast

import pytest

from extract.claims import Coder
from extract.language.actors import Register
from extract.language.esteem import regard
from extract.language.issues import names_bearer
from extract.language.lexicon import read_data
from extract.language.stand_ins import is_person
from extract.model import Actor, Issue, Speaker, Version, When
from tests.regard_world import CODER, DAHL, stances, stances_by_paragraph

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize(("sign", "stance"), [(1, "support"), (-1, "oppose")])
def test_every_word_is_read_as_its_group_says(sign: int, stance: str) -> None:
    examples = [sentence for sentence, s in regard().examples if s == sign]
    assert len(examples) > 800
    read = [got for start in range(0, len(examples), 25) for got in stances_by_paragraph(examples[start : start + 25])]
    wrong = [(sentence, got) for sentence, got in zip(examples, read, strict=True) if got != {("democrats", stance)}]
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
        ("President Anna Berg left early. The White House later criticized Dahl.", {("norvia", "oppose")}),
        ("President Anna Berg left early. Vice President Paul Lund came. Earlier the president had attacked Dahl.", {("norvia", "oppose")}),
        ("Nominee Carl Dahl spoke first. Anna Berg accused the nominee of lying.", {("norvia", "oppose")}),
        ("Former President Anna Berg spoke first. The president had attacked Dahl.", set()),
        ("It was a very long day for us all. Dahl is a disgrace to the town and to the country! — Anna Berg (@annaberg)", {("norvia", "oppose")}),
        ("It was a very long day for us all. Dahl is a disgrace to the town and to the country! — Paul Lund (@paullund)", set()),
        ("It was the turn of Anna Berg. Berg criticized Dahl.", {("norvia", "oppose")}),
        ("Anna Berg and Paul Berg came. Paul Berg criticized Dahl.", set()),
    ],
)
def test_pronouns_titles_and_speakers_are_resolved_where_they_are_clear(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said it was unfair for Dahl to delay the vote.", {("norvia", "oppose")}),
        ("Anna Berg said it was time for Dahl to delay the vote.", set()),
        ("Anna Berg had harsh words for Dahl.", {("norvia", "oppose")}),
        ("Anna Berg had warm words for Dahl.", {("norvia", "support")}),
        ("Anna Berg had many words for Dahl.", set()),
        ("Anna Berg took a hard line against Dahl.", {("norvia", "oppose")}),
        ("Anna Berg gave Dahl a boost on Monday.", {("norvia", "support")}),
        ("Anna Berg gave Dahl a book on Monday.", set()),
        ("“Our thoughts are with Dahl,” Anna Berg said.", {("norvia", "support")}),
        ("“Our tickets are with Dahl,” Anna Berg said.", set()),
        ("Anna Berg pushed back against attacks on Dahl.", {("norvia", "support")}),
        ("Anna Berg called on Norvia to stop stalling Dahl's nomination.", {("norvia", "support")}),
        ("Anna Berg said that Dahl did not go far enough.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl could do more.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl could go home.", set()),
        ("Dahl has the support of Anna Berg.", {("norvia", "support")}),
        ("Dahl is under scrutiny and facing an attack from Anna Berg.", {("norvia", "oppose")}),
        ("Anna Berg has a better shot at defeating Dahl.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl ran and failed.", {("norvia", "oppose")}),
        ("Anna Berg referred to Dahl as a thug.", {("norvia", "oppose")}),
        ("Anna Berg referred to Dahl as a neighbor.", set()),
        ("Anna Berg said that Dahl backed down.", set()),
        ("Anna Berg told an excited crowd about Dahl.", set()),
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


OVERTIME = Issue("overtime", "The plan to pay workers overtime is supported", ("plan to pay workers overtime",))
BUDGET = Issue("budget", "The plan to shrink the budget is supported", ("plan to shrink the budget",))
BERG = Actor("norvia", "Norvia", speakers=(Speaker("Anna Berg", "President"),))


def told_of(text: str, *issues: Issue) -> set[tuple[str, str]]:
    """Of which issues what is held."""
    version = Version("https://gazette.example/2", "Gazette", text, datetime(2022, 6, 1, 12, tzinfo=UTC), published=When(date(2022, 6, 1)))
    return {(c.issue, c.stance.value) for c in Coder([BERG], issues).code(version).claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg criticized a proposal on overtime for workers.", {("overtime", "oppose")}),
        ("Anna Berg criticized a proposal on parks.", set()),
        ("A proposal on overtime for workers was made. Anna Berg criticized the new plan.", {("overtime", "oppose")}),
        ("Anna Berg criticized the new plan.", set()),
        ("A plan on overtime for workers was made. A plan that would shrink the budget was made too. Anna Berg criticized the plan.", set()),
    ],
)
def test_a_thing_is_known_by_words_of_its_kind_once_it_was_described(text: str, expected: set[tuple[str, str]]) -> None:
    assert told_of(text, OVERTIME, BUDGET) == expected


def test_every_word_of_a_family_may_stand_for_every_other() -> None:
    for words in cast(list[list[str]], read_data("families.toml")["families"]):
        for one in words:
            issue = Issue("thing", f"The overtime {one} is supported", (f"overtime {one}",))
            for other in words:
                text = f"The overtime {one} was long. Anna Berg criticized the {other}."
                assert told_of(text, issue) == {("thing", "oppose")}, text


def test_every_name_of_a_row_may_be_the_same_given_name() -> None:
    for names in cast(list[list[str]], read_data("nicknames.toml")["names"]):
        for one, other in itertools.permutations(names, 2):
            register = Register([Actor("x", "X", speakers=(Speaker(f"{one} Quill", "Senator"),))])
            text = f"{one} Quill spoke. {other} Quill left."
            assert [m.actor for m in register.mentions(text, 0, len(text), None, text)] == ["x", "x"], text
    register = Register([Actor("x", "X", speakers=(Speaker("Ada Quill", "Senator"),))])
    text = "Ada Quill spoke. Ben Quill left. Sen. Quill stayed. It was Ada. Quill sang."
    assert [text[m.start : m.end] for m in register.mentions(text, 0, len(text), None, text)] == ["Ada Quill", "Quill", "Quill"]


def test_nobody_of_a_group_is_a_person() -> None:
    assert not is_person(Issue("g", "House Republicans is supported", ("House Republicans", "Republicans")))
    assert is_person(DAHL)
    assert is_person(Issue("k", "Carl Dahl is supported", ("Carl Dahl", "Carl")))
    assert not is_person(Issue("p", "The Harbour Party is supported", ("Harbour Party", "Harbour")))
