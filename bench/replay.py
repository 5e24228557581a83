"""Replays a warehouse day by day, to see on which day each shift became sure: JSON rows as ``volteface shifts`` prints them.

    python -m bench.replay MONITOR.toml [--sure .9] > MONITOR.json

The claims are those of the warehouse that the monitor file names; on each day only what was said up to it is known, and the coder is
believed as it states.
``detected_at`` is the first day on which the shift was inferred with at least ``--sure``; shifts that never are keep none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from flows import config
from warehouse import inferring, ledger, read_pairs
from warehouse.connection import Warehouse, query
from warehouse.inference import infer_pair
from warehouse.model import Evidence, Shift, Utterance
from warehouse.rows import rows_of
from warehouse.voices import authority_of


def replay(
    pair: tuple[str, str], evidence: list[Evidence], silences: list[Utterance], heads: list[date], authority: dict[str, float], sure: float
) -> Iterator[tuple[Shift, date | None]]:
    """The actor's shifts of one pair as inferred in the end, each with the day on which it was first sure."""
    days = sorted({e.said_at.date() for e in evidence} | {s.said_at.date() for s in silences})
    known = [
        (day, [s for s in infer_pair(*pair, [e for e in evidence if e.said_at.date() <= day], heads,
                                     [s for s in silences if s.said_at.date() <= day], authority).shifts if s.speaker is None])
        for day in days
    ]  # fmt: skip
    for final in known[-1][1] if known else ():
        same = (
            day for day, shifts in known for s in shifts
            if s.to_stance is final.to_stance and s.kind is final.kind and abs((s.latest - final.latest).days) <= ledger.NEAR_DAYS and s.probability >= sure
        )  # fmt: skip
        yield final, next(same, None)


def main() -> None:
    """Print the rows of one monitor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("monitor", type=Path)
    parser.add_argument("--sure", type=float, default=0.9)
    args = parser.parse_args()
    monitor = config.load(args.monitor)
    rows = []
    with Warehouse(monitor.warehouse).reading() as connection:
        pairs = [(r["actor"], r["issue"]) for r in rows_of(connection, query("all_pairs"))]
        silent = inferring.silences(connection)
        grouped: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for e, _ in read_pairs.evidence(connection, pairs, datetime.max.replace(tzinfo=UTC)):
            grouped[e.actor, e.issue].append(e)
    actors = {a.id: a for a in monitor.actors}
    for pair, evidence in grouped.items():
        actor = actors[pair[0]]
        for shift, day in replay(pair, evidence, silent.get(pair, []), inferring.head_changes(actor), authority_of(actor.speakers), args.sure):
            rows.append({**ledger.shift_row(shift), "detected_at": day})
    json.dump(rows, sys.stdout, default=str, indent=1)


if __name__ == "__main__":
    main()
