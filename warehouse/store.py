"""Idempotent writes: the same batch twice leaves the same warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import duckdb
import pyarrow as pa

from extract.claims import Coded
from extract.model import Actor, Claim, Issue, Item, Outlet, Page, Version, When, digest
from extract.page import CLEANER
from extract.web.addresses import key
from warehouse import edits
from warehouse.connection import query
from warehouse.rows import Row, Transaction, append, rows_of, with_rows
from warehouse.stories import place


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


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of a batch was new."""

    fetches: int = 0
    versions: int = 0
    claims: int = 0
    failures: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def _moment(prefix: str, when: When | None) -> Row:
    return {
        f"{prefix}_at": when.instant if when else None,
        f"{prefix}_on": when.day if when else None,
        f"{prefix}_offset": when.offset_minutes if when else None,
        f"{prefix}_basis": when.basis if when else None,
    }


def _version_row(version: Version, story: str | None, at: datetime) -> Row:
    return {
        "version_id": version.version_id, "article_id": version.article_id, "url": version.url, "outlet": version.outlet,
        "title": version.title, "authors": list(version.authors), **_moment("published", version.published), **_moment("modified", version.modified),
        "fetched_at": version.fetched_at, "language": version.language, "genre": version.genre, "speaker": version.speaker,
        "text": version.text, "text_hash": version.text_hash, "story_id": story, "loaded_at": at,
        "doubts": list(version.doubts), "cleaner": version.cleaner,
    }  # fmt: skip


def _offer_row(item: Item, at: datetime) -> Row:
    return {
        "url_key": key(item.url), "url": item.url, "outlet": item.outlet, "title": item.title, "offered_at": at,
        **_moment("published", item.published), **_moment("modified", item.modified),
    }  # fmt: skip


def read_offer(row: Row) -> Item:
    """A row of ``offers`` as the value it was made from."""
    return Item(row["url"], row["outlet"], row["title"], _when(row, "published"), _when(row, "modified"))


def offers_of(connection: duckdb.DuckDBPyConnection, urls: Sequence[str]) -> list[Item]:
    """What lists say of these documents, where they say anything."""
    return [read_offer(row) for row in with_rows(connection, "offers_of", pa.table({"url_key": pa.array(map(key, urls), pa.string())}))]


def _when(row: Row, prefix: str) -> When | None:
    if row[f"{prefix}_on"] is None:
        return None
    return When(row[f"{prefix}_on"], row[f"{prefix}_at"], row[f"{prefix}_basis"])


def read_version(row: Row) -> Version:
    """A row of ``versions`` as the value it was made from."""
    return Version(
        row["url"], row["outlet"], row["text"], row["fetched_at"], row["title"], tuple(row["authors"] or ()), _when(row, "published"), _when(row, "modified"),
        row["language"], row["genre"], row["speaker"], doubts=tuple(row["doubts"] or ()), cleaner=row["cleaner"],
    )  # fmt: skip


def _claim_row(claim: Claim, version: Version, at: datetime) -> Row:
    said = claim.said
    return {
        "claim_id": claim.claim_id, "version_id": claim.version_id, "actor": claim.actor, "speaker": claim.speaker, "issue": claim.issue,
        "stance": claim.stance.value, "strength": claim.strength, "score": claim.score, "conditional": claim.conditional, "hedged": claim.hedged,
        "directness": claim.directness.value, "basis": claim.basis.value, "cue": claim.cue, "quote": claim.quote,
        "quote_start": claim.start, "quote_end": claim.end, "said_at": said.at if said else None, "said_on": said.day if said else None,
        "said_precision": said.precision if said else None, "said_at_basis": said.basis if said else None,
        "published_at": version.published.instant if version.published else None, "coded_at": at, "superseded_at": None, "coder": claim.coder,
        "confidence": claim.confidence, "announced": claim.announced, "path": list(claim.path), "utterance_id": None,
        "outlet": version.outlet, "url": version.url,
    }  # fmt: skip


def load(connection: duckdb.DuckDBPyConnection, batch: Batch, *, run_id: str, coder: str, at: datetime) -> Loaded:
    """Write one batch in one transaction. Versions and claims that are known stay as they are."""
    versions = [v for v, _ in batch.coded]
    read = [(v, c) for v, c in batch.coded if c is not None]
    with Transaction(connection):
        fetches = [
            {
                "fetch_id": digest("fetch", page.url, page.fetched_at, run_id), "run_id": run_id, "url": page.url, "final_url": page.final_url,
                "outlet": page.outlet, "started_at": page.fetched_at, "status": page.status, "decision": page.decision.value, "error": page.error,
                "bytes": len(page.body), "etag": page.headers.get("etag"), "last_modified": page.headers.get("last-modified"),
                "content_type": page.headers.get("content-type"), "warc": page.warc, "version_id": version_id,
                "url_key": key(page.url), "role": page.role.value, "retry_at": page.retry_at,
            }
            for page, version_id in batch.fetches
        ]  # fmt: skip
        append(connection, "offers", [_offer_row(item, at) for item in batch.offers])
        n_fetches = append(connection, "fetches", fetches)
        remade = {after for _, after in batch.replaced}
        edits.record(connection, batch.fetches, [v for v in versions if v.version_id not in remade], at)
        append(connection, "articles", [{"article_id": v.article_id, "url": v.url, "outlet": v.outlet, "first_seen": v.fetched_at} for v in versions])
        stories = place(connection, versions)
        n_versions = append(connection, "versions", [_version_row(v, stories.get(v.version_id), at) for v in versions])
        n_claims = 0
        if versions:
            ids = pa.table({"version_id": [v.version_id for v in versions]})
            with_rows(connection, "supersede", ids, {"at": at, "coder": coder})
            known = {r["version_id"] for r in rows_of(connection, query("known_versions"), {"coder": coder})}
            fresh = [v for v in versions if v.version_id not in known]
            outcome = {v.version_id: "coded" for v, _ in read}
            codings = [
                {"version_id": v.version_id, "coder": coder, "coded_at": at, "superseded_at": None, "outcome": outcome.get(v.version_id, "language")}
                for v in {v.version_id: v for v in fresh}.values()
            ]
            append(connection, "codings", codings)
            new_ids = {v.version_id for v in fresh}
            n_claims = append(connection, "claims", [_claim_row(c, v, at) for v, coded in read for c in coded.claims])
            append(connection, "abstentions", [
                {"version_id": a.version_id, "issue": a.issue, "quote_start": a.start, "quote_end": a.end, "reason": a.reason, "coder": coder, "coded_at": at, "superseded_at": None}
                for v, coded in read if v.version_id in new_ids for a in coded.abstentions
            ])  # fmt: skip
        if batch.replaced:
            pairs = pa.table({"before": [before for before, _ in batch.replaced], "after": [after for _, after in batch.replaced]})
            with_rows(connection, "replace_versions", pairs, {"at": at, "cleaner": CLEANER})
        append(connection, "failures", [
            {"run_id": run_id, "outlet": f.outlet, "document": f.document, "at": at, "stage": f.stage, "reason": f.reason} for f in batch.failures
        ])  # fmt: skip
    return Loaded(n_fetches, n_versions, n_claims, len(batch.failures))


def configure(connection: duckdb.DuckDBPyConnection, outlets: Sequence[Outlet], actors: Sequence[Actor], issues: Sequence[Issue]) -> None:
    """Write down the monitor's outlets, actors, speakers and issues as they are now."""
    with Transaction(connection):
        connection.execute("DELETE FROM outlets; DELETE FROM actors; DELETE FROM speakers; DELETE FROM issues")
        for outlet in {o.name: o for o in outlets}.values():
            connection.execute("INSERT INTO outlets VALUES (?, ?)", [outlet.name, outlet.speaks_for])
        for actor in actors:
            connection.execute("INSERT INTO actors VALUES (?, ?)", [actor.id, actor.name])
            for s in actor.speakers:
                connection.execute("INSERT INTO speakers VALUES (?, ?, ?, ?, ?)", [actor.id, s.name, s.role, s.start, s.end])
        for issue in issues:
            connection.execute("INSERT INTO issues VALUES (?, ?, ?, ?)", [issue.id, issue.proposition, list(issue.terms), list(issue.against)])


def begin_run(connection: duckdb.DuckDBPyConnection, run_id: str, kind: str, at: datetime, coder: str, program: str, monitor_digest: str) -> None:
    """Write the run's row; it has no end until ``end_run``."""
    connection.execute(
        "INSERT INTO runs (run_id, kind, started_at, coder, program, monitor_digest) SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM runs WHERE run_id = ?)",
        [run_id, kind, at, coder, program, monitor_digest, run_id],
    )


def end_run(connection: duckdb.DuckDBPyConnection, run_id: str, at: datetime, loaded: Loaded, notices: Sequence[str] = ()) -> None:
    """Close the run's row with its counts and notices."""
    connection.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, n_fetches = ?, n_versions = ?, n_claims = ?, n_failures = ?, notices = ?, seconds = greatest(epoch(now()) - epoch(begun_at), 0) WHERE run_id = ?",
        [at, "partial" if loaded.failures else "done", loaded.fetches, loaded.versions, loaded.claims, loaded.failures, list(notices), run_id],
    )
