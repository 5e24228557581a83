"""Who vouches that something is so: from the clause that says it up to whoever says, thinks, finds or denies it.

After Saurí & Pustejovsky (FactBank, 2009): what a source commits itself to depends on each predicate between it and the event. Where one of them
leaves it open (asks, hopes, "may be", "refused to say"), nobody vouches for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.calling import Said
from extract.language.facts import Fact
from extract.language.lexicon import lexicon
from extract.language.reading import Reading
from extract.language.syntax import UNREAL, clause_marks, is_noun, is_self, is_verb, lemma_of, modal, negations, subject
from extract.language.truths import DOUBTS, OPEN, Truths

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONFIDENCE = frozenset({"confidence", "certainty", "conviction"})


class Vouching(Truths):
    """Reads who asserts a proposition of fact."""

    def assertion(self, label: Token, fact: Fact, sign: int, *, asked: bool = False) -> tuple[Reading, Token | None]:
        """What is asserted by a label, and what it is said of. ``asked``: in a question, whose main clause asserts nothing but may be answered."""
        reading = Reading(sign, anchor=label, top=label)
        reading.note(f"{label.text} {sign:+d}")
        said = self.said(label, fact)
        if asked and (said is None or said.of is None):
            said = self._inverted(label) or said
        if said is not None and said.of is not None and fact.quality and said.of.lemma_.lower() in self.words.words["causes"]:
            said = self._caused(said.of, label) or said  # "reflecting factors that are expected to be temporary"
        if said is None:
            reading.stop = "only mentioned"
            return reading, None
        copula = self._weighed(said.verb) if said.named else None
        turned = self._truth([c for c in copula.children if c.dep_ in ("acomp", "attr")], copula) if copula is not None else 0
        if copula is not None and turned != 0:
            said = Said(copula, said.of, turned)  # "it is nonsense to call it a coup"
        if said.stop and not (asked and said.named and said.verb.dep_ == "ROOT" and said.stop in ("only possible", "not said to be called so")):
            reading.stop = said.stop
            return reading, said.of
        reading.sign *= said.sign
        reading.hedged |= said.hedged
        reading.top = said.verb
        reading.note(f"{said.verb.text}: {'so' if said.sign > 0 else 'not so'}")
        if said.named:
            self._hold(reading, said.verb, said.holder)
            self._above_holder(reading, said.verb, asked=asked)
        elif said.given:
            reading.kind = "judgement"
            reading.cue.append(said.verb)
        else:
            self._climb(reading, said, asked=asked)
        if reading.kind:
            reading.cue = reading.cue or [said.verb]
            reading.strength = 1 if reading.hedged else reading.strength
        return reading, said.of

    # -- above the predication -------------------------------------------------------------------

    def _climb(self, reading: Reading, said: Said, *, asked: bool) -> None:
        node = said.verb
        reading.kind = "judgement"
        reading.cue.append(node)
        for _ in range(12):
            if is_noun(node) and (node.i == said.verb.i or node.lemma_.lower() in self.words.kinds["evidence"] | self.words.kinds["claim"] | DOUBTS):
                upper = self._by_noun(reading, node)
            else:
                upper = self._by_clause(reading, node)
            if not reading.kind or upper is None:
                return
            if reading.holder is not None:
                self._above_holder(reading, upper, asked=asked)
                return
            if reading.source_verb is not None:
                return
            node = upper

    def _by_clause(self, reading: Reading, node: Token) -> Token | None:
        """One step up from a clause; None at the top, or where nothing is asserted."""
        marks = clause_marks(node)
        if node.dep_ == "conj" and is_verb(node.head) and not marks & UNREAL:
            return node.head if node.head.dep_ != "ROOT" else None
        over = node.head
        if marks & UNREAL or (node.dep_ in ("advcl", "ccomp") and marks & {"how", "why", "when"} and "now" not in marks):
            return self._end(reading, "not said to be so")
        if node.dep_ == "ROOT" or over.i == node.i:
            return None
        if node.dep_ == "relcl" and is_noun(over):
            if over.lemma_.lower() in self.words.kinds["claim"] and "that" in {c.lower_ for c in node.children if c.dep_ == "mark"}:
                return over
            fixed = over.pos_ == "PROPN" or any(c.lower_ in ("the", "this", "these", "their") or c.dep_ == "poss" for c in over.children)
            if not fixed and not any(c.lower_ == "which" for c in node.children):
                return self._end(reading, "of such a thing")  # "we need a drug that is safe"
            return self._speech_over(reading, over)
        if node.dep_ == "advcl" and not self._is_said(node, over):
            return self._speech_over(reading, over)
        if node.dep_ in ("acl", "ccomp", "relcl", "appos") and is_noun(over):
            if over.lemma_.lower() in ("fact", "reality", "truth"):
                return self._speech_over(reading, over)
            if over.lemma_.lower() in self.words.kinds["evidence"] | self.words.kinds["claim"] | DOUBTS:
                return over
            if over.lemma_.lower() in _CONFIDENCE and (finding := next((a for a in over.ancestors if is_verb(a)), None)) is not None:
                reading.hedged |= any(c.lower_ in ("low", "moderate", "some") for c in over.children)
                return self._by_verb(reading, node, finding)  # "assessed with high confidence that …"
            return self._end(reading, f"open: {over.text}")
        if node.dep_ == "pcomp":
            return self._end(reading, "open")
        if over.pos_ == "ADJ" or over.lower_ in ("convinced", "persuaded", "satisfied"):
            return self._by_adjective(reading, node, over)
        if is_verb(over):
            return self._by_verb(reading, node, over)
        if is_noun(over) and node.dep_ in ("csubj", "nsubj"):
            return None
        return self._end(reading, f"open: {over.text}")

    @staticmethod
    def _is_said(node: Token, over: Token) -> bool:
        """Whether an adverbial clause is rather what an adjective or verb says, as the parse has it: "made it clear that …"."""
        return (
            "that" in clause_marks(node)
            and "now" not in {t.lower_ for t in node.children}
            and (over.pos_ == "ADJ" or over.lemma_ in ("assess", "make", "judge"))
        )

    def _by_verb(self, reading: Reading, node: Token, over: Token) -> Token | None:
        kinds, lemma = self.words.kinds, lemma_of(over, lexicon()).lower()
        no, how, who = negations(over, lexicon()), modal(over), self._caller(over)
        if who is not None and over.dep_ == "relcl" and who.i == over.head.i:
            who = next((c for c in over.children if c.dep_ == "nsubj" and c.lower_ not in ("which", "that", "who")), who)  # "which we judge to be so"
        if lemma in ("seem", "appear") and node.dep_ in ("xcomp", "ccomp"):
            reading.hedged = True
            reading.sign *= -1 if no else 1
            return over
        if lemma in ("prove", "turn_out") and node.dep_ in ("xcomp", "oprd"):
            reading.sign *= -1 if no else 1
            return over
        if (
            lemma in ("expect", "believe", "think", "judge", "consider", "say", "find", "know", "deem")
            and node.dep_ in ("xcomp", "ccomp")
            and self._passive(over)
        ):
            if lemma == "say" or how in OPEN:
                return self._end(reading, "said by nobody named")
            reading.hedged |= lemma == "expect"
            reading.sign *= -1 if no else 1
            if who is not None:
                self._hold(reading, over, who)
            return over
        if lemma in ("be", "remain") and node.dep_ in ("ccomp", "csubj", "advcl", "xcomp", "attr"):
            return self._by_copula(reading, node, over)
        thing = who is not None and who.lemma_.lower() in self.words.words["findings"]
        if lemma in self.words.words["showing"] and thing:
            if no or how in OPEN:
                return self._end(reading, "not shown")
            reading.hedged |= lemma in ("suggest", "indicate")
            return over
        if lemma in ("make", "leave") and any(c.lower_ in ("clear", "plain") for c in over.children):
            reading.source_verb = over
            reading.note(f"{over.text} clear: said by {who or '?'}")
            return over if not no and self.meant(over) else self._end(reading, "not said")
        if lemma in kinds["denying"]:
            if no and lemma != "doubt":
                return self._end(reading, "not denied")
            if how in OPEN or not self._told(over):
                return self._end(reading, "not said")
            reading.sign *= 1 if no else -1
            self._hold(reading, over, who)
            return over
        if lemma in kinds["holding"] | kinds["deeming"] | {"expect", "suspect"} and lemma not in ("find", "judge"):
            if (how in OPEN and not (how == "would" and lemma == "agree" and who is not None and is_self(who))) or not self._told(over):
                return self._end(reading, "not thought")
            reading.hedged |= lemma in ("expect", "suspect")
            reading.sign *= -1 if no else 1
            self._hold(reading, over, who)
            return over
        if lemma in kinds["finding"] and lemma not in kinds["stating"]:
            if no or how in OPEN or not self._told(over):
                return self._end(reading, "not found to be so")
            self._hold(reading, over, who)
            return over
        if lemma in kinds["stating"]:
            return self._by_speech(reading, over)
        return self._end(reading, f"open: {over.text}")

    def _by_speech(self, reading: Reading, verb: Token) -> Token | None:
        """ "Berg said that …"; "it is wrong to say that …"; not "Berg refused to say that …"."""
        who = subject(verb)
        if (copula := self._weighed(verb)) is not None:
            turned = self._truth([c for c in copula.children if c.dep_ in ("acomp", "attr")], copula)
            if turned == 0:
                return self._end(reading, "not said")
            reading.sign *= turned
            return copula
        how, me = modal(verb), who is not None and is_self(who)
        sure = (how == "can" and me) or how in ("will", "must", "should", "have") or not how
        if negations(verb, lexicon()) or not (sure or how == "") or not self.meant(verb) or (how in ("should", "must") and not me):
            return self._end(reading, "not said")
        if verb.dep_ == "pcomp" and verb.head.lower_ in ("of", "without", "from", "against", "before"):
            return self._end(reading, "not said")
        if who is None and (self._passive(verb) or (verb.tag_ in ("VBP", "VBZ") and verb.dep_ == "ccomp")):
            return self._end(reading, "said by nobody named")  # the latter in sentences that break off
        if verb.dep_ == "advcl" and any(c.lower_ in ("when", "if", "while") for c in verb.children):
            return self._end(reading, "not said")  # "they are lying when they say that …"
        reading.source_verb = verb
        reading.note(f"{verb.text}: said by {who or '?'}")
        self._above_holder(reading, verb)
        return verb
