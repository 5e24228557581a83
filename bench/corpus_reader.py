"""The marked corpus in ``bench/corpus``: text with its attributions, by character offsets (``bench/corpus/GUIDE.md``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.model import Attribution, Span

CORPUS = Path(__file__).parent / "corpus"

_TAG = re.compile(r"<(?P<close>/?)(?P<kind>[scq])(?P<number>\d+)(?:\s*(?P<side>[+0-]))?>")
_ARTICLE = re.compile(r"(?m)^(?=# id:)")
_HEAD = re.compile(r"(?m)^# (?P<name>\w+): *(?P<value>.*)$\n?")


class MarkupError(ValueError):
    """An article whose tags are nested, unbalanced or incomplete; says where."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One attribution as marked; ``side`` is the source's on the article's proposition: ``+``, ``-`` or ``0``."""

    attribution: Attribution
    side: str


@dataclass(frozen=True, slots=True)
class Article:
    """One invented article; offsets are characters of ``text``, which has no tags any more."""

    id: str
    genre: str
    date: str
    title: str
    proposition: str
    terms: tuple[str, ...]
    text: str
    marked: tuple[Marked, ...]


def corpus(folder: Path = CORPUS) -> list[Article]:
    """Every article of a folder's ``*.txt``, in the order of names; raises MarkupError."""
    return [article for path in sorted(folder.glob("*.txt")) for article in articles(path.read_text(encoding="utf-8"))]


def articles(marked_text: str) -> Iterator[Article]:
    """The articles of one file; raises MarkupError."""
    for block in _ARTICLE.split(marked_text):
        if block.startswith("# id:"):
            head = {found["name"]: found["value"].strip() for found in _HEAD.finditer(block)}
            yield _article(head, _HEAD.sub("", block).strip())


@dataclass(slots=True)
class _Pieces:
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    side: str = "0"

    def of(self, kind: str) -> list[Span]:
        return {"s": self.source, "c": self.cue, "q": self.content}[kind]


def _article(head: dict[str, str], body: str) -> Article:
    name = head["id"]
    text, found = _unmark(name, body)
    marked = []
    for number in sorted(found):
        pieces = found[number]
        if not pieces.content:
            raise MarkupError(f"{name}: attribution {number} has no content")
        marked.append(Marked(Attribution(tuple(pieces.source), tuple(pieces.cue), tuple(pieces.content)), pieces.side))
    terms = tuple(term.strip() for term in head.get("terms", "").split(";") if term.strip())
    return Article(name, head.get("genre", ""), head.get("date", ""), head.get("title", ""), head.get("proposition", ""), terms, text, tuple(marked))


def _unmark(name: str, body: str) -> tuple[str, dict[int, _Pieces]]:
    """The text without its tags, and what they marked."""
    text = ""
    found: dict[int, _Pieces] = {}
    opened: tuple[str, int, int] | None = None
    last = 0
    for tag in _TAG.finditer(body):
        text += body[last : tag.start()]
        last = tag.end()
        kind, number = tag["kind"], int(tag["number"])
        near = f"{name}: …{body[max(0, tag.start() - 60) : tag.end()]}"
        if tag["close"]:
            if opened is None or opened[:2] != (kind, number):
                raise MarkupError(f"{near} closes nothing of its kind")
            found[number].of(kind).append((opened[2], len(text)))
            opened = None
            continue
        if opened is not None:
            raise MarkupError(f"{near} opens inside another")
        pieces = found.setdefault(number, _Pieces([], [], []))
        if kind == "q":
            if tag["side"] is None:
                raise MarkupError(f"{near} has none of + - 0")
            pieces.side = tag["side"] if tag["side"] != "0" else pieces.side
        opened = (kind, number, len(text))
    if opened is not None:
        raise MarkupError(f"{name}: <{opened[0]}{opened[1]}> is never closed")
    return text + body[last:], found
