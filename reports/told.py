"""What a report tells of one change: the words, both sides, the finding. All frozen; days are calendar days, instants are in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports.wording import Piece


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of an article version, with who said them and where they stand.

    ``text`` is ``version.text[start:end]``. ``link`` opens the page at the words, or is None where
    the address is no web address; ``kept`` says that it opens the page as kept, not the live one.
    """

    claim_id: str
    version_id: str
    text: str
    start: int
    end: int
    speaker: str | None
    role: str | None
    outlet: str
    title: str | None
    said_on: date | None
    said_at: datetime | None
    said_basis: str | None
    published_on: date | None
    stance: str
    strength: int
    conditional: bool
    hedged: bool
    directness: str
    basis: str
    cue: str
    confidence: float
    coder: str
    url: str | None
    link: str | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance: its best quote, and how many claims and which outlets carry it."""

    quote: Quote
    n_claims: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A document of the actor's own outlet that leaves the issue out; ``link`` is None where the address is no web address."""

    title: str
    outlet: str
    day: date
    link: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """The evidence of one position: ``quote`` stands for it, ``others`` are its other utterances.

    ``more`` counts the utterances that are neither; ``statements`` are those that say it by leaving it out.
    """

    stance: str | None
    n_utterances: int
    outlets: tuple[str, ...]
    quote: Quote | None
    others: tuple[Heard, ...]
    more: int
    statements: tuple[Statement, ...]

    @property
    def silent(self) -> bool:
        """Whether it rests on periodic statements that leave the issue out, and so on no words."""
        return self.n_utterances > 0 and not self.outlets


@dataclass(frozen=True, slots=True)
class Point:
    """One utterance on a timeline; ``side`` is ``before``, ``after`` or ``other``."""

    day: date
    stance: str
    strength: int
    speaker: str | None
    n_outlets: int
    side: str


@dataclass(frozen=True, slots=True)
class Change:
    """One shift as a reader meets it. ``diff`` is empty where the two quotes are not close in wording."""

    shift_id: str
    revision: int
    actor: str
    actor_name: str
    issue: str
    proposition: str
    kind: str
    from_stance: str | None
    to_stance: str
    earliest: date | None
    latest: date
    credible_from: date | None
    credible_to: date | None
    probability: float
    from_probability: float | None
    sentence: str
    before: Side
    after: Side
    diff: tuple[Piece, ...]
    points: tuple[Point, ...]
    detected_at: datetime
    known_from: datetime
    withdrawn_at: datetime | None
    cause: str | None
