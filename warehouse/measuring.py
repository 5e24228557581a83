"""The machine's measured error in the warehouse: made from the reviews, kept with the time since when it is taken so, read as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from extract.model import Stance
from warehouse import reviews
from warehouse.calibration import Measured, Read, believed, measure, passages
from warehouse.connection import query
from warehouse.rows import rows_of, with_rows
from warehouse.schema import present

_MEASURED = pa.schema([
    ("issue", pa.string()), ("n_checked", pa.int64()), ("n_wrong", pa.int64()), ("stated", pa.float64()), ("believed", pa.float64()), ("factor", pa.float64()),
])  # fmt: skip
assert tuple(_MEASURED.names) == tuple(f.name for f in fields(Measured))


def fresh(connection: duckdb.DuckDBPyConnection) -> tuple[Measured, ...]:
    """What follows from the reviews as they are now."""
    given = reviews.known(connection)
    if not given:
        return ()
    reads = [Read(reviews.place_of(r), r["quote"], Stance(r["stance"]), r["confidence"], r["behind"]) for r in rows_of(connection, query("reads_reviewed"))]
    return measure(passages(reads, given))


def known(connection: duckdb.DuckDBPyConnection, at: datetime | None = None) -> tuple[Measured, ...]:
    """What was taken to be so at a moment (None: what is now): all issues together first, then each by name. Nothing in a warehouse that knows of none."""
    if "measured_errors" not in present(connection):
        return ()
    return tuple(Measured(**r) for r in rows_of(connection, query("measured_known"), {"known_at": at}))


def write(connection: duckdb.DuckDBPyConnection, now: Sequence[Measured], at: datetime) -> None:
    """From this moment on it is taken so. Changes nothing where it is already."""
    with_rows(connection, "replace_measured", pa.Table.from_pylist([asdict(m) for m in now], schema=_MEASURED), {"at": at})


class Trust:
    """How far the machine is believed on each issue."""

    def __init__(self, measured: Sequence[Measured]) -> None:
        self._factors: Mapping[str | None, float] = {m.issue: m.factor for m in measured}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trust) and self._factors == other._factors

    __hash__ = None  # type: ignore[assignment]

    def on(self, issue: str) -> float:
        """The factor on the odds of error of the machine's claims on an issue: 1 where nobody reviewed anything."""
        return self._factors.get(issue, self._factors.get(None, 1.0))

    def believed(self, claims: pa.Table) -> pa.Table:
        """Claims, each as sure as it is believed to be; people's (``human``) as they stand."""
        if not self._factors:
            return claims
        issue = claims["issue"].combine_chunks().dictionary_encode()
        factors = np.array([self.on(name) for name in issue.dictionary.to_pylist()])[issue.indices.to_numpy()]
        factors[claims["human"].to_numpy()] = 1.0
        confidence = claims["confidence"].to_numpy().copy()
        for factor in np.unique(factors).tolist():
            confidence[factors == factor] = believed(confidence[factors == factor], factor)
        return claims.set_column(claims.column_names.index("confidence"), "confidence", pa.array(confidence))
