"""Propositions of fact: those that say how something is or what was done, and that one holds to be so or not ("The events in Boru are a coup")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from extract.language.compounds import analysed
from extract.language.lexicon import lexicon, read_data
from extract.language.propositions import STOP, stem
from extract.language.syntax import is_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

_PREFIX = re.compile(r"^(?:un|il|im|ir|in|non-?)(?=\w{4})")


@dataclass(frozen=True, slots=True)
class Assertions:
    """The words of ``assertions.toml``: by kind, those of the closed classes by name, an example for each with what it says, and ``senses``:
    an example with adjectives that say the same and those that say the opposite.
    """

    kinds: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    examples: tuple[tuple[str, int], ...]
    senses: tuple[tuple[str, frozenset[str], frozenset[str]], ...]

    def sense(self, label: str, word: str) -> int:
        """1 where two adjectives say the same of a thing, -1 where they say opposite things, else 0."""
        for _, so, not_so in self.senses:
            if {label, word} <= so or {label, word} <= not_so:
                return 1
            if (label in so and word in not_so) or (label in not_so and word in so):
                return -1
        return 0


@lru_cache(maxsize=1)
def assertions() -> Assertions:
    """The shipped words."""
    data = cast(dict[str, Any], read_data("assertions.toml"))
    kinds = {kind: frozenset(w for g in data["group"] if g["kind"] == kind for w in g["words"]) for kind in {g["kind"] for g in data["group"]}}
    examples = tuple((g["example"].replace("{}", form), g["sign"]) for g in data["group"] for form in g["words"].values())
    senses = tuple((s["example"], frozenset(s["so"]), frozenset(s["not_so"])) for s in data["sense"])
    return Assertions(kinds, {name: frozenset(values) for name, values in data["words"].items()}, examples, senses)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a proposition of fact says, in stems: ``label`` (what it is, or was done; its last ``word``; ``marks``: what kind of such a thing), ``of`` (the words of what it
    is said of), ``of_head`` (the head of these), ``rest`` (what else it names), ``names`` (those of its words that are names).

    ``who``: the text of what it is said of. ``quality``: the label is an adjective; ``deed``: a verb; ``state``: what it is said to be in
    ("in recession"); ``past``: of what is over; ``blames``: somebody is said to have done it; ``definite``: of one thing; ``many``: of several.
    """

    label: frozenset[str]
    marks: frozenset[str]
    word: str
    of: frozenset[str]
    of_head: str
    rest: frozenset[str]
    names: frozenset[str]
    who: str
    quality: bool
    deed: bool
    past: bool
    blames: bool
    state: bool
    definite: bool
    many: bool

    @property
    def lasts(self) -> bool:
        """Whether it says in what state a thing is now."""
        return not self.past and (self.state or bool(self.label & frozenset(map(stem, assertions().words["damaged"]))))

    @property
    def known(self) -> frozenset[str]:
        """All that it says."""
        return self.label | self.of | self.rest

    def is_label(self, words: Sequence[str]) -> bool:
        """Whether words say what it is ("coup"), or are other words for that ("putsch"), and do not name only what that is said of."""
        said = {stem(w) for w in words if w.lower() not in STOP}
        return any(like(w, label) for w in said for label in self.label) or not said & (self.of | self.rest)


def like(word: str, other: str) -> bool:
    """Whether two stems are of one root, as far as their beginnings tell ("leak", "leaked"; "safe", "safety")."""
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= 4 and long.startswith(short[: max(4, len(short) - 1)]) and len(long) - len(short) <= 4)


def opposite(word: str, other: str) -> bool:
    """Whether two stems differ by a prefix that denies ("legal", "illegal")."""
    bare, rest = _PREFIX.sub("", word), _PREFIX.sub("", other)
    return (bare == word) != (rest == other) and like(bare, rest)


def read_fact(text: str) -> Fact | None:
    """What a proposition says to be so; None where it is one of what is to be done ("The gas tax is suspended", "Estmark joins the pact")."""
    doc = analysed(text)
    root = next((t for t in doc if t.dep_ == "ROOT"), doc[0])
    who = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if who is None or any(c.tag_ == "MD" for c in root.children):
        return None
    said = _being(root, who) if root.lemma_ in ("be", "remain") else _done(root)
    if said is None:
        return None
    below = {t.i for t in who.subtree}
    words = [t for t in doc if t.is_alpha and t.lower_ not in STOP]
    label = frozenset(stem(form) for t in said for form in (t.lemma_, t.lower_))
    return Fact(
        label=label,
        marks=frozenset(stem(t.lemma_) for t in said[:-1] if is_noun(said[-1]) and t.lemma_.lower() not in assertions().words["sizes"]),
        word=said[-1].lemma_.lower(),
        of=frozenset(stem(form) for t in words if t.i in below for form in (t.lemma_, t.lower_)),
        of_head=stem(who.lemma_),
        rest=frozenset(stem(form) for t in words if t.i not in below for form in (t.lemma_, t.lower_)) - label,
        names=frozenset(stem(t.text) for t in words if t.pos_ == "PROPN"),
        who=who.doc[who.left_edge.i : who.right_edge.i + 1].text,
        quality=_is_quality(said[-1]),
        deed=root.lemma_ not in ("be", "remain") and said[0].i == root.i,
        past=root.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("has", "have", "was", "were") for c in root.children),
        blames=(said[0].lower_ in ("behind", "responsible", "guilty", "blame") and not _is_quality(said[0]))
        or root.lemma_.lower() in lexicon().words["committing"],
        many=who.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in who.children),
        definite=who.pos_ == "PROPN" or any(c.lower_ in ("the", "this", "these") or c.dep_ == "poss" for c in who.children),
        state=root.lemma_ in ("be", "remain") and said[0].dep_ == "pobj",
    )


def _is_quality(word: Token) -> bool:
    """Whether a proposition's label says what a thing is like."""
    if word.dep_ == "attr" and word.pos_ != "ADJ":  # "is transitory", read as a noun
        return word.tag_ == "NN" and word.lower_.endswith(("ory", "ary", "ive", "ous", "ful", "ible", "able", "less")) and not any(word.children)
    blames = word.lower_ in ("responsible", "guilty") and any(c.dep_ == "prep" for c in word.children)
    made = any(c.dep_ == "npadvmod" for c in word.children)  # "man-made"
    return made or (word.dep_ in ("acomp", "attr", "conj") and word.pos_ != "VERB" and not blames)


def _being(root: Token, who: Token) -> list[Token] | None:
    """The words for what it is said to be."""
    words = assertions().words
    definite = who.pos_ == "PROPN" or any(c.dep_ in ("det", "poss") or c.pos_ == "PROPN" for c in who.children)
    for child in (c for c in root.children if c.i > root.i):
        lemma = child.lemma_.lower()
        if child.dep_ == "acomp" or (child.dep_ == "attr" and child.pos_ == "ADJ"):
            blamed = lemma in ("responsible", "guilty") and any(c.dep_ == "prep" for c in child.children)
            if blamed:
                return [child]
            made = [c for c in child.children if c.dep_ == "npadvmod"]  # "is man-made"
            state = child.lower_ in words["damaged"] or (child.lower_.startswith("un") and definite)  # "is broken", "is unprovoked"
            decided = lemma in words["decided"] or (lemma in words["lawful"] and not definite) or child.lower_.endswith(("ed", "wn"))
            if (decided and not state) or (child.tag_ in ("VBN", "JJR") and not (made or state)):
                return None
            return [child, *(c for c in child.conjuncts if c.pos_ == "ADJ")]
        if child.dep_ == "attr":
            own = [c for c in child.children if c.dep_ in ("amod", "compound")]
            if any(c.lemma_.lower() in words["decided"] for c in own) or any(c.dep_ == "nummod" for c in child.children):
                return None  # "a good choice", "2 percent"
            standing = lemma in words["standing"] and not (lemma in words["called"] and any(c.lemma_.lower() not in words["official"] for c in own))
            return None if not is_noun(child) or standing or child.pos_ == "PROPN" or child.like_num else [*own, child]
        if child.dep_ == "prep" and child.lower_ == "behind":
            return [child]
        if child.dep_ == "prep" and child.lower_ in ("in", "under", "at"):
            inside = next((g for g in child.children if g.dep_ == "pobj"), None)
            bare = inside is not None and inside.tag_ == "NN" and not any(c.dep_ in ("det", "poss", "prep") for c in inside.children)
            return [inside] if inside is not None and bare and inside.lemma_.lower() not in words["staying"] else None
    return None


def _done(root: Token) -> list[Token] | None:
    """The words for what was done, where it is told as done or going on."""
    helpers = {c.lower_ for c in root.children if c.dep_ in ("aux", "auxpass")}
    words = assertions().words
    from_what = any(c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "from") for c in root.children)
    if (root.lemma_.lower() in words["explaining"] and from_what) or (root.tag_ == "VBN" and root.lower_ in words["damaged"]):
        return [root]
    going = root.tag_ == "VBG" and bool(helpers & {"is", "are", "was", "were"})
    over = (root.tag_ == "VBD" and root.lower_ != root.lemma_) or (root.tag_ == "VBN" and bool(helpers & {"has", "have", "had", "was", "were"}))
    crime = root.lemma_.lower() in lexicon().words["committing"]
    done_to = next((c for c in root.children if c.dep_ == "dobj"), None)
    if going and root.lemma_.lower() in words["wronging"]:
        return [root]
    if not over and not (going and (crime or (done_to is None and lexicon().look("verb", root.lemma_.lower(), ("effect",)) is None))):
        return None
    if crime:
        return [done_to] if done_to is not None else None
    if root.lemma_.lower() in words["entering"]:
        inside = done_to or next((g for c in root.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None)
        return [inside] if inside is not None and inside.pos_ == "NOUN" else None
    return [root]


def of_one_root(word: Token, stems: frozenset[str], *, quality: bool = False) -> bool:
    """Whether a word is of the root of one of the stems; ``quality``: and says what a thing is like."""
    if not any(like(stem(form), s) for form in (word.lemma_, word.lower_) for s in stems):
        return False
    if quality and word.pos_ != "ADJ" and word.lower_ not in stems and stem(word.lower_) not in stems:
        return word.tag_ == "NN" and word.lower_.endswith(("ity", "ness", "ty", "cy", "ence", "ance"))  # "safety"; not the "effect" of "effective"
    return True
