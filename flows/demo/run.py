"""``volteface demo``: the main job over the sample site's weeks, with no network but loopback."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from extract.errors import MonitorError
from flows import config, logs, output, prefect_settings, web
from flows.config import Monitor
from flows.demo.server import CYCLES, SampleSite
from warehouse.connection import query
from warehouse.rows import rows_of


def write_monitor(folder: Path) -> Path:
    """The demo's monitor file: the sample outlets, with the starter's actors and issues."""
    text = files("flows.demo").joinpath("monitor.toml").read_text(encoding="utf-8")
    text += "\n" + files("flows.starter").joinpath("ukraine.toml").read_text(encoding="utf-8")
    path = folder / "volteface.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"cannot write {path}: {error.strerror or error}; name another folder: `volteface demo DIR`") from None
    return path


def _cycles(monitor: Monitor) -> tuple[datetime, ...]:
    """All moments the first time; where the last was reached before, only that one again."""
    warehouse = monitor.place
    if warehouse.path.exists():
        with warehouse.reading() as connection:
            last = rows_of(connection, query("last_report"), {"before": datetime.max.replace(tzinfo=UTC)})[0]["at"]
            if last and last >= CYCLES[-1]:
                return CYCLES[-1:]
    return CYCLES


def run_demo(folder: Path) -> int:
    """Run every cycle, write the report, print its three headlines and its path; returns the exit status."""
    monitor = config.load(write_monitor(folder))
    warehouse = monitor.place
    warehouse.prepare()
    prefect_settings.apply(warehouse.state)
    output.tell("Starting Prefect, and the sample site on loopback …")
    from flows.monitor import run_cycle
    from flows.reporting import day_after, make, report_path, report_since_last_run

    prefect_settings.quiet()
    failures = []
    moments = _cycles(monitor)
    with SampleSite() as site, logs.kept(warehouse.state):
        os.environ[web.CONNECT_TO] = site.address
        try:
            for number, moment in enumerate(moments, 1):
                site.now = moment
                outcome = run_cycle(monitor, moment)
                failures += outcome.failures
                output.tell(
                    f"  cycle {number:2} of {len(moments)}, {moment:%d %b %Y}: {outcome.loaded.versions} new article versions, {outcome.loaded.claims} new claims"
                )
        finally:
            del os.environ[web.CONNECT_TO]
    output.tell_failures(failures)
    report_since_last_run(monitor, moments[-1], everything=True)
    report = make(monitor, start=None, end=day_after(moments[-1]), known_at=moments[-1])
    print("Headline shifts in the sample (invented outlets, real events):")
    for headline in report.headlines[:3]:
        print(f"  • {output.visible(headline.sentence)}")
    print("The report opens in any browser; the warehouse answers `volteface sql -c", folder / "volteface.toml", "'SELECT * FROM shifts'`:")
    print(report_path(monitor, moments[-1]))
    return 1 if failures else 0
