"""What outlets did to their articles after publication: edits, deletions, restorations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from extract.model import Decision
from warehouse.revisions import summary
from warehouse.rows import Row, append, with_rows

_IDS = pa.schema([("version_id", pa.string())])


def record(connection: duckdb.DuckDBPyConnection, fetches: Sequence[Row], versions: Sequence[Row], at: datetime) -> None:
    """Write down what these rows of ``fetches`` and ``versions`` change against the versions that are known. Call it before they are loaded."""
    articles = _articles(connection, fetches)
    gone = {articles[f["url_key"]]: f for f in fetches if f["decision"] == Decision.GONE and f["url_key"] in articles}
    touched = [*(v["article_id"] for v in versions), *articles.values()]
    if not touched:
        return
    latest = {row["article_id"]: row for row in with_rows(connection, "latest_versions", pa.table({"article_id": touched}))}
    back = {articles[f["url_key"]] for f in fetches if f["decision"] == Decision.NOT_MODIFIED and f["url_key"] in articles}
    shown = {f["version_id"] for f in fetches}
    known = {row["version_id"] for row in with_rows(connection, "versions_there", pa.table({"version_id": [v["version_id"] for v in versions]}, _IDS))}
    rows: list[Row] = []
    for version in versions:
        if version["version_id"] in known and version["version_id"] not in shown:
            continue  # only coded again
        before = latest.get(version["article_id"])
        back.add(version["article_id"])
        if before is None or before["version_id"] == version["version_id"] or before["cleaner"] != version["cleaner"]:
            continue  # whether the outlet or our cleaner changed it, nobody can tell
        edited = version["modified_at"] or version["fetched_at"]
        rows.append(_row(version["article_id"], "edit", edited, at, before["version_id"], version["version_id"], summary(before["text"], version["text"])))
        latest[version["article_id"]] = before | {"version_id": version["version_id"], "text": version["text"]}
    for article_id in sorted(back):
        before = latest.get(article_id)
        if before is not None and before["kind"] == "deletion":
            rows.append(_row(article_id, "restoration", at, at, before["version_id"], before["version_id"], "there again"))
    for article_id, fetch in gone.items():
        before = latest.get(article_id)
        if before is not None and before["kind"] != "deletion":
            reason = fetch["error"] or f"the outlet answers {fetch['status']}"
            rows.append(_row(article_id, "deletion", fetch["started_at"], at, before["version_id"], None, reason))
    append(connection, "revisions", rows)


def _articles(connection: duckdb.DuckDBPyConnection, fetches: Sequence[Row]) -> dict[str, str]:
    """The articles last read at the addresses of these fetches, by the addresses' keys."""
    keys = pa.table({"url_key": [f["url_key"] for f in fetches]})
    return {row["url_key"]: row["article_id"] for row in with_rows(connection, "articles_of_urls", keys)} if fetches else {}


def _row(article_id: str, kind: str, moment: datetime, at: datetime, before: str, after: str | None, text: str) -> Row:
    return {"article_id": article_id, "kind": kind, "at": moment, "loaded_at": at, "before_version": before, "after_version": after, "summary": text}
