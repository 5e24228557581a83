"""A page's bytes to one article's text. Pure: runs no code, fetches nothing, remembers no earlier page."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import htmldate
import py3langid
import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extract.errors import DocumentError
from extract.model import Page, Version, When
from extract.web import boilerplate, metadata
from extract.web.addresses import canonical, host, resolve
from extract.web.dates import read_when

MAX_BYTES = 20_000_000
"""Of a page; a larger one is no article."""
SHORTEST = 60
"""Characters of text that can be an article; less is a stub."""
LONG_ENOUGH_TO_TELL = 200
"""Characters from which the text says its language better than the page's markup."""
_MOST_CONTROL = 0.02  # share of a page's characters that no text holds; a ninth of random bytes are such
_TOO_LITTLE = 250
_FAR_MORE = 2.0
_SHORTEST_LEAD = 40
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|div|p|h1|section|main|title|meta)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")


def clean(page: Page, *, published: When | None = None, title: str | None = None) -> Version:
    """The article of a page; ``published`` and ``title`` are what the feed said, used where the page is silent.

    Paragraphs and list items each stand on a line of ``Version.text``. Raises ``DocumentError``, naming the URL and
    the reason, for what is not HTML, empty, a stub, or no article.
    """
    try:
        return _clean(page, published, title)
    except DocumentError:
        raise
    except Exception as error:  # a parser's own fault on one hostile page must not end a run
        raise DocumentError(f"{page.url}: cannot be cleaned ({type(error).__name__}: {str(error)[:200]})") from error


def to_json(version: Version) -> dict[str, object]:
    """What ``volteface clean --format json`` prints."""
    return {
        "url": version.url,
        "title": version.title,
        "authors": list(version.authors),
        "published_at": str(version.published) if version.published else None,
        "modified_at": str(version.modified) if version.modified else None,
        "language": version.language,
        "genre": version.genre,
        "text": version.text,
        "basis": dict(version.basis),
    }


def _clean(page: Page, published: When | None, title: str | None) -> Version:
    tree = _tree(page)
    here = page.final_url or page.url
    facts = metadata.read(tree, here)
    basis = dict(facts.basis)
    authors = facts.authors or metadata.clean_authors(_byline(tree), facts.outlets)
    if authors:
        basis.setdefault("authors", "byline")
    found_title, basis_title = _title(tree, facts, title)
    text = _text(tree, facts, found_title)
    if len(text) < SHORTEST:
        raise DocumentError(f"{page.url}: no article ({len(text)} characters of text, expected at least {SHORTEST})")
    when = facts.published or _htmldate(tree, here, page.fetched_at) or published
    if when is not None and published is not None and when.instant is None and when.day == published.day:
        when = published  # the same day, and perhaps its time
    language, basis_language = _language(text, facts.language)
    given = (
        ("title", basis_title if found_title else None),
        ("published", when.basis if when else None),
        ("modified", facts.modified.basis if facts.modified else None),
        ("language", basis_language if language else None),
    )
    return Version(
        url=_url(page, facts),
        outlet=page.outlet,
        text=text,
        fetched_at=page.fetched_at,
        title=found_title,
        authors=authors,
        published=when,
        modified=facts.modified,
        language=language,
        genre=facts.genre,
        basis=basis | {name: where for name, where in given if where},
    )


def _tree(page: Page) -> HtmlElement:
    if not page.body.strip():
        raise DocumentError(f"{page.url}: empty")
    if len(page.body) > MAX_BYTES:
        raise DocumentError(f"{page.url}: larger than {MAX_BYTES} bytes")
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not re.search(r"html|xml|text/plain|octet-stream", kind):
        raise DocumentError(f"{page.url}: {kind[:60]}, expected HTML")
    if page.body.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")):
        raise DocumentError(f"{page.url}: a binary file, expected HTML")
    markup, n_removed = _CONTROL.subn("", _decoded(page))
    if n_removed > max(200, len(markup) * _MOST_CONTROL):
        raise DocumentError(f"{page.url}: a binary file, expected HTML")
    if not _MARKUP.search(markup):
        raise DocumentError(f"{page.url}: no HTML")
    # A declared encoding would be believed again although the text is decoded already.
    markup = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", markup)
    try:
        # Not huge_tree: the parser's own limit on depth is what protects every later walk.
        tree = document_fromstring(markup, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentError(f"{page.url}: no HTML ({error})") from error
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
        names[1] = ""  # that it can be read in the bytes proves it wrong (WHATWG: prescan)
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


def _url(page: Page, facts: metadata.Facts) -> str:
    here = page.final_url or page.url
    link = resolve(here, facts.canonical)
    # A canonical link to the front page is a template's mistake.
    if link and host(link) == host(here) and canonical(link).count("/") > 2 and not canonical(link).endswith(f"{host(link)}/"):
        return canonical(link)
    return canonical(here)


def _title(tree: HtmlElement, facts: metadata.Facts, hint: str | None) -> tuple[str | None, str]:
    candidates = [*facts.titles]
    headings = [" ".join(str(each.text_content()).split()) for each in tree.iter("h1")]
    if len(headings) == 1 and 10 <= len(headings[0]) <= 300:
        candidates.append((headings[0], "h1"))
    if hint:
        candidates.append((" ".join(hint.split()), "feed"))
    candidates += [(" ".join((each.text or "").split()), "title") for each in tree.iter("title")][:1]
    h1 = headings[0] if len(headings) == 1 else ""
    for title, where in candidates:
        title = _without_outlet(title, facts.outlets)
        if len(h1) >= 20 and title.startswith(f"{h1} | "):
            return h1, "h1"
        if title:
            return title, where
    return None, ""


def _without_outlet(title: str, outlets: Iterable[str]) -> str:
    """The headline without " | Example Times" at its end."""
    head, separator, tail = title[:1000].rpartition(" | ")
    if not separator:
        head, separator, tail = title[:1000].rpartition(" - ")
    return head if separator and tail.casefold().strip() in outlets else title[:1000]


def _byline(tree: HtmlElement) -> list[str]:
    """Who signs in the visible page, for pages whose markup names nobody."""
    marked = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')]")
    names = [" ".join(str(each.text_content()).split()) for each in marked[:4]]
    return [name for name in names if 3 <= len(name) <= 60][:3]


def _htmldate(tree: HtmlElement, url: str, fetched_at: datetime) -> When | None:
    latest = fetched_at + timedelta(days=1)
    found = htmldate.find_date(copy.deepcopy(tree), original_date=True, url=url, max_date=latest.replace(tzinfo=None))
    return read_when(found, "htmldate")


def _language(text: str, stated: str | None) -> tuple[str | None, str]:
    """Two letters, and where they were read."""
    if stated is not None and len(text) < LONG_ENOUGH_TO_TELL:
        return stated, "html"
    told = str(py3langid.classify(text[:5000])[0])
    return told, "html" if told == stated else "text"


def _text(tree: HtmlElement, facts: metadata.Facts, title: str | None) -> str:
    """Precise extraction; where it finds far less than the default does, the default; where both do, JSON-LD's body."""
    lead = _lead(tree, facts)
    pruned = boilerplate.prune(copy.deepcopy(tree))
    found = _lines(_extracted(pruned, precise=True), title)
    # Precision empties some pages and takes a caption for the article on others.
    candidates = [_extracted(pruned, precise=False), facts.body or ""]
    if len(found) < _TOO_LITTLE:
        candidates.append(_extracted(tree, precise=False))
    for candidate in candidates:
        more = _lines(candidate, title)
        if len(more) > _FAR_MORE * len(found):
            found = more
    if lead and found and _squashed(lead) not in _squashed(found):
        return f"{lead}\n{found}"
    return found


def _lead(tree: HtmlElement, facts: metadata.Facts) -> str | None:
    """The standfirst: what the page gives as its description, where a reader sees just that on the page."""
    wanted = _squashed(facts.description or "")
    if len(wanted) < _SHORTEST_LEAD:
        return None
    for element in tree.iter("p", "h2", "h3", "div", "strong", "span"):
        text = str(element.text_content()) if len(element) < 10 else ""
        if abs(len(text.strip()) - len(facts.description or "")) < 40 and _squashed(text) == wanted:
            return " ".join(text.split())
    return None


def _squashed(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _extracted(tree: HtmlElement, *, precise: bool) -> str:
    document = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        favor_precision=precise,
        deduplicate=False,
        with_metadata=False,
    )
    return (document.text or "") if isinstance(document, trafilatura.settings.Document) else ""


def _lines(text: str, title: str | None) -> str:
    """The lines that are the article's, each with single spaces and without a list mark."""
    kept: list[str] = []
    headline = _squashed(title or "")
    for line in text.split("\n"):
        line = " ".join(re.sub(r"^- ", "", line.strip()).split())
        is_title = bool(headline) and len(kept) < 2 and _squashed(line) == headline
        if line and not is_title and not boilerplate.is_boilerplate(line):
            kept.append(line)
    return "\n".join(kept)
