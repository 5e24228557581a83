"""What a periodic statement leaves out is withdrawn; what anything else leaves out is nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extract.claims import Coder
from extract.model import Actor, Issue, Outlet, Version, When
from reports.build import build
from reports.render import render
from warehouse import ledger, read, series, staging, store
from warehouse.connection import Warehouse
from warehouse.verify import verify

AT = datetime(2025, 6, 1, tzinfo=UTC)
ACTORS = (Actor("bank", "Bank of Norland", ("the Bank", "the Board")),)
ISSUES = (Issue("hike", "The key rate is raised", ("raise the key rate",)),)
OWN = (Outlet("Bank of Norland", "bank"), Outlet("Gazette"))
CODER = Coder(ACTORS, ISSUES, OWN)
FRAME = (
    "Information received since the last meeting shows that output in Norland grew at a steady pace, that employment rose and that prices of "
    "food and fuel were little changed. The Board decided {}. The Board will study the figures for wages, rents and loans before it meets again. "
    "Voting for the decision were all nine members of the Board."
)
RAISED, HELD = "to raise the key rate by a quarter point", "to leave its policy as it is"


def statement(month: int, decision: str, title: str = "Statement of the Board, {:%B %Y}", outlet: str = "Bank of Norland") -> Version:
    day = date(2023 + month // 12, 1 + month % 12, 15)
    return Version(f"https://bank.example/{outlet[:1]}/{month}", outlet, FRAME.format(decision), AT, title.format(day), published=When(day))


def fill(warehouse: Warehouse, versions: list[Version], at: datetime = AT) -> None:
    with warehouse.cycle():
        with warehouse.writing() as connection:
            store.configure(connection, OWN, ACTORS, ISSUES)
            store.begin_run(connection, f"{at}", "ingest", at, CODER.name, "0", "m")
            batch = staging.Batch(coded=tuple((v, CODER.code(v)) for v in versions))
            store.end_run(connection, f"{at}", at, store.load(connection, staging.stage(batch, run_id="r", coder=CODER.name, at=at)))
            ledger.infer(connection, ACTORS, since=at, at=at)
        warehouse.publish()


def moves(warehouse: Warehouse) -> list[tuple[str, str | None, str, date]]:
    with warehouse.reading() as connection:
        assert not verify(connection, ACTORS).problems
        found = read.shifts(connection, AT + timedelta(days=1000))
        return [(s.kind, s.from_stance, s.to_stance, s.latest) for s in found if s.speaker is None and s.from_stance and s.probability >= 0.9]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "w.duckdb")


def test_the_wording_gone_from_a_periodic_statement_is_withdrawn(warehouse: Warehouse) -> None:
    fill(warehouse, [statement(m, RAISED) for m in range(6)] + [statement(m, HELD) for m in (6, 7)])
    assert moves(warehouse) == [("withdrawn", "support", "neutral", date(2023, 7, 15))]


def test_each_statement_counts_although_its_words_are_the_same(warehouse: Warehouse) -> None:
    fill(warehouse, [statement(m, RAISED) for m in range(6)])
    with warehouse.reading() as connection:
        (position,) = [p for p in read.positions(connection, AT, AT) if p.speaker is None]
    assert position.n_utterances == 6


def test_a_statement_that_comes_alone_and_says_nothing_still_tells(warehouse: Warehouse) -> None:
    fill(warehouse, [statement(m, RAISED) for m in range(6)])
    fill(warehouse, [statement(6, HELD)], AT + timedelta(days=1))
    fill(warehouse, [statement(7, HELD)], AT + timedelta(days=2))
    assert [m[:3] for m in moves(warehouse)] == [("withdrawn", "support", "neutral")]


def test_the_report_tells_a_withdrawal_without_words_after_it(warehouse: Warehouse) -> None:
    fill(warehouse, [statement(m, RAISED) for m in range(6)] + [statement(m, HELD) for m in (6, 7)])
    with warehouse.reading() as connection:
        report = build(connection, monitor="Rates", start=date(2023, 1, 1), end=date(2024, 1, 1), known_at=AT, program="0", monitor_digest="m")
    (change,) = report.headlines
    assert "its statements no longer name it" in change.sentence
    assert change.after.quote is None and change.after.silent and change.before.n_utterances == 6
    assert "2 periodic statements that do not name it" in render(report, "md")
    assert [s.title for s in change.after.statements] == ["Statement of the Board, July 2023", "Statement of the Board, August 2023"]
    assert "https://bank.example/B/6" in render(report, "html")


def test_silence_is_nothing_where_the_texts_differ(warehouse: Warehouse) -> None:
    texts = [
        "The harbour master opened a new quay. {}", "Children planted forty lindens beside the old canal. {}", "A choir from the hills sang at noon. {}",
        "Snow closed both passes until Thursday. {}", "The museum lent three clocks to Sudland. {}", "Fishermen landed herring in record weight. {}",
        "Two trains were renamed after poets. {}", "The library will stay open on Sundays. {}",
    ]  # fmt: skip
    said = ["The Board decided to raise the key rate."] * 6 + ["Nothing more was said."] * 2
    versions = []
    for month, (text, end) in enumerate(zip(texts, said, strict=True)):
        day = date(2023, 1 + month, 15)
        versions.append(Version(f"https://bank.example/{month}", "Bank of Norland", text.format(end), AT, f"News of {day:%B %Y}", published=When(day)))
    fill(warehouse, versions)
    assert moves(warehouse) == []


def test_silence_of_another_outlet_is_nothing(warehouse: Warehouse) -> None:
    fill(warehouse, [statement(m, RAISED) for m in range(6)] + [statement(m, HELD, outlet="Gazette") for m in (6, 7)])
    assert moves(warehouse) == []


def test_a_row_is_told_by_its_title_without_dates() -> None:
    one, other = (series.Statement(str(n), "Bank", "bank", f"Statement of the Board, {d}", AT) for n, d in enumerate(("3 May 2021", "14 June 2023")))
    assert one.series == other.series
    assert series.rows([one, other]) == []
