"""Human coding: what people say of the machine's claims, and what follows for the evidence.

A person confirms, corrects or rejects what the machine read in certain words: a version, an actor, an issue and the span of
the quote. That is what a review belongs to, not the claim's id, which changes with the coder. What people hold becomes a
claim of its own, with the coder ``human:ID``, which takes the place of the machine's just as a later coding would: the machine's
row stays, superseded. So all that looks at live claims, or at those of a former moment (inference, reports as of then, exports, the
cookbook, ``verify``), sees the human's with no rule of its own; joining verdicts in each of those queries would be the other way.
``settle`` runs before every inference, so a new coder's claims for reviewed words never come into the evidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median_low

import duckdb
import pyarrow as pa

from extract.errors import MonitorError
from extract.model import Stance, digest
from warehouse.connection import query
from warehouse.rows import Row, Transaction, append, rows_of, with_rows
from warehouse.schema import present

CORRECTED = 0.99
"""Confidence of a corrected claim: the person read the words and disagreed with a suggestion; one in a hundred is left for slips of the hand."""
CONFIRMED = 0.97
"""Least confidence of a confirmed claim: less than a correction's, since whoever sees a reading first is inclined to agree with it."""
PREFIX = "human:"
AROUND = 600
"""Characters of text that a reading carries on each side of its quote."""
_ID = re.compile(r"[\w.@-]+")


class Verdict(StrEnum):
    """What a person says of a machine's claim."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Place:
    """The words that a review is of, whoever coded them: ``start`` and ``end`` are characters of the version's text."""

    version_id: str
    actor: str
    issue: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Review:
    """One verdict of one person; ``stance`` and ``strength`` are what the person reads there, null where rejected."""

    claim_id: str
    place: Place
    coder: str
    verdict: Verdict
    stance: Stance | None
    strength: int | None
    note: str | None
    at: datetime

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.REJECT) != (self.stance is None) or (self.stance is None) != (self.strength is None):
            raise ValueError("a stance and a strength belong to all but rejections")
        if self.strength not in (None, 1, 2, 3):
            raise ValueError(f"strength {self.strength} is not 1, 2 or 3")

    @property
    def id(self) -> str:
        """The same for the same verdict of the same person at the same moment."""
        return digest("review", self.coder, self.place, self.verdict, self.stance, self.strength, self.note, self.at)

    @property
    def says(self) -> tuple[object, ...]:
        """All but when: two reviews that say the same are one."""
        return (self.verdict, self.stance, self.strength, self.note)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine read, with the text around it; ``shift`` is the probability of the most probable shift that rests on it."""

    claim_id: str
    place: Place
    quote: str
    stance: Stance
    strength: int
    speaker: str | None
    basis: str
    confidence: float
    actor: str
    proposition: str
    outlet: str
    published: date | None
    title: str | None
    before: str
    after: str
    shift: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the people who reviewed certain words hold together."""

    stance: Stance
    strength: int
    confidence: float
    confirmed: bool
    coder: str


def coder_of(name: str) -> str:
    """``human:ID``; raises ``MonitorError`` where the name cannot be one."""
    if not _ID.fullmatch(name):
        raise MonitorError(f"--as {name!r} cannot be a coder's name; expected letters, digits and . _ - @ only, such as --as anna")
    return PREFIX + name


def verdict_of(stance: Stance, strength: int, read_stance: Stance, read_strength: int) -> Verdict:
    """What a person's reading is, beside the machine's."""
    return Verdict.CONFIRM if (stance, strength) == (read_stance, read_strength) else Verdict.CORRECT


def latest(reviews: Iterable[Review]) -> dict[Place, dict[str, Review]]:
    """The review that counts of every place and coder."""
    found: dict[Place, dict[str, Review]] = defaultdict(dict)
    for review in sorted(reviews, key=lambda r: (r.at, r.id)):
        found[review.place][review.coder] = review
    return dict(found)


def outcome(reviews: Sequence[Review]) -> Outcome | None:
    """What the counting reviews of one place come to, one for each coder; None where most reject it.

    Else the stance of most of those who do not reject it, of two that are equally frequent the one given last, with the
    middle of their strengths (the lower of two).
    """
    kept = [r for r in reviews if r.stance is not None]
    if 2 * len(kept) < len(reviews) or not kept:
        return None
    votes = Counter(r.stance for r in kept)
    last = {r.stance: r.at for r in sorted(kept, key=lambda r: r.at)}
    stance = max(votes, key=lambda s: (votes[s], last[s], str(s)))
    holders = [r for r in kept if r.stance is stance]
    confirmed = all(r.verdict is Verdict.CONFIRM for r in holders)
    names = "+".join(sorted(r.coder.removeprefix(PREFIX) for r in holders))
    assert stance is not None
    return Outcome(stance, median_low([r.strength or 2 for r in holders]), CONFIRMED if confirmed else CORRECTED, confirmed, PREFIX + names)


def known(connection: duckdb.DuckDBPyConnection) -> list[Review]:
    """All reviews, the oldest first."""
    return list(map(from_row, rows_of(connection, query("reviews"))))


def record(connection: duckdb.DuckDBPyConnection, reviews: Iterable[Review]) -> int:
    """Write reviews down; those that say what the coder's last one of the same words says add nothing. Returns how many were new."""
    standing = {(place, coder): r for place, of in latest(known(connection)).items() for coder, r in of.items()}
    rows: list[Row] = []
    for review in sorted(reviews, key=lambda r: r.at):
        before = standing.get((review.place, review.coder))
        if before is None or before.says != review.says:
            standing[review.place, review.coder] = review
            rows.append(to_row(review))
    with Transaction(connection):
        return append(connection, "reviews", rows)


def readings(connection: duckdb.DuckDBPyConnection, *, unseen_by: str | None = None, reviewed: bool = False, most: int | None = None) -> list[Reading]:
    """The machine's readings: first those behind shifts, the most probable shift first, then the least sure.

    ``unseen_by`` leaves out what that coder reviewed, ``reviewed`` what nobody did; ``most`` is how many are wanted.
    """
    bound = {"around": AROUND, "unseen_by": unseen_by, "reviewed": reviewed, "most": most}
    return [
        Reading(r["claim_id"], place_of(r), r["quote"], Stance(r["stance"]), r["strength"], r["speaker"], r["basis"], r["confidence"], r["actor_name"],
                r["proposition"], r["outlet"], r["published"], r["title"], r["before"], r["after"], r["shift"])
        for r in rows_of(connection, query("readings"), bound)
    ]  # fmt: skip


def settle(connection: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Let the human claims that follow from all reviews stand in place of any other of the same words. Changes nothing where they do already."""
    found = latest(known(connection))
    if found:
        rows = [_settled(place, list(of.values())) for place, of in found.items()]
        with Transaction(connection):
            with_rows(connection, "settle_reviews", pa.Table.from_pylist(rows, schema=_SETTLED), {"at": at})


_SETTLED = pa.schema([
    ("version_id", pa.string()), ("actor", pa.string()), ("issue", pa.string()), ("quote_start", pa.int64()), ("quote_end", pa.int64()),
    ("claim_id", pa.string()), ("stance", pa.string()), ("strength", pa.int32()), ("score", pa.float64()), ("confidence", pa.float64()),
    ("confirmed", pa.bool_()), ("coder", pa.string()),
])  # fmt: skip


def _settled(place: Place, reviews: Sequence[Review]) -> Row:
    """The row that stands for a place, named for the reviews behind it: the same however often it is made, another when somebody thinks again."""
    row = _keys(place)
    held = outcome(reviews)
    if held is None:
        return row
    return row | asdict(held) | {
        "claim_id": digest("human", place, *sorted(r.id for r in reviews)), "stance": held.stance.value, "score": held.stance.sign * held.strength / 3,
    }  # fmt: skip


def _keys(place: Place) -> Row:
    return {"version_id": place.version_id, "actor": place.actor, "issue": place.issue, "quote_start": place.start, "quote_end": place.end}


def place_of(row: Row) -> Place:
    """The words that a claim or a review is of."""
    return Place(row["version_id"], row["actor"], row["issue"], row["quote_start"], row["quote_end"])


def to_row(review: Review) -> Row:
    """A review as a row of ``reviews``."""
    return _keys(review.place) | {
        "review_id": review.id, "claim_id": review.claim_id, "coder": review.coder, "verdict": review.verdict.value,
        "stance": review.stance and review.stance.value, "strength": review.strength, "note": review.note, "reviewed_at": review.at,
    }  # fmt: skip


def from_row(row: Row) -> Review:
    """A row of ``reviews`` as the value it was made from."""
    stance = Stance(row["stance"]) if row["stance"] else None
    return Review(row["claim_id"], place_of(row), row["coder"], Verdict(row["verdict"]), stance, row["strength"], row["note"], row["reviewed_at"])


def has_reviews(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether this warehouse knows of reviews; one that was published by an older program does not."""
    return "reviews" in present(connection)


def seen(connection: duckdb.DuckDBPyConnection, claims: Sequence[str]) -> dict[str, tuple[Place, Stance, int]]:
    """The words, stance and strength of those of these claims that exist, live or superseded."""
    incoming = pa.table({"claim_id": pa.array(claims, pa.string())})
    return {r["claim_id"]: (place_of(r), Stance(r["stance"]), r["strength"]) for r in with_rows(connection, "claims_seen", incoming)}
