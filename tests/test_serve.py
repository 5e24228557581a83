"""``volteface serve``: scheduled cycles on a local Prefect server, while the snapshot is being read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from flows import web
from flows.demo.run import write_monitor
from flows.demo.server import CYCLES, SampleSite

PATIENCE = 240.0


def until(true: Callable[[], Any], process: subprocess.Popen[bytes], log: Path) -> Any:
    """Poll until something is so, or fail with the log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        assert process.poll() is None, log.read_text()[-3000:]
        time.sleep(0.5)
    raise AssertionError(f"nothing happened within {PATIENCE} s: {log.read_text()[-3000:]}")


def sql(folder: Path, query: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "flows.cli", "sql", "-c", str(folder / "volteface.toml"), "--format", "json", query]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    if done.returncode == 3 and "there is no warehouse" in done.stderr:
        return []
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def test_two_scheduled_cycles_the_second_fetches_only_what_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    write_monitor(folder)
    log = tmp_path / "serve.log"
    ended = "SELECT count(*) AS n FROM runs WHERE ended_at IS NOT NULL"
    with SampleSite(now=CYCLES[2]) as site, log.open("wb") as output:
        environment = {**os.environ, web.CONNECT_TO: site.address, "PYTHONWARNINGS": "ignore"}
        for name in [n for n in environment if n.startswith("PREFECT_")]:
            del environment[name]
        command = [sys.executable, "-m", "flows.cli", "serve", "-c", str(folder / "volteface.toml"), "--every", "15"]
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment, cwd=Path(__file__).parents[1])
        try:
            until(lambda: sum(r["n"] for r in sql(folder, ended)) >= 1, process, log)
            articles = {path for _, path, status in site.requests if status == 200 and path.count("/") > 1}
            assert articles
            seen = len(site.requests)
            site.now = CYCLES[7]
            versions = sql(folder, "SELECT count(*) AS n FROM versions")[0]["n"]
            with duckdb.connect(str(folder / "volteface.duckdb"), read_only=True) as reader:  # any client, while cycles run
                until(lambda: sql(folder, "SELECT count(*) AS n FROM versions")[0]["n"] > versions, process, log)
                assert reader.execute("SELECT count(*) FROM versions").fetchone() == (versions,)
            again = {path for _, path, status in site.requests[seen:] if status == 200} & articles
            assert not again, f"fetched twice: {again}"
            assert (
                sql(
                    folder, "SELECT url, count(*) AS n FROM fetches WHERE version_id IS NOT NULL AND decision = 'allowed' GROUP BY url, version_id HAVING n > 1"
                )
                == []
            )
            assert list((folder / "out").glob("*.html"))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(45)
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]
