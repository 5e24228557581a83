"""Which of a page's titles is the headline, who signs, and what kind of text it says it is."""

from __future__ import annotations

import pytest

from extract.clean import clean
from extract.page.authors import as_names
from tests.made_pages import PARAGRAPHS, ld, page

ARTICLE = "<article>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</article>"
OUTLET = {"@type": "Organization", "name": "Example Times"}


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("head", "body", "title", "basis"),
    [
        (ld(headline="Avalon votes for the treaty") + og("How Avalon voted"), "", "Avalon votes for the treaty", "json-ld"),
        (og("Avalon votes for the treaty | Example Times") + ld(publisher=OUTLET), "", "Avalon votes for the treaty", "meta"),
        (og("Avalon votes for the treaty - National | Example News"), "<h1>Avalon votes for the treaty</h1>", "Avalon votes for the treaty", "h1"),
        (ld(headline="Avalon&shy;s vote"), "", "Avalons vote", "json-ld"),
        ("", "<h1>Avalon votes for the &#173;treaty</h1>", "Avalon votes for the treaty", "h1"),
        (
            ld(headline="Treaty Avalon vote today") + og("Avalon says yes at last"),
            '<nav class="breadcrumb"><h1>Treaty Avalon vote today</h1></nav><h2><span>Treaty</span> <span>Avalon says yes at last</span></h2>',
            "Avalon says yes at last",
            "meta",
        ),
        (
            ld(headline="Treaty Avalon vote today") + og("Avalon says yes at last"),
            "<h1>Treaty Avalon vote today</h1><p>Avalon says yes at last</p>",
            "Treaty Avalon vote today",
            "json-ld",
        ),
        (
            ld(headline="Treaty Avalon vote today") + og("Avalon says yes at last"),
            '<h1 class="seo-title">Treaty Avalon vote today</h1>',
            "Treaty Avalon vote today",
            "json-ld",
        ),
        (
            og("The great treaty: Avalon says yes at last"),
            "<h1><span>The vote</span><span> - </span><span>Avalon says yes at last</span></h1>",
            "Avalon says yes at last",
            "h1",
        ),
        (og("Talks: the end"), "<h1>Votes: the end</h1>", "Talks: the end", "meta"),
    ],
)
def test_the_headline_is_the_one_that_is_seen(head: str, body: str, title: str, basis: str) -> None:
    """JSON-LD, meta tags, the heading; no breadcrumb, no kickers that differ, no outlet's name, no soft hyphen."""
    version = clean(page(head, body + ARTICLE))
    assert (version.title, version.basis["title"]) == (title, basis)


def test_the_headline_is_not_said_again() -> None:
    """Neither alone nor with its kicker glued before it; a sentence that ends so stays."""
    body = (
        f"<article><h2><span>On the treaty</span><span>Avalon says yes to the treaty at last</span></h2><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>"
    )
    assert clean(page(ld(headline="Avalon says yes to the treaty at last"), body)).text == "\n".join(PARAGRAPHS[:2])


@pytest.mark.parametrize(
    ("head", "body", "authors", "basis"),
    [
        (ld(author=[{"@type": "Person", "name": "Ann Lee"}, OUTLET], publisher=OUTLET), "", ("Ann Lee",), "json-ld"),
        (ld(author={"@type": "Person", "name": "Ann Lee, professor of law at the university of Avalon"}), "", ("Ann Lee",), "json-ld"),
        (ld(author={"@type": "Organization", "name": "AFP"}, publisher=OUTLET), "", ("AFP",), "json-ld"),
        (
            ld(**{"@type": "WebSite", "@graph": [{"@type": "NewsArticle", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ann Lee"}]}),
            "",
            ("Ann Lee",),
            "json-ld",
        ),
        (ld(author=OUTLET, publisher=OUTLET), "", ("Example Times",), "json-ld"),
        (ld(author=OUTLET, publisher=OUTLET) + '<meta name="author" content="AFP">', "", ("AFP",), "meta"),
        (ld(author=OUTLET, publisher=OUTLET), '<span class="article__author">By Ann Lee and Bob Ray</span>', ("Ann Lee", "Bob Ray"), "byline"),
        (ld(author=OUTLET, publisher=OUTLET), '<div class="comment"><span class="author">By Ann Lee</span></div>', ("Example Times",), "json-ld"),
        (ld(author=OUTLET, publisher=OUTLET), '<p class="author-note">By the river they sat and talked</p>', ("Example Times",), "json-ld"),
        ('<meta property="og:site_name" content="Example Times"><meta name="author" content="Example Times">', "", ("Example Times",), "meta"),
        ('<meta property="og:site_name" content="Example Times">', "", (), None),
        ("", '<div class="edit">(责编：王一、李二)</div>', ("王一", "李二"), "byline"),
    ],
)
def test_who_signs(head: str, body: str, authors: tuple[str, ...], basis: str | None) -> None:
    """People and agencies before the outlet, which is named only where it alone signs; roles and commenters are none."""
    version = clean(page(head, body + ARTICLE))
    assert (version.authors, version.basis.get("authors")) == (authors, basis)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["By Ann Lee and Bob Ray"], ("Ann Lee", "Bob Ray")),
        (["Von Jörg Maß, Eva Groß"], ("Jörg Maß", "Eva Groß")),
        (["ann@example.org", "https://example.org/ann", "Staff", "", "Ann Lee", "ann lee"], ("Ann Lee",)),
        (["Anderson Cooper"], ("Anderson Cooper",)),
        (["Ann Lee, who writes about the courts", "Bob Ray"], ("Ann Lee", "Bob Ray")),
    ],
)
def test_bylines_become_names(names: list[str], expected: tuple[str, ...]) -> None:
    """Each once; no addresses, no desks, no roles."""
    assert as_names(names) == expected


@pytest.mark.parametrize(
    ("head", "url", "genre"),
    [
        (ld(**{"@type": "OpinionNewsArticle"}), "https://example.org/a", "opinion"),
        (ld(), "https://example.org/commentisfree/2026/a", "opinion"),
        (ld(articleSection="Opinion"), "https://example.org/a", "opinion"),
        (ld(headline="Opinion: the treaty is a mistake"), "https://example.org/a", "opinion"),
        (ld(headline="Opinion on the treaty is divided"), "https://example.org/a", "news"),
        (ld(**{"@type": "LiveBlogPosting"}), "https://example.org/a", "live"),
        ("", "https://example.org/live/2026/a", "live"),
        (ld(headline="Avalon votes – live updates"), "https://example.org/a", "live"),
        (ld(headline="Live: Avalon votes"), "https://example.org/a", "live"),
        (ld(headline="They live in Avalon"), "https://example.org/a", "news"),
        (ld(headline="Remarks by President Example on Trade"), "https://example.org/a", "transcript"),
        ("", "https://example.org/press-releases/a", "press-release"),
        (ld(articleSection="Press Release"), "https://example.org/a", "press-release"),
        (ld(headline="Press release: the treaty is signed"), "https://example.org/a", "press-release"),
        (ld(headline="Press release angers the neighbours"), "https://example.org/a", "news"),
        ("", "https://example.org/politics/opinion-polls-rise", None),
    ],
)
def test_genre_is_what_the_page_says(head: str, url: str, genre: str | None) -> None:
    """None where it does not say."""
    assert clean(page(head, url=url)).genre == genre
