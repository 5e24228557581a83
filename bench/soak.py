"""Acquisition under fire: ``python -m bench.soak [--articles 20000] [--outlets 50] [--kill 60]``.

Loopback outlets with injected faults (a tenth of all answers: 503, a cut connection, a cut compressed body, a pause asked for, a 404
that is none the next time), and a kill -9 of the whole monitor every so many seconds. Wanted: every article is stored, none twice;
at no moment more requests to a host than agreed, nor closer together; memory that does not grow with the articles.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bench import outlets
from bench.outlets import Site, article

DELAY = 0.25  # seconds; much more than the noise of the server's own threads
AT = datetime(2026, 1, 1, tzinfo=UTC)


def _feed(host: str, n: int) -> bytes:
    items = "".join(
        f"<item><title>Story {i}</title><link>http://{host}/story/{i}</link><pubDate>{format_datetime(AT - timedelta(minutes=i))}</pubDate></item>"
        for i in range(n)
    )
    return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


def cycles(monitor_file: str, first: datetime) -> None:
    """Run cycles, more than a day apart, until nothing is due any more: the process that is killed."""
    from flows import config, prefect_settings

    monitor = config.load(Path(monitor_file))
    state = monitor.folder / "prefect"
    prefect_settings.apply(state)
    from flows.monitor import run_cycle

    hours = monitor.folder / "hours"
    while True:
        n = int(hours.read_text()) + 1 if hours.exists() else 0
        hours.write_text(str(n))
        outcome = run_cycle(monitor, first + timedelta(hours=26 * n))
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
    n = n_articles // n_outlets
    site = Site(lambda host: _feed(host, n), lambda host, path: article(host, host + path, "2025-12-31T08:00:00Z"))
    site.start()
    names = [f"outlet-{i}.example" for i in range(n_outlets)]
    path = folder / "m.toml"
    path.write_text(outlets.monitor("Soak", names, DELAY))
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
    _report(folder, site, {f"{name}/story/{i}" for name in names for i in range(n)}, names, took, n_kills, memory)
    print((folder / "log").read_text()[-600:])


def _report(folder: Path, site: Site, wanted: set[str], names: list[str], took: float, n_kills: int, memory: list[list[float]]) -> None:
    from warehouse.connection import Warehouse
    from warehouse.rows import rows_of
    from warehouse.verify import verify

    warehouse = Warehouse(folder / "volteface.duckdb")
    with warehouse.writing() as connection:
        urls = Counter(r["url"].removeprefix("http://") for r in rows_of(connection, "SELECT url FROM versions"))
        claims = rows_of(
            connection, "SELECT count(*) AS n, count(DISTINCT (version_id, quote_start, actor, issue)) AS k FROM claims WHERE superseded_at IS NULL"
        )[0]
        fetches = rows_of(connection, "SELECT count(*) AS n FROM fetches WHERE role = 'document'")[0]["n"]
        problems = verify(connection, ()).problems if len(wanted) <= 2000 else ()
    served = {path: n for (path, _), n in site.served.items() if "/story/" in path}
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
    parser.add_argument("--at", type=datetime.fromisoformat, default=AT)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--outlets", type=int, default=50)
    parser.add_argument("--kill", type=float, default=60)
    parser.add_argument("--patience", type=float, default=3600)
    arguments = parser.parse_args()
    if arguments.child:
        cycles(arguments.child, arguments.at)
        return
    with tempfile.TemporaryDirectory() as folder:
        soak(Path(folder), arguments.articles, arguments.outlets, arguments.kill, arguments.patience)


if __name__ == "__main__":
    main()
