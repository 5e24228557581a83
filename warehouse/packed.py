"""Forward-backward and Viterbi over many chains at once: one step of time is one step for all chains that are that long.

Chains are columns, one chain after the other. Inside, they lie by step of time, the longest first (as packed sequences do for recurrent
networks), so that every step works on contiguous memory and none of it is padding. Every chain's numbers are those that it gets alone: no
operation mixes chains, and sums are taken in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Value = TypeVar("_Value", np.float64, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Observations of many chains: the state that each shows, how reliably, and the chance that the state was drawn anew since the one before.

    ``drawn`` of a chain's first observation counts for nothing. ``lengths`` has how many observations each chain has, at least one. ``towards`` is
    the chance of each state where one is drawn, be it the same again (the equal-input chain of Felsenstein 1981).
    """

    state: Ints
    reliability: Floats
    drawn: Floats
    lengths: Ints
    towards: Floats

    @property
    def starts(self) -> Ints:
        """Where each chain begins."""
        return np.cumsum(self.lengths) - self.lengths

    def only(self, chosen: Flags, reliability: Floats) -> Chains:
        """Some of the chains, with another reliability of all observations."""
        kept = np.repeat(chosen, self.lengths)
        return Chains(self.state[kept], reliability[kept], self.drawn[kept], self.lengths[chosen], self.towards)


class _Packing:
    """Where each observation of chains of these lengths lies, by step of time."""

    def __init__(self, lengths: Ints) -> None:
        order = np.argsort(-lengths, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        self.widths = np.searchsorted(-lengths[order], -np.arange(lengths.max()), side="left")  # how many chains are longer than each step
        self.begins = np.concatenate(([0], np.cumsum(self.widths)))
        step = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.place = self.begins[step] + np.repeat(rank, lengths)
        self.rank = rank

    def pack(self, values: NDArray[_Value]) -> NDArray[_Value]:
        packed = np.empty_like(values)
        packed[..., self.place] = values
        return packed

    def steps(self) -> Iterator[tuple[slice, slice]]:
        """For each step but the first: where it lies, and where the step before lies of the same chains."""
        begins, widths = self.begins.tolist(), self.widths.tolist()
        for t in range(1, len(widths)):
            yield slice(begins[t], begins[t] + widths[t]), slice(begins[t - 1], begins[t - 1] + widths[t])


def _total(values: Floats) -> Floats:
    total: Floats = values[0]
    for row in values[1:]:
        total = total + row
    return total


def _shown(state: Ints, right: Floats, wrong: Floats, states: int) -> Floats:
    """One row for each state: ``right`` where it is the one that is shown, else ``wrong``."""
    return np.where(np.arange(states)[:, None] == state, right, wrong)


def forward_backward(chains: Chains) -> tuple[Floats, Floats, Floats]:
    """By state and observation: what those up to it say, what all say, and how well the state there explains what comes from there on.

    The last is nothing for the first observation of a chain.
    """
    packing, states = _Packing(chains.lengths), len(chains.towards)
    reliability, drawn = packing.pack(chains.reliability), packing.pack(chains.drawn)
    emission = _shown(packing.pack(chains.state), reliability, (1 - reliability) / (states - 1), states)
    towards = chains.towards[:, None]
    width = int(packing.widths[0])
    filtered, ahead = np.empty_like(emission), np.zeros_like(emission)
    filtered[:, :width] = emission[:, :width] / _total(emission[:, :width])
    steps = list(packing.steps())
    for here, before in steps:
        belief = emission[:, here] * (drawn[here] * towards + (1 - drawn[here]) * filtered[:, before])
        filtered[:, here] = belief / _total(belief)
    smoothed, beta = filtered.copy(), np.ones((states, width))
    for here, before in reversed(steps):
        on = slice(0, here.stop - here.start)
        explains = emission[:, here] * beta[:, on]
        ahead[:, here] = explains
        onward = drawn[here] * _total(towards * explains) + (1 - drawn[here]) * explains
        onward /= _total(onward)
        beta[:, on] = onward
        belief = filtered[:, before] * onward
        smoothed[:, before] = belief / _total(belief)
    return filtered[:, packing.place], smoothed[:, packing.place], ahead[:, packing.place]


def logs(values: Floats) -> Floats:
    """Natural logarithms, as ``math.log`` gives them on every machine: NumPy's own may differ in the last digit."""
    return np.fromiter(map(log, values.tolist()), np.float64, len(values))


def likeliest(chains: Chains) -> Ints:
    """The likeliest path of each chain (Viterbi): the state at every observation."""
    packing, states = _Packing(chains.lengths), len(chains.towards)
    wrong = (1 - chains.reliability) / (states - 1)
    emission = packing.pack(_shown(chains.state, logs(chains.reliability), logs(wrong), states))
    other = packing.pack(np.array([logs(chains.drawn * p) for p in chains.towards]))
    same = packing.pack(np.array([logs(1 - chains.drawn * (1 - p)) for p in chains.towards]))
    width = int(packing.widths[0])
    best, every = emission[:, :width].copy(), np.arange(states)[:, None]
    back = np.empty(emission.shape, np.int64)
    steps = list(packing.steps())
    for here, _ in steps:
        on = slice(0, here.stop - here.start)
        reached = best[:, on]
        away, stayed = reached.max(axis=0) + other[:, here], reached + same[:, here]
        back[:, here] = np.where(stayed >= away, every, reached.argmax(axis=0))
        best[:, on] = np.maximum(stayed, away) + emission[:, here]
    path = np.empty(len(chains.state), np.int64)
    at, column = best.argmax(axis=0), np.arange(width)
    for here, _ in reversed(steps):
        on = slice(0, here.stop - here.start)
        path[here] = at[on]
        at[on] = back[:, here][at[on], column[on]]
    path[:width] = at
    unpacked: Ints = path[packing.place]
    return unpacked
