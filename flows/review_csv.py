"""The worklist of ``volteface review`` as CSV, for whoever codes in a spreadsheet, and what comes back."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from extract.context import context
from extract.errors import MonitorError
from extract.model import Stance
from warehouse import reviews
from warehouse.connection import Connection
from warehouse.reviews import AROUND, Reading, Review, Verdict, verdict_of

COLUMNS = (
    "claim_id",
    "outlet",
    "published",
    "title",
    "context",
    "quote",
    "actor",
    "issue",
    "proposition",
    "machine_stance",
    "verdict",
    "stance",
    "strength",
    "note",
)
_STANCES = ("support", "oppose", "neutral")


def write(items: Sequence[Reading], file: TextIO, *, blind: bool) -> int:
    """Write readings, a row each; without the machine's stance where ``blind``. Returns how many."""
    writer = csv.writer(file, lineterminator="\n")
    names = [n for n in COLUMNS if not (blind and n == "machine_stance")]
    writer.writerow(names)
    for item in items:
        before, after = context(item.before, item.after, cut=AROUND)
        row = {
            "claim_id": item.claim_id, "outlet": item.outlet, "published": item.published, "title": item.title, "context": f"{before}⟦{item.quote}⟧{after}",
            "quote": item.quote, "actor": item.actor, "issue": item.place.issue, "proposition": item.proposition, "machine_stance": item.stance.value,
        }  # fmt: skip
        writer.writerow([_inert(row.get(n)) for n in names])
    return len(items)


def _inert(value: object) -> str:
    """As text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class Rows:
    """A file of verdicts: ``reviews`` are the good rows; ``wrong`` names each other one, with its line; ``empty`` counts those without a verdict."""

    def __init__(self, path: Path, connection: Connection, coder: str, at: datetime) -> None:
        self.reviews: list[Review] = []
        self.wrong: list[str] = []
        self.empty = 0
        rows = list(_rows(path))
        known = reviews.seen(connection, [row["claim_id"] for _, row in rows])
        for n, (line, row) in enumerate(rows):
            if not (row["verdict"] or row["stance"] or row["strength"]):
                self.empty += 1
                continue
            try:
                self.reviews.append(_review(row, known, coder, at + timedelta(microseconds=n)))
            except ValueError as error:
                self.wrong.append(f"{path}, line {line}: {error}")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MonitorError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise MonitorError(f"{path} is not in UTF-8; save it from the spreadsheet as “CSV UTF-8”") from None
    header = text.partition("\n")[0]
    table = _cells(text, ";" if header.count(";") > header.count(",") else ",", path)
    names = [name.strip() for name in next(table, (1, []))[1]]
    missing = [n for n in ("claim_id", "verdict", "stance", "strength") if n not in names]
    if missing:
        raise MonitorError(f"{path}, line 1: no column {', '.join(missing)}; expected the columns that `volteface review --export` writes")
    for line, cells in table:
        if any(cell.strip() for cell in cells):
            row = dict.fromkeys(COLUMNS, "") | {n: cell.strip() for n, cell in zip(names, cells, strict=False)}
            yield line, row


def _cells(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins in."""
    last, reader = 0, csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for cells in reader:
            yield last + 1, cells
            last = reader.line_num
    except csv.Error as error:  # a quote that is never closed, a null
        raise MonitorError(f"{path}, line {reader.line_num}: {error}; expected CSV as `volteface review --export` writes it") from None


def _review(row: dict[str, str], known: dict[str, tuple[reviews.Place, Stance, int]], coder: str, at: datetime) -> Review:
    """The review of a row; raises ``ValueError`` that says what was expected."""
    claim, note = row["claim_id"], row["note"] or None
    if claim not in known:
        raise ValueError(f"there is no claim {claim!r} in this warehouse; expected a claim_id that --export wrote")
    place, read_stance, read_strength = known[claim]
    verdict, stance, strength = row["verdict"].lower(), row["stance"].lower(), row["strength"]
    if verdict not in ("", "confirm", "correct", "reject"):
        raise ValueError(f"verdict {row['verdict']!r}; expected confirm, correct, reject, or nothing beside a stance")
    if stance not in ("", *_STANCES):
        raise ValueError(f"stance {row['stance']!r}; expected support, oppose or neutral")
    if strength not in ("", "1", "2", "3"):
        raise ValueError(f"strength {strength!r}; expected 1, 2 or 3")
    if verdict == "reject":
        if stance or strength:
            raise ValueError("a rejected claim with a stance or a strength; expected neither, or the verdict correct")
        return Review(claim, place, coder, Verdict.REJECT, None, None, note, at)
    if verdict == "correct" and not (stance or strength):
        raise ValueError("a correction that says nothing; expected a stance (support, oppose, neutral) or a strength (1, 2, 3)")
    held = Stance(stance) if stance else read_stance
    firm = int(strength) if strength else read_strength if held is read_stance else 2
    found = verdict_of(held, firm, read_stance, read_strength)
    if verdict == "confirm" and found is not Verdict.CONFIRM:
        raise ValueError(f"confirm, and another reading than the machine's ({read_stance}, {read_strength}); expected correct, or no stance and no strength")
    return Review(claim, place, coder, found, held, firm, note, at)
