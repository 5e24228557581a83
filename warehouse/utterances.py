"""Utterances: one act of speaking, however many outlets print it.

Claims of one actor, issue and stance are one utterance where they stand in the same article (an edit
does not make it said again), or where their quotes share most of their words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.model import Basis, digest
from warehouse.model import Evidence, Utterance

_WORD = re.compile(r"[^\W_]+")
_SAME = 0.75  # share of words in common from which two quotes are one utterance
_BASIS = {Basis.OFFICIAL: 1.0, Basis.REPORTED: 0.97, Basis.ANONYMOUS: 0.75, Basis.CHARACTERISED: 0.75}


def words(quote: str) -> frozenset[str]:
    """The distinct words of a quote, without case."""
    return frozenset(_WORD.findall(quote.lower()))


def reliability(evidence: Evidence) -> float:
    """How far a claim's stance is to be trusted: the coder's confidence, weighed by its basis.

    Chance (1/3) is what remains of a claim that deserves no trust at all.
    """
    return 1 / 3 + (evidence.confidence - 1 / 3) * _BASIS[evidence.basis]


def _similar(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < 5:
        return one == other
    return len(one & other) / len(one | other) >= _SAME


def utterances(evidence: Iterable[Evidence]) -> list[Utterance]:
    """Group the claims of one actor and issue into utterances, in the order in which they were said."""
    ordered = sorted(evidence, key=lambda e: (e.said_at, e.claim_id))
    parent = list(range(len(ordered)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_article: dict[tuple[object, ...], int] = {}
    by_word: dict[tuple[object, str], list[int]] = defaultdict(list)
    bags = [words(e.quote) for e in ordered]
    for i, e in enumerate(ordered):
        place = (e.article_id, e.speaker, e.stance)
        if place in by_article:
            parent[root(i)] = root(by_article[place])
        by_article.setdefault(place, i)
        # Two quotes that share most words share one of the rarest few of the shorter; the longest words stand for those.
        keys = sorted(bags[i], key=lambda w: (-len(w), w))[:4]
        candidates = {j for k in keys for j in by_word[e.stance, k]}
        for j in candidates:
            if root(i) != root(j) and _similar(bags[i], bags[j]):
                parent[root(i)] = root(j)
        for k in keys:
            by_word[e.stance, k].append(i)
    groups: dict[int, list[Evidence]] = defaultdict(list)
    for i, e in enumerate(ordered):
        groups[root(i)].append(e)
    made = [_utterance(group) for group in groups.values()]
    return sorted(made, key=lambda u: (u.said_at, u.utterance_id))


def _utterance(group: Sequence[Evidence]) -> Utterance:
    first = group[0]
    best = max(group, key=lambda e: (reliability(e), e.claim_id))
    return Utterance(
        digest("utterance", first.claim_id),
        first.said_at,
        first.stance,
        max(e.strength for e in group),
        all(e.conditional for e in group),
        first.speaker or next((e.speaker for e in group if e.speaker), None),
        reliability(best),
        any(e.announced for e in group),
        tuple(e.claim_id for e in sorted(group, key=lambda e: (-reliability(e), len(e.quote), e.claim_id))),
        tuple(sorted({e.outlet for e in group})),
    )
