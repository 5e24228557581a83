"""``volteface serve`` as a user runs it: a process, a Prefect server, signals, and what is left when it is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from filelock import FileLock, Timeout

from flows import web
from flows.demo.run import write_monitor
from flows.demo.server import CYCLES, SampleSite
from tests.conftest import MONITOR
from tests.servers import Asked, Reply, Site
from tests.servers import serve as served

PATIENCE = 240.0
ROOT = Path(__file__).parents[1]


class Serve:
    """A ``volteface serve`` in a process of its own; its log tells what it said."""

    def __init__(self, monitor: Path, log: Path, *options: str, **environment: str) -> None:
        self.log = log
        self.folder = monitor.parent
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.cli", "serve", "-c", str(monitor), *options],
                stdout=output, stderr=output, env={**clean, "PYTHONWARNINGS": "ignore", **environment}, cwd=ROOT,
            )  # fmt: skip

    def __enter__(self) -> Serve:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @property
    def said(self) -> str:
        return self.log.read_text()

    def until(self, true: Callable[[], Any]) -> Any:
        """Poll until something is so, or fail with the log."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := true():
                return found
            assert self.process.poll() is None, self.said[-3000:]
            time.sleep(0.2)
        raise AssertionError(f"nothing happened within {PATIENCE} s: {self.said[-3000:]}")

    @property
    def api(self) -> str:
        """The address of its server's API, once it is up."""
        found = self.until(lambda: re.findall(r"Prefect at (\S+); next", self.said))
        return f"{found[-1]}/api"

    def ask(self, what: str, **body: Any) -> list[dict[str, Any]]:
        answer = httpx.post(f"{self.api}/{what}/filter", json=body, timeout=30)
        answer.raise_for_status()
        rows: list[dict[str, Any]] = answer.json()
        return rows

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Ask it to stop, and see that it does what it promises: within 30 seconds, with status 0, quietly, and all its processes with it."""
        api = self.api
        assert len(self.servers()) == 1, f"beside our own server another runs on its database: {self.servers()}"
        self.process.send_signal(number)
        assert self.process.wait(30) == 0, self.said[-3000:]
        assert self.said.endswith("stopped\n") and "Traceback" not in self.said, self.said[-3000:]
        assert is_gone(api)
        assert not self.servers(), "a server of Prefect's outlives it"

    def servers(self) -> list[str]:
        """The commands of the Prefect servers that keep their files below this monitor's folder, whoever their parent is by now."""
        running = subprocess.run(["pgrep", "-f", "prefect_server|prefect.server"], capture_output=True, text=True, check=False).stdout.split()
        return [found for pid in running if (found := _command_of(Path("/proc", pid), self.folder))]


def _command_of(process: Path, folder: Path) -> str:
    """The command line of a process whose ``PREFECT_HOME`` lies below the folder; nothing of another, or of one that has ended."""
    try:
        home = next((entry for entry in (process / "environ").read_bytes().split(b"\0") if entry.startswith(b"PREFECT_HOME=")), b"")
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode() if f"={folder}/" in home.decode() else ""
    except OSError:
        return ""


def is_gone(api: str) -> bool:
    try:
        httpx.get(f"{api}/health", timeout=5)
    except httpx.TransportError:
        return True
    return False


def is_free(lock: Path) -> bool:
    try:
        with FileLock(lock, timeout=0):
            return True
    except Timeout:
        return False


def volteface(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}, "PYTHONWARNINGS": "ignore"}
    return subprocess.run([sys.executable, "-m", "flows.cli", *arguments], capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


def sql(monitor: Path, query: str) -> list[dict[str, Any]]:
    done = volteface("sql", "-c", str(monitor), "--format", "json", query)
    if done.returncode == 3 and "there is no warehouse" in done.stderr:
        return []
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def n_ended(monitor: Path) -> int:
    return sum(r["n"] for r in sql(monitor, "SELECT count(*) AS n FROM runs WHERE ended_at IS NOT NULL"))


def test_two_scheduled_cycles_the_second_fetches_only_what_is_new(tmp_path: Path) -> None:
    monitor = write_monitor(tmp_path / "demo")
    with SampleSite(now=CYCLES[2]) as site, Serve(monitor, tmp_path / "log", "--every", "15", **{web.CONNECT_TO: site.address}) as serve:
        serve.until(lambda: n_ended(monitor) >= 1)
        articles = {path for _, path, status in site.requests if status == 200 and path.count("/") > 1}
        assert articles
        seen = len(site.requests)
        site.now = CYCLES[7]
        versions = sql(monitor, "SELECT count(*) AS n FROM versions")[0]["n"]
        with duckdb.connect(str(monitor.with_name("volteface.duckdb")), read_only=True) as reader:  # any client, while cycles run
            serve.until(lambda: sql(monitor, "SELECT count(*) AS n FROM versions")[0]["n"] > versions)
            assert reader.execute("SELECT count(*) FROM versions").fetchone() == (versions,)
        again = {path for _, path, status in site.requests[seen:] if status == 200} & articles
        assert not again, f"fetched twice: {again}"
        doubled = "SELECT url FROM fetches WHERE version_id IS NOT NULL AND decision = 'allowed' GROUP BY url, version_id HAVING count(*) > 1"
        assert sql(monitor, doubled) == []
        assert list((tmp_path / "demo" / "out").glob("*.html"))

        [deployment] = serve.ask("deployments")
        assert deployment["name"] == "Ukraine talks (sample)" and deployment["tags"] == ["volteface"]
        assert "4 outlets" in deployment["description"] and deployment["schedules"][0]["schedule"]["interval"] == 15
        serve.until(lambda: len([a for a in serve.ask("artifacts") if a["type"] == "markdown"]) >= 2)
        artifacts = {a["key"]: a for a in serve.ask("artifacts", sort="UPDATED_DESC")}
        table = json.loads(artifacts["ukraine-talks-sample-outlets"]["data"])
        assert {row["outlet"] for row in table} == {"Harbour Times", "Meridian Wire", "Northgate Broadcasting", "The Old Ledger"}
        assert ".html" in artifacts["ukraine-talks-sample-report"]["data"] and "ukraine-talks-sample-progress" in artifacts
        assert "; report: " in serve.said
        serve.stop(signal.SIGINT)


N = 60


def slow_site(hurry: threading.Event) -> dict[str, Any]:
    """A feed of many articles, none of which comes at once, and the last third hardly at all until they may."""
    at = datetime(2025, 6, 1, tzinfo=UTC)

    def feed(asked: Asked) -> Reply:
        host = f"http://{asked.headers['host']}"
        items = "".join(
            f"<item><title>Story {n}</title><link>{host}/story/{n}</link><pubDate>{format_datetime(at - timedelta(minutes=n))}</pubDate></item>"
            for n in range(N)
        )
        return Reply(f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'.encode(), headers={"Content-Type": "application/rss+xml"})

    def story(asked: Asked) -> Reply:
        hurry.wait(0.2 if int(asked.path.rpartition("/")[2]) < N * 2 / 3 else 5)
        told = f"Norland supports the border bridge, its government said. This is story {asked.path} of many that were told on that day."
        return Reply(f"<html><head><title>{asked.path}</title></head><body><article><h1>{asked.path}</h1><p>{told}</p></article></body></html>".encode())

    return {"/rss": feed, **{f"/story/{n}": story for n in range(N)}}


def slow_monitor(folder: Path, site: Site) -> Path:
    path = folder / "volteface.toml"
    path.write_text(MONITOR.replace('files = ["articles/*.txt"]', f'feed = "{site.url}/rss"\nlocal = true\ndelay = 0.2'), encoding="utf-8")
    return path


def stories(site: Site) -> list[str]:
    return [path for path in site.paths if path.startswith("/story/")]


@pytest.mark.heavy
def test_a_serve_that_is_killed_leaves_nothing_behind_and_the_next_goes_on(tmp_path: Path) -> None:
    with ExitStack() as stack:
        hurry = threading.Event()
        site = stack.enter_context(served(slow_site(hurry)))
        monitor = slow_monitor(tmp_path, site)
        state = tmp_path / ".volteface" / "bridge"
        first = stack.enter_context(Serve(monitor, tmp_path / "log1", "--every", "3600"))
        first.until(lambda: len(stories(site)) > N / 3)

        second = volteface("serve", "-c", str(monitor))
        assert second.returncode == 3 and f"another `volteface serve` is running for bridge (process {first.process.pid}); stop it first" in second.stderr
        beside = volteface("run", "-c", str(monitor))
        assert beside.returncode == 3 and "another cycle is running on" in beside.stderr and "Traceback" not in beside.stderr

        api = first.api
        first.process.kill()
        first.process.wait()
        deadline = time.monotonic() + 30
        while not (is_gone(api) and is_free(state / "cycle.lock") and is_free(state / "prefect" / "server.lock")):
            assert time.monotonic() < deadline, "its server or its cycle lives on"
            time.sleep(0.2)

        before = len(stories(site))
        hurry.set()
        third = stack.enter_context(Serve(monitor, tmp_path / "log3", "--every", "3600"))
        third.until(lambda: len(stories(site)) > before)
        states = Counter(run["state_type"] for run in third.ask("flow_runs"))
        assert states["CRASHED"] == 2, f"the killed run and the cycle inside it are not marked: {states}"
        third.stop()  # with a cycle in progress
        assert is_free(state / "cycle.lock")

    with served(site.replies) as again:
        site.replies["/rss"] = Reply(status=503)
        done = volteface("run", "-c", str(slow_monitor(tmp_path, again)))
        assert done.returncode in (0, 1), done.stderr
    assert volteface("verify", "-c", str(monitor)).returncode == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--cron", "daily"), "'daily' is no schedule; expected five fields such as '0 6 * * *'"),
        (("--cron", "0 6 * * *", "--every", "60"), "--cron and --every exclude each other"),
        (("--every", "0"), "--every 0 is out of range"),
    ],
)
def test_a_schedule_that_is_none_is_refused(monitor_file: Path, options: tuple[str, ...], sentence: str) -> None:
    done = volteface("serve", "-c", str(monitor_file), *options)
    assert done.returncode == 2 and sentence in done.stderr and "Traceback" not in done.stderr


@pytest.mark.heavy
def test_missed_cycles_are_made_up_by_one(tmp_path: Path) -> None:
    """Down for more than a year of daily cycles: one cycle at the start, then the schedule."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Norland supports the border bridge.")
    monitor = tmp_path / "volteface.toml"
    monitor.write_text(MONITOR.replace("[[outlet]]", 'time_zone = "Europe/Kyiv"\n\n[[outlet]]', 1), encoding="utf-8")
    assert volteface("run", "-c", str(monitor), "--now", "2025-06-01T03:00:00Z").returncode == 0
    with Serve(monitor, tmp_path / "log", "--cron", "0 6 1 1 *") as serve:
        serve.until(lambda: n_ended(monitor) == 2)
        assert "next cycle now, since one was missed, then at '0 6 1 1 *' in Europe/Kyiv" in serve.said
        runs = serve.until(lambda: (r := serve.ask("flow_runs")) and all(x["state_type"] in ("COMPLETED", "SCHEDULED") for x in r) and r)
        made_up = [run for run in runs if run["state_type"] == "COMPLETED" and run["deployment_id"]]
        assert len(made_up) == 1 and made_up[0]["name"].startswith("made-up-")
        coming = [datetime.fromisoformat(run["expected_start_time"]) for run in runs if run["state_type"] == "SCHEDULED"]
        assert all(moment > datetime.now(UTC) and moment.hour == 4 for moment in coming), "six in the morning in Kyiv"
        [deployment] = serve.ask("deployments")
        assert deployment["schedules"][0]["schedule"]["timezone"] == "Europe/Kyiv"
        note = json.loads((tmp_path / ".volteface" / "bridge" / "serve.json").read_text())
        assert datetime.fromisoformat(note["next_at"]) > datetime.now(UTC)

        assert len(serve.servers()) == 1, f"beside our own server another runs on its database: {serve.servers()}"
        lost = serve.api
        [server] = subprocess.run(["pgrep", "-P", str(serve.process.pid), "-f", "prefect_server"], capture_output=True, text=True, check=True).stdout.split()
        os.kill(int(server), signal.SIGKILL)  # the server dies: it is started again, and nothing is made up
        serve.until(lambda: serve.api != lost)
        assert f"Prefect at {lost.removesuffix('/api')} does not answer any more" in serve.said and "next cycle at " in serve.said.splitlines()[-1]
        serve.stop()
