"""A paragraph as the tagger sees it: the words of its parsed sentences in one row, with offsets into the text.

A passage is one line of the article with its label ("MS. PSAKI:") and bullet; a line that ends in a colon takes the
next one in, since that is where the words it announces stand. Long lines are cut between sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from extract.language.parse import Request, blocks, parse, sentences

if TYPE_CHECKING:
    from extract.language.parse import Parsed
    from extract.model import Span

MAX_WORDS = 500  # in a passage; the longest real paragraphs have about 400

# Curly, straight, doubled apostrophes (as old wire copy has them), and British single marks.
_QUOTE = re.compile(
    r"“[^“”\n]{1,3000}(?:”|$)|\"[^\"\n]{2,3000}(?:\"|$)"
    r"|''(?:[^'\n]|'(?!')){2,3000}''|(?<!\w)‘(?:[^‘’\n]|’(?=\w)){2,3000}’(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One token. ``head`` is a place in the passage (its own for a root); ``quote`` the number of its quotation, or -1."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    start: int
    end: int
    quote: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a paragraph in reading order, and the places of each word's dependents."""

    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...]

    def subtree(self, top: int) -> set[int]:
        """The places of a word and of all that depends on it."""
        found, open_ = {top}, [top]
        while open_:
            for child in self.children[open_.pop()]:
                if child not in found:
                    found.add(child)
                    open_.append(child)
        return found

    def up(self, place: int) -> Iterator[int]:
        """The places above a word, nearest first."""
        while (above := self.words[place].head) != place:
            place = above
            yield place


def lines(text: str) -> list[Span]:
    """The stretches of text that belong together, labels and bullets included."""
    joined: list[Span] = []
    after_colon = False
    end = 0
    for block in blocks(text):
        start = max(end, text.rfind("\n", end, block.start) + 1)
        start += len(text[start : block.start]) - len(text[start : block.start].lstrip())
        end = block.end
        if after_colon and block.end - joined[-1][0] < 6 * MAX_WORDS:
            joined[-1] = (joined[-1][0], block.end)
            after_colon = False
        else:
            joined.append((start, block.end))
            after_colon = text[block.end - 1] == ":"
    return joined


def quotation_marks(text: str, start: int, end: int) -> list[Span]:
    """The quotations of a stretch, marks included; one left open runs to the end of its line."""
    return [found.span() for found in _QUOTE.finditer(text, start, end)]


def passages(text: str) -> Iterator[Passage]:
    """The passages of a text, in order; parses all of it, but for sentences too long to be any."""
    requests: list[Request] = []
    owners: dict[int, int] = {}
    stretches = lines(text)
    for number, (start, end) in enumerate(stretches):
        for line in _split(text, start, end):
            for first, last in sentences(text, *line):
                owners[first] = number
                requests.append(Request(first, last))
    for number, group in groupby(parse(text, requests), key=lambda parsed: owners[parsed.start]):
        start, end = stretches[number]
        quotes = [quote for line in _split(text, start, end) for quote in quotation_marks(text, *line)]
        for piece in _chunks(group):
            yield _passage(piece, quotes)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    while (stop := text.find("\n", start, end)) >= 0:
        yield start, stop
        start = stop + 1
    yield start, end


def _chunks(group: Iterator[Parsed]) -> Iterator[list[Parsed]]:
    piece: list[Parsed] = []
    size = 0
    for parsed in group:
        if piece and size + len(parsed.doc) > MAX_WORDS:
            yield piece
            piece, size = [], 0
        piece.append(parsed)
        size += len(parsed.doc)
    if piece:
        yield piece


def _passage(sentences_: list[Parsed], quotes: list[Span]) -> Passage:
    words: list[Word] = []
    quote = 0
    for number, parsed in enumerate(sentences_):
        places: dict[int, int] = {}
        for token in parsed.doc:
            if not token.is_space:
                places[token.i] = len(words) + len(places)
        for token in parsed.doc:
            if token.is_space:
                continue
            start = parsed.start + token.idx
            end = start + len(token.text)
            while quote < len(quotes) and quotes[quote][1] <= start:
                quote += 1
            inside = quote < len(quotes) and quotes[quote][0] < end
            place = places[token.i]
            head = places.get(token.head.i, place)
            words.append(Word(token.text, token.lemma_.lower(), token.pos_, token.tag_, token.dep_, head, number, start, end, quote if inside else -1))
    children: list[list[int]] = [[] for _ in words]
    for place, word in enumerate(words):
        if word.head != place:
            children[word.head].append(place)
    return Passage(tuple(words), tuple(tuple(c) for c in children))
