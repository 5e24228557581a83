"""Who is meant by a title alone: "the senator", who was "Senator Dahl" before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

TITLES = {
    "president": r"President", "vice president": r"Vice President", "senator": r"Sens?\.|Senators?", "governor": r"Gov\.|Governor",
    "congressman": r"Rep\.|Representative|Congressman", "congresswoman": r"Rep\.|Representative|Congresswoman", "secretary": r"Secretary", "mayor": r"Mayor",
    "prime minister": r"Prime Minister", "chancellor": r"Chancellor", "judge": r"Judge", "justice": r"Justice", "attorney general": r"Attorney General",
    "general": r"Gen\.|General", "speaker": r"Speaker", "sheriff": r"Sheriff", "pope": r"Pope", "chairman": r"Chairman", "director": r"Director",
    "minister": r"Minister", "king": r"King", "prince": r"Prince", "pastor": r"Pastor", "reverend": r"Rev\.", "lawmaker": r"Rep\.|Sen\.", "premier": r"Premier",
}  # fmt: skip
"""How each title is written before a name."""
_BEFORE = {title: re.compile(rf"(?:{written})\s(?:[A-Z][\w.]+\s){{0,2}}$") for title, written in TITLES.items()}
_LONG = 400  # characters


class Placed(Protocol):
    """Something that stands in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


P = TypeVar("P", bound=Placed)


def within(placed: Sequence[P], start: int, end: int) -> list[P]:
    """Those that lie between two offsets, of a row in order of where they start."""
    low, high = (bisect_left(placed, at, key=_start) for at in (start, end))
    return [p for p in placed[low:high] if p.end <= end]


def _start(placed: Placed) -> int:
    return placed.start


class Titled(Generic[P]):
    """Who of the people named in a text bore which title before his name."""

    def __init__(self, text: str, people: Sequence[P]) -> None:
        self._held: dict[str, list[tuple[P, bool]]] = {}
        names: dict[str, set[str]] = {}
        for person in people:
            before = text[max(0, person.start - 40) : person.start]
            for title in (t for t, pattern in _BEFORE.items() if pattern.search(before)):
                names.setdefault(title, set()).add(text[person.start : person.end].split()[-1])
                self._held.setdefault(title, []).append((person, len(names[title]) == 1))

    def who(self, title: str, at: int) -> P | None:
        """Who "the senator" at an offset is: the one who bore the title before; the last, if not long ago, where several did."""
        held = self._held.get(title, [])
        last = bisect_left(held, at, key=lambda h: h[0].start)
        if not last:
            return None
        person, alone = held[last - 1]
        return person if alone or at - person.end < _LONG else None
