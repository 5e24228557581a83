"""The monitor file: read, checked, and refused with the line and what was expected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extract.errors import MonitorError
from extract.language.actors import builtin_name
from extract.model import Actor, Issue, Outlet, Speaker, digest
from extract.web.frontier import REVISITS
from flows.channels import KEYS, Channel, channel
from flows.scale import KEYS as SCALE_KEYS
from flows.scale import LOCALLY, Scale, scale
from flows.tables import Place, Table, tables, unique

if TYPE_CHECKING:  # --help needs no DuckDB
    from warehouse.connection import Warehouse

T = TypeVar("T")

LOCAL = "local"  # the outlet of documents that name none


@dataclass(frozen=True, slots=True)
class OutletConfig:
    """One ``[[outlet]]``: where its documents come from, and how much of it is wanted."""

    name: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    warc: tuple[str, ...] = ()
    jsonl: tuple[str, ...] = ()
    speaks_for: str | None = None
    local: bool = False
    since: date | None = None
    max_articles: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    delay: float = 1.0

    @property
    def outlet(self) -> Outlet:
        """The part of it that claims depend on."""
        return Outlet(self.name, self.speaks_for)

    def wants(self, url: str) -> bool:
        """Whether the URL passes ``include`` and ``exclude``."""
        if self.include and not any(re.search(p, url) for p in self.include):
            return False
        return not any(re.search(p, url) for p in self.exclude)


@dataclass(frozen=True, slots=True)
class Monitor:
    """A whole monitor file; relative paths in it are relative to ``folder``."""

    name: str
    folder: Path
    warehouse: Path
    reports: Path
    contact: str
    outlets: tuple[OutletConfig, ...]
    actors: tuple[Actor, ...]
    issues: tuple[Issue, ...]
    zone: str = "UTC"
    keep_pages: bool = False
    digest: str = ""
    revisits: tuple[timedelta, ...] = REVISITS
    archive_days: float | None = None
    archive_bytes: int | None = None
    channels: tuple[Channel, ...] = ()
    scale: Scale = LOCALLY
    metrics: Path | None = None

    def at(self, *, warehouse: Path | None = None, reports: Path | None = None) -> Monitor:
        """The same monitor with other places for what it writes."""
        return replace(self, warehouse=warehouse or self.warehouse, reports=reports or self.reports)

    @property
    def place(self) -> Warehouse:
        """Its warehouse: a file, or a lake."""
        if self.scale.catalog and self.scale.data:
            from warehouse.lake import Lake

            return Lake(self.warehouse, self.scale.catalog, self.scale.data if "://" in self.scale.data else str(self.folder / self.scale.data))
        from warehouse.connection import Warehouse

        return Warehouse(self.warehouse)

    @property
    def all_outlets(self) -> tuple[Outlet, ...]:
        """Its outlets, and the one for documents that name none."""
        named = tuple(o.outlet for o in self.outlets)
        return named if any(o.name == LOCAL for o in named) else (*named, Outlet(LOCAL))


_MONITOR = {"name", "warehouse", "reports", "contact", "time_zone", "keep_pages", "revisit", "archive_days", "archive_gb", "metrics"}
_OUTLET = {"name", "feed", "sitemap", "urls", "files", "warc", "jsonl", "speaks_for", "local", "since", "max_articles", "include", "exclude", "delay"}
_ACTOR = {"id", "name", "aliases", "speaker"}
_SPEAKER = {"name", "role", "from", "to", "authority"}
_ISSUE = {"id", "proposition", "terms", "against"}


def load(path: Path) -> Monitor:
    """Read a monitor file; raise ``MonitorError`` with file and line where it is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MonitorError(f"there is no monitor file {path}; write one with `volteface init`, or name it with -c FILE") from None
    except (OSError, UnicodeDecodeError) as error:
        raise MonitorError(f"{path} cannot be read: {error}; expected a TOML file in UTF-8") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise MonitorError(f"{path}, line {line.group(1) if line else '?'}: not valid TOML: {error}") from None
    return _monitor(path, text, data)


def _monitor(path: Path, text: str, data: Mapping[str, Any]) -> Monitor:
    place = Place(path, text)
    for key, value in data.items():
        if key not in ("monitor", "scale", "outlet", "actor", "issue", "notify"):
            header = f"[[{key}]]" if isinstance(value, list) else f"[{key}]"
            raise place.error(f"unknown table {header}; expected [monitor], [scale], [[outlet]], [[actor]], [[issue]] or [[notify]]", header)
    if not isinstance(data.get("monitor"), dict):
        raise MonitorError(f"{path}, line 1: expected a [monitor] table with name, warehouse, reports and contact")
    head = Table(place, "[monitor]", 0, data["monitor"]).known(_MONITOR)
    zone = head.text("time_zone", "UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise head.error(f"'time_zone' must be an IANA zone such as 'Europe/Kyiv', not {zone!r}", "time_zone") from None
    actors = tuple(unique((_actor(t) for t in tables(place, data, "actor", _ACTOR)), lambda a: a.id, "actor", place))
    issues = tuple(unique((_issue(t) for t in tables(place, data, "issue", _ISSUE)), lambda i: i.id, "issue", place))
    known = {a.id for a in actors}
    outlets = tuple(unique((_outlet(t, known) for t in tables(place, data, "outlet", _OUTLET)), lambda o: o.name, "outlet", place))
    told = (channel(t, known, {i.id for i in issues}) for t in tables(place, data, "notify", KEYS))
    channels = tuple(unique(told, lambda c: c.url, "notify", place))
    folder = path.resolve().parent
    return Monitor(
        head.text("name"), folder, folder / head.text("warehouse", "volteface.duckdb"), folder / head.text("reports", "out"),
        head.text("contact"), outlets, actors, issues, zone, head.flag("keep_pages"), digest(text), _revisits(head), head.number("archive_days", None),
        None if (size := head.number("archive_gb", None)) is None else int(size * 1e9),
        channels, _scale(place, data), folder / head.text("metrics") if "metrics" in head.values else None,
    )  # fmt: skip


def _scale(place: Place, data: Mapping[str, Any]) -> Scale:
    if not isinstance(data.get("scale", {}), dict):
        raise place.error("expected [scale] with single brackets, since there is one", "[[scale]]")
    return scale(Table(place, "[scale]", 0, data.get("scale", {})).known(SCALE_KEYS))


def _revisits(head: Table) -> tuple[timedelta, ...]:
    """``revisit = ["3h", "1d"]``: how long after the first reading an article is looked at again."""
    if "revisit" not in head.values:
        return REVISITS
    found: list[timedelta] = []
    for text in head.texts("revisit"):
        match = re.fullmatch(r"(\d{1,4})\s*([hd])", text.strip())
        if match is None:
            raise head.error(f'\'revisit\' must be a list of waits such as ["3h", "1d", "7d"], not {text!r}', "revisit")
        found.append(timedelta(hours=int(match[1]) * (24 if match[2] == "d" else 1)))
    return tuple(sorted(found))


def _outlet(table: Table, actors: set[str]) -> OutletConfig:
    speaks_for = table.text("speaks_for") if "speaks_for" in table.values else None
    if speaks_for is not None and speaks_for not in actors:
        raise table.error(f"'speaks_for' names {speaks_for!r}; expected the id of an [[actor]] of this file", "speaks_for")
    for key in ("feed", "sitemap", "urls"):
        for url in table.texts(key, single=True):
            if not re.match(r"https?://\S+$", url):
                raise table.error(f"{key!r} must be an address that begins with http:// or https://, not {url!r}", key)
    for key in ("include", "exclude"):
        for pattern in table.texts(key, single=True):
            try:
                re.compile(pattern)
            except re.error as error:
                raise table.error(f"{key!r} has {pattern!r}, which is no regular expression: {error}", key) from None
    return OutletConfig(
        table.text("name"), table.texts("feed", single=True), table.texts("sitemap", single=True), table.texts("urls", single=True),
        table.texts("files", single=True), table.texts("warc", single=True), table.texts("jsonl", single=True), speaks_for, table.flag("local"),
        table.day("since"), table.number("max_articles", None, whole=True), table.texts("include", single=True), table.texts("exclude", single=True),
        float(table.number("delay", 1.0)),
    )  # fmt: skip


def _actor(table: Table) -> Actor:
    actor_id = table.text("id")
    speakers = []
    for index, row in enumerate(table.values.get("speaker", [])):
        inner = Table(table.place, "[[actor.speaker]]", table.before + index, row).known(_SPEAKER)
        start, end = inner.day("from"), inner.day("to")
        if start and end and end < start:
            raise inner.error(f"{row.get('name')} leaves the role on {end}, before {start}", "to")
        authority = row.get("authority")
        if authority is not None and not (isinstance(authority, float) and 0 < authority < 1):
            raise inner.error(f"'authority' must be a number between 0 and 1 such as 0.6, not {authority!r}", "authority")
        speakers.append(Speaker(inner.text("name"), inner.text("role"), start, end, authority))
    name = table.values.get("name") or builtin_name(actor_id)
    if not name:
        raise table.error(f"actor {actor_id!r} needs a 'name', since it is none of the built-in countries")
    return Actor(actor_id, str(name), table.texts("aliases"), tuple(speakers))


def _issue(table: Table) -> Issue:
    terms = table.texts("terms")
    if not terms:
        raise table.error(f"issue {table.text('id')!r} has no terms; expected a list of words that name the proposition or its object", "terms")
    return Issue(table.text("id"), table.text("proposition"), terms, table.texts("against"))
