"""When a page was published and changed: the first date that can be. What cannot be is passed over, and said. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from extract.model import When

EARLIEST = 1990
"""No page is older."""
SLACK = timedelta(days=1)
"""How far a date may lie after the fetch, or a change before the publication: clocks and zones differ."""
NOW = timedelta(minutes=2)
"""How near to the fetch an instant is taken for a template's "now"."""
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})([/-])(\d{1,2})\2(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Publication:
    """``published`` and ``modified`` where a date could be believed; ``doubts`` says in a sentence each what could not."""

    published: When | None = None
    modified: When | None = None
    doubts: tuple[str, ...] = ()


def decide(
    published: Sequence[When],
    modified: Sequence[When],
    *,
    url: str,
    fetched_at: datetime,
    searched: Callable[[], When | None] = lambda: None,
    hint: When | None = None,
) -> Publication:
    """The dates to believe, each list best first.

    After what the page states come ``searched`` (asked only then), the URL's date and ``hint``, the feed's. Suspect is
    what lies after the fetch or before 1990, an instant that is the fetch's own unless the feed gives it too, and a day
    that the URL or a better date on the page gives with day and month the other way round.
    """
    doubts: list[str] = []
    in_url = of_url(url)
    changed = _first(modified, lambda when: _impossible(when, fetched_at, None), "modified", doubts)

    def suspect(when: When) -> str | None:
        return _impossible(when, fetched_at, hint) or _swapped(when, in_url, published, changed)

    found = _first(published, suspect, "published", doubts)
    if found is None:
        late = (each for ask in (searched, lambda: in_url, lambda: hint) if (each := ask()) is not None)
        found = _first(late, suspect, "published", doubts)
    elif hint is not None and found.instant is None and found.day == hint.day:
        found = hint  # the same day, and perhaps its time
    if found is not None and changed is not None and found.at - changed.at > SLACK:
        doubts.append(f"modified {changed} ({changed.basis}) lies before published {found} ({found.basis})")
    return Publication(found, changed, tuple(dict.fromkeys(doubts)))


def of_url(url: str) -> When | None:
    """The day in an address such as ``/2025/03/04/`` or ``/2025-03-04/``."""
    try:
        match = _URL_DATE.search(urlsplit(url).path)
        return When(date(int(match[1]), int(match[3]), int(match[4])), None, "url") if match else None
    except ValueError:
        return None


def _first(candidates: Iterable[When], suspect: Callable[[When], str | None], name: str, doubts: list[str]) -> When | None:
    """The first candidate that can be; the doubts about those before it are added."""
    for when in candidates:
        reason = suspect(when)
        if reason is None:
            return when
        doubts.append(f"{name} {when} ({when.basis}) {reason}")
    return None


def _impossible(when: When, fetched_at: datetime, hint: When | None) -> str | None:
    latest = fetched_at + SLACK
    if (when.instant is not None and when.instant > latest) or (when.instant is None and when.day > latest.date()):
        return "lies after the fetch"
    if when.day.year < EARLIEST:
        return f"lies before {EARLIEST}"
    if when.instant is not None and when.basis != "feed" and abs(when.instant - fetched_at) <= NOW:
        confirmed = hint is not None and hint.instant is not None and abs(hint.instant - when.instant) <= 5 * NOW
        return None if confirmed else "is the moment of the fetch"
    return None


def _swapped(when: When, in_url: When | None, others: Sequence[When], changed: When | None) -> str | None:
    """Why day and month are thought the wrong way round, if they are."""
    if when.day.day > 12 or when.day.day == when.day.month:
        return None
    turned = date(when.day.year, when.day.day, when.day.month)
    if in_url is not None and in_url.basis != when.basis:
        # The URL decides: a page's two dates may both come of one wrong reading.
        return "has day and month the other way round than the URL" if in_url.day == turned else None
    if when.instant is None and any(other.instant is not None and other.day == turned for other in others):
        return "has day and month the other way round than another date on the page"
    if changed is not None and changed.day == turned and _before(changed, when):
        return "has day and month the other way round than the date of change"
    return None


def _before(one: When, other: When) -> bool:
    if one.instant is not None and other.instant is not None:
        return one.instant < other.instant
    return one.day < other.day
