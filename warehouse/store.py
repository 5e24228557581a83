"""Idempotent writes: the same batch twice leaves the same warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from extract.claims import Coded
from extract.model import Actor, Basis, Claim, Issue, Outlet, Page, Stance, Version, When, digest
from warehouse.connection import query
from warehouse.inference import Inferred, infer_pair
from warehouse.model import Evidence, Kind, Position, Shift
from warehouse.revisions import summary
from warehouse.rows import Row, rows_of

NEAR_DAYS = 45  # how far the first clear evidence of a shift may move and the shift stay the same one


@dataclass(frozen=True, slots=True)
class Failure:
    """An outlet or a document that failed."""

    outlet: str
    document: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch brings: fetches (each with the version read from it), versions with their coding, failures."""

    fetches: tuple[tuple[Page, str | None], ...] = ()
    coded: tuple[tuple[Version, Coded | None], ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of a batch was new."""

    fetches: int = 0
    versions: int = 0
    claims: int = 0
    failures: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


class Transaction:
    """A ``with`` block that commits, or rolls back where it raises."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._connection.execute("BEGIN")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")


def _arrow(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> pa.Table:
    schema = connection.table(table).limit(0).to_arrow_table().schema
    return pa.Table.from_pylist(list(rows), schema=pa.schema([f for f in schema if rows and f.name in rows[0]]))


def _with_rows(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """Run the statements of a query file with ``incoming`` bound to a table; the rows of the last."""
    connection.register("incoming", table)
    try:
        result: list[Row] = []
        for statement in connection.extract_statements(query(name)):
            wanted = {k: v for k, v in (parameters or {}).items() if k in statement.named_parameters}
            relation = connection.execute(statement, wanted)
            result = relation.to_arrow_table().to_pylist()
        return result
    finally:
        connection.unregister("incoming")


def _load(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> int:
    """Append the rows that are new; returns how many."""
    if not rows:
        return 0
    counted = _with_rows(connection, f"load_{table}", _arrow(connection, table, rows))
    return int(next(iter(counted[0].values()))) if counted else 0


def _moment(prefix: str, when: When | None) -> Row:
    return {
        f"{prefix}_at": when.instant if when else None,
        f"{prefix}_on": when.day if when else None,
        f"{prefix}_offset": when.offset_minutes if when else None,
        f"{prefix}_basis": when.basis if when else None,
    }


def _version_row(version: Version, at: datetime) -> Row:
    return {
        "version_id": version.version_id, "article_id": version.article_id, "url": version.url, "outlet": version.outlet,
        "title": version.title, "authors": list(version.authors), **_moment("published", version.published), **_moment("modified", version.modified),
        "fetched_at": version.fetched_at, "language": version.language, "genre": version.genre, "speaker": version.speaker,
        "text": version.text, "text_hash": version.text_hash, "story_id": digest("story", " ".join(version.text.split()).lower()), "loaded_at": at,
    }  # fmt: skip


def read_version(row: Row) -> Version:
    """A row of ``versions`` as the value it was made from."""

    def when(prefix: str) -> When | None:
        if row[f"{prefix}_on"] is None:
            return None
        return When(row[f"{prefix}_on"], row[f"{prefix}_at"], row[f"{prefix}_basis"])

    return Version(
        row["url"], row["outlet"], row["text"], row["fetched_at"], row["title"], tuple(row["authors"] or ()), when("published"), when("modified"),
        row["language"], row["genre"], row["speaker"],
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
            }
            for page, version_id in batch.fetches
        ]  # fmt: skip
        n_fetches = _load(connection, "fetches", fetches)
        _revise(connection, versions, at)
        _load(connection, "articles", [{"article_id": v.article_id, "url": v.url, "outlet": v.outlet, "first_seen": v.fetched_at} for v in versions])
        n_versions = _load(connection, "versions", [_version_row(v, at) for v in versions])
        n_claims = 0
        if versions:
            ids = pa.table({"version_id": [v.version_id for v in versions]})
            _with_rows(connection, "supersede", ids, {"at": at, "coder": coder})
            known = {r["version_id"] for r in rows_of(connection, query("known_versions"), {"coder": coder})}
            fresh = [v for v in versions if v.version_id not in known]
            outcome = {v.version_id: "coded" for v, _ in read}
            codings = [
                {"version_id": v.version_id, "coder": coder, "coded_at": at, "superseded_at": None, "outcome": outcome.get(v.version_id, "language")}
                for v in {v.version_id: v for v in fresh}.values()
            ]
            _load(connection, "codings", codings)
            new_ids = {v.version_id for v in fresh}
            n_claims = _load(connection, "claims", [_claim_row(c, v, at) for v, coded in read for c in coded.claims])
            _load(connection, "abstentions", [
                {"version_id": a.version_id, "issue": a.issue, "quote_start": a.start, "quote_end": a.end, "reason": a.reason, "coder": coder, "coded_at": at, "superseded_at": None}
                for v, coded in read if v.version_id in new_ids for a in coded.abstentions
            ])  # fmt: skip
        _load(connection, "failures", [
            {"run_id": run_id, "outlet": f.outlet, "document": f.document, "at": at, "stage": f.stage, "reason": f.reason} for f in batch.failures
        ])  # fmt: skip
    return Loaded(n_fetches, n_versions, n_claims, len(batch.failures))


def _revise(connection: duckdb.DuckDBPyConnection, versions: Sequence[Version], at: datetime) -> None:
    """Record the edits: a version of a known article that was not seen before."""
    if not versions:
        return
    known = {r["url"]: r for r in _with_rows(connection, "latest_versions", pa.table({"url": [v.url for v in versions]}))}
    seen = {r["version_id"] for r in known.values()}
    rows = []
    for version in versions:
        before = known.get(version.url)
        if before is None or version.version_id in seen or connection.execute("SELECT 1 FROM versions WHERE version_id = ?", [version.version_id]).fetchone():
            continue
        edited = version.modified.instant if version.modified and version.modified.instant else version.fetched_at
        rows.append({"article_id": version.article_id, "before_version": before["version_id"], "after_version": version.version_id, "at": edited, "summary": summary(before["text"], version.text), "loaded_at": at})  # fmt: skip
        seen.add(version.version_id)
        known[version.url] = {**before, "version_id": version.version_id, "text": version.text}
    _load(connection, "revisions", rows)


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


def end_run(connection: duckdb.DuckDBPyConnection, run_id: str, at: datetime, loaded: Loaded) -> None:
    """Close the run's row with its counts."""
    connection.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, n_fetches = ?, n_versions = ?, n_claims = ?, n_failures = ? WHERE run_id = ?",
        [at, "partial" if loaded.failures else "done", loaded.fetches, loaded.versions, loaded.claims, loaded.failures, run_id],
    )


# -- inference ------------------------------------------------------------------------------------


def infer(connection: duckdb.DuckDBPyConnection, actors: Sequence[Actor], *, since: datetime, at: datetime, cause: str = "evidence") -> int:
    """Infer utterances, positions and shifts anew for every pair whose claims changed since; returns the number of pairs."""
    pairs = rows_of(connection, query("touched_pairs"), {"since": since})
    if not pairs:
        return 0
    inferred = infer_pairs(connection, pairs, actors)
    incoming = pa.Table.from_pylist(pairs)
    with Transaction(connection):
        mapping = [(c, u.utterance_id) for result in inferred.values() for u in result.utterances for c in u.claims]
        if mapping:
            _with_rows(connection, "set_utterances", pa.table({"claim_id": [m[0] for m in mapping], "utterance_id": [m[1] for m in mapping]}))
        _write_positions(connection, incoming, inferred, at)
        _write_shifts(connection, incoming, inferred, at, cause)
    return len(pairs)


def infer_pairs(connection: duckdb.DuckDBPyConnection, pairs: Sequence[Row], actors: Sequence[Actor]) -> dict[tuple[str, str], Inferred]:
    """What follows from the live, dated claims of these pairs of actor and issue."""
    grouped: dict[tuple[str, str], list[Evidence]] = {(p["actor"], p["issue"]): [] for p in pairs}
    if not grouped:
        return {}
    for row in _with_rows(connection, "evidence", pa.Table.from_pylist(list(pairs))):
        row |= {"stance": Stance(row["stance"]), "basis": Basis(row["basis"])}
        grouped[row["actor"], row["issue"]].append(Evidence(**row))
    heads = {actor.id: head_changes(actor) for actor in actors}
    return {pair: infer_pair(*pair, evidence, heads.get(pair[0], ())) for pair, evidence in grouped.items()}


def head_changes(actor: Actor) -> list[date]:
    """The days on which somebody took over as head of state or government."""
    heads = ("president", "prime minister", "chancellor", "premier", "chair", "secretary general", "secretary-general")
    return sorted({s.start for s in actor.speakers if s.start and s.role.lower() in heads})


def position_row(position: Position) -> Row:
    """A position as a row, without when it was known."""
    return {f.name: getattr(position, f.name) for f in fields(Position)}


def position_key(row: Row) -> tuple[Any, ...]:
    """All that is inferred of a position; two rows with one key say the same."""
    return tuple(row[f.name] for f in fields(Position))


def shift_row(shift: Shift) -> Row:
    """A shift as a row, without its place in the ledger."""
    row = {f.name: getattr(shift, f.name) for f in fields(Shift)}
    row |= {"kind": shift.kind.value, "from_stance": shift.from_stance and shift.from_stance.value, "to_stance": shift.to_stance.value}
    return row | {"before_claims": list(shift.before_claims), "after_claims": list(shift.after_claims)}


def shift_key(row: Row) -> tuple[Any, ...]:
    """All that is inferred of a shift; two rows with one key say the same."""
    return tuple(tuple(v) if isinstance(v := row[f.name], list) else v for f in fields(Shift))


def _write_positions(connection: duckdb.DuckDBPyConnection, pairs: pa.Table, inferred: Mapping[tuple[str, str], Inferred], at: datetime) -> None:
    live = {position_key(r): r for r in _with_rows(connection, "live_segments", pairs)}
    wanted = {position_key(row): row for result in inferred.values() for row in map(position_row, result.positions)}
    gone = [row for k, row in live.items() if k not in wanted]
    if gone:
        names = ("actor", "speaker", "issue", "said_from")
        table = pa.Table.from_pylist(
            [{c: r[c] for c in names} for r in gone], schema=connection.table("position_segments").select(*names).limit(0).to_arrow_table().schema
        )
        _with_rows(connection, "close_segments", table, {"at": at})
    _load(connection, "position_segments", [{**row, "known_from": at, "known_to": None} for k, row in wanted.items() if k not in live])


def _same_shift(row: Row, shift: Shift) -> bool:
    degree = {Kind.SOFTENING, Kind.HARDENING, Kind.CONDITIONAL}
    same = (row["speaker"], row["from_stance"], row["to_stance"]) == (shift.speaker, shift.from_stance, shift.to_stance)
    alike = (row["kind"] == shift.kind) if {row["kind"], shift.kind} & degree else True
    return bool(same and alike and abs((row["latest"] - shift.latest).days) <= NEAR_DAYS)


def _write_shifts(connection: duckdb.DuckDBPyConnection, pairs: pa.Table, inferred: Mapping[tuple[str, str], Inferred], at: datetime, cause: str) -> None:
    """Keep the ledger: unchanged shifts stay, changed ones get a new state under the same id, vanished ones are withdrawn."""
    before: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _with_rows(connection, "live_shifts", pairs):
        before[row["actor"], row["issue"]].append(row)
    closed: list[str] = []
    rows: list[Row] = []
    for pair, result in inferred.items():
        standing = [r for r in before[pair] if r["withdrawn_at"] is None]
        fallen = {r["shift_id"]: r for r in before[pair] if r["withdrawn_at"] is not None}
        for shift in result.shifts:
            values = shift_row(shift)
            matches = sorted((r for r in standing if _same_shift(r, shift)), key=lambda r: abs((r["latest"] - shift.latest).days))
            if matches:
                old = matches[0]
                standing.remove(old)
                if shift_key(old) == shift_key(values):
                    continue
                closed.append(old["shift_id"])
                values |= {"shift_id": old["shift_id"], "revision": old["revision"] + 1, "detected_at": old["detected_at"], "cause": old["cause"]}
            elif shift.new_id in fallen:
                old = fallen[shift.new_id]
                closed.append(old["shift_id"])
                values |= {"shift_id": old["shift_id"], "revision": old["revision"] + 1, "detected_at": old["detected_at"], "cause": cause}
            else:
                values |= {"shift_id": shift.new_id, "revision": 1, "detected_at": at, "cause": cause}
            rows.append({**values, "known_from": at, "known_to": None, "withdrawn_at": None})
        for row in standing:
            closed.append(row["shift_id"])
            rows.append({**row, "revision": row["revision"] + 1, "known_from": at, "known_to": None, "withdrawn_at": at, "cause": cause})
    if closed:
        _with_rows(connection, "close_shifts", pa.table({"shift_id": closed}), {"at": at})
    unique = {r["shift_id"]: r for r in rows}
    _load(connection, "shift_log", list(unique.values()))
