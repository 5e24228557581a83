"""What words tell of somebody, and how they are turned round.

A judgement by whoever speaks: a name's bearer lied, is unfit, has a terrible record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.language.compounds import is_rest
from extract.language.esteem import regard
from extract.language.reading import Reading
from extract.language.stance import Composer
from extract.language.syntax import COPULAS, has_to, is_noun, is_self, is_verb, modal, negations

if TYPE_CHECKING:
    from spacy.tokens import Token

MUST = frozenset({"should", "must"})


class Repute(Composer):
    """Reads what a verb, adjective or noun tells of whoever it is said of."""

    def _told(self, reading: Reading, verb: Token) -> None:
        """A judgement by whoever speaks: of what the name's bearer does or is."""
        sign = self._deed(verb)
        if sign:
            to = _felt_by(verb)
            self._held(reading, verb, sign, to, "judgement" if to is None else "attitude")

    def _deed(self, verb: Token, deep: int = 3) -> int:
        """What a verb tells of its subject: 1, -1, or 0 where it tells nothing."""
        lemma = verb.lemma_.lower()
        if not is_verb(verb):
            return self._trait(verb)
        no = -1 if negations(verb, self.words) else 1
        if self._lacking(verb):
            return -1
        if lemma in COPULAS:
            said = [c for c in verb.children if c.dep_ in ("attr", "acomp", "oprd", "prep") or (c.dep_ == "conj" and c.tag_ == "JJ")]
            if any(c.dep_ == "cc" and c.lower_ == "but" for c in verb.children):
                said.reverse()  # "are powerful, but dishonest"
            found = next((s for c in said if (s := self._trait(c))), 0) or self._fixed(verb)
            if found or (below := next((c for c in verb.children if c.dep_ == "xcomp" and is_verb(c) and c.lemma_ not in COPULAS), None)) is None or not deep:
                return found * no
            return self._deed(below, deep - 1) * no  # "appeared to mislead them"
        has = verb if lemma == "have" else next((c for c in verb.children if c.dep_ == "aux" and c.lemma_ == "have"), None)
        if has is not None and (sign := self._fixed(has)):
            return sign * no
        if modal(verb) in MUST and lemma in regard().words["leaving"]:
            return -1 * no
        harmed = next((c for c in verb.children if c.dep_ == "dobj"), None)
        bare = harmed is None and not any(c.dep_ in ("xcomp", "ccomp") for c in verb.children)
        if verb.tag_ == "VBG" and bare and (sign := self._sign("trait", verb.lower_)):
            return sign * no  # "is disturbing"
        below = next((c for c in verb.children if c.dep_ == "xcomp" and has_to(c)), None)
        if lemma == "have" and below is not None and below.lemma_.lower() in regard().words["leaving"] | {"answer"}:
            return -1 if no > 0 else 0  # "will have to explain it"
        if lemma == "need" and below is not None:
            return -1 if no > 0 else 0  # "needs to get serious": said of whoever does not
        sign = self._phrased(verb) or self._wreaked(verb) or self._sign("deed", lemma)
        if sign and harmed is not None and self._trait(harmed) < 0:
            sign = -1 if lemma in regard().words["indulging"] else -sign  # "coddles criminals"; "fights corruption", "destroyed the terrorists"
        if sign:
            return sign * no if sign < 0 or no > 0 else -1
        lower = next(
            (c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.i > verb.i and not any(g.dep_ in ("nsubj", "nsubjpass") for g in c.children)), None
        )
        if lower is not None and deep:
            inner = self._deed(lower, deep - 1)
            return inner * no * (-1 if lemma in regard().words["refusing"] else 1)
        if harmed is not None and lemma in regard().words["doing"] | {"lack"} and (sign := self._trait(harmed) or self._shown(harmed)):
            return sign * no * (-1 if lemma == "lack" else 1)  # "has a terrible record", "showed no leadership", "lacks judgment"
        return min((self._sign("trait", c.lower_.removesuffix("ly")) for c in verb.children if c.dep_ == "advmod"), default=0)  # "wrongly"

    def _phrased(self, verb: Token) -> int:
        """What a verb tells with the words just after it: "backed down", "plays politics", "takes advantage of"."""
        words = [verb.lemma_.lower(), *(t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 4])]
        return next((sign for n in (4, 3, 2) if (sign := self._sign("deed", " ".join(words[:n])))), 0)

    def _wreaked(self, verb: Token) -> int:
        """What a verb tells with the words around its object: "put the town at risk"."""
        of = verb.lemma_.lower()
        return next((sign for c in verb.children if c.i > verb.i for words in spelled(c) if (sign := self._sign("wreak", f"{of} {words}"))), 0)

    def _fixed(self, verb: Token) -> int:
        """What the words just after a verb tell, where they are a fixed phrase: "is out of touch", "has only himself to blame"."""
        after = " ".join(t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 9] if t.text not in ("“", "”", '"') and (t.dep_ != "neg" or t.head != verb))
        return next((sign for words, sign in regard().idioms if words.match(after)), 0)

    def _trait(self, token: Token, *, deep: bool = True) -> int:
        """What an adjective or noun says of whoever it is said of, with what stands before it."""
        if token.dep_ == "prep":
            return 0
        own = self._sign("thing", token.lemma_.lower()) if is_noun(token) else self._sign("trait", token.lemma_.lower()) or self._sign("trait", token.lower_)
        if is_rest(token):
            own = 0
        if token.lower_ == "one":  # "one of our finest judges"
            own = next((self._trait(g) for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), 0)
        if not own and token.lemma_.lower() in regard().words["kinds"]:
            of = (g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj")
            own = next((self._sign("quality", g.lemma_.lower()) or self._sign("thing", g.lemma_.lower()) for g in of), 0)  # "the height of folly"
        sign = own or self._quality(token)
        if token.lower_ == "responsible" and any(c.dep_ == "prep" and c.lower_ == "for" for c in token.children):
            sign = -1
        for other in token.children if deep else ():
            if other.dep_ == "conj" and (not sign or any(c.lower_ == "but" for c in token.children)):
                sign = self._trait(other, deep=False) or sign  # "powerful but dishonest"
        if token.pos_ == "ADJ" and any(c.dep_ == "advmod" and c.lower_ == "too" for c in token.children):
            sign = -1  # "too friendly"
        return -sign if any(c.dep_ in ("neg",) or (c.dep_ == "det" and c.lower_ == "no") for c in token.children) else sign

    def _shown(self, noun: Token) -> int:
        """What a noun for a quality says of whoever shows it: "leadership", "no leadership"."""
        lemma = noun.lemma_.lower()
        sign = self._sign("quality", lemma) or (1 if lemma in regard().words["shown"] else 0)
        return -sign if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children) else sign

    def _quality(self, noun: Token) -> int:
        """The sign of the first telling adjective of a noun."""
        return next(
            (s for c in noun.children if c.dep_ in ("amod", "compound") and (s := self._sign("trait", c.lower_) or self._sign("trait", c.lemma_.lower()))), 0
        )

    def _beside(self, reading: Reading, anchor: Token) -> None:
        """ "The corrupt Dahl", "Dahl's failed policy": a judgement by whoever speaks."""
        node = anchor
        for _ in range(2):
            sign = self._quality(node)
            own = (self._sign("thing", node.lemma_.lower()) or self._sign("quality", node.lemma_.lower())) if node.i != anchor.i else 0
            if sign or own:
                reading.top = node
                self._held(reading, node, own or sign, None, "judgement")
                return
            if node.dep_ != "poss":
                return
            node = node.head

    def _lacking(self, verb: Token) -> bool:
        """Whether it says that too little is done; read by those who know turns of phrase."""
        return False

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
        if kind == "attitude" and holder is not None and not is_self(holder) and _called_for(word):
            kind, holder = "deontic", None  # "Berg said that Democrats should reject Dahl": Berg is against him
        reading.sign, reading.kind, reading.holder, reading.strength = sign, kind, holder, 2
        reading.cue.append(word)
        reading.top = word
        reading.note(f"{word.text} {sign:+d}, held by {holder if holder is not None else 'the speaker'}", word, sign)

    @staticmethod
    def _sign(kind: str, word: str) -> int:
        return regard().signs.get((kind, word), 0)


def _felt_by(copula: Token) -> Token | None:
    """To whom somebody is what is said: "is popular with the Democrats"; None where whoever speaks says so for himself."""
    for word in (c for c in copula.children if c.dep_ == "acomp" and c.lemma_.lower() in regard().words["felt"]):
        for prep in (
            c for over in (word, copula) for c in over.children if c.dep_ == "prep" and c.lower_ in ("to", "with", "among", "by", "in") and c.i > word.i
        ):
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def spelled(token: Token) -> Iterator[str]:
    """How a word beside a verb may be spelled in the words: "a swipe", "cold water", "to task", "under the bus", "accountable"."""
    if token.dep_ == "prep":
        for below in (c for c in token.children if c.dep_ in ("pobj", "pcomp", "prep", "amod")):
            yield from (f"{token.lower_} {words}" for words in spelled(below))
        return
    if token.dep_ in ("punct", "aux", "nsubj", "relcl"):
        return
    near = [c.lower_ for c in token.children if c.dep_ in ("det", "poss", "amod") and c.i < token.i]
    yield from dict.fromkeys([*(f"{word} {token.lower_}" for word in near), token.lower_, token.lemma_.lower()])


def _called_for(word: Token) -> bool:
    """Whether a deed is only said to be due: "should reject it", "need to reject it", "must not reject it"."""
    verb = word if is_verb(word) else word.head
    while verb.dep_ in ("conj", "xcomp") and is_verb(verb.head) and modal(verb) == "":
        if verb.dep_ == "xcomp" and has_to(verb) and verb.head.lemma_.lower() in ("need", "have", "ought"):
            return True
        verb = verb.head
    return is_verb(verb) and modal(verb) in MUST
