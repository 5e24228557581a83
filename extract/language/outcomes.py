"""What a thing is said to lead to or to draw, and what there is too much of in it ("would mean war", "drew protests", "is too costly")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.language.lexicon import Predicate
from extract.language.predicates import WISH, Predicates
from extract.language.reading import Reading
from extract.language.syntax import has_to, is_noun, is_verb, lemma_of, modal, negations, possessor, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXCESS = frozenset(
    {"expensive", "costly", "strict", "harsh", "generous", "risky", "vague", "complex", "complicated", "radical", "rigid", "onerous", "blunt", "extreme"}
)
"""What a thing may be too much of, whatever it is."""
_LEVELS = frozenset(
    {"wage", "salary", "pay", "pension", "income", "ceiling", "limit", "cap", "target", "benefit", "threshold", "allowance", "tax", "fine", "penalty"}
)
_MANY = frozenset({"hundred", "thousand", "million", "billion", "ten", "dozen", "score", "lot", "number", "plenty", "countless"})
_BURDENS = frozenset({"price", "cost", "bill", "deficit", "risk", "tension"})


class Outcomes(Predicates):
    """Weighs what is foretold of a thing."""

    def _outcome(self, verb: Token) -> int:
        """What a thing is said to lead to, as good (1) or bad (-1): "would mean war", "could save lives"."""
        words = self.words.words
        brings = verb.lemma_ in ("mean", "bring", "cause", "spell", "spark", "trigger", "risk", "create", "start", "invite", "unleash", "lead")
        spares = verb.lemma_ in ("save", "end", "stop", "prevent", "avert", "avoid", "reduce", "ease", "cut")
        states = {t.lower_ for c in verb.children if c.dep_ in ("ccomp", "oprd", "xcomp", "acomp") for t in (c, *c.children) if verb.lemma_ in ("make", "keep")}
        if states & words["good_states"] or states & words["bad_states"]:
            return (1 if states & words["good_states"] else -1) * (-1 if "less" in states else 1)
        costs = verb.lemma_ in ("cost", "destroy", "kill")
        foretold = modal(verb) in ("will", "would", "could") and not self._aimed(verb)
        eases = verb.tag_ == "VBZ" and verb.lemma_ in ("lower", "reduce", "cut") and not self._aimed(verb)  # "it lowers costs"
        if foretold:
            brings |= verb.lemma_ in ("boost", "increase", "raise", "improve", "deliver", "foster")
            costs |= verb.lemma_ in words["hurting"]
            spares |= verb.lemma_ == "lower"
        spares |= eases
        if not brings and not spares and not costs and verb.lemma_ not in ("do", "make"):
            return 0
        if verb.lemma_ == "do":  # "would do more harm than good"
            done = {c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"}
            return -1 if done & {"harm", "damage", "injury", "injustice"} else 1 if "good" in done else 0
        objects = [c for c in verb.children if c.dep_ == "dobj"] + [
            g for c in verb.children if c.dep_ == "prep" and c.lower_ == "to" for g in c.children if g.dep_ == "pobj"
        ]
        objects += [g for o in objects if o.lemma_.lower() in _MANY for p in o.children if p.lower_ == "of" for g in p.children if g.dep_ == "pobj"]
        lemmas = {o.lemma_.lower() for o in objects}
        if verb.lemma_ == "make":
            return 1 if "difference" in lemmas else 0
        good = bool(lemmas & words["good_outcomes"] or (foretold and lemmas & words["dear"]))
        bad = bool(lemmas & words["bad_outcomes"] or ((foretold or eases) and lemmas & _BURDENS))
        if good == bad and verb.lemma_ != "save":
            return 0
        if verb.lemma_ == "save":
            return (
                1
                if good or any(c.text == "$" or c.lemma_ in ("million", "billion", "dollar", "euro", "pound") for o in objects for c in (o, *o.children))
                else 0
            )
        if costs:
            return -1 if good else 0
        return (1 if good else -1) * (1 if brings else -1)

    @staticmethod
    def _aimed(verb: Token) -> bool:
        """Whether what is hurt or helped is another's ("will hurt Russia's economy"): that may be what it is for."""
        return any(
            g.dep_ in ("poss", "amod", "compound") and g.pos_ in ("PROPN", "ADJ") and g.text[:1].isupper()
            for c in verb.children
            if c.dep_ == "dobj"
            for g in c.children
        )

    def _foretold(self, main: Token) -> int:
        """What a clause says will come, as good (1) or bad (-1): "there will be war", "people will die"."""
        both = (main, *(c for c in main.children if c.dep_ == "conj" and is_verb(c)))
        outcome = next((o for o in map(self._outcome, both) if o), 0)
        outcome = outcome or (-1 if {lemma_of(v, self.words) for v in both} & self.words.words["disasters"] else 0)
        if main.lemma_ == "be":
            said = [c for c in main.children if c.dep_ in ("attr", "acomp")]
            outcome = next((e.sign for e in map(self._evaluation, said) if e is not None), 0)
            outcome = outcome or (-1 if {c.lemma_.lower() for c in said} & self.words.words["bad_outcomes"] else 0)
            if any(c.lower_ == "no" for t in said for c in t.children):  # "there is no peace"
                return -1 if {c.lemma_.lower() for c in said} & (self.words.words["good_outcomes"] | {"future"}) else 0
        return -outcome if negations(main, self.words) else outcome

    def _too(self, reading: Reading, word: Token) -> int:
        """ "is too costly" (-1); of a wage or a limit, "is too low" (1): more of it is wanted."""
        if not any(c.dep_ == "advmod" and c.lower_ == "too" for c in word.children) or self._is_not(word) or any(has_to(c) for c in word.children):
            return 0
        level = reading.anchor is not None and reading.anchor.lemma_.lower() in _LEVELS
        if word.lemma_.lower() in ("low", "small", "meagre", "meager", "little"):
            return int(level)
        return -1 if word.lemma_.lower() in _EXCESS or (level and word.lemma_.lower() == "high") else 0

    def _warned_of(self, reading: Reading, verb: Token) -> bool:
        """ "warned that it would drive people away": who warns of what it would do, to nobody in particular, is against it."""
        over, anchor = verb.head, reading.anchor
        if (
            verb.dep_ != "ccomp"
            or over.lemma_ not in ("warn", "caution", "fear", "worry")
            or negations(verb, self.words)
            or modal(verb) not in ("would", "could", "might", "may")
        ):
            return False
        if anchor is None or anchor.lemma_.lower() in self.words.words["wielded"] or any(c.dep_ in ("dobj", "dative") for c in over.children):
            return False
        lemma = lemma_of(verb, self.words)
        taken = any(c.dep_ == "dobj" and is_noun(c) for c in verb.children)
        return taken and lemma not in self.words.words["having"] | self.words.words["opaque"] | {"last", "require"} and subject(over) is not None

    def _evaluation(self, word: Token) -> Predicate | None:
        """The judgement of a predicate word, or of an adjective before it ("the right path")."""
        if not is_noun(word):
            return self.words.look("adjective", word.lemma_.lower(), ("judgement",)) or self.words.look("adjective", word.lower_, ("judgement",))
        phrase = next((e for e in (self.words.look("noun", w, ("judgement",)) for w in _wordings(word)) if e is not None), None)
        if phrase is not None:
            return phrase  # "a slap in the face", "an own goal"
        if any(c.dep_ == "amod" and c.lower_ in self.words.words["spoilt"] for c in word.children):
            return None  # "a missed opportunity" may be one for more of it
        if word.lemma_.lower() in self.words.words["gifts"] and any(t.lower_ in ("to", "for") for t in word.doc[word.i + 1 : word.i + 2]):
            return Predicate("judgement", -1, 2, "none")  # "a gift to the smugglers"
        own = self.words.look("noun", word.lemma_.lower(), ("judgement",))
        beside = (self.words.look("adjective", c.lemma_.lower(), ("judgement",)) for c in word.children if c.dep_ == "amod")
        adjective = next((e for e in beside if e is not None), None)
        if own is None:
            alike = self.words.look("adjective", word.lower_, ("judgement",)) if word.tag_ == "NN" else None  # "senseless", which the parse takes for a noun
            return (adjective or alike) if word.lemma_.lower() not in self.words.words["opaque_nouns"] else None  # "a good question"
        if own.sign < 0 and adjective is not None and adjective.sign > 0:  # "a historic mistake"; "a great weapon" may be either
            big = {c.lemma_.lower() for c in word.children if c.dep_ == "amod"} & self.words.words["intensifying"]
            return own if big and word.lemma_.lower() not in self.words.words["tools"] else None
        return adjective if adjective is not None and adjective.sign < own.sign else own  # "a bad answer"

    def _made_a(self, reading: Reading, verb: Token) -> Predicate | None:
        """ "Will make a fine president": what one is foretold to be."""
        made = next((c for c in verb.children if c.dep_ == "dobj" and any(g.dep_ == "det" and g.lower_ in ("a", "an") for g in c.children)), None)
        if verb.lemma_ != "make" or made is None or reading.found or modal(verb) not in ("will", "would") or negations(verb, self.words):
            return None
        return next((e for c in made.children if c.dep_ == "amod" and (e := self.words.look("adjective", c.lemma_.lower(), ("judgement",)))), None)

    def _drawn(self, reading: Reading, verb: Token) -> bool:
        """ "has the backing of Ukraine", "drew criticism from Ukraine": what others feel about it."""
        beside = [g for c in verb.children if c.dep_ == "prep" and c.lower_ in ("with", "into") for g in c.children if g.dep_ == "pobj"]  # "met with"
        for noun in (c for c in (*verb.children, *beside) if c.dep_ in ("dobj", "pobj") and is_noun(c)):
            entry = self._entry("noun", noun.lemma_.lower(), ("attitude",))
            holder = possessor(noun, self.words.words["representatives"]) or next(
                (g for c in verb.children if c.dep_ == "prep" and c.lower_ == "from" for g in c.children if g.dep_ == "pobj"), None
            )
            if entry is None or holder is None or negations(verb, self.words) or self._is_not(noun) or modal(verb):
                continue
            reading.sign *= entry.sign
            self._hold(reading, noun, "attitude", holder, entry.strength)
            reading.note(f"{verb.text} {noun.text} {entry.sign:+d}, held by {holder}")
            return True
        return False

    def _wanted_thing(self, reading: Reading, copula: Token) -> bool:
        """ "is something that Ukraine wants", "what Ukraine wants is it": the attitude of the clause."""
        things = [
            c for c in copula.children if c.dep_ in ("attr", "nsubj") and c.lower_ in ("something", "what", "one", "all", "thing", "everything", "exactly")
        ]
        clauses = [g for c in things for g in c.children if g.dep_ == "relcl"]
        clauses += [
            c for c in copula.children if c.dep_ == "csubj" and any(g.lower_ in ("what", "all") and g.dep_ in ("dobj", "nsubjpass") for g in c.children)
        ]
        for clause in clauses:
            if clause.lemma_ in ("need", "require") and any(c.dep_ == "nsubjpass" for c in clause.children):
                reading.sign *= -1 if negations(copula, self.words) else 1
                self._hold(reading, clause, "deontic", None, 2)
                reading.note("what is needed is it: wanted by the speaker")
                return True
            if any(c.dep_ == "xcomp" and c.lemma_ not in ("do", "see", "have", "get", "achieve") for c in clause.children):
                continue  # "is something we need to tackle"
            entry = self._entry("verb", lemma_of(clause, self.words), ("attitude",))
            no = negations(copula, self.words)
            if entry is not None and entry.fits("object") and subject(clause) is not None and (not no or entry.negated == "flip"):
                return self._verb(reading, clause, replace(entry, sign=-entry.sign) if no else entry)
        return False

    def _hoped(self, reading: Reading, adjective: Token, carrier: Token, prep: str) -> Token | None:
        """ "Is confident that they will sign it": wanted by whoever is."""
        who = subject(carrier) if carrier.i != adjective.i else possessor(adjective)
        foretold = reading.top is not None and modal(reading.top) in ("will", "can")
        own = reading.kind in ("", "act") or (reading.kind == "attitude" and reading.top is not None and reading.cue[-1].i == reading.top.i)
        if prep or who is None or not foretold or not own or negations(adjective, self.words):
            return None
        if not reading.found and not reading.steps[-1].sign:
            return None
        reading.kind, reading.holder, reading.stop = "", None, ""
        return carrier if self._verb(reading, adjective, WISH, holder=who) else None


def _wordings(noun: Token) -> Iterator[str]:
    """A noun with the words that stand right before or after it, the most of them first, as the lexicon writes them ("dead_end", "step_too_far")."""
    lemma = noun.lemma_.lower()
    after = [t.lower_ for t in noun.doc[noun.i + 1 : min(noun.i + 6, noun.right_edge.i + 1, noun.sent.end)]]
    before = [t.lower_ for t in noun.doc[max(noun.left_edge.i, noun.i - 3) : noun.i]]
    yield from ("_".join([lemma, *after[:n]]) for n in range(len(after), 0, -1))
    yield from ("_".join([*before[n:], lemma]) for n in range(len(before)))
