"""From what was read to claims: whose stance it is, and whether the words mean the issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.language.actors import Holder
from extract.language.attribution import Quoted
from extract.language.holders import Holders
from extract.language.issues import Hit, IssueFinder
from extract.language.parse import Block, sentences
from extract.language.place import Place
from extract.language.places import places
from extract.language.reading import Reading
from extract.language.scope import Scope
from extract.language.speakers import Source
from extract.language.syntax import is_noun
from extract.making import make_claim
from extract.model import Abstention, Claim, Span

_MADE = re.compile(
    r"\b(?:[Ww]e|I|[Mm]y [Aa]dministration)(?:['’]ve| have| just| also| finally| then| already)*"
    r" (?:signed|passed|enacted|proposed|introduced|launched|announced|issued|wrote|created|drafted|put forward|got|laid out)\b[^.;:]{0,60}"
    r"\b(?:[Aa]ct|[Ll]aw|[Bb]ill|[Pp]lan|[Ll]egislation|[Pp]ackage|[Bb]udget|[Oo]rder|[Pp]rogramm?e?|[Rr]ule|[Ii]nitiative|[Aa]genda|[Pp]roposal)\b"
)
"""Said of a law or plan of one's own."""
_OWN_MEASURES = frozenset({"act", "law", "plan", "initiative", "program", "programme", "order"})
"""What a government speaks of by name, and of what it does, as its own."""
_ALLEGING = frozenset({"suggest", "allege", "claim", "accuse", "insinuate", "imply"})


def abstain(place: Place, hit: Hit, reason: str) -> Abstention:
    """That a sentence names an issue and no claim is made of it, and why."""
    return Abstention(place.document.version_id, hit.issue.id, place.sentence.start, place.sentence.end, reason)


class Holding:
    """Gives readings to those who hold them; ``coder`` is the name under which claims are made."""

    def __init__(self, coder: str, holders: Holders, issues: IssueFinder, scope: Scope) -> None:
        self.coder = coder
        self.holders = holders
        self.issues = issues
        self.scope = scope

    def _not_done_to(self, place: Place, reading: Reading, source: Source, holders: list[Holder]) -> list[Holder]:
        """Without those to whom it is done: the "it" of "after it suspended France" is not France."""
        if reading.kind != "act" or reading.holder is None or reading.holder.lower_ not in ("it", "they") or not reading.cue:
            return holders
        done_to = [c for c in reading.cue[-1].children if c.dep_ == "dobj" and is_noun(c)]
        named = {h.actor for token in done_to for h in self.holders.resolve(place, token, source)}
        return [h for h in holders if h.actor not in named]

    def _of_his_making(self, place: Place, reading: Reading) -> bool:
        """Whether an "it" that does it is a law or plan that the speaker has just said to have made: "I signed the bill. It gives them …"."""
        token, text = reading.holder, place.document.text
        if reading.kind != "act" or token is None:
            return False
        if token.pos_ == "PROPN" and token.lemma_.lower() in _OWN_MEASURES and place.document.outlet.speaks_for is not None:
            near = text[place.sentence.offset(token.left_edge) : place.sentence.offset(token)]
            return not places(near) and token.head.tag_ in ("VBZ", "VBG", "VB") and not any(c.dep_ == "poss" for c in token.children)
        if token.lower_ not in ("it", "that", "this") or token.dep_ not in ("nsubj", "relcl"):
            return False
        before = list(sentences(text, place.block.start, place.sentence.start))[-1:]
        if not before and place.index and place.document.blocks[place.index - 1].turn == place.block.turn:
            last = place.document.blocks[place.index - 1]
            before = list(sentences(text, last.start, last.end))[-1:]
        said = [*before, (place.sentence.start, place.sentence.offset(token))]
        return any(_MADE.search(text, start, end) for start, end in said)

    def answered(self, place: Place, hit: Hit, reading: Reading, reply: Block, span: Span, sign: int, *, thinking: bool = False) -> Iterator[Claim]:
        """The claim of whoever answers a question with a plain yes (``sign`` 1) or no; ``span`` is the words of the answer, ``thinking`` that it is being thought about."""
        spoken = Place(place.document, place.sentence, reply, place.index + 1)
        source = self.holders.speaker(spoken, False)
        asked = reading.holder
        if source.holder is None:
            return
        if asked is not None and asked.lower_ not in ("you", "we") and source.holder.actor not in {h.actor for h in self.holders.resolve(place, asked, None)}:
            return
        reading.sign *= sign
        reading.kind, reading.strength, reading.hedged, reading.neutral = "answer", 2, False, thinking
        reading.note(f"answered {place.document.text[span[0] : span[1]][:20]!r}: {sign:+d}")
        yield make_claim(self.coder, spoken, span, hit, reading, source.holder, source, None)

    def claims(
        self, place: Place, hit: Hit, reading: Reading, quote: Quoted | None, source: Source | None = None, known: Sequence[Holder] = ()
    ) -> Iterator[Claim | Abstention]:
        """The claims of those who hold what was read; an abstention where nobody known does.

        ``source`` is who says it and ``known`` who holds it, where that is known better than by the sentence.
        """
        sentence, block = place.sentence, place.block
        beside = [t.text for t in reading.anchor.lefts] if reading.anchor is not None else []
        if self.issues.leaves_out(hit, [*reading.path, *beside]):
            yield abstain(place, hit, "names only what it would be done to")
            return
        source = source or self.holders.source(place, reading, quote)
        pronoun = reading.holder is not None and reading.holder.lower_ in ("he", "she", "him", "her", "his")
        holders = (list(known) if pronoun else []) or self.holders.holders(place, reading, source) or list(known)
        if not holders and source.holder is not None and self._of_his_making(place, reading):
            holders = [source.holder]
        holders = self._not_done_to(place, reading, source, holders)
        alleging = reading.source_verb is not None and reading.source_verb.lemma_ in _ALLEGING
        if alleging and source.third and not source.anonymous:  # "Reports suggest" only tells that nobody is named
            holders = [h for h in holders if source.holder is not None and h.actor == source.holder.actor]
        if reading.judged_of is not None and source.holder is None:
            yield abstain(place, hit, "unready, but nobody says so")
            return
        for token, sign in reading.also:
            wish = replace(reading, sign=sign, holder=token, kind="attitude", strength=2, neutral=False)
            for holder in self.holders.resolve(place, token, source):
                if holder.actor not in {h.actor for h in holders} and not self.scope.is_target(hit, reading, token, holder):
                    yield make_claim(self.coder, place, (sentence.start, sentence.end), hit, wish, holder, source, quote)
        if holders and not all(self.scope.right_participants(place, hit, reading, h) for h in holders):
            yield abstain(place, hit, "not by whom or to whom the proposition says")
            return
        if block.turn == "Q" and (reading.holder is None or reading.holder.pos_ == "PRON") and not source.third:
            return  # a journalist's own words
        if not holders:
            yield abstain(place, hit, f"nobody known holds it: {reading.holder.text if reading.holder is not None else 'the speaker'}")
            return
        for holder in holders:
            yield make_claim(self.coder, place, (sentence.start, sentence.end), hit, reading, holder, source, quote)
