"""The HTTP client: polite, bounded, and never surprised. An outcome is a Page, not an exception.

Promises: robots.txt is asked first (RFC 9309); each host gets few requests at once and a pause between their
starts; redirects are followed by hand, so that each hop is checked like the first; a body is never larger in
memory than the limit, compressed or not; addresses inside the own network are refused unless asked for.
"""

from __future__ import annotations

import asyncio
import importlib.util
import ipaddress
import socket
import zlib
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from extract.model import Decision, Page
from extract.web import robots as robots_txt

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSIENT = frozenset({500, 502, 503, 504})
_BY_STATUS = {
    200: Decision.ALLOWED,
    304: Decision.NOT_MODIFIED,
    404: Decision.GONE,
    410: Decision.GONE,
    401: Decision.BLOCKED,
    403: Decision.BLOCKED,
    451: Decision.BLOCKED,
    429: Decision.RATE_LIMITED,
}
# They describe the transfer, not the decoded body that a Page holds.
_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})


@dataclass(frozen=True, slots=True)
class Politeness:
    """How much is asked of a host, and how long we wait. Times in seconds, sizes in bytes."""

    per_host: int = 2
    total: int = 16
    delay: float = 1.0
    timeout: float = 20.0
    max_bytes: int = 10_000_000
    retries: int = 2
    retry_wait: float = 1.0
    longest_wait: float = 30.0

    def __post_init__(self) -> None:
        if min(self.per_host, self.total, self.max_bytes) < 1 or self.retries < 0 or self.timeout <= 0:
            raise ValueError("per_host, total and max_bytes must be at least 1, timeout more than 0, retries not less")
        if min(self.delay, self.retry_wait, self.longest_wait) < 0:
            raise ValueError("delay, retry_wait and longest_wait must not be negative")


@dataclass(frozen=True, slots=True)
class Request:
    """A URL to fetch for an outlet, with the validators of the last fetch."""

    url: str
    outlet: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one hop gave: a status, or an error and whether trying again may help."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str | None = None
    transient: bool = False


class _Refused(Exception):
    """The URL, or where it led, is not fetched; ``decision`` and the text say why."""

    def __init__(self, reason: str, decision: Decision = Decision.FAILED) -> None:
        super().__init__(reason)
        self.decision = decision


class _Host:
    """The turnstile of one host: how many at once, and when the next may start."""

    def __init__(self, per_host: int) -> None:
        self.slots = asyncio.Semaphore(per_host)
        self.gate = asyncio.Lock()
        self.next_start = 0.0
        self.delay = 0.0

    async def turn(self, delay: float) -> None:
        """Wait until a request may start."""
        loop = asyncio.get_running_loop()
        async with self.gate:
            while (wait := self.next_start - loop.time()) > 0:
                await asyncio.sleep(wait)
            self.next_start = loop.time() + max(delay, self.delay)

    def hold(self, seconds: float) -> None:
        """Let nothing start for so long."""
        self.next_start = max(self.next_start, asyncio.get_running_loop().time() + seconds)


def user_agent(contact: str, version: str) -> str:
    """A truthful User-Agent: ``volteface/1.2 (+mailto:you@example.org)``; a contact may be a URL too."""
    contact = " ".join(contact.split())
    return f"volteface/{version} (+{contact if '://' in contact else 'mailto:' + contact})"


class Client:
    """Fetches pages politely; use as ``async with``. See the module for what it promises.

    ``transport`` replaces the network (then no address is resolved or refused); ``local`` allows private
    and loopback addresses.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        clock: Callable[[], datetime],
        politeness: Politeness = Politeness(),
        transport: httpx.AsyncBaseTransport | None = None,
        local: bool = False,
    ) -> None:
        self._clock = clock
        self._politeness = politeness
        self._agent = user_agent.split("/")[0].strip() or "volteface"
        self._check_addresses = transport is None and not local
        self._total = asyncio.Semaphore(politeness.total)
        self._hosts: defaultdict[str, _Host] = defaultdict(lambda: _Host(politeness.per_host))
        self._robots: dict[str, asyncio.Task[robots_txt.Robots]] = {}
        self._http = httpx.AsyncClient(
            transport=transport,
            http2=importlib.util.find_spec("h2") is not None,
            follow_redirects=False,
            timeout=politeness.timeout,
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
                "Accept-Encoding": "gzip, deflate",
            },
            trust_env=not local,
        )

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        await self._http.__aexit__(kind, error, trace)

    async def get(self, url: str, outlet: str, *, etag: str | None = None, last_modified: str | None = None, robots: bool = True) -> Page:
        """Fetch one URL. Every outcome is a Page with its decision; only cancellation is raised."""
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in validators.items() if value and value.isprintable()}
        here = url
        try:
            seen: set[str] = set()
            for _ in range(MAX_REDIRECTS + 1):
                if here in seen:
                    raise _Refused(f"the redirects of {url} run in a circle")
                seen.add(here)
                await self._check(here, robots)
                answer = await self._ask(here, headers)
                target = answer.headers.get("location")
                if answer.status in _REDIRECTS and target:
                    here = urljoin(here, target)
                    continue
                return self._page(url, outlet, here, answer)
            raise _Refused(f"{url} redirects more than {MAX_REDIRECTS} times")
        except _Refused as refusal:
            return Page(url, outlet, self._clock(), refusal.decision, final_url=here, error=str(refusal))

    async def get_all(self, requests: Iterable[Request]) -> AsyncIterator[Page]:
        """Fetch all, yielding each page as it comes; one slow host holds up no other."""
        queues: defaultdict[str, deque[Request]] = defaultdict(deque)
        for request in requests:
            queues[_host_of(request.url)].append(request)
        # A short queue makes the fetching wait for whoever consumes the pages.
        done: asyncio.Queue[Page | None] = asyncio.Queue(maxsize=self._politeness.total)

        async def work(queue: deque[Request]) -> None:
            while queue:
                request = queue.popleft()
                await done.put(await self.get(request.url, request.outlet, etag=request.etag, last_modified=request.last_modified))
            await done.put(None)

        workers = [asyncio.create_task(work(queue)) for queue in queues.values() for _ in range(min(self._politeness.per_host, len(queue)))]
        watch = asyncio.gather(*workers)
        try:
            running = len(workers)
            while running:
                getting = asyncio.ensure_future(done.get())
                waiting: set[asyncio.Future[Any]] = {getting, watch}
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                if not getting.done() and watch.done() and watch.exception():
                    getting.cancel()
                    watch.result()
                page = await getting
                if page is None:
                    running -= 1
                else:
                    yield page
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, watch, return_exceptions=True)

    def _page(self, url: str, outlet: str, here: str, answer: _Answer) -> Page:
        decision = _BY_STATUS.get(answer.status or 0, Decision.FAILED)
        error = answer.error
        if answer.error is not None:
            decision = Decision.FAILED
        elif decision.is_failure:
            error = f"{here} answered {answer.status}"
        return Page(url, outlet, self._clock(), decision, answer.status, here, answer.headers, answer.body, error)

    async def _check(self, url: str, robots: bool) -> None:
        """Raise ``_Refused`` for what must not be fetched."""
        try:
            parts = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise _Refused(f"{url[:200]!r} is no URL: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.host:
            raise _Refused(f"{url[:200]!r} is no http or https address")
        if self._check_addresses and (problem := await _inside(parts.host, parts.port)):
            raise _Refused(problem)
        if robots:
            rules = await self._rules(url)
            if rules.problem is not None:
                raise _Refused(rules.problem)
            if not rules.allows(url, self._agent):
                raise _Refused(f"robots.txt of {parts.host} disallows {url}", Decision.ROBOTS)

    async def _rules(self, url: str) -> robots_txt.Robots:
        address = robots_txt.address(url)
        if address not in self._robots:
            self._robots[address] = asyncio.create_task(self._fetch_rules(address))
        # Shielded: whoever else waits for the same robots.txt must not suffer from our cancellation.
        return await asyncio.shield(self._robots[address])

    async def _fetch_rules(self, address: str) -> robots_txt.Robots:
        page = await self.get(address, "", robots=False)
        if page.status == 200 and page.decision is Decision.ALLOWED:
            rules = robots_txt.parse(page.body)
        elif page.status is not None and 400 <= page.status < 500 and page.status != 429:
            rules = robots_txt.ALLOW_ALL
        else:
            rules = robots_txt.Robots(problem=f"{address} could not be read, so nothing is fetched there: {page.error}")
        self._hosts[_host_of(address)].delay = rules.crawl_delay(self._agent)
        return rules

    async def _ask(self, url: str, headers: dict[str, str]) -> _Answer:
        """One hop, tried again where that may help."""
        host = self._hosts[_host_of(url)]
        waited_for_limit = False
        attempt = 0
        while True:
            async with host.slots:
                await host.turn(self._politeness.delay)
                async with self._total:
                    answer = await self._once(url, headers)
            asked = _retry_after(answer.headers.get("retry-after"), self._clock())
            if answer.status == 429 and not waited_for_limit and asked is not None:
                if asked > self._politeness.longest_wait:
                    return answer
                waited_for_limit = True
                host.hold(asked)
                continue
            if not answer.transient or attempt >= self._politeness.retries:
                return answer
            wait = max(self._politeness.retry_wait * 2**attempt, asked or 0.0)
            if wait > self._politeness.longest_wait:
                return answer
            attempt += 1
            await asyncio.sleep(wait)

    async def _once(self, url: str, headers: dict[str, str]) -> _Answer:
        try:
            # httpx times each read; this bounds the whole exchange against a server that drips.
            async with (
                asyncio.timeout(self._politeness.timeout),
                self._http.stream("GET", url, headers=headers) as response,
            ):
                kept = {name.lower(): value for name, value in response.headers.items() if name.lower() not in _OF_THE_TRANSFER}
                status = response.status_code
                if status != 200:
                    return _Answer(status, kept, transient=status in _TRANSIENT)
                body = await _bounded(response, self._politeness.max_bytes)
                return _Answer(status, kept, body)
        except _Refused as refusal:
            return _Answer(error=f"{url}: {refusal}")
        except (TimeoutError, httpx.TimeoutException):
            return _Answer(error=f"{url} did not answer within {self._politeness.timeout:g} s", transient=True)
        except (httpx.TransportError, OSError) as error:
            return _Answer(error=f"{url} cannot be reached: {error or type(error).__name__}", transient=True)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, zlib.error) as error:
            return _Answer(error=f"{url} gave no usable answer: {error or type(error).__name__}")


async def _bounded(response: httpx.Response, limit: int) -> bytes:
    """The decoded body; ``_Refused`` where it is larger than ``limit`` or encoded in a way not asked for.

    Decoded by hand: httpx expands a whole chunk before anybody can count it.
    """
    too_big = f"the body is larger than {limit} bytes"
    if response.is_stream_consumed:  # an injected transport answered with ready content
        if len(response.content) > limit:
            raise _Refused(too_big)
        return response.content
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise _Refused(f"the body is encoded as {encoding[:40]!r}, which was not asked for")
    expand = _Expander(encoding)
    pieces: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        piece = expand(chunk, limit - size + 1)
        size += len(piece)
        if size > limit:
            raise _Refused(too_big)
        pieces.append(piece)
    if not expand.ended:
        raise httpx.ReadError("the compressed body ends early")
    return b"".join(pieces)


class _Expander:
    """Undoes one content-encoding, never giving more than is asked for."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("identity", "") else None
        self._started = False

    @property
    def ended(self) -> bool:
        return self._inflate is None or self._inflate.eof or not self._started

    def __call__(self, chunk: bytes, most: int) -> bytes:
        if self._inflate is None:
            return chunk
        if not self._started and chunk:
            self._started = True
            # "deflate" is zlib by the standard and raw with some servers.
            if self._encoding == "deflate" and chunk[0] & 0x0F != 8:
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        piece = self._inflate.decompress(chunk, most)
        while self._inflate.eof and self._inflate.unused_data[:2] == b"\x1f\x8b" and len(piece) < most:
            rest = self._inflate.unused_data
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
            piece += self._inflate.decompress(rest, most - len(piece))
        return piece


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for (a number or a date), or None."""
    if not value:
        return None
    if value.strip().isdecimal():
        return min(float(value.strip()), 1e9)
    try:
        return max((parsedate_to_datetime(value) - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


async def _inside(host: str, port: int | None) -> str | None:
    """Why a host must not be asked: one of its addresses lies inside our own network. None where it may."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None  # connecting will say that the host is unknown
    for *_, address in found:
        ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
        mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        if not (mapped or ip).is_global:
            return f"{host} leads to {ip}, an address of a private network, which only local use allows"
    return None
