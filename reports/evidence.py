"""The words behind a shift: which utterances stand on which side, which quote stands for them, where it is to be read.

The representative quote is chosen by a declared order, each step deciding only what the ones before left open:
it shows what changed (the condition, the strength, the day of a first stance), it is official rather than reported, anonymous or
characterised, direct rather than indirect or narrated, its speaker is named, it is of a readable length, the
coder is sure of it, it was said near the change, it is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property

from extract.model import Basis, Directness
from reports.links import fragment
from reports.links import relative as relative
from reports.links import web as web
from reports.model import Heard, Point, Quote, Side, Statement
from warehouse.model import Evidence, Utterance
from warehouse.read import ClaimRow, ShiftRow
from warehouse.utterances import regrouped, utterances

SHOWN = 12  # other utterances that are listed for one side
COPIES = 2  # claims of one utterance that are read: the surest, of which one stands for it
ROOM = 800  # utterances that are listed in all folds of a report together
_BASIS = {basis.value: i for i, basis in enumerate((Basis.OFFICIAL, Basis.REPORTED, Basis.ANONYMOUS, Basis.CHARACTERISED))}
_DIRECTNESS = {d.value: i for i, d in enumerate((Directness.DIRECT, Directness.INDIRECT, Directness.NARRATED))}
_READABLE = (40, 280)  # characters


@dataclass(frozen=True)
class Ledger:
    """The claims of the pairs that a report tells of, known at a moment: all in what inference needs of them, ``full`` those that may be shown.

    ``heard`` has with each claim its utterance, or None where the pair must be grouped anew. ``pages`` maps a version to a
    relative link of the page as kept.
    """

    heard: tuple[tuple[Evidence, str | None], ...]
    full: tuple[ClaimRow, ...]
    pages: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, ClaimRow]:
        """Every claim that may be shown, by its id."""
        return {c.claim_id: c for c in self.full}

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], tuple[Evidence, ...]]:
        """The dated claims of every actor and issue, in the order in which they were said."""
        grouped: dict[tuple[str, str], list[Evidence]] = {}
        for claim, _ in self.heard:
            grouped.setdefault((claim.actor, claim.issue), []).append(claim)
        return {pair: tuple(rows) for pair, rows in grouped.items()}

    @cached_property
    def utterances(self) -> dict[tuple[str, str], tuple[Utterance, ...]]:
        """The utterances of every pair, as they were grouped then.

        A later claim may join two utterances, so a pair with claims since is grouped anew from those known then.
        """
        grouped: dict[tuple[str, str], dict[str, list[Evidence]]] = {}
        for claim, utterance in self.heard:
            grouped.setdefault((claim.actor, claim.issue), {}).setdefault(utterance or "", []).append(claim)
        return {pair: tuple(utterances(groups[""]) if "" in groups else regrouped(groups.values())) for pair, groups in grouped.items()}

    def said(self, actor: str, issue: str) -> tuple[Utterance, ...]:
        """The utterances of a pair, in the order in which they were said."""
        return self.utterances.get((actor, issue), ())

    def showing(self, full: Sequence[ClaimRow]) -> Ledger:
        """The same, with claims that may be shown."""
        made = Ledger(self.heard, tuple(full), self.pages)
        made.__dict__["utterances"] = self.utterances  # grouped already
        return made

    def rows(self, group: Iterable[Utterance]) -> list[ClaimRow]:
        """The claims of utterances, as far as they may be shown."""
        return [self.by_id[c] for u in group for c in u.claims if c in self.by_id]

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

    def side(
        self, group: Sequence[Utterance], stance: str | None, n: int, near: date, shows: Mapping[str, int] | None = None,
        *, most: int = SHOWN, statements: tuple[Statement, ...] = (),
    ) -> Side:  # fmt: skip
        """One side of a shift: ``group`` are its utterances, ``n`` the number that inference counted, ``most`` how many others are listed."""
        chosen = self.best(self.rows(group), near, shows)
        others: list[Heard] = []
        for utterance in sorted(group, key=lambda u: (u.said_at, u.utterance_id), reverse=True):
            if len(others) == most or (chosen and chosen.claim_id in utterance.claims):
                continue
            claim = self.best(self.rows([utterance]), near)
            if claim:
                others.append(Heard(self.quote(claim), len(utterance.claims), utterance.outlets))
        outlets = tuple(sorted({o for u in group for o in u.outlets}))
        quote = self.quote(chosen) if chosen else None
        return Side(stance, n, outlets, quote, tuple(others), max(0, len(group) - len(others) - (quote is not None)), statements)


def listed(changes: int) -> int:
    """How many other utterances each side of so many changes lists: the more changes, the fewer, and never fewer than two."""
    return max(2, min(SHOWN, ROOM // (2 * max(1, changes))))


def candidates(group: Sequence[Utterance], near: date, most: int) -> list[Utterance]:
    """The utterances of one side whose words may be shown, ``most`` besides the one that stands for all.

    Of many, those that are listed, which are the latest, and the nearest to the change, the surest, the firmest, the conditional.
    """
    if len(group) <= SHOWN:
        return list(group)
    latest = sorted(group, key=lambda u: (u.said_at, u.utterance_id), reverse=True)[: most + 2]
    nearest = sorted(group, key=lambda u: (abs((on(u) - near).days), u.utterance_id))[: SHOWN // 2]
    surest = sorted(group, key=lambda u: (-u.reliability, u.utterance_id))[: SHOWN // 2]
    firmest = sorted(group, key=lambda u: (-u.strength, not u.conditional, u.utterance_id))[: SHOWN // 2]
    return list({u.utterance_id: u for u in (*latest, *nearest, *surest, *firmest)}.values())


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
