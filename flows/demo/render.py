"""Sample pages, feeds and sitemaps as text, as they stood at a moment."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from importlib.resources import files
from xml.sax.saxutils import escape

from jinja2 import DictLoader, Environment, StrictUndefined

from flows.demo.content import MARK, Article, Revision, SampleOutlet


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)}, {moment:%H:%M}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = files("flows.demo").joinpath("site")
    sources = {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".html.j2")}
    templates = Environment(loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    templates.filters |= {"day": _day, "moment": _moment, "clock": _clock}
    return templates


def _json_ld(outlet: SampleOutlet, article: Article, view: Revision) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "OpinionNewsArticle" if article.kind == "opinion" else "NewsArticle",
        "headline": view.title,
        "datePublished": article.published.isoformat(),
        "dateModified": view.at.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": outlet.name},
        "inLanguage": article.language,
    }
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def page(outlet: SampleOutlet, article: Article, view: Revision) -> str:
    """One article page in its outlet's template."""
    template = _templates().get_template(outlet.template)
    json_ld = _json_ld(outlet, article, view)
    return template.render(outlet=outlet, article=article, view=view, url=outlet.url(article), json_ld=json_ld, mark=MARK)


def front(outlet: SampleOutlet, moment: datetime) -> str:
    """A front page with links alone."""
    links = "".join(f'<li><a href="{escape(a.path)}">{escape(a.title)}</a></li>' for a in outlet.published_by(moment))
    return f"<!DOCTYPE html><html><head><title>{outlet.name}</title></head><body><ul>{links}</ul><footer>{MARK}</footer></body></html>"


def _title(article: Article, moment: datetime) -> str:
    view = article.at(moment)
    return escape(view.title if view else article.title)


def rss(outlet: SampleOutlet, moment: datetime) -> str:
    """RSS 2.0."""
    items = []
    for article in outlet.published_by(moment):
        date = f"<pubDate>{format_datetime(article.published)}</pubDate>" if article.feed_date else ""
        link = escape(outlet.url(article))
        items.append(f'<item><title>{_title(article, moment)}</title><link>{link}</link><guid isPermaLink="true">{link}</guid>{date}</item>')
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{outlet.name}</title><link>http://{outlet.host}/</link><description>{MARK}</description>{''.join(items)}</channel></rss>\n"
    )


def atom(outlet: SampleOutlet, moment: datetime) -> str:
    """Atom 1.0 (RFC 4287); ``updated`` follows the revisions."""
    entries = []
    for article in outlet.published_by(moment):
        link = escape(outlet.url(article))
        entries.append(
            f'<entry><title>{_title(article, moment)}</title><link href="{link}"/><id>{link}</id>'
            f"<published>{article.published.isoformat()}</published><updated>{article.modified(moment).isoformat()}</updated></entry>"
        )
    newest = max((a.modified(moment) for a in outlet.published_by(moment)), default=moment)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{outlet.name}</title><id>http://{outlet.host}/</id><updated>{newest.isoformat()}</updated>{''.join(entries)}</feed>\n"
    )


def _news(outlet: SampleOutlet, article: Article, moment: datetime) -> str:
    return (
        f"<news:news><news:publication><news:name>{outlet.name}</news:name>"
        f"<news:language>{article.language}</news:language></news:publication>"
        f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
        f"<news:title>{_title(article, moment)}</news:title></news:news>"
    )


def sitemap(outlet: SampleOutlet, moment: datetime, news: bool = False) -> str:
    """A sitemap, or a news sitemap; it keeps all pages, as the sample site is small."""
    rows = []
    for article in outlet.published_by(moment):
        lastmod = f"<lastmod>{article.modified(moment).isoformat()}</lastmod>" if article.feed_date else ""
        extra = _news(outlet, article, moment) if news else ""
        rows.append(f"<url><loc>{escape(outlet.url(article))}</loc>{lastmod}{extra}</url>")
    extension = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"' if news else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{extension}>{"".join(rows)}</urlset>\n'


def listing(outlet: SampleOutlet, kind: str, moment: datetime) -> tuple[str, str]:
    """A feed or sitemap by its kind, with its media type."""
    if kind == "rss":
        return rss(outlet, moment), "application/rss+xml; charset=utf-8"
    if kind == "atom":
        return atom(outlet, moment), "application/atom+xml; charset=utf-8"
    return sitemap(outlet, moment, news=kind == "news-sitemap"), "application/xml; charset=utf-8"
