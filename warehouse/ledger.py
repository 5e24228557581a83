"""The ledger: what follows from the claims, written beside them. Nothing is deleted; what no longer holds is closed."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from extract.model import Actor, digest
from warehouse import measuring, reviews
from warehouse.connection import query
from warehouse.inferring import inferences
from warehouse.measuring import Trust
from warehouse.model import Kind, Position, Shift
from warehouse.read_pairs import Pair, table_of
from warehouse.rows import Row, Transaction, append, rows_of, with_rows

NEAR_DAYS = 45  # how far the first clear evidence of a shift may move and the shift stay the same one
_BATCH = 100_000  # rows held as values of Python
_POSITION = Position._fields
_SHIFT = tuple(f.name for f in fields(Shift))
_shift_values, _values_of = itemgetter(*_SHIFT), attrgetter(*_SHIFT)


def infer(connection: duckdb.DuckDBPyConnection, actors: Sequence[Actor], *, since: datetime, at: datetime, cause: str = "evidence") -> int:
    """Infer utterances, positions and shifts anew for every pair whose claims or reviews changed since; returns the number of pairs.

    Where reviews change how far the machine is believed on an issue, all its pairs are inferred anew, and what comes or goes with that
    alone has the cause ``coder``.
    """
    reviews.settle(connection, at)
    stood, measured = measuring.known(connection), measuring.fresh(connection)
    trust = Trust(measured)
    rows = rows_of(connection, query("touched_pairs"), {"since": since})
    touched, doubted = _pairs(rows), _believed_otherwise(connection, Trust(stood), trust)
    grown, doubted = _pairs(r for r in rows if r["grown"]) - doubted, doubted - touched
    if not touched and not doubted and stood == measured:
        return 0
    segments = connection.table("position_segments").select(*_POSITION).limit(0).to_arrow_table().schema
    claims, places, standing = _Columns(2), _Columns(len(_POSITION)), _Columns(3)
    moves: dict[Pair, tuple[Shift, ...]] = {}
    with _without_collecting():
        for of in inferences(connection, touched | doubted, actors, trust, grown):
            claims.extend((c, u.utterance_id) for u in of.moved for c in u.claims)
            places.extend(of.inferred.positions)
            standing.extend((*of.pair, speaker) for speaker in of.inferred.standing)
            moves[of.pair] = of.inferred.shifts
        left = standing.table(pa.schema([(name, pa.string()) for name in ("actor", "issue", "speaker")]))
        with Transaction(connection):
            measuring.write(connection, measured, at)
            with_rows(connection, "set_utterances", claims.table(pa.schema([("claim_id", pa.string()), ("utterance_id", pa.string())])))
            with_rows(connection, "replace_segments", places.table(segments), {"at": at}, pairs=table_of(moves), standing=left)
            for some, why in ((touched, cause), (doubted, "coder")):
                _write_shifts(connection, {pair: moves[pair] for pair in sorted(some)}, left, at, why)
    return len(moves)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Within it nobody looks for cycles of garbage: values are many, form none, and looking through them takes a fifth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _pairs(rows: Iterable[Row]) -> set[Pair]:
    return {(r["actor"], r["issue"]) for r in rows}


def _believed_otherwise(connection: duckdb.DuckDBPyConnection, before: Trust, now: Trust) -> set[Pair]:
    """The pairs on the issues on which the machine is believed more or less than before."""
    if before == now:
        return set()
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


def position_key(row: Row) -> tuple[Any, ...]:
    """All that is inferred of a position; two rows with one key say the same."""
    return tuple(row[name] for name in _POSITION)


def shift_row(shift: Shift) -> Row:
    """A shift as a row, without its place in the ledger."""
    row = {name: getattr(shift, name) for name in _SHIFT}
    row |= {"kind": shift.kind.value, "from_stance": shift.from_stance and shift.from_stance.value, "to_stance": shift.to_stance.value}
    return row | {"before_claims": list(shift.before_claims), "after_claims": list(shift.after_claims)}


def shift_key(row: Row) -> tuple[Any, ...]:
    """All that is inferred of a shift; two rows with one key say the same, and so does a shift whose values these are."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in _shift_values(row))


def _same_shift(row: Row, shift: Shift) -> bool:
    degree = {Kind.SOFTENING, Kind.HARDENING, Kind.CONDITIONAL}
    same = (row["speaker"], row["from_stance"], row["to_stance"]) == (shift.speaker, shift.from_stance, shift.to_stance)
    alike = (row["kind"] == shift.kind) if {row["kind"], shift.kind} & degree else True
    return bool(same and alike and abs((row["latest"] - shift.latest).days) <= NEAR_DAYS)


def _news(standing: Sequence[Row], shifts: Sequence[Shift]) -> tuple[list[tuple[Shift, Row | None]], list[Row]]:
    """The shifts that do not stand as they are, each with the nearest in time of those standing ones that it is, if any; and the ones that no shift is."""
    unchanged: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in standing:
        unchanged[shift_key(row)].append(row)
    fresh = [shift for shift in shifts if not (same := unchanged.get(_values_of(shift))) or not same.pop()]
    left = dict(enumerate(row for rows in unchanged.values() for row in rows))
    near = sorted(
        (abs((row["latest"] - shift.latest).days), n, m) for n, shift in enumerate(fresh) for m, row in left.items() if _same_shift(row, shift)
    )  # fmt: skip
    made: dict[int, Row] = {}
    for _, n, m in near:
        if n not in made and m in left:
            made[n] = left.pop(m)
    return [(shift, made.get(n)) for n, shift in enumerate(fresh)], list(left.values())


def _write_shifts(connection: duckdb.DuckDBPyConnection, moves: Mapping[Pair, Sequence[Shift]], left: pa.Table, at: datetime, cause: str) -> None:
    """Keep the ledger: unchanged shifts stay, changed ones get a new state under the same id, vanished ones are withdrawn."""
    before: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in with_rows(connection, "live_shifts", table_of(moves), standing=left):
        before[row["actor"], row["issue"]].append(row)
    rows: list[Row] = []
    closed: list[str] = []
    for pair, shifts in moves.items():
        standing = [r for r in before[pair] if r["withdrawn_at"] is None]
        fallen = {r["shift_id"]: r for r in before[pair] if r["withdrawn_at"] is not None}
        taken = {r["shift_id"] for r in standing}
        news, gone = _news(standing, shifts)
        for shift, old in news:
            values = shift_row(shift)
            if old is not None:
                values |= {"shift_id": old["shift_id"], "revision": old["revision"] + 1, "detected_at": old["detected_at"], "cause": old["cause"]}
            else:
                new_id = shift.new_id
                while new_id in taken:  # of one that has moved away from there
                    new_id = digest("shift", new_id)
                taken.add(new_id)
                old = fallen.get(new_id)
                values |= {"shift_id": new_id, "revision": 1, "detected_at": at, "cause": cause}
                if old:
                    values |= {"revision": old["revision"] + 1, "detected_at": old["detected_at"]}
            if old:
                closed.append(old["shift_id"])
            rows.append({**values, "known_from": at, "known_to": None, "withdrawn_at": None})
        for row in gone:
            closed.append(row["shift_id"])
            rows.append({**row, "revision": row["revision"] + 1, "known_from": at, "known_to": None, "withdrawn_at": at, "cause": cause})
    if closed:
        with_rows(connection, "close_shifts", pa.table({"shift_id": closed}), {"at": at})
    append(connection, "shift_log", rows)
