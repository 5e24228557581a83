"""Positions: what the utterances up to a moment say that an actor or speaker holds."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from extract.model import Stance
from warehouse.chain import Posterior, Seen
from warehouse.model import Position, Utterance
from warehouse.voices import infer_with_voices

STATES = (Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL)
PLACE = {stance: i for i, stance in enumerate(STATES)}
"""The place of each stance among the states of a chain."""
CLEAR = 0.6  # below it nothing is said to be held: the position is unknown
MIXED_DAYS = timedelta(days=45)
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


def days(moment: datetime) -> float:
    """Days since 2000-01-01 UTC."""
    return (moment - _ORIGIN) / timedelta(days=1)


def observe(utterances: Sequence[Utterance]) -> list[Seen]:
    """Utterances as observations of the stance."""
    return [Seen(days(u.said_at), PLACE[u.stance], u.reliability, u.announced) for u in utterances]


@dataclass(frozen=True, slots=True)
class Followed:
    """What one actor or speaker said on an issue, in order, and the posterior of the stance behind it. ``heads``: when the actor's head changed."""

    actor: str
    speaker: str | None
    issue: str
    utterances: Sequence[Utterance]
    posterior: Posterior
    heads: Sequence[date] = ()


def follow(groups: Sequence[Sequence[Utterance]], authority: Sequence[Mapping[str, float]]) -> list[Posterior]:
    """The posterior over stances behind the utterances of each actor or speaker on an issue; ``authority`` is that of each one's speakers."""
    speakers = [[u.speaker for u in utterances] for utterances in groups]
    return infer_with_voices([observe(utterances) for utterances in groups], speakers, len(STATES), authority)


def _has_sides(utterances: Sequence[Utterance]) -> bool:
    """Whether there is dissent to look for: named speakers took both sides, more than once each."""
    sides = Counter(u.stance for u in utterances if u.speaker)
    return min(sides[Stance.SUPPORT], sides[Stance.OPPOSE]) > 1


def _dissent(utterances: Sequence[Utterance]) -> bool:
    """Whether two speakers of the actor, each more than once, said opposite things in these utterances of one time."""
    recent = [u for u in utterances if u.speaker]
    sides = {s: [u.speaker for u in recent if u.stance is s] for s in (Stance.SUPPORT, Stance.OPPOSE)}
    for_, against = sides[Stance.SUPPORT], sides[Stance.OPPOSE]
    if len(for_) < 2 or len(against) < 2 or set(for_) & set(against):
        return False
    # Taking turns is holding both at once; one side first and then the other is a change.
    order = [u.stance for u in recent if u.stance is not Stance.NEUTRAL]
    return sum(a is not b for a, b in itertools.pairwise(order)) >= 3


def positions(of: Followed) -> Iterator[Position]:
    """One position for every utterance, from it until the next; all that was said up to then counts."""
    utterances = of.utterances
    n_claims = first = 0
    torn = of.speaker is None and _has_sides(utterances)
    starts = [u.said_at for u in utterances]
    for t, (said_from, said_to, belief) in enumerate(zip(starts, [*starts[1:], None], of.posterior.filtered, strict=True)):
        n_claims += len(utterances[t].claims)
        if said_to == said_from:
            continue
        probability = max(belief)
        stance: str = STATES[belief.index(probability)].value if probability >= CLEAR else "unknown"
        if torn:
            while said_from - starts[first] > MIXED_DAYS:
                first += 1
            if _dissent(utterances[first : t + 1]):
                stance = "mixed"
        yield Position(
            of.actor, of.speaker, of.issue, said_from, said_to, stance,
            round(belief[0] - belief[1], 6), round(probability, 6), n_claims, t + 1, starts[0], said_from,
        )  # fmt: skip
