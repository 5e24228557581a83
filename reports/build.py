"""From the facts in the warehouse to a Report: pure, so that the same question gives the same answer.

Only what was known at ``known_at`` is used, and no clock is read. Days are days in UTC.

The changes stand in a declared order, the most consequential first: the kind, in the order of ``WEIGHT``; then the
probability in whole percent; then the number of independent utterances on both sides; then the number of outlets.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from extract.model import Decision
from reports import phrases
from reports.evidence import Ledger, attached, on, points, sides, telling
from reports.model import (
    Abstained,
    Board,
    BoardRow,
    Broken,
    Cell,
    Change,
    Checked,
    Contested,
    Dissent,
    Hedged,
    Made,
    Missed,
    Period,
    Report,
    Steady,
    Voice,
)
from reports.wording import close, diff
from warehouse import read
from warehouse.connection import Connection
from warehouse.model import Kind, Utterance
from warehouse.positions import MIXED_DAYS
from warehouse.read import ShiftRow

__all__ = ["WEIGHT", "Period", "Report", "build"]

WEIGHT = {
    kind.value: i
    for i, kind in enumerate(
        (Kind.REVERSAL, Kind.TURNOVER, Kind.RETURN, Kind.WITHDRAWN, Kind.CONDITIONAL, Kind.HARDENING, Kind.SOFTENING, Kind.ANNOUNCED, Kind.NEW)
    )
} | {Kind.SOFTENING.value: 5}  # a hardening and a softening weigh the same
HEADLINE = 0.5  # shifts less probable than this are no news
DOCUMENTS = 8  # documents named for one outlet and outcome
_INSTANT = timedelta(microseconds=1)
_STANCES = ("support", "oppose", "neutral")
_FOREVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=366)

Pair = tuple[str, str]


def build(
    connection: Connection, *, monitor: str, start: date | None, end: date, known_at: datetime, actor: str | None = None,
    issue: str | None = None, program: str, monitor_digest: str, pages: Mapping[str, str] | None = None,
) -> Report:  # fmt: skip
    """What changed from ``start`` (None: from the beginning) until before ``end``, as known at ``known_at``.

    ``actor`` and ``issue`` narrow it to one of them. ``pages`` maps a version to a relative link of its page as kept,
    which is then used instead of the live one. The same warehouse and arguments give an equal report.
    """
    return _Builder(connection, Period(start, end), known_at, actor, issue, pages or {}).report(monitor, program, monitor_digest)


class _Builder:
    """What is read once and used by all parts of one report."""

    def __init__(self, connection: Connection, period: Period, known_at: datetime, actor: str | None, issue: str | None, pages: Mapping[str, str]) -> None:
        def wanted(an_actor: str, an_issue: str) -> bool:
            return actor in (None, an_actor) and issue in (None, an_issue)

        self.connection, self.period, self.known_at, self.actor, self.issue = connection, period, known_at, actor, issue
        self.actors = {k: v for k, v in read.actors(connection).items() if actor in (None, k)}
        self.issues = {k: v for k, v in read.issues(connection).items() if issue in (None, k)}
        self.ledger = Ledger(tuple(c for c in read.claims(connection, known_at) if wanted(c.actor, c.issue)), pages)
        self.shifts = [s for s in read.shifts(connection, known_at) if s.speaker is None and wanted(s.actor, s.issue)]
        at_end = datetime.combine(period.end, time(), UTC) - _INSTANT
        self.positions = [p for p in read.positions(connection, at_end, known_at) if wanted(p.actor, p.issue)]
        self.place = {(p.actor, p.issue): p for p in self.positions if p.speaker is None}
        live = [s for s in self.shifts if s.withdrawn_at is None and s.probability >= HEADLINE]
        self.live = [s for s in live if s.cause != "coder"]
        in_period = [s for s in self.live if period.holds(s.latest)]
        self.changed = sorted((s for s in in_period if s.from_stance is not None), key=self._consequence)
        self.first = sorted((s for s in in_period if s.from_stance is None), key=lambda s: (s.latest, self._rank(s.actor, s.issue), s.shift_id))
        self.recoded = [s for s in self.shifts if s.cause == "coder" and s.withdrawn_at is None and period.holds(s.latest)]
        self.spoken = self._spoken()

    def report(self, monitor: str, program: str, monitor_digest: str) -> Report:
        """All parts in their order."""
        return Report(
            monitor, self.period, self.known_at.astimezone(UTC), self.actor, self.issue, self._checked(),
            tuple(self._change(s) for s in self.changed),
            tuple(self._change(s) for s in self.first),
            tuple(self._change(s) for s in self._late()),
            self._board(),
            tuple(self._dissent()),
            tuple(self._contested()),
            tuple(self._hedged()),
            tuple(self._steady()),
            tuple(self._change(s) for s in self._withdrawn()),
            tuple(self._change(s) for s in self.recoded),
            tuple(self._missed()),
            tuple(self._abstained()),
            tuple(Broken(c.claim_id, c.outlet, c.url, c.said_on) for c in self.ledger.claims if not c.verbatim),
            self._made(program, monitor_digest),
        )  # fmt: skip

    # -- changes ----------------------------------------------------------------------------------

    def _rank(self, actor: str, issue: str) -> tuple[int, int, str, str]:
        """The place of a pair in the order of the monitor file; what it no longer names comes last."""
        a, i = list(self.actors), list(self.issues)
        return (a.index(actor) if actor in a else len(a), i.index(issue) if issue in i else len(i), actor, issue)

    def _consequence(self, s: ShiftRow) -> tuple[object, ...]:
        before, after = sides(s, self.ledger.said(s.actor, s.issue))
        outlets = {o for u in (*before, *after) for o in u.outlets}
        return (WEIGHT[s.kind], -int(s.probability * 100), -(s.n_before + s.n_after), -len(outlets), self._rank(s.actor, s.issue), s.shift_id)

    def _change(self, s: ShiftRow) -> Change:
        said = self.ledger.said(s.actor, s.issue)
        before, after = sides(s, said)
        came = attached(before, after)
        old = self._rows(before)
        new = self._rows(after)
        rising = came if s.kind == Kind.CONDITIONAL else s.kind == Kind.HARDENING
        one = self.ledger.side(before, s.from_stance, s.n_before, s.earliest or s.latest, telling(s.kind, old, high=not rising))
        other = self.ledger.side(after, s.to_stance, s.n_after, s.latest, telling(s.kind, new, high=rising))
        texts = (one.quote.text, other.quote.text) if one.quote and other.quote else ("", "")
        named, proposition = self._names(s.actor, s.issue)
        return Change(
            s.shift_id, s.revision, s.actor, named, s.issue, proposition, s.kind, s.from_stance, s.to_stance, s.earliest, s.latest,
            s.credible_from, s.credible_to, s.probability,
            phrases.sentence(
                actor=named, proposition=proposition, kind=s.kind, from_stance=s.from_stance, to_stance=s.to_stance,
                earliest=s.earliest, latest=s.latest, probability=s.probability, attached=came, silent=other.silent,
            ),
            one, other, diff(*texts) if texts[0] != texts[1] and close(*texts) else (), points(said, before, after),
            s.detected_at.astimezone(UTC), s.known_from.astimezone(UTC), s.withdrawn_at.astimezone(UTC) if s.withdrawn_at else None, s.cause,
        )  # fmt: skip

    def _rows(self, group: Iterable[Utterance]) -> list[read.ClaimRow]:
        return [self.ledger.by_id[c] for u in group for c in u.claims]

    def _names(self, actor: str, issue: str) -> tuple[str, str]:
        """Name and proposition for people; the ids where the monitor no longer has them."""
        return self.actors.get(actor, actor), self.issues.get(issue, issue)

    def _withdrawn(self) -> list[ShiftRow]:
        """Shifts once reported and taken back: they lay in the period, or were taken back since it began."""
        start = self.period.start
        return [
            s for s in self.shifts
            if s.withdrawn_at is not None and (self.period.holds(s.latest) or start is None or s.withdrawn_at.astimezone(UTC).date() >= start)
        ]  # fmt: skip

    def _late(self) -> list[ShiftRow]:
        """Shifts of before the period that were first seen within it: no earlier report could tell of them.

        The period's first day does not count: the report before this one was made on it and has told what was seen then.
        """
        start = self.period.start
        found = [s for s in self.live if start is not None and s.latest < start and start < _day(s.detected_at) < self.period.end]
        return sorted(found, key=self._consequence)

    # -- positions --------------------------------------------------------------------------------

    def _board(self) -> Board:
        marks = {(s.actor, s.issue): "first" for s in self.first} | {(s.actor, s.issue): "changed" for s in self.changed}

        def cell(actor: str, issue: str) -> Cell | None:
            p = self.place.get((actor, issue))
            if p is None:
                return None
            return Cell(actor, self.actors[actor], issue, p.stance, p.score, p.probability, p.n_utterances, _day(p.last_said), marks.get((actor, issue), ""))

        actors = [a for a in self.actors if any((a, i) in self.place for i in self.issues)]
        issues = [i for i in self.issues if any((a, i) in self.place for a in self.actors)]
        return Board(
            tuple(self.actors[a] for a in actors),
            tuple(BoardRow(i, self.issues[i], tuple(cell(a, i) for a in actors)) for i in issues),
            tuple(name for a, name in self.actors.items() if a not in actors),
            tuple(text for i, text in self.issues.items() if i not in issues),
        )

    def _since(self, pair: Pair) -> date:
        """The day on which the actor's present stance was first clear."""
        days = [s.latest for s in self.live if (s.actor, s.issue) == pair and s.from_stance != s.to_stance and s.latest < self.period.end]
        return max(days, default=date.min)

    def _dissent(self) -> Iterable[Dissent]:
        """Speakers whose position is not their actor's, and whose last words, since the actor took its own, say so."""
        for p in self.positions:
            pair = (p.actor, p.issue)
            whole = self.place.get(pair)
            if p.speaker is None or whole is None or p.stance == whole.stance or not {p.stance, whole.stance} <= set(_STANCES):
                continue
            said = [c for c in self.ledger.by_pair.get(pair, ()) if c.speaker == p.speaker and c.said_at and c.said_at <= p.last_said]
            since = [c for c in said if c.said_at and _day(c.said_at) >= self._since(pair)]
            if not since or since[-1].stance != p.stance:
                continue
            best = self.ledger.best([c for c in since if c.stance == p.stance], _day(p.last_said))
            named, proposition = self._names(*pair)
            yield Dissent(
                p.actor, named, p.speaker, p.issue, proposition, p.stance, whole.stance, p.probability, p.n_utterances, _day(p.last_said),
                self.ledger.quote(best) if best else None,
            )  # fmt: skip

    def _contested(self) -> Iterable[Contested]:
        for pair, p in self.place.items():
            if p.stance != "mixed":
                continue
            recent = [u for u in self.ledger.said(*pair) if timedelta(0) <= p.last_said - u.said_at <= MIXED_DAYS]
            voices = Counter((u.speaker or "", u.stance.value) for u in recent)
            named = tuple(Voice(who or None, stance, n) for (who, stance), n in sorted(voices.items(), key=lambda v: (_STANCES.index(v[0][1]), -v[1], v[0])))
            yield Contested(pair[0], self._names(*pair)[0], pair[1], self._names(*pair)[1], named)

    # -- what was checked -------------------------------------------------------------------------

    def _spoken(self) -> dict[Pair, tuple[Utterance, ...]]:
        """The utterances within the period, by pair, in the monitor file's order."""
        found: dict[Pair, tuple[Utterance, ...]] = {}
        for pair in sorted(self.ledger.by_pair, key=lambda p: self._rank(*p)):
            if any(self.period.holds(_day(c.said_at)) for c in self.ledger.by_pair[pair] if c.said_at):
                found[pair] = tuple(u for u in self.ledger.said(*pair) if self.period.holds(on(u)))
        return found

    def _in_period(self, pair: Pair) -> list[read.ClaimRow]:
        return [c for c in self.ledger.by_pair[pair] if c.said_at and self.period.holds(_day(c.said_at))]

    def _checked(self) -> Checked:
        claims = [c for pair in self.spoken for c in self._in_period(pair)]
        outlets = tuple(sorted({c.outlet for c in claims}))
        return Checked(len(claims), sum(len(s) for s in self.spoken.values()), len(self.spoken), len({c.article_id for c in claims}), outlets)

    def _steady(self) -> Iterable[Steady]:
        moved = {(s.actor, s.issue) for s in (*self.changed, *self.first)}
        for pair, said in self.spoken.items():
            place = self.place.get(pair)
            if pair in moved or place is None:
                continue
            claims = self._in_period(pair)
            outlets = tuple(sorted({c.outlet for c in claims}))
            named, proposition = self._names(*pair)
            yield Steady(pair[0], named, pair[1], proposition, place.stance, place.probability, len(claims), len(said), outlets, _day(place.last_said))

    def _hedged(self) -> Iterable[Hedged]:
        for pair in self.spoken:
            claims = self._in_period(pair)
            hedged, conditional = sum(c.hedged for c in claims), sum(c.conditional for c in claims)
            if hedged or conditional:
                yield Hedged(pair[0], self._names(*pair)[0], pair[1], self._names(*pair)[1], len(claims), hedged, conditional)

    # -- what was not -----------------------------------------------------------------------------

    def _missed(self) -> Iterable[Missed]:
        groups: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        for t in read.troubles(self.connection, self.known_at):
            groups[t.outlet, t.outcome, t.stage, t.reason].append(t.document)
        for key in sorted(groups, key=lambda k: (not Decision(k[1]).is_failure, k)):
            outlet, outcome, stage, reason = key
            documents = sorted(groups[key])
            yield Missed(outlet, outcome, stage, reason, Decision(outcome).is_failure, len(documents), tuple(documents[:DOCUMENTS]))

    def _abstained(self) -> Iterable[Abstained]:
        reasons: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in read.abstentions(self.connection, self.known_at):
            if row.issue in self.issues or self.issue is None:
                reasons[row.issue].append((row.reason, row.n))
        for issue, found in sorted(reasons.items(), key=lambda item: (-sum(n for _, n in item[1]), item[0])):
            yield Abstained(issue, self.issues.get(issue, issue), sum(n for _, n in found), tuple(sorted(found, key=lambda r: (-r[1], r[0]))))

    def _made(self, program: str, monitor_digest: str) -> Made:
        counts = read.counts(self.connection, self.known_at)
        coders = {c.coder for c in self.ledger.claims}
        if not coders:
            coders = {r.coder for r in read.runs(self.connection, self.known_at)[-1:] if r.coder}
        # The number of utterances in `counts` is of the grouping that holds now; segments keep the one known then.
        places = read.positions(self.connection, _FOREVER, self.known_at)
        return Made(
            program, monitor_digest, tuple(sorted(coders)), counts.pages, counts.articles, counts.versions, counts.revisions, counts.coded,
            counts.other_language, counts.undated, sum(c.said_at is None for c in self.ledger.claims), counts.claims,
            sum(p.n_utterances for p in places if p.speaker is None), counts.abstentions,
            sum(s.speaker is None and s.withdrawn_at is None for s in read.shifts(self.connection, self.known_at)),
        )  # fmt: skip


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
