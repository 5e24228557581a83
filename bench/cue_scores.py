"""How likely each lemma heads a cue: counted in the marked corpus, and lent to its neighbours in meaning.

"Bemoan" may never stand in the corpus, but "lament" does; the pipeline's word vectors say that they are alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extract.language.features import key, top
from extract.language.parse import pipeline
from extract.language.passage import Passage

STEPS = (0.08, 0.2, 0.35, 0.55, 0.75)  # a score is how many of these a rate reaches
_NEIGHBOURS = 8
_AT_ONCE = 2000  # lemmas compared at once, to bound memory
_TABLES = {"v": "verb", "n": "noun", "a": "adj"}

Counted = Iterable[tuple[Passage, Sequence[Sequence[int]]]]
"""Passages, each with the places of its cues."""


def cue_scores(counted: Counted) -> dict[str, int]:
    """The score of each lemma that has any, by ``features.key``."""
    seen: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for passage, cues in counted:
        seen.update(key(word) for word in passage.words)
        heads.update(key(passage.words[top(passage, cue)]) for cue in cues)
    scores: dict[str, int] = {}
    for kind in "vnao":
        for name, rate in _rates(kind, seen, heads).items():
            score = sum(rate >= step for step in STEPS)
            if score:
                scores[name] = score
    return dict(sorted(scores.items()))


def _rates(kind: str, seen: Counter[str], heads: Counter[str]) -> dict[str, float]:
    """The rates of one part of speech, those of rare lemmas drawn to those of their neighbours."""
    names = sorted(name for name in seen if name.startswith(f"{kind}:"))
    mean = sum(heads[name] for name in names) / max(1, sum(seen[name] for name in names))
    rates = {name: (heads[name] + 2 * mean) / (seen[name] + 2) for name in names}
    vocab = pipeline().vocab
    known = [name for name in names if seen[name] >= 2 and vocab.has_vector(name[2:])]
    if kind not in _TABLES or not known:
        return rates
    wanted = [lemma for lemma in sorted({name[2:] for name in names} | _lemmas(kind)) if vocab.has_vector(lemma)]
    toward = _directions([name[2:] for name in known]).T
    known_rates = np.array([rates[name] for name in known])
    known_weights = np.array([min(seen[name], 20) for name in known])
    for begin in range(0, len(wanted), _AT_ONCE):
        lemmas = wanted[begin : begin + _AT_ONCE]
        likeness = _directions(lemmas) @ toward
        likeness[likeness > 0.999] = -1  # itself, or another spelling with the same vector
        nearest = np.argpartition(-likeness, min(_NEIGHBOURS, len(known)) - 1, axis=1)[:, :_NEIGHBOURS]
        weights = np.clip(np.take_along_axis(likeness, nearest, axis=1), 0.05, 1) ** 4 * known_weights[nearest]
        lent = (weights * known_rates[nearest]).sum(axis=1) / weights.sum(axis=1)
        for lemma, rate in zip(lemmas, lent, strict=True):
            name = f"{kind}:{lemma}"
            rates[name] = (heads[name] + 4 * float(rate)) / (seen[name] + 4)
    return rates


@lru_cache
def _lemmas(kind: str) -> frozenset[str]:
    """The lemmas of a part of speech that the pipeline knows."""
    index = pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(lemma for lemma in index[_TABLES[kind]] if lemma.isalpha())


def _directions(lemmas: Sequence[str]) -> NDArray[np.float64]:
    vocab = pipeline().vocab
    vectors = np.array([vocab.get_vector(lemma) for lemma in lemmas], dtype=np.float64)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return np.asarray(vectors / lengths)
