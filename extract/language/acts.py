"""Deeds and who holds them: what somebody does to what stands below, and what he promises to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.lexicon import Lexicon, Predicate, lexicon
from extract.language.past import before_then, given_up, of_old
from extract.language.reading import Reading
from extract.language.syntax import has_to, is_noun, is_self, is_verb, lemma_of, negations, possessor, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token


def _words(token: Token) -> Iterator[int]:
    """The places of a sentence's words, without marks and blanks."""
    return (t.i for t in token.doc if t.is_alpha)


_LAWMAKING = frozenset({"sign", "pass", "enact", "ratify"})
"""What one does with a law that one wants to be there."""


class Acts:
    """Records stances and deeds; holds nothing but the lexicon."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self.words = words or lexicon()

    def _unknown(self, reading: Reading, word: Token) -> Token | None:
        """Nothing is known of the word: the reading ends here (always None)."""
        reading.stop = reading.stop or f"unknown: {word.lemma_}"
        reading.note(f"{word.text}: not read further")
        return None

    def _entry(self, pos: str, lemma: str, kinds: tuple[str, ...] = ("attitude", "effect")) -> Predicate | None:
        return self.words.look(pos, lemma, kinds)

    def _is_not(self, noun: Token) -> bool:
        return bool(negations(noun, self.words)) or any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)

    def _maker(self, verb: Token) -> Token | None:
        """Whose bill or plan it is that would do it: "the Democrats' bill would end it"."""
        thing = subject(verb)
        if thing is None or thing.lemma_.lower() not in ("bill", "plan", "proposal", "law", "budget", "legislation", "draft", "amendment", "manifesto"):
            return None
        owner = possessor(thing)
        return owner if owner is not None and (is_noun(owner) or is_self(owner)) and owner.dep_ == "poss" else None

    @staticmethod
    def _harms_harm(reading: Reading, verb: Token) -> bool:
        """Whether what is below is already against it: nobody deplores that "this would undermine its opponents"."""
        return any(step.sign < 0 and (step.word is None or step.word.i != verb.i) for step in reading.steps[1:])

    def _thing_does(self, verb: Token) -> bool:
        """Whether it is no person that does it, but a step or a fact: "this decision threatens it"."""
        who = subject(verb)
        said = verb.dep_ == "ccomp" and verb.head.lemma_ in self.words.words["speech"] and (by := subject(verb.head)) is not None and is_noun(by)
        said = said and any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have") for c in verb.children)
        return (
            who is not None
            and not (said and who.lower_ == "it")
            and (who.lower_ in ("which", "that", "this", "it") or (who.pos_ == "NOUN" and who.lemma_.lower() in self.words.words["instruments"]))
        )

    def _ultimatum(self, verb: Token) -> bool:
        """ "It can sign the accord, or it will face pressure"."""
        threat = (c for c in verb.children if c.dep_ == "conj" and is_verb(c) and any(g.lower_ == "or" for g in verb.children if g.dep_ == "cc"))
        return any(lemma_of(c, self.words) in self.words.words["suffering"] for c in threat)

    @staticmethod
    def _headline(verb: Token) -> bool:
        """ "Ukraine to sign the accord"."""
        return verb.dep_ == "ROOT" and has_to(verb) and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)

    def _act(self, reading: Reading, verb: Token, lemma: str, no: list[Token], how: str, *, purpose: bool = False) -> None:
        """Something done, or promised with "will": the stance of whoever does it."""
        who = subject(verb)
        if who is None:
            passive = any(c.dep_ == "auxpass" for c in verb.children) and (purpose or lemma not in self.words.words["having"])
            if how == "will" and (no or (passive and not reading.found)):
                self._hold(reading, verb, "deontic", None, 2)
            elif verb.tag_ == "VBZ" and verb.dep_ == "ROOT" and not no and lemma not in self.words.words["having"] and verb.i == next(_words(verb)):
                self._hold(reading, verb, "act", None, 2)
                reading.note("done by who speaks")  # "Provides funds for it.", in a list of what is done
            return
        if reading.able is not None and (able := subject(reading.able)) is not None and able.i == who.i:
            return  # "is going to be able to get it"
        taken = lemma == "do" and reading.anchor is not None and reading.anchor.pos_ == "PRON"  # "we will not do that"
        promised = how == "will" and (is_self(who) or lemma == "keep")
        if lemma in self.words.words["having"] and not purpose and not taken and not promised:
            return  # having or using a thing is no stance on it
        if reading.harmed and len(reading.steps) == 2 and lemma not in self.words.words["keeping"] | _LAWMAKING and reading.sign < 0:
            return  # nor is handling what the proposition would end
        if not no and lemma in self.words.words["deplored"] and self._thing_does(verb):
            if self._harms_harm(reading, verb):
                reading.end("harms what is against it")
                return
            reading.sign *= -1
            self._hold(reading, verb, "judgement", None, 2)
            reading.note(f"{who.text} {verb.text} it: deplored")  # "this decision threatens access to it"
            return
        if reading.kind == "attitude" and before_then(verb) and given_up(verb, self.words):
            reading.sign, reading.turned = -reading.sign, True
            reading.note("given up since: flips")
        elif before_then(verb) or of_old(verb):
            reading.end("was so before")
            return
        if no and lemma in self.words.words["attained"]:
            reading.end("a forecast")
            return
        how = "will" if how == "would" or self._headline(verb) else how
        if no and any(c.dep_ in ("advcl", "xcomp") and has_to(c) and reading.anchor not in list(c.subtree) for c in verb.children):
            reading.end("not done for that purpose")
            return
        done = self._entry("verb", lemma, ("effect",))
        if no and how == "" and reading.kind == "attitude" and done is not None and done.sign < 0:
            reading.note(f"{verb.text}: still so")  # "has not given up its hopes"
            return
        if no and how == "" and not (any(c.lower_ == "going" for c in verb.children) or lemma == "go" or verb.tag_ == "VBG"):
            reading.end(f"not done: {lemma}")
            return
        self._hold(reading, verb, "act", who, 2)
        reading.note(f"done by {who.text}")

    def _hold(self, reading: Reading, word: Token, kind: str, holder: Token | None, strength: int) -> None:
        """Record that a stance was met; one further out takes the place of one further in."""
        inner = reading.holder
        if (
            reading.kind == "attitude"
            and inner is not None
            and (holder.i != inner.i if holder is not None else is_noun(word) and is_noun(inner))  # "support for Ukraine's demand"
            and is_noun(reading.cue[-1])
            and word.lemma_.lower() not in self.words.words["wishing"]
        ):
            reading.also.append((inner, reading.held))  # "rejected Ukraine's demand for it"
        reading.held = reading.sign
        if kind == "act" and reading.kind in ("attitude", "judgement") and reading.holder is None:
            kind = reading.kind
            strength = reading.strength
        reading.kind, reading.holder, reading.impersonal, reading.needed = kind, holder, False, False
        reading.strength = max(strength, reading.strength) if reading.cue and strength >= 2 else strength
        reading.cue.append(word)
