"""What was so once: told because something came after, or as a record of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.syntax import ancestors, clause_marks, is_verb, modal, negations

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extract.language.lexicon import Lexicon


def before_then(verb: Token) -> bool:
    """ "had raised objections": so once, and told because something came after; not where somebody is told to have said so."""
    said = any(a.dep_ in ("ccomp", "parataxis") for a in ancestors(verb))
    return verb.tag_ == "VBN" and not said and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def stood_then(word: Token) -> bool:
    """ "Supply chains were broken when I took office": of a state, said of the past, and not put into the past because it was said then."""
    verb = word if is_verb(word) else next((a for a in ancestors(word) if is_verb(a) or a.lemma_ == "be"), word)
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    over = verb.tag_ == "VBD" or bool(helpers & {"was", "were", "had"}) or (verb.tag_ == "VBN" and not helpers)
    told = (t for t in (verb, *ancestors(verb)) if t.dep_ == "ccomp")
    return over and all(any(q.is_quote for q in t.doc[min(t.i, t.head.i) : max(t.i, t.head.i)]) for t in told)


def long_since(verb: Token) -> bool:
    """ "Before the war, they planned to end it": a plan of then."""
    told = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("before", "until") and c.i < verb.i]
    return verb.tag_ == "VBD" and bool(told)


def given_up(verb: Token, lexicon: Lexicon) -> bool:
    """ "had raised objections, but these were dropped"."""
    for after in (c for c in verb.children if c.dep_ in ("conj", "ccomp", "parataxis") and is_verb(c) and c.i > verb.i):
        them = any(c.dep_ in ("nsubjpass", "dobj") and c.lower_ in ("these", "they", "those", "them", "it") for c in after.children)
        if them and not negations(after, lexicon) and not modal(after) and after.lemma_ in lexicon.words["given_up"]:
            return True
    return False


def of_old(verb: Token) -> bool:
    """ "voted three times, under the last President, to sign it": a record of the past, told to make a point."""
    if verb.tag_ in ("VBD", "VBN") and any(_in_office(t) for t in verb.doc):
        return True  # "tried to pass it when I was a senator"
    for child in verb.children:
        if child.dep_ == "npadvmod" and child.lemma_.lower() == "time" and any(c.dep_ == "nummod" for c in child.children):
            return True
        if child.dep_ == "prep" and child.lower_ in ("under", "during", "throughout", "including"):
            below = {t.lower_ for t in child.subtree}
            if child.lower_ == "throughout" and verb.tag_ in ("VBD", "VBN"):
                return True
            if below & {"last", "previous", "prior", "former"} and below & {"president", "administration", "government", "term"}:
                return True
    return False


def _in_office(token: Token) -> bool:
    """ "When I was a senator": of a time before the speaker's own office."""
    was = token.dep_ == "advcl" and token.lemma_ == "be" and token.tag_ == "VBD" and "when" in clause_marks(token)
    return was and any(c.dep_ == "attr" for c in token.children) and any(c.dep_ == "nsubj" and c.pos_ == "PRON" for c in token.children)
