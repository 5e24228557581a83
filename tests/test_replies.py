"""Replies that name nothing: reasons, agreement, being considered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from extract.claims import Coder
from extract.model import Actor, Issue, Outlet, Speaker, Version, When

pytestmark = pytest.mark.heavy

_ACTORS = (Actor("freedonia", "Freedonia", speakers=(Speaker("Rufus Firefly", "President", date(2020, 1, 1)),)),)
_CODER = Coder(_ACTORS, [Issue("accord", "The accord is signed", ("the accord",))], [Outlet("Palace", speaks_for="freedonia")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q Why are you against the accord?\n\nPRESIDENT FIREFLY: Because it is weak.", ["oppose"]),
        ("Q Why do you support the accord?\n\nPRESIDENT FIREFLY: Because it is strong.", ["support"]),
        ("Q Why are you against the accord?\n\nPRESIDENT FIREFLY: I am not.", []),
        ("Q What is in the accord?\n\nPRESIDENT FIREFLY: Because it is long, I have not read it.", []),
        ("Q Will you sign the accord?\n\nPRESIDENT FIREFLY: Yes, I'm considering it.", ["neutral"]),
        ("Q Will you sign the accord?\n\nPRESIDENT FIREFLY: Yes.", ["support"]),
        ("PRESIDENT FIREFLY: Some in the Senate suggest that signing the accord would be a mistake. We don't agree.", ["support"]),
        ("PRESIDENT FIREFLY: Some in the Senate say that the accord is good. We disagree.", ["oppose"]),
        ("PRESIDENT FIREFLY: Some in the Senate say that the accord is good. I agree.", ["support"]),
        ("PRESIDENT FIREFLY: Some in the Senate say that the accord is good. We agree on other things.", []),
        ("PRESIDENT FIREFLY: Some in the Senate say that the accord is long. We disagree.", []),
    ],
)
def test_what_a_reply_takes_up(text: str, expected: list[str]) -> None:
    version = Version("https://palace.example/1", "Palace", text, datetime(2022, 6, 1, tzinfo=UTC), title="Remarks", published=When(date(2022, 6, 1)))
    assert [c.stance.value for c in _CODER.code(version).claims] == expected
