"""The site beside the reports: addresses that hold, every link leads somewhere, the same bytes, only what changed is written."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urldefrag

import feedparser
import pytest
from lxml import html as lxml_html

from flows import config, reporting, site
from flows.config import Monitor
from reports import site as pages
from reports.model import Report
from tests.difficult import Difficult
from tests.report_world import FIRST, OPPOSE, SECOND, SUPPORT, THIRD, early, later, load, said
from tests.test_notify import monitor_of
from warehouse.connection import Warehouse

pytestmark = pytest.mark.heavy

FOURTH = THIRD.replace(month=10)


@pytest.fixture
def monitor(tmp_path: Path) -> Monitor:
    return monitor_of(tmp_path, "")


def run(monitor: Monitor, at: object, articles: list[object], **more: str) -> Report:
    load(Warehouse(monitor.warehouse), f"run {at}", at, articles, **more)  # type: ignore[arg-type]
    return reporting.report_of_run(monitor, at)[1]  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything of the site by path, with the bytes and when they were written."""
    found = [p for p in folder.rglob("*") if p.is_file() and (p.parent != folder or p.name in ("index.html", "feed.atom"))]
    return {str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns) for p in found}


def test_every_page_is_there_and_every_link_leads_to_something(monitor: Monitor) -> None:
    run(monitor, FIRST, early())
    whole = run(monitor, SECOND, later())
    out = monitor.reports
    assert {"actor/eastland.html", "actor/westmark.html", "issue/bridge.html", "issue/tolls.html", "index.html", "feed.atom"} <= set(files(out))
    assert {f"shift/{c.shift_id}.html" for c in (*whole.headlines, *whole.firsts)} <= set(files(out))
    for path in [out / name for name in files(out) if name.endswith(".html")]:
        page = lxml_html.document_fromstring(path.read_text(encoding="utf-8"))
        for href in page.xpath("//a/@href | //link/@href"):
            if re.match(r"https?://|data:", href):
                continue
            target, anchor = urldefrag(href)
            there = (path.parent / unquote(target)).resolve() if target else path
            assert there.is_file() and out.resolve() in (there, *there.parents), (path.name, href)
            if anchor:
                assert lxml_html.document_fromstring(there.read_bytes()).xpath("//*[@id=$id]", id=unquote(anchor)), (path.name, href)


def test_the_feed_leads_to_the_pages_of_the_shifts(monitor: Monitor) -> None:
    run(monitor, FIRST, early())
    whole = run(monitor, SECOND, later())
    read = feedparser.parse((monitor.reports / "feed.atom").read_bytes())
    assert not read.bozo and len(read.entries) == len(whole.headlines) + len(whole.firsts)
    for entry in read.entries:
        (page,) = [link.href for link in entry.links if link.rel == "alternate"]
        assert (monitor.reports / page).is_file() and entry.id.rpartition(":")[2] in page


def test_the_index_lists_the_reports_newest_first_with_their_headlines(monitor: Monitor) -> None:
    run(monitor, FIRST, early())
    run(monitor, SECOND, later())
    run(monitor, THIRD, [])
    (monitor.reports / "by-hand <b>.html").write_text("<p>by hand")
    reporting.report_of_run(monitor, THIRD)
    page = lxml_html.document_fromstring((monitor.reports / "index.html").read_text(encoding="utf-8"))
    reports = page.xpath("//section[@id='reports']//details//li[@data-find]")
    assert [li.xpath("string(a[1]/@href)") for li in reports] == ["2025-09-01T0600Z.html", "2025-07-01T0600Z.html", "2025-04-01T0600Z.html"]
    quiet, turned, first = (li.text_content() for li in reports)
    assert "no position changed" in quiet and "0 claims checked" in quiet
    assert "1 position changed" in turned and "The United Eastland moved from support to opposition" in turned
    assert "2 taken for the first time" in first
    assert page.xpath("//section[@id='reports']//li/a[@href='by-hand%20%3Cb%3E.html']")


def test_search_needs_no_network_and_the_list_no_script(monitor: Monitor) -> None:
    """The box is hidden until the script shows it; the page's policy allows that one script, and no request."""
    run(monitor, FIRST, early())
    for name in files(monitor.reports):
        if not name.endswith(".html"):
            continue
        page = lxml_html.document_fromstring((monitor.reports / name).read_text(encoding="utf-8"))
        scripts = page.xpath("//script")
        policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert "default-src 'none'" in policy and not page.xpath("//@src | //iframe | //*[starts-with(name(@*), 'on')]")
        if name != "index.html":
            assert not scripts and "script-src 'none'" in policy
            continue
        (script,) = scripts
        assert f"script-src 'sha256-{b64encode(sha256(script.text.encode()).digest()).decode()}'" in policy
        assert not re.search(r"fetch|XMLHttp|import|eval|innerHTML|https?:|cookie|localStorage", script.text)
        assert page.xpath("//form[@role='search'][@hidden]//input[@type='search']") and not page.xpath("//li[@data-find][@hidden]")


def test_the_same_inputs_give_the_same_bytes_and_nothing_is_written_twice(monitor: Monitor, tmp_path: Path) -> None:
    run(monitor, FIRST, early())
    whole = run(monitor, SECOND, later())
    before = files(monitor.reports)
    assert site.write(whole, monitor.reports, tmp_path / "elsewhere.json") == []
    assert reporting.report_of_run(monitor, SECOND)[1] == whole and files(monitor.reports) == before
    assert pages.pages(whole, ()) == pages.pages(whole, ())


def test_only_what_changed_is_written_anew(monitor: Monitor) -> None:
    """A quiet run touches the index; one with news of the bridge touches no page about the tolls."""
    run(monitor, FIRST, early())
    run(monitor, SECOND, later())
    before = files(monitor.reports)
    run(monitor, THIRD, [])
    quiet = files(monitor.reports)
    assert {name for name in quiet if quiet[name] != before.get(name)} == {"index.html"}
    run(monitor, FOURTH, [said("2025-09-05", "The bridge stays shut for good and all, Quill said again", OPPOSE, known=FOURTH)])
    after = files(monitor.reports)
    changed = {name for name in after if after[name] != quiet.get(name)}
    assert {"index.html", "actor/eastland.html", "issue/bridge.html"} <= changed
    assert not {"actor/westmark.html", "issue/tolls.html"} & changed


def test_an_address_holds_for_good(monitor: Monitor) -> None:
    """A shift taken back keeps its page, which says so; one that is no longer told of keeps it too; the reports that told of it are named."""
    run(monitor, FIRST, early())
    whole = run(monitor, SECOND, later())
    address = monitor.reports / "shift" / f"{whole.headlines[0].shift_id}.html"
    assert "A headline of the" in address.read_text(encoding="utf-8")
    turned = [(v, replace(c, claims=tuple(replace(k, coder="test 2", stance=SUPPORT) for k in c.claims))) for v, c in [*early(), *later()]]
    run(monitor, THIRD, turned, coder="test 2", cause="coder")
    page = lxml_html.document_fromstring(address.read_text(encoding="utf-8"))
    assert "Taken back on 1 Sep 2025: a new coder, or people who checked it, read otherwise." in page.text_content()
    nothing = replace(whole, headlines=(), firsts=(), board=replace(whole.board, rows=()))
    site.write(nothing, monitor.reports, monitor.folder / "m.json")
    assert "This change is no longer reported" in address.read_text(encoding="utf-8")
    assert "no longer followed" in (monitor.reports / "actor" / "eastland.html").read_text(encoding="utf-8")


def test_the_pages_of_another_monitor_in_the_same_folder_are_left_alone(monitor: Monitor, tmp_path: Path) -> None:
    """Only a monitor's own pages are said to be no longer followed."""
    whole = run(monitor, FIRST, early())
    address = monitor.reports / "shift" / f"{whole.firsts[0].shift_id}.html"
    before = address.read_bytes()
    nothing = replace(whole, headlines=(), firsts=(), board=replace(whole.board, rows=()))
    site.write(replace(nothing, monitor="Another <watch>"), monitor.reports, tmp_path / "m.json")
    assert address.read_bytes() == before
    site.write(nothing, monitor.reports, tmp_path / "m.json")
    assert "This change is no longer reported" in address.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("identifier", "kept"),
    [
        ("united-states", True), ("nato.2", True), ("a", True), ("A", False), ("../../etc/passwd", False), ("a/b", False), ("a\\b", False), ("con", False),
        ("nul.txt", False), ("", False), (".", False), ("..", False), ("a.", False), ("a b", False), ("é", False), ("a" * 200, False), ("<b>", False), ("a\n", False),
    ],
)  # fmt: skip
def test_ids_become_names_that_every_system_can_hold(identifier: str, kept: bool) -> None:
    name = pages.slug(identifier)
    assert (name == identifier) is kept
    assert re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,80}", name) and pages.slug(identifier) == name


def test_nothing_breaks_out_of_a_page() -> None:
    """Difficult names, titles, quotes: no markup of theirs, no address but http and https, every quote as it stands."""
    for seed in range(40):
        made = Difficult(seed)
        report = made.report()
        for path, text in pages.pages(report, [], [made.text().replace("/", "") + ".html"]).items():
            assert re.fullmatch(r"(index\.html|feed\.atom|(actor|issue|shift)/[a-z0-9_.-]+\.html)", path), path
            if path.endswith(".atom"):
                continue
            page = lxml_html.document_fromstring(text)
            assert not page.xpath("//img | //iframe | //*[starts-with(name(@*), 'on')]") and len(page.xpath("//script")) == (path == "index.html")
            for href in page.xpath("//a/@href"):
                assert re.match(r"https?://|\.\./|[a-z]+/|#|[a-zA-Z0-9_.%~-]+\.(html|atom)|index\.html#", href), href
            for node in page.xpath("//bdi[@data-claim]"):
                quote = made.quotes[node.get("data-claim")]
                assert node.text_content() == re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", lambda m: f"⟦U+{ord(m[0]):04X}⟧", quote.text)


def test_what_is_damaged_in_the_folder_is_passed_over(monitor: Monitor) -> None:
    """A report's JSON that is none, and a memory that is none: the index is made of the rest."""
    run(monitor, FIRST, early())
    run(monitor, SECOND, later())
    for wrong in ("{", "[]", '{"schema": 2}', '{"schema": 1, "headlines": 3}', json.dumps({"schema": 1, "period": {"start": "x", "end": "y"}})):
        (monitor.reports / "2025-04-01T0600Z.json").write_text(wrong)
        (Warehouse(monitor.warehouse).state / "reports.json").write_text(wrong)
        reporting.report_of_run(monitor, SECOND)
        page = (monitor.reports / "index.html").read_text(encoding="utf-8")
        assert "2025-07-01T0600Z.html" in page and "2025-04-01T0600Z.html" in page


def test_only_new_reports_are_read(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year of hourly reports is not read again every hour."""
    run(monitor, FIRST, early())
    run(monitor, SECOND, later())
    read: list[object] = []
    real = site._needed
    monkeypatch.setattr(site, "_needed", lambda data: read.append(data["known_at"]) or real(data))
    run(monitor, THIRD, [])
    assert read == ["2025-09-01T06:00:00+00:00"]


def test_a_folder_that_cannot_be_written_is_one_sentence(monitor: Monitor, tmp_path: Path) -> None:
    whole = run(monitor, FIRST, early())
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(config.MonitorError, match=r"cannot write .*name another place with --reports"):
        site.write(whole, tmp_path / "taken", tmp_path / "m.json")
    assert list(monitor.reports.iterdir()) and not list(monitor.reports.rglob("*.tmp"))
