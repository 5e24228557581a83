"""What a page says about itself: JSON-LD (schema.org), meta tags, links. Pure; believes nothing it cannot read."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from extract.model import When
from extract.page import authors, genre, jsonld
from extract.web.dates import read_any

_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "title", "parsely-title")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "articleauthor",
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


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's own statements, each None or empty where it makes none; ``basis`` says where each was read.

    ``titles``, ``published`` and ``modified`` are candidates, best first; ``free`` is what the page says of a paywall.
    """

    titles: tuple[tuple[str, str], ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[When, ...] = ()
    modified: tuple[When, ...] = ()
    canonical: str | None = None
    language: str | None = None
    genre: str | None = None
    description: str | None = None
    body: str | None = None
    free: bool | None = None
    outlets: frozenset[str] = frozenset()
    basis: dict[str, str] = field(default_factory=dict, compare=False)


def read(tree: HtmlElement, url: str) -> Facts:
    """Everything that a page states."""
    nodes = jsonld.objects(tree)
    articles = jsonld.articles(nodes)
    article = articles[0] if articles else {}
    around = [article, *jsonld.pages(nodes)]
    metas = _metas(tree)
    publishers = jsonld.names(article.get("publisher"), nodes)
    outlets = frozenset(name.casefold() for name in (metas.get("og:site_name"), metas.get("application-name"), *publishers) if name)
    signed, where = _authors(tree, article, nodes, metas, outlets)
    titles = [(jsonld.line(article.get("headline")), "json-ld"), (jsonld.line(article.get("name")), "json-ld")]
    titles += [(jsonld.line(metas.get(name)), "meta") for name in _TITLE_METAS]
    sections = article.get("articleSection")
    sections = [*(sections if isinstance(sections, list) else [sections]), metas.get("article:section")]
    kinds = {kind for node in articles for kind in jsonld.types(node)}
    links = tree.xpath("//link[@rel='canonical']/@href")
    return Facts(
        titles=tuple((title, origin) for title, origin in titles if title),
        authors=signed,
        published=_dates(around, "datePublished", metas, _PUBLISHED_METAS),
        modified=_dates(around, "dateModified", metas, _MODIFIED_METAS),
        canonical=str(links[0]) if links else None,
        language=_language(tree, metas, article),
        genre=genre.stated(kinds, [each for each in sections if isinstance(each, str)], url, next((title for title, _ in titles if title), "")),
        description=jsonld.line(article.get("description")) or metas.get("og:description") or metas.get("description"),
        body=_body(article),
        free=_free(around, metas),
        outlets=outlets,
        basis={"authors": where} if where else {},
    )


def _authors(
    tree: HtmlElement, article: jsonld.Node, nodes: Sequence[jsonld.Node], metas: dict[str, str], outlets: frozenset[str]
) -> tuple[tuple[str, ...], str]:
    """Who signs and where that was read: people and agencies before the outlet, which is named where it alone signs."""
    stated = jsonld.names(article.get("author"), nodes) or jsonld.names(article.get("creator"), nodes)
    in_metas = [metas[name] for name in _AUTHOR_METAS if name in metas]
    if found := authors.as_names(stated, outlets):
        return found, "json-ld"
    for value in in_metas:
        if found := authors.as_names([value], outlets):
            return found, "meta"
    if found := authors.visible(tree, outlets):
        return found, "byline"
    if found := authors.outlet_alone(stated, outlets):
        return found, "json-ld"
    found = authors.outlet_alone(in_metas, outlets)
    return found, "meta" if found else ""


def _dates(nodes: Sequence[jsonld.Node], key: str, metas: dict[str, str], names: Sequence[str]) -> tuple[When, ...]:
    """All that a page states, best first, each once."""
    values = [node.get(key) for node in nodes]
    found = [read_any(value[0] if isinstance(value, list) and value else value, "json-ld") for value in values]
    found += [read_any(metas[name], "meta") for name in names if name in metas]
    return tuple(dict.fromkeys(when for when in found if when is not None))


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = jsonld.line(meta.get("content"))
        if name and content:
            found.setdefault(name, content)
    return found


def _language(tree: HtmlElement, metas: dict[str, str], article: jsonld.Node) -> str | None:
    stated = [tree.get("lang"), tree.get("xml:lang"), article.get("inLanguage"), metas.get("og:locale")]
    for value in stated:
        match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", value.strip()) if isinstance(value, str) else None
        if match:
            return match[1].lower()
    return None


def _free(nodes: Sequence[jsonld.Node], metas: dict[str, str]) -> bool | None:
    """What the page says of itself: free to read, or not."""
    for node in nodes:
        value = node.get("isAccessibleForFree")
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().lower().rpartition("/")[2] in ("true", "false"):
            return value.strip().lower().endswith("true")
    tier = metas.get("article:content_tier", "").lower()
    return {"free": True, "metered": False, "locked": False}.get(tier)


def _body(article: jsonld.Node) -> str | None:
    body = article.get("articleBody")
    if not isinstance(body, str):
        return None
    lines = (" ".join(line.split()) for line in re.sub(r"</p>|<br\s*/?>", "\n", entities.unescape(body)).split("\n"))
    return "\n".join(line for line in (re.sub(r"<[^<>]{1,300}>", "", line) for line in lines) if line) or None
