"""Stance by composition: from the issue's words upward along the parse to whoever holds the stance.

Each step multiplies a sign: predicates that want or refuse, that bring about or harm, negation and
modals (after Nairn, Condoravdi & Karttunen 2006 on implicatives, and Deng & Wiebe 2014 on verbs that
are good or bad for their object). Where the way up meets a word that says nothing of stance, the
reading ends; if nobody's stance was met by then, there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.idioms import around
from extract.language.predicates import AGAINST, EFFECT
from extract.language.reading import NOTHING, Own, Reading
from extract.language.surroundings import Surroundings
from extract.language.syntax import (
    SUBJECTS,
    UNREAL,
    ancestors,
    anchor_of,
    clause_marks,
    first_conjunct,
    has_to,
    is_noun,
    is_verb,
    lemma_of,
    modal,
    negations,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


_LESS = frozenset({"low", "lower", "cheap", "cheaper", "reduced", "affordable", "fair", "fairer", "less"})
"""What people want their burdens to be."""


class Composer(Surroundings):
    """Climbs from an issue's words to a stance."""

    def read(self, tokens: list[Token], sign: int, *, harmed: bool = False, own: Own = NOTHING) -> Reading:
        """Read the stance toward a proposition named by ``tokens``; ``sign``, ``harmed`` and ``own`` as in ``issues.Hit``."""
        anchor = anchor_of(tokens)
        reading = Reading(sign, harmed=harmed, own=own, anchor=anchor, top=anchor)
        reading.note(f"{anchor.text} {sign:+d}", anchor, sign)
        if is_noun(anchor) and any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in anchor.children):
            reading.sign *= -1
            reading.absent = True
            reading.note("no: flips")
        if harmed and own.burden and any(c.dep_ == "amod" and c.lower_ in _LESS for c in anchor.children):
            reading.sign *= -1
            reading.note("less of it: flips")  # "lower prices"
        if harmed and (shared := self._shared_harm(tokens)) is not None:
            reading.sign *= -1
            reading.note(f"and … {shared.text}: of both")
        name = len(tokens) > 1 and anchor.i == tokens[0].i and all(t.text[:1].isupper() for t in tokens if t.pos_ not in ("ADP", "DET", "PUNCT", "PART"))
        called = self._called(reading, tokens)
        if is_verb(anchor) and not name and not called and not self._verb(reading, anchor, EFFECT, own=True):
            return reading  # "Keep Warm Act", a name, asks for nothing
        node, seen = anchor, set[int]()
        while not called and node.i not in seen:
            seen.add(node.i)
            reading.top = node
            upper = self._step(reading, node)
            if upper is None or upper.i == node.i:
                break
            node = upper
        if not reading.found and not reading.stop.startswith("abstains"):
            self._last_resort(reading, anchor, node)
            self._nominal_deed(reading)
        if reading.found:
            self._thought_beside(reading, anchor)
            self._elliptic(reading)
        if reading.found and not self._says_rules(reading):
            reading.end("nothing of rules for it")
        self._surroundings(reading)
        self._wielded(reading)
        self._with_us(reading)
        first = reading.steps[1] if len(reading.steps) > 1 else None
        kept = first is not None and first.word is not None and first.word.lemma_.lower() in self.words.words["upkeep"]
        more = first is not None and not kept and (first.sign > 0 or (first.word is not None and first.word.lemma_ in self.words.words["raising"]))
        if harmed and reading.found and reading.sign > 0 and more:
            reading.end("not more of it, which is not less")  # who will not raise a tax need not suspend it
        return reading

    def _step(self, reading: Reading, node: Token) -> Token | None:
        rel, head = node.dep_, node.head
        if rel == "conj":
            first = first_conjunct(node)
            if reading.holder is not None and reading.holder.i == node.i:
                return None  # "with Kyiv calling for talks and others opposing it": what is said of Kyiv is not said of it
            if (
                not is_verb(node)
                and not reading.found
                and any(c.dep_ == "neg" for c in (*node.children, *(c for c in node.head.children if c.i > node.head.i)))
            ):
                reading.sign *= -1  # "the treaty, but not the accord"
                reading.note("but not: flips")
            if is_verb(first) and is_verb(node) and reading.found and any(c.dep_ in SUBJECTS for c in node.children):
                return None  # a clause of its own
            if node.pos_ == "NOUN" and first.pos_ == "PROPN" and first.dep_ == "pobj" and is_noun(first.head.head) and not reading.found:
                first = first.head.head  # "sanctions on Russia and security guarantees": the guarantees stand beside the sanctions
            rel, head = first.dep_, first.head
            if first.i == head.i or rel == "ROOT":
                return None
        if head.i == node.i or rel == "ROOT":
            return None
        if (
            rel in ("ccomp", "parataxis")
            and is_verb(node)
            and is_verb(head)
            and head.lemma_ != "do"
            and any(t.text == ";" for t in head.doc[min(node.i, head.i) : max(node.i, head.i)])
        ):
            return None  # "Paris backs it; Kyiv seeks more": two sentences in one
        if rel == "appos":
            said = (c for c in (*node.children, *head.children) if c.dep_ == "neg" and head.i < c.i < node.i)
            if not reading.found and any(c.nbor().lower_ not in ("just", "only", "merely", "simply") for c in said):
                reading.sign *= -1  # "time, not a truce"
                reading.note("not: flips")
            return head
        if (upper := self._constructed(reading, node, rel, head)) is not None:
            return upper
        if rel == "pobj" and (asked := self._asked(head)) is not None:
            return asked
        if rel in ("pobj", "pcomp"):
            return self._preposition(reading, head, node)
        if rel == "nsubj" and head.dep_ == "auxpass":
            head = head.head  # "is outdated", whose subject the parse gives to the auxiliary
        if rel == "nsubj" and head.tag_ == "VBD" and head.dep_ == "ccomp" and head.head.lemma_ == "want" and not clause_marks(head):
            rel = "nsubjpass"  # "wants the accord dropped"
        if rel == "compound" and head.dep_ == "oprd" and is_verb(head.head) and lemma_of(head.head, self.words) in self.words.words["naming"]:
            return head.head if self._named(reading, head.head, node) else self._unknown(reading, head)  # "called the accord draconian", read as one name
        small = (rel == "nsubj" and not is_verb(head) and head.dep_ in ("ccomp", "oprd", "xcomp", "dobj")) or (rel == "compound" and head.dep_ == "dobj")
        if small and is_verb(head.head) and (idiom := around(head.head, head)) is not None:
            return self._idiom(reading, head.head, idiom)  # "made the accord permanent"
        if rel in ("npadvmod", "compound", "amod") and head.tag_ == "VBN" and head.dep_ == "amod" and is_noun(head.head) and head.i > node.i:
            return self._noun(reading, head.head, "")  # "coal-fired power plants"
        if rel == "dobj" and head.tag_ == "VBG" and head.i < node.i and self._stands_before(head, node):
            return head  # "legally binding guarantees", read as binding them
        if rel in ("compound", "amod", "nmod", "npadvmod", "poss", "quantmod", "nummod"):
            return (
                self._noun(reading, head, "")
                if not reading.untouched or self._entry("noun", head.lemma_.lower(), ("effect",))
                else self._unknown(reading, head)
            )
        if rel == "acl" and has_to(node) and head.lower_ == "order" and head.dep_ == "pobj" and is_verb(head.head.head):
            return self._purpose(reading, head.head.head, node)
        if rel in ("acl", "relcl") and has_to(node) and head.lemma_.lower() == "threat" and not reading.found:
            self._hold(reading, head, "attitude", self._noun_holder(head) or subject(head.head), 2)  # "repeated threats to freeze it"
            reading.note(f"{head.text}: held by {reading.holder or '?'}")
            return head
        if rel == "relcl" and has_to(node) and head.dep_ == "attr" and head.head.lemma_ == "be" and not reading.found:
            if any(c.lower_ == "it" and c.dep_ == "nsubj" for c in head.head.children) and (judged := self._judged_clause(reading, head.head)) is not None:
                return judged  # "it would be an own goal to sign it"
        if rel == "acl" or (rel == "relcl" and has_to(node)):
            return self._noun(reading, head, "to") if node.tag_ in ("VBG", "VB") or has_to(node) else None
        if has_to(node) and (rel == "advcl" or (rel == "xcomp" and lemma_of(head, self.words) in self.words.words["striving"])):
            return self._purpose(reading, head, node)
        if rel == "relcl" and not reading.found and is_verb(node) and node.lemma_ in self.words.words["having"] and not negations(node, self.words):
            return head  # "the agreement that we had on it"
        if (
            rel == "relcl"
            and reading.kind == "attitude"
            and reading.holder is not None
            and reading.holder.i == head.i
            and head.lower_ in ("those", "anyone", "people", "anybody")
        ):
            outer = self._entry("verb", lemma_of(head.head, self.words), ("attitude",)) if head.dep_ == "dobj" else None
            if outer is not None:
                reading.kind, reading.holder = "", None  # "condemned those who oppose it"
                return head
        if (
            rel == "advcl"
            and (not reading.found or (reading.kind == "attitude" and reading.cue[-1].i == node.i))
            and "than" in clause_marks(node)
            and modal(head) == "would"
            and any(c.lower_ == "rather" for c in head.children)
        ):
            reading.kind, reading.holder = "", None
            self._verb(reading, head, AGAINST)  # "would rather fight than sign it"
            return None
        if rel == "advcl" and not reading.found and (warned := self._warned(head, node)):
            reading.sign *= warned
            self._hold(reading, head, "judgement", None, 2)
            reading.note(f"if so, {head.text}: a warning {warned:+d}")
            return head
        if rel == "relcl" and (self._welcomed(reading, node, head) or self._praised_for(reading, node, head)):
            return head
        if rel in ("relcl", "advcl"):
            if clause_marks(node) & UNREAL:
                reading.stop = "hypothetical"
            return None
        if rel in ("nsubj", "csubj"):
            if has_to(head) and head.dep_ in ("advcl", "ccomp", "xcomp") and "for" in clause_marks(head):
                return self._complement(reading, head.head, head, "xcomp")  # "called for talks to end the war"
            upper = self._as_subject(reading, head, node)
            return upper if upper is not None or reading.found else self._second(reading, head, node)
        if rel in ("dobj", "nsubjpass", "xcomp", "ccomp", "attr", "oprd", "dative", "acomp", "csubjpass", "parataxis", "dep"):
            return self._complement(reading, head, node, rel)
        if rel in ("prep", "agent") and is_verb(head):
            return self._adjunct(reading, head, node)
        return self._unknown(reading, head)

    def _stands_before(self, participle: Token, noun: Token) -> bool:
        """Whether a participle is an adjective before the noun that the parse makes its object."""
        between = participle.doc[participle.i + 1 : noun.i]
        return (
            participle.lemma_.lower() in self.words.words["participles"]
            and all(t.dep_ in ("amod", "compound") for t in between)
            and not any(c.dep_ in ("aux", "nsubj", "det") for c in participle.children)
        )

    def _shared_harm(self, tokens: list[Token]) -> Token | None:
        """The "ban" of "assault weapons and high-capacity magazine ban", where the parse gives it to the second thing alone."""
        last = tokens[-1]
        above = {a.i for a in ancestors(tokens[0])}
        if last.i + 1 >= len(last.doc) or last.nbor().lower_ not in ("and", "or"):
            return None
        for token in last.doc[last.i + 2 : last.i + 8]:
            if token.pos_ not in ("NOUN", "PROPN", "ADJ", "PUNCT", "DET"):
                return None
            if is_noun(token) and (entry := self._entry("noun", token.lemma_.lower(), ("effect",))) is not None and entry.sign < 0:
                return token if token.i not in above else None
        return None

    def _bid(self, anchor: Token, node: Token) -> bool:
        """Whether a sentence without a verb is one that opens with a word for a deed, and the thing it is to be done to."""
        first = anchor.doc[0]
        if first.i >= anchor.i or first.tag_ not in ("NN", "NNP", "VB") or any(is_verb(t) and t.i != first.i for t in anchor.doc):
            return False
        whole = first_conjunct(node).dep_ == "ROOT" and anchor.doc[-1].text in (".", "!")
        near = all(t.dep_ in ("det", "amod", "compound", "poss", "nmod") for t in anchor.doc[1 : anchor.i])
        return whole and near and self._entry("verb", first.lower_, ("effect",)) is not None

    def _warned(self, main: Token, clause: Token) -> int:
        """What a conditional warns of ("if we do not sign it, there will be war"): 1 or -1 for what its clause says; 0 where it warns of nothing."""
        marks = clause_marks(clause)
        if not marks & {"if", "unless"} or modal(main) not in ("will", "would") or "even" in {c.lower_ for c in clause.children}:
            return 0
        outcome = self._foretold(main)
        return -outcome if "unless" in marks else outcome

    def _last_resort(self, reading: Reading, anchor: Token, node: Token) -> None:
        """Wishes without a verb of wishing: "To ban them.", "our One China policy"."""
        for clause, entry, holder in self._clauses_of(reading, anchor):
            reading.sign *= -entry.sign if negations(clause, self.words) else entry.sign
            self._hold(reading, clause, "attitude" if entry.kind == "attitude" else "act", holder, entry.strength)
            reading.note(f"{clause.text} {entry.sign:+d}, held by {holder}")  # "the accord that Ukraine signed"
            return
        top = first_conjunct(node)
        if is_verb(top) and top.dep_ == "ROOT" and has_to(top) and subject(top) is None and not modal(top):
            self._hold(reading, top, "deontic", None, 2)
            reading.note("to: wanted by the speaker")
            return
        if not reading.found and self._bid(anchor, node):
            asked = anchor.doc[0]
            done = self._entry("verb", asked.lower_, ("effect",))
            reading.sign *= done.sign if done is not None else 1
            self._hold(reading, asked, "deontic", None, 2)
            reading.note(f"{asked.text}: imperative, wanted by the speaker")  # "Ban plastic bags.", which the parse takes for a name
            return
        if anchor.lemma_.lower() in ("policy", "position", "stance") and self._own(anchor) and node.i == anchor.i and anchor.dep_ != "pobj":
            self._hold(reading, anchor, "attitude", next(c for c in anchor.children if c.dep_ == "poss"), 2)
            reading.note("our policy")
