"""Writes the site beside the reports: only what changed, each file in one step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extract.errors import MonitorError
from reports import site
from reports.model import Report
from warehouse.files import replacing

_FORMS = ("html", "md", "json", "atom")


def write(report: Report, folder: Path, remembered: Path) -> list[Path]:
    """Bring the site in ``folder`` up to date with the report of all time; returns the files that were written.

    ``remembered`` is a file of the program's own with what the index needs of every report, so that only new ones are read.
    """
    listed, others = _reports(folder, remembered)
    known = [f"{name}/{path.name}" for name in site.FOLDERS for path in (folder / name).glob("*.html") if _ours(path, report.monitor)]
    return [path for name, text in site.pages(report, listed, others, known).items() if (path := put(folder / name, text))]


def _ours(path: Path, monitor: str) -> bool:
    try:
        return site.belongs(path.read_text(encoding="utf-8"), monitor)
    except (OSError, ValueError):
        return False


def put(path: Path, text: str) -> Path | None:
    """Write a file where it is not so already; returns it where it was written."""
    data = text.encode()
    try:
        if path.is_file() and path.read_bytes() == data:
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as fresh:
            fresh.write_bytes(data)
    except OSError as error:
        raise MonitorError(f"cannot write {path}: {error.strerror or error}; name another place with --reports") from None
    return path


def _reports(folder: Path, remembered: Path) -> tuple[list[site.Listed], list[str]]:
    """The reports of the folder, the newest first, and the names of pages of which nothing else is known."""
    before = _recall(remembered)
    kept: dict[str, dict[str, Any]] = {}
    listed: list[site.Listed] = []
    pages = {p.stem: p for p in folder.glob("*.html") if p.name != "index.html"}
    for name in sorted(pages):
        data = folder / f"{name}.json"
        entry = _entry(data, before.get(name))
        if entry is None:
            continue
        kept[name] = entry
        listed.append(site.Listed.read(name, [f for f in _FORMS if (folder / f"{name}.{f}").is_file()], entry["report"]))
    if kept != before:
        put(remembered, json.dumps(kept, ensure_ascii=False, sort_keys=True))
    listed.sort(key=lambda each: (each.known_at, each.name), reverse=True)
    return listed, sorted(pages[name].name for name in pages if name not in kept)


def _entry(path: Path, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the index needs of a report's JSON form, read only where the file is another than before; None where it is no report."""
    try:
        state = path.stat()
        mark = [state.st_size, state.st_mtime_ns]
        if before and before.get("mark") == mark:
            site.Listed.read("", (), before["report"])
            return before
        data = json.loads(path.read_bytes())
        report = _needed(data)
        site.Listed.read("", (), report)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return {"mark": mark, "report": report}


def _needed(data: Mapping[str, Any]) -> dict[str, Any]:
    def brief(changes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{"shift_id": c["shift_id"], "sentence": c["sentence"]} for c in changes]

    return {
        "schema": data["schema"], "period": data["period"], "known_at": data["known_at"], "checked": {"n_claims": data["checked"]["n_claims"]},
        "headlines": brief(data["headlines"]), "firsts": [None] * len(data["firsts"]),
    }  # fmt: skip


def _recall(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, dict)} if isinstance(found, dict) else {}
