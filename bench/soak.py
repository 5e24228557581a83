"""Acquisition under fire: ``python -m bench.soak [--articles 20000] [--outlets 50] [--kill 60]``.

Loopback outlets with injected faults (a tenth of all answers: 503, a cut connection, a cut compressed body, a pause asked for, a 404
that is none the next time), and a kill -9 of the whole monitor every so many seconds. Wanted: every article is stored, none twice;
at no moment more requests to a host than agreed, nor closer together; memory that does not grow with the articles.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

DELAY = 0.25  # seconds; much more than the noise of the server's own threads
_WORDS = [
    "the",
    "harbour",
    "town",
    "council",
    "road",
    "market",
    "people",
    "water",
    "morning",
    "report",
    "number",
    "school",
    "winter",
    "summer",
    "train",
    "river",
    "letter",
    "house",
    "field",
    "office",
    "paper",
    "light",
    "night",
    "window",
    "garden",
    "table",
    "corner",
    "music",
    "history",
    "picture",
    "story",
    "market",
    "evening",
    "voice",
    "doctor",
    "teacher",
    "farmer",
    "worker",
    "sailor",
    "bread",
    "paint",
    "stone",
    "glass",
    "metal",
    "cloth",
    "island",
    "valley",
    "forest",
    "mountain",
    "weather",
    "season",
    "engine",
    "wheel",
    "ticket",
    "station",
    "platform",
    "journey",
    "village",
    "chapel",
]
AT = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = '[monitor]\nname = "Soak"\ncontact = "bench@example.org"\nrevisit = []\n'
OUTLET = '\n[[outlet]]\nname = "{0}"\nfeed = "http://{0}/rss"\nlocal = true\ndelay = {1}\n'
TAIL = """
[[actor]]
id = "norland"
name = "Norland"
[[issue]]
id = "bridge"
proposition = "The border bridge is built"
terms = ["border bridge"]
"""


class Site(ThreadingHTTPServer):
    """All outlets on one port, told apart by the Host header; notes how it is asked."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, n_articles: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.n_articles = n_articles
        self.lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self.served: Counter[str] = Counter()
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        self.gap: dict[str, float] = defaultdict(lambda: 1e9)
        self.n_faults = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no event."""


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
        if self.path == "/rss":
            return self._send(_feed(host, site.n_articles))
        draw = hashlib.blake2b(f"{host}{self.path}{attempt}".encode(), digest_size=2).digest()
        fault = draw[0] % 5 if draw[1] < 26 else None  # a tenth
        site.n_faults += fault is not None
        if fault == 0:
            return self._send(b"down", 503)
        if fault == 1:
            self.close_connection = True
            return None
        if fault == 2:
            return self._send(gzip.compress(_article(host, self.path))[:-9], headers={"Content-Encoding": "gzip"})
        if fault == 3:
            return self._send(b"slowly", 429, {"Retry-After": "1"})
        if fault == 4 and attempt == 1:  # a page that is not there day after day is rightly given up
            return self._send(b"not there yet", 404)
        with site.lock:
            site.served[host + self.path] += 1
        return self._send(_article(host, self.path))

    def _send(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _feed(host: str, n: int) -> bytes:
    items = "".join(
        f"<item><title>Story {i}</title><link>http://{host}/story/{i}</link><pubDate>{format_datetime(AT - timedelta(minutes=i))}</pubDate></item>"
        for i in range(n)
    )
    return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


def _article(host: str, path: str) -> bytes:
    n = hashlib.blake2b((host + path).encode(), digest_size=8)
    draw = Random(n.digest())
    words = draw.choices(_WORDS, k=200)
    side = "supports" if n.digest()[0] % 2 else "opposes"
    told = "".join(
        f"<p>In the matter of {' '.join(words[i : i + 20])} nothing is known that was not known at {draw.randrange(10**6)} before.</p>"
        for i in range(0, 200, 20)
    )
    text = f"<p>Norland {side} the border bridge, its government said at {host}.</p>{told}"
    dated = '<meta property="article:published_time" content="2025-12-31T08:00:00Z">'
    return f"<html><head><title>Story of {' '.join(words[:4])}</title>{dated}</head><body><article>{text}</article></body></html>".encode()


def cycles(monitor_file: str) -> None:
    """Run cycles until nothing is due any more: the process that is killed."""
    from flows import config, prefect_settings

    monitor = config.load(Path(monitor_file))
    state = monitor.folder / "prefect"
    prefect_settings.apply(state)
    from flows.monitor import run_cycle

    hours = monitor.folder / "hours"
    while True:
        n = int(hours.read_text()) + 1 if hours.exists() else 0
        hours.write_text(str(n))
        outcome = run_cycle(monitor, AT + timedelta(hours=26 * n))
        print(f"cycle {n} ended: {outcome.loaded}", flush=True)
        if not outcome.loaded.versions and not outcome.failures:
            return


def _rss(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def soak(folder: Path, n_articles: int, n_outlets: int, kill: float, patience: float) -> None:
    """Run it and print what came of it."""
    site = Site(n_articles // n_outlets)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    names = [f"outlet-{i}.example" for i in range(n_outlets)]
    path = folder / "m.toml"
    path.write_text(HEAD + "".join(OUTLET.format(name, DELAY) for name in names) + TAIL)
    environment = {**os.environ, "VOLTEFACE_CONNECT_TO": f"127.0.0.1:{site.server_port}"}
    started, n_kills, ended = time.monotonic(), 0, False
    memory: list[list[float]] = []
    with (folder / "log").open("wb") as log:
        while not ended and time.monotonic() - started < patience:
            process = subprocess.Popen(
                [sys.executable, "-m", "bench.soak", "--child", str(path)], stdout=log, stderr=log, env=environment, start_new_session=True
            )
            memory.append([])
            until = time.monotonic() + kill
            while not ended and time.monotonic() < until:
                time.sleep(1)
                memory[-1].append(_rss(process.pid))
                ended = process.poll() is not None
            if not ended:
                os.killpg(process.pid, signal.SIGKILL)
                n_kills += 1
            process.wait()
    took = time.monotonic() - started
    site.shutdown()
    _report(folder, site, names, took, n_kills, memory)
    print((folder / "log").read_text()[-600:])


def _report(folder: Path, site: Site, names: list[str], took: float, n_kills: int, memory: list[list[float]]) -> None:
    from warehouse.connection import Warehouse
    from warehouse.rows import rows_of
    from warehouse.verify import verify

    wanted = {f"{name}/story/{i}" for name in names for i in range(site.n_articles)}
    warehouse = Warehouse(folder / "volteface.duckdb")
    with warehouse.writing() as connection:
        urls = Counter(r["url"].removeprefix("http://") for r in rows_of(connection, "SELECT url FROM versions"))
        claims = rows_of(
            connection, "SELECT count(*) AS n, count(DISTINCT (version_id, quote_start, actor, issue)) AS k FROM claims WHERE superseded_at IS NULL"
        )[0]
        fetches = rows_of(connection, "SELECT count(*) AS n FROM fetches WHERE role = 'document'")[0]["n"]
        problems = verify(connection, ()).problems if len(wanted) <= 2000 else ()
    served = {path: n for path, n in site.served.items() if "/story/" in path}
    print(f"{len(wanted)} articles of {len(names)} outlets in {took:.0f} s with {n_kills} kills; {site.n_faults} faults in {sum(site.asked.values())} requests")
    print(f"lost {len(wanted - urls.keys())}, stored twice {sum(n > 1 for n in urls.values())}, invented {len(urls.keys() - wanted)}; problems {len(problems)}")
    print(
        f"claims {claims['n']}, doubled {claims['n'] - claims['k']}; rows in fetches {fetches}; served whole more than once {sum(n > 1 for n in served.values())}"
    )
    print(
        f"at most {max(site.most[name] for name in names)} at once to one host; smallest gap {min(site.gap[name] for name in names) * 1000:.0f} ms of {DELAY * 1000:.0f} agreed"
    )
    lives = [m for m in memory if len(m) > 20]
    if lives:
        print("memory at the end of each life, MB: " + " ".join(f"{m[-1]:.0f}" for m in lives) + f"; most {max(map(max, lives)):.0f}")


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--child")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--outlets", type=int, default=50)
    parser.add_argument("--kill", type=float, default=60)
    parser.add_argument("--patience", type=float, default=3600)
    arguments = parser.parse_args()
    if arguments.child:
        cycles(arguments.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        soak(Path(folder), arguments.articles, arguments.outlets, arguments.kill, arguments.patience)


if __name__ == "__main__":
    main()
