"""Local documents: HTML, plain text, JSON lines and WARC, read into the same values as the web's."""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from charset_normalizer import from_bytes

from extract.errors import DocumentError
from extract.model import Decision, Item, Page, Version, When
from extract.web import warc

MAX_BYTES = 50_000_000
"""Of one file of HTML or text, or one line of JSON lines."""
LONGEST_TITLE = 120
"""Characters of a first line that may still be a title."""
_PLAIN = (".txt", ".md")
_HTML = (".html", ".htm")
_JSONL = (".jsonl", ".ndjson")
_WARC = (".warc",)
_HOUR_24 = re.compile(r"\d{4}-\d\d-\d\d[T ]24:\d\d")
EXPECTED = "expected .html, .txt, .jsonl or .warc"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file.

    ``id`` names it among its neighbours: a row's ``id``, else its ``url``, else the file's name. ``content`` is a
    Page that is still to be cleaned, a Version whose text is exactly the file's, or what was wrong. For a Page,
    ``item`` and ``speaker`` carry what the row knew besides: hand ``item.published`` and ``item.title`` to ``clean``.
    """

    id: str
    content: Page | Version | DocumentError
    item: Item | None = None
    speaker: str | None = None


def read(path: Path, outlet: str, *, fetched_at: datetime, name: str | None = None, published: When | None = None) -> Iterator[Document]:
    """The documents of a file, or of all files below a folder in sorted order.

    ``name`` replaces the path as URL of a single document; ``published`` is for documents that do not say. What
    cannot be read comes as a Document with its error, and the rest goes on. ``.gz`` of every kind is read too.
    """
    source = _Source(outlet, fetched_at, published)
    for file, label in _files(path, name):
        try:
            yield from _documents(file, label, source)
        except DocumentError as error:
            yield Document(label, error)
        except (OSError, EOFError, zlib.error) as error:
            yield Document(label, DocumentError(f"{label}: cannot be read: {error}"))


class _Source:
    """What all documents of one reading share; knows which URLs were taken, and by which id."""

    def __init__(self, outlet: str, fetched_at: datetime, published: When | None) -> None:
        self.outlet = outlet
        self.fetched_at = fetched_at
        self.published = published
        self._taken: dict[str, str] = {}

    def identity(self, url: str | None, key: str) -> str:
        """The row's URL; with its id as a fragment where another row has that URL already."""
        if url is None:
            return key
        return url if self._taken.setdefault(url, key) == key else f"{url}#{key}"


def _files(path: Path, name: str | None) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, name or str(path)
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            if not file.startswith("."):
                yield Path(folder, file), str(Path(folder, file))


def _documents(path: Path, label: str, source: _Source) -> Iterator[Document]:
    ending = path.name.lower().removesuffix(".gz")
    if ending.endswith(_HTML):
        yield _html(_whole(path, label), label, source)
    elif ending.endswith(_PLAIN):
        yield _plain(_whole(path, label), label, source)
    elif ending.endswith(_JSONL):
        with _open(path) as file:
            yield from _rows(file, label, source)
    elif ending.endswith(_WARC):
        for page in warc.pages(path, source.outlet):
            yield Document(page.url, page)
    else:
        raise DocumentError(f"{label}: {EXPECTED}")


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def _whole(path: Path, label: str) -> bytes:
    with _open(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{label}: larger than {MAX_BYTES} bytes")
    return data


def _html(data: bytes, label: str, source: _Source) -> Document:
    page = Page(label, source.outlet, source.fetched_at, Decision.ALLOWED, body=data, headers={"content-type": "text/html"})
    return Document(label, page, Item(label, source.outlet, published=source.published))


def _plain(data: bytes, label: str, source: _Source) -> Document:
    text = _decoded(data, label)
    if not text.strip():
        raise DocumentError(f"{label}: empty, expected text")
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    # A first line that ends like a sentence is one.
    is_title = len(first) <= LONGEST_TITLE and bool(rest.strip()) and not first.endswith((".", ":", ";", ",", "”", '"'))
    return Document(
        label,
        Version(
            url=label,
            outlet=source.outlet,
            text=text,
            fetched_at=source.fetched_at,
            title=first if is_title else None,
            published=source.published,
            basis={"title": "text"} if is_title else {},
        ),
    )


def _decoded(data: bytes, label: str) -> str:
    """The text without its BOM; nothing else is changed, line ends neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data:
        raise DocumentError(f"{label}: holds null bytes, expected text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The encoding is guessed from a part and used for the whole.
        guess = from_bytes(data[:100_000]).best()
        encoding = guess.encoding if guess is not None else "cp1252"
        return data.decode(encoding, "replace")


def _rows(file: IO[bytes], label: str, source: _Source) -> Iterator[Document]:
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        where = f"{label}, line {number}"
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
            yield Document(where, DocumentError(f"{where}: longer than {MAX_BYTES} bytes"))
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            try:
                yield _row(line, where, source)
            except DocumentError as error:
                yield Document(where, error)


def _row(line: bytes, where: str, source: _Source) -> Document:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{where}: expected one JSON object, found something else ({error})") from error
    if not isinstance(row, dict):
        raise DocumentError(f"{where}: expected a JSON object, found {type(row).__name__}")
    url = _string(row, "url", where)
    key = _string(row, "id", where) or url
    if key is None:
        raise DocumentError(f"{where}: expected a url or an id")
    outlet = _string(row, "outlet", where) or source.outlet
    published = _when(row, "published", where) or source.published
    modified = _when(row, "modified", where)
    title, speaker = _string(row, "title", where), _string(row, "speaker", where)
    text, markup = _string(row, "text", where), _string(row, "html", where)
    address = source.identity(url, key)
    if text is not None:
        basis = {"title": "given"} if title else {}
        version = Version(
            url=address,
            outlet=outlet,
            text=text,
            fetched_at=source.fetched_at,
            title=title,
            published=published,
            modified=modified,
            speaker=speaker,
            basis=basis | {name: "given" for name, when in (("published", published), ("modified", modified)) if when},
        )
        return Document(key, version, speaker=speaker)
    if markup is not None:
        headers = {"content-type": "text/html; charset=utf-8"}
        page = Page(address, outlet, source.fetched_at, Decision.ALLOWED, headers=headers, body=markup.encode("utf-8"))
        return Document(key, page, Item(address, outlet, title, published, modified), speaker)
    raise DocumentError(f"{where}: expected text or html")


def _string(row: dict[str, object], name: str, where: str) -> str | None:
    """A row's string; None where it is missing, null or blank. An id may be a number."""
    value = row.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentError(f"{where}: expected {name} to be a string, found {type(value).__name__}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(f"{where}: expected {name} to be valid Unicode, found half a surrogate pair") from error
    return value if value.strip() else None


def _when(row: dict[str, object], name: str, where: str) -> When | None:
    value = _string(row, name, where)
    if value is None:
        return None
    try:
        # Hour 24 is midnight before the day with some writers and after it by ISO 8601: only the day is sure.
        return When.parse(value[:10] if _HOUR_24.match(value) else value)
    except ValueError as error:
        raise DocumentError(f"{where}: expected {name} as a day or an instant (2024-02-29, 2024-02-29T12:00:00Z), found {value[:60]!r}") from error
