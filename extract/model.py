"""The values that travel from page to claim. All are frozen and check themselves.

Offsets are Unicode characters (code points) into ``Version.text``, end exclusive.
Instants are timezone-aware; a day without a time stays a ``date``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from extract.web.addresses import key

Span = tuple[int, int]


def digest(*parts: object) -> str:
    """16 hex digits that identify the parts, the same on every machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Stance(StrEnum):
    """An actor's expressed attitude to an issue's proposition."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """+1, -1 or 0."""
        return {Stance.SUPPORT: 1, Stance.OPPOSE: -1, Stance.NEUTRAL: 0}[self]

    @classmethod
    def of(cls, sign: int) -> Stance:
        """The stance of a sign."""
        return cls.SUPPORT if sign > 0 else cls.OPPOSE if sign < 0 else cls.NEUTRAL


class Directness(StrEnum):
    """Whether we have the speaker's words, a report of them, or an act told by others."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NARRATED = "narrated"


class Basis(StrEnum):
    """On whose authority the stance is known."""

    OFFICIAL = "official"
    REPORTED = "reported"
    ANONYMOUS = "anonymous"
    CHARACTERISED = "characterised"


class Decision(StrEnum):
    """What became of one attempt to fetch."""

    ALLOWED = "allowed"
    ROBOTS = "robots"
    NOT_MODIFIED = "not-modified"
    GONE = "gone"
    RATE_LIMITED = "rate-limited"
    BLOCKED = "blocked"
    FAILED = "failed"

    @property
    def is_failure(self) -> bool:
        """Whether a user should hear of it; 404, 410, robots and 304 are outcomes."""
        return self in {Decision.RATE_LIMITED, Decision.BLOCKED, Decision.FAILED}


class Role(StrEnum):
    """What a fetch was for."""

    DOCUMENT = "document"
    LISTING = "listing"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class When:
    """A moment as a document gives it: a day, and the instant where one is known.

    ``basis`` says where it was read: ``json-ld``, ``meta``, ``htmldate``, ``feed``, ``url``,
    ``given``, ``text``, ``published``.
    """

    day: date
    instant: datetime | None = None
    basis: str = "given"

    def __post_init__(self) -> None:
        if self.instant is not None and self.instant.tzinfo is None:
            raise ValueError(f"an instant needs its zone: {self.instant!r}")

    @classmethod
    def parse(cls, text: str, basis: str = "given") -> When:
        """Read ISO 8601. A time without a zone is no instant, only its day.

        Raises ``ValueError`` where the text is no date.
        """
        text = text.strip()
        if len(text) == 10:
            return cls(date.fromisoformat(text), None, basis)
        moment = datetime.fromisoformat(text)
        return cls(moment.date(), moment if moment.tzinfo else None, basis)

    @property
    def at(self) -> datetime:
        """The instant, or the first moment of the day in UTC: for ordering."""
        return self.instant or datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)

    @property
    def precision(self) -> str:
        """``instant`` or ``day``."""
        return "instant" if self.instant else "day"

    @property
    def offset_minutes(self) -> int | None:
        """Minutes east of UTC that the document gave, or None."""
        offset = self.instant.utcoffset() if self.instant else None
        return None if offset is None else int(offset / timedelta(minutes=1))

    def __str__(self) -> str:
        return self.instant.isoformat() if self.instant else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published a document; ``speaks_for`` names the actor whose own outlet it is."""

    name: str
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who speaks for an actor while holding a role; ``end`` is exclusive.

    ``authority``: how probable it is, between 0 and 1, that what is said in this role is the actor's position; None leaves it to the role.
    """

    name: str
    role: str
    start: date | None = None
    end: date | None = None
    authority: float | None = None

    def __post_init__(self) -> None:
        if self.authority is not None and not 0 < self.authority < 1:
            raise ValueError(f"the authority of {self.name} is {self.authority}, not between 0 and 1")
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"{self.name} leaves office on {self.end}, before {self.start}")

    def holds(self, day: date) -> bool:
        """Whether the role is held on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Actor:
    """An entity whose positions are followed."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """A proposition that one can support or oppose, and the words that name it."""

    id: str
    proposition: str
    terms: tuple[str, ...]
    against: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.terms:
            raise ValueError(f"issue {self.id} has no terms")


@dataclass(frozen=True, slots=True)
class Item:
    """A document that an outlet offers, before it is fetched."""

    url: str
    outlet: str
    title: str | None = None
    published: When | None = None
    modified: When | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one fetch, unchanged, with the decision that allowed it.

    ``url`` is what was asked for, ``final_url`` what answered. ``headers`` have lower-case names.
    ``warc`` is ``FILE:OFFSET`` of the response record once it is kept. ``retry_at``: the host asked to be left alone until then. ``role``: a document, a listing of documents (a feed or sitemap), or an index of listings.
    """

    url: str
    outlet: str
    fetched_at: datetime
    decision: Decision
    status: int | None = None
    final_url: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str | None = None
    warc: str | None = None
    retry_at: datetime | None = None
    role: Role = Role.DOCUMENT


@dataclass(frozen=True, slots=True)
class Version:
    """One cleaned text of one URL, identified by its content.

    ``url`` is the canonical URL. ``basis`` says where each field was read (``{"title": "json-ld"}``), ``doubts`` what the
    page states and cannot be, a short sentence each; ``cleaner`` names what made the text of a page, with version.
    """

    url: str
    outlet: str
    text: str
    fetched_at: datetime
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: When | None = None
    modified: When | None = None
    language: str | None = None
    genre: str | None = None
    speaker: str | None = None
    basis: dict[str, str] = field(default_factory=dict, compare=False)
    doubts: tuple[str, ...] = ()
    cleaner: str | None = None

    @property
    def article_id(self) -> str:
        """Identifies the document: its URL, whichever of its twins (``addresses.key``)."""
        return digest("article", key(self.url))

    @property
    def text_hash(self) -> str:
        """Identifies the title and text."""
        return digest("text", self.title or "", self.text)

    @property
    def version_id(self) -> str:
        """Identifies this text of this URL."""
        return digest("version", self.url, self.text_hash)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words, thoughts or wishes as a text presents them (PARC 3, Pareti 2016).

    Each role is a tuple of spans in reading order; ``content`` is never empty.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution needs content")


@dataclass(frozen=True, slots=True)
class Claim:
    """One actor's expressed stance on one issue, with the exact words.

    ``strength``: 1 hedged or leaning, 2 plain, 3 firm or a red line. ``confidence`` is the coder's
    own probability, 0 to 1, that the stance is right. ``announced`` marks words that say outright
    that the position changed ("a departure from"), or tell a decision of these days ("today we lifted").
    """

    version_id: str
    actor: str
    speaker: str | None
    issue: str
    stance: Stance
    strength: int
    conditional: bool
    hedged: bool
    directness: Directness
    basis: Basis
    cue: str
    quote: str
    start: int
    end: int
    said: When | None
    confidence: float
    coder: str
    announced: bool = False
    path: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote) or self.start < 0 or not self.quote.strip():
            raise ValueError(f"a quote of {len(self.quote)} characters at {self.start}:{self.end}")
        if self.strength not in (1, 2, 3):
            raise ValueError(f"strength {self.strength} is not 1, 2 or 3")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not within 0 and 1")

    def check(self, text: str) -> Claim:
        """Return the claim, or raise ``ValueError`` where the quote is not this text's slice."""
        if text[self.start : self.end] != self.quote:
            raise ValueError(f"quote at {self.start}:{self.end} is not what stands there")
        return self

    @property
    def score(self) -> float:
        """Signed strength over 3, within -1 and 1."""
        return self.stance.sign * self.strength / 3

    @property
    def claim_id(self) -> str:
        """Identifies the claim and the coder that made it."""
        return digest("claim", self.version_id, self.actor, self.speaker, self.issue, self.start, self.end, self.stance, self.coder)


@dataclass(frozen=True, slots=True)
class Abstention:
    """A sentence that names an issue and on which the coder could not tell: kept, never a claim."""

    version_id: str
    issue: str
    start: int
    end: int
    reason: str
