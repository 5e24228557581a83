"""Train the attribution tagger on ``bench/corpus``: ``python -m bench.train [OUT]`` (``make train``), about three minutes.

``python -m bench.train --check`` instead prints how well it does on articles it was not trained on (five folds).
The same corpus, lock and machine give the same bytes. What the second CRF learns from are the first's outputs on
articles that the first had not seen, as it will be in use; cue scores are held out in the same way.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pycrfsuite

from bench.corpus_reader import Article, corpus
from bench.cue_scores import cue_scores
from bench.polnear import Tally, tally
from extract.language.features import CueScores, word_features
from extract.language.linking import attribution, runs, subject
from extract.language.passage import Passage, passages
from extract.language.tagger import WEIGHTS, Crf, FirstPass, Tagger, first_pass, pack, reach, seen_from, unpack
from extract.model import Span

CUES = {"c1": 3.0, "c2": 0.05, "max_iterations": 80}
ROLES = {"c1": 2.0, "c2": 0.05, "max_iterations": 80}
FOLDS = 4

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    """One marked attribution as places in a passage."""

    source: Places
    cue: Places
    content: Places


@dataclass(frozen=True, slots=True)
class Example:
    """A passage and what is marked in it."""

    passage: Passage
    markings: tuple[Marking, ...]


Read = list[Example]


def read(article: Article) -> Read:
    """The passages of an article with their markings; parses it."""
    return [Example(passage, _markings(passage, article)) for passage in passages(article.text)]


def _markings(passage: Passage, article: Article) -> tuple[Marking, ...]:
    found = []
    for marked in article.marked:
        one = marked.attribution
        marking = Marking(_places(passage, one.source), _places(passage, one.cue), _places(passage, one.content))
        if marking.source or marking.cue or marking.content:
            found.append(marking)
    return tuple(found)


def _places(passage: Passage, spans: Sequence[Span]) -> Places:
    return tuple(place for place, word in enumerate(passage.words) if any(word.start < end and word.end > start for start, end in spans))


def _labelled(size: int, stretches: Sequence[tuple[str, Places]], low: int = 0) -> list[str]:
    """Labels B, I and O of words from ``low`` on; where two stretches meet the first keeps the word."""
    labels = ["O"] * size
    for letter, places in stretches:
        for run in runs(places):
            first = True
            for place in run:
                if 0 <= place - low < size and labels[place - low] == "O":
                    labels[place - low] = f"{'B' if first else 'I'}-{letter}"
                    first = False
    return labels


def _scores(reads: Sequence[Read]) -> CueScores:
    return cue_scores((e.passage, [m.cue for m in e.markings if m.cue]) for example in reads for e in example)


def _held_out(reads: Sequence[Read], folds: int) -> Iterator[tuple[list[Read], list[Read]]]:
    """Each fold as (the others, those held out)."""
    for fold in range(folds):
        yield [r for n, r in enumerate(reads) if n % folds != fold], [r for n, r in enumerate(reads) if n % folds == fold]


def _crf(fill: Callable[[pycrfsuite.Trainer], None], parameters: dict[str, float]) -> bytes:
    trainer = pycrfsuite.Trainer(verbose=False)
    fill(trainer)
    trainer.set_params({**parameters, "feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


def train_cues(reads: Sequence[Read], folds: int) -> bytes:
    """The first CRF; each article's words have the cue scores of the other folds."""

    def fill(trainer: pycrfsuite.Trainer) -> None:
        for others, held in _held_out(reads, folds):
            scores = _scores(others)
            for example in (e for one in held for e in one):
                stretches = [(letter, places) for letter in "CSQ" for m in example.markings for places in [{"C": m.cue, "S": m.source, "Q": m.content}[letter]]]
                trainer.append(word_features(example.passage, scores), _labelled(len(example.passage.words), stretches))

    return _crf(fill, CUES)


def train_roles(seen: Sequence[tuple[Example, FirstPass]], scores: CueScores) -> bytes:
    """The second CRF: a sequence for each marked cue, as the first found it, and an empty one for each that is none."""

    def fill(trainer: pycrfsuite.Trainer) -> None:
        for example, first in seen:
            cues = first.cues()
            for cue, marking in _cues_and_markings(example, cues):
                low, high = reach(example.passage, cue, cues)
                stretches = [("S", marking.source), ("Q", marking.content)] if marking else []
                labels = _labelled(high - low, stretches, low)
                for place in cue:
                    labels[place - low] = "C"
                trainer.append(seen_from(example.passage, cue, cues, first.labels, scores), labels)

    return _crf(fill, ROLES)


def _cues_and_markings(example: Example, cues: Sequence[Places]) -> Iterator[tuple[Places, Marking | None]]:
    """Markings with their cue as found, or as marked if it was not; then the cues that are none."""
    used = set()
    sources = {place for marking in example.markings for place in marking.source}
    for marking in example.markings:
        if not marking.cue or not marking.content:
            continue
        found = [cue for cue in cues if set(cue) & set(marking.cue)]
        used |= set(found)
        source = marking.source
        if not source:  # tags do not overlap, so the second of two cues with one source has none in the corpus
            shared = subject(example.passage, marking.cue)
            source = tuple(sorted(shared)) if shared & sources and not shared & set(marking.content) else ()
        yield (found[0] if found else marking.cue), Marking(source, marking.cue, marking.content)
    yield from ((cue, None) for cue in cues if cue not in used)


def train(reads: Sequence[Read], folds: int = FOLDS) -> bytes:
    """The weights learned from read articles, packed."""
    seen: list[tuple[Example, FirstPass]] = []
    for others, held in _held_out(reads, folds):
        scores, crf = _scores(others), Crf.of(train_cues(others, 2))
        seen += [(example, first_pass(crf, example.passage, scores)) for one in held for example in one if example.passage.words]
    scores = _scores(reads)
    table = "".join(f"{name}\t{score}\n" for name, score in scores.items())
    return pack({"cues.crfsuite": train_cues(reads, folds), "roles.crfsuite": train_roles(seen, scores), "scores.tsv": table.encode()})


def check(articles: Sequence[Article], folds: int = 5) -> dict[str, float]:
    """Precision, recall and F1 on held-out articles, as ``bench.polnear`` counts."""
    reads = [read(article) for article in articles]
    total = Tally()
    for fold in range(folds):
        tagger = unpack(train([r for n, r in enumerate(reads) if n % folds != fold]))
        for article, one in [(a, r) for n, (a, r) in enumerate(zip(articles, reads, strict=True)) if n % folds == fold]:
            total += tally([m.attribution for m in article.marked], list(_told(tagger, one)))
    return total.figures()


def _told(tagger: Tagger, one: Read) -> Iterator:  # type: ignore[type-arg]
    for example in one:
        for link in tagger.links(example.passage):
            found = attribution(example.passage, link)
            if found is not None:
                yield found


def main(arguments: list[str]) -> int:
    """Train on the whole corpus and write the weights, or check."""
    articles = corpus()
    if "--check" in arguments:
        print("  ".join(f"{name} {value:.3f}" for name, value in check(articles).items()))
        return 0
    out = Path(arguments[0]) if arguments else Path(str(files("extract.data").joinpath(WEIGHTS)))
    weights = train([read(article) for article in articles])
    out.write_bytes(weights)
    print(f"{out}: {len(weights)} bytes, {unpack(weights).name}, from {len(articles)} articles")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
