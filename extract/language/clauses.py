"""Relative clauses: what is thought of a thing beside what is done with it, and what a law does that is next welcomed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.constructions import Constructions
from extract.language.reading import Reading
from extract.language.syntax import has_to, is_verb, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extract.language.lexicon import Predicate


class Clauses(Constructions):
    """Reads the clauses below an issue's words and those that it stands in."""

    def _clauses_of(self, reading: Reading, anchor: Token) -> Iterator[tuple[Token, Predicate, Token]]:
        """The clauses below the words that say what somebody thinks of the thing or does with it, with their predicate and that somebody."""
        heads = (anchor, anchor.head) if anchor.dep_ == "compound" else (anchor,)
        for below in (c for head in heads for c in head.children if c.dep_ in ("relcl", "acl") and not has_to(c)):
            if below.head.i != anchor.i and below.lemma_ != "be":
                continue  # "the debt plan that they announced"
            clause = below
            if clause.lemma_ == "be":  # "it, which is something that we have fought for"
                said = (g for c in clause.children if c.dep_ == "attr" and c.lower_ in ("something", "one", "what") for g in c.children)
                clause = next((g for g in said if g.dep_ == "relcl" and not negations(below, self.words)), below)
            who = subject(clause) if clause.dep_ == "relcl" or any(c.dep_ == "agent" for c in clause.children) else None
            agent = next((g for c in clause.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
            taken = any(c.dep_ == "dobj" and c.lower_ not in ("that", "which") for c in clause.children)
            entry = self._entry("verb", lemma_of(clause, self.words), ("attitude",)) or self._entry("verb", lemma_of(clause, self.words))
            if entry is None and clause is not below:
                entry = self._entry("verb", clause.lemma_.lower(), ("attitude",))  # "something that we are working on"
            holder = agent if agent is not None else who
            if len(reading.steps) == 1 and reading.untouched and lemma_of(clause, self.words) not in self.words.words["keeping"]:
                continue  # "the oil that they announced"
            if entry is None or holder is None or holder.i == anchor.i or taken or modal(clause) or clause.lemma_ in self.words.words["having"]:
                continue
            yield clause, entry, holder

    def _thought_beside(self, reading: Reading, anchor: Token) -> None:
        """ "reintroduced the ban, which we support": what is thought of it by others than who does something with it."""
        if reading.harmed or reading.neutral or reading.holder is None:
            return
        for clause, entry, holder in self._clauses_of(reading, anchor):
            if clause.dep_ == "relcl" and entry.kind == "attitude" and not entry.takes and not negations(clause, self.words) and holder.i != reading.holder.i:
                reading.also.append((holder, reading.steps[0].sign * entry.sign))
                reading.note(f"{clause.text} {entry.sign:+d}, held by {holder} as well")

    def _welcomed(self, reading: Reading, clause: Token, thing: Token) -> bool:
        """Whether what a ruling or law does is next welcomed or condemned: "cheered the ruling that ended it"."""
        own = any(c.dep_ == "nsubj" and c.lower_ in ("that", "which") for c in clause.children)
        agreed = thing.dep_ == "pobj" and thing.lemma_.lower() in ("compromise", "deal", "solution", "formula", "arrangement", "mechanism", "framework")
        if not own or not (agreed or (thing.dep_ == "dobj" and thing.lemma_.lower() in self.words.words["instruments"] and is_verb(thing.head))):
            return False
        if reading.harmed and reading.sign < 0:
            return False  # "a bill that would help those who have loans"
        mere = reading.kind == "act" and reading.holder is not None and reading.holder.i == thing.i
        if not mere and (reading.found or reading.stop != "only possible: would" or len(reading.steps) < 2):
            return False
        if agreed:  # "move forward with a compromise that allows it": what is met above decides
            reading.kind, reading.holder, reading.stop = "", None, ""
            reading.cue.clear()
            return True
        done = self._entry("verb", lemma_of(thing.head, self.words)) if reading.stop else None  # "passed a bill that would end it"
        if (done or self._entry("verb", lemma_of(thing.head, self.words), ("attitude",))) is None or thing.head.lemma_ in self.words.words["having"]:
            return False
        reading.kind, reading.holder, reading.stop = "", None, ""
        reading.cue.clear()
        return True
