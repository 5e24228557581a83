"""A monitor whose one issue is a person, and who holds what of him in a text."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime

from extract.claims import Coder
from extract.model import Actor, Issue, Speaker, Version, When

DAHL = Issue("dahl", "Dahl is supported", ("Carl Dahl", "Dahl"))
CODER = Coder(
    [Actor("democrats", "Democrats"), Actor("norvia", "Norvia", speakers=(Speaker("Anna Berg", "President"),)), Actor("carl", "Carl", speakers=(Speaker("Carl Dahl", "Senator"),))],
    [DAHL],
)  # fmt: skip


def stances(text: str) -> set[tuple[str, str]]:
    """Who holds what of Dahl, himself left out."""
    return stances_by_paragraph([text])[0]


def stances_by_paragraph(texts: Sequence[str]) -> list[set[tuple[str, str]]]:
    """The same of each paragraph of one document."""
    version = Version("https://gazette.example/1", "Gazette", "\n\n".join(texts), datetime(2022, 6, 1, 12, tzinfo=UTC), published=When(date(2022, 6, 1)))
    starts = list(itertools.accumulate((len(text) + 2 for text in texts), initial=0))
    found: list[set[tuple[str, str]]] = [set() for _ in texts]
    for claim in CODER.code(version).claims:
        if claim.actor != "carl":
            found[bisect_right(starts, claim.start) - 1].add((claim.actor, claim.stance.value))
    return found
