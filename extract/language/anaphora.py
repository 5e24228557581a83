"""Pronouns that take up an issue's words again in the same sentence ("read the accord and rejected it")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.syntax import SUBJECTS, ancestors, is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_IT = frozenset({"it", "this", "that", "them"})
_ROLES = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})


def again(anchor: Token) -> list[Token]:
    """The pronouns after ``anchor`` that can only mean it: in another clause, and no other thing named between.

    A pronoun that stands for a clause or for nothing ("it is clear that", "it rained") is none.
    """
    clause = _clause(anchor)
    found: list[Token] = []
    for token in anchor.doc[anchor.i + 1 :]:
        if is_noun(token) and token.dep_ in (*_ROLES, "attr") and not token.ent_type_ and token.pos_ == "NOUN":
            break  # another thing that it may be
        if token.lower_ in _IT and token.dep_ in _ROLES and token.tag_ != "WDT" and _clause(token) is not clause and not _expletive(token):
            found.append(token)
    return found


def _clause(token: Token) -> Token | None:
    return next((a for a in ancestors(token) if is_verb(a)), None)


def _expletive(token: Token) -> bool:
    return token.dep_ in SUBJECTS and (token.head.lemma_ in ("be", "seem", "appear", "take", "rain") or any(c.dep_ in ("ccomp", "csubj") for c in token.head.children))
