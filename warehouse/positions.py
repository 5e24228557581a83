"""Positions: what the utterances up to a moment say that an actor or speaker holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from extract.model import Stance
from warehouse.chain import Posterior, in_columns
from warehouse.model import Position, Utterance
from warehouse.voices import infer_with_voices

STATES = (Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL)
PLACE = {stance: i for i, stance in enumerate(STATES)}
"""The place of each stance among the states of a chain."""
TOWARDS = (0.45, 0.45, 0.1)
"""How likely each is taken where a position is left: from one side four in five go over to the other."""
_NAMES = tuple(stance.value for stance in STATES)
CLEAR = 0.6  # below it nothing is said to be held: the position is unknown
MIXED_DAYS = timedelta(days=45)
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


def days(moment: datetime) -> float:
    """Days since 2000-01-01 UTC."""
    return (moment - _ORIGIN) / timedelta(days=1)


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
    """The posterior over stances behind the utterances of each actor or speaker on an issue; ``authority`` is that of each one's speakers.

    A silence, which has no claims, was not read by the coder.
    """
    every = [u for utterances in groups for u in utterances]
    if not every:
        return []
    seen = in_columns(
        [days(u.said_at) for u in every], [PLACE[u.stance] for u in every], [u.reliability for u in every], [u.announced for u in every],
        [len(utterances) for utterances in groups], TOWARDS,
    )  # fmt: skip
    read = np.array([bool(u.claims) for u in every])
    return infer_with_voices(seen, read, [[u.speaker for u in utterances] for utterances in groups], authority)


class _Recent:
    """What the speakers of an actor said of late, for as long as it counts as one time."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances
        self._first = 0
        self._sides = dict.fromkeys(STATES, 0)

    def dissent(self, t: int) -> bool:
        """Whether two speakers, each more than once, said opposite things lately, up to the utterance ``t``; to be asked of each in order."""
        utterances, sides = self._utterances, self._sides
        if utterances[t].speaker:
            sides[utterances[t].stance] += 1
        while utterances[t].said_at - utterances[self._first].said_at > MIXED_DAYS:
            if utterances[self._first].speaker:
                sides[utterances[self._first].stance] -= 1
            self._first += 1
        if sides[Stance.SUPPORT] < 2 or sides[Stance.OPPOSE] < 2:
            return False
        recent = [u for u in utterances[self._first : t + 1] if u.speaker and u.stance is not Stance.NEUTRAL]
        if {u.speaker for u in recent if u.stance is Stance.SUPPORT} & {u.speaker for u in recent if u.stance is Stance.OPPOSE}:
            return False
        # Taking turns is holding both at once; one side first and then the other is a change.
        return sum(a.stance is not b.stance for a, b in itertools.pairwise(recent)) >= 3


def positions(of: Followed) -> Iterator[Position]:
    """One position for every utterance, from it until the next; all that was said up to then counts."""
    utterances = of.utterances
    n_claims = 0
    recent = _Recent(utterances)
    starts = [u.said_at for u in utterances]
    for t, (said_from, said_to, belief) in enumerate(zip(starts, [*starts[1:], None], of.posterior.filtered, strict=True)):
        n_claims += len(utterances[t].claims)
        torn = of.speaker is None and recent.dissent(t)
        if said_to == said_from:
            continue
        probability = max(belief)
        stance = _NAMES[belief.index(probability)] if probability >= CLEAR else "unknown"
        yield Position(
            of.actor, of.speaker, of.issue, said_from, said_to, "mixed" if torn else stance,
            round(belief[0] - belief[1], 6), round(probability, 6), n_claims, t + 1, starts[0], said_from,
        )  # fmt: skip
