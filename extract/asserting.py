"""Claims on propositions of fact ("The events in Boru are a coup"): who holds that something is so."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from extract.holding import Holding, abstain
from extract.language.actors import Mention
from extract.language.attribution import Quoted, quotations
from extract.language.dialogue import answer_to, is_polar, yes_or_no
from extract.language.facts import Fact, assertions, like, of_one_root, opposite, read_fact
from extract.language.issues import Hit
from extract.language.lexicon import read_data
from extract.language.parse import plain, sentences
from extract.language.past import stood_then
from extract.language.place import Place
from extract.language.places import places
from extract.language.propositions import STOP, stem
from extract.language.reading import Reading
from extract.language.speakers import Source
from extract.language.syntax import anchor_of, has_to, is_noun, is_self, is_verb
from extract.language.vouching import Vouching
from extract.model import Abstention, Claim, Issue

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTING = frozenset({"it", "this", "that", "these", "those", "they", "what", "which", "them", "whatever", "there"})
_ANY = frozenset({"no", "any", "every", "each", "some", "another", "a", "an"})
_DAYS = frozenset(name.lower() for names in (calendar.day_name, calendar.month_name) for name in names if name)
_FAMILIES = cast(list[list[str]], read_data("families.toml")["families"])
_WHY = re.compile(r"(?i)^(?:q\s+)?(?:and |but |so |then )?(?:why|how come|on what (?:basis|grounds))\b")


class Asserting:
    """Makes the claims of issues whose proposition is one of fact."""

    def __init__(self, holding: Holding, issues: tuple[Issue, ...]) -> None:
        self.holding = holding
        self.vouching = Vouching()
        self.facts = {i.id: fact for i in issues if i.id not in holding.issues.bearers and (fact := read_fact(i.proposition)) is not None}
        """The propositions of fact, by issue."""

    def claims(self, place: Place, hit: Hit, quote: Quoted | None, *, asked: bool) -> Iterator[Claim | Abstention]:
        """Who holds that it is so, by a sentence that names it at ``hit``."""
        tokens = place.sentence.tokens(hit.start, hit.end)
        if place.block.kind == "heading" or not tokens:
            return
        fact = self.facts[hit.issue.id]
        found = self._label(place, hit, fact, tokens)
        if found is None or not _is_of_kind(found[0], fact):
            yield abstain(place, hit, "nothing of what it is said to be")
            return
        label, sign = found
        question = asked and place.block.turn == "Q"
        if fact.lasts and stood_then(label):
            yield abstain(place, hit, "was so before")
            return
        reading, of = self.vouching.assertion(label, fact, sign, asked=question)
        if reading.found and not self._is_about(place, hit, fact, of, label):
            reading.end("said of something else, it may be")
        if not reading.found:
            yield abstain(place, hit, reading.stop or "not said to be so")
            return
        if question and not self._premise(place, reading):
            yield from self._answer(place, hit, reading)
            return
        if asked and not question:
            yield abstain(place, hit, "a question")
            return
        given = reading.holder is None and reading.source_verb is None
        if given and quote is None and place.block.turn is None and place.document.outlet.speaks_for is None and reading.cue[-1].i == reading.cue[0].i:
            yield abstain(place, hit, "the outlet's own words")
            return
        source = None
        if place.block.turn == "Q" and reading.source_verb is not None and reading.holder is None:
            reading.holder, reading.kind = self._sayer(reading.source_verb), "attitude"
            reading.source_verb = None
        if place.block.turn == "Q" and reading.holder is not None and reading.holder.lower_ == "you":
            source = Source(None, other=True, third=True)  # "you said in June that it was temporary"
        yield from self.holding.claims(place, hit, reading, quote, source)

    def taken_up(self, place: Place, hit: Hit, later: Sequence[Place]) -> Iterator[Claim]:
        """What is said of a thing in the next sentence by a pronoun: "They closed the border. It is illegal."."""
        fact, tokens = self.facts[hit.issue.id], place.sentence.tokens(hit.start, hit.end)
        if not tokens or fact.is_label(re.findall(r"\w+", hit.term)) or fact.blames:
            return
        for then in later:
            for token, sign in self._labels(then, hit, fact):
                if not _is_of_kind(token, fact):
                    continue
                reading, of = self.vouching.assertion(token, fact, sign)
                at = then.sentence.offset(token)
                quote = next((q for q in quotations(then.document.text, then.block) if q.holds(at, at)), None)
                if reading.found and of is not None and of.lower_ in _POINTING and self._is_about(then, hit, fact, of, token):
                    yield from (c for c in self.holding.claims(then, hit, reading, quote) if isinstance(c, Claim))
                    return

    # -- which word says it, and of what ---------------------------------------------------------

    def _label(self, place: Place, hit: Hit, fact: Fact, tokens: list[Token]) -> tuple[Token, int] | None:
        """The word that says what it is, and -1 where that is the opposite ("legal" of "illegal")."""
        anchor = anchor_of(tokens)
        if fact.is_label(re.findall(r"\w+", hit.term)):
            said = [t for t in tokens if of_one_root(t, fact.label, quality=fact.quality)]
            anchor = said[-1] if said and is_verb(anchor) and not fact.deed else anchor  # "dam is safe"
            if fact.quality and anchor.tag_ in ("JJR", "JJS"):
                return None  # "stronger" is not "strong"
            if fact.quality and anchor.tag_.startswith("VB") and anchor.dep_ not in ("acomp", "oprd", "amod"):
                return None  # "has moderated", where something is moderate
            if hit.term in hit.issue.against:
                return anchor, -1
            against = any(opposite(stem(t.lemma_), s) for t in tokens for s in fact.label) or assertions().sense(fact.word, anchor.lower_) < 0
            return anchor, -1 if against else 1
        if fact.blames:
            over = next((a for a in anchor.ancestors if a.lower_ in ("behind", "responsible", "guilty", "culpable", "blame")), None)
            return (over if over is not None and over.lower_ == "behind" else anchor), 1
        return min(self._labels(place, hit, fact, tokens), key=lambda found: abs(found[0].i - anchor.i), default=None)

    @staticmethod
    def _labels(place: Place, hit: Hit, fact: Fact, beside: Sequence[Token] = ()) -> Iterator[tuple[Token, int]]:
        """The words of a sentence that say what it is, or the opposite, other than the issue's own."""
        others = {stem(term) for term in hit.issue.terms if " " not in term and fact.is_label([term])}
        others -= fact.of | fact.rest
        for token in (t for t in place.sentence.doc if t not in beside and t.is_alpha):
            if (same := assertions().sense(fact.word, token.lower_) if fact.quality else 0) != 0:
                yield token, same
            elif any(opposite(stem(token.lemma_), s) for s in fact.label):
                yield token, -1
            elif token.tag_ not in ("JJR", "JJS") and (of_one_root(token, fact.label, quality=fact.quality) or stem(token.lemma_) in others):
                yield token, 1

    def _is_about(self, place: Place, hit: Hit, fact: Fact, of: Token | None, label: Token) -> bool:
        """Whether what it is said of is what the proposition speaks of."""
        words = assertions().words
        beside = [c for c in label.head.children if c.dep_ in ("prep", "npadvmod") and c.lower_ not in ("by", "to")] if label.dep_ in ("attr", "acomp") else []
        around = [*label.subtree, *(of.subtree if of is not None else ()), *(t for c in beside for t in c.subtree)]
        if any(self._foreign(place, fact, token) for token in around if token.i != place.sentence.doc[0].i or token.pos_ == "PROPN"):
            return False
        if of is not None and of.lower_ in ("they", "these", "those", "them") and not (fact.many or fact.names & {fact.of_head}):
            return False
        if of is None or of.lower_ in _POINTING or (of.lower_ == "we" and fact.state):
            return self._named_near(place, fact)
        if fact.definite and any(c.dep_ == "det" and c.lower_ in _ANY for c in of.children):
            return False  # "no dam is safe"
        beside_it = [c for c in of.children if c.dep_ in ("compound", "poss")]
        beside_it += [g for c in of.children if c.dep_ == "prep" and c.lower_ in ("of", "in", "on", "at") for g in c.children if g.dep_ == "pobj"]
        named = [t for t in beside_it if is_noun(t) and not of_one_root(t, fact.label)]
        if named and len(fact.of) > 1 and not any(of_one_root(t, fact.of | fact.rest) for t in named):
            return False  # "the closure of the school", where the border is closed
        if self._is_named(place, fact, of) or stem(of.lemma_) == fact.of_head:
            return True
        if fact.blames or (fact.deed and fact.of_head in fact.names):
            pronoun = of.pos_ == "PRON" and of.lower_ in ("it", "they", "he", "she", "who", "which")
            within = is_verb(of) and self._any_named(place, fact, of)  # "what Varland is doing"
            loose = of.lemma_.lower() in words["loose"] and self._any_named(place, fact, of)
            return within or loose or (pronoun and self._named_near(place, fact))
        if is_verb(of):
            told = fact.of - {fact.of_head} or fact.of
            return any(of_one_root(t, told) for t in of.subtree) or (any(t.lower_ == "what" for t in of.subtree) and self._named_near(place, fact))
        head = stem(of.lemma_)
        terms = {
            stem(w) for term in hit.issue.terms if not fact.is_label(re.findall(r"\w+", term)) for w in re.findall(r"\w+", term) if w.lower() not in STOP
        } - fact.label
        if (
            any(like(head, s) or s in _same(of.lemma_.lower()) for s in fact.of - fact.names)
            or head in terms
            or (fact.of_head in fact.names and head in fact.of)
        ):
            return True
        if of.lemma_.lower() in words["aspects"] and any(stem(g.lemma_) == fact.of_head for c in of.children if c.dep_ == "prep" for g in c.children):
            return True  # "the rise in inflation"
        if of.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj") and of.pos_ == "ADJ":
            return False
        definite = any(c.lower_ in ("the", "this", "these", "that", "those") or c.dep_ == "poss" for c in of.children)
        vague = of.lemma_.lower() in words["loose"]
        return definite and vague and self._named_near(place, fact)

    def _foreign(self, place: Place, fact: Fact, token: Token) -> bool:
        """A name or year that the proposition does not know: "the election in Lendia", "the genocide of 1932"."""
        if token.like_num and len(token.text) == 4:
            return True
        if token.pos_ not in ("PROPN", "ADJ") or token.lower_ in _DAYS or not token.text[:1].isupper() or of_one_root(token, fact.known):
            return False
        own, at = place.document.outlet.speaks_for, place.sentence.offset(token)
        if own is not None and not fact.names and any(m.actor == own and m.start <= at < m.end for m in self._named_in(place)):
            return False  # "the Estmark economy" is the economy to Estmark
        meant = {p.country for p in places(fact.who)}
        return not meant & {p.country for p in places(token.text)}

    def _named_in(self, place: Place) -> list[Mention]:
        return self.holding.scope.register.mentions(place.document.text, place.sentence.start, place.sentence.end, place.document.day)

    def _is_named(self, place: Place, fact: Fact, of: Token) -> bool:
        """Whether a noun names whom the proposition names."""
        if not is_noun(of) or fact.of_head not in fact.names:
            return False
        if any(m.speaker for m in self.holding.scope.register.mentions(fact.who, 0, len(fact.who), place.document.day)):
            return of.pos_ == "PROPN" and stem(of.text) in fact.of  # he himself, and not his country
        return self.holding.scope.names(place, of, fact.who) or (of.pos_ == "PROPN" and stem(of.text) in fact.of)

    def _any_named(self, place: Place, fact: Fact, over: Token) -> bool:
        return any(self._is_named(place, fact, t) or (t.pos_ in ("PROPN", "ADJ") and of_one_root(t, fact.names)) for t in over.subtree)

    def _named_near(self, place: Place, fact: Fact) -> bool:
        """Whether the text just before names what the proposition is about, so that a pronoun may mean it."""
        if fact.state and not fact.names:
            return True  # "we are in a recession": of what, is in the word
        document, names = place.document, fact.names if fact.blames else fact.names & fact.of
        near = document.text[document.blocks[max(0, place.index - 1)].start : place.block.end]
        said = _stems_of(near)
        if fact.blames and not said & names and not places(near):
            said = _stems_of(document.text)  # "Yes, I called it that", on what the whole text is about
        named = not names or any(like(n, s) for n in names for s in said)
        if not names and fact.of_head in {stem(w) for w in assertions().words["events"]}:
            return bool((fact.of - {fact.of_head}) & said)  # "the situation at the border", of which nobody speaks by that word
        told = names and (fact.blames or fact.of_head in {stem(w) for w in assertions().words["events"]})
        return named and (bool(told) or any(like(fact.of_head, s) for s in said))

    # -- questions -------------------------------------------------------------------------------

    @staticmethod
    def _sayer(verb: Token) -> Token | None:
        return next((c for c in verb.children if c.dep_ == "nsubj"), None)

    def _premise(self, place: Place, reading: Reading) -> bool:
        """Whether a question takes for granted that somebody holds it: "Now that the President has called it a coup, …?"."""
        verb = reading.source_verb if reading.holder is None else reading.cue[-1]
        who = reading.holder if reading.holder is not None else self._sayer(verb) if verb is not None else None
        if verb is None or who is None or is_self(who):
            return False
        if self.vouching.given(verb):
            return True
        if _WHY.match(place.sentence.doc.text):
            return True
        for node in (t for t in (verb, *verb.ancestors) if not has_to(t)):
            free = any(c.lower_ == "what" and c.dep_ in ("dobj", "pobj") for c in node.children)
            if node.dep_ in ("relcl", "pcomp", "acl") or (free and node.dep_ in ("pcomp", "ccomp", "dobj", "pobj")):
                return True
            if node.dep_ == "advcl":
                return True
        return False

    def _answer(self, place: Place, hit: Hit, reading: Reading) -> Iterator[Claim | Abstention]:
        """A plain yes or no to a journalist's last question: "Do you think that it is a coup?" "We do."."""
        document, text = place.document, place.document.text
        reply = answer_to(document, place.block, place.index, place.sentence.end)
        start, end = next(sentences(text, reply.start, reply.end), (reply.start, reply.end)) if reply is not None else (0, 0)
        sign = yes_or_no(text, start, end) if reply is not None else 0
        question = plain(text[place.sentence.start : place.sentence.end])
        if reply is None or not sign or not is_polar(question) or any(t.dep_ == "neg" for t in place.sentence.doc):
            yield abstain(place, hit, "a question")
            return
        yield from self.holding.answered(place, hit, reading, reply, (start, end), sign)


def _stems_of(text: str) -> set[str]:
    return {stem(w) for w in re.findall(r"[^\W\d_]+", text)}


def _is_of_kind(label: Token, fact: Fact) -> bool:
    """Whether a word names a thing of the proposition's kind: "a terrorist group", not any group, nor what is done."""
    if is_verb(label):
        return not fact.marks
    return not fact.marks or any(of_one_root(t, fact.marks) for t in label.subtree)


@cache
def _same(word: str) -> frozenset[str]:
    """The stems of words that may stand for another of a thing's words ("the increase", "the rise")."""
    return frozenset(stem(w) for family in _FAMILIES if word in family for w in family)
