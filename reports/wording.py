"""Word-level differences between two texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_CLOSE = 0.6  # share of words in common from which a difference by words is easier to read than two texts
_LONGEST = 120  # words; beyond it nobody reads a difference by words


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what became of it; never empty."""

    change: Change
    text: str


def diff(before: str, after: str) -> tuple[Piece, ...]:
    """What was kept, removed and added, word by word.

    The pieces kept and removed join to ``before``, those kept and added to ``after``, exactly.
    No two neighbours are alike, and what was removed stands before what came in its place.
    """
    return tuple(_joined(before, after))


def _joined(before: str, after: str) -> Iterator[Piece]:
    removed, added = "", ""
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for i, (what, a1, a2, b1, b2) in enumerate(blocks):
        old, new = "".join(a[a1:a2]), "".join(b[b1:b2])
        # A blank between two changes is part of the change, or every word would be a change of its own.
        blank = what == "equal" and not old.strip() and 0 < i < len(blocks) - 1
        if what == "equal" and not blank:
            yield from _changed(removed, added)
            removed, added = "", ""
            yield Piece(Change.KEPT, old)
        else:
            removed, added = removed + old, added + new
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)


def close(before: str, after: str) -> bool:
    """Whether the two share so many words that their difference is worth showing; the order of the two does not matter."""
    one, other = (Counter(w.lower() for w in _WORD.findall(t)) for t in (before, after))
    total = one.total() + other.total()
    if not total or max(one.total(), other.total()) > _LONGEST:
        return False
    return 2 * (one & other).total() / total >= _CLOSE
