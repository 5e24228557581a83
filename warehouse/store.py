"""Idempotent writes: the same batch twice leaves the same warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import duckdb
import pyarrow as pa

from extract.model import Actor, Issue, Item, Outlet, Version, When
from extract.web.addresses import key
from warehouse import edits
from warehouse.connection import query
from warehouse.rows import Row, Transaction, append_table, rows_of, with_rows
from warehouse.staging import Staged


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of a batch was new."""

    fetches: int = 0
    versions: int = 0
    claims: int = 0
    failures: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


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


def load(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Loaded:
    """Write one batch in one transaction. Versions and claims that are known stay as they are; stories come with ``stories.place``."""
    bound = {"coder": staged.coder, "at": staged.at}
    with Transaction(connection):
        n = Counter[str]()
        for name in ("offers", "fetches"):
            n[name] = _append(connection, staged, name)
        remade = {row["after"] for row in staged.rows("replaced")}
        edits.record(connection, staged.rows("fetches"), [row for row in staged.rows("versions") if row["version_id"] not in remade], staged.at)
        for name in ("articles", "versions"):
            n[name] = _append(connection, staged, name)
        if "versions" in staged.tables:
            with_rows(connection, "supersede", staged.tables["versions"].select(["version_id"]), bound)
        for name in ("claims", "abstentions", "codings"):  # codings last: they say which versions' abstentions are known
            n[name] = _append(connection, staged, name)
        if "replaced" in staged.tables:
            with_rows(connection, "replace_versions", staged.tables["replaced"], bound)
        n["failures"] = _append(connection, staged, "failures")
    return Loaded(n["fetches"], n["versions"], n["claims"], n["failures"])


def _append(connection: duckdb.DuckDBPyConnection, staged: Staged, name: str) -> int:
    return append_table(connection, name, staged.tables[name]) if name in staged.tables else 0


def configure(connection: duckdb.DuckDBPyConnection, outlets: Sequence[Outlet], actors: Sequence[Actor], issues: Sequence[Issue]) -> None:
    """Write down the monitor's outlets, actors, speakers and issues as they are now."""
    spoke = {(r["name"], r["speaks_for"]) for r in rows_of(connection, "SELECT name, speaks_for FROM outlets")}
    other = sorted((name, actor) for name, actor in spoke ^ {(o.name, o.speaks_for) for o in outlets} if actor)
    with Transaction(connection):
        if other:
            with_rows(connection, "regroup", pa.table({"outlet": [name for name, _ in other], "actor": [actor for _, actor in other]}))
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
        "INSERT INTO runs (run_id, kind, started_at, coder, program, monitor_digest, begun_at) SELECT ?, ?, ?, ?, ?, ?, now() WHERE NOT EXISTS (SELECT 1 FROM runs WHERE run_id = ?)",
        [run_id, kind, at, coder, program, monitor_digest, run_id],
    )


def last_coder(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The coder of the last run that had one; None before any."""
    found = rows_of(connection, query("last_coder"))
    return str(found[0]["coder"]) if found else None


def end_run(connection: duckdb.DuckDBPyConnection, run_id: str, at: datetime, loaded: Loaded, notices: Sequence[str] = ()) -> None:
    """Close the run's row with its counts and notices."""
    connection.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, n_fetches = ?, n_versions = ?, n_claims = ?, n_failures = ?, notices = ?, seconds = greatest(epoch(now()) - epoch(begun_at), 0) WHERE run_id = ?",
        [at, "partial" if loaded.failures else "done", loaded.fetches, loaded.versions, loaded.claims, loaded.failures, list(notices), run_id],
    )
