"""A page's bytes to a tree of elements: the right characters, and nothing that only harms. Pure."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extract.errors import DocumentError
from extract.model import Page

MAX_BYTES = 20_000_000
"""Of a page; a larger one is no article."""
MOST_ELEMENTS = 50_000
"""Of a page; the longest live blogs have some 20,000. The extraction's time grows faster than their number."""
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|div|p|h1|section|main|title|meta)\b", re.IGNORECASE)
# Control characters, soft hyphens, zero-width spaces and marks of direction: invisible, and a term or a quote that holds
# one is found by nobody. The joiners U+200C and U+200D stay, since Persian and Indic scripts spell with them.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.02  # share of a page's characters that no text holds; a ninth of random bytes are such
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")


def without_invisible(text: str) -> str:
    """The text as a reader sees it: no control characters, soft hyphens, zero-width spaces or marks of direction."""
    return _INVISIBLE.sub("", text)


def tree(page: Page) -> HtmlElement:
    """The page's elements, without comments. Raises ``DocumentError``, naming the URL, for what is no HTML."""
    return parsed(page.url, markup(page))


def markup(page: Page) -> str:
    """The page's HTML as text. Raises ``DocumentError`` for what is empty, too large or no HTML."""
    if not page.body.strip():
        raise DocumentError(f"{page.url}: empty")
    if len(page.body) > MAX_BYTES:
        raise DocumentError(f"{page.url}: larger than {MAX_BYTES} bytes")
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not re.search(r"html|xml|text/plain|octet-stream", kind):
        raise DocumentError(f"{page.url}: {kind[:60]}, expected HTML")
    if page.body.startswith(_BINARY):
        raise DocumentError(f"{page.url}: a binary file, expected HTML")
    decoded = _decoded(page)
    if len(_CONTROL.findall(decoded)) > max(200, len(decoded) * _MOST_CONTROL):
        raise DocumentError(f"{page.url}: a binary file, expected HTML")
    text = without_invisible(decoded)
    if not _MARKUP.search(text):
        raise DocumentError(f"{page.url}: no HTML")
    # A declared encoding would be believed again although the text is decoded already.
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)


def parsed(url: str, text: str) -> HtmlElement:
    """The elements of HTML that is decoded already."""
    try:
        # Not huge_tree: the parser's own limit on depth is what protects every later walk.
        tree = document_fromstring(text, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentError(f"{url}: no HTML ({error})") from error
    if text.count("<") > MOST_ELEMENTS and (n := sum(1 for _ in tree.iter())) > MOST_ELEMENTS:
        raise DocumentError(f"{url}: {n} elements, no article")
    return tree


def _decoded(page: Page) -> str:
    """BOM, then UTF-8 where it is valid, then header, then the page's own word, then what the web means by Latin-1.

    Valid UTF-8 beyond ASCII is hardly ever anything else, while saved pages often still declare what they were.
    """
    body = page.body
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    stated = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", page.headers.get("content-type", ""), re.IGNORECASE)
    declared = _DECLARED.search(body[:4096])
    names = [stated[1] if stated else "", declared[1].decode("ascii", "replace") if declared else "", "utf-8"]
    if names[1].lower().startswith("utf-16"):
        names[1] = ""  # that it can be read in the bytes proves it wrong (WHATWG's prescan)
    if not any(name.lower().startswith(("iso-2022", "hz", "utf-7", "utf-16")) for name in names):
        names.insert(0, "utf-8")
    for name in names:
        try:
            # Browsers read Latin-1 as windows-1252, which it is mostly.
            return body.decode("cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii") else name)
        except (LookupError, UnicodeDecodeError):
            continue
    # Mostly right beats refused: a single bad byte in a page of UTF-8 is common.
    as_utf8 = body.decode("utf-8", "replace")
    return as_utf8 if as_utf8.count("\ufffd") < len(as_utf8) / 200 else body.decode("cp1252", "replace")
