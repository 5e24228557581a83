"""A hidden position behind dated, noisy, irregular utterances: a continuous-time Markov chain.

The position is piecewise constant and leaves its state at a small rate; each utterance shows it
through the coder's error rate. With finitely many states and known error rates, the exact posterior
over all segmentations (Fearnhead 2006) is that of a hidden Markov model, by forward-backward in
O(n k^2) (Rabiner 1989). Time enters through the gaps: silence lets the state drift, and is no evidence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

RATE_PER_DAY = 1 / 1000  # a position is left once in about three years, before any evidence
MIN_GAP_DAYS = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation: days since some origin, the state that it shows, and how reliably."""

    day: float
    state: int
    reliability: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """``filtered[t][s]`` uses observations up to t, ``smoothed`` all; ``path`` is the likeliest (Viterbi).

    ``onward[t][a][b]`` is the probability of state b at t+1 given a at t and all observations.
    """

    filtered: list[list[float]]
    smoothed: list[list[float]]
    path: list[int]
    onward: list[list[list[float]]]


def _emission(seen: Seen, states: int) -> list[float]:
    wrong = (1 - seen.reliability) / (states - 1)
    return [seen.reliability if s == seen.state else wrong for s in range(states)]


def _step(gap: float, states: int, rate: float) -> list[list[float]]:
    stay = exp(-rate * max(gap, MIN_GAP_DAYS))
    leave = (1 - stay) / (states - 1)
    return [[stay if a == b else leave for b in range(states)] for a in range(states)]


def _normal(values: list[float]) -> list[float]:
    total = sum(values)
    return [v / total for v in values]


def infer(observations: Sequence[Seen], states: int, rate: float = RATE_PER_DAY) -> Posterior:
    """The exact posterior of the chain; observations in order of time, at least one."""
    n, every = len(observations), range(states)
    emissions = [_emission(o, states) for o in observations]
    steps = [_step(b.day - a.day, states, rate) for a, b in itertools.pairwise(observations)]
    filtered = [_normal([emissions[0][s] / states for s in every])]
    best = [log(emissions[0][s] / states) for s in every]
    back: list[list[int]] = []
    for t in range(1, n):
        move = steps[t - 1]
        filtered.append(_normal([emissions[t][b] * sum(filtered[-1][a] * move[a][b] for a in every) for b in every]))
        arrow = [max(every, key=lambda a: best[a] + log(move[a][b])) for b in every]
        best = [best[arrow[b]] + log(move[arrow[b]][b]) + log(emissions[t][b]) for b in every]
        back.append(arrow)
    path = [max(every, key=lambda s: best[s])]
    for arrow in reversed(back):
        path.append(arrow[path[-1]])
    path.reverse()
    beta = [1.0] * states
    smoothed = [filtered[-1]]
    onward: list[list[list[float]]] = []
    for t in range(n - 2, -1, -1):
        ahead = [emissions[t + 1][b] * beta[b] for b in every]
        onward.append([_normal([steps[t][a][b] * ahead[b] for b in every]) for a in every])
        beta = _normal([sum(steps[t][a][b] * ahead[b] for b in every) for a in every])
        smoothed.append(_normal([filtered[t][s] * beta[s] for s in every]))
    smoothed.reverse()
    onward.reverse()
    return Posterior(filtered, smoothed, path, onward)


def joint(posterior: Posterior, i: int, a: int, j: int, b: int) -> float:
    """The probability of state a at i and b at a later j, given everything."""
    mass = [0.0] * len(posterior.smoothed[i])
    mass[a] = posterior.smoothed[i][a]
    for t in range(i, j):
        mass = [sum(mass[x] * posterior.onward[t][x][y] for x in range(len(mass))) for y in range(len(mass))]
    return mass[b]


def departure(posterior: Posterior, i: int, a: int, j: int) -> list[float]:
    """For each gap t → t+1 from i to j: the probability that a, held at i, is first left there."""
    held, left = 1.0, []
    for t in range(i, j):
        stay = posterior.onward[t][a][a]
        left.append(held * (1 - stay))
        held *= stay
    total = sum(left)
    return [x / total for x in left] if total else left
