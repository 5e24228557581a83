"""Who is said to be whom: "he is the one who", "France is among those who", "the prime minister"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.lexicon import lexicon
from extract.language.syntax import COPULAS, is_noun, is_verb, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_PORTFOLIOS = frozenset({"prime", "foreign", "vice", "deputy", "interior", "general"})


def same_as(token: Token) -> Token | None:
    """Who is meant by a noun that is said of somebody, or by a clause about what somebody does: "he is the one who …", "what he is doing is …"."""
    if (
        token.dep_ == "attr"
        and (is_noun(token) or token.lower_ == "one")
        and token.head.lemma_ in COPULAS
        and not any(c.dep_ == "neg" for c in token.head.children)
    ):
        who = subject(token.head)
        return who if who is not None and who.lower_ not in ("it", "that", "this", "there", "what", "which") and not is_verb(who) else None
    if token.dep_ in ("csubj", "nsubj") and is_verb(token) and token.lemma_ == "do" and any(c.lower_ == "what" for c in token.children):
        return subject(token)
    return None


def one_of(token: Token) -> Token | None:
    """Who is said to be what a noun or pronoun stands for: "France is among those who …", "it is France that …", "its main opponent is France"."""
    over = token.head
    if token.lower_ in ("that", "who", "which") and token.dep_ == "nsubj" and over.dep_ in ("ccomp", "relcl", "advcl"):
        cleft = over.head if over.dep_ == "ccomp" else over.head.head
        named = next((c for c in cleft.children if c.dep_ == "attr" and c.i < token.i and c.pos_ == "PROPN"), None)
        introduced = any(c.lower_ == "it" and c.dep_ in ("nsubj", "expl") for c in cleft.children)
        return named if cleft.lemma_ in COPULAS and introduced and not _denied(cleft) else None
    if token.dep_ == "nsubj" and over.lemma_ in COPULAS and token.lemma_.lower() in lexicon().words["sides"] and not _denied(over):
        return next((c for c in over.children if c.dep_ == "attr" and c.pos_ == "PROPN" and c.i > over.i), None)
    if token.dep_ != "pobj" or (token.tag_ != "NNS" and token.lower_ != "those") or over.lower_ not in ("among", "of"):
        return None
    counted = over.head if over.lower_ == "among" else over.head.head if over.head.lower_ in ("one", "some") and over.head.dep_ == "attr" else None
    if counted is None or counted.lemma_ not in COPULAS or _denied(counted):
        return None
    who = subject(counted) or next((c for c in counted.children if c.dep_ == "attr" and c.i > counted.i), None)
    return who if who is not None and who.i != token.i and is_noun(who) else None


def _denied(copula: Token) -> bool:
    return any(c.dep_ == "neg" for c in copula.children)


def example_of(group: Token) -> Token | None:
    """Who is named as one of some countries elsewhere in the clause: "several countries oppose it, including France", "led by France, several …"."""
    verb = group.head
    for token in verb.subtree if is_verb(verb) else ():
        if token.lower_ == "including" and token.dep_ == "prep" and token.i > verb.i:
            return next((c for c in token.children if c.dep_ == "pobj"), None)
        if token.lower_ == "by" and token.dep_ == "agent" and token.head.lower_ == "led" and token.head.head.i in (verb.i, group.i):
            return next((c for c in token.children if c.dep_ == "pobj"), None)
    return None


def office_named(token: Token) -> str:
    """The office that a definite noun phrase names ("the prime minister"); empty where it names none, or whose it is."""
    if token.tag_ not in ("NN", "NNP") or not any(c.lower_ == "the" and c.dep_ == "det" for c in token.children):
        return ""
    before = [c for c in token.children if c.dep_ == "compound" or (c.dep_ == "amod" and c.lower_ in _PORTFOLIOS)]
    others = [c for c in token.children if c.dep_ not in ("det", "punct", "relcl", "acl", "appos") and c not in before]
    words = [c.lower_ for c in before]
    return "" if others else " ".join([*words, token.lower_])
