"""What commands print: results on stdout, diagnostics on stderr, nothing else in machine formats."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.model import Claim
    from warehouse.staging import Failure

_HIDDEN = {i: f"\\x{i:02x}" for i in (*range(0, 9), *range(11, 32), *range(127, 160))} | {
    c: f"\\u{c:04x}" for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
}

WATCHER: ContextVar[Callable[[str, int, int | None], object] | None] = ContextVar("WATCHER", default=None)
"""Who else is told how far a bar is: its label, the things done, and of how many."""


def visible(text: str) -> str:
    """The text with control and direction characters shown, so that nothing of an article steers a terminal."""
    return text.translate(_HIDDEN)


def tell(message: str) -> None:
    """A diagnostic, on stderr."""
    print(visible(message), file=sys.stderr)


def tell_failures(failures: Iterable[Failure]) -> None:
    """Name every failure on stderr."""
    for failure in failures:
        tell(f"failed: {failure.outlet}: {failure.document}: {failure.reason}")


def plain_value(value: Any) -> Any:
    """A value as JSON has it: instants and days in ISO 8601."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"  # JSON has no number for these
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple)):
        return [plain_value(v) for v in value]
    if isinstance(value, dict):
        return {k if isinstance(k, str) else str(plain_value(k)): plain_value(v) for k, v in value.items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def claim_json(doc: str, claim: Claim) -> str:
    """One line of ``extract --format jsonl``."""
    row = {
        "doc": doc, "actor": claim.actor, "speaker": claim.speaker, "issue": claim.issue, "stance": claim.stance.value, "strength": claim.strength,
        "conditional": claim.conditional, "hedged": claim.hedged, "directness": claim.directness.value, "basis": claim.basis.value, "cue": claim.cue,
        "quote": claim.quote, "start": claim.start, "end": claim.end, "said_at": str(claim.said) if claim.said else None,
        "said_at_basis": claim.said.basis if claim.said else None, "confidence": claim.confidence, "coder": claim.coder,
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False)


def print_table(names: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """A table that folds long cells to the terminal's width; in a pipe, a wide one."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if v is None else visible(str(plain_value(v)))) for v in row))
    console.print(table)


@contextmanager
def to_whoever_reads() -> Iterator[None]:
    """Whoever closes the pipe has enough: no failure, and nothing more to say."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or closing it at exit would fail again


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, nothing in a pipe. Call what it yields with the number of things done."""
    if watcher := WATCHER.get():
        yield _counter(label, total, watcher)
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda n: None
        return
    with Progress(console=console, transient=True) as bar:
        job = bar.add_task(label, total=total)
        yield lambda n: bar.advance(job, n)


def _counter(label: str, total: int | None, watcher: Callable[[str, int, int | None], object]) -> Callable[[int], object]:
    done = 0

    def advance(n: int) -> None:
        nonlocal done
        done += n
        watcher(label, done, total)

    return advance
