"""The timeline of a shift, as places on a drawing area; the template draws it.

Drawn by hand as inline SVG rather than by a chart library, for what a library's output cannot do here: it takes the
page's colours, so it is right in light, dark and print; its places are percentages, so that the text keeps its size
on a narrow screen; it is about 2 kB for each shift; and each mark is a shape that reads without colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.model import Change, Point
from reports.phrases import count, day, stands

HEIGHT = 112  # pixels of the drawing area
_MARGIN = 4.0  # percent left free on both sides
_TOP, _BOTTOM = 16, 96  # pixels of a firm support and a firm opposition
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIGN = {"support": 1, "oppose": -1}


@dataclass(frozen=True, slots=True)
class Mark:
    """One utterance: x in percent, y in pixels, moved ``aside`` pixels from equals; ``copied`` by several outlets; what it says to who asks."""

    x: float
    y: float
    copied: bool
    aside: int
    stance: str
    side: str
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis; ``minor`` ones may be left out on a narrow screen."""

    x: float
    label: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing area of ``HEIGHT`` pixels and full width. ``label`` says the finding."""

    label: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    band: tuple[float, float] | None
    band_label: str


def timeline(change: Change) -> Timeline | None:
    """The utterances of the pair over time, and the interval of the change; None where there are none."""
    if not change.points:
        return None
    start, end = _bounds(change)
    first, last = change.credible_from or change.earliest, change.credible_to or change.latest
    band = (_x(first, start, end), _x(last, start, end)) if first and change.from_stance else None
    said = f"Timeline of {count(len(change.points), 'utterance')}, {day(change.points[0].day)} to {day(change.points[-1].day)}."
    label = f"{change.sentence} {said}"
    shaded = "the change lies here (90\u00a0%)" if change.credible_from else "from the last clear words before to the first after"
    return Timeline(label, tuple(_marks(change.points, start, end)), _ticks(start, end), band, shaded if band else "")


def _bounds(change: Change) -> tuple[date, date]:
    days = [p.day for p in change.points] + [d for d in (change.credible_from, change.credible_to) if d]
    start, end = min(days), max(days)
    return (start, end) if start < end else (start - timedelta(days=3), end + timedelta(days=3))


def _x(day_: date, start: date, end: date) -> float:
    inside = min(max((day_ - start) / (end - start), 0.0), 1.0)
    return round(_MARGIN + inside * (100 - 2 * _MARGIN), 2)


def _marks(points: tuple[Point, ...], start: date, end: date) -> Iterator[Mark]:
    """A mark each; those that would cover each other stand side by side."""
    taken: Counter[tuple[date, str, int]] = Counter()
    for p in points:
        place = (p.day, p.stance, p.strength)
        yield _mark(p, start, end, 8 * taken[place])
        taken[place] += 1


def _mark(p: Point, start: date, end: date, aside: int) -> Mark:
    score = _SIGN.get(p.stance, 0) * p.strength / 3
    y = (_TOP + _BOTTOM) / 2 - score * (_BOTTOM - _TOP) / 2
    copies = f", {count(p.n_outlets, 'outlet')}"
    label = f"{day(p.day)}: {p.speaker or 'no named speaker'} {stands(p.stance)}{copies}"
    return Mark(_x(p.day, start, end), round(y, 1), p.n_outlets > 1, aside, p.stance, p.side, label)


def _ticks(start: date, end: date) -> tuple[Tick, ...]:
    """Three or four days, evenly spread; the years only where they differ."""
    whole = (end - start).days
    n = 4 if whole >= 8 else 2
    days = sorted({start + timedelta(days=round(whole * i / (n - 1))) for i in range(n)})
    return tuple(Tick(_x(d, start, end), f"{d.day} {_MONTHS[d.month - 1]} {d.year}", 0 < i < len(days) - 1) for i, d in enumerate(days))
