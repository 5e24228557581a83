"""Where a sentence stands: its document, with what is known of it, and its block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extract.language.parse import Block, Parsed
from extract.model import Outlet, Version


@dataclass(frozen=True, slots=True)
class Document:
    """One version while it is read: its plain text, its blocks and what is known of its context."""

    version: Version
    version_id: str
    outlet: Outlet
    text: str
    day: date | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its block."""

    document: Document
    sentence: Parsed
    block: Block
    index: int
