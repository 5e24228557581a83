"""Claims about somebody or something that an issue names ("Dahl is supported"): who is for or against whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.holding import Holding, abstain
from extract.language.actors import Holder
from extract.language.attribution import Quoted
from extract.language.esteem import regard
from extract.language.issues import Hit
from extract.language.owners import beside, of_its_own, stands_for
from extract.language.place import Place
from extract.language.reading import Reading
from extract.language.regard import Regards
from extract.language.speakers import Source
from extract.language.stance import Composer
from extract.language.stand_ins import Named
from extract.language.voices import said_by
from extract.model import Abstention, Claim

if TYPE_CHECKING:
    from spacy.tokens import Token


_BODY = re.compile(
    r"\b(?:Department|Court|Committee|Party|Senate|House of|Congress|Agency|Bureau|Ministry|Council|Foundation|Association|Union|University|Administration|administration|Republicans|Democrats)\b"
)
"""How a body is called, of which a deed tells nothing."""


class Regarding:
    """Makes the claims of the issues that are names."""

    def __init__(self, holding: Holding, composer: Composer, people: frozenset[str]) -> None:
        """``people`` are the issues that are a person's name."""
        self.people = people
        self.holding = holding
        self.composer = composer
        self.regards = Regards()

    def claims(self, place: Place, hit: Hit, quote: Quoted | None, named: Named) -> Iterator[Claim | Abstention]:
        """What is thought of whoever a sentence that asks nothing names at ``hit``; ``named`` is who says and means what in the document."""
        tokens = place.sentence.tokens(hit.start, hit.end)
        if place.block.kind == "heading" or not tokens:
            return
        reading = self._read(place, hit, tokens)
        if not reading.found:
            yield abstain(place, hit, reading.stop or "no stance on the way up")
            return
        if hit.issue.id not in self.people and (reason := of_its_own(reading)):
            yield abstain(place, hit, reason)
            return
        if reading.holder is not None and reading.kind == "attitude":
            reading.also += [(token, reading.sign) for token in beside(reading.holder)]
        who = reading.holder
        if (
            who is not None
            and who.text[:1].isupper()
            and any(c.dep_ == "nummod" and c.i < who.i for c in who.children)
            and not any(c.dep_ == "appos" for c in who.children)
        ):
            yield abstain(place, hit, "some of them")  # "two Democrats"
            return
        voice = said_by(named.voices, hit.start, hit.end)
        source = Source(voice.holder, third=True) if voice is not None and voice.holder is not None else None
        outcomes = self.holding.claims(place, hit, reading, quote, source, self._known(place, reading, named) or self._crowd(place, reading, quote))
        yield from (o for o in outcomes if not (isinstance(o, Claim) and o.speaker in hit.issue.terms))  # what one says of himself

    def _read(self, place: Place, hit: Hit, tokens: Sequence[Token]) -> Reading:
        """By composition first where the words are common ones ("gun control"), and last where they are a longer name but no person's;
        else by regard alone. A mere deed ("signed it") is believed less.
        """
        common = hit.term[:1].islower()
        regarded = Reading(1) if common else self.regards.regard(list(tokens))
        thing = common or (len(hit.term.split()) > 2 and hit.issue.id not in self.people)
        thing = thing and not any(_BODY.search(term) for term in hit.issue.terms)  # what is done to a department is not done for it
        if not regarded.found and thing and self.holding.scope.right_sense(place, hit, tokens):
            composed = self.composer.read(list(tokens), hit.sign, harmed=hit.harmed)
            if composed.found:
                composed.kind = "between" if composed.kind == "act" else composed.kind
                return composed
        return self.regards.regard(list(tokens)) if common else regarded

    def _known(self, place: Place, reading: Reading, named: Named) -> list[Holder]:
        """The holder, where a pronoun or title of the document stands for him."""
        if reading.holder is None:
            return []
        for token in stands_for(reading.holder):
            if found := self._at(place, token, named):
                return found
        return []

    def _crowd(self, place: Place, reading: Reading, quote: Quoted | None) -> list[Holder]:
        """Whoever says what everybody thinks: "the people are tired of Dahl, she said"."""
        if reading.holder is None or reading.holder.lemma_.lower() not in regard().words["crowd"]:
            return []
        source = self.holding.holders.source(place, reading, quote)
        return [source.holder] if source.holder is not None else []

    def _at(self, place: Place, token: Token, named: Named) -> list[Holder]:
        """Whoever is named at a word, or stands for somebody named before."""
        register, at, day = self.holding.holders.register, place.sentence.offset(token), place.document.day
        if name := named.people.get(at, ""):
            return [Holder(m.actor, m.speaker) for m in register.mentions(name, 0, len(name), day, name)[:1] if m.actor]
        here = register.mentions(place.document.text, place.sentence.start, place.sentence.end, day, place.document.text)
        return [Holder(m.actor, m.speaker) for m in here if m.start <= at < m.end and m.actor and not m.demonym][:1]
