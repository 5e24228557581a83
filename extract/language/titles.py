"""Who is meant by a title alone: "the senator", who was "Senator Dahl" before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

TITLES = {
    "president": r"President", "vice president": r"Vice President", "senator": r"Sens?\.|Senators?", "governor": r"Gov\.|Governor",
    "congressman": r"Rep\.|Representative|Congressman", "congresswoman": r"Rep\.|Representative|Congresswoman", "secretary": r"Secretary", "mayor": r"Mayor",
    "prime minister": r"Prime Minister", "chancellor": r"Chancellor", "judge": r"Judge", "justice": r"Justice", "attorney general": r"Attorney General",
    "general": r"Gen\.|General", "speaker": r"Speaker", "sheriff": r"Sheriff", "pope": r"Pope", "chairman": r"Chairman", "director": r"Director",
    "minister": r"Minister", "king": r"King", "prince": r"Prince", "pastor": r"Pastor", "reverend": r"Rev\.", "lawmaker": r"Rep\.|Sen\.", "premier": r"Premier",
}  # fmt: skip
"""How each title is written before a name."""


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Named = TypeVar("Named", bound=_Placed)


def titled(text: str, people: Sequence[Named], title: str, at: int) -> Named | None:
    """Who "the senator" is: the one who bore the title in the text before; the last, if not long ago, where several did."""
    if title not in TITLES:
        return None
    pattern = re.compile(r"(?:" + TITLES[title] + r")\s(?:[A-Z][\w.]+\s){0,2}$")
    held = [p for p in people if p.start < at and pattern.search(text[max(0, p.start - 40) : p.start])]
    return held[-1] if held and (len({text[p.start : p.end].split()[-1] for p in held}) == 1 or at - held[-1].end < 400) else None
