"""The demonstration finds every shift that its sample site holds, and none besides; a second run changes nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from flows import config
from flows.demo.server import CYCLES
from warehouse import read
from warehouse.connection import Warehouse
from warehouse.rows import rows_of
from warehouse.verify import verify

EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads(files("flows.demo").joinpath("expected.toml").read_text(encoding="utf-8"))


@dataclass
class Demo:
    """One run of ``volteface demo`` in a process of its own."""

    folder: Path
    first: subprocess.CompletedProcess[str]
    report: str


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "flows.cli", "demo", str(folder)], capture_output=True, text=True, timeout=400, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "d"
    first = run(folder)
    assert first.returncode == 0, first.stderr
    return Demo(folder, first, Path(first.stdout.splitlines()[-1]).read_text(encoding="utf-8"))


@pytest.fixture
def warehouse(demo: Demo) -> Warehouse:
    return Warehouse(demo.folder / "volteface.duckdb")


def test_it_prints_three_headlines_and_the_report_s_bare_path(demo: Demo) -> None:
    lines = demo.first.stdout.splitlines()
    assert len([line for line in lines if line.startswith("  • ")]) == 3
    assert Path(lines[-1]).is_file() and lines[-1].endswith(".html")
    assert "Traceback" not in demo.first.stderr


def test_every_expected_shift_is_found_and_none_besides(warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        found = [s for s in read.shifts(connection, CYCLES[-1]) if s.speaker is None and s.from_stance and not s.withdrawn_at]
    wanted = {(s["actor"], s["issue"], s["kind"], s["from_stance"], s["to_stance"]) for s in EXPECTED["shift"]}
    assert {(s.actor, s.issue, s.kind, s.from_stance, s.to_stance) for s in found} == wanted
    days = {(s["actor"], s["issue"]): (s["earliest"], s["latest"]) for s in EXPECTED["shift"]}
    for shift in found:
        earliest, latest = days[shift.actor, shift.issue]
        assert abs((shift.latest - latest).days) <= 1, shift
        assert shift.earliest is not None and abs((shift.earliest - earliest).days) <= 2, shift


def test_every_first_stance_is_found_and_none_besides(warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        found = {(s.actor, s.issue, s.to_stance) for s in read.shifts(connection, CYCLES[-1]) if s.speaker is None and not s.from_stance and not s.withdrawn_at}
    assert found == {(f["actor"], f["issue"], f["stance"]) for f in EXPECTED["first"]}


def test_what_stands_steady_is_held_to_the_end(warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        held = {(p.actor, p.issue): p.stance for p in read.positions(connection, CYCLES[-1], CYCLES[-1]) if p.speaker is None}
    assert {(s["actor"], s["issue"]): held.get((s["actor"], s["issue"])) for s in EXPECTED["steady"]} == {
        (s["actor"], s["issue"]): s["stance"] for s in EXPECTED["steady"]
    }


def test_the_special_pages_came_out_as_they_should(warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        decisions = {r["decision"]: r["n"] for r in rows_of(connection, "SELECT decision, count(DISTINCT url) AS n FROM fetches GROUP BY 1")}
        assert decisions["gone"] == 2 and decisions["robots"] == 1 and "failed" not in decisions
        assert read.counts(connection, CYCLES[-1]).other_language == 1
        assert read.counts(connection, CYCLES[-1]).undated == 1
        edits = rows_of(connection, "SELECT article_id, count(*) AS n FROM revisions GROUP BY 1")
        assert [e["n"] for e in edits] == [2]
        wire = rows_of(connection, "SELECT utterance_id, count(DISTINCT outlet) AS n FROM claims GROUP BY 1 HAVING n >= 3")
        assert wire, "the wire story's claims are not seen as copies of one utterance"
        story = rows_of(connection, "SELECT story_id FROM versions GROUP BY 1 HAVING count(DISTINCT outlet) >= 3")
        assert len(story) == 1, "the wire story is not seen as one story"


def test_verify_finds_nothing_wrong(demo: Demo, warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        assert verify(connection, config.load(demo.folder / "volteface.toml").actors).problems == ()


def test_a_second_run_fetches_no_article_and_writes_the_same_report(demo: Demo) -> None:
    count = "SELECT count(*) AS n FROM fetches WHERE decision NOT IN ('not-modified')"
    with Warehouse(demo.folder / "volteface.duckdb").reading() as connection:
        before = rows_of(connection, count)
    second = run(demo.folder)
    assert second.returncode == 0, second.stderr
    assert second.stdout == demo.first.stdout
    assert Path(second.stdout.splitlines()[-1]).read_text(encoding="utf-8") == demo.report
    with Warehouse(demo.folder / "volteface.duckdb").reading() as connection:
        assert rows_of(connection, count) == before


def test_the_report_links_to_pages_that_open_without_the_server(demo: Demo) -> None:
    links = set(re.findall(r'href="(pages/[^"#]+)', demo.report))
    assert links
    for link in links:
        page = demo.folder / "out" / link
        assert "Sample article" in page.read_text(encoding="utf-8-sig")


def test_an_earlier_known_at_makes_the_earlier_report(demo: Demo, tmp_path: Path) -> None:
    from flows import reporting

    monitor = config.load(demo.folder / "volteface.toml")
    moment = CYCLES[8]
    made = reporting.make(monitor, start=None, end=moment.date() + timedelta(days=1), known_at=moment)
    assert all(h.latest <= moment.date() for h in made.headlines)


def test_every_form_of_the_report_is_there_valid_and_as_known_then(demo: Demo) -> None:
    """The JSON is as its schema says; asked for later with ``--known-at``, every form is the same byte for byte."""
    import jsonschema

    from flows import reporting
    from reports import schema
    from reports.render import render

    out = demo.folder / "out"
    monitor = config.load(demo.folder / "volteface.toml")
    (stem,) = [p.stem for p in out.glob("*.json")]
    jsonschema.Draft202012Validator(schema.load()).validate(json.loads((out / f"{stem}.json").read_text(encoding="utf-8")))
    moment = CYCLES[-1]
    made = reporting.make(monitor, start=None, end=moment.date() + timedelta(days=1), known_at=moment, base=out)
    for form in reporting.FORMATS:
        assert render(made, form) == (out / f"{stem}.{form}").read_text(encoding="utf-8"), form


def test_the_site_has_a_page_for_every_shift(demo: Demo, warehouse: Warehouse) -> None:
    with warehouse.reading() as connection:
        shifts = [s.shift_id for s in read.shifts(connection, CYCLES[-1]) if s.speaker is None]
    assert {p.stem for p in (demo.folder / "out" / "shift").iterdir()} == set(shifts)
    assert (demo.folder / "out" / "index.html").is_file() and (demo.folder / "out" / "feed.atom").is_file()
