"""What a terminal shows of a report, and ``volteface open``."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from flows import reporting, summary
from reports.model import Report
from tests.difficult import Difficult
from tests.report_world import ask
from tests.report_world import filled as warehouse_of
from tests.test_cli import environment, filled, volteface  # noqa: F401  (filled is a fixture)

pytestmark = pytest.mark.heavy

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def printed(report: Report, width: int = 80) -> str:
    """What ``print_summary`` puts on a terminal of that width, with its colours."""
    out = io.StringIO()
    summary.print_summary(report, Console(file=out, force_terminal=True, width=width, highlight=False, color_system="standard"))
    return out.getvalue()


def on_a_terminal(*arguments: str, cwd: Path, columns: int = 60) -> tuple[int, str]:
    """Run the command with a pseudo-terminal for its stdout."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "flows.cli", *arguments]
    process = subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, cwd=cwd, env={**environment(), "COLUMNS": str(columns), "TERM": "xterm"})
    os.close(slave)
    data = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        data += piece
    os.close(master)
    return process.wait(), data.decode().replace("\r\n", "\n")


def test_a_terminal_gets_the_summary_and_the_bare_path_last(filled: Path) -> None:  # noqa: F811
    status, text = on_a_terminal("report", "--to", "2025-12-31", cwd=filled)
    assert status == 0
    *lines, path = text.rstrip("\n").split("\n")
    assert Path(path).is_file(), "unwrapped, without colours"
    shown = ESCAPE.sub("", "\n".join(lines))
    assert "1. Norland moved from support to opposition on “The" in shown and "%)." in shown
    assert "▲ before" in shown and "▼ after" in shown and "“Norland wants the border bridge built" in shown
    assert "For the first time:" in shown and "Checked: " in shown
    assert max(map(len, shown.splitlines())) <= 60


@pytest.mark.parametrize("arguments", [["--format", "json"], ["--format", "atom"], ["-o", "-", "--format", "md"]])
def test_machine_forms_and_stdout_get_nothing_extra_even_on_a_terminal(filled: Path, arguments: list[str]) -> None:  # noqa: F811
    _, text = on_a_terminal("report", "--to", "2025-12-31", *arguments, cwd=filled)
    assert "▲ before" not in text and (arguments[0] == "-o" or len(text.splitlines()) == 1)


def test_a_pipe_gets_the_path_and_nothing_else(filled: Path) -> None:  # noqa: F811
    done = volteface("report", "--to", "2025-12-31", cwd=filled)
    assert len(done.stdout.splitlines()) == 1 and Path(done.stdout.strip()).is_file()


def test_nothing_in_a_report_steers_a_terminal() -> None:
    """Only our own colours are escapes; no control, direction mark or sign without width is left."""
    for seed in range(150):
        bare = ESCAPE.sub("", printed(Difficult(seed).report()))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", bare)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_summary_keeps_to_the_width_and_says_what_was_not_checked(width: int, tmp_path: Path) -> None:
    with warehouse_of(tmp_path) as connection:
        report = ask(connection, None)
    shown = ESCAPE.sub("", printed(report, width))
    assert max(map(len, shown.splitlines())) <= width
    flat = " ".join(shown.split())
    assert report.headlines[0].sentence.replace("\u00a0", " ") in flat and "Not checked: 1 document could not be had" in flat
    assert "We shall open the bridge" in flat and "We shall close the bridge" in flat


def test_help_is_fast_and_lists_open() -> None:
    """Half a second of CPU for the whole process, the interpreter included."""
    code = "import os, subprocess, sys; subprocess.run([sys.executable, '-m', 'flows.cli', '--help'], check=True, stdout=-3); t = os.times(); print(t.children_user + t.children_system)"
    used = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()).stdout
    assert float(used) < 0.5
    assert "  open " in volteface("--help").stdout


# -- open -----------------------------------------------------------------------------------------


def browser(folder: Path, monkeypatch: pytest.MonkeyPatch, status: int = 0) -> Path:
    """A browser that writes down what it was asked to open."""
    script, log = folder / "browser.sh", folder / "opened"
    script.write_text(f'#!/bin/sh\necho "$1" >> {log}\nexit {status}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    return log


def test_open_shows_the_latest_report_of_a_run_and_prints_its_path(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    log = browser(tmp_path, monkeypatch)
    for name in ("2025-07-01T0600Z", "2025-08-01T0600Z", "zzz", "index"):
        (tmp_path / f"{name}.html").write_text("x")
    done = volteface("open", "--reports", tmp_path, cwd=filled)
    assert done.returncode == 0 and done.stdout == f"{tmp_path / '2025-08-01T0600Z.html'}\n"
    assert log.read_text().strip() == (tmp_path / "2025-08-01T0600Z.html").as_uri()


def test_open_takes_the_page_written_last_where_no_run_left_one(tmp_path: Path) -> None:
    for n, name in enumerate(("b", "a", "index")):
        (tmp_path / f"{name}.html").write_text("x")
        os.utime(tmp_path / f"{name}.html", (n, n))
    assert reporting.latest(tmp_path) == tmp_path / "a.html"


def test_open_without_a_report_says_so(filled: Path, tmp_path: Path) -> None:  # noqa: F811
    done = volteface("open", "--reports", tmp_path / "none", cwd=filled)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no report in" in done.stderr and "make one with `volteface run`" in done.stderr


def test_open_without_a_browser_prints_the_path_and_says_so(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    browser(tmp_path, monkeypatch, status=1)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    (tmp_path / "a.html").write_text("x")
    done = volteface("open", "--reports", tmp_path, cwd=filled)
    assert done.returncode == 1 and done.stdout == f"{tmp_path / 'a.html'}\n" and "open the file yourself" in done.stderr
