"""What is kept comes back, whatever happens to the end of a file; and local documents are read as they stand."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extract.errors import DocumentError
from extract.model import Decision, Page, Version, When
from extract.web import documents, warc
from extract.web.archive import WarcStore

NOW = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
PAGE = Page(
    "https://example.org/ä?q=1",
    "Süddeutsche: Zeitung",
    NOW,
    Decision.ALLOWED,
    200,
    "https://example.org/final",
    {"content-type": "text/html; charset=utf-8", "etag": '"v1"'},
    "<p>Grüße\r\n\x00".encode(),
)


def numbered(number: int) -> Page:
    return replace(PAGE, url=f"https://example.org/{number}", body=f"<p>{number}".encode() * 50)


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        replace(PAGE, status=304, decision=Decision.NOT_MODIFIED, body=b""),
        replace(PAGE, status=500, decision=Decision.FAILED, body=b"", error="it answered\r\nX-Evil: 500"),
    ],
)
def test_what_is_kept_comes_back(tmp_path: Path, page: Page) -> None:
    """Bytes, times, headers, outlet and decision; by its place, and by reading the file."""
    store = WarcStore(tmp_path)
    store.keep(numbered(0))
    kept = store.keep(page)
    assert kept.warc is not None and kept.warc.startswith("volteface-2026-01-31.warc.gz:")
    assert store.read(kept.warc) == kept
    assert list(warc.pages(tmp_path / "volteface-2026-01-31.warc.gz", "other"))[1] == kept


def test_what_no_server_answered_is_not_kept(tmp_path: Path) -> None:
    """A time-out has no bytes."""
    page = Page("https://example.org/", "o", NOW, Decision.FAILED, error="timed out")
    assert WarcStore(tmp_path).keep(page) is page
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [1, 8, 60, 150])
def test_a_torn_end_costs_only_the_torn_record(tmp_path: Path, cut: int) -> None:
    """After a kill in the middle of a write: what came before is read, what comes after is not lost behind it."""
    store = WarcStore(tmp_path)
    first, _torn = store.keep(numbered(1)), store.keep(numbered(2))
    path = tmp_path / "volteface-2026-01-31.warc.gz"
    path.write_bytes(path.read_bytes()[:-cut])
    later = WarcStore(tmp_path)
    third = later.keep(numbered(3))
    assert third.warc is not None and third.warc.startswith("volteface-2026-01-31-2.warc.gz:")
    assert first.warc is not None and later.read(first.warc) == first
    assert later.read(third.warc) == third
    # The trailer's eight bytes hold no text: without them the record is still whole.
    assert [page.url for page in warc.pages(path, "o")] == [first.url, numbered(2).url][: 2 if cut <= 8 else 1]
    fourth = WarcStore(tmp_path).keep(numbered(4))
    assert fourth.warc is not None and fourth.warc.startswith("volteface-2026-01-31-2.warc.gz:")


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    """Wherever the last record is cut, the reader neither raises nor gives half of it."""
    store = WarcStore(tmp_path)
    store.keep(numbered(1))
    path = tmp_path / "volteface-2026-01-31.warc.gz"
    whole_one = path.read_bytes()
    store.keep(numbered(2))
    whole = path.read_bytes()
    for cut in range(len(whole_one), len(whole), 7):
        path.write_bytes(whole[:cut])
        bodies = [page.body for page in warc.pages(path, "o")]
        assert bodies in ([numbered(1).body], [numbered(1).body, numbered(2).body]), cut
        assert len(bodies) == 1 or len(whole) - cut < 16, cut


@pytest.mark.parametrize("location", ["", "x", "x:1", "../secret:0", "/etc/passwd:0", "volteface-2026-01-31.warc.gz:3"])
def test_a_wrong_place_is_an_error(tmp_path: Path, location: str) -> None:
    """One of ours, and never a file outside the store."""
    store = WarcStore(tmp_path)
    store.keep(PAGE)
    with pytest.raises(DocumentError):
        store.read(location)


def test_foreign_warc_of_plain_records(tmp_path: Path) -> None:
    """CC-NEWS: transfer-encoded bodies, request records between, no header of ours."""
    body = b"<p>hello"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(body)
    head = (
        "WARC/1.0\r\nWARC-Type: {}\r\n"
        "WARC-Target-URI: https://example.org/a\r\nWARC-Date: 2026-01-31T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n"
    )
    records = [head.format(kind, len(data)).encode() + data + b"\r\n\r\n" for kind, data in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", http))]
    path = tmp_path / "cc.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    (page,) = warc.pages(path, "Example Times")
    assert (page.url, page.outlet, page.body, page.decision) == (
        "https://example.org/a",
        "Example Times",
        body,
        Decision.ALLOWED,
    )
    assert page.fetched_at == datetime(2026, 1, 31, 12, tzinfo=UTC)


def read(path: Path, **how: object) -> list[documents.Document]:
    return list(documents.read(path, "Times", fetched_at=NOW, **how))  # type: ignore[arg-type]


def test_plain_text_is_taken_exactly(tmp_path: Path) -> None:
    """Offsets are into the file's own text: its line ends and blanks stay, only a BOM goes."""
    text = "A headline\r\n\r\n  The first — paragraph.\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    (document,) = read(path, published=When(date(2026, 1, 1)))
    version = document.content
    assert isinstance(version, Version)
    assert (version.text, version.title, version.published) == (text, "A headline", When(date(2026, 1, 1)))


def test_a_first_sentence_is_no_title(tmp_path: Path) -> None:
    """Nor is the only line."""
    for text in ("The first sentence stands here.\nThe second.\n", "Only this"):
        (tmp_path / "a.txt").write_text(text)
        (document,) = read(tmp_path / "a.txt")
        assert isinstance(document.content, Version) and document.content.title is None


def test_other_encodings_are_guessed(tmp_path: Path) -> None:
    """Text of a Windows machine is text."""
    text = "Die Länder beschließen für die Bürger neue Maßnahmen über Öl. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    (document,) = read(tmp_path / "a.txt")
    assert isinstance(document.content, Version) and document.content.text == text


def test_rows(tmp_path: Path) -> None:
    """Each row by its own rights; a bad one names its line, and the rest goes on."""
    rows: list[object] = [
        {
            "id": "a",
            "url": None,
            "published": "2026-01-31",
            "title": "T",
            "text": "x\r\ny",
            "speaker": "Ann",
            "outlet": "Post",
            "more": 1,
        },
        {"id": "b", "url": "https://example.org/1", "published": "2026-01-31T09:30:00+01:00", "text": "one"},
        {"id": "c", "url": "https://example.org/1", "text": "two"},
        {"url": "https://example.org/2", "html": "<p>three", "title": "Three", "published": "2026-01-30"},
        {"id": "d", "published": "last week", "text": "x"},
        {"text": "nameless"},
        {"id": "e"},
        ["no", "object"],
    ]
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join([*map(json.dumps, rows), "{broken", "", '{"id": 7, "text": "last"}']).encode()))
    first, second, third, fourth, *bad, last = read(path)
    version = first.content
    assert isinstance(version, Version)
    assert (first.id, version.url, version.text, version.title, version.speaker, version.outlet) == (
        "a",
        "a",
        "x\r\ny",
        "T",
        "Ann",
        "Post",
    )
    assert version.published == When(date(2026, 1, 31))
    assert isinstance(second.content, Version) and isinstance(third.content, Version)
    assert (second.id, second.content.url) == ("b", "https://example.org/1")
    assert (third.id, third.content.article_id != second.content.article_id) == ("c", True)
    assert isinstance(fourth.content, Page) and fourth.item is not None
    assert (fourth.id, fourth.item.title, str(fourth.item.published)) == (
        "https://example.org/2",
        "Three",
        "2026-01-30",
    )
    assert [str(document.content) for document in bad if isinstance(document.content, DocumentError)] == [
        f"{path}, line 5: expected published as a day or an instant (2024-02-29, 2024-02-29T12:00:00Z), found 'last week'",
        f"{path}, line 6: expected a url or an id",
        f"{path}, line 7: expected text or html",
        f"{path}, line 8: expected a JSON object, found list",
        f"{path}, line 9: expected one JSON object, found something else (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
    ]
    assert (last.id, isinstance(last.content, Version)) == ("7", True)


def test_hour_24_is_only_a_day(tmp_path: Path) -> None:
    """Writers do not agree which midnight it is."""
    (tmp_path / "a.jsonl").write_text('{"id": 1, "published": "2026-01-31T24:04:30+02:00", "text": "x"}')
    (document,) = read(tmp_path / "a.jsonl")
    assert isinstance(document.content, Version) and document.content.published == When(date(2026, 1, 31))


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    """All below it, hidden files aside; an unknown ending is named and stops nothing."""
    (tmp_path / "sub").mkdir()
    for name in ("b.html", "a.md", "c.pdf", ".hidden.txt", "sub/d.txt"):
        (tmp_path / name).write_text("<p>Some text\nand more")
    (tmp_path / "e.txt").write_bytes(b"\x00\x01")
    WarcStore(tmp_path / "warc").keep(PAGE)
    found = read(tmp_path)
    assert [Path(document.id).name for document in found] == ["a.md", "b.html", "c.pdf", "e.txt", "d.txt", "ä?q=1"]
    assert isinstance(found[1].content, Page) and found[1].content.url == str(tmp_path / "b.html")
    assert str(found[2].content) == f"{tmp_path / 'c.pdf'}: expected .html, .txt, .jsonl or .warc"
    assert isinstance(found[3].content, DocumentError)


def test_a_missing_or_broken_file_is_an_error(tmp_path: Path) -> None:
    """Said, not raised."""
    (tmp_path / "a.txt.gz").write_bytes(b"no gzip")
    for path in (tmp_path / "a.txt.gz", tmp_path / "none.html"):
        (document,) = read(path)
        assert isinstance(document.content, DocumentError) and str(path) in str(document.content)
