"""What an outlet changed between two versions, in words. White space, typography and case are no change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_PLAIN = str.maketrans("‘’‚‛′“”„‟″«»‹›–—‒―−‐‑", "'''''\"\"\"\"\"\"\"''-------")
_MOST = 4000
"""Lines or words on each side of one comparison; longer stretches are shown as a whole."""
SHOWN = 12  # words shown of each change


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """(removed, added) runs of words, in order. Bounded in time for texts of any length."""
    old, new = before.split("\n"), after.split("\n")
    found: list[tuple[str, str]] = []
    for a1, a2, b1, b2 in _different([_plain(line) for line in old], [_plain(line) for line in new]):
        found += _in_words("\n".join(old[a1:a2]), "\n".join(new[b1:b2]))
    return found


def _in_words(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for a1, a2, b1, b2 in _different([_plain(word) for word in old], [_plain(word) for word in new]):
        yield " ".join(old[a1:a2]), " ".join(new[b1:b2])


def _different(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The places where two rows differ; what is the same at both ends is passed over first."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if max(len(old), len(new)) - start - end > _MOST:
        yield start, len(old) - end, start, len(new) - end
        return
    middle = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    for tag, a1, a2, b1, b2 in middle.get_opcodes():
        if tag != "equal":
            yield start + a1, start + a2, start + b1, start + b2


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold().split())


def summary(before: str, after: str) -> str:
    """``-removed +added; …`` for the first few changes, or that only white space or typography changed."""
    made = changes(before, after)
    if not made:
        return "white space or typography only"

    def short(text: str) -> str:
        words = text.split()
        return " ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")

    parts = [" ".join(p for p in (f"−{short(a)}" if a else "", f"+{short(b)}" if b else "") if p) for a, b in made[:4]]
    return "; ".join(parts) + (f"; and {len(made) - 4} more" if len(made) > 4 else "")
