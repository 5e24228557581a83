"""The flow under Prefect: batches, retries, quarantine, resumption. The plain stages do the work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.errors import FetchFailed
from extract.web.client import Politeness
from extract.web.documents import Document
from extract.web.documents import read as read_file
from flows import acquiring, batches, config, runs, stages, web
from flows.config import Monitor
from flows.demo.run import write_monitor
from flows.demo.server import CYCLES, SampleSite
from tests.conftest import MONITOR
from warehouse import read
from warehouse.connection import Warehouse
from warehouse.rows import rows_of
from warehouse.staging import Batch, Staged
from warehouse.store import Loaded
from warehouse.verify import verify

AT = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[SampleSite]:
    with SampleSite() as served:
        monkeypatch.setenv(web.CONNECT_TO, served.address)
        yield served


@pytest.fixture
def sample(tmp_path: Path) -> Monitor:
    return config.load(write_monitor(tmp_path / "demo"))


def files_monitor(folder: Path, articles: dict[str, str], outlets: str = "") -> Monitor:
    (folder / "articles").mkdir(exist_ok=True)
    for name, text in articles.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    path = folder / "m.toml"
    path.write_text(MONITOR + outlets, encoding="utf-8")
    return config.load(path)


def test_a_second_cycle_fetches_only_what_is_new(prefect: None, site: SampleSite, sample: Monitor) -> None:
    from flows.monitor import run_cycle as cycle

    site.now = CYCLES[2]
    first = cycle(sample, CYCLES[2])
    assert first.failures == [] and first.loaded.versions > 5 and first.loaded.claims > 5
    before = len(site.requests)
    again = cycle(sample, CYCLES[2] + timedelta(minutes=1))
    assert again.loaded.versions == 0
    since = site.requests[before:]
    asked = {path for _, path, _ in since}
    assert not {p for p in asked if p.count("/") > 1 or "20" in p}, "articles were asked for twice"
    assert {status for _, path, status in since if "robots" not in path} <= {304}
    for moment in CYCLES[3:5]:
        site.now = moment
        third = cycle(sample, moment)
    with Warehouse(sample.warehouse).reading() as connection:
        assert rows_of(connection, "SELECT * FROM revisions"), "the edited article was not looked at again"
        assert verify(connection, sample.actors).problems == ()
    assert third.loaded.versions >= 1


def test_outcomes_are_not_failures(prefect: None, site: SampleSite, sample: Monitor) -> None:
    from flows.monitor import run_cycle as cycle

    site.now = CYCLES[-1]
    assert cycle(sample, CYCLES[-1]).failures == []
    with Warehouse(sample.warehouse).reading() as connection:
        decisions = {r["decision"] for r in rows_of(connection, "SELECT DISTINCT decision FROM fetches")}
        assert {"allowed", "gone", "robots"} <= decisions
        assert read.counts(connection, CYCLES[-1]).other_language == 1
        kept = rows_of(connection, "SELECT url, warc, bytes FROM fetches WHERE decision = 'allowed' AND version_id IS NOT NULL LIMIT 3")
    store = Warehouse(sample.warehouse).pages
    from extract.web.archive import WarcStore

    for row in kept:
        assert len(WarcStore(store).read(row["warc"]).body) == row["bytes"]


def test_an_outlet_that_is_down_does_not_stop_the_rest(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.monitor import run_cycle as cycle

    monkeypatch.setattr(web, "POLITENESS", Politeness(delay=0, retries=0, timeout=2))
    monitor = files_monitor(
        tmp_path, {"a.txt": "Norland supports the border bridge."}, '\n[[outlet]]\nname = "Down"\nfeed = "http://127.0.0.1:9/rss"\nlocal = true\n'
    )
    outcome = cycle(monitor, AT)
    assert [(f.outlet, f.stage) for f in outcome.failures] == [("Down", "discover")]
    assert outcome.loaded.claims == 1
    with Warehouse(monitor.warehouse).reading() as connection:
        assert [t.document for t in read.troubles(connection, AT)] == ["http://127.0.0.1:9/rss"]
        assert read.runs(connection, AT)[0].outcome == "partial"


def test_a_batch_that_breaks_is_set_aside_and_the_next_goes_on(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.monitor import run_cycle as cycle

    monitor = files_monitor(tmp_path, {f"{n:02}.txt": f"Norland supports the border bridge, paper {n} says." for n in range(30)})
    real, calls = batches.read_documents, []

    def breaks(run: runs.Run, outlet: str, documents: list[Document]) -> Batch:
        calls.append(len(documents))
        if documents[0].id.endswith("00.txt"):
            raise RuntimeError("a bug")
        return real(run, outlet, documents)

    monkeypatch.setattr(batches, "read_documents", breaks)
    outcome = cycle(monitor, AT)
    assert calls == [25, 5], "an error that is not transient was retried"
    assert len(outcome.failures) == 25 and {f.reason for f in outcome.failures} == {"RuntimeError: a bug"}
    assert outcome.loaded.versions == 5
    monkeypatch.undo()
    assert cycle(monitor, AT + timedelta(days=1)).loaded.versions == 25, "what was set aside is read the next time"


def test_only_transient_errors_are_retried(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import tasks

    calls = []

    def shaky(run: runs.Run, rows: Staged) -> Loaded:
        calls.append(1)
        if len(calls) < 2:
            raise FetchFailed("not now")
        return Loaded(versions=7)

    monkeypatch.setattr(runs, "load_staged", shaky)
    loaded = tasks.load.with_options(retry_delay_seconds=0)
    from prefect import flow

    @flow
    def once() -> Loaded:
        return loaded(None, Staged("test 1", AT))

    assert once().versions == 7 and len(calls) == 2


def test_one_bad_document_does_not_take_its_neighbours_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor = files_monitor(tmp_path, {"a.txt": "Norland supports the border bridge."})
    (tmp_path / "rows.jsonl").write_text(
        '{"id": "1", "text": "Norland opposes the border bridge.", "published": "2025-01-01"}\nnot json\n{"id": "3"}\n{"id": "4", "text": "ok", "published": "soon"}\n'
    )
    run = runs.Run(monitor, Warehouse(monitor.warehouse), "ingest", AT)
    documents = list(read_file(tmp_path / "rows.jsonl", "Gazette", fetched_at=AT))
    batch = batches.read_documents(run, "Gazette", documents)
    assert len(batch.coded) == 1 and len(batch.failures) == 3
    assert all("rows.jsonl" in f.reason and "line" in f.reason for f in batch.failures), [f.reason for f in batch.failures]


def test_unreadable_html_is_named_and_kept_out(tmp_path: Path) -> None:
    monitor = files_monitor(tmp_path, {"a.html": "<html><body></body></html>", "b.html": "\x00\x01\x02", "c.txt": "Norland supports the border bridge."})
    run = runs.Run(monitor, Warehouse(monitor.warehouse), "ingest", AT)
    batch = batches.read_documents(run, "Gazette", list(read_file(tmp_path / "articles", "Gazette", fetched_at=AT)))
    assert len(batch.coded) == 1 and sorted(Path(f.document).name for f in batch.failures) == ["a.html", "b.html"]


def test_an_empty_feed_is_said_and_is_no_failure(tmp_path: Path) -> None:
    from tests.servers import Reply, serve

    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'
    with serve({"/rss": Reply(feed, 200, {"Content-Type": "application/rss+xml"})}) as server:
        monitor = files_monitor(tmp_path, {}, f'\n[[outlet]]\nname = "Quiet"\nfeed = "{server.url}/rss"\nlocal = true\ndelay = 0\n')
        run = runs.Run(monitor, Warehouse(monitor.warehouse), "run", AT)
        stages.begin(run)
        with web.Web("test@example.org", AT) as net:
            offered = acquiring.offers(run, net, monitor.outlets[1:])
    assert offered.batch.failures == () and "lists no articles" in offered.notices[0]


def test_max_articles_since_include_and_exclude(tmp_path: Path) -> None:
    from extract.model import Item, When

    items = [Item(f"https://x.example/{kind}/{n}", "X", published=When.parse(f"2025-01-0{n}")) for kind in ("news", "sport") for n in range(1, 6)]
    outlet = config.OutletConfig(
        "X", feeds=("https://x.example/rss",), include=("/news/",), exclude=("/5$",), since=When.parse("2025-01-02").day, max_articles=2
    )
    run = runs.Run(files_monitor(tmp_path, {}), Warehouse(tmp_path / "w.duckdb"), "run", AT)
    stages.begin(run)
    runs.load(run, Batch(offers=tuple(items)))
    assert [each.item.url for each in acquiring.due(run, [outlet])] == ["https://x.example/news/4", "https://x.example/news/3"], "the newest first"


def test_changing_the_monitor_recodes_without_a_shift(tmp_path: Path) -> None:
    from flows.ingesting import ingest

    texts = {f"{n}.txt": t for n, t in enumerate(["Norland supports the border bridge.", "Sudland opposes the border bridge."])}
    monitor = files_monitor(tmp_path, texts)
    first, _ = ingest(monitor, [str(tmp_path / "articles")], outlet="Gazette", published="2025-01-01", at=AT, advance=lambda n: None)
    assert first.claims == 2
    changed = files_monitor(tmp_path, texts, '\n[[actor]]\nid = "westland"\nname = "Westland"\n')
    later = AT + timedelta(days=1)
    ingest(changed, [str(tmp_path / "articles")], outlet="Gazette", published="2025-01-01", at=later, advance=lambda n: None)
    with Warehouse(monitor.warehouse).reading() as connection:
        assert len(rows_of(connection, "SELECT DISTINCT coder FROM claims")) == 2
        assert len(rows_of(connection, "SELECT * FROM claims WHERE superseded_at IS NULL")) == 2
        assert [s for s in read.shifts(connection, later) if s.detected_at == later and s.cause != "coder"] == []
