"""A page becomes an article: its text, and what the page says about it."""

from __future__ import annotations

import contextlib
import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import pages as bench
from extract.clean import clean, to_json
from extract.errors import DocumentError
from extract.model import Decision, Page, When
from tests.made_pages import NOW, PARAGRAPHS, ld, page

pytestmark = pytest.mark.heavy

ARTICLE = "<article>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</article>"


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


HOSTILE = {
    "deep": "<div>" * 100_000 + ARTICLE,
    "deep and closed": "<div>" * 100_000 + "</div>" * 100_000 + ARTICLE,
    "deep spans in a paragraph": "<p>" + "<span class='related'>" * 100_000 + "x</p>" + ARTICLE,
    "deep lists": "<ul><li><a href='/x'>" * 50_000 + ARTICLE,
    "one line of 5 MB": "<article><p>" + f"{PARAGRAPHS[0]} " * 45_000 + "</p></article>",
    "one word of 5 MB": ARTICLE + "<p>" + "a.B,c" * 1_000_000 + "</p>",
    "one attribute of 5 MB": "<div class='" + "comments- " * 500_000 + "'>" + ARTICLE + "</div>",
    "twenty thousand paragraphs": ARTICLE + "<p>x" * 20_000,
    "a hundred thousand bylines": "<a class='author' rel='author'>By Ann Lee</a>" * 100_000 + ARTICLE,
    "spaces": ARTICLE + "<p>" + " " * 5_000_000 + "</p>",
    "null bytes": ARTICLE.replace(" ", "\x00 \x00"),
    "bidirectional": ARTICLE.replace(" ", " \u202e\u2066\u200f"),
    "zero width": ARTICLE.replace("e", "e\u200b\u2060\ufeff\u00ad"),
    "entities for them": ARTICLE.replace("e", "e&#8203;&shy;&#8238;"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_end_in_bounded_time(body: str) -> None:
    """As an article or as a ``DocumentError``; and no invisible character gets into a text."""
    made, before = page('<meta name="description" content="x">', body), time.process_time()
    with contextlib.suppress(DocumentError):
        text = clean(made).text
        assert not re.search("[\x00\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]", text)
        assert PARAGRAPHS[0] in text
    assert time.process_time() - before < 20


@pytest.mark.parametrize(
    ("encoding", "head", "header"),
    [
        ("utf-8", "", None),
        ("utf-8", '<meta charset="iso-8859-1">', "text/html; charset=windows-1251"),
        ("iso-8859-1", "", None),
        ("iso-8859-1", '<meta charset="no-such-thing">', None),
        ("iso-8859-1", '<meta charset="utf-8">', "text/html"),
        ("cp1252", '<meta charset="iso-8859-1">', "text/html; charset=ISO-8859-1"),
        ("utf-16", '<meta charset="utf-8">', None),
    ],
)
def test_a_missing_or_wrong_charset_is_survived(encoding: str, head: str, header: str | None) -> None:
    """What the bytes are goes before what the page says they are."""
    made = page(head, f"<article><p>Müller said the Größe of it surprised him. {PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>")
    body = made.body.decode().replace("“", '"').replace("”", '"').encode(encoding)
    made = Page(made.url, made.outlet, NOW, made.decision, 200, headers={"content-type": header} if header else {}, body=body)
    assert "Müller said the Größe" in clean(made).text


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
