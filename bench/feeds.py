"""Acquisition on real feeds: ``python -m bench.feeds DATA/feeds``.

The replay: every snapshot of one real feed is served from loopback at its moment, with its articles made up around their
addresses; a cycle runs at each. Wanted: every new item fetched exactly once, none missed. Beside it a naive client's
requests: the feed each time, and every item that the snapshot lists. Revisits are counted apart.

The broken ones: feeds and sitemaps of other projects' test suites. Wanted: each read, or refused in one sentence.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from extract.model import Decision, Page
from extract.web import discover
from extract.web.politeness import Politeness
from flows import config, prefect_settings, web
from tests.servers import Asked, Reply, serve

MONITOR = """[monitor]
name = "Replay"
contact = "bench@example.org"
revisit = {revisit}

[[outlet]]
name = "The White House"
feed = "https://www.whitehouse.gov/feed/"
local = true
delay = 0

[[actor]]
id = "united-states"

[[issue]]
id = "nato"
proposition = "Ukraine joins NATO"
terms = ["NATO membership"]
"""


_FILLER = "The text of the document is not part of this measurement, so that any sentence which is long enough will do in its place."


class Snapshots(dict[str, "Reply | Callable[[Asked], Reply]"]):
    """What the site answers: the feed of the moment with a tag, an article at every other address."""

    feed = b""

    def get(self, path: str, default: object = None) -> Callable[[Asked], Reply]:  # type: ignore[override]
        """What answers any path."""
        return self._answer

    def _answer(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow:\n")
        body = self.feed if asked.path == "/feed/" else _article(asked.path)
        tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        return Reply(status=304) if asked.headers.get("if-none-match") == tag else Reply(body, headers={"ETag": tag})


def _article(path: str) -> bytes:
    words = path.strip("/").rpartition("/")[2].replace("-", " ")
    return f"<html><head><title>{words}</title></head><body><article><p>{words}. {_FILLER}</p></article></body></html>".encode()


@contextmanager
def _quick() -> Iterator[None]:
    before, web.POLITENESS = web.POLITENESS, Politeness(delay=0)
    yield
    web.POLITENESS = before


def replay(folder: Path, revisit: str) -> dict[str, int]:
    """Counts of one replay."""
    from flows.monitor import run_cycle

    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    snapshots = Snapshots()
    listed: Counter[str] = Counter()
    naive = 0
    with tempfile.TemporaryDirectory() as place, serve(snapshots) as site, _quick():
        path = Path(place) / "m.toml"
        path.write_text(MONITOR.format(revisit=revisit))
        monitor = config.load(path)
        os.environ[web.CONNECT_TO] = site.url.removeprefix("http://")
        for row in rows:
            snapshots.feed = gzip.decompress((folder / row["file"]).read_bytes())
            page = Page("https://www.whitehouse.gov/feed/", "o", datetime.now(UTC), Decision.ALLOWED, body=snapshots.feed)
            items = [item.url for item in discover.parse(page).items]
            listed.update(items)
            naive += 2 + len(items)  # robots.txt, the feed and all it lists
            run_cycle(monitor, datetime.fromisoformat(row["fetched_at"]))
        asked = Counter(asked.path for asked in site.asked)
        tagged = Counter(asked.path for asked in site.asked if "if-none-match" in asked.headers)
    paths = {url.removeprefix("https://www.whitehouse.gov") for url in listed}
    first = {path: asked[path] - tagged[path] for path in paths}
    return {
        "snapshots": len(rows), "items": len(paths), "fetched once": sum(n == 1 for n in first.values()), "missed": sum(n == 0 for n in first.values()),
        "twice or more": sum(n > 1 for n in first.values()), "revisits": sum(tagged[path] for path in paths),
        "requests": sum(asked.values()), "naive requests": naive,
    }  # fmt: skip


def broken(folder: Path) -> Iterator[tuple[str, int, float, str]]:
    """(file, items and further listings, seconds, what was wrong) of every feed and sitemap."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and "whitehouse" not in str(each) and each.suffix != ".md"):
        started = time.perf_counter()
        found = discover.parse(Page(f"https://example.org/{path.name}", "o", datetime.now(UTC), Decision.ALLOWED, 200, body=path.read_bytes()))
        yield path.name, len(found.items) + len(found.more), time.perf_counter() - started, found.problem or ""


def main() -> None:
    """Print both."""
    folder = Path(sys.argv[1])
    for name, n, seconds, problem in broken(folder):
        print(f"{name:45} {n:5} items  {seconds * 1000:7.1f} ms  {problem or ('' if n else 'read: lists nothing')}")
        if "\n" in problem:
            print("   ^ not one sentence")
    with tempfile.TemporaryDirectory() as state:
        prefect_settings.apply(Path(state))
        for revisit in ("[]", '["3h", "1d", "7d"]'):
            print(f"revisit = {revisit}: ", "  ".join(f"{name} {n}" for name, n in replay(folder / "whitehouse_rss_2025_02", revisit).items()))


if __name__ == "__main__":
    main()
