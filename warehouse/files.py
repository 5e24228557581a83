"""Writing a file or a folder in one step: whoever looks finds the old one or the new one, whole, also where the writer is killed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR
from glob import escape
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what is to stand at ``path``: it is put there when the block ends well, and is gone when it does not.

    What processes that were killed in such a block have left is removed. Raises ``OSError``, also where there is no such folder.
    """
    path = path.absolute()
    if not path.name:
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    _clear(path)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield fresh
        if fresh.is_dir() and path.exists():
            _exchange(fresh, path)
        else:
            fresh.replace(path)
    finally:
        _remove(fresh)


def _exchange(fresh: Path, folder: Path) -> None:
    former = folder.with_name(f".{folder.name}.{os.getpid()}.old.tmp")
    folder.rename(former)
    try:
        fresh.rename(folder)
    except OSError:
        former.rename(folder)
        raise
    _remove(former)


def _clear(path: Path) -> None:
    for left in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        pid, *rest = left.name.removeprefix(f".{path.name}.").split(".")
        if not pid.isdecimal() or _is_alive(int(pid)):
            continue
        if rest[0] == "old" and not os.path.lexists(path):
            left.rename(path)  # killed before the new folder stood in its place
        else:
            _remove(left)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
