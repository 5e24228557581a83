"""Terms that find more than their issue: one common word that the proposition does not have."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from extract.language.compounds import analysed
from extract.language.parse import pipeline
from extract.language.propositions import read_proposition, stem
from extract.model import Issue

COMMON = 20_000
"""As many of the most frequent words are common: those that most readers of a newspaper use themselves."""
_SHORTEST, _KIN = 4, 5
"""Words that begin with five letters alike are kin ("vaccine" and "vaccinated"), with four where one has no more ("mask" and "masking")."""


def common_words(issue: Issue) -> tuple[str, ...]:
    """The terms that are one common English word, akin to none of the proposition ("ports" of "Ukraine exports its grain").

    Names, words with capitals, and rarer words, which mean one thing ("armistice"), are none.
    """
    words = tuple(term for term in (*issue.terms, *issue.against) if re.fullmatch(r"[a-z]+", term))
    if not words:
        return ()
    content = read_proposition(issue.proposition).content
    return tuple(w for w in words if not any(_akin(stem(form), said) for form in _forms(w) for said in content) and not _common().isdisjoint(_forms(w)))


def _forms(word: str) -> frozenset[str]:
    """A word as it stands and as it stands in a dictionary."""
    return frozenset({word, analysed(word)[0].lemma_.lower()})


def _akin(one: str, other: str) -> bool:
    n = max(_SHORTEST, min(len(one), len(other), _KIN))
    return one == other or one[:n] == other[:n]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The most frequent words: the pipeline's vectors stand in the order of their words' frequency in a large crawl of the web."""
    vocab = pipeline().vocab
    return frozenset(vocab.strings[key] for key in islice(vocab.vectors.keys(), COMMON))
