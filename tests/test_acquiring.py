"""Acquisition over several cycles, against a real server: nothing lost, nothing twice, nothing invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from extract.web.politeness import Politeness
from flows import acquiring, batches, config, reporting, runs, stages, web
from flows.config import Monitor
from flows.runs import Run
from tests.conftest import MONITOR
from tests.servers import Asked, Replies, Reply, Site, serve
from warehouse import read
from warehouse.connection import Warehouse
from warehouse.rows import rows_of
from warehouse.verify import verify

AT = datetime(2025, 6, 1, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUPPORTS = "Norland supports the border bridge, its government said on Saturday in a long statement to the press."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "POLITENESS", Politeness(delay=0, retries=0, retry_wait=0, timeout=3, longest_wait=1))


def feed(site: str, paths: Sequence[str], guid: str = "") -> bytes:
    items = "".join(
        f'<item><title>Story {path}</title><link>{site}{path}</link><guid isPermaLink="false">{guid}{path}</guid>'
        f"<pubDate>{format_datetime(AT - HOUR)}</pubDate></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'.encode()


def tagged(body: Callable[[], bytes]) -> Callable[[Asked], Reply]:
    """A page with an entity tag, which answers 304 where the tag is known."""

    def reply(asked: Asked) -> Reply:
        tag = f'"{hash(body())}"'
        return Reply(status=304) if asked.headers.get("if-none-match") == tag else Reply(body(), headers={"ETag": tag})

    return reply


def article(text: str = SUPPORTS) -> bytes:
    return f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1><p>{text}</p></article></body></html>".encode()


def monitor(folder: Path, *outlets: str, head: str = "") -> Monitor:
    path = folder / "m.toml"
    text = MONITOR.replace('files = ["articles/*.txt"]', "files = []").replace('contact = "test@example.org"', f'contact = "test@example.org"\n{head}')
    path.write_text(text + "".join(f'\n[[outlet]]\nname = "{name}"\nlocal = true\ndelay = 0\n{rest}\n' for name, rest in (o.split("|") for o in outlets)))
    return config.load(path)


def cycle(watched: Monitor, at: datetime) -> Any:
    from flows.monitor import run_cycle as cycle

    return cycle(watched, at)


@contextmanager
def discovered(run: Run, watched: Monitor) -> Iterator[web.Web]:
    """A cycle that has gone as far as what is offered."""
    stages.begin(run)
    with web.Web("t@example.org", AT) as net:
        runs.load(run, acquiring.offers(run, net, watched.outlets[1:]).batch)
        yield net


def rows(watched: Monitor, sql: str) -> list[dict[str, Any]]:
    with Warehouse(watched.warehouse).reading() as connection:
        return rows_of(connection, sql)


def pages(site: Site) -> list[str]:
    return [path for path in site.paths if path not in ("/robots.txt", "/rss")]


def test_what_was_offered_is_fetched_although_the_feed_says_304(prefect: None, tmp_path: Path) -> None:
    """A cycle that dies between the feed and its articles, and a feed that has not changed since."""
    replies: Replies = {f"/{n}": Reply(article(f"{SUPPORTS} It is number {n}.")) for n in range(3)}
    with serve(replies) as site:
        replies["/rss"] = tagged(lambda: feed(site.url, ["/0", "/1", "/2"]))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        run = Run(watched, Warehouse(watched.warehouse), "run", AT)
        with discovered(run, watched):
            assert pages(site) == []
        outcome = cycle(watched, AT + HOUR)
        assert sorted(pages(site)) == ["/0", "/1", "/2"] and outcome.loaded.versions == 3
    assert [r["decision"] for r in rows(watched, "SELECT decision FROM fetches WHERE role = 'listing' ORDER BY started_at")] == ["allowed", "not-modified"]


def test_what_was_fetched_and_not_loaded_is_read_from_the_archive(prefect: None, tmp_path: Path) -> None:
    """A cycle that dies between the fetch and the load asks nobody twice."""
    replies: Replies = {f"/{n}": Reply(article(f"{SUPPORTS} It is number {n}.")) for n in range(3)}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, ["/0", "/1", "/2"]))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        run = Run(watched, Warehouse(watched.warehouse), "run", AT)
        with discovered(run, watched) as net:
            assert len(list(acquiring.fetched(run, net, acquiring.due(run, watched.outlets[1:])))) == 3
        outcome = cycle(watched, AT + HOUR)
        assert outcome.loaded.versions == 3 and sorted(pages(site)) == ["/0", "/1", "/2"]
        assert "interrupted" in outcome.notices[0]
        assert cycle(watched, AT + 2 * HOUR).loaded.versions == 0
    assert {r["title"] for r in rows(watched, "SELECT title FROM versions")} == {"The bridge"}
    assert rows(watched, "SELECT notices FROM runs ORDER BY started_at")[1]["notices"] == outcome.notices


def test_a_page_that_was_no_article_is_not_asked_for_by_its_tag(prefect: None, tmp_path: Path) -> None:
    """A 304 after a stub would mean that the stub is what we wanted."""
    body = [b"<html><body><p>Please wait.</p></body></html>"]
    replies: Replies = {"/a": tagged(lambda: body[0])}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, ["/a"]))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        assert cycle(watched, AT).loaded.versions == 0
        assert cycle(watched, AT + HOUR).loaded.versions == 0 and pages(site) == ["/a"], "not yet: it waits for a day"
        assert cycle(watched, AT + DAY).loaded.versions == 0
        assert "if-none-match" not in site.asked[-1].headers
        body[0] = article()
        assert cycle(watched, AT + 9 * DAY).loaded.versions == 1
        cycle(watched, AT + 10 * DAY)
        assert "if-none-match" in site.asked[-1].headers, "now it is had, and only its change is of interest"


def test_silent_edits_deletions_and_restorations_are_found(prefect: None, tmp_path: Path) -> None:
    """By looking again after hours, a day and a week; the claims stay with the version that they were in."""
    replies: Replies = {"/a": Reply(article()), "/front": Reply(article(SUPPORTS + " So it did in May."))}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, ["/a", "/front"]))
        replies["/"] = Reply(article("All the news of the day, and much more of it than anybody can read."))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"', head='revisit = ["3h", "1d", "2d", "7d"]')
        cycle(watched, AT)
        replies["/a"] = Reply(article(SUPPORTS.replace("supports", "opposes")))
        assert cycle(watched, AT + 4 * HOUR).loaded.versions == 1
        replies["/a"] = Reply(b"removed at the request of the ministry", 410)
        replies["/front"] = Reply(status=302, headers={"Location": "/"})
        deleted = cycle(watched, AT + DAY)
        assert deleted.failures == [], "a deletion is an outcome"
        assert cycle(watched, AT + DAY + HOUR).failures == []
        replies["/a"] = Reply(article(SUPPORTS.replace("supports", "opposes")))
        cycle(watched, AT + 2 * DAY + HOUR)
    found = rows(
        watched, "SELECT v.url, kind, summary, after_version FROM revisions r JOIN versions v ON v.version_id = before_version ORDER BY r.loaded_at, url"
    )
    assert [(r["url"].removeprefix(site.url), r["kind"]) for r in found] == [
        ("/a", "edit"), ("/a", "deletion"), ("/front", "deletion"), ("/a", "restoration"),
    ]  # fmt: skip
    assert found[0]["summary"] == "−supports +opposes" and "front page" in found[2]["summary"]
    with Warehouse(watched.warehouse).reading() as connection:
        assert verify(connection, watched.actors).problems == ()
        assert len(rows_of(connection, "SELECT DISTINCT version_id FROM claims WHERE superseded_at IS NULL")) == 3


def test_a_better_cleaner_is_no_edit_and_no_change_of_mind(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages in the archive are cleaned anew: nobody is asked, what was said moves to the new text, and nothing is told as news."""
    replies: Replies = {"/a": Reply(article()), "/b": Reply(article("Norland opposes the border bridge, its president wrote in a long letter to the press."))}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, ["/a", "/b"]))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        cycle(watched, AT)
        asked = len(pages(site))
        for module in ("extract.clean", "flows.stages", "warehouse.staging"):
            monkeypatch.setattr(f"{module}.CLEANER", "clean 2")
        clean = batches.clean
        monkeypatch.setattr(batches, "clean", lambda page, **hints: replace(v := clean(page, **hints), text=v.text.replace("Norland", "  Norland")))
        cycle(watched, AT + HOUR)
        assert len(pages(site)) == asked
        replies["/a"] = Reply(article(SUPPORTS + " It said no more."))
        cycle(watched, AT + 4 * HOUR)
    later = AT + 4 * HOUR
    with Warehouse(watched.warehouse).reading() as connection:
        kinds = rows_of(connection, "SELECT kind, summary FROM revisions")
        assert [(r["kind"], r["summary"]) for r in kinds] == [("edit", "+It said no more .")], "only what the outlet did"
        live = rows_of(connection, "SELECT v.cleaner FROM claims c JOIN versions v USING (version_id) WHERE c.superseded_at IS NULL")
        assert {r["cleaner"] for r in live} == {"clean 2"} and len(live) == 3
        assert [s for s in read.shifts(connection, later) if s.detected_at > AT and s.cause != "coder"] == []
        assert verify(connection, watched.actors).problems == ()


def test_an_outlet_that_fails_and_fails_is_left_alone_and_tried_again(prefect: None, tmp_path: Path) -> None:
    """Its state is in the warehouse: another process knows it too. The other outlet does not notice."""
    replies: Replies = {f"/bad/{n}": Reply(status=503) for n in range(30)} | {"/good/1": Reply(article())}
    with serve(replies) as bad, serve(replies) as good:
        bad.replies = dict(replies) | {"/rss": Reply(feed(bad.url, [f"/bad/{n}" for n in range(30)]))}
        good.replies = dict(replies) | {"/rss": Reply(feed(good.url, ["/good/1"]))}
        watched = monitor(tmp_path, f'Bad|feed = "{bad.url}/rss"', f'Good|feed = "{good.url}/rss"')
        outcome = cycle(watched, AT)
        asked = len(pages(bad))
        assert 5 <= asked <= 6 and outcome.loaded.versions == 1
        assert any(f.outlet == "Bad" and "wait for a later cycle" in f.reason for f in outcome.failures)
        before = len(bad.paths)
        outcome = cycle(watched, AT + HOUR / 4)
        assert len(bad.paths) == before, "not even its feed is asked for"
        assert [f.outlet for f in outcome.failures] == ["Bad"] and "left alone until 2025-06-01 0" in outcome.failures[0].reason
        for n in range(30):
            bad.replies[f"/bad/{n}"] = Reply(article(f"{SUPPORTS} It is number {n}."))
        with Warehouse(watched.warehouse).reading() as connection:
            assert "Bad" in {t.document for t in read.troubles(connection, AT + HOUR / 4)}
        assert cycle(watched, AT + 2 * DAY).loaded.versions == 30, "nothing of what waited is lost"
        with Warehouse(watched.warehouse).reading() as connection:
            assert read.troubles(connection, AT + 2 * DAY) == [], "and nothing is said of it any more"


def test_a_long_pause_that_was_asked_for_is_kept(prefect: None, tmp_path: Path) -> None:
    """Retry-After: 7200 on the feed: nobody asks before two hours have gone."""
    replies: Replies = {"/rss": Reply(status=429, headers={"Retry-After": "7200"})}
    with serve(replies) as site:
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        cycle(watched, AT)
        assert cycle(watched, AT + HOUR).failures[0].reason == "left alone until 2025-06-01 08:00 UTC after it asked for a pause (Retry-After)"
        assert site.paths.count("/rss") == 1
        cycle(watched, AT + 3 * HOUR)
        assert site.paths.count("/rss") == 2


def test_a_failed_page_is_had_later_although_the_feed_has_dropped_it(prefect: None, tmp_path: Path) -> None:
    replies: Replies = {"/a": Reply(status=500), "/b": Reply(article())}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, ["/a"]))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        cycle(watched, AT)
        replies |= {"/rss": Reply(feed(site.url, ["/b"])), "/a": Reply(article(SUPPORTS + " At last."))}
        assert cycle(watched, AT + HOUR).loaded.versions == 2


def test_new_guids_and_twins_of_an_address_fetch_nothing_twice(prefect: None, tmp_path: Path) -> None:
    replies: Replies = {"/a": Reply(article())}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, ["/a"], guid="one"))
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"')
        cycle(watched, AT)
        replies["/rss"] = Reply(feed(site.url, ["/a?utm_source=rss", "/a/", "/a/amp", "/a?fbclid=7"], guid="two"))
        cycle(watched, AT + HOUR)
        assert pages(site) == ["/a"]


def test_the_archive_is_kept_within_the_user_s_limit_and_that_is_said(prefect: None, tmp_path: Path) -> None:
    replies: Replies = {f"/{n}": Reply(article(f"{SUPPORTS} It is number {n}.")) for n in range(9)}
    with serve(replies) as site:
        watched = monitor(tmp_path, f'Times|feed = "{site.url}/rss"', head="archive_days = 3")
        for day in range(6):
            replies["/rss"] = Reply(feed(site.url, [f"/{day}"]))
            outcome = cycle(watched, AT + day * DAY)
    assert "removed by archive_days or archive_gb: volteface-2025-06-02" in outcome.notices[-1]
    kept = sorted(path.name for path in Warehouse(watched.warehouse).pages.iterdir())
    assert kept[0] == "volteface-2025-06-03.warc.gz" and len(kept) == 4
    assert len(rows(watched, "SELECT 1 AS x FROM versions")) == 6, "the texts stay"
    report = reporting.make(replace(watched, keep_pages=True), start=None, end=AT.date() + 9 * DAY, base=tmp_path / "out")
    assert report.made.versions == 6 and len(list((tmp_path / "out" / "pages").iterdir())) == 4, "the live page is linked where no other is kept"
