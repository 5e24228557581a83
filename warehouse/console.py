"""Queries that people write: run within limits, stopped when asked, their rows handed out as they come, their errors in plain words."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb

from extract.errors import MonitorError, QueryStopped

T = TypeVar("T")
CHUNK = 2_000  # rows taken out of DuckDB at a time
_MEMORY = re.compile(r"\d+(\.\d+)?\s*([KMGT]i?)B?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query: names and DuckDB's types of its columns; ``rows`` are computed while they are taken, once, before the next query."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def memory(text: str, option: str) -> str:
    """An amount of memory, as given; raises ``MonitorError`` where it is none."""
    if not _MEMORY.fullmatch(text.strip()) or not float(re.split(r"[^\d.]", text.strip())[0]):
        raise MonitorError(f"{option} {text!r} is no amount of memory; expected one such as 500MB or 2GB")
    return text.strip()


class Console:
    """Runs texts of SQL on a connection, each within ``seconds`` (0: no limit) of DuckDB's work; the reader's own time is not counted."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float = 0) -> None:
        self._connection = connection
        self._seconds = seconds
        self._left = seconds

    def ask(self, text: str) -> Answer | None:
        """Run all statements of the text; the answer of the last one, or None where it has none.

        Raises ``MonitorError`` where DuckDB refuses it, ``QueryStopped`` where it goes past a limit, and ``KeyboardInterrupt``
        where the user ends it; so does taking the rows. The connection can be asked again afterwards.
        """
        self._left = self._seconds
        statements = self._run(lambda: self._connection.extract_statements(text))
        if not statements:
            raise MonitorError("the query is empty; expected SQL such as: SELECT * FROM positions")
        for statement in statements[:-1]:
            self._run(lambda s=statement: self._connection.execute(s))  # type: ignore[misc]
            for _ in self._rows():  # an error may come with any row
                pass
        self._run(lambda: self._connection.execute(statements[-1]))
        if self._connection.description is None or statements[-1].expected_result_type == [duckdb.ExpectedResultType.NOTHING]:
            return None
        columns = self._connection.description
        return Answer(tuple(c[0] for c in columns), tuple(str(c[1]) for c in columns), self._rows())

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        while rows := self._run(lambda: self._connection.fetchmany(CHUNK)):
            yield from rows

    def _settle(self) -> None:
        """End what is running, and wait until an interrupt that came too late for it can hit nothing else."""
        self._connection.interrupt()
        for _ in range(100):
            with suppress(duckdb.InterruptException):
                self._connection.execute("SELECT 1").fetchall()
                return
            time.sleep(0.01)

    def _run(self, work: Callable[[], T]) -> T:
        """One call of DuckDB with the clock on."""
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            self._connection.interrupt()

        try:
            with _alarm(self._left if self._seconds else None, stop):
                begun = time.monotonic()
                try:
                    return work()
                finally:
                    self._left -= time.monotonic() - begun
        except RuntimeError as error:
            # DuckDB notices Ctrl-C itself and reports it so, but its threads work on until they are told.
            self._settle()
            if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
                raise KeyboardInterrupt from None
            raise
        except KeyboardInterrupt:
            self._settle()
            raise
        except duckdb.InterruptException:
            if not expired.is_set():
                raise KeyboardInterrupt from None
            raise QueryStopped(f"the query was ended after {self._seconds:g} s; give it more with --timeout (0: no limit), or ask for less") from None
        except duckdb.OutOfMemoryException:
            raise QueryStopped("the query needs more memory than it may have; give it more with --memory, such as 8GB, or ask for less") from None
        except duckdb.Error as error:
            if "transaction is aborted" in str(error):
                self._connection.rollback()
            raise MonitorError(f"the query failed: {explained(str(error))}") from None


@contextmanager
def _alarm(seconds: float | None, ring: Callable[[], None]) -> Iterator[None]:
    if seconds is None:
        yield
        return
    timer = threading.Timer(max(seconds, 0.001), ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def explained(message: str) -> str:
    """DuckDB's message; where it is about what is closed here, in the words of this program."""
    if match := re.search(r'Cannot execute statement of type "(\w+)" .*read-only', message):
        return f"the published warehouse is read-only, and {match[1]} would write; only volteface run, ingest and recode do"
    if "/extensions/" in message or "Loading external extensions is disabled" in message:
        return "extensions cannot be loaded here"
    if match := re.search(r"Cannot access (?:file|directory) \"(.*?)\" - file system operations are disabled", message):
        return f"queries see the warehouse and no files: {match[1]} is refused; export with --format csv or `volteface export`"
    if match := re.search(r'Cannot change configuration option "(\w+)"', message):
        return f"settings are locked, {match[1]} too; there are --memory, --threads and --timeout"
    if match := re.search(r"exists in the (\w+) extension", message):
        return f"{message.splitlines()[0]} Extensions cannot be loaded here"
    if "transaction is aborted" in message:
        return "the transaction had failed and is now rolled back; ask again"
    if "parameters" in message and "Values were not provided" in message:
        return "parameters such as $1 have no values here; write the values into the query"
    return re.sub(r"^\w+ Error: ", "", message.strip())
