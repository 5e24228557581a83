"""The HTTP client: polite, bounded, and never surprised. An outcome is a Page, not an exception.

Promises: robots.txt is asked first (RFC 9309); each host gets few requests at once and a pause between their
starts; redirects are followed by hand, so that each hop is checked like the first; a body is never larger in
memory than the limit, compressed or not; addresses inside the own network are refused unless asked for; a host
that fails and fails is left alone.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from extract.model import Decision, Page
from extract.web import network
from extract.web import robots as robots_txt
from extract.web.body import ENCODINGS, BadBody, bounded
from extract.web.politeness import STANDARD, Host, Politeness, retry_after

MAX_REDIRECTS = 5
_LONGEST_PAUSE = 366 * 86_400.0  # seconds; what a host may ask for and be heard
_LONGEST_NOTICE = 200_000  # bytes of an error page that are kept
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

__all__ = ["Client", "Politeness", "Request", "user_agent"]


@dataclass(frozen=True, slots=True)
class Request:
    """A URL to fetch for an outlet, with the validators of the last fetch.

    ``local`` allows private and loopback addresses; ``delay`` (seconds between two starts) and ``max_bytes`` replace the client's.
    """

    url: str
    outlet: str
    etag: str | None = None
    last_modified: str | None = None
    local: bool = False
    delay: float | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one hop gave: a status, or an error and whether trying again may help."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str | None = None
    transient: bool = False
    retry_at: datetime | None = None


class _Refused(Exception):
    """The URL, or where it led, is not fetched; ``decision`` and the text say why."""

    def __init__(self, reason: str, decision: Decision = Decision.FAILED) -> None:
        super().__init__(reason)
        self.decision = decision


def user_agent(contact: str, version: str) -> str:
    """A truthful User-Agent: ``volteface/1.2 (+mailto:you@example.org)``; a contact may be a URL too."""
    contact = " ".join(contact.split())
    return f"volteface/{version} (+{contact if '://' in contact else 'mailto:' + contact})"


class Client:
    """Fetches pages politely; use as ``async with``. See the module for what it promises.

    ``transport`` replaces the public network, ``local_transport`` the one for local requests.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        clock: Callable[[], datetime],
        politeness: Politeness = STANDARD,
        transport: httpx.AsyncBaseTransport | None = None,
        local_transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._clock = clock
        self._politeness = politeness
        self._agent = user_agent.split("/")[0].strip() or "volteface"
        self._total = asyncio.Semaphore(politeness.total)
        self._hosts: defaultdict[str, Host] = defaultdict(lambda: Host(politeness))
        self._robots: dict[tuple[str, bool], asyncio.Task[robots_txt.Robots]] = {}
        self._replaced = transport is not None
        self.unasked: list[Request] = []
        """What ``get_all`` left out, since its host had failed too often or asked for a long pause."""
        settings: dict[str, Any] = {
            "follow_redirects": False,
            "timeout": politeness.timeout,
            "headers": {
                "User-Agent": user_agent,
                "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
                "Accept-Encoding": ENCODINGS,
            },
        }
        self._public = httpx.AsyncClient(transport=transport or network.PublicTransport(), **settings)
        self._local = httpx.AsyncClient(transport=local_transport or transport, http2=True, trust_env=False, **settings)

    async def __aenter__(self) -> Self:
        await self._public.__aenter__()
        await self._local.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        await self._local.__aexit__(kind, error, trace)
        await self._public.__aexit__(kind, error, trace)

    async def get(self, request: Request, *, robots: bool = True) -> Page:
        """Fetch one URL. Every outcome is a Page with its decision; only cancellation is raised."""
        validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        headers = {name: value for name, value in validators.items() if value and value.isprintable()}
        here = request.url
        try:
            seen: set[str] = set()
            for _ in range(MAX_REDIRECTS + 1):
                if here in seen:
                    raise _Refused(f"the redirects of {request.url} run in a circle")
                seen.add(here)
                await self._check(here, request, robots)
                answer = await self._ask(here, request, headers)
                target = answer.headers.get("location")
                if answer.status in _REDIRECTS and target:
                    here = urljoin(here, target)
                    continue
                return self._page(request, here, answer)
            raise _Refused(f"{request.url} redirects more than {MAX_REDIRECTS} times")
        except _Refused as refused:
            return Page(request.url, request.outlet, self._clock(), refused.decision, final_url=here, error=str(refused))

    async def get_all(self, requests: Iterable[Request], keep: Callable[[Page], Page] = lambda page: page) -> AsyncIterator[Page]:
        """Fetch all, yielding each page as it comes; one slow host holds up no other. ``keep`` is done with each on its arrival.

        What is left of a host that is closed is not asked for, and added to ``unasked``.
        """
        queues: defaultdict[str, deque[Request]] = defaultdict(deque)
        for request in requests:
            queues[_host_of(request.url)].append(request)
        # A short queue makes the fetching wait for whoever consumes the pages.
        done: asyncio.Queue[Page | None] = asyncio.Queue(maxsize=self._politeness.total)

        async def work(host: Host, queue: deque[Request]) -> None:
            while queue:
                if host.is_closed:
                    self.unasked += queue
                    queue.clear()
                    break
                await done.put(keep(await self.get(queue.popleft())))
            await done.put(None)

        workers = [
            asyncio.create_task(work(self._hosts[name], queue)) for name, queue in queues.items() for _ in range(min(self._politeness.per_host, len(queue)))
        ]
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

    def _page(self, request: Request, here: str, answer: _Answer) -> Page:
        decision = _BY_STATUS.get(answer.status or 0, Decision.FAILED)
        error = answer.error
        if answer.error is not None:
            decision = Decision.FAILED
        elif answer.status == 200 and _is_front(here) and not _is_front(request.url):
            # How many outlets take an article away without saying so.
            decision, error = Decision.GONE, f"{request.url} leads to the front page {here}"
        elif decision.is_failure:
            error = f"{here} answered {answer.status}"
        return Page(
            request.url, request.outlet, self._clock(), decision, answer.status, here, answer.headers, answer.body, error, retry_at=answer.retry_at
        )  # fmt: skip

    async def _check(self, url: str, request: Request, robots: bool) -> None:
        """Raise ``_Refused`` for what must not be fetched."""
        try:
            parts = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise _Refused(f"{url[:200]!r} is no URL: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.host:
            raise _Refused(f"{url[:200]!r} is no http or https address")
        address = None if request.local or self._replaced else network.literal(parts.host)
        if address is not None and network.is_inside(address):
            raise _Refused(str(network.refusal(parts.host, address)))
        if robots:
            rules = await self._rules(url, request)
            if rules.problem is not None:
                self._hosts[_host_of(url)].answered(well=False)
                raise _Refused(rules.problem)
            if not rules.allows(url, self._agent):
                raise _Refused(f"robots.txt of {parts.host} disallows {url}", Decision.ROBOTS)

    async def _rules(self, url: str, request: Request) -> robots_txt.Robots:
        key = (robots_txt.address(url), request.local)
        if key not in self._robots:
            self._robots[key] = asyncio.create_task(self._fetch_rules(Request(key[0], request.outlet, local=request.local, delay=request.delay)))
        # Shielded: whoever else waits for the same robots.txt must not suffer from our cancellation.
        return await asyncio.shield(self._robots[key])

    async def _fetch_rules(self, request: Request) -> robots_txt.Robots:
        page = await self.get(request, robots=False)
        if page.status == 200 and page.decision is Decision.ALLOWED:
            rules = robots_txt.parse(page.body)
        elif page.status is not None and 400 <= page.status < 500 and page.status != 429:
            rules = robots_txt.ALLOW_ALL
        else:
            rules = robots_txt.Robots(problem=f"{request.url} could not be read, so nothing is fetched there: {page.error}")
        self._hosts[_host_of(request.url)].crawl_delay = rules.crawl_delay(self._agent)
        return rules

    async def _ask(self, url: str, request: Request, headers: dict[str, str]) -> _Answer:
        """One hop, tried again where that may help."""
        host = self._hosts[_host_of(url)]
        delay = self._politeness.delay if request.delay is None else request.delay
        longest = self._politeness.longest_wait
        waited_for_limit = False
        attempt = 0
        while True:
            async with host.slots, host.starting(delay) as sent, self._total:
                answer = await self._once(url, request, headers, sent)
            asked = retry_after(answer.headers.get("retry-after"), self._clock()) if answer.status in (429, 503) else None
            if asked is not None:
                host.hold(asked)
                answer = replace(answer, retry_at=self._clock() + timedelta(seconds=min(asked, _LONGEST_PAUSE)))
            if answer.status == 429 and not waited_for_limit and asked is not None and asked <= longest:
                waited_for_limit = True
                continue
            wait = max(self._politeness.retry_wait * 2**attempt, asked or 0.0)
            if not answer.transient or attempt >= self._politeness.retries or wait > longest:
                host.answered(well=not answer.transient and answer.status != 429)
                return answer
            attempt += 1
            await asyncio.sleep(wait)

    async def _once(self, url: str, request: Request, headers: dict[str, str], sent: Callable[[], None]) -> _Answer:
        async def trace(event: str, _: object) -> None:
            if event.endswith("send_request_headers.complete"):
                sent()

        http = self._local if request.local else self._public
        try:
            # httpx times each read; this bounds the whole exchange against a server that drips.
            async with (
                asyncio.timeout(self._politeness.timeout),
                http.stream("GET", url, headers=headers, extensions={"trace": trace}) as response,
            ):
                kept = {name.lower(): value for name, value in response.headers.items() if name.lower() not in _OF_THE_TRANSFER}
                status = response.status_code
                if status == 200:
                    return _Answer(status, kept, await bounded(response, request.max_bytes or self._politeness.max_bytes))
                return _Answer(status, kept, await _notice(response), transient=status in _TRANSIENT)
        except network.Inside as inside:
            return _Answer(error=str(inside))
        except BadBody as bad:
            return _Answer(error=f"{url}: {bad}")
        except (TimeoutError, httpx.TimeoutException):
            return _Answer(error=f"{url} did not answer within {self._politeness.timeout:g} s", transient=True)
        except (httpx.TransportError, OSError) as error:
            return _Answer(error=f"{url} cannot be reached: {error or type(error).__name__}", transient=True)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, zlib.error) as error:
            return _Answer(error=f"{url} gave no usable answer: {error or type(error).__name__}")


async def _notice(response: httpx.Response) -> bytes:
    """What an error page says, where it is short: evidence of a deletion or a block, and never worth a failure of its own."""
    if response.status_code in _REDIRECTS or response.status_code == 304:
        return b""
    try:
        return await bounded(response, _LONGEST_NOTICE)
    except (BadBody, httpx.HTTPError, httpx.StreamError, OSError, zlib.error):
        return b""


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
