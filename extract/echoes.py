"""Claims about a name from what its speaker says of it elsewhere in the document: he speaks of it again, and tells no stance anew.

Who was read to be against somebody in one sentence mostly is so in the next in which he speaks of him alone. Such claims are believed
less: in nine of ten the stance is his, and every other sentence tells it to a reader who sees no more than that sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.holding import Holding
from extract.language.attribution import Quoted
from extract.language.issues import Hit
from extract.language.place import Place
from extract.language.reading import Reading
from extract.language.speakers import Source
from extract.language.stand_ins import Named
from extract.language.syntax import anchor_of
from extract.language.voices import said_by
from extract.model import Abstention, Claim, Stance

_PARTS = frozenset({"nsubj", "nsubjpass", "csubj", "dobj", "dative", "pobj", "attr", "oprd", "conj", "appos"})
"""How a name stands in a sentence that is about its bearer: not in "Dahl's plan"."""


@dataclass(slots=True)
class Echoes:
    """Gathers the claims about names in a document, and where it names them without a claim."""

    said: list[Claim] = field(default_factory=list)
    silent: list[tuple[Place, Hit, Quoted | None]] = field(default_factory=list)

    def note(self, place: Place, hit: Hit, quote: Quoted | None, outcomes: Iterable[Claim | Abstention]) -> None:
        """Remember what became of a name."""
        made = [o for o in outcomes if isinstance(o, Claim)]
        self.said += made
        if not made:
            self.silent.append((place, hit, quote))

    def claims(self, holding: Holding, named: Named) -> Iterator[Claim]:
        """The claims of those who speak of a name again of which their stance is known, and of nobody else in that sentence."""
        stances: dict[tuple[str, str], set[Stance]] = {}
        for claim in self.said:
            stances.setdefault((claim.actor, claim.issue), set()).add(claim.stance)
        for place, hit, quote in self.silent:
            voice = said_by(named.voices, hit.start, hit.end)
            tokens = place.sentence.tokens(hit.start, hit.end)
            speaker = voice.holder if voice is not None else holding.holders.quote_speaker(place.document, place.block, quote) if quote else None
            if speaker is None or not tokens or anchor_of(tokens).dep_ not in _PARTS:
                continue
            known = stances.get((speaker.actor, hit.issue.id), set())
            if speaker.speaker in hit.issue.terms or len(known) != 1 or Stance.NEUTRAL in known or self._others(holding, place, hit, speaker.actor, named):
                continue
            sign = 1 if known == {Stance.SUPPORT} else -1
            reading = Reading(sign, kind="echo", anchor=anchor_of(tokens), top=anchor_of(tokens))
            reading.note(f"{anchor_of(tokens).text}: spoken of again by who is {'for' if sign > 0 else 'against'} it elsewhere here", None, sign)
            yield from (c for c in holding.claims(place, hit, reading, quote, Source(speaker, third=True)) if isinstance(c, Claim))

    @staticmethod
    def _others(holding: Holding, place: Place, hit: Hit, speaker: str, named: Named) -> bool:
        """Whether the sentence names anybody but the speaker and the name's bearer."""
        start, end = place.sentence.start, place.sentence.end
        bearer = [(h.start, h.end) for h in named.hits if h.issue.id == hit.issue.id and start <= h.start < end]
        document = place.document
        here = (m for m in holding.holders.register.mentions(document.text, start, end, document.day, document.text) if m.actor)
        return any(m.actor != speaker and not any(a < m.end and m.start < b for a, b in bearer) for m in here)
