"""The ledger: what follows from the claims, written beside them. Nothing is deleted; what no longer holds is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import duckdb
import pyarrow as pa

from extract.model import Actor, Basis, Stance
from warehouse import measuring, reviews, series
from warehouse.calibration import believed
from warehouse.connection import query
from warehouse.inference import Inferred, infer_pair
from warehouse.measuring import Trust
from warehouse.model import Evidence, Kind, Position, Shift, Utterance
from warehouse.read_pairs import Pair, table_of
from warehouse.rows import Row, Transaction, append, cursor_of, rows_of, with_rows
from warehouse.voices import authority_of

NEAR_DAYS = 45  # how far the first clear evidence of a shift may move and the shift stay the same one
_BATCH = 20_000  # claims read at a time
_STANCES = {s.value: s for s in Stance}
_BASES = {b.value: b for b in Basis}
_EVIDENCE = tuple(f.name for f in fields(Evidence))
_POSITION = tuple(f.name for f in fields(Position))
_SHIFT = tuple(f.name for f in fields(Shift))
position_values = attrgetter(*_POSITION)
"""All that is inferred of a position, in the order of ``position_key``."""


def infer(connection: duckdb.DuckDBPyConnection, actors: Sequence[Actor], *, since: datetime, at: datetime, cause: str = "evidence") -> int:
    """Infer utterances, positions and shifts anew for every pair whose claims or reviews changed since; returns the number of pairs.

    Where reviews change how far the machine is believed on an issue, all its pairs are inferred anew, and what comes or goes with that
    alone has the cause ``coder``.
    """
    reviews.settle(connection, at)
    stood, measured = measuring.known(connection), measuring.fresh(connection)
    trust = Trust(measured)
    touched = _pairs(rows_of(connection, query("touched_pairs"), {"since": since}))
    doubted = _believed_otherwise(connection, Trust(stood), trust) - touched
    if not touched and not doubted and stood == measured:
        return 0
    pairs = table_of(touched | doubted)
    segments = connection.table("position_segments").select(*_POSITION).limit(0).to_arrow_table().schema
    claims, places = _Columns(2), _Columns(len(_POSITION))
    moves: dict[Pair, tuple[Shift, ...]] = {}
    for pair, result in inferences(connection, pairs, actors, trust):
        claims.extend((c, u.utterance_id) for u in result.utterances for c in u.claims)
        places.extend(map(position_values, result.positions))
        moves[pair] = result.shifts
    with Transaction(connection):
        measuring.write(connection, measured, at)
        with_rows(connection, "set_utterances", claims.table(pa.schema([("claim_id", pa.string()), ("utterance_id", pa.string())])))
        with_rows(connection, "replace_segments", places.table(segments), {"at": at}, pairs=pairs)
        for some, why in ((touched, cause), (doubted, "coder")):
            _write_shifts(connection, {pair: moves[pair] for pair in sorted(some)}, at, why)
    return len(moves)


def _pairs(rows: Sequence[Row]) -> set[Pair]:
    return {(r["actor"], r["issue"]) for r in rows}


def _believed_otherwise(connection: duckdb.DuckDBPyConnection, before: Trust, now: Trust) -> set[Pair]:
    """The pairs on the issues on which the machine is believed more or less than before."""
    issues = [r["issue"] for r in rows_of(connection, query("issues_claimed")) if before.on(r["issue"]) != now.on(r["issue"])]
    return _pairs(with_rows(connection, "pairs_on", pa.table({"issue": pa.array(issues, pa.string())}))) if issues else set()


class _Columns:
    """Rows gathered into Arrow, a part at a time, so that few of them are held as values of Python."""

    def __init__(self, width: int) -> None:
        self._parts: list[list[pa.Array]] = [[] for _ in range(width)]
        self._rows: list[tuple[Any, ...]] = []

    def extend(self, rows: Any) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        for part, values in zip(self._parts, zip(*self._rows, strict=True), strict=False):
            part.append(pa.array(values))
        self._rows.clear()

    def table(self, schema: pa.Schema) -> pa.Table:
        """All rows, as the schema has it."""
        self._flush()
        columns = [pa.chunked_array([p.cast(f.type) for p in part], type=f.type) for part, f in zip(self._parts, schema, strict=True)]
        return pa.table(columns, schema=schema)


def inferences(connection: duckdb.DuckDBPyConnection, pairs: pa.Table, actors: Sequence[Actor], trust: Trust | None = None) -> Iterator[tuple[Pair, Inferred]]:
    """What follows from the live, dated claims of these pairs of actor and issue, a pair at a time; also for those without any.

    ``trust`` is how far the machine is believed; None: as the warehouse has it.
    """
    heads = {actor.id: head_changes(actor) for actor in actors}
    authority = {actor.id: authority_of(actor.speakers) for actor in actors}
    silent = silences(connection)
    left = dict.fromkeys(zip(pairs["actor"].to_pylist(), pairs["issue"].to_pylist(), strict=True))
    for pair, said in groupby(evidence(connection, pairs, trust), key=attrgetter("actor", "issue")):
        left.pop(pair, None)
        yield pair, infer_pair(*pair, said, heads.get(pair[0], ()), silent.get(pair, ()), authority.get(pair[0], {}))
    for pair in left:
        yield pair, infer_pair(*pair, ())


def evidence(connection: duckdb.DuckDBPyConnection, pairs: pa.Table, trust: Trust | None = None) -> Iterator[Evidence]:
    """The claims of the pairs, ordered by pair, read a batch at a time through a cursor of their own; each as sure as it is believed to be."""
    trust = trust or Trust(measuring.known(connection))
    with cursor_of(connection) as cursor:
        cursor.register("incoming", pairs)
        reader = cursor.execute(query("evidence")).to_arrow_reader(_BATCH)
        for batch in reader:
            columns = {name: batch.column(name).to_pylist() for name in _EVIDENCE}
            columns["stance"] = [_STANCES[s] for s in columns["stance"]]
            columns["basis"] = [_BASES[b] for b in columns["basis"]]
            stated = zip(columns["confidence"], columns["issue"], batch.column("human").to_pylist(), strict=True)
            columns["confidence"] = [c if human else believed(c, trust.on(issue)) for c, issue, human in stated]
            for values in zip(*columns.values(), strict=True):
                yield Evidence(*values)


def silences(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Utterance]]:
    """For each actor and issue: the periodic statements that leave out what earlier ones said."""
    made: dict[tuple[str, str], list[Utterance]] = defaultdict(list)
    terms = {r["id"]: (*r["terms"], *r["against"]) for r in rows_of(connection, query("issue_terms"))}
    for row in series.rows(series.Statement(**r) for r in rows_of(connection, query("statements"))):
        taken: dict[str, set[str]] = defaultdict(set)
        for found in _by_version(connection, "stances_taken", row):
            if found["actor"] == row[0].actor:
                taken[found["issue"]].add(found["version_id"])
        last = row[-series.SAMPLE :]
        if not taken or not series.is_periodic(list(_texts(connection, last).values())):
            continue
        texts = _texts(connection, row)
        for issue, versions in taken.items():
            made[row[0].actor, issue] += series.silences(row, issue, texts, terms.get(issue, ()), versions)
    return made


def _by_version(connection: duckdb.DuckDBPyConnection, name: str, statements: Sequence[series.Statement]) -> list[Row]:
    return with_rows(connection, name, pa.table({"version_id": pa.array([s.version_id for s in statements], pa.string())}))


def _texts(connection: duckdb.DuckDBPyConnection, statements: Sequence[series.Statement]) -> dict[str, str]:
    """The texts of statements by version, in the statements' order."""
    found = {r["version_id"]: r["text"] for r in _by_version(connection, "texts", statements)}
    return {s.version_id: found[s.version_id] for s in statements}


def head_changes(actor: Actor) -> list[date]:
    """The days on which somebody took over as head of state or government."""
    heads = ("president", "prime minister", "chancellor", "premier", "chair", "secretary general", "secretary-general")
    return sorted({s.start for s in actor.speakers if s.start and s.role.lower() in heads})


def position_key(row: Row) -> tuple[Any, ...]:
    """All that is inferred of a position; two rows with one key say the same."""
    return tuple(row[name] for name in _POSITION)


def shift_row(shift: Shift) -> Row:
    """A shift as a row, without its place in the ledger."""
    row = {name: getattr(shift, name) for name in _SHIFT}
    row |= {"kind": shift.kind.value, "from_stance": shift.from_stance and shift.from_stance.value, "to_stance": shift.to_stance.value}
    return row | {"before_claims": list(shift.before_claims), "after_claims": list(shift.after_claims)}


def shift_key(row: Row) -> tuple[Any, ...]:
    """All that is inferred of a shift; two rows with one key say the same."""
    return tuple(tuple(v) if isinstance(v := row[name], list) else v for name in _SHIFT)


def _same_shift(row: Row, shift: Shift) -> bool:
    degree = {Kind.SOFTENING, Kind.HARDENING, Kind.CONDITIONAL}
    same = (row["speaker"], row["from_stance"], row["to_stance"]) == (shift.speaker, shift.from_stance, shift.to_stance)
    alike = (row["kind"] == shift.kind) if {row["kind"], shift.kind} & degree else True
    return bool(same and alike and abs((row["latest"] - shift.latest).days) <= NEAR_DAYS)


def _write_shifts(connection: duckdb.DuckDBPyConnection, moves: Mapping[tuple[str, str], Sequence[Shift]], at: datetime, cause: str) -> None:
    """Keep the ledger: unchanged shifts stay, changed ones get a new state under the same id, vanished ones are withdrawn."""
    before: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in with_rows(connection, "live_shifts", table_of(moves)):
        before[row["actor"], row["issue"]].append(row)
    closed: list[str] = []
    rows: list[Row] = []
    for pair, shifts in moves.items():
        standing = [r for r in before[pair] if r["withdrawn_at"] is None]
        fallen = {r["shift_id"]: r for r in before[pair] if r["withdrawn_at"] is not None}
        for shift in shifts:
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
        with_rows(connection, "close_shifts", pa.table({"shift_id": closed}), {"at": at})
    unique = {r["shift_id"]: r for r in rows}
    append(connection, "shift_log", list(unique.values()))
