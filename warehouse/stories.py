"""Stories: which versions are copies of one text, found at the end of a run.

What is loaded together is grouped together, whatever its order. A story, once given, stays: what comes later and is a
copy takes it. A text that turns out to be a copy of two stories joins the one whose text was printed first, and the two
stay two: nothing that a reader may have noted down is renamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

from extract.duplicates import SHARED, Printed, groups, printed
from extract.model import digest
from warehouse.connection import query
from warehouse.rows import Row, Transaction, rows_of, with_rows

_MOST = 8  # stored texts that are compared with a new one; a copy shares more shingles than a text with the same phrases
_CHUNK = 500  # versions that are placed at once


def place(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every version a story that has none yet, the first printed first, and keep their signatures."""
    ids = [r["version_id"] for r in rows_of(connection, query("unsigned_versions"))]
    for start in range(0, len(ids), _CHUNK):
        with Transaction(connection):
            placed = _place(connection, [_printed(row) for row in _stored(connection, ids[start : start + _CHUNK])])
            with_rows(connection, "set_stories", pa.table({"version_id": list(placed), "story_id": list(placed.values())}))


def _place(connection: duckdb.DuckDBPyConnection, texts: Sequence[Printed]) -> dict[str, str]:
    if not texts:
        return {}
    incoming = pa.table(
        {
            "version_id": [t.key for t in texts],
            "digest": [t.digest for t in texts],
            "shingles": pa.array([t.sketch for t in texts], pa.list_(pa.uint64())),
        }
    )
    near = [r["version_id"] for r in with_rows(connection, "near_versions", incoming, {"shared": SHARED, "most": _MOST})]
    with_rows(connection, "load_signatures", incoming)
    stored = _stored(connection, near)
    told = {row["version_id"]: row["story_id"] for row in stored}
    every = [*texts, *map(_printed, stored)]
    placed: dict[str, str] = {}
    for group in groups(every):
        members = sorted((every[i] for i in group), key=lambda t: (t.day or date.max, t.key))
        known = [told[t.key] for t in members if t.key in told]
        story = known[0] if known else digest("story", members[0].key)
        placed |= {t.key: story for t in members if t.key not in told}
    return placed


def _stored(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Row]:
    if not ids:
        return []
    sql = query("version_printed").replace("(?)", f"({', '.join('?' * len(ids))})")
    found: list[Row] = connection.execute(sql, ids).to_arrow_table().to_pylist()
    by_id = {row["version_id"]: row for row in found}
    return [by_id[key] for key in ids]


def _printed(row: Row) -> Printed:
    return printed(row["version_id"], row["text"], url=row["url"], outlet=row["outlet"], day=row["published_on"], live=row["genre"] == "live")
