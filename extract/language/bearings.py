"""How the words of a term stand to their proposition: for it, for its opposite, or what its predicate is done to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extract.language.compounds import analysed
from extract.language.lexicon import lexicon
from extract.language.places import places
from extract.language.propositions import Proposition, stem
from extract.language.reading import Own
from extract.model import Issue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_COPULA = frozenset(map(stem, ("be", "is", "are")))


def stems(words: Iterable[str]) -> frozenset[str]:
    """The stems by which words are held against propositions."""
    return frozenset(map(stem, words))


@cache
def _class(name: str) -> frozenset[str]:
    """A closed class of the lexicon, as stems."""
    return stems(lexicon().words[name])


def signs(issue: Issue, proposition: Proposition) -> dict[str, int]:
    """How being for each term is to being for the proposition."""
    found = {term: sign_of(proposition, term) for term in issue.terms}
    if -1 in found.values():  # "the Family Cover Act" beside "Lencare": another name of what the proposition would harm
        found = {
            t: -1 if s > 0 and not _is_measure(proposition, t) and (proposition.effect < 0 or proposition.tool) and _is_another_name(proposition, t) else s
            for t, s in found.items()
        }
    return found


def sign_of(proposition: Proposition, term: str) -> int:
    """-1 where the term names only an object that the proposition's predicate harms, what it takes that from, or a burden that it eases."""
    doc = analysed(term)
    words = {stem(form) for t in doc if t.is_alpha for form in (t.lemma_, t.lower_)}
    if proposition.tool and words & proposition.target and not words & proposition.needed:
        return -1  # what the sanctions are on
    if words & proposition.wielded and not any((e := lexicon().look("noun", t.lemma_.lower(), ("effect",))) and e.sign < 0 for t in doc):
        return -1  # the oil of an embargo on it
    if proposition.moves and words & proposition.arguments and doc[0].pos_ in ("NOUN", "PROPN", "ADJ", "DET") and not _tells_of_going(doc):
        return -1 if not places(doc[-1].text) or any(t.dep_ == "prep" and t.lower_ in ("in", "from") for t in doc) else 1  # the pact, or the troops there
    if proposition.effect > 0:
        return -1 if proposition.predicate & _class("relieving") and _is_burden(list(doc)) else 1
    if words & proposition.predicate:
        return 1
    if proposition.source and not words & proposition.arguments and (words & proposition.source or _is_another_name(proposition, term)):
        return -1  # "the exchange", where traders are cut off from it; "L9", where one is expelled from international bodies
    named = _meets(words, proposition.arguments)
    measure = any(t.lemma_.lower() in lexicon().words["measures"] for t in doc)
    if (
        not named
        and not measure
        and (
            _is_another_name(proposition, term)
            or (proposition.verb in lexicon().words["banning"] and doc[-1].pos_ == "NOUN" and not _eventful(proposition, doc))
        )
    ):
        return -1  # a name of its own, or of a thing where things are banned, is most likely one of what is harmed
    if not named or (words & proposition.arguments and words & proposition.arguments <= proposition.beset):
        return 1  # "the city", where the siege of the city is lifted
    return 1 if _eventful(proposition, doc) else -1


def _tells_of_going(doc: Doc) -> bool:
    """Whether a term names the leaving itself: "withdrawal from the pact"."""
    return any(t.lemma_.lower() in lexicon().words["departures"] for t in doc)


def _eventful(proposition: Proposition, doc: Doc) -> bool:
    """Whether a term tells of something done, other than what the proposition says."""
    look = lexicon().look
    return any(
        look("verb", t.lemma_.lower(), ("effect",))
        or look("noun", t.lemma_.lower(), ("effect",))
        or t.lower_ in ("concession", "swap", "lower", "fewer", "less", "controls", "limits", "caps", "curbs")
        for t in doc
        if stem(t.lemma_) not in proposition.arguments | proposition.content  # "visitors entering", where they are barred from entering
    )


def _is_measure(proposition: Proposition, term: str) -> bool:
    """Whether a term names the law that bans a thing, not the thing."""
    return proposition.verb in lexicon().words["banning"] and any(w.lower() in lexicon().words["measures"] for w in re.findall(r"\w+", term))


def _meets(words: frozenset[str] | set[str], arguments: frozenset[str]) -> bool:
    """Whether one of the words is among the arguments, or made of one ("banking" of banks)."""
    return any(w == a or (len(a) > 3 and w.startswith(a)) for w in words for a in arguments)


def own_words(proposition: Proposition, term: str) -> Own:
    """What of a proposition's own words may stand above a term."""
    said = stems(re.findall(r"\w+", term))
    burden = bool(proposition.predicate & _class("relieving")) and _is_burden(list(analysed(term)))
    own = Own(
        verb=proposition.verb,
        said=proposition.content,
        words=proposition.words,
        predicate=proposition.predicate - _COPULA,
        affords=bool(proposition.content & _class("affording")) and not said & _class("burdens"),
        returns=bool(proposition.predicate & _class("giving_back")),
        burden=burden,
        regulates=bool(proposition.predicate & _class("regulating")),
        beset=proposition.effect < 0 and bool(said & proposition.arguments) and said & proposition.arguments <= proposition.beset,
    )
    if proposition.effect < 0 or said & proposition.predicate:
        return own
    players = bool(said) and said <= proposition.players
    done = proposition.predicate - {"be", "is", "are", "have", "do", "make", "get"}
    if players and proposition.verb in lexicon().words["getting"]:
        done |= _class("getting")
    return replace(own, players=players, objects=proposition.arguments, done=done)


def is_proper(issue: Issue, term: str) -> bool:
    """Whether a term of one word is a name in its proposition ("cut off from Vellum"): the same word in small letters is another."""
    return re.fullmatch(r"[A-Z][a-z]+", term) is not None and re.search(rf"\w\W+{term}\b", issue.proposition) is not None


def _is_burden(doc: list[Token]) -> bool:
    if not doc:
        return False
    head = next((t.nbor(-1) for t in doc if t.lower_ in ("of", "for") and t.i), doc[-1])
    if head.lower_ == "bills":
        return any(t.lower_ in lexicon().words["utilities"] for t in doc)
    return head.lemma_.lower() in lexicon().words["burdens"]


def _is_another_name(proposition: Proposition, term: str) -> bool:
    """Whether a term is a name that has no word in common with the proposition, and tells of no deed."""
    if term == term.lower() or stems(re.findall(r"\w+", term)) & proposition.content:
        return False
    look = lexicon().look
    return not any(look("noun", t.lemma_.lower(), ("effect",)) or look("verb", t.lemma_.lower(), ("effect",)) for t in analysed(term))
