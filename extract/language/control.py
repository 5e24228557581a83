"""Whose doing it is that something is so: "ordered it to stay open", "is to do it", "makes sure that there is one", "failed to agree on it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.nouns import Nouns
from extract.language.predicates import WISH
from extract.language.reading import Reading
from extract.language.syntax import has_to, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token


class Control(Nouns):
    """Reads verbs that say of a thing that it be so."""

    @staticmethod
    def _raised_by_lifting(thing: Token, lemma: str) -> bool:
        """Whether to lift it is to raise it, as a ceiling of debt, and not to end it, as a cap on rents."""
        on = {c.lemma_.lower() for c in thing.children if c.dep_ == "compound"}
        return (
            lemma != "lift" or thing.lemma_.lower() != "cap" or not on & {"rent", "price", "rate", "pay", "benefit", "fee", "fare", "bonus", "bill", "energy"}
        )

    def _attained(self, verb: Token) -> bool:
        """Whether it is what takes others as well ("agree on it", "pass it", "raise it"), so that who failed in it may have wanted it."""
        return lemma_of(verb, self.words) in self.words.words["attained"] | self.words.words["joint_efforts"]

    def _accused(self, reading: Reading, verb: Token, of: Token) -> Token | None:
        """ "accused them of blocking it": who accuses is for the contrary, and what the accused want is only alleged, as are crimes."""
        who = subject(verb)
        crime = any(c.dep_ == "pobj" and c.lemma_.lower() in self.words.words["crimes"] for c in of.children)
        if who is None or crime or negations(verb, self.words) or modal(verb):
            reading.end("alleged")
            return None
        reading.sign, reading.kind, reading.holder = -reading.sign, "", None
        self._hold(reading, verb, "attitude", who, 2)
        reading.note(f"{verb.text} -1, held by {who}", verb, -1)
        return verb

    def _is_to(self, copula: Token, who: Token) -> bool:
        """Whether somebody "is to do it", and not something that consists in doing it."""
        person = who.pos_ == "PROPN" or who.lemma_.lower() in self.words.words["representatives"] - {"position", "policy", "stance"}
        return person and copula.lemma_ == "be" and copula.tag_ in ("VBZ", "VBP") and not modal(copula)

    @staticmethod
    def _made_sure(clause: Token) -> bool:
        """Whether somebody makes sure that it is so: "ensure that there is", "make sure there are"."""
        over = clause.head
        return clause.dep_ == "ccomp" and (over.lemma_ in ("ensure", "guarantee") or (over.lower_ in ("sure", "certain") and over.head.lemma_ == "make"))

    def _controlled(self, reading: Reading, verb: Token) -> Token | None:
        """ "ordered the plant to stay open": what is asked of a thing is that it be so."""
        clause = next((c for c in verb.children if c.dep_ == "xcomp" and has_to(c)), None)
        done = lemma_of(clause, self.words) if clause is not None else ""
        words = self.words.words
        if clause is None or reading.found or done not in words["lasts"] | words["ends"] | {"stay", "close"} or done == "stop":
            return None
        sign = -1 if (done in words["ends"] or done == "close") != bool(negations(clause, self.words)) else 1
        reading.sign *= sign
        reading.note(f"{clause.text} {sign:+d}", clause, sign)
        return verb if self._verb(reading, verb, WISH) else None
