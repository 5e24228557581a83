"""The demo's articles read by the plain functions of the stages, without server or schedule: what its report is made of."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from extract.model import Decision, Page
from flows import batches, config, runs, stages
from flows.demo import content, render
from flows.demo.run import write_monitor
from flows.demo.server import CYCLES
from reports.build import Report, build
from warehouse.connection import Warehouse
from warehouse.rows import rows_of


def demo_report(folder: Path, start: date | None = None, end: date = date(2025, 9, 1)) -> Report:
    """The sample site as it stood in the middle and at the end, asked about a period; pages as kept are linked."""
    folder.mkdir(parents=True, exist_ok=True)
    monitor = config.load(write_monitor(folder))
    warehouse = Warehouse(monitor.warehouse)
    for moment in (CYCLES[7], CYCLES[-1]):
        run = runs.Run(monitor, warehouse, "run", moment)
        pages = [_page(outlet, article, moment) for outlet in content.outlets() for article in outlet.articles if article.at(moment)]
        loaded = stages.begin(run)
        for chunk in batches.batches(pages, 25):
            loaded += runs.load(run, batches.read_pages(run, chunk, {}))
        stages.conclude(run, loaded)
    with warehouse.reading() as connection:
        links = {r["version_id"]: f"pages/{r['version_id']}.html" for r in rows_of(connection, "SELECT version_id FROM versions")}
        return build(
            connection, monitor=monitor.name, start=start, end=end, known_at=CYCLES[-1], program="0.1", monitor_digest=monitor.digest, pages=links
        )  # fmt: skip


def _page(outlet: content.SampleOutlet, article: content.Article, moment: datetime) -> Page:
    view = article.at(moment)
    assert view is not None
    body = render.page(outlet, article, view).encode("utf-8", "xmlcharrefreplace")
    return Page(outlet.url(article), outlet.name, moment, Decision.ALLOWED, 200, headers={"content-type": "text/html; charset=utf-8"}, body=body)
