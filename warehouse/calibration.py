"""How far the machine's stated confidence is to be believed, given what people found wrong: pure.

What is reviewed is no random sample, so a rate of errors says little of the rest. What people found is held against what the machine had
stated of these same passages: one factor on the odds of error for each issue (recalibration in the large: Cox 1958, "Two further applications
of a model for binary regression"), drawn towards a factor of all issues together, and that towards 1, with normal priors on its logarithm. The
estimate is the mode of the posterior: no error more ever lowers a factor, whichever issue it is of.

Claims behind a shift come first on the list, and are behind it because they bear each other out: they err less often than others of the same
confidence, which are listed by nothing but that. So they count where they make for more doubt, never where they make for less: a factor is the
greater of the one that all passages give and the one that those give that were behind no shift when they were reviewed.

Copies are one passage, and what people say of it counts as their claim does (``warehouse.reviews``): that they reject or correct it is believed to
.99, that they confirm it to .97, for whoever sees a reading first is inclined to agree. Confirmations alone never make the machine surer than that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from extract.model import Stance
from warehouse.agreement import wilson
from warehouse.reviews import CORRECTED, Outcome, Place, Review, latest, outcome
from warehouse.utterances import words

COMMON = 0.35
"""Prior standard deviation, in log-odds, of all issues' factor."""
OWN = 0.35
"""The same of an issue's own, beside it. Both together: without a review an issue's odds of error are within a factor of 2.6 of those stated (95 %)."""
LEAST, MOST = 1 / 4, 20.0
"""Bounds of a factor."""
_SURE, _UNSURE = 0.995, 0.005  # a stated confidence is never taken to be higher, or lower
_FAR, _CLOSE, _STEPS = 5.0, 1e-12, 100  # a log factor lies within, is told apart from, and is found in


Confidence = TypeVar("Confidence", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Read:
    """What the coder in force reads in words that people reviewed, how sure it says it is, and whether a shift rested on it when they did."""

    place: Place
    quote: str
    stance: Stance
    confidence: float
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One reviewed passage with all its copies: the stated probability that the machine errs there, and the probability that it did, by what people say.

    ``behind``: a shift rested on one of them when it was reviewed.
    """

    issue: str
    stated: float
    wrong: float
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """The machine's errors on one issue, or on all (``issue`` null; its factor holds for issues that nobody reviewed).

    ``n_wrong`` of ``n_checked`` passages were wrong; ``stated`` is their share by the machine's own confidence, ``believed`` what it is taken to
    be in passages like these that nobody checked: the odds of error are multiplied by ``factor``.
    """

    issue: str | None
    n_checked: int
    n_wrong: int
    stated: float
    believed: float
    factor: float

    @property
    def error(self) -> float:
        """The share that was wrong."""
        return self.n_wrong / self.n_checked

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval."""
        return wilson(self.n_wrong, self.n_checked)


def passages(reads: Iterable[Read], reviews: Iterable[Review]) -> list[Passage]:
    """What was reviewed, copies of the same words once. Words that the machine no longer reads, or reads and nobody reviewed, are left out."""
    verdicts = latest(reviews)
    groups: dict[tuple[object, ...], list[Passage]] = defaultdict(list)
    for read in reads:
        if of := verdicts.get(read.place):
            confidence = max(_UNSURE, min(read.confidence, _SURE))
            key = (read.place.issue, read.place.actor, read.stance.value, words(read.quote) or read.quote)
            wrong = _wrong(outcome(list(of.values())), read.stance, confidence)
            groups[key].append(Passage(read.place.issue, 1 - confidence, wrong, read.behind))
    return [
        Passage(copies[0].issue, fmean(c.stated for c in copies), fmean(c.wrong for c in copies), any(c.behind for c in copies)) for copies in groups.values()
    ]


def _wrong(held: Outcome | None, stance: Stance, confidence: float) -> float:
    """The probability that the machine erred, by what people hold; strength apart."""
    if held is None or held.stance is not stance:
        return CORRECTED
    return 1 - max(held.confidence, confidence)


def measure(found: Iterable[Passage]) -> tuple[Measured, ...]:
    """All issues together, then each that was reviewed, by name; nothing where nobody reviewed."""
    by_issue = _by_issue(found)
    if not by_issue:
        return ()
    every_common, every_own = _estimate(by_issue)
    rest_common, rest_own = _estimate(_by_issue(p for of in by_issue.values() for p in of if not p.behind))
    common = max(every_common, rest_common)
    factors = {issue: _factor(max(theta, rest_own.get(issue, rest_common))) for issue, theta in every_own.items()}
    every = [p for of in by_issue.values() for p in of]
    rows = [_measured(None, every, _factor(common), factors)]
    return (*rows, *(_measured(issue, of, factors[issue], factors) for issue, of in by_issue.items()))


def _by_issue(found: Iterable[Passage]) -> dict[str, list[Passage]]:
    by_issue: dict[str, list[Passage]] = defaultdict(list)
    for passage in sorted(found, key=lambda p: (p.issue, p.stated, p.wrong)):
        by_issue[passage.issue].append(passage)
    return dict(by_issue)


def believed(confidence: Confidence, factor: float) -> Confidence:
    """The confidence whose odds of error are ``factor`` times those of the stated one; the stated one itself where the factor is 1."""
    return confidence if factor == 1 else confidence / (confidence + (1 - confidence) * factor)


def _measured(issue: str | None, of: list[Passage], factor: float, factors: Mapping[str, float]) -> Measured:
    return Measured(
        issue, len(of), sum(p.wrong >= 0.5 for p in of), round(fmean(p.stated for p in of), 6),
        round(fmean(1 - believed(1 - p.stated, factors[p.issue]) for p in of), 6), factor,
    )  # fmt: skip


def _factor(theta: float) -> float:
    return round(min(MOST, max(LEAST, exp(theta))), 4)


def _estimate(by_issue: Mapping[str, list[Passage]]) -> tuple[float, dict[str, float]]:
    """The mode of all issues' log factor, and of each issue's.

    At the mode an issue's own part is its variance times how many more errors were found than its factor expects, and the common part is
    its variance times the sum of these: each is the root of a function that rises with a slope of 1 at least.
    """
    errors = [_Errors(of) for of in by_issue.values()]

    def own(common: float) -> list[float]:
        return [_root(lambda t, e=e: e.excess(t, common)) for e in errors]  # type: ignore[misc]

    def excess(common: float) -> tuple[float, float]:
        ratio, thetas = (COMMON / OWN) ** 2, own(common)
        slopes = (e.excess(t, common)[1] for e, t in zip(errors, thetas, strict=True))
        return common - ratio * sum(t - common for t in thetas), 1 + ratio * sum(1 - 1 / slope for slope in slopes)

    common = _root(excess)
    return common, dict(zip(by_issue, own(common), strict=True))


class _Errors:
    """The errors that were found on one issue, and the log-odds at which they were stated."""

    def __init__(self, of: Sequence[Passage]) -> None:
        self._wrong = sum(p.wrong for p in of)
        self._stated = Counter(log(p.stated / (1 - p.stated)) for p in of)

    def excess(self, theta: float, common: float) -> tuple[float, float]:
        """How far a log factor lies above the one that fits, and the slope."""
        expected = information = 0.0
        for odds, n in self._stated.items():
            p = 1 / (1 + exp(-odds - theta))
            expected += n * p
            information += n * p * (1 - p)
        return theta - common - OWN**2 * (self._wrong - expected), 1 + OWN**2 * information


def _root(rising: Callable[[float], tuple[float, float]]) -> float:
    """Where a rising function, given with its slope, is 0: by Newton's steps, by halves where one leaves what is left of the interval."""
    low, high, at = -_FAR, _FAR, 0.0
    for _ in range(_STEPS):
        value, slope = rising(at)
        low, high = (low, at) if value > 0 else (at, high)
        step = at - value / slope
        nearer = step if low < step < high else (low + high) / 2
        if abs(nearer - at) < _CLOSE:
            return nearer
        at = nearer
    return at
