"""The tables of a monitor file with typed access to their keys; what is wrong is refused with the file and the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from extract.errors import MonitorError

T = TypeVar("T")


class Place:
    """Where in the file a table stands, so that an error can name the line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = text.splitlines()

    def line(self, header: str, index: int, key: str | None = None) -> int:
        """The line of the ``index``-th ``header`` ("[[outlet]]"), or of a key within it."""
        seen = -1
        for number, raw in enumerate(self._lines, 1):
            line = raw.strip()
            if line.startswith("["):
                if line.split("#")[0].strip().replace(" ", "") == header:
                    seen += 1
                    if seen == index and key is None:
                        return number
                elif seen == index:
                    break
            elif seen == index and key is not None and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return 1 if key is None else self.line(header, index)

    def error(self, message: str, header: str, index: int = 0, key: str | None = None) -> MonitorError:
        """An error that names file and line."""
        return MonitorError(f"{self.path}, line {self.line(header, index, key)}: {message}")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file with typed access to its keys; each raises ``MonitorError`` with the line where the value is wrong."""

    place: Place
    header: str
    index: int
    values: Mapping[str, Any]
    before: int = 0  # [[actor.speaker]] tables that stand before this actor

    def error(self, message: str, key: str | None = None) -> MonitorError:
        """An error that names the line of the key."""
        return self.place.error(message, self.header, self.index, key)

    def known(self, keys: set[str]) -> Table:
        """The same table; refused where it has a key that is none of these."""
        for key in self.values:
            if key not in keys:
                raise self.error(f"unknown key {key!r} in {self.header}; expected one of {', '.join(sorted(keys))}", key)
        return self

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self.values.get(key, default)
        if value is None:
            raise self.error(f"{self.header} needs {key!r}, a text")
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{key!r} must be a text that is not empty, not {value!r}", key)
        return value

    def texts(self, key: str, *, single: bool = False) -> tuple[str, ...]:
        """A list of texts; ``single``: one text may stand for a list of one."""
        value = self.values.get(key, [])
        if single and isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or any(not isinstance(v, str) or not v.strip() for v in value):
            raise self.error(f"{key!r} must be a list of texts, not {value!r}", key)
        return tuple(value)

    def day(self, key: str) -> date | None:
        """A day, or None where the key is missing."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.error(f"{key!r} must be a day such as 2025-01-20, not {value!r}", key) from None

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"{key!r} must be true or false, not {value!r}", key)
        return value

    def number(self, key: str, default: float | None, *, whole: bool = False) -> Any:
        """A number of 0 or more."""
        value = self.values.get(key, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or value < 0:
            raise self.error(f"{key!r} must be {'a whole number' if whole else 'a number'} of 0 or more, not {value!r}", key)
        return value


def tables(place: Place, data: Mapping[str, Any], name: str, keys: set[str]) -> Iterator[Table]:
    """All tables of that name, with no key but these."""
    rows = data.get(name, [])
    if not isinstance(rows, list):
        raise place.error(f"expected [[{name}]] with two brackets, since there may be several", f"[{name}]")
    before = 0
    for index, row in enumerate(rows):
        yield Table(place, f"[[{name}]]", index, row, before).known(keys)
        before += len(row.get("speaker", []))


def unique(rows: Iterator[T], key: Callable[[T], str], name: str, place: Place) -> Iterator[T]:
    """The rows; refused where two have one key."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if key(row) in seen:
            raise place.error(f"the {name} {key(row)!r} is there twice; expected every {name} once", f"[[{name}]]", index)
        seen.add(key(row))
        yield row
