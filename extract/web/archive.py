"""WARC files (ISO 28500): every fetch kept as it came, one gzip member per record.

A record is written with one append of a whole gzip member. A process that dies while writing can so only
damage the end of the file; the next one sees that and begins a new file, so that no torn record ever stands
before a good one.
"""

from __future__ import annotations

import io
import logging
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.errors import DocumentError
from extract.model import Decision, Page

MAX_BODY = 50_000_000
"""Bytes of one decoded body; a larger record is passed over."""
_GZIP_MAGIC = b"\x1f\x8b\x08"
_TAIL = 64 * 1024
_OWN = ("X-Volteface-Url", "X-Volteface-Outlet", "X-Volteface-Decision", "X-Volteface-Error")
_STATUS_DECISIONS = {200: Decision.ALLOWED, 304: Decision.NOT_MODIFIED, 404: Decision.GONE, 410: Decision.GONE}
# They describe a transfer, not the decoded body that a Page holds.
_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
# What the library raises on damage: its own errors, and its slips on a header that is cut off.
_DAMAGE = (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, AttributeError, TypeError)

log = logging.getLogger(__name__)


class WarcStore:
    """Keeps pages in ``folder``, a file a day: ``volteface-2026-01-31.warc.gz``, then ``…-2.warc.gz`` if torn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sound: set[Path] = set()

    def keep(self, page: Page) -> Page:
        """Append a page and return it with where it lies. A page that no server answered has nothing to keep."""
        if page.status is None:
            return page
        path = self._file_for(page.fetched_at)
        offset = _append(path, _record(page))
        return replace(page, warc=f"{path.name}:{offset}")

    def read(self, location: str) -> Page:
        """The page at ``FILE:OFFSET``. Raises ``DocumentError`` where no whole record lies there."""
        name, _, offset = location.rpartition(":")
        if not re.fullmatch(r"[\w.-]+", name) or not offset.isdecimal():
            raise DocumentError(f"{location!r} is no place in the archive, expected FILE:OFFSET")
        path = self._folder / name
        try:
            with path.open("rb") as file:
                file.seek(int(offset))
                for record in ArchiveIterator(file):
                    page = _page(record, "", location)
                    if page is not None:
                        return page
                    break
        except _DAMAGE as error:
            raise DocumentError(f"{location}: the archive record cannot be read: {error}") from error
        raise DocumentError(f"{location}: no whole response record lies there")

    def _file_for(self, moment: datetime) -> Path:
        """The day's file that may be appended to: new, or with a sound end."""
        self._folder.mkdir(parents=True, exist_ok=True)
        stem = f"volteface-{moment.astimezone(UTC):%Y-%m-%d}"
        number = 1
        while True:
            path = self._folder / (f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz")
            if path in self._sound and path.exists():
                return path
            if not path.exists() or _ends_whole(path):
                self._sound.add(path)
                return path
            number += 1


def read_warc(path: Path, outlet: str) -> Iterator[Page]:
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


def _record(page: Page) -> bytes:
    """One gzip member: the response as a WARC record."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    status = page.status or 0
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Status"
    kept = [(name, " ".join(value.split())) for name, value in page.headers.items() if name not in _OF_THE_TRANSFER]
    http = StatusAndHeaders(f"{status} {phrase}", [*kept, ("content-length", str(len(page.body)))], protocol="HTTP/1.1")
    # Quoted, so that nothing in an outlet's name or an error can end the header line.
    own = zip(_OWN, (page.url, page.outlet, page.decision.value, page.error or ""), strict=True)
    headers = {name: quote(value, safe=" /:?&=#%@,;+()") for name, value in own if value}
    headers["WARC-Date"] = page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    target = quote(page.final_url or page.url, safe=":/?#[]@!$&'()*+,;=%~")
    record = writer.create_warc_record(target, "response", payload=io.BytesIO(page.body), http_headers=http, warc_headers_dict=headers)
    writer.write_record(record)
    record.raw_stream.close()  # a temporary file by now, which the library leaves open
    return buffer.getvalue()


def _append(path: Path, member: bytes) -> int:
    """Append in one write where the system allows; return where it begins."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        rest = memoryview(member)
        while rest:
            rest = rest[os.write(handle, rest) :]
        return os.lseek(handle, 0, os.SEEK_CUR) - len(member)
    finally:
        os.close(handle)


def _ends_whole(path: Path) -> bool:
    """Whether the file's last gzip member is complete. Looks backward for its beginning, not through the file."""
    size = path.stat().st_size
    if size == 0:
        return True
    with path.open("rb") as file:
        reach = _TAIL
        tried: set[int] = set()
        while True:
            start = max(size - reach, 0)
            file.seek(start)
            tail = file.read()
            for match in reversed(list(re.finditer(re.escape(_GZIP_MAGIC), tail))):
                place = start + match.start()
                if place not in tried and _is_last_member(tail[match.start() :]):
                    return True
                tried.add(place)
            if start == 0 or reach > 2 * MAX_BODY:
                return False
            reach *= 8


def _is_last_member(data: bytes) -> bool:
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while data and not inflate.eof:
            inflate.decompress(data, 1 << 20)
            data = inflate.unconsumed_tail
    except zlib.error:
        return False
    return inflate.eof and not inflate.unused_data


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
    own_url, own_outlet, own_decision, own_error = (unquote(warc.get_header(name) or "") for name in _OWN)
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
