"""What the open web does to a fetcher, from a real server: each has a clear outcome in ``fetches``, and none stops the rest."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from extract.model import Decision, Page
from extract.web import discover, network
from extract.web.client import Client, Request
from extract.web.politeness import Politeness
from flows import web
from tests.servers import Replies, Reply, serve
from tests.test_acquiring import AT, SUPPORTS, article, cycle, feed, monitor, rows

pytestmark = pytest.mark.heavy

LIMIT = 3_000_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "POLITENESS", Politeness(delay=0, retries=0, timeout=2, max_bytes=LIMIT, give_up_after=99, per_host=8))


def drip() -> Iterator[bytes]:
    for _ in range(100):
        yield b"<p>"
        time.sleep(0.1)


def html(body: bytes, head: bytes = b"") -> bytes:
    return b"<html><head><title>The bridge</title>" + head + b"</head><body><article><h1>The bridge</h1>" + body + b"</article></body></html>"


PARAGRAPH = f"<p>{SUPPORTS}</p>".encode()
BOMB = gzip.compress(b"<p>" * 20_000_000, 1)
# path: what is answered, the decision, whether an article comes of it, and a part of what is said in fetches or failures
CASES: dict[str, tuple[Reply, str, bool, str]] = {
    "/drip": (Reply(stream=drip(), headers={"Content-Type": "text/html"}), "failed", False, "did not answer within 2 s"),
    "/endless": (Reply(stream=itertools.repeat(b"<p>no end</p>" * 5000, 5000)), "failed", False, f"larger than {LIMIT} bytes"),
    "/gzip-bomb": (Reply(BOMB, headers={"Content-Encoding": "gzip"}), "failed", False, f"larger than {LIMIT} bytes"),
    "/brotli": (Reply(b"\x1b\xff\xff", headers={"Content-Encoding": "br"}), "failed", False, "was not asked for"),
    "/cut-gzip": (Reply(gzip.compress(article())[:-20], headers={"Content-Encoding": "gzip"}), "failed", False, "ends early"),
    "/wrong-charset": (Reply(html("<p>“Norland” supports the border bridge, its government said in a statement to the press.</p>".encode(), b'<meta charset="utf-16">'), headers={"Content-Type": "text/html; charset=x-none"}), "allowed", True, ""),
    "/no-charset": (Reply(html("<p>Norland supports the border bridge, said Zoë Müller of its government on Saturday.</p>".encode("cp1252"))), "allowed", True, ""),
    "/image": (Reply(b"\x89PNG\r\n\x1a\n" + bytes(500), headers={"Content-Type": "image/png"}), "allowed", False, "expected HTML"),
    "/pdf-as-html": (Reply(b"%PDF-1.7 " + bytes(500), headers={"Content-Type": "text/html"}), "allowed", False, "a binary file"),
    "/circle": (Reply(status=302, headers={"Location": "/circle"}), "failed", False, "run in a circle"),
    "/to-file": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "failed", False, "no http or https address"),
    "/to-script": (Reply(status=302, headers={"Location": "javascript:alert(1)"}), "failed", False, "no usable answer"),
    "/deep": (Reply(b"<html><body>" + b"<div>" * 100_000 + b"<p>deep</p>"), "allowed", False, "/deep"),
    "/one-line": (Reply(b"<html><body><p>" + b"x" * 50_000_000), "failed", False, f"larger than {LIMIT} bytes"),
    "/nulls": (Reply(html(b"\x00" + PARAGRAPH.replace(b"border", b"bor\x00der"))), "allowed", True, ""),
    "/names": (Reply(html(PARAGRAPH, "<meta name='author' content='Ada \u202e\u200bQuill'>".encode())), "allowed", True, ""),
    "/empty": (Reply(b""), "allowed", False, "empty"),
    "/noise": (Reply(b"<html><p>" + Random(1).randbytes(20_000)), "allowed", False, "a binary file"),
    "/gone": (Reply(b"gone", 410), "gone", False, ""),
    "/wall": (Reply(b"no", 403), "blocked", False, "answered 403"),
    "/teapot": (Reply(b"tea", 418), "failed", False, "answered 418"),
    "/..%2f..%2f..%2fescape": (Reply(html(PARAGRAPH)), "allowed", True, ""),
    "/good": (Reply(article()), "allowed", True, ""),
}  # fmt: skip


def test_every_hostile_page_has_an_outcome_and_none_stops_the_rest(prefect: None, tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    replies: Replies = {path: reply for path, (reply, *_) in CASES.items()}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, list(CASES)))
        watched = monitor(folder, f'Times|feed = "{site.url}/rss"', head="keep_pages = true")
        started = time.monotonic()
        outcome = cycle(watched, AT)
        assert time.monotonic() - started < 60
        site_url = site.url
    found = {r["url"].removeprefix(site_url): r for r in rows(watched, "SELECT * FROM fetches WHERE role = 'document'")}
    said = {f.document.removeprefix(site_url): f.reason for f in outcome.failures}
    assert found.keys() == CASES.keys()
    got = {path: (row["decision"], row["version_id"] is not None) for path, row in found.items()}
    assert got == {path: (decision, is_article) for path, (_, decision, is_article, _) in CASES.items()}
    for path, (*_, part) in CASES.items():
        sentence = (found[path]["error"] or "") + said.get(path, "")
        assert part in sentence and "\n" not in sentence and "Traceback" not in sentence, (path, sentence)
    for row in rows(watched, "SELECT text, authors FROM versions"):
        assert not {"\x00", "\u202e", "\u200b"} & set(row["text"] + "".join(row["authors"] or ())), row
    assert {path.name for path in tmp_path.rglob("*") if folder not in path.parents} == {"inner"}, "something was written outside"


@pytest.fixture
def some_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback stands for the public net, but for its second address."""
    monkeypatch.setattr(network, "is_inside", lambda address: str(address) != "127.0.0.1")


def fetch(*urls: str) -> list[Page]:
    async def run() -> list[Page]:
        async with Client("volteface/1", clock=lambda: AT, politeness=Politeness(delay=0, retries=0, timeout=2)) as client:
            return [await client.get(Request(url, "o")) for url in urls]

    return asyncio.run(run())


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/x", "http://127.2:{port}/x", "http://0x7f000002:{port}/x", "http://[::1]:{port}/x", "//169.254.169.254/x"]
)
def test_a_redirect_does_not_lead_inside(some_inside: None, target: str) -> None:
    with serve({}) as site:
        port = site.url.rpartition(":")[2]
        site.replies = {"/go": Reply(status=302, headers={"Location": target.format(port=port)}), "/x": Reply(b"secret")}
        (page,) = fetch(f"{site.url}/go")
        assert page.decision is Decision.FAILED and page.error is not None and "private network" in page.error
        assert "/x" not in site.paths


def test_a_name_that_changes_to_a_private_address_gains_nothing(some_inside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one that is connected to; the next connection is checked anew."""
    asked: list[str] = []

    async def resolve(self: Any, host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "127.0.0.2", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    with serve({"/a": Reply(b"public", headers={"Connection": "close"}), "/robots.txt": Reply(b"")}) as site:
        port = site.url.rpartition(":")[2]
        first, second = fetch(f"http://rebinds.example:{port}/a", f"http://rebinds.example:{port}/b")
    assert (first.decision, first.body) == (Decision.ALLOWED, b"public"), "one connection, one look-up"
    assert second.decision is Decision.FAILED and "127.0.0.2" in (second.error or "")
    assert asked == ["rebinds.example"] * 2 and "/b" not in site.paths


LAUGHS = b'<!DOCTYPE z [<!ENTITY a "ha">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)) + b"]>"


@pytest.mark.parametrize("entity", [LAUGHS, b'<!DOCTYPE z [<!ENTITY m SYSTEM "file:///etc/hostname">]>', b'<!DOCTYPE z SYSTEM "http://127.0.0.1:9/x.dtd">'])
@pytest.mark.parametrize(
    "document",
    [
        b"<rss version='2.0'><channel><title>&m;</title><item><title>&m;</title><link>https://example.org/a</link></item></channel></rss>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&m;</title><link href='https://example.org/a'/></entry></feed>",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://example.org/a</loc><lastmod>&m;</lastmod></url></urlset>",
    ],
)
def test_entities_of_xml_are_neither_expanded_nor_fetched(entity: bytes, document: bytes) -> None:
    started = time.monotonic()
    found = discover.parse(Page("https://example.org/f", "o", AT, Decision.ALLOWED, 200, body=b'<?xml version="1.0"?>' + entity + document))
    assert time.monotonic() - started < 60  # unbounded, ten to the twelfth laughs
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\x00"
    for item in found.items:
        assert len(item.title or "") < 200 and hostname not in (item.title or "")


def test_a_feed_of_100_000_items_and_an_index_of_itself(prefect: None, tmp_path: Path) -> None:
    replies: Replies = {"/99999": Reply(article())}
    with serve(replies) as site:
        replies["/rss"] = Reply(feed(site.url, [f"/{n}" for n in range(100_000)]))
        index = (
            f"<sitemapindex><sitemap><loc>{site.url}/index.xml</loc></sitemap><sitemap><loc>{site.url}/index.xml?utm_source=x</loc></sitemap></sitemapindex>"
        )
        replies["/index.xml"] = Reply(index.encode())
        watched = monitor(tmp_path, f'Long|feed = "{site.url}/rss"\nmax_articles = 3', f'Self|sitemap = "{site.url}/index.xml"')
        cycle(watched, AT)
        assert site.paths.count("/index.xml") == 1
        assert len([path for path in site.paths if path.strip("/").isdecimal()]) == 3


@pytest.mark.parametrize("size", [2_000, 60_000])
def test_a_full_disk_ends_the_cycle_in_a_sentence_and_loses_nothing(tmp_path: Path, size: int) -> None:
    """The limit on file sizes stands for the full disk: the system refuses the write in the middle of it."""
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))\n"
        "from pathlib import Path; from datetime import datetime, UTC\n"
        "from extract.errors import VoltefaceError\nfrom extract.model import Decision, Page\nfrom extract.web.archive import WarcStore\n"
        "import os; store = WarcStore(Path(sys.argv[2])); kept = 0\n"
        "for n in range(60):\n"
        "    try: store.keep(Page(f'https://example.org/{n}', 'o', datetime(2026, 1, 31, tzinfo=UTC), Decision.ALLOWED, 200, body=os.urandom(1500))); kept += 1\n"
        "    except VoltefaceError as error: print(kept, type(error).__name__, error); break\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(size), str(tmp_path)], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    kept, name, sentence = done.stdout.split(" ", 2)
    assert name == "ArchiveError" and "make room, and the next cycle goes on" in sentence and done.stderr == ""
    from extract.web import warc

    (path,) = tmp_path.iterdir()
    assert [page.url for page in warc.pages(path, "o")] == [f"https://example.org/{n}" for n in range(int(kept))], "what was kept before is whole"
    assert path.stat().st_size <= size and resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
