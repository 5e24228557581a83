"""What makes a thing so or possible: "got them to agree to it", "so that they can have it", "a chance to have it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.lexicon import Predicate
from extract.language.predicates import WISH
from extract.language.prepositions import Prepositions
from extract.language.reading import Reading
from extract.language.syntax import has_to, is_imperative, is_noun, is_self, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATES = dict.fromkeys(("affordable", "available", "accessible", "cheaper", "easier", "legal", "mandatory", "compulsory", "obligatory", "free", "safe"), 1) | dict.fromkeys(
    ("harder", "illegal", "unaffordable", "costlier", "unavailable", "inaccessible"), -1)  # fmt: skip
"""What a thing is made, and whether that is to bring it about."""


class Causing(Prepositions):
    """Reads clauses of which somebody sees to it that they are so."""

    def _caused(self, reading: Reading, node: Token, rel: str, head: Token) -> Token | None:
        """Where the reading goes on, if one of them stands here."""
        if rel == "ccomp" and head.lemma_ in ("get", "persuade", "convince", "induce") and has_to(node):
            return self._brought_to(reading, node, head)
        if rel == "nsubj" and head.dep_ in ("ccomp", "oprd", "xcomp") and head.head.lemma_ in ("make", "render", "keep") and head.lower_ in _STATES:
            return head.head if self._verb(reading, head.head, Predicate("effect", _STATES[head.lower_]), name="render") else None  # "make it affordable"
        if rel == "nsubj" and not negations(head, self.words) and (done := self._to_be_done(head)) is not None:
            return self._complement(reading, done, node, "nsubjpass")
        if rel == "advcl":
            return self._so_that(reading, node, head)
        if rel in ("acl", "relcl") and has_to(node):
            return self._given_a_chance(reading, head)
        if rel == "xcomp" and has_to(node) and head.lemma_ == "able" and not negations(head, self.words):
            return self._enabled(reading, head)
        return None

    @staticmethod
    def _to_be_done(verb: Token) -> Token | None:
        """What is to be done to the subject: "it has to be signed", "it is going to have to be signed"."""
        while verb.lemma_ in ("have", "go", "need", "ought", "get") and (below := next((c for c in verb.children if c.dep_ == "xcomp" and has_to(c)), None)):
            if any(c.dep_ == "auxpass" for c in below.children):
                return below
            verb = below
        return None

    def _brought_to(self, reading: Reading, node: Token, verb: Token) -> Token | None:
        """ "Got them to agree to it": whoever brings others to it wants it."""
        own = subject(node)
        if own is None or is_self(own) or reading.kind not in ("attitude", "act") or reading.holder is None or reading.holder.i != own.i:
            return None
        if negations(verb, self.words) or modal(verb) not in ("", "will", "must", "should"):
            return None
        reading.kind, reading.holder = "", None
        return verb if self._verb(reading, verb, WISH) else None

    def _so_that(self, reading: Reading, node: Token, head: Token) -> Token | None:
        """ "We act so that they can have it": what somebody does something for."""
        marks = [c for c in node.children if c.dep_ in ("mark", "advmod") and c.lower_ in ("so", "that")]
        if not marks or marks[0].lower_ != "so" or node.i < head.i or not is_verb(head):
            return None
        who = subject(head)
        how = modal(head)
        met = reading.kind == "act" and reading.holder is not None and not is_self(reading.holder)
        met |= reading.kind == "deontic" and reading.holder is None and modal(node) == "can"  # "so that it cannot be signed"
        if (
            (reading.found and not met)
            or (not modal(node) and not met)
            or negations(head, self.words)
            or how in self.words.words["epistemic"] | {"would", "can"}
        ):
            return None
        if not met and not any(step.sign for step in reading.steps[1:]):
            return None
        wanted = how in self.words.words["deontic"] or is_imperative(head)
        if not wanted and (who is None or not (is_noun(who) or who.pos_ == "PRON")):
            return None
        reading.stop = ""
        self._hold(reading, head, "deontic" if wanted else "act", None if wanted else who, 2)
        reading.note(f"{head.text} so that: wanted by {reading.holder or 'the speaker'}")
        return head

    def _given_a_chance(self, reading: Reading, noun: Token) -> Token | None:
        """ "It is important that they have a way to get it"."""
        verb = noun.head
        if noun.lemma_.lower() not in self.words.words["chances"] or noun.dep_ != "dobj" or verb.lemma_ not in ("have", "get") or reading.found:
            return None
        if negations(verb, self.words) or self._is_not(noun):
            return None
        return self._enabled(reading, verb)

    def _enabled(self, reading: Reading, word: Token) -> Token:
        """Who can do it need not want it; that somebody be able to do it may be wanted."""
        carrier = word if is_verb(word) else word.head
        reading.stop = ""
        reading.able = carrier
        reading.note(f"{word.text}: possible")
        if modal(carrier) in self.words.words["deontic"]:
            self._hold(reading, word, "deontic", None, 2)
            reading.note(f"{modal(carrier)}: wanted by the speaker")
        return carrier

    def _compelled(self, reading: Reading) -> bool:
        """ "Was forced to give it up": what one does only under duress is no stance."""
        words = [*reading.cue, *(step.word for step in reading.steps if step.word is not None)]
        over = [t.head for t in words if t.dep_ == "xcomp" and t.head.lemma_ in self.words.words["compelling"]]
        return any(c.dep_ in ("auxpass", "nsubjpass") for verb in over for c in verb.children)
