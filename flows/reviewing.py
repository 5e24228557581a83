"""What ``volteface review`` works on: the list of readings to look at, verdicts kept as they are given, and what follows from them."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.errors import WarehouseBusy
from flows import __version__
from flows.config import Monitor
from warehouse import reviews, store
from warehouse.connection import Connection, Warehouse, query
from warehouse.files import replacing
from warehouse.reviews import Reading, Review
from warehouse.rows import Row, rows_of
from warehouse.store import Loaded


class Journal:
    """Verdicts that are given and not yet in the warehouse, a line each: a file beside it, so that nothing is lost and no cycle waits for a person."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.reviews = [review for line in lines if (review := _review_of(line)) is not None]

    def add(self, review: Review) -> None:
        """Keep one more, on the disk when this returns."""
        self.reviews.append(review)
        self._write()

    def undo(self) -> None:
        """Drop the last."""
        self.reviews.pop()
        self._write()

    def clear(self) -> None:
        """All of it is in the warehouse."""
        self.reviews.clear()
        self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        with replacing(self._path) as fresh, fresh.open("w", encoding="utf-8") as file:
            for review in self.reviews:
                row = reviews.to_row(review)
                file.write(json.dumps({**row, "reviewed_at": row["reviewed_at"].isoformat()}, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _review_of(line: str) -> Review | None:
    try:
        row = json.loads(line)
        return reviews.from_row({**row, "reviewed_at": datetime.fromisoformat(row["reviewed_at"])})
    except (ValueError, KeyError, TypeError):  # a line that somebody has edited
        return None


@contextmanager
def journal(place: Warehouse, coder: str) -> Iterator[Journal]:
    """The journal of one coder; raises ``WarehouseBusy`` where it is open already."""
    from filelock import FileLock, Timeout

    place.prepare()
    name = coder.removeprefix(reviews.PREFIX)
    lock = FileLock(place.state / f"reviews-{name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise WarehouseBusy(f"a review as {name} is open already on {place.path}; end it there, or name another coder with --as") from None
    try:
        yield Journal(place.state / f"reviews-{name}.jsonl")
    finally:
        lock.release()


@contextmanager
def reading(place: Warehouse) -> Iterator[Connection]:
    """The published snapshot, published anew first where an older program made it."""
    with place.reading() as connection:
        is_new = reviews.has_reviews(connection)
    if not is_new:
        with place.cycle():
            with place.writing():
                pass
            place.publish()
    with place.reading() as connection:
        yield connection


def worklist(connection: Connection, coder: str, most: int | None, pending: Sequence[Review] = ()) -> list[Reading]:
    """What this coder has not reviewed: first what is behind shifts, the most probable first, then what the machine is least sure of."""
    done = {r.place for r in pending}
    wanted = None if most is None else most + len(done)
    return [r for r in reviews.readings(connection, unseen_by=coder, most=wanted) if r.place not in done][:most]


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of reviews: how many were new, how many of each verdict, and what else stands there now, a sentence each."""

    new: int
    verdicts: Counter[str]
    sentences: tuple[str, ...]


def conclude(monitor: Monitor, given: Sequence[Review], at: datetime | None = None) -> Changed:
    """Write verdicts down, infer and publish. What comes or goes with them has the cause ``coder``: no actor changed its mind.

    The coder of the last run stays in force while people review.
    """
    from flows import runs, stages  # bring the readers of pages along, which a person at a prompt need not wait for

    place = monitor.place
    run = runs.Run(monitor, place, "review", at or datetime.now(UTC))
    with place.cycle():
        with place.writing() as connection:
            before = _standing(connection)
            store.begin_run(connection, run.id, run.kind, run.at, store.last_coder(connection) or "none", __version__, monitor.digest)
            new = reviews.record(connection, given)
        stages.conclude(run, Loaded(), cause="coder")
        with place.reading() as connection:
            after = _standing(connection)
    return Changed(new, Counter(r.verdict.value for r in given), tuple(_differences(before, after)))


Standing = tuple[dict[str, Row], dict[tuple[str, str], str]]


def _standing(connection: Connection) -> Standing:
    shifts = rows_of(connection, query("ledger"), {"everything": True, "actor": None, "issue": None})
    return {r["shift_id"]: r for r in shifts if r["withdrawn_at"] is None}, {
        (r["actor"], r["issue"]): r["stance"] for r in rows_of(connection, query("places_now"))
    }


def _differences(before: Standing, after: Standing) -> Iterator[str]:
    for word, some, others in (("taken back", before[0], after[0]), ("new", after[0], before[0])):
        for shift_id in sorted(set(some) - set(others)):
            s = some[shift_id]
            move = f"{s['from_stance']} to {s['to_stance']}" if s["from_stance"] else f"first {s['to_stance']}"
            who = f"{s['speaker']} ({s['actor']})" if s["speaker"] else s["actor"]
            yield f"{word}: {who} on {s['issue']}, {s['kind']}, {move}, by {s['latest']}"
    for pair in sorted(set(before[1]) | set(after[1])):
        was, now = before[1].get(pair, "unknown"), after[1].get(pair, "unknown")
        if was != now:
            yield f"{pair[0]} on {pair[1]}: now {now}, before {was}"
