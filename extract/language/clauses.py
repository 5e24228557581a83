"""Relative clauses: what is thought of a thing beside what is done with it, and what a law does that is next welcomed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.constructions import Constructions
from extract.language.lexicon import Predicate
from extract.language.reading import Reading
from extract.language.syntax import has_to, is_noun, is_verb, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token


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
            if lemma_of(clause, self.words) in self.words.words["naming"]:  # "it, which they called a mistake"
                tags = map(self._evaluation, (c for c in clause.children if c.dep_ in ("oprd", "attr", "acomp", "dobj") and c.lower_ not in ("that", "which")))
                judged = next((e for e in tags if e is not None), None)
                entry, taken = Predicate("attitude", judged.sign) if judged is not None else None, False
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

    def _asked(self, prep: Token) -> Token | None:
        """The pronoun by which it is judged in an answer: "asked about it, he said it was a mistake"."""
        ask = prep.head
        if prep.lower_ not in ("about", "on", "over", "regarding") or ask.lemma_ not in ("ask", "question", "press", "quiz") or ask.dep_ != "advcl":
            return None
        if ask.tag_ != "VBN" or ask.head.lemma_ not in self.words.words["speech"] or negations(ask.head, self.words):
            return None
        for clause in (c for c in ask.head.children if c.dep_ == "ccomp" and c.lemma_ == "be"):
            who = subject(clause)
            said = next((c for c in clause.children if c.dep_ in ("attr", "acomp")), None)
            if who is not None and who.lower_ in ("it", "that", "this") and said is not None and self._evaluation(said) is not None:
                return who if not any(is_verb(g) for g in said.children) else None  # "it was wrong to ask"
        return None

    def _elliptic(self, reading: Reading) -> None:
        """ "Paris backs it, while Kyiv is opposed": what the other is for or against is what was just named."""
        verb = reading.cue[0] if reading.cue else None
        if reading.kind != "attitude" or reading.neutral or reading.harmed or verb is None or not is_verb(verb) or verb.dep_ != "ROOT":
            return
        for clause in (c for c in verb.children if c.i > verb.i and c.lemma_ == "be" and c.dep_ in ("advcl", "conj", "parataxis") and not modal(c)):
            who = subject(clause)
            said = [c for c in clause.children if c.dep_ in ("acomp", "prep") and c.i > clause.i]
            marks = {c.lower_ for c in clause.children if c.dep_ in ("mark", "advmod") and c.i < clause.i}
            if who is None or not is_noun(who) or len(said) != 1 or marks - {"while", "whereas", "though", "although"}:
                continue
            keen = self._entry("adjective", said[0].lemma_.lower(), ("attitude",))
            sign = keen.sign if keen is not None else 1 if [t.lower_ for t in said[0].subtree] in (["in", "favour"], ["in", "favor"]) else 0
            if sign and not negations(clause, self.words) and not any(c.dep_ in ("prep", "xcomp", "ccomp") for c in said[0].children):
                reading.also.append((who, reading.content * sign))
                reading.note(f"{who} {clause.text} {said[0].text}: {sign:+d}")

    def _praised_for(self, reading: Reading, clause: Token, who: Token) -> bool:
        """Whether those who did it are next thanked or condemned: "is grateful to the firms that left it"."""
        over = who.head
        if clause.lemma_ in self.words.words["having"] or not any(c.dep_ == "nsubj" and c.lower_ in ("that", "which", "who") for c in clause.children):
            return False
        thanked = who.dep_ == "pobj" and over.lower_ == "to" and over.head.lemma_ in ("grateful", "thankful")
        felt = who.dep_ == "dobj" and is_verb(over) and over.lemma_ in self.words.words["judging"]
        if not (thanked or felt) or reading.kind not in ("act", "attitude") or reading.holder is None or reading.holder.i != who.i:
            return False
        reading.kind, reading.holder, reading.stop = "", None, ""
        reading.cue.clear()
        return True

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
