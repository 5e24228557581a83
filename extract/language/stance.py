"""Stance by composition: from the issue's words upward along the parse to whoever holds the stance.

Each step multiplies a sign: predicates that want or refuse, that bring about or harm, negation and
modals (after Nairn, Condoravdi & Karttunen 2006 on implicatives, and Deng & Wiebe 2014 on verbs that
are good or bad for their object). Where the way up meets a word that says nothing of stance, the
reading ends; if nobody's stance was met by then, there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.language.lexicon import Lexicon, Predicate, lexicon
from extract.language.syntax import (
    COPULAS,
    SUBJECTS,
    UNREAL,
    ancestors,
    clause_marks,
    first_conjunct,
    has_to,
    inverted,
    is_finite,
    is_imperative,
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

__all__ = ["Composer", "Reading", "lemma_of", "subject"]

_EFFECT = Predicate("effect", 1)
_WISH = Predicate("attitude", 1, 2, "none")
_HURTS = {
    "violation": ("of",), "breach": ("of",), "betrayal": ("of",), "abuse": ("of",), "assault": ("on",), "attack": ("on",), "denial": ("of",),
    "mockery": ("of",), "travesty": ("of",), "threat": ("to",), "danger": ("to",), "obstacle": ("to",), "barrier": ("to",), "impediment": ("to",),
    "blow": ("to",), "insult": ("to",), "affront": ("to",),
}  # fmt: skip
"""Nouns for harm that is done to it, with the preposition that names it."""
_MERITS = {
    "benefit": 1, "merit": 1, "virtue": 1, "advantage": 1, "wisdom": 1, "value": 1, "promise": 1, "beauty": 1, "danger": -1, "risk": -1, "folly": -1,
    "futility": -1, "absurdity": -1, "injustice": -1, "unfairness": -1, "hypocrisy": -1, "madness": -1, "stupidity": -1, "peril": -1, "harm": -1,
    "shortcoming": -1, "flaw": -1, "failing": -1, "evil": -1, "horror": -1, "cruelty": -1,
}  # fmt: skip
"""What is said for or against a thing by naming its merits."""
_FEELINGS = {"fear": -1, "worry": -1, "dread": -1, "regret": -1, "lament": -1, "hope": 1, "wish": 1, "pray": 1, "want": 1, "demand": 1, "insist": 1}
"""What one feels of it that it will be so."""
_AGENTS = frozenset({"supporter", "opponent", "critic", "advocate", "champion", "proponent", "backer", "defender", "foe", "enemy", "sceptic", "skeptic"})
_ONCE = frozenset({"once", "formerly", "previously", "originally", "initially"})
_ALTERS = {"change", "exception", "carveout", "carve-out", "tweak", "modification", "reform", "overhaul", "exemption"}
"""Against what the proposition would harm; of anything else they say nothing."""
_SURE = frozenset({"clear", "sure", "certain", "explicit", "confident", "convinced", "emphatic", "unequivocal", "unambiguous", "outspoken"})
_AGAINST = Predicate("attitude", -1, 2, "none")


@dataclass(slots=True)
class Reading:
    """What the way up found. ``holder`` is the token that holds the stance; None means whoever says so.

    ``kind`` is ``attitude``, ``deontic``, ``judgement``, ``act`` or empty where no stance was met, and
    ``stop`` says why. ``impersonal``: nobody is said to hold it ("there is support for …").
    """

    sign: int
    strength: int = 2
    kind: str = ""
    holder: Token | None = None
    neutral: bool = False
    hedged: bool = False
    conditional: bool = False
    impersonal: bool = False
    needed: bool = False
    cue: list[Token] = field(default_factory=list)
    source_verb: Token | None = None
    harmed: bool = False
    anchor: Token | None = None
    governor: Token | None = None
    top: Token | None = None
    path: list[str] = field(default_factory=list)
    stop: str = ""

    @property
    def found(self) -> bool:
        """Whether a stance was met at all."""
        return bool(self.kind)

    @property
    def untouched(self) -> bool:
        """Whether the words name only what the proposition would harm, and nothing has been said of it yet."""
        return self.harmed and len(self.path) == 1

    def end(self, reason: str) -> None:
        """End without a stance."""
        self.stop, self.kind = reason, ""


class Composer:
    """Climbs from an issue's words to a stance; holds nothing but the lexicon."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self.words = words or lexicon()

    def read(self, tokens: list[Token], sign: int, *, harmed: bool = False) -> Reading:
        """Read the stance toward a proposition named by ``tokens``; ``sign`` and ``harmed`` as in ``issues.Hit``."""
        inside = {t.i for t in tokens}
        anchor = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])
        reading = Reading(sign, harmed=harmed, anchor=anchor, top=anchor)
        reading.path.append(f"{anchor.text} {sign:+d}")
        if is_noun(anchor) and any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in anchor.children):
            reading.sign *= -1
            reading.path.append("no: flips")
        if is_verb(anchor) and not self._verb(reading, anchor, _EFFECT, own=True):
            return reading
        node, seen = anchor, set[int]()
        while node.i not in seen:
            seen.add(node.i)
            reading.top = node
            upper = self._step(reading, node)
            if upper is None or upper.i == node.i:
                break
            node = upper
        if not reading.found and not reading.stop.startswith("abstains"):
            self._last_resort(reading, anchor, node)
        self._surroundings(reading)
        return reading

    # -- one step up ---------------------------------------------------------------------------

    def _step(self, reading: Reading, node: Token) -> Token | None:
        rel, head = node.dep_, node.head
        if rel == "conj":
            first = first_conjunct(node)
            if not is_verb(node) and not reading.found and any(c.dep_ == "neg" for c in (*node.children, *(c for c in node.head.children if c.i > node.head.i))):
                reading.sign *= -1  # "the treaty, but not the accord"
                reading.path.append("but not: flips")
            if is_verb(first) and is_verb(node) and reading.found and any(c.dep_ in SUBJECTS for c in node.children):
                return None  # a clause of its own
            rel, head = first.dep_, first.head
            if first.i == head.i or rel == "ROOT":
                return None
        if head.i == node.i or rel == "ROOT":
            return None
        if rel == "appos":
            return head
        if rel in ("pobj", "pcomp"):
            return self._preposition(reading, head, node)
        if rel in ("compound", "amod", "nmod", "npadvmod", "poss", "quantmod", "nummod"):
            return (
                self._noun(reading, head, "")
                if not reading.untouched or self._entry("noun", head.lemma_.lower(), ("effect",))
                else self._unknown(reading, head)
            )
        if rel == "acl" or (rel == "relcl" and has_to(node)):
            return self._noun(reading, head, "to") if node.tag_ in ("VBG", "VB") or has_to(node) else None
        if rel == "advcl" and has_to(node):
            return self._purpose(reading, head, node)
        if rel == "relcl" and not reading.found and is_verb(node) and node.lemma_ in self.words.words["having"] and not negations(node, self.words):
            return head  # "the agreement that we had on it"
        if rel in ("relcl", "advcl"):
            if clause_marks(node) & UNREAL:
                reading.stop = "hypothetical"
            return None
        if rel in ("nsubj", "csubj"):
            return self._as_subject(reading, head, node)
        if rel in ("dobj", "nsubjpass", "xcomp", "ccomp", "attr", "oprd", "dative", "acomp", "csubjpass", "parataxis", "dep"):
            return self._complement(reading, head, node, rel)
        if rel in ("prep", "agent") and is_verb(head):
            return self._adjunct(reading, head, node)
        return self._unknown(reading, head)

    def _unknown(self, reading: Reading, word: Token) -> Token | None:
        """Nothing is known of the word: the reading ends here (always None)."""
        reading.stop = reading.stop or f"unknown: {word.lemma_}"
        reading.path.append(f"{word.text}: not read further")
        return None

    def _purpose(self, reading: Reading, head: Token, node: Token) -> Token | None:
        """ "X sent troops to do it": who does something in order to, wants it done."""
        if reading.found:
            return None
        if head.pos_ == "ADJ" or (head.dep_ == "acomp" and not is_verb(head)):
            return self._adjective(reading, head)
        if head.lemma_ in COPULAS:
            return self._judged_clause(reading, head)
        lemma = lemma_of(head, self.words)
        if lemma != "call" and lemma in self.words.words["opaque"] or lemma in ("come", "seem", "appear", "happen", "fail", "arise", "die", "suffer"):
            return self._unknown(reading, head)
        entry = self._entry("verb", lemma, ("attitude",))
        if lemma == "call" and "for" in clause_marks(node):
            return head if self._verb(reading, head, _WISH) else None
        if entry is not None and any(c.dep_ == "prep" and c.lower_ == "on" for c in head.children):  # "call on X to"
            return head if self._verb(reading, head, entry) else None
        if entry is not None and not entry.prepositions and not any(c.dep_ in ("dobj", "prep", "ccomp") for c in head.children):
            return head if self._verb(reading, head, entry) else None
        if subject(head) is None and not is_imperative(head):
            return self._unknown(reading, head)
        reading.path.append("to: purpose")
        return head if self._verb(reading, head, _EFFECT) else None

    def _adjunct(self, reading: Reading, verb: Token, prep: Token) -> Token | None:
        """A gerund after "by", "for", "without": the act of whoever does what the verb above says."""
        return verb if prep.lower_ in ("by", "including") and not reading.found and self._verb(reading, verb, _EFFECT) else None

    def _preposition(self, reading: Reading, prep: Token, node: Token) -> Token | None:
        word, head = prep.lower_, prep.head
        if prep.dep_ in ("pcomp", "prep") and head.pos_ == "ADP":  # "instead of", "out of"
            word, head = head.lower_, head.head
            if word == "out" and is_verb(head):
                return head if self._verb(reading, head, Predicate("effect", -1)) else None
        words = self.words.words
        if not reading.found and (head.lower_ in ("instead", "rather") or any(c.lower_ in ("instead", "rather") for c in prep.children)):
            return self._unknown(reading, head)
        chosen = head if is_verb(head) else head.head
        if word in ("to", "over") and chosen.lemma_ in ("prefer", "choose", "favour", "favor") and any(c.dep_ == "dobj" for c in chosen.children):
            return chosen if self._verb(reading, chosen, _AGAINST) else None
        if word == "in" and node.lower_ in ("favour", "favor") or head.lower_ in ("favour", "favor") and head.head.head.lemma_ in ("reject", "drop", "abandon", "scrap"):
            return self._unknown(reading, head)
        if word == "to" and head.lemma_ == "say" and (told := next((c.lower_ for c in head.children if c.dep_ in ("intj", "dobj") and c.lower_ in ("yes", "no")), "")):
            return head if self._verb(reading, head, Predicate("attitude", 1 if told == "yes" else -1, 2)) else None
        if head.lower_ == "short" and word == "of":
            reading.end("abstains: short of it")
            return None
        if is_verb(head) and word in ("to", "from", "of", "on", "for", "against") and (carried := self._carried(head, prep)) is not None:
            return self._noun(reading, carried, word)
        if word in ("instead", "than", "without", "despite", "after", "before", "since", "during", "amid", "until"):
            if not reading.found:
                reading.stop = f"unknown: {word}"
            return None
        verb = head if is_verb(head) else head.head if is_verb(head.head) else None
        if word == "against":
            if head.lower_ == "record" or head.lemma_ in words["against"] or head.lower_ == "out":
                return verb if verb is not None and self._verb(reading, verb, _AGAINST) else None
            return self._noun(reading, head, "against") if is_noun(head) else self._unknown(reading, prep)
        if word in ("for", "behind", "with") and verb is head and head.lemma_ in ("be", "vote", "argue", "stand", "speak", "push", "fight", "go"):
            return head if word != "with" and self._verb(reading, head, Predicate("attitude", 1, 2)) else None
        if word == "including" and is_verb(node):
            verb = next((a for a in ancestors(head) if is_verb(a)), None)
        if word in ("by", "including") and prep.dep_ == "prep" and is_verb(node) and verb is not None:
            return self._adjunct(reading, verb, prep)
        if word not in words["transparent_prepositions"]:
            return self._unknown(reading, prep)
        if is_noun(head) or head.pos_ == "PRON":
            if word == "including" and not is_verb(node):
                return head
            if head.lower_ in ("favor", "favour") and head.dep_ == "pobj":
                return head.head.head if self._verb(reading, head.head.head, Predicate("attitude", 1, 2)) else None
            return self._noun(reading, head, word)
        if head.pos_ == "ADJ" or head.dep_ == "acomp":
            return self._adjective(reading, head)
        if is_verb(head):
            lemma = lemma_of(head, self.words)
            if lemma == "change" and word in ("about", "on", "in", "with") and negations(head, self.words) and self._own(node):
                self._hold(reading, head, "attitude", None, 2)
                reading.path.append("not changed")
                return head
            if word == "in" and any(c.dep_ == "dobj" and any(g.pos_ in ("NUM", "SYM") for g in c.subtree) for c in head.children):
                return self._complement(reading, head, node, "dobj")  # "gave $8 billion in aid"
            entry = self._entry("verb", lemma) if word in words["verb_prepositions"] else None
            if entry and (
                word in entry.prepositions
                or (not entry.prepositions and lemma not in words["light"])
                or (lemma == "work" and word in ("for", "toward", "towards", "on"))
            ):
                return self._complement(reading, head, prep, "prep")
            if lemma == "go" and word == "to" and any(c.lower_ in ("back", "ahead", "forward") for c in head.children):
                return head if self._verb(reading, head, _EFFECT) else None
            return self._unknown(reading, head)
        if head.pos_ in ("ADV", "ADP") and is_verb(head.head) and (joined := self._entry("verb", f"{head.head.lemma_.lower()}_{head.lower_}")):
            return head.head if self._verb(reading, head.head, joined) else None
        if head.pos_ == "ADV" and head.lower_ in ("forward", "back", "ahead"):
            upper = head.head
            if head.lower_ == "forward" and upper.lemma_ == "look":
                return upper if self._verb(reading, upper, Predicate("attitude", 1, 2, "none")) else None
            return upper if self._verb(reading, upper, _EFFECT) else None
        return self._unknown(reading, head)

    def _carried(self, verb: Token, prep: Token) -> Token | None:
        """The object noun that a preposition belongs to although the parse hangs it on the verb: "dropped its objections to"."""
        for child in verb.children:
            if child.dep_ == "dobj" and child.i < prep.i and is_noun(child) and not any(c.dep_ == "prep" for c in child.children):
                entry = self.words.look("noun", child.lemma_.lower())
                if entry is not None and (entry.kind != "effect" or child.lemma_.lower() not in ("package", "supply", "delivery")):
                    return child
        return None

    def _entry(self, pos: str, lemma: str, kinds: tuple[str, ...] = ("attitude", "effect")) -> Predicate | None:
        return self.words.look(pos, lemma, kinds)

    @staticmethod
    def _own(node: Token) -> bool:
        """Whether it is the speaker's own: "our One China policy"."""
        return any(c.dep_ == "poss" and is_self(c) for c in node.children)

    # -- nouns -----------------------------------------------------------------------------------

    def _noun(self, reading: Reading, noun: Token, prep: str) -> Token | None:
        lemma = noun.lemma_.lower()
        entry = self._entry("noun", lemma)
        negated = any(c.dep_ in ("det", "amod") and c.lower_ in ("no", "neither", "little", "few") for c in first_conjunct(noun).children)
        negated &= not any(c.dep_ == "det" and c.lower_ == "a" for c in noun.children)  # "a little", "a few"
        if prep in _HURTS.get(lemma, ()) and noun.dep_ in ("attr", "oprd", "ROOT", "appos"):
            self._hold(reading, noun, "judgement", self._noun_holder(noun), 2)  # who deplores a breach of it, wants it
            reading.path.append(f"a {noun.text} {prep} it: deplored")
            return None
        if prep == "of" and lemma in _MERITS:
            reading.sign *= _MERITS[lemma]
            self._hold(reading, noun, "attitude", self._noun_holder(noun), 2)
            reading.path.append(f"{noun.text} of it {_MERITS[lemma]:+d}")
            return None if noun.dep_ in ("nsubj", "nsubjpass") else noun
        if lemma in ("reason", "point", "sense", "justification", "place", "room") and negated and prep in ("to", "in", "for"):
            reading.sign *= -1
            self._hold(reading, noun, "attitude" if self._noun_holder(noun) is not None else "judgement", self._noun_holder(noun), 2)
            reading.path.append(f"no {noun.text} for it")
            return None
        if lemma in ("alternative", "substitute") and negated and prep in ("to", "for"):
            self._hold(reading, noun, "judgement", None, 3)
            reading.path.append("no alternative to it")
            return None
        if lemma == "change" and negated:
            own = reading.anchor
            if own is None or not self._own(own) or own.lemma_.lower() not in self.words.words["stands"]:
                return self._unknown(reading, noun)
            self._hold(reading, noun, "attitude", None, 2)
            reading.path.append("no change")
            return None
        if entry is None:
            if lemma in self.words.words["opaque_nouns"] or not (is_noun(noun) or noun.pos_ in ("NUM", "SYM") or noun.lower_ in ("one", "what", "something")):
                return self._unknown(reading, noun)
            judgement = self.words.look("noun", lemma, ("judgement",))
            if judgement is not None and prep == "to" and noun.dep_ in ("attr", "ROOT", "ccomp", "oprd"):
                return self._judge(reading, noun, judgement.sign * (-1 if self._is_not(noun) else 1), judgement)
            if lemma == "time" and prep == "to" and noun.dep_ == "attr":
                return self._judge(reading, noun, -1 if self._is_not(noun) else 1, Predicate("judgement", 1, 2))
            if negated:
                reading.sign *= -1
                reading.path.append(f"no {noun.text}: flips")
            return noun
        if lemma in _ALTERS and not reading.untouched:
            return self._unknown(reading, noun)
        sign = -1 if prep == "against" else entry.sign
        if entry.kind == "effect":
            reading.sign *= -sign if negated else sign
            reading.path.append(f"{noun.text} {sign:+d}")
            return noun
        if negated:
            if entry.negated != "flip" and sign < 0:
                reading.end(f"abstains: no {lemma}")
                return None
            sign = -sign
        reading.sign *= sign
        holder = self._noun_holder(noun)
        self._hold(reading, noun, "attitude", holder, entry.strength)
        reading.path.append(f"{noun.text} {sign:+d}, held by {holder or '?'}")
        there = noun.dep_ == "attr" and any(c.dep_ == "expl" for c in noun.head.children)
        reading.impersonal = holder is None and there
        if there and negations(noun.head, self.words) and not negated:
            reading.end(f"abstains: there is not {lemma}")
            return None
        if lemma in self.words.words["hedges"]:
            reading.hedged, reading.strength = True, 1
        return noun

    def _is_not(self, noun: Token) -> bool:
        return bool(negations(noun, self.words)) or any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)

    def _noun_holder(self, noun: Token) -> Token | None:
        if noun.lemma_.lower() in _AGENTS and noun.dep_ == "appos":
            return noun.head  # "Zelensky, a critic of the accord"
        own = possessor(noun, self.words.words["representatives"])
        if own is not None:
            return own
        verb = noun.head
        if noun.dep_ in ("dobj", "attr", "oprd") and (verb.lemma_ in self.words.words["light"] or verb.lemma_ in COPULAS):
            who = subject(verb)
            return who if who is not None and who.lower_ not in ("there", "it", "this", "that") else None
        if noun.dep_ == "conj":
            return self._noun_holder(noun.head) if noun.head.i != noun.i else None
        if noun.dep_ == "pobj" and noun.head.head.lemma_ in COPULAS:
            return subject(noun.head.head)
        return None

    # -- adjectives ------------------------------------------------------------------------------

    def _adjective(self, reading: Reading, adjective: Token) -> Token | None:
        lemma = adjective.lemma_.lower()
        carrier = adjective.head if adjective.dep_ in ("acomp", "attr", "oprd") else adjective
        if (lemma in _SURE and not reading.found) or lemma == "clear":
            reading.source_verb = reading.source_verb or (carrier if is_verb(carrier) else None)
            reading.path.append("clear: said")
            return None
        entry = self._entry("adjective", lemma) or self._entry("adjective", adjective.lower_)
        if entry is None and lemma in ("oppose", "commit", "determine", "prepare", "interest", "dedicate"):
            entry = self._entry("verb", lemma)
        if entry is None:
            judgement = self.words.look("adjective", lemma, ("judgement",))
            if judgement is not None and is_verb(carrier):
                return self._judged_clause(reading, carrier)
            return self._unknown(reading, adjective)
        holder = subject(carrier) if carrier.i != adjective.i else possessor(adjective)
        return carrier if self._verb(reading, adjective, entry, holder=holder) else None

    # -- complements of verbs --------------------------------------------------------------------

    def _complement(self, reading: Reading, head: Token, node: Token, rel: str) -> Token | None:
        if head.pos_ == "ADJ" or (head.dep_ == "acomp" and not is_verb(head)):
            return self._adjective(reading, head)
        if is_noun(head):
            return self._noun(reading, head, "to")
        lemma = lemma_of(head, self.words)
        words = self.words.words
        if reading.governor is None and not reading.found:
            reading.governor = head
        if lemma in COPULAS and lemma not in ("seem", "appear", "feel"):
            if rel == "attr" and any(c.dep_ == "expl" for c in head.children):
                if modal(head) not in words["deontic"] | {"will"} or reading.found:
                    return self._unknown(reading, head)
                reading.sign *= -1 if negations(head, self.words) and "no: flips" not in reading.path else 1
                self._hold(reading, head, "deontic", None, 2)
                reading.path.append("there will be")
                return head
            if rel == "ccomp" and any(c.dep_ == "acomp" and c.lemma_.lower() in _SURE for c in head.children):
                reading.source_verb = reading.source_verb or head  # "was clear that"
                reading.path.append("clear: said")
                return None
            if rel == "xcomp" and node.tag_ == "VB" and not has_to(node):
                self._hold(reading, node, "deontic", None, 2)  # "what we must do is ban them"
                reading.path.append("is: wanted by the speaker")
                return head
            judged = self._judged_clause(reading, head)
            return judged if judged is not None else self._equation(reading, head)
        if rel in ("ccomp", "parataxis") and lemma in words["speech"]:
            return self._speech(reading, head, lemma)
        if rel in ("ccomp", "xcomp") and lemma in ("let", "allow", "permit") and reading.kind == "judgement":
            reading.path.append(f"{head.text}: as judged")  # "cannot let X be an obstacle"
            return head
        if rel == "xcomp" and lemma == "have" and head.tag_ in ("VBD", "VBN"):
            return self._unknown(reading, head)  # "had to" tells what was, not what ought to be
        if rel == "xcomp" and lemma in ("need", "have", "ought", "get"):
            reading.path.append(f"{head.text} to")
            return head if self._verb(reading, head, _EFFECT, deontic=True) else None
        if rel == "xcomp" and lemma in words["aspect"]:
            return head if self._verb(reading, head, _EFFECT) else None
        if rel == "xcomp" and lemma == "use" and head.tag_ in ("VBD", "VBN"):
            reading.end("was so once")
            return None
        if rel == "xcomp" and lemma in ("warn", "caution", "advise", "tell", "urge", "ask", "order") and any(c.dep_ == "neg" for c in node.children):
            return head if self._verb(reading, head, _WISH) else None  # "warned Russia not to sign"
        if rel == "xcomp" and lemma == "fail" and (inner := self._entry("verb", lemma_of(node, self.words), ("effect",))) and inner.sign < 0:
            reading.end("abstains: failed to harm it")
            return None
        if rel == "xcomp" and lemma in ("fail", "stop", "cease", "neglect", "forget"):
            return head if self._verb(reading, head, Predicate("effect", -1)) else None
        if lemma in words["naming"] and rel in ("dobj", "ccomp", "xcomp", "nsubjpass", "oprd") and not reading.found and self._named(reading, head, node):
            return head
        if (
            lemma in ("talk", "discuss", "speak", "negotiate")
            and rel in ("prep", "dobj")
            and (modal(head) in words["deontic"] or (head.dep_ == "xcomp" and head.head.lemma_ == "need"))
        ):
            return head if self._verb(reading, head, _EFFECT) else None  # "we need to talk about a ceasefire"
        called_on = lemma == "call" and ("for" in clause_marks(node) or any(c.dep_ == "prep" and c.lower_ in ("on", "upon", "for") for c in head.children))
        if lemma in words["opaque"] and not called_on and not (rel == "prep" and node.lower_ == "for"):
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

    def _named(self, reading: Reading, verb: Token, node: Token) -> bool:
        """ "called it a mistake", "described it as essential": a judgement, held by whoever says so."""
        tags = [c for c in (*verb.children, *node.children) if c.dep_ in ("oprd", "attr", "acomp", "xcomp", "appos") and c.i != node.i]
        tags += [g for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" for g in c.children if g.dep_ in ("pobj", "amod", "pcomp", "acomp")]
        if is_verb(node):  # the small clause read as one: "calls the ban a disgrace"
            tags.append(node)
        entry = next((e for e in map(self._evaluation, tags) if e is not None), None)
        if entry is None or negations(verb, self.words):
            return False
        reading.sign *= entry.sign
        self._hold(reading, verb, "judgement", subject(verb), entry.strength)
        reading.path.append(f"{verb.text} it so {entry.sign:+d}, held by {reading.holder or '?'}")
        return True

    def _speech(self, reading: Reading, verb: Token, lemma: str) -> Token | None:
        """Somebody's clause: theirs is what it holds, or what it demands."""
        denied = negations(verb, self.words)
        entry = self._entry("verb", lemma, ("attitude",))
        if lemma in ("deny", "doubt") or (denied and lemma in ("think", "believe", "expect", "want", "see")):
            if reading.found and reading.holder is None and reading.kind != "act":
                reading.sign *= -1
                denied = []
            else:
                reading.end("denied")
                return None
        if denied:
            reading.end("not said")
            return None
        if lemma in _FEELINGS and reading.kind in ("deontic", "judgement") and reading.holder is None:
            reading.sign *= _FEELINGS[lemma]
            self._hold(reading, verb, "attitude", subject(verb), 2)
            reading.path.append(f"{verb.text} {_FEELINGS[lemma]:+d}, held by {reading.holder or '?'}")
            return verb
        if not reading.found and entry is not None and lemma != "call":
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
        left = next((c for c in copula.children if c.dep_ == "nsubj"), None)
        if left is None:
            return self._unknown(reading, copula)
        lemma = left.lemma_.lower()
        if lemma == "what" or left.lower_ in ("all", "thing"):
            return self._unknown(reading, copula)
        entry = self.words.look("noun", lemma, ("attitude", "judgement"))
        if entry is None and lemma in ("component", "part", "element"):
            inner = next((g for c in left.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), None)
            if inner is not None and inner.lemma_.lower() in self.words.words["stands"]:
                self._hold(reading, inner, "attitude", possessor(inner), 2)
                reading.path.append(f"{inner.text} +1, held by {reading.holder or '?'}")
                return None
        if entry is None and lemma in self.words.words["stands"] and not reading.found:
            entry = _WISH
        if entry is None:
            return self._unknown(reading, copula)
        reading.sign *= entry.sign
        if negations(copula, self.words):
            reading.sign *= -1
        self._hold(reading, left, entry.kind, possessor(left), entry.strength)
        reading.path.append(f"{left.text} {entry.sign:+d}, held by {reading.holder or '?'}")
        return copula

    # -- judgements ------------------------------------------------------------------------------

    def _judge(self, reading: Reading, word: Token, sign: int, entry: Predicate) -> Token | None:
        """ "It is a mistake to …": the speaker's judgement of what stands below."""
        reading.sign *= sign
        self._hold(reading, word, "judgement", possessor(word), entry.strength)
        reading.path.append(f"is {word.text} {sign:+d}")
        return word.head if word.head.i != word.i else None

    def _judged_clause(self, reading: Reading, copula: Token) -> Token | None:
        """ "It is important that …": the evaluation that stands beside the clause."""
        how = modal(copula)
        if how in self.words.words["epistemic"]:
            return None
        for child in copula.children:
            if child.dep_ not in ("acomp", "attr") or (child.dep_ == "attr" and reading.top is not None and child.i == reading.top.i):
                continue
            pos = "noun" if is_noun(child) else "adjective"
            entry = self.words.look(pos, child.lemma_.lower(), ("judgement",))
            if entry is None or child.lemma_.lower() in ("possible", "achievable", "inevitable"):
                continue
            negated = self._is_not(child)
            if negated and entry.negated == "none":
                continue
            if any(c.dep_ in SUBJECTS and c.lower_ not in ("it", "this", "that", "what") and not is_verb(c) for c in copula.children):
                continue
            return self._judge(reading, child, -entry.sign if negated else entry.sign, entry)
        return None

    def _as_subject(self, reading: Reading, verb: Token, node: Token) -> Token | None:
        lemma = lemma_of(verb, self.words)
        words = self.words.words
        if not is_verb(verb) and verb.dep_ in ("ccomp", "xcomp", "oprd") and lemma_of(verb.head, self.words) in words["naming"]:
            said = self._evaluation(verb)  # "considers the accord essential"
            if said is None or reading.found:
                return self._unknown(reading, verb)
            sign = -said.sign if negations(verb.head, self.words) else said.sign
            reading.sign *= sign
            self._hold(reading, verb, "judgement", subject(verb.head), said.strength)
            reading.path.append(f"finds it {verb.text} {sign:+d}, held by {reading.holder or '?'}")
            return verb.head
        if lemma in COPULAS and lemma not in ("feel",):
            return self._judged(reading, verb, node)
        if has_to(verb) and verb.dep_ in ("advcl", "ccomp", "xcomp") and "for" in clause_marks(verb):
            return self._complement(reading, verb.head, verb, "xcomp")  # "called for talks to end the war"
        sign = 1 if lemma in words["lasts"] or lemma in words["helps"] else -1 if lemma in words["ends"] or lemma in words["harms"] else 0
        if lemma == "take" and any(c.lower_ in ("effect", "place", "hold") for c in verb.children):
            sign = 1
        if lemma == "get" and any(g.lower_ == "way" for c in verb.children for g in c.subtree):
            sign, lemma = -1, "obstruct"
        outcome = self._outcome(verb)
        if outcome and not reading.found and modal(verb) in ("will", "would", "could", "can", "") and not negations(verb, self.words):
            reading.sign *= outcome
            self._hold(reading, verb, "judgement", None, 2)
            reading.path.append(f"{verb.text}: its outcome is judged {outcome:+d}")
            return verb
        if not sign or reading.found:
            return self._unknown(reading, verb)
        if lemma in words["helps"] or lemma in words["harms"]:
            how = modal(verb)
            if how not in ("will", "would", "") or lemma == "mean":
                return self._unknown(reading, verb)
            reading.sign *= -sign if negations(verb, self.words) else sign
            self._hold(reading, verb, "judgement", None, 2)
            reading.path.append(f"{verb.text} {sign:+d}, judged")
            return verb
        if lemma == "go" and modal(verb) in words["deontic"] | {"have"} and not any(c.dep_ == "advmod" for c in verb.children):
            sign = -1  # "must go"
        if modal(verb) == "will":
            reading.sign *= -sign if negations(verb, self.words) else sign
            self._hold(reading, verb, "deontic", None, 2)
            reading.path.append(f"will {verb.text} {sign:+d}")
            return verb
        return verb if self._verb(reading, verb, Predicate("effect", sign), agentive=False) else None

    def _outcome(self, verb: Token) -> int:
        """What a thing is said to lead to, as good (1) or bad (-1): "would mean war", "could save lives"."""
        words = self.words.words
        brings = verb.lemma_ in ("mean", "bring", "cause", "spell", "spark", "trigger", "risk", "create", "start", "invite", "unleash", "lead")
        spares = verb.lemma_ in ("save", "end", "stop", "prevent", "avert", "avoid", "reduce", "ease", "cut")
        if not brings and not spares:
            return 0
        objects = [c for c in verb.children if c.dep_ == "dobj"] + [g for c in verb.children if c.dep_ == "prep" and c.lower_ == "to" for g in c.children if g.dep_ == "pobj"]
        lemmas = {o.lemma_.lower() for o in objects}
        good, bad = bool(lemmas & words["good_outcomes"]), bool(lemmas & words["bad_outcomes"])
        if good == bad:
            return 0
        if verb.lemma_ == "save":
            return 1 if good else 0
        return (1 if good else -1) * (1 if brings else -1)

    def _judged(self, reading: Reading, copula: Token, node: Token) -> Token | None:
        """ "NATO membership is off the table": a judgement, held by whoever makes it."""
        after = [c for c in copula.children if c.dep_ in ("acomp", "attr", "prep", "neg", "advmod", "oprd") and c.i > copula.i]
        tail = sorted((t for c in after for t in c.subtree), key=lambda t: t.i)
        said = " ".join("not" if t.lower_ == "n't" else t.lemma_.lower() for t in tail)
        said_words = " ".join("not" if t.lower_ == "n't" else t.lower_ for t in tail).replace(" - ", "-")
        how = modal(copula)
        if how in self.words.words["epistemic"] or how == "can":
            return self._unknown(reading, copula)
        for phrase in sorted(self.words.phrases, key=len, reverse=True):
            if f" {phrase} " in f" {said_words} " or f" {phrase} " in f" {said} ":
                sign, strength = self.words.phrases[phrase]
                reading.neutral = sign == 0
                reading.sign *= sign or 1
                self._hold(reading, copula, "judgement", self._for_whom(copula), strength)
                reading.cue += tail
                reading.path.append(f"is {phrase}")
                return copula
        for child in (c for c in copula.children if c.dep_ in ("acomp", "attr")):
            if child.lemma_.lower() == "clear":
                reading.source_verb = reading.source_verb or copula
                return None
            entry = self._evaluation(child)
            if entry is None:
                reading.path.append(f"{child.text}: no judgement known")
                continue
            negated = self._is_not(child)
            if negated and (entry.negated == "none" or is_noun(child)):
                return self._unknown(reading, child)
            if child.lemma_.lower() in ("possible", "achievable", "inevitable", "critical") and not negated and node.dep_ != "csubj":
                if child.lemma_.lower() != "critical":
                    return self._unknown(reading, child)
            reading.sign *= -entry.sign if negated else entry.sign
            self._hold(reading, child, "judgement", possessor(child) or self._for_whom(copula), entry.strength)
            reading.path.append(f"is {child.text} {entry.sign:+d}")
            return copula
        return self._unknown(reading, copula)

    def _evaluation(self, word: Token) -> Predicate | None:
        """The judgement of a predicate word, or of an adjective before it ("the right path")."""
        if not is_noun(word):
            return self.words.look("adjective", word.lemma_.lower(), ("judgement",))
        own = self.words.look("noun", word.lemma_.lower(), ("judgement",))
        beside = (self.words.look("adjective", c.lemma_.lower(), ("judgement",)) for c in word.children if c.dep_ == "amod")
        return own or next((e for e in beside if e is not None), None)

    @staticmethod
    def _for_whom(copula: Token) -> Token | None:
        """ "a red line for Ukraine"."""
        for child in copula.subtree:
            if child.dep_ == "prep" and child.lower_ == "for":
                for grand in child.children:
                    if grand.dep_ == "pobj" and grand.pos_ == "PROPN":
                        return grand
        return None

    # -- predicates ----------------------------------------------------------------------------

    def _verb(
        self, reading: Reading, verb: Token, entry: Predicate, *, own: bool = False, deontic: bool = False, agentive: bool = True, holder: Token | None = None
    ) -> bool:
        """Apply one predicate with its negation and modal; False where the way up ends in abstention."""
        no, how = negations(verb, self.words), modal(verb)
        lemma, words = lemma_of(verb, self.words), self.words.words
        if entry.kind == "attitude":
            if not self._attitude(reading, verb, entry, no, how, holder):
                return False
        else:
            sign = -entry.sign if no else entry.sign
            reading.sign *= sign
            if not own or no:
                reading.path.append(f"{'not ' if no else ''}{verb.text} {sign:+d}")
            if deontic or how in words["deontic"] or (how == "can" and no):
                self._hold(reading, verb, "deontic", None, 2)
                reading.path.append(f"{how or 'need'}: wanted by the speaker")
            elif is_imperative(verb):
                self._hold(reading, verb, "deontic", None, 2)
                reading.path.append("imperative: wanted by the speaker")
            elif agentive and (is_finite(verb) and (how in ("", "will") or how == "would" and no) or self._headline(verb)):
                self._act(reading, verb, lemma, no, how)
            elif how in words["epistemic"] or how in ("can", "would"):
                if reading.kind == "act":
                    reading.kind = ""
                reading.stop = f"only possible: {how}"
        for adverb in (c for c in verb.children if c.dep_ == "advmod"):
            if adverb.lower_ in words["firm"]:
                reading.strength = 3
            if adverb.lower_ in words["hedges"]:
                reading.hedged, reading.strength = True, 1
        if lemma in words["hedges"]:
            reading.hedged, reading.strength = True, 1
        for clause in (c for c in verb.children if c.dep_ == "advcl"):
            if clause_marks(clause) & words["conditions"] and not any(c.lower_ == "even" for c in clause.subtree if c.i < clause.i):
                reading.conditional = True
        return True

    def _attitude(self, reading: Reading, verb: Token, entry: Predicate, no: list[Token], how: str, holder: Token | None) -> bool:
        sign, words = entry.sign, self.words.words
        if no:
            if entry.negated == "none":
                reading.end(f"abstains: not {verb.lemma_}")
                return False
            if entry.negated == "neutral" or reading.neutral:
                reading.neutral = True
            else:
                sign = -sign
        elif lemma_of(verb, self.words) in ("refuse", "decline") and any(c.lemma_ == "rule" and is_verb(c) for c in reading.cue):
            reading.neutral = True
        if any(c.dep_ in ("amod", "det", "advmod") and c.lower_ in ("little", "few", "hardly") for c in verb.children) and verb.pos_ == "NOUN":
            sign = -sign
        if any(c.dep_ == "advmod" and c.lower_ in _ONCE for c in verb.children) and verb.tag_ in ("VBD", "VBN"):
            reading.end("was so once")
            return False
        reading.sign *= sign
        who = holder if holder is not None else subject(verb)
        needed = verb.lemma_ in ("need", "require") and who is not None and not is_self(who)
        if how in words["deontic"]:
            who = None
        if needed:  # what somebody needs is what the speaker finds needed
            reading.path.append(f"{verb.text}: wanted by the speaker")
            self._hold(reading, verb, "deontic", None, entry.strength)
            reading.needed = True
            return True
        if who is not None and (how in words["epistemic"] or how == "can" and not no):
            reading.end(f"only possible: {how}")
            return False
        self._hold(reading, verb, "attitude" if who is not None or how not in words["deontic"] else "deontic", who, entry.strength)
        if how == "would":
            reading.strength = min(reading.strength, 2)
        reading.path.append(f"{'not ' if no else ''}{verb.text} {sign:+d}, held by {who or 'the speaker'}")
        return True

    @staticmethod
    def _headline(verb: Token) -> bool:
        """ "Ukraine to sign the accord"."""
        return verb.dep_ == "ROOT" and has_to(verb) and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)

    def _act(self, reading: Reading, verb: Token, lemma: str, no: list[Token], how: str) -> None:
        """Something done, or promised with "will": the stance of whoever does it."""
        who = subject(verb)
        if who is None:
            if how == "will" and no:
                self._hold(reading, verb, "deontic", None, 2)
            return
        if lemma in self.words.words["having"] and not (how == "will" and is_self(who)):
            return  # having or using a thing is no stance on it
        if reading.harmed and len(reading.path) == 2 and lemma not in self.words.words["keeping"] and reading.sign < 0:
            return  # nor is handling what the proposition would end
        how = "will" if how == "would" or self._headline(verb) else how
        if no and how == "" and not (any(c.lower_ == "going" for c in verb.children) or lemma == "go" or verb.tag_ == "VBG"):
            reading.end(f"not done: {lemma}")
            return
        self._hold(reading, verb, "act", who, 2)
        reading.path.append(f"done by {who.text}")

    @staticmethod
    def _hold(reading: Reading, word: Token, kind: str, holder: Token | None, strength: int) -> None:
        """Record that a stance was met; one further out takes the place of one further in."""
        if kind == "act" and reading.kind in ("attitude", "judgement") and reading.holder is None:
            kind = reading.kind
            strength = reading.strength
        reading.kind, reading.holder, reading.impersonal, reading.needed = kind, holder, False, False
        reading.strength = max(strength, reading.strength) if reading.cue and strength >= 2 else strength
        reading.cue.append(word)

    # -- what stands around ----------------------------------------------------------------------

    def _last_resort(self, reading: Reading, anchor: Token, node: Token) -> None:
        """Wishes without a verb of wishing: "To ban them.", "our One China policy"."""
        for clause in (c for c in anchor.children if c.dep_ in ("relcl", "acl") and not has_to(c)):
            who = subject(clause) if clause.dep_ == "relcl" or any(c.dep_ == "agent" for c in clause.children) else None
            agent = next((g for c in clause.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
            taken = any(c.dep_ == "dobj" and c.lower_ not in ("that", "which") for c in clause.children)
            entry = self._entry("verb", lemma_of(clause, self.words), ("attitude",)) or self._entry("verb", lemma_of(clause, self.words))
            holder = agent if agent is not None else who
            if entry is None or holder is None or holder.i == anchor.i or taken or modal(clause) or clause.lemma_ in self.words.words["having"]:
                continue
            reading.sign *= -entry.sign if negations(clause, self.words) else entry.sign
            self._hold(reading, clause, "attitude" if entry.kind == "attitude" else "act", holder, entry.strength)
            reading.path.append(f"{clause.text} {entry.sign:+d}, held by {holder}")  # "the accord that Ukraine signed"
            return
        top = first_conjunct(node)
        if is_verb(top) and top.dep_ == "ROOT" and has_to(top) and subject(top) is None and not modal(top):
            self._hold(reading, top, "deontic", None, 2)
            reading.path.append("to: wanted by the speaker")
            return
        if anchor.lemma_.lower() in ("policy", "position", "stance") and self._own(anchor) and node.i == anchor.i:
            self._hold(reading, anchor, "attitude", next(c for c in anchor.children if c.dep_ == "poss"), 2)
            reading.path.append("our policy")

    def _undecided(self, reading: Reading, clause: Token) -> None:
        """An "if" or "whether" clause says nothing, unless somebody has expressly not decided it."""
        head = clause.head
        if "whether" in clause_marks(clause) and head.lemma_ in ("decide", "determine", "say", "commit") and negations(head, self.words) and subject(head) is not None:
            reading.neutral = True
            self._hold(reading, head, "attitude", subject(head), 2)
            reading.path.append("has not decided whether")
        else:
            reading.end("hypothetical")

    def _surroundings(self, reading: Reading) -> None:
        """Look at all that stands above: conditions, questions, and who is speaking."""
        for token in ancestors(reading.top):
            if not is_verb(token):
                continue
            if token.dep_ == "advcl" and inverted(token) or clause_marks(token) & UNREAL and ("whether" in clause_marks(token) or token.dep_ in ("advcl", "ccomp")):
                self._undecided(reading, token)
                return
            head = token.head
            if reading.source_verb is None and token.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in self.words.words["speech"] and head.i != token.i:
                if negations(head, self.words) and reading.found:
                    reading.end("not said")
                    return
                reading.source_verb = head
                reading.path.append(f"{head.text}: said by {subject(head) or '?'}")
