"""The words behind a shift: which utterances stand on which side, which quote stands for them, where it is to be read.

The representative quote is chosen by a declared order, each step deciding only what the ones before left open:
it shows what changed (the condition, the strength, the day of a first stance), it is official rather than reported, anonymous or
characterised, direct rather than indirect or narrated, its speaker is named, it is of a readable length, the
coder is sure of it, it was said near the change, it is short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from extract.model import Basis, Directness, Stance
from reports.model import Heard, Point, Quote, Side
from warehouse.model import Evidence, Utterance
from warehouse.read import ClaimRow, ShiftRow
from warehouse.utterances import utterances

SHOWN = 12  # other utterances that are listed for one side
_BASIS = {basis.value: i for i, basis in enumerate((Basis.OFFICIAL, Basis.REPORTED, Basis.ANONYMOUS, Basis.CHARACTERISED))}
_DIRECTNESS = {d.value: i for i, d in enumerate((Directness.DIRECT, Directness.INDIRECT, Directness.NARRATED))}
_READABLE = (40, 280)  # characters


@dataclass(frozen=True)
class Ledger:
    """The claims known at a moment. ``pages`` maps a version to a relative link of the page as kept."""

    claims: tuple[ClaimRow, ...]
    pages: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, ClaimRow]:
        """Every claim by its id."""
        return {c.claim_id: c for c in self.claims}

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], tuple[ClaimRow, ...]]:
        """The dated claims of every actor and issue, in the order in which they were said."""
        grouped: dict[tuple[str, str], list[ClaimRow]] = {}
        for claim in self.claims:
            if claim.said_at is not None:
                grouped.setdefault((claim.actor, claim.issue), []).append(claim)
        return {pair: tuple(rows) for pair, rows in grouped.items()}

    @cached_property
    def _said(self) -> dict[tuple[str, str], tuple[Utterance, ...]]:
        return {}

    def said(self, actor: str, issue: str) -> tuple[Utterance, ...]:
        """The utterances of a pair, grouped anew from the claims known then.

        A later claim may join two utterances, so the grouping that the warehouse holds now is not the one known then.
        """
        pair = (actor, issue)
        if pair not in self._said:
            self._said[pair] = tuple(utterances(_evidence(c) for c in self.by_pair.get(pair, ())))
        return self._said[pair]

    def quote(self, claim: ClaimRow) -> Quote:
        """The claim as a quote with its link."""
        page = relative(self.pages.get(claim.version_id, ""))
        url = web(claim.url)
        return Quote(
            claim.claim_id, claim.version_id, claim.quote, claim.quote_start, claim.quote_end, claim.speaker, claim.role, claim.outlet,
            claim.title, claim.said_on, claim.said_at if claim.said_precision == "instant" else None, claim.said_at_basis, claim.published_on,
            claim.stance, claim.strength, claim.conditional, claim.hedged, claim.directness, claim.basis, claim.cue, claim.confidence,
            claim.coder, url, fragment(page or url, claim.quote), page is not None,
        )  # fmt: skip

    def best(self, candidates: Sequence[ClaimRow], near: date, shows: Mapping[str, int] | None = None) -> ClaimRow | None:
        """The claim that stands for all, or None where no quote is verbatim. ``shows`` ranks claims by what changed, the lowest first."""

        def order(c: ClaimRow) -> tuple[object, ...]:
            length = len(c.quote)
            distance = abs((c.said_at.astimezone(UTC).date() - near).days) if c.said_at else 0
            return (
                (shows or {}).get(c.claim_id, 0), _BASIS[c.basis], _DIRECTNESS[c.directness], c.speaker is None,
                not _READABLE[0] <= length <= _READABLE[1], -round(c.confidence, 1), distance, length, c.claim_id,
            )  # fmt: skip

        return min((c for c in candidates if c.verbatim), key=order, default=None)

    def side(self, group: Sequence[Utterance], stance: str | None, n: int, near: date, shows: Mapping[str, int] | None = None) -> Side:
        """One side of a shift: ``group`` are its utterances, ``n`` the number that inference counted."""
        chosen = self.best([self.by_id[c] for u in group for c in u.claims], near, shows)
        others = []
        for utterance in sorted(group, key=lambda u: (u.said_at, u.utterance_id), reverse=True):
            if chosen and chosen.claim_id in utterance.claims:
                continue
            claim = self.best([self.by_id[c] for c in utterance.claims], near)
            if claim:
                others.append(Heard(self.quote(claim), len(utterance.claims), utterance.outlets))
        outlets = tuple(sorted({o for u in group for o in u.outlets}))
        quote = self.quote(chosen) if chosen else None
        return Side(stance, n, outlets, quote, tuple(others[:SHOWN]), max(0, len(others) - SHOWN))


def _evidence(c: ClaimRow) -> Evidence:
    assert c.said_at is not None
    return Evidence(
        c.claim_id, c.article_id, c.actor, c.speaker, c.issue, Stance(c.stance), c.strength, c.conditional, Basis(c.basis), c.quote,
        c.said_at, c.confidence, c.announced, c.outlet, c.own,
    )  # fmt: skip


def on(utterance: Utterance) -> date:
    """The day in UTC on which it was said, as inference counts days."""
    return utterance.said_at.astimezone(UTC).date()


def sides(shift: ShiftRow, said: Sequence[Utterance]) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
    """The utterances before and after: those of the stance next to the change, as many as inference counted on each side."""
    before = [u for u in said if u.stance == shift.from_stance and shift.earliest and on(u) <= shift.earliest][-shift.n_before :]
    taken = {u.utterance_id for u in before}
    after = [u for u in said if u.stance == shift.to_stance and on(u) >= shift.latest and u.utterance_id not in taken][: shift.n_after]
    return tuple(before), tuple(after)


def points(said: Sequence[Utterance], before: Sequence[Utterance], after: Sequence[Utterance]) -> tuple[Point, ...]:
    """All utterances of the pair as points of a timeline."""
    place = {u.utterance_id: "before" for u in before} | {u.utterance_id: "after" for u in after}
    return tuple(Point(on(u), u.stance.value, u.strength, u.speaker, len(u.outlets), place.get(u.utterance_id, "other")) for u in said)


def attached(before: Sequence[Utterance], after: Sequence[Utterance]) -> bool:
    """Whether conditions are more common after than before."""

    def share(group: Sequence[Utterance]) -> float:
        return sum(u.conditional for u in group) / len(group) if group else 0.0

    return share(after) > share(before)


def telling(kind: str, group: Sequence[ClaimRow], *, high: bool) -> dict[str, int]:
    """Rank claims by what changed: the first day of a first stance; ``high`` is the side with the condition, or with the firmer words."""
    if kind == "conditional":
        return {c.claim_id: int(c.conditional != high) for c in group}
    if kind == "new" and group:
        first = min(c.said_at for c in group if c.said_at).date()
        return {c.claim_id: int(c.said_at is None or c.said_at.date() > first) for c in group}
    if kind in ("hardening", "softening"):
        return {c.claim_id: -c.strength if high else c.strength for c in group}
    return {}


# -- links ----------------------------------------------------------------------------------------


def web(url: str) -> str | None:
    """The address where it is http or https and holds nothing that could end an attribute, else None."""
    if any(c.isspace() or ord(c) < 0x20 or c in "<>\"'`\\" for c in url) or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def relative(link: str) -> str | None:
    """The link where it is a plain relative path, else None."""
    if not link or link.startswith(("/", "#")) or any(c.isspace() or c in "<>\"'`\\" for c in link) or not link.isprintable():
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if not parts.scheme and not parts.netloc else None


def fragment(link: str | None, text: str) -> str | None:
    """The link with a text fragment that opens the page at the quoted words (WICG Scroll to Text Fragment)."""
    words = text.split()
    if link is None or not words:
        return link
    ends = [" ".join(words)] if len(words) <= 10 and "\n" not in text else [" ".join(words[:5]), " ".join(words[-5:])]
    encoded = ",".join(percent_encoded(e.encode("utf-8", "replace"), safe="").replace("-", "%2D") for e in ends)
    return f"{link}{'' if '#' in link else '#'}:~:text={encoded}"
