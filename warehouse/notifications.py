"""The memory of notifications: what was told to which channel. It errs towards not telling twice.

A row is written before a message leaves and settled after it. A run that is killed in between leaves it ``sending``: whether the
message went out is then not known, and it is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warehouse.connection import Connection, query
from warehouse.rows import Transaction, rows_of


class State(StrEnum):
    """What became of a message."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Told:
    """One state of a shift, and what became of the message about it."""

    shift_id: str
    revision: int
    gist: str
    state: State


def told(connection: Connection, channel: str) -> tuple[Told, ...]:
    """All that a channel was ever told, in order."""
    rows = rows_of(connection, query("notified"), {"channel": channel})
    return tuple(Told(r["shift_id"], r["revision"], r["gist"], State(r["state"])) for r in rows)


def claim(connection: Connection, channel: str, news: Iterable[tuple[str, int, str]], *, run_id: str, at: datetime) -> None:
    """Write down, before it is sent, what a message will tell: (shift, revision, gist) each."""
    with Transaction(connection):
        for shift_id, revision, gist in news:  # what was refused before is tried again
            connection.execute("DELETE FROM notifications WHERE channel = ? AND shift_id = ? AND revision = ?", [channel, shift_id, revision])
            connection.execute(
                'INSERT INTO notifications (channel, shift_id, revision, gist, state, run_id, "at") VALUES (?, ?, ?, ?, ?, ?, ?)',
                [channel, shift_id, revision, gist, State.SENDING.value, run_id, at],
            )


def settle(connection: Connection, channel: str, state: State) -> int:
    """What became of the messages to a channel that were being sent; returns how many shifts they told of."""
    n = connection.execute("SELECT count(*) FROM notifications WHERE channel = ? AND state = ?", [channel, State.SENDING.value]).fetchone()
    connection.execute("UPDATE notifications SET state = ? WHERE channel = ? AND state = ?", [state.value, channel, State.SENDING.value])
    return int(n[0]) if n else 0


def add_notices(connection: Connection, run_id: str, notices: Sequence[str]) -> None:
    """Add to what a run had to say."""
    connection.execute("UPDATE runs SET notices = list_concat(coalesce(notices, []), ?) WHERE run_id = ?", [list(notices), run_id])
