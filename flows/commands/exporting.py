"""``volteface export``: the warehouse in the formats of others."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

from extract.errors import MonitorError, WarehouseError
from flows.commands.options import DEFAULT, Config, WarehouseOption, monitor_of
from warehouse.files import replacing

if TYPE_CHECKING:
    from warehouse.connection import Connection

T = TypeVar("T")


def export(
    config: Config = DEFAULT,
    parquet: Annotated[Path | None, typer.Option("--parquet", metavar="DIR", help="All relations as Parquet, claims and versions by month.")] = None,
    plover: Annotated[Path | None, typer.Option("--plover", metavar="FILE", help="Claims as PLOVER event records, JSON lines; '-' for stdout.")] = None,
    dna: Annotated[
        Path | None, typer.Option("--dna", metavar="FILE", help="Claims as statements of the Discourse Network Analyzer, CSV; '-' for stdout.")
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write the published warehouse as Parquet, PLOVER or DNA; docs/exports.md tells what becomes of what."""
    from flows import __version__, output
    from warehouse import exports
    from warehouse.connection import Warehouse

    if sum(o is not None for o in (parquet, plover, dna)) != 1:
        raise MonitorError("export needs one of --parquet DIR, --plover FILE and --dna FILE")
    place = Warehouse(warehouse.resolve()) if warehouse else monitor_of(config).place
    if parquet is not None:
        rows = exports.parquet(place, parquet, __version__)
        output.tell(", ".join(f"{n:,} {name}" for name, n in rows.items()))
        print(parquet)
        return
    with place.reading() as connection, output.to_whoever_reads():
        path = plover or dna or Path("-")
        count = _write(path, connection, _plover_lines if plover else _dna_lines)
        missing = exports.left_out(connection)
        output.tell(f"{count:,} claims written; left out: {missing.neutral:,} neutral and {missing.undated:,} undated ones, which the format cannot hold")
        if str(path) != "-":
            print(path)


def _plover_lines(connection: Connection, file: TextIO) -> int:
    from warehouse import exports

    return _counted(exports.plover(connection), lambda line: file.write(line + "\n"))


def _dna_lines(connection: Connection, file: TextIO) -> int:
    """As DNA writes it: semicolons, text in quotation marks, numbers bare. A quotation mark in a text is doubled, which DNA makes an apostrophe."""
    from warehouse import exports

    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(exports.DNA_COLUMNS)
    return _counted(exports.dna(connection), lambda row: writer.writerow([f"{v:%Y-%m-%d %H:%M:%S}" if hasattr(v, "strftime") else v for v in row]))


def _counted(values: Iterable[T], write: Callable[[T], object]) -> int:
    count = 0
    for value in values:
        write(value)
        count += 1
    return count


def _write(path: Path, connection: Connection, lines: Callable[[Connection, TextIO], int]) -> int:
    with opened(path) as file:
        return lines(connection, file)


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Stdout for "-"; else a file that is there whole or not at all."""
    if str(path) == "-":
        yield sys.stdout
        return
    try:
        with replacing(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise WarehouseError(f"cannot write {path}: {error.strerror or error}") from None
