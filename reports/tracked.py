"""What a timeline shows of one actor and issue. All frozen; days are calendar days in UTC, scores within -1 and 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract.model import digest


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance; ``text`` is the quote of ``claim_id``, both empty where there was no room or no verbatim quote."""

    day: date
    stance: str
    strength: int
    conditional: bool
    speaker: str | None
    outlets: tuple[str, ...]
    claim_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """The inferred position from a day until the next place."""

    day: date
    stance: str
    score: float
    probability: float


@dataclass(frozen=True, slots=True)
class Move:
    """A shift of the pair, with the 90 % interval of the change."""

    shift_id: str
    kind: str
    to_stance: str
    start: date
    end: date
    probability: float


@dataclass(frozen=True, slots=True)
class Office:
    """Who held an office; None: from before, or until after the timeline."""

    name: str
    role: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Blank:
    """Days without news: ``what`` is ``gap`` (nobody spoke) or ``outage`` (outlets could not be had)."""

    what: str
    start: date
    end: date
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """The timeline of one pair, up to the end of the period."""

    actor: str
    actor_name: str
    issue: str
    proposition: str
    stance: str
    probability: float
    spoken: tuple[Spoken, ...]
    places: tuple[Place, ...]
    moves: tuple[Move, ...]
    offices: tuple[Office, ...]
    blanks: tuple[Blank, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor(self.actor, self.issue)


def anchor(actor: str, issue: str) -> str:
    """A stable id within the page for a pair: letters, digits, hyphens and one dot."""
    plain = re.sub(r"[^A-Za-z0-9-]", "_", actor), re.sub(r"[^A-Za-z0-9-]", "_", issue)
    changed = "" if plain == (actor, issue) else f"-{digest(actor, issue)[:6]}"
    return f"{plain[0]}.{plain[1]}{changed}"
