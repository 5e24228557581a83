"""Files and folders written in one step: killed, failed and whole writers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.files import replacing

ROOT = Path(__file__).parents[1]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with replacing(path) as fresh:
        fresh.write_text("one")
    with replacing(path) as fresh:
        fresh.write_text("two")
        assert path.read_text() == "one"
    assert path.read_text() == "two" and [p.name for p in path.parent.iterdir()] == ["a.txt"]


def test_a_folder_takes_the_place_of_a_folder(tmp_path: Path) -> None:
    for text in ("one", "two"):
        with replacing(tmp_path / "d") as fresh:
            fresh.mkdir()
            (fresh / text).write_text(text)
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["d", "d/two"]


@pytest.mark.parametrize("is_folder", [False, True])
def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path, is_folder: bool) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(ValueError, match="no"), replacing(path) as fresh:
        if is_folder:
            fresh.mkdir()
        (fresh / "b" if is_folder else fresh).write_text("half")
        raise ValueError("no")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_what_a_killed_writer_left_goes_with_the_next(tmp_path: Path) -> None:
    """What a living one is writing stays."""
    path = tmp_path / "a"
    program = (
        "import os, signal, sys; from pathlib import Path; from warehouse.files import replacing\n"
        "with replacing(Path(sys.argv[1])) as fresh:\n"
        "    fresh.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL and len(list(tmp_path.iterdir())) == 1
    beside = tmp_path / f".a.{os.getppid()}.tmp"
    beside.write_text("of somebody who lives")
    with replacing(path) as fresh:
        fresh.write_text("whole")
    assert {p.name for p in tmp_path.iterdir()} == {"a", beside.name} and path.read_text() == "whole"
