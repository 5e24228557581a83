"""A made-up world of known positions, and the claims that a coder would have made of it: seeded, the same every time.

Each pair of actor and issue has a true position over ``YEARS``, piecewise constant. Its people speak
about it at an irregular rate, with gaps; some dissent; offices change hands; every act of speaking is
printed 1 to 40 times, and now and then again long after. The coder errs once per wording, so copies
share its error; it knows how often it errs, as the real one does from its reliability table.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from extract.model import Basis, Stance
from warehouse.model import Evidence

YEARS = 5
ORIGIN = datetime(2019, 1, 1, tzinfo=UTC)
DAYS = YEARS * 365
CHANGES_A_YEAR = 0.2  # how often a true position changes: once in five years
OUTRIGHT = (0.22, 0.011)  # how often the first words on a new side say that they are new ("dropped its objections"), and any others do (counted on the streams)
_SIDES = (Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL)
_OUTLETS = tuple(f"Outlet {i}" for i in range(40))
_VOCABULARY = tuple(
    a + b + c + d
    for a in ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su")
    for b in "lmnrst"
    for c in ("a", "en", "ik", "or", "us")
    for d in ("", "do", "ki", "le", "mu", "ta")
)
_OFTEN = tuple(1 / (rank + 10) for rank in range(len(_VOCABULARY)))  # Zipf (1949), as words are


@dataclass(frozen=True, slots=True)
class Spoken:
    """One true act of speaking: when, what the actor really held, and what the coder makes of it."""

    day: float
    speaker: str
    held: Stance
    coded: Stance
    confidence: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One actor and issue. ``truth`` is (first day, stance) of each stretch; ``spoken`` has one entry for each independent utterance."""

    actor: str
    issue: str
    truth: tuple[tuple[float, Stance], ...]
    spoken: tuple[Spoken, ...]
    evidence: tuple[Evidence, ...]
    heads: tuple[date, ...]


def at(day: float) -> datetime:
    """The instant of a day of the world."""
    return ORIGIN + timedelta(days=day)


def _truth(dice: random.Random) -> list[tuple[float, Stance]]:
    truth = [(0.0, dice.choices(_SIDES, (0.5, 0.4, 0.1))[0])]
    day = dice.expovariate(CHANGES_A_YEAR / 365)
    while day < DAYS:
        others = [s for s in _SIDES if s is not truth[-1][1]]
        truth.append((day, dice.choices(others, [0.2 if s is Stance.NEUTRAL else 0.8 for s in others])[0]))
        day += 90 + dice.expovariate(CHANGES_A_YEAR / 365)
    return truth


def _when(dice: random.Random, monthly: tuple[float, float]) -> list[float]:
    """Days of speaking: a rate between ``monthly``, busy and quiet months, and up to two gaps of one to six months."""
    rate = math.exp(dice.uniform(*map(math.log, monthly))) / 30
    gaps = [(start, start + dice.uniform(30, 180)) for start in (dice.uniform(0, DAYS) for _ in range(dice.choice((0, 0, 1, 2))))]
    days = []
    for month in range(DAYS // 30):
        busy = dice.gammavariate(1.0, 1.0) * rate * 30
        days += [month * 30 + dice.uniform(0, 30) for _ in range(_poisson(dice, busy))]
    return sorted(d for d in days if not any(a <= d < b for a, b in gaps))


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, math.exp(-min(mean, 500))
    product = dice.random()
    while product > left:
        count += 1
        product *= dice.random()
    return count


def _held(truth: list[tuple[float, Stance]], day: float) -> Stance:
    return next(stance for start, stance in reversed(truth) if start <= day)


def make_pair(number: int, seed: int, error: float, monthly: tuple[float, float] = (0.5, 50)) -> Pair:
    """One pair; ``error`` is the share of wordings that the coder gets wrong on average, ``monthly`` the least and most utterances."""
    dice, outright = random.Random(f"{seed} {number} {error}"), random.Random(f"{seed} {number} {error} outright")
    actor, issue = f"actor-{number // 8}", f"issue-{number}"
    truth = _truth(dice)
    terms = sorted(dice.uniform(0, DAYS) for _ in range(dice.choice((0, 1, 1, 2))))
    dissent = dice.uniform(0.03, 0.15) if dice.random() < 0.25 else 0.0
    spoken, evidence = [], []
    last = None
    for n, day in enumerate(_when(dice, monthly)):
        term = sum(t <= day for t in terms)
        speaker = dice.choices((f"Head {term}", f"Minister {term}", "Spokesperson", "Ministry"), (4, 2, 3, 1))[0]
        held = _held(truth, day)
        if dice.random() < dissent:
            speaker, held = "Dissenter", Stance.OPPOSE if held is not Stance.OPPOSE else Stance.SUPPORT
        sure = min(0.99, max(0.4, dice.gauss(1 - error, error / 3)))
        coded = held if dice.random() < sure else dice.choice([s for s in _SIDES if s is not held])
        spoken.append(Spoken(day, speaker, held, coded, sure))
        turned = outright.random() < (OUTRIGHT[1] if last in (None, held) else OUTRIGHT[0])
        last = held if speaker != "Dissenter" else last
        quote = dice.choices(_VOCABULARY, _OFTEN, k=dice.randint(8, 25))
        copies = min(40, int(dice.paretovariate(1.2)))
        for copy in range(copies):
            late = dice.uniform(30, 400) if copy and dice.random() < 0.01 else dice.uniform(0, 2) if copy else 0
            words = quote if dice.random() < 0.7 else quote[: max(7, len(quote) - 2)]  # some outlets cut
            key = f"{number}-{n}-{copy}"
            evidence.append(
                Evidence(
                    f"c{key}", f"a{key}", actor, speaker, issue, coded, 2, False, Basis.OFFICIAL, " ".join(words), at(day + late), sure, turned, dice.choice(_OUTLETS)
                )
            )  # fmt: skip
    return Pair(actor, issue, tuple(truth), tuple(spoken), tuple(evidence), tuple(at(t).date() for t in terms))
