"""Pronouns that take up an issue's words again ("read the accord and rejected it", "A no-fly zone? We do not support that.")."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from extract.language.syntax import SUBJECTS, ancestors, clause_marks, has_to, is_noun, is_verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

_IT = frozenset({"it", "this", "that", "them"})
_TOPICS = frozenset({"regard", "respect", "relation", "case", "issue", "question", "subject", "topic", "matter"})
"""Nouns that only lead up to what is spoken of: "with regard to it"."""
_ROLES = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})


def again(anchor: Token) -> list[Token]:
    """The pronouns after ``anchor`` in its sentence that can only mean it: in another clause, and no other thing named between."""
    if is_topic(anchor):
        return [t for t in _unrivalled(anchor.doc[anchor.i + 1 :]) if t.lower_ in _IT - {"them"}][:1]
    above = itertools.takewhile(lambda t: not is_verb(t) or t.dep_ == "acl", itertools.islice(ancestors(anchor), 1, None))
    if any((_thing(t) and t.lemma_.lower() not in _TOPICS) or t.dep_ == "appos" for t in above):
        return []  # "a ban on it": the pronoun may mean the ban
    clause = _clause(anchor)
    wanted = "them" if anchor.tag_ in ("NNS", "NNPS") else "it"
    return [t for t in _unrivalled(anchor.doc[anchor.i + 1 :]) if t.lower_ == wanted and _clause(t) is not clause and not _of_being(t)]


def is_topic(anchor: Token) -> bool:
    """Whether it is named first, as what the sentence is about: "On the accord, that is …", "when it comes to the accord, it …"."""
    prep = anchor.head
    if anchor.dep_ != "pobj" or not any(t.text in (",", "—", ":") for t in anchor.doc[anchor.i + 1 : max(t.i for t in anchor.subtree) + 3]):
        return False
    if prep.lower_ in ("on", "regarding", "concerning", "for") and prep.dep_ == "prep" and is_verb(prep.head) and prep.i < prep.head.i:
        before = [t for t in anchor.doc[: prep.i] if t.dep_ in SUBJECTS and t.head.i == prep.head.i]
        return not before and (prep.lower_ != "for" or (prep.i > 0 and prep.nbor(-1).lower_ == "as"))
    leads = prep.head
    return (
        prep.lower_ == "to"
        and leads.lemma_ in ("come", "relate", "pertain")
        and any(c.lower_ == "it" for c in leads.children)
        and leads.dep_ == "advcl"
        and leads.i < leads.head.i
    )


def taken_up(doc: Doc, *, plural: bool) -> list[Token]:
    """The pronouns of the next sentence that can mean what the last one was about: objects, and "that" of which something is said."""
    return [
        t for t in _unrivalled(doc) if (t.lower_ in ("that", "this") or (t.lower_ == "them") is plural) and (not _of_being(t) or t.lower_ in ("that", "it"))
    ]


def last_named(anchor: Token) -> bool:
    """Whether it is a thing, and no other is named after it in its sentence, so that a pronoun in the next can only mean it."""
    return anchor.pos_ not in ("NUM", "SYM") and not any(_thing(t) for t in anchor.doc[anchor.i + 1 :])


def _unrivalled(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        if _thing(token):
            return  # another thing that it may be
        if token.lower_ in _IT and token.dep_ in _ROLES and (token.tag_ != "WDT" or token.head.dep_ in ("ROOT", "ccomp")) and not _empty(token):
            yield token


def _thing(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.dep_ in (*_ROLES, "attr") and is_noun(token)


def _clause(token: Token) -> Token | None:
    return next((a for a in ancestors(token) if is_verb(a)), None)


def _of_being(token: Token) -> bool:
    return token.dep_ in SUBJECTS and token.head.lemma_ == "be"


def _empty(token: Token) -> bool:
    """ "It is clear that", "it is right to say", "it seems", "it rained", "keep it simple"."""
    said = token.head.children if token.lower_ == "it" and token.dep_ in SUBJECTS and token.head.lemma_ == "be" else ()
    clauses = [c for s in said if s.i > token.head.i for c in (s, *s.children) if c.dep_ in ("xcomp", "advcl", "acl", "ccomp", "csubj", "relcl")]
    if any(has_to(c) or "that" in clause_marks(c) for c in clauses):
        return True
    if any(c.dep_ in ("oprd", "acomp") and c.head.i == token.head.i and c.pos_ == "ADJ" for c in token.head.children) or token.head.pos_ == "ADJ":
        return token.head.lemma_ != "be" and (token.dep_ == "dobj" or token.head.pos_ == "ADJ")
    return token.dep_ in SUBJECTS and (
        token.head.lemma_ in ("seem", "appear", "take", "rain") or any(c.dep_ in ("ccomp", "csubj") for c in token.head.children)
    )
