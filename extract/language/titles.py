"""Who is meant by a title alone: "the senator", who was "Senator Dahl" before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

TITLES = {
    "president": r"President", "vice president": r"Vice President", "senator": r"Sens?\.|Senators?", "governor": r"Gov\.|Governor",
    "congressman": r"Rep\.|Representative|Congressman", "congresswoman": r"Rep\.|Representative|Congresswoman", "secretary": r"Secretary", "mayor": r"Mayor",
    "prime minister": r"Prime Minister", "chancellor": r"Chancellor", "judge": r"Judge", "justice": r"Justice", "attorney general": r"Attorney General",
    "general": r"Gen\.|General", "speaker": r"Speaker", "sheriff": r"Sheriff", "pope": r"Pope", "chairman": r"Chairman", "director": r"Director",
    "minister": r"Minister", "king": r"King", "prince": r"Prince", "pastor": r"Pastor", "reverend": r"Rev\.", "lawmaker": r"Rep\.|Sen\.", "premier": r"Premier",
    "president-elect": r"President-elect|president-elect", "nominee": r"[Nn]ominee", "candidate": r"[Cc]andidate", "front-runner": r"[Ff]ront-?runner",
    "ambassador": r"Ambassador", "commissioner": r"Commissioner", "representative": r"Rep\.|Representative", "leader": r"Leader",
    "attorney": r"[Aa]ttorney|[Ll]awyer", "lawyer": r"[Aa]ttorney|[Ll]awyer", "spokesman": r"[Ss]pokesman", "spokeswoman": r"[Ss]pokeswoman",
}  # fmt: skip
"""How each title is written before a name."""
_BEFORE = {
    title: re.compile(rf"(?:(\b[Ff]ormer |\bex-|\bthen-)(?:[\w.]+ ){{0,3}})?(?<![Vv]ice )(?:{written})\s(?:[A-Z][\w.]+\s){{0,2}}$")
    for title, written in TITLES.items()
}
HOUSE = "White House"
_LONG = 400  # characters
_MUCH = 3  # times as often


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
    """Who of the people named in a text bore which title before his name, or by his office; ``offices`` are those of a named one."""

    def __init__(self, text: str, people: Sequence[P], offices: Callable[[P], Iterable[str]] = lambda _: ()) -> None:
        self._held: dict[str, list[tuple[P, str]]] = {}
        for person in people:
            before = text[max(0, person.start - 60) : person.start]
            found = {title: m for title, pattern in _BEFORE.items() if (m := pattern.search(before))}
            titles = [f"former {title}" if m.group(1) else title for title, m in found.items()]
            for title in dict.fromkeys([*titles, *(() if any(m.group(1) for m in found.values()) else offices(person))]):
                self._held.setdefault(title, []).append((person, text[person.start : person.end].split()[-1]))

    def who(self, title: str, at: int) -> P | None:
        """Who "the senator" at an offset is: the one who bore the title before; where several did, the last, if not long ago, or the
        one who did much more than any other.
        """
        held = self._held.get(title, [])
        held = held[: bisect_left(held, at, key=lambda h: h[0].start)]
        if not held:
            return None
        person, _ = held[-1]
        counts = Counter(n for _, n in held)
        if len(counts) == 1 or at - person.end < _LONG:
            return person
        (first, many), (_, few) = counts.most_common(2)
        return next(p for p, n in reversed(held) if n == first) if many >= _MUCH * few else None

    def only(self, title: str, at: int) -> P | None:
        """The one person who bore a title before an offset; None where several did."""
        held = [h for h in self._held.get(title, []) if h[0].start < at]
        return held[-1][0] if len({name for _, name in held}) == 1 else None
