"""Where everybody stands: the board, who dissents, who holds both sides, whose words are hedged, who did not move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from reports.facts import STANCES, Facts, day, dissenting
from reports.model import Board, BoardRow, Cell, Contested, Dissent, Hedged, Steady, Voice
from reports.tracked import anchor
from warehouse.model import Utterance
from warehouse.positions import MIXED_DAYS
from warehouse.read_pairs import Pair


def board(facts: Facts) -> Board:
    """Stances at the end of the period; each cell knows the part of the page that tells more."""
    shown = {(s.actor, s.issue): (f"shift-{s.shift_id}", "first") for s in reversed(facts.shifts.first)}
    marks = {pair: mark for pair, (_, mark) in shown.items()} | {(s.actor, s.issue): "changed" for s in facts.shifts.changed}
    targets = {pair: target for pair, (target, _) in shown.items()} | {pair: anchor(*pair) for pair in facts.tracked}
    targets |= {(s.actor, s.issue): f"shift-{s.shift_id}" for s in reversed(facts.shifts.changed)}

    def cell(actor: str, issue: str) -> Cell | None:
        pair = (actor, issue)
        p = facts.place.get(pair)
        if p is None:
            return None
        had = facts.traces.get(pair, {})
        return Cell(
            actor, facts.actors[actor], issue, p.stance, p.score, p.probability, p.n_utterances, day(p.last_said), marks.get(pair, ""),
            facts.strengths.get((actor, issue, p.stance), 0), tuple(had.get(m) for m in facts.moments), targets.get(pair, anchor(*pair)),
        )  # fmt: skip

    actors = [a for a in facts.actors if any((a, i) in facts.place for i in facts.issues)]
    issues = [i for i in facts.issues if any((a, i) in facts.place for a in facts.actors)]
    return Board(
        tuple(facts.actors[a] for a in actors),
        tuple(BoardRow(i, facts.issues[i], tuple(cell(a, i) for a in actors)) for i in issues),
        tuple(name for a, name in facts.actors.items() if a not in actors),
        tuple(text for i, text in facts.issues.items() if i not in issues),
    )


def dissent(facts: Facts) -> Iterator[Dissent]:
    """Speakers whose position is not their actor's, and whose last words, since the actor took its own, say so."""
    since = {(s.actor, s.issue): s.latest for s in sorted(facts.shifts.live, key=lambda s: s.latest)
             if s.from_stance != s.to_stance and s.latest < facts.period.end}  # fmt: skip
    for p in dissenting(facts.positions, facts.place):
        pair = (p.actor, p.issue)
        said = [c for c in facts.ledger.by_pair.get(pair, ()) if c.speaker == p.speaker and c.said_at <= p.last_said]
        lately = [c for c in said if pair not in since or day(c.said_at) >= since[pair]]
        if not lately or lately[-1].stance != p.stance:
            continue
        rows = [facts.ledger.by_id[c.claim_id] for c in lately if c.stance == p.stance and c.claim_id in facts.ledger.by_id]
        best = facts.ledger.best(rows, day(p.last_said))
        named, proposition = facts.names(pair)
        yield Dissent(
            p.actor, named, p.speaker or "", p.issue, proposition, p.stance, facts.place[pair].stance, p.probability, p.n_utterances, day(p.last_said),
            facts.ledger.quote(best) if best else None,
        )  # fmt: skip


def contested(facts: Facts) -> Iterator[Contested]:
    """Actors that lately took both sides: every voice with its latest words."""
    for pair, p in facts.place.items():
        if p.stance != "mixed":
            continue
        recent = [u for u in facts.ledger.said(*pair) if timedelta(0) <= p.last_said - u.said_at <= MIXED_DAYS]
        groups: Counter[tuple[str, str]] = Counter((u.speaker or "", u.stance.value) for u in recent)
        order = sorted(groups.items(), key=lambda v: (STANCES.index(v[0][1]), -v[1], v[0]))
        voices = tuple(_voice(facts, who, stance, n, recent) for (who, stance), n in order)
        yield Contested(pair[0], facts.names(pair)[0], pair[1], facts.names(pair)[1], voices)


def _voice(facts: Facts, who: str, stance: str, n: int, recent: list[Utterance]) -> Voice:
    rows = facts.ledger.rows(u for u in recent if (u.speaker or "") == who and u.stance == stance)
    best = facts.ledger.best(rows, day(recent[-1].said_at))
    return Voice(who or None, stance, n, facts.ledger.quote(best) if best else None)


def hedged(facts: Facts) -> Iterator[Hedged]:
    """Pairs with hedged or conditional words in the period, and those words where they are read."""
    for pair, s in facts.spoken.items():
        if s.n_hedged or s.n_conditional:
            rows = [facts.ledger.by_id[c] for c in facts.hedged.get(pair, ()) if c in facts.ledger.by_id]
            quotes = tuple(facts.ledger.quote(r) for r in rows if r.verbatim)
            yield Hedged(pair[0], facts.names(pair)[0], pair[1], facts.names(pair)[1], s.n_claims, s.n_hedged, s.n_conditional, quotes)


def steady(facts: Facts) -> Iterator[Steady]:
    """Pairs that spoke in the period and did not change."""
    moved = _moved(facts)
    for pair, s in facts.spoken.items():
        place = facts.place.get(pair)
        if pair not in moved and place is not None:
            named, proposition = facts.names(pair)
            yield Steady(*_named(pair, named, proposition), place.stance, place.probability, s.n_claims, s.n_utterances, s.outlets, day(place.last_said))


def quiet(facts: Facts) -> Iterator[Steady]:
    """Pairs that hold a position from before and on which nothing was said in the period."""
    moved = _moved(facts)
    for pair in sorted(facts.place, key=lambda p: facts.rank[p]):
        if pair not in moved and pair not in facts.spoken:
            named, proposition = facts.names(pair)
            place = facts.place[pair]
            yield Steady(*_named(pair, named, proposition), place.stance, place.probability, 0, 0, (), day(place.last_said))


def _moved(facts: Facts) -> set[Pair]:
    return {(s.actor, s.issue) for s in (*facts.shifts.changed, *facts.shifts.first)}


def _named(pair: Pair, named: str, proposition: str) -> tuple[str, str, str, str]:
    return pair[0], named, pair[1], proposition
