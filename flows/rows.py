"""Rows of a query on stdout: a table for people, CSV and JSON for programs, which get them as they come."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from flows.output import plain_value, visible

if TYPE_CHECKING:
    from warehouse.console import Answer

SHOWN = 50  # rows of a table on a terminal
RECORDS = 5  # where each row takes many lines
CELL = 400  # characters of a cell on a terminal
COUNTED = 100_000  # rows that are computed only to tell how many more there are
HINT = "--all prints them, --format csv and --format json too"
NARROW = 9  # columns of fewer characters are no pleasure to read
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT")


def print_answer(answer: Answer, form: str, *, everything: bool = False, hint: str = HINT) -> int:
    """Print the rows, and return how many there are.

    A table on a terminal shows the first rows and the beginning of long cells, and says what it leaves out, unless ``everything`` is wanted;
    ``hint`` says how to have the rest. In a pipe it is whole. A JSON array that ends early, because its query was stopped, stays open: nobody takes it for the whole.
    """
    if form == "json":
        return _print_json(answer)
    if form == "csv":
        return _print_csv(answer)
    return _print_table(answer, hint, whole=everything or not sys.stdout.isatty())


def _print_json(answer: Answer) -> int:
    names = _distinct(answer.names)
    count = 0
    print("[", end="")
    for count, row in enumerate(answer.rows, 1):
        values = dict(zip(names, map(plain_value, row), strict=True))
        print(",\n " if count > 1 else "\n ", json.dumps(values, ensure_ascii=False), sep="", end="")
    print("\n]" if count else "]")
    return count


def _print_csv(answer: Answer) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.names)
    count = 0
    for row in answer.rows:
        writer.writerow([_csv_value(v) for v in row])
        count += 1
    return count


def _csv_value(value: Any) -> Any:
    plain = plain_value(value)
    if plain is None:
        return ""
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, (list, dict)) else plain


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, numbered where one is there twice: an object has each key once."""
    taken: set[str] = set()
    found = []
    for name in names:
        fresh, n = name, 1
        while fresh in taken:
            fresh, n = f"{name}_{n}", n + 1
        taken.add(fresh)
        found.append(fresh)
    return found


def _print_table(answer: Answer, hint: str, *, whole: bool) -> int:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=False)
    as_records = sys.stdout.isatty() and len(answer.names) * NARROW > console.width
    rows = list(answer.rows if whole else islice(answer.rows, RECORDS if as_records else SHOWN))
    (_print_records if as_records else _print_grid)(console, answer, rows, whole)
    more = 0 if whole else sum(1 for _ in islice(answer.rows, COUNTED))
    if more:
        at_least = "at least " if more == COUNTED else ""
        print(f"… {at_least}{more:,} more rows; {hint}")
    return len(rows) + more


def _print_grid(console: Any, answer: Answer, rows: Sequence[Sequence[Any]], whole: bool) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for name, kind in zip(answer.names, answer.types, strict=True):
        is_number = kind.endswith(_NUMBERS) or kind.startswith("DECIMAL")
        table.add_column(visible(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(v, whole) for v in row))
    console.print(table)


def _print_records(console: Any, answer: Answer, rows: Sequence[Sequence[Any]], whole: bool) -> None:
    """Every column of a row on a line of its own: where there are more columns than fit beside each other."""
    from rich.table import Table

    for number, row in enumerate(rows, 1):
        console.rule(f"row {number}", align="left", style="dim")
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, style="bold")
        table.add_column(overflow="fold")
        for name, value in zip(answer.names, row, strict=True):
            table.add_row(visible(name), _cell(value, whole))
        console.print(table)


def _cell(value: Any, whole: bool) -> Any:
    from rich.text import Text

    if value is None:
        return Text("NULL", style="dim")
    text = visible(f"{value:.6g}" if isinstance(value, float) and not whole else _written(value))
    if not whole:
        text = text.replace("\n", " ↵ ")
        text = text if len(text) <= CELL else f"{text[:CELL]}…"
    return Text(text)


def _written(value: Any) -> str:
    plain = plain_value(value)
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, (list, dict)) else str(plain)


def counted(count: int, seconds: float) -> str:
    """How many rows, and how long it took."""
    return f"{count:,} {'row' if count == 1 else 'rows'}, {seconds:.2f} s"
