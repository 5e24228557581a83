"""What copulas do to the stance of what stands beside them: equations ("the goal is to …"), and what there is or has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.nouns import SURE
from extract.language.predicates import WISH
from extract.language.reading import Reading
from extract.language.speech import Speech
from extract.language.syntax import has_to, is_verb, modal, negations, possessor

if TYPE_CHECKING:
    from spacy.tokens import Token


class Equations(Speech):
    """Reads the copulas on the way up."""

    def _copula(self, reading: Reading, head: Token, node: Token, rel: str) -> Token | None:
        words = self.words.words
        if rel == "attr" and any(c.dep_ == "expl" for c in head.children):
            if self._made_sure(head):
                reading.sign *= -1 if negations(head, self.words) and not reading.absent else 1
                reading.note("there are")  # "to make sure that there are none"
                return head
            never = modal(head) == "can" and reading.absent
            if not never and (modal(head) not in words["deontic"] | {"will"} or reading.found):
                return self._unknown(reading, head)
            reading.sign *= -1 if negations(head, self.words) and not reading.absent else 1
            self._hold(reading, head, "deontic", None, 2)
            reading.note("there will be")
            return head
        if rel == "ccomp" and any(c.dep_ == "acomp" and c.lemma_.lower() in SURE for c in head.children):
            return self._clear(reading, head)  # "was clear that"
        if rel == "xcomp" and node.tag_ == "VB" and not has_to(node):
            clause = next((c for c in head.children if c.dep_ in ("csubj", "nsubj") and is_verb(c)), None)
            reading.sign *= -1 if clause is not None and negations(clause, self.words) else 1
            self._hold(reading, node, "deontic", None, 2)  # "what we must do is ban them"
            reading.note("is: wanted by the speaker")
            return head
        if rel == "ccomp" and self._in_view(reading, head):
            return None
        judged = self._judged_clause(reading, head)
        return judged if judged is not None else self._equation(reading, head, rel)

    def _equation(self, reading: Reading, copula: Token, rel: str) -> Token | None:
        """ "Ukraine's goal is to …", "the focus for the United States is …"."""
        left = next((c for c in copula.children if c.dep_ == "nsubj"), None)
        if not reading.found and self._wanted_thing(reading, copula):
            return copula
        if left is None:
            return self._unknown(reading, copula)
        lemma = left.lemma_.lower()
        if rel == "xcomp" and not reading.found and self._is_to(copula, left):
            reading.sign *= -1 if negations(copula, self.words) else 1
            self._hold(reading, copula, "act", left, 2)
            reading.note(f"{copula.text} to: announced by {left}")
            return copula  # "the government is to raise it"
        if lemma == "one":  # "one of the criticisms"
            left = next((g for c in left.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), left)
            lemma = left.lemma_.lower()
        if lemma == "what" or (left.lower_ in ("all", "thing") and (rel != "xcomp" or self._evaluation(left) is None)):
            return self._unknown(reading, copula)
        entry = self.words.look("noun", lemma, ("attitude", "judgement"))
        if lemma in self.words.words["allegations"] and reading.top is not None and reading.top.dep_ == "ccomp":
            reading.end("alleged")  # "one criticism is that they do it"
            return None
        if entry is None and lemma in ("component", "part", "element"):
            inner = next((g for c in left.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None)
            if inner is not None and inner.lemma_.lower() in self.words.words["stands"]:
                self._hold(reading, inner, "attitude", possessor(inner), 2)
                reading.note(f"{inner.text} +1, held by {reading.holder or '?'}")
                return None
        if entry is None and lemma in self.words.words["stands"] and not reading.found:
            entry = WISH
        if entry is None and rel == "xcomp":
            entry = self._evaluation(left)  # "the most constructive role is to …"
        if entry is None:
            return self._unknown(reading, copula)
        no = negations(copula, self.words)
        if no and entry.negated != "flip" and rel == "attr":
            reading.end(f"abstains: not the {lemma}")  # "our priority now is not the accord"
            return None
        reading.sign *= -entry.sign if no else entry.sign
        self._hold(reading, left, entry.kind, possessor(left), entry.strength)
        reading.note(f"{left.text} {entry.sign:+d}, held by {reading.holder or '?'}")
        return copula
