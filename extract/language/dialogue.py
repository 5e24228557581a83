"""What comes after a sentence: the answer to a question, and the next sentence, which may take the issue up again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from extract.language.parse import Block, Request, sentences
from extract.language.place import Document
from extract.model import Span

_YES = re.compile(
    r"(?i)(?:yes(?=[.—–]|$|, (?:we|i|he|she|it|they|that|the|absolutely|of course)\b)|absolutely(?=[.,]|$)|of course(?=[.,]|$)|definitely(?=[.,]|$)"
    r"|(?:i|we) (?:do|are|will|did|have)(?=[.,—–]|$)|(?:he|she|they|it) (?:does|do|did|is|are|has|have|will)(?=[.,—–]|$)|that(?:'s| is) (?:right|correct)(?=[.,—–]|$)|correct(?=[.,]|$))"
)
_NO = re.compile(
    r"(?i)(?:no(?=[.;—–]|$|, (?:we|i|he|she|it|they|that|the|not|no|sir)\b)|nope\b|never(?=[.,]|$)|not at all\b"
    r"|(?:absolutely|certainly|definitely|of course) not\b|not (?:yet|now|at this|right now)\b"
    r"|(?:we|i) (?:do not|don't|are not|am not|will not|won't)(?=[.,—–]|$)|(?:we're|i'm) not(?=[.,—–]|$)"
    r"|(?:he|she|they|it) (?:(?:does|do|did|is|are|has|have|will)(?: not|n't)|won't)(?=[.,—–]|$))"
)
_POLAR = re.compile(
    r"(?i)(?:^|[,;—–:-] ?|\b(?:so|and|but|then|now|or|q)\b,? )(?:do|does|did|is|are|will|would|should|has|have) (?:you|we|he|she|the|it|there|this|president|\w+)\b"
)
_WHY = re.compile(r"(?i)(?:^|[,;.—–:-] ?|\b(?:so|and|but|q)\b,? )why (?:are|is|do|does|did|have|has|will|would) \w")
_BECAUSE = re.compile(r"(?i)(?:well, )?because\b")
_WEIGHS = re.compile(
    r"(?i)\b(?:i'm|i am|we're|we are|he's|he is|she's|she is) (?:still |now |currently |always )?(?:considering|looking at|weighing|thinking about|reviewing) (?:it|that|this|them)\b"
)
_AGREES = re.compile(
    r"(?i)(?:but |and |well, |so,? |again, |now, )*(?:we|i) (?:do |would )?(?P<no>not |don't |wouldn't |do not )?(?:strongly |completely |totally |fully |entirely |respectfully |just )*"
    r"(?P<word>agree|disagree|concur)(?: with (?:that|them|him|her|it))?(?: at all)?[.!]?[\"”')]*"
)
_PRONOUN = re.compile(r"(?i)\b(?:that|it|this|them)\b")
_FOLLOWS = 240  # characters of a sentence that takes up the last one


def asks(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a question."""
    return text[start:end].rstrip("\"”' )").endswith("?")


def yes_or_no(text: str, start: int, end: int) -> int:
    """1 where an answer begins with a plain yes, -1 with a plain no, else 0."""
    return -1 if _NO.match(text, start, end) else 1 if _YES.match(text, start, end) else 0


def weighs(text: str, start: int, end: int) -> bool:
    """Whether an answer only says that it is being thought about: "Yes, I'm considering it."."""
    return _WEIGHS.search(text, start, min(end, start + 90)) is not None


def gives_reason(question: str, text: str, start: int, end: int) -> bool:
    """Whether a question takes its clause for granted and the answer too: "Why do you oppose it?" "Because …"."""
    return _WHY.search(question) is not None and _BECAUSE.match(text, start, end) is not None


def agrees(text: str, start: int, end: int) -> int:
    """1 where a sentence only agrees with what was said before, -1 where it only disagrees, else 0."""
    found = _AGREES.fullmatch(text, start, end)
    return 0 if found is None else -1 if found["no"] or found["word"].lower().startswith("dis") else 1


def is_polar(question: str) -> bool:
    """Whether a question asks for yes or no."""
    return _POLAR.search(question) is not None


def answer_to(document: Document, block: Block, index: int, end: int) -> Block | None:
    """The block that answers a journalist's question ending at ``end``, if that is the last thing he says."""
    reply = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
    return reply if block.turn == "Q" and reply is not None and reply.turn not in (None, "Q") and end >= block.end - 3 else None


def following(document: Document, sentence: Span, block: Block, index: int, named: Callable[[int, int], bool]) -> Iterator[tuple[Request, Block, int]]:
    """The short sentences just after one in which a pronoun may take its issue up: of the same voice, or of the answer.

    ``named`` says whether a span names an issue itself; there the pronoun may mean that one.
    """
    text, (begin, stop) = document.text, sentence
    if asks(text, begin, stop):
        reply = answer_to(document, block, index, stop)
        if reply is None:
            return
        spans, block, index = list(islice(sentences(text, reply.start, reply.end), 2)), reply, index + 1
    else:
        spans = list(islice(sentences(text, stop, block.end), 1))
    for start, end in spans:
        told = _PRONOUN.search(text, start, end) or agrees(text, start, end)
        if end - start > _FOLLOWS or named(start, end) or text[end - 1] == "?" or not told:
            return
        yield Request(start, end), block, index
