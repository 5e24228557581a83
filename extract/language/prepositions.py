"""Prepositions and purposes: against it, instead of it, by doing it, in order to do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.complements import Complements
from extract.language.idioms import ending_in
from extract.language.lexicon import Predicate
from extract.language.predicates import AGAINST, EFFECT, WISH
from extract.language.reading import ONE_OPTION, Reading
from extract.language.syntax import COPULAS, ancestors, clause_marks, has_to, is_imperative, is_noun, is_verb, lemma_of, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token


_AMOUNTS = frozenset({("amount", "to"), ("rise", "to"), ("qualify", "as"), ("count", "as")})
"""Verbs, with their prepositions, that say what something is."""


class Prepositions(Complements):
    """Reads the prepositions and purpose clauses on the way up."""

    def _purpose(self, reading: Reading, head: Token, node: Token) -> Token | None:
        """ "X sent troops to do it": who does something in order to, wants it done."""
        if head.lemma_ == "do" and any(c.lower_ in ("little", "nothing") for c in head.children):
            reading.end("not done")  # "did little to support it"
            return None
        if reading.found and not is_noun(reading.cue[-1]):
            return None
        if head.pos_ == "ADJ" or (head.dep_ == "acomp" and not is_verb(head)):
            return self._adjective(reading, head, "to")
        if head.lemma_ in COPULAS:
            return self._judged_clause(reading, head)
        lemma = lemma_of(head, self.words)
        if (lemma != "call" and lemma in self.words.words["opaque"]) or lemma in ("come", "seem", "appear", "happen", "fail", "arise", "die", "suffer", "wait"):
            return self._unknown(reading, head)
        entry = self._entry("verb", lemma, ("attitude",)) if lemma not in self.words.words["striving"] else None  # "sued to block it"
        if lemma == "call" and "for" in clause_marks(node):
            return head if self._verb(reading, head, WISH) else None
        if entry is not None and any(c.dep_ == "prep" and c.lower_ == "on" for c in head.children):  # "call on X to"
            return head if self._verb(reading, head, entry) else None
        if entry is not None and entry.fits("to do") and not any(c.dep_ in ("dobj", "prep", "ccomp") for c in head.children):
            return head if self._verb(reading, head, entry) else None
        if subject(head) is None and not is_imperative(head) and not (has_to(head) and head.dep_ in ("advcl", "xcomp")):
            return self._unknown(reading, head)
        reading.note("to: purpose")
        return head if self._verb(reading, head, EFFECT, purpose=True) else None

    def _preposition(self, reading: Reading, prep: Token, node: Token) -> Token | None:
        word, head = prep.lower_, prep.head
        if word == "to" and head.lower_ == "opposed" and head.i and head.nbor(-1).lower_ == "as":
            reading.end("as opposed to it")
            return None
        if (paid := self._paid(reading, prep)) is not None:
            return self._complement(reading, head, paid, "dobj") if self._own_noun(reading, paid, "of") else self._unknown(reading, head)
        if (effect := self._own_from(reading, prep, node)) is not None:
            return self._by_own(reading, head, effect)
        if word == "on" and is_verb(node) and node.tag_ == "VBG" and head.lemma_ in ("focus", "focused") and reading.kind in ("", "act"):
            focusing = head if is_verb(head) else head.head
            return (
                focusing
                if self._verb(reading, focusing, WISH, holder=subject(head) or next((c for c in head.children if c.dep_ == "nsubjpass"), None))
                else None
            )
        if word == "to" and head.lower_ == "thanks" and head.dep_ in ("npadvmod", "prep", "advmod", "nmod", "dep") and not reading.found:
            self._hold(reading, head, "judgement", None, 1)
            reading.note("thanks to it: judged by the speaker")
            return None
        if word in ("for", "in", "over") and head.lemma_ in ("prosecute", "punish", "sanction", "penalise", "penalize", "jail", "arrest", "convict", "impeach"):
            return self._unknown(reading, head)  # what one is punished for is not what is harmed
        if word == "at" and is_verb(head) and node.lemma_.lower() in self.words.words["gatherings"]:
            return self._unknown(reading, head)  # "criticised Russia at the summit"
        if word == "from" and is_verb(head) and head.lemma_ in ("push", "press", "fight", "call", "work", "drive", "rally"):
            return self._unknown(reading, head)  # "pushed north from it"
        if word in ("on", "about") and head.lemma_ == "take" and any(c.dep_ == "dobj" and c.lemma_ == "shot" and c.i < prep.i for c in head.children):
            return self._unknown(reading, head)  # "took some shots at him, particularly on it"
        if word == "from" and prep.i and (prep.nbor(-1).text == "," or head.lemma_.lower() in self.words.words["topics"]):
            return self._unknown(reading, prep)  # "has broken rules, from this plan to that", "on issues from this to that"
        if word == "of" and is_verb(node) and "how" in clause_marks(node) and is_noun(head):
            return self._unknown(reading, head)  # "changed his account of how it would be paid for"
        if is_verb(node) and "whether" in clause_marks(node) and word in ("on", "about", "over", "of", "as", "regarding"):
            reading.end("hypothetical")  # "a ruling on whether it should be signed"
            return None
        if word == "about" and is_verb(node) and "how" in clause_marks(node) and reading.kind == "act":
            return None  # "frustrated about how they are ending it" is not about that they do
        ended = ending_in(prep)
        if ended is not None and reading.kind == "attitude" and node.i == reading.cue[-1].i and is_noun(node) and ended[1].predicate.kind == "effect":
            return self._idiom(reading, *ended)  # "backed away from its opposition to it"
        if ended is not None and reading.found and ended[1].predicate.kind == "effect" and ended[1].predicate.sign < 0:
            reading.end("abstains: not done")  # "refrained from criticising it"
            return None
        if word == "to" and prep.i and prep.nbor(-1).lower_ == "no" and is_verb(node):
            if any(c.dep_ == "prep" and c.lower_ in ("with", "by", "through", "without") for c in node.subtree):
                return self._unknown(reading, prep)  # "no to paying for it with a new tax": how, not whether
        wish = reading.kind == "attitude" and is_noun(reading.cue[-1]) and (reading.holder is None or is_noun(reading.holder))
        if ended is not None and (not reading.found or (wish and ended[1].predicate.kind == "attitude")):  # "threw its weight behind France's push for it"
            return self._idiom(reading, *ended) if not self._other_sense(node, *ended) else self._unknown(reading, prep)
        if word == "to" and head.lower_ in ("yes", "no") and head.dep_ in ("ROOT", "intj", "ccomp", "dep", "parataxis"):
            reading.sign *= 1 if head.lower_ == "yes" else -1
            self._hold(reading, head, "attitude", None, 2)
            reading.note(f"{head.text} to it")
            return head
        if word == "for" and head.lower_ in ("exchange", "return") and head.dep_ == "pobj":
            return self._unknown(reading, head)  # what one gives in order to get another thing
        if word in ("on", "about") and head.lemma_ in ("press", "push", "lobby", "pressure") and any(c.dep_ == "dobj" for c in head.children):
            return self._unknown(reading, head)  # "pressed them on it" does not say for what
        if word == "for" and prep.dep_ == "prep" and node.tag_ == "VBG" and is_verb(head) and reading.kind == "attitude" and reading.holder is not None:
            if any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children):
                return None  # "was sacked for supporting it"
            if reading.holder.dep_ == "dobj" and is_noun(reading.holder):
                reading.also.append((reading.holder, reading.sign))  # "thanked them for supporting it"
        if is_verb(head) and reading.anchor is not None and (head.lemma_, word) in _AMOUNTS and self._is_label(reading, reading.anchor):
            if node.i == reading.anchor.i or node.lemma_ == "level":
                return head if self._amounts(reading, head) else None
        if word == "as" and is_verb(head) and lemma_of(head, self.words) in self.words.words["naming"] and self._is_label(reading, node):
            return head if self._labelled(reading, head) else None  # "sees this as a disaster"
        if word == "with" and head.lower_ in self.words.words["in_measure"] and (not is_noun(head) or head.head.lower_ == "in"):
            return self._unknown(reading, head)  # "in line with it"
        if word == "without" and is_verb(head) and not reading.found and (bad := self._foretold(head)):
            reading.sign *= -bad
            self._hold(reading, head, "judgement", None, 2)
            reading.note(f"without it, {head.text}: a warning {-bad:+d}")
            return head
        if word == "without" and is_verb(head) and not reading.found and head.lemma_ == "be" and any(c.dep_ == "expl" for c in head.children):
            lacking = next((c for c in head.children if c.dep_ == "attr" and self._is_not(c)), None)
            if lacking is not None and lacking.lemma_.lower() not in self.words.words["bad_outcomes"] and modal(head) not in self.words.words["epistemic"]:
                self._hold(reading, head, "judgement", None, 2)
                reading.note(f"without it no {lacking.text}: wanted by the speaker")
                return head
        if head.lower_ == "anything" and (keen := next((c for c in head.children if c.dep_ == "amod" and c.nbor(-1).lower_ == "but"), None)):
            return self._adjective(reading, keen, word)  # "anything but keen on it"
        if prep.dep_ in ("pcomp", "prep") and head.pos_ == "ADP":  # "instead of", "out of"
            word, head = head.lower_, head.head
            if word == "out" and head.lemma_ in ("shut", "lock", "leave", "freeze") and any(c.dep_ in ("dobj", "nsubjpass") for c in head.children):
                return self._unknown(reading, head)  # who shuts others out of it does not end it
            if word == "out" and is_verb(head):
                return head if self._verb(reading, head, Predicate("effect", -1)) else None
        if word == "to" and is_verb(node) and node.tag_ == "VBG" and head.tag_ == "VBG" and head.dep_ == "pcomp" and head.head.lower_ in ("from", "to"):
            return head  # a list: "from ending this to banning that"
        if word in ("on", "about", "regarding", "concerning", "around", "for") and reading.untouched and is_noun(head):
            harm = self._entry("noun", head.lemma_.lower(), ("effect", "attitude") if word == "for" else ("effect",))
            kept = word == "for" and head.lemma_.lower() in self.words.words["upkeep"]  # "cut off the money for it"
            if not kept and (harm is None or (harm.kind == "effect" and harm.sign > 0) or head.lemma_.lower() in self.words.words["stands"]):
                return self._unknown(reading, head)  # "his plan on student debt" does not say what is done to it
        if is_verb(head) and prep.i < head.i and (after := max(t.i for t in prep.subtree) + 1) < head.i:
            if prep.doc[after].text == ":" or (
                prep.doc[after].text == "," and is_noun(node) and node.lower_ != "order" and word in ("with", "in", "at", "from", "into")
            ):
                return self._unknown(reading, prep)  # "On the accord: …", "In concert with the accord, …"
        if word in ("on", "about", "regarding", "concerning", "around") and reading.untouched and not is_noun(head):
            return self._unknown(reading, head)
        texts = self.words.words["texts"]
        if word in ("on", "about", "regarding") and any(c.dep_ == "dobj" and c.lemma_.lower() in texts for c in head.children):
            return self._unknown(reading, head)  # "passed legislation on it"
        if is_verb(head) and (joined := self._entry("verb", f"{head.lemma_.lower()}_{word}")) is not None and prep.dep_ in ("prep", "prt"):
            return head if self._verb(reading, head, joined) else None  # "water down the bill"
        if word == "over" and head.lemma_ in ("fight", "battle", "struggle"):
            return self._unknown(reading, head)  # does not say for what
        if (
            prep.dep_ == "agent"
            and head.dep_ == "acl"
            and head.lemma_ in ("own", "hold", "control", "pose", "present", "create", "cause")
            and is_noun(head.head)
        ):
            return self._noun(reading, head.head, "of")  # "assets held by them": theirs
        if prep.dep_ == "agent":
            return self._unknown(reading, head)  # it does what the verb says; nobody does it to it
        words = self.words.words
        if not reading.found and word in ("than", "of") and (preferred := self._preferred(prep)) is not None:
            return preferred if self._verb(reading, preferred, AGAINST) else None
        if not reading.found and (head.lower_ in ("instead", "rather") or any(c.lower_ in ("instead", "rather") for c in prep.children)):
            return self._unknown(reading, head)
        chosen = head if is_verb(head) else head.head
        if word in ("to", "over") and chosen.lemma_ in ("prefer", "choose", "favour", "favor") and any(c.dep_ == "dobj" for c in chosen.children):
            return chosen if self._verb(reading, chosen, AGAINST) else None
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
        if (
            is_verb(head)
            and word in ("to", "from", "of", "on", "for", "against", "over", "about", "in", "regarding")
            and (carried := self._carried(head, prep)) is not None
        ):
            return self._noun(reading, carried, word)
        if word in ("instead", "than", "without", "despite", "after", "before", "since", "during", "amid", "until"):
            if not reading.found:
                reading.stop = f"unknown: {word}"
            return None
        verb = head if is_verb(head) else head.head if is_verb(head.head) else None
        if word == "with" and head.lemma_ == "replace" and any(c.dep_ in ("dobj", "nsubjpass") for c in head.children):
            return head if self._verb(reading, head, EFFECT) else None
        if word == "but" and head.lemma_.lower() in ("option", "choice", "alternative") and self._is_not(head):
            self._hold(reading, head, "attitude", subject(head.head) if is_verb(head.head) else None, 2)
            reading.note(f"no {head.text} but it")
            return None
        if word == "except" and (head.lower_ == "everything" or any(c.lower_ in ("all", "every") for c in head.children)):
            reading.sign *= -1
            reading.note(f"{head.text} except it: flips")
            return head
        if word == "against":
            if head.lower_ == "record" or head.lemma_ in words["against"] or head.lower_ == "out":
                return verb if verb is not None and self._verb(reading, verb, AGAINST) else None
            noun = head.lemma_.lower() if is_noun(head) and not reading.found else ""
            plain = noun and noun not in words["opaque_nouns"] and self.words.look("noun", noun, ("attitude", "effect")) is None
            if plain or noun in words["instruments"]:
                reading.sign *= -1
                reading.note(f"{head.text} against -1", head, -1)
                return head  # "drafted a resolution against it", "wants defences against it"
            return self._noun(reading, head, "against") if is_noun(head) else self._unknown(reading, prep)
        if word == "for" and head.lemma_ in ("protest", "march", "rally", "demonstrate", "strike", "agitate", "petition"):
            return head if self._verb(reading, head, Predicate("attitude", 1, 2)) else None
        there = any(c.dep_ == "expl" for c in head.children)
        if word in ("for", "behind") and verb is head and not there and head.lemma_ in ("be", "vote", "argue", "stand", "speak", "push", "fight", "go"):
            return head if self._verb(reading, head, WISH) else None
        if word == "including" and is_verb(node):
            verb = next((a for a in ancestors(head) if is_verb(a)), None)
        if (
            word == "into"
            and is_verb(node)
            and verb is head
            and head.lemma_ in words["coaxing"]
            and any(c.dep_ in ("dobj", "nsubjpass") for c in head.children)
        ):
            return head if self._verb(reading, head, WISH) else None  # "blackmailed Europe into launching it"
        if word in ("by", "including") and prep.dep_ == "prep" and is_verb(node) and verb is not None:
            return self._adjunct(reading, verb, prep)
        if word not in words["transparent_prepositions"]:
            return self._unknown(reading, prep)
        if is_noun(head) or head.pos_ == "PRON" or (head.pos_ == "NUM" and word == "of"):
            if word == "including" and any(t.lemma_.lower() == "option" and t.tag_ == "NNS" for t in (head, *ancestors(head)) if is_noun(t) and t.i < prep.i):
                reading.note(ONE_OPTION)  # "a range of options, including it"
            if word == "including" and not is_verb(node):
                aim = next((a for a in ancestors(head) if is_verb(a)), None)
                if (
                    aim is not None
                    and lemma_of(aim, self.words) not in words["opaque"]
                    and has_to(aim)
                    and aim.dep_ in ("acl", "relcl", "advcl")
                    and prep.nbor(-1).text == ","
                ):
                    above = aim.head  # "action to keep arms out, including a ban": the ban is an action
                    return above if is_noun(above) or self._verb(reading, above, EFFECT) else None
                return head
            if head.lower_ in ("favor", "favour") and head.dep_ == "pobj":
                voice = head.head.head
                if voice.dep_ == "attr" and voice.lemma_.lower() in ("voice", "force", "country", "party", "state", "member", "government"):
                    return voice.head if self._verb(reading, voice.head, WISH) else None  # "has been the loudest voice in favour of it"
                if is_noun(voice):
                    return self._unknown(reading, head)  # "rejected the treaty in favour of it"
                return head.head.head if self._verb(reading, head.head.head, Predicate("attitude", 1, 2)) else None
            return self._noun(reading, head, word)
        if head.pos_ == "ADJ" or head.dep_ == "acomp":
            return self._adjective(reading, head, word)
        if is_verb(head):
            lemma = lemma_of(head, self.words)
            if lemma == "change" and word in ("about", "on", "in", "with") and negations(head, self.words) and self._own(node):
                self._hold(reading, head, "attitude", None, 2)
                reading.note("not changed")
                return head
            if word == "in" and any(c.dep_ == "dobj" and any(g.pos_ in ("NUM", "SYM") for g in c.subtree) for c in head.children):
                return self._complement(reading, head, node, "dobj")  # "gave $8 billion in aid"
            entry = self._entry("verb", lemma)
            usual = word in words["verb_prepositions"] and lemma not in words["light"]
            if entry and (word in entry.takes or (not entry.takes and usual) or (lemma == "work" and word in ("for", "toward", "towards", "on"))):
                return self._complement(reading, head, prep, "prep")
            if word == "about" and lemma in ("talk", "speak"):
                return self._complement(reading, head, prep, "prep")
            if head.dep_ == "relcl" and lemma in words["having"] and not reading.found and not negations(head, self.words):
                costs = head.head.lemma_.lower() in ("cost", "price", "burden", "expense")
                return self._noun(reading, head.head, "of") if costs else head.head  # "the agreement that we had on it"
            if lemma == "help" and word == "with" and any(c.dep_ == "dobj" for c in head.children):
                return head if self._verb(reading, head, Predicate("effect", -1 if reading.untouched else 1)) else None  # "help people with their debt"
            if lemma in ("go", "come") and word == "to" and any(c.lower_ in ("back", "ahead", "forward") for c in head.children):
                who = subject(head)  # "I want to go back to it" is about what to speak of
                return head if (who is None or who.lower_ != "i") and self._verb(reading, head, EFFECT) else None
            return self._unknown(reading, head)
        if head.pos_ in ("ADV", "ADP") and is_verb(head.head) and (joined := self._entry("verb", f"{head.head.lemma_.lower()}_{head.lower_}")):
            return head.head if self._verb(reading, head.head, joined) else None
        if head.pos_ == "ADV" and head.lower_ in ("forward", "back", "ahead"):
            upper = head.head
            if head.lower_ == "forward" and upper.lemma_ == "look":
                return upper if self._verb(reading, upper, Predicate("attitude", 1, 2, "none")) else None
            return upper if self._verb(reading, upper, EFFECT) else None
        return self._unknown(reading, head)
