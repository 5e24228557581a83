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
from itertools import chain, groupby
from math import ceil

import numpy as np

from warehouse.model import Evidence, Utterance
from warehouse.packed import Flags, Ints
from warehouse.said import Said, in_columns, made

_WORD = re.compile(r"[^\W_]+")
_SAME = 0.75  # share of all words in common (Jaccard) from which two quotes are one utterance
_WITHIN = 0.8  # share of the shorter quote's words in the longer from which one speaker's quotes of the same days are
_DAYS = 3 * 86_400_000_000  # microseconds
_NEVER = 2**62  # microseconds
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

    def join_all(self, of: Ints, number: tuple[Ints, Ints]) -> None:
        """Join those (``of``) that have a number in common, each with the first that has it, in order."""
        first = of[number[1][number[0]]]
        apart = np.flatnonzero(first != of)
        for i, j in zip(of[apart].tolist(), first[apart].tolist(), strict=True):
            self.join(i, j)

    def join(self, i: int, j: int) -> None:
        i, j = self.root(i), self.root(j)
        one, other = self._own[i], self._own[j]
        if one is None or other is None or one == other:
            self._parent[i], self._own[j] = j, one or other


class _Wordings:
    """What actors say on an issue in the same quote, by the same speaker, with the same stance: its claims are one utterance.

    Where documents of the actor's own are among the claims of a pair, every claim is a wording of its own. In the order in which they were said.
    """

    def __init__(self, said: Said, apart: Flags) -> None:
        key = _key(said, said.quote)
        self.of, first = _numbered(np.where(apart, key.max() + 1 + np.arange(len(said)), key))
        self.pair: list[int] = said.pair[first].tolist()
        self.speaker: list[int] = said.speaker[first].tolist()
        self.stance: list[int] = said.stance[first].tolist()
        self.own: list[int | None] = [article if article >= 0 else None for article in np.where(said.own, said.article, -1)[first].tolist()]
        self.quote = [said.quotes[q] for q in said.quote[first].tolist()]
        self._bags: dict[str, frozenset[str]] = {}

    def bag(self, i: int) -> frozenset[str]:
        """The words of one."""
        quote = self.quote[i]
        bag = self._bags.get(quote)
        if bag is None:
            bag = self._bags[quote] = words(quote)
        return bag


def grouped(said: Said, grown: Flags | None = None) -> Ints:
    """For each claim the number of its utterance; numbers are of no order.

    Pairs that have merely ``grown`` (none: None) are grouped as they are stored, and only what is new is compared, with what it may be like:
    two claims are joined by what they say themselves, whatever else was said, but for what quotes documents of the actor's own.
    """
    apart = (np.bincount(said.pair, said.own) > 0)[said.pair]
    known = np.zeros(len(said), bool) if grown is None else grown[said.pair] & ~apart & (said.stored >= 0)
    wordings = _Wordings(said, apart)
    groups = _Groups(wordings.own)
    groups.join_all(wordings.of, _numbered(_key(said, said.article)))
    at = np.flatnonzero(known)
    groups.join_all(wordings.of[at], _numbered(said.stored[at]))
    old = (np.bincount(wordings.of, known) > 0).tolist()
    for _, run in groupby(range(len(old)), key=wordings.pair.__getitem__):
        every = list(run)
        new = [i for i in every if not old[i]]
        if new:
            chosen = every if len(new) == len(every) else sorted((*new, *_like(wordings, new, [i for i in every if old[i]])))
            _join_equal(wordings, chosen, groups)
            _join_alike(wordings, chosen, groups)
    _join_contained(wordings, _printed(said, wordings.of, ~known), groups)
    number: Ints = np.fromiter(map(groups.root, range(len(old))), np.int64, len(old))[wordings.of]
    return number


def _key(said: Said, what: Ints) -> Ints:
    """The same for claims of one pair, speaker and stance that have ``what`` in common."""
    key: Ints = ((said.pair * (what.max() + 1) + what) * (len(said.speakers) + 1) + said.speaker + 1) * 3 + said.stance
    return key


def _numbered(key: Ints) -> tuple[Ints, Ints]:
    """Keys as numbers, in the order in which they first come; and where that is."""
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    numbers: Ints = rank[number]
    return numbers, first[order]


def _printed(said: Said, wording: Ints, new: Flags) -> list[tuple[int, int, int]]:
    """(wording, first moment, last moment) of each time in which it was printed without a long pause, in order; those near anything ``new`` of their pair.

    Two wordings were printed within ``_DAYS`` of each other if and only if two of these times are not further apart.
    """
    order = np.argsort(wording, kind="stable")
    at = said.said_at[order]
    begins = np.flatnonzero((np.diff(wording[order], prepend=-1) != 0) | (np.diff(at, prepend=0) > _DAYS))
    first, last = order[begins], at[np.append(begins[1:], len(at)) - 1]
    low, high = np.full(len(said.pairs), _NEVER), np.full(len(said.pairs), -_NEVER)
    np.minimum.at(low, said.pair[new], said.said_at[new] - _DAYS)
    np.maximum.at(high, said.pair[new], said.said_at[new] + _DAYS)
    pair, start = said.pair[first], said.said_at[first]
    near = np.flatnonzero((last >= low[pair]) & (start <= high[pair]))
    near = near[np.argsort(first[near])]
    return list(zip(wording[first[near]].tolist(), start[near].tolist(), last[near].tolist(), strict=True))


def _rare(size: int) -> int:
    """Of how many words of a quote, whichever they be, every other that is alike has one at least."""
    return size - ceil(_SAME * size) + 1


def _like(wordings: _Wordings, new: Sequence[int], old: Sequence[int]) -> Iterator[int]:
    """The old wordings that may be alike or equal to a new one: all that hold one of as many of its words as tell."""
    texts = [wordings.quote[i].lower() for i in old]
    every = "\n".join(texts)
    telling: set[str] = set()
    for bag in map(wordings.bag, new):
        if not bag:
            yield from old
            return
        telling.update(word for absent, _, word in sorted((word in every, -len(word), word) for word in bag)[: _rare(len(bag))] if absent)
    yield from (i for i, text in zip(old, texts, strict=True) if any(word in text for word in telling))


def _join_equal(wordings: _Wordings, chosen: Sequence[int], groups: _Groups) -> None:
    """Join what has the same words."""
    first: dict[tuple[object, ...], int] = {}
    for i in chosen:
        said = (wordings.bag(i), wordings.speaker[i], wordings.stance[i])
        groups.join(i, first.setdefault(said, i))
        if wordings.own[i] is not None:
            first[said] = i  # what is printed later quotes this one


def _join_alike(wordings: _Wordings, chosen: Sequence[int], groups: _Groups) -> None:
    """Join quotes of one stance that share most of their words, unless two different people are named for them."""
    speakers, stances = wordings.speaker, wordings.stance
    bags = {i: wordings.bag(i) for i in chosen}
    seen = {(bags[i], speakers[i], stances[i]): i for i in reversed(chosen)}
    often = Counter(chain.from_iterable(bag for bag, _, _ in seen))
    rank = {word: n for n, word in enumerate(sorted(sorted(often), key=often.__getitem__))}
    by_word: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in sorted(seen.values(), key=lambda i: (len(bags[i]), i)):
        bag, speaker, stance = bags[i], speakers[i], stances[i]
        size = len(bag)
        if size < _FEW:
            continue
        rare = [(stance, n) for n in sorted(map(rank.__getitem__, bag))[: _rare(size)]]
        for j in sorted({j for word in rare for j in by_word[word]}):
            other = speakers[j]
            if (speaker < 0 or other < 0 or speaker == other) and len(bags[j]) >= _SAME * size:
                common = len(bag & bags[j])
                if common >= _SAME * (size + len(bags[j]) - common):
                    groups.join(i, j)
        for word in rare:
            by_word[word].append(i)


def _join_contained(wordings: _Wordings, printed: Sequence[tuple[int, int, int]], groups: _Groups) -> None:
    """Join one speaker's quotes of the same days where the longer holds nearly all words of the shorter."""
    lately: dict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, start, end in printed:
        if wordings.speaker[i] < 0 or len(bag := wordings.bag(i)) < _FEW:
            continue
        near = lately[wordings.pair[i], wordings.speaker[i], wordings.stance[i]]
        near[:] = [(j, last) for j, last in near if start - last <= _DAYS and wordings.bag(j) != bag]
        for j, _ in near:
            if groups.root(i) != groups.root(j):
                other = wordings.bag(j)
                if len(bag & other) >= _WITHIN * min(len(bag), len(other)):
                    groups.join(i, j)
        near.append((i, end))
