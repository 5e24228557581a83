"""Words that markup glued together are parted, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.clean import clean
from extract.page.repair import repaired
from tests.made_pages import PARAGRAPHS, page


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("after the talks.He said", "after the talks. He said"),
        ("after the talks.I said", "after the talks. I said"),
        ("a long conflict,possibly more", "a long conflict, possibly more"),
        ("is it so?Nobody knows", "is it so? Nobody knows"),
        ("“we are for it.”She left", "“we are for it.” She left"),
        ("after the talks.“We agree”", "after the talks. “We agree”"),
        ("(as before).The vote", "(as before). The vote"),
        ("back to Avalon.The vote", "back to Avalon. The vote"),
        ("one.Two words.It is", "one. Two words. It is"),
        ("Gespräche.Über alles", "Gespräche. Über alles"),
        ("переговоры.Он сказал", "переговоры. Он сказал"),
    ],
)
def test_glued_sentences_and_clauses_are_parted(glued: str, parted: str) -> None:
    """Where lower case, a stop and a capital meet, or two words with a comma."""
    assert repaired(glued) == parted


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a.Html?b=c,d",
        "www.example.org,here",
        "example.Com and Example.Org",
        "Booking.De has it",
        "ann.Lee@example.org",
        "@ann.Lee and #one,two",
        "3.5 and 1,000,000 and 12.Million",
        "the U.S. and the U.K.",
        "e.g. this, i.e. that",
        "a Ph.D. in law",
        "report.Final.pdf and Notes.Docx",
        "Node.js and ASP.Net",
        "will.I.am sang",
        "the magazine Table.Talk wrote",
        "p.m.Then",
        "a,b and c",
        "os.path.Join(x)",
    ],
)
def test_what_is_no_border_of_sentences_is_left_alone(text: str) -> None:
    """Addresses, handles, numbers, initialisms, degrees, file names, brands."""
    assert repaired(text) == text


WORDS = st.lists(
    st.sampled_from(
        [
            "talks",
            "He",
            "said",
            ".",
            ",",
            "?",
            "”",
            "“",
            "U.S.",
            "Ph.D.",
            "3.5",
            "example.org",
            "@x",
            " ",
            "\n",
            "I",
            "über",
            "É",
            "It",
            "’s",
            "(",
            ")",
            "Avalon",
        ]
    )
).map("".join)


@given(st.one_of(st.text(), WORDS))
def test_only_white_space_changes_and_once_is_enough(text: str) -> None:
    """Whatever the text."""
    once = repaired(text)
    assert re.sub(r"\s", "", once) == re.sub(r"\s", "", text)
    assert repaired(once) == once
    assert len(once) >= len(text)


def test_borders_in_markup_part_words() -> None:
    """Inline elements, line breaks, list items and cells."""
    body = (
        f"<article><p>{PARAGRAPHS[0]}</p><p><span>It was a long conflict,</span><span>possibly over.</span><b>He said so</b> to the press.<br>Then he left.</p>"
        "<table><tr><th>Country</th><th>Vote</th></tr><tr><td>Avalon</td><td>in favour</td></tr><tr><td>Bria</td><td>against</td></tr></table>"
        f"<ul><li>The first point of the plan</li><li>The second point of the plan</li></ul><p>{PARAGRAPHS[1]}</p></article>"
    )
    assert clean(page(body=body)).text.split("\n") == [
        PARAGRAPHS[0],
        "It was a long conflict, possibly over. He said so to the press.",
        "Then he left.",
        "Country | Vote",
        "Avalon | in favour",
        "Bria | against",
        "The first point of the plan",
        "The second point of the plan",
        PARAGRAPHS[1],
    ]
