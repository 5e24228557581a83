"""Tells the channels of the monitor file what a run found. A failing channel fails nothing, and nothing is told twice."""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from extract.errors import VoltefaceError
from flows.channels import Channel
from flows.config import Monitor
from flows.runs import Run
from reports import notice
from reports.model import Report
from warehouse import notifications
from warehouse.connection import Connection, QueryError, query
from warehouse.notifications import State

# How apprise logs what it met. Only where it is certain that nothing arrived is a message tried again.
_SENT = re.compile(r"INFO - Sent ")
_STATUS = re.compile(r"error=(\d{3})\b")
_UNREACHED = re.compile(r"Failed to (?:establish a new connection|resolve)|ConnectTimeoutError|Connection refused|Name or service not known")


def notify(monitor: Monitor, at: datetime, report: Report, path: Path) -> list[str]:
    """Send what is news to each channel; returns what there is to say about channels that failed, which is also in ``runs.notices``.

    ``report`` is of all time, ``path`` the run's report. What a message will tell is written down before it is sent: a run that is
    killed meanwhile loses the message rather than sending it twice.
    """
    if not monitor.channels:
        return []
    run = Run(monitor, monitor.place, "run", at)
    notices: list[str] = []
    try:
        with run.warehouse.cycle():
            touched = [_serve(run, channel, report, path, notices) for channel in monitor.channels]
            if notices:
                with run.warehouse.writing() as connection:
                    notifications.add_notices(connection, run.id, notices)
            if notices or any(touched):
                run.warehouse.publish()
    except (VoltefaceError, QueryError) as error:
        notices.append(f"not notified: {error}")
    return notices


def _serve(run: Run, channel: Channel, report: Report, path: Path, notices: list[str]) -> bool:
    """Tell one channel what is news to it; returns whether there was anything to write down."""
    with run.warehouse.writing() as connection:
        lost = notifications.settle(connection, channel.url, State.UNCLEAR)
        if lost:
            notices.append(f"{channel.url}: a run was killed while it told of {lost} changes; whether that arrived is not known, and it is not sent again")
        heard = [notice.Heard(t.shift_id, t.revision, t.gist, t.state is State.REFUSED) for t in notifications.told(connection, channel.url)]
        found = notice.news(report, channel.wish, heard, _since(connection, run.at))
        if not found:
            return bool(lost)
        address = os.environ.get(channel.variable, "").strip() if channel.variable else channel.url
        if not address:
            notices.append(f"{channel.url}: the environment variable {channel.variable} is not set; nothing was sent, and the next run tries again")
            state: State | None = State.REFUSED
        else:
            state = None
        news = [(c.shift_id, c.revision, notice.gist(c)) for c in found]
        notifications.claim(connection, channel.url, news, run_id=run.id, at=run.at)
    if state is None:
        title, body = notice.told(report, found, str(path))
        state, why = send(address, title, body, run.monitor.folder)
        if state is not State.SENT:
            then = "the next run tries again" if state is State.REFUSED else "whether it arrived is not known, and it is not sent again"
            notices.append(f"{channel.url}: {why}; {then}")
    with run.warehouse.writing() as connection:
        notifications.settle(connection, channel.url, state)
    return True


def _since(connection: Connection, at: datetime) -> datetime | None:
    """The start of the run before: what was inferred from then on may be news. None: everything may."""
    row = connection.execute(query("last_report"), {"before": at}).fetchone()
    return datetime.fromisoformat(str(row[0])) if row and row[0] else None


# -- sending --------------------------------------------------------------------------------------


def send(address: str, title: str, body: str, folder: Path) -> tuple[State, str]:
    """Send one message; what became of it, and why in words that hold no secret. Never raises."""
    if urlsplit(address).scheme == "file":
        return _append(folder / urlsplit(address).path, f"{title}\n{body}\n\n")
    try:
        return _through_apprise(address, title, body)
    except Exception as error:  # whatever a plugin does, the run is done
        return State.UNCLEAR, f"the message failed with {type(error).__name__}"


def _append(path: Path, text: str) -> tuple[State, str]:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        return State.REFUSED, f"the file cannot be written ({error.strerror})"
    return State.SENT, ""


def _through_apprise(address: str, title: str, body: str) -> tuple[State, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # apprise still looks for imghdr
        import apprise

        with _log() as lines:
            sender = apprise.Apprise(asset=apprise.AppriseAsset(app_id="volteface", app_desc="volteface", app_url=""))
            if not sender.add(address):
                return State.REFUSED, "this is no address that apprise knows"
            for server in sender:
                if "overflow=" not in address:
                    server.overflow_mode = apprise.OverflowMode.SPLIT
            if sender.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
                return State.SENT, ""
            return _failed("\n".join(lines))


def _failed(log: str) -> tuple[State, str]:
    status = _STATUS.search(log)
    if _SENT.search(log):
        return State.UNCLEAR, "only a part of it was accepted"
    if status:
        return State.REFUSED, f"it was refused with status {status[1]}"
    if _UNREACHED.search(log):
        return State.REFUSED, "it could not be reached"
    return State.UNCLEAR, "it gave no answer"


@contextmanager
def _log() -> Iterator[list[str]]:
    """What apprise logs, and nobody else gets to see: it holds addresses."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.levelname} - {record.getMessage()}")

    logger, handler = logging.getLogger("apprise"), Keep()
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
