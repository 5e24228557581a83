"""What is read from feeds and sitemaps, and how indexes are followed."""

from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Decision, Item, Page, Role, When
from extract.web.addresses import canonical, key
from extract.web.client import Client, Politeness
from extract.web.dates import read_when
from extract.web.discover import discover, parse
from tests.servers import Reply, serve

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Times</title><link>https://example.org/</link>
<item><title>One &amp; only</title><link>/one?utm_source=rss</link>
<pubDate>Sat, 31 Jan 2026 09:30:00 +0100</pubDate></item>
<item><title>Two</title><guid>https://example.org/two</guid></item>
<item><title>Mail</title><link>mailto:a@example.org</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>One</title>
<link href="https://example.org/one"/><published>2026-01-31T09:30:00Z</published><updated>2026-01-31T10:00:00Z</updated></entry></feed>"""
JSON = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://example.org/one","title":"One","date_published":"2026-01-31T09:30:00Z"},7]}'
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://example.org/one </loc><lastmod>2026-01-30</lastmod>
<news:news><news:publication><news:name>T</news:name></news:publication>
<news:publication_date>2026-01-31T09:30:00Z</news:publication_date><news:title>One</news:title></news:news></url></urlset>"""
INDEX = b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://example.org/s1.xml</loc></sitemap></sitemapindex>'


def page(body: bytes, **changes: Any) -> Page:
    return Page("https://example.org/feed", "Times", NOW, Decision.ALLOWED, 200, body=body, **changes)


def test_rss() -> None:
    """Links are resolved, zones kept, what is no web address left out."""
    found = parse(page(RSS))
    when = When(date(2026, 1, 31), datetime(2026, 1, 31, 9, 30, tzinfo=timezone(timedelta(hours=1))), "feed")
    assert found.items == (
        Item("https://example.org/one?utm_source=rss", "Times", "One & only", when),
        Item("https://example.org/two", "Times", "Two"),
    )
    assert found.items[0].published is not None and found.items[0].published.offset_minutes == 60
    assert found.problem is None


@pytest.mark.parametrize("body", [ATOM, JSON, SITEMAP, gzip.compress(SITEMAP)], ids=["atom", "json", "sitemap", "gzipped"])
def test_the_other_formats(body: bytes) -> None:
    """Atom, JSON Feed and news sitemaps say the same of one article."""
    (item,) = parse(page(body)).items
    assert (item.url, item.title) == ("https://example.org/one", "One")
    assert item.published is not None and item.published.instant == datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def test_lastmod_is_no_publication() -> None:
    """A sitemap's lastmod is when the page changed."""
    (item,) = parse(page(SITEMAP.replace(b"news:publication_date", b"news:nothing"))).items
    assert item.published is None
    assert item.modified == When(date(2026, 1, 30), None, "feed")


def test_indexes_and_linked_feeds_are_more_to_ask() -> None:
    """They hold no article themselves."""
    html = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    assert parse(page(INDEX)).more == ("https://example.org/s1.xml",)
    assert parse(page(html)).more == ("https://example.org/rss",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Sorry</body></html>",
        b"{}",
        b"{",
        b"\x1f\x8bnot gzip",
        b"\x00\xff" * 50,
        b"<urlset",
        b"plain words",
    ],
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    """Never an exception, always a sentence with the address."""
    found = parse(page(body))
    assert found.items == ()
    assert found.problem is not None and found.problem.startswith("https://example.org/feed: ")


def test_an_empty_feed_is_no_problem() -> None:
    """Nothing new is an outcome."""
    found = parse(page(b'<?xml version="1.0"?><rss version="2.0"><channel><title>Times</title></channel></rss>'))
    assert (found.items, found.problem) == ((), None)


def test_entities_are_not_expanded() -> None:
    """Neither a file nor a bomb comes in by way of a DOCTYPE."""
    evil = SITEMAP.replace(b'<?xml version="1.0"?>', b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    evil = evil.replace(b"<news:title>One", b"<news:title>&x;")
    assert all("root:" not in (item.title or "") for item in parse(page(evil)).items)


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(body: bytes) -> None:
    """Whatever a server sends."""
    parse(page(body))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG:443/a/?utm_source=x&id=3&fbclid=1#top", "https://example.org/a?id=3"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/A/", "http://example.org:8080/A"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?b=1&a=2"),
        ("https://example.org/a?gclid=1&utm_medium=y", "https://example.org/a"),
        ("local/file.html", "local/file.html"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    """One spelling for each address, and that is its own."""
    assert canonical(url) == expected == canonical(expected)


@pytest.mark.parametrize(
    "twins",
    [
        ("https://www.example.org/news/talks/", "http://example.org/news/talks", "https://m.example.org/news/talks?utm_source=rss"),
        ("https://example.org/a", "https://example.org/a/amp/", "https://amp.example.org/a", "https://example.org/a.amp", "https://example.org/amp/a"),
        ("https://example.org/a.html", "https://example.org/a.amp.html", "https://example.org/a.html?outputType=amp"),
        ("https://example.org/a", "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a/amp", "https://www.google.com/amp/s/example.org/a"),
        ("https://example.org/x/index.html", "https://example.org/x/"),
    ],
)
def test_twins_are_one_document(twins: tuple[str, ...]) -> None:
    """Scheme, www, mobile and AMP dress do not make two articles."""
    assert len({key(url) for url in twins}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/camp", "https://example.org/c"),
        ("https://en.example.org/a", "https://de.example.org/a"),
        ("https://m.com/a", "https://com/a"),
        ("http://example.org:8080/a", "http://example.org/a"),
        ("rows.jsonl#1", "rows.jsonl#2"),
    ],
)
def test_others_are_two_documents(one: str, other: str) -> None:
    """What may differ is kept apart."""
    assert key(one) != key(other)


@given(st.text(max_size=60) | st.from_regex(r"https?://(www\.|m\.|amp\.)?[a-z]{1,4}\.(com|org)/(amp/)?[a-z/.]{0,12}(\?amp=1)?", fullmatch=True))
def test_keys_are_their_own_keys(url: str) -> None:
    """Applied twice it changes nothing."""
    assert key(key(url)) == key(url)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T09:30:00.000+0100", "2026-01-31T09:30:00+01:00"),
        ("2026-01-31 09:30:00 +01:00", "2026-01-31T09:30:00+01:00"),
        ("2026-01-31T09:30:00", "2026-01-31"),
        ("Sat, 31 Jan 2026 09:30:00 GMT", "2026-01-31T09:30:00+00:00"),
        ("January 31, 2026", "2026-01-31"),
        ("31 January", None),
        ("January 2026", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_dates_are_read_without_inventing(text: str | None, expected: str | None) -> None:
    """No zone, no instant; no whole date, nothing."""
    found = read_when(text, "feed")
    assert (str(found) if found else None) == expected


def test_discover_follows_indexes_once_and_records_its_fetches() -> None:
    """Circles end, a changed-nothing is recorded, a broken feed is a failure and not an empty one."""
    with serve({}) as site:
        maps = [f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in ("s.xml", "index.xml")]
        index = f"<sitemapindex>{''.join(maps)}</sitemapindex>"
        site.replies |= {
            "/feed": Reply(RSS),
            "/old": lambda asked: Reply(status=304 if asked.headers.get("if-none-match") == "v" else 500),
            "/broken": Reply(b"<html>Sorry</html>"),
            "/index.xml": Reply(index.encode()),
            "/s.xml": Reply(f"<urlset><url><loc>{site.url}/two</loc></url><url><loc>{site.url}/three</loc></url></urlset>".encode()),
        }

        async def run() -> tuple[list[Item], list[Page]]:
            async with Client("volteface/1", clock=lambda: NOW, politeness=Politeness(delay=0, retry_wait=0)) as client:
                return await discover(
                    client,
                    "Times",
                    feeds=[f"{site.url}/feed", f"{site.url}/old", f"{site.url}/broken"],
                    sitemaps=[f"{site.url}/index.xml"],
                    urls=[f"{site.url}/three#top"],
                    local=True,
                    known=lambda url: ("v", None) if url.endswith("/old") else (None, None),
                )

        items, pages = asyncio.run(run())
    assert [item.url.removeprefix(site.url) for item in items] == [
        "/three",
        "/one?utm_source=rss",
        "https://example.org/two",
        "/two",
    ]
    assert [(page.url.removeprefix(site.url), page.decision) for page in pages] == [
        ("/feed", Decision.ALLOWED),
        ("/old", Decision.NOT_MODIFIED),
        ("/broken", Decision.FAILED),
        ("/index.xml", Decision.ALLOWED),
        ("/s.xml", Decision.ALLOWED),
    ]
    assert [page.role for page in pages][-2:] == [Role.INDEX, Role.LISTING]
    assert site.paths.count("/index.xml") == 1
