"""What a page says about itself: JSON-LD (schema.org), meta tags, links. Pure; believes nothing it cannot read."""

from __future__ import annotations

import contextlib
import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extract.model import When
from extract.web.dates import read_when

MAX_NODES = 2000
"""JSON-LD objects looked at on one page."""
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage|CreativeWork|VideoObject|Event)$")
# Where the article itself may stand in another object; not comments, teasers or parts of series.
_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "@list", "@set")
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "title", "parsely-title")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "parsely-author",
    "byl",
    "cxenseparse:author",
)
_PUBLISHED_METAS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
    "dcterms.created",
    "cxenseparse:recs:publishtime",
    "article.published",
    "last-published",
    "dc.date",
    "date",
)
_MODIFIED_METAS = (
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
)
_BY = re.compile(r"^(?:by|von|de|par|di|por|af|av|door|przez|text|texte|story by|written by)\b[:\s]\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\||/|&|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b)\s+|\s+/\s+|;|、|，")
_NO_NAME = re.compile(
    r"@|https?:|www\.|^\W*$|\d{3}|^(?:staff|editor(?:s|ial)?|admin|redaktion|redazione|redacci[oó]n"
    r"|r[ée]daction|newsroom|"
    r"author|unknown|none|null|undefined|anonymous|guest|web ?desk|online|agencies)$",
    re.IGNORECASE,
)
_SEGMENTS = {
    "opinion": re.compile(
        r"^(?:opinions?|op-?eds?|comment|commentary|commentisfree|editorials?|columns?|columnists?|meinung|kommentare?|"
        r"opinions?-.*|leitartikel|tribunes?|debats|opinioni|opinion(?:es)?|columnas?|ledare?|debatt|kronikk)$"
    ),
    "live": re.compile(r"^(?:live|live-?blogs?|liveticker|live-updates|en-direct|directo|minute-by-minute)$"),
    "transcript": re.compile(r"^(?:transcripts?|press-briefings?|speeches-remarks)$"),
}
_TRANSCRIPT_TITLE = re.compile(
    r"^(?:(?:full )?transcript\b|(?:press )?(?:briefing|gaggle) by\b|press conference (?:by|of)\b"
    r"|remarks (?:by|as)\b)|\btranscript$",
    re.I,
)
_LD_GENRES = (
    ("LiveBlogPosting", "live"),
    ("OpinionNewsArticle", "opinion"),
    ("AnalysisNewsArticle", "analysis"),
    ("ReviewNewsArticle", "review"),
    ("AdvertiserContentArticle", "advertisement"),
    ("ReportageNewsArticle", "news"),
    ("NewsArticle", "news"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's own statements, each None or empty where it makes none; ``basis`` says where each was read."""

    titles: tuple[tuple[str, str], ...] = ()
    authors: tuple[str, ...] = ()
    published: When | None = None
    modified: When | None = None
    canonical: str | None = None
    language: str | None = None
    genre: str | None = None
    description: str | None = None
    body: str | None = None
    outlets: frozenset[str] = frozenset()
    basis: dict[str, str] = field(default_factory=dict, compare=False)


def read(tree: HtmlElement, url: str) -> Facts:
    """Everything that a page states; ``titles`` are the candidates with their basis, best first."""
    nodes = list(_objects(tree))
    articles = [node for node in nodes if _is(node, _ARTICLE)]
    article = next((node for node in articles if node.get("datePublished")), articles[0] if articles else {})
    pages = [node for node in nodes if _is(node, _PAGE)]
    metas = _metas(tree)
    basis: dict[str, str] = {}
    outlets = frozenset(name.casefold() for name in (metas.get("og:site_name"), metas.get("application-name"), *_names(article.get("publisher"))) if name)
    published = _first_date([article, *pages], "datePublished") or _meta_date(metas, _PUBLISHED_METAS)
    modified = _first_date([article, *pages], "dateModified") or _meta_date(metas, _MODIFIED_METAS)
    authors = clean_authors(_names(article.get("author")) or _names(article.get("creator")), outlets)
    if authors:
        basis["authors"] = "json-ld"
    else:
        authors = clean_authors([metas[name] for name in _AUTHOR_METAS if name in metas][:1], outlets)
        if authors:
            basis["authors"] = "meta"
    titles = [(_line(article.get("headline")), "json-ld"), (_line(article.get("name")), "json-ld")]
    titles += [(_line(metas.get(name)), "meta") for name in _TITLE_METAS]
    links = tree.xpath("//link[@rel='canonical']/@href")
    return Facts(
        titles=tuple((title, where) for title, where in titles if title),
        authors=authors,
        published=published,
        modified=modified,
        canonical=str(links[0]) if links else None,
        language=_language(tree, metas, article),
        genre=_genre(article, articles, metas, url, next((title for title, _ in titles if title), "")),
        description=_line(article.get("description")) or metas.get("og:description") or metas.get("description"),
        body=_body(article),
        outlets=outlets,
        basis=basis,
    )


def clean_authors(names: list[str], outlets: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Bylines as names: "By X and Y" is two, addresses and the outlet's own name are none."""
    found: dict[str, str] = {}
    for raw in names[:20]:
        for part in _AND.split(_BY.sub("", " ".join(raw.split())[:500])):
            name = _BY.sub("", part or "").strip(" .,;:|–—-\u200b")
            if 2 <= len(name) <= 80 and not _NO_NAME.search(name) and name.casefold() not in outlets:
                found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page, outermost first."""
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        waiting: list[Any] = [_loaded(script.text_content() or "")]
        seen = 0
        while waiting and seen < MAX_NODES:
            node = waiting.pop(0)
            seen += 1
            if isinstance(node, list):
                waiting[:0] = node[:MAX_NODES]
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in _INTO if isinstance(node.get(key), dict | list)]


def _loaded(text: str) -> Any:
    """JSON as pages write it: in comments or CDATA, with raw line breaks, a semicolon or comma too many."""
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$", "", text.strip())
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    return any(kind.search(each) for each in _types(node))


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def _names(value: Any, depth: int = 0) -> list[str]:
    """Names of schema.org persons or organisations: a string, an object, or lists of them."""
    if isinstance(value, str):
        return [_line(value) or ""]
    if isinstance(value, list) and depth < 3:
        return [name for each in value[:20] for name in _names(each, depth + 1)]
    if isinstance(value, dict) and depth < 3:
        return _names(value.get("name"), depth + 1)
    return []


def _line(value: Any) -> str | None:
    """A string on one line, entities resolved, without markup."""
    if not isinstance(value, str):
        return None
    plain = re.sub(r"<[^<>]{1,300}>", "", entities.unescape(entities.unescape(value[:5000])))
    return " ".join(plain.replace("\u00ad", "").split()) or None


def _first_date(nodes: list[dict[str, Any]], key: str) -> When | None:
    for node in nodes:
        value = node.get(key)
        found = read_when(value[0] if isinstance(value, list) and value else value, "json-ld")
        if found is not None:
            return found
    return None


def _meta_date(metas: dict[str, str], names: tuple[str, ...]) -> When | None:
    return next((when for name in names if name in metas and (when := read_when(metas[name], "meta"))), None)


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = _line(meta.get("content"))
        if name and content:
            found.setdefault(name, content)
    return found


def _language(tree: HtmlElement, metas: dict[str, str], article: dict[str, Any]) -> str | None:
    stated = [tree.get("lang"), tree.get("xml:lang"), article.get("inLanguage"), metas.get("og:locale")]
    for value in stated:
        match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", value.strip()) if isinstance(value, str) else None
        if match:
            return match[1].lower()
    return None


def _genre(article: dict[str, Any], articles: list[dict[str, Any]], metas: dict[str, str], url: str, title: str) -> str | None:
    """What kind of text the page says it is; the URL and the section go before a mere NewsArticle."""
    kinds = {kind for node in articles for kind in _types(node)}
    stated = next((genre for kind, genre in _LD_GENRES if kind in kinds), None)
    if stated not in (None, "news"):
        return stated
    sections = article.get("articleSection")
    sections = [*(sections if isinstance(sections, list) else [sections]), metas.get("article:section")]
    words = [section.casefold().strip() for section in sections if isinstance(section, str)]
    with contextlib.suppress(ValueError):
        words += [segment.lower() for segment in urlsplit(url).path.split("/")[:-1]]
    for genre, pattern in _SEGMENTS.items():
        if any(pattern.match(word) for word in words):
            return genre
    return "transcript" if _TRANSCRIPT_TITLE.search(title) else stated


def _body(article: dict[str, Any]) -> str | None:
    body = article.get("articleBody")
    if not isinstance(body, str):
        return None
    lines = (" ".join(line.split()) for line in re.sub(r"</p>|<br\s*/?>", "\n", entities.unescape(body)).split("\n"))
    return "\n".join(line for line in (re.sub(r"<[^<>]{1,300}>", "", line) for line in lines) if line) or None
