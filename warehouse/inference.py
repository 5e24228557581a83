"""From evidence to positions and shifts, for one actor and issue: pure, the same for every caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from warehouse.model import Evidence, Position, Shift, Utterance
from warehouse.positions import follow, positions
from warehouse.shifts import shifts
from warehouse.utterances import utterances


@dataclass(frozen=True, slots=True)
class Inferred:
    """All that follows from the claims of one actor on one issue."""

    utterances: tuple[Utterance, ...]
    positions: tuple[Position, ...]
    shifts: tuple[Shift, ...]


def infer_pair(
    actor: str,
    issue: str,
    evidence: Iterable[Evidence],
    heads: Sequence[date] = (),
    silences: Sequence[Utterance] = (),
    authority: Mapping[str, float] = MappingProxyType({}),
) -> Inferred:
    """Infer for the actor as a whole, and for each of its speakers who spoke more than once.

    ``heads`` are the days on which the head of the actor changed; ``silences`` are periodic statements of the actor that
    leave the issue out (see ``warehouse.series``); ``authority`` is how far each speaker speaks for the actor (see ``warehouse.voices``).
    """
    said = utterances(evidence)
    places: list[Position] = []
    moves: list[Shift] = []
    by_speaker: dict[str, list[Utterance]] = defaultdict(list)
    for utterance in said:
        if utterance.speaker:
            by_speaker[utterance.speaker].append(utterance)
    every = sorted((*said, *silences), key=lambda u: (u.said_at, u.utterance_id))
    groups: list[tuple[str | None, Sequence[Utterance]]] = [(None, every if said else ())]
    groups += [(name, own) for name, own in sorted(by_speaker.items()) if len(own) > 1]
    for speaker, own in groups:
        if not own:
            continue
        posterior = follow(own, authority if speaker is None else {})
        places += positions(actor, speaker, issue, own, posterior)
        moves += shifts(actor, speaker, issue, own, posterior, heads if speaker is None else ())
    return Inferred(tuple(said), tuple(places), tuple(moves))
