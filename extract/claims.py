"""From an article version to claims: composes the readers of ``extract.language``.

A claim is made only where an issue's words were found in a sentence, the composition met a stance,
its holder is an actor of the monitor, and nothing says that the sentence is a question, a
hypothesis, a teaser or the page's own furniture. Everything else is an abstention or nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.asserting import Asserting
from extract.echoes import Echoes
from extract.holding import Holding, abstain
from extract.language.actors import Register
from extract.language.anaphora import again, is_topic, last_named, taken_up
from extract.language.attribution import Quoted, quotations
from extract.language.compounds import whole_words
from extract.language.dialogue import agrees, answer_to, asks, following, gives_reason, is_polar, weighs, yes_or_no
from extract.language.holders import Holders
from extract.language.issues import Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import MAX_SENTENCE, Block, Request, blocks, parse, plain, sentences
from extract.language.place import Document, Place
from extract.language.reading import Step
from extract.language.scope import Scope
from extract.language.stance import Composer
from extract.language.stand_ins import Named, StandIns
from extract.language.syntax import SUBJECTS, anchor_of, is_verb
from extract.language.whereabouts import Whereabouts
from extract.model import Abstention, Actor, Claim, Issue, Outlet, Version, digest
from extract.regarding import Regarding

if TYPE_CHECKING:
    from spacy.tokens import Token

RULES_VERSION = 16

_FURNITURE = re.compile(
    r"(?i)\b(?:ad-?block|subscribe|newsletter|sign up|you may also like|leave a comment|share your thoughts|cookies?\b|all rights reserved|read more"
    r"|related articles?|did you know|pro tip|advertisement|photo:|support us|support our journalism|sample article)"
)
_TABLE = re.compile(r"(?i)\b(?:objectives?|positions?|stance|demands?|goals?|aims?|priorities)\b")
_VOCATIVE = re.compile(r"(?:Thank you, |Thanks, )?(?:(?:Mr|Madam|Mrs|Ms)\.? )?[A-Z][a-z]+, (?=[a-z])(?!who |which |and |as |like |with |in |where |when )")
_LABEL = re.compile(r"([A-Z][^:.!?“”\"\n]{1,40}): (?=\S)")
_ENDS = re.compile(r"[?!]|\.(?=[\"”’]|\s|$)")


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coder made of one version."""

    claims: tuple[Claim, ...]
    abstentions: tuple[Abstention, ...]


class Coder:
    """The rules coder for one monitor's actors and issues. Pure: a version in, claims out."""

    def __init__(self, actors: Sequence[Actor], issues: Sequence[Issue], outlets: Sequence[Outlet] = ()) -> None:
        self.register = Register(actors)
        self.issues = IssueFinder(issues)
        self.outlets = {outlet.name: outlet for outlet in outlets}
        self.composer = Composer()
        self.holders = Holders(self.register)
        self.scope = Scope(self.register, self.issues)
        self.where = Whereabouts(self.register, self.issues)
        self.stand_ins = StandIns(self.register, [i for i in issues if i.id in self.issues.bearers])
        self._digest = digest(RULES_VERSION, tuple(actors), tuple(issues))[:6]
        self.holding = Holding(self.name, self.holders, self.issues, self.scope)
        self.asserting = Asserting(self.holding, self.issues.issues)
        self.regarding = Regarding(self.holding, self.composer, self.stand_ins.people)

    @cached_property
    def name(self) -> str:
        """``rules N+DIGEST``: changes with the rules, the actors and the issues."""
        return f"rules {RULES_VERSION}+{self._digest}"

    def code(self, version: Version) -> Coded:
        """All claims and abstentions of a version, in reading order."""
        document = self.document(version)
        claims: dict[tuple[str, str, int, int], Claim] = {}
        abstentions: list[Abstention] = []
        torn: set[tuple[str, str, int, int]] = set()
        if version.language not in (None, "en"):
            return Coded((), ())
        for outcome in self._read(document):
            if isinstance(outcome, Claim):
                key = (outcome.actor, outcome.issue, outcome.start, outcome.end)
                known = claims.get(key)
                if known is not None and known.stance is not outcome.stance:
                    torn.add(key)  # one sentence read both ways: the coder cannot tell
                if known is None or known.confidence < outcome.confidence:
                    claims[key] = outcome.check(version.text)
            else:
                abstentions.append(outcome)
        for key in torn:
            both = claims.pop(key)
            abstentions.append(Abstention(document.version_id, both.issue, both.start, both.end, "read both ways"))
        made = tuple(sorted(claims.values(), key=lambda c: (c.start, c.end, c.actor, c.issue)))
        spoken = {(c.issue, c.start) for c in made}
        return Coded(made, tuple(a for a in abstentions if (a.issue, a.start) not in spoken))

    def document(self, version: Version) -> Document:
        """The version as it is read."""
        outlet = self.outlets.get(version.outlet, Outlet(version.outlet))
        day = version.published.day if version.published else None
        return Document(version, version.version_id, outlet, plain(version.text), day, tuple(blocks(version.text)))

    def named(self, document: Document) -> Named:
        """Where a document speaks of the issues: by their words, and of those that are names also by what stands for these."""
        return self.stand_ins.read(document, list(self.issues.find(document.text)))

    # -- sentences that may bear a claim --------------------------------------------------------

    def _read(self, document: Document) -> Iterator[Claim | Abstention]:
        named = self.named(document)
        hits = named.hits
        if not hits:
            return
        starts = [h.start for h in hits]

        def between(start: int, end: int) -> list[Hit]:
            return hits[bisect_left(starts, start) : bisect_left(starts, end)]

        wanted: list[tuple[Request, Block, list[Hit], int]] = []
        for index, block in enumerate(document.blocks):
            here = [h for h in between(block.start, block.end) if h.end <= block.end]
            if not here or (_FURNITURE.search(document.text, block.start, block.end) and block.end - block.start < 400):
                continue
            for start, end in sentences(document.text, block.start, block.end):
                inside = between(start, end)
                if inside:
                    lead, begin = self._lead(document, block, index, start, end)
                    wanted.append((Request(begin, end, lead), block, inside, index))
        parsed = whole_words(parse(document.version.text, [w[0] for w in wanted]))
        kept = [w for w in wanted if w[0].end - w[0].start <= MAX_SENTENCE]
        after = [list(following(document, (w[0].start, w[0].end), w[1], w[3], lambda start, end: bool(between(start, end)))) for w in kept]
        echoes = Echoes()
        later = whole_words(parse(document.version.text, [r for follow in after for r, _, _ in follow]))
        for sentence, (_, block, inside, index), follow in zip(parsed, kept, after, strict=True):
            places = [Place(document, next(later), b, i) for _, b, i in follow]
            place, asked = Place(document, sentence, block, index), asks(document.text, sentence.start, sentence.end)
            for hit in inside:
                quote = next((q for q in quotations(document.text, block) if q.holds(hit.start, hit.end)), None)
                if hit.issue.id in self.issues.bearers:
                    outcomes = [] if asked else list(self.regarding.claims(place, hit, quote, named))
                    if not asked:
                        echoes.note(place, hit, quote, outcomes)
                    yield from outcomes
                    continue
                if hit.start < sentence.start or not self.where.right_place(place, hit):
                    continue
                if hit.issue.id in self.asserting.facts:
                    yield from self.asserting.claims(place, hit, quote, asked=asked)
                    if hit is inside[-1]:
                        yield from self.asserting.taken_up(place, hit, places)
                    continue
                yield from self._sentence(place, hit, quote, asked)
                if len({h.issue.id for h in inside}) == 1 and hit is inside[-1]:
                    yield from self._taken_up(place, hit, places)
        yield from echoes.claims(self.holding, named)

    def _taken_up(self, place: Place, hit: Hit, later: Sequence[Place]) -> Iterator[Claim]:
        """What is said of an issue in the next sentence by a pronoun: "A no-fly zone? We are not going to do that."."""
        tokens = place.sentence.tokens(hit.start, hit.end)
        if tokens and later and (side := agrees(place.document.text, later[0].sentence.start, later[0].sentence.end)):
            yield from self._agreed(place, hit, tokens, later[0], side)
            return
        if hit.harmed or not tokens or not later or not last_named(anchor_of(tokens)) or any(t.dep_ == "neg" for t in place.sentence.doc):
            return
        if not self.scope.right_sense(place, hit, tokens):
            return
        content = self.composer.read(tokens, hit.sign, harmed=hit.harmed, own=hit.own).content
        for then in later:
            for pronoun in taken_up(then.sentence.doc, plural=anchor_of(tokens).tag_ in ("NNS", "NNPS")):
                reading = self.composer.read([pronoun], content)
                first = reading.steps[1].word if len(reading.steps) > 1 else None
                thing = reading.kind == "judgement" and first is not None and not is_verb(first) and not reading.by_phrase
                deed = reading.kind in ("act", "deontic") and (first is None or first.lemma_ not in ("do", "happen"))
                if reading.found and not reading.neutral and not thing and not deed:  # "that is a good question"
                    reading.steps.insert(0, Step(f"{pronoun.text}: {place.document.text[hit.start : hit.end]!r} of the sentence before"))
                    made = [c for c in self.holding.claims(then, hit, reading, None) if isinstance(c, Claim)]
                    yield from made
                    if made:
                        return

    def _agreed(self, place: Place, hit: Hit, tokens: Sequence[Token], then: Place, side: int) -> Iterator[Claim]:
        """ "Some say that it would work. We do not agree.": against what others were just told to think."""
        text = place.document.text
        if asks(text, place.sentence.start, place.sentence.end):
            return
        if not self.scope.right_sense(place, hit, tokens):
            return
        reading = self.composer.read(list(tokens), hit.sign, harmed=hit.harmed, own=hit.own)
        if not reading.found or reading.neutral or reading.holder is not None or reading.source_verb is None:
            return
        reading.sign *= side
        reading.note(f"{text[then.sentence.start : then.sentence.end]!r}: {side:+d}")
        reading.source_verb, reading.kind = None, "answer"
        yield from (c for c in self.holding.claims(then, hit, reading, None) if isinstance(c, Claim))

    def _lead(self, document: Document, block: Block, index: int, start: int, end: int) -> tuple[str, int]:
        """What to read before a sentence, and where to begin: a table row "Russia Secure recognition of …" is read as
        "Russia wants to secure …"; the name of the one spoken to is left out ("Jake, the President said …").
        """
        named = _VOCATIVE.match(document.text, start, end) if block.turn == "Q" else None
        if named is not None:
            return "", named.end()
        label = _LABEL.match(document.text, start, end) if block.turn is None else None
        if label is not None and self.holders.speaker_named(document, start, label.end(1)):
            return "", label.end()  # "Berg: we will sign it"
        if block.heading is None or not (_TABLE.search(document.text, *block.heading)):
            return "", start
        first = self.register.mentions(document.text, start, min(end, start + 40), document.day)
        if first and first[0].start == start and first[0].actor and not first[0].demonym:
            rest = re.match(r"[ \t|:–-]+(?=[A-Z][a-z]+\s)", document.text[first[0].end : end])
            if rest:
                return f"{document.text[start : first[0].end]} wants to ", first[0].end + rest.end()
        return "", start

    # -- one sentence, one issue ----------------------------------------------------------------

    def _sentence(self, place: Place, hit: Hit, quote: Quoted | None, asked: bool) -> Iterator[Claim | Abstention]:
        if place.block.kind == "heading":
            return
        text, sentence = place.document.text, place.sentence
        tokens = self.issues.whole(hit, sentence.tokens(hit.start, hit.end))
        hit = self.issues.renamed(hit, tokens)
        if not tokens or not self.scope.right_sense(place, hit, tokens):
            return
        ending = _ENDS.search(text, hit.end, sentence.end)
        if asked or (ending is not None and ending.group() == "?"):
            yield from self._answer(place, hit, tokens) if place.block.turn == "Q" else self._presupposed(place, hit, tokens)
            return
        reading = self.composer.read(tokens, hit.sign, harmed=hit.harmed, own=hit.own)
        topic = is_topic(anchor_of(tokens))
        for pronoun in again(anchor_of(tokens)):
            taken_up = self.composer.read([pronoun], hit.sign, harmed=hit.harmed, own=hit.own)
            if taken_up.found and (topic or pronoun.dep_ not in SUBJECTS or taken_up.kind != "judgement"):
                yield from self.holding.claims(place, hit, taken_up, quote)
        if reading.found:
            yield from self.holding.claims(place, hit, reading, quote)
        else:
            yield abstain(place, hit, reading.stop or "no stance on the way up")

    # -- questions and their answers ------------------------------------------------------------

    def _presupposed(self, place: Place, hit: Hit, tokens: Sequence[Token]) -> Iterator[Claim | Abstention]:
        """A question that nobody is to answer places whose wish it takes for granted: "Who will grant Ukraine's request for it?"."""
        reading = self.composer.read(list(tokens), hit.sign, harmed=hit.harmed, own=hit.own)
        word = reading.cue[-1] if reading.found and reading.kind == "attitude" else None
        whose = reading.holder
        told = word is not None and whose is not None and whose.pos_ == "PROPN" and any(c.i == whose.i and c.dep_ == "poss" for c in word.children)
        if told and word is not None and word.dep_ not in SUBJECTS:  # not "Is Ukraine's support for it real?"
            yield from self.holding.claims(place, hit, reading, None)
        else:
            yield abstain(place, hit, "a question")

    def _answer(self, place: Place, hit: Hit, tokens: Sequence[Token]) -> Iterator[Claim | Abstention]:
        """A question is no claim; a plain yes or no to a journalist's last one is, and its words are the claim's."""
        document, block, sentence = place.document, place.block, place.sentence
        text = document.text
        reply = answer_to(document, block, place.index, sentence.end)
        if reply is None:
            yield abstain(place, hit, "a question")
            return
        start, end = next(sentences(text, reply.start, reply.end), (reply.start, reply.end))
        sign = yes_or_no(text, start, end)
        question = text[sentence.start : sentence.end]
        reason = gives_reason(question, text, start, end)
        thinking = weighs(text, start, end)
        sign = 1 if reason or thinking else sign
        reading = self.composer.read(list(tokens), hit.sign, harmed=hit.harmed, own=hit.own) if reason or (sign and is_polar(question)) else None
        if reading is not None and not reading.found:
            asks_so = reading.stop == "unknown: be" and reading.anchor is not None and reading.anchor.dep_ == "attr"  # "Do you agree that it is a disaster?"
            weighed = thinking and reading.stop.removeprefix("unknown: ") in lexicon().words["weighing"]  # "Are you considering it?"
            reading.kind = "answer" if asks_so or weighed else ""
        if reading is None or not reading.found or reading.needed or reading.neutral or any(t.dep_ == "neg" for t in sentence.doc):
            yield abstain(place, hit, "a question")
            return
        yield from self.holding.answered(place, hit, reading, reply, (start, end), sign, thinking=thinking)
