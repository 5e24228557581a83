"""What an outlet offers: feeds and sitemaps read into items. Reading is pure; ``discover`` does the fetching."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import feedparser
from lxml import etree, html

from extract.model import Decision, Item, Page, Role, When
from extract.web.addresses import canonical, key, resolve
from extract.web.client import Client, Request
from extract.web.dates import read_when

MAX_SITEMAPS = 200
MAX_UNPACKED = 60_000_000
"""Bytes; the sitemap protocol allows 50 MB, uncompressed."""
_SNIFF = 4096
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one page offers: documents, further feeds and sitemaps to ask, and what was wrong with it."""

    items: tuple[Item, ...] = ()
    more: tuple[str, ...] = ()
    problem: str | None = None


def parse(page: Page) -> Discovery:
    """Read RSS, Atom, RDF, JSON Feed, a sitemap, a sitemap index, gzipped or not, or a page that links a feed.

    Never raises and fetches nothing; what can be read of a broken document is read, ``problem`` says the rest.
    """
    body, problem = _unpacked(page.body)
    if problem is not None:
        return Discovery(problem=f"{page.url}: {problem}")
    head = body[:_SNIFF]
    if not head.strip():
        return Discovery(problem=f"{page.url}: empty, expected a feed or a sitemap")
    found = _read(page, body, head)
    problem = f"{page.url}: {found.problem}" if found.problem else None
    return Discovery(_once(found.items), tuple(dict.fromkeys(found.more)), problem)


async def discover(
    client: Client,
    outlet_name: str,
    *,
    feeds: Iterable[str] = (),
    sitemaps: Iterable[str] = (),
    urls: Iterable[str] = (),
    known: Callable[[str], tuple[str | None, str | None]] = lambda url: (None, None),
    local: bool = False,
    delay: float | None = None,
) -> tuple[list[Item], list[Page]]:
    """Ask the feeds and sitemaps, following indexes; gives the items, and the fetches so that they can be recorded.

    ``known`` gives the ETag and Last-Modified of the last fetch of a URL. A page that could not be read at all
    comes back as FAILED, with what was wrong; no address is asked twice, nor more than ``MAX_SITEMAPS`` in all.
    ``local`` and ``delay`` are those of ``client.Request``.
    """
    items = [Item(url.partition("#")[0], outlet_name) for url in urls]
    pages: list[Page] = []
    visited: set[str] = set()
    frontier = list(dict.fromkeys([*feeds, *sitemaps]))
    while frontier:
        asked = [url for url in frontier if canonical(url) not in visited][: MAX_SITEMAPS - len(visited)]
        visited.update(map(canonical, asked))
        order = {url: place for place, url in enumerate(asked)}
        fetched = [page async for page in client.get_all(Request(url, outlet_name, *known(url), local, delay, MAX_UNPACKED) for url in order)]
        frontier = []
        for page in sorted(fetched, key=lambda page: order[page.url]):
            # In a thread: a long feed takes seconds, in which the other outlets' answers must not wait.
            found = await asyncio.to_thread(parse, page) if page.decision is Decision.ALLOWED else Discovery()
            if found.problem and not found.items and not found.more:
                page = replace(page, decision=Decision.FAILED, error=found.problem)
            pages.append(replace(page, role=Role.INDEX if found.more and not found.items else Role.LISTING))
            items.extend(found.items)
            frontier.extend(url for url in found.more if canonical(url) not in visited)
        frontier = list(dict.fromkeys(frontier))
    return list(_once(items)), pages


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each document once, twins of an address included, with what its several mentions know together."""
    best: dict[str, Item] = {}
    for item in items:
        name = key(item.url)
        first = best.get(name, item)
        best[name] = replace(
            first,
            title=first.title or item.title,
            published=first.published or item.published,
            modified=first.modified or item.modified,
        )
    return tuple(best.values())


def _unpacked(body: bytes) -> tuple[bytes, str | None]:
    if not body.startswith(b"\x1f\x8b"):
        return body, None
    try:
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked = inflate.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        return b"", f"cannot be unpacked ({error})"
    if inflate.unconsumed_tail:
        return b"", f"unpacks to more than {MAX_UNPACKED} bytes"
    return unpacked, None


def _read(page: Page, body: bytes, head: bytes) -> Discovery:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(page, body)
    # UTF-16 hides the tag names from a look at the bytes.
    plain = head.replace(b"\x00", b"")
    if _SITEMAP.search(plain):
        return _sitemap(page, body)
    if _FEED.search(plain) and not re.search(rb"<html[\s>]", plain, re.IGNORECASE):
        return _feed(page, body)
    if _HTML.search(plain):
        return _linked_feeds(page, body)
    lines = body.decode("utf-8", "replace").split()
    if lines and all(line.lstrip("\ufeff").startswith(("http://", "https://")) for line in lines):
        return Discovery(_items(page, ((line.lstrip("\ufeff"), None, None, None) for line in lines)))
    return _feed(page, body)


def _items(page: Page, found: Iterable[tuple[str | None, str | None, When | None, When | None]]) -> tuple[Item, ...]:
    base = page.final_url or page.url
    resolved = ((resolve(base, link), title, published, modified) for link, title, published, modified in found)
    return tuple(Item(url, page.outlet, _line(title), published, modified) for url, title, published, modified in resolved if url)


def _line(text: object) -> str | None:
    """A title on one line without markup, or None."""
    if not isinstance(text, str):
        return None
    return " ".join(re.sub(r"<[^<>]{0,200}>", "", text).split())[:1000] or None


def _feed(page: Page, body: bytes) -> Discovery:
    headers = {"content-location": page.final_url or page.url}
    if "content-type" in page.headers:
        headers["content-type"] = page.headers["content-type"]
    try:
        # A stream: feedparser takes bare bytes for a URL or a file name to open.
        feed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    except Exception as error:  # the parser's own faults on broken feeds are many
        return Discovery(problem=f"the feed cannot be read ({type(error).__name__}: {error})")
    items = _items(page, (_entry(entry) for entry in feed.entries))
    if items or feed.get("version"):
        # A wrong Content-Type or charset is no damage; an empty feed is an outcome.
        harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
        broken = feed.get("bozo") and not items and not isinstance(feed.get("bozo_exception"), harmless)
        return Discovery(items, problem=f"the feed is broken ({feed.get('bozo_exception')})" if broken else None)
    return Discovery(problem="no feed or sitemap, expected RSS, Atom, JSON Feed or a sitemap")


def _entry(entry: feedparser.FeedParserDict) -> tuple[str | None, str | None, When | None, When | None]:
    guid = entry.get("id")
    link = entry.get("link") or (guid if isinstance(guid, str) and guid.startswith("http") else None)
    published = read_when(entry.get("published"), "feed") or _day(entry.get("published_parsed"))
    # feedparser answers "updated" with "published" where there is none: ask for the key itself.
    modified = read_when(dict.get(entry, "updated"), "feed") or _day(dict.get(entry, "updated_parsed"))
    return link, entry.get("title"), published or modified, modified


def _day(parsed: object) -> When | None:
    """A date that only feedparser understood: its day, since the zone is lost."""
    if not isinstance(parsed, tuple):
        return None
    return read_when("{:04d}-{:02d}-{:02d}".format(*parsed[:3]), "feed")


def _json_feed(page: Page, body: bytes) -> Discovery:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return Discovery(problem=f"the JSON Feed cannot be read ({error})")
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        return Discovery(problem="JSON without items, expected a JSON Feed")
    return Discovery(_items(page, (_json_entry(entry) for entry in entries if isinstance(entry, dict))))


def _json_entry(entry: dict[str, object]) -> tuple[str | None, str | None, When | None, When | None]:
    links = [entry.get("url"), entry.get("external_url"), entry.get("id")]
    link = next((link for link in links if isinstance(link, str) and link.strip()), None)
    title = entry.get("title")
    return (
        link,
        title if isinstance(title, str) else None,
        read_when(entry.get("date_published"), "feed"),
        read_when(entry.get("date_modified"), "feed"),
    )


def _sitemap(page: Page, body: bytes) -> Discovery:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Discovery(problem=f"the sitemap cannot be read ({error})")
    if root is None:
        return Discovery(problem="the sitemap cannot be read (no element in it)")
    base = page.final_url or page.url
    more = [resolve(base, _text(node, "loc")) for node in root.iter("{*}sitemap")]
    items = _items(page, (_location(node) for node in root.iter("{*}url")))
    # Recovery keeps what came before the damage; say so only where nothing did.
    damage = str(parser.error_log[0].message) if len(parser.error_log) and not items and not any(more) else None
    return Discovery(items, tuple(url for url in more if url), f"the sitemap is broken ({damage})" if damage else None)


def _location(node: etree._Element) -> tuple[str | None, str | None, When | None, When | None]:
    return (
        _text(node, "loc"),
        _text(node, "title", "{*}news/{*}"),
        read_when(_text(node, "publication_date", "{*}news/{*}"), "feed"),
        read_when(_text(node, "lastmod"), "feed"),
    )


def _text(node: etree._Element, name: str, path: str = "{*}") -> str | None:
    found = node.find(path + name)
    return "".join(str(piece) for piece in found.itertext()).strip() if found is not None else None


def _linked_feeds(page: Page, body: bytes) -> Discovery:
    try:
        tree = html.fromstring(body)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        return Discovery(problem=f"the page cannot be read ({error})")
    base = page.final_url or page.url
    base = resolve(base, next(iter(tree.xpath("//base/@href")), None)) or base
    links = [
        resolve(base, link.get("href"))
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split() and (link.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
    ]
    more = tuple(url for url in links if url)
    return Discovery(more=more, problem=None if more else "a web page that links no feed, expected a feed or a sitemap")
