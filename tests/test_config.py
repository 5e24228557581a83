"""A wrong monitor file is refused with the file, the line and what was expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extract.errors import MonitorError
from flows import config
from tests.conftest import MONITOR


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


SPOILED = [
    # what is done to the file, the line's text that the error must name, what it must say
    (('files = ["articles/*.txt"]', 'fies = ["articles/*.txt"]'), "fies", "unknown key 'fies' in [[outlet]]; expected one of"),
    (('name = "Bridge"', 'name = "Bridge"\ncolour = "red"'), "colour", "unknown key 'colour' in [monitor]"),
    (('role = "President"', 'role = "President"\nage = 3'), "age = 3", "unknown key 'age' in [[actor.speaker]]"),
    (('id = "sudland"', 'id = "norland"'), None, "the actor 'norland' is there twice"),
    (('terms = ["border bridge", "the bridge"]', "terms = []"), "terms = []", "has no terms"),
    (('terms = ["border bridge", "the bridge"]', ""), "[[issue]]", "has no terms"),
    (("from = 2020-01-01", 'from = "last spring"'), "last spring", "'from' must be a day such as 2025-01-20, not 'last spring'"),
    (("to = 2030-01-01", "to = 2030-01-01\nauthority = 2"), "authority = 2", "'authority' must be a number between 0 and 1"),
    (("to = 2030-01-01", "to = 2010-01-01"), "to = 2010-01-01", "leaves the role on 2010-01-01, before 2020-01-01"),
    (('contact = "test@example.org"', ""), "[monitor]", "needs 'contact'"),
    (('name = "Gazette"', 'name = "Gazette"\nspeaks_for = "atlantis"'), "atlantis", "expected the id of an [[actor]]"),
    (('name = "Gazette"', 'name = "Gazette"\nfeed = "ftp://example.org/x"'), "ftp:", "must be an address that begins with http"),
    (('name = "Gazette"', 'name = "Gazette"\nexclude = ["("]'), "exclude", "no regular expression"),
    (('name = "Gazette"', 'name = "Gazette"\nmax_articles = -1'), "max_articles", "a whole number of 0 or more"),
    (('name = "Gazette"', 'name = "Gazette"\nlocal = "yes"'), "local", "must be true or false"),
    (('name = "Bridge"', 'name = "Bridge"\ntime_zone = "Mars/Base"'), "Mars", "must be an IANA zone"),
    (('name = "Bridge"', 'name = "Bridge"\nrevisit = ["3x"]'), "revisit", "'revisit' must be a list of waits such as"),
    (('name = "Bridge"', 'name = "Bridge"\narchive_gb = -1'), "archive_gb", "a number of 0 or more"),
    (("[[issue]]", "[issues]\nx = 1\n[[issue]]"), "[issues]", "unknown table [issues]"),
]


@pytest.mark.parametrize(("change", "where", "says"), SPOILED, ids=[s[2][:40] for s in SPOILED])
def test_refused_with_file_line_and_expectation(tmp_path: Path, change: tuple[str, str], where: str | None, says: str) -> None:
    text = MONITOR.replace(*change, 1)
    assert text != MONITOR
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MonitorError) as caught:
        config.load(path)
    message = str(caught.value)
    assert says in message
    assert message.startswith(f"{path}, line ")
    if where is not None:
        assert f"line {line_of(text, where)}:" in message


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("[monitor]\nname = \n", encoding="utf-8")
    with pytest.raises(MonitorError, match=r"line 2: not valid TOML"):
        config.load(path)


def test_a_missing_file_names_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="volteface init"):
        config.load(tmp_path / "none.toml")


def test_relative_paths_are_relative_to_the_file(monitor_file: Path) -> None:
    monitor = config.load(monitor_file)
    assert monitor.warehouse == monitor_file.parent / "bridge.duckdb"
    assert monitor.actors[0].speakers[0].start == date(2020, 1, 1)
    assert monitor.at(warehouse=Path("/x/y.duckdb")).warehouse == Path("/x/y.duckdb")


def test_a_builtin_country_needs_no_name(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(MONITOR.replace('id = "sudland"\nname = "Sudland"', 'id = "france"'), encoding="utf-8")
    assert [a.name for a in config.load(path).actors] == ["Norland", "France"]


def test_the_starter_is_valid_and_complete(tmp_path: Path) -> None:
    from flows.cli import init

    init(tmp_path)
    monitor = config.load(tmp_path / "volteface.toml")
    actors = {a.id for a in monitor.actors}
    assert actors >= {
        "united-states",
        "ukraine",
        "russia",
        "europe",
        "european-union",
        "nato",
        "united-kingdom",
        "france",
        "germany",
        "italy",
        "finland",
        "poland",
    }
    wanted = """negotiated-settlement nato-membership territorial-concessions recognition-of-annexation security-guarantees ceasefire
        sanctions-relief military-aid reconstruction-aid war-crimes-accountability neutrality"""
    assert {i.id for i in monitor.issues} >= set(wanted.split())
    assert len(monitor.outlets) >= 12
    europe = next(a for a in monitor.actors if a.id == "europe")
    others = {alias.lower() for a in monitor.actors if a.id != "europe" for alias in (a.name, *a.aliases)}
    assert not others & {alias.lower() for alias in europe.aliases}
