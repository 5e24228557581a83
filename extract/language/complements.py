"""What verbs do to the stance of what they take: objects and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.equations import Equations
from extract.language.idioms import around, ending_in
from extract.language.lexicon import Predicate
from extract.language.predicates import AGAINST, EFFECT, WISH
from extract.language.reading import Reading
from extract.language.syntax import COPULAS, clause_marks, has_to, is_finite, is_imperative, is_noun, is_verb, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADDRESSED = frozenset({"ask", "urge", "tell", "call", "encourage", "press", "push", "order", "warn", "advise", "implore", "beg", "invite", "persuade"})
"""Verbs whose object is asked to do something, and is not what is wanted."""
_MOVED = {
    "please": 1, "encourage": 1, "hearten": 1, "delight": 1, "thrill": 1, "relieve": 1, "gratify": 1, "reassure": 1,
    "disappoint": -1, "dismay": -1, "alarm": -1, "trouble": -1, "anger": -1, "outrage": -1, "appal": -1, "dishearten": -1, "disturb": -1, "sadden": -1,
}  # fmt: skip
"""What moves those of whom it is said in the passive that they are so moved that it is so."""

_BELONGINGS = frozenset({"asset", "property", "fund", "money", "reserve", "account", "wealth", "yacht", "holding"})
_LIMITS = frozenset({"limit", "ceiling", "cap", "threshold"})
_LEVELS = frozenset(
    {"wage", "salary", "pay", "pension", "income", "output", "spending", "growth", "age", "standard", "target", "benefit", "rate", "productivity"}
)


class Complements(Equations):
    """Reads the verbs on the way up."""

    def _complement(self, reading: Reading, head: Token, node: Token, rel: str) -> Token | None:
        if rel in ("ccomp", "xcomp") and clause_marks(node) & {"whether", "if"}:
            self._undecided(reading, node)
            return None
        if head.pos_ == "ADJ" or (head.dep_ == "acomp" and not is_verb(head)):
            return self._adjective(reading, head, "to" if rel == "xcomp" else "")
        if is_noun(head):
            return self._noun(reading, head, "to")
        lemma = lemma_of(head, self.words)
        words = self.words.words
        if reading.governor is None and not reading.found:
            reading.governor = head
        if rel in ("dobj", "nsubjpass") and (own := self._own_effect(reading, head, node, lemma)) is not None:
            return self._by_own(reading, head, own)
        if lemma in ("hold", "take", "keep") and reading.anchor is not None and node.i == reading.anchor.i and self._stands_for_state(head, node):
            return self._unknown(reading, head)  # "holding the economy hostage"
        altered = lemma in ("reform", "overhaul", "change", "revise") and node.lemma_.lower() in ("law", "rule", "system", "code", "policy")
        if rel in ("dobj", "nsubjpass") and altered and reading.anchor is not None and node.i != reading.anchor.i and not reading.harmed:
            return self._unknown(reading, head)  # who reforms the laws on it may be for it
        if rel == "dobj" and lemma == "take" and is_imperative(head) and reading.anchor is not None and node.i == reading.anchor.i and not reading.found:
            return self._unknown(reading, head)  # "Take the accord: …", an example
        if rel == "dobj" and lemma in ("leave", "quit", "exit", "skip", "join", "attend") and node.lemma_.lower() in words["gatherings"]:
            return self._unknown(reading, head)  # "left the summit early"
        if rel == "nsubjpass" and (judged := self._judged_participle(reading, head)) is not None:
            return judged
        if rel in ("dobj", "nsubjpass", "dative") and (idiom := around(head)) is not None:
            return self._idiom(reading, head, idiom)
        if rel == "dobj" and (before := node.left_edge.i - 1) > head.i and (ended := ending_in(node.doc[before])) is not None:
            return self._idiom(reading, *ended)
        if lemma in COPULAS and lemma not in ("seem", "appear", "feel") and rel != "prep" and not (lemma == "look" and rel == "xcomp"):
            return self._copula(reading, head, node, rel)
        if rel == "ccomp" and lemma in _MOVED and head.tag_ == "VBN" and reading.kind in ("", "act") and not negations(head, self.words):
            who = next((c for c in head.children if c.dep_ in ("nsubjpass", "nsubj")), None)
            if who is None or not (reading.found or reading.steps[-1].sign):
                return self._unknown(reading, head)
            reading.sign *= _MOVED[lemma]
            self._hold(reading, head, "attitude", who, 2)
            reading.note(f"{head.text} {_MOVED[lemma]:+d}, held by {who}")  # "was disappointed that they gave it up"
            return head
        if rel in ("ccomp", "parataxis") and lemma in words["speech"]:
            return self._speech(reading, head, lemma)
        if rel in ("ccomp", "xcomp") and lemma in ("let", "allow", "permit") and reading.kind == "judgement":
            self._hold(reading, head, "attitude", subject(head), 2)
            reading.note(f"{head.text}: as judged, held by {reading.holder or 'the speaker'}")  # "cannot let X be an obstacle"
            return None
        if lemma == "let" and any(t.lower_ in ("clear", "honest", "frank", "blunt", "serious") for t in head.doc[head.i : head.i + 5]):
            return None  # "let's be clear: …"
        if rel in ("ccomp", "xcomp") and lemma in ("let", "allow", "permit"):
            return head if self._verb(reading, head, EFFECT) else None  # "let the accord fail"
        if lemma == "see" and head.dep_ == "xcomp" and rel in ("dobj", "ccomp", "xcomp"):
            reading.note("see: to be so")  # "want to see it signed"
            return head
        if (
            rel == "xcomp"
            and lemma == "make"
            and not reading.found
            and (sense := next((c for c in head.children if c.dep_ == "dobj" and c.lower_ == "sense"), None))
        ):
            denied = bool(negations(head, self.words)) or any(c.lower_ in ("no", "little") for c in sense.children)
            return self._judge(reading, sense, -1 if denied else 1, Predicate("judgement", 1, 2)) and head  # "it makes no sense to sign it"
        if rel == "xcomp" and lemma in words["hearsay"] and head.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in head.children):
            reading.end("alleged")  # "is rumoured to oppose it"
            return None
        if rel == "xcomp" and lemma == "have" and head.tag_ in ("VBD", "VBN"):
            return self._unknown(reading, head)  # "had to" tells what was, not what ought to be
        if rel == "dobj" and lemma == "want" and any(c.dep_ == "prep" and c.lower_ in ("off", "out") for c in node.children):
            reading.sign *= -1  # "wants it off the table"
            reading.note("off: flips")
        if rel == "xcomp" and lemma in ("need", "have") and (head.dep_ == "relcl" or any(t.lower_ == "how" for c in head.lefts for t in c.subtree)):
            return self._unknown(reading, head)  # "the tools they need to do it" are what is wanted; "how much they have to pay"
        if (
            rel == "xcomp"
            and lemma == "have"
            and node.lemma_ in ("decide", "determine", "commit")
            and any(c.lower_ == "yet" for c in (*head.children, *node.children))
        ):
            reading.neutral = True
            self._hold(reading, head, "attitude", subject(head), 2)  # "has yet to decide on it"
            reading.note(f"{head.text} yet to {node.text}")
            return head
        if rel == "xcomp" and lemma in ("need", "have", "ought", "get") and reading.able is not None:
            return self._unknown(reading, head)  # "she has to be able to pay it"
        if rel == "xcomp" and lemma in ("need", "have", "ought", "get"):
            reading.note(f"{head.text} to")
            return head if self._verb(reading, head, EFFECT, deontic=True) else None
        if rel == "xcomp" and lemma == "go" and reading.kind == "deontic" and reading.holder is None and not negations(head, self.words):
            return head  # "is going to have to be signed"
        if rel == "xcomp" and lemma in words["aspect"]:
            return head if self._verb(reading, head, EFFECT) else None
        if rel == "xcomp" and lemma == "use" and head.tag_ in ("VBD", "VBN"):
            if any(c.dep_ == "auxpass" for c in head.children):
                return head if self._verb(reading, head, EFFECT, purpose=True) else None  # "should be used to sign it"
            reading.end("was so once")
            return None
        if rel == "xcomp" and lemma in ("warn", "caution", "advise", "tell", "urge", "ask", "order") and any(c.dep_ == "neg" for c in node.children):
            return head if self._verb(reading, head, WISH) else None  # "warned Russia not to sign"
        if rel == "xcomp" and lemma == "fail" and (inner := self._entry("verb", lemma_of(node, self.words), ("effect",))) and inner.sign < 0:
            reading.end("abstains: failed to harm it")
            return None
        if rel in ("ccomp", "parataxis") and lemma == "do" and node.i < head.i and negations(head, self.words):
            if reading.kind == "attitude" and (who := subject(head)) is not None:
                reading.also.append((who, -reading.sign))
                reading.note(f"{who} {head.text} not")  # "Ukraine wants it; France does not"
            return None
        if rel == "xcomp" and lemma == "fail" and is_finite(head) and modal(head) == "" and self._attained(node):
            reading.end("abstains: failed to bring it about")
            return None
        if rel == "xcomp" and lemma in ("fail", "stop", "cease", "neglect", "forget"):
            return head if self._verb(reading, head, Predicate("effect", -1)) else None
        if lemma in words["naming"] and reading.found and node.tag_ == "VBG" and is_verb(node) and reading.cue[-1].i == node.i:
            return head if self._named(reading, head, node) else None  # "called rejecting it a mistake"
        if lemma == "set" and any(c.dep_ == "auxpass" for c in node.children):
            return self._unknown(reading, head)  # "is set to be asked to sign it"
        if lemma in words["naming"] and rel in ("dobj", "ccomp", "xcomp", "nsubjpass", "oprd") and not reading.found and self._named(reading, head, node):
            return head
        if (
            lemma in ("talk", "discuss", "speak", "negotiate")
            and rel in ("prep", "dobj")
            and (modal(head) in words["deontic"] or (head.dep_ == "xcomp" and head.head.lemma_ == "need"))
        ):
            return head if self._verb(reading, head, EFFECT) else None  # "we need to talk about a ceasefire"
        called_on = lemma == "call" and (
            "for" in clause_marks(node) or any(c.dep_ in ("prep", "prt") and c.lower_ in ("on", "upon", "for") for c in head.children)
        )
        if lemma in _ADDRESSED and self._asked_to_play(reading, head, node):
            return head if self._verb(reading, head, WISH) else None  # "called on banks to pay the tax"
        if (
            lemma in _ADDRESSED
            and (rel == "dobj" or (rel == "prep" and node.lower_ != "for"))
            and any(c.dep_ in ("xcomp", "ccomp", "advcl") and (has_to(c) or c.dep_ != "advcl") for c in head.children)
        ):
            if lemma in ("order", "ask", "tell") and rel == "dobj" and reading.anchor is not None and reading.anchor.pos_ == "NOUN":
                return self._controlled(reading, head) or self._unknown(reading, head)
            return self._unknown(reading, head)  # "urged NATO to act" wants the act
        if lemma == "appeal" and rel in ("dobj", "nsubjpass"):
            return head if self._verb(reading, head, AGAINST) else None  # "appealed the ruling"
        if lemma == "accuse" and rel == "prep":
            return self._accused(reading, head, node)
        if lemma == "blame" and rel == "prep":
            return self._unknown(reading, head)
        if lemma in ("liken", "compare", "equate") and rel in ("dobj", "nsubjpass") and not reading.found:
            to = next(
                (g for c in (*head.children, *node.children) if c.dep_ == "prep" and c.lower_ in ("to", "with") for g in c.children if g.dep_ == "pobj"), None
            )
            said = self._evaluation(to) if to is not None and is_noun(to) else None
            bad = to is not None and to.lemma_.lower() in words["bad_outcomes"] | {"invasion", "slavery", "coup", "suicide", "torture"}
            if negations(head, self.words) or not (bad or (said is not None and said.sign < 0)):
                return self._unknown(reading, head)
            return head if self._verb(reading, head, AGAINST) else None  # "likened it to an invasion"
        if lemma == "blame" and reading.anchor is not None and reading.anchor.pos_ != "PROPN":
            return self._unknown(reading, head)  # "blamed the sanctions for it" tells what caused it
        refused = lemma in words["weighing"] and head.tag_ == "VBG" and bool(negations(head, self.words)) and subject(head) is not None
        if refused and not reading.found and rel in ("dobj", "xcomp", "nsubjpass"):
            reading.sign *= -1
            self._hold(reading, head, "attitude", subject(head), 2)
            reading.note(f"not {head.text}", head)
            return head
        if lemma in words["weighing"] and rel in ("dobj", "nsubjpass") and head.dep_ == "xcomp" and not reading.found:
            over = head.head.lemma_
            if over in ("refuse", "decline") or (over in ("decide", "choose", "vow", "pledge") and negations(head, self.words)):
                return head if self._verb(reading, head, EFFECT) else None  # "decided not to consider it"
        attitude = self._entry("verb", lemma, ("attitude",))
        relation = node.lower_ if rel == "prep" else {"xcomp": "to do", "ccomp": "that"}.get(rel, "object")
        framed = attitude is not None and bool(attitude.takes) and attitude.fits(relation)  # "looks to sign it", not "looks at it"
        if lemma == "face" and rel == "dobj" and modal(head) in words["deontic"] and not reading.found:
            return head if self._verb(reading, head, EFFECT) else None  # "they must face it"
        if lemma in words["opaque"] and not called_on and not framed and not (rel == "prep" and node.lower_ == "for"):
            return self._unknown(reading, head)
        if (
            lemma in ("lift", "suspend", "waive")
            and rel in ("dobj", "nsubjpass")
            and self._raised_by_lifting(node, lemma)
            and node.lemma_.lower() in _LIMITS | (_LEVELS if lemma == "lift" else set())
        ):
            return head if self._verb(reading, head, EFFECT) else None  # to lift a limit or a wage is to raise it
        if lemma == "constitute" and rel == "dobj" and self._is_label(reading, node):
            return head if self._amounts(reading, head) else None
        if lemma in ("commit", "perpetrate") and rel in ("dobj", "nsubjpass") and node.lemma_.lower() in words["crimes"]:
            return self._accuses(reading, head)
        if lemma in ("pull", "drag", "draw", "suck") and rel in ("dobj", "nsubjpass") and any(c.dep_ == "prep" and c.lower_ == "into" for c in head.children):
            return self._unknown(reading, head)  # "pull them into the war" ends nothing
        if lemma in ("seize", "confiscate", "impound") and rel in ("dobj", "nsubjpass") and node.lemma_.lower() in _BELONGINGS and lemma != reading.own.verb:
            return self._unknown(reading, head)  # who seizes money does not end it
        easing = lemma in ("ease", "widen", "free", "improve", "broaden") and node.lemma_.lower() in ("access", "entry", "passage", "path", "flow", "way")
        if rel in ("dobj", "nsubjpass") and (easing or (lemma == "improve" and node.lemma_.lower() in ("affordability", "availability", "supply"))):
            return head if self._verb(reading, head, EFFECT) else None  # to ease access is to give more of it
        if (
            lemma in ("allow", "permit")
            and rel in ("dobj", "nsubjpass")
            and any(c.dep_ == "xcomp" and lemma_of(c, self.words) in words["ending"] for c in head.children)
        ):
            return head if self._verb(reading, head, AGAINST) else None  # "allowed it to lapse"
        if lemma == "trust" and rel == "xcomp":
            reading.end("trusted to do it")  # "cannot be trusted to keep it"
            return None
        effect = self._entry("verb", lemma, ("effect",))
        entry = attitude or effect
        if attitude and effect and rel in ("dobj", "nsubjpass") and attitude.sign != effect.sign:
            entry = effect
        if entry is None:
            return self._unknown(reading, head)
        if rel == "ccomp" and entry.kind == "attitude" and entry.sign < 0 and reading.kind == "attitude" and reading.holder is not None:
            reading.end("doubts that another wants it")
            return None
        if not entry.fits(relation) or (lemma == "raise" and relation == "that") or (relation == "against" and entry.kind == "effect"):
            return self._unknown(reading, head)
        return head if self._verb(reading, head, entry) else None

    @staticmethod
    def _stands_for_state(verb: Token, noun: Token) -> bool:
        """Whether a bare noun is what something else is held or taken as."""
        others = (c for c in verb.children if c.i != noun.i and c.dep_ in ("dobj", "nsubjpass", "nsubj") and c.i > verb.i)
        held = any(others) or any(c.dep_ == "nsubjpass" for c in verb.children if c.i != noun.i)
        return noun.tag_ == "NN" and held and not any(c.dep_ in ("det", "poss", "amod", "nummod") for c in noun.children)
