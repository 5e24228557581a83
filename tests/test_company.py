"""Whom "he" and "the president" mean: in an outlet that speaks for an actor, and elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from extract.claims import Coder
from extract.model import Actor, Issue, Outlet, Speaker, Version, When

pytestmark = pytest.mark.heavy

_ACTORS = (
    Actor(
        "freedonia",
        "Freedonia",
        speakers=(Speaker("Rufus Firefly", "President", date(2020, 1, 1)), Speaker("Ada Quill", "Press Secretary", date(2020, 1, 1))),
    ),
)
_CODER = Coder(_ACTORS, [Issue("accord", "The accord is signed", ("the accord",))], [Outlet("Palace", speaks_for="freedonia")])


def _said(text: str) -> set[tuple[str | None, str]]:
    version = Version("https://palace.example/1", "Palace", text, datetime(2022, 6, 1, tzinfo=UTC), title="Press briefing", published=When(date(2022, 6, 1)))
    return {(c.speaker, c.stance.value) for c in _CODER.code(version).claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS. QUILL: The President read it. It was long. He opposes the accord.", {("Rufus Firefly", "oppose")}),
        ("MS. QUILL: The President read it.\n\nQ And then?\n\nMS. QUILL: He opposes the accord.", {("Rufus Firefly", "oppose")}),
        ("MS. QUILL: The President saw Senator Hale. It was long. He opposes the accord.", set()),
        ("MS. QUILL: The President read it. Then came Oscar Brandt. He opposes the accord.", set()),
        ("MS. QUILL: The mayor read it. It was long. He opposes the accord.", set()),
        ("MS. QUILL: The President read it. It was long. She opposes the accord.", set()),
        ("THE PRESIDENT: The President of the bank read it. It was long. He opposes the accord.", set()),
    ],
)
def test_he_is_the_head_where_nobody_else_was_named(text: str, expected: set[tuple[str | None, str]]) -> None:
    assert _said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Rufus Firefly came home. The president opposes the accord.", {("Rufus Firefly", "oppose")}),
        (
            "It rained.\n\nIt poured.\n\nIt snowed.\n\nPresident Rufus Firefly came home.\n\nNobody met him. The president opposes the accord.",
            {("Rufus Firefly", "oppose")},
        ),
        ("It rained all day.\n\nPresident Rufus Firefly came home.\n\n“I oppose the accord,” said the president.", {("Rufus Firefly", "oppose")}),
        ("The president of Sylvania came.\n\nRufus Firefly met him.\n\nThe president opposes the accord.", set()),
        ("President Rufus Firefly came home. Oscar Brandt met him. The president opposes the accord.", set()),
        ("Former President Rufus Firefly came home. The president opposes the accord.", set()),
    ],
)
def test_an_office_is_that_of_whoever_was_named_last_if_it_is_his(text: str, expected: set[tuple[str | None, str]]) -> None:
    coder = Coder(_ACTORS, [Issue("accord", "The accord is signed", ("the accord",))], [Outlet("Gazette")])
    version = Version("https://gazette.example/1", "Gazette", text, datetime(2022, 6, 1, tzinfo=UTC), title="News", published=When(date(2022, 6, 1)))
    assert {(c.speaker, c.stance.value) for c in coder.code(version).claims} == expected
