"""Who may be meant by a noun that is nobody's name: whose it is, who made it, who is named beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.language.repute import regard
from extract.language.syntax import is_noun, is_verb, subject

if TYPE_CHECKING:
    from spacy.tokens import Token


def stands_for(noun: Token) -> Iterator[Token]:
    """The words that may name whoever a noun means, the surest first: itself, "the chairman, Anna Berg", "senators including Berg",
    "Berg's letter", "signed an order that bans it".
    """
    yield noun
    if not is_noun(noun):
        return
    yield from (c for c in noun.children if c.dep_ == "appos" and c.i > noun.i)
    for prep in (c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("including", "like")):
        yield from (g for g in prep.children if g.dep_ == "pobj")
    if noun.lemma_.lower() not in regard().words["deputies"]:
        return
    yield from (c for c in noun.children if c.dep_ == "poss")
    yield from (c for c in noun.children if c.dep_ in ("compound", "nmod", "amod") and c.pos_ == "PROPN")
    for prep in (c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "of")):
        yield from (g for g in prep.children if g.dep_ == "pobj")
    if noun.dep_ == "dobj" and is_verb(noun.head) and (maker := subject(noun.head)) is not None:
        yield maker
