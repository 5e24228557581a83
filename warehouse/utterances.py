"""Utterances: one act of speaking, however many outlets print it, in however many words.

Claims of one actor, issue and stance are one utterance where they stand in the same article (an edit does
not make it said again); where their quotes share most of their words, at whatever distance of time; and
where one speaker's quote of the same days is mostly contained in the other's (outlets cut what they print).
Only what an actor's own outlet publishes again, in another document, is said again, be it in the same words.

The search is exact: two bags of words that are alike share one of the rarest words of each (the prefix
filter of Bayardo, Ma & Srikant 2007, "Scaling up all pairs similarity search"), so few are compared. Hashing
(MinHash) would find the same only probably, and needs a library with SciPy behind it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import ceil

import numpy as np

from warehouse.model import Evidence, Utterance
from warehouse.packed import Ints
from warehouse.said import Said, in_columns, made

_WORD = re.compile(r"[^\W_]+")
_SAME = 0.75  # share of all words in common (Jaccard) from which two quotes are one utterance
_WITHIN = 0.8  # share of the shorter quote's words in the longer from which one speaker's quotes of the same days are
_DAYS = 3 * 86_400_000_000  # microseconds
_FEW = 5  # distinct words; shorter quotes must be the same


def words(quote: str) -> frozenset[str]:
    """The distinct words of a quote, without case."""
    return frozenset(_WORD.findall(quote.lower()))


def utterances(evidence: Iterable[Evidence]) -> list[Utterance]:
    """Group the claims of one actor and issue into utterances, in the order in which they were said."""
    said = in_columns(evidence)
    return made(said, grouped(said))[0] if said.claims else []


def regrouped(groups: Iterable[Sequence[Evidence]]) -> list[Utterance]:
    """Utterances of one actor's claims on one issue that are grouped already, in the order in which they were said."""
    number = {e: n for n, group in enumerate(groups) for e in group}
    said, by_id = in_columns(number), {e.claim_id: n for e, n in number.items()}
    return made(said, np.array([by_id[c] for c in said.claims], np.int64))[0] if said.claims else []


class _Groups:
    """Disjoint sets of indices (union-find with path halving); two that hold different documents of the actor's own stay apart."""

    def __init__(self, own: Sequence[int | None]) -> None:
        self._parent = list(range(len(own)))
        self._own = list(own)

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        i, j = self.root(i), self.root(j)
        one, other = self._own[i], self._own[j]
        if one is None or other is None or one == other:
            self._parent[i], self._own[j] = j, one or other


@dataclass(frozen=True, slots=True)
class _Wordings:
    """What one actor says on one issue in the same words, by the same speaker, with the same stance: its claims are one utterance.

    Where documents of the actor's own are among its claims, every claim is a wording of its own, in the order in which they were said. ``printed``
    has (wording, first, last): the moments between which it was printed without a pause in which others may have been forgotten.
    """

    bags: list[frozenset[str]]
    speakers: list[int]
    stances: list[int]
    own: list[int | None]
    printed: list[tuple[int, int, int]]
    same: list[tuple[int, int]]


def grouped(said: Said) -> Ints:
    """For each claim the number of its utterance; numbers are of no order."""
    bag_of, bags = _bags(said.quotes)
    bag = bag_of[said.quote]
    apart = (np.bincount(said.pair, said.own) > 0)[said.pair]
    key = _key(said, bag)
    key = np.where(apart, key.max() + 1 + np.arange(len(said)), key)
    wording, first = _numbered(key)
    earliest = _numbered(_key(said, said.article))
    one = wording[earliest[1][earliest[0]]]  # of each claim, the wording of the first in the same article
    joined = np.flatnonzero(one != wording)
    printed = _printed(said, wording)
    cuts = [np.searchsorted(values, np.arange(len(said.pairs) + 1)).tolist() for values in (said.pair[first], said.pair[joined], said.pair[printed[0]])]
    of_bag, speaker, stance = bag[first].tolist(), said.speaker[first].tolist(), said.stance[first].tolist()
    own = np.where(said.own, said.article, -1)[first].tolist()
    edges = list(zip(wording[joined].tolist(), one[joined].tolist(), strict=True))
    runs = list(zip(*(values.tolist() for values in printed[1:]), strict=True))
    number: list[int] = []
    for (a, b), (c, d), (e, f) in zip(*map(pairwise, cuts), strict=True):
        if b - a == 1:
            number.append(a)
            continue
        made = _Wordings(
            [bags[i] for i in of_bag[a:b]], speaker[a:b], stance[a:b], [o if o >= 0 else None for o in own[a:b]],
            [(i - a, start, end) for i, start, end in runs[e:f]], [(i - a, j - a) for i, j in edges[c:d]],
        )  # fmt: skip
        number += [a + root for root in _joined(made)]
    of: Ints = np.array(number, np.int64)[wording]
    return of


def _key(said: Said, what: Ints) -> Ints:
    """The same for claims of one pair, speaker and stance that have ``what`` in common."""
    return ((said.pair * (what.max() + 1) + what) * (len(said.speakers) + 1) + said.speaker + 1) * 3 + said.stance


def _numbered(key: Ints) -> tuple[Ints, Ints]:
    """Keys as numbers, in the order in which they first come; and where that is."""
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    numbers: Ints = rank[number]
    return numbers, first[order]


def _bags(quotes: Sequence[str]) -> tuple[Ints, list[frozenset[str]]]:
    """The words of quotes; equal ones once."""
    number: dict[frozenset[str], int] = {}
    of = np.array([number.setdefault(words(quote), len(number)) for quote in quotes], np.int64)
    return of, list(number)


def _printed(said: Said, wording: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """When wordings were printed: the first claim of each time without a long pause, in order; its wording; the first and the last moment.

    Two wordings were printed within ``_DAYS`` of each other if and only if two of these times are not further apart.
    """
    order = np.argsort(wording, kind="stable")
    at = said.said_at[order]
    begins = np.flatnonzero(np.diff(wording[order], prepend=-1) | (np.diff(at, prepend=0) > _DAYS))
    first, last = order[begins], at[np.append(begins[1:], len(at)) - 1]
    sort = np.argsort(first)
    first = first[sort]
    return first, wording[first], said.said_at[first], last[sort]


def _joined(made: _Wordings) -> Iterator[int]:
    """For each wording the one that stands for its utterance."""
    groups = _Groups(made.own)
    for i, j in made.same:
        groups.join(i, j)
    _join_equal(made, groups)
    _join_alike(made, groups)
    _join_contained(made, groups)
    return map(groups.root, range(len(made.bags)))


def _join_equal(made: _Wordings, groups: _Groups) -> None:
    """Join what has the same words."""
    first: dict[tuple[object, ...], int] = {}
    for i, said in enumerate(zip(made.bags, made.speakers, made.stances, strict=True)):
        groups.join(i, first.setdefault(said, i))
        if made.own[i] is not None:
            first[said] = i  # what is printed later quotes this one


def _join_alike(made: _Wordings, groups: _Groups) -> None:
    """Join quotes of one stance that share most of their words, unless two different people are named for them."""
    bags, speakers, stances = made.bags, made.speakers, made.stances
    seen = {said: i for i, said in reversed(list(enumerate(zip(bags, speakers, stances, strict=True))))}
    often = Counter(chain.from_iterable(bag for bag, _, _ in seen))
    rank = {word: n for n, word in enumerate(sorted(sorted(often), key=often.__getitem__))}
    by_word: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in sorted(seen.values(), key=lambda i: (len(bags[i]), i)):
        bag, speaker, stance = bags[i], speakers[i], stances[i]
        size = len(bag)
        if size < _FEW:
            continue
        least = _SAME * size
        rare = [(stance, n) for n in sorted(map(rank.__getitem__, bag))[: size - ceil(least) + 1]]
        for j in {j for word in rare for j in by_word[word]}:
            other = speakers[j]
            if (speaker < 0 or other < 0 or speaker == other) and len(bags[j]) >= least:
                common = len(bag & bags[j])
                if common >= _SAME * (size + len(bags[j]) - common):
                    groups.join(i, j)
        for word in rare:
            by_word[word].append(i)


def _join_contained(made: _Wordings, groups: _Groups) -> None:
    """Join one speaker's quotes of the same days where the longer holds nearly all words of the shorter."""
    lately: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, start, end in made.printed:
        bag = made.bags[i]
        if made.speakers[i] < 0 or len(bag) < _FEW:
            continue
        near = lately[made.speakers[i], made.stances[i]]
        near[:] = [(j, last) for j, last in near if start - last <= _DAYS and made.bags[j] != bag]
        for j, _ in near:
            if groups.root(i) != groups.root(j) and len(bag & made.bags[j]) >= _WITHIN * min(len(bag), len(made.bags[j])):
                groups.join(i, j)
        near.append((i, end))
