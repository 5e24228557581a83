"""Positions: what the utterances up to a moment say that an actor or speaker holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from extract.model import Stance
from warehouse.chain import Posterior, Seen
from warehouse.model import Position, Utterance
from warehouse.voices import infer_with_voices

STATES = (Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL)
CLEAR = 0.6  # below it nothing is said to be held: the position is unknown
MIXED_DAYS = timedelta(days=45)
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


def days(moment: datetime) -> float:
    """Days since 2000-01-01 UTC."""
    return (moment - _ORIGIN) / timedelta(days=1)


def observe(utterances: Sequence[Utterance]) -> list[Seen]:
    """Utterances as observations of the stance; a silence, which has no claims, was not read by the coder."""
    return [Seen(days(u.said_at), STATES.index(u.stance), u.reliability, u.announced, bool(u.claims)) for u in utterances]


def follow(utterances: Sequence[Utterance], authority: Mapping[str, float] = MappingProxyType({})) -> Posterior:
    """The posterior over stances behind the utterances of one actor or speaker on one issue."""
    return infer_with_voices(observe(utterances), [u.speaker for u in utterances], len(STATES), authority)[0]


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


def positions(actor: str, speaker: str | None, issue: str, utterances: Sequence[Utterance], posterior: Posterior) -> Iterator[Position]:
    """One position for every utterance, from it until the next; all that was said up to then counts."""
    n_claims = first = 0
    for t, (utterance, belief) in enumerate(zip(utterances, posterior.filtered, strict=True)):
        n_claims += len(utterance.claims)
        following = utterances[t + 1].said_at if t + 1 < len(utterances) else None
        if following == utterance.said_at:
            continue
        best = max(range(len(STATES)), key=lambda s: belief[s])
        stance: str = STATES[best].value if belief[best] >= CLEAR else "unknown"
        while utterance.said_at - utterances[first].said_at > MIXED_DAYS:
            first += 1
        if _dissent(utterances[first : t + 1]):
            stance = "mixed"
        yield Position(
            actor, speaker, issue, utterance.said_at, following, stance,
            round(belief[0] - belief[1], 6), round(belief[best], 6), n_claims, t + 1, utterances[0].said_at, utterance.said_at,
        )  # fmt: skip
