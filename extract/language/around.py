"""What is done to a name's bearer by words that stand around the name, or beside the verb that takes it.

"Took Dahl to task", "made a veiled swipe at Dahl", "jumped to Dahl's defense", "wants Dahl gone", "it is Dahl who lied".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.language.bonds import Bonds
from extract.language.doers import doer_of
from extract.language.esteem import regard
from extract.language.reading import Reading
from extract.language.repute import spelled
from extract.language.syntax import has_to, is_noun, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_GONE = frozenset({"gone", "out"})
_LEAVES = frozenset({"go", "leave", "fall", "lose", "fail", "depart"})
_WISHES = frozenset({"want", "like", "love", "see", "have", "need", "prefer", "wish"})
_LIKENS = frozenset({"liken", "compare", "equate"})
_WINS = frozenset({"win", "succeed", "prevail", "run", "stay", "lead"})
"""What somebody is wished by who is for him: "wants Dahl to win"."""
_NAMES = frozenset({"name", "designate"})
"""Verbs for giving somebody an office: "named Dahl as secretary", but "named Dahl in a lawsuit"."""


class Around(Bonds):
    """Reads words around a name."""

    def _around(self, reading: Reading, verb: Token, prep: str, noun: Token) -> bool:
        """ "Took Dahl to task", "wished Dahl well", "named Dahl as secretary"; "jumped to Dahl's defense", "sang Dahl's praises"."""
        lemma = verb.lemma_.lower()
        if reading.anchor is not None and noun.i != reading.anchor.i and any(c.dep_ == "poss" and c.i == reading.anchor.i for c in noun.children):
            to = f"{prep} " if prep else ""
            for name in (f"{lemma} {to}{the}{word} of" for the in ("the ", "") for word in (noun.lower_, noun.lemma_.lower())):
                if sign := self._sign("toward", name):
                    self._held(reading, verb, self._turned(verb, sign), doer_of(verb), "attitude")
                    return True
        if lemma == "be" and prep in ("for", "against") and is_noun(noun) and not any(c.dep_ in ("attr", "acomp", "advmod", "expl") for c in verb.children):
            self._held(reading, verb, self._turned(verb, 1 if prep == "for" else -1), subject(verb), "attitude")  # "is against Dahl"
            return reading.found
        if prep:
            return False
        if lemma == "want" and reading.anchor is not None and noun.i == reading.anchor.i and negations(verb, self.words):
            self._held(reading, verb, -1, doer_of(verb), "attitude")  # "don't want Dahl"
            return reading.found
        if lemma in regard().words["making"] and noun.pos_ == "NOUN" and noun.lemma_.lower() in regard().words["works"] and _own_work(verb, noun):
            self._held(reading, verb, self._turned(verb, 1), doer_of(verb), "attitude")  # "unveiled the plan"
            return reading.found
        beside = [c for c in verb.children if c.i > verb.i and (c.i != noun.i or not is_noun(c))]
        sign = next((s for c in beside for words in spelled(c) if (s := self._sign("around", f"{lemma} {words}"))), 0)
        if not sign and lemma in _LIKENS:
            ends = (g for c in beside if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "with") for g in c.children if g.dep_ == "pobj")
            sign = next((-1 for g in ends if self._trait(g) < 0 or g.lower_ in regard().words["villains"]), 0)  # "likened Dahl to a dictator"
        if (
            not sign
            and lemma in _NAMES
            and (noun.dep_ == "oprd" or any(c.dep_ == "oprd" or c.lower_ == "as" or (c.dep_ == "xcomp" and has_to(c)) for c in beside))
        ):
            sign = 1
        if not sign:
            return False
        self._held(reading, verb, self._turned(verb, sign), doer_of(verb), "attitude")
        return reading.found

    def _with_object(self, reading: Reading, verb: Token, prep: str) -> None:
        """ "Included a veiled swipe at Dahl", where the name hangs on the verb: what its object says of who is behind the verb."""
        for noun in (c for c in verb.children if c.dep_ == "dobj" and is_noun(c)):
            if sign := self._sign("noun", f"{noun.lemma_.lower()} {prep}"):
                self._done(reading, noun, sign, None)
                return

    def _wished_gone(self, reading: Reading, verb: Token) -> bool:
        """ "Wants Dahl gone", "eager to see Dahl go", "wants Dahl fired", "hopes that Dahl wins"."""
        over = verb.head
        if verb.dep_ not in ("ccomp", "xcomp", "oprd") or over.lemma_.lower() not in _WISHES | {"hope"} or over.i > verb.i:
            return False
        if verb.lemma_.lower() in _WINS and over.lemma_ not in ("see", "have") and not any(c.dep_ == "dobj" for c in verb.children):
            self._held(reading, verb, self._turned(over, self._turned(verb, 1)), doer_of(over), "attitude")
            return reading.found
        if over.lemma_ == "hope":
            return False
        bare = not any(c.dep_ in ("prep", "dobj", "xcomp", "advmod", "prt") for c in verb.children)
        sign = -1 if verb.lower_ in _GONE or (bare and verb.lemma_.lower() in _LEAVES and over.lemma_ == "see") else 0
        if not sign and verb.tag_ in ("VBN", "VBD") and not has_to(verb):
            sign = self._sign("toward", verb.lemma_.lower())
        if not sign or (over.lemma_ in ("see", "have") and over.dep_ not in ("xcomp", "conj")):  # "saw Dahl go" tells what was
            return False
        self._held(reading, verb, self._turned(over, sign), doer_of(over), "attitude")
        return True

    def _cleft(self, reading: Reading, node: Token, copula: Token) -> bool:
        """ "It is Dahl who lied", "it is Dahl whose policy failed": what is told of whoever it is."""
        it = subject(copula)
        if copula.lemma_ != "be" or it is None or it.lower_ != "it" or negations(copula, self.words):
            return False
        for clause in (c for over in (node, copula) for c in over.children if c.dep_ in ("relcl", "ccomp", "advcl", "acl") and c.i > node.i):
            if any(t.lower_ in ("who", "that", "whose") and t.i < clause.i for c in clause.children for t in (c, *c.children)):
                self._told(reading, clause)
                return reading.found
        return False

    def _stirs(self, reading: Reading, verb: Token) -> bool:
        """ "Dahl's remarks angered Democrats": what they feel about him."""
        lemma, words = verb.lemma_.lower(), regard().words
        sign = -1 if lemma in words["angering"] else 1 if lemma in words["pleasing"] else 0
        who = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if not sign or who is None or modal(verb) not in ("", "will") or negations(verb, self.words) or any(c.dep_ == "auxpass" for c in verb.children):
            return False
        self._held(reading, verb, sign, who, "between")
        return reading.found

    def _met_with(self, reading: Reading, verb: Token) -> bool:
        """ "Dahl was met with opposition by Democrats"."""
        if verb.lemma_.lower() not in ("meet", "greet"):
            return False
        for noun in (g for c in verb.children if c.dep_ == "prep" and c.lower_ == "with" for g in c.children if g.dep_ == "pobj"):
            sign = self._sign("noun", noun.lemma_.lower()) or self._sign("bare", noun.lemma_.lower())
            by = [g for over in (noun, verb) for c in over.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from", "among") for g in c.children]
            if sign and by:
                self._held(reading, noun, sign, by[0], "attitude")
                return True
        return False

    def _troubled(self, reading: Reading, over: Token) -> bool:
        """ "Came under fire from Democrats", "is at odds with Democrats"."""
        for noun in (g for c in over.children if c.dep_ == "prep" and c.lower_ in ("under", "at") for g in c.children if g.dep_ == "pobj"):
            from_ = (c for up in (noun, over) for c in up.children if c.dep_ in ("prep", "agent") and c.i > noun.i and c.lower_ in ("by", "from", "with"))
            by = next((g for c in from_ for g in c.children if g.dep_ == "pobj"), None)
            if noun.lower_ in regard().words["trouble"] and by is not None and not negations(over, self.words):
                self._held(reading, noun, -1, by, "between")
                return reading.found
        return False

    def _unbelieved(self, reading: Reading) -> None:
        """ "Does not believe that Dahl is sincere": against him."""
        word = reading.cue[-1] if reading.cue else None
        if word is None or reading.kind != "judgement" or reading.sign < 0 or word.dep_ != "ccomp" or word.head.lemma_ not in ("believe", "think"):
            return
        who = subject(word.head)
        if negations(word.head, self.words) and who is not None:
            self._held(reading, word.head, -1, who, "attitude")

    def _suffered(self, reading: Reading, verb: Token, node: Token) -> bool:
        """ "Dahl is tall and is disliked by Democrats": what others do to whoever the sentence is about."""
        if not any(c.dep_ == "auxpass" for c in verb.children) or any(c.dep_ == "nsubjpass" for c in verb.children):
            return False
        if (sign := self._sign("toward", verb.lemma_.lower())) and (by := doer_of(verb)) is not None and by.i != node.i:
            self._held(reading, verb, self._turned(verb, sign), by, "attitude")
        return reading.found


def _own_work(verb: Token, noun: Token) -> bool:
    """Whether what is made is nobody else's: not "signed Dahl's bill", and is not said to be only possible."""
    return modal(verb) in ("", "will") and not any(c.dep_ == "poss" for c in noun.children)


def also_done(verb: Token) -> Iterator[Token]:
    """The other verbs of a verb's subject: joined to it, or beside it as participles ("accepting their praise, he spoke")."""
    whose = subject(verb)
    yield from (c for c in verb.conjuncts if is_verb(c) and (not any(g.dep_ in ("nsubj", "nsubjpass") for g in c.children) or subject(c) == whose))
    yield from (c for c in verb.children if c.dep_ == "advcl" and c.tag_ == "VBG" and not any(g.dep_ in ("nsubj", "mark") for g in c.children))


def free_clause(verb: Token) -> bool:
    """Whether a clause stands for what its subject does: "what Dahl said", "how Dahl handled it"."""
    return any(c.lower_ in ("what", "how") and c.i < verb.i for c in verb.children)


def over_phrase(noun: Token) -> Token:
    """The verb of a phrase in which a noun stands: "take issue", "come to the defense"."""
    return noun.head if is_verb(noun.head) else noun.head.head
