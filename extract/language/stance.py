"""Stance by composition: from the issue's words upward along the parse to whoever holds the stance.

Each step multiplies a sign: predicates that want or refuse, that bring about or harm, negation and
modals (after Nairn, Condoravdi & Karttunen 2006 on implicatives, and Deng & Wiebe 2014 on verbs that
are good or bad for their object). Where the way up meets a word that says nothing of stance, the
reading ends; if nobody's stance was met by then, there is none.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from extract.language.lexicon import Predicate
from extract.language.nouns import Nouns
from extract.language.reading import Reading
from extract.language.syntax import (
    COPULAS,
    SUBJECTS,
    UNREAL,
    ancestors,
    clause_marks,
    first_conjunct,
    has_to,
    inverted,
    is_imperative,
    is_noun,
    is_verb,
    lemma_of,
    modal,
    negations,
    possessor,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_EFFECT = Predicate("effect", 1)
_WISH = Predicate("attitude", 1, 2, "none")
_ADDRESSED = frozenset({"ask", "urge", "tell", "call", "encourage", "press", "push", "order", "warn", "advise", "implore", "beg", "invite", "persuade"})
"""Verbs whose object is asked to do something, and is not what is wanted."""
_ORDERS = frozenset({"demand", "request", "propose", "urge", "require", "order", "ask", "recommend", "want", "wish"})
"""Verbs whose clause is what is wanted, not what is."""
_FEELINGS = {"fear": -1, "worry": -1, "dread": -1, "regret": -1, "lament": -1, "hope": 1, "wish": 1, "pray": 1, "want": 1, "demand": 1, "insist": 1}
"""What one feels of it that it will be so."""
_SURE = frozenset({"clear", "sure", "certain", "explicit", "confident", "convinced", "emphatic", "unequivocal", "unambiguous", "outspoken"})
_AGAINST = Predicate("attitude", -1, 2, "none")


class Composer(Nouns):
    """Climbs from an issue's words to a stance."""

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

    def _step(self, reading: Reading, node: Token) -> Token | None:
        rel, head = node.dep_, node.head
        if rel == "conj":
            first = first_conjunct(node)
            if (
                not is_verb(node)
                and not reading.found
                and any(c.dep_ == "neg" for c in (*node.children, *(c for c in node.head.children if c.i > node.head.i)))
            ):
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
            if has_to(head) and head.dep_ in ("advcl", "ccomp", "xcomp") and "for" in clause_marks(head):
                return self._complement(reading, head.head, head, "xcomp")  # "called for talks to end the war"
            return self._as_subject(reading, head, node)
        if rel in ("dobj", "nsubjpass", "xcomp", "ccomp", "attr", "oprd", "dative", "acomp", "csubjpass", "parataxis", "dep"):
            return self._complement(reading, head, node, rel)
        if rel in ("prep", "agent") and is_verb(head):
            return self._adjunct(reading, head, node)
        return self._unknown(reading, head)

    def _purpose(self, reading: Reading, head: Token, node: Token) -> Token | None:
        """ "X sent troops to do it": who does something in order to, wants it done."""
        if reading.found:
            return None
        if head.pos_ == "ADJ" or (head.dep_ == "acomp" and not is_verb(head)):
            return self._adjective(reading, head, "to")
        if head.lemma_ in COPULAS:
            return self._judged_clause(reading, head)
        lemma = lemma_of(head, self.words)
        if (lemma != "call" and lemma in self.words.words["opaque"]) or lemma in ("come", "seem", "appear", "happen", "fail", "arise", "die", "suffer"):
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
        if (word == "in" and node.lower_ in ("favour", "favor")) or (
            head.lower_ in ("favour", "favor") and head.head.head.lemma_ in ("reject", "drop", "abandon", "scrap")
        ):
            return self._unknown(reading, head)
        if (
            word == "to"
            and head.lemma_ == "say"
            and (told := next((c.lower_ for c in head.children if c.dep_ in ("intj", "dobj") and c.lower_ in ("yes", "no")), ""))
        ):
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
        if word == "for" and head.lemma_ in ("protest", "march", "rally", "demonstrate", "strike", "agitate", "petition"):
            return head if self._verb(reading, head, Predicate("attitude", 1, 2)) else None
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
            return self._adjective(reading, head, word)
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
                clause = next((c for c in head.children if c.dep_ in ("csubj", "nsubj") and is_verb(c)), None)
                reading.sign *= -1 if clause is not None and negations(clause, self.words) else 1
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
        if (
            lemma in _ADDRESSED
            and (rel == "dobj" or (rel == "prep" and node.lower_ != "for"))
            and any(c.dep_ in ("xcomp", "ccomp", "advcl") and (has_to(c) or c.dep_ != "advcl") for c in head.children)
        ):
            return self._unknown(reading, head)  # "urged NATO to act" wants the act
        if lemma in ("accuse", "blame") and rel == "prep":
            return self._unknown(reading, head)
        if lemma in words["opaque"] and not called_on and not (rel == "prep" and node.lower_ == "for"):
            return self._unknown(reading, head)
        if lemma in ("lift", "suspend", "waive") and rel in ("dobj", "nsubjpass") and node.lemma_.lower() in ("limit", "ceiling", "cap", "threshold"):
            return head if self._verb(reading, head, _EFFECT) else None  # to lift a limit is to raise it
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
        wished = reading.kind == "act" and (lemma in _ORDERS or (lemma == "insist" and reading.top is not None and reading.top.tag_ == "VB"))
        if wished and entry is not None:
            reading.path.append("a wish, not yet an act")
            self._verb(reading, verb, entry)
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
        if (
            "whether" in clause_marks(clause)
            and head.lemma_ in ("decide", "determine", "say", "commit")
            and negations(head, self.words)
            and subject(head) is not None
        ):
            reading.neutral = True
            self._hold(reading, head, "attitude", subject(head), 2)
            reading.path.append("has not decided whether")
        else:
            reading.end("hypothetical")

    def _outer_no(self, reading: Reading) -> bool:
        """Whether something above the last word that was read turns it round, and was not reckoned with ("dismissed the suggestion that …")."""
        if reading.top is None or (reading.holder is not None and reading.kind != "act"):
            return False
        words = self.words.words
        way = list(ancestors(reading.top))
        for below, token in itertools.pairwise(way):
            if below.dep_ in ("conj", "parataxis") or token in reading.cue or (token.lemma_.lower() in words["speech"] and not negations(token, self.words)):
                return False
            if is_verb(token) and (negations(token, self.words) or token.lemma_.lower() in words["harms"]):
                return True
            kinds = ("attitude", "judgement") if is_noun(token) else ("attitude", "effect")
            entry = self.words.look("noun" if is_noun(token) else "verb", lemma_of(token, self.words), kinds)
            if entry is not None and entry.sign < 0:
                return True
        return False

    def _surroundings(self, reading: Reading) -> None:
        """Look at all that stands above: conditions, questions, and who is speaking."""
        if reading.found and self._outer_no(reading):
            reading.end("an outer no")
            return
        for token in ancestors(reading.top):
            if not is_verb(token):
                continue
            if (token.dep_ == "advcl" and inverted(token)) or (
                clause_marks(token) & UNREAL and ("whether" in clause_marks(token) or token.dep_ in ("advcl", "ccomp"))
            ):
                self._undecided(reading, token)
                return
            head = token.head
            if reading.source_verb is None and token.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in self.words.words["speech"] and head.i != token.i:
                if negations(head, self.words) and reading.found:
                    reading.end("not said")
                    return
                reading.source_verb = head
                reading.path.append(f"{head.text}: said by {subject(head) or '?'}")
