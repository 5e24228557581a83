"""Those who were named together: "the two leaders" of a meeting, and the "he" of an official who speaks for somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Mention, Register
from extract.language.lexicon import lexicon
from extract.language.parse import sentences
from extract.language.place import Document, Place
from extract.language.speakers import SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

_BACK = 6  # paragraphs back in which a meeting may have been told
_THE = frozenset({"the", "both", "two", "these", "all", "three", "four"})
_MET = re.compile(
    r"(?i)\b(?:met|meets|meeting|(?:spoke|speaks|speaking|talked) (?:\w+ ){0,3}?(?:with|to)|talks|hosted|hosts|welcomed|received|held|convened|joined|call|conversation|summit|visit(?:ed)?)\b"
)
_TELLS = re.compile(rf",? {SPEECH}\b(?! (?:with|to)\b)")
_WHOSE = re.compile(r"[’']s?\s")
_HOSTS = re.compile(rf"[’']s?\s(?:\w+\s){{0,2}}?{_MET.pattern.removeprefix('(?i)')}")
_BESIDE = re.compile(r"\b(?:with|and|of)\s+(?:\w+\s+){0,4}?[A-Z]")
_NAMED = re.compile(r"(?:Mr|Ms|Mrs|Dr|Senator|Speaker|Leader|Governor|Representative|Congressman|Justice|Judge|Prime Minister|Chancellor|General)\.? [A-Z]\w+")
_FULL_NAME = re.compile(
    r"\b(?!(?:The|And|But|So|Then|When|While|If|As|In|On|At|For|This|That|Our|His|Yes|No|Well|Look|President)\b)[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:[A-Z]\. )?(?:Mc|Mac|Mc)?[A-Z][a-z]+\b"
)
_HEAD = re.compile(r"\b[Tt]he (?:President|Prime Minister|Chancellor|Premier)\b(?! (?:of|pro)\b)")


def is_group(token: Token) -> bool:
    """Whether the words can only mean those who were just named together: "the leaders", "both sides", "they discussed"."""
    if token.lower_ in ("they", "both"):
        return token.dep_ == "nsubj" and token.head.lemma_ in lexicon().words["joint"] and token.i <= 2
    if token.tag_ != "NNS" or token.lemma_.lower() not in lexicon().words["groups"]:
        return False
    beside = [c for c in token.children if c.dep_ not in ("punct", "det", "predet", "nummod", "preconj") and c.i < token.i]
    after = [c for c in token.children if c.dep_ in ("prep", "relcl", "acl", "appos")]
    return not beside and not after and any(c.lower_ in _THE for c in token.children)


def named_together(register: Register, place: Place) -> list[Holder]:
    """Those who were told to meet in the nearest earlier sentence that tells of a meeting; none where nobody known did."""
    text, day = place.document.text, place.document.day
    for start, end in _earlier(place, _BACK):
        if not _MET.search(text, start, end):
            continue
        people = [m for m in register.mentions(text, start, end, day, text) if m.actor and _present(m, text)]
        if people and (len({m.actor for m in people}) > 1 or _BESIDE.search(text, people[0].end, end)):
            return list({m.actor: Holder(m.actor, m.speaker) for m in people if m.actor}.values())
    return []


def _present(mention: Mention, text: str) -> bool:
    """Whether a person is named who may have been there, or a country as whose leader somebody is ("President Duda of Poland")."""
    if _TELLS.match(text, mention.end) or (_WHOSE.match(text, mention.end) and not _HOSTS.match(text, mention.end)):
        return False
    return mention.speaker is not None or (not mention.demonym and text[max(0, mention.start - 4) : mention.start] == " of " and text[: mention.start - 4][-1:].isalpha()
        and re.search(r"[A-Z]\w+ of $", text[max(0, mention.start - 40) : mention.start]) is not None)  # fmt: skip


def _earlier(place: Place, blocks: int) -> Iterator[tuple[int, int]]:
    """The sentences before this one, the nearest first, of the same voice."""
    document, block = place.document, place.block
    yield from reversed([s for s in sentences(document.text, block.start, place.sentence.start) if s[1] <= place.sentence.start])
    for before in reversed(document.blocks[max(0, place.index - blocks) : place.index]):
        if before.kind != "paragraph" or before.turn != block.turn:
            return
        yield from reversed(list(sentences(document.text, before.start, before.end)))


def head_of_own(register: Register, place: Place, token: Token, speaker: Holder | None) -> Holder | None:
    """The head for whom an official speaks, where nobody but him was named since: "The President was clear. He will veto it."."""
    document, own = place.document, place.document.outlet.speaks_for
    if own is None or speaker is None or speaker.actor != own or token.lower_ not in ("he", "his", "him"):
        return None
    head = register.head(own, document.day)
    if head is None or speaker.speaker == head:
        return None
    at = place.sentence.offset(token)
    start = place.block.start
    for before in reversed(document.blocks[max(0, place.index - 3) : place.index + 1]):
        start = min(start, before.start)
        stretch = document.text[before.start : min(before.end, at)]
        if _HEAD.search(stretch) or any(
            m.speaker == head for m in register.mentions(document.text, before.start, min(before.end, at), document.day, document.text)
        ):
            return Holder(own, head) if _only(register, document, start, at, head) else None
    return None


def _only(register: Register, document: Document, start: int, end: int, head: str) -> bool:
    """Whether no other person is named between two offsets."""
    text = document.text
    known = register.mentions(text, start, end, document.day, text)
    if any(m.speaker and m.speaker != head for m in known) or _NAMED.search(text, start, end):
        return False
    inside = [(m.start, m.end) for m in known]
    return all(any(a < m.end() and m.start() < b for a, b in inside) for m in _FULL_NAME.finditer(text, start, end))
