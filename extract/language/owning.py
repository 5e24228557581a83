"""What a proposition itself says, met above the words that name it: its predicate, what returns or eases a thing, who is to do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.lexicon import Predicate
from extract.language.propositions import stem
from extract.language.reading import Reading
from extract.language.rules import Rules
from extract.language.syntax import has_to, is_noun, is_verb, modal, negations

if TYPE_CHECKING:
    from spacy.tokens import Token

_RETURNING = dict.fromkeys(("annex", "seize", "occupy", "capture", "conquer", "grab", "take", "retain", "keep", "hold", "steal", "loot", "detain", "arrest", "jail", "imprison", "abduct", "kidnap"), -1) | dict.fromkeys(
    ("give_up", "give_back", "hand_back", "hand_over", "cede", "relinquish", "surrender", "vacate", "take_back", "retake", "reclaim", "regain", "recapture",
     "win_back", "free"), 1)  # fmt: skip
"""What one does with a thing that is to be returned, and whether that returns it."""
_REINING = frozenset({"rein_in", "curb", "restrict", "limit", "constrain", "tame", "check", "combat", "tackle"})
"""What puts a thing under rules."""
_RESPONSES = frozenset({"approach", "framework", "strategy", "response", "plan", "measure", "safeguard", "protection"})
"""What meets a danger."""
_TAXES = frozenset({"tax", "duty", "levy", "tariff", "fee", "vat"})
_COSTS = frozenset({"cost", "price", "burden", "expense"})


class Owning(Rules):
    """Reads a proposition's own words."""

    def _own_effect(self, reading: Reading, verb: Token, node: Token, lemma: str) -> int | None:
        """What a verb does to the words by what the proposition says of them: 0 where that is nothing; None where it says nothing of such verbs."""
        own = reading.own
        if reading.found:
            return None
        if self._is_own(reading, verb, lemma):
            return reading.sign
        if own.returns and reading.bare and lemma in _RETURNING:
            return _RETURNING[lemma]
        if self._meets_danger(reading, verb, node):
            return -1
        if own.regulates and reading.bare and lemma in _REINING:
            return 1
        return 0 if own.burden and reading.untouched and lemma in ("pay", "spend") else None  # "pays high prices"

    def _own_noun(self, reading: Reading, noun: Token, prep: str) -> bool:
        """Whether a noun above the words turns them round: their annexation, their dangers, their cost."""
        own, lemma = reading.own, noun.lemma_.lower()
        if own.regulates and lemma in _RESPONSES and prep in ("to", "on", "against", "for") and not reading.found and self._at_danger(reading):
            reading.sign *= -1
            reading.note(f"{noun.text} to that: met", noun, -1)
            return True
        if not reading.bare or reading.found or prep not in ("of", "", "from", "on"):
            return False
        taken = own.returns and prep == "of" and lemma in self.words.words["seizures"]
        costly = own.affords and prep != "from" and lemma in _COSTS and not reading.harmed
        taxed = noun.lemma_.lower() in _TAXES and prep == "on" and not reading.harmed and stem(lemma) not in own.said
        if not (taken or costly or taxed or self._is_danger(reading, noun)):
            return False
        reading.sign *= -1
        reading.note(f"{noun.text} of it -1", noun, -1)
        return True

    def _own_from(self, reading: Reading, prep: Token, node: Token) -> int | None:
        """What "from" makes of the words, as ``_own_effect``: "get people out of the city" that is besieged, "protect people from the dangers of it"."""
        word = prep.lower_
        if reading.own.beset and reading.bare and (word == "from" or (word == "of" and prep.head.lower_ == "out")):
            return 0
        return -1 if word in ("from", "against") and self._meets_danger(reading, prep.head, node, shielded=True) else None

    def _by_own(self, reading: Reading, verb: Token, effect: int) -> Token | None:
        if not effect:
            return self._unknown(reading, verb)
        return verb if self._verb(reading, verb, Predicate("effect", effect)) else None

    @staticmethod
    def _paid(reading: Reading, prep: Token) -> Token | None:
        """The cost that a verb has for its object, before a preposition that the parse hangs on the verb: "cut the costs they face on it"."""
        if prep.lower_ not in ("on", "for", "of") or not is_verb(prep.head) or reading.untouched or not reading.bare or reading.found:
            return None
        return next((c for c in prep.head.children if c.dep_ == "dobj" and c.i < prep.i and c.lemma_.lower() in _COSTS), None)

    def _is_own(self, reading: Reading, verb: Token, lemma: str) -> bool:
        """Whether a verb that the lexicon does not know, or knows for leaving, is the proposition's own: "firms leave the market"."""
        if stem(verb.lemma_) not in reading.own.done or not reading.bare:
            return False
        entry = self._entry("verb", lemma)
        if modal(verb) == "can" and negations(verb, self.words):
            return False  # "cannot export it": is not able to
        return entry is None or (entry.kind == "effect" and entry.sign < 0 and not reading.harmed)

    @staticmethod
    def _asked_to_play(reading: Reading, verb: Token, node: Token) -> bool:
        """Whether those whom the words name are asked to do what the proposition says of them."""
        named = node if is_noun(node) else next((c for c in node.children if c.dep_ == "pobj"), None)
        if not reading.own.players or not reading.bare or named is None or named != reading.anchor:
            return False
        clauses = (c for c in (*verb.children, *node.children) if c.dep_ in ("xcomp", "ccomp", "advcl") and has_to(c))
        asked = next((c for c in clauses if stem(c.lemma_) in reading.own.done), None)
        return asked is not None and not any(c.dep_ == "neg" for c in asked.children)

    def _played(self, reading: Reading, verb: Token) -> Token | None:
        """ "Wants banks to pay the tax", where the words are those who the proposition says should do it: the clause is what it says."""
        objects = [t for c in verb.children if c.dep_ == "dobj" for t in c.subtree]
        if stem(verb.lemma_) not in reading.own.done or (objects and not any(stem(t.lemma_) in reading.own.objects for t in objects)):
            return self._unknown(reading, verb)  # "banks pay their staff"
        if verb.lemma_ == "deserve" and not negations(verb, self.words):
            self._hold(reading, verb, "deontic", None, 2)
            reading.note("deserve it: wanted by the speaker")
            return verb
        if reading.absent:
            reading.sign *= -1  # "no bank should pay it" denies it once
        less = any(t.lower_ in ("lower", "less", "smaller") and t.dep_ == "amod" for t in objects)
        return verb if self._verb(reading, verb, Predicate("effect", -1 if less else 1), agentive=False) else None
