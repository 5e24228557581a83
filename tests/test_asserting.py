"""Propositions of fact: which are, what their words say, and who holds them in transcripts and in an actor's own outlet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from extract.claims import Coder
from extract.language.facts import assertions, like, opposite, read_fact
from extract.model import Actor, Issue, Outlet, Speaker, Version, When

_ACTORS = (
    Actor("estmark", "Estmark", speakers=(Speaker("Lena Holm", "President", date(2019, 1, 1)), Speaker("Ivar Rusk", "Spokesperson", date(2019, 1, 1)))),
    Actor("france", "France"),
)
_ISSUES = {
    "coup": Issue("coup", "The events in Boru are a coup", ("coup",)),
    "prices": Issue("prices", "Inflation is temporary", ("temporary", "transitory")),
    "grid": Issue("grid", "Tamor is behind the attack on the grid", ("behind the attack", "attack on the grid")),
}
_OUTLETS = (Outlet("Gazette"), Outlet("Palace", speaks_for="estmark"))


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(_ACTORS, tuple(_ISSUES.values()), _OUTLETS)


def claims(coder: Coder, text: str, outlet: str = "Palace") -> list[tuple[str, str, str, str]]:
    """Issue, actor, stance and basis of each claim."""
    version = Version("https://palace.example/1", outlet, text, datetime(2022, 6, 1, tzinfo=UTC), published=When(date(2022, 6, 1)))
    return [(c.issue, c.actor, c.stance.value, c.basis.value) for c in coder.code(version).claims]


@pytest.mark.parametrize(
    "proposition",
    [
        "The events in Boru are a coup",
        "The economy is in recession",
        "Varland is committing genocide in Boru",
        "The virus leaked from a laboratory",
        "The vote was rigged",
        "Orvia is behind the attack on the pipeline",
        "The strike is illegal",
        "Sela is a terrorist state",
        "Climate change is man-made",
        "The sanctions have failed",
        "The economy is growing",
        "The supply chain is broken",
        "Varland's invasion of Boru is unprovoked",
        "Opium comes from Boru",
        "The rise in prices is caused by the war",
        "Varland is blackmailing Boru with gas",
    ],
)
def test_what_is_so_or_was_done_is_a_fact(proposition: str) -> None:
    assert read_fact(proposition) is not None


@pytest.mark.parametrize(
    "proposition",
    [
        "The fuel tax is suspended",
        "Ukraine joins NATO",
        "The border is closed",
        "The ban is in force",
        "Whaling is legal",
        "Estmark is a member of the pact",
        "Sela is an independent state",
        "France is sending weapons to Boru",
        "Troops are leaving Boru",
        "Dahl is supported",
        "The practice stays legal",
        "The inflation goal is 2 percent",
        "The withdrawal was right",
        "The dam should have been built",
    ],
)
def test_what_is_to_be_done_is_none(proposition: str) -> None:
    assert read_fact(proposition) is None


def test_what_it_says_and_of_what() -> None:
    fact = read_fact("The Lenva vaccine is safe")
    assert fact is not None
    assert (fact.of_head, fact.quality, fact.deed, fact.blames) == ("vaccine", True, False, False)
    assert fact.is_label(["safe"]) and fact.is_label(["harmless"])
    assert not fact.is_label(["Lenva", "vaccine"])


@pytest.mark.parametrize(
    ("one", "other", "same", "turned"), [("leak", "leaked", True, False), ("legal", "illegal", False, True), ("coup", "court", False, False)]
)
def test_words_of_one_root_and_opposites(one: str, other: str, same: bool, turned: bool) -> None:
    assert (like(one, other), opposite(one, other)) == (same, turned)


@pytest.mark.heavy
def test_every_word_of_assertion_is_read_as_its_group_says(coder: Coder) -> None:
    examples = assertions().examples
    assert len(examples) > 150
    wrong = []
    for sentence, sign in examples:
        found = {(a, s) for _, a, s, _ in claims(coder, sentence, "Gazette")}
        if found != {("france", "support" if sign > 0 else "oppose")}:
            wrong.append(f"{sentence} {sign:+d}: {sorted(found)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.heavy
def test_adjectives_of_one_sense_and_their_opposites_are_read_where_the_words_name_the_thing() -> None:
    wrong = []
    for example, so, not_so in assertions().senses:
        thing = example.removeprefix("France said ").split(" is ")[0].split(" was ")[0]
        for label in sorted(so):
            proposition = example.removeprefix("France said t").replace("{}", label)
            coder = Coder(_ACTORS, [Issue("it", "T" + proposition.rstrip("."), (thing.removeprefix("the "),))], _OUTLETS)
            for word in sorted(so | not_so):
                found = [s for _, _, s, _ in claims(coder, example.replace("{}", word), "Gazette")]
                if found != ["support" if word in so else "oppose"]:
                    wrong.append(f"{proposition} {word}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("question", "answer", "stance"),
    [
        ("Are the events in Boru a coup?", "Yes.", "support"),
        ("Are the events in Boru a coup?", "No.", "oppose"),
        ("Are the events in Boru a coup?", "We will see.", None),
        ("Would you call the events in Boru a coup?", "No.", "oppose"),
        ("Does the President believe that the events in Boru are a coup?", "She does.", "support"),
        ("Does the President believe that the events in Boru are a coup?", "She does not.", "oppose"),
        ("Do you agree that the events in Boru are a coup?", "We do.", "support"),
        ("Did the generals call the events in Boru a coup?", "Yes.", None),
        ("Aren't the events in Boru a coup?", "Yes.", None),
    ],
)
def test_a_plain_answer_says_whether_it_is_so(coder: Coder, question: str, answer: str, stance: str | None) -> None:
    found = claims(coder, f"Q  {question}\n\nMR. RUSK: {answer}")
    assert found == ([("coup", "estmark", stance, "official")] if stance else [])


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("Now that the President has said that the events in Boru are a coup, shouldn't you act?", "support"),
        ("Given that the President considers the events in Boru a coup, will you act?", "support"),
        ("On the President calling the events in Boru a coup, what changed?", "support"),
        ("The President called the events in Boru a coup yesterday. What changed?", "support"),
        ("The President said that the events in Boru were not a coup. What changed?", "oppose"),
        ("You said in May that the events in Boru were a coup. What changed?", "support"),
        ("Why did the President call the events in Boru a coup?", "support"),
        ("Why does the President refuse to call the events in Boru a coup?", None),
        ("If the events in Boru are a coup, will you act?", None),
        ("Some say that the events in Boru are a coup. Do they lie?", None),
        ("Would the President call the events in Boru a coup?", None),
    ],
)
def test_what_a_question_takes_for_granted_is_told_of_an_official(coder: Coder, question: str, stance: str | None) -> None:
    found = claims(coder, f"Q  {question}\n\nMR. RUSK: We will see.")
    assert found == ([("coup", "estmark", stance, "characterised")] if stance else [])


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Inflation has risen, largely reflecting temporary factors.", "support"),
        ("Inflation is elevated, reflecting factors that are expected to be transitory.", "support"),
        ("We no longer expect inflation to be transitory.", "oppose"),
        ("Inflation is unlikely to be temporary.", "oppose"),
        ("The temporary lending facility helped to slow inflation.", None),
        ("We view the slowing of growth as temporary, and inflation is high.", None),
        ("If inflation is temporary, rates will stay.", None),
        ("Inflation has been less temporary than expected.", "oppose"),
    ],
)
def test_an_own_outlet_says_what_it_holds(coder: Coder, text: str, stance: str | None) -> None:
    assert claims(coder, text) == ([("prices", "estmark", stance, "official")] if stance else [])
    assert claims(coder, text, "Gazette") == []


@pytest.mark.heavy
def test_who_is_blamed_must_be_the_one(coder: Coder) -> None:
    assert claims(coder, "Estmark blamed Tamor for the attack on the grid.", "Gazette") == [("grid", "estmark", "support", "reported")]
    assert claims(coder, "Estmark blamed Lorn for the attack on the grid.", "Gazette") == []


@pytest.mark.heavy
def test_words_against_it_are_the_opposite() -> None:
    rise = Issue("rise", "The rise in prices is temporary", ("temporary",), ("permanent",))
    coder = Coder(_ACTORS, [rise], _OUTLETS)
    assert claims(coder, "France said the rise in prices was permanent.", "Gazette") == [("rise", "france", "oppose", "official")]
    assert claims(coder, "France said the rise in prices was not permanent.", "Gazette") == [("rise", "france", "support", "official")]
    assert claims(coder, "France said the rise in prices was temporary.", "Gazette") == [("rise", "france", "support", "official")]


@pytest.mark.heavy
def test_what_was_done_to_somebody_is_no_less_so_for_its_harm() -> None:
    coder = Coder(_ACTORS, [Issue("poison", "Tamor poisoned the envoy", ("poisoned", "envoy"))], _OUTLETS)
    assert claims(coder, "France said that Tamor had poisoned the envoy.", "Gazette") == [("poison", "france", "support", "official")]
    assert claims(coder, "France denied that Tamor had poisoned the envoy.", "Gazette")[0][2] == "oppose"
    assert claims(coder, "France mourned the envoy.", "Gazette") == []
