"""The sample site on loopback, at a moment that the caller sets.

``with SampleSite() as site`` serves four invented outlets on one free port of 127.0.0.1 and tells
them apart by the Host header. A transport that connects every host
to ``site.address`` (``extract.web.connect_to``) brings ``http://harbour-times.example/...`` there.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from flows.demo import render
from flows.demo.content import SampleOutlet, outlets

# When the demonstration runs a cycle: close together around the article that is edited twice.
CYCLES: tuple[datetime, ...] = tuple(
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2025-02-16T06:00",
        "2025-02-25T06:00",
        "2025-03-03T06:00",
        "2025-03-05T14:00",
        "2025-03-05T20:00",
        "2025-03-06T12:00",
        "2025-03-12T18:00",
        "2025-03-28T06:00",
        "2025-04-25T06:00",
        "2025-05-17T06:00",
        "2025-06-05T06:00",
        "2025-07-01T06:00",
        "2025-07-20T06:00",
        "2025-08-10T06:00",
        "2025-08-21T20:00",
        "2025-08-31T06:00",
    )
)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    kind: str = "text/plain; charset=utf-8"
    body: bytes = b""
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.blake2b(self.body, digest_size=8).hexdigest()}"'

    def unchanged_for(self, none_match: str | None, modified_since: str | None) -> bool:
        """Whether 304 is the answer (RFC 9110, 13.2.2: If-None-Match goes before If-Modified-Since)."""
        if self.status != 200:
            return False
        if none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in none_match.split(",")}
            return "*" in tags or self.etag in tags
        if modified_since is None or self.modified is None:
            return False
        try:
            return self.modified.replace(microsecond=0) <= parsedate_to_datetime(modified_since)
        except (ValueError, TypeError):
            return False


def _answer(outlet: SampleOutlet, path: str, moment: datetime) -> _Answer:
    """What an outlet answers to a path at a moment."""
    if path == "/robots.txt":
        return _Answer(200, body=outlet.robots.encode())
    listed = outlet.published_by(moment)
    newest = max((a.modified(moment) for a in listed), default=None)
    if path == "/":
        return _Answer(200, "text/html; charset=utf-8", render.front(outlet, moment).encode(), newest)
    for feed, kind in outlet.feeds:
        if path == feed:
            text, media_type = render.listing(outlet, kind, moment)
            return _Answer(200, media_type, text.encode(), newest)
    article = next((a for a in listed if a.path == path), None)
    if article is None or article.status != 200:
        return _Answer(article.status if article else 404, body=b"Nothing here.\n")
    view = article.at(moment)
    if view is None:
        return _Answer(404, body=b"Nothing here yet.\n")
    body = render.page(outlet, article, view).encode(outlet.charset, "xmlcharrefreplace")
    return _Answer(200, f"text/html; charset={outlet.charset}", body, view.at)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no event."""


class SampleSite:
    """Serves the sample outlets while the ``with`` block runs.

    ``now`` may be set at any time: pages, feeds and sitemaps show what was published by then, in
    the revision current at that moment. ``requests`` holds (host, path, status) of each request.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._requests: list[tuple[str, str, int]] = []
        self._outlets = {outlet.host: outlet for outlet in outlets()}
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.now = now or CYCLES[0]

    @property
    def now(self) -> datetime:
        """The moment at which the site stands; it must have a zone."""
        return self._now

    @now.setter
    def now(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError(f"the site's clock needs a zone: {moment!r}")
        self._now = moment

    @property
    def requests(self) -> list[tuple[str, str, int]]:
        """What was asked so far, in order: host, path, status."""
        with self._lock:
            return list(self._requests)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that are served."""
        return tuple(self._outlets)

    @property
    def port(self) -> int:
        """The loopback port, while the site runs."""
        if self._server is None:
            raise RuntimeError("the sample site is not running: use it in a with statement")
        return self._server.server_port

    @property
    def address(self) -> str:
        """``HOST:PORT`` of the site, while it runs."""
        return f"127.0.0.1:{self.port}"

    def respond(self, host: str, path: str, none_match: str | None, modified_since: str | None) -> tuple[_Answer, int]:
        """The answer to one request and the status to send; the request is recorded."""
        outlet = self._outlets.get(host)
        answer = _answer(outlet, path, self.now) if outlet else _Answer(421, body=b"No such outlet.\n")
        status = 304 if answer.unchanged_for(none_match, modified_since) else answer.status
        with self._lock:
            self._requests.append((host, path, status))
        return answer, status

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None


def _handler(site: SampleSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body leave in two writes; with Nagle's algorithm the second waits 40 ms.
        disable_nagle_algorithm = True

        def _send(self, with_body: bool) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0].lower()
            path = self.path.partition("?")[0]
            validators = (self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"))
            answer, status = site.respond(host, path, *validators)
            self.send_response(status)
            if status in (200, 304):
                self.send_header("ETag", answer.etag)
                if answer.modified:
                    self.send_header("Last-Modified", format_datetime(answer.modified.astimezone(UTC), usegmt=True))
            if status != 304:
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if with_body and status != 304:
                self.wfile.write(answer.body)

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: the site keeps its own record."""

    return Handler
