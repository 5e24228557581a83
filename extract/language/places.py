"""Which country a stretch of text is about: by its names, demonyms, capitals, towns and regions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extract.language.lexicon import read_data
from extract.language.parse import plain

ALLIANCES = frozenset({"european-union", "nato", "united-nations", "african-union", "region"})
"""Organisations and regions of many countries: naming one does not tell one country from another."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text that names a country or part of it."""

    start: int
    end: int
    country: str


_NAMESAKES = frozenset({"Mexico", "England", "Britain"})
"""Names that stand in those of other places: "New Mexico"."""
_TREATY = re.compile(
    r"(?: [a-z]+)? (?:[Aa]greements?|[Aa]ccords?|[Ff]ramework|[Ff]ormat|[Pp]rocess|[Pp]rotocols?|[Tt]reaty|[Cc]onventions?|[Mm]emorandum|[Dd]eclaration)\b"
)
"""What follows the name of a town where something was signed: "the Minsk agreements" are not in Belarus, "the Paris climate agreement" not in France."""


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    rows: Iterable[dict[str, Any]] = read_data("countries.toml")["country"]  # type: ignore[assignment]
    known: dict[str, str] = {}
    for row in rows:
        for name in (row["name"], *row.get("aliases", ()), *row.get("demonyms", ()), *row.get("places", ())):
            known.setdefault(plain(name), row["id"])
    for name in ("Europe", "European", "Middle East", "Asia", "Asian", "Africa", "African", "Indo-Pacific", "Latin America"):
        known.setdefault(name, "region")
    options = "|".join(re.escape(name) for name in sorted(known, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w-])(?:{options})(?!\w)"), known


@lru_cache(maxsize=256)
def places(text: str, start: int = 0, end: int | None = None) -> tuple[Place, ...]:
    """The places that a (plain) text names between two offsets, in order."""
    pattern, known = _names()
    found = pattern.finditer(text, start, len(text) if end is None else end)
    return tuple(
        Place(m.start(), m.end(), known[m.group()])
        for m in found
        if not _TREATY.match(text, m.end()) and not (m.group() in _NAMESAKES and text.endswith("New ", 0, m.start()))
    )
