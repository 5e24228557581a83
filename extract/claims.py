"""From an article version to claims: composes the readers of ``extract.language``.

A claim is made only where an issue's words were found in a sentence, the composition met a stance,
its holder is an actor of the monitor, and nothing says that the sentence is a question, a
hypothesis, a teaser or the page's own furniture. Everything else is an abstention or nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Register
from extract.language.attribution import Quoted, quotations
from extract.language.holders import Document, Holders, Place, Source
from extract.language.issues import Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import MAX_SENTENCE, Block, Parsed, Request, blocks, parse, plain, sentences
from extract.language.places import ALLIANCES, places
from extract.language.reading import Reading
from extract.language.stance import Composer
from extract.language.syntax import first_conjunct, is_verb
from extract.model import Abstention, Actor, Basis, Claim, Directness, Issue, Outlet, Span, Stance, Version, When, digest

if TYPE_CHECKING:
    from spacy.tokens import Token

RULES_VERSION = 2

_FURNITURE = re.compile(
    r"(?i)\b(?:ad-?block|subscribe|newsletter|sign up|you may also like|leave a comment|share your thoughts|cookies?\b|all rights reserved|read more"
    r"|related articles?|did you know|pro tip|advertisement|photo:|support us|support our journalism|sample article)"
)
_TABLE = re.compile(r"(?i)\b(?:objectives?|positions?|stance|demands?|goals?|aims?|priorities)\b")
_YES = re.compile(
    r"(?i)(?:yes(?=[.—–]|$|, (?:we|i|he|she|it|they|that|the|absolutely|of course)\b)|absolutely(?=[.,]|$)|of course(?=[.,]|$)|definitely(?=[.,]|$)"
    r"|(?:i|we) (?:do|are|will)(?=[.,—–]|$)|that(?:'s| is) (?:right|correct)(?=[.,—–]|$)|correct(?=[.,]|$))"
)
_NO = re.compile(
    r"(?i)(?:no(?=[.;—–]|$|, (?:we|i|he|she|it|they|that|the|not|no|sir)\b)|nope\b|never(?=[.,]|$)|not at all\b"
    r"|(?:absolutely|certainly|definitely|of course) not\b|not (?:yet|now|at this|right now)\b"
    r"|(?:we|i) (?:do not|don't|are not|am not|will not|won't)(?=[.,—–]|$)|(?:we're|i'm) not(?=[.,—–]|$))"
)
_BESIDE = 60  # characters after an issue's words within which "to Ukraine" belongs to them
_SHORT = 1500  # characters of a text that need not say where it is
_JOINS = re.compile(r"(?i)member|access|join|candida|entry|application|withdraw|leave|exit")
_TOWARD = re.compile(r"^(?:[^,.;:!?]{0,24}\s)?(?:to|in|into|for|on|onto|between|with|from|across|over|against)(?:\s[\w'-]+){0,2}\s$")
_POLAR = re.compile(
    r"(?i)(?:^|[,;—–:-] ?|\b(?:so|and|but|then|now|or|q)\b,? )(?:do|does|did|is|are|will|would|should|has|have) (?:you|we|he|she|the|it|there|this|president|\w+)\b"
)
_THEM = {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "who", "which", "that", "this"}
# The share that was right among 260 claims read by somebody who had not written the rules, and among the coded sentences.
_CONFIDENCE = {"attitude": 0.86, "deontic": 0.88, "judgement": 0.78, "act": 0.88, "answer": 0.85}


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
        document = Document(version, version.version_id, outlet, plain(version.text), day, tuple(blocks(version.text)))
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

    # -- sentences that may bear a claim --------------------------------------------------------

    def _read(self, document: Document) -> Iterator[Claim | Abstention]:
        hits = sorted(self.issues.find(document.text), key=lambda h: (h.start, h.end))
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
        parsed = parse(document.version.text, [w[0] for w in wanted])
        kept = [w for w in wanted if w[0].end - w[0].start <= MAX_SENTENCE]
        for sentence, (_, block, inside, index) in zip(parsed, kept, strict=True):
            for hit in inside:
                if hit.start < sentence.start or not self._right_place(document, hit, sentence, index):
                    continue
                yield from self._sentence(document, sentence, block, index, hit)

    def _lead(self, document: Document, block: Block, index: int, start: int, end: int) -> tuple[str, int]:
        """A table row "Russia Secure recognition of …" is read as "Russia wants to secure …"."""
        if block.heading is None or not (_TABLE.search(document.text, *block.heading)):
            return "", start
        first = self.register.mentions(document.text, start, min(end, start + 40), document.day)
        if first and first[0].start == start and first[0].actor and not first[0].demonym:
            rest = re.match(r"[ \t|:–-]+(?=[A-Z][a-z]+\s)", document.text[first[0].end : end])
            if rest:
                return f"{document.text[start : first[0].end]} wants to ", first[0].end + rest.end()
        return "", start

    def _right_place(self, document: Document, hit: Hit, sentence: Parsed, index: int) -> bool:
        """Whether the words mean this issue where its proposition names a country ("a ceasefire in Ukraine").

        What the sentence says decides; a sentence that names no country goes with the nearest stretch that does:
        its paragraph, the question before it, the title, the article.
        """
        wanted, text = self.issues.propositions[hit.issue.id].countries, document.text
        agents = self.issues.propositions[hit.issue.id].agents | {document.outlet.speaks_for}
        if not wanted or any(p.country not in agents for p in places(text, hit.start, hit.end)):
            return True
        if self._other_parties(sentence, hit, wanted, document):
            return False
        here = places(text, sentence.start, sentence.end)
        home = document.outlet.speaks_for
        after = [p for p in here if p.country != home and 0 <= p.start - hit.end < _BESIDE and _TOWARD.search(text[hit.end : p.start])]
        if after:  # "F-16s to Turkey"
            return after[0].country in wanted
        block, title = document.blocks[index], plain(document.version.title or "")
        where = [p for p in here if p.country not in ALLIANCES and _TOWARD.search(text[max(0, p.start - 30) : p.start])]
        if where and not any(p.country in self.issues.parties(hit.issue) for p in here):  # "assistance that goes to Israel"
            return False
        others = {p.country for p in here} - ALLIANCES - {document.outlet.speaks_for}
        parties = self.issues.parties(hit.issue)
        if others and not others & (parties | self.register.actors.keys()):
            return False
        if any(p.country in wanted for p in places(text, block.start, block.end)):
            return True
        near = [*places(text, document.blocks[max(0, index - 2)].start, block.end), *places(title)]
        if any(p.country in wanted for p in near) and not others - parties:
            return True
        named = Counter(p.country for p in places(text) if p.country not in ALLIANCES | {document.outlet.speaks_for})
        about = sum(named[c] for c in parties)
        if not any(named[c] for c in wanted):
            return not named.keys() - parties and len(text) < _SHORT
        return about >= max((n for c, n in named.items() if c not in parties), default=0)

    def _other_parties(self, sentence: Parsed, hit: Hit, wanted: frozenset[str], document: Document) -> bool:
        """Whether the words belong to another country: "Sweden joining NATO", "Swedish membership", "Sweden's application for membership"."""
        tokens = sentence.tokens(hit.start, hit.end)
        inside = {t.i for t in tokens}
        anchor = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), None)
        if anchor is None:
            return False
        above = anchor.head.head if anchor.dep_ == "pobj" and anchor.head.dep_ == "prep" else anchor
        owners = [
            c
            for t in {anchor, above, first_conjunct(anchor)}
            for c in t.children
            if c.dep_ in ("nsubj", "poss", "compound", "amod", "nmod") and c.i not in inside
        ]
        named = [p.country for o in owners for t in (o, *o.conjuncts) for p in places(document.text, sentence.offset(t), sentence.offset(t) + len(t.text))]
        agents = self.issues.propositions[hit.issue.id].agents
        foreign = {c for c in named if c not in ALLIANCES and (c != document.outlet.speaks_for or c in agents)}
        if hit.term in hit.issue.against:  # "China's territorial integrity"
            return bool(foreign) and not foreign & wanted
        joins = anchor.pos_ in ("VERB", "AUX") or _JOINS.search(hit.term) is not None
        if agents and self.issues.names_core(hit, [anchor.lemma_]):  # "Russian troops", where American ones are meant
            return bool(foreign) and not foreign & (wanted | agents)
        return joins and bool(foreign - {document.outlet.speaks_for}) and not foreign & wanted

    def _right_participants(self, place: Place, hit: Hit, reading: Reading, holder: Holder) -> bool:
        """Whether who wants or does it is who the proposition names ("Russia wants security guarantees", "Putin sent troops").

        A wish for oneself must be the proposition's subject's, and an act its agent's, where it names one.
        """
        proposition, words = self.issues.propositions[hit.issue.id], lexicon().words
        if reading.kind == "act" and proposition.agents and holder.actor not in proposition.agents and not any(" -1" in step for step in reading.path):
            return False
        anchor = reading.anchor
        selfish = [t for t in (reading.governor, *reading.cue) if t is not None and t.lemma_.lower() in words["reflexive"]]
        if not proposition.subjects or not selfish or len(reading.path) > 4:
            return True
        text = " ".join(proposition.subjects)
        ids = {m.actor for m in self.register.mentions(plain(text), 0, len(text), None)}
        if not ids or holder.actor in ids:
            return True
        if anchor is not None and is_verb(anchor):  # "Finland applied to join"
            return False
        sentence = place.document.text[place.sentence.start : place.sentence.end]
        return bool(ids & {m.actor for m in self.register.mentions(sentence, 0, len(sentence), place.document.day)})

    # -- one sentence, one issue ----------------------------------------------------------------

    def _sentence(self, document: Document, sentence: Parsed, block: Block, index: int, hit: Hit) -> Iterator[Claim | Abstention]:
        text = document.text

        def abstain(reason: str) -> Abstention:
            return Abstention(document.version_id, hit.issue.id, sentence.start, sentence.end, reason)

        if block.kind == "heading":
            return
        tokens = sentence.tokens(hit.start, hit.end)
        if not tokens or self._other_sense(hit, tokens):
            return
        if self.issues.other_number(hit, text) or any(
            c.dep_ == "compound" and c.i < tokens[0].i for t in tokens[:-1] if t.dep_ == "compound" for c in t.children
        ):
            return  # "food security assistance" is no security assistance
        before = document.blocks[max(0, index - 2)]
        if self.issues.is_vague(hit) and not self.issues.borne_out(hit, text[before.start : block.end]):
            return
        if self.issues.is_figure(hit) and not self.issues.names_core(hit, (t.lemma_ for t in sentence.doc)):
            return
        place = Place(document, sentence, block, index)
        if text[sentence.start : sentence.end].rstrip("\"”' )").endswith("?"):
            yield from self._answer(place, hit, tokens)
            return
        reading = self.composer.read(tokens, hit.sign, harmed=hit.harmed)
        if not reading.found:
            yield abstain(reading.stop or "no stance on the way up")
            return
        quote = next((q for q in quotations(text, block) if q.holds(hit.start, hit.end)), None)
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
            yield self._claim(place, (sentence.start, sentence.end), hit, reading, holder, source, quote)

    def _other_sense(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """Whether a verb of the proposition is met as a noun: "the fight in Ukraine" where "troops fight in Ukraine" is meant."""
        verb = self.issues.propositions[hit.issue.id].verb
        return any(t.lemma_.lower() == verb and t.pos_ == "NOUN" and t.text.lower() == verb for t in tokens[:1]) and hit.term.split()[0].lower() == verb

    def _claim(self, place: Place, span: Span, hit: Hit, reading: Reading, holder: Holder, source: Source, quote: Quoted | None) -> Claim:
        document, sentence, block = place.document, place.sentence, place.block
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
        confidence *= 0.9 if stance is Stance.NEUTRAL or basis is Basis.CHARACTERISED else 1.0
        lower = document.text[sentence.start : sentence.end].lower()
        announced = any(phrase in lower for phrase in lexicon().words["announcements"])
        cues = sorted({t.i: t for t in reading.cue if t.idx >= sentence.lead}.values(), key=lambda t: t.i)
        strength = 1 if reading.hedged or source.anonymous else reading.strength
        said = version.published and When(version.published.day, version.published.instant, "published")
        return Claim(
            document.version_id, holder.actor, holder.speaker or (source.holder.speaker if source.holder and source.holder.actor == holder.actor else None),
            hit.issue.id, stance, strength, reading.conditional, reading.hedged or source.anonymous, directness, basis,
            " ".join(t.text for t in cues) or "wants to", version.text[span[0] : span[1]], *span,
            said, round(confidence, 3), self.name, announced, tuple(reading.path),
        )  # fmt: skip

    # -- questions and their answers ------------------------------------------------------------

    def _answer(self, place: Place, hit: Hit, tokens: Sequence[Token]) -> Iterator[Claim | Abstention]:
        """A question is no claim; a plain yes or no to a journalist's last one is, and its words are the claim's."""
        document, block, sentence = place.document, place.block, place.sentence
        text, _version = document.text, document.version
        following = document.blocks[place.index + 1] if place.index + 1 < len(document.blocks) else None
        if block.turn != "Q" or following is None or following.turn in (None, "Q") or sentence.end < block.end - 3:
            yield Abstention(document.version_id, hit.issue.id, sentence.start, sentence.end, "a question")
            return
        start, end = next(sentences(text, following.start, following.end), (following.start, following.end))
        sign = -1 if _NO.match(text, start, end) else 1 if _YES.match(text, start, end) else 0
        reading = self.composer.read(list(tokens), hit.sign, harmed=hit.harmed) if sign and _POLAR.search(text[sentence.start : sentence.end]) else None
        if reading is None or not reading.found or reading.neutral or any(t.dep_ == "neg" for t in sentence.doc):
            yield Abstention(document.version_id, hit.issue.id, sentence.start, sentence.end, "a question")
            return
        spoken = Place(document, sentence, following, place.index + 1)
        source = self.holders.speaker(spoken, False)
        asked = reading.holder
        if asked is not None and asked.lower_ not in ("you", "we") and source.holder is not None:
            if source.holder.actor not in {h.actor for h in self.holders.resolve(place, asked, None)}:
                return
        if source.holder is not None:
            reading.sign *= sign
            reading.kind, reading.strength, reading.hedged = "answer", 2, False
            reading.path.append(f"answered {text[start:end][:20]!r}: {sign:+d}")
            yield self._claim(spoken, (start, end), hit, reading, source.holder, source, None)
