"""WARC records (ISO 28500) as pages, and pages as records: the response, with what was decided about it in headers of our own."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.errors import DocumentError
from extract.model import Decision, Page, Role

MAX_BODY = 50_000_000
"""Bytes of one decoded body; a larger record is passed over."""
_OWN = ("X-Volteface-Url", "X-Volteface-Outlet", "X-Volteface-Decision", "X-Volteface-Error", "X-Volteface-Role")
_STATUS_DECISIONS = {200: Decision.ALLOWED, 304: Decision.NOT_MODIFIED, 404: Decision.GONE, 410: Decision.GONE}
# They describe a transfer, not the decoded body that a Page holds.
_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
# What the library raises on damage: its own errors, and its slips on a header that is cut off.
_DAMAGE = (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, AttributeError, TypeError)

log = logging.getLogger(__name__)


def pages(path: Path, outlet: str) -> Iterator[Page]:
    """The pages of a WARC file in the layout of CC-NEWS, gzipped or not, in order.

    Records that are no HTTP response are passed over. A damaged or torn end is logged as a warning and ends
    the file; what came before it is given. Raises ``DocumentError`` where the file cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise DocumentError(f"{path}: cannot be opened: {error.strerror}") from error
    with file:
        records = ArchiveIterator(file, no_record_parse=False)
        try:
            for record in records:
                page = _page(record, outlet, "")
                torn = record.rec_type == "response" and _is_torn(record)
                # Asked for only now: to tell the place, the library reads the record to its end.
                place = f"{path.name}:{records.get_record_offset()}"
                if page is not None:
                    yield replace(page, warc=place)
                elif torn:
                    log.warning("%s: the record at %s is cut off; the file ends there", path, place)
                    return
        except _DAMAGE as error:
            log.warning("%s: the rest of the file cannot be read: %s", path, error)


def page_at(file: BinaryIO, location: str) -> Page | None:
    """The page of the record at the file's present place, or None where it is no whole HTTP response. Raises ``DocumentError`` on damage."""
    try:
        record = next(iter(ArchiveIterator(file)), None)
        return None if record is None else _page(record, "", location)
    except _DAMAGE as error:
        raise DocumentError(f"{location}: the archive record cannot be read: {error}") from error


def record(page: Page) -> bytes:
    """One gzip member: the response as a WARC record."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    status = page.status or 0
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Status"
    kept = [(name, " ".join(value.split())) for name, value in page.headers.items() if name not in _OF_THE_TRANSFER]
    http = StatusAndHeaders(f"{status} {phrase}", [*kept, ("content-length", str(len(page.body)))], protocol="HTTP/1.1")
    # Quoted, so that nothing in an outlet's name or an error can end the header line.
    own = zip(_OWN, (page.url, page.outlet, page.decision.value, page.error or "", page.role.value), strict=True)
    headers = {name: quote(value, safe=" /:?&=#%@,;+()") for name, value in own if value}
    headers["WARC-Date"] = page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    target = quote(page.final_url or page.url, safe=":/?#[]@!$&'()*+,;=%~")
    made = writer.create_warc_record(target, "response", payload=io.BytesIO(page.body), http_headers=http, warc_headers_dict=headers)
    writer.write_record(made)
    made.raw_stream.close()  # a temporary file by now, which the library leaves open
    return buffer.getvalue()


def _page(record: ArcWarcRecord, outlet: str, location: str) -> Page | None:
    """The page of a record, or None where it is no whole HTTP response."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    body = record.content_stream().read(MAX_BODY + 1)
    if len(body) > MAX_BODY or _is_torn(record):
        return None
    warc = record.rec_headers
    code = record.http_headers.get_statuscode()
    status = int(code) if code and code.isdecimal() else None
    fetched_at = _date(warc.get_header("WARC-Date"))
    if fetched_at is None:
        log.warning("%s: a record without a date that can be read is passed over", location or outlet)
        return None
    target = warc.get_header("WARC-Target-URI") or ""
    own_url, own_outlet, own_decision, own_error, own_role = (unquote(warc.get_header(name) or "") for name in _OWN)
    return Page(
        url=own_url or target,
        outlet=own_outlet or outlet,
        fetched_at=fetched_at,
        decision=Decision(own_decision) if own_decision in set(Decision) else _STATUS_DECISIONS.get(status or 0, Decision.FAILED),
        status=status,
        final_url=target or None,
        headers={name.lower(): value for name, value in record.http_headers.headers if name.lower() not in _OF_THE_TRANSFER},
        body=body,
        error=own_error or None,
        warc=location,
        role=Role(own_role) if own_role in set(Role) else Role.DOCUMENT,
    )


def _is_torn(record: ArcWarcRecord) -> bool:
    """Whether the file ended before the record did. Call it once the body is read."""
    raw = record.raw_stream
    while isinstance(left := getattr(raw, "limit", 0), int) and left > 0:
        if not raw.read(min(left, 1 << 20)):
            return True
    return False


def _date(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
