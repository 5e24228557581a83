"""What a report reads besides claims: outages, edits and deletions, doubtful dates, counts as they were known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from reports.consequence import WEIGHT, consequence, surety
from reports.facts import TRACKS, marked
from reports.tracked import anchor
from tests.report_world import FIRST, SECOND, THIRD, ask, early, filled, later, load
from warehouse import read, read_gaps, read_pairs
from warehouse.connection import Warehouse
from warehouse.model import Kind

LATE = datetime(2030, 1, 1, tzinfo=UTC)


def _listing(connection: duckdb.DuckDBPyConnection, day: int, decision: str, outlet: str = "Daily Kite") -> None:
    connection.execute(
        "INSERT INTO fetches (fetch_id, url, outlet, started_at, decision, role) VALUES (?, 'https://kite.example/feed', ?, ?, ?, 'listing')",
        [f"{outlet} {day}", outlet, datetime(2025, 5, day, tzinfo=UTC), decision],
    )


def _warehouse(folder: Path) -> Warehouse:
    warehouse = Warehouse(folder / "w.duckdb")
    load(warehouse, "r1", FIRST, early())
    load(warehouse, "r2", SECOND, later())
    return warehouse


def test_an_outage_lasts_from_the_first_failure_to_the_next_success(tmp_path: Path) -> None:
    """Failures in a row are one outage, one that lasts has no end, and a later success is not known earlier."""
    warehouse = _warehouse(tmp_path)
    with warehouse.writing() as connection:
        for day, decision in ((1, "allowed"), (2, "failed"), (3, "blocked"), (5, "not-modified"), (7, "failed")):
            _listing(connection, day, decision)
        _listing(connection, 4, "rate-limited", "The Plain")
    warehouse.publish()
    with warehouse.reading() as connection:
        found = read_gaps.outages(connection, LATE)
        then = read_gaps.outages(connection, datetime(2025, 5, 4, tzinfo=UTC))
        report = ask(connection)
    assert [(o.outlet, o.start.day, o.until and o.until.day) for o in found] == [("Daily Kite", 2, 5), ("The Plain", 4, None), ("Daily Kite", 7, None)]
    assert [(o.outlet, o.until) for o in then] == [("Daily Kite", None), ("The Plain", None)]
    (track,) = [t for t in report.tracks if t.issue == "bridge"]
    assert [(b.start, b.end) for b in track.blanks if b.what == "outage"] == [
        (date(2025, 5, 2), date(2025, 5, 5)), (date(2025, 5, 4), date(2025, 6, 30)), (date(2025, 5, 7), date(2025, 6, 30)),
    ]  # fmt: skip


def test_what_outlets_did_to_articles_that_claims_rest_on(tmp_path: Path) -> None:
    """A deletion is told before an edit; what happened outside the period, or to other articles, is not."""
    warehouse = _warehouse(tmp_path)
    version, other = early()[0][0], later()[0][0]
    with warehouse.writing() as connection:
        for kind, of, day in (("edit", other, 9), ("deletion", version, 8), ("edit", version, 1)):
            moment = datetime(2025, 5 if day > 1 else 1, day, tzinfo=UTC)
            connection.execute(
                "INSERT INTO revisions (article_id, before_version, after_version, \"at\", summary, loaded_at, kind) VALUES (?, ?, NULL, ?, '+<b>', ?, ?)",
                [of.article_id, of.version_id, moment, moment, kind],
            )
        connection.execute("UPDATE versions SET doubts = ['the page says 2099'] WHERE version_id = ?", [other.version_id])
        connection.execute("UPDATE versions SET published_on = NULL WHERE version_id = ?", [version.version_id])
    warehouse.publish()
    with warehouse.reading() as connection:
        report = ask(connection)
        assert len(read_gaps.doubtful(connection, SECOND, 1)) == 1
        assert ask(connection, actor="westmark").afterwards == ()
    assert [(a.kind, a.day, a.n_claims) for a in report.afterwards] == [("deletion", date(2025, 5, 8), 1), ("edit", date(2025, 5, 9), 1)]
    assert [(d.undated, d.doubts) for d in report.doubtful] == [(True, ()), (False, ("the page says 2099",))]


def test_counts_of_all_pairs_agree_with_the_words_of_each(tmp_path: Path) -> None:
    """What SQL counts is what grouping the claims gives, then and now."""
    with filled(tmp_path, runs=3) as connection:
        for known in (FIRST, SECOND, THIRD):
            for start in (None, datetime(2025, 4, 1, tzinfo=UTC)):
                for row in read_pairs.spoken(connection, start, LATE, known):
                    heard = [e for e, _ in read_pairs.evidence(connection, [(row.actor, row.issue)], known)]
                    assert row.n_claims == sum(start is None or e.said_at >= start for e in heard)
                    place = {(p.actor, p.issue): p for p in read_pairs.places(connection, LATE, known) if p.speaker is None}
                    assert start is not None or row.n_utterances == place[row.actor, row.issue].n_utterances
        assert read_pairs.utterances(connection, THIRD) == sum(p.n_utterances for p in read.positions(connection, LATE, THIRD) if p.speaker is None)


def test_utterances_are_taken_from_the_warehouse_only_where_nothing_came_since(tmp_path: Path) -> None:
    """A pair with later claims is grouped anew from those known then."""
    with filled(tmp_path, runs=3) as connection:
        now = {e.issue: u for e, u in read_pairs.evidence(connection, [("eastland", "bridge"), ("westmark", "tolls")], THIRD)}
        then = {e.issue: u for e, u in read_pairs.evidence(connection, [("eastland", "bridge"), ("westmark", "tolls")], SECOND)}
    assert all(now.values()) and then["tolls"] == now["tolls"] and then["bridge"] is None


def test_pairs_on_which_nothing_was_said_are_told_apart(tmp_path: Path) -> None:
    """In a period without words both positions are quiet, and have their place on the page."""
    with filled(tmp_path) as connection:
        empty = ask(connection, date(2025, 11, 1), date(2025, 11, 8), THIRD)
    assert [(q.actor, q.n_claims) for q in empty.quiet] == [("eastland", 0), ("westmark", 0)] and not empty.steady
    cells = [c for row in empty.board.rows for c in row.cells if c]
    assert {c.target for c in cells} == {t.anchor for t in empty.tracks}
    assert all(len(c.trace) == 12 and c.trace[-1] is not None for c in cells)


def test_the_declared_order_is_kind_then_surety_then_authority_then_independence() -> None:
    """Each step decides only what the ones before left open."""
    from types import SimpleNamespace

    def key(kind: Kind = Kind.REVERSAL, p: float = 0.95, basis: str = "official", n: int = 2) -> tuple[int, ...]:
        shift = SimpleNamespace(kind=kind.value, probability=p, n_before=n, n_after=n)
        words = [SimpleNamespace(basis=basis, directness="direct", role=None, verbatim=True)]
        return consequence(shift, (), (), words)  # type: ignore[arg-type]

    assert key() < key(kind=Kind.SOFTENING, p=0.999, n=50) and key(p=0.995, basis="reported") < key() and key() < key(basis="reported", n=50)
    assert key(n=3) < key(n=2) and key(p=0.97) < key(p=0.95)
    assert WEIGHT["hardening"] == WEIGHT["softening"] and set(WEIGHT) == {k.value for k in Kind}
    assert [surety(p) for p in (0.89, 0.9, 0.99, 0.991)] == [0, 1, 1, 2]


def test_anchors_are_plain_and_no_two_pairs_share_one() -> None:
    """Whatever the ids of a monitor file."""
    pairs = [("a", "b"), ("a.b", "c"), ("a", "b.c"), ("ä", "b"), ("ö", "b"), ('"><script>', "x")]
    made = [anchor(*pair) for pair in pairs]
    assert len(set(made)) == len(made) and all(c.isalnum() or c in "-_." for m in made for c in m)
    assert marked(()) == 24 and marked((("a", "b"),) * TRACKS) == 13 and marked((("a", "b"),) * 999) == 4


def test_month_ends_lead_up_to_the_period_s_end() -> None:
    """Twelve instants, the last one just before the end, in order."""
    from reports.facts import _month_ends

    for end in (date(2025, 9, 1), date(2025, 9, 17), date(2025, 1, 1)):
        ends = _month_ends(end)
        assert len(ends) == 12 and list(ends) == sorted(ends)
        assert ends[-1] + timedelta(microseconds=1) == datetime(end.year, end.month, end.day, tzinfo=UTC)
