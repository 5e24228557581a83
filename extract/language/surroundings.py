"""What stands above a stance: conditions, denials, and who is speaking."""

from __future__ import annotations

import itertools

from extract.language.clauses import Clauses
from extract.language.reading import Reading
from extract.language.syntax import (
    COPULAS,
    UNREAL,
    ancestors,
    clause_marks,
    inverted,
    is_noun,
    is_self,
    is_verb,
    lemma_of,
    modal,
    negations,
    subject,
    unsaid,
)


class Surroundings(Clauses):
    """Reads the clauses above what was read."""

    def _outer_no(self, reading: Reading) -> bool:
        """Whether something above the last word that was read turns it round, and was not reckoned with ("dismissed the suggestion that …")."""
        if reading.top is None or (reading.holder is not None and reading.kind != "act"):
            return False
        words = self.words.words
        way = list(ancestors(reading.top))
        for below, token in itertools.pairwise(way):
            if token in reading.cue and token.lemma_ in ("think", "believe") and is_self(subject(token) or token):
                continue  # "we don't think it is right", whose no is reckoned with
            if (
                below.dep_ in ("conj", "parataxis")
                or (below.dep_ == "pcomp" and "how" in clause_marks(below))  # "frustrated about how they are ending it": they are
                or (below.dep_ == "relcl" and reading.kind == "judgement")
                or token in reading.cue
                or (token.lemma_.lower() in words["speech"] and not negations(token, self.words) and not is_self(subject(token) or token))
            ):
                return False
            if is_verb(token) and (negations(token, self.words) or token.lemma_.lower() in words["harms"]):
                return True
            kinds = ("attitude", "judgement") if is_noun(token) else ("attitude", "effect")
            entry = self.words.look("noun" if is_noun(token) else "verb", lemma_of(token, self.words), kinds)
            if entry is not None and entry.sign < 0:
                return True
            if is_noun(token) and below.i != token.i and any(c.dep_ == "det" and c.lower_ == "no" for c in token.children):
                return True  # "there is no plan to go ahead with it"
        return False

    def _surroundings(self, reading: Reading) -> None:
        """Look at all that stands above: conditions, questions, and who is speaking."""
        if reading.found and self._outer_no(reading):
            reading.end("an outer no")
            return
        if reading.found and self._compelled(reading):
            reading.end("under duress")  # "was forced to give it up"
            return
        for token in ancestors(reading.top):
            if not is_verb(token):
                continue
            if (token.dep_ == "advcl" and inverted(token)) or (
                clause_marks(token) & UNREAL and ("whether" in clause_marks(token) or token.dep_ in ("advcl", "ccomp"))
            ):
                self._undecided(reading, token)
                return
            head = token.head
            if reading.found and token.dep_ == "ccomp" and head.lemma_ == "mean" and negations(head, self.words):
                reading.end("not meant")
                return
            if reading.found and token.dep_ == "ccomp" and head.lemma_ in COPULAS and negations(head, self.words) and "that" in clause_marks(token):
                if (it := subject(head)) is not None and it.lower_ in ("it", "this") and not any(c.dep_ in ("acomp", "attr") for c in head.children):
                    reading.end("not so")  # "it is not that they oppose it"
                    return
            if reading.found and token.dep_ == "ccomp" and head.lemma_ in COPULAS:
                said = {c.lower_ for c in head.children if c.dep_ == "acomp"}
                if said & {"false", "untrue", "incorrect", "inaccurate"} or (said & {"true", "correct", "accurate"} and negations(head, self.words)):
                    reading.end("not so")  # "it is not true that they oppose it"
                    return
            if reading.found and token.dep_ == "pcomp" and head.lower_ == "by" and is_verb(head.head):
                if modal(head.head) in ("could", "would", "might", "may", "can"):
                    reading.end("only possible")  # "by signing it they could gain time"
                    return
            before = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
            if reading.found and token.dep_ in ("advcl", "pcomp") and before == ["rather", "than"]:
                reading.end("not meant")  # "rather than reject it, they asked for time"
                return
            if reading.found and token.dep_ == "ccomp" and (asker := subject(head)) is not None and asker.lemma_.lower() in self.words.words["polls"]:
                reading.end("what people say, by a poll")
                return
            thought = token.dep_ == "ccomp" and head.lemma_ in self.words.words["forecasts"]
            if reading.found and thought and reading.holder is not None and not is_self(reading.holder):
                reading.end("another's, as forecast")
                return
            if reading.found and token.dep_ in ("acl", "ccomp") and is_noun(head) and head.lemma_.lower() in self.words.words["allegations"]:
                reading.end("alleged")  # "this idea that we cannot have it"
                return
            if (
                reading.source_verb is None
                and token.dep_ == "pcomp"
                and head.lower_ in ("about", "of")
                and head.head.tag_ != "VB"
                and head.head.lemma_ in ("speak", "talk", "complain", "warn", "boast", "write")
            ):
                reading.source_verb = head.head  # "spoke about how they want it"
                reading.note(f"{head.head.text} about: said by {subject(head.head) or '?'}")
            if reading.source_verb is None and token.dep_ == "ccomp" and "how" in clause_marks(token) and head.lemma_ in ("speak", "talk", "complain"):
                reading.source_verb = head  # "spoke about sort of how they want it"
                reading.note(f"{head.text} of how: said by {subject(head) or '?'}")
            if reading.source_verb is None and token.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in self.words.words["speech"] and head.i != token.i:
                if reading.found and unsaid(head):
                    reading.end("not said yet")  # "they would say that we want it"
                    return
                if negations(head, self.words) and reading.found and head not in reading.cue:
                    reading.end("not said")
                    return
                reading.source_verb = head
                reading.note(f"{head.text}: said by {subject(head) or '?'}")
