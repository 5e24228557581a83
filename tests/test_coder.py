"""What the coder promises of any text: quotes are slices, the same text gives the same claims, nothing makes it run away."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.claims import Coded, Coder
from extract.language.lexicon import lexicon
from extract.model import Actor, Issue, Outlet, Speaker, Version, When

ACTORS = (
    Actor("ukraine", "Ukraine", speakers=(Speaker("Volodymyr Zelensky", "President", date(2019, 5, 20)),)),
    Actor("russia", "Russia", speakers=(Speaker("Vladimir Putin", "President", date(2012, 5, 7)),)),
)
ISSUES = (
    Issue("accord", "The accord is signed", ("the accord",)),
    Issue("ceasefire", "A ceasefire takes effect in Ukraine", ("ceasefire", "truce")),
    Issue("filibuster", "The filibuster is ended", ("filibuster",)),
)
CODER = Coder(ACTORS, ISSUES, [Outlet("Gazette"), Outlet("Kyiv Post", speaks_for="ukraine")])


def code(text: str, outlet: str = "Gazette") -> Coded:
    fetched = datetime(2022, 6, 1, 12, tzinfo=UTC)
    return CODER.code(Version("https://gazette.example/1", outlet, text, fetched, title="Talks", published=When(date(2022, 6, 1))))


SENTENCES = st.sampled_from(
    (
        "Ukraine supports the accord.",
        "“We reject the accord,” President Volodymyr Zelensky said.",
        "Russia isn’t ready for a ceasefire in Ukraine.",
        "Putin refused to sign the accord.",
        "Will Ukraine sign the accord?",
        "THE PRESIDENT: No.",
        "Q Do you support the accord?",
        "Key Objectives: Ukraine wants the accord signed at once.",
        "They want a truce.",
    )
)
ODD = st.sampled_from(
    ("🙂", "é", "\u0301", "\u202e", "\u2066", "\r\n", "\u00a0", "“", "”", "’", "…", "\u200b", "\ufeff", "ﷺ", "𝔘", "\t", "\x0b", "—", "\u2028")
)
TEXTS = st.lists(st.one_of(SENTENCES, ODD, st.sampled_from((" ", "\n", "\n\n"))), max_size=14).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(("Gazette", "Kyiv Post")))
def test_every_quote_is_its_slice(text: str, outlet: str) -> None:
    coded = code(text, outlet)
    for claim in coded.claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote.strip()
        assert 0 < claim.confidence <= 1 and claim.path
    for abstention in coded.abstentions:
        assert 0 <= abstention.start < abstention.end <= len(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_the_same_text_gives_the_same_claims(text: str) -> None:
    assert code(text) == code(text)


def test_a_claim_in_plain_text_is_made_at_all() -> None:
    """The properties above would hold of a coder that never speaks."""
    made = {(c.actor, c.issue, c.stance.value, c.speaker) for c in code("“We reject the accord,” President Volodymyr Zelensky said.").claims}
    assert made == {("ukraine", "accord", "oppose", "Volodymyr Zelensky")}


def hostile() -> dict[str, str]:
    noise = random.Random(7)
    return {
        "half a megabyte": "Ukraine supports the accord. It rained in the valley all day and nobody spoke. " * 6_500,
        "a hundred thousand words in one sentence": "the accord and " * 100_000,
        "random bytes": noise.randbytes(300_000).decode("latin-1"),
        "open quotations": "“the accord “" * 20_000,
        "labels": "A: " * 50_000 + "the accord",
        "capitals": "THE ACCORD: " * 20_000,
    }


@pytest.mark.heavy
@pytest.mark.parametrize("name", hostile())
def test_hostile_text_ends(name: str) -> None:
    """Far from linear would be hours; the bound is there so that a failure ends too."""
    begun = time.monotonic()
    coded = code(hostile()[name])
    assert time.monotonic() - begun < 300
    assert all(c.end - c.start < 2000 for c in coded.claims)


EXAMPLES = lexicon().examples


@pytest.mark.parametrize(("sentence", "stance"), EXAMPLES, ids=[s for s, _ in EXAMPLES])
def test_every_example_of_the_lexicon_is_read_as_it_says(sentence: str, stance: str) -> None:
    found = {c.stance.value for c in code(sentence).claims if c.actor == "ukraine" and c.issue == "accord"}
    assert found == ({stance} if stance != "none" else set())


def test_a_claim_is_the_surer_the_more_of_the_proposition_it_says() -> None:
    said = (
        "Ukraine wants a ceasefire to take effect in Ukraine.",
        "Ukraine supports a ceasefire in Ukraine.",
        "Ukraine supports a ceasefire.",
        "Ukraine supports a truce.",
    )
    outright, most, half, another = (max(c.confidence for c in code(f"“{s}” Zelensky said.").claims if c.actor == "ukraine") for s in said)
    assert outright > most > another and outright > half >= another


def test_a_second_term_is_a_term() -> None:
    """Whoever returns to an office holds it again."""
    back = Actor(
        "ukraine",
        "Ukraine",
        speakers=(Speaker("Ada Quill", "President", date(2010, 1, 1), date(2014, 1, 1)), Speaker("Ada Quill", "President", date(2020, 1, 1))),
    )
    coder = Coder([back], ISSUES)
    made = coder.code(
        Version("u", "Gazette", "President Ada Quill rejected the accord.", datetime(2022, 6, 1, tzinfo=UTC), published=When(date(2022, 6, 1)))
    ).claims
    assert [(c.speaker, c.stance.value) for c in made] == [("Ada Quill", "oppose")]


@pytest.mark.parametrize(
    ("question", "answer", "stance"),
    [
        ("Will the United States sign the accord?", "We’re not going to do that.", "oppose"),
        ("Will the United States sign the accord?", "The President has made clear that he is not going to do that.", "oppose"),
        ("Is the President considering the accord?", "We do not support that.", "oppose"),
        ("What about the accord?", "That is off the table.", "oppose"),
        ("Do you support the accord?", "That’s a good question.", None),
        ("Is the United States going to sign the accord?", "I have nothing to say on that.", None),
    ],
)
def test_the_next_sentence_may_take_the_issue_up(question: str, answer: str, stance: str | None) -> None:
    coder = Coder(
        [Actor("united-states", "United States", (), (Speaker("Jen Psaki", "White House press secretary"),))],
        [Issue("accord", "The accord is signed", ("the accord",))],
        [Outlet("White House", speaks_for="united-states")],
    )
    text = f"MS. PSAKI: Good afternoon.\n\nQ    {question}\n\nMS. PSAKI: {answer}\n"
    at = datetime(2022, 6, 1, tzinfo=UTC)
    claims = coder.code(Version("u", "White House", text, at, title="Press Briefing by Press Secretary Jen Psaki", published=When(date(2022, 6, 1)))).claims
    assert [c.stance.value for c in claims] == ([stance] if stance else [])
    assert all(c.quote == text[c.start : c.end] and c.quote in answer for c in claims)


@pytest.mark.parametrize(
    ("text", "outlet", "stances"),
    [
        ("**Signs the accord.** Much is done. - **Trade.** The fair was held.", "Kyiv Post", ["support"]),
        ("- **Calls for the accord.** It rained.", "Kyiv Post", ["support"]),
        ("Signs the accord.", "Gazette", []),
        ("It rained. - [The accord](https://gazette.example/a) must be signed.", "Kyiv Post", ["support"]),
        ("It rained. - They read the accord.", "Kyiv Post", []),
    ],
)
def test_marks_of_emphasis_and_lists_are_no_words(text: str, outlet: str, stances: list[str]) -> None:
    claims = code(text, outlet).claims
    assert [c.stance.value for c in claims] == stances
    assert all(not c.quote.startswith(("*", "-")) for c in claims)
