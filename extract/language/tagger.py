"""The trained tagger of attributions: two linear-chain CRFs, learned from ``bench/corpus`` by ``bench/train.py``.

The first reads a passage once and finds cues. The second reads it once more for each cue and says which words are that
cue's source and content, as in semantic role labelling, so that two cues may share a source and none takes another's.
"""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from extract.language.features import CueScores, role_features, word_features
from extract.language.linking import Linked, clause, continued, outermost_links, subject, whole_quotations
from extract.model import digest

if TYPE_CHECKING:
    import pycrfsuite

    from extract.language.passage import Passage

WEIGHTS = "attribution.zip"
PARTS = ("cues.crfsuite", "roles.crfsuite", "scores.tsv")

CANDIDATE = 0.25  # a word more likely than this to be in a cue is tried as one
LIKELY = 0.3  # attributions less likely than this are not told; the highest F1 at precision .7 on PolNeAR train
_SURE_CUE = 0.7  # a cue so sure has a content, by the parse if the second CRF finds none
_NO_SOURCE, _PARSED_SOURCE, _PARSED_CONTENT = 0.5, 0.6, 0.6  # how likely these are right, from held-out text
_REACH = 130  # words before and after a cue that are looked at for its source and content,
_PASSED = 12  # and how many other cues may lie between


@dataclass(frozen=True, slots=True)
class Crf:
    """A CRF together with its weights, which python-crfsuite reads in place and does not keep alive."""

    weights: bytes
    tagger: pycrfsuite.Tagger

    @classmethod
    def of(cls, weights: bytes) -> Crf:
        """The CRF with these weights; raises ImportError without python-crfsuite."""
        import pycrfsuite

        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(weights)
        return cls(weights, tagger)

    def read(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """The likeliest labels of a sequence, which ``likelihood`` then speaks of; not safe between threads."""
        self.tagger.set(rows)
        return list(self.tagger.tag())

    def likelihood(self, label: str, place: int) -> float:
        """How likely a word of the sequence last read has a label; 0 for a label never learned."""
        return float(self.tagger.marginal(label, place)) if label in self.tagger.labels() else 0.0


@dataclass(frozen=True, slots=True)
class FirstPass:
    """What the first CRF says of a passage: a label for each word, and how likely each starts or stands in a cue."""

    labels: tuple[str, ...]
    starts: tuple[float, ...]
    inside: tuple[float, ...]

    def cues(self) -> list[tuple[int, ...]]:
        """The stretches that may be cues, in reading order."""
        found: list[list[int]] = []
        for place, (label, start, inside) in enumerate(zip(self.labels, self.starts, self.inside, strict=True)):
            if not label.endswith("-C") and start + inside < CANDIDATE:
                continue
            if found and found[-1][-1] == place - 1 and label != "B-C" and start < 0.5:
                found[-1].append(place)
            else:
                found.append([place])
        return [tuple(cue) for cue in found]


def first_pass(crf: Crf, passage: Passage, scores: CueScores) -> FirstPass:
    """Find cues; not safe between threads."""
    labels = crf.read(word_features(passage, scores))
    starts, inside = (tuple(crf.likelihood(label, place) for place in range(len(labels))) for label in ("B-C", "I-C"))
    return FirstPass(tuple(labels), starts, inside)


def reach(passage: Passage, cue: Sequence[int], cues: Sequence[Sequence[int]]) -> tuple[int, int]:
    """The stretch of a passage in which a cue's source and content are looked for; it passes few other cues."""
    before = [other[0] for other in cues if other[-1] < cue[0]][-_PASSED:]
    after = [other[-1] for other in cues if other[0] > cue[-1]][:_PASSED]
    low = max(before[0] if len(before) == _PASSED else 0, cue[0] - _REACH)
    high = min(after[-1] + 1 if len(after) == _PASSED else len(passage.words), cue[-1] + 1 + _REACH)
    return low, high


def seen_from(passage: Passage, cue: Sequence[int], cues: Sequence[Sequence[int]], labels: Sequence[str], scores: CueScores) -> list[list[str]]:
    """The features of the words within reach of one of the cues."""
    others = frozenset(place for other in cues for place in other) - set(cue)
    return role_features(passage, cue, others, labels, scores, *reach(passage, cue, cues))


@dataclass(frozen=True, slots=True)
class Tagger:
    """The two CRFs and the cue scores. ``name`` identifies the weights, for the name of a coder."""

    cues: Crf
    roles: Crf
    scores: Mapping[str, int]
    name: str
    _lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    def links(self, passage: Passage) -> list[Linked]:
        """The attributions of a passage that stand in no other's content, in reading order; safe between threads."""
        if not passage.words:
            return []
        with self._lock:
            found = [whole_quotations(passage, link) for link in self._each_cue(passage)]
        return continued(passage, outermost_links([link for link in found if link.probability >= LIKELY]))

    def _each_cue(self, passage: Passage) -> Iterator[Linked]:
        first = first_pass(self.cues, passage, self.scores)
        cues = first.cues()
        for cue in cues:
            labels = self.roles.read(seen_from(passage, cue, cues, first.labels, self.scores))
            low, _ = reach(passage, cue, cues)
            source, sure_source = self._role("S", labels, low)
            content, sure_content = self._role("Q", labels, low)
            sure_cue = max(first.starts[place] + first.inside[place] for place in cue)
            if not source:
                source = subject(passage, cue) - content
                sure_source = _PARSED_SOURCE if source else _NO_SOURCE
            if not content and sure_cue >= _SURE_CUE:
                content, sure_content = clause(passage, cue, source), _PARSED_CONTENT
            if content:
                yield Linked(frozenset(cue), source, content, sure_cue * sure_source * sure_content)

    def _role(self, letter: str, labels: Sequence[str], low: int) -> tuple[frozenset[int], float]:
        """The places with one role, and how likely the CRF holds them to be so, on the mean."""
        places = [place for place, label in enumerate(labels) if label.endswith(f"-{letter}")]
        if not places:
            return frozenset(), 0.0
        sure = sum(self.roles.likelihood(f"B-{letter}", place) + self.roles.likelihood(f"I-{letter}", place) for place in places)
        return frozenset(place + low for place in places), sure / len(places)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The weights as one file, the same bytes for the same parts."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name in PARTS:
            bundle.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED, 9)
    return held.getvalue()


def unpack(weights: bytes) -> Tagger:
    """The tagger in a file of weights; raises ImportError without python-crfsuite, ValueError for broken weights."""
    try:
        with zipfile.ZipFile(BytesIO(weights)) as bundle:
            cues, roles, scores = (bundle.read(name) for name in PARTS)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError("the weights of the attribution tagger are broken") from error
    rows = (line.split("\t") for line in scores.decode("utf-8").splitlines())
    name = f"crf-{digest(cues.hex(), roles.hex(), scores.hex())}"
    return Tagger(Crf.of(cues), Crf.of(roles), {lemma: int(score) for lemma, score in rows}, name)


@lru_cache(maxsize=1)
def shipped() -> Tagger | None:
    """The tagger with the shipped weights; None where they or python-crfsuite are missing."""
    with suppress(ImportError, FileNotFoundError):
        return unpack(files("extract.data").joinpath(WEIGHTS).read_bytes())
    return None


def coder_name() -> str:
    """What reads attributions here: the weights by their digest, or ``rules``."""
    tagger = shipped()
    return tagger.name if tagger else "rules"
