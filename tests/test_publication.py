"""Dates that cannot be are passed over, and that is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extract.clean import clean
from extract.model import When
from extract.page.publication import decide, of_url
from tests.made_pages import NOW, ld, page

DATED = "https://example.org/2025/03/04/one"


def meta(name: str, content: str) -> str:
    return f'<meta property="article:{name}_time" content="{content}">'


@pytest.mark.parametrize(
    ("head", "url", "expected", "basis", "doubt"),
    [
        (
            ld(datePublished="2031-01-01") + meta("published", "2025-03-04T10:00:00Z"),
            "https://example.org/a",
            "2025-03-04T10:00:00+00:00",
            "meta",
            "published 2031-01-01 (json-ld) lies after the fetch",
        ),
        (
            ld(datePublished="1970-01-01T00:00:00Z") + meta("published", "2025-03-04T10:00:00Z"),
            "https://example.org/a",
            "2025-03-04T10:00:00+00:00",
            "meta",
            "published 1970-01-01T00:00:00+00:00 (json-ld) lies before 1990",
        ),
        (
            ld(datePublished="2026-01-31T12:01:30Z") + meta("published", "2025-03-04T10:00:00Z"),
            "https://example.org/a",
            "2025-03-04T10:00:00+00:00",
            "meta",
            "published 2026-01-31T12:01:30+00:00 (json-ld) is the moment of the fetch",
        ),
        (ld(datePublished="2031-01-01"), DATED, "2025-03-04", "htmldate", "published 2031-01-01 (json-ld) lies after the fetch"),
        (
            ld(datePublished="2025-04-03T10:00:00Z"),
            DATED,
            "2025-03-04",
            "htmldate",
            "published 2025-04-03T10:00:00+00:00 (json-ld) has day and month the other way round than the URL",
        ),
        (
            ld(datePublished="04/03/2025") + meta("published", "2025-03-04T10:00:00Z"),
            "https://example.org/a",
            "2025-03-04T10:00:00+00:00",
            "meta",
            "published 2025-04-03 (json-ld) has day and month the other way round than another date on the page",
        ),
        (
            ld(datePublished="2025-04-03", dateModified="2025-03-04T10:00:00Z") + meta("published", "2025-03-04"),
            "https://example.org/a",
            "2025-03-04",
            "meta",
            "published 2025-04-03 (json-ld) has day and month the other way round than the date of change",
        ),
    ],
)
def test_a_suspect_date_gives_way_to_the_next(head: str, url: str, expected: str, basis: str, doubt: str) -> None:
    """JSON-LD, meta tags, what is found on the page, the URL, the feed."""
    version = clean(page(head, url=url))
    assert (str(version.published), version.basis["published"]) == (expected, basis)
    assert version.doubts == (doubt,)


@pytest.mark.parametrize(
    ("stated", "url"),
    [
        ("2026-02-01T11:00:00Z", "https://example.org/a"),
        ("2025-04-03", "https://example.org/2025/04/03/a"),
        ("2025-03-14", "https://example.org/2025/03/04/a"),
        ("2025-03-03", "https://example.org/2025-03-04/a"),
        ("2001-05-05", "https://example.org/a"),
    ],
)
def test_a_date_that_can_be_is_believed(stated: str, url: str) -> None:
    """Within a day of the fetch; another day than the URL's that is no exchange of day and month; long ago."""
    version = clean(page(ld(datePublished=stated), url=url))
    assert version.published is not None and version.published.day.isoformat() == stated[:10]
    assert version.published.basis == "json-ld" and version.doubts == ()


def test_the_feed_confirms_a_date_of_just_now() -> None:
    """News of this minute is no template's now."""
    head, now = ld(datePublished="2026-01-31T11:59:00Z"), When.parse("2026-01-31T11:58:00Z", "feed")
    assert clean(page(head), published=now).doubts == ()
    alone = clean(page(head))
    assert alone.published is None or alone.published.instant is None
    assert len(alone.doubts) == 1


def test_nothing_left_to_believe() -> None:
    """No date is better than a wrong one; the feed's is checked as well."""
    late = When.parse("2030-01-01T00:00:00Z", "feed")
    found = decide((), (), url="https://example.org/a", fetched_at=NOW, hint=late)
    assert found.published is None and found.doubts == ("published 2030-01-01T00:00:00+00:00 (feed) lies after the fetch",)


def test_published_and_modified_stay_apart() -> None:
    """One never stands in for the other; a change before the publication is doubted, a change of just now not believed."""
    version = clean(page(ld(datePublished="2026-01-30T09:00:00Z", dateModified="2026-01-28T09:00:00Z")))
    assert str(version.published) == "2026-01-30T09:00:00+00:00" and str(version.modified) == "2026-01-28T09:00:00+00:00"
    assert version.doubts == ("modified 2026-01-28T09:00:00+00:00 (json-ld) lies before published 2026-01-30T09:00:00+00:00 (json-ld)",)
    version = clean(page(ld(datePublished="2026-01-30T09:00:00Z", dateModified="2026-01-31T12:00:00Z") + meta("modified", "2026-01-30T10:00:00Z")))
    assert str(version.modified) == "2026-01-30T10:00:00+00:00"
    assert version.doubts == ("modified 2026-01-31T12:00:00+00:00 (json-ld) is the moment of the fetch",)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2025/03/04/one", "2025-03-04"),
        ("https://example.org/news/2025-03-04/one", "2025-03-04"),
        ("https://example.org/2025/3/4/one", "2025-03-04"),
        ("https://example.org/2025/13/04/one", None),
        ("https://example.org/2025/03/one", None),
        ("https://example.org/12025/03/04", None),
        ("https://example.org/?d=2025/03/04", None),
    ],
)
def test_the_date_in_an_address(url: str, day: str | None) -> None:
    """A whole day in the path, or none."""
    found = of_url(url)
    assert (str(found) if found else None) == day


def test_the_search_is_made_only_where_nothing_is_stated() -> None:
    """It is slow."""

    def never() -> When | None:
        raise AssertionError

    stated = When.parse("2026-01-01T00:00:00Z", "json-ld")
    assert decide((stated,), (), url="", fetched_at=datetime(2026, 1, 2, tzinfo=UTC) + timedelta(1), searched=never).published == stated
