"""From evidence to positions and shifts, for one actor and issue: pure, the same for every caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from warehouse.model import Evidence, Position, Shift, Utterance
from warehouse.positions import Followed, follow, positions
from warehouse.shifts import shifts
from warehouse.utterances import utterances


@dataclass(frozen=True, slots=True)
class Inferred:
    """All that follows from the claims of one actor on one issue, but for the speakers in ``standing``, for whom nothing is new."""

    utterances: tuple[Utterance, ...]
    positions: tuple[Position, ...]
    shifts: tuple[Shift, ...]
    standing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One actor and issue, and all that its positions follow from.

    ``heads`` are the days on which the head of the actor changed; ``silences`` are periodic statements of the actor that
    leave the issue out (see ``warehouse.series``); ``authority`` is how far each speaker speaks for the actor (see ``warehouse.voices``).
    ``renewed`` are the speakers to infer for beside the actor (None: all): for one whose utterances are what they were, the same follows as before.
    """

    actor: str
    issue: str
    utterances: Sequence[Utterance]
    heads: Sequence[date] = ()
    silences: Sequence[Utterance] = ()
    authority: Mapping[str, float] = field(default_factory=dict)
    renewed: Set[str] | None = None

    @property
    def standing(self) -> tuple[str, ...]:
        """The speakers for whom nothing is new."""
        return () if self.renewed is None else tuple(sorted({u.speaker for u in self.utterances if u.speaker and u.speaker not in self.renewed}))

    @property
    def groups(self) -> Iterator[tuple[str | None, Sequence[Utterance]]]:
        """What the actor as a whole said, under None, and what each of its speakers said who spoke more than once."""
        if self.utterances:
            yield None, sorted((*self.utterances, *self.silences), key=lambda u: (u.said_at, u.utterance_id)) if self.silences else self.utterances
        by_speaker: dict[str, list[Utterance]] = defaultdict(list)
        for utterance in self.utterances:
            if utterance.speaker and (self.renewed is None or utterance.speaker in self.renewed):
                by_speaker[utterance.speaker].append(utterance)
        yield from ((name, own) for name, own in sorted(by_speaker.items()) if len(own) > 1)


def infer(cases: Sequence[Case]) -> list[Inferred]:
    """Infer for each actor as a whole, and for each of its speakers who spoke more than once. What follows for one depends on no other."""
    groups = [(n, speaker, said) for n, case in enumerate(cases) for speaker, said in case.groups]
    posteriors = follow([said for _, _, said in groups], [cases[n].authority if speaker is None else {} for n, speaker, _ in groups])
    told = [
        Followed(cases[n].actor, speaker, cases[n].issue, said, posterior, cases[n].heads if speaker is None else ())
        for (n, speaker, said), posterior in zip(groups, posteriors, strict=True)
    ]
    places: list[list[Position]] = [[] for _ in cases]
    moves: list[list[Shift]] = [[] for _ in cases]
    for (n, _, _), of, found in zip(groups, told, shifts(told), strict=True):
        places[n] += positions(of)
        moves[n] += found
    return [Inferred(tuple(case.utterances), tuple(p), tuple(m), case.standing) for case, p, m in zip(cases, places, moves, strict=True)]


def infer_pair(
    actor: str,
    issue: str,
    evidence: Iterable[Evidence],
    heads: Sequence[date] = (),
    silences: Sequence[Utterance] = (),
    authority: Mapping[str, float] = MappingProxyType({}),
) -> Inferred:
    """What follows from the claims of one actor and issue; the rest as ``Case`` has it."""
    return infer([Case(actor, issue, utterances(evidence), heads, silences, authority)])[0]
