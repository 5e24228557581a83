"""What an outlet changed between two versions, in one line."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|[^\w\s]")
SHOWN = 12  # words shown of each change


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """(removed, added) runs of words, in order; white space does not count."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(" ".join(old[a1:a2]), " ".join(new[b1:b2])) for tag, a1, a2, b1, b2 in matcher.get_opcodes() if tag != "equal"]


def summary(before: str, after: str) -> str:
    """``-removed +added; …`` for the first few changes, or that only white space changed."""
    made = changes(before, after)
    if not made:
        return "white space only"

    def short(text: str) -> str:
        words = text.split()
        return " ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")

    parts = [" ".join(p for p in (f"−{short(a)}" if a else "", f"+{short(b)}" if b else "") if p) for a, b in made[:4]]
    return "; ".join(parts) + (f"; and {len(made) - 4} more" if len(made) > 4 else "")
