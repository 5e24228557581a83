"""Constructions of which no single word is the predicate: amounts, examples, steps and duties to do it, "not … until", "a future where"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.language.causing import Causing
from extract.language.predicates import EFFECT
from extract.language.reading import Reading
from extract.language.syntax import (
    ancestors,
    clause_marks,
    first_conjunct,
    has_to,
    is_finite,
    is_noun,
    is_self,
    is_verb,
    lemma_of,
    modal,
    negations,
    possessor,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUM = re.compile(r"\d[\d.,]*(?:k|m|mn|bn|tn)")

_RULES = frozenset({"authority", "order", "rule", "policy", "law", "mandate", "act", "regulation", "provision", "power", "statute", "decree"})
_APPLYING = frozenset(
    {"expel", "deport", "remove", "detain", "arrest", "prosecute", "fine", "charge", "evict", "punish", "ban", "restrict", "seize", "admit", "grant"}
)
"""What one does under a rule, and so applies it."""
_DRAFTS = frozenset({"bill", "law", "legislation", "motion", "resolution", "amendment", "decree"})
_PRESENTING = frozenset(
    {"present", "table", "introduce", "submit", "file", "unveil", "publish", "announce", "draft", "propose", "sign", "pass", "adopt", "approve"}
)


class Constructions(Causing):
    """Reads whole constructions, where the words one by one would say nothing."""

    def _constructed(self, reading: Reading, node: Token, rel: str, head: Token) -> Token | None:
        """Where the reading goes on, if one of them stands here."""
        if (caused := self._caused(reading, node, rel, head)) is not None:
            return caused
        if rel in ("pobj", "pcomp"):
            return self._amount(head) or self._example(reading, head) or self._means(reading, head) or self._all_out(reading, head)
        if rel == "nsubj" and is_verb(head) and self._passive_clause(head):
            return self._complement(reading, head, node, "nsubjpass")  # "wants to see it signed"
        if rel in ("acl", "relcl", "xcomp", "advcl", "ccomp") and has_to(node):
            return self._infinitive(reading, node, rel, head)
        if rel == "relcl" and not has_to(node):
            return self._future(reading, node, head)
        if rel == "advcl":
            return self._until(reading, node, head) or self._participle(reading, node, head)
        return None

    def _amount(self, prep: Token) -> Token | None:
        """ "$300 million in it", "hundreds of it": the amount stands for the thing."""
        head = prep.head
        if prep.lower_ not in ("in", "of", "worth"):
            return None
        if is_verb(head):  # the parse hangs "in missiles" on the verb
            head = next((c for c in head.children if c.dep_ in ("dobj", "nsubjpass") and c.i < prep.i and self._is_amount(c)), head)
        return head if self._is_amount(head) else None

    def _is_amount(self, token: Token) -> bool:
        words = self.words.words["amounts"]
        counted = any(c.like_num or c.lower_ in words or c.text == "$" for c in token.children)
        if _SUM.fullmatch(token.lower_):
            return True  # "$1bn"
        return (token.lemma_.lower() in words or token.lower_ in words) and (counted or token.tag_ == "NNS" or token.pos_ == "NUM")

    def _all_out(self, reading: Reading, prep: Token) -> Token | None:
        """ "On the accord, we will do everything that we can": all that one can do is for it."""
        verb = prep.head
        if prep.lower_ == "to" and verb.lemma_ in ("come", "relate", "pertain") and verb.dep_ == "advcl":
            verb = verb.head  # "as it relates to the accord"
        topic = verb.i != prep.head.i
        if prep.i > verb.i or not (topic or prep.lower_ in ("on", "for", "regarding")) or reading.found or reading.untouched or not is_verb(verb):
            return None
        done = next((c for c in verb.children if c.dep_ == "xcomp" and c.lemma_ == "do"), verb)
        what = next((c for c in done.children if c.dep_ == "dobj" and c.lower_ in ("everything", "all", "whatever", "utmost")), None)
        who = subject(verb)
        if done.lemma_ != "do" or what is None or who is None or negations(verb, self.words) or modal(verb) not in ("", "will"):
            return None
        if any(t.i > done.i and is_verb(t) and has_to(t) for t in done.subtree):
            return None  # "we will do everything to end it"
        self._hold(reading, done, "attitude", who, 2)
        reading.note(f"do {what.text} on it: held by {who}")
        return verb

    def _example(self, reading: Reading, prep: Token) -> Token | None:
        """ "measures such as it", "steps, like it", "must do more, beginning with it"."""
        head = prep.head
        if prep.lower_ == "as" and any(c.lower_ == "such" for c in prep.children) and is_noun(head):
            return head
        if prep.lower_ == "like" and prep.i and prep.nbor(-1).text == ",":
            before = prep.nbor(-2)
            return before if before.tag_ in ("NNS", "NN") and before.dep_ in ("dobj", "pobj", "nsubjpass", "attr") else None
        if prep.lower_ == "with" and head.lemma_ in ("begin", "start") and head.tag_ == "VBG" and head.dep_ in ("advcl", "prep") and is_verb(head.head):
            verb = head.head
            needed = modal(verb) in self.words.words["deontic"] or (verb.dep_ == "xcomp" and verb.head.lemma_ in ("need", "have"))
            return verb if needed and verb.lemma_ in ("do", "act") else None
        return None

    def _means(self, reading: Reading, prep: Token) -> Token | None:
        """ "supports them through it", "responded with it": who helps or answers by some means, uses it."""
        verb = prep.head
        if prep.lower_ == "under" and is_noun(verb):
            verb = first_conjunct(verb).head if first_conjunct(verb).dep_ == "dobj" else verb  # the parse hangs "under" on those who are expelled
        if prep.lower_ == "under" and not reading.found and not reading.untouched and verb.lemma_.lower() in _APPLYING:
            ruled = next((c.lemma_.lower() for c in prep.children if c.dep_ == "pobj"), "")
            who = subject(verb)
            now = verb.tag_ == "VBG" or verb.tag_ in ("VBP", "VBZ")
            if ruled in _RULES and now and who is not None and is_finite(verb) and not negations(verb, self.words) and not modal(verb):
                self._hold(reading, verb, "act", who, 2)
                reading.note(f"{verb.text} under it: applied by {who}")
                return verb
        by = prep.lower_ == "through" or (prep.lower_ == "with" and verb.lemma_ in ("respond", "retaliate", "answer", "react", "help", "assist", "aid"))
        if not by or reading.found or reading.untouched or not is_verb(verb) or negations(verb, self.words) or modal(verb) not in ("", "will"):
            return None
        helper = next((c for c in verb.children if c.dep_ == "attr" and c.lemma_.lower() in ("supporter", "backer", "ally", "champion")), None)
        if helper is None and verb.lemma_.lower() not in self.words.words["assisting"]:
            return None
        who = subject(verb)
        if who is None or not is_finite(verb):
            return None
        self._hold(reading, verb, "act", who, 2)
        reading.note(f"{verb.text} {prep.text} it: done by {who}")
        return verb

    @staticmethod
    def _passive_clause(verb: Token) -> bool:
        """ "see it signed": a participle whose subject is what it is done to."""
        bare = not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
        return verb.tag_ == "VBN" and bare and verb.dep_ in ("ccomp", "xcomp", "oprd") and verb.head.lemma_ in ("see", "get", "have", "want", "like", "need")

    def _infinitive(self, reading: Reading, node: Token, rel: str, head: Token) -> Token | None:
        words = self.words.words
        if reading.found and not is_noun(reading.cue[-1]):
            return None
        lemma = head.lemma_.lower()
        if rel in ("acl", "relcl") and head.dep_ == "dobj" and is_verb(head.head) and not self._is_not(head):
            verb = head.head
            if lemma in words["steps"] and verb.lemma_ == "take" and not negations(verb, self.words):
                reading.note(f"{verb.text} {head.text} to")
                return self._purpose(reading, verb, node)  # "has taken steps to protect it"
            if lemma in _DRAFTS and verb.lemma_ in _PRESENTING and not negations(verb, self.words):
                reading.note(f"{verb.text} {head.text} to")
                return verb if self._verb(reading, verb, EFFECT, purpose=True) else None  # "will present a bill to end it"
            if lemma in words["duties"] and verb.lemma_ in ("have", "bear") and not negations(verb, self.words):
                return self._owed(reading, head, verb)
        if rel in ("acl", "relcl") and not reading.found and (first := self._foremost(head)) is not None:
            self._hold(reading, node, "act", subject(first.head), 2)
            reading.note(f"the {head.text} to {node.text}: done by {reading.holder}")
            return first.head  # "became the first country to sign it"
        if rel == "xcomp" and lemma == "come" and (who := subject(head)) is not None and who.lemma_ in ("time", "moment") and not negations(head, self.words):
            return self._owed(reading, who, head)  # "the time has come to sign it"
        if rel == "xcomp" and lemma in words["obliged"] and any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children):
            return self._owed(reading, head, head) if not negations(head, self.words) else None
        if rel == "advcl" and "for" in clause_marks(node):
            keen = next((c for c in head.children if c.dep_ == "acomp" and c.i < node.i), None)
            if keen is not None and (entry := self._entry("adjective", keen.lemma_.lower(), ("attitude",))) is not None:
                return head if self._verb(reading, keen, entry, holder=subject(head)) else None  # "is eager for them to sign it"
            left = next((c for c in head.children if c.dep_ == "nsubj" and is_noun(c)), None)
            if left is not None and self.words.look("noun", left.lemma_.lower(), ("attitude",)) is not None:
                return self._equation(reading, head, "xcomp")  # "our preference is for them to sign it"
        return None

    def _foremost(self, noun: Token) -> Token | None:
        """What somebody is or became: the first, latest or last of those who did what follows, or one of the few."""
        of = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
        said = of if of is not None and of.lower_ == "one" else noun
        copula = said.head
        who = subject(copula) if said.dep_ == "attr" and copula.lemma_ in ("be", "become") else None
        if who is None or not is_finite(copula) or modal(copula) not in ("", "will") or negations(copula, self.words):
            return None
        marked = any(c.dep_ == "amod" and c.lower_ in ("first", "latest", "newest", "last", "second", "third", "only") for c in noun.children)
        few = noun.lower_ == "one" and any(c.lower_ == "of" for c in noun.children)
        return said if said is not noun or marked or few or noun.lower_ in ("first", "latest", "second", "third") else None

    def _owed(self, reading: Reading, word: Token, verb: Token) -> Token:
        """It ought to be done, as the speaker finds."""
        self._hold(reading, word, "deontic", None, 2)
        reading.note(f"{word.text} to: wanted by the speaker")
        return verb

    def _future(self, reading: Reading, node: Token, head: Token) -> Token | None:
        """ "a world in which it is signed", "the day when it is signed": what is wished for is what happens there."""
        there = any(c.dep_ in ("advmod", "prep") and (c.lower_ in ("where", "when") or any(g.lower_ == "which" for g in c.children)) for c in node.children)
        if not there or head.lemma_.lower() not in self.words.words["futures"] or reading.kind in ("attitude", "judgement"):
            return None
        reading.kind, reading.holder, reading.stop = "", None, ""
        reading.note(f"{head.text} where")
        return head

    def _until(self, reading: Reading, node: Token, head: Token) -> Token | None:
        """ "will not rest until it is signed"."""
        if not clause_marks(node) & {"until", "till"} or reading.found or not negations(head, self.words):
            return None
        if lemma_of(head, self.words) not in self.words.words["resting"] or subject(head) is None:
            return None
        if any(c.dep_ in ("dobj", "xcomp", "prep") for c in head.children) or not (modal(head) or head.tag_ in ("VBP", "VBZ")):
            return None  # "will not stop the shelling until it is signed" is a threat or a tale of what was
        self._hold(reading, head, "attitude", subject(head), 3)
        reading.note(f"not {head.text} until, held by {reading.holder}")
        return head

    def _participle(self, reading: Reading, node: Token, head: Token) -> Token | None:
        """ "stood by them, signing it": what is done along with what is done."""
        words = self.words.words
        who = subject(head) if is_verb(head) else None
        anchor = reading.anchor
        if (
            reading.found
            or who is None
            or (anchor is not None and anchor.i == node.i)
            or node.tag_ != "VBG"
            or clause_marks(node)
            or any(c.dep_ in ("nsubj", "prep", "aux") and c.i < node.i for c in node.children)
        ):
            return None
        if lemma_of(node, self.words) in words["having"] | words["opaque"] or lemma_of(head, self.words) in words["disasters"] or negations(node, self.words):
            return None
        if node.i > head.i and reading.steps[-1].sign < 0 and head.tag_ != "VBG":  # "we are laying roads, ending it": one list
            return None  # "lost the war, ending it" tells what came of it
        if not is_finite(head) or negations(head, self.words) or modal(head) not in ("", "will") or any(c.dep_ == "auxpass" for c in head.children):
            return None
        if any(a.dep_ == "advcl" and clause_marks(a) for a in ancestors(head)) or not (is_noun(who) or who.pos_ == "PRON"):
            return None
        self._hold(reading, node, "act", who, 2)
        reading.note(f"{node.text}: done by {who}")
        return head

    def _wielded(self, reading: Reading) -> None:
        """ "backed France's sanctions": whatever others think of them, they are France's."""
        noun = reading.anchor
        if reading.kind != "attitude" or reading.harmed or noun is None or noun.lemma_.lower() not in self.words.words["wielded"]:
            return
        who = possessor(noun)
        if (
            who is None
            or who.pos_ not in ("NOUN", "PROPN", "ADJ")
            or any(c.lower_ in self.words.words["unreal"] | {"more", "new", "further", "additional", "any"} for c in noun.children)
        ):
            return
        if noun.head.lemma_.lower() in self.words.words["unrealised"]:
            return  # "wants American sanctions": there may be none
        if (reading.holder is None or reading.holder.i != who.i) and noun.dep_ == "dobj":
            reading.also.append((who, reading.steps[0].sign))

    def _with_us(self, reading: Reading) -> None:
        """ "They stand with us to sign it", "joined us in signing it": what others do at the speaker's side, he wants as well."""
        if reading.kind not in ("act", "attitude") or reading.holder is None or is_self(reading.holder) or reading.neutral:
            return
        for verb in (t for t in (reading.cue[0], *ancestors(reading.cue[0])) if t.lemma_ in ("stand", "join", "work", "act", "unite", "cooperate")):
            beside = [g for c in verb.children if c.dep_ == "prep" and c.lower_ in ("with", "alongside") for g in c.children if g.dep_ == "pobj"]
            beside += [c for c in verb.children if c.dep_ == "dobj" and verb.lemma_ == "join"]
            for token in beside:
                others = token.pos_ == "PROPN" and verb.lemma_ == "join" and verb.i == reading.cue[-1].i  # "joined France in signing it"
                if (token.lower_ in ("us", "me") or others) and not negations(verb, self.words) and not modal(verb):
                    reading.also.append((token, reading.sign))
                    reading.note(f"{verb.text} with {token.text}")
                    return

    def _nominal_deed(self, reading: Reading) -> None:
        """ "Kyiv's withdrawal from it angered Paris": a deed that is told as done, and its doer."""
        noun = reading.top
        if reading.found or noun is None or noun.lemma_.lower() not in self.words.words["deeds"] or noun.head.dep_ == "aux":
            return
        who = possessor(noun)
        verb = next((a for a in ancestors(noun) if is_verb(a)), None)
        if (
            who is None
            or verb is None
            or not is_noun(who)
            or not is_finite(verb)
            or modal(verb)
            or negations(verb, self.words)
            or clause_marks(verb) & {"if", "whether"}
        ):
            return
        told = noun.dep_ == "nsubj" or (noun.dep_ == "pobj" and noun.head.lower_ in ("after", "since", "following", "because", "despite", "amid"))
        if not told or any(c.lower_ in self.words.words["unreal"] for c in noun.children):
            return
        self._hold(reading, noun, "act", who, 2)
        reading.note(f"{noun.text}: done by {who}")
