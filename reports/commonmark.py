"""Text as CommonMark that stays text: nothing in it can start markup, a link, a reference or a mention.

What cannot be held is replaced by its name in ``⟦ ⟧``: characters that act without being seen (``⟦U+202E⟧``), and the
``@`` and ``#`` of a mention or a reference, which code forges follow whatever is written before them (docs/quotes.md).
"""

from __future__ import annotations

import re

from reports import phrases
from reports.links import relative, web

_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~$]|:(?=//)|(?<=www)\.|^[#+\-=:]", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_SUMMONS = re.compile(r"@(?=\w)|(?<!&)#(?=\d)|(?<=\bGH)-(?=\d)", re.IGNORECASE | re.ASCII)
_EDGE = re.compile(r"^\s+|\s+$")
_DOUBTFUL = re.compile(r"[()\s<>\\]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escaped(text: str) -> str:
    """The text as plain words of Markdown, in one line."""
    return _plain(phrases.visible(text).strip(" "))


def strong(text: str) -> str:
    """The words in strong print; nothing where there are none, since bare stars would be a rule."""
    plain = escaped(text)
    return f"**{plain}**" if plain else ""


def words(text: str) -> list[str]:
    """A quote as the lines of one paragraph: parsed, it is the text again, but for what is replaced by its name.

    White space that a parser would drop (at the ends of lines, empty lines, carriage returns) is written as a character reference.
    """
    lines: list[str] = []
    empty = 0
    for raw in text.split("\n"):
        if not raw:
            empty += 1
            continue
        lines.append("&#10;" * empty + _line(raw))
        empty = 0
    if not lines:
        return ["&#10;" * (empty - 1)]
    lines[-1] += "&#10;" * empty
    return lines


def _line(raw: str) -> str:
    returns = ("\t".join(map(phrases.visible, part.split("\t"))) for part in raw.split("\r"))
    held = "\r".join(returns)
    return _EDGE.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), _plain(held)).replace("\r", "&#13;")


def _plain(text: str) -> str:
    seen = _SUMMONS.sub(lambda m: f"⟦{m[0]}⟧", text)
    return _NUMBERED.sub(r"\1\\", _ACTIVE.sub(lambda m: "\\" + m[0], seen))


class Links:
    """Links as references, so that addresses stand at the end and the text reads well unrendered."""

    def __init__(self) -> None:
        self._targets: dict[str, int] = {}

    def to(self, text: str, address: str | None) -> str:
        """The words as a link, or plain where the address may not be followed."""
        target = (web(address) or relative(address)) if address else None
        if target is None:
            return escaped(text)
        safe = _ENTITY.sub(r"\\&", _DOUBTFUL.sub(lambda m: f"%{ord(m[0]):02X}", target))
        return f"[{escaped(text)}][{self._targets.setdefault(safe, len(self._targets) + 1)}]"

    def definitions(self) -> list[str]:
        """Where the links lead, a line each."""
        return [f"[{n}]: <{target}>" for target, n in self._targets.items()]
