"""Shifts: changes between two positions, each with its kind, interval, probability and evidence.

Rules of the kinds, in the order in which they are tried:

``new``          no stance before, or only an expressly uncommitted one
``withdrawn``    to neutral
``return``       back to the stance before the last one
``turnover``     the stance differs and none who spoke before the change speaks after it, while the head changed
``reversal``     support to oppose or oppose to support
``conditional``  the same stance; a condition is attached or dropped
``softening``    the same stance; its strength went down
``hardening``    the same stance; its strength went up
``announced``    an article says outright that the position changed, and the claims do not show it yet: as probable as that it did then
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from extract.model import Stance
from warehouse.chain import Posterior, Seen, arrival, departure, evenly, infer_all, joint
from warehouse.model import Kind, Shift, Utterance
from warehouse.positions import PLACE, STATES, Followed, days

PLAIN = 0.72  # reliability from which an utterance is clear evidence of when; unnamed sources, and what somebody else tells, are not
AS_SURE = 0.01  # difference of probability that is none
KEPT = 0.5  # shifts less probable than this are not written down
BORNE = 0.05  # but for one that is said outright, as long as later words do not disprove it
_DEGREE_RELIABILITY = 0.75  # how far the coder is trusted on strength and conditions
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
EVIDENCE = 6  # claims listed on each side


def _runs(path: Sequence[int]) -> list[tuple[int, int, int]]:
    """(state, first, last) of each run of equal states."""
    runs: list[tuple[int, int, int]] = []
    for t, state in enumerate(path):
        if runs and runs[-1][0] == state:
            runs[-1] = (state, runs[-1][1], t)
        else:
            runs.append((state, t, t))
    return runs


def _claims(utterances: Sequence[Utterance]) -> tuple[str, ...]:
    """The claims to show for one side: the most reliable utterance first, one claim each."""
    ordered = sorted(utterances, key=lambda u: (-u.reliability, -u.strength, u.said_at))
    return tuple(u.claims[0] for u in ordered if u.claims)[:EVIDENCE]


def _plain(utterances: Sequence[Utterance]) -> Sequence[Utterance]:
    """From the first to the last that is clear evidence; all where none is."""
    clear = [n for n, u in enumerate(utterances) if u.reliability >= PLAIN]
    return utterances[clear[0] : clear[-1] + 1] if clear else utterances


def _nearest(posterior: Posterior, state: int, run: range) -> int:
    """The first place of a run, which starts beside the change, where the state is as sure as anywhere in it, but for ``AS_SURE``."""
    best = max(posterior.smoothed[t][state] for t in run)
    return next(t for t in run if posterior.smoothed[t][state] >= best - AS_SURE)


def _interval(utterances: Sequence[Utterance], posterior: Posterior, i: int, a: int, j: int) -> tuple[date, date]:
    """The 90 % credible interval of the moment at which a, held at i, was left before j."""
    weights = departure(posterior, i, a, j)
    low, high, seen = days(utterances[i].said_at), days(utterances[j].said_at), 0.0
    bounds = []
    for quantile in (0.05, 0.95):
        seen = 0.0
        for t, weight in enumerate(weights):
            if seen + weight >= quantile and weight > 0:
                start, end = days(utterances[i + t].said_at), days(utterances[i + t + 1].said_at)
                bounds.append(start + (end - start) * (quantile - seen) / weight)
                break
            seen += weight
        else:
            bounds.append(low if quantile < 0.5 else high)
    first, last = (_ORIGIN + timedelta(days=b) for b in bounds)
    return first.date(), last.date()


def _kind(before: Stance | None, after: Stance, earlier: Stance | None, old: Sequence[Utterance], new: Sequence[Utterance], turnover: bool) -> Kind:
    if before is None or (before is Stance.NEUTRAL and earlier is None):
        return Kind.NEW
    if after is Stance.NEUTRAL:
        return Kind.WITHDRAWN
    if earlier is after:
        return Kind.RETURN
    if turnover and not {u.speaker for u in old if u.speaker} & {u.speaker for u in new if u.speaker}:
        return Kind.TURNOVER
    return Kind.NEW if before is Stance.NEUTRAL else Kind.REVERSAL


def shifts(told: Sequence[Followed]) -> list[list[Shift]]:
    """All shifts of each of these actors and speakers, each on one issue."""
    found: list[list[Shift]] = []
    degrees: list[_Degrees] = []
    between: list[list[tuple[int, int, int]]] = []
    for n, of in enumerate(told):
        kept: list[tuple[int, int, int]] = []
        between.append(kept)
        found.append(list(_stances(of, kept)))
        for state, first, last in kept:
            degrees += _degrees(n, [u for u in of.utterances[first : last + 1] if PLACE[u.stance] == state])
    for states in (2, 3):
        chosen = [d for d in degrees if d.states == states]
        for d, posterior in zip(chosen, infer_all([d.seen for d in chosen], evenly(states)), strict=True):
            d.posterior.append(posterior)
    for d in degrees:
        found[d.number] += _changes(told[d.number], d)
    for n, of in enumerate(told):
        found[n] += _announced(of, between[n])
    return found


def _stances(of: Followed, kept: list[tuple[int, int, int]]) -> Iterator[Shift]:
    """Changes of the stance; ``kept`` gets the runs between them."""
    actor, speaker, issue, utterances, posterior = of.actor, of.speaker, of.issue, of.utterances, of.posterior
    earlier: Stance | None = None
    for run in _runs(posterior.path):
        state, first, last = run
        new = _plain([u for u in utterances[first : last + 1] if PLACE[u.stance] == state])
        if not new:
            continue
        if not kept:
            best = max(range(first, last + 1), key=lambda t: posterior.filtered[t][state])
            probability = posterior.smoothed[best][state]
            if probability >= KEPT:
                yield Shift(
                    actor, speaker, issue, Kind.NEW, None, STATES[state], None, new[0].said_at.date(), None, None,
                    round(probability, 6), 0, len(new), (), _claims(new),
                )  # fmt: skip
                kept.append(run)
            continue
        before, b_first, b_last = kept[-1]
        old = _plain([u for u in utterances[b_first : b_last + 1] if PLACE[u.stance] == before])
        i = _nearest(posterior, before, range(b_last, b_first - 1, -1))
        j = _nearest(posterior, state, range(first, last + 1))
        both = joint(posterior, i, before, j, state)
        if both < KEPT:
            continue
        probability = arrival(posterior, i, j, state)
        day = new[0].said_at.date()
        changed = any(old[-1].said_at.date() <= h <= day for h in of.heads)
        kind = _kind(STATES[before], STATES[state], earlier, old, new, changed)
        low, high = _interval(utterances, posterior, i, before, j)
        yield Shift(
            actor, speaker, issue, kind, STATES[before], STATES[state], min(old[-1].said_at.date(), day), day, low, high,
            round(probability, 6), len(old), len(new), _claims(old), _claims(new), round(min(1.0, both / probability), 6),
        )  # fmt: skip
        earlier = STATES[before]
        kept.append(run)


@dataclass(frozen=True, slots=True)
class _Degrees:
    """The strength or the conditions of what one actor or speaker (``number``) said while the stance stayed, and what follows."""

    number: int
    utterances: Sequence[Utterance]
    levels: Sequence[int]
    kinds: tuple[Kind, Kind]
    posterior: list[Posterior]

    @property
    def states(self) -> int:
        return 3 if max(self.levels) > 1 else 2

    @property
    def seen(self) -> list[Seen]:
        return [Seen(days(u.said_at), level, _DEGREE_RELIABILITY * u.reliability) for u, level in zip(self.utterances, self.levels, strict=True)]


def _degrees(number: int, utterances: Sequence[Utterance]) -> Iterator[_Degrees]:
    """What may have changed while the stance stayed."""
    if len(utterances) < 6:
        return
    for levels, kinds in (
        ([u.strength - 1 for u in utterances], (Kind.HARDENING, Kind.SOFTENING)),
        ([int(u.conditional) for u in utterances], (Kind.CONDITIONAL, Kind.CONDITIONAL)),
    ):
        if len(set(levels)) > 1:
            yield _Degrees(number, utterances, levels, kinds, [])


def _changes(of: Followed, degrees: _Degrees) -> Iterator[Shift]:
    """Changes of strength and of conditions while the stance stays."""
    utterances, (posterior,) = degrees.utterances, degrees.posterior
    for (a, a1, a2), (b, b1, b2) in itertools.pairwise(_runs(posterior.path)):
        i = max(range(a1, a2 + 1), key=lambda t: posterior.smoothed[t][a])
        j = max(range(b1, b2 + 1), key=lambda t: posterior.smoothed[t][b])
        probability = joint(posterior, i, a, j, b)
        if probability < KEPT:
            continue
        low, high = _interval(utterances, posterior, i, a, j)
        stance = utterances[b1].stance
        yield Shift(
            of.actor, of.speaker, of.issue, degrees.kinds[0] if b > a else degrees.kinds[1], stance, stance,
            utterances[a2].said_at.date(), utterances[b1].said_at.date(), low, high, round(probability, 6),
            a2 - a1 + 1, b2 - b1 + 1, _claims(utterances[a1 : a2 + 1]), _claims(utterances[b1 : b2 + 1]),
        )  # fmt: skip


def _announced(of: Followed, kept: Sequence[tuple[int, int, int]]) -> Iterator[Shift]:
    """What articles say has changed while the position, as it is between the changes that are ``kept``, still is the old one."""
    utterances, posterior = of.utterances, of.posterior
    for t, utterance in enumerate(utterances):
        state = PLACE[utterance.stance]
        held = next((run[0] for run in reversed(kept) if run[1] <= t), None)
        if not utterance.announced or held is None or state in (held, kept[-1][0]):
            continue
        before, probability = STATES[held], posterior.smoothed[t][state]
        old = [u for u in utterances[:t] if u.stance is before]
        if not old or before is utterance.stance or probability < BORNE:
            continue
        yield Shift(
            of.actor, of.speaker, of.issue, Kind.ANNOUNCED, before, utterance.stance, old[-1].said_at.date(), utterance.said_at.date(), None, None,
            round(probability, 6), len(old), 1, _claims(old), utterance.claims[:1],
        )  # fmt: skip
