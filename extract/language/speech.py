"""Verbs of speech and feeling over a clause: whose it is, and what is demanded or feared by it; predicates of several words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.control import Control
from extract.language.idioms import Idiom
from extract.language.predicates import EFFECT, WISH
from extract.language.reading import Reading
from extract.language.syntax import ancestors, clause_marks, is_verb, lemma_of, modal, negations, possessor, subject, unsaid

if TYPE_CHECKING:
    from spacy.tokens import Token

_ORDERS = frozenset({"demand", "request", "propose", "urge", "require", "order", "ask", "recommend", "want", "wish"})
"""Verbs whose clause is what is wanted, not what is."""
_FEELINGS = {"fear": -1, "worry": -1, "dread": -1, "regret": -1, "lament": -1, "hope": 1, "wish": 1, "pray": 1, "want": 1, "demand": 1, "insist": 1}
"""What one feels of it that it will be so."""


class Speech(Control):
    """Reads what is said, felt and ordered."""

    def _accuses(self, reading: Reading, deed: Token) -> Token | None:
        """ "They believe that Moscow is committing it": said of whom, which ``Scope`` holds against the proposition; whoever is said to do it need not want it."""
        over = deed.head
        told = deed.dep_ == "ccomp" and (over.lemma_ in self.words.words["speech"] or over.lemma_ in ("believe", "think"))
        doubted = over.lemma_ in ("deny", "doubt") or negations(over, self.words) or any(c.lower_ in ("falsely", "wrongly") for c in over.children)
        who = subject(deed)
        if who is None or not told or doubted or negations(deed, self.words) or modal(deed) or clause_marks(deed) & {"if", "whether"} or reading.found:
            reading.end("alleged")
            return None
        reading.accused = who
        self._hold(reading, deed, "judgement", None, 2)
        reading.note(f"{deed.text}: said of {who}")
        return deed

    def _in_view(self, reading: Reading, copula: Token) -> bool:
        """ "France's position is that it is unacceptable": what the clause judges or asks for is held by whose position it is."""
        noun = subject(copula)
        whose = possessor(noun) if noun is not None and noun.lemma_.lower() in self.words.words["views"] else None
        if whose is None or reading.holder is not None or reading.kind not in ("judgement", "deontic") or negations(copula, self.words) or modal(copula):
            return False
        self._hold(reading, copula, reading.kind, whose, 2)
        reading.note(f"{noun}: held by {whose}")
        return True

    def _speech(self, reading: Reading, verb: Token, lemma: str) -> Token | None:
        """Somebody's clause: theirs is what it holds, or what it demands."""
        denied = negations(verb, self.words)
        if unsaid(verb):
            reading.end("not said yet")  # "they would say that we want it"
            return None
        entry = self._entry("verb", lemma, ("attitude",))
        own = reading.top is not None and (who := subject(reading.top)) is not None and who.lower_ in ("he", "she", "it", "they", "we", "i")
        if (
            lemma == "warn"
            and own
            and reading.kind in ("", "act")
            and reading.top is not None
            and modal(reading.top) in ("can", "could", "may", "might", "will", "would")
        ):
            reading.kind, reading.holder = "", None
            self._verb(reading, verb, WISH)  # "warned that he could block it": a threat
            return None
        if lemma in ("want", "wish", "like", "love") and not reading.found and denied and entry is not None:
            return verb if self._verb(reading, verb, entry) else None  # "does not want it to expire"
        if lemma in ("deny", "doubt") or (denied and lemma in ("think", "believe", "expect", "want", "see")):
            if reading.found and reading.holder is None and reading.kind != "act":
                reading.sign *= -1
                denied = []
            else:
                reading.end("denied")
                return None
        ended = any(n.head.lower_ in ("longer", "anymore") for n in denied)
        if denied and ended and entry is not None and lemma in _ORDERS and reading.kind in ("", "deontic", "act"):
            reading.kind, reading.holder = "", None
            self._verb(reading, verb, entry)  # "no longer recommends that they sign it"
            return None
        if denied:
            reading.end("not said")
            return None
        wished = reading.kind == "act" and (lemma in _ORDERS or (lemma == "insist" and reading.top is not None and reading.top.tag_ == "VB"))
        if wished and entry is not None:
            reading.note("a wish, not yet an act")
            self._verb(reading, verb, entry)
            return None
        if lemma in _FEELINGS and reading.kind in ("deontic", "judgement") and reading.holder is None:
            felt = 1 if reading.kind == "judgement" and lemma in ("fear", "worry", "dread") else _FEELINGS[lemma]  # "fears that it would mean war"
            reading.sign *= felt
            self._hold(reading, verb, "attitude", subject(verb), 2)
            reading.note(f"{verb.text} {felt:+d}, held by {reading.holder or '?'}")
            return verb
        if not reading.found and entry is not None and lemma != "call" and entry.fits("that"):
            self._verb(reading, verb, entry)
            return None
        reading.source_verb = reading.source_verb or verb
        reading.note(f"{verb.text}: said by {subject(verb) or '?'}")
        reading.cue.append(verb)
        if lemma in ("insist", "demand", "vow") and reading.found:
            reading.strength = 3
        return None

    def _idiom(self, reading: Reading, verb: Token, idiom: Idiom) -> Token | None:
        """ "threw its weight behind it": one predicate, whose head is its verb."""
        holder = next((c for c in verb.children if c.dep_ == "nsubjpass"), None) or subject(verb) if idiom.predicate.kind == "attitude" else None
        return verb if self._verb(reading, verb, idiom.predicate, holder=holder, name=idiom.name) else None

    def _adjunct(self, reading: Reading, verb: Token, prep: Token) -> Token | None:
        """A gerund after "by" or "including": the act of whoever does what the verb above says."""
        return verb if prep.lower_ in ("by", "including") and not reading.found and self._verb(reading, verb, EFFECT) else None

    def _preferred(self, prep: Token) -> Token | None:
        """The verb of wishing in "wants war rather than it", "wants to fight instead of doing it"."""
        beside = [c.lower_ for c in (prep, *prep.children, prep.head)]
        if "rather" not in beside and "instead" not in beside:
            return None
        for token in ancestors(prep.head):
            if is_verb(token):
                entry = self._entry("verb", lemma_of(token, self.words), ("attitude",))
                if entry is not None:
                    return token if entry.sign > 0 and not negations(token, self.words) and subject(token) is not None else None
        return None

    def _other_sense(self, node: Token, verb: Token, idiom: Idiom) -> bool:
        """Whether an idiom's words are meant otherwise: "returned to it in his speech", or tell of a clause: "cast doubt on whether", "worried about it failing"."""
        if is_verb(node) and clause_marks(node) & {"whether", "if"}:
            return True
        if not is_verb(node) and any(c.dep_ == "acl" and c.tag_ == "VBG" and not any(g.dep_ in ("dobj", "prep") for g in c.children) for c in node.children):
            return idiom.predicate.kind == "attitude"
        told = (g for c in (*verb.children, *node.children) if c.dep_ == "prep" and c.lower_ in ("in", "during") for g in c.children)
        return idiom.predicate.kind == "effect" and any(g.lemma_.lower() in self.words.words["occasions"] for g in told)
