"""How well saved pages are cleaned: ``python -m bench.pages FOLDER [-v]`` prints the figures.

FOLDER holds ``<country>/<Outlet>.json`` with the expected values of each page version and ``<Outlet>_<day>.html.gz``
beside it, in the layout of fundus. Body: mean token F1 over all pages. Day and instant: share of the pages that have
one. Title: equal up to case, space and punctuation. Authors: equal as sets of names.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.clean import clean
from extract.errors import DocumentError
from extract.model import Decision, Page, Version


@dataclass(frozen=True, slots=True)
class Expected:
    """What a page should give."""

    title: str
    authors: frozenset[str]
    published: datetime | None
    body: str


@dataclass(frozen=True, slots=True)
class Score:
    """How one page went; None where there was nothing to get right."""

    name: str
    f1: float
    precision: float
    recall: float
    day: bool | None
    instant: bool | None
    title: bool | None
    authors: bool | None
    note: str
    seconds: float


def cases(folder: Path) -> Iterator[tuple[Path, Expected]]:
    """The saved pages with what they should give, oldest version first as in the file."""
    for described in sorted(folder.glob("*/*.json")):
        versions = json.loads(described.read_text("utf-8")).values()
        pages = sorted(described.parent.glob(f"{described.stem}_2*.html.gz"))
        for page, version in zip(pages, versions, strict=True):
            yield page, _expected(version)


def _expected(version: dict) -> Expected:  # type: ignore[type-arg]
    body = version["body"] or {}
    lines = [*body.get("summary", [])]
    for section in body.get("sections", []):
        lines += [*section["headline"], *section["paragraphs"]]
    date = version.get("publishing_date")
    return Expected(
        version.get("title") or "",
        frozenset(_squashed(name) for name in version.get("authors") or ()),
        datetime.fromisoformat(date) if date else None,
        "\n".join(lines),
    )


def tokens(text: str) -> Counter[str]:
    """Words; where a script writes no spaces, characters."""
    return Counter(re.findall(r"[぀-ヿ㐀-鿿가-힯฀-๿]|[^\W_]+", _plain(text)))


def _squashed(text: str) -> str:
    return " ".join(re.findall(r"\w+", _plain(text)))


def _plain(text: str) -> str:
    # A soft hyphen is invisible, on the page and in what is expected of it.
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()


def page_of(path: Path) -> Page:
    """A saved page as if it were fetched now."""
    return Page(path.name, "bench", datetime.now(UTC), Decision.ALLOWED, 200, body=gzip.decompress(path.read_bytes()))


def compare(path: Path, expected: Expected) -> tuple[Score, Version | None]:
    """Clean one page and compare."""
    page = page_of(path)
    before = time.perf_counter()
    try:
        version = clean(page)
    except DocumentError as error:
        return Score(path.name, 0, 0, 0, False, False, False, False, str(error), time.perf_counter() - before), None
    taken = time.perf_counter() - before
    found, wanted = tokens(version.text), tokens(expected.body)
    both = (found & wanted).total()
    precision, recall = both / max(found.total(), 1), both / max(wanted.total(), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    day = instant = None
    when = version.published
    if expected.published is not None:
        day = when is not None and when.day == expected.published.date()
        if expected.published.tzinfo is not None:
            instant = when is not None and when.instant is not None and when.instant == expected.published
            # A page may give the same instant in another zone, where it is another day.
            day = day or instant
    title = _squashed(version.title or "") == _squashed(expected.title) if expected.title else None
    authors = frozenset(map(_squashed, version.authors)) == expected.authors
    note = f"date {when} for {expected.published}; title {version.title!r} for {expected.title!r}; "
    note += f"authors {version.authors} for {sorted(expected.authors)}; {version.language} {version.genre}"
    return Score(path.name, f1, precision, recall, day, instant, title, authors, note, taken), version


def score(folder: Path) -> tuple[dict[str, float], list[Score]]:
    """The figures over all pages of a folder, and each page's."""
    scores = [compare(path, expected)[0] for path, expected in cases(folder)]

    def share(values: list[bool | None]) -> float:
        counted = [value for value in values if value is not None]
        return sum(counted) / max(len(counted), 1)

    figures = {
        "body": sum(each.f1 for each in scores) / max(len(scores), 1),
        "day": share([each.day for each in scores]), "instant": share([each.instant for each in scores]),
        "title": share([each.title for each in scores]), "authors": share([each.authors for each in scores]),
    }  # fmt: skip
    return figures, scores


def main() -> None:
    """Print the figures; with ``-v`` also each page that is not wholly right."""
    figures, scores = score(Path(sys.argv[1]))
    if "-v" in sys.argv:
        for each in sorted(scores, key=lambda each: each.f1):
            parts = zip("dita", (each.day, each.instant, each.title, each.authors), strict=True)
            flags = "".join("." if ok in (True, None) else flag for flag, ok in parts)
            print(f"{each.f1:.3f} p {each.precision:.2f} r {each.recall:.2f} {flags} {each.name} {each.note}")
    times = [1000 * each.seconds for each in scores]
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    print(
        f"a page: median {statistics.median(times):.0f} ms, 95th percentile {statistics.quantiles(times, n=20)[-1]:.0f} ms; lowest body {min(each.f1 for each in scores):.3f}"
    )


if __name__ == "__main__":
    main()
