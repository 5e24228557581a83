"""Two invented countries, a bridge and hostile articles: a small warehouse for the tests of reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from extract.claims import Coded
from extract.model import Abstention, Actor, Basis, Claim, Directness, Issue, Outlet, Speaker, Stance, Version, When, digest
from reports.build import Report, build
from reports.model import Quote
from warehouse import ledger, staging, store
from warehouse.connection import Warehouse

ATOM = "{http://www.w3.org/2005/Atom}"
CODER = "test 1"
FIRST, SECOND, THIRD = (datetime(2025, month, 1, 6, tzinfo=UTC) for month in (4, 7, 9))
OVERRIDE = "\u202e"
ATTACKS = (
    "<script>alert('a')</script> is what the harbour deserves, she said",
    '</blockquote></main><img src=x onerror=alert(1)> the bridge is closed to "us", he said',
    "[free](javascript:alert(1)) tolls ](javascript:alert(2)) on the bridge, he said",
    f"the bridge {OVERRIDE}egdirb\u202c shall \u2066open\u2069 at last, the mayor said",
    "| cells | `code` **bold** _under_ <b>tag</b> &amp; &lt; ]]> --> and a bridge, she said",
    "# no heading\n- no list\n1. no number: the bridge stays shut, he said",
    "{{ 7 * 7 }} {% raw %} ${x} %s is no template, the bridge office said",
)
ACTORS = (
    Actor("eastland", "United Eastland", speakers=(Speaker("Ada Quill", "President", date(2020, 1, 1)), Speaker("Bo Reed", "Envoy"))),
    Actor("westmark", "Westmark <i>& Sons</i>"),
    Actor("silent", "Silent Isles"),
)
ISSUES = (
    Issue("bridge", "The bridge is opened", ("bridge",)),
    Issue("tolls", "Tolls are ended | for [all](x)", ("tolls",)),
    Issue("ferry", "The ferry sails", ("ferry",)),
)
SUPPORT, OPPOSE, NEUTRAL = Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL

Said = tuple[Version, Coded]


def said(
    day: str, quote: str, stance: Stance = SUPPORT, *, actor: str = "eastland", issue: str = "bridge", outlet: str = "Daily Kite",
    speaker: str | None = "Ada Quill", known: datetime = FIRST, conditional: bool = False, hedged: bool = False,
) -> Said:  # fmt: skip
    """A version that holds one claim: the quote stands between two sentences."""
    text = f"It rained on {day}.\n{quote}\nThe meeting ended late."
    address = f"https://{outlet.lower().replace(' ', '-')}.example/{day}/{digest(quote)}"
    when = When.parse(day)
    version = Version(address, outlet, text, known, title=f"News of {day} {ATTACKS[0]}", published=when)
    start = text.index(quote)
    claim = Claim(
        version.version_id, actor, speaker, issue, stance, 2, conditional, hedged, Directness.DIRECT, Basis.OFFICIAL, "said",
        quote, start, start + len(quote), when, 0.9, CODER,
    )  # fmt: skip
    return version, Coded((claim,), (Abstention(version.version_id, "ferry", 0, 4, "unknown: rain"),))


def load(
    warehouse: Warehouse, run: str, at: datetime, articles: list[Said], coder: str = CODER, failures: tuple[staging.Failure, ...] = (), cause: str = "evidence"
) -> None:
    """One run at a moment: load, infer, publish."""
    with warehouse.writing() as connection:
        store.configure(connection, [Outlet("Daily Kite"), Outlet("The Plain")], ACTORS, ISSUES)
        store.begin_run(connection, run, "run", at, coder, "0.1", "d1")
        loaded = store.load(connection, staging.stage(staging.Batch(coded=tuple(articles), failures=failures), run_id=run, coder=coder, at=at))
        ledger.infer(connection, ACTORS, since=at, at=at, cause=cause)
        store.end_run(connection, run, at, loaded)
    warehouse.publish()


def early() -> list[Said]:
    """Eastland supports the bridge in many words, some of them hostile."""
    return [
        said("2025-01-10", ATTACKS[0]),
        said("2025-01-20", ATTACKS[3], outlet="The Plain"),
        said("2025-02-03", ATTACKS[4], speaker="Bo Reed"),
        said("2025-02-10", "The tolls must go this year, Westmark said plainly", actor="westmark", issue="tolls", speaker=None),
        said("2025-03-05", "We shall open the bridge for everybody in May, Quill said", outlet="The Plain"),
    ]


def later() -> list[Said]:
    """Eastland turns against it; one article is a copy; Westmark says the same again."""
    words = "We shall close the bridge for everybody in May, Quill said"
    return [
        said("2025-05-06", words, OPPOSE, known=SECOND),
        said("2025-05-07", words, OPPOSE, outlet="The Plain", known=SECOND),
        said("2025-05-20", ATTACKS[1], OPPOSE, known=SECOND),
        said("2025-06-02", ATTACKS[2], OPPOSE, outlet="The Plain", known=SECOND),
        said("2025-06-09", ATTACKS[5], OPPOSE, known=SECOND),
        said("2025-06-12", "Tolls remain an insult to travellers, Westmark's office wrote", actor="westmark", issue="tolls", speaker=None, known=SECOND),
    ]


FAILURES = (staging.Failure("The Plain", "https://plain.example/<b>", "fetch", "timed out ](javascript:x)"),)


@contextmanager
def filled(folder: Path, *, runs: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published snapshot after so many runs."""
    warehouse = Warehouse(folder / "w.duckdb")
    load(warehouse, "r1", FIRST, early(), failures=FAILURES)
    if runs > 1:
        load(warehouse, "r2", SECOND, later())
    if runs > 2:
        more = [said("2025-08-05", "The bridge is a mistake, and we are done with it, Quill said", OPPOSE, known=THIRD), *early()[:1]]
        load(warehouse, "r3", THIRD, more)
    with warehouse.reading() as connection:
        yield connection


def ask(
    connection: duckdb.DuckDBPyConnection, start: date | None = date(2025, 4, 1), end: date = date(2025, 7, 1), known_at: datetime = SECOND, **more: object
) -> Report:
    """A report of the test monitor."""
    return build(connection, monitor="Harbour <watch>", start=start, end=end, known_at=known_at, program="0.1", monitor_digest="d1", **more)  # type: ignore[arg-type]


def quotes_of(report: Report) -> list[Quote]:
    """All quotes that the headline section prints."""
    sides = [side for c in report.headlines for side in (c.before, c.after)]
    return [s.quote for s in sides if s.quote] + [h.quote for s in sides for h in s.others]
