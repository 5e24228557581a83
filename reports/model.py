"""What a report holds. All frozen; days are calendar days, instants are in UTC, probabilities within 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports.told import Change as Change
from reports.told import Heard as Heard
from reports.told import Point as Point
from reports.told import Quote as Quote
from reports.told import Side as Side
from reports.told import Statement as Statement
from reports.tracked import Track


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report is about: ``start`` is included (None: from the beginning), ``end`` is not."""

    start: date | None
    end: date

    def __post_init__(self) -> None:
        if self.start is not None and self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before {self.start}")

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return (self.start is None or self.start <= day) and day < self.end


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an actor stands on an issue; ``mark`` is ``changed``, ``first`` or empty.

    ``strength`` is that of its latest words, 1 to 3, or 0 where none take the stance. ``trace`` is the score at the end of
    each of the last twelve months, None where it had none; ``target`` is the part of the page that tells more.
    """

    actor: str
    actor_name: str
    issue: str
    stance: str
    score: float
    probability: float
    n_utterances: int
    last_said: date
    mark: str
    strength: int
    trace: tuple[float | None, ...]
    target: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One issue; a cell for each actor of the board, None where nothing is known."""

    issue: str
    proposition: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Stances at the end of the period. ``silent_*`` are followed, and nothing was said by or on them."""

    actors: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    silent_actors: tuple[str, ...]
    silent_issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dissent:
    """A speaker whose position is not their actor's."""

    actor: str
    actor_name: str
    speaker: str
    issue: str
    proposition: str
    stance: str
    actor_stance: str
    probability: float
    n_utterances: int
    last_said: date
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Voice:
    """How often one speaker lately took one side; ``speaker`` is None where nobody is named."""

    speaker: str | None
    stance: str
    n_utterances: int
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Contested:
    """An actor that holds both sides at once, and who takes which."""

    actor: str
    actor_name: str
    issue: str
    proposition: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Hedged:
    """How many of a pair's claims in the period are hedged or carry a condition, and the words of some."""

    actor: str
    actor_name: str
    issue: str
    proposition: str
    n_claims: int
    n_hedged: int
    n_conditional: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Steady:
    """A pair that did not change, with what was checked: all zero where nothing was said in the period."""

    actor: str
    actor_name: str
    issue: str
    proposition: str
    stance: str
    probability: float
    n_claims: int
    n_utterances: int
    outlets: tuple[str, ...]
    last_said: date


@dataclass(frozen=True, slots=True)
class Missed:
    """Documents of one outlet with one outcome. ``failure`` tells a failure from a recorded outcome such as ``gone``."""

    outlet: str
    outcome: str
    stage: str
    reason: str
    failure: bool
    n: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abstained:
    """Sentences that name an issue and that the coder could not read."""

    issue: str
    proposition: str
    n: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What an outlet did to an article that claims rest on: ``edit``, ``deletion`` or ``restoration``."""

    kind: str
    day: date
    summary: str
    outlet: str
    title: str | None
    url: str
    n_claims: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An article without a day, or with dates that cannot be."""

    outlet: str
    title: str | None
    url: str
    undated: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A quote that is not what stands in its version: it is left out of the report."""

    claim_id: str
    outlet: str
    url: str
    said_on: date | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at within the period: the measure of every "no change"."""

    n_claims: int
    n_utterances: int
    n_pairs: int
    n_articles: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """How the report was made. The counts are of the whole warehouse as it was known then."""

    program: str
    monitor_digest: str
    coders: tuple[str, ...]
    pages: int
    articles: int
    versions: int
    revisions: int
    coded: int
    other_language: int
    undated: int
    undated_claims: int
    claims: int
    utterances: int
    abstentions: int
    shifts: int


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the machine erred in what people reviewed, on one issue or (``issue`` null) on all.

    ``error`` is the share of ``n_wrong`` in ``n_checked``, from ``low`` to ``high`` its 95 % interval; ``stated`` is the share that the
    machine's own confidence states of the same passages, ``believed`` what the model takes it to be where nobody checked.
    """

    issue: str | None
    proposition: str | None
    n_checked: int
    n_wrong: int
    error: float
    low: float
    high: float
    stated: float
    believed: float


@dataclass(frozen=True, slots=True)
class Report:
    """What changed in a period, what did not though it was checked, and what could not be checked.

    ``late`` are shifts of before the period that were found only within it, ``quiet`` the pairs on which nothing was said.
    ``tracks`` are the timelines: every pair that changed, then others as far as there is room. ``measured`` is empty where nobody reviewed.
    """

    monitor: str
    period: Period
    known_at: datetime
    actor: str | None
    issue: str | None
    checked: Checked
    headlines: tuple[Change, ...]
    firsts: tuple[Change, ...]
    late: tuple[Change, ...]
    board: Board
    dissent: tuple[Dissent, ...]
    contested: tuple[Contested, ...]
    hedged: tuple[Hedged, ...]
    steady: tuple[Steady, ...]
    withdrawn: tuple[Change, ...]
    recoded: tuple[Change, ...]
    missed: tuple[Missed, ...]
    abstained: tuple[Abstained, ...]
    broken: tuple[Broken, ...]
    made: Made
    quiet: tuple[Steady, ...]
    afterwards: tuple[Afterwards, ...]
    doubtful: tuple[Doubtful, ...]
    tracks: tuple[Track, ...]
    measured: tuple[Measured, ...]
