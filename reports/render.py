"""A Report as HTML, Markdown, JSON or Atom. Pure: equal reports give the same text.

Article text is hostile. In HTML everything is escaped and stands isolated (``<bdi>``); links are http, https or a plain
relative path; the page's own policy allows no script and no request. What a format cannot hold, and in names and
titles whatever acts without being seen, is replaced by its name, as in ``⟦U+202E⟧``.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from extract.errors import MonitorError
from reports import charts, page, phrases
from reports.conditions import runs
from reports.consequence import RULE, surety
from reports.data import to_json
from reports.errata import RECODED, because
from reports.feed import to_atom
from reports.links import relative, web
from reports.markdown import to_markdown
from reports.model import Report
from reports.templating import environment

__all__ = ["FORMATS", "render", "to_atom", "to_html", "to_json", "to_markdown"]

FORMATS = ("html", "md", "json", "atom")


def _link(address: str | None) -> str:
    """The address where it may be followed, else nothing."""
    return (web(address) or relative(address) or "") if address else ""


@cache
def _environment() -> Environment:
    made = environment(
        anchors=page.anchors, because=because, by_pair=page.by_pair, certainty=page.certainty, conditions=runs, finding=page.finding, gaps=phrases.gaps,
        link=_link, measured=phrases.measured, row_id=page.row_id, said_when=phrases.said_when, stages=page.stages, standings=page.standings, surety=surety,
        timeline=charts.timeline, trace=charts.trace, undrawn=page.undrawn,
    )  # fmt: skip
    made.globals |= {
        "height": charts.HEIGHT,
        "width": charts.WIDTH,
        "glance": page.GLANCE,
        "rows": page.ROWS,
        "full": page.FULL,
        "rule": RULE,
        "recoded": RECODED,
        "measured_means": phrases.MEASURED,
    }
    return made


def to_html(report: Report) -> str:
    """One page that needs nothing but itself: no network, no script."""
    return _environment().get_template("report.html.j2").render(r=report)


def render(report: Report, format: str) -> str:
    """The report in one of ``FORMATS``; raises ``MonitorError`` for any other."""
    writers = {"html": to_html, "md": to_markdown, "json": to_json, "atom": to_atom}
    if format not in writers:
        raise MonitorError(f"there is no report format {format!r}; choose one of {', '.join(FORMATS)}")
    return writers[format](report)
