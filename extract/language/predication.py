"""Of what it is said, and whether it is so: from the word for what something is ("a coup") to the clause that says so.

The label stands in a predication ("the events are a coup", "amount to a coup"), is what somebody calls or thinks a thing ("called it a
coup"), is laid at somebody's door ("accused Varland of it"), or is only mentioned; then nothing is said to be so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from extract.language.calling import Said, own_subject
from extract.language.facts import Fact
from extract.language.lexicon import lexicon
from extract.language.polarity import Polarity
from extract.language.propositions import stem
from extract.language.syntax import ancestors, has_to, is_noun, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_COPULAS = frozenset({"be", "remain", "become", "prove", "seem", "look", "appear", "stay"})
_GUILTY = frozenset({"guilty", "responsible", "culpable", "answerable", "blame"})
_FAR = 5  # words between a copula and what it says
_SOFT = frozenset({"seem", "look", "appear"})


class Predication(Polarity):
    """Finds the predication that a label stands in."""

    @cached_property
    def loose(self) -> frozenset[str]:
        """The stems of words for events."""
        return frozenset(map(stem, self.words.words["loose"]))

    def said(self, label: Token, fact: Fact) -> Said | None:
        """The predication of a label; None where it is only mentioned."""
        node = self._whole(label, fact)
        over = node.head
        if is_verb(node) and node.dep_ not in ("acomp", "attr", "amod"):
            named = self._named(node) if node.tag_ == "VBN" and node.dep_ in ("advcl", "pcomp", "prep", "acl", "oprd") else None
            return named or self._deed(node)
        if node.dep_ in ("attr", "acomp", "oprd", "dep") and is_verb(over) and over.lemma_ in _COPULAS:
            return self._of_copula(over, node, label, fact)
        if node.dep_ == "prep" and is_verb(over) and over.lemma_ in _COPULAS and node.i - over.i < _FAR:
            return self._of_copula(over, node, label, fact)  # "is behind the attack"
        if node.dep_ == "amod" and over.dep_ == "prep" and over.head.lower_ == "far" and is_verb(over.head.head):
            return self._of_copula(over.head.head, node, label, fact)  # "had been far from fair"
        if node.lower_ in _GUILTY and is_verb(over) and over.lemma_ in ("hold", "find", "consider", "deem", "declare"):
            done_to = next((c for c in (*node.children, *over.children) if c.dep_ in ("nsubj", "dobj") and over.i < c.i < node.i), None)
            return self._calling(over, done_to, "naming") if done_to is not None else None
        if (named := self._named(node)) is not None:
            return named
        if not is_verb(over) and node.dep_ in ("ccomp", "oprd", "xcomp", "acomp") and self._kind(over):
            return None
        if (placed := self._placed(node, fact)) is not None:
            return placed
        if fact.quality and is_noun(node):
            return self._nominal(node)
        if node.dep_ in ("amod", "compound", "nmod") and is_noun(over):
            return self._before(node, over, fact)
        return None

    def _whole(self, label: Token, fact: Fact) -> Token:
        """The word by which the label's phrase hangs in the sentence."""
        node = label
        for _ in range(4):
            over = node.head
            if node.dep_ == "conj" and not is_verb(node) and not is_verb(over):
                node = over
            elif node.dep_ in ("amod", "compound") and self._stands_for_it(node, over, fact):
                node = over  # "is an illegal act"
            elif node.dep_ in ("appos", "npadvmod") and any(c.dep_ == "neg" for c in node.children) and over.dep_ in ("attr", "acomp"):
                node = over  # "was an accident, not murder"
            elif node.dep_ == "pobj" and over.lower_ == "but" and over.head.lower_ in ("nothing", "anything"):
                node = over.head
            elif node.dep_ == "pobj" and over.lower_ == "of" and over.head.lemma_.lower() in self.words.words["kinds"] and is_noun(over.head):
                node = over.head  # "a form of genocide"
            else:
                break
        return node

    def _stands_for_it(self, node: Token, noun: Token, fact: Fact) -> bool:
        """Whether a noun after a label only stands for what that says: "an illegal act", but not "a strong labour market"."""
        if not is_noun(noun) or noun.i < node.i or (noun.dep_ == "pobj" and noun.head.lower_ != "as"):
            return False
        if noun.dep_ not in ("attr", "oprd", "pobj", "appos", "ccomp"):
            return False
        words = self.words.words
        vague = words["loose"] | words["kinds"] | words["events"] | words["measures"]
        return noun.lemma_.lower() in vague or stem(noun.lemma_) in fact.of | fact.label

    # -- the kinds of predication ----------------------------------------------------------------

    def _deed(self, verb: Token) -> Said | None:
        accused = verb.head if verb.dep_ == "pcomp" else None
        if accused is not None and accused.lower_ in ("of", "with", "for"):
            return self._accused(accused)
        passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        who = passive or own_subject(verb) or (subject(verb) if verb.dep_ in ("xcomp", "conj") else None)
        finite = (
            verb.tag_ in ("VBD", "VBZ", "VBP")
            or (verb.tag_ == "VBN" and passive is None and any(c.dep_ == "nsubj" for c in verb.children))
            or any(c.dep_ in ("aux", "auxpass") and c.lower_ not in ("to",) for c in verb.children)
        )
        if who is not None and who.lower_ in ("who", "which", "that"):
            who = verb.head if verb.dep_ == "relcl" else None  # "who had done it": that is asked
        if verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children):
            return None  # "what he was to do is invade"
        finite = finite or (verb.dep_ == "xcomp" and any(c.lower_ == "have" for c in verb.children))
        if who is None or not finite:
            return None
        return self._polar(Said(verb, who), verb, verb)

    def _of_copula(self, copula: Token, node: Token, label: Token, fact: Fact) -> Said | None:
        if fact.deed and is_verb(label):
            return None  # "what he was to do, which is invade"
        if copula.tag_ == "VBG" and copula.dep_ == "pcomp" and copula.head.lower_ in ("of", "for", "with"):
            return self._accused(copula.head)  # "accused of being behind it"
        there = any(c.dep_ == "expl" or (c.dep_ == "nsubj" and c.lower_ == "there") for c in copula.children)
        of = None if there else self._subject(copula)
        if of is not None and of.lower_ == "it":  # "it is illegal to close the border"
            of = next((c for c in copula.children if c.i > node.i and c.dep_ in ("xcomp", "advcl") and has_to(c)), of)
        said = Said(copula, of, hedged=copula.lemma_ in _SOFT)
        beside = [c for c in node.children if c.dep_ in ("amod", "compound")]
        fits = is_noun(node) and not any(c.lower_ in ("such", "other") or c.dep_ == "relcl" for c in node.children) and all(self._sized(c) for c in beside)
        if there and not (fits and (fact.state or fact.blames or fact.of_head in self.loose)):
            said.stop = "of something there is"
        if said.of is None and not there:
            said.stop = said.stop or "not told of what"
        if copula.lemma_ == "look" and node.dep_ == "prep":
            said.stop = "only like it"
        if modal(copula) == "will" and (not fact.quality or fact.past or (self._conditional(copula) and copula.head.lemma_ in ("say", "add"))):
            said.stop = said.stop or "only to come"
        return self._polar(said, copula, label)

    def _sized(self, word: Token) -> bool:
        """Whether a word before a label says only how great or plain it is: "a deep recession", but not "a democratic recession"."""
        return word.lower_ in self.words.words["sizes"] or word.lower_ in self.words.words["strong"] | self.words.words["kinds"]

    def _inverted(self, label: Token) -> Said | None:
        """ "Is the rise temporary?", by the order of the words."""
        first = next((t for t in label.doc if t.is_alpha and t.lower_ not in ("q", "so", "and", "but", "then", "now")), None)
        of = next((c for c in first.children if c.dep_ in ("nsubj", "attr", "ccomp", "csubj") and c.i > first.i), None) if first is not None else None
        last = [t for t in label.doc if t.is_alpha][-1]
        near = label.right_edge.i >= last.i or last in list(label.subtree)
        if first is None or of is None or first.lemma_ != "be" or not near or of.i >= label.i or any(t.dep_ == "neg" for t in label.doc):
            return None
        return Said(first, of)

    def _placed(self, node: Token, fact: Fact) -> Said | None:
        """ "Amounts to it", "has slipped into it", "sees no sign of it", "there is no evidence of it", "it has taken place"."""
        over, kinds, words = node.head, self.words.kinds, self.words.words
        if node.dep_ == "dobj" and is_verb(over):
            if over.lemma_ in kinds["equating"] or (over.lemma_ in words["entering"] and not fact.quality):
                return self._polar(Said(over, self._subject(over)), over, node)
            if over.lemma_.lower() in lexicon().words["committing"] or ((fact.blames or fact.deed) and over.lemma_.lower() in self.words.words["doing"]):
                return self._deed_of(over, node)
            if over.lemma_ in ("see", "find") and any(c.dep_ == "det" and c.lower_ == "no" for c in node.children) and subject(over) is not None:
                return Said(over, None, -1, named="deeming", holder=subject(over), stop="" if not modal(over) and not negations(over, lexicon()) else "not so")
        if node.dep_ == "dobj" and is_verb(over) and over.lemma_ in ("attribute", "ascribe", "blame", "pin") and fact.blames:
            of = next((g for c in over.children if c.lower_ in ("to", "on") for g in c.children if g.dep_ == "pobj"), None)
            return self._calling(over, of, "naming") if of is not None else None
        if node.dep_ == "nsubj" and is_verb(over) and not fact.quality:
            took = over.lemma_ == "take" and any(c.dep_ == "dobj" and c.lower_ == "place" for c in over.children)
            way = over.lemma_ == "be" and any(c.lower_ == "under" and any(g.lower_ == "way" for g in c.children) for c in over.children)
            if took or way or over.lemma_ in words["happening"]:
                return self._polar(Said(over, None), over, over)
        if node.dep_ != "pobj":
            return None
        up = over.head
        if over.lower_ in ("in", "into", "to", "as") and is_verb(up):
            entered = over.lower_ in ("in", "into") and up.lemma_ in words["entering"]
            if (unseen := self._unseen(up)) is not None:
                return unseen
            if entered or (over.lower_ in ("to", "as") and up.lemma_ in ("amount", "qualify", "equate")):
                return self._polar(Said(up, self._subject(up)), up, node)
        if over.lower_ == "of" and up.lemma_.lower() == "level" and is_verb(up.head.head):
            rises = up.head.head
            return self._unseen(rises) or self._polar(Said(rises, self._subject(rises)), rises, node)
        if over.lower_ == "of" and up.lemma_.lower() in kinds["evidence"] | kinds["claim"] | {"talk"} and is_noun(up):
            return Said(up, None)  # "no sign of it", "allegations of it"
        if over.lower_ in ("of", "for", "with"):
            return self._accused(over)
        return None

    def _unseen(self, verb: Token) -> Said | None:
        """ "We have not seen attacks that rise to the level of it", "found nothing that amounts to it": held by whoever has not."""
        if verb.dep_ not in ("relcl", "acl", "advcl", "xcomp", "ccomp") or negations(verb, lexicon()):
            return None
        over = verb.head if is_verb(verb.head) else next((a for a in ancestors(verb.head) if is_verb(a)), verb.head)
        done_to = next((c for c in over.children if c.dep_ in ("dobj", "ccomp") and c.i > over.i), None)
        no = negations(over, lexicon()) or (done_to is not None and (done_to.lower_ == "nothing" or any(c.lower_ == "no" for c in done_to.children)))
        if over.lemma_ not in ("see", "find", "observe") or done_to is None or not no or modal(over) or subject(over) is None:
            return None
        return Said(over, None, -1, named="deeming", holder=subject(over))

    def _deed_of(self, verb: Token, node: Token) -> Said | None:
        """ "Varland is committing it", "accused Varland of committing it"."""
        if verb.dep_ == "pcomp" and verb.head.lower_ in ("of", "with"):
            return self._accused(verb.head)
        said = self._deed(verb)
        return said if said is None or node.dep_ == "dobj" else None

    def _accused(self, prep: Token) -> Said | None:
        """ "Accused Varland of it", "is guilty of it", "blamed Varland for it", "holds it responsible for it"."""
        over = prep.head if prep.head.dep_ != "dobj" else prep.head.head  # "accused Varland of it", read as one thing
        guilty = over.lemma_.lower() in _GUILTY and (not is_verb(over) or over.head.lemma_ == "be")
        if prep.lower_ in ("of", "for") and guilty:
            copula = next((a for a in over.ancestors if is_verb(a)), None) if over.dep_ != "ROOT" else None
            if copula is None:
                return None
            if (
                copula.lemma_ in ("hold", "find", "consider", "declare", "deem")
                and (of := next((c for c in copula.children if c.dep_ == "dobj"), None)) is not None
            ):
                return self._calling(copula, of, "naming")
            if copula.lemma_ in ("hold", "find", "consider", "deem") and over.dep_ == "ccomp":
                return self._calling(copula, next((c for c in over.children if c.dep_ == "nsubj"), None), "naming")
            carrier = copula if copula.lemma_ == "be" else None
            return self._polar(Said(carrier, self._subject(carrier)), carrier, over) if carrier is not None else None
        if (over.lemma_, prep.lower_) in (("accuse", "of"), ("blame", "for"), ("charge", "with"), ("convict", "of")) and is_verb(over):
            done_to = next((c for c in over.children if c.dep_ == "dobj"), None)
            passive = next((c for c in over.children if c.dep_ == "nsubjpass"), None)
            return self._calling(over, passive or done_to, "naming") if passive or done_to else None
        return None

    @staticmethod
    def _nominal(noun: Token) -> Said | None:
        """ "The safety of the vaccine", of which one may have doubts."""
        of = next((g for c in noun.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
        of = of or next((c for c in noun.children if c.dep_ in ("poss", "compound")), None)
        return Said(noun, of) if of is not None else None

    def _before(self, node: Token, noun: Token, fact: Fact) -> Said | None:
        """ "The illegal closure"; "the rise reflects temporary factors"."""
        if fact.quality and noun.lemma_.lower() in self.words.words["causes"]:
            return self._caused(noun, node)
        if noun.lemma_.lower() in self.words.kinds["claim"] and not fact.quality:
            return Said(noun, None)  # "the lab leak theory"
        definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "these", "that", "those", "their", "its", "his", "her") for c in noun.children)
        if stem(noun.lemma_) in fact.of and definite:
            return Said(noun, noun, given=True)
        return None

    def _caused(self, noun: Token, label: Token) -> Said | None:
        over = noun.head
        if noun.dep_ == "dobj" and is_verb(over) and over.lemma_ == "reflect":
            return self._polar(Said(over, self._subject(over)), over, label)
        if noun.dep_ != "pobj":
            return None
        up = over.head
        if over.lower_ == "to" and up.lower_ == "due":
            verb = next((a for a in up.ancestors if is_verb(a)), None)
            return self._polar(Said(verb, self._subject(verb)), verb, label) if verb is not None else None
        if over.lower_ == "of" and up.lemma_ == "result" and is_verb(up.head):
            return self._polar(Said(up.head, self._subject(up.head)), up.head, label)
        if over.lower_ in ("from", "to") and is_verb(up) and up.lemma_ in ("result", "stem", "arise", "attribute", "ascribe"):
            if up.lemma_ in ("attribute", "ascribe"):
                done_to = next((c for c in up.children if c.dep_ in ("dobj", "nsubjpass")), None)
                return self._calling(up, done_to, "naming")
            return self._polar(Said(up, self._subject(up)), up, label)
        return None
