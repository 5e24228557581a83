"""What is said of a clause by the words around it: that it is true or false, that there is no sign of it, that somebody is sure of it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from extract.language.calling import own_subject
from extract.language.lexicon import lexicon
from extract.language.predication import Predication
from extract.language.reading import Reading
from extract.language.syntax import UNREAL, clause_marks, has_to, is_noun, is_verb, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

OPEN = frozenset({"may", "might", "could", "would", "can", "should"})
DOUBTS = frozenset({"doubt", "question"})
_GIVEN = re.compile(r"(?i)(?:q\s+)?(?:and |but |so |then )?(?:now that|given that|given |since |because |seeing that|as )")
"""How a question opens that takes something for granted."""


class Truths(Predication):
    """Reads adjectives, nouns and copulas above a clause, and what stands above whoever holds it."""

    def _by_copula(self, reading: Reading, node: Token, copula: Token) -> Token | None:
        """ "It is clear that …", "our view is that …", "the claim that … is false"."""
        if modal(copula) in OPEN:
            return self._end(reading, "only possible")
        about = next((c for c in copula.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if about is not None and about.i < copula.i < node.i and is_noun(about):
            whose = next((c for c in about.children if c.dep_ == "poss"), None)
            if about.lemma_.lower() in self.words.kinds["claim"] | lexicon().words["views"]:
                if whose is None or negations(copula, lexicon()):
                    return self._end(reading, "nobody's view")
                self._hold(reading, copula, whose)
                return copula
            sure = next((c for c in copula.children if c.dep_ == "acomp" and c.lower_ in self.words.kinds["sure"]), None)
            if sure is not None:
                return self._by_adjective(reading, node, sure)  # "Berg is clear that …"
            return copula if about.lemma_.lower() in ("fact", "truth", "reality", "point") else self._end(reading, f"open: {about.text}")
        turned = self._truth([c for c in copula.children if c.dep_ in ("acomp", "attr") and c.i != node.i], copula)
        if turned == 0:
            return self._end(reading, "left open")
        reading.sign *= turned
        return copula

    def _truth(self, said: list[Token], copula: Token) -> int:
        """1 where something is said to be true, -1 where false, 0 where that is left open."""
        for word in said:
            lemma = word.lemma_.lower()
            no = bool(negations(copula, lexicon()) or negations(word, lexicon()))
            if lemma in self.words.kinds["false"] or lemma in ("lie", "myth", "fiction", "mistake"):
                return 0 if no else -1
            if lemma in DOUBTS:
                return 1 if no else 0
            if lemma in self.words.kinds["true"] or lemma in ("fact", "secret"):
                if lemma == "secret":
                    return 1 if no else 0
                return (-1 if lemma in ("true", "right", "correct", "accurate", "fair", "fact") else 0) if no else 1
        return 0

    def _by_adjective(self, reading: Reading, node: Token, adjective: Token) -> Token | None:
        """ "Berg is convinced that …", "it is clear that …", "is likely to be temporary"."""
        lemma, copula = adjective.lower_, adjective.head
        no = bool(negations(adjective, lexicon()) or (is_verb(copula) and negations(copula, lexicon())))
        who = (subject(copula) if is_verb(copula) else None) or own_subject(adjective)
        if lemma in ("likely", "unlikely", "bound", "set"):
            reading.hedged = True
            reading.sign *= -1 if (lemma == "unlikely") != no else 1
            return copula if is_verb(copula) else None
        if is_verb(copula) and modal(copula) in OPEN:
            return self._end(reading, "only possible")
        if lemma in ("clear", "plain") and copula.lemma_ == "make":
            reading.source_verb = copula
            reading.note(f"made clear: said by {subject(copula) or '?'}")
            return copula if not no and self.meant(copula) else self._end(reading, "not said")
        personal = who is not None and who.lower_ not in ("it", "that", "this", "there")
        if (
            lemma in self.words.kinds["sure"]
            and personal
            and (copula.i == adjective.i or not is_verb(copula) or copula.lemma_ in ("be", "feel", "remain", "become", "seem"))
        ):
            if no and lemma not in ("convinced", "persuaded"):
                return self._end(reading, "not sure")
            reading.hedged |= no
            reading.sign *= -1 if no else 1
            self._hold(reading, adjective, who)
            return copula if is_verb(copula) else adjective
        turned = self._truth([adjective], copula) if is_verb(copula) else 0
        if turned == 0:
            return self._end(reading, "left open")
        reading.sign *= turned
        return copula

    def _by_noun(self, reading: Reading, noun: Token) -> Token | None:
        """ "Rejected the claim that …", "there is no evidence that …", "sees no sign of it"."""
        kinds, lemma, over = self.words.kinds, noun.lemma_.lower(), noun.head
        no = any(c.lower_ in ("no", "little", "scant", "zero") for c in noun.children) or (is_verb(over) and bool(negations(over, lexicon())))
        how = modal(over) if is_verb(over) else ""
        if lemma in DOUBTS:
            firm = no
            if not firm and not (lemma == "doubt" and over.lemma_ in ("have", "express", "voice")):
                return self._end(reading, "in doubt")
            reading.sign *= 1 if firm else -1
        elif lemma in kinds["evidence"] and (no or lemma not in kinds["claim"]):
            sure = any(c.lemma_.lower() in self.words.words["strong"] for c in noun.children) or lemma == "proof"
            reading.sign *= -1 if no else 1
            reading.hedged |= not no and not sure
        else:
            return self._by_claim(reading, noun)
        if how in OPEN:
            return self._end(reading, "only possible")
        if over.lemma_ == "be" and any(c.dep_ == "expl" for c in over.children):
            return over
        if over.lemma_ in ("see", "find", "have", "know", "detect", "receive", "uncover", "express", "voice") and noun.dep_ in ("dobj", "pobj"):
            self._hold(reading, over, subject(over))
            return over if self._told(over) else self._end(reading, "not found")
        return self._end(reading, f"open: {over.text}")

    def _by_claim(self, reading: Reading, noun: Token) -> Token | None:
        kinds, over = self.words.kinds, noun.head
        if over.lemma_ == "be" and noun.dep_ == "nsubj":
            turned = self._truth([c for c in over.children if c.dep_ in ("acomp", "attr")], over)
            reading.sign *= turned
            return over if turned else self._end(reading, "left open")
        verb = over.head if over.dep_ == "prep" and noun.dep_ == "pobj" else over
        if verb.lemma_.lower() == "doubt" and is_noun(verb) and over.lower_ in ("about", "on", "over"):
            return self._by_noun(reading, verb)  # "has doubts about the safety of it"
        if not is_verb(verb) or noun.dep_ not in ("dobj", "pobj", "nsubjpass"):
            return self._end(reading, f"open: {over.text}")
        no, lemma = bool(negations(verb, lexicon())), verb.lemma_
        by = over.lower_ if over.dep_ == "prep" else ""
        against = (lemma in kinds["rejecting"] and not by) or (lemma, by) in (("disagree", "with"), ("push", "against"), ("scoff", "at"), ("laugh", "at"))
        claimed = noun.lemma_.lower() in kinds["claim"]
        with_it = (lemma in kinds["adopting"] and not by and claimed) or (lemma, by) in (
            ("agree", "with"),
            ("stand", "by"),
            ("subscribe", "to"),
            ("believe", "in"),
        )
        if not claimed:  # "vouched for the safety of it"
            with_it = (lemma, by) in (("vouch", "for"), ("attest", "to"), ("confirm", ""), ("affirm", ""), ("reaffirm", ""), ("stress", ""), ("certify", ""))
        if not (against or with_it) or modal(verb) in OPEN or not self._told(verb) or (no and against):
            return self._end(reading, f"open: {verb.text}")
        reading.sign *= -1 if against or no else 1
        self._hold(reading, verb, subject(verb))
        return verb

    # -- above whoever holds it ------------------------------------------------------------------

    def _above_holder(self, reading: Reading, verb: Token, *, asked: bool = False) -> None:
        """What stands above whoever holds it: who tells that he does, and whether that is denied or left open."""
        node = verb
        if self.given(verb) or self._crowd(reading.holder):
            if self._crowd(reading.holder):
                reading.end("what people think")
            return
        while node.head.i != node.i:
            over = node.head
            marks = clause_marks(node)
            if marks & UNREAL and node.dep_ in ("advcl", "ccomp") and not asked:
                reading.end("not said to be so")
                return
            if node.dep_ in ("relcl", "advcl") or (node.dep_ in ("conj", "parataxis") and node.i != verb.i):
                return
            if is_verb(over) and node.dep_ in ("ccomp", "parataxis"):
                lemma = lemma_of(over, lexicon()).lower()
                if lemma in self.words.kinds["denying"] or negations(over, lexicon()) or lemma in ("ask", "wonder", "hope", "want", "suppose", "imagine"):
                    reading.end("not said")
                    return
                if lemma in self.words.kinds["stating"] | {"tell"} and reading.source_verb is None:
                    reading.source_verb = over
                    reading.note(f"{over.text}: said by {subject(over) or '?'}")
                    return
            node = over

    @staticmethod
    def _weighed(verb: Token) -> Token | None:
        """The "is" of "it is wrong to say so"."""
        over = verb.head
        bare = verb.tag_ == "VB" and has_to(verb) and verb.dep_ in ("xcomp", "advcl", "ccomp", "acl", "csubj", "relcl")
        copula = over if over.lemma_ == "be" else over.head if over.pos_ in ("ADJ", "NOUN") and over.head.lemma_ == "be" else None
        return copula if bare else None

    def _speech_over(self, reading: Reading, token: Token) -> Token | None:
        """Who says a sentence in which something is said by the way."""
        for below, over in itertools.pairwise((token, *token.ancestors)):
            if is_verb(over) and (modal(over) == "" and over.lemma_ in ("suppose", "imagine")):
                return self._end(reading, "not said")
            if (
                is_verb(over)
                and lemma_of(over, lexicon()) in self.words.kinds["stating"]
                and below.dep_ in ("ccomp", "parataxis", "dep")
                and reading.source_verb is None
            ):
                reading.source_verb = over
                reading.note(f"{over.text}: said by {subject(over) or '?'}")
        return None

    @staticmethod
    def given(verb: Token) -> bool:
        """Whether a sentence opens with what it takes for granted, and the verb stands there: "Now that Berg has called it a coup, …"."""
        return _GIVEN.match(verb.doc.text) is not None and "," in [t.text for t in verb.doc[verb.i :]] and "," not in [t.text for t in verb.doc[: verb.i]]

    @staticmethod
    def _crowd(holder: Token | None) -> bool:
        return holder is not None and holder.lemma_.lower() in {*lexicon().words["people"], "public", "voter", "respondent", "majority", "percent"}

    def _told(self, verb: Token) -> bool:
        return self.meant(verb)

    @staticmethod
    def _passive(verb: Token) -> bool:
        return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)

    def _hold(self, reading: Reading, verb: Token, holder: Token | None) -> None:
        if holder is None:
            self._end(reading, "nobody is said to hold it")
            return
        reading.kind, reading.holder = "attitude", holder
        reading.cue = [*reading.cue, verb]
        reading.note(f"{verb.text}: held by {holder}")

    @staticmethod
    def _end(reading: Reading, reason: str) -> None:
        reading.end(reason)
