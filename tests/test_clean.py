"""A page becomes an article: its text, and what the page says about it."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import pages as bench
from extract.clean import clean, to_json
from extract.errors import DocumentError
from extract.model import Decision, Page, When
from extract.web.authors import as_names

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
PARAGRAPHS = [
    "The government of the country said on Tuesday that it would support its neighbour on the way into the alliance.",
    "“We have always been in favour of it,” the foreign minister told reporters in the capital after a long meeting.",
    "The opposition called the decision a mistake and asked for a vote in parliament before the end of the month.",
]
LIST = "<ul><li>First, the treaty is signed by all.</li><li>Second, the parliaments agree to it.</li></ul>"
JUNK = (
    '<div class="newsletter"><p>Sign up for our daily newsletter and never miss a story again.</p></div>'
    '<ul><li><a href="/x">You will not believe what this minister said</a></li>'
    '<li><a href="/y">Ten other stories of the day</a></li></ul>'
    "<p>You may also like</p><p>Please disable your ad blocker to read on.</p><p>Photo: Example Agency</p>"
    '<section class="comments"><p>First! What a silly article this is, says a reader in the comments.</p></section>'
)


def page(
    head: str = "",
    body: str | None = None,
    *,
    url: str = "https://example.org/politics/one?utm_source=x",
    lang: str = "en",
    **changes: Any,
) -> Page:
    middle = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:])
    body = body if body is not None else f"<article><h1>A new policy</h1><p>{PARAGRAPHS[0]}</p>{JUNK}{middle}{LIST}</article>"
    head = f"<title>A new policy | Example Times</title>{head}"
    html = f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"
    return Page(url, "Example Times", NOW, Decision.ALLOWED, 200, body=html.encode(), **changes)


def ld(**values: Any) -> str:
    stated = {"@context": "https://schema.org", "@type": "NewsArticle"} | values
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


def test_the_text_is_the_article_and_nothing_else() -> None:
    """Each paragraph and list item on a line of its own; teasers, notices, comments and credits are gone."""
    assert clean(page()).text.split("\n") == [
        *PARAGRAPHS,
        "First, the treaty is signed by all.",
        "Second, the parliaments agree to it.",
    ]


def test_json_ld_goes_before_meta() -> None:
    """The instant with its zone, the authors one by one, and where each was read."""
    head = ld(
        headline="A new policy &amp; more",
        datePublished="2026-01-30T09:30:00+01:00",
        dateModified="2026-01-30",
        author=[{"name": "By Ann Lee and Bob Ray"}, {"name": "Example Times"}, {"name": "https://example.org/ann"}],
        publisher={"name": "Example Times"},
    )
    head += '<meta property="article:published_time" content="2020-01-01T00:00:00Z">'
    head += '<link rel="canonical" href="/politics/one/">'
    version = clean(page(head))
    assert version.url == "https://example.org/politics/one"
    assert version.title == "A new policy & more"
    assert version.authors == ("Ann Lee", "Bob Ray")
    assert version.published is not None and str(version.published) == "2026-01-30T09:30:00+01:00"
    assert version.modified == When(date(2026, 1, 30), None, "json-ld")
    assert (version.language, version.genre) == ("en", "news")
    assert version.basis == {
        "title": "json-ld",
        "authors": "json-ld",
        "published": "json-ld",
        "modified": "json-ld",
        "language": "html",
    }


@pytest.mark.parametrize(
    ("head", "hint", "expected", "basis"),
    [
        (
            ld()
            + ld(
                **{
                    "@graph": [
                        {"@type": "WebPage"},
                        {"@type": ["BlogPosting"], "datePublished": "2026-01-02T03:04:05Z"},
                    ]
                }
            ),
            None,
            "2026-01-02T03:04:05+00:00",
            "json-ld",
        ),
        ('<meta property="article:published_time" content="2026-01-02T03:04:05">', None, "2026-01-02", "meta"),
        (
            '<meta property="article:published_time" content="2026-01-02T03:04:05">',
            "2026-01-02T03:04:05+01:00",
            "2026-01-02T03:04:05+01:00",
            "feed",
        ),
        ("", "2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05+01:00", "feed"),
        ('<script type="application/ld+json">{"datePublished": </script>', None, "None", None),
    ],
)
def test_dates_and_their_basis(head: str, hint: str | None, expected: str, basis: str | None) -> None:
    """No zone, no instant; the feed helps where the page is silent or vaguer about the same day."""
    version = clean(page(head), published=When.parse(hint, "feed") if hint else None)
    assert (str(version.published), version.basis.get("published")) == (expected, basis)


@pytest.mark.parametrize(
    ("head", "url", "genre"),
    [
        (ld(**{"@type": "OpinionNewsArticle"}), "https://example.org/a", "opinion"),
        (ld(), "https://example.org/commentisfree/2026/a", "opinion"),
        (ld(articleSection="Opinion"), "https://example.org/a", "opinion"),
        (ld(**{"@type": "LiveBlogPosting"}), "https://example.org/a", "live"),
        ("", "https://example.org/live/2026/a", "live"),
        (ld(headline="Remarks by President Example on Trade"), "https://example.org/a", "transcript"),
        ("", "https://example.org/politics/opinion-polls-rise", None),
    ],
)
def test_genre_is_what_the_page_says(head: str, url: str, genre: str | None) -> None:
    """None where it does not say."""
    assert clean(page(head, url=url)).genre == genre


def test_the_text_decides_its_language() -> None:
    """A template's lang attribute is often wrong."""
    assert clean(page(lang="de")).language == "en"


def test_a_canonical_link_elsewhere_is_not_believed() -> None:
    """A page cannot take another outlet's identity."""
    assert clean(page('<link rel="canonical" href="https://other.example/x">')).url == "https://example.org/politics/one"


def test_encodings() -> None:
    """Valid UTF-8 is that, whatever the page declares; else the declaration holds."""
    body = f"<p>Müller sagte, die Größe der Änderung überrasche. {PARAGRAPHS[0]}</p>"
    for encoding, declared in (("utf-8", "iso-8859-1"), ("iso-8859-1", "iso-8859-1"), ("koi8-r", None)):
        text = body if declared else body.replace("ü", "ы").replace("ö", "и").replace("ß", "я").replace("Ä", "Ш")
        made = page(f'<meta charset="{declared or encoding}">', text)
        made = Page(made.url, made.outlet, NOW, made.decision, 200, body=made.body.decode().encode(encoding))
        assert ("Müller" if declared else "Mыller") in clean(made).text


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["By Ann Lee and Bob Ray"], ("Ann Lee", "Bob Ray")),
        (["Von Jörg Maß, Eva Groß"], ("Jörg Maß", "Eva Groß")),
        (["ann@example.org", "https://example.org/ann", "Staff", "", "Ann Lee", "ann lee"], ("Ann Lee",)),
        (["Anderson Cooper"], ("Anderson Cooper",)),
    ],
)
def test_bylines_become_names(names: list[str], expected: tuple[str, ...]) -> None:
    """Each once; no addresses, no desks."""
    assert as_names(names) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"%PDF-1.7 stream",
        b'{"json": true}',
        b"<html><body><p>Not found.</p></body></html>",
        b"<html><body>" + b"<div>" * 100_000 + b"x",
        b"<html>" + b"\x00" * 1000,
        b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>x",
    ],
    ids=["empty", "blank", "pdf", "json", "stub", "deep", "nulls", "deep-json"],
)
def test_what_is_no_article_is_said(body: bytes) -> None:
    """With the URL and the reason, and without a crash."""
    with pytest.raises(DocumentError, match=r"^https://example\.org/politics/one"):
        clean(Page("https://example.org/politics/one", "o", NOW, Decision.ALLOWED, 200, body=body))


def test_a_huge_line_is_an_article_too() -> None:
    """Bounded in time; the suite's own limit would notice."""
    version = clean(page(body="<article><p>" + f"{PARAGRAPHS[0]} " * 5_000 + "</p></article>"))
    assert len(version.text) > 100_000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.binary(max_size=100))
def test_nothing_but_a_document_error(text: str, noise: bytes) -> None:
    """Whatever stands in a page; and the same bytes give the same version."""
    made = page(text, f"<p>{PARAGRAPHS[0]}</p>{text}")
    made = Page(made.url, made.outlet, NOW, made.decision, 200, body=made.body + noise)
    with contextlib.suppress(DocumentError):
        assert clean(made) == clean(made)


def test_json_has_the_promised_keys() -> None:
    """The format of ``volteface clean --format json``."""
    given_ = to_json(clean(page(ld(datePublished="2026-01-30T09:30:00Z"))))
    assert list(given_) == [
        "url",
        "title",
        "authors",
        "published_at",
        "modified_at",
        "language",
        "genre",
        "text",
        "basis",
        "doubts",
    ]
    assert given_["published_at"] == "2026-01-30T09:30:00+00:00"
    assert json.loads(json.dumps(given_)) == given_


SAVED = Path(__file__).parents[1].parent / "shared" / "data" / "pages"


@pytest.mark.skipif(not SAVED.is_dir(), reason="the saved pages of ../shared/data/pages are not here")
def test_saved_pages_keep_their_quality() -> None:
    """Real pages of many publishers: body F1 and day stay above the floor."""
    figures, _ = bench.score(SAVED)
    assert figures["body"] >= 0.95 and figures["day"] >= 0.97
