"""A hidden position behind dated, noisy, irregular utterances: a continuous-time Markov chain.

The position is piecewise constant and drawn anew at a small rate; each utterance shows it
through the coder's error rate. With finitely many states and known error rates, the exact posterior
over all segmentations (Fearnhead 2006) is that of a hidden Markov model, by forward-backward in
O(n k) (Rabiner 1989): what is drawn does not depend on what was there, be it the same again (the equal-input chain, Felsenstein 1981).
Time enters through the gaps: silence lets the state drift, and is no evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np

from warehouse.packed import Chains, Floats, Ints, forward_backward, likeliest

RATE_PER_DAY = 1 / 1600  # one side is left once in four or five years, before any evidence
MIN_GAP_DAYS = 1.0
OUTRIGHT = 20.0  # how much likelier a change is where it is said outright ("dropped its objections") or just decided ("today I have directed …"), as odds


class Seen(NamedTuple):
    """One observation: days since some origin, the state that it shows, how reliably, and whether it is said outright to be a change."""

    day: float
    state: int
    reliability: float
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Posterior:
    """``filtered[t][s]`` uses observations up to t, ``smoothed`` all; ``path`` is the likeliest (Viterbi).

    ``drawn[t]`` is the chance that the state was drawn anew from t to t+1, ``towards`` that of each state where it was, and ``ahead[t][s]`` how well
    s at t+1 explains what comes from there on.
    """

    filtered: list[list[float]]
    smoothed: list[list[float]]
    path: list[int]
    drawn: list[float]
    ahead: list[list[float]]
    towards: tuple[float, ...]

    def onward(self, t: int) -> list[list[float]]:
        """The probability of state b at t+1 given a at t and all observations, as ``[a][b]``."""
        drawn, ahead = self.drawn[t], self.ahead[t]
        away = [drawn * p * explains for p, explains in zip(self.towards, ahead, strict=True)]
        return [_normal([away[b] + (1 - drawn) * ahead[b] if a == b else away[b] for b in range(len(ahead))]) for a in range(len(ahead))]


def _normal(values: list[float]) -> list[float]:
    total = sum(values)
    return [v / total for v in values]


def evenly(states: int) -> tuple[float, ...]:
    """Every state as likely as any other."""
    return (1 / states,) * states


def in_columns(
    days: Sequence[float],
    states: Sequence[int],
    reliability: Sequence[float],
    turns: Sequence[bool],
    lengths: Sequence[int],
    towards: Sequence[float],
    rate: float = RATE_PER_DAY,
) -> Chains:
    """Observations of chains, one after the other, each in order of time; ``lengths`` are how many each has, one at least.

    ``rate`` is how often, a day, the first state is left; ``towards`` how likely each state is where one is drawn.
    """
    day, turn = np.array(days), np.array(turns, bool)
    expected = rate / (1 - towards[0]) * np.maximum(np.diff(day, prepend=0.0), MIN_GAP_DAYS)
    drawn = 1 - np.fromiter(map(exp, (-expected).tolist()), np.float64, len(day))
    drawn[turn] = OUTRIGHT * drawn[turn] / (1 - drawn[turn] + OUTRIGHT * drawn[turn])
    size = np.array(lengths, np.int64)
    drawn[np.cumsum(size) - size] = 0.5  # of the first of a chain, which counts for nothing
    return Chains(np.array(states, np.int64), np.array(reliability), drawn, size, np.array(towards))


def chains(series: Sequence[Sequence[Seen]], towards: Sequence[float], rate: float = RATE_PER_DAY) -> Chains:
    """Series of observations as chains."""
    columns = zip(*(o for row in series for o in row), strict=True)
    return in_columns(*columns, [len(row) for row in series], towards, rate)  # type: ignore[call-arg, arg-type]


def posteriors(of: Chains, filtered: Floats, smoothed: Floats, ahead: Floats, path: Ints) -> list[Posterior]:
    """What was found for all chains, cut to a posterior for each."""
    rows = filtered.T.tolist(), smoothed.T.tolist(), path.tolist(), of.drawn.tolist(), ahead.T.tolist()
    ends, towards = np.cumsum(of.lengths).tolist(), tuple(of.towards.tolist())
    made = []
    for start, end in zip([0, *ends], ends, strict=False):
        f, s, p, drawn, a = (values[start:end] for values in rows)
        made.append(Posterior(f, s, p, drawn[1:], a[1:], towards))
    return made


def infer_all(series: Sequence[Sequence[Seen]], towards: Sequence[float], rate: float = RATE_PER_DAY) -> list[Posterior]:
    """The exact posterior of each of these chains; observations in order of time, at least one.

    What is drawn anew does not depend on what was there, so that a step is a + b·x instead of a matrix, and the whole O(n k).
    """
    if not series:
        return []
    of = chains(series, towards, rate)
    return posteriors(of, *forward_backward(of), likeliest(of))


def infer(observations: Sequence[Seen], towards: Sequence[float], rate: float = RATE_PER_DAY) -> Posterior:
    """The exact posterior of one chain."""
    return infer_all([observations], towards, rate)[0]


def joint(posterior: Posterior, i: int, a: int, j: int, b: int) -> float:
    """The probability of state a at i and b at a later j, given everything."""
    every = range(len(posterior.smoothed[i]))
    mass = [posterior.smoothed[i][a] if s == a else 0.0 for s in every]
    for t in range(i, j):
        move = posterior.onward(t)
        mass = [sum(mass[x] * move[x][y] for x in every) for y in every]
    return mass[b]


def arrival(posterior: Posterior, i: int, j: int, b: int) -> float:
    """The probability that b is held at j and was not at an earlier i, given everything."""
    return posterior.smoothed[j][b] - joint(posterior, i, b, j, b)


def departure(posterior: Posterior, i: int, a: int, j: int) -> list[float]:
    """For each gap t → t+1 from i to j: the probability that a, held at i, is first left there."""
    held, left = 1.0, []
    for t in range(i, j):
        stay = posterior.onward(t)[a][a]
        left.append(held * (1 - stay))
        held *= stay
    total = sum(left)
    return [x / total for x in left] if total else left
