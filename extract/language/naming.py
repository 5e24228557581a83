"""What a thing is called: "called it a mistake", "sees this as a disaster"."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from extract.language.judgements import Judgements
from extract.language.reading import Reading
from extract.language.syntax import UNREAL, ancestors, clause_marks, is_noun, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_CALLING = frozenset({"call", "label", "term", "brand", "dub", "deem", "pronounce", "declare"})


class Naming(Judgements):
    """Reads what somebody calls a thing."""

    def _is_label(self, reading: Reading, noun: Token) -> bool:
        """Whether the words are what something may be called, and that is the issue ("Russia causes a disaster")."""
        others = [c for c in noun.children if c.dep_ in ("amod", "compound", "poss", "nummod") or (c.dep_ == "det" and c.lower_ not in ("a", "an"))]
        return (
            len(reading.steps) == 1 and noun.tag_ in ("NN", "NNP") and not others and self.words.look("noun", noun.lemma_.lower(), ("judgement",)) is not None
        )

    def _labelled(self, reading: Reading, verb: Token) -> bool:
        """ "called it a disaster": held by whoever does."""
        if modal(verb) in self.words.words["epistemic"] or modal(verb) in ("would", "can"):
            return False
        reading.sign *= -1 if negations(verb, self.words) else 1
        self._hold(reading, verb, "attitude", subject(verb), 2)
        reading.note(f"{verb.text} it so, held by {reading.holder or '?'}")
        return True

    def _amounts(self, reading: Reading, verb: Token) -> bool:
        """ "It amounts to a disaster", "does not rise to the level of a disaster", "have not seen that it does": held by whoever says so."""
        over = itertools.takewhile(lambda a: a.lemma_.lower() not in self.words.words["speech"], itertools.islice(ancestors(verb), 1, None))
        found = next((a for a in over if is_verb(a) and a.lemma_ in ("see", "find") and subject(a) is not None), None)
        unsure = {*self.words.words["epistemic"], "would", "can"}
        if modal(verb) in unsure or (found is not None and modal(found) in unsure) or clause_marks(verb) & UNREAL:
            reading.end("only possible")
            return False
        of = subject(verb) if found is None else next((c for c in found.children if c.dep_ in ("dobj", "ccomp")), None)
        if of is None or any(t.pos_ in ("PROPN", "NUM") for t in of.subtree if t.i < verb.i):
            reading.end("of something else, it may be")  # "the killings of 1932", "what Burma did"
            return False
        reading.sign *= -1 if negations(verb, self.words) or (found is not None and negations(found, self.words)) else 1
        self._hold(reading, found or verb, "attitude" if found is not None else "judgement", subject(found) if found is not None else None, 2)
        reading.note(f"{verb.text}: it is so {reading.sign:+d}")
        return True

    def _called(self, reading: Reading, tokens: Sequence[Token]) -> bool:
        """ "Called the rent freeze a mistake", by the order of the words: the parse often takes the end of a name for a verb."""
        doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
        before = first - 1 - (first > 1 and doc[first - 1].pos_ in ("DET", "PRON"))
        verb = doc[before] if before >= 0 else None
        article = doc[last + 1] if last + 2 < len(doc) else None
        if verb is None or article is None or article.lower_ not in ("a", "an") or not is_verb(verb) or verb.lemma_ not in _CALLING:
            return False
        entry = self._evaluation(article.head) if article.dep_ == "det" and is_noun(article.head) and article.head.i > article.i else None
        if entry is None or subject(verb) is None or negations(verb, self.words) or modal(verb):
            return False
        reading.sign *= entry.sign
        self._hold(reading, verb, "judgement", subject(verb), entry.strength)
        reading.top = verb
        reading.note(f"{verb.text} it so {entry.sign:+d}, held by {reading.holder}")
        return True

    def _named(self, reading: Reading, verb: Token, node: Token) -> bool:
        """ "called it a mistake", "described it as essential": a judgement, held by whoever says so."""
        if self._is_label(reading, node) and verb.lemma_ in ("call", "label", "term", "brand", "declare", "deem"):
            if any(c.dep_ in ("dobj", "nsubj") and c.i < node.i and verb.i < c.i for c in (*verb.children, *node.children)):
                return self._labelled(reading, verb)
            if any(c.dep_ == "dobj" and c.lower_ == "what" for c in verb.children):
                return self._labelled(reading, verb)  # "what he called a disaster"
        tags = [c for c in (*verb.children, *node.children) if c.dep_ in ("oprd", "attr", "acomp", "xcomp", "appos", "npadvmod") and c.i != node.i]
        if reading.anchor is not None and reading.anchor.i != node.i:
            tags += [c for c in reading.anchor.children if c.dep_ == "appos"]  # "called the end of it a disgrace"
        tags += [
            g
            for c in (*verb.children, *node.children)
            if c.dep_ == "prep" and c.lower_ == "as"
            for g in c.children
            if g.dep_ in ("pobj", "amod", "pcomp", "acomp")
        ]
        tags += [c for c in node.children if c.dep_ == "dobj"][1:] if node.tag_ == "VBG" else []  # "called rejecting it a mistake"
        if is_verb(node):  # the small clause read as one: "calls the ban a disgrace"
            tags.append(node)
        entry = next((e for e in map(self._evaluation, tags) if e is not None), None)
        if entry is None or negations(verb, self.words):
            return False
        reading.sign *= entry.sign
        self._hold(reading, verb, "judgement", subject(verb), entry.strength)
        reading.note(f"{verb.text} it so {entry.sign:+d}, held by {reading.holder or '?'}")
        return True
