"""A large report made of nothing but a seed: 200 changes, a board of 50 actors by 40 issues, articles with links and some hostile words."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from extract.model import digest
from reports import phrases
from reports.evidence import listed
from reports.facts import TRACKS, marked
from reports.links import fragment
from reports.model import (
    Abstained,
    Board,
    BoardRow,
    Cell,
    Change,
    Checked,
    Heard,
    Made,
    Missed,
    Period,
    Quote,
    Report,
    Side,
    Steady,
)  # fmt: skip
from reports.tracked import Blank, Move, Office, Place, Spoken, Track, anchor
from reports.wording import close, diff

KNOWN = datetime(2025, 9, 1, 6, tzinfo=UTC)
PERIOD = Period(date(2025, 3, 1), date(2025, 9, 1))
OUTLETS = ("Harbour Times", "The Old Ledger", "Meridian Wire", "Northgate Broadcasting", 'The "Plain" <Gazette>')
WORDS = [
    "the",
    "minister",
    "said",
    "on",
    "Monday",
    "that",
    "her",
    "government",
    "would",
    "not",
    "accept",
    "measure",
    "before",
    "winter",
    "and",
    "asked",
    "others",
    "to",
    "wait",
    "until",
    "talks",
    "had",
    "ended",
]
PROBABILITIES = (0.999, 0.97, 0.93, 0.82, 0.61)


def _text(dice: random.Random) -> str:
    words = " ".join(dice.choices(WORDS, k=dice.randint(14, 30)))
    return f"{words} <script>alert(1)</script> & more" if dice.random() < 0.05 else f"{words.capitalize()}."


def _quote(dice: random.Random, stance: str, day: date, text: str = "") -> Quote:
    text = text or _text(dice)
    name = digest(text, stance, day)
    url = f"https://harbour-times.example/news/{day:%Y/%m/%d}/{name}.html"
    return Quote(
        name, name, text, 0, len(text), f"Speaker {dice.randint(1, 9)}", "Foreign Minister", dice.choice(OUTLETS), "A title", day,
        datetime(day.year, day.month, day.day, 12, 30, tzinfo=UTC), "text", day, stance, 2, False, False, "direct", "official", "said", 0.9, "rules",
        url, fragment(f"pages/{name}.html", text), True,
    )  # fmt: skip


def _side(dice: random.Random, stance: str, day: date, most: int, text: str) -> Side:
    others = tuple(Heard(_quote(dice, stance, day - timedelta(days=9 * n)), 3, OUTLETS[:3]) for n in range(1, most + 1))
    return Side(stance, 9, OUTLETS, _quote(dice, stance, day, text), others, 8 - most, ())


def _track(dice: random.Random, actor: int, issue: int, most: int, moved: Move | None) -> Track:
    days = sorted(date(2023, 9, 1) + timedelta(days=dice.randrange(720)) for _ in range(60))
    spoken = []
    for n, day in enumerate(days):
        text = _text(dice) if n % (60 // most) == 0 else ""
        side = "oppose" if moved and day >= moved.end else "support"
        spoken.append(Spoken(day, side, dice.randint(1, 3), False, "Speaker 3", OUTLETS[: dice.randint(1, 5)], digest(n) if text else "", text))
    places = tuple(Place(s.day, s.stance, (1 if s.stance == "support" else -1) * dice.choice((0.8, 0.97, 0.97)), 0.97) for s in spoken)
    offices = (Office("Ada Quill", "President", None, date(2025, 1, 20)), Office("Bo Reed", "President", date(2025, 1, 20), None))
    blanks = (Blank("gap", days[20], days[20] + timedelta(days=70), ()), Blank("outage", date(2025, 6, 1), date(2025, 6, 9), OUTLETS[:1]))
    return Track(
        f"actor-{actor}", f"Republic of Actoria {actor}", f"issue-{issue}", _proposition(issue), spoken[-1].stance, 0.97, tuple(spoken), places,
        (moved,) if moved else (), offices, blanks,
    )  # fmt: skip


def _proposition(issue: int) -> str:
    return f"The {issue}th measure of the agreement takes effect"


def _change(dice: random.Random, n: int, actor: int, issue: int, most: int) -> tuple[Change, Move]:
    latest = date(2025, 3, 5) + timedelta(days=n % 170)
    earliest, p, kind = latest - timedelta(days=20), PROBABILITIES[n % 5], ("reversal", "return", "turnover")[n % 3]
    before = _text(dice)
    after = before.replace("would not", "would").replace("accept", "refuse")
    after = after if after != before else _text(dice)
    name = f"Republic of Actoria {actor}"
    told = phrases.sentence(
        actor=name, proposition=_proposition(issue), kind=kind, from_stance="support", to_stance="oppose", earliest=earliest, latest=latest,
        probability=p, from_probability=(None, 0.86, 0.99)[n % 3], attached=False,
    )  # fmt: skip
    change = Change(
        digest("shift", n), 1, f"actor-{actor}", name, f"issue-{issue}", _proposition(issue), kind, "support", "oppose", earliest, latest,
        earliest + timedelta(days=3), latest - timedelta(days=2), p, (None, 0.86, 0.99)[n % 3], told, _side(dice, "support", earliest, most, before), _side(dice, "oppose", latest, most, after),
        diff(before, after) if close(before, after) else (), (), KNOWN, KNOWN, None, "evidence",
    )  # fmt: skip
    return change, Move(change.shift_id, kind, "oppose", earliest, latest, p)


def large(changes: int = 200, actors: int = 50, issues: int = 40) -> Report:
    """The report; the same every time."""
    dice = random.Random(7)
    pairs = [(a, i) for a in range(actors) for i in range(issues)]
    moving = sorted(dice.sample(pairs, changes))
    most = listed(changes)
    made = {pair: _change(dice, n, *pair, most) for n, pair in enumerate(moving)}
    drawn = [*moving, *[p for p in pairs if p not in made][: max(0, TRACKS - changes)]]
    words = marked(tuple((str(a), str(i)) for a, i in drawn))
    tracks = tuple(_track(dice, *pair, words, made[pair][1] if pair in made else None) for pair in drawn)
    stances = ("support", "oppose", "neutral", "mixed", "unknown")

    def cell(actor: int, issue: int) -> Cell:
        pair = (actor, issue)
        trace = tuple(dice.choice((1.0, 0.9, -0.3)) for _ in range(12))
        target = f"shift-{made[pair][0].shift_id}" if pair in made else anchor(f"actor-{actor}", f"issue-{issue}")
        stance, mark = ("oppose", "changed") if pair in made else (dice.choices(stances, (6, 5, 1, 0.4, 0.4))[0], "")
        return Cell(
            f"actor-{actor}", f"Republic of Actoria {actor}", f"issue-{issue}", stance, 0.9, dice.uniform(0.6, 1), 12, date(2025, 8, 9), mark,
            dice.randint(1, 3), trace, target,
        )  # fmt: skip

    rows = tuple(BoardRow(f"issue-{i}", _proposition(i), tuple(cell(a, i) for a in range(actors))) for i in range(issues))
    still = [
        Steady(f"actor-{a}", f"Republic of Actoria {a}", f"issue-{i}", _proposition(i), "support", 0.97, 12, 5, OUTLETS, date(2025, 8, 9))
        for a, i in pairs if (a, i) not in made
    ]  # fmt: skip
    half = len(still) // 2
    quiet = tuple(Steady(s.actor, s.actor_name, s.issue, s.proposition, s.stance, s.probability, 0, 0, (), date(2024, 8, 9)) for s in still[half:])
    return Report(
        "A large monitor", PERIOD, KNOWN, None, None, Checked(24_000, 7_000, 1_100, 9_000, OUTLETS), tuple(c for c, _ in made.values()), (), (),
        Board(tuple(f"Republic of Actoria {a}" for a in range(actors)), rows, (), ()), (), (), (), tuple(still[:half]), (), (),
        (Missed("The Old Ledger", "failed", "fetch", "timed out", True, 40, tuple(f"https://old.example/{n}" for n in range(8))),),
        (Abstained("issue-1", _proposition(1), 812, (("no holder", 700), ("unknown verb", 112))),), (),
        Made("0.1", "d1", ("rules",), 90_000, 80_000, 84_000, 700, 80_000, 12, 3, 4, 1_000_000, 290_000, 60_000, 900), quiet, (), (), tracks, (),
    )  # fmt: skip
