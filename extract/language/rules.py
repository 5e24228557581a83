"""Propositions by which a thing is put under rules: being for its dangers to be met is being for them; being for the thing is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.outcomes import Outcomes
from extract.language.propositions import stem
from extract.language.reading import Reading
from extract.language.syntax import ancestors, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token


class Rules(Outcomes):
    """Reads what is said of a thing that is to be regulated."""

    def _is_danger(self, reading: Reading, noun: Token) -> bool:
        """Whether a noun names the dangers of a thing that is to be put under rules."""
        return reading.own.regulates and noun.lemma_.lower() in self.words.words["risks"]

    def _at_danger(self, reading: Reading) -> bool:
        """Whether the last word that was read names such dangers."""
        last = reading.steps[-1].word
        return last is not None and self._is_danger(reading, last)

    def _meets_danger(self, reading: Reading, verb: Token, node: Token, *, shielded: bool = False) -> bool:
        """Whether a verb meets such dangers: "to manage the risks of it", "to protect people from them"."""
        at_danger = node.lemma_.lower() in self.words.words["risks"] or self._at_danger(reading)
        return reading.own.regulates and at_danger and is_verb(verb) and verb.lemma_ in self.words.words["shielding" if shielded else "meeting_risks"]

    def _says_rules(self, reading: Reading) -> bool:
        """Whether what was read on the way up says anything of rules: "funds research on it" does not."""
        anchor, last = reading.anchor, reading.cue[-1] if reading.cue else None
        if not reading.own.regulates or anchor is None or last is None:
            return True
        rules = self.words.words["risks"] | self.words.words["rules"]
        way = [anchor, *(c for c in anchor.children), *ancestors(anchor)]
        return any(
            t.lemma_.lower() in rules or t.lemma_ in ("rein", "curb", "restrict") or stem(t.lemma_) in reading.own.done
            for t in way
            if t.i == anchor.i or t.head.i != last.i or t.dep_ != "nsubj"
        )
