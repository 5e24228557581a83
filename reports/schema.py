"""The documented shape of the JSON form: ``report.schema.json`` (JSON Schema 2020-12), and the same as a page for people.

``python -m reports.schema > docs/report-json.md`` writes the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any


def load() -> dict[str, Any]:
    """The schema."""
    found: dict[str, Any] = json.loads(files("reports").joinpath("report.schema.json").read_text(encoding="utf-8"))
    return found


def to_markdown(schema: Mapping[str, Any]) -> str:
    """Every key with its type and meaning, an object a section."""
    return "\n".join(_lines(schema)) + "\n"


def _lines(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from ("# The JSON form of a report", "", "Made from `reports/report.schema.json` by `python -m reports.schema`; do not edit.", "")
    yield from (schema["description"], "")
    yield from _keys(schema)
    for name, part in schema["$defs"].items():
        yield from (f"## {name}", "", part["description"], "")
        yield from _keys(part)


def _keys(part: Mapping[str, Any]) -> Iterator[str]:
    yield from ("| key | type | meaning |", "|---|---|---|")
    for key, value in part["properties"].items():
        yield f"| `{key}` | {_type(value)} | {value['description']} |"
    yield ""


def _type(value: Any) -> str:
    """The type in words: ``list of shift``, ``day or null``."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in value:
        return " or ".join(_type(v) for v in value["anyOf"])
    if "enum" in value:
        return ", ".join("null" if v is None else f"`{v}`" if v else "empty" for v in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    types = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return " or ".join(_simple(t, value) for t in types)


def _simple(name: str, value: Mapping[str, Any]) -> str:
    if name == "array":
        return f"list of {_type(value['items'])}" if "prefixItems" not in value["items"] else "list of pairs"
    if name == "string" and "format" in value:
        return {"date": "day", "date-time": "instant"}[value["format"]]
    return {"array": "list of pairs", "integer": "whole number", "string": "text"}.get(name, name)


if __name__ == "__main__":
    print(to_markdown(load()), end="")
