"""Every question of the cookbook has the answer that can be counted by hand in tests/sql_world.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from extract.errors import MonitorError
from tests.sql_world import RUSSIA, US, at, made, quote_of
from warehouse.recipes import recipe, recipes


def day(text: str) -> date:
    """A day of 2025: "03-15"."""
    return date.fromisoformat(f"2025-{text}")


ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "against-foreign-minister": [
        (US, "ceasefire", "Donald Trump", day("03-15"), "support", quote_of("c5"), "Marco Rubio", "oppose", day("01-10"), quote_of("c2")),
        (US, "ceasefire", "Keith Kellogg", day("02-05"), "support", quote_of("c4"), "Marco Rubio", "oppose", day("01-10"), quote_of("c2")),
    ],
    "agreement-by-quarter": [
        (day("01-01"), RUSSIA, US, 1, 0.0),
    ],
    "changes-by-week": [
        (day("01-20"), 0, 0, 1, None),
        (day("03-10"), 1, 1, 0, [US]),
        (day("04-07"), 1, 1, 0, [RUSSIA]),
    ],
    "coder-upgrade": [
        ("rules 1", "rules 2", "gained", 2),
        ("rules 1", "rules 2", "lost", 1),
        ("rules 1", "rules 2", "same", 1),
        ("rules 1", "rules 2", "turned", 1),
    ],
    "conditions": [
        (US, "Keith Kellogg", day("02-05"), "support", 1, quote_of("c4"), "Alpha", "https://alpha.example/v4"),
    ],
    "contested": [
        (RUSSIA, "ceasefire", 1, 1, 1, 0.5),
    ],
    "copies-of-stories": [
        (3, 3, ["Alpha", "Beta", "Gamma"], day("01-10"), day("01-10"), "Title of v3", "s1"),
    ],
    "dissent": [
        (US, "ceasefire", "Marco Rubio", "oppose", 0.9, 1, day("01-10"), "support", 0.7),
    ],
    "edited-quotes": [
        (at("03-18 09:00"), "deletion", "Alpha", RUSSIA, "ceasefire", "oppose", quote_of("c8"), "gone", "https://alpha.example/v8"),
        (at("03-16 09:00"), "edit", "Beta", US, "ceasefire", "support", quote_of("c5"), "cut", "https://beta.example/v5"),
    ],
    "evidence-trail": [
        ("reversal", "oppose", "support", "before", 1, day("01-10"), "Marco Rubio", "oppose", quote_of("c2"), "Beta", "https://beta.example/v2"),
        ("reversal", "oppose", "support", "before", 2, day("01-10"), "Marco Rubio", "oppose", quote_of("c1"), "Alpha", "https://alpha.example/v1"),
        ("reversal", "oppose", "support", "after", 1, day("03-15"), "Donald Trump", "support", quote_of("c5"), "Beta", "https://beta.example/v5"),
        ("reversal", "oppose", "support", "after", 2, day("03-15"), "Donald Trump", "support", quote_of("c6"), "Alpha", "https://alpha.example/v6"),
    ],
    "failures-by-week": [
        ("Gamma", day("01-13"), 0, 0, 1, "clean", "no article in it"),
        ("Alpha", day("01-06"), 4, 1, 0, None, None),
    ],
    "first-mover": [
        (US, "reversal", "oppose", "support", day("03-15"), day("03-12"), day("03-15"), 0.95, 0),
        (RUSSIA, "reversal", "oppose", "support", day("04-10"), day("04-07"), day("04-10"), 0.6, 26),
    ],
    "first-to-report": [
        ("Alpha", 2, 1, 0.5, 2.0),
        ("Beta", 2, 1, 0.5, 4.0),
    ],
    "half-life": [
        ("ceasefire", 64, 3, 1),
        ("sanctions", None, 2, 0),
    ],
    "hedged-share": [
        (RUSSIA, 4, 0.25, 0.0, 1.75),
        (US, 7, 0.0, 0.14, 2.0),
    ],
    "how-known": [
        (RUSSIA, 4, 0.5, 0.0, 0.25, 0.25, 0.0),
        (US, 7, 1.0, 0.0, 0.0, 0.0, 0.14),
    ],
    "least-sure": [
        (US, "ceasefire", "support", 0.7, 1, day("03-15")),
        (RUSSIA, "ceasefire", "oppose", 0.9, 1, day("01-20")),
        (RUSSIA, "sanctions", "support", 0.9, 1, day("02-01")),
        (US, "sanctions", "oppose", 0.9, 1, day("04-02")),
    ],
    "most-cited": [
        (3, 3, day("01-10"), US, "Marco Rubio", "ceasefire", "oppose", quote_of("c1"), "Alpha", "u1"),
        (2, 2, day("03-15"), US, "Donald Trump", "ceasefire", "support", quote_of("c5"), "Beta", "u3"),
        (1, 1, day("02-05"), US, "Keith Kellogg", "ceasefire", "support", quote_of("c4"), "Alpha", "u2"),
        (1, 1, day("04-02"), US, None, "sanctions", "oppose", quote_of("c7"), "White House", "u4"),
        (1, 1, day("01-20"), RUSSIA, "Sergei Lavrov", "ceasefire", "oppose", quote_of("c8"), "Alpha", "u5"),
        (1, 1, day("02-01"), RUSSIA, "Vladimir Putin", "sanctions", "support", quote_of("c9"), "Beta", "u6"),
        (1, 1, day("04-10"), RUSSIA, None, "ceasefire", "support", quote_of("c10"), "Gamma", "u7"),
    ],
    "not-understood": [
        ("sanctions", 3, 3, 0.5, "no holder"),
        ("ceasefire", 8, 1, 0.11, "unknown"),
    ],
    "one-anonymous-source": [
        (RUSSIA, "ceasefire", "support", day("04-10"), "Gamma", quote_of("c10"), "https://gamma.example/v10"),
    ],
    "only-here": [
        ("White House", US, 1, 1, 1.0),
        ("Alpha", None, 4, 2, 0.5),
        ("Gamma", None, 2, 1, 0.5),
        ("Beta", None, 3, 1, 0.33),
    ],
    "positions-at": [
        (US, "support", 0.9, 0.7, 1, day("03-15")),
        (RUSSIA, "oppose", -0.9, 0.9, 1, day("01-20")),
    ],
    "silent-actors": [
        ("france", "ceasefire", None, None, 0),
        ("france", "sanctions", None, None, 0),
    ],
    "stance-by-month": [
        (RUSSIA, day("01-01"), 1, 0, 1, 0, -0.67),
        (RUSSIA, day("04-01"), 1, 1, 0, 0, 0.67),
        (US, day("01-01"), 1, 0, 1, 0, -0.67),
        (US, day("02-01"), 1, 1, 0, 0, 0.33),
        (US, day("03-01"), 1, 1, 0, 0, 0.67),
    ],
    "taken-back": [
        (RUSSIA, None, "sanctions", "reversal", "oppose", "support", day("02-01"), at("02-01 06:00"), at("02-11 06:00"), 10, "evidence", "gone"),
    ],
    "then-and-now": [
        (RUSSIA, "sanctions", None, None, "support", 0.9),
        (US, "ceasefire", "oppose", 0.8, "support", 0.7),
    ],
    "time-to-know": [
        ("Alpha", 1, 3.0, 3.0),
        ("Beta", 1, 5.0, 5.0),
        ("White House", 1, 5.0, 5.0),
    ],
    "undated": [
        ("Gamma", 1, 1, 0.333, "https://gamma.example/v11", ["the page says 2031"]),
    ],
    "who-speaks": [
        ("Donald Trump", "President", 1, 1, day("03-15"), day("03-15")),
        ("Keith Kellogg", None, 1, 1, day("02-05"), day("02-05")),
        ("Marco Rubio", "Secretary of State", 1, 1, day("01-10"), day("01-10")),
        (None, None, 1, 1, day("04-02"), day("04-02")),
    ],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published snapshot, opened as any client opens it."""
    warehouse = made(tmp_path_factory.mktemp("cookbook"))
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("name", [r.name for r in recipes()])
def test_the_answer_is_what_was_put_in(world: duckdb.DuckDBPyConnection, name: str) -> None:
    world.execute("SET TimeZone = 'UTC'")
    assert world.execute(recipe(name).sql).fetchall() == ANSWERS[name]


@pytest.mark.parametrize("name", [r.name for r in recipes()])
def test_days_are_days_of_utc_in_any_zone(world: duckdb.DuckDBPyConnection, name: str) -> None:
    """Clients elsewhere have the zone of their machine; an answer of days and numbers does not depend on it."""
    world.execute("SET TimeZone = 'Pacific/Kiritimati'")
    assert world.execute(recipe(name).sql).fetchall() == ANSWERS[name]


def test_every_recipe_asks_a_question_and_says_how_to_read_the_answer() -> None:
    assert set(ANSWERS) == {r.name for r in recipes()} and len(ANSWERS) >= 22
    for r in recipes():
        assert r.question.endswith("?") and len(r.reading) > 40, r.name


def test_what_is_asked_can_be_varied(world: duckdb.DuckDBPyConnection) -> None:
    found = recipe("positions-at")
    assert found.asked == {"issue": "ceasefire", "day": "2025-04-30"}
    world.execute("SET TimeZone = 'UTC'")
    assert [row[:2] for row in world.execute(found.with_values({"issue": "sanctions", "day": "2025-03-01"})).fetchall()] == [(RUSSIA, "support")]
    assert world.execute(found.with_values({"issue": "it's; DROP TABLE claims"})).fetchall() == []
    assert recipe("silent-actors").with_values({"days": "9"}).startswith("WITH asked AS (SELECT 9 AS days)")
    with pytest.raises(MonitorError, match="it has issue, day"):
        found.with_values({"actor": "x"})
    with pytest.raises(MonitorError, match="whole number"):
        recipe("silent-actors").with_values({"days": "9 OR 1"})
    with pytest.raises(MonitorError, match="--cookbook"):
        recipe("nothing")


MACROS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("SELECT actor, stance FROM stance_on('ceasefire', '2025-03-14')", [(RUSSIA, "oppose"), (US, "oppose")]),
    ("SELECT actor, stance FROM stance_on('ceasefire', DATE '2025-03-15')", [(US, "support"), (RUSSIA, "oppose")]),
    ("SELECT actor FROM stance_on('ceasefire', '2025-01-09')", []),
    (f"SELECT said_on, stance, outlet FROM said('{RUSSIA}', 'ceasefire')", [(day("01-20"), "oppose", "Alpha"), (day("04-10"), "support", "Gamma")]),
    (f"SELECT claim_id FROM said('{US}', NULL)", [("c3",), ("c1",), ("c2",), ("c4",), ("c5",), ("c6",), ("c7",)]),
    ("SELECT side, place, claim_id FROM evidence_of('reversed')", [("before", 1, "c2"), ("before", 2, "c1"), ("after", 1, "c5"), ("after", 2, "c6")]),
    ("SELECT * FROM stance_by_month('sanctions')", [(RUSSIA, day("02-01"), 1, 1, 0, 0), (US, day("04-01"), 1, 0, 1, 0)]),
    ("SELECT * FROM agreement('2025-01-01', '2025-05-01')", [(RUSSIA, US, 1, 0, 0.0)]),
    ("SELECT * FROM agreement('2025-01-01', '2025-02-01')", [(RUSSIA, US, 1, 1, 1.0)]),
    ("SELECT actor, speaker, stance, actor_stance FROM dissenters()", [(US, "Marco Rubio", "oppose", "support")]),
]


@pytest.mark.parametrize(("query", "answer"), MACROS, ids=[q for q, _ in MACROS])
def test_macros_answer_in_one_line(world: duckdb.DuckDBPyConnection, query: str, answer: list[tuple[Any, ...]]) -> None:
    assert world.execute(query).fetchall() == answer
