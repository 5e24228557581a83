"""What a report is made of, read once: all SQL of a report is asked for here, and nothing else of it touches the warehouse.

The words of few pairs are read, those that changed and as many others as get a timeline; of all pairs only counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from reports.consequence import consequence
from reports.evidence import COPIES, Ledger, candidates, listed, on, sides
from reports.model import Period
from warehouse import measuring, read, read_gaps, read_pairs
from warehouse.calibration import Measured
from warehouse.connection import Connection
from warehouse.model import Kind, Utterance
from warehouse.positions import MIXED_DAYS
from warehouse.read import PositionRow, ShiftRow
from warehouse.read_pairs import Pair

HEADLINE = 0.5  # shifts less probable than this are no news, but that somebody said so outright is
LISTED = 50  # edited or doubtful articles that are named
TRACKS = 60  # timelines in a report, and more where more pairs changed
MONTHS = 12  # months of which a trace has the ends
STANCES = ("support", "oppose", "neutral")
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Shifts:
    """The actors' shifts by what they are in this report, each in its order."""

    every: tuple[ShiftRow, ...]
    live: tuple[ShiftRow, ...]
    changed: tuple[ShiftRow, ...]
    first: tuple[ShiftRow, ...]
    late: tuple[ShiftRow, ...]
    withdrawn: tuple[ShiftRow, ...]
    recoded: tuple[ShiftRow, ...]

    @property
    def shown(self) -> tuple[ShiftRow, ...]:
        """All that the report tells of."""
        return (*self.changed, *self.first, *self.late, *self.withdrawn, *self.recoded)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was known at ``known_at`` and that the report needs. ``at_end`` is the last instant of the period."""

    period: Period
    known_at: datetime
    at_end: datetime
    actors: Mapping[str, str]
    issues: Mapping[str, str]
    rank: Mapping[Pair, tuple[int, int, str, str]]
    shifts: Shifts
    positions: tuple[PositionRow, ...]
    place: Mapping[Pair, PositionRow]
    spoken: Mapping[Pair, read_pairs.SpokenRow]
    reading: read_pairs.ReadRow
    strengths: Mapping[tuple[str, str, str], int]
    moments: tuple[datetime, ...]
    traces: Mapping[Pair, Mapping[datetime, float]]
    tracked: tuple[Pair, ...]
    histories: Mapping[Pair, list[read_pairs.PlaceRow]]
    hedged: Mapping[Pair, list[str]]
    ledger: Ledger
    offices: tuple[read_gaps.OfficeRow, ...]
    outages: tuple[read_gaps.OutageRow, ...]
    revisions: tuple[read_gaps.RevisionRow, ...]
    doubtful: tuple[read_gaps.DoubtfulRow, ...]
    statements: Mapping[str, tuple[read_gaps.StatementRow, ...]]
    troubles: tuple[read.Trouble, ...]
    abstentions: tuple[read.AbstentionCount, ...]
    counts: read.Counts
    n_utterances: int
    n_shifts: int
    last_coder: str | None
    measured: tuple[Measured, ...]

    def names(self, pair: Pair) -> tuple[str, str]:
        """Name and proposition for people; the ids where the monitor no longer has them."""
        return self.actors.get(pair[0], pair[0]), self.issues.get(pair[1], pair[1])


def day(moment: datetime) -> date:
    """The day in UTC."""
    return moment.astimezone(UTC).date()


def _instant(value: date) -> datetime:
    return datetime.combine(value, time(), UTC)


def gather(connection: Connection, period: Period, known_at: datetime, actor: str | None, issue: str | None, pages: Mapping[str, str]) -> Facts:
    """Read what a report of this period needs; ``actor`` and ``issue`` narrow it to one of them."""

    def wanted(an_actor: str, an_issue: str) -> bool:
        return actor in (None, an_actor) and issue in (None, an_issue)

    actors = {k: v for k, v in read.actors(connection).items() if actor in (None, k)}
    issues = {k: v for k, v in read.issues(connection).items() if issue in (None, k)}
    start, until = _instant(period.start) if period.start else None, _instant(period.end)
    ledgered = read.shifts(connection, known_at, speakers=False)
    positions = tuple(p for p in read_pairs.places(connection, until - _INSTANT, known_at) if wanted(p.actor, p.issue))
    place = {(p.actor, p.issue): p for p in positions if p.speaker is None}
    spoken = {(s.actor, s.issue): s for s in read_pairs.spoken(connection, start, until, known_at) if wanted(s.actor, s.issue)}
    sorted_shifts = _sorted(period, [s for s in ledgered if wanted(s.actor, s.issue)])
    rank = _ranks(actors, issues, {*place, *spoken, *((s.actor, s.issue) for s in sorted_shifts.every)})
    spoken = {pair: spoken[pair] for pair in sorted(spoken, key=lambda p: rank[p])}
    tracked = _tracked(sorted_shifts, positions, place, spoken, rank)
    told = {*tracked, *((s.actor, s.issue) for s in sorted_shifts.shown)}
    heard = Ledger(tuple(read_pairs.evidence(connection, told, known_at)), (), pages)
    hedged = {pair: ids for pair, ids in read_pairs.hedged(connection, start, until, known_at).items() if wanted(*pair)}
    shown = dict(sorted(hedged.items(), key=lambda item: rank.get(item[0], (0, 0, *item[0])))[:TRACKS])
    ids = {c for some in shown.values() for c in some} | _shown(heard, sorted_shifts, place, tracked) | _dissenters(heard, positions, place)
    ledger = heard.showing(read_pairs.claims(connection, ids))
    moments = _month_ends(period.end)
    silent = {s.actor for s in sorted_shifts.shown if s.kind == "withdrawn" and not s.after_claims}
    return Facts(
        period=period, known_at=known_at, at_end=until - _INSTANT, actors=actors, issues=issues, rank=rank, shifts=_ordered(sorted_shifts, ledger, rank),
        positions=positions, place=place, spoken=spoken, reading=read_pairs.read(connection, start, until, known_at, actor, issue),
        strengths=read_pairs.strengths(connection, until, known_at), moments=moments, traces=read_pairs.traces(connection, moments, known_at),
        tracked=tracked, histories=read_pairs.histories(connection, tracked, until, known_at), hedged=hedged, ledger=ledger,
        offices=tuple(read_gaps.offices(connection)), outages=tuple(read_gaps.outages(connection, known_at)),
        revisions=tuple(read_gaps.revisions(connection, start, until, known_at, actor, issue)), doubtful=tuple(read_gaps.doubtful(connection, known_at, LISTED)),
        statements={a: tuple(read_gaps.statements(connection, a, known_at)) for a in sorted(silent)},
        troubles=tuple(read.troubles(connection, known_at)), abstentions=tuple(read.abstentions(connection, known_at)),
        counts=read.counts(connection, known_at), n_utterances=read_pairs.utterances(connection, known_at),
        n_shifts=sum(s.withdrawn_at is None for s in ledgered),
        last_coder=next((r.coder for r in read.runs(connection, known_at)[-1:]), None), measured=measuring.known(connection, known_at),
    )  # fmt: skip


def _sorted(period: Period, every: list[ShiftRow]) -> Shifts:
    """The shifts by what they are in this report.

    ``late`` are those of before the period that were first seen within it: no earlier report could tell of them. The period's
    first day does not count: the report before this one was made on it and has told what was seen then.
    """
    start = period.start
    live = [s for s in every if s.withdrawn_at is None and (s.probability >= HEADLINE or s.kind == Kind.ANNOUNCED) and s.cause != "coder"]
    within = [s for s in live if period.holds(s.latest)]
    late = [s for s in live if start is not None and s.latest < start and start < day(s.detected_at) < period.end]
    taken_back = [s for s in every if s.withdrawn_at is not None and (period.holds(s.latest) or start is None or day(s.withdrawn_at) >= start)]
    recoded = [s for s in every if s.cause == "coder" and s.withdrawn_at is None and period.holds(s.latest)]
    changed, first = [s for s in within if s.from_stance is not None], [s for s in within if s.from_stance is None]
    return Shifts(*(tuple(group) for group in (every, live, changed, first, late, taken_back, recoded)))


def _ordered(shifts: Shifts, ledger: Ledger, rank: Mapping[Pair, tuple[int, int, str, str]]) -> Shifts:
    def order(s: ShiftRow) -> tuple[object, ...]:
        before, after = sides(s, ledger.said(s.actor, s.issue))
        return (consequence(s, before, after, ledger.rows(after)), rank[s.actor, s.issue], s.shift_id)

    first = sorted(shifts.first, key=lambda s: (s.latest, rank[s.actor, s.issue], s.shift_id))
    changed, late = sorted(shifts.changed, key=order), sorted(shifts.late, key=order)
    return Shifts(shifts.every, shifts.live, tuple(changed), tuple(first), tuple(late), shifts.withdrawn, shifts.recoded)


def _ranks(actors: Mapping[str, str], issues: Mapping[str, str], pairs: Iterable[Pair]) -> dict[Pair, tuple[int, int, str, str]]:
    """The place of every pair in the order of the monitor file; what it no longer names comes last."""
    a, i = {k: n for n, k in enumerate(actors)}, {k: n for n, k in enumerate(issues)}
    every = {*pairs, *((x, y) for x in actors for y in issues)}
    return {(x, y): (a.get(x, len(a)), i.get(y, len(i)), x, y) for x, y in every}


def dissenting(positions: Iterable[PositionRow], place: Mapping[Pair, PositionRow]) -> Iterable[PositionRow]:
    """Speakers' positions that are not their actor's."""
    for p in positions:
        whole = place.get((p.actor, p.issue))
        if p.speaker is not None and whole is not None and p.stance != whole.stance and {p.stance, whole.stance} <= set(STANCES):
            yield p


def _tracked(
    shifts: Shifts, positions: Iterable[PositionRow], place: Mapping[Pair, PositionRow], spoken: Iterable[Pair], rank: Mapping[Pair, tuple[int, int, str, str]]
) -> tuple[Pair, ...]:
    """The pairs that get a timeline: all that changed, then as far as there is room the contested, the first, those that spoke, the rest."""
    must = dict.fromkeys((s.actor, s.issue) for s in (*shifts.changed, *shifts.late))
    split = [pair for pair, p in place.items() if p.stance == "mixed"] + [(p.actor, p.issue) for p in dissenting(positions, place)]
    others = dict.fromkeys([*split, *((s.actor, s.issue) for s in shifts.first), *spoken, *sorted(place, key=lambda p: rank[p])])
    room = max(0, TRACKS - len(must))
    chosen = [*must, *[pair for pair in others if pair not in must and pair in place][:room]]
    return tuple(sorted(chosen, key=lambda p: rank[p]))


def marked(tracked: tuple[Pair, ...]) -> int:
    """How many utterances of a timeline show their words: the more timelines, the fewer."""
    return max(4, min(24, 800 // max(1, len(tracked))))


def telling_marks(said: tuple[Utterance, ...], sided: set[str], until: date, most: int) -> list[Utterance]:
    """The utterances whose words a timeline shows: those beside a change first, then the most printed, then the latest."""
    within = [u for u in said if u.claims and on(u) < until]
    chosen = sorted(within, key=lambda u: (u.utterance_id not in sided, -len(u.outlets), -u.said_at.timestamp(), u.utterance_id))[:most]
    return chosen


def _shown(ledger: Ledger, shifts: Shifts, place: Mapping[Pair, PositionRow], tracked: tuple[Pair, ...]) -> set[str]:
    """The claims whose words the report may print."""
    ids: set[str] = set()
    sided: dict[Pair, set[str]] = {}
    most = listed(len(shifts.changed))
    for s in shifts.shown:
        both = [u for side in sides(s, ledger.said(s.actor, s.issue)) for u in side]
        ids.update(c for side in sides(s, ledger.said(s.actor, s.issue)) for u in candidates(side, s.latest, most) for c in u.claims[:COPIES])
        sided.setdefault((s.actor, s.issue), set()).update(u.utterance_id for u in both)
    for pair in tracked:
        said, p = ledger.said(*pair), place.get(pair)
        until = day(p.last_said) + timedelta(days=1) if p else date.max
        ids.update(u.claims[0] for u in telling_marks(said, sided.get(pair, set()), until, marked(tracked)))
        if p and p.stance == "mixed":
            ids.update(c for u in said if timedelta(0) <= p.last_said - u.said_at <= MIXED_DAYS for c in u.claims[:1])
    return ids


def _dissenters(ledger: Ledger, positions: Iterable[PositionRow], place: Mapping[Pair, PositionRow]) -> set[str]:
    """The latest claims of speakers who differ from their actor."""
    latest: set[str] = set()
    for p in dissenting(positions, place):
        latest.update([c.claim_id for c in ledger.by_pair.get((p.actor, p.issue), ()) if c.speaker == p.speaker and c.stance == p.stance][-5:])
    return latest


def _month_ends(end: date) -> tuple[datetime, ...]:
    """The last instants of ``MONTHS`` months, the last one being the period's own end."""
    months = [(end.year * 12 + end.month - 1) - n for n in range(MONTHS)]
    starts = sorted({_instant(date(m // 12, m % 12 + 1, 1)) for m in months} - {_instant(end)})[-(MONTHS - 1) :]
    return (*(s - _INSTANT for s in starts), _instant(end) - _INSTANT)
