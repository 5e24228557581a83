"""The cookbook: questions that analysts ask, each a query in ``cookbook/*.sql`` that any DuckDB client runs as it stands.

The first comment of a file is the question, the others say how to read the answer. What can be varied stands in a ``WITH asked AS
(SELECT 'ceasefire' AS issue, DATE '2025-03-15' AS day)`` at the top.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from extract.errors import MonitorError

_ASKED = re.compile(r"^WITH asked AS \(SELECT (.*?)\)", re.MULTILINE)
_VALUE = re.compile(r"((?:DATE |TIMESTAMPTZ )?)('(?:[^']|'')*'|\d+) AS (\w+)")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question with its query."""

    name: str
    question: str
    reading: str
    sql: str

    @property
    def asked(self) -> dict[str, str]:
        """What can be varied, with the values that the file has."""
        head = _ASKED.search(self.sql)
        return {name: value.strip("'") for _, value, name in _VALUE.findall(head[1])} if head else {}

    def with_values(self, values: Mapping[str, str]) -> str:
        """The query with other values; raises ``MonitorError`` for a name that it does not have."""
        for name in values:
            if name not in self.asked:
                raise MonitorError(f"{self.name} asks for no {name!r}; it has {', '.join(self.asked) or 'nothing to set'}")

        def replaced(found: re.Match[str]) -> str:
            kind, value, name = found.groups()
            if name in values:
                value = "'" + values[name].replace("'", "''") + "'" if value.startswith("'") else str(_whole(values[name], name))
            return f"{kind}{value} AS {name}"

        head = _ASKED.search(self.sql)
        return self.sql if not head else self.sql[: head.start(1)] + _VALUE.sub(replaced, head[1]) + self.sql[head.end(1) :]


def _whole(text: str, name: str) -> int:
    if not text.isdecimal():
        raise MonitorError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def recipes() -> list[Recipe]:
    """All of them, by name."""
    folder = files("warehouse").joinpath("cookbook")
    return [
        _read(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".sql")
    ]


def recipe(name: str) -> Recipe:
    """The one of that name; raises ``MonitorError`` where there is none."""
    known = {r.name: r for r in recipes()}
    if name not in known:
        raise MonitorError(f"the cookbook has no {name!r}; `volteface sql --cookbook` lists what it has")
    return known[name]


def _read(name: str, text: str) -> Recipe:
    lines = text.splitlines()
    head = [line.removeprefix("--").strip() for line in lines[: next(i for i, line in enumerate(lines) if not line.startswith("--"))]]
    return Recipe(name, head[0], " ".join(head[1:]), "\n".join(lines[len(head) :]).strip())
