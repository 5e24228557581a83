"""Attitudes: who wants, refuses or needs what stands below, with negation and modals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.acts import Acts
from extract.language.lexicon import Predicate
from extract.language.past import before_then, given_up, long_since, of_old
from extract.language.reading import Reading
from extract.language.syntax import clause_marks, has_to, is_finite, is_self, is_verb, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token


_ONCE = frozenset({"once", "formerly", "previously", "originally", "initially"})


class Attitudes(Acts):
    """Applies predicates that somebody holds."""

    def _attitude(self, reading: Reading, verb: Token, entry: Predicate, no: list[Token], how: str, holder: Token | None) -> bool:
        if has_to(verb) and "for" in clause_marks(verb) and holder is None and not reading.found:
            reading.sign *= -entry.sign if no else entry.sign
            reading.note(f"{verb.text} {entry.sign:+d}, as it should be")  # "the need for Russia to respect it"
            return True
        sign, words = entry.sign, self.words.words
        orders = verb.lemma_ == "require" and {"dobj", "xcomp"} <= {c.dep_ for c in verb.children}  # "requires them to do it"
        if no:
            ended = any(n.head.lower_ in ("longer", "more", "anymore") for n in no)
            reading.turned |= ended
            if self._neither(verb, entry):
                reading.neutral = True
            elif verb.lemma_ == "ready" and not is_verb(verb) and holder is not None and not is_self(holder):
                reading.sign, reading.judged_of = -reading.sign, holder
                self._hold(reading, verb, "judgement", None, 2)
                reading.note(f"{holder} not ready: judged by the speaker")
                return True
            elif entry.negated == "none" and not ended and not orders:
                reading.end(f"abstains: not {verb.lemma_}")
                return False
            if entry.negated == "neutral" or reading.neutral:
                reading.neutral = True
            else:
                sign = -sign
        elif lemma_of(verb, self.words) in ("refuse", "decline") and any(c.lemma_ in ("rule", "commit") and is_verb(c) for c in reading.cue):
            reading.neutral = True
        if any(c.dep_ in ("amod", "det", "advmod") and c.lower_ in ("little", "few", "hardly") for c in verb.children) and verb.pos_ == "NOUN":
            sign = -sign
        if any(c.dep_ == "advmod" and c.lower_ in _ONCE for c in verb.children) and verb.tag_ in ("VBD", "VBN"):
            reading.end("was so once")
            return False
        if long_since(verb):
            reading.end("was so before")
            return False
        if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in ("after", "despite", "before"):
            reading.end("was so before")  # "after agreeing to it, he warned that …"
            return False
        if before_then(verb) and given_up(verb, self.words):
            reading.turned, sign = True, -sign
        elif before_then(verb) or (verb.tag_ in ("VBD", "VBN") and of_old(verb)):
            reading.end("was so before")
            return False
        if not reading.found:
            reading.inner = reading.inner or reading.sign
        reading.sign *= sign
        who = holder if holder is not None else subject(verb)
        about = any(g.tag_ == "VBG" for c in verb.children if c.lower_ == "about" for g in c.children if g.dep_ == "pcomp")
        if verb.lemma_ == "be" and who is not None and who.lower_ in ("it", "this", "that") and about and not no:
            who = None  # "it is about making sure that they get it"
        ordered = any(c.dep_ == "agent" for c in verb.children)  # "required by the court"
        needed = verb.lemma_ in ("need", "require") and not orders and not ordered and who is not None and not is_self(who)
        if how in words["deontic"]:
            who = None
        if needed and (how in words["epistemic"] or how == "would"):
            reading.end(f"only possible: {how}")
            return False
        if needed and who is not None and who.lower_ == "you" and not any(c.dep_ == "xcomp" for c in verb.children):
            reading.end("what one needs")  # "to do that, you need a tank"
            return False
        if needed and verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and any(c.dep_ in ("xcomp", "advcl") and has_to(c) for c in verb.children):
            reading.end("what it takes to do it")  # "the workers required to carry it out"
            return False
        if needed and verb.dep_ == "relcl" and who is not None and who.i == verb.head.i:
            reading.end("what some need")  # "a child who needs it"
            return False
        if needed:  # what somebody needs is what the speaker finds needed
            reading.note(f"{verb.text}: wanted by the speaker")
            self._hold(reading, verb, "deontic", None, entry.strength)
            reading.needed = True
            return True
        if who is None and verb.tag_ == "VBG" and verb.dep_ in ("acl", "relcl", "amod") and not any(c.dep_ == "aux" for c in verb.children):
            reading.end("nobody is said to want it")  # "countries aspiring to join"
            return False
        told = who is None and not how and is_finite(verb) and any(c.dep_ == "auxpass" for c in verb.children)
        if told and verb.lemma_ in words["devoted"]:
            who = next((c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj")), None)  # "are committed to it"
        elif told and not (verb.lemma_ in ("need", "require") and any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.children)):
            reading.end("nobody is said to want it")  # "was asked to sign it"
            return False
        if (who is not None and how in words["epistemic"]) or (how == "can" and not no):
            reading.end(f"only possible: {how}")
            return False
        self._hold(reading, verb, "attitude" if who is not None or how not in words["deontic"] else "deontic", who, entry.strength)
        if how == "would":
            reading.strength = min(reading.strength, 2)
        reading.note(f"{'not ' if no else ''}{verb.text} {sign:+d}, held by {who or 'the speaker'}", verb, sign)
        return True

    def _neither(self, verb: Token, entry: Predicate) -> bool:
        """ "neither supports nor opposes"."""
        first = verb.head if verb.dep_ == "conj" else verb
        others = (c for c in (first, *first.children) if c.i != verb.i and (c.dep_ == "conj" or c.i == first.i) and is_verb(c))
        return any(c.lower_ in ("nor", "or") for c in first.children) and any(
            (e := self._entry("verb", lemma_of(c, self.words), ("attitude",))) is not None and e.sign == -entry.sign for c in others
        )

    def _undecided(self, reading: Reading, clause: Token) -> None:
        """An "if" or "whether" clause says nothing, unless somebody has expressly not decided it, or leaves it to others."""
        head = clause.head
        open_, left = head.lemma_ in ("decide", "determine", "say", "commit") and negations(head, self.words), any(c.lower_ == "up" for c in head.children)
        who = subject(head)
        if head.lemma_ == "see" and "if" in clause_marks(clause) and modal(clause) == "can":
            self._hold(reading, head, "attitude", who, 1)
            reading.note(f"see if: wanted by {who or 'the speaker'}")
        elif "whether" in clause_marks(clause) and ((open_ and who is not None) or left):
            reading.neutral = True
            self._hold(reading, head, "attitude", None if left else who, 2)
            reading.note("up to others whether" if left else "has not decided whether")
        else:
            reading.end("hypothetical")
