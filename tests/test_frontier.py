"""When documents and outlets are asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Decision, When
from extract.web.frontier import PAUSE_AFTER, RETRIES, REVISITS, Health, Past, is_due, next_look, paused_until

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (NOW - HOUR, NOW - HOUR, False),
        (NOW - 3 * HOUR, NOW - 3 * HOUR, True),
        (NOW - 4 * HOUR, NOW - HOUR, False),  # looked at after three hours; the next is due after a day
        (NOW - DAY, NOW - 20 * HOUR, True),
        (NOW - 30 * DAY, NOW - 30 * DAY, True),  # a monitor that slept looks once, not three times
        (NOW - 30 * DAY, NOW - DAY, False),  # the last look is behind it
    ],
)
def test_an_article_is_looked_at_again_ever_more_rarely(first: datetime, last: datetime, due: bool) -> None:
    assert is_due(Past(Decision.NOT_MODIFIED, last, first), NOW) is due


def test_new_documents_are_due_and_so_are_edited_ones() -> None:
    past = Past(Decision.ALLOWED, NOW - HOUR, NOW - HOUR)
    assert is_due(None, NOW)
    assert is_due(past, NOW, When(NOW.date(), NOW - HOUR / 2)), "the feed says that it was edited since"
    assert not is_due(past, NOW, When(NOW.date(), NOW - 2 * HOUR))
    assert not is_due(past, NOW, When(NOW.date())), "a day alone proves no edit"


@pytest.mark.parametrize("decision", list(RETRIES))
def test_what_is_not_had_is_tried_after_growing_waits_and_then_given_up(decision: Decision) -> None:
    waits = []
    for n in range(1, len(RETRIES[decision]) + 1):
        look = next_look(Past(decision, NOW, n_in_vain=n))
        assert look is not None
        waits.append(look - NOW)
    assert waits == sorted(waits) and waits[0] >= HOUR / 4
    assert next_look(Past(decision, NOW, n_in_vain=len(waits) + 1)) is None


def test_an_edit_told_by_a_feed_does_not_hurry_a_failing_page() -> None:
    assert not is_due(Past(Decision.FAILED, NOW, n_in_vain=1), NOW + HOUR / 8, When(NOW.date(), NOW + HOUR / 10))


@given(st.integers(0, 60), st.integers(0, 400))
def test_an_outlet_s_pause_grows_to_a_day_and_ends(n_failed: int, hours: int) -> None:
    until = paused_until(Health(n_failed, NOW), NOW + hours * HOUR)
    if n_failed < PAUSE_AFTER or hours >= 24:
        assert until is None
    elif hours == 0:
        assert until is not None and HOUR / 2 <= until - NOW <= DAY
        longer = paused_until(Health(n_failed + 1, NOW), NOW)
        assert longer is not None and longer >= until


def test_a_pause_that_was_asked_for_is_kept() -> None:
    assert paused_until(Health(0, None, NOW + HOUR), NOW) == NOW + HOUR
    assert paused_until(Health(0, None, NOW - HOUR), NOW) is None
    assert paused_until(Health(5, NOW, NOW + DAY / 2), NOW) == NOW + DAY / 2


def test_no_revisits_means_none() -> None:
    assert next_look(Past(Decision.ALLOWED, NOW, NOW), ()) is None and REVISITS
