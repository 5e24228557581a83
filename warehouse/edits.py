"""What outlets did to their articles after publication: edits, deletions, restorations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from extract.model import Decision, Page, Version
from extract.web.addresses import key
from warehouse.revisions import summary
from warehouse.rows import Row, append, with_rows

_IDS = pa.schema([("version_id", pa.string())])


def record(connection: duckdb.DuckDBPyConnection, pages: Sequence[tuple[Page, str | None]], versions: Sequence[Version], at: datetime) -> None:
    """Write down what is new against the versions that are known. Call it before the versions are loaded."""
    articles = _articles(connection, pages)
    gone = {articles[key(page.url)]: page for page, _ in pages if page.decision is Decision.GONE and key(page.url) in articles}
    touched = [*(v.article_id for v in versions), *articles.values()]
    if not touched:
        return
    latest = {row["article_id"]: row for row in with_rows(connection, "latest_versions", pa.table({"article_id": touched}))}
    back = {articles[key(page.url)] for page, _ in pages if page.decision is Decision.NOT_MODIFIED and key(page.url) in articles}
    shown = {version_id for _, version_id in pages}
    known = {row["version_id"] for row in with_rows(connection, "versions_there", pa.table({"version_id": [v.version_id for v in versions]}, _IDS))}
    rows: list[Row] = []
    for version in versions:
        if version.version_id in known and version.version_id not in shown:
            continue  # only coded again
        before = latest.get(version.article_id)
        back.add(version.article_id)
        if before is None or before["version_id"] == version.version_id or before["cleaner"] != version.cleaner:
            continue  # whether the outlet or our cleaner changed it, nobody can tell
        edited = version.modified.instant if version.modified and version.modified.instant else version.fetched_at
        rows.append(_row(version.article_id, "edit", edited, at, before["version_id"], version.version_id, summary(before["text"], version.text)))
        latest[version.article_id] = before | {"version_id": version.version_id, "text": version.text}
    for article_id in sorted(back):
        before = latest.get(article_id)
        if before is not None and before["kind"] == "deletion":
            rows.append(_row(article_id, "restoration", at, at, before["version_id"], before["version_id"], "there again"))
    for article_id, page in gone.items():
        before = latest.get(article_id)
        if before is not None and before["kind"] != "deletion":
            rows.append(_row(article_id, "deletion", page.fetched_at, at, before["version_id"], None, page.error or f"the outlet answers {page.status}"))
    append(connection, "revisions", rows)


def _articles(connection: duckdb.DuckDBPyConnection, pages: Sequence[tuple[Page, str | None]]) -> dict[str, str]:
    """The articles last read at the addresses of these pages, by the addresses' keys."""
    keys = [key(page.url) for page, _ in pages]
    return {row["url_key"]: row["article_id"] for row in with_rows(connection, "articles_of_urls", pa.table({"url_key": keys}))} if keys else {}


def _row(article_id: str, kind: str, moment: datetime, at: datetime, before: str, after: str | None, text: str) -> Row:
    return {"article_id": article_id, "kind": kind, "at": moment, "loaded_at": at, "before_version": before, "after_version": after, "summary": text}
