"""Options that several commands take, and how they are read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.errors import MonitorError

if TYPE_CHECKING:
    from flows.config import Monitor

Config = Annotated[Path, typer.Option("-c", "--config", metavar="FILE", help="The monitor file.")]
WarehouseOption = Annotated[Path | None, typer.Option("--warehouse", metavar="PATH", help="The warehouse, before what the monitor file says.")]
ReportsOption = Annotated[Path | None, typer.Option("--reports", metavar="DIR", help="Where reports go, before what the monitor file says.")]
ActorOption = Annotated[str | None, typer.Option("--actor", metavar="A", help="Only this actor.")]
IssueOption = Annotated[str | None, typer.Option("--issue", metavar="I", help="Only this issue.")]
DEFAULT = Path("volteface.toml")


class ReportForm(StrEnum):
    """Forms of a report."""

    html = "html"
    md = "md"
    json = "json"
    atom = "atom"


class TableForm(StrEnum):
    """Forms of rows."""

    table = "table"
    csv = "csv"
    json = "json"


class ClaimForm(StrEnum):
    """Forms of claims."""

    table = "table"
    jsonl = "jsonl"


class TextForm(StrEnum):
    """Forms of a cleaned article."""

    text = "text"
    json = "json"


class LedgerForm(StrEnum):
    """Forms of the ledger of shifts."""

    table = "table"
    json = "json"


def monitor_of(path: Path, warehouse: Path | None = None, reports: Path | None = None) -> Monitor:
    """The monitor file, with what the options put in its place."""
    from flows import config

    return config.load(path).at(warehouse=warehouse and warehouse.resolve(), reports=reports and reports.resolve())


def day(text: str | None, option: str) -> date | None:
    """A day; raises ``MonitorError`` where the text is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MonitorError(f"{option} {text!r} is no day; expected one such as 2025-02-12") from None


def instant(text: str | None, option: str) -> datetime | None:
    """An instant, in UTC where no zone is given; raises ``MonitorError`` where the text is none."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MonitorError(f"{option} {text!r} is no instant; expected one such as 2025-02-12T09:30:00+00:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
