"""The sample site is what the demonstration and the whole-flow tests stand on."""

from __future__ import annotations

import asyncio
import html
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import feedparser  # type: ignore[import-untyped]
import httpx
import pytest
from protego import Protego

from extract.web.connect_to import ConnectTo
from flows.demo.content import MARK, Article, SampleOutlet, outlets
from flows.demo.server import CYCLES, SampleSite

EDITED = "http://meridian-wire.example/articles/2025/03/pentagon-deliveries-frozen"
PAGES = [(o, a) for o in outlets() for a in o.articles]


@lru_cache(maxsize=1)
def expected() -> dict[str, Any]:
    return tomllib.loads(files("flows.demo").joinpath("expected.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def ukraine() -> dict[str, Any]:
    return tomllib.loads(files("flows.starter").joinpath("ukraine.toml").read_text("utf-8"))


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite(CYCLES[-1]) as running:
        yield running


def get(site: SampleSite, *urls: str, headers: dict[str, str] | None = None) -> list[httpx.Response]:
    async def fetch() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=ConnectTo(site.address), headers=headers) as client:
            return [await client.get(url) for url in urls]

    return asyncio.run(fetch())


def test_there_are_enough_articles_and_all_are_short() -> None:
    """At least 32 articles of 80 to 220 words, by four outlets."""
    articles = [a for _, a in PAGES if a.status == 200]
    assert len(outlets()) == 4
    assert len(articles) >= 32
    assert [(a.path, len(t.split())) for a in articles for t in a.texts[-1:] if not 80 <= len(t.split()) <= 220] == []


def test_every_page_is_served_with_its_status_and_its_mark(site: SampleSite) -> None:
    """Living pages answer 200, bear the mark and give back each paragraph in their declared charset."""
    answers = get(site, *(o.url(a) for o, a in PAGES))
    for (outlet, article), answer in zip(PAGES, answers, strict=True):
        assert answer.status_code == article.status, answer.url
        assert str(answer.url) == outlet.url(article)
        if article.status == 200:
            assert MARK in answer.text
            assert answer.charset_encoding == outlet.charset
            view = article.at(site.now)
            assert view is not None
            shown = html.unescape(answer.text)
            assert all(paragraph in shown for paragraph in view.paragraphs)
    assert {404, 410} <= {answer.status_code for answer in answers}
    assert site.requests == [(o.host, a.path, a.status) for o, a in PAGES]


@pytest.mark.parametrize("outlet", outlets(), ids=lambda o: o.name)
def test_feeds_and_sitemaps_list_what_is_published(site: SampleSite, outlet: SampleOutlet) -> None:
    """Every article stands in every feed or sitemap of its outlet, dead addresses too; none before its time."""
    for path, kind in outlet.feeds:
        for moment in (CYCLES[0], CYCLES[-1]):
            site.now = moment
            (answer,) = get(site, f"http://{outlet.host}{path}")
            known = {outlet.url(a): a.published <= moment for a in outlet.articles}
            assert {url: f"{url}<" in answer.text or f'{url}"' in answer.text for url in known} == known
            if kind in ("rss", "atom"):
                parsed = feedparser.parse(answer.content)
                assert not parsed.bozo
                assert len(parsed.entries) == sum(known.values())


def test_robots_forbids_one_listed_page(site: SampleSite) -> None:
    """Exactly one page that a feed lists is closed by its outlet's robots.txt."""
    rules = {o.host: Protego.parse(get(site, f"http://{o.host}/robots.txt")[0].text) for o in outlets()}
    closed = [o.url(a) for o, a in PAGES if not rules[o.host].can_fetch(o.url(a), "volteface")]
    assert closed == ["http://harbour-times.example/subscribers/subscribers-inside-the-room"]


def test_an_unchanged_page_answers_304(site: SampleSite) -> None:
    """Both validators work, and an edit ends their validity."""
    site.now = datetime(2025, 3, 5, 14, tzinfo=UTC)
    (first,) = get(site, EDITED)
    validators = ({"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]})
    assert [get(site, EDITED, headers=h)[0].status_code for h in validators] == [304, 304]
    site.now += timedelta(hours=6)
    assert [get(site, EDITED, headers=h)[0].status_code for h in validators] == [200, 200]


def test_the_clock_decides_what_is_seen(site: SampleSite) -> None:
    """Before publication 404; then each of three revisions, seen by some cycle and dated in the feed."""
    seen = []
    for site.now in CYCLES:
        page, feed = get(site, EDITED, "http://meridian-wire.example/atom.xml")
        if page.status_code == 404:
            continue
        entry = next(e for e in feedparser.parse(feed.content).entries if e.link == EDITED)
        seen.append((entry.updated, page.text))
    assert len(set(seen)) == 3
    assert len({updated for updated, _ in seen}) == 3
    with pytest.raises(ValueError, match="zone"):
        site.now = datetime(2025, 3, 5)


def test_an_unknown_host_is_refused(site: SampleSite) -> None:
    """A host that is none of the sample's gets nothing (421, misdirected request)."""
    assert get(site, "http://elsewhere.example/")[0].status_code == 421


def test_the_cases_that_a_reader_must_cope_with_are_there() -> None:
    """A wire story in three outlets, a live blog, a transcript, an opinion, a foreign and an undated page."""
    by_text: dict[str, set[str]] = {}
    for outlet, article in PAGES:
        for text in article.texts[:1]:
            by_text.setdefault(text.split("\n")[-1], set()).add(outlet.host)
    assert max(len(hosts) for hosts in by_text.values()) == 3
    articles: list[Article] = [a for _, a in PAGES]
    assert {"news", "live", "transcript", "opinion"} == {a.kind for a in articles}
    assert {"en", "de"} == {a.language for a in articles}
    assert sum(a.undated for a in articles) == 1
    assert sum(not a.visible_date and not a.feed_date for a in articles) == 1


def test_expected_quotes_stand_in_the_articles() -> None:
    """The truth quotes the articles of the days it names, word for word."""
    texts = [(a.published.date(), text) for _, a in PAGES for text in a.texts]
    for shift in expected()["shift"]:
        before = [day for day, text in texts if shift["quote_before"] in text]
        after = [day for day, text in texts if shift["quote_after"] in text]
        assert before and after, shift
        assert max(before) < min(after)
        # A page may tell the words of the day before.
        assert timedelta(0) <= min(before) - shift["earliest"] <= timedelta(1)
        assert timedelta(0) <= min(after) - shift["latest"] <= timedelta(1)


def test_expected_rows_agree_with_each_other() -> None:
    """Each actor and issue has one first stance, and the shifts and steady positions start from it."""
    rows = [(r["actor"], r["issue"]) for r in expected()["first"]]
    assert len(rows) == len(set(rows))
    first = {(r["actor"], r["issue"]): r["stance"] for r in expected()["first"]}
    assert all(first[r["actor"], r["issue"]] == r["from_stance"] != r["to_stance"] for r in expected()["shift"])
    assert all(first[r["actor"], r["issue"]] == r["stance"] for r in expected()["steady"])
    shifting, steady = ({(r["actor"], r["issue"]) for r in expected()[name]} for name in ("shift", "steady"))
    assert not shifting & steady
    assert len(expected()["shift"]) >= 6
    assert len(expected()["steady"]) >= 10


def test_expected_rows_name_what_the_starter_file_knows() -> None:
    """Actors and issues of the truth are those of the starter monitor, and every one of them occurs."""
    rows = [row for table in expected().values() for row in table]
    assert {r["actor"] for r in rows} == {a["id"] for a in ukraine()["actor"]}
    assert {r["issue"] for r in rows} == {i["id"] for i in ukraine()["issue"]}


def test_the_demo_monitor_reads_every_sample_outlet() -> None:
    """Each outlet stands in the monitor under its own name, with addresses that it serves, on loopback only."""
    monitor = tomllib.loads(files("flows.demo").joinpath("monitor.toml").read_text("utf-8"))
    served = {outlet.name: {f"http://{outlet.host}{path}" for path, _ in outlet.feeds} for outlet in outlets()}
    named = {row["name"]: {row[key] for key in ("feed", "sitemap") if key in row} for row in monitor["outlet"]}
    assert named == served
    assert all(row["local"] for row in monitor["outlet"])


def test_the_starter_monitor_is_one_valid_file() -> None:
    """live.toml followed by ukraine.toml parses; ids are unique, and each speaker leaves after arriving."""
    text = "".join(files("flows.starter").joinpath(name).read_text("utf-8") for name in ("live.toml", "ukraine.toml"))
    monitor = tomllib.loads(text)
    for table, key in (("actor", "id"), ("issue", "id"), ("outlet", "name")):
        names = [row[key] for row in monitor[table]]
        assert len(names) == len(set(names))
    speakers = [speaker for actor in monitor["actor"] for speaker in actor.get("speaker", ())]
    assert speakers and all(s["from"] < s["to"] for s in speakers if "to" in s)
