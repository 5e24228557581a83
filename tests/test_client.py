"""What the HTTP client promises, against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import httpx
import pytest

from extract.model import Decision, Page
from extract.web import robots
from extract.web.client import Client, Politeness, Request, user_agent
from tests.servers import Asked, Replies, Reply, serve

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
QUICK = Politeness(delay=0, retry_wait=0, timeout=5)
AGENT = user_agent("desk@example.org", "1.2")


def client(**changes: Any) -> Client:
    settings: dict[str, Any] = {"politeness": QUICK} | changes
    return Client(AGENT, clock=lambda: NOW, **settings)


def get(url: str, *, using: Callable[[], Client] = client, robots: bool = True, local: bool = True, **how: Any) -> Page:
    async def run() -> Page:
        async with using() as http:
            return await http.get(Request(url, "Example Times", local=local, **how), robots=robots)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "decision"),
    [
        (200, Decision.ALLOWED),
        (304, Decision.NOT_MODIFIED),
        (404, Decision.GONE),
        (410, Decision.GONE),
        (401, Decision.BLOCKED),
        (403, Decision.BLOCKED),
        (451, Decision.BLOCKED),
        (429, Decision.RATE_LIMITED),
        (418, Decision.FAILED),
        (500, Decision.FAILED),
    ],
)
def test_each_status_is_a_decision(status: int, decision: Decision) -> None:
    """No status raises; a user hears of failures in a sentence, of outcomes not at all."""
    with serve({"/a": Reply(b"text", status)}) as site:
        page = get(f"{site.url}/a")
    assert (page.decision, page.status, page.fetched_at) == (decision, status, NOW)
    assert bool(page.error) == decision.is_failure
    assert page.body == (b"" if status == 304 else b"text"), "what an error page says is evidence too"


def test_validators_and_user_agent_are_sent() -> None:
    """A second fetch costs nothing where the server knows validators."""

    def reply(asked: Asked) -> Reply:
        return Reply(status=304) if asked.headers.get("if-none-match") == '"v1"' else Reply(b"x", headers={"ETag": '"v1"'})

    with serve({"/a": reply}) as site:
        first = get(f"{site.url}/a")
        second = get(f"{site.url}/a", etag=first.headers["etag"], last_modified="Sat, 31 Jan 2026 00:00:00 GMT")
    assert second.decision is Decision.NOT_MODIFIED
    assert site.asked[-1].headers["if-modified-since"] == "Sat, 31 Jan 2026 00:00:00 GMT"
    assert site.asked[-1].headers["user-agent"] == "volteface/1.2 (+mailto:desk@example.org)"


def test_robots_is_asked_once_and_obeyed() -> None:
    """What robots.txt disallows is never asked for."""
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: volteface\nDisallow: /no\nCrawl-delay: 0\n"
    with serve(
        {
            "/robots.txt": Reply(rules),
            "/no/1": Reply(b"x"),
            "/private": Reply(b"ours"),
            "/go": Reply(status=302, headers={"Location": "/no/1"}),
        }
    ) as site:

        async def run() -> list[Page]:
            async with client() as http:
                return [await http.get(Request(site.url + path, "o", local=True)) for path in ("/no/1", "/private", "/go")]

        pages = asyncio.run(run())
    assert [page.decision for page in pages] == [Decision.ROBOTS, Decision.ALLOWED, Decision.ROBOTS]
    assert site.paths == ["/robots.txt", "/private", "/go"]


@pytest.mark.parametrize(("status", "decision"), [(404, Decision.ALLOWED), (403, Decision.ALLOWED), (503, Decision.FAILED)])
def test_robots_that_cannot_be_read(status: int, decision: Decision) -> None:
    """RFC 9309: a 4xx allows all; a 5xx means that nothing may be fetched for now."""
    with serve({"/robots.txt": Reply(status=status), "/a": Reply(b"x")}) as site:
        page = get(f"{site.url}/a")
    assert page.decision is decision
    assert ("/a" in site.paths) == (decision is Decision.ALLOWED)


def test_crawl_delay_is_bounded() -> None:
    """A site may slow us, not stop us for good."""
    assert robots.parse(b"User-agent: *\nCrawl-delay: 7").crawl_delay("volteface") == 7
    assert robots.parse(b"User-agent: *\nCrawl-delay: 99999").crawl_delay("volteface") == robots.LONGEST_CRAWL_DELAY


def test_a_short_retry_after_is_honoured_once() -> None:
    """The second 429 is final."""
    answers = iter([Reply(status=429, headers={"Retry-After": "0"}), Reply(b"now")])
    with serve(
        {
            "/once": lambda asked: next(answers),
            "/always": Reply(status=429, headers={"Retry-After": "0"}),
            "/long": Reply(status=429, headers={"Retry-After": "86400"}),
        }
    ) as site:
        assert get(f"{site.url}/once").body == b"now"
        assert get(f"{site.url}/always").decision is Decision.RATE_LIMITED
        assert get(f"{site.url}/long").decision is Decision.RATE_LIMITED
    assert [site.paths.count(path) for path in ("/once", "/always", "/long")] == [2, 2, 1]


def test_only_what_may_pass_is_tried_again() -> None:
    """A 503 is, a 418 is not."""
    answers = iter([Reply(status=503), Reply(status=502), Reply(b"back")])
    with serve({"/down": lambda asked: next(answers), "/tea": Reply(status=418)}) as site:
        assert get(f"{site.url}/down").body == b"back"
        assert get(f"{site.url}/tea").decision is Decision.FAILED
    assert site.paths.count("/tea") == 1


def test_redirects_are_followed_and_bounded() -> None:
    """At most five, in no circle, to http(s) only."""
    hops: Replies = {f"/{n}": Reply(status=302, headers={"Location": f"/{n + 1}"}) for n in range(7)}
    others: Replies = {
        "/circle": Reply(status=301, headers={"Location": "/circle"}),
        "/file": Reply(status=302, headers={"Location": "file:///etc/passwd"}),
        "/7": Reply(b"end"),
    }
    with serve(hops | others) as site:
        end = get(f"{site.url}/2")
        assert (end.url, end.final_url, end.body) == (f"{site.url}/2", f"{site.url}/7", b"end")
        for path in ("/0", "/circle", "/file"):
            page = get(site.url + path)
            assert (page.decision, bool(page.error)) == (Decision.FAILED, True)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "deflate"])
def test_bodies_are_bounded_after_decoding(encoding: str) -> None:
    """A compressed bomb is stopped; what fits is decoded."""
    packers: dict[str, Callable[[bytes], bytes]] = {"identity": bytes, "gzip": gzip.compress, "deflate": zlib.compress}
    pack = packers[encoding]
    headers = {} if encoding == "identity" else {"Content-Encoding": encoding}
    small = Politeness(delay=0, retries=0, max_bytes=100_000)
    with serve({"/fits": Reply(pack(b"a" * 100_000), headers=headers), "/bomb": Reply(pack(b"a" * 5_000_000), headers=headers)}) as site:
        fits = get(f"{site.url}/fits", using=lambda: client(politeness=small))
        bomb = get(f"{site.url}/bomb", using=lambda: client(politeness=small))
    assert (len(fits.body), fits.headers.get("content-encoding")) == (100_000, None)
    assert (bomb.decision, bomb.body) == (Decision.FAILED, b"")
    assert bomb.error is not None and "larger than 100000 bytes" in bomb.error


def test_a_cut_compressed_body_is_no_page() -> None:
    """Half an article is never taken for the whole."""
    whole = gzip.compress(bytes(range(256)) * 400)
    with serve({"/cut": Reply(whole[: len(whole) // 2], headers={"Content-Encoding": "gzip"})}) as site:
        assert get(f"{site.url}/cut").decision is Decision.FAILED


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/passwd", "/a", "", "http://", "http://[::1", "javascript:alert(1)"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    """Nothing is asked and nothing raises."""
    assert get(url).decision is Decision.FAILED


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_private_addresses_are_refused(host: str) -> None:
    """A feed cannot make us read the own network."""
    page = get(f"http://{host}:9/", local=False)
    assert page.decision is Decision.FAILED
    assert page.error is not None and "private network" in page.error


def test_an_outage_is_a_failure_in_a_sentence() -> None:
    """Nobody listens on the port of a closed server."""
    with serve({}) as site:
        pass
    page = get(f"{site.url}/a", robots=False)
    assert (page.decision, page.status) == (Decision.FAILED, None)
    assert page.error is not None and "cannot be reached" in page.error


def test_a_transport_can_be_injected() -> None:
    """Then no address is resolved."""
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=b"<p>x") if request.url.path == "/a" else httpx.Response(404))
    page = get("https://nowhere.invalid/a", using=lambda: client(transport=transport), local=False)
    assert (page.decision, page.body) == (Decision.ALLOWED, b"<p>x")


def test_all_pages_come_and_no_host_is_crowded() -> None:
    """``get_all`` gives every page once, and never asks more at once than agreed."""
    now = most = 0

    class Counting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal now, most
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1
            return httpx.Response(200, content=b"x")

    async def run() -> list[str]:
        async with client(transport=Counting()) as http:
            requests = [Request(f"https://one.example/{n}", "o") for n in range(20)]
            return [page.url async for page in http.get_all(requests)]

    assert sorted(asyncio.run(run())) == sorted(f"https://one.example/{n}" for n in range(20))
    assert most <= QUICK.per_host


def test_starts_to_one_host_are_spaced() -> None:
    """The pause lies between the starts of requests, measured on the loop's clock."""
    starts: list[float] = []

    class Noting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            starts.append(asyncio.get_running_loop().time())
            return httpx.Response(200, content=b"x")

    async def run() -> None:
        async with client(transport=Noting(), politeness=Politeness(delay=0.02)) as http:
            async for _ in http.get_all(Request(f"https://one.example/{n}", "o") for n in range(4)):
                pass

    asyncio.run(run())
    assert len(starts) == 5  # robots.txt and four
    assert min(after - before for before, after in pairwise(starts)) >= 0.019


def test_leaving_early_leaves_nothing_running() -> None:
    """Whoever stops reading cancels the rest."""

    async def run() -> int:
        async with client(transport=httpx.MockTransport(lambda request: httpx.Response(200, content=b"x"))) as http:
            pages = http.get_all([Request(f"https://one.example/{n}", "o") for n in range(50)])
            await anext(pages)
            await pages.aclose()  # type: ignore[attr-defined]
            return len(asyncio.all_tasks())

    left: Coroutine[Any, Any, int] = run()
    assert asyncio.run(left) <= 2  # this one, and the robots.txt that is kept
