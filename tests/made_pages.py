"""Pages of our own making, for the tests of cleaning."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from extract.model import Decision, Page

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
