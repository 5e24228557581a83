"""``doctor``'s judgements, each as a table: facts in, a finding or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extract.web.frontier import Health
from flows import health
from flows.health import Disk
from flows.plan import Note
from warehouse.health import Answers, Pace, Ran, Sample, Yield

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_an_outlet_that_answers_is_well_and_one_that_does_not_is_named_with_its_reason() -> None:
    well = Answers("Gazette", 90, 20, NOW - HOUR, "status 503")
    assert health.answering(well, Health(0), None, NOW) is None, "failures that are over are no trouble any more"
    assert health.answering(Answers("Gazette", 0, 0, None, None), None, None, NOW) is None, "nobody has asked it yet"
    again = health.answering(well, Health(2, NOW - HOUR), "status 503", NOW)
    assert again and again.what == "Gazette has failed 2 times in a row: status 503"
    never = health.answering(Answers("Gazette", 3, 3, None, "no such host"), Health(3, NOW), "no such host", NOW)
    assert never and never.what == "Gazette has never answered: no such host" and "monitor file" in never.remedy
    paused = health.answering(well, Health(9, NOW - HOUR), "timed out", NOW)
    assert paused and "left alone until" in paused.what and "timed out" in paused.what


@pytest.mark.parametrize(
    ("silence", "n_gaps", "median", "long", "is_silent"),
    [
        (3 * DAY, 200, HOUR, 14 * HOUR, True),  # an hourly outlet with quiet nights
        (13 * HOUR, 200, HOUR, 14 * HOUR, False),  # one such night
        (8 * HOUR, 200, HOUR / 6, HOUR, False),  # less than half a day is never silence
        (6 * DAY, 30, 2 * DAY, 5 * DAY, False),  # three usual gaps of a slow one
        (11 * DAY, 30, 2 * DAY, 5 * DAY, True),
        (30 * DAY, 4, HOUR, DAY, False),  # a rhythm that nobody knows yet
    ],
)
def test_silence_is_measured_by_the_outlets_own_rhythm(silence: timedelta, n_gaps: int, median: timedelta, long: timedelta, is_silent: bool) -> None:
    pace = Pace("Gazette", NOW - silence, n_gaps, median.total_seconds(), long.total_seconds())
    assert (health.silent(pace, NOW) is not None) == is_silent
    assert health.silent(pace, NOW - silence + HOUR) is None, "nobody has asked since"
    assert health.silent(pace, None) is None


def test_a_silence_says_what_is_usual() -> None:
    found = health.silent(Pace("Gazette", NOW - 3 * DAY, 99, 3600.0, 14 * 3600.0), NOW)
    assert found and found.what == (
        "Gazette answers, but has had nothing new for 3 days: usually 60 minutes pass between its articles, in 99 of 100 cases at most 14 hours"
    )


@pytest.mark.parametrize(
    ("lately", "before", "is_collapsed"),
    [((20, 2), (200, 180), True), ((20, 17), (200, 180), False), ((20, 5), (200, 60), False), ((5, 0), (200, 180), False), ((20, 0), (10, 9), False)],
)
def test_a_yield_collapses_against_what_it_was(lately: tuple[int, int], before: tuple[int, int], is_collapsed: bool) -> None:
    assert (health.collapsed(Yield("Gazette", *lately, 0, *before, 0)) is not None) == is_collapsed


@pytest.mark.parametrize(
    ("lately", "before", "is_undated"), [((20, 18), (200, 10), True), ((20, 3), (200, 10), False), ((20, 20), (200, 190), False), ((4, 4), (200, 0), False)]
)
def test_dates_that_went_missing_are_told_from_those_that_never_were(lately: tuple[int, int], before: tuple[int, int], is_undated: bool) -> None:
    seen = Yield("Gazette", lately[0], lately[0], lately[1], before[0], before[0], before[1])
    assert (health.undated(seen) is not None) == is_undated


@pytest.mark.parametrize(
    ("disk", "words"),
    [
        (Disk(80 * 10**9, 10**9, 10**9), None),
        (Disk(80 * 10**9, 10**9, 10**9, 10**7), None),
        (Disk(80 * 10**9, 10**9, 10**9, 8 * 10**9), "full in 10 days, at 8.0 GB a day"),
        (Disk(10**9, 10**6, 0), "1.0 GB free"),
        (Disk(30 * 10**9, 20 * 10**9, 0), "30.0 GB free"),
    ],
)
def test_the_disk_has_to_last(disk: Disk, words: str | None) -> None:
    found = health.room(disk)
    assert (found is None) if words is None else (found is not None and words in found.what)


@pytest.mark.parametrize(
    ("due", "is_alive", "last_run", "words"),
    [
        (HOUR, True, None, None),
        (HOUR, False, None, None),  # stopped, and nothing is missed yet
        (-5 * HOUR, False, NOW - 6 * HOUR, "is not running; a cycle was due 5 hours ago"),
        (-5 * HOUR, False, NOW - HOUR, None),  # somebody runs the cycles otherwise
        (-HOUR / 12, True, None, None),
        (-5 * HOUR, True, None, "is alive, but a cycle was due 5 hours ago"),
    ],
)
def test_the_schedule_is_held_against_what_serve_wrote_down(due: timedelta, is_alive: bool, last_run: datetime | None, words: str | None) -> None:
    found = health.schedule(Note("at '0 6 * * *' in UTC", 7, NOW + due), is_alive, last_run, NOW)
    assert (found is None) if words is None else (found is not None and words in found.what)
    assert health.schedule(None, is_alive, last_run, NOW) is None


def run(at: datetime, *, ended: bool = True, program: str = "0.1.0") -> Ran:
    return Ran("r", "run", at, at if ended else None, "done" if ended else None, 0, 0, 0, program, 1.0)


def test_the_last_runs_tell_of_kills_clocks_and_newer_programs() -> None:
    def told(*runs: Ran, is_running: bool = False) -> list[str]:
        return [f.what for f in health.ran(list(runs), "0.1.0", NOW, is_running=is_running)]

    assert told() == [] and told(run(NOW)) == [] and told(run(NOW), run(NOW - HOUR, ended=False)) == []
    assert "never ended" in told(run(NOW, ended=False))[0] and told(run(NOW, ended=False), is_running=True) == []
    assert told(run(NOW + 3 * DAY)) == ["the last run is dated 3 days after this machine's clock"]
    assert told(run(NOW, program="0.10.0")) == ["the last run was by volteface 0.10.0, this is 0.1.0"]


def test_a_wrong_quote_is_a_finding() -> None:
    assert health.sound(Sample(200, 500, 0)) is None
    found = health.sound(Sample(200, 500, 1))
    assert found and "volteface verify" in found.remedy
