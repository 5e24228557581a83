"""Predicates of several words ("threw its weight behind it", "put it on hold"), from ``extract/data/idioms.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extract.language.lexicon import Predicate, read_data
from extract.language.syntax import COPULAS, ancestors, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_GAP = 3  # words that may stand between two of an idiom
_BETWEEN = frozenset({"det", "advmod", "amod", "poss", "neg", "case", "nummod", "compound", "punct"})
_HERE = "…"


@dataclass(frozen=True, slots=True)
class Idiom:
    """Its words in order, without the issue's; what it makes of them; and its example."""

    words: tuple[str, ...]
    predicate: Predicate
    example: str

    @property
    def name(self) -> str:
        """How it is told to a reader."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Idioms:
    """Idioms that end in a preposition, by it; idioms around an object, by their verb."""

    before: dict[str, tuple[Idiom, ...]]
    around: dict[str, tuple[Idiom, ...]]
    every: tuple[Idiom, ...]


@lru_cache(maxsize=1)
def idioms() -> Idioms:
    """The shipped idioms, the longest first."""
    groups: Any = read_data("idioms.toml")["idiom"]
    before: dict[str, list[Idiom]] = {}
    around: dict[str, list[Idiom]] = {}
    every: list[Idiom] = []
    for group in groups:
        predicate = Predicate(group["kind"], group["sign"], group.get("strength", 2), group.get("negated", "flip"))
        for words, example in group["words"].items():
            parts = words.split()
            idiom = Idiom(tuple(w for w in parts if w != _HERE), predicate, example)
            every.append(idiom)
            table, key = (around, parts[0]) if _HERE in parts else (before, parts[-1])
            table.setdefault(key, []).append(idiom)

    def longest(table: dict[str, list[Idiom]]) -> dict[str, tuple[Idiom, ...]]:
        return {key: tuple(sorted(found, key=lambda idiom: -len(idiom.words))) for key, found in table.items()}

    return Idioms(longest(before), longest(around), tuple(every))


def ending_in(prep: Token) -> tuple[Token, Idiom] | None:
    """The idiom that a preposition ends, with its verb; turned round where it has a "no" ("is no fan of")."""
    for idiom in idioms().before.get(prep.lower_, ()):
        found = _backwards(prep, idiom.words[:-1])
        if found is None:
            continue
        first, passed = found
        verb = first.head if first.dep_ in ("aux", "auxpass", "cop") else first
        if not is_verb(verb) or not any(a.i == verb.i for a in ancestors(prep)):
            continue
        if any(t.lower_ in ("no", "little", "hardly") for t in passed):
            if idiom.predicate.negated == "none" or idiom.predicate.kind == "effect":
                return None
            return verb, replace(idiom, predicate=replace(idiom.predicate, sign=-idiom.predicate.sign))
        return verb, idiom
    return None


def around(verb: Token, small: Token | None = None) -> Idiom | None:
    """The idiom that a verb makes with what stands beside its object: "put it on hold". ``small``: a word that must be one of it."""
    found = idioms().around.get(verb.lemma_.lower(), ())
    if not found:
        return None
    said = [t for t in verb.subtree if t.i > verb.i]
    for idiom in found:
        words = idiom.words[1:]
        for at in range(len(said) - len(words) + 1):
            ending = said[at : at + len(words)]
            if tuple(t.lower_ for t in ending) == words and _is_beside(ending, verb) and (small is None or small in ending):
                return idiom
    return None


def _is_beside(ending: list[Token], verb: Token) -> bool:
    """Whether words belong to the verb itself, not to a clause below it, and are no preposition ("in place of")."""
    between = [a for a in (ending[0], *ancestors(ending[0])) if a not in ending]
    after = ending[-1].i + 1
    if any(is_verb(a) for a in between[: between.index(verb)]):
        return False
    return not (ending[-1].lower_ == "place" and after < len(verb.doc) and verb.doc[after].lower_ == "of")


def _backwards(prep: Token, words: Sequence[str]) -> tuple[Token, list[Token]] | None:
    """The first of the words that stand before a preposition in this order, and the words passed over; None where they do not."""
    at, token = prep.i - 1, prep
    passed: list[Token] = []
    for word in reversed(words):
        gap = 0
        while at >= 0 and not _is(prep.doc[at], word):
            if gap == _GAP or not (prep.doc[at].dep_ in _BETWEEN or prep.doc[at].lower_.endswith(("self", "selves"))):
                return None
            passed.append(prep.doc[at])
            at, gap = at - 1, gap + 1
        if at < 0:
            return None
        token = prep.doc[at]
        at -= 1
    return token, passed


def _is(token: Token, word: str) -> bool:
    if word == "be":
        return token.lemma_ in COPULAS or token.lemma_ in ("get", "grow")
    return word in (token.lemma_.lower(), token.lower_)


def examples() -> list[tuple[str, int]]:
    """Each idiom's example as a sentence about Ukraine and the accord, with the sign that it must have."""
    said = [(idiom.example if _HERE in idiom.example else f"{idiom.example} {_HERE}", idiom.predicate.sign) for idiom in idioms().every]
    return [(f"Ukraine {words.replace(_HERE, 'the accord')}.", sign) for words, sign in said]
