"""Who speaks: the block's voice, and whoever is named beside a quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.language.actors import Holder, Register
from extract.language.attribution import Quoted, quotations
from extract.language.lexicon import lexicon
from extract.language.parse import Block, plain
from extract.language.place import Document, Place

SPEECH = (
    r"(?:said|says|saying|told|adds|added|wrote|writes|argued|warned|stressed|insisted|stated|declared|replied|tweeted|posted|noted|explained"
    r"|announced|continued|asked|concluded|acknowledged|claimed|vowed)"
)
_TOLD = re.compile(rf"(?=[^“”]{{0,80}}\b{SPEECH}\b)[^.“”\"]{{5,200}}\.\s*")
"""Between two quotations of one speaker."""
_ASIDE = re.compile(r", (?:adding|saying|noting|citing|referring|after|as|while|when|who|whose|in which) ")
"""Where what is said of the speaker ends."""
_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|U\.S)\.")
_NAME = re.compile(r"(?:^|(?<=[.!?”] ))([A-Z][^:.!?“”\n]{1,40}): $")
_LABEL = 48  # characters
_NEAR = 160  # characters beside a quotation in which its speaker is named


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: a known holder, nobody in particular (the journalist), or somebody ``other``."""

    holder: Holder | None
    anonymous: bool = False
    other: bool = False
    third: bool = False  # named with a verb of speech: "he said"


_OFFICE = re.compile(r"\b[Tt]he ((?:[a-z]+ )?(?:president|minister|chancellor|premier|secretary|governor|leader|chair))\b(?! of\b|'s\b)")
"""An office by which somebody is called who was named before."""
_FULL_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+")


class Speakers:
    """Resolves voices against a register of names."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def speaker(self, place: Place, anonymous: bool) -> Source:
        """Who speaks the block itself: a transcript's turn, the row's speaker, or the outlet's actor."""
        document, block = place.document, place.block
        speaks_for, version = document.outlet.speaks_for, document.version
        if block.turn == "Q":
            return Source(None, anonymous, other=True)
        if block.turn is not None:
            holder = self.register.turn(block.turn, speaks_for, document.day, version.title or "")
            return Source(holder, anonymous, other=holder is None)
        if (label := self._label(place)) is not None:
            return Source(label, anonymous, third=True)
        if speaks_for is None:
            return Source(None, anonymous)
        named = plain(version.speaker or version.title or "")
        people = [m for m in self.register.mentions(named, 0, len(named), document.day, named) if m.actor == speaks_for and m.speaker]
        return Source(Holder(speaks_for, people[0].speaker if people else None), anonymous)

    def _label(self, place: Place) -> Holder | None:
        """The person whose name and a colon stand before the sentence: "Berg: we will sign it"."""
        document, begin = place.document, max(place.block.start, place.sentence.start - _LABEL)
        before = _NAME.search(document.text[begin : place.sentence.start])
        if before is None:
            return None
        return self.speaker_named(document, begin + before.start(1), begin + before.end(1))

    def speaker_named(self, document: Document, start: int, end: int) -> Holder | None:
        """The monitored person whose name the stretch is, with or without an office."""
        named = [m for m in self.register.mentions(document.text, start, end, document.day, document.text) if m.actor and m.speaker]
        return Holder(named[0].actor, named[0].speaker) if named and named[0].actor and named[-1].end == end else None

    def quote_speaker(self, document: Document, block: Block, quote: Quoted) -> Holder | None:
        """The one who is named with a verb of speech beside the quotation, in the same block."""
        text = document.text
        after = _TITLES.sub(r"\1 ", text[quote.end : min(block.end, quote.end + _NEAR)])
        before = _TITLES.sub(r"\1 ", text[max(block.start, quote.start - _NEAR) : quote.start])
        if re.match(rf"[,\s]*(?:{SPEECH}\b|[^.“”\"]{{0,80}}\b{SPEECH}\b)", after):
            stretch, base = _ASIDE.split(after.split("“")[0])[0], quote.end
            told = re.search(r"\b(?:told|asked)\b", stretch)
            stretch = stretch[: told.start()] if told and stretch[: told.start()].strip(" ,") else stretch  # not whom he told
        elif re.search(rf"\b{SPEECH}\b[^.“”]{{0,60}}$", before):
            base = max(block.start, quote.start - _NEAR) + (before.rfind(". ") + 1)
            stretch = text[base : quote.start]
        elif (running := self._runs_on(document, block, quote)) is not None:
            return running
        else:
            return None
        if any(word in stretch.lower().split() for word in lexicon().words["outsiders"]):
            return None
        named = [m for m in self.register.mentions(text, base, base + len(stretch), document.day, text) if m.actor]
        best = next((m for m in named if m.speaker), named[0] if named else None)
        if best is None and document.outlet.speaks_for is None and (office := _OFFICE.search(stretch)) is not None:
            return self.in_office(document, document.blocks.index(block), quote.start, office[1].lower())
        if best is None and re.search(r"\b(he|she)\b", stretch):
            earlier = [m for m in self.register.mentions(text, block.start, quote.start, document.day, text) if m.speaker]
            position = document.blocks.index(block)
            if not earlier and position:
                prior = document.blocks[position - 1]
                earlier = [m for m in self.register.mentions(text, prior.start, prior.end, document.day, text) if m.speaker]
            best = earlier[-1] if earlier else None
        return Holder(best.actor, best.speaker) if best and best.actor else None

    def in_office(self, document: Document, index: int, at: int, office: str) -> Holder | None:
        """The last person named before an offset, in this or one of the three paragraphs before, if that is his office ("the prime minister")."""
        text, start = document.text, document.blocks[max(0, index - 3)].start
        named = [m for m in self.register.mentions(text, start, at, document.day, text) if m.speaker]
        last = named[-1] if named else None
        if last is None or last.actor is None or last.speaker is None or office not in self.register.offices(last.actor, last.speaker):
            return None
        if any(not text.startswith(f" {last.speaker}", m.end()) for m in re.compile(rf"(?i)\b{re.escape(office)}\b").finditer(text, start, at - 4)):
            return None  # somebody else's office may be meant
        if re.search(r"(?i)\b(?:former|ex|late|then)\b[\w' -]*$", text[max(0, last.start - 40) : last.start]):
            return None  # whose office it was
        return Holder(last.actor, last.speaker) if _FULL_NAME.search(text, last.end, at) is None else None

    def _runs_on(self, document: Document, block: Block, quote: Quoted) -> Holder | None:
        """Who goes on speaking: "“We want it,” he said in Kyiv. “It will help.”"."""
        before = next((q for q in reversed(quotations(document.text, block)) if q.end <= quote.start), None)
        between = _TITLES.sub(r"\1", document.text[before.end : quote.start]) if before is not None else ""
        if before is None or not _TOLD.fullmatch(between):
            return None
        return self.quote_speaker(document, block, before)
