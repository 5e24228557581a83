"""Stance toward somebody: what is done to, and said of, the person, body or bill that an issue is ("Dahl is supported").

An issue that is a name is praised, blamed, sued and voted for, and people tell well or ill of it: that is read here, from the
name upward, by the words of ``extract/data/regard.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.around import also_done, free_clause, over_phrase
from extract.language.bonds import EVENTS, SOME, place_of, some_of
from extract.language.doers import doer_of
from extract.language.esteem import regard
from extract.language.reading import Reading
from extract.language.repute import MUST, spelled
from extract.language.syntax import COPULAS, anchor_of, is_noun, is_verb, modal, negations, subject
from extract.language.turns import Turns

if TYPE_CHECKING:
    from spacy.tokens import Token

OTHER_NAME = "part of another name"
_OF = frozenset({"of", "for", "on", "against", "toward", "towards", "to", "with", "in", "at", "from"})
_MADE = frozenset({"bill", "letter", "ad", "tweet", "speech", "veto", "order", "budget", "amendment", "nomination", "law", "offer", "push", "bid", "attempt",
    "call", "argument", "allegation", "attack", "vote", "report", "rule", "ruling", "measure", "legislation", "resolution", "memo"})  # fmt: skip
"""What somebody made: "a bill by Dahl"."""
_BETWEEN = frozenset({"between", "among"})
_PARTICLES = frozenset({"out", "back", "up", "down", "away", "aim", "off", "on", "over", "apart", "along"})
_BY = ("from", "to", "by")


class Regards(Turns):
    """Climbs from a name to what somebody thinks of its bearer."""

    def regard(self, tokens: list[Token]) -> Reading:
        """Read the stance toward whoever the ``tokens`` name."""
        anchor = anchor_of(tokens)
        reading = Reading(1, anchor=anchor, top=anchor)
        reading.note(anchor.text, anchor)
        inside = {t.i for t in tokens}
        top = self._climb(reading, anchor, inside)
        if not reading.found and reading.stop != OTHER_NAME:
            self._clauses(reading, anchor, top, inside)
        if not reading.found:
            self._beside(reading, anchor)
        if reading.found:
            self._unbelieved(reading)
            self._surroundings(reading)
            self._over_harm(reading)
        return reading

    def _climb(self, reading: Reading, node: Token, inside: set[int]) -> Token:
        """Go up from a noun until something is met; the last noun that stands for the bearer."""
        seen: set[int] = set()
        while node.i not in seen:
            seen.add(node.i)
            reading.top = node
            upper = self._up(reading, node, inside)
            if upper is None:
                break
            node = upper
        return node

    def _clauses(self, reading: Reading, anchor: Token, top: Token, inside: set[int]) -> None:
        """What clauses beside the name say: "Dahl, who was endorsed by Berg", "Dahl, backed by Berg", "Berg's nominee, Carl Dahl"."""
        if self._given_beside(reading, anchor):
            return
        for noun in (anchor, *(c for c in anchor.children if c.dep_ == "appos"), *([anchor.head] if anchor.dep_ == "appos" else [])):
            for clause in noun.children:
                if clause.dep_ == "relcl":
                    who = next((c for c in clause.children if c.lower_ in ("who", "whom", "which", "that") and c.dep_ in ("nsubj", "nsubjpass", "dobj")), None)
                    who = who or next((c for c in clause.children if c.dep_ == "pobj" and c.lower_ in ("whom", "which")), None)
                    if who is not None:
                        self._climb(reading, who, inside)
                        if not reading.found and who.dep_ == "nsubj" and (others := [t for t in noun.conjuncts if is_noun(t)]):
                            self._held(reading, clause, self._sign("mutual", clause.lemma_.lower()), others[0], "between")  # "Dahl and Berg, who feud"
                    elif not any(c.dep_ == "dobj" for c in clause.children) and (does := subject(clause)) is not None and does.i > noun.i:
                        self._toward(reading, clause, "", noun)  # "Dahl, a man Berg despises"
                elif clause.dep_ == "acl" and clause.tag_ == "VBN" and clause.lemma_.lower() in regard().words["naming"]:
                    self._named(reading, clause, None)  # "Dahl, seen by Democrats as unfit"
                elif clause.dep_ == "acl" and clause.tag_ == "VBN" and (sign := self._sign("toward", clause.lemma_.lower())):
                    by = next((g for c in clause.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
                    if by is not None:
                        self._held(reading, clause, sign, by, "attitude")
                if reading.found:
                    return

    def _over_harm(self, reading: Reading) -> None:
        """Whoever faults or praises somebody for what he does to the bearer: "chided Democrats for blocking Dahl" is for Dahl."""
        word = reading.cue[-1] if reading.cue else None
        if word is None or not is_verb(word) or reading.kind != "attitude":
            return
        node = word
        for _ in range(3):
            up = node.head
            if node.dep_ == "pcomp" and up.dep_ == "prep" and up.lower_ in ("for", "of", "over") and is_verb(up.head):
                sign = self._sign("toward", up.head.lemma_.lower())
                who = subject(up.head)
                if sign and who is not None and (reading.holder is None or who.i != reading.holder.i) and not negations(up.head, self.words):
                    reading.also.append((who, sign * reading.sign))
                return
            if node.dep_ not in ("xcomp", "conj") or not is_verb(up):
                return
            node = up

    # -- the way up ------------------------------------------------------------------------------

    def _up(self, reading: Reading, node: Token, inside: set[int]) -> Token | None:
        """One step up from a noun; None where the reading has ended."""
        rel, head = (node.dep_, node.head) if is_verb(node) else place_of(node)
        if some_of(node, inside):
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
                if self._person(reading, node, head) or self._beside_person(reading, node, head):
                    return None
                reading.stop = OTHER_NAME
                return None
            if rel != "poss" and head.tag_ in ("NNS", "NNPS", "NNP") and any(c.lower_ in SOME or c.dep_ == "nummod" for c in head.children):
                if not self._person(reading, node, head):
                    reading.stop = "some of them"
                return None
            return self._owned(reading, node, head, rel)
        if rel == "nsubjpass" and (sign := self._sign("trait", head.lower_)):
            self._held(reading, head, -sign if negations(head, self.words) else sign, None, "judgement")  # "is respected"
            return None
        if self._mutual(reading, node, head, rel):
            return None
        if rel == "attr" and self._cleft(reading, node, head):
            return None
        if rel == "attr" and head.lemma_ in COPULAS and (told := subject(head)) is not None and (sign := self._trait(told)):
            self._held(reading, told, -sign if negations(head, self.words) else sign, None, "judgement")  # "the problem is Dahl"
            return None
        if rel == "nsubjpass" and modal(head) in ("can", "could") and negations(head, self.words) and self._sign("toward", head.lemma_.lower()) > 0:
            self._held(reading, head, -1, None, "judgement")  # "cannot be trusted"
            return None
        if rel == "nsubjpass" and modal(head) in MUST and (sign := self._sign("toward", head.lemma_.lower())):
            self._held(reading, head, -sign if negations(head, self.words) else sign, None, "judgement")  # "should be impeached"
            return None
        if (rel == "nsubjpass" and self._met_with(reading, head)) or (rel == "nsubj" and head.lemma_ in COPULAS | {"come"} and self._troubled(reading, head)):
            return None
        if rel in ("dobj", "nsubjpass", "dative", "oprd"):
            if rel in ("dative", "dobj") and self._given_to(reading, head, rel):
                return None
            self._toward(reading, head, "", node)
            return None
        if rel == "ccomp" and is_verb(node) and is_verb(head):
            self._toward(reading, head, "", node)
            return None
        if rel in ("pobj", "pcomp"):
            return self._after_preposition(reading, node, head)
        if rel in ("nsubj", "csubj"):
            if not is_verb(head) and head.dep_ in ("ccomp", "oprd", "xcomp", "acomp", "attr") and is_verb(head.head):
                if not self._around(reading, head.head, "", head):
                    self._named(reading, head.head, head)
                return None
            if is_verb(head) and head.dep_ in ("ccomp", "xcomp", "advcl", "pcomp") and self._wanted(reading, head):
                return None
            if self._blamed_for(reading, head):
                return None
            if is_verb(head) and head.dep_ in ("csubj", "nsubj") and free_clause(head) and is_verb(head.head):
                self._told(reading, head.head)  # "what Dahl did was wrong"
                return None
            if is_verb(head) and head.dep_ in ("pcomp", "ccomp") and free_clause(head):
                self._up(reading, head, inside)  # "denounced what Dahl said"
                if reading.found:
                    return None
            if any(self._drawn(reading, verb) for verb in (head, *also_done(head))):
                return None
            if is_verb(head) and any(self._stirs(reading, verb) for verb in (head, *also_done(head))):
                return None
            if any(self._suffered(reading, verb, node) for verb in also_done(head)):
                return None
            if head.lemma_ in COPULAS and any(self._given(reading, node, c) for c in head.children if c.dep_ == "attr"):
                return None
            self._event(reading, head)
            for verb in (head, *(c for c in head.conjuncts if is_verb(c) and not any(g.dep_ in ("nsubj", "nsubjpass") for g in c.children))):
                if not reading.found:
                    self._told(reading, verb)  # "ran and failed"
        return None

    def _after_preposition(self, reading: Reading, node: Token, prep: Token) -> Token | None:
        head, word = prep.head, prep.lower_
        while (head.dep_ in ("prt", "prep") or (head.dep_ == "advmod" and head.lower_ in _PARTICLES)) and head.head.i != head.i and not is_verb(head):
            head = head.head
        if prep.dep_ == "agent" and not self._sign("toward", f"{head.lemma_.lower()} {word}") and not self._sign("toward", f"{head.lower_} {word}"):
            self._told(reading, head)
            return None
        if self._compared(reading, prep) or self._hailed(reading, head, word):
            return None
        if is_verb(head):
            if (word == "with" and self._wished(reading, head)) or (word == "to" and self._given_to(reading, head, "to")):
                return None
            if any(self._worded(reading, c, word) for c in head.children if c.dep_ == "dobj"):
                return None
            self._toward(reading, head, word, node)
            if not reading.found and not reading.stop:
                self._with_object(reading, head, word)
            return None
        if is_noun(head) and self._worded(reading, head, word):
            return None
        if head.pos_ == "ADJ" and (sign := self._sign("toward", f"{head.lower_} {word}")):
            self._held(reading, head, sign, subject(head), "attitude")
            return None
        if is_noun(head) and (sign := self._phrase(head, word)):
            self._held(reading, head, self._turned(head.head, sign), doer_of(over_phrase(head)), "attitude")
            return None
        if is_noun(head) and word in _BETWEEN and self._mutual(reading, node, prep, "pobj"):
            return None
        if is_noun(head) and (sign := self._sign("noun", f"{head.lemma_.lower()} {word}")):
            if sign < 0 and self._against(reading, head):
                return None
            self._done(reading, head, sign, None)
            return None
        if is_noun(head) and (word in _OF or word == "by"):
            sign = self._sign("noun", head.lemma_.lower())
            if sign and word not in _BY and (head.lemma_.lower() not in regard().words["removal"] or any(c.dep_ == "poss" for c in head.children)):
                self._done(reading, head, sign, None)
                return None
            if self._person(reading, node, head) or (word == "of" and self._at_fault(reading, head)):
                return None
            return (
                head
                if (word == "of" or (word in ("by", "from") and head.lemma_ in EVENTS | _MADE)) and head.lemma_.lower() not in regard().words["others"]
                else None
            )
        return None

    def _phrase(self, noun: Token, word: str) -> int:
        """The sign of a verb with its noun and preposition: "take issue with", "cast doubt on", "come to the defense of"."""
        verb, between = noun.head, ""
        if noun.dep_ == "pobj" and is_verb(noun.head.head):
            verb, between = noun.head.head, f"{noun.head.lower_} "
        elif noun.dep_ != "dobj" or not is_verb(verb):
            return 0
        the = next((f"{c.lower_} " for c in noun.children if c.dep_ in ("det", "amod") and c.i == noun.i - 1), "")
        names = [f"{verb.lemma_.lower()} {between}{d}{n} {word}" for d in (the, "") for n in (noun.lower_, noun.lemma_.lower())]
        return next((sign for name in names if (sign := self._sign("toward", name))), 0)

    def _owned(self, reading: Reading, node: Token, noun: Token, rel: str) -> Token | None:
        """ "Dahl's plan", "Dahl supporters", "the Dahl administration"."""
        lemma = noun.lemma_.lower()
        if self._person(reading, node, noun) or (rel == "poss" and self._at_fault(reading, noun)):
            return None
        return None if lemma in regard().words["others"] else noun

    def _toward(self, reading: Reading, verb: Token, prep: str, below_name: Token) -> None:
        """What the subject of ``verb`` does to the name below it, reached by ``prep`` or as its object."""
        lemma, words = verb.lemma_.lower(), regard().words
        particle = next((c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod", "dobj", "acomp") and c.i > verb.i and c.lower_ in _PARTICLES), "")
        if prep in ("", "on") and lemma in words["urging"]:
            below = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl", "acl") and c.i > verb.i), None)
            if below is not None and below.lemma_.lower() in words["leaving"]:
                self._held(reading, verb, -1, doer_of(verb), "attitude")
                return
        if (prep == "" and lemma in words["naming"]) or (prep == "to" and lemma == "refer"):
            if self._named(reading, verb, None):
                return
        if prep == "for" and lemma in words["urging"] and below_name.lemma_.lower() in words["removal"]:
            self._held(reading, verb, self._turned(verb, -1), doer_of(verb), "attitude")
            return
        if prep == "" and below_name.lemma_.lower() in words["removal"] and lemma in ("demand", "seek", "want", "urge", "support", "favor"):
            self._held(reading, verb, self._turned(verb, -1), doer_of(verb), "attitude")
            return
        felt = next((c for c in verb.children if c.dep_ == "nsubjpass"), verb.head if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD") else None)
        if prep and felt is not None and (sign := self._sign("toward", f"{verb.lower_} {prep}")):
            self._held(reading, verb, self._turned(verb, sign), felt, "attitude")  # "is disappointed with Dahl"
            return
        if prep == "" and lemma in words["personal"] and reading.anchor is not None and below_name.i != reading.anchor.i:
            return  # "confirmed Dahl's departure"
        self._urged_to_stop(reading, verb)
        if reading.found or self._around(reading, verb, prep, below_name):
            return
        things = [t for c in verb.children if c.dep_ in ("dobj", "prep", "advmod") and c.i > verb.i for t in spelled(c)] if prep else []
        for name in (
            (*(f"{lemma} {t} {prep}" for t in things), f"{lemma} {particle} {prep}", f"{lemma} {prep}") if prep else (f"{lemma} {particle}".strip(), lemma)
        ):
            if sign := self._sign("toward", name.replace("  ", " ")):
                self._held(reading, verb, self._turned(verb, sign), doer_of(verb), "attitude")
                return
