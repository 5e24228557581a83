"""Facts to timelines: what was said, where that placed the actor, who held office, and when nothing could be heard."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reports.evidence import on, sides
from reports.facts import Facts, day, marked, telling_marks
from reports.tracked import Blank, Move, Office, Place, Spoken, Track
from warehouse.read_pairs import Pair

GAP = 45  # days without a word of the actor from which a timeline shows a gap
ROLES = 2  # offices that are drawn: the first in the monitor file, which are the heads


def tracks(facts: Facts) -> Iterator[Track]:
    """The timelines of a report, in the order of the monitor file."""
    sided: dict[Pair, set[str]] = {}
    for s in facts.shifts.shown:
        sided.setdefault((s.actor, s.issue), set()).update(u.utterance_id for side in sides(s, facts.ledger.said(s.actor, s.issue)) for u in side)
    for pair in facts.tracked:
        place = facts.place.get(pair)
        spoken = tuple(_spoken(facts, pair, sided.get(pair, set())))
        if place is None or not spoken:
            continue
        named, proposition = facts.names(pair)
        first, last = spoken[0].day, facts.period.end - timedelta(days=1)
        yield Track(
            pair[0], named, pair[1], proposition, place.stance, place.probability, spoken,
            tuple(Place(day(h.said_from), h.stance, h.score, h.probability) for h in facts.histories.get(pair, ())),
            tuple(_moves(facts, pair)), tuple(_offices(facts, pair[0], first, last)), tuple(_blanks(facts, spoken, last)),
        )  # fmt: skip


def _spoken(facts: Facts, pair: Pair, sided: set[str]) -> Iterator[Spoken]:
    said = tuple(u for u in facts.ledger.said(*pair) if on(u) < facts.period.end)
    told = {u.utterance_id for u in telling_marks(said, sided, facts.period.end, marked(facts.tracked))}
    for u in said:
        row = next((r for r in facts.ledger.rows([u]) if r.verbatim), None) if u.utterance_id in told else None
        claim_id, text = (row.claim_id, row.quote) if row else ("", "")
        yield Spoken(on(u), u.stance.value, u.strength, u.conditional, u.speaker, u.outlets, claim_id, text)


def _moves(facts: Facts, pair: Pair) -> Iterator[Move]:
    for s in facts.shifts.live:
        if (s.actor, s.issue) == pair and s.from_stance is not None and s.latest < facts.period.end:
            yield Move(s.shift_id, s.kind, s.to_stance, s.credible_from or s.earliest or s.latest, s.credible_to or s.latest, s.probability)


def _offices(facts: Facts, actor: str, first: date, last: date) -> Iterator[Office]:
    """The holders, within these days, of the first offices that anybody held in them."""
    held = [o for o in facts.offices if o.actor == actor and (o.from_day is None or o.from_day <= last) and (o.to_day is None or first < o.to_day)]
    roles = list(dict.fromkeys(o.role for o in held))[:ROLES]
    for role in roles:
        for o in sorted((o for o in held if o.role == role), key=lambda o: (o.from_day or date.min, o.name)):
            yield Office(o.name, o.role, o.from_day if o.from_day and o.from_day > first else None, o.to_day if o.to_day and o.to_day <= last else None)


def _blanks(facts: Facts, spoken: Sequence[Spoken], last: date) -> Iterator[Blank]:
    """Gaps between one word and the next, and outages; the outlets of one outage together."""
    days = [*(s.day for s in spoken), last]
    for a, b in itertools.pairwise(days):
        if (b - a).days > GAP:
            yield Blank("gap", a, b, ())
    outages: dict[tuple[date, date], list[str]] = {}
    for o in facts.outages:
        start, end = day(o.start), day(o.until) if o.until else last
        if end >= days[0] and start <= last:
            outages.setdefault((max(start, days[0]), min(end, last)), []).append(o.outlet)
    for (start, end), outlets in sorted(outages.items()):
        yield Blank("outage", start, end, tuple(sorted(set(outlets))))
