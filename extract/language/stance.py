"""Stance by composition: from the issue's words upward along the parse to whoever holds the stance.

Each step multiplies a sign: predicates that want or refuse, that bring about or harm, negation and
modals (after Nairn, Condoravdi & Karttunen 2006 on implicatives, and Deng & Wiebe 2014 on verbs that
are good or bad for their object). Where the way up meets a word that says nothing of stance, the
reading ends; if nobody's stance was met by then, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.language.lexicon import Lexicon, Predicate, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_LIGHT = {"have", "express", "voice", "show", "reiterate", "make", "take", "announce", "renew", "lend", "restate", "maintain", "underline", "repeat", "declare", "signal", "reaffirm", "state", "offer", "give", "include", "raise", "stress", "display", "hold", "confirm", "keep", "put"}
_STAYS = {"remain", "continue", "stay", "persist", "stand", "begin", "start", "proceed", "happen", "resume"}
_ENDS = {"end", "expire", "lapse", "collapse", "cease", "fail", "stop", "vanish", "die"}
_GOOD = {"help", "strengthen", "protect", "serve", "ensure", "save", "work", "benefit", "improve", "guarantee", "deter", "prevent"}
_BAD = {"threaten", "endanger", "undermine", "harm", "provoke", "jeopardise", "jeopardize", "escalate", "hurt", "damage", "prolong", "violate", "mean", "reward", "betray", "destabilise", "destabilize", "ruin"}
_INTRANSITIVE_ONLY = {"work", "happen", "fail"}
_COPULAS = {"be", "remain", "become", "seem", "look", "stay"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_UNREAL = {"if", "whether", "unless", "lest"}
_TRANSPARENT_PREPOSITIONS = {"of", "for", "to", "on", "in", "with", "over", "toward", "towards", "about", "at", "into", "from", "as", "regarding", "concerning", "around", "behind", "under", "between", "upon", "by"}


@dataclass(slots=True)
class Reading:
    """What the way up found. ``holder`` is the token that holds the stance; None means whoever says so."""

    sign: int
    strength: int = 2
    kind: str = ""
    holder: Token | None = None
    neutral: bool = False
    hedged: bool = False
    conditional: bool = False
    cue: list[Token] = field(default_factory=list)
    source_verb: Token | None = None
    top: Token | None = None
    path: list[str] = field(default_factory=list)
    stop: str = ""

    @property
    def found(self) -> bool:
        """Whether a stance was met at all."""
        return bool(self.kind)


def lemma_of(token: Token, words: Lexicon) -> str:
    """The lemma, with a particle where the lexicon knows the pair ("rule_out")."""
    lemma: str = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in ("prt", "advmod") and child.i > token.i:
            joined = f"{lemma}_{child.lower_}"
            if ("verb", joined) in words.entries:
                return joined
    return lemma


def part_of_speech(token: Token) -> str:
    """``verb``, ``noun``, ``adjective`` or another, as the lexicon names them."""
    return {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adjective"}.get(token.pos_, token.pos_.lower())


def subject(verb: Token) -> Token | None:
    """Who does what the verb says: its subject, the agent of a passive, or the subject it shares."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if passive:
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    own = next((c for c in verb.children if c.dep_ in ("nsubj", "csubj")), None)
    if own is not None:
        if own.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            return verb.head
        return own
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return subject(verb.head)
    if verb.dep_ == "xcomp":
        controlled = next((c for c in verb.head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None)
        return controlled or subject(verb.head)
    if verb.dep_ in ("acomp", "attr", "prep", "oprd"):
        return subject(verb.head)
    if verb.dep_ in ("advcl", "pcomp") and verb.head.pos_ in ("VERB", "AUX"):
        return subject(verb.head)
    if verb.dep_ == "acl":
        return verb.head
    return None


def negations(token: Token, words: Lexicon) -> list[Token]:
    """The words that negate a verb, adjective or noun, not counting those of its complements."""
    found = [c for c in token.children if c.dep_ in ("neg", "preconj") and c.lower_ in words.words["negations"] | {"neither"}]
    found += [c for c in token.children if c.dep_ in ("det", "advmod", "cc", "nsubj", "nsubjpass") and c.lower_ in words.words["negations"] and c not in found]
    for child in token.children:
        if child.dep_ in _SUBJECTS:
            found += [c for c in child.children if c.dep_ in ("det", "neg", "preconj") and c.lower_ in ("no", "neither", "not")]
        if child.dep_ == "advmod" and child.lower_ in ("longer", "more"):
            found += [c for c in child.children if c.lower_ in ("no", "not", "n't") and c not in found]
    if token.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ == "nor" for c in token.head.children):
        found += negations(token.head, words)
    if token.dep_ in ("acomp", "attr", "xcomp") and token.head.lemma_ in _COPULAS:
        found += [c for c in token.head.children if c.dep_ == "neg"]
        found += [g for c in token.head.children if c.dep_ in _SUBJECTS for g in c.children if g.dep_ == "det" and g.lower_ in ("no", "neither")]
    return found


def modal(verb: Token) -> str:
    """The modal of a verb or of the copula above an adjective, or ''."""
    carrier = verb.head if verb.dep_ in ("acomp", "attr") and verb.head.lemma_ in _COPULAS else verb
    found = next((c.lower_ for c in carrier.children if c.dep_ == "aux" and c.tag_ == "MD"), "")
    if not found and carrier.dep_ == "conj" and not any(c.dep_ in ("aux", *_SUBJECTS) for c in carrier.children) and carrier.head.pos_ in ("VERB", "AUX"):
        return modal(carrier.head)
    return {"ca": "can", "wo": "will", "'ll": "will", "'d": "would", "sha": "shall"}.get(found, found)


def is_finite(verb: Token) -> bool:
    """Whether the verb says that something is done, not only that it be done."""
    if verb.tag_ in ("VBD", "VBP", "VBZ"):
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(h.tag_ in ("VBD", "VBP", "VBZ", "MD") for h in helpers):
        return True
    return verb.dep_ == "conj" and not any(h.lower_ == "to" for h in helpers) and verb.head.pos_ in ("VERB", "AUX") and is_finite(verb.head)


def clause_marks(verb: Token) -> set[str]:
    """The words that open the clause ("if", "unless", "that")."""
    return {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i}


def _possessor(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod") and (child.pos_ == "PROPN" or child.ent_type_ or child.text[:1].isupper()):
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("of", "from", "by", "for", "among", "in"):
            for grand in child.children:
                if grand.dep_ == "pobj" and (grand.pos_ == "PROPN" or any(g.pos_ == "PROPN" or g.dep_ == "amod" and g.text[:1].isupper() for g in grand.children)):
                    return grand
    return None


class Composer:
    """Climbs from an issue's words to a stance; holds nothing but the lexicon."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self.words = words or lexicon()

    def read(self, tokens: list[Token], sign: int) -> Reading:
        """Read the stance toward a proposition named by ``tokens``; ``sign`` as in ``issues.Hit``."""
        inside = {t.i for t in tokens}
        anchor = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])
        reading = Reading(sign, top=anchor)
        reading.path.append(f"{anchor.text} {sign:+d}")
        node = anchor
        if any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in anchor.children) and anchor.pos_ in ("NOUN", "PROPN"):
            reading.sign *= -1
            reading.path.append("no: flips")
        if anchor.pos_ in ("VERB", "AUX") and not self._verb(reading, anchor, Predicate("effect", 1), own=True):
            return reading
        seen: set[int] = set()
        while node.i not in seen:
            seen.add(node.i)
            reading.top = node
            upper = self._step(reading, node, inside)
            if upper is None or upper.i == node.i:
                break
            node = upper
        self._surroundings(reading)
        return reading

    # -- one step up ---------------------------------------------------------------------------

    def _step(self, reading: Reading, node: Token, inside: set[int]) -> Token | None:
        rel, head = node.dep_, node.head
        if head.i == node.i or rel == "ROOT":
            return None
        if rel == "conj":
            first = head
            while first.dep_ == "conj" and first.head.i != first.i:
                first = first.head
            if first.pos_ in ("VERB", "AUX") and node.pos_ in ("VERB", "AUX") and reading.found and any(c.dep_ in _SUBJECTS for c in node.children):
                return None  # a clause of its own
            if first.dep_ == "ROOT":
                return None
            return self._climb_as(reading, first.dep_, first.head, node, inside)
        return self._climb_as(reading, rel, head, node, inside)

    def _climb_as(self, reading: Reading, rel: str, head: Token, node: Token, inside: set[int]) -> Token | None:
        if rel == "appos":
            return head
        if rel in ("pobj", "pcomp"):
            return self._preposition(reading, head, node)
        if rel in ("compound", "amod", "nmod", "npadvmod", "poss", "quantmod", "nummod"):
            return self._noun(reading, head, "")
        if rel in ("acl",):
            if node.tag_ in ("VBG", "VB") or any(c.lower_ == "to" for c in node.children if c.dep_ == "aux"):
                return self._noun(reading, head, "to")
            return None
        if rel in ("relcl", "advcl"):
            if rel == "advcl" and head.pos_ == "ADJ":
                return self._adjective(reading, head)
            return self._subordinate(reading, node)
        if rel in ("nsubj", "csubj"):
            return self._as_subject(reading, head, node)
        if rel in ("dobj", "nsubjpass", "xcomp", "ccomp", "attr", "oprd", "dative", "acomp", "csubjpass", "parataxis", "dep"):
            return self._complement(reading, head, node, rel)
        if rel in ("prep", "agent"):
            return self._unknown(reading, head)
        return self._unknown(reading, head)

    def _unknown(self, reading: Reading, word: Token) -> None:
        reading.stop = reading.stop or f"unknown: {word.lemma_}"
        reading.path.append(f"{word.text}: not read further")

    def _subordinate(self, reading: Reading, verb: Token) -> None:
        if clause_marks(verb) & _UNREAL:
            reading.stop = "hypothetical"
        return None

    def _preposition(self, reading: Reading, prep: Token, node: Token) -> Token | None:
        word = prep.lower_
        head = prep.head
        if prep.dep_ in ("pcomp", "prep") and head.pos_ == "ADP":  # "instead of", "out of"
            word, head = head.lower_, head.head
        if word in ("instead", "than", "without", "despite", "after", "before", "since", "during", "amid", "until"):
            if word in ("instead", "than") and not reading.found:
                reading.stop = f"unknown: {word}"
            elif word == "without":
                reading.stop = "unknown: without"
            return None
        if word == "against":
            if head.lemma_ in ("be", "stand", "come", "speak", "vote", "argue", "push", "decide", "fight", "campaign", "lobby", "rule", "act", "side", "lean", "advise", "rally", "protest", "warn", "caution", "work") or head.lower_ == "out":
                verb = head if head.pos_ in ("VERB", "AUX") else head.head
                return verb if self._verb(reading, verb, Predicate("attitude", -1, 2, "none")) else None
            if head.pos_ in ("NOUN", "PROPN"):
                return self._noun(reading, head, "against")
            return self._unknown(reading, prep)
        if word in ("for", "behind") and head.lemma_ in ("be", "vote", "argue", "stand", "speak") and head.pos_ in ("VERB", "AUX"):
            return head if self._verb(reading, head, Predicate("attitude", 1, 2)) else None
        if word not in _TRANSPARENT_PREPOSITIONS:
            return self._unknown(reading, prep)
        if head.pos_ in ("NOUN", "PROPN", "PRON"):
            if head.lower_ in ("favor", "favour") and head.dep_ == "pobj":
                verb = head.head.head
                return verb if self._verb(reading, verb, Predicate("attitude", 1, 2)) else None
            return self._noun(reading, head, word)
        if head.pos_ == "ADJ" or head.dep_ == "acomp":
            return self._adjective(reading, head)
        if head.pos_ in ("VERB", "AUX"):
            entry = self._entry("verb", lemma_of(head, self.words))
            if entry and (not entry.prepositions or word in entry.prepositions) and lemma_of(head, self.words) not in ("help", "make", "take", "have", "do", "get", "work", "put", "hold", "use", "train") or head.lemma_ == "work" and word in ("for", "toward", "towards", "on"):
                return self._complement(reading, head, prep, "prep")
            return self._unknown(reading, head)
        if head.pos_ == "ADV" and head.lower_ == "forward":
            return self._complement(reading, head.head, prep, "prep")
        return self._unknown(reading, head)

    def _entry(self, pos: str, lemma: str, kinds: tuple[str, ...] = ("attitude", "effect")) -> Predicate | None:
        return self.words.look(pos, lemma, kinds)

    def _noun(self, reading: Reading, noun: Token, prep: str) -> Token | None:
        lemma = noun.lemma_.lower()
        entry = self._entry("noun", lemma)
        negated = any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in noun.children)
        if entry is None:
            if lemma in self.words.words["transparent"] or noun.pos_ == "PRON" and noun.lower_ == "one":
                if negated:
                    reading.sign *= -1
                    reading.path.append(f"no {noun.text}: flips")
                return noun
            return self._unknown(reading, noun)
        sign = -1 if prep == "against" else entry.sign
        if entry.kind == "effect":
            reading.sign *= -sign if negated else sign
            reading.path.append(f"{noun.text} {sign:+d}")
            return noun
        if negated:
            if entry.negated != "flip" and sign < 0:
                reading.stop = f"abstains: no {lemma}"
                reading.kind = ""
                return None
            sign = -sign
        reading.sign *= sign
        self._hold(reading, noun, "attitude", self._noun_holder(noun), entry.strength)
        reading.path.append(f"{noun.text} {sign:+d}, held by {reading.holder or '?'}")
        if lemma in self.words.words["hedges"]:
            reading.hedged, reading.strength = True, 1
        return noun

    def _noun_holder(self, noun: Token) -> Token | None:
        own = _possessor(noun)
        if own is not None:
            return own
        verb = noun.head
        if noun.dep_ in ("dobj", "attr", "oprd") and verb.lemma_ in _LIGHT:
            return subject(verb)
        if noun.dep_ == "conj":
            return self._noun_holder(noun.head) if noun.head.i != noun.i else None
        if noun.dep_ == "pobj" and noun.head.head.lemma_ in ("be", "stay", "remain"):
            return subject(noun.head.head)
        return None

    def _adjective(self, reading: Reading, adjective: Token) -> Token | None:
        entry = self._entry("adjective", adjective.lemma_.lower()) or self._entry("adjective", adjective.lower_)
        if entry is None and adjective.lemma_.lower() in ("oppose", "commit", "determine", "prepare", "interest", "dedicate"):
            entry = self._entry("verb", adjective.lemma_.lower())
        if entry is None:
            return self._unknown(reading, adjective)
        carrier = adjective.head if adjective.dep_ in ("acomp", "attr", "oprd") else adjective
        ok = self._verb(reading, adjective, entry, holder=subject(carrier) if carrier.i != adjective.i else _possessor(adjective))
        return carrier if ok else None

    def _complement(self, reading: Reading, head: Token, node: Token, rel: str) -> Token | None:
        if head.pos_ == "ADJ" or head.dep_ == "acomp" and head.pos_ != "AUX":
            return self._adjective(reading, head)
        if head.pos_ in ("NOUN", "PROPN"):
            return self._noun(reading, head, "to")
        lemma = lemma_of(head, self.words)
        if rel in ("ccomp", "parataxis") and lemma in self.words.words["speech"]:
            return self._speech(reading, head, lemma)
        if lemma in _COPULAS and rel in ("xcomp", "ccomp", "attr"):
            return self._equation(reading, head)
        if rel == "xcomp" and lemma in ("need", "have", "ought"):
            reading.path.append(f"{head.text} to")
            return head if self._verb(reading, head, Predicate("effect", 1), deontic=True) else None
        if rel == "xcomp" and lemma in ("go",):
            return head if self._verb(reading, head, Predicate("effect", 1)) else None
        if rel == "xcomp" and lemma in ("continue", "begin", "start", "help", "keep", "manage", "move", "come", "remain"):
            return head if self._verb(reading, head, Predicate("effect", 1)) else None
        if rel == "xcomp" and lemma in ("fail", "stop", "cease", "neglect", "forget"):
            return head if self._verb(reading, head, Predicate("effect", -1)) else None
        if lemma in self.words.words["opaque"]:
            return self._unknown(reading, head)
        attitude = self._entry("verb", lemma, ("attitude",))
        effect = self._entry("verb", lemma, ("effect",))
        entry = attitude or effect
        if attitude and effect and rel in ("dobj", "nsubjpass") and attitude.sign != effect.sign:
            entry = effect
        if entry is None:
            return self._unknown(reading, head)
        if rel == "prep" and entry.prepositions and node.lower_ not in entry.prepositions:
            return self._unknown(reading, head)
        if rel != "prep" and entry.prepositions:
            return self._unknown(reading, head)
        return head if self._verb(reading, head, entry) else None

    def _speech(self, reading: Reading, verb: Token, lemma: str) -> Token | None:
        """Somebody's clause: theirs is what it holds, or what it demands."""
        denied = negations(verb, self.words)
        entry = self._entry("verb", lemma, ("attitude",))
        if lemma in ("deny", "doubt") or denied and lemma in ("think", "believe", "expect", "want", "see"):
            if reading.found and reading.holder is None:
                reading.sign *= -1
                denied = []
            else:
                reading.stop, reading.kind = "denied", ""
                return None
        if denied:
            reading.stop, reading.kind = "not said", ""
            return None
        if not reading.found and entry is not None:
            self._verb(reading, verb, entry)
            return None
        reading.source_verb = reading.source_verb or verb
        reading.path.append(f"{verb.text}: said by {subject(verb) or '?'}")
        reading.cue.append(verb)
        if lemma in ("insist", "demand", "vow") and reading.found:
            reading.strength = 3
        return None

    def _equation(self, reading: Reading, copula: Token) -> Token | None:
        """ "Ukraine's goal is to …", "the focus for the United States is …"."""
        left = next((c for c in copula.children if c.dep_ in ("nsubj",)), None)
        if left is None:
            return self._unknown(reading, copula)
        entry = self.words.look("noun", left.lemma_.lower(), ("attitude", "judgement"))
        if entry is None and left.lemma_.lower() in ("component", "part", "element"):
            inner = next((g for c in left.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None)
            if inner is not None and inner.lemma_.lower() in ("position", "plan", "demand", "goal", "agenda", "strategy", "proposal"):
                self._hold(reading, inner, "attitude", _possessor(inner), 2)
                reading.path.append(f"{inner.text} +1, held by {reading.holder or '?'}")
                return None
        if entry is None:
            return self._unknown(reading, copula)
        reading.sign *= entry.sign
        if negations(copula, self.words):
            reading.sign *= -1
        self._hold(reading, left, entry.kind, _possessor(left), entry.strength)
        reading.path.append(f"{left.text} {entry.sign:+d}, held by {reading.holder or '?'}")
        return copula

    def _as_subject(self, reading: Reading, verb: Token, node: Token) -> Token | None:
        lemma = lemma_of(verb, self.words)
        if lemma in _COPULAS:
            return self._judged(reading, verb, node)
        sign = 1 if lemma in _STAYS | _GOOD else -1 if lemma in _ENDS | _BAD else 0
        if not sign and lemma == "take" and any(c.lower_ in ("effect", "place", "hold") for c in verb.children):
            sign = 1
        if not sign or reading.found:
            return self._unknown(reading, verb)
        if lemma in _GOOD | _BAD:
            how = modal(verb)
            if how not in ("will", "would", "") or lemma == "mean" and how != "would":
                return self._unknown(reading, verb)
            reading.sign *= -sign if negations(verb, self.words) else sign
            self._hold(reading, verb, "judgement", None, 2)
            reading.path.append(f"{verb.text} {sign:+d}, judged")
            return verb
        return verb if self._verb(reading, verb, Predicate("effect", sign), agentive=False) else None

    def _judged(self, reading: Reading, copula: Token, node: Token) -> Token | None:
        """ "NATO membership is off the table": a judgement, held by whoever makes it."""
        tail = sorted((t for c in copula.children if c.dep_ in ("acomp", "attr", "prep", "neg", "advmod", "oprd") and c.i > copula.i for t in c.subtree), key=lambda t: t.i)
        said = " ".join(t.lemma_.lower() if t.lower_ != "n't" else "not" for t in tail)
        said_words = " ".join("not" if t.lower_ == "n't" else t.lower_ for t in tail).replace(" - ", "-")
        how = modal(copula)
        if how in self.words.words["epistemic"] or how == "can":
            return self._unknown(reading, copula)
        for phrase in sorted(self.words.phrases, key=len, reverse=True):
            if f" {phrase} " in f" {said_words} " or f" {phrase} " in f" {said} ":
                sign, strength = self.words.phrases[phrase]
                if sign == 0:
                    reading.neutral = True
                else:
                    reading.sign *= sign
                self._hold(reading, copula, "judgement", self._for_whom(copula), strength)
                reading.cue += tail
                reading.path.append(f"is {phrase}")
                return copula
        for child in copula.children:
            if child.dep_ not in ("acomp", "attr"):
                continue
            pos = "noun" if child.pos_ in ("NOUN", "PROPN") else "adjective"
            entry = self.words.look(pos, child.lemma_.lower(), ("judgement",))
            if entry is None:
                if pos == "adjective" and child.lemma_.lower() not in ("possible", "likely"):
                    reading.path.append(f"{child.text}: no judgement known")
                continue
            sign = entry.sign
            negated = bool(negations(child, self.words)) or any(c.dep_ == "det" and c.lower_ == "no" for c in child.children)
            if negated:
                if entry.negated == "none":
                    return self._unknown(reading, child)
                sign = -sign
            if child.lemma_.lower() in ("possible", "achievable") and not negated:
                return self._unknown(reading, child)
            reading.sign *= sign
            self._hold(reading, child, "judgement", _possessor(child) or self._for_whom(copula), entry.strength)
            reading.path.append(f"is {child.text} {sign:+d}")
            return copula
        return self._unknown(reading, copula)

    @staticmethod
    def _for_whom(copula: Token) -> Token | None:
        """ "a red line for Ukraine"."""
        for child in copula.subtree:
            if child.dep_ == "prep" and child.lower_ == "for":
                for grand in child.children:
                    if grand.dep_ == "pobj" and grand.pos_ in ("PROPN",):
                        return grand
        return None

    # -- predicates ----------------------------------------------------------------------------

    def _verb(self, reading: Reading, verb: Token, entry: Predicate, *, own: bool = False, deontic: bool = False, agentive: bool = True, holder: Token | None = None) -> bool:
        """Apply one predicate with its negation and modal; False where the way up ends in abstention."""
        no = negations(verb, self.words)
        how = modal(verb)
        sign = entry.sign
        strength = entry.strength
        if entry.kind == "attitude":
            if no:
                if entry.negated == "none":
                    reading.stop, reading.kind = f"abstains: not {verb.lemma_}", ""
                    return False
                if entry.negated == "neutral" or reading.neutral:
                    reading.neutral = True
                else:
                    sign = -sign
            elif lemma_of(verb, self.words) in ("refuse", "decline") and any(p.startswith("rule") for p in reading.path):
                reading.neutral = True
            reading.sign *= sign
            who = holder if holder is not None else subject(verb)
            if how in self.words.words["deontic"] or how == "can" and no:
                who = None
            elif how in self.words.words["epistemic"] or how == "can":
                reading.stop, reading.kind = f"only possible: {how}", ""
                return False
            self._hold(reading, verb, "attitude" if who is not None or how not in self.words.words["deontic"] else "deontic", who, strength)
            if how in ("would",):
                reading.strength = min(reading.strength, 2)
            reading.path.append(f"{'not ' if no else ''}{verb.text} {sign:+d}, held by {who or 'the speaker'}")
        else:
            if no:
                sign = -sign
            reading.sign *= sign
            if not own or no:
                reading.path.append(f"{'not ' if no else ''}{verb.text} {sign:+d}")
            if deontic or how in self.words.words["deontic"] or how == "can" and no:
                self._hold(reading, verb, "deontic", None, 2)
                reading.path.append(f"{how or 'need'}: wanted by the speaker")
            elif agentive and is_finite(verb) and how in ("", "will") and not (no and how == "" and verb.tag_ == "VBN"):
                who = subject(verb)
                if who is not None:
                    progressive_past = no and how == ""
                    if not progressive_past or any(c.lower_ == "going" for c in verb.children) or verb.lemma_ == "go" or verb.tag_ == "VBG":
                        self._hold(reading, verb, "act", who, 2)
                        reading.path.append(f"done by {who.text}")
                    else:
                        reading.stop, reading.kind = f"not done: {verb.lemma_}", ""
                elif how == "will" and no:
                    self._hold(reading, verb, "deontic", None, 2)
            elif how in self.words.words["epistemic"] or how in ("can", "would"):
                if reading.kind == "act":
                    reading.kind = ""
                reading.stop = f"only possible: {how}"
        for adverb in (c for c in verb.children if c.dep_ == "advmod"):
            if adverb.lower_ in self.words.words["firm"]:
                reading.strength = 3
            if adverb.lower_ in self.words.words["hedges"]:
                reading.hedged, reading.strength = True, 1
        if lemma_of(verb, self.words) in self.words.words["hedges"]:
            reading.hedged, reading.strength = True, 1
        for clause in (c for c in verb.children if c.dep_ == "advcl"):
            if clause_marks(clause) & self.words.words["conditions"] and not any(c.lower_ == "even" for c in clause.subtree if c.i < clause.i):
                reading.conditional = True
        return True

    @staticmethod
    def _hold(reading: Reading, word: Token, kind: str, holder: Token | None, strength: int) -> None:
        """Record that a stance was met; one further out takes the place of one further in."""
        if kind == "act" and reading.kind in ("attitude", "judgement") and reading.holder is None:
            kind = reading.kind
            strength = reading.strength
        reading.kind, reading.holder = kind, holder
        reading.strength = max(strength, reading.strength) if reading.cue and strength >= 2 else strength
        reading.cue.append(word)

    def _surroundings(self, reading: Reading) -> None:
        """Look at all that stands above: conditions, questions, and who is speaking."""
        for token in _ancestors(reading.top):
            if token.pos_ not in ("VERB", "AUX"):
                continue
            if clause_marks(token) & _UNREAL and not any(c.lower_ == "even" for c in token.children):
                if token.dep_ == "advcl" or "whether" in clause_marks(token) or token.dep_ == "ccomp":
                    reading.stop, reading.kind = "hypothetical", ""
                    return
            head = token.head
            if reading.source_verb is None and token.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in self.words.words["speech"] and head.i != token.i:
                if negations(head, self.words) and reading.found:
                    reading.stop, reading.kind = "not said", ""
                    return
                reading.source_verb = head
                reading.path.append(f"{head.text}: said by {subject(head) or '?'}")


def _ancestors(token: Token | None) -> Iterator[Token]:
    while token is not None:
        yield token
        if token.head.i == token.i:
            return
        token = token.head
