"""The predicates and closed word classes of ``extract/data/predicates.toml``, ready to look up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Predicate:
    """What one word does to the stance of what stands below it."""

    kind: str
    sign: int
    strength: int = 2
    negated: str = "flip"
    takes: tuple[str, ...] = ()

    def fits(self, relation: str) -> bool:
        """Whether it reads what stands below it by that relation: ``object``, ``to do``, ``that`` or a preposition; no ``takes``: any."""
        return not self.takes or relation in self.takes


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a fixed phrase says of the issue, and what its denial says: the opposite, nothing decided, or (None) nothing that can be told."""

    sign: int
    strength: int
    denied: str | None = None

    def meant(self, *, denied: bool) -> int | None:
        """The sign of the phrase as it stands; None where that cannot be told."""
        if not denied:
            return self.sign
        return {"flip": -self.sign, "neutral": 0}.get(self.denied or "")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Predicates by part of speech and lemma; phrases by their words; closed classes by name; lemmas of forms that the parser misreads."""

    entries: dict[tuple[str, str], tuple[Predicate, ...]]
    phrases: dict[str, Phrase]
    words: dict[str, frozenset[str]]
    examples: tuple[tuple[str, str], ...]
    misread: dict[str, str]

    def look(self, pos: str, lemma: str, kinds: tuple[str, ...] = ("attitude", "effect", "judgement")) -> Predicate | None:
        """The first predicate of that lemma and kind; ``pos`` is ``verb``, ``noun`` or ``adjective``."""
        return next((p for p in self.entries.get((pos, lemma), ()) if p.kind in kinds), None)


def read_data(name: str) -> dict[str, object]:
    """One of the TOML files of ``extract/data``."""
    return tomllib.loads(files("extract.data").joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    data = tomllib.loads(files("extract.data").joinpath("predicates.toml").read_text(encoding="utf-8"))
    entries: dict[tuple[str, str], tuple[Predicate, ...]] = {}
    examples: list[tuple[str, str]] = []
    for group in data["group"]:
        default = {"attitude": "flip", "effect": "flip", "judgement": "flip"}[group["kind"]]
        predicate = Predicate(group["kind"], group["sign"], group.get("strength", 2), group.get("negated", default), tuple(group.get("takes", ())))
        for pos in ("verb", "noun", "adjective"):
            for lemma in group.get(f"{pos}s", ()):
                known = entries.get((pos, lemma), ())
                if not any(p.kind == predicate.kind for p in known):
                    entries[pos, lemma] = (*known, predicate)
        examples += [(sentence, stance) for sentence, stance in group["examples"]]
    phrases: dict[str, Phrase] = {}
    for entry in data["phrase"]:
        phrases |= dict.fromkeys(entry["phrases"], Phrase(entry["sign"], entry["strength"], entry.get("denied")))
        examples += [(sentence, stance) for sentence, stance in entry["examples"]]
    words = {name: frozenset(values) for name, values in data["words"].items()}
    misread = {form: lemma for lemma, forms in data["misread"].items() for form in forms}
    return Lexicon(entries, phrases, words, tuple(examples), misread)
