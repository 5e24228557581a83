"""A page's bytes to one article's text. Pure: runs no code, fetches nothing, remembers no earlier page."""

from __future__ import annotations

from datetime import timedelta

import htmldate
import py3langid

from extract.errors import DocumentError
from extract.model import Page, Version, When
from extract.page import CLEANER, body, headline, markup, metadata, publication, walls
from extract.web.addresses import canonical, host, resolve
from extract.web.dates import read_when

SHORTEST = 60
"""Characters of text that can be an article; less is a stub."""
LONG_ENOUGH_TO_TELL = 200
"""Characters from which the text says its language better than the page's markup."""
_ENOUGH_TO_TELL = 1500


def clean(page: Page, *, published: When | None = None, title: str | None = None) -> Version:
    """The article of a page; ``published`` and ``title`` are what the feed said, used where the page is silent.

    Paragraphs, list items and table rows each stand on a line of ``Version.text``. Raises ``DocumentError``, naming the
    URL and the reason, for what is not HTML, empty, a paywall, a consent wall, a bot check, a login page or no article.
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
        "doubts": list(version.doubts),
    }


def _clean(page: Page, hint: When | None, title: str | None) -> Version:
    source = markup.markup(page)
    tree = markup.parsed(page.url, source)
    here = page.final_url or page.url
    facts = metadata.read(tree, here)
    found_title, basis_title = headline.choose(tree, facts.titles, facts.outlets, title)
    dates = publication.decide(
        facts.published, facts.modified, url=here, fetched_at=page.fetched_at, searched=lambda: _htmldate(page.url, source, here, page), hint=hint
    )
    # From here on the tree is worn away; what needs it whole again, which is rare, parses it anew.
    titles = [each for each in (found_title, *(stated for stated, _ in facts.titles)) if each]
    text = body.lines(tree, titles=titles, description=facts.description, stated=facts.body, again=lambda: markup.parsed(page.url, source))
    if len(text) < walls.FEW and (wall := walls.wall(text, walls.seen(markup.parsed(page.url, source)), facts.free)):
        raise DocumentError(f"{page.url}: {wall}, no article")
    if len(text) < SHORTEST:
        raise DocumentError(f"{page.url}: no article ({len(text)} characters of text, expected at least {SHORTEST})")
    language, basis_language = _language(text, facts.language)
    given = (
        ("title", basis_title if found_title else None),
        ("published", dates.published.basis if dates.published else None),
        ("modified", dates.modified.basis if dates.modified else None),
        ("language", basis_language if language else None),
    )
    return Version(
        url=_url(page, facts),
        outlet=page.outlet,
        text=text,
        fetched_at=page.fetched_at,
        title=found_title,
        authors=facts.authors,
        published=dates.published,
        modified=dates.modified,
        language=language,
        genre=facts.genre,
        basis=facts.basis | {name: where for name, where in given if where},
        doubts=dates.doubts,
        cleaner=CLEANER,
    )


def _url(page: Page, facts: metadata.Facts) -> str:
    here = page.final_url or page.url
    link = resolve(here, facts.canonical)
    # A canonical link to the front page is a template's mistake.
    if link and host(link) == host(here) and canonical(link).count("/") > 2 and not canonical(link).endswith(f"{host(link)}/"):
        return canonical(link)
    return canonical(here)


def _htmldate(name: str, source: str, url: str, page: Page) -> When | None:
    # It changes the tree that it is given, and is asked only where the page states no date.
    latest = (page.fetched_at + timedelta(days=1)).replace(tzinfo=None)
    found = htmldate.find_date(markup.parsed(name, source), original_date=True, url=url, max_date=latest)
    return read_when(found, "htmldate")


def _language(text: str, stated: str | None) -> tuple[str | None, str]:
    """Two letters, and where they were read."""
    if stated is not None and len(text) < LONG_ENOUGH_TO_TELL:
        return stated, "html"
    told = str(py3langid.classify(text[:_ENOUGH_TO_TELL])[0])
    return told, "html" if told == stated else "text"
