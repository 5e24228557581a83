"""Attributions against PolNeAR: ``python -m bench.polnear FOLDER`` prints precision, recall, F1 and speed.

FOLDER holds ``polnear_dev.jsonl.gz``; of a document that several people annotated the first line counts. An attribution
is found if its content overlaps the marked one by half of their union; it is right if source and cue also overlap.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.language.attribution import attributions
from extract.language.parse import pipeline
from extract.model import Attribution, Span


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts: told, marked, and of the told those right in content, with the source, with source and cue."""

    told: int = 0
    marked: int = 0
    content: int = 0
    source: int = 0
    whole: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.told + other.told, self.marked + other.marked, self.content + other.content, self.source + other.source, self.whole + other.whole)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 at the three levels."""
        figures = {}
        for name, right in (("content", self.content), ("+source", self.source), ("+source+cue", self.whole)):
            figures[f"{name} P"] = right / max(1, self.told)
            figures[f"{name} R"] = right / max(1, self.marked)
            figures[f"{name} F1"] = 2 * right / max(1, self.told + self.marked)
        return figures


def _characters(spans: Iterable[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _meet(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two roles share a character, or both are missing."""
    return bool(_characters(one) & _characters(other)) if one else not other


def tally(marked: Sequence[Attribution], told: Sequence[Attribution]) -> Tally:
    """Compare the attributions of one document; each told one serves once."""
    contents = [_characters(one.content) for one in told]
    free = set(range(len(told)))
    content = source = whole = 0
    for one in marked:
        wanted = _characters(one.content)
        overlap, best = max(((len(wanted & contents[n]) / len(wanted | contents[n]), n) for n in free), default=(0.0, -1))
        if overlap < 0.5:
            continue
        free.discard(best)
        same_source = _meet(one.source, told[best].source)
        content += 1
        source += same_source
        whole += same_source and _meet(one.cue, told[best].cue)
    return Tally(len(told), len(marked), content, source, whole)


def documents(path: Path) -> list[dict[str, Any]]:
    """The first annotation of each document."""
    first: dict[str, dict[str, Any]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            first.setdefault(row["doc"], row)
    return list(first.values())


def _marked(row: dict[str, Any]) -> list[Attribution]:
    roles = [[tuple((a, b) for a, b in one[role]) for role in ("source", "cue", "content")] for one in row["attributions"] if one["content"]]
    return [Attribution(source, cue, content) for source, cue, content in roles]


def score(folder: Path, name: str = "polnear_dev.jsonl.gz") -> dict[str, float]:
    """The figures, and how many thousand characters are read in a second."""
    rows = documents(folder / name)
    pipeline()
    total = Tally()
    began = time.perf_counter()
    for row in rows:
        total += tally(_marked(row), list(attributions(row["text"])))
    seconds = time.perf_counter() - began
    return total.figures() | {"kchar/s": sum(len(row["text"]) for row in rows) / 1000 / seconds}


def main(arguments: list[str]) -> int:
    """Print the figures, a line for each level."""
    if not arguments or not Path(arguments[0]).is_dir():
        print("usage: python -m bench.polnear FOLDER  (no such folder)", file=sys.stderr)
        return 2
    figures = score(Path(arguments[0]))
    for level in ("content", "+source", "+source+cue"):
        print(f"{level:12s} P {figures[f'{level} P']:.3f}  R {figures[f'{level} R']:.3f}  F1 {figures[f'{level} F1']:.3f}")
    print(f"{figures['kchar/s']:.1f} thousand characters a second")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
