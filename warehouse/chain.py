"""A hidden position behind dated, noisy, irregular utterances: a continuous-time Markov chain.

The position is piecewise constant and leaves its state at a small rate; each utterance shows it
through the coder's error rate. With finitely many states and known error rates, the exact posterior
over all segmentations (Fearnhead 2006) is that of a hidden Markov model, by forward-backward in
O(n k) (Rabiner 1989, with one rate for all changes). Time enters through the gaps: silence lets the state drift, and is no evidence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

RATE_PER_DAY = 1 / 1000  # a position is left once in about three years, before any evidence
MIN_GAP_DAYS = 1.0
OUTRIGHT = 10.0  # how much likelier a change is where it is said outright ("dropped its objections"), as odds


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation: days since some origin, the state that it shows, how reliably, whether it is said outright to be a change, and whether the coder read it."""

    day: float
    state: int
    reliability: float
    turn: bool = False
    read: bool = True


@dataclass(frozen=True, slots=True)
class Posterior:
    """``filtered[t][s]`` uses observations up to t, ``smoothed`` all; ``path`` is the likeliest (Viterbi).

    ``stays[t]`` is the chance of no change from t to t+1, and ``ahead[t][s]`` how well s at t+1 explains what comes from there on.
    """

    filtered: list[list[float]]
    smoothed: list[list[float]]
    path: list[int]
    stays: list[float]
    ahead: list[list[float]]

    def onward(self, t: int) -> list[list[float]]:
        """The probability of state b at t+1 given a at t and all observations, as ``[a][b]``."""
        stay, ahead = self.stays[t], self.ahead[t]
        leave = (1 - stay) / (len(ahead) - 1)
        return [_normal([(stay if a == b else leave) * ahead[b] for b in range(len(ahead))]) for a in range(len(ahead))]


def _emission(seen: Seen, states: int) -> list[float]:
    wrong = (1 - seen.reliability) / (states - 1)
    return [seen.reliability if s == seen.state else wrong for s in range(states)]


def _normal(values: list[float]) -> list[float]:
    total = sum(values)
    return [v / total for v in values]


def _stay(expected: float, seen: Seen) -> float:
    """The chance of no change before an observation, in a time in which so many are expected."""
    stay = exp(-expected)
    return stay / (stay + OUTRIGHT * (1 - stay)) if seen.turn else stay


def infer(observations: Sequence[Seen], states: int, rate: float = RATE_PER_DAY) -> Posterior:
    """The exact posterior of the chain; observations in order of time, at least one.

    All ways out of a state are alike, so that a step is a + b·x instead of a matrix, and the whole O(n k).
    """
    emissions = [_emission(o, states) for o in observations]
    stays = [_stay(rate * max(b.day - a.day, MIN_GAP_DAYS), b) for a, b in itertools.pairwise(observations)]
    belief = _normal(emissions[0])
    best = [log(e) for e in belief]
    filtered, back = [belief], []
    for stay, emission in zip(stays, emissions[1:], strict=True):
        leave = (1 - stay) / (states - 1)
        keep = stay - leave
        belief = _normal([e * (leave + keep * x) for e, x in zip(emission, belief, strict=True)])
        filtered.append(belief)
        most = max(range(states), key=best.__getitem__)
        away, same = best[most] + log(leave), log(stay)
        back.append([s if best[s] + same >= away else most for s in range(states)])
        best = [max(x + same, away) + log(e) for e, x in zip(emission, best, strict=True)]
    path = [max(range(states), key=best.__getitem__)]
    for arrow in reversed(back):
        path.append(arrow[path[-1]])
    path.reverse()
    beta = [1.0] * states
    smoothed, ahead = [filtered[-1]], []
    for t in range(len(stays) - 1, -1, -1):
        stay = stays[t]
        leave = (1 - stay) / (states - 1)
        keep = stay - leave
        ahead.append([e * x for e, x in zip(emissions[t + 1], beta, strict=True)])
        base = leave * sum(ahead[-1])
        beta = _normal([base + keep * x for x in ahead[-1]])
        smoothed.append(_normal([f * x for f, x in zip(filtered[t], beta, strict=True)]))
    smoothed.reverse()
    ahead.reverse()
    return Posterior(filtered, smoothed, path, stays, ahead)


def joint(posterior: Posterior, i: int, a: int, j: int, b: int) -> float:
    """The probability of state a at i and b at a later j, given everything."""
    every = range(len(posterior.smoothed[i]))
    mass = [posterior.smoothed[i][a] if s == a else 0.0 for s in every]
    for t in range(i, j):
        move = posterior.onward(t)
        mass = [sum(mass[x] * move[x][y] for x in every) for y in every]
    return mass[b]


def departure(posterior: Posterior, i: int, a: int, j: int) -> list[float]:
    """For each gap t → t+1 from i to j: the probability that a, held at i, is first left there."""
    held, left = 1.0, []
    for t in range(i, j):
        stay = posterior.onward(t)[a][a]
        left.append(held * (1 - stay))
        held *= stay
    total = sum(left)
    return [x / total for x in left] if total else left
