"""From an article version to claims: composes the readers of ``extract.language``.

A claim is made only where an issue's words were found in a sentence, the composition met a stance,
its holder is an actor of the monitor, and nothing says that the sentence is a question, a
hypothesis, a teaser or the page's own furniture. Everything else is an abstention or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Mention, Register
from extract.language.attribution import Quoted, quotations
from extract.language.issues import Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import Block, Parsed, Request, blocks, parse, plain, sentences
from extract.language.stance import Composer, Reading, subject
from extract.model import Abstention, Actor, Basis, Claim, Directness, Issue, Outlet, Stance, Version, When, digest

if TYPE_CHECKING:
    from spacy.tokens import Token

RULES_VERSION = 1

_FURNITURE = re.compile(
    r"(?i)\b(?:ad-?block|subscribe|newsletter|sign up|you may also like|leave a comment|share your thoughts|cookies?\b|all rights reserved|read more"
    r"|related articles?|did you know|pro tip|advertisement|photo:|support us|support our journalism|sample article)"
)
_TABLE = re.compile(r"(?i)\b(?:objectives?|positions?|stance|demands?|goals?|aims?|priorities)\b")
_SELF = {"we", "our", "us", "i", "my", "me", "ours"}
_THEM = {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "who", "which", "that", "this"}
_CONFIDENCE = {"attitude": 0.9, "deontic": 0.85, "judgement": 0.85, "act": 0.8, "answer": 0.85, "row": 0.85}


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coder made of one version."""

    claims: tuple[Claim, ...]
    abstentions: tuple[Abstention, ...]


@dataclass(slots=True)
class _Document:
    """One version while it is read: its plain text, its blocks and what is known of its context."""

    version: Version
    outlet: Outlet
    text: str
    day: date | None
    blocks: list[Block] = field(default_factory=list)


class Coder:
    """The rules coder for one monitor's actors and issues. Pure: a version in, claims out."""

    def __init__(self, actors: Sequence[Actor], issues: Sequence[Issue], outlets: Sequence[Outlet] = ()) -> None:
        self.register = Register(actors)
        self.issues = IssueFinder(issues)
        self.outlets = {outlet.name: outlet for outlet in outlets}
        self.composer = Composer()
        self._digest = digest(RULES_VERSION, tuple(actors), tuple(issues))[:6]

    @cached_property
    def name(self) -> str:
        """``rules N+DIGEST``: changes with the rules, the actors and the issues."""
        return f"rules {RULES_VERSION}+{self._digest}"

    def code(self, version: Version) -> Coded:
        """All claims and abstentions of a version, in reading order."""
        outlet = self.outlets.get(version.outlet, Outlet(version.outlet))
        day = version.published.day if version.published else None
        document = _Document(version, outlet, plain(version.text), day, list(blocks(version.text)))
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

    def _read(self, document: _Document) -> Iterator[Claim | Abstention]:
        hits = sorted(self.issues.find(document.text), key=lambda h: (h.start, h.end))
        if not hits:
            return
        wanted: list[tuple[Request, Block, list[Hit], int]] = []
        for index, block in enumerate(document.blocks):
            here = [h for h in hits if block.start <= h.start and h.end <= block.end]
            if not here or _FURNITURE.search(document.text, block.start, block.end) and block.end - block.start < 400:
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

    def _lead(self, document: _Document, block: Block, index: int, start: int, end: int) -> tuple[str, int]:
        """A table row "Russia Secure recognition of …" is read as "Russia wants to secure …"."""
        if block.heading is None or not (_TABLE.search(document.text, *block.heading) or self._row_neighbour(document, index)):
            return "", start
        first = self.register.mentions(document.text, start, min(end, start + 40), document.day)
        if first and first[0].start == start and first[0].actor and not first[0].demonym:
            rest = re.match(r"[ \t|:–-]+(?=[A-Z][a-z]+\s)", document.text[first[0].end : end])
            if rest:
                return f"{document.text[start : first[0].end]} wants to ", first[0].end + rest.end()
        return "", start

    def _row_neighbour(self, document: _Document, index: int) -> bool:
        return False

    def _right_place(self, document: _Document, hit: Hit, sentence: Parsed, index: int) -> bool:
        """Whether the words mean this issue where its proposition names a place ("in Ukraine")."""
        proposition = self.issues.propositions[hit.issue.id]
        ids = {m.actor for p in [" ".join(proposition.places), hit.issue.proposition] for m in self.register.mentions(plain(p), 0, len(p), None) if m.actor}
        named = [p for p in proposition.places if p[:1].isupper() and len(p) > 3]
        if not ids and not named:
            return True
        title = plain(document.version.title or "")
        block = document.blocks[index]
        previous = document.blocks[index - 1] if index else block
        for text, start, end in ((document.text, sentence.start, sentence.end), (document.text, block.start, block.end), (title, 0, len(title)), (document.text, previous.start, previous.end)):
            mentions = self.register.mentions(text, start, end, document.day)
            if any(m.actor in ids for m in mentions) or any(re.search(rf"\b{re.escape(n)}", text[start:end]) for n in named):
                return True
            if any(m.actor is None for m in mentions):
                return False
        return True

    # -- one sentence, one issue ----------------------------------------------------------------

    def _sentence(self, document: _Document, sentence: Parsed, block: Block, index: int, hit: Hit) -> Iterator[Claim | Abstention]:
        text = document.text
        version = document.version

        def abstain(reason: str) -> Abstention:
            return Abstention(version.version_id, hit.issue.id, sentence.start, sentence.end, reason)

        if block.kind == "heading" or block.turn == "Q":
            return
        bare = text[sentence.start : sentence.end].rstrip("\"”' )")
        if bare.endswith("?"):
            yield from self._answer(document, sentence, block, index, hit)
            return
        tokens = sentence.tokens(hit.start, hit.end)
        if not tokens:
            return
        reading = self.composer.read(tokens, hit.sign)
        if not reading.found:
            yield abstain(reading.stop or "no stance on the way up")
            return
        quote = next((q for q in quotations(text, block) if q.holds(hit.start, hit.end)), None)
        source = self._source(document, sentence, block, index, reading, quote)
        holders = self._holders(document, sentence, block, index, reading, source)
        if not holders:
            yield abstain(f"nobody known holds it: {reading.holder.text if reading.holder is not None else 'the speaker'}")
            return
        for holder in holders:
            yield self._claim(document, sentence, block, hit, reading, holder, source, quote)

    def _claim(self, document: _Document, sentence: Parsed, block: Block, hit: Hit, reading: Reading, holder: Holder, source: _Source, quote: Quoted | None) -> Claim:
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

    # -- who speaks, and whose stance it is -----------------------------------------------------

    def _source(self, document: _Document, sentence: Parsed, block: Block, index: int, reading: Reading, quote: Quoted | None) -> _Source:
        """Who says the words that hold the stance: the clause's speaker, the quotation's, the turn's, the outlet's."""
        lower = document.text[sentence.start : sentence.end].lower()
        anonymous = bool(re.search(r"\breportedly\b|\breports? (?:suggest|say|indicate)|\bsources? (?:familiar|close|say|said)|according to (?:\w+ ){0,3}sources|speaking on condition of anonymity|on condition of anonymity", lower))
        if reading.source_verb is not None:
            who = subject(reading.source_verb)
            if who is not None:
                if who.lower_ in _SELF:
                    return self._speaker(document, block, index, anonymous)
                holders = self._resolve(document, sentence, block, index, who, None)
                anon = anonymous or who.lemma_.lower() in lexicon().words["anonymous"]
                return _Source(holders[0] if holders else None, anon, other=not holders)
        if quote is not None and document.outlet.speaks_for is None and block.turn is None:
            near = self._quote_speaker(document, block, quote)
            return _Source(near, anonymous, other=near is None)
        spoken = self._speaker(document, block, index, anonymous)
        accord = re.match(r"according to ([^,]{3,80}),|.*, according to ([^,.]{3,80})", document.text[sentence.start : sentence.end], re.IGNORECASE | re.DOTALL)
        if accord and spoken.holder is None:
            start = sentence.start + accord.start(1 if accord.group(1) else 2)
            named = self.register.mentions(document.text, start, start + len(accord.group(1) or accord.group(2)), document.day)
            holder = next((Holder(m.actor, m.speaker) for m in named if m.actor), None)
            return _Source(holder, anonymous, other=holder is None)
        return spoken

    def _speaker(self, document: _Document, block: Block, index: int, anonymous: bool) -> _Source:
        """Who speaks the block itself: a transcript's turn, the row's speaker, or the outlet's actor."""
        speaks_for, version = document.outlet.speaks_for, document.version
        if block.turn is not None:
            holder = self.register.turn(block.turn, speaks_for, document.day, version.title or "")
            return _Source(holder, anonymous, other=holder is None)
        if speaks_for is None:
            return _Source(None, anonymous)
        named = plain(version.speaker or version.title or "")
        people = [m for m in self.register.mentions(named, 0, len(named), document.day, named) if m.actor == speaks_for and m.speaker]
        return _Source(Holder(speaks_for, people[0].speaker if people else None), anonymous)

    def _quote_speaker(self, document: _Document, block: Block, quote: Quoted) -> Holder | None:
        """The one who is named with a verb of speech beside the quotation, in the same block."""
        text = document.text
        verbs = r"(?:said|says|told|added|wrote|argued|warned|stressed|insisted|stated|declared|replied|tweeted|posted|noted|explained|announced)"
        after = text[quote.end : min(block.end, quote.end + 160)]
        before = text[max(block.start, quote.start - 160) : quote.start]
        if re.match(rf"[,\s]*(?:{verbs}\b|[^.“”\"]{{0,80}}\b{verbs}\b)", after):
            stretch, base = after.split("“")[0], quote.end
        elif re.search(rf"\b{verbs}\b[^.“”]{{0,60}}$", before):
            base = max(block.start, quote.start - 160) + (before.rfind(". ") + 1)
            stretch = text[base : quote.start]
        else:
            return None
        if any(word in stretch.lower().split() for word in lexicon().words["outsiders"]):
            return None
        named = [m for m in self.register.mentions(text, base, base + len(stretch), document.day, text) if m.actor]
        best = next((m for m in named if m.speaker), named[0] if named else None)
        if best is None and (pronoun := re.search(r"\b(he|she)\b", stretch)):
            earlier = [m for m in self.register.mentions(text, block.start, quote.start, document.day, text) if m.speaker]
            if not earlier:
                position = document.blocks.index(block)
                if position:
                    prior = document.blocks[position - 1]
                    earlier = [m for m in self.register.mentions(text, prior.start, prior.end, document.day, text) if m.speaker]
            best = earlier[-1] if earlier and pronoun else None
        return Holder(best.actor, best.speaker) if best and best.actor else None

    def _holders(self, document: _Document, sentence: Parsed, block: Block, index: int, reading: Reading, source: _Source) -> list[Holder]:
        token = reading.holder
        if token is None:
            if source.holder is not None:
                return [source.holder]
            if reading.kind == "attitude" and not source.other:
                return self._section_actor(document, block, sentence)
            return []
        return self._resolve(document, sentence, block, index, token, source)

    def _section_actor(self, document: _Document, block: Block, sentence: Parsed) -> list[Holder]:
        """A wish that nobody is named for ("Key demands include") is the one's under whose heading it stands."""
        for start, end in ((block.start, sentence.start), block.heading or (0, 0)):
            names = [m for m in self.register.mentions(document.text, start, end, document.day) if m.actor]
            first = names[0].actor if names else None
            if first and (start == block.start and names[0].start == block.start or len({m.actor for m in names}) == 1):
                return [Holder(first)]
        return []

    def _resolve(self, document: _Document, sentence: Parsed, block: Block, index: int, token: Token, source: _Source | None) -> list[Holder]:
        """The actors that a noun phrase or pronoun stands for; none where it is a stranger."""
        low = token.lower_
        if low in _SELF:
            inner = source or self._speaker(document, block, index, False)
            return [inner.holder] if inner.holder else []
        if token.pos_ == "PRON" or low in _THEM:
            return self._antecedent(document, sentence, block, index, token, source)
        words = lexicon().words
        mentions = self.register.mentions(document.text, sentence.start, sentence.end, document.day, document.text)
        if sentence.lead and token.idx < sentence.lead:
            lead = sentence.doc.text[: sentence.lead]
            return [Holder(m.actor) for m in self.register.mentions(plain(lead), 0, len(lead), document.day) if m.actor][:1]
        group = [token, *(c for c in token.conjuncts if c.i > token.i)]
        found: list[Holder] = []
        for head in group:
            at = sentence.offset(head)
            modifiers = {c.lower_ for c in head.subtree if c.dep_ in ("amod", "compound", "nmod") and c.head.i in (head.i, *(g.i for g in head.children))}
            apposition = [g for c in head.children if c.dep_ == "appos" for g in [c, *c.subtree]]
            outside = (modifiers | {head.lemma_.lower()} | {t.lower_ for t in apposition if t.dep_ != "relcl"}) & words["outsiders"]
            if outside:
                continue
            covering = next((m for m in mentions if m.start <= at < m.end), None)
            if covering is not None:
                if covering.actor and not (covering.demonym and head.pos_ == "ADJ" and head.dep_ not in ("amod", "compound", "poss", "nmod")):
                    found.append(Holder(covering.actor, covering.speaker))
                continue
            if head.lemma_.lower() not in words["representatives"]:
                continue
            near = [m for m in mentions if any(c.dep_ in ("amod", "compound", "nmod", "poss", "appos", "prep") and self._covers(sentence, m, c) for c in head.children)]
            named = next((m for m in near if m.actor and m.speaker), None) or next((m for m in near if m.actor), None)
            if named and named.actor:
                found.append(Holder(named.actor, named.speaker))
            elif not near and document.outlet.speaks_for and low in ("president", "administration", "government"):
                found.append(Holder(document.outlet.speaks_for))
        unique = {h.actor: h for h in found}
        return list(unique.values())

    @staticmethod
    def _covers(sentence: Parsed, mention: Mention, token: Token) -> bool:
        tokens = [token, *(c for c in token.children if c.dep_ in ("pobj", "compound", "amod"))] if token.dep_ == "prep" else [token, *(c for c in token.children if c.dep_ in ("compound", "amod", "nmod"))]
        return any(mention.start <= sentence.offset(t) < mention.end for t in tokens)

    def _antecedent(self, document: _Document, sentence: Parsed, block: Block, index: int, token: Token, source: _Source | None) -> list[Holder]:
        """The clearest earlier actor: the sentence's own subject, else the last sentence's first name."""
        low = token.lower_
        person = low in ("he", "she", "his", "her", "him")
        text = document.text
        at = sentence.offset(token)
        if source is not None and source.holder is not None and reading_source_is(person, source.holder):
            return [source.holder]
        mentions = [m for m in self.register.mentions(text, sentence.start, at, document.day, text) if not person or m.speaker]
        subjects = {sentence.offset(t) for t in sentence.doc if t.dep_ in ("nsubj", "nsubjpass", "poss")}
        for mention in mentions:
            if mention.actor and not mention.demonym and any(mention.start <= s < mention.end for s in subjects):
                return [Holder(mention.actor, mention.speaker)]
        if mentions and any(m.actor is None for m in mentions):
            return []
        earlier = [s for s in sentences(text, block.start, sentence.start) if s[1] <= sentence.start]
        if not earlier and index and block.turn is None and document.blocks[index - 1].kind == "paragraph":
            previous = document.blocks[index - 1]
            earlier = list(sentences(text, previous.start, previous.end))
        for start, end in reversed(earlier[-2:]):
            names = [m for m in self.register.mentions(text, start, end, document.day, text) if not person or m.speaker]
            known = [m for m in names if m.actor]
            if known and (known[0].start - start < 40 or len({m.actor for m in known}) == 1):
                if any(w in text[start : known[0].end + 30].lower().split() for w in lexicon().words["outsiders"]):
                    return []
                first = known[0]
                return [Holder(first.actor, first.speaker)] if first.actor else []
        return []

    # -- questions and their answers ------------------------------------------------------------

    def _answer(self, document: _Document, sentence: Parsed, block: Block, index: int, hit: Hit) -> Iterator[Claim | Abstention]:
        """A question in somebody's own turn is rhetoric, and no claim."""
        yield Abstention(document.version.version_id, hit.issue.id, sentence.start, sentence.end, "a question")


def reading_source_is(person: bool, holder: Holder) -> bool:
    """Whether a pronoun can mean the one who speaks: "he said that he wants"."""
    return person and holder.speaker is not None


@dataclass(frozen=True, slots=True)
class _Source:
    """Who says it: a known holder, nobody in particular (the journalist), or somebody ``other``."""

    holder: Holder | None
    anonymous: bool = False
    other: bool = False
