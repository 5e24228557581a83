"""Judgements: what is said of a thing ("is a mistake", "would mean war")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.language.lexicon import Predicate
from extract.language.owning import Owning
from extract.language.reading import Reading
from extract.language.syntax import COPULAS, SUBJECTS, ancestors, has_to, is_noun, is_verb, lemma_of, modal, negations, possessor, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_PAYERS = frozenset({"senior", "pensioner", "retiree", "consumer", "customer", "taxpayer", "owner", "homeowner", "tenant", "borrower", "business", "company"})
_SAID = frozenset({"acomp", "attr", "prep", "neg", "advmod", "oprd", "xcomp"})
"""How what is said of a thing stands below its copula."""
_INTERESTS = re.compile(
    r"\b(in|against|contrary to|counter to) (?:our|its|their|his|her|my|the(?= (?:national|public|common)))"
    r"(?: (?:own|national|security|best|vital|strategic|economic|core|public|common|mutual|long-term))* interest\b"
)
_FITTING = frozenset({"right", "good", "correct", "sensible", "wise", "smart", "viable", "credible", "realistic", "appropriate", "acceptable", "proper"})
"""What a thing is said not to be that is wrong."""


class Judgements(Owning):
    """Reads what is said of a thing."""

    def _judge(self, reading: Reading, word: Token, sign: int, entry: Predicate) -> Token | None:
        """ "It is a mistake to …": the speaker's judgement of what stands below."""
        reading.sign *= sign
        self._hold(reading, word, "judgement", possessor(word), entry.strength)
        reading.note(f"is {word.text} {sign:+d}", word, sign)
        return word.head if word.head.i != word.i else None

    @staticmethod
    def _clear(reading: Reading, copula: Token) -> None:
        """ "Kyiv was clear that …": said by whoever was; "it is clear that …": by whoever says so."""
        if reading.source_verb is None and is_verb(copula) and (who := subject(copula)) is not None and who.lower_ not in ("it", "that", "this"):
            reading.source_verb = copula
        reading.note("clear: said")

    def _judged_clause(self, reading: Reading, copula: Token) -> Token | None:
        """ "It is important that …": the evaluation that stands beside the clause."""
        how = modal(copula)
        if how in self.words.words["epistemic"]:
            return None
        for child in copula.children:
            if child.dep_ not in ("acomp", "attr") or (child.dep_ == "attr" and reading.top is not None and child.i == reading.top.i):
                continue
            entry = self._evaluation(child)
            if child.lemma_ in ("impossible", "hard", "difficult") and any(t.lower_ == "without" for t in copula.subtree):
                continue  # "it is impossible to do it without help"
            if entry is None or child.lemma_.lower() in ("possible", "achievable", "inevitable"):
                continue
            negated = self._is_not(child)
            if negated and entry.negated == "none":
                continue
            if any(c.dep_ in SUBJECTS and c.lower_ not in ("it", "this", "that", "what") and not is_verb(c) for c in copula.children):
                continue
            return self._judge(reading, child, -entry.sign if negated else entry.sign, entry)
        said = " ".join(t.lemma_.lower() for c in copula.children if c.dep_ == "prep" and c.i > copula.i for t in c.subtree if t.i < copula.right_edge.i)
        if (interest := _INTERESTS.search(said)) is not None and any(c.lower_ == "it" and c.dep_ == "nsubj" for c in copula.children):
            sign = (1 if interest[1] == "in" else -1) * (-1 if negations(copula, self.words) else 1)
            return self._judge(reading, copula, sign, Predicate("judgement", sign, 2)) and copula  # "it is in our interest to sign it"
        return None

    def _judged_participle(self, reading: Reading, verb: Token) -> Token | None:
        """ "Is outdated", "is reassuring": a participle that is what the thing is like, where the parse has something done."""
        like = verb.tag_ in ("VBN", "VBG") and any(c.dep_ in ("aux", "auxpass") and c.lemma_ == "be" for c in verb.children)
        entry = self.words.look("adjective", verb.lower_, ("judgement",)) if like else None
        if entry is None or reading.found or any(c.dep_ in ("dobj", "agent", "xcomp", "ccomp", "prt") for c in verb.children):
            return None
        negated = bool(negations(verb, self.words))
        if modal(verb) in self.words.words["epistemic"] or (negated and entry.negated == "none"):
            return None
        return self._judge(reading, verb, -entry.sign if negated else entry.sign, entry) and verb

    def _as_subject(self, reading: Reading, verb: Token, node: Token) -> Token | None:
        if reading.kind == "attitude" and reading.holder is None and node.tag_ == "VBG" and reading.cue[-1].i == node.i:
            reading.kind = ""  # "accepting it would drag us into war": nobody is said to accept it
        lemma = lemma_of(verb, self.words)
        words = self.words.words
        if (judged := self._judged_participle(reading, verb)) is not None:
            return judged
        if reading.own.players and reading.anchor is not None and node.i == reading.anchor.i and is_verb(verb) and lemma not in COPULAS:
            return self._played(reading, verb)
        if not is_verb(verb) and verb.dep_ in ("ccomp", "xcomp", "oprd") and lemma_of(verb.head, self.words) in words["naming"]:
            said = self._evaluation(verb)  # "considers the accord essential"
            if said is None or reading.found:
                return self._unknown(reading, verb)
            sign = -said.sign if negations(verb.head, self.words) else said.sign
            reading.sign *= sign
            self._hold(reading, verb, "judgement", subject(verb.head), said.strength)
            reading.note(f"finds it {verb.text} {sign:+d}, held by {reading.holder or '?'}")
            return verb.head
        if not reading.found and lemma in words["drawing"] and self._drawn(reading, verb):
            return None
        lasting = lemma in ("stay", "remain") and not any(c.dep_ in ("acomp", "attr", "prep", "oprd", "advmod") for c in verb.children)
        if lemma in COPULAS and lemma != "feel" and not lasting:
            return self._judged(reading, verb, node)
        far = next((c for c in verb.children if c.lower_ == "far" and any(g.lower_ == "too" for g in c.children)), None) if lemma == "go" else None
        if far is not None and not reading.found and not negations(verb, self.words) and modal(verb) not in words["epistemic"]:
            return self._judge(reading, far, -1, Predicate("judgement", -1, 2)) and verb  # "goes too far"
        alone = not any(c.dep_ in ("advmod", "prep", "prt", "xcomp", "acomp") for c in verb.children)
        if lemma == "go" and alone and verb.dep_ == "ccomp" and (has_to(verb) or verb.tag_ == "VBN"):
            reading.sign *= -1
            reading.note(f"{verb.text} -1", verb, -1)
            return verb  # "wants it to go", "wants it gone"
        going = next((c for c in verb.children if lemma == "go" and c.dep_ == "xcomp"), None)
        if going is not None:
            lemma = lemma_of(going, self.words)  # "is going to lift"
            if lemma not in words["lasts"] | words["ends"] | words["helps"] | words["harms"]:
                return self._unknown(reading, going)
        sign = 1 if lemma in words["lasts"] or lemma in words["helps"] else -1 if lemma in words["ends"] or lemma in words["harms"] else 0
        if lemma == "take" and any(c.lower_ in ("effect", "place", "hold") for c in verb.children):
            sign = 1
        if lemma == "get" and any(g.lower_ == "way" for c in verb.children for g in c.subtree):
            sign, lemma = -1, "obstruct"
        outcome = self._outcome(verb)
        if outcome and reading.anchor is not None and node.i != reading.anchor.i and node.lemma_.lower() in words["people"] | _PAYERS:
            return self._unknown(reading, verb)  # "those with high costs will save money"
        if (praise := self._made_a(reading, verb)) is not None:
            return self._judge(reading, verb, praise.sign, praise) and verb
        if lemma == "go" and any(c.dep_ in ("prt", "advmod") and c.lower_ in ("down", "up", "out", "on", "away") for c in verb.children):
            return self._unknown(reading, verb)  # "will go down in history"
        planned = reading.kind == "attitude" and reading.cue[-1].i == node.i and reading.holder is not None and is_noun(reading.holder)
        if outcome and planned and reading.holder is not None and reading.holder.dep_ == "poss" and verb.dep_ == "ccomp":
            reading.also.append((reading.holder, reading.sign))  # "France's plan for it would cost lives"
            reading.kind, reading.holder = "", None
        if outcome and not reading.found and modal(verb) in ("will", "would", "could", "can", "") and not negations(verb, self.words):
            reading.sign *= outcome
            self._hold(reading, verb, "judgement", None, 2)
            reading.note(f"{verb.text}: its outcome is judged {outcome:+d}")
            return verb
        failed = lemma == "fail" and not any(c.dep_ in ("xcomp", "dobj") for c in verb.children) and reading.anchor is not None
        if failed and not reading.found and reading.anchor is not None and reading.anchor.lemma_.lower() in words["wielded"] and modal(verb) == "":
            reading.sign *= 1 if negations(verb, self.words) else -1
            self._hold(reading, verb, "judgement", None, 2)
            reading.note("it has failed: judged")
            return verb
        if not sign and not reading.found and self._warned_of(reading, verb):
            reading.sign *= -1
            self._hold(reading, verb, "judgement", None, 2)
            reading.note(f"would {verb.text}: a warning -1")
            return verb
        if (
            not reading.found
            and lemma == "have"
            and any(c.dep_ == "dobj" and c.lemma_ in ("place", "future", "role") and any(g.lower_ == "no" for g in c.children) for c in verb.children)
        ):
            reading.sign *= -1
            self._hold(reading, verb, "judgement", None, 3)
            reading.note("has no place: judged -1")  # "has no place in our time"
            return verb
        if sign and lemma in ("begin", "start", "continue") and any(c.dep_ == "xcomp" for c in verb.children):
            return self._unknown(reading, verb)  # "will begin to do" something else
        if not sign or reading.found or {"would", "have"} <= {c.lower_ for c in verb.children if c.dep_ == "aux"}:
            return self._unknown(reading, verb)  # "would not have helped": what never was
        if lemma == "serve" and not any(c.dep_ == "dobj" for c in verb.children) and reading.anchor is not None and reading.anchor.pos_ == "PROPN":
            return self._unknown(reading, verb)  # "Judge Berg serves on the court"
        if lemma in words["helps"] or lemma in words["harms"]:
            how = modal(verb)
            if any(c.dep_ == "dobj" and c.lower_ in ("what", "which") for c in verb.children):
                return self._unknown(reading, verb)  # "what it protected"
            if how not in ("will", "would", "") or lemma == "mean":
                return self._unknown(reading, verb)
            if any(c.dep_ == "dobj" and c.lower_ in ("nobody", "none", "nothing") for c in verb.children):
                sign = -sign
            ours = {c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"} & {"alliance", "union", "community"} and verb.dep_ in ("ROOT", "conj")
            if sign > 0 and not ours and any(c.dep_ == "dobj" and c.pos_ == "PROPN" for c in verb.children):
                if not any(c.lower_ in ("only", "merely", "just") for c in verb.children):
                    return self._unknown(reading, verb)  # whether that is good is not said
                sign = -1
            reading.sign *= -sign if negations(verb, self.words) else sign
            self._hold(reading, verb, "judgement", None, 2)
            reading.note(f"{verb.text} {sign:+d}, judged")
            return verb
        if lemma == "go" and modal(verb) in words["deontic"] | {"have"} and not any(c.dep_ == "advmod" for c in verb.children):
            sign = -1  # "must go"
        if modal(verb) == "will":
            reading.sign *= -sign if negations(verb, self.words) else sign
            self._hold(reading, verb, "deontic", None, 2)
            reading.note(f"will {verb.text} {sign:+d}")
            return verb
        return verb if self._verb(reading, verb, Predicate("effect", sign), agentive=False) else None

    def _second(self, reading: Reading, verb: Token, node: Token) -> Token | None:
        """What a second predicate says of the same subject: "is old and would cost lives"."""
        for other in (c for c in verb.children if c.dep_ == "conj" and is_verb(c) and node.dep_ == "nsubj"):
            if any(c.dep_ in (*SUBJECTS, "auxpass") for c in other.children) or lemma_of(other, self.words) in COPULAS | {"have", "get"}:
                continue
            if (found := self._as_subject(reading, other, node)) is not None:
                return found
        return None

    def _judged(self, reading: Reading, copula: Token, node: Token) -> Token | None:
        """ "NATO membership is off the table": a judgement, held by whoever makes it."""
        after = [c for c in copula.children if c.i > copula.i and (c.dep_ in _SAID or (c.dep_ == "advcl" and has_to(c)))]
        tail = sorted((t for c in after for t in c.subtree), key=lambda t: t.i)
        said = " ".join("not" if t.lower_ == "n't" else t.lemma_.lower() for t in tail)
        said = _INTERESTS.sub(r"\1 our interest", said)
        said_words = " ".join("not" if t.lower_ == "n't" else t.lower_ for t in tail).replace(" - ", "-")
        how = modal(copula)
        if how in self.words.words["epistemic"] or how == "can" or (reading.own.players and node == reading.anchor):
            return self._unknown(reading, copula)  # what those are who should pay a tax is nothing of the tax
        for phrase in sorted(self.words.phrases, key=len, reverse=True):
            if f" {phrase} " in f" {said_words} " or f" {phrase} " in f" {said} ":
                of = self.words.phrases[phrase]
                denied = not phrase.startswith(("not ", "never ")) and bool(negations(copula, self.words))
                sign = of.meant(denied=denied)
                if sign is None:
                    return self._unknown(reading, copula)  # "is not a red line"
                if (
                    phrase in self.words.words["facts"]
                    and how not in self.words.words["deontic"]
                    and not any(a.tag_ == "VB" for a in (copula, *ancestors(copula)))
                ):
                    return self._unknown(reading, copula)  # "is in force" tells what is
                reading.neutral = sign == 0
                reading.sign *= sign or 1
                self._hold(reading, copula, "judgement", self._for_whom(copula), of.strength)
                reading.cue += tail
                reading.by_phrase = True
                reading.note(f"is {'not ' * denied}{phrase}", copula, sign)
                return copula
        if not reading.found and self._wanted_thing(reading, copula):
            return copula
        said_of = [c for c in copula.children if c.dep_ in ("acomp", "attr", "oprd") or (c.tag_ == "VBN" and c.dep_ in ("xcomp", "ccomp"))]
        said_of += [
            g for c in said_of if c.dep_ == "acomp" for g in c.conjuncts if g.pos_ == "ADJ" and g.i > c.i and not any(k.lower_ == "but" for k in c.children)
        ]
        for child in said_of:
            if child.lemma_.lower() == "clear":
                return self._clear(reading, copula)
            but = next((c for c in child.children if child.lower_ == "anything" and c.i and c.nbor(-1).lower_ == "but"), None)
            if not reading.found and node.lemma_.lower() in ("cost", "price", "burden") and child.lemma_ in ("high", "great", "unbearable", "enormous"):
                return self._judge(reading, child, -1, Predicate("judgement", -1, 2)) and copula
            if not reading.found and (excess := self._too(reading, child)):
                return self._judge(reading, child, excess, Predicate("judgement", excess, 2)) and copula
            entry = self._evaluation(but if but is not None else child)
            child = but if but is not None else child
            if entry is None:
                reading.note(f"{child.text}: no judgement known")
                continue
            whose = possessor(child)
            if whose is not None and entry.sign < 0 and is_noun(child) and child.lemma_.lower() not in self.words.words["felt"]:
                return self._unknown(reading, child)  # "is Russia's problem"
            if child.lemma_.lower() in ("problem", "challenge") and any(has_to(c) for c in child.children):
                return self._unknown(reading, child)  # "is a problem to solve"
            negated = self._is_not(child)
            fitting = is_noun(child) and any(c.dep_ == "amod" and c.lemma_.lower() in _FITTING for c in child.children)  # "not the right approach"
            wrong_way = fitting or (
                child.lemma_.lower() in ("answer", "solution", "way", "path") and not any(c.lower_ in ("only", "sole") for c in child.children)
            )
            if negated and (entry.negated == "none" or (is_noun(child) and not wrong_way)):
                return self._unknown(reading, child)
            if child.lemma_.lower() == "legal" and not negated and reading.untouched and how not in self.words.words["deontic"]:
                return self._unknown(reading, child)  # "the weapons are still legal"
            if (
                how in ("will", "would")
                and child.lemma_.lower() in ("legal", "illegal", "lawful", "unlawful")
                and any(c.lower_ in ("probably", "likely") for c in copula.children)
            ):
                return self._unknown(reading, child)  # what the law would be
            if child.lemma_.lower() in ("possible", "achievable", "inevitable", "critical") and not negated and node.dep_ != "csubj":
                if child.lemma_.lower() != "critical":
                    return self._unknown(reading, child)
            reading.sign *= -entry.sign if negated else entry.sign
            self._hold(
                reading,
                child,
                "judgement",
                whose or (self._for_whom(copula) if is_noun(child) or child.lemma_.lower().endswith("acceptable") else None),
                entry.strength,
            )
            reading.note(f"is {child.text} {entry.sign:+d}", child, entry.sign)
            return copula
        return self._unknown(reading, copula)

    @staticmethod
    def _for_whom(copula: Token) -> Token | None:
        """ "a red line for Ukraine"."""
        for child in copula.subtree:
            if child.dep_ == "prep" and (child.lower_ == "for" or (child.lower_ == "to" and child.head.lower_.endswith("acceptable"))):
                for grand in child.children:
                    if grand.dep_ == "pobj" and grand.pos_ == "PROPN":
                        return grand
        return None
