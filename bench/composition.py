"""Composition over propositions that no lexicon was written for: ``python -m bench.composition CORPUS_DIR [-v]``.

Our own marked articles name a proposition each, and say of every attribution whether its source is for it or against it.
Counted are the attributions whose content names the proposition by one of the article's terms: how often a side was read,
and how often it was the right one. ``silence``: of those that take no side, the share on which none was read.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from bench.corpus_reader import Article, corpus
from extract.language.compounds import whole_words
from extract.language.issues import IssueFinder
from extract.language.parse import Request, blocks, parse, plain, sentences
from extract.language.stance import Composer
from extract.model import Issue, Stance


def score(folder: Path) -> tuple[dict[str, float], list[str]]:
    """The figures, and one line for each attribution that was read wrong or not at all."""
    n: Counter[str] = Counter()
    lines: list[str] = []
    for article in corpus(folder):
        _article(article, n, lines)

    def part(a: int, b: int) -> float:
        return a / b if b else 0.0

    said = n["right"] + n["wrong"] + n["loud"]
    return {
        "precision": part(n["right"], said), "recall": part(n["right"], n["sides"]),
        "direction": part(n["right"], n["right"] + n["wrong"]), "silence": part(n["none"] - n["loud"], n["none"]),
    }, lines  # fmt: skip


def _article(article: Article, n: Counter[str], lines: list[str]) -> None:
    issue = Issue("it", article.proposition, tuple(article.terms))
    finder, composer = IssueFinder([issue]), Composer()
    flat = plain(article.text)
    spans = [s for block in blocks(article.text) for s in sentences(flat, block.start, block.end)]
    for mark in article.marked:
        content = mark.attribution.content
        low, high = min(a for a, _ in content), max(b for _, b in content)
        hits = [h for h in finder.find(flat) if any(a <= h.start and h.end <= b for a, b in content)]
        if not hits:
            continue
        sides = set()
        path: list[str] = []
        for hit in hits:
            span = next((s for s in spans if s[0] <= hit.start < s[1]), None)
            if span is None or flat[span[0] : span[1]].rstrip('"”’ ').endswith("?"):
                continue
            for parsed in whole_words(parse(article.text, [Request(*span)])):
                tokens = parsed.tokens(hit.start, hit.end)
                reading = composer.read(tokens, hit.sign, harmed=hit.harmed, own=hit.own) if tokens else None
                if reading is not None:
                    path += [*reading.path, reading.stop]
                if reading is not None and reading.found and not reading.neutral:
                    sides.add(Stance.of(reading.sign))
        want = {"+": Stance.SUPPORT, "-": Stance.OPPOSE}.get(mark.side)
        n["sides" if want else "none"] += 1
        if sides:
            kind = "loud" if want is None else "right" if sides == {want} else "wrong"
            n[kind] += 1
        if (sides or want) and sides != {want}:
            kind = "LOUD" if not want else "WRONG" if sides else "miss"
            lines.append(f"{kind} {article.id} want {want} got {sorted(sides)} | {article.proposition} | {flat[low - 60 : high + 40]!r} {path}")


def main() -> None:
    """Print the figures; with ``-v`` every attribution that was not read as marked."""
    figures, lines = score(Path(sys.argv[1]))
    if "-v" in sys.argv:
        print("\n".join(sorted(lines)))
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
