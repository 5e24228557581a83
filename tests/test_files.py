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


def dead() -> int:
    """The id of a process that is no more."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.parametrize("name", ["a[1].html", "**", "a*b", "x?"])
def test_names_are_no_patterns(tmp_path: Path, name: str) -> None:
    (tmp_path / f".{name}.{dead()}.tmp").write_text("half")
    with replacing(tmp_path / name) as fresh:
        fresh.write_text("whole")
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_folder_whose_writer_was_killed_between_two_renames_is_put_back(tmp_path: Path) -> None:
    former = tmp_path / f".d.{dead()}.old.tmp"
    former.mkdir()
    (former / "x").write_text("old")
    with pytest.raises(ValueError, match="no"), replacing(tmp_path / "d"):
        raise ValueError("no")
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["d", "d/x"]


def test_a_link_to_a_folder_is_replaced_and_what_it_led_to_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x").write_text("old")
    (tmp_path / "d").symlink_to("there")
    with replacing(tmp_path / "d") as fresh:
        fresh.mkdir()
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == ["d", "there", "there/x"]


def test_the_root_is_no_file() -> None:
    with pytest.raises(IsADirectoryError), replacing(Path("/")):
        pass
