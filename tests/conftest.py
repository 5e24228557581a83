"""Shared fixtures: a skip that CI can forbid, a Prefect harness started once, a monitor file to spoil; and which files go first."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background of a shell, which tests of Ctrl-C would inherit
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LONGEST = ("serve", "runners", "crashes", "report_browser", "cli", "demo", "attribution", "hostile", "running")
"""The files that take a minute and more, the longest first (``--durations`` tells). ``make test`` hands whole files to its workers:
a long one that came last would leave the others with nothing to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and leave all else in its order."""
    rank = {f"test_{name}.py": n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def need(name: str, present: bool, why: str) -> None:
    """Skip, saying why, unless CI has said that this must not be skipped."""
    if present:
        return
    if name in os.environ.get("VOLTEFACE_NO_SKIP", "").split(","):
        pytest.fail(f"{why}, and CI lets no such test skip")
    pytest.skip(why)


@pytest.fixture
def shared() -> Path:
    """The folder of real streams and pages, which is no part of this repo."""
    need("shared", SHARED.is_dir(), "the folder of real data is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One ephemeral Prefect server for the whole session (7 s)."""
    from flows import prefect_settings

    prefect_settings.apply(tmp_path_factory.mktemp("prefect"))
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


MONITOR = """\
[monitor]
name = "Bridge"
warehouse = "bridge.duckdb"
reports = "out"
contact = "test@example.org"

[[outlet]]
name = "Gazette"
files = ["articles/*.txt"]

[[actor]]
id = "norland"
name = "Norland"
[[actor.speaker]]
name = "Ada Quill"
role = "President"
from = 2020-01-01
to = 2030-01-01

[[actor]]
id = "sudland"
name = "Sudland"

[[issue]]
id = "bridge"
proposition = "The border bridge is built"
terms = ["border bridge", "the bridge"]
"""


@pytest.fixture
def monitor_file(tmp_path: Path) -> Path:
    """A small monitor with two invented countries and one issue."""
    path = tmp_path / "volteface.toml"
    path.write_text(MONITOR, encoding="utf-8")
    return path
