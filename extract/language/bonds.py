"""What nouns say is between a name's bearer and somebody: a critic, a lawsuit, a feud, somebody's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.esteem import regard
from extract.language.reading import Reading
from extract.language.repute import Repute
from extract.language.syntax import ancestors, is_noun, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

LIGHT = frozenset({"face", "draw", "receive", "get", "attract", "suffer", "endure", "spark", "win", "earn", "take", "provoke", "weather", "prompt", "land", "secure",
    "collect", "snag", "nab", "accept", "incur", "elicit", "trigger", "invite", "court", "pick", "rack", "score", "field", "hear", "sustain", "tout"})  # fmt: skip
"""Verbs whose subject is not the one who does what their object names: "faced criticism of his plan"."""
EVENTS = frozenset({"move", "decision", "step", "action", "remark", "comment", "statement", "claim", "position", "practice", "policy", "request", "demand",
    "proposal", "plan", "idea", "effort", "accusation", "charge", "suggestion", "notion", "stance", "approach", "threat", "gesture", "tactic"})  # fmt: skip
_HAVING = frozenset({"have", "enjoy", "command", "garner", "gain", "retain", "keep", "lose"})
_WON = frozenset(
    {"win", "receive", "land", "secure", "accept", "earn", "get", "snag", "nab", "collect", "gain", "garner", "score", "tout", "have", "enjoy", "pick"}
)
"""Verbs that say so of what others give: "has the support of Dahl"."""
_BETWEEN = frozenset({"between", "among"})


_AS = frozenset({"emerge", "serve", "act", "pose", "present", "know", "cast", "portray", "position", "regard", "see", "reveal", "style", "establish"})
"""Verbs for what somebody is "as" which he is told of."""
SOME = frozenset({"a", "an", "some", "one", "another", "many", "few", "several", "other", "most", "couple"})
"""Before a party's name: not the party but some of it."""


class Bonds(Repute):
    """Reads nouns whose bond holds between two."""

    def _person(self, reading: Reading, node: Token, noun: Token) -> bool:
        """Whether the noun is for somebody who is for or against: "a critic of Dahl", "Dahl supporter Anna Berg"."""
        kind = "attitude"
        sign = self._sign("person", noun.lemma_.lower())
        if not sign and (sign := self._sign("bond", noun.lemma_.lower())):
            kind = "bond"
        if not sign:
            return False
        rel, head = place_of(noun)
        if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children):
            if sign < 0 or rel != "attr" or noun.lemma_.lower() not in ("fan", "friend", "admirer", "ally"):
                reading.stop = "no critic"
                return True
            sign = -1  # "is no fan of Dahl"
        if rel == "pobj" and head.lower_ == "of" and head.head.lemma_ in ("one", "some", "many", "group"):
            rel, head = place_of(head.head)
        if rel in ("appos", "compound", "nmod") and is_noun(head):
            holder: Token | None = head
        elif rel == "attr" and is_verb(head):
            holder = subject(head)
            sign = 0 if negations(head, self.words) else sign
        elif rel == "pobj" and head.lower_ == "as":
            if not is_verb(head.head) or head.head.lemma_.lower() not in _AS:
                return False
            holder = next((c for c in head.head.children if c.dep_ in ("dobj", "nsubjpass")), None)
            holder = subject(head.head) if holder is None or holder.lower_.endswith("self") else holder  # "emerged as a critic of Dahl"
        elif rel in ("dobj", "oprd") and is_verb(head) and any(c.dep_ == "dobj" and c.lower_.endswith("self") for c in head.children):
            holder = subject(head)  # "fashioned herself a critic of Dahl"
        else:
            holder = next((c for c in noun.children if c.dep_ == "appos" and c.i > noun.i), noun)  # "Dahl's lawyer, Anna Berg"
            if holder is noun and sign > 0 and rel in ("dobj", "pobj") and noun.pos_ == "NOUN":
                return False  # "attacked Dahl's allies": him
        if sign:
            self._held(reading, noun, sign, holder, kind)
        return True

    def _beside_person(self, reading: Reading, node: Token, name: Token) -> bool:
        """ "Dahl supporter Anna Berg" where all hang on the last name."""
        for noun in name.children:
            if noun.dep_ in ("compound", "nmod", "amod") and node.i < noun.i < name.i:
                for kind in ("person", "bond"):
                    if sign := self._sign(kind, noun.lemma_.lower()):
                        self._held(reading, noun, sign, name, "attitude" if kind == "person" else kind)
                        return True
        return False

    def _given(self, reading: Reading, name: Token, noun: Token) -> bool:
        """ "Dahl is Berg's pick", "a target of Berg": what the bearer is to somebody."""
        sign = self._sign("given", noun.lemma_.lower())
        if not sign or not is_noun(noun) or _stands(noun):
            return False
        holder = next((c for c in noun.children if c.dep_ == "poss"), None)
        if holder is None:
            of = (g for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "for") for g in c.children if g.dep_ == "pobj")
            holder = next((g for g in of if g.pos_ in ("PROPN", "PRON") or sign > 0), None)
        if holder is None:
            holder = next((c for c in noun.children if c.dep_ in ("compound", "nmod", "amod") and c.pos_ == "PROPN"), None)
        if holder is None or holder.i == name.i:
            return False
        above = noun.head
        self._held(reading, noun, 0 if noun.dep_ == "attr" and negations(above, self.words) else sign, holder, "attitude")
        return True

    def _given_beside(self, reading: Reading, name: Token) -> bool:
        """The same beside the name: "Berg's nominee, Carl Dahl", "Berg nominee Carl Dahl"."""
        if name.dep_ == "appos" and self._given(reading, name, name.head):
            return True
        for noun in name.children:
            if noun.dep_ == "appos" and self._given(reading, name, noun):
                return True
            if noun.dep_ in ("compound", "nmod") and (sign := self._sign("given", noun.lemma_.lower())) and not _stands(noun):
                owner = next((c for c in name.children if c.i == noun.i - 1 and c.dep_ in ("compound", "nmod", "poss") and c.pos_ == "PROPN"), None)
                owner = owner or next((c for c in noun.children if c.pos_ == "PROPN"), None)
                if owner is not None:
                    self._held(reading, noun, sign, owner, "attitude")
                    return True
        return False

    def _mutual(self, reading: Reading, node: Token, head: Token, rel: str) -> bool:
        """ "Dahl and Berg sparred", "the feud between Dahl and Berg": of each toward the other."""
        others = [t for t in node.conjuncts if is_noun(t)]
        if rel == "nsubj" and is_verb(head):
            cue = head
            if any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in head.children) or negations(head, self.words):
                return False
            against = next((g for c in head.children if c.dep_ == "prep" and c.lower_ in ("with", "against") for g in c.children if g.dep_ == "pobj"), None)
            quarrel = self._sign("mutual", head.lemma_.lower()) or (-1 if head.lemma_ == "run" and any(c.lower_ == "against" for c in head.children) else 0)
            if against is not None and quarrel and against.pos_ == "PROPN":
                self._held(reading, head, quarrel, against, "between")  # "Dahl sparred with Berg": and Berg with him
                return True
            if against is not None:
                return False
        elif rel == "pobj" and head.lower_ in _BETWEEN and is_noun(head.head):
            cue = head.head
        else:
            return False
        sign = self._sign("mutual", cue.lemma_.lower())
        if not sign or not others:
            return False
        self._held(reading, cue, sign, others[0], "between")
        return True

    def _drawn(self, reading: Reading, verb: Token, of: str = "") -> bool:
        """ "Dahl drew criticism from Berg", "faces GOP opposition"; ``of``: one more word before whoever gives it."""
        if verb.lemma_.lower() not in LIGHT | _HAVING or negations(verb, self.words):
            return False
        won = verb.lemma_.lower() in _WON
        for noun in (c for c in verb.children if c.dep_ == "dobj"):
            lemma = noun.lemma_.lower()
            sign = self._sign("noun", lemma) or self._sign("bare", lemma) or self._sign("person", lemma)
            sign = sign or (1 if lemma in regard().words["gifts"] else -1 if lemma in regard().words["blows"] | regard().words["heat"] else 0)
            if not sign:
                continue
            whose: tuple[str, ...] = (
                ("of", "from", "by", "among", "within") if verb.lemma_.lower() in _HAVING or (won and sign > 0) else ("from", "by", "among", "in", "within")
            )
            if won and sign > 0 and (owner := next((c for c in noun.children if c.dep_ == "poss" and c.pos_ == "PROPN"), None)) is not None:
                self._held(reading, noun, sign, owner, "attitude")  # "won Berg's endorsement"
                return True
            whose = (*whose, of) if of else whose
            by = [g for over in (noun, verb) for c in over.children if c.dep_ in ("prep", "agent") and c.lower_ in whose for g in c.children]
            by = [g for g in by if g.dep_ == "pobj"] or [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.pos_ == "PROPN"]
            if by:
                self._held(reading, noun, sign, by[0], "attitude")
                return True
        return False

    def _event(self, reading: Reading, verb: Token) -> None:
        """ "Dahl blocked it, a move that Democrats denounced": what is said of the deed."""
        for noun in verb.doc[verb.i + 1 :]:
            if noun.lemma_ not in EVENTS or noun.tag_ != "NN" or not any(c.lower_ in ("a", "an") for c in noun.children):
                continue
            if noun.dep_ not in ("appos", "npadvmod", "dobj", "dep", "conj", "attr") or not _comma_before(noun):
                continue
            if noun.dep_ == "dobj" and noun.head.i != verb.i:
                continue
            if next((a for a in ancestors(noun) if is_verb(a) and any(c.dep_ in ("nsubj", "nsubjpass") for c in a.children)), verb).i != verb.i or modal(verb):
                continue  # "Berg said they should go, an idea that Democrats reject"
            for clause in (c for c in noun.children if c.dep_ == "relcl"):
                sign = self._sign("toward", clause.lemma_.lower())
                who = subject(clause)
                if sign and who is not None and who.i != noun.i and who.lower_ not in ("that", "which"):
                    self._held(reading, clause, self._turned(clause, sign), who, "between")
                    return

    def _done(self, reading: Reading, noun: Token, sign: int, but: Token | None) -> None:
        """ "Berg's criticism of Dahl", "Berg launched an attack on Dahl", "an attack on Dahl by Berg"."""
        top, holder = noun, self._owner(noun, but)
        rel, head = place_of(noun)
        for _ in range(2):  # "another round of attacks on Dahl", "a statement in support of Dahl"
            if rel != "pobj" or head.lower_ not in ("of", "in") or not is_noun(head.head):
                break
            if head.head.lemma_.lower() in ("lack", "absence", "loss", "withdrawal"):
                sign = -1 if sign > 0 else 0
            top = head.head
            holder = holder or self._owner(top, but)
            rel, head = place_of(top)
        manner = rel == "pobj" and head.lower_ == "in"  # "voted no in defense of Dahl"
        if rel == "pobj" and head.dep_ == "prep" and is_verb(head.head):
            rel, head = "dobj", head.head
        given = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)  # "has the backing of Dahl", not "has contempt for Dahl"
        if rel == "dobj" and is_verb(head) and head.lemma_.lower() in regard().words["seeking"] and (given or head.lemma_ != "have"):
            reading.stop = "sought, not given"
            return
        if rel == "dobj" and is_verb(head) and head.lemma_.lower() in regard().words["refusing"]:
            sign = -1 if sign > 0 else 0  # "withheld his endorsement of Dahl"
        if holder is None and rel == "dobj" and is_verb(head):
            if head.lemma_ in LIGHT:
                return
            holder = subject(head) or (next((c for c in head.children if c.dep_ == "nsubjpass"), None) if manner else None)  # "is engaged in a fight with"
            sign = sign if manner else self._turned(head, sign)
        if holder is None and rel == "nsubj" and is_verb(head) and head.lemma_ in ("come", "pour", "mount", "grow", "erupt", "flow"):
            holder = next((g for c in head.children if c.dep_ == "prep" and c.lower_ in ("from", "among") for g in c.children if g.dep_ == "pobj"), None)
        if holder is None and rel == "nsubjpass" and is_verb(head):
            holder = subject(head)  # "the lawsuit against Dahl was filed by Berg"
        if holder is None:
            reading.stop = "nobody said to do it"
            return
        self._held(reading, noun, sign, holder, "attitude")

    @staticmethod
    def _owner(noun: Token, but: Token | None) -> Token | None:
        """Whose it is, or by whom: "Berg's criticism", "Democratic criticism", "criticism from Berg"."""
        owner = next((c for c in noun.children if c.dep_ == "poss" and c is not but), None)
        by = (g for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from", "among") for g in c.children if g.dep_ == "pobj")
        named = (c for c in noun.children if c.dep_ in ("compound", "amod", "nmod") and c.pos_ == "PROPN" and c is not but)
        return owner or next(by, None) or next(named, None)


def _stands(noun: Token) -> bool:
    """Whether it is for an office that somebody is the nominee."""
    return noun.i > 0 and noun.nbor(-1).lower_ in regard().words["standing"]


def some_of(node: Token, inside: set[int]) -> bool:
    """Whether a noun is only some of those named: "a Democrat", "two Democrats"; not "a proposed rule", "an unheard-of plan of Dahl's"."""
    if any(c.dep_ == "nummod" for c in node.children):
        return True
    if node.i not in inside and node.text.islower() and any(c.dep_ in ("compound", "nmod") and c.i in inside for c in node.children):
        return False  # "a Dahl ruling"
    return (node.i not in inside or node.text[:1].isupper()) and any(c.dep_ in ("det", "amod") and c.lower_ in SOME for c in node.children)


def place_of(node: Token) -> tuple[str, Token]:
    """The relation and head of a noun; those of the first where it is joined to others."""
    while node.dep_ == "conj" and node.head.i != node.i and not is_verb(node.head):
        node = node.head
    return node.dep_, node.head


def _comma_before(noun: Token) -> bool:
    """Whether a comma or dash stands before a noun and its article."""
    first = min(t.i for t in (noun, *noun.lefts))
    return first > 0 and noun.doc[first - 1].text in (",", "—", "–", "-")
