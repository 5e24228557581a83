"""A notification: what is news to a channel, and how it is told in plain text. Pure.

No word of an article is in it, only sentences built from the monitor's own names and from data; what chats would act on
is replaced visibly all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports import phrases
from reports.errata import taken_back
from reports.model import Change, Report
from reports.wish import Wish

SHOWN = 12  # changes told in one message
_GONE = "taken back"
_ACTIVE = str.maketrans({"<": "‹", ">": "›", "@": "＠", "`": "ˋ", "[": "［", "]": "］"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What a channel was told of one state of a shift; ``again``: it was refused, and may be told again."""

    shift_id: str
    revision: int
    gist: str
    again: bool


def gist(change: Change) -> str:
    """What a message says of a shift; one of the same gist is no news."""
    return _GONE if change.withdrawn_at else f"{change.kind} {change.from_stance or 'none'} {change.to_stance}"


def news(report: Report, wish: Wish, heard: Iterable[Heard], since: datetime | None) -> tuple[Change, ...]:
    """The shifts that are news to a channel: those inferred from ``since`` on, those refused before, those of another gist than told.

    ``report`` is of all time. A shift taken back is news only where it had been told.
    """
    delivered: dict[str, str] = {}
    states: set[tuple[str, int]] = set()
    refused: set[str] = set()
    for each in heard:
        if each.again:
            refused.add(each.shift_id)
        else:
            delivered[each.shift_id] = each.gist
            states.add((each.shift_id, each.revision))
            refused.discard(each.shift_id)

    def new(change: Change) -> bool:
        before = delivered.get(change.shift_id)
        if (change.shift_id, change.revision) in states or before == gist(change) or not wish.wants(change):
            return False
        if change.withdrawn_at is not None:
            return before is not None
        recent = since is None or change.known_from >= since or change.shift_id in refused or before is not None
        return recent and change.probability >= wish.minimum

    return tuple(c for c in (*report.headlines, *report.firsts, *report.late, *report.withdrawn) if new(c))


def told(report: Report, changes: Sequence[Change], path: str) -> tuple[str, str]:
    """Title and text of the message."""
    moved = [c for c in changes if c.withdrawn_at is None]
    back = [c for c in changes if c.withdrawn_at is not None]
    shifted = [c for c in moved if c.from_stance is not None]
    counts = (
        (len(shifted), phrases.count(len(shifted), "position changed", "positions changed")),
        (len(moved) - len(shifted), f"{len(moved) - len(shifted)} taken for the first time"),
        (len(back), f"{len(back)} taken back"),
    )
    lines = [f"• {c.sentence}\n  {_measure(c)}" for c in moved]
    lines += [f"• {taken_back(c)} It read: {c.sentence}" for c in back]
    rest = len(lines) - SHOWN
    if rest > 0:
        lines = [*lines[:SHOWN], f"and {rest} more, in the report"]
    if gaps := phrases.gaps(report):
        lines.append(gaps)
    title = f"{report.monitor}: {', '.join(text for n, text in counts if n)}"
    body = [plain(line) for text in lines for line in text.split("\n")]
    return plain(title), "\n".join((*body, f"The report: {phrases.visible(path)}"))


def _measure(change: Change) -> str:
    after = f"After: {phrases.heard(change.after)}."
    return f"Before: {phrases.heard(change.before)}. {after}" if change.from_stance is not None else after


def plain(text: str) -> str:
    """One line of text that no terminal, chat or mail acts on."""
    return phrases.visible(text).translate(_ACTIVE)
