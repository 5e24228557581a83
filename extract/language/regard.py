"""Stance toward somebody: what is done to, and said of, the person, body or bill that an issue is ("Dahl is supported").

An issue that is a name is praised, blamed, sued and voted for, and people tell well or ill of it: that is read here, from the
name upward, by the words of ``extract/data/regard.toml`` (good and bad events after Deng & Wiebe 2014). What these words
do not reach is read by composition as for any issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from extract.language.lexicon import read_data
from extract.language.reading import Reading
from extract.language.stance import Composer
from extract.language.syntax import COPULAS, ancestors, anchor_of, has_to, is_noun, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

OTHER_NAME = "part of another name"
_OF = frozenset({"of", "for", "on", "against", "toward", "towards", "to", "with", "in", "at", "from"})
_SOME = frozenset({"a", "an", "some", "one", "another", "many", "few", "several", "other", "most", "couple"})
"""Before a party's name: not the party but some of it."""
_MUST = frozenset({"should", "must"})
_LIGHT = frozenset({"face", "draw", "receive", "get", "attract", "suffer", "endure", "spark", "win", "earn", "take", "provoke", "weather", "prompt"})
"""Verbs whose subject is not the one who does what their object names: "faced criticism of his plan"."""


@dataclass(frozen=True, slots=True)
class Regard:
    """The words of ``regard.toml``: signs by kind and word, closed classes by name, and sentences with the sign of each."""

    signs: dict[tuple[str, str], int]
    words: dict[str, frozenset[str]]
    examples: tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def regard() -> Regard:
    """The shipped words."""
    data = cast(dict[str, Any], read_data("regard.toml"))
    signs: dict[tuple[str, str], int] = {}
    examples: list[tuple[str, int]] = []
    for group in data["group"]:
        thing = group["kind"] == "trait" and "nouns" in group
        for word in (*group.get("verbs", ()), *group.get("adjectives", ()), *group.get("nouns", ())):
            signs["thing" if thing else group["kind"], word] = group["sign"]
            examples += [(template.replace("{}", word), group["sign"]) for template in group["templates"]]
    return Regard(signs, {name: frozenset(values) for name, values in data["words"].items()}, tuple(examples))


class Regards(Composer):
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
            if head.pos_ == "PROPN" and rel != "poss" and head.lemma_.lower() not in regard().words["houses"]:
                if self._person(reading, node, head):
                    return None
                reading.stop = OTHER_NAME
                return None
            if rel != "poss" and any(c.lower_ in _SOME or c.dep_ == "nummod" for c in head.children):
                reading.stop = "some of them"
                return None
            return self._owned(reading, node, head, rel)
        if rel == "nsubjpass" and (sign := self._sign("trait", head.lower_)):
            self._held(reading, head, -sign if negations(head, self.words) else sign, None, "judgement")  # "is respected"
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
            self._told(reading, head, passive=True)
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
        if rel == "dobj" and is_verb(head) and head.lemma_.lower() in regard().words["seeking"]:
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
            return subject(verb)
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

    # -- what is told of somebody ----------------------------------------------------------------

    def _told(self, reading: Reading, verb: Token, *, passive: bool = False) -> None:
        """A judgement by whoever speaks: of what the name's bearer does or is."""
        sign = self._deed(verb)
        if sign:
            self._held(reading, verb, sign, None, "judgement")

    def _deed(self, verb: Token, deep: int = 3) -> int:
        """What a verb tells of its subject: 1, -1, or 0 where it tells nothing."""
        lemma = verb.lemma_.lower()
        if not is_verb(verb):
            return self._trait(verb)
        no = -1 if negations(verb, self.words) else 1
        if lemma in COPULAS:
            found = next((s for c in verb.children if c.dep_ in ("attr", "acomp", "oprd", "prep") and (s := self._trait(c))), 0)
            return found * no
        if modal(verb) in _MUST and lemma in regard().words["leaving"]:
            return -1 * no
        harmed = next((c for c in verb.children if c.dep_ == "dobj"), None)
        sign = self._sign("deed", lemma)
        if sign and harmed is not None and self._trait(harmed) < 0:
            sign = -sign  # "fights corruption", "destroyed the terrorists"
        if sign:
            return sign * no if sign < 0 or no > 0 else -1
        lower = next(
            (c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.i > verb.i and not any(g.dep_ in ("nsubj", "nsubjpass") for g in c.children)), None
        )
        if lower is not None and deep:
            inner = self._deed(lower, deep - 1)
            return inner * no * (-1 if lemma in regard().words["refusing"] else 1)
        if harmed is not None and (sign := self._trait(harmed)):
            return sign * no  # "has a terrible record", "made a mistake"
        return min((self._sign("trait", c.lower_.removesuffix("ly")) for c in verb.children if c.dep_ == "advmod"), default=0)  # "wrongly"

    def _trait(self, token: Token) -> int:
        """What an adjective or noun says of whoever it is said of, with what stands before it."""
        if token.dep_ == "prep":
            return 0
        own = self._sign("thing", token.lemma_.lower()) if is_noun(token) else self._sign("trait", token.lemma_.lower()) or self._sign("trait", token.lower_)
        sign = own or self._quality(token)
        return -sign if any(c.dep_ in ("neg",) or (c.dep_ == "det" and c.lower_ == "no") for c in token.children) else sign

    def _quality(self, noun: Token) -> int:
        """The sign of the first telling adjective of a noun."""
        return next((s for c in noun.children if c.dep_ in ("amod", "compound") and (s := self._sign("trait", c.lower_))), 0)

    def _beside(self, reading: Reading, anchor: Token) -> None:
        """ "The corrupt Dahl", "Dahl's failed policy": a judgement by whoever speaks."""
        node = anchor
        for _ in range(2):
            sign = self._quality(node)
            own = self._sign("thing", node.lemma_.lower()) if node.i != anchor.i else 0
            if sign or own:
                reading.top = node
                self._held(reading, node, own or sign, None, "judgement")
                return
            if node.dep_ != "poss":
                return
            node = node.head

    # -- shared ----------------------------------------------------------------------------------

    def _turned(self, verb: Token, sign: int) -> int:
        """The sign with what stands over the verb: "refused to endorse", "does not support"; 0 where ill is only not said."""
        node = verb
        for _ in range(4):
            if negations(node, self.words):
                sign = -1 if sign > 0 else 0
            if any(c.dep_ == "cc" and c.lower_ == "or" for c in (*node.children, *(node.head.children if node.dep_ == "conj" else ()))):
                return 0  # "sign or veto it"
            up = node.head
            if node.dep_ == "pcomp" and up.dep_ == "prep" and is_verb(up.head) and (negations(up.head, self.words) or up.lower_ == "without"):
                return 0  # "was not there yet in backing Dahl"
            if has_to(node) and is_noun(up) and up.lemma_.lower() in regard().words["unwillingness"]:
                return -1 if sign > 0 else 0
            if node.dep_ == "acomp" or (node.dep_ == "xcomp" and up.lemma_.lower() in ("reluctant", "unwilling", "hesitant")):
                return -1 if sign > 0 else 0
            if node.dep_ not in ("xcomp", "conj") or not is_verb(up):
                break
            if node.dep_ == "xcomp" and up.lemma_.lower() in regard().words["refusing"]:
                sign = -1 if sign > 0 else 0
            if node.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children):
                break
            if node.dep_ == "conj":
                break
            node = up
        return sign

    def _held(self, reading: Reading, word: Token, sign: int, holder: Token | None, kind: str) -> None:
        if not sign:
            reading.stop = "not said"
            return
        if kind == "attitude" and holder is None:
            reading.stop = "nobody said to do it"
            return
        reading.sign, reading.kind, reading.holder, reading.strength = sign, kind, holder, 2
        reading.cue.append(word)
        reading.top = word
        reading.note(f"{word.text} {sign:+d}, held by {holder if holder is not None else 'the speaker'}", word, sign)

    @staticmethod
    def _sign(kind: str, word: str) -> int:
        return regard().signs.get((kind, word), 0)


def _place(node: Token) -> tuple[str, Token]:
    """The relation and head of a noun; those of the first where it is joined to others."""
    while node.dep_ == "conj" and node.head.i != node.i and not is_verb(node.head):
        node = node.head
    return node.dep_, node.head
