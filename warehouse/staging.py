"""What a batch brings, as the rows that it will be in the warehouse: made by whoever read the documents, loaded by whoever has the warehouse open.

Rows travel as Arrow tables, from one process to another as Parquet files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extract.claims import Coded
from extract.model import Claim, Item, Page, Version, When, digest
from extract.page import CLEANER
from extract.web.addresses import key
from warehouse.files import replacing
from warehouse.migrate import migrate
from warehouse.rows import Row

TABLES = ("offers", "fetches", "articles", "versions", "codings", "claims", "abstentions", "failures", "replaced")
"""What a batch may bring: relations of the warehouse, and ``replaced`` (versions cleaned anew: before, after)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An outlet or a document that failed."""

    outlet: str
    document: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch brings: fetches (each with the version read from it), versions with their coding, failures, what outlets offer.

    ``replaced``: versions whose page was cleaned anew, each with the version that takes its place (itself where the text is the same).
    """

    fetches: tuple[tuple[Page, str | None], ...] = ()
    coded: tuple[tuple[Version, Coded | None], ...] = ()
    failures: tuple[Failure, ...] = ()
    offers: tuple[Item, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Batch) -> Batch:
        return Batch(
            self.fetches + other.fetches, self.coded + other.coded, self.failures + other.failures, self.offers + other.offers, self.replaced + other.replaced
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows of one batch by relation (those of ``TABLES`` that it has any of), with the coder that read it and the run's moment."""

    coder: str
    at: datetime
    tables: Mapping[str, pa.Table] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """The rows of one relation as dicts."""
        found: list[Row] = self.tables[table].to_pylist() if table in self.tables else []
        return found

    def count(self, table: str) -> int:
        """How many rows of one relation there are."""
        return self.tables[table].num_rows if table in self.tables else 0

    @property
    def failures(self) -> list[Failure]:
        """What failed."""
        return [Failure(r["outlet"], r["document"], r["stage"], r["reason"]) for r in self.rows("failures")]

    def write(self, folder: Path) -> None:
        """Leave the rows as Parquet, a file for each relation, in one step: the folder is there whole or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        with replacing(folder) as fresh:
            fresh.mkdir()
            for name, table in self.tables.items():
                pq.write_table(table, fresh / f"{name}.parquet", compression="zstd")

    @classmethod
    def read(cls, folder: Path, coder: str, at: datetime) -> Staged:
        """What ``write`` left."""
        return cls(coder, at, {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))})


def stage(batch: Batch, *, run_id: str, coder: str, at: datetime) -> Staged:
    """The rows of a batch. Pure: the same batch, run and moment give the same rows wherever they are made."""
    versions = list({v.version_id: v for v, _ in batch.coded}.values())
    read = [(v, c) for v, c in batch.coded if c is not None]
    outcome = {v.version_id: "coded" for v, _ in read}
    rows: dict[str, list[Row]] = {
        "offers": [_offer_row(item, at) for item in batch.offers],
        "fetches": [_fetch_row(page, version_id, run_id) for page, version_id in batch.fetches],
        "articles": [{"article_id": v.article_id, "url": v.url, "outlet": v.outlet, "first_seen": v.fetched_at} for v in versions],
        "versions": [_version_row(v, at) for v in versions],
        "codings": [
            {"version_id": v.version_id, "coder": coder, "coded_at": at, "superseded_at": None, "outcome": outcome.get(v.version_id, "language")}
            for v in versions
        ],
        "claims": [_claim_row(c, v, at) for v, coded in read for c in coded.claims],
        "abstentions": [
            {"version_id": a.version_id, "issue": a.issue, "quote_start": a.start, "quote_end": a.end, "reason": a.reason, "coder": coder, "coded_at": at, "superseded_at": None}
            for _, coded in read for a in coded.abstentions
        ],
        "failures": [{"run_id": run_id, "outlet": f.outlet, "document": f.document, "at": at, "stage": f.stage, "reason": f.reason} for f in batch.failures],
        "replaced": [{"before": before, "after": after, "cleaner": CLEANER} for before, after in batch.replaced],
    }  # fmt: skip
    return Staged(coder, at, {name: _arrow(name, rows[name]) for name in TABLES if rows[name]})


def _arrow(table: str, rows: Sequence[Row]) -> pa.Table:
    if table == "replaced":
        return pa.Table.from_pylist(list(rows))
    return pa.Table.from_pylist(list(rows), schema=pa.schema([f for f in _schemas()[table] if f.name in rows[0]]))


@lru_cache(maxsize=1)
def _schemas() -> dict[str, pa.Schema]:
    """The columns of every relation that is loaded, as the migrations make them."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, "memory")
        return {name: connection.table(name).limit(0).to_arrow_table().schema for name in TABLES if name != "replaced"}


def _moment(prefix: str, when: When | None) -> Row:
    return {
        f"{prefix}_at": when.instant if when else None,
        f"{prefix}_on": when.day if when else None,
        f"{prefix}_offset": when.offset_minutes if when else None,
        f"{prefix}_basis": when.basis if when else None,
    }


def _offer_row(item: Item, at: datetime) -> Row:
    return {
        "url_key": key(item.url), "url": item.url, "outlet": item.outlet, "title": item.title, "offered_at": at,
        **_moment("published", item.published), **_moment("modified", item.modified),
    }  # fmt: skip


def _fetch_row(page: Page, version_id: str | None, run_id: str) -> Row:
    return {
        "fetch_id": digest("fetch", page.url, page.fetched_at, run_id), "run_id": run_id, "url": page.url, "final_url": page.final_url,
        "outlet": page.outlet, "started_at": page.fetched_at, "status": page.status, "decision": page.decision.value, "error": page.error,
        "bytes": len(page.body), "etag": page.headers.get("etag"), "last_modified": page.headers.get("last-modified"),
        "content_type": page.headers.get("content-type"), "warc": page.warc, "version_id": version_id,
        "url_key": key(page.url), "role": page.role.value, "retry_at": page.retry_at,
    }  # fmt: skip


def _version_row(version: Version, at: datetime) -> Row:
    return {
        "version_id": version.version_id, "article_id": version.article_id, "url": version.url, "outlet": version.outlet,
        "title": version.title, "authors": list(version.authors), **_moment("published", version.published), **_moment("modified", version.modified),
        "fetched_at": version.fetched_at, "language": version.language, "genre": version.genre, "speaker": version.speaker,
        "text": version.text, "text_hash": version.text_hash, "loaded_at": at,
        "doubts": list(version.doubts), "cleaner": version.cleaner,
    }  # fmt: skip


def _claim_row(claim: Claim, version: Version, at: datetime) -> Row:
    said = claim.said
    return {
        "claim_id": claim.claim_id, "version_id": claim.version_id, "article_id": version.article_id, "actor": claim.actor, "speaker": claim.speaker, "issue": claim.issue,
        "stance": claim.stance.value, "strength": claim.strength, "score": claim.score, "conditional": claim.conditional, "hedged": claim.hedged,
        "directness": claim.directness.value, "basis": claim.basis.value, "cue": claim.cue, "quote": claim.quote,
        "quote_start": claim.start, "quote_end": claim.end, "said_at": said.at if said else None, "said_on": said.day if said else None,
        "said_precision": said.precision if said else None, "said_at_basis": said.basis if said else None,
        "published_at": version.published.instant if version.published else None, "coded_at": at, "superseded_at": None, "coder": claim.coder,
        "confidence": claim.confidence, "announced": claim.announced, "path": list(claim.path), "utterance_id": None,
        "outlet": version.outlet, "url": version.url,
    }  # fmt: skip
