"""Copies of one text: exact ones, and the syndications of a wire story that each outlet cuts, edits and heads as it likes.

Two steps. Texts that may be copies share some of the smallest hashes of their shingles, which are runs of four
words (the sketch of Broder 1997, "On the resemblance and containment of documents"): a sketch is 32 numbers however
long the text, and one join finds who shares them. The few pairs found are then compared whole: which words of each
stand in a run that the other has too. That is containment, which a cut leaves as it was.

Bands of MinHash look for resemblance, which a cut and an edit bring down to a quarter: of our made-up copies, 32 bands
of four rows (by rensa 0.5) find .77, and 64 of two find .999, with twice the numbers to keep; the sketch misses none.
A library's hashes are also not to be kept for years (rensa 0.5 refuses those of 0.4), and its index is not in DuckDB.

Words alone do not tell a copy from the next of a series: a central bank's statement repeats most of the one before.
So it matters who printed when. Another outlet that prints most of it within days has copied; an outlet that prints
nearly the same again elsewhere has written a new one, unless words and figures are all but equal, on the same days.
And a form filled in anew has other figures, where a copy's are its original's.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from extract.model import digest

SKETCH = 32  # of a cut and edited copy's 32 some 9 are its original's too, so two nearly always
SHARED = 2  # shingles of two sketches from which two texts are compared; one is often a phrase that everybody uses
_RUN = 4  # words of a shingle; three are shared by chance, five are broken by too many edits
_SHORT = 60  # words; of less than this nothing but the same is a copy: an outlet's own lines at the foot would decide
_TOLD = 24  # words outside quotation marks from which they count for themselves
_FEW = 5  # figures; what prints as many must share most: a form is filled in anew, a copy keeps its figures
_MOST = 0.6
_DAYS = timedelta(days=7)
_HELD = 0.55  # share of the shorter text's words that must stand in the longer
_KEPT = 0.33  # share of the longer's words that must stand in the shorter: half the paragraphs are cut, the rest is edited
_STAYED = 0.5  # the same at one address, where a live blog grows: mostly new text is a new text
_EQUAL = 0.98  # both shares where one outlet prints twice, or after long: misprints mended, no more
_QUOTED = re.compile(r'“[^”\n]*”?|„[^“”\n]*[“”]|«[^»\n]*»|"[^"\n]*"')
_WORD = re.compile(r"[^\W_]+")

_Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """A text made ready to be compared, and where and on what day (None: not known) it was printed; ``printed`` makes it."""

    key: str
    url: str
    outlet: str
    day: date | None
    digest: str
    figures: Counter[str]
    live: bool  # whether the page says that it is a live blog
    shingles: _Hashes  # in the order of the text
    known: _Hashes  # the same, each once, ascending
    narrated: NDArray[np.bool_]  # of each word, whether it stands outside quotation marks

    @property
    def sketch(self) -> list[int]:
        """The up to ``SKETCH`` smallest hashes of 64 bits by which copies are found: the same on every machine, none of a short text."""
        return list(map(int, self.known[:SKETCH]))


def printed(key: str, text: str, *, url: str, outlet: str, day: date | None, live: bool = False) -> Printed:
    """Read a text; case, white space and punctuation do not matter."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    found = list(_WORD.finditer(flat))
    words = [w[0] for w in found]
    quoted = np.zeros(len(flat) + 1, np.bool_)
    for quote in _QUOTED.finditer(flat):
        quoted[quote.start() : quote.end()] = True
    narrated = ~quoted[[w.start() for w in found]] if found else np.zeros(0, np.bool_)
    same = " ".join(words) or " ".join(flat.split())
    shingles, figures = _shingles(words), Counter(w for w in words if w[0].isdigit())
    return Printed(key, url, outlet, day, digest("text", same), figures, live, shingles, np.unique(shingles), narrated)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _shingles(words: Sequence[str]) -> _Hashes:
    """A hash of every run of ``_RUN`` words, mixed by the finaliser of splitmix64 (Steele, Lea & Flood 2014)."""
    if len(words) < _SHORT:
        return np.zeros(0, np.uint64)
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    n = len(words) - _RUN + 1
    mixed = np.zeros(n, np.uint64)
    for i in range(_RUN):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[i : n + i]
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def held(one: Printed, other: Printed) -> float:
    """The share, 0 to 1, of one's words that stand in a run of words that the other has too.

    Whoever quotes a text has not copied it, nor have two who quote a third: the share of what stands outside
    quotation marks is taken where it is the lower.
    """
    if not len(one.known) or not len(other.known):
        return 0.0
    found = other.known.take(np.searchsorted(other.known, one.shingles), mode="clip") == one.shingles
    within = np.zeros(len(one.narrated), np.bool_)
    for i in range(_RUN):
        within[i : len(found) + i] |= found
    own = within[one.narrated]
    return float(min(within.mean(), own.mean()) if len(own) >= _TOLD else within.mean())


def copies(one: Printed, other: Printed) -> bool:
    """Whether two texts are one, printed twice. Symmetric; the same words are always copies."""
    if one.digest == other.digest:
        return True
    near = one.day is None or other.day is None or abs(one.day - other.day) <= _DAYS
    kept, same_outlet, same_page = _KEPT, one.outlet == other.outlet, one.url == other.url
    if same_outlet and not same_page and (not near or one.day is None or other.day is None):
        return False  # the next of a series
    if not near or (same_outlet and not same_page):
        kept = _EQUAL
    elif same_page or one.live or other.live:
        kept = _STAYED
    sizes = len(one.narrated), len(other.narrated)
    if min(sizes) < kept * max(sizes) or (share := held(one, other)) < kept or (back := held(other, one)) < kept:
        return False
    if max(share, back) < _HELD:
        return False
    shared, totals = (one.figures & other.figures).total(), (one.figures.total(), other.figures.total())
    return shared >= _EQUAL * max(totals) if kept == _EQUAL else min(totals) < _FEW or shared >= _MOST * min(totals)


def candidates(texts: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """The pairs of positions whose texts are worth comparing, each once, the lower first."""
    by_digest: dict[str, list[int]] = defaultdict(list)
    by_shingle: dict[int, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        by_digest[text.digest].append(i)
        for shingle in text.sketch:
            by_shingle[shingle].append(i)
    shared = Counter(pair for those in by_shingle.values() for pair in combinations(those, 2))
    same = {(those[0], i) for those in by_digest.values() for i in those[1:]}
    yield from sorted(same | {pair for pair, n in shared.items() if n >= SHARED})


def groups(texts: Sequence[Printed]) -> list[list[int]]:
    """The positions of the texts in groups: copies, and copies of copies, together, whatever the order of the texts."""
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in candidates(texts):
        if root(i) != root(j) and copies(texts[i], texts[j]):
            parent[root(j)] = root(i)
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(texts)):
        members[root(i)].append(i)
    return list(members.values())
