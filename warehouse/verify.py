"""Re-checks everything that the warehouse says against the article versions it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from extract.model import Actor, digest
from extract.web.addresses import key
from warehouse import ledger, measuring
from warehouse.connection import query
from warehouse.inferring import inferences
from warehouse.rows import rows_of
from warehouse.schema import present


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was checked, and what was found wrong."""

    claims: int
    versions: int
    positions: int
    shifts: int
    problems: tuple[str, ...]


def verify(connection: duckdb.DuckDBPyConnection, actors: Sequence[Actor]) -> Verified:
    """Check every quote, offset, digest and reference, and infer all positions and shifts anew."""
    problems = [f"claim {r['claim_id']} on version {r['version_id']}: {r['problem']}" for r in rows_of(connection, query("verify_claims"))]
    problems += [r["problem"] for r in rows_of(connection, query("verify_links"))]
    problems += _digests(connection)
    positions, shifts, derived = _derived(connection, actors)
    problems += derived
    problems += _measured(connection)
    count = connection.execute("SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM versions)").fetchone() or (0, 0)
    return Verified(count[0], count[1], positions, shifts, tuple(problems))


def _digests(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    reader = connection.execute("SELECT url, title, text, text_hash, version_id, article_id FROM versions")
    while rows := reader.fetchmany(1000):
        for url, title, text, text_hash, version_id, article_id in rows:
            if digest("text", title or "", text) != text_hash or digest("version", url, text_hash) != version_id or digest("article", key(url)) != article_id:
                yield f"version {version_id}: its text, title or URL is not what it was stored with"


def _measured(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The machine's measured errors, against what follows from the reviews now."""
    if not {"reviews", "measured_errors"} <= present(connection):
        return
    stored, fresh = set(measuring.known(connection)), set(measuring.fresh(connection))
    for found, problem in ((stored - fresh, "does not follow from the reviews"), (fresh - stored, "follows from the reviews, but is missing")):
        yield from (f"measured error on {m.issue or 'all issues'}: {problem}" for m in sorted(found, key=str))


def _derived(connection: duckdb.DuckDBPyConnection, actors: Sequence[Actor]) -> tuple[int, int, list[str]]:
    """Positions and shifts as inferred now from the claims, against those that stand in the warehouse."""
    pairs = {(r["actor"], r["issue"]) for r in rows_of(connection, query("all_pairs"))}
    fresh: set[tuple[Any, ...]] = set()
    wanted: set[tuple[Any, ...]] = set()
    mapping: dict[str, str] = {}
    for of in inferences(connection, pairs, actors):
        fresh |= set(of.inferred.positions)
        wanted |= {ledger.shift_key(ledger.shift_row(s)) for s in of.inferred.shifts}
        mapping |= {c: u.utterance_id for u in of.inferred.utterances for c in u.claims}
    problems: list[str] = []
    stored = {ledger.position_key(r) for r in rows_of(connection, "SELECT * FROM position_segments WHERE known_to IS NULL")}
    problems += [f"position of {k[0]} on {k[2]} from {k[3]}: does not follow from the claims" for k in sorted(stored - fresh, key=str)]
    problems += [f"position of {k[0]} on {k[2]} from {k[3]}: follows from the claims, but is missing" for k in sorted(fresh - stored, key=str)]
    standing = {ledger.shift_key(r) for r in rows_of(connection, "SELECT * FROM shifts WHERE withdrawn_at IS NULL")}
    problems += [f"shift of {k[0]} on {k[2]} by {k[7]}: does not follow from the claims" for k in sorted(standing - wanted, key=str)]
    problems += [f"shift of {k[0]} on {k[2]} by {k[7]}: follows from the claims, but is missing" for k in sorted(wanted - standing, key=str)]
    for row in rows_of(connection, "SELECT claim_id, utterance_id FROM claims WHERE superseded_at IS NULL AND said_at IS NOT NULL"):
        if mapping.get(row["claim_id"]) != row["utterance_id"]:
            problems.append(f"claim {row['claim_id']}: stands under utterance {row['utterance_id']}, expected {mapping.get(row['claim_id'])}")
    return len(stored), len(standing), problems
