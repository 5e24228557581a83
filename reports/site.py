"""The small site beside the reports: their index, and a page of stable address for every actor, issue and shift. Pure.

An address holds for good: ``shift/ID.html``, ``actor/ID.html``, ``issue/ID.html``. What is no longer known keeps its page,
which says so. No page names the moment at which it was made, so that only what changed is written anew.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import escape

from extract.model import digest
from reports import phrases
from reports.errata import taken_back
from reports.feed import to_atom
from reports.links import relative, web
from reports.model import Change, Period, Report
from reports.templating import environment

FOLDERS = ("actor", "issue", "shift")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,78}[a-z0-9_-])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")  # names that Windows keeps for itself
_SIGNS = {"support": "▲", "oppose": "▼", "neutral": "●", "mixed": "◆", "unknown": "○"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One report of the index: its file's stem, the forms there are of it, and what its headline was."""

    name: str
    forms: tuple[str, ...]
    period: Period
    known_at: datetime
    told: str
    headlines: tuple[tuple[str, str], ...]  # shift id, sentence

    @property
    def month(self) -> str:
        """``2025-08``, by which the index folds."""
        return f"{self.known_at:%Y-%m}"

    @classmethod
    def read(cls, name: str, forms: Iterable[str], data: Mapping[str, Any]) -> Listed:
        """Of the report's JSON form; raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is none."""
        if data["schema"] != 1:
            raise ValueError(f"schema {data['schema']} is unknown")
        start, end = data["period"]["start"], data["period"]["end"]
        n, firsts, claims = len(data["headlines"]), len(data["firsts"]), int(data["checked"]["n_claims"])
        changed = f"{phrases.count(n, 'position')} changed" if n else "no position changed"
        taken = f", {firsts} taken for the first time" if firsts else ""
        return cls(
            name, tuple(forms), Period(date.fromisoformat(start) if start else None, date.fromisoformat(end)), datetime.fromisoformat(data["known_at"]),
            f"{changed}{taken}; {phrases.count(claims, 'claim')} checked", tuple((str(c["shift_id"]), str(c["sentence"])) for c in data["headlines"]),
        )  # fmt: skip


def slug(identifier: str) -> str:
    """The id as the name of a page: itself where every system can hold it, else its digest."""
    return identifier if _NAME.fullmatch(identifier) and not _DEVICE.fullmatch(identifier) else f"x-{digest('page', identifier)}"


def belongs(page: str, monitor: str) -> bool:
    """Whether a page was made for that monitor, by its title: another's, in a shared folder, is left alone."""
    return f" · {escape(phrases.visible(monitor))}</title>" in page


def pages(report: Report, listed: Sequence[Listed], others: Sequence[str] = (), known: Iterable[str] = ()) -> dict[str, str]:
    """Every page of the site by its path.

    ``report`` is of all time, ``listed`` the reports of runs, the newest first, ``others`` the files of other reports,
    ``known`` the pages that are there already.
    """
    changes = sorted((*report.headlines, *report.firsts, *report.late, *report.withdrawn, *report.recoded), key=lambda c: (c.latest, c.shift_id), reverse=True)
    actors, issues = _named(report, changes)
    told: dict[str, list[Listed]] = {}
    for each in listed:
        for shift_id, _ in each.headlines:
            told.setdefault(shift_id, []).append(each)
    common = {"monitor": report.monitor, "program": report.made.program, "actors": actors, "issues": issues}
    made = {"feed.atom": to_atom(report, pages=True)}
    made["index.html"] = _render("index", root="", r=report, listed=listed, others=others, changes=changes, **common)
    for actor, name in actors.items():
        cells = [(row, cell) for row in report.board.rows for cell in row.cells if cell and cell.actor == actor]
        found = [c for c in changes if c.actor == actor]
        dissent = [d for d in report.dissent if d.actor == actor]
        made[f"actor/{slug(actor)}.html"] = _render("actor", root="../", name=name, cells=cells, changes=found, dissent=dissent, **common)
    for issue, proposition in issues.items():
        cells = [(row, cell) for row in report.board.rows if row.issue == issue for cell in row.cells if cell]
        found = [c for c in changes if c.issue == issue]
        dissent = [d for d in report.dissent if d.issue == issue]
        made[f"issue/{slug(issue)}.html"] = _render("issue", root="../", name=proposition, cells=cells, changes=found, dissent=dissent, **common)
    for change in changes:
        made[f"shift/{slug(change.shift_id)}.html"] = _render("shift", root="../", c=change, told=told.get(change.shift_id, ()), **common)
    for path in sorted(set(known) - set(made)):
        made[path] = _render("gone", root="../", folder=path.partition("/")[0], **common)
    return made


def _named(report: Report, changes: Sequence[Change]) -> tuple[dict[str, str], dict[str, str]]:
    """Actors and issues of which something is known, by id, in the order of their names."""
    actors = {c.actor: c.actor_name for c in changes} | {c.actor: c.actor_name for row in report.board.rows for c in row.cells if c}
    issues = {c.issue: c.proposition for c in changes} | {row.issue: row.proposition for row in report.board.rows}
    return dict(sorted(actors.items(), key=lambda kv: (kv[1], kv[0]))), dict(sorted(issues.items(), key=lambda kv: (kv[1], kv[0])))


# -- rendering ------------------------------------------------------------------------------------


def _link(address: str | None, root: str) -> str:
    """The address where it may be followed, a relative one from the page's own folder, else nothing."""
    if not address:
        return ""
    near = relative(address)
    return web(address) or (root + near if near else "")


@cache
def _environment() -> Environment:
    made = environment(link=_link, sign=lambda stance: _SIGNS.get(stance or "", "○"), slug=slug, taken_back=taken_back)
    script = files("reports").joinpath("templates", "site_search.js").read_text(encoding="utf-8").strip()
    made.globals |= {"script": script, "script_hash": "sha256-" + b64encode(sha256(script.encode()).digest()).decode()}
    return made


def _render(kind: str, /, **values: object) -> str:
    return _environment().get_template(f"site_{kind}.html.j2").render(**values)
