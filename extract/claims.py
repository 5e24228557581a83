"""From an article version to claims: composes the readers of ``extract.language``.

A claim is made only where an issue's words were found in a sentence, the composition met a stance,
its holder is an actor of the monitor, and nothing says that the sentence is a question, a
hypothesis, a teaser or the page's own furniture. Everything else is an abstention or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Mention, Register
from extract.language.attribution import Quoted, quotations
from extract.language.holders import Document, Holders, Place, Source
from extract.language.issues import Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import Block, Parsed, Request, blocks, parse, plain, sentences
from extract.language.stance import Composer, Reading
from extract.model import Abstention, Actor, Basis, Claim, Directness, Issue, Outlet, Stance, Version, When, digest

if TYPE_CHECKING:
    from spacy.tokens import Token

RULES_VERSION = 1

_FURNITURE = re.compile(
    r"(?i)\b(?:ad-?block|subscribe|newsletter|sign up|you may also like|leave a comment|share your thoughts|cookies?\b|all rights reserved|read more"
    r"|related articles?|did you know|pro tip|advertisement|photo:|support us|support our journalism|sample article)"
)
_TABLE = re.compile(r"(?i)\b(?:objectives?|positions?|stance|demands?|goals?|aims?|priorities)\b")
_THEM = {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "who", "which", "that", "this"}
_CONFIDENCE = {"attitude": 0.9, "deontic": 0.85, "judgement": 0.85, "act": 0.8, "answer": 0.85, "row": 0.85}


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
        self._digest = digest(RULES_VERSION, tuple(actors), tuple(issues))[:6]

    @cached_property
    def name(self) -> str:
        """``rules N+DIGEST``: changes with the rules, the actors and the issues."""
        return f"rules {RULES_VERSION}+{self._digest}"

    def code(self, version: Version) -> Coded:
        """All claims and abstentions of a version, in reading order."""
        outlet = self.outlets.get(version.outlet, Outlet(version.outlet))
        day = version.published.day if version.published else None
        document = Document(version, outlet, plain(version.text), day, tuple(blocks(version.text)))
        claims: dict[tuple[object, ...], Claim] = {}
        abstentions: list[Abstention] = []
        if version.language not in (None, "en"):
            return Coded((), ())
        for outcome in self._read(document):
            if isinstance(outcome, Claim):
                key = (outcome.actor, outcome.issue, outcome.start, outcome.end)
                if key not in claims or claims[key].confidence < outcome.confidence:
                    claims[key] = outcome.check(version.text)
            else:
                abstentions.append(outcome)
        made = tuple(sorted(claims.values(), key=lambda c: (c.start, c.end, c.actor, c.issue)))
        spoken = {(c.issue, c.start) for c in made}
        return Coded(made, tuple(a for a in abstentions if (a.issue, a.start) not in spoken))

    # -- sentences that may bear a claim --------------------------------------------------------

    def _read(self, document: Document) -> Iterator[Claim | Abstention]:
        hits = sorted(self.issues.find(document.text), key=lambda h: (h.start, h.end))
        if not hits:
            return
        wanted: list[tuple[Request, Block, list[Hit], int]] = []
        for index, block in enumerate(document.blocks):
            here = [h for h in hits if block.start <= h.start and h.end <= block.end]
            if not here or (_FURNITURE.search(document.text, block.start, block.end) and block.end - block.start < 400):
                continue
            for start, end in sentences(document.text, block.start, block.end):
                inside = [h for h in here if start <= h.start < end]
                if inside:
                    lead, begin = self._lead(document, block, index, start, end)
                    wanted.append((Request(begin, end, lead), block, inside, index))
        parsed = parse(document.version.text, [w[0] for w in wanted])
        kept = [w for w in wanted if w[0].end - w[0].start <= 1200]
        for sentence, (_, block, inside, index) in zip(parsed, kept, strict=True):
            for hit in inside:
                if hit.start < sentence.start or not self._right_place(document, hit, sentence, index):
                    continue
                yield from self._sentence(document, sentence, block, index, hit)

    def _lead(self, document: Document, block: Block, index: int, start: int, end: int) -> tuple[str, int]:
        """A table row "Russia Secure recognition of …" is read as "Russia wants to secure …"."""
        if block.heading is None or not (_TABLE.search(document.text, *block.heading) or self._row_neighbour(document, index)):
            return "", start
        first = self.register.mentions(document.text, start, min(end, start + 40), document.day)
        if first and first[0].start == start and first[0].actor and not first[0].demonym:
            rest = re.match(r"[ \t|:–-]+(?=[A-Z][a-z]+\s)", document.text[first[0].end : end])
            if rest:
                return f"{document.text[start : first[0].end]} wants to ", first[0].end + rest.end()
        return "", start

    def _row_neighbour(self, document: Document, index: int) -> bool:
        return False

    def _right_place(self, document: Document, hit: Hit, sentence: Parsed, index: int) -> bool:
        """Whether the words mean this issue where its proposition names a place ("in Ukraine").

        A place that belongs to the words themselves decides ("a ceasefire in Gaza"); then the first stretch
        around them, from the sentence to the whole article, that names the proposition's own place.
        """
        proposition = self.issues.propositions[hit.issue.id]
        text = hit.issue.proposition
        ids = {m.actor for m in self.register.mentions(plain(text), 0, len(text), None) if m.actor}
        named = [p for p in proposition.places if len(p) > 3]
        if not ids and not named:
            return True

        def names_it(where: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
            return any(m.actor in ids for m in mentions) or any(re.search(rf"\b{re.escape(n)}", where[start:end]) for n in named)

        tokens = sentence.tokens(hit.start, hit.end)
        own = [t for t in tokens if t.head.i not in {o.i for o in tokens} or t.head.i == t.i][:1]
        for place in (g for t in own for c in t.children if c.dep_ == "prep" and c.lower_ in ("in", "for", "between", "on") for g in c.children if g.dep_ == "pobj"):
            at = sentence.offset(place)
            mentions = self.register.mentions(document.text, at, at + len(place.text), document.day)
            if mentions and not names_it(document.text, at, at + len(place.text), mentions):
                return False
        block, title = document.blocks[index], plain(document.version.title or "")
        previous = document.blocks[index - 1] if index else block
        stretches = (
            (document.text, sentence.start, sentence.end), (document.text, block.start, block.end), (title, 0, len(title)),
            (document.text, previous.start, previous.end), (document.text, 0, len(document.text)),
        )  # fmt: skip
        others = False
        for where, start, end in stretches:
            mentions = self.register.mentions(where, start, end, document.day)
            if names_it(where, start, end, mentions):
                return True
            others |= any(m.actor is None for m in mentions)
        return not others

    def _right_participants(self, place: Place, hit: Hit, reading: Reading, holder: Holder) -> bool:
        """Whether who wants it for himself is who the proposition gives it to ("Russia wants security guarantees")."""
        governor = reading.governor
        subjects = self.issues.propositions[hit.issue.id].subjects
        if governor is None or not subjects or governor.lemma_.lower() not in lexicon().words["reflexive"]:
            return True
        text = " ".join(subjects)
        ids = {m.actor for m in self.register.mentions(plain(text), 0, len(text), None)}
        sentence = place.document.text[place.sentence.start : place.sentence.end]
        mentioned = {m.actor for m in self.register.mentions(sentence, 0, len(sentence), place.document.day)}
        return not ids or holder.actor in ids or bool(ids & mentioned)

    # -- one sentence, one issue ----------------------------------------------------------------

    def _sentence(self, document: Document, sentence: Parsed, block: Block, index: int, hit: Hit) -> Iterator[Claim | Abstention]:
        text = document.text
        version = document.version

        def abstain(reason: str) -> Abstention:
            return Abstention(version.version_id, hit.issue.id, sentence.start, sentence.end, reason)

        if block.kind == "heading":
            return
        bare = text[sentence.start : sentence.end].rstrip("\"”' )")
        if bare.endswith("?"):
            yield from self._answer(document, sentence, block, index, hit)
            return
        tokens = sentence.tokens(hit.start, hit.end)
        if not tokens:
            return
        if self._other_sense(hit, tokens):
            return
        reading = self.composer.read(tokens, hit.sign)
        if not reading.found:
            yield abstain(reading.stop or "no stance on the way up")
            return
        quote = next((q for q in quotations(text, block) if q.holds(hit.start, hit.end)), None)
        place = Place(document, sentence, block, index)
        source = self.holders.source(place, reading, quote)
        holders = self.holders.holders(place, reading, source)
        if holders and not all(self._right_participants(place, hit, reading, h) for h in holders):
            yield abstain("wanted by somebody for himself")
            return
        if block.turn == "Q" and (reading.holder is None or reading.holder.pos_ == "PRON") and not source.third:
            return  # a journalist's own words
        if not holders:
            yield abstain(f"nobody known holds it: {reading.holder.text if reading.holder is not None else 'the speaker'}")
            return
        for holder in holders:
            yield self._claim(document, sentence, block, hit, reading, holder, source, quote)

    def _other_sense(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """Whether a verb of the proposition is met as a noun: "the fight in Ukraine" where "troops fight in Ukraine" is meant."""
        verb = self.issues.propositions[hit.issue.id].verb
        return any(t.lemma_.lower() == verb and t.pos_ == "NOUN" and t.text.lower() == verb for t in tokens[:1]) and hit.term.split()[0].lower() == verb

    def _claim(self, document: Document, sentence: Parsed, block: Block, hit: Hit, reading: Reading, holder: Holder, source: Source, quote: Quoted | None) -> Claim:
        version = document.version
        stance = Stance.NEUTRAL if reading.neutral else Stance.of(reading.sign)
        spoken = block.turn is not None or document.outlet.speaks_for is not None or quote is not None
        directness = Directness.DIRECT if spoken else Directness.INDIRECT if reading.source_verb is not None else Directness.NARRATED
        if source.anonymous:
            basis = Basis.ANONYMOUS
        elif source.holder is not None and source.holder.actor == holder.actor:
            basis = Basis.OFFICIAL
        elif source.holder is not None or source.other:
            basis = Basis.CHARACTERISED
        else:
            basis = Basis.REPORTED
        confidence = _CONFIDENCE.get(reading.kind, 0.8) * (0.85 if reading.hedged or source.anonymous else 1.0)
        confidence *= 0.9 if reading.holder is not None and reading.holder.lower_ in _THEM else 1.0
        confidence *= 0.9 if stance is Stance.NEUTRAL else 1.0
        lower = document.text[sentence.start : sentence.end].lower()
        announced = any(phrase in lower for phrase in lexicon().words["announcements"])
        cues = sorted({t.i: t for t in reading.cue if t.idx >= sentence.lead}.values(), key=lambda t: t.i)
        strength = 1 if reading.hedged or source.anonymous else reading.strength
        said = version.published and When(version.published.day, version.published.instant, "published")
        return Claim(
            version.version_id, holder.actor, holder.speaker or (source.holder.speaker if source.holder and source.holder.actor == holder.actor else None),
            hit.issue.id, stance, strength, reading.conditional, reading.hedged or source.anonymous, directness, basis,
            " ".join(t.text for t in cues) or "wants to", version.text[sentence.start : sentence.end], sentence.start, sentence.end,
            said, round(confidence, 3), self.name, announced, tuple(reading.path),
        )  # fmt: skip

    # -- questions and their answers ------------------------------------------------------------

    def _answer(self, document: Document, sentence: Parsed, block: Block, index: int, hit: Hit) -> Iterator[Claim | Abstention]:
        """A question in somebody's own turn is rhetoric, and no claim."""
        yield Abstention(document.version.version_id, hit.issue.id, sentence.start, sentence.end, "a question")

