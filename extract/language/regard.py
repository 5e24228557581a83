"""Stance toward somebody: what is done to, and said of, the person, body or bill that an issue is ("Dahl is supported").

An issue that is a name is praised, blamed, sued and voted for, and people tell well or ill of it: that is read here, from the
name upward, by the words of ``extract/data/regard.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.reading import Reading
from extract.language.repute import MUST, Repute, regard
from extract.language.syntax import COPULAS, ancestors, anchor_of, has_to, is_noun, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

OTHER_NAME = "part of another name"
_OF = frozenset({"of", "for", "on", "against", "toward", "towards", "to", "with", "in", "at", "from"})
_SOME = frozenset({"a", "an", "some", "one", "another", "many", "few", "several", "other", "most", "couple"})
"""Before a party's name: not the party but some of it."""
_LIGHT = frozenset({"face", "draw", "receive", "get", "attract", "suffer", "endure", "spark", "win", "earn", "take", "provoke", "weather", "prompt"})
"""Verbs whose subject is not the one who does what their object names: "faced criticism of his plan"."""


class Regards(Repute):
    """Climbs from a name to what somebody thinks of its bearer."""

    def regard(self, tokens: list[Token]) -> Reading:
        """Read the stance toward whoever the ``tokens`` name."""
        anchor = anchor_of(tokens)
        reading = Reading(1, anchor=anchor, top=anchor)
        reading.note(anchor.text, anchor)
        node, inside = anchor, {t.i for t in tokens}
        seen: set[int] = set()
        while node.i not in seen:
            seen.add(node.i)
            reading.top = node
            upper = self._up(reading, node, inside)
            if upper is None:
                break
            node = upper
        if not reading.found:
            self._beside(reading, anchor)
        if reading.found:
            self._surroundings(reading)
        return reading

    # -- the way up ------------------------------------------------------------------------------

    def _up(self, reading: Reading, node: Token, inside: set[int]) -> Token | None:
        """One step up from a noun; None where the reading has ended."""
        rel, head = _place(node)
        if any((c.dep_ in ("det", "nummod", "amod") and c.lower_ in _SOME) or c.dep_ == "nummod" for c in node.children):
            reading.stop = "some of them"
            return None
        if rel == "ROOT" or head.i == node.i:
            return None
        if rel == "appos":
            return head
        if rel in ("compound", "amod", "nmod", "poss") and head.i not in inside:
            if head.lower_ in ("jr.", "sr.", "ii", "iii", "jr", "sr"):
                return head
            if head.pos_ == "PROPN" and rel != "poss" and head.lemma_.lower() not in regard().words["houses"]:
                if self._person(reading, node, head):
                    return None
                reading.stop = OTHER_NAME
                return None
            if rel != "poss" and head.tag_ in ("NNS", "NNPS", "NNP") and any(c.lower_ in _SOME or c.dep_ == "nummod" for c in head.children):
                if not self._person(reading, node, head):
                    reading.stop = "some of them"
                return None
            return self._owned(reading, node, head, rel)
        if rel == "nsubjpass" and (sign := self._sign("trait", head.lower_)):
            self._held(reading, head, -sign if negations(head, self.words) else sign, None, "judgement")  # "is respected"
            return None
        if rel == "nsubjpass" and modal(head) in MUST and (sign := self._sign("toward", head.lemma_.lower())):
            self._held(reading, head, -sign if negations(head, self.words) else sign, None, "judgement")  # "should be impeached"
            return None
        if rel in ("dobj", "nsubjpass", "dative", "oprd"):
            self._toward(reading, head, "", node)
            return None
        if rel in ("pobj", "pcomp"):
            return self._after_preposition(reading, node, head)
        if rel in ("nsubj", "csubj"):
            if not is_verb(head) and head.dep_ in ("ccomp", "oprd", "xcomp", "acomp", "attr") and is_verb(head.head):
                self._named(reading, head.head, head)
                return None
            if is_verb(head) and head.dep_ in ("ccomp", "xcomp", "advcl", "pcomp") and self._wanted(reading, head):
                return None
            self._told(reading, head)
        return None

    def _after_preposition(self, reading: Reading, node: Token, prep: Token) -> Token | None:
        head, word = prep.head, prep.lower_
        while head.dep_ in ("prt", "prep") and head.head.i != head.i and not is_verb(head):
            head = head.head
        if prep.dep_ == "agent" and not self._sign("toward", f"{head.lemma_.lower()} {word}"):
            self._told(reading, head)
            return None
        if is_verb(head):
            self._toward(reading, head, word, node)
            return None
        if head.pos_ == "ADJ" and (sign := self._sign("toward", f"{head.lower_} {word}")):
            self._held(reading, head, sign, subject(head), "attitude")
            return None
        if is_noun(head) and word in _OF:
            sign = self._sign("noun", head.lemma_.lower())
            if sign and word not in ("from", "to") and (head.lemma_.lower() not in regard().words["removal"] or any(c.dep_ == "poss" for c in head.children)):
                self._done(reading, head, sign, None)
                return None
            if self._person(reading, node, head):
                return None
            return head if word == "of" and head.lemma_.lower() not in regard().words["others"] else None
        return None

    def _owned(self, reading: Reading, node: Token, noun: Token, rel: str) -> Token | None:
        """ "Dahl's plan", "Dahl supporters", "the Dahl administration"."""
        lemma = noun.lemma_.lower()
        if self._person(reading, node, noun):
            return None
        return None if lemma in regard().words["others"] else noun

    def _person(self, reading: Reading, node: Token, noun: Token) -> bool:
        """Whether the noun is for somebody who is for or against: "a critic of Dahl", "Dahl supporter Anna Berg"."""
        sign = self._sign("person", noun.lemma_.lower())
        if not sign:
            return False
        if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children):
            reading.stop = "no critic"
            return True
        rel, head = _place(noun)
        if rel == "pobj" and head.lower_ == "of" and head.head.lemma_ in ("one", "some", "many", "group"):
            rel, head = _place(head.head)
        if rel in ("appos", "compound", "nmod") and is_noun(head):
            holder: Token | None = head
        elif rel == "attr" and is_verb(head):
            holder = subject(head)
            sign = 0 if negations(head, self.words) else sign
        elif rel == "pobj" and head.lower_ == "as":
            return False
        else:
            holder = noun
        if sign:
            self._held(reading, noun, sign, holder, "attitude")
        return True

    def _done(self, reading: Reading, noun: Token, sign: int, but: Token | None) -> None:
        """ "Berg's criticism of Dahl", "Berg launched an attack on Dahl", "an attack on Dahl by Berg"."""
        owner = next((c for c in noun.children if c.dep_ == "poss" and c is not but), None)
        by = (g for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from") for g in c.children if g.dep_ == "pobj")
        holder = owner if owner is not None else next(by, None)
        rel, head = _place(noun)
        if rel == "pobj" and head.lower_ == "of" and is_noun(head.head):
            rel, head = _place(head.head)  # "another round of attacks on Dahl"
        if rel == "pobj" and head.dep_ == "prep" and is_verb(head.head):
            rel, head = "dobj", head.head
        given = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)  # "has the backing of Dahl", not "has contempt for Dahl"
        if rel == "dobj" and is_verb(head) and head.lemma_.lower() in regard().words["seeking"] and (given or head.lemma_ != "have"):
            reading.stop = "sought, not given"
            return
        if rel == "dobj" and is_verb(head) and head.lemma_.lower() in regard().words["refusing"]:
            sign = -1 if sign > 0 else 0  # "withheld his endorsement of Dahl"
        if holder is None and rel == "dobj" and is_verb(head):
            if head.lemma_ in _LIGHT:
                return
            holder = subject(head)
            sign = self._turned(head, sign)
        if holder is None:
            reading.stop = "nobody said to do it"
            return
        self._held(reading, noun, sign, holder, "attitude")

    @staticmethod
    def _doer(verb: Token) -> Token | None:
        """Who does what a verb says; for "an effort to unseat Dahl" whose effort it is."""
        top = verb
        while (
            top.dep_ in ("xcomp", "conj")
            and is_verb(top.head)
            and top.head.lemma_.lower() not in regard().words["urging"]
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in top.children)
        ):
            top = top.head
        noun = top.head
        asked = is_verb(noun) and noun.lemma_.lower() in regard().words["urging"] | {"hope", "beg", "implore", "encourage", "wish", "lobby", "invite", "expect"}
        if asked and top.i != noun.i and top.dep_ in ("xcomp", "ccomp", "advcl") and noun.i < top.i:
            return subject(noun)  # "urged Berg to veto it": who wants it
        if not (has_to(top) and top.dep_ in ("acl", "relcl") and is_noun(noun)):
            passive = next((c for c in noun.children if c.dep_ == "nsubjpass"), None) if top.dep_ == "advcl" else None
            return subject(verb) or passive  # "was sent to campaign for Dahl"
        if (owner := next((c for c in noun.children if c.dep_ == "poss"), None)) is not None:
            return owner
        by = next((g for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from") for g in c.children if g.dep_ == "pobj"), None)
        if by is not None:
            return by
        return next((subject(a) for a in ancestors(noun) if is_verb(a)), None)

    def _toward(self, reading: Reading, verb: Token, prep: str, below_name: Token) -> None:
        """What the subject of ``verb`` does to the name below it, reached by ``prep`` or as its object."""
        lemma, words = verb.lemma_.lower(), regard().words
        particle = next(
            (
                c.lower_
                for c in verb.children
                if c.dep_ in ("prt", "advmod", "dobj") and c.i > verb.i and c.lower_ in ("out", "back", "up", "down", "away", "aim")
            ),
            "",
        )
        if prep in ("", "on") and lemma in words["urging"]:
            below = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl", "acl") and c.i > verb.i), None)
            if below is not None and below.lemma_.lower() in words["leaving"]:
                self._held(reading, verb, -1, self._doer(verb), "attitude")
                return
        if prep == "" and lemma in words["naming"] and self._named(reading, verb, None):
            return
        if prep == "for" and lemma in words["urging"] and below_name.lemma_.lower() in words["removal"]:
            self._held(reading, verb, self._turned(verb, -1), self._doer(verb), "attitude")
            return
        if prep == "" and below_name.lemma_.lower() in words["removal"] and lemma in ("demand", "seek", "want", "urge", "support", "favor"):
            self._held(reading, verb, self._turned(verb, -1), self._doer(verb), "attitude")
            return
        felt = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if prep and felt is not None and (sign := self._sign("toward", f"{verb.lower_} {prep}")):
            self._held(reading, verb, self._turned(verb, sign), felt, "attitude")  # "is disappointed with Dahl"
            return
        for name in (f"{lemma} {particle} {prep}", f"{lemma} {prep}") if prep else (f"{lemma} {particle}".strip(), lemma):
            if sign := self._sign("toward", name.replace("  ", " ")):
                self._held(reading, verb, self._turned(verb, sign), self._doer(verb), "attitude")
                return

    def _named(self, reading: Reading, verb: Token, said: Token | None) -> bool:
        """ "Called Dahl a liar", "sees Dahl as unfit"."""
        if verb.lemma_.lower() not in regard().words["naming"]:
            if said is not None and verb.lemma_ in COPULAS:
                self._told(reading, verb)
            return False
        found = [said] if said is not None else [c for c in verb.children if c.dep_ in ("oprd", "attr", "acomp", "ccomp", "xcomp") and c.i > verb.i]
        found += [g for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" for g in c.children]
        found += [c for c in verb.children if c.dep_ == "advcl" and c.pos_ == "ADJ" and any(g.lower_ == "as" for g in c.children)]
        for token in found:
            if sign := self._trait(token):
                self._held(reading, token, self._turned(verb, sign), self._doer(verb), "attitude")
                return True
        return False

    def _wanted(self, reading: Reading, verb: Token) -> bool:
        """ "Wants Dahl to resign", "asked Dahl to apologise": the name is the lower verb's subject."""
        words, upper = regard().words, verb.head
        upper = upper.head if upper.dep_ == "prep" else upper
        if verb.dep_ == "ccomp" and upper.lemma_.lower() in words["grumbling"] and not negations(upper, self.words):
            self._held(reading, upper, -1, self._doer(upper), "attitude")
            return True
        if verb.lemma_.lower() in words["leaving"] and is_verb(upper) and upper.lemma_.lower() in words["urging"]:
            self._held(reading, upper, -1, subject(upper), "attitude")
            return True
        return False


def _place(node: Token) -> tuple[str, Token]:
    """The relation and head of a noun; those of the first where it is joined to others."""
    while node.dep_ == "conj" and node.head.i != node.i and not is_verb(node.head):
        node = node.head
    return node.dep_, node.head
