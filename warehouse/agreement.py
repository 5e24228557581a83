"""How far coders agree, and how often the machine errs: pure.

Krippendorff's alpha for nominal data, with missing values (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability");
Wilson's interval for a share (Wilson 1927, "Probable inference, the law of succession, and statistical inference").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from warehouse.reviews import Place, Reading, Review, latest, outcome

REJECTED = "reject"
_Z = 1.959964  # 95 %


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's nominal alpha of units, each with the values that its coders gave; 1 is perfect agreement, 0 what chance would give.

    Units with fewer than two values are left out. None where nothing can be compared, or all values are the same: then there is nothing to agree about.
    """
    paired = [Counter(values) for values in units if len(values) > 1]
    totals: Counter[str] = sum(paired, Counter())
    n = totals.total()
    expected = n * n - sum(k * k for k in totals.values())
    if not expected:
        return None
    observed = sum((unit.total() ** 2 - sum(k * k for k in unit.values())) / (unit.total() - 1) for unit in paired)
    return 1 - (n - 1) * observed / expected


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) where nothing was seen."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One issue, or all (``issue`` null).

    ``n_shared``: readings that two people or more coded; ``n_reviewed``: readings that anybody did; ``n_wrong``: of these, those that the people
    together reject or give another stance.
    """

    issue: str | None
    n_coders: int
    n_shared: int
    alpha_humans: float | None
    n_reviewed: int
    alpha_machine: float | None
    n_wrong: int

    @property
    def error(self) -> float | None:
        """The machine's measured error rate."""
        return self.n_wrong / self.n_reviewed if self.n_reviewed else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval."""
        return wilson(self.n_wrong, self.n_reviewed)


def agreements(reviews: Iterable[Review], readings: Iterable[Reading]) -> list[Agreement]:
    """Each issue that was reviewed, by name, and all of them last; nothing where nobody reviewed."""
    machine = {r.place: r.stance.value for r in readings}
    counting = {place: of for place, of in latest(reviews).items() if place in machine}
    by_issue: dict[str | None, dict[Place, Mapping[str, Review]]] = defaultdict(dict)
    for place, of in counting.items():
        by_issue[place.issue][place] = of
    made = [_agreement(issue, by_issue[issue], machine) for issue in sorted(filter(None, by_issue))]
    return [*made, _agreement(None, counting, machine)] if made else []


def _agreement(issue: str | None, counting: Mapping[Place, Mapping[str, Review]], machine: Mapping[Place, str]) -> Agreement:
    people = [[_value(r) for r in of.values()] for of in counting.values()]
    pairs = [(held.stance.value if (held := outcome(list(of.values()))) else REJECTED, machine[place]) for place, of in counting.items()]
    return Agreement(
        issue, len({coder for of in counting.values() for coder in of}), sum(len(values) > 1 for values in people), alpha(people),
        len(pairs), alpha(pairs), sum(human != read for human, read in pairs),
    )  # fmt: skip


def _value(review: Review) -> str:
    return review.stance.value if review.stance else REJECTED
