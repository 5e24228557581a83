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
from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import ceil

from extract.model import Basis, digest
from warehouse.model import Evidence, Utterance

_WORD = re.compile(r"[^\W_]+")
_SAME = 0.75  # share of all words in common (Jaccard) from which two quotes are one utterance
_WITHIN = 0.8  # share of the shorter quote's words in the longer from which one speaker's quotes of the same days are
_DAYS = timedelta(days=3)
_MOST = 0.995  # reliability of what is certain; at 1 a single slip would be impossible, and the posterior undefined
_FEW = 5  # distinct words; shorter quotes must be the same
_BASIS = {Basis.OFFICIAL: 1.0, Basis.REPORTED: 0.97, Basis.ANONYMOUS: 0.75, Basis.CHARACTERISED: 0.75}


def words(quote: str) -> frozenset[str]:
    """The distinct words of a quote, without case."""
    return frozenset(_WORD.findall(quote.lower()))


def reliability(evidence: Evidence) -> float:
    """How far a claim's stance is to be trusted: the coder's confidence, weighed by its basis.

    Chance (1/3) is what remains of a claim that deserves no trust at all, and nobody is trusted beyond ``_MOST``.
    """
    return min(_MOST, 1 / 3 + max(0.0, evidence.confidence - 1 / 3) * _BASIS[evidence.basis])


class _Groups:
    """Disjoint sets of indices (union-find with path halving); two that hold different documents of the actor's own stay apart."""

    def __init__(self, own: Sequence[str | None]) -> None:
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


def utterances(evidence: Iterable[Evidence]) -> list[Utterance]:
    """Group the claims of one actor and issue into utterances, in the order in which they were said."""
    ordered = sorted(evidence, key=lambda e: (e.said_at, e.claim_id))
    groups = _Groups([e.article_id if e.own else None for e in ordered])
    bag = {quote: words(quote) for quote in {e.quote for e in ordered}}
    bags = [bag[e.quote] for e in ordered]
    _join_equal(ordered, bags, groups)
    _join_alike(ordered, bags, groups)
    _join_contained(ordered, bags, groups)
    members: dict[int, list[Evidence]] = defaultdict(list)
    for i, e in enumerate(ordered):
        members[groups.root(i)].append(e)
    made = [_utterance(group) for group in members.values()]
    return sorted(made, key=lambda u: (u.said_at, u.utterance_id))


def regrouped(groups: Iterable[Sequence[Evidence]]) -> list[Utterance]:
    """Utterances of claims that are grouped already, in the order in which they were said."""
    made = [_utterance(sorted(group, key=lambda e: (e.said_at, e.claim_id))) for group in groups]
    return sorted(made, key=lambda u: (u.said_at, u.utterance_id))


def _join_equal(ordered: Sequence[Evidence], bags: Sequence[frozenset[str]], groups: _Groups) -> None:
    """Join what one article says, and what has the same words."""
    first: dict[tuple[object, ...], int] = {}
    for i, e in enumerate(ordered):
        groups.join(i, first.setdefault((e.article_id, e.speaker, e.stance), i))
    for i, e in enumerate(ordered):
        said = (bags[i], e.speaker, e.stance)
        groups.join(i, first.setdefault(said, i))
        if e.own:
            first[said] = i  # what is printed later quotes this one


def _join_alike(ordered: Sequence[Evidence], bags: Sequence[frozenset[str]], groups: _Groups) -> None:
    """Join quotes of one stance that share most of their words, unless two different people are named for them."""
    seen = {(bag, ordered[i].speaker, ordered[i].stance): i for i, bag in reversed(list(enumerate(bags)))}
    often = Counter(word for bag, _, _ in seen for word in bag)
    by_word: dict[tuple[object, str], list[int]] = defaultdict(list)
    for i in sorted(seen.values(), key=lambda i: (len(bags[i]), i)):
        bag, e = bags[i], ordered[i]
        if len(bag) < _FEW:
            continue
        rare = sorted(bag, key=lambda w: (often[w], w))[: len(bag) - ceil(_SAME * len(bag)) + 1]
        for j in {j for word in rare for j in by_word[e.stance, word]}:
            other = ordered[j].speaker
            if (e.speaker is None or other is None or e.speaker == other) and len(bags[j]) >= _SAME * len(bag):
                if len(bag & bags[j]) >= _SAME * len(bag | bags[j]):
                    groups.join(i, j)
        for word in rare:
            by_word[e.stance, word].append(i)


def _join_contained(ordered: Sequence[Evidence], bags: Sequence[frozenset[str]], groups: _Groups) -> None:
    """Join one speaker's quotes of the same days where the longer holds nearly all words of the shorter."""
    lately: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, e in enumerate(ordered):
        if e.speaker is None or len(bags[i]) < _FEW:
            continue
        near = lately[e.speaker, e.stance]
        near[:] = [j for j in near if e.said_at - ordered[j].said_at <= _DAYS and bags[j] != bags[i]]
        for j in near:
            if groups.root(i) != groups.root(j) and len(bags[i] & bags[j]) >= _WITHIN * min(len(bags[i]), len(bags[j])):
                groups.join(i, j)
        near.append(i)


def _utterance(group: Sequence[Evidence]) -> Utterance:
    first = group[0]
    ranked = sorted((-reliability(e), len(e.quote), e.claim_id) for e in group)
    return Utterance(
        digest("utterance", first.claim_id),
        first.said_at,
        first.stance,
        max(e.strength for e in group),
        all(e.conditional for e in group),
        first.speaker or next((e.speaker for e in group if e.speaker), None),
        -ranked[0][0],
        any(e.announced for e in group),
        tuple(claim_id for _, _, claim_id in ranked),
        tuple(sorted({e.outlet for e in group})),
    )
