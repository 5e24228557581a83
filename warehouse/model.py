"""Positions and shifts: what is inferred from claims. All frozen; probabilities are within 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from extract.model import Basis, Stance, digest


class Kind(StrEnum):
    """What sort of change a shift is (DESIGN: Words)."""

    REVERSAL = "reversal"
    NEW = "new"
    SOFTENING = "softening"
    HARDENING = "hardening"
    WITHDRAWN = "withdrawn"
    CONDITIONAL = "conditional"
    RETURN = "return"
    TURNOVER = "turnover"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What inference needs of one claim; ``own``: published by an outlet that speaks for the actor."""

    claim_id: str
    article_id: str
    actor: str
    speaker: str | None
    issue: str
    stance: Stance
    strength: int
    conditional: bool
    basis: Basis
    quote: str
    said_at: datetime
    confidence: float
    announced: bool
    outlet: str
    own: bool = False


class Utterance(NamedTuple):
    """One act of speaking with all its copies, earliest said, best reliability.

    ``reliability`` is the probability that ``stance`` is what the actor expressed. One without claims is a silence that
    speaks: a periodic statement that leaves out what earlier ones said.
    """

    utterance_id: str
    said_at: datetime
    stance: Stance
    strength: int
    conditional: bool
    speaker: str | None
    reliability: float
    announced: bool
    claims: tuple[str, ...]
    outlets: tuple[str, ...]


class Position(NamedTuple):
    """Where an actor (or one speaker) stands from ``said_from`` until the next utterance."""

    actor: str
    speaker: str | None
    issue: str
    said_from: datetime
    said_to: datetime | None
    stance: str
    score: float
    probability: float
    n_claims: int
    n_utterances: int
    first_said: datetime
    last_said: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """A change between two positions; ``earliest`` and ``latest`` are the clear evidence on both sides.

    ``probability``: that the actor then came to hold ``to_stance``, having held something else; ``from_probability``: that this was ``from_stance``,
    given that there was a change (None where nothing was held before, or the stance stayed).
    """

    actor: str
    speaker: str | None
    issue: str
    kind: Kind
    from_stance: Stance | None
    to_stance: Stance
    earliest: date | None
    latest: date
    credible_from: date | None
    credible_to: date | None
    probability: float
    n_before: int
    n_after: int
    before_claims: tuple[str, ...]
    after_claims: tuple[str, ...]
    from_probability: float | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"probability {self.probability} is not within 0 and 1")
        if self.earliest and self.earliest > self.latest:
            raise ValueError(f"the shift is seen on {self.latest}, before {self.earliest}")

    @property
    def new_id(self) -> str:
        """The id of a shift that is seen for the first time."""
        return digest("shift", self.actor, self.speaker, self.issue, self.from_stance, self.to_stance, self.kind, self.latest)
