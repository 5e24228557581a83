"""Who does what a verb says, where other verbs and nouns stand over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.esteem import regard
from extract.language.syntax import ancestors, has_to, is_noun, is_verb, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONTROL = frozenset({"urge", "ask", "tell", "get", "force", "allow", "help", "let", "encourage", "persuade", "convince", "lead", "cause", "enable", "invite", "permit",
    "require", "appoint", "hire", "send", "need", "want", "see", "hear", "watch", "elect", "pay", "press", "push", "order", "expect", "prompt", "inspire", "leave"})  # fmt: skip
"""Verbs whose object does what comes after: "urged Berg to back Dahl"."""
_CHANCES = frozenset({"shot", "chance", "hope", "attempt", "effort", "goal", "aim", "intention", "interest", "prospect", "try", "stab", "bid", "idea"})
"""Nouns for what whoever has them may do."""
_FIGHTS = frozenset({"fight", "effort", "charge", "drive", "push", "campaign", "battle", "way", "movement", "attempt", "vote"})
"""What one leads to do something."""
_PLACES = frozenset({"door", "hour", "day", "week", "month", "year", "time", "appearance", "interview", "speech", "statement", "tweet", "letter"})


def doer_of(verb: Token) -> Token | None:
    """Who does what a verb says; for "an effort to unseat Dahl" whose effort it is."""
    top, over = verb, verb.head
    if (
        verb.dep_ == "xcomp"
        and is_verb(over)
        and (over.lemma_ not in _CONTROL or any(c.dep_ == "dobj" and c.lemma_ in _FIGHTS for c in over.children))
        and any(c.dep_ == "dobj" and c.i < verb.i for c in over.children)
    ):
        return subject(over)  # "used the hearing to attack Dahl"
    while (
        top.dep_ in ("xcomp", "conj")
        and is_verb(top.head)
        and top.head.lemma_.lower() not in regard().words["urging"]
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in top.children)
    ):
        top = top.head
    noun = top.head
    if top.dep_ == "pcomp" and noun.dep_ == "prep" and noun.lower_ in ("at", "of", "in") and noun.head.lemma_.lower() in _CHANCES:
        own = next((c for c in noun.head.children if c.dep_ == "poss"), None)
        return own if own is not None else next((subject(a) for a in ancestors(noun.head) if is_verb(a)), None)  # "has a better shot at defeating Dahl"
    if top.dep_ == "pcomp" and noun.dep_ == "prep" and noun.lower_ in ("in", "at") and is_noun(noun.head) and noun.head.dep_ in ("dobj", "pobj"):
        own = next((c for c in noun.head.children if c.dep_ == "poss"), None)
        return own if own is not None else next((subject(a) for a in ancestors(noun.head) if is_verb(a)), None)  # "faced hurdles in trying to oust Dahl"
    asked = is_verb(noun) and noun.lemma_.lower() in regard().words["urging"] | {"hope", "beg", "implore", "encourage", "wish", "lobby", "invite", "expect"}
    if asked and top.i != noun.i and top.dep_ in ("xcomp", "ccomp", "advcl") and noun.i < top.i:
        return subject(noun)  # "urged Berg to veto it": who wants it
    if not (has_to(top) and top.dep_ in ("acl", "relcl") and is_noun(noun)):
        if top.dep_ == "acl" and top.tag_ == "VBG" and noun.dep_ in ("dobj", "pobj") and noun.lemma_ in _PLACES and (at := _verb_over(noun)) is not None:
            return subject(at)  # "spent hours behind doors questioning Dahl", "in an interview, called on Dahl to resign"
        passive = next((c for c in noun.children if c.dep_ == "nsubjpass"), None) if top.dep_ == "advcl" else None
        return subject(verb) or passive  # "was sent to campaign for Dahl"
    if (owner := next((c for c in noun.children if c.dep_ == "poss"), None)) is not None:
        return owner
    by = next((g for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from") for g in c.children if g.dep_ == "pobj"), None)
    if by is not None:
        return by
    return next((subject(a) for a in ancestors(noun) if is_verb(a)), None)


def _verb_over(noun: Token) -> Token | None:
    return next((a for a in ancestors(noun) if is_verb(a)), None)
