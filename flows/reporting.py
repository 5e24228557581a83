"""Writes report files: which period, which form, and where the kept pages are put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from extract.errors import DocumentError, MonitorError
from extract.model import Page
from extract.web.archive import WarcStore
from flows import __version__, site
from flows.config import Monitor
from reports.build import Report, build
from reports.render import render
from warehouse.connection import Connection, Warehouse, query
from warehouse.files import replacing
from warehouse.rows import rows_of

FORMATS = ("html", "md", "json", "atom")
RUN = re.compile(r"\d{4}-\d\d-\d\dT\d{4}Z")  # the stem of a run's report
_KEPT = b"\xef\xbb\xbf<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"


def last_moment(connection: Connection) -> datetime:
    """The moment up to which the snapshot knows: its last run's."""
    moment: datetime | None = rows_of(connection, query("last_moment"))[0]["at"]
    return moment.astimezone(UTC) if moment else datetime(1970, 1, 1, tzinfo=UTC)


def make(
    monitor: Monitor,
    *,
    start: date | None,
    end: date,
    known_at: datetime | None = None,
    actor: str | None = None,
    issue: str | None = None,
    base: Path | None = None,
) -> Report:
    """Build a report from the published snapshot; ``base`` is the folder that links to kept pages start from."""
    warehouse = monitor.place
    with warehouse.reading() as connection:
        moment = known_at or last_moment(connection)
        links = _keep_pages(connection, warehouse, base) if monitor.keep_pages and base else None
        return build(
            connection, monitor=monitor.name, start=start, end=end, known_at=moment, actor=actor, issue=issue,
            program=__version__, monitor_digest=monitor.digest, pages=links,
        )  # fmt: skip


def write(report: Report, path: Path, form: str) -> Path:
    """Write one rendered report, in one step."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as fresh:
            fresh.write_text(render(report, form), encoding="utf-8", newline="\n")
    except OSError as error:
        raise MonitorError(f"cannot write {path}: {error.strerror or error}; name another place with --reports or -o") from None
    return path


def report_path(monitor: Monitor, moment: datetime, form: str = "html") -> Path:
    """Where the report of a run at a moment is put."""
    return monitor.reports / f"{moment.astimezone(UTC):%Y-%m-%dT%H%MZ}.{form}"


def latest(folder: Path) -> Path | None:
    """The newest report of a run; where no run has left one, the page written last; None where there is neither."""
    runs = [p for p in folder.glob("*.html") if RUN.fullmatch(p.stem)]
    if runs:
        return max(runs, key=lambda p: p.stem).resolve()
    others = [p for p in folder.glob("*.html") if p.name != "index.html"]
    return max(others, key=lambda p: (p.stat().st_mtime_ns, p.name)).resolve() if others else None


def report_since_last_run(monitor: Monitor, at: datetime, *, everything: bool = False, forms: Sequence[str] = FORMATS) -> Path:
    """The report of the run at ``at``: what was said since the run before it (the first time: all); and the site beside it."""
    return report_of_run(monitor, at, everything=everything, forms=forms)[0]


def report_of_run(monitor: Monitor, at: datetime, *, everything: bool = False, forms: Sequence[str] = FORMATS) -> tuple[Path, Report]:
    """The same, and the report of all time from which the site is made."""
    zone = ZoneInfo(monitor.zone)
    start: date | None = None
    if not everything:
        with monitor.place.reading() as connection:
            row = connection.execute(query("last_report"), {"before": at}).fetchone()
            if row and row[0]:
                start = datetime.fromisoformat(str(row[0])).astimezone(zone).date()
    end = day_after(at.astimezone(zone))
    report = make(monitor, start=start, end=end, known_at=at, base=monitor.reports)
    for form in forms:
        write(report, report_path(monitor, at, form), form)
    whole = report if start is None else make(monitor, start=None, end=end, known_at=at, base=monitor.reports)
    site.write(whole, monitor.reports, monitor.place.state / "reports.json")
    return report_path(monitor, at), whole


def _keep_pages(connection: Connection, warehouse: Warehouse, base: Path) -> dict[str, str]:
    """Put the pages as received beside the reports, scripts disarmed; returns link by version."""
    folder, store, links = base / "pages", WarcStore(warehouse.pages), dict[str, str]()
    for row in rows_of(connection, query("kept_pages")):
        version_id = row["version_id"]
        file = folder / f"{version_id}.html"
        if not file.exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                file.write_bytes(_KEPT + _utf8(store.read(row["warc"])))
            except (OSError, DocumentError):
                continue  # gone from the archive by the user's limit: the live page is linked
        links[version_id] = f"pages/{version_id}.html"
    return links


def _utf8(page: Page) -> bytes:
    """A page's body in UTF-8, whatever it came in."""
    content_type = page.headers.get("content-type", "")
    charset = content_type.partition("charset=")[2].strip(" \"'") or "utf-8"
    try:
        return page.body.decode(charset, "replace").encode()
    except LookupError:
        return page.body.decode("utf-8", "replace").encode()


def day_after(moment: datetime) -> date:
    """The first day that has not begun at that moment, in its own zone."""
    return date.fromordinal(moment.date().toordinal() + 1)
