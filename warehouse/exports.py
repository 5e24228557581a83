"""The warehouse in the formats of others: Parquet, PLOVER records, the statements of the Discourse Network Analyzer. docs/exports.md tells what becomes of what."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from extract.errors import MonitorError, WarehouseError
from warehouse.connection import SPILL, Warehouse, query
from warehouse.files import replacing
from warehouse.schema import CONTRACTS, present

CHUNK = 2_000
MARK = "volteface-export.json"
PARTITIONS = {"claims": "said_month", "versions": "published_month"}
DNA_COLUMNS = (
    "statement_id", "time", "document_id", "document_title", "document_author", "document_source", "document_section", "document_type",
    "person", "organization", "concept", "agreement", "text", "claim_id", "url",
)  # fmt: skip
"""The columns of DNA's own export of events, in its order, and three more: the quote, and what leads back to the warehouse."""
_EVENTS = {"support": ("SUPPORT", 1), "oppose": ("REJECT", 3)}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Live claims that a format cannot hold."""

    undated: int
    neutral: int


def left_out(connection: duckdb.DuckDBPyConnection) -> LeftOut:
    """How many claims PLOVER and DNA leave out, and why."""
    return LeftOut(*(connection.execute(query("export_left_out")).fetchone() or (0, 0)))


def plover(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Every live, dated claim for or against as one line of JSON with the keys of PLOVER 0.7, in the order of saying."""
    for row in _rows(connection, "export_plover"):
        yield json.dumps(_plover(row), ensure_ascii=False)


def _plover(row: Mapping[str, Any]) -> dict[str, Any]:
    event, quad = _EVENTS[row["stance"]]
    said: datetime | None = row["said_at"]
    record = {
        "id": row["claim_id"],
        "has_event": True,
        "date": row["said_on"].isoformat(),
        "time": said and said.timetz().isoformat(),
        "source": [{"identifier_id": row["actor"], "identifier_text": row["actor_name"], "actor_text": row["speaker"]}],
        "event": [event],
        "event_text": [row["cue"]],
        "quad_code": quad,
        "event_scale": row["score"],
        "context": ["hypothetical"] if row["conditional"] else [],
        "link": row["utterance_id"],
        "text": row["quote"],
        "text_info": {"start": row["quote_start"], "end": row["quote_end"]},
        "cite_info": {"url": row["url"], "title": row["title"], "language": row["language"], "publication": row["outlet"], "coder": row["coder"]},
        "coder": row["coder"],
        "coded_date": row["coded_at"].date().isoformat(),
        "coded_time": row["coded_at"].timetz().isoformat(),
        "volteface": {
            name: row[name]
            for name in ("issue", "proposition", "stance", "strength", "conditional", "hedged", "directness", "basis", "confidence", "speaker", "utterance_id")
        },
    }
    return {k: v for k, v in record.items() if v not in (None, [])}


def dna(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """Every live, dated claim for or against as a row of ``DNA_COLUMNS``, in the order of saying; times are of UTC."""
    for row in _rows(connection, "export_dna"):
        yield tuple(row[name] for name in DNA_COLUMNS)


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[dict[str, Any]]:
    connection.execute(query(name))
    names = [c[0] for c in connection.description or ()]
    while rows := connection.fetchmany(CHUNK):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def parquet(warehouse: Warehouse, folder: Path, program: str) -> dict[str, int]:
    """Write every contract of the published snapshot as Parquet, a folder each, and put it in place of ``folder`` in one step; rows of each.

    A snapshot that an older program published has not all of them. Claims are the live ones, by the month they were said in; versions by the month they were published in. Raises ``MonitorError`` where
    the folder holds anything that this did not write, ``WarehouseError`` where it cannot be written; it is then as it was.
    """
    folder = folder.absolute()
    _refuse_foreign(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with replacing(folder) as fresh:
            fresh.mkdir()
            with warehouse.reading(writing_to=fresh) as connection:
                there = present(connection)
                rows = {name: _write(connection, name, fresh / name) for name in CONTRACTS if name in there}
            shutil.rmtree(fresh / SPILL, ignore_errors=True)
            mark = {"made_by": f"volteface {program}", "warehouse": str(warehouse.path.name), "rows": rows}
            (fresh / MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"cannot write {folder}: {error.strerror or error}") from None
    except duckdb.Error as error:
        raise WarehouseError(f"cannot write {folder}: {str(error).splitlines()[0]}") from None
    return rows


def _refuse_foreign(folder: Path) -> None:
    found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if found and not (MARK in found and found <= {MARK, *CONTRACTS}):
        raise MonitorError(f"{folder} holds files that no export of this program wrote; name a new folder, or an empty one")
    if folder.exists() and not folder.is_dir():
        raise MonitorError(f"{folder} is a file; expected a folder, which may be missing")


def _write(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> int:
    """Copy one relation; ``name`` and the partition are ours, the path is quoted."""
    month = PARTITIONS.get(name)
    chosen = query(f"export_{name}") if month else f"SELECT * FROM {name}"
    folder.mkdir()
    target = str(folder if month else folder / f"{name}.parquet").replace("'", "''")
    options = f", PARTITION_BY ({month})" if month else ""
    copied = connection.execute(f"COPY ({chosen}) TO '{target}' (FORMAT parquet, COMPRESSION zstd{options})").fetchone()
    return int(copied[0]) if copied else 0
