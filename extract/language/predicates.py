"""Predicates of stance: who wants, refuses, does or prevents what stands below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.attitudes import Attitudes
from extract.language.lexicon import Predicate
from extract.language.reading import Reading
from extract.language.syntax import (
    clause_marks,
    half_denied,
    is_finite,
    is_imperative,
    is_noun,
    is_self,
    lemma_of,
    modal,
    negations,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

EFFECT = Predicate("effect", 1)
"""Something is done or brought about."""
WISH = Predicate("attitude", 1, 2, "none")
"""Somebody wants it; that he does not say so is no refusal."""
AGAINST = Predicate("attitude", -1, 2, "none")
"""Somebody is against it."""
_PRICES = frozenset({"price", "cost", "expense", "back", "hand"})
"""Nouns for what a thing must not be done at, whoever may want the thing itself."""


class Predicates(Attitudes):
    """Applies one predicate with its negation and modal."""

    def _verb(
        self,
        reading: Reading,
        verb: Token,
        entry: Predicate,
        *,
        own: bool = False,
        deontic: bool = False,
        agentive: bool = True,
        purpose: bool = False,
        holder: Token | None = None,
        name: str = "",
    ) -> bool:
        """Apply one predicate with its negation and modal; False where the way up ends in abstention. ``name``: of what it is but the head."""
        no, how = negations(verb, self.words), modal(verb)
        lemma, words = name or lemma_of(verb, self.words), self.words.words
        if any(c.dep_ == "advmod" and c.lower_ in ("almost", "nearly") for c in verb.children):
            reading.end("not done")  # "almost signed it"
            return False
        if half_denied(verb):
            reading.end("cannot tell whether it is denied")
            return False
        if entry.kind == "attitude":
            if not self._attitude(reading, verb, entry, no, how, holder):
                return False
        else:
            sign = -entry.sign if no else entry.sign
            last = reading.steps[-1]
            if len(reading.steps) > 1 and not no and sign < 0 and last.sign < 0 and last.word is not None and last.word.text == verb.text:
                sign = 1  # "to deny their — deny them"
            if no and lemma in words["light"] and reading.cue and reading.cue[-1].lemma_.lower() in words["commitments"]:
                reading.end("not decided")  # "has not made a decision to sign it"
                return False
            wish = reading.cue[-1] if reading.cue and reading.kind == "attitude" else None
            given_up = wish is not None and is_noun(wish)
            reading.turned |= given_up and sign < 0 and not no and not how and self._his_own(reading, verb)
            if sign < 0 and reading.within and reading.bare and not own:
                reading.end("done to what is in it")  # "replace the pipes in the schools"
                return False
            before, inner = reading.sign, reading.holder
            harm = self._harms_harm(reading, verb)
            reading.sign *= sign
            if not own or no:
                reading.note(f"{'not ' if no else ''}{verb.text} {sign:+d}", verb, sign)
            if how == "would" and any(c.lower_ == "rather" and c.i < verb.i for c in verb.children) and subject(verb) is not None:
                self._hold(reading, verb, "attitude", subject(verb), 2)
                reading.note(f"would rather: wanted by {subject(verb)}")
            elif how == "can" and no and {lemma, verb.lemma_} & words["abilities"]:
                reading.end("cannot, which is not will not")  # "people cannot get it"
                return False
            elif (
                no
                and how in words["deontic"]
                and any(g.lemma_ in _PRICES for c in verb.children if c.dep_ == "prep" and c.lower_ in ("at", "on") for g in c.children if g.dep_ == "pobj")
            ):
                reading.end("not at that price")  # "must not be done on the backs of the poor"
                return False
            elif deontic or how in words["deontic"] or (how == "can" and no):
                self._hold(reading, verb, "deontic", None, 2)
                reading.note(f"{how or 'need'}: wanted by the speaker")
            elif is_imperative(verb):
                self._hold(reading, verb, "deontic", None, 2)
                reading.note("imperative: wanted by the speaker")
            elif how == "can" and not no and self._ultimatum(verb):
                self._hold(reading, verb, "deontic", None, 3)
                reading.note("or else: wanted by the speaker")
            elif agentive and ((is_finite(verb) and (how in ("", "will") or (how == "would" and no))) or self._headline(verb)):
                self._act(reading, verb, lemma, no, how, purpose=purpose)
                reading.turned |= reading.found and lemma in words["turning"] and not (given_up or no or how)
            elif (
                verb.tag_ == "VBG"
                and verb.dep_ == "ROOT"
                and not no
                and agentive
                and lemma not in words["having"]
                and not any(t.is_alpha for t in verb.doc[: verb.i])
            ):
                self._hold(reading, verb, "act", None, 2)
                reading.note("done by who speaks")  # "Imposing a tax on it.", in a list of what is done
            elif how in ("would", "will") and agentive and not reading.found and lemma not in words["deplored"] and (maker := self._maker(verb)) is not None:
                self._hold(reading, verb, "act", maker, 2)
                reading.note(f"{how} {verb.text}: what {maker} proposes")
            elif not no and lemma in words["deplored"] and how in words["epistemic"] | {"would", "can"} and self._thing_does(verb) and not harm:
                reading.sign *= -1
                self._hold(reading, verb, "judgement", None, 1 if how in words["epistemic"] else 2)
                reading.note(f"{how} {verb.text} it: deplored")  # "this could undermine it"
            elif how in words["epistemic"] or how in ("can", "would"):
                if reading.kind == "act":
                    reading.kind = ""
                reading.stop = f"only possible: {how}"
        if entry.kind != "attitude" and sign < 0 and self._of_another(reading, verb, inner):
            reading.sign = before  # "the bill would end the President's plan": he still wants it
            return False
        for adverb in (c for c in verb.children if c.dep_ == "advmod"):
            if adverb.lower_ in words["firm"]:
                reading.strength = 3
            if adverb.lower_ in words["hedges"]:
                reading.hedged, reading.strength = True, 1
        if lemma in words["hedges"]:
            reading.hedged, reading.strength = True, 1
        for clause in (c for c in verb.children if c.dep_ == "advcl"):
            if clause_marks(clause) & words["conditions"] and not any(c.lower_ == "even" for c in clause.subtree if c.i < clause.i):
                reading.conditional = True
        return True

    @staticmethod
    def _his_own(reading: Reading, verb: Token) -> bool:
        """Whether it is his own wish that somebody acts on: "dropped its objections", not "obstructed our efforts"."""
        who, inner = subject(verb), reading.holder
        if who is None or inner is None or inner.i == who.i:
            return True
        return inner.lower_ in (("our", "my") if is_self(who) else ("its", "his", "her", "their"))

    @staticmethod
    def _of_another(reading: Reading, verb: Token, inner: Token | None) -> bool:
        """Whether what was held by a named possessor is now harmed by somebody else."""
        who = subject(verb)
        return (
            reading.kind == "attitude" and inner is not None and reading.holder is inner and is_noun(inner) and bool(reading.cue) and is_noun(reading.cue[-1])
            and (who.i != inner.i if who is not None else verb.tag_ == "VBG")  # "a focus on stopping Kyiv's plan"
        )  # fmt: skip
