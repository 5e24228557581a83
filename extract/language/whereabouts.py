"""Whether an issue's words mean it here, where its proposition names a country ("a ceasefire in Ukraine")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from extract.language.actors import Register
from extract.language.issues import JOINS, Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import plain
from extract.language.place import Place
from extract.language.places import ALLIANCES, places
from extract.language.places import Place as Where
from extract.language.syntax import ancestors, anchor_of, first_conjunct, is_verb

_BESIDE = 60  # characters after an issue's words within which "to Ukraine" belongs to them
_BACK = 12  # paragraphs back in which what is spoken of may have been named
_LONG = 8000  # characters of a transcript that is not about one thing
_SHORT = 1500  # characters of a text that need not say where it is
_TOWARD = re.compile(
    r"^(?:[^,.;:!?]{0,24}\s)?(?:to|in|into|onto|between|across|over|(?P<from>from)|(?P<for>for|on|with|against))"
    r"(?:\s[\w'-]+){0,2}(?:\s(?:part|flank|border|side|edge|east|west|north|south|soil|territory|coast|rest) of(?: the)?)?\s$"
)


class Whereabouts:
    """Holds the places that a text names against those of a proposition."""

    def __init__(self, register: Register, issues: IssueFinder) -> None:
        self.register = register
        self.issues = issues
        self.voices = register.actors.keys() - frozenset().union(*(p.countries for p in issues.propositions.values()))
        """Actors that no proposition is about: they speak of the places of others."""
        about = [p.countries for p in issues.propositions.values()]
        self.givers = frozenset().union(*(p.agents for p in issues.propositions.values())) - frozenset().union(*about)
        """Who only does something to others: naming them says nothing of where."""

    def right_place(self, place: Place, hit: Hit) -> bool:
        """Whether the words mean this issue by where they stand.

        What the sentence says decides; a sentence that names no country goes with the nearest stretch that does:
        its paragraph, the question before it, the title, the article.
        """
        wanted = self.issues.propositions[hit.issue.id].countries
        if not wanted - ALLIANCES:
            return True
        if self._other_parties(place, hit, wanted):
            return False
        for says in (self._words, self._whither, self._at_home, self._given, self._elsewhere, self._nearby, self._spoken_of_last):
            said = says(place, hit, wanted)
            if said is not None:
                return said
        return self._article(place, hit, wanted)

    # -- each says yes, no, or nothing ----------------------------------------------------------

    def _words(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """The words themselves: "NATO troops in Ukraine"."""
        document = place.document
        vague = ALLIANCES - wanted | self.issues.propositions[hit.issue.id].agents | {document.outlet.speaks_for}  # naming these does not say where
        return True if any(p.country not in vague for p in places(document.text, hit.start, hit.end)) else None

    def _whither(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """Where they go: "F-16s to Turkey"; not "from Turkey", nor "for Turkish forces"."""
        here, home = _here(place), place.document.outlet.speaks_for
        vague = {home, "region"} if any(p.country in wanted for p in here) else {home}
        after = [p for p in here if p.country not in vague and self._leads_to(place, hit, p, wanted)]
        return after[0].country in wanted if after else None

    @staticmethod
    def _leads_to(place: Place, hit: Hit, where: Where, wanted: frozenset[str]) -> bool:
        if not 0 <= where.start - hit.end < _BESIDE or not (toward := _TOWARD.search(place.document.text[hit.end : where.start])):
            return False
        beside = any(t.dep_ in ("amod", "compound", "nmod", "poss") for t in place.sentence.tokens(where.start, where.end))
        return where.country in wanted or not (toward["from"] or (toward["for"] and (beside or where.country == "region")))

    def _at_home(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """Who speaks for a country speaks of it."""
        home = place.document.outlet.speaks_for
        return True if home in wanted and not {p.country for p in _here(place)} - ALLIANCES - {home} else None

    def _given(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """ "We should sell them F-16s", "their F-16s": whose was said before."""
        tokens, sentence, document = place.sentence.tokens(hit.start, hit.end), place.sentence, place.document
        above = [a for t in tokens for a in islice(ancestors(t), 4) if is_verb(a)]
        given = [c for verb in above[:1] for c in verb.children if c.dep_ == "dative" and c.pos_ == "PRON"]
        given += [c for t in tokens[-1:] for c in t.children if c.dep_ == "poss" and c.lower_ in ("their", "its")]
        if not given:
            return None
        before = places(document.text, document.blocks[max(0, place.index - 2)].start, sentence.offset(given[0]))
        earlier = [p.country for p in before if p.country not in ALLIANCES | {document.outlet.speaks_for}]
        return False if earlier and earlier[-1] not in self.issues.parties(hit.issue) else None

    def _elsewhere(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """ "Assistance that goes to Israel": only others are named."""
        here, text, parties = _here(place), place.document.text, self.issues.parties(hit.issue)
        where = [p for p in here if p.country not in ALLIANCES and _TOWARD.search(text[max(0, p.start - 30) : p.start])]
        if where and not any(p.country in parties - self.givers for p in here):
            return False
        others = _others(place)
        return False if others and not others & (parties | self.register.actors.keys()) else None

    def _nearby(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """The paragraph; the two before it and the title, where the sentence names nobody else."""
        text, blocks, block = place.document.text, place.document.blocks, place.block
        if any(p.country in wanted for p in places(text, block.start, block.end)):
            return True
        near = (*places(text, blocks[max(0, place.index - 2)].start, block.end), *places(plain(place.document.version.title or "")))
        return True if any(p.country in wanted for p in near) and not _others(place) - self.issues.parties(hit.issue) else None

    def _spoken_of_last(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool | None:
        """The nearest paragraph that names anybody."""
        document = place.document
        for before in reversed(document.blocks[max(0, place.index - _BACK) : place.index + 1]):
            people = {m.actor for m in self.register.mentions(document.text, before.start, before.end, document.day) if m.actor and m.speaker}
            named = people | {p.country for p in places(document.text, before.start, before.end)}
            spoken_of = named - ALLIANCES - {document.outlet.speaks_for} - self.voices
            if spoken_of:
                return bool(spoken_of & self.issues.parties(hit.issue)) or self.issues.is_name(hit)
        return None

    def _article(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool:
        """What the whole article is about; a briefing goes from one country to the next."""
        text, parties = place.document.text, self.issues.parties(hit.issue)
        if place.block.turn is not None and len(text) > _LONG:
            return False
        named = Counter(p.country for p in places(text) if p.country not in ALLIANCES | {place.document.outlet.speaks_for})
        if not any(named[c] for c in wanted):
            return len(text) < _SHORT and (self.issues.is_name(hit) or not named.keys() - parties)
        return sum(named[c] for c in parties) >= max((n for c, n in named.items() if c not in parties), default=0)

    def _other_parties(self, place: Place, hit: Hit, wanted: frozenset[str]) -> bool:
        """Whether the words belong to another country: "Sweden joining NATO", "Swedish membership", "Sweden's application for membership"."""
        sentence, document = place.sentence, place.document
        tokens = sentence.tokens(hit.start, hit.end)
        if not tokens:
            return False
        inside = {t.i for t in tokens}
        anchor = anchor_of(tokens)
        above = anchor.head.head if anchor.dep_ == "pobj" and anchor.head.dep_ == "prep" and not is_verb(anchor.head.head) else anchor
        owners = [
            c
            for t in {anchor, above, first_conjunct(anchor)}
            for c in t.children
            if c.dep_ in ("nsubj", "poss", "compound", "amod", "nmod") and c.i not in inside
        ]
        owners += [anchor.head] if anchor.dep_ == "acl" else []  # "support for Sweden joining"
        named = [p.country for o in owners for t in (o, *o.conjuncts) for p in places(document.text, sentence.offset(t), sentence.offset(t) + len(t.text))]
        agents = self.issues.propositions[hit.issue.id].agents
        if above is not anchor and not any(lexicon().look("noun", above.lemma_.lower(), (kind,)) for kind in ("attitude", "effect")):
            held = [c for c in above.children if c.dep_ == "poss"]  # "Russia's reliance on old weapons"
            whose = {p.country for o in held for p in places(document.text, sentence.offset(o.left_edge), sentence.offset(o) + len(o.text))}
            if whose - ALLIANCES and not whose & (self.issues.parties(hit.issue) | agents | {document.outlet.speaks_for}):
                return True
        foreign = {c for c in named if c not in ALLIANCES and (c != document.outlet.speaks_for or c in agents)}
        if hit.term in hit.issue.against:  # "China's territorial integrity"
            return bool(foreign) and not foreign & wanted
        joins = anchor.pos_ in ("VERB", "AUX") or JOINS.search(hit.term) is not None
        if agents and not is_verb(anchor):  # "Russian troops", where American ones are meant
            return bool(foreign) and not foreign & (wanted | agents)
        return joins and bool(foreign - {document.outlet.speaks_for}) and not foreign & wanted


def _here(place: Place) -> Sequence[Where]:
    return places(place.document.text, place.sentence.start, place.sentence.end)


def _others(place: Place) -> set[str]:
    return {p.country for p in _here(place)} - ALLIANCES - {place.document.outlet.speaks_for or ""}
