"""A Report as JSON: the fields of ``reports.model`` by their names.

``{"schema": 1, "monitor", "period": {"start", "end"}, "known_at", "actor", "issue", "checked", "headlines": […], "firsts": […], "late": […],
"board", "dissent", "contested", "hedged", "steady", "withdrawn", "recoded", "missed", "abstained", "broken", "made"}``

Days are ``YYYY-MM-DD``, instants ISO 8601 in UTC, probabilities 0 to 1, keys sorted. ``headlines``,
``firsts``, ``late``, ``withdrawn`` and ``recoded`` hold the same kind of object, a shift with its sentence, both sides' quotes, and points.
A quote's ``text`` is ``versions.text[start:end]``, unchanged.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from reports.model import Report

SCHEMA = 1

# Legal in JSON, and yet what turns or hides text in a terminal or a browser: written as escapes, which read back the same.
_UNSEEN = re.compile(r"[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def to_json(report: Report) -> str:
    """The whole report; every quote reads back exactly."""
    text = json.dumps({"schema": SCHEMA, **_plain(report)}, ensure_ascii=False, indent=1, sort_keys=True)
    return _UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text) + "\n"
