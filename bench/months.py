"""Months of ``volteface serve`` in an hour: ``python -m bench.months [--cycles 500] [--outlets 6]``.

One ``serve`` that starts a cycle as soon as the last has ended, outlets that publish and edit articles meanwhile and answer a tenth of all
requests with a fault, a kill -9 of the cycle at a random moment in every third, and a reader that opens the snapshot every 100 ms and
checks that what it reads is whole and never less than before. At the end ``serve`` is told to stop, cycles run until nothing is due, and
what is stored is compared with what was published.

Wanted: no read fails; nothing lost, doubled or invented; files grow by what comes in; the server's memory has no trend.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import psutil

from bench import outlets
from bench.outlets import Site, article, side

DELAY = 0.02
QUICK = {"PREFECT_RUNNER_POLL_FREQUENCY": "1", "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5"}
"""Prefect looks for runs that are due every ten seconds otherwise, which would be the whole of the time."""
FEED = 200
WHOLE = """
    SELECT (SELECT count(*) FROM runs WHERE ended_at IS NOT NULL), (SELECT count(*) FROM versions), count(*),
        count(*) FILTER (WHERE v.version_id IS NULL OR substr(v.text, c.quote_start + 1, c.quote_end - c.quote_start) <> c.quote)
    FROM claims c LEFT JOIN versions v USING (version_id)
"""


class Papers:
    """What the outlets have published: article after article, one in five edited later. Told by the clock that the feed gives."""

    def __init__(self, names: list[str]) -> None:
        self.names, self.draw, self.lock = names, Random(7), threading.Lock()
        self.editions: dict[str, list[list[datetime]]] = {name: [] for name in names}

    def publish(self) -> None:
        """One more article in every outlet, and in one of five an edit of an earlier one."""
        now = datetime.now(UTC)
        with self.lock:
            for name in self.names:
                said = self.editions[name]
                if said and self.draw.random() < 0.2:
                    said[self.draw.randrange(max(0, len(said) - FEED // 2), len(said))].append(now)
                said.append([now])

    def feed(self, host: str) -> bytes:
        """The latest articles, with when they were edited."""
        with self.lock:
            said = list(enumerate(map(list, self.editions[host])))[-FEED:]
        entries = "".join(
            f'<entry><title>Story {i}</title><id>{host}/{i}</id><link href="http://{host}/story/{i}"/><published>{moments[0].isoformat()}</published>'
            f"<updated>{moments[-1].isoformat()}</updated></entry>"
            for i, moments in reversed(said)
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{host}</title><id>{host}</id><updated>2026-01-01T00:00:00Z</updated>{entries}</feed>'.encode()

    def page(self, host: str, path: str) -> bytes:
        """The present edition of an article."""
        with self.lock:
            moments = list(self.editions[host][int(path.rsplit("/", 1)[1])])
        return self.edition(host, path, moments, len(moments))

    @staticmethod
    def edition(host: str, path: str, moments: list[datetime], n: int) -> bytes:
        """The ``n``-th edition of an article, counted from one."""
        return article(host, f"{host}{path} {n}", moments[0].isoformat())

    def all(self) -> Iterator[tuple[str, int, int, bytes]]:
        """Address, edition, number of editions and page of everything that was published."""
        for host, said in self.editions.items():
            for i, moments in enumerate(said):
                for n in range(1, len(moments) + 1):
                    yield f"{host}/story/{i}", n, len(moments), self.edition(host, f"/story/{i}", moments, n)


@dataclass(slots=True)
class Reader(threading.Thread):
    """Opens the snapshot every 100 ms, as any client may."""

    path: Path
    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    last: tuple[int, ...] = (0, 0, 0)
    done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Until ``done``."""
        while not self.done.wait(0.1):
            if self.path.exists():
                self._read()

    def _read(self) -> None:
        started = time.monotonic()
        try:
            with duckdb.connect(str(self.path), read_only=True, config={"threads": 1}) as connection:
                row = connection.execute(WHOLE).fetchone() or ()
        except duckdb.Error as error:
            self.failed.append(str(error).splitlines()[0])
            return
        self.took.append(time.monotonic() - started)
        if row[3] or any(now < before for now, before in zip(row, self.last, strict=False)):
            self.failed.append(f"after {self.last} came {row}")
        self.last = tuple(row[:3])


def _cycle_of(serve: psutil.Process) -> psutil.Process | None:
    """The process of the cycle that ``serve`` runs at the moment."""
    try:
        return next((child for child in serve.children() if "spawn_main" in " ".join(child.cmdline())), None)
    except psutil.Error:
        return None


def _sizes(folder: Path) -> dict[str, tuple[int, float]]:
    """Files and megabytes below each part of the monitor's folder."""
    found: dict[str, tuple[int, float]] = {}
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                part = next(
                    (p for p in ("prefect", "warc", "out", "logs") if p in path.relative_to(folder).parts), "warehouse" if ".duckdb" in path.name else "other"
                )
                n, size = found.get(part, (0, 0.0))
                found[part] = (n + 1, size + path.stat().st_size / 1e6)
        except OSError:  # gone meanwhile
            continue
    return found


@dataclass(slots=True)
class Record:
    """What was measured on the way: at every 25th cycle files, bytes and memory; how each cycle ended."""

    samples: list[tuple[int, dict[str, tuple[int, float]], float, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)


def _drive(folder: Path, papers: Papers, serve: subprocess.Popen[bytes], n_cycles: int, record: Record) -> None:
    """Follow the cycles of a ``serve``, killing every third at a random moment."""
    parent, draw = psutil.Process(serve.pid), Random(11)
    log = folder / ".volteface" / "volteface" / "logs" / "volteface.jsonl"
    for n in range(1, n_cycles + 1):
        papers.publish()
        while (cycle := _cycle_of(parent)) is None:
            if serve.poll() is not None:
                raise SystemExit(f"serve ended with {serve.returncode}: {(folder / 'serve.log').read_text()[-2000:]}")
            time.sleep(0.02)
        began, usual = time.monotonic(), statistics.median(record.seconds[-20:]) if record.seconds else 6.0
        moment = draw.uniform(0, 1.05 * usual) if n % 3 == 0 else None
        try:
            cycle.wait(moment)
            record.seconds.append(time.monotonic() - began) if n % 3 else record.kills.update(["had ended"])
        except psutil.TimeoutExpired:
            before = _last_event(log)
            cycle.send_signal(signal.SIGKILL)
            cycle.wait()
            record.kills[before] += 1
        if n % 25 == 0:
            server = next(child for child in parent.children() if "flows.prefect_server" in child.cmdline())
            record.samples.append((n, _sizes(folder), parent.memory_info().rss / 1e6, server.memory_info().rss / 1e6))
            _tell(record.samples[-1], record)


def _last_event(log: Path) -> str:
    lines = log.read_text().splitlines() if log.exists() else []
    found = re.search(r'"event": *"([^"]+)"', lines[-1]) if lines else None
    return f"after {found[1]!r}" if found else "at the beginning"


def _tell(sample: tuple[int, dict[str, tuple[int, float]], float, float], record: Record) -> None:
    n, sizes, serve, server = sample
    files = ", ".join(f"{part} {count} {size:.1f} MB" for part, (count, size) in sorted(sizes.items()))
    usual = statistics.median(record.seconds[-20:]) if record.seconds else 0
    print(f"{n:4} cycles, {usual:.1f} s each; serve {serve:.0f} MB, Prefect's server {server:.0f} MB; {files}", flush=True)


def _compare(folder: Path, papers: Papers, site: Site) -> None:
    """What is stored against what was published."""
    from warehouse.connection import Warehouse
    from warehouse.rows import rows_of
    from warehouse.verify import verify

    with Warehouse(folder / "volteface.duckdb").writing() as connection:
        stored = Counter((r["url"].removeprefix("http://"), _said(r["text"])) for r in rows_of(connection, "SELECT url, text FROM versions"))
        claims = Counter(
            (r["url"].removeprefix("http://"), _said(r["text"]), r["stance"])
            for r in rows_of(connection, "SELECT v.url, v.text, c.stance FROM claims c JOIN versions v USING (version_id) WHERE superseded_at IS NULL")
        )
        problems = verify(connection, ()).problems
    went_out = {key for key, n in site.served.items() if n}
    wanted, last, read = Counter[tuple[str, str, str]](), set[tuple[str, str]](), set[tuple[str, str]]()
    for address, edition, n_editions, page in papers.all():
        text = _said(page.decode())
        if edition == n_editions:
            last.add((address, text))
        if (address, hashlib.blake2b(page).hexdigest()) in went_out:
            read.add((address, text))
            wanted[address, text, side(f"{address} {edition}").removesuffix("s")] += 1
    print(
        f"published {len(last)} articles, {sum(1 for _ in papers.all())} editions, of which {len(read)} went out whole; {site.n_faults} faults in {sum(site.asked.values())} requests"
    )
    print(
        f"editions: last ones lost {len(last - stored.keys())}, stored twice {sum(n > 1 for n in stored.values())}, invented {len(stored.keys() - read)}; went out, yet not stored {len(read - stored.keys())}"
    )
    held = Counter({key: n for key, n in wanted.items() if key[:2] in stored})
    print(f"claims {claims.total()}: lost {(held - claims).total()}, doubled or invented {(claims - held).total()}; verify: {len(problems)} problems")


def _said(text: str) -> str:
    """The numbers of an article: no other has them."""
    return " ".join(re.findall(r"known at (\d+) before", text))


def _slope(pairs: list[tuple[float, float]]) -> float:
    return statistics.linear_regression([x for x, _ in pairs], [y for _, y in pairs]).slope if len(pairs) > 1 else 0.0


def months(folder: Path, n_cycles: int, n_outlets: int) -> None:
    """Run it and print what came of it."""
    names = [f"outlet-{i}.example" for i in range(n_outlets)]
    papers = Papers(names)
    site = Site(papers.feed, papers.page, feeds_fail=True)
    site.start()
    monitor = folder / "volteface.toml"
    monitor.write_text(outlets.monitor("Months", names, DELAY))
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}, **QUICK, "VOLTEFACE_CONNECT_TO": f"127.0.0.1:{site.server_port}"}
    reader, record, started = Reader(folder / "volteface.duckdb"), Record(), time.monotonic()
    with (folder / "serve.log").open("wb") as log:
        serve = subprocess.Popen([sys.executable, "-m", "flows.cli", "serve", "-c", str(monitor), "--every", "2"], stdout=log, stderr=log, env=environment)
        try:
            reader.start()
            _drive(folder, papers, serve, n_cycles, record)
            serve.send_signal(signal.SIGTERM)
            stopping = time.monotonic()
            print(f"{n_cycles} cycles in {stopping - started:.0f} s; serve ended with {serve.wait(60)} after {time.monotonic() - stopping:.1f} s")
        finally:
            if serve.poll() is None:
                serve.kill()
        at = (datetime.now(UTC) + timedelta(hours=26)).isoformat()
        subprocess.run(
            [sys.executable, "-m", "bench.soak", "--child", str(monitor), "--at", at], stdout=log, stderr=log, env=environment, check=True, timeout=900
        )
    reader.done.set()
    reader.join()
    site.shutdown()
    _summary(record, reader)
    _compare(folder, papers, site)


def _summary(record: Record, reader: Reader) -> None:
    n_killed = record.kills.total() - record.kills["had ended"]
    print(f"killed {n_killed}: " + ", ".join(f"{point} {n}" for point, n in record.kills.most_common()))
    slow = max(reader.took, default=0)
    print(
        f"reads {len(reader.took) + len(reader.failed)}, failed {len(reader.failed)} {reader.failed[:3]}; median {statistics.median(reader.took or [0]) * 1000:.0f} ms, slowest {slow * 1000:.0f} ms"
    )
    later = record.samples[len(record.samples) // 4 :]
    for part in sorted({part for _, sizes, _, _ in later for part in sizes}):
        files, size = ([(n, sizes.get(part, (0, 0.0))[i]) for n, sizes, _, _ in later] for i in (0, 1))
        print(f"  {part}: {_slope(files):.2f} files, {1000 * _slope(size):.1f} kB a cycle")
    for name, i in (("serve", 2), ("Prefect's server", 3)):
        held: list[tuple[Any, ...]] = [(sample[0], sample[i]) for sample in later]
        print(f"  memory of {name}: {held[0][1]:.0f} to {held[-1][1]:.0f} MB, {1000 * _slope(held):.0f} kB a cycle" if held else "")


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cycles", type=int, default=500)
    parser.add_argument("--outlets", type=int, default=6)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    if arguments.folder:
        arguments.folder.mkdir(parents=True)
        months(arguments.folder, arguments.cycles, arguments.outlets)
        return
    with tempfile.TemporaryDirectory() as folder:
        months(Path(folder), arguments.cycles, arguments.outlets)


if __name__ == "__main__":
    main()
