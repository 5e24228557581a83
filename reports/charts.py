"""The timeline of a pair and the trace of a cell, as places on drawing areas; the templates draw them.

Drawn by hand as inline SVG rather than by a chart library, for what a library's output cannot do here: it takes the
page's colours, so it is right in light, dark and print; its places are percentages, so that the text keeps its size
on a narrow screen; it is a few kB for each pair; and each mark is a shape that reads without colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from reports.phrases import count, day, firmly, listing, percent, stands, visible, with_article
from reports.tracked import Office, Place, Spoken, Track

HEIGHT = 120  # pixels of the drawing area
WIDTH = 1000  # units of the drawing area, which is stretched to the page's width
_MARGIN = 4.0  # percent left free on both sides
_TOP, _BOTTOM = 14, HEIGHT - 14  # pixels of a firm support and a firm opposition
CROWD = 80  # timelines on a page, from which each is drawn more coarsely
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIGN = {"support": 1, "oppose": -1}


@dataclass(frozen=True, slots=True)
class _Detail:
    """How finely is drawn: ``steps`` places at most, quotes of ``words`` characters, points on a grid of so many units."""

    steps: int
    words: int
    grid: int


_FINE, _COARSE = _Detail(80, 220, 1), _Detail(24, 110, 25)


@dataclass(frozen=True, slots=True)
class Mark:
    """One utterance: x in percent, y in pixels, moved ``aside`` pixels from equals; ``size`` 1 to 3 by copies; what it says to who asks."""

    x: float
    y: int
    size: int
    aside: int
    stance: str
    strength: int
    label: str


@dataclass(frozen=True, slots=True)
class Dots:
    """Utterances without words of one stance, as a path of points."""

    stance: str
    path: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``x``, ``width`` wide, both in percent."""

    kind: str
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis; ``minor`` ones may be left out on a narrow screen."""

    x: float
    label: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing area of ``HEIGHT`` pixels and full width. ``label`` says the finding; ``line`` and ``band`` are paths in its units."""

    label: str
    marks: tuple[Mark, ...]
    dots: tuple[Dots, ...]
    line: str
    band: str
    moves: tuple[Stretch, ...]
    blanks: tuple[Stretch, ...]
    offices: tuple[tuple[str, tuple[Stretch, ...]], ...]
    ticks: tuple[Tick, ...]
    silent: str


@dataclass(frozen=True, slots=True)
class _Axis:
    start: date
    end: date

    def x(self, value: date) -> float:
        """Percent of the width."""
        inside = min(max((value - self.start) / (self.end - self.start), 0.0), 1.0)
        return round(_MARGIN + inside * (100 - 2 * _MARGIN), 1)

    def stretch(self, kind: str, start: date, end: date, label: str) -> Stretch:
        """The days between two, never so narrow as to vanish."""
        x = self.x(start)
        return Stretch(kind, x, max(0.4, round(self.x(end) - x, 1)), label)


def timeline(track: Track, among: int = 1) -> Timeline:
    """The utterances of the pair over time, where they placed the actor, its changes, and what could not be heard; ``among`` so many on the page."""
    detail = _COARSE if among > CROWD else _FINE
    days = [track.spoken[0].day, track.spoken[-1].day, *(m.end for m in track.moves), *(b.end for b in track.blanks)]
    start, end = min(days), max(days)
    axis = _Axis(start, end) if start < end else _Axis(start - timedelta(days=3), end + timedelta(days=3))
    line, band = _lines(track.places, axis, detail.steps)
    return Timeline(
        _label(track),
        tuple(_marks(track.spoken, axis, detail.words)),
        tuple(_dots(track.spoken, axis, detail.grid)),
        line,
        band,
        tuple(axis.stretch("move", m.start, m.end, f"{m.kind}: {percent(m.probability)} sure, between {day(m.start)} and {day(m.end)}") for m in track.moves),
        tuple(axis.stretch(b.what, b.start, b.end, listing(b.outlets)) for b in track.blanks if b.start < axis.end),
        tuple(_offices(track.offices, axis)),
        _ticks(axis.start, axis.end),
        _silent(track),
    )


def _label(track: Track) -> str:
    who = with_article(track.actor_name, first=True)
    said = f"{count(len(track.spoken), 'utterance')}, {day(track.spoken[0].day)} to {day(track.spoken[-1].day)}"
    moved = f"; {count(len(track.moves), 'change')}" if track.moves else "; no change"
    return f"Timeline: {who} {stands(track.stance)} “{track.proposition}” ({percent(track.probability)}); {said}{moved}."


def _silent(track: Track) -> str:
    """What the hatched stretches are: the longest gap, and every outage."""
    gaps = sorted((b for b in track.blanks if b.what == "gap"), key=lambda b: b.start - b.end)
    outages = [f"{listing(b.outlets)} could not be had, {day(b.start)} to {day(b.end)}." for b in track.blanks if b.what == "outage"]
    longest = (
        f"{count(len(gaps), 'gap')}; the longest without a word: {count((gaps[0].end - gaps[0].start).days, 'day')} from {day(gaps[0].start)}." if gaps else ""
    )
    return " ".join([longest, *outages]).strip()


def _y(stance: str, strength: int) -> int:
    return round((_TOP + _BOTTOM) / 2 - _SIGN.get(stance, 0) * strength / 3 * (_BOTTOM - _TOP) / 2)


def _marks(spoken: Sequence[Spoken], axis: _Axis, most: int) -> Iterator[Mark]:
    """The utterances with words; those that would cover each other stand side by side."""
    taken: Counter[tuple[int, str, int]] = Counter()
    for s in spoken:
        if s.text:
            x = axis.x(s.day)
            place = (round(x), s.stance, s.strength)
            aside = 9 * ((taken[place] + 1) // 2) * (1 if taken[place] % 2 else -1)
            taken[place] += 1
            yield Mark(x, _y(s.stance, s.strength), 1 + (len(s.outlets) > 1) + (len(s.outlets) > 3), aside, s.stance, s.strength, _told(s, most))


def _told(s: Spoken, most: int) -> str:
    words = s.text if len(s.text) <= most else s.text[:most].rsplit(" ", 1)[0] + " …"
    how = ", ".join(w for w in (stands(s.stance), firmly(s.strength), "with a condition" if s.conditional else "") if w)
    return f"{day(s.day)}, {s.speaker or 'no named speaker'}, {how}: “{visible(words)}” ({listing(s.outlets, 2)})"


def _dots(spoken: Sequence[Spoken], axis: _Axis, grid: int) -> Iterator[Dots]:
    """The others, each place once."""
    places: dict[str, dict[tuple[int, int], None]] = {}
    for s in spoken:
        if not s.text:
            places.setdefault(s.stance, {})[round(axis.x(s.day) * WIDTH / 100 / grid) * grid, _y(s.stance, s.strength)] = None
    for stance, found in sorted(places.items()):
        yield Dots(stance, "".join(f"M{x} {y}h0" for x, y in found))


def _lines(places: Sequence[Place], axis: _Axis, most: int) -> tuple[str, str]:
    """The inferred position as a line of steps, and the band that is wider the less sure it is."""
    at: dict[int, tuple[int, int, int]] = {}
    for p in places:
        if p.day <= axis.end:
            doubt = 1 - p.probability
            at[round(axis.x(p.day) * WIDTH / 100)] = (_score(p.score), _score(p.score + doubt), _score(p.score - doubt))
    if not at:
        return "", ""
    xs = [x for before, x in pairwise([-1, *sorted(at)]) if at[x] != at.get(before)]
    xs = sorted({x * most // WIDTH: x for x in xs}.values()) if len(xs) > most else xs
    last = round(WIDTH * (100 - _MARGIN) / 100)
    ends = [*xs[1:], max(last, xs[-1])]

    def steps(which: int) -> str:
        return "".join(f"V{at[x][which]}H{end}" for x, end in zip(xs, ends, strict=True))

    back = "".join(f"V{at[x][2]}H{x}" for x in reversed(xs))
    return f"M{xs[0]} {at[xs[0]][0]}{steps(0)}", f"M{xs[0]} {at[xs[0]][1]}{steps(1)}{back}Z"


def _score(score: float) -> int:
    """Pixels of a score of -1 to 1."""
    inside = min(max(score, -1.0), 1.0)
    return round((_TOP + _BOTTOM) / 2 - inside * (_BOTTOM - _TOP) / 2)


def _offices(offices: Sequence[Office], axis: _Axis) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
    """A strip for each role."""
    for role in dict.fromkeys(o.role for o in offices):
        held = [o for o in offices if o.role == role]
        yield role, tuple(axis.stretch(role, o.start or axis.start, o.end or axis.end, o.name) for o in held if not o.start or o.start <= axis.end)


def _ticks(start: date, end: date) -> tuple[Tick, ...]:
    """Three or four days, evenly spread."""
    whole = (end - start).days
    n = 4 if whole >= 8 else 2
    days = sorted({start + timedelta(days=round(whole * i / (n - 1))) for i in range(n)})
    axis = _Axis(start, end)
    return tuple(Tick(axis.x(d), f"{d.day} {_MONTHS[d.month - 1]} {d.year}", 0 < i < len(days) - 1) for i, d in enumerate(days))


def trace(scores: Sequence[float | None]) -> str:
    """The path of a cell's trace, two units a month from x = 1 and four up or down from y = 24: support above, opposition below."""
    levels = [None if score is None else 24 - round(score * 4) for score in scores]
    path, at, x = "", None, 1
    for level, group in groupby(levels):
        width = 2 * len(list(group))
        if level is not None:
            path += f"M{x} {level}h{width}" if at is None else f"v{level - at}h{width}"
        at, x = level, x + width
    return path
