"""A snapshot that somebody put back from a backup is noticed, so that no run writes over it with what came later."""

from __future__ import annotations

from pathlib import Path

import duckdb

from extract.errors import WarehouseError

_STAMP = "published"


def stamp(state: Path, snapshot: Path) -> None:
    """Note what is about to be published, and keep the note of what stands there until it is."""
    (state / _STAMP).write_text("\n".join((_print(snapshot), *_stamps(state)[:1])), encoding="utf-8")


def check(state: Path, snapshot: Path, working: Path) -> None:
    """Raise ``WarehouseError`` where the snapshot is another than was published last, and says another thing than the working database."""
    stamps = _stamps(state)
    if not stamps or not snapshot.exists() or _print(snapshot) in stamps:
        return
    if _last_run(snapshot) != _last_run(working):
        raise WarehouseError(
            f"{snapshot} is not what was published last: a backup put back? To go on from it, remove {working}; to go on from what came later, remove {snapshot}"
        )
    stamp(state, snapshot)


def _print(snapshot: Path) -> str:
    stat = snapshot.stat()
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _stamps(state: Path) -> list[str]:
    try:
        return (state / _STAMP).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _last_run(path: Path) -> object:
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute("SELECT arg_max(run_id, started_at) FROM runs WHERE ended_at IS NOT NULL").fetchone()
    except duckdb.Error:
        return str(path)  # whoever opens it says what is wrong with it
