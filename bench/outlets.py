"""Loopback outlets for the soaks: all on one port, told apart by the Host header, with a tenth of their answers faults."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

_WORDS = (
    "the harbour town council road market people water morning report number school winter summer train river letter house field office paper "
    "light night window garden table corner music history picture story evening voice doctor teacher farmer worker sailor bread paint stone glass "
    "metal cloth island valley forest mountain weather season engine wheel ticket station platform journey village chapel"
)
_HEAD = '[monitor]\nname = "{}"\ncontact = "bench@example.org"\nrevisit = []\n'
_OUTLET = '\n[[outlet]]\nname = "{0}"\nfeed = "http://{0}/rss"\nlocal = true\ndelay = {1}\n'
_MATTER = """
[[actor]]
id = "norland"
name = "Norland"
[[issue]]
id = "bridge"
proposition = "The border bridge is built"
terms = ["border bridge"]
"""


class Site(ThreadingHTTPServer):
    """Serves what two functions make, and notes how it is asked.

    ``feed(host)`` and ``article(host, path)`` return bodies. A tenth of the answers to articles (and to feeds, where ``feeds_fail``) is a
    503, a cut connection, a cut compressed body, a pause asked for, or a 404 that is none the next time. ``served`` counts the bodies
    that went out whole, by host, path and hash.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, feed: Callable[[str], bytes], article: Callable[[str, str], bytes], *, feeds_fail: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.feed, self.article, self.feeds_fail = feed, article, feeds_fail
        self.lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self.served: Counter[tuple[str, str]] = Counter()
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        self.gap: dict[str, float] = defaultdict(lambda: 1e9)
        self.n_faults = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no event."""

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        """Answer, and note."""
        site, host = self.server, self.headers["Host"]
        with site.lock:
            moment = time.monotonic()
            site.asked[host + self.path] += 1
            attempt = site.asked[host + self.path]
            site.now[host] += 1
            site.most[host] = max(site.most[host], site.now[host])
            site.gap[host] = min(site.gap[host], moment - site.last.get(host, -1e9))
            site.last[host] = moment
        try:
            self._answer(site, host, attempt)
        finally:
            with site.lock:
                site.now[host] -= 1

    def _answer(self, site: Site, host: str, attempt: int) -> None:
        if self.path == "/robots.txt":
            return self._send(b"")
        is_feed = self.path == "/rss"
        body = site.feed(host) if is_feed else site.article(host, self.path)
        draw = hashlib.blake2b(f"{host}{self.path}{attempt}".encode(), digest_size=2).digest()
        fault = draw[0] % 5 if draw[1] < 26 and (site.feeds_fail or not is_feed) else None  # a tenth
        site.n_faults += fault is not None
        if fault == 0:
            return self._send(b"down", 503)
        if fault == 1:
            self.close_connection = True
            return None
        if fault == 2:
            return self._send(gzip.compress(body)[:-9], headers={"Content-Encoding": "gzip"})
        if fault == 3:
            return self._send(b"slowly", 429, {"Retry-After": "1"})
        if fault == 4 and attempt == 1:  # a page that is not there day after day is rightly given up
            return self._send(b"not there yet", 404)
        with site.lock:
            site.served[host + self.path, hashlib.blake2b(body).hexdigest()] += 1
        return self._send(body)

    def _send(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def monitor(name: str, hosts: Iterable[str], delay: float) -> str:
    """A monitor file of these outlets, with what their articles are about: an actor and an issue."""
    return _HEAD.format(name) + "".join(_OUTLET.format(host, delay) for host in hosts) + _MATTER


def side(name: str) -> str:
    """What the article of that name says of Norland: supports or opposes."""
    return "supports" if hashlib.blake2b(name.encode(), digest_size=8).digest()[0] % 2 else "opposes"


def article(host: str, name: str, published: str) -> bytes:
    """A page with one claim, among paragraphs that no other page has. The same name makes the same page."""
    draw = Random(hashlib.blake2b(name.encode(), digest_size=8).digest())
    words = draw.choices(_WORDS.split(), k=200)
    told = "".join(
        f"<p>In the matter of {' '.join(words[i : i + 20])} nothing is known that was not known at {draw.randrange(10**6)} before.</p>"
        for i in range(0, 200, 20)
    )
    text = f"<p>Norland {side(name)} the border bridge, its government said at {host}.</p>{told}"
    dated = f'<meta property="article:published_time" content="{published}">'
    return f"<html><head><title>Story of {' '.join(words[:4])}</title>{dated}</head><body><article>{text}</article></body></html>".encode()
