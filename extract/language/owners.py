"""Who may be meant by a noun that is nobody's name: whose it is, who made it, who is named beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.language.esteem import regard
from extract.language.reading import Reading
from extract.language.syntax import is_noun, is_verb, subject

if TYPE_CHECKING:
    from spacy.tokens import Token


def stands_for(noun: Token) -> Iterator[Token]:
    """The words that may name whoever a noun means, the surest first: itself, "the chairman, Anna Berg", "senators including Berg",
    "Berg's letter", "signed an order that bans it".
    """
    yield noun
    if noun.lower_ in ("that", "which", "who") and is_verb(noun.head) and noun.head.dep_ == "relcl":
        noun = noun.head.head  # "a letter by Berg that faults Dahl"
        yield noun
    if noun.dep_ == "pobj" and noun.head.lower_ == "among" and noun.head.head.lemma_ == "be" and any(c.dep_ in ("relcl", "acl") for c in noun.children):
        yield from (c for c in noun.head.head.children if c.dep_ == "nsubj")  # "Berg was among those who criticized it"
    if not is_noun(noun):
        return
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "include":
        yield from (c for c in noun.head.children if c.dep_ == "dobj")  # "its critics include Berg"
    yield from (c for c in noun.children if c.dep_ == "appos" and c.i > noun.i)
    if noun.dep_ == "appos":
        yield noun.head  # "Berg, a lawyer who …"
    listed = (c for c in noun.children if c.dep_ == "prep" and (c.lower_ in ("including", "like") or (c.lower_ == "as" and c.nbor(-1).lower_ == "such")))
    for prep in listed:
        yield from (g for g in prep.children if g.dep_ == "pobj")
    if noun.lemma_.lower() not in regard().words["deputies"] | regard().words["among"]:
        return
    yield from (c for c in noun.children if c.dep_ == "poss")
    named = noun.lemma_.lower() in regard().words["deputies"]
    yield from (c for c in noun.children if c.dep_ in ("compound", "nmod", "amod") and (c.pos_ == "PROPN" or (not named and is_noun(c))))
    for prep in (c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "of")):
        yield from (g for g in prep.children if g.dep_ == "pobj")
    if noun.dep_ == "dobj" and is_verb(noun.head) and (maker := subject(noun.head)) is not None:
        yield maker


def of_its_own(reading: Reading) -> str:
    """Why somebody tied to a body is none who is for or against it: who speaks for it by office, "a Democratic challenger"; empty if he may be."""
    if reading.kind == "bond":
        return "speaks for it by office"
    anchor, noun = reading.anchor, reading.cue[-1] if reading.cue else None
    tied = anchor is not None and noun is not None and anchor.head.i == noun.i and anchor.dep_ in ("amod", "compound", "nmod")
    return "one of its own" if tied and noun is not None and ("person", noun.lemma_.lower()) in regard().signs else ""


def beside(holder: Token) -> Iterator[Token]:
    """Who does it with somebody: "Berg, along with Lund, criticized Dahl", "the presidents, Berg and Lund"."""
    for over in (holder, holder.head):
        for prep in (c for c in over.children if c.dep_ == "prep" and c.lower_ in ("along", "together")):
            yield from (g for c in prep.children if c.lower_ == "with" for g in c.children if g.dep_ == "pobj")
    for name in (c for c in holder.children if c.dep_ == "appos"):
        yield from name.conjuncts
