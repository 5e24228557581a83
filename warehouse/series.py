"""Periodic statements: what an actor always says in them and one day leaves out is withdrawn.

A periodic statement is a row of documents of the actor's own outlet, of one title but for dates and numbers,
each repeating most words of the last. In such a row silence speaks: a statement without any of an issue's
terms, after some that all had them and took a stance, is an observation that the actor no longer takes one.
Anywhere else silence is nothing.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from extract.model import Stance, digest
from warehouse.model import Utterance
from warehouse.utterances import words

LEAST = 6  # statements from which a row can be told to be periodic
ALIKE = 0.6  # median share of words in common of one statement and the next (measured: statements .66 to .97, briefings .35)
HABIT = 3  # statements in a row that name an issue, after which one that does not is telling
SAMPLE = 8  # the last so many statements are compared
RELIABILITY = 0.99  # that the wording is gone is seen, not read; the rest is for a term that the monitor does not list
_DATES = re.compile(r"\d+(?:st|nd|rd|th)?|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|[^\w ]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One document of an actor's own outlet."""

    version_id: str
    outlet: str
    actor: str
    title: str
    said_at: datetime

    @property
    def series(self) -> tuple[str, str]:
        """What it shares with the other statements of its row."""
        return self.outlet, undated(self.title)


def undated(title: str) -> str:
    """The title without dates and numbers: the same for all statements of a row."""
    return " ".join(_DATES.sub(" ", title.lower()).split())


def rows(statements: Iterable[Statement]) -> list[list[Statement]]:
    """The rows long enough to be periodic, each in order of time."""
    grouped: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (s.said_at, s.version_id)):
        grouped[statement.series].append(statement)
    return [row for (_, title), row in grouped.items() if title and len(row) >= LEAST]


def is_periodic(texts: Sequence[str]) -> bool:
    """Whether these texts, in order of time, repeat each other."""
    bags = [words(text) for text in texts]
    return len(bags) >= LEAST and median(len(a & b) / max(1, len(a | b)) for a, b in itertools.pairwise(bags)) >= ALIKE


def silences(row: Sequence[Statement], issue: str, texts: Mapping[str, str], terms: Sequence[str], taken: set[str]) -> list[Utterance]:
    """What the statements of a row say by naming an issue no more: from where ``HABIT`` in a row had named it, until the next that does.

    ``taken`` are the versions in which the actor takes a stance on it: one at least of those that had named it.
    """
    lower = [term.lower() for term in terms]
    made: list[Utterance] = []
    telling = False
    for named, run in itertools.groupby(row, key=lambda s: s.version_id in taken or any(t in texts[s.version_id].lower() for t in lower)):
        statements = list(run)
        if named:
            telling = len(statements) >= HABIT and any(s.version_id in taken for s in statements)
        elif telling:
            made += [
                Utterance(digest("silence", s.version_id, issue), s.said_at, Stance.NEUTRAL, 2, False, None, RELIABILITY, False, (), (s.outlet,))
                for s in statements
            ]
    return made
