"""``volteface serve --systemd``: a unit with this monitor's paths filled in."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path

from extract.errors import MonitorError
from flows.config import Monitor


def text(monitor: Monitor, config: Path, *, cron: str | None, every: float | None, given: tuple[str, ...] = ()) -> str:
    """The unit; raises ``MonitorError`` where a path cannot stand in one."""
    folder = monitor.folder
    places = _outermost([monitor.warehouse.parent, monitor.reports, *([monitor.metrics.parent] if monitor.metrics else [])])
    for place in places:  # systemd starts nothing where one is missing
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MonitorError(f"cannot make {place}: {error.strerror or error}; expected a folder that can be written") from None
    timing = ["--cron", cron] if cron else ["--every", f"{every:g}"] if every else []
    program = Path(sys.executable).with_name("volteface")
    command = [*([str(program)] if program.exists() else [sys.executable, "-m", "flows.cli"]), "serve", "-c", str(config.resolve()), *timing, *given]
    return (
        files("flows.starter")
        .joinpath("volteface.service")
        .read_text(encoding="utf-8")
        .format(
            config=config.resolve(), name=re.sub(r"[^a-z0-9]+", "-", f"volteface-{monitor.name}".lower()).strip("-"), title=_plain(monitor.name),
            command=" ".join(_quoted(part) for part in command), folder=_path(folder), places=" ".join(_quoted(str(p)) for p in places),
        )
    )  # fmt: skip


def _outermost(places: list[Path]) -> list[Path]:
    """The folders, without those that lie in another of them."""
    return sorted({p for p in places if not any(other in p.parents for other in places)})


def _plain(value: str) -> str:
    return " ".join(value.split()).replace("%", "%%")


def _path(path: Path) -> str:
    if "\n" in str(path):
        raise MonitorError(f"{path!r} cannot stand in a systemd unit; expected a path without line breaks")
    return str(path).replace("%", "%%")


def _quoted(part: str) -> str:
    """A word as systemd.syntax(7) reads it back: specifiers, variables and quotes mean nothing."""
    plain = _path(Path(part)) if "/" in part else part.replace("%", "%%")
    plain = plain.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return plain if re.fullmatch(r"[A-Za-z0-9_./=:,+@%-]+", plain) else f'"{plain}"'
