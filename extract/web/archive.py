"""The archive: every fetch kept as it came, in WARC files by day, one gzip member per record.

A record is written with one append of a whole gzip member. A process that dies while writing can so only
damage the end of the file; the next one sees that and begins a new file, so that no torn record ever stands
before a good one.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from extract.errors import ArchiveError, DocumentError
from extract.model import Page
from extract.web import warc

_GZIP_MAGIC = b"\x1f\x8b\x08"
_TAIL = 64 * 1024


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
        offset = _append(path, warc.record(page))
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
                page = warc.page_at(file, location)
        except OSError as error:
            raise DocumentError(f"{location}: the archive record cannot be read: {error}") from error
        if page is None:
            raise DocumentError(f"{location}: no whole response record lies there")
        return page

    def since(self, moment: datetime) -> Iterator[Page]:
        """The pages fetched at that moment or later, file by file."""
        first = f"volteface-{moment.astimezone(UTC):%Y-%m-%d}"
        for path in sorted(self._folder.glob("volteface-*.warc.gz")):
            if path.name >= first:
                yield from (page for page in warc.pages(path, "") if page.fetched_at >= moment)

    def trim(self, *, days: float | None, size: int | None, now: datetime) -> list[tuple[str, int]]:
        """Remove the oldest files beyond an age or a total size in bytes, never the newest; gives (name, bytes) of each."""
        files = sorted(self._folder.glob("volteface-*.warc.gz"), key=lambda path: path.name)
        total = sum(path.stat().st_size for path in files)
        removed: list[tuple[str, int]] = []
        for path in files[:-1]:
            day = datetime.fromisoformat(path.name[len("volteface-") :][:10]).replace(tzinfo=UTC)
            is_old = days is not None and (now - day).total_seconds() > (days + 1) * 86_400
            if not is_old and (size is None or total <= size):
                continue
            weight = path.stat().st_size
            path.unlink()
            total -= weight
            removed.append((path.name, weight))
        return removed

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


def _append(path: Path, member: bytes) -> int:
    """Append in one write where the system allows; return where it begins. One process writes at a time (the cycle's lock)."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        start = os.lseek(handle, 0, os.SEEK_END)
        rest = memoryview(member)
        try:
            while rest:
                rest = rest[os.write(handle, rest) :]
        except OSError as error:  # a full disk: what was half written goes, so that the file's end stays sound
            os.ftruncate(handle, start)
            raise ArchiveError(f"{path} cannot be written: {error.strerror or error}; make room, and the next cycle goes on") from error
        return start
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
            if start == 0 or reach > 2 * warc.MAX_BODY:
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
