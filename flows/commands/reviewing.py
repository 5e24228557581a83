"""``volteface review``: people confirm, correct and reject what the machine read."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.errors import MonitorError, WarehouseBusy
from flows.commands.options import DEFAULT, Config, LedgerForm, WarehouseOption, monitor_of

if TYPE_CHECKING:
    from flows.config import Monitor
    from flows.reviewing import Changed
    from warehouse.reviews import Review

NEXT = "Next: `volteface review --agreement`, or `volteface report`."


def review(
    config: Config = DEFAULT,
    name: Annotated[str | None, typer.Option("--as", metavar="ID", help="Who reviews; by default the user's name.")] = None,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE.csv", help="Write what is to be reviewed as CSV; '-' for stdout.")] = None,
    blind: Annotated[bool, typer.Option("--blind", help="With --export: without the machine's stance.")] = False,
    read: Annotated[Path | None, typer.Option("--import", metavar="FILE.csv", help="Read such a file back, with its verdicts.")] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="How far people agree with each other and with the machine.")] = False,
    form: Annotated[LedgerForm, typer.Option("--format", help="With --agreement.")] = LedgerForm.table,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many to review or export at most.")] = 1000,
    warehouse: WarehouseOption = None,
) -> None:
    """Review the machine's claims one by one, or as CSV: what people say takes their place."""
    if sum((export is not None, read is not None, agreement)) > 1:
        raise MonitorError("--export, --import and --agreement are three different things; give one of them")
    if blind and export is None:
        raise MonitorError("--blind goes with --export FILE.csv")
    monitor = monitor_of(config, warehouse)
    if agreement:
        _print_agreement(monitor, form)
    elif export is not None:
        _export(monitor, _coder(name), export, limit, blind=blind)
    elif read is not None:
        _import(monitor, _coder(name), read)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _walk(monitor, _coder(name), limit)
    else:
        raise MonitorError("review asks on a terminal, and this is none; use --export FILE.csv and --import FILE.csv, or --agreement")


def _coder(name: str | None) -> str:
    import getpass

    from warehouse.reviews import coder_of

    if name is None:
        try:
            name = getpass.getuser()
        except (OSError, KeyError, ImportError):
            raise MonitorError("nobody knows your name here; say who reviews with --as ID") from None
    return coder_of(name)


def _walk(monitor: Monitor, coder: str, limit: int) -> None:
    from flows import output, reviewing
    from flows.review_prompt import walk

    with reviewing.journal(monitor.place, coder) as journal:
        if journal.reviews:
            output.tell(f"{_kept(journal.reviews)} of a session that did not end")
        with reviewing.reading(monitor.place) as connection:
            items = reviewing.worklist(connection, coder, limit, journal.reviews)
        if items:
            walk(items, journal, coder)
        if not journal.reviews:
            output.tell("nothing was reviewed" if items else f"{_name(coder)} has reviewed all there is. {NEXT}")
            return
        try:
            changed = reviewing.conclude(monitor, journal.reviews)
        except WarehouseBusy as error:
            raise WarehouseBusy(f"{error}; {_kept(journal.reviews)} for your next `volteface review`") from None
        journal.clear()
    _tell(changed)


def _tell(changed: Changed) -> None:
    from flows import output

    counts = ", ".join(f"{changed.verdicts[v]} {word}" for v, word in (("confirm", "confirmed"), ("correct", "corrected"), ("reject", "rejected")))
    output.tell(f"{changed.new} of {_verdicts(changed.verdicts.total())} new: {counts}")
    for sentence in changed.sentences:
        print(output.visible(sentence))
    output.tell(("" if changed.sentences else "No shift came or went, and every actor stands where it stood. ") + NEXT)


def _export(monitor: Monitor, coder: str, path: Path, limit: int, *, blind: bool) -> None:
    from flows import output, review_csv, reviewing
    from flows.commands.exporting import opened

    with reviewing.reading(monitor.place) as connection, output.to_whoever_reads():
        items = reviewing.worklist(connection, coder, limit)
        with opened(path) as file:
            count = review_csv.write(items, file, blind=blind)
        output.tell(
            f"{'the first ' if count == limit else ''}{count:,} claims that {_name(coder)} has not reviewed. Fill in verdict, stance, strength, note; then `volteface review --import FILE.csv`"
        )
        if str(path) != "-":
            print(path)


def _import(monitor: Monitor, coder: str, path: Path) -> None:
    from flows import output, review_csv, reviewing

    given: list[Review]
    with reviewing.journal(monitor.place, coder) as journal:
        with reviewing.reading(monitor.place) as connection:
            rows = review_csv.Rows(path, connection, coder, datetime.now(UTC))
        for problem in rows.wrong:
            output.tell(problem)
        given = [*journal.reviews, *rows.reviews]
        if given:
            changed = reviewing.conclude(monitor, given)
            journal.clear()
            _tell(changed)
    if rows.empty or not given:
        output.tell(f"{rows.empty} {'row' if rows.empty == 1 else 'rows'} without a verdict")
    raise typer.Exit(1 if rows.wrong else 0)


def _print_agreement(monitor: Monitor, form: LedgerForm) -> None:
    from flows import output, reviewing
    from warehouse import reviews
    from warehouse.agreement import agreements

    with reviewing.reading(monitor.place) as connection:
        found = agreements(reviews.known(connection), reviews.readings(connection, reviewed=True))
    if form is LedgerForm.json:
        print(json.dumps([asdict(a) | {"error": a.error, "error_low": a.interval[0], "error_high": a.interval[1]} for a in found], indent=1))
        return
    if not found:
        output.tell("nobody has reviewed a claim yet: begin with `volteface review`")
        return
    output.print_table(
        ("issue", "people", "by two or more", "alpha, people", "reviewed", "alpha, machine", "machine wrong", "error, 95 % interval"),
        [[a.issue or "all", a.n_coders, a.n_shared, _number(a.alpha_humans), a.n_reviewed, _number(a.alpha_machine), a.n_wrong,
          f"{_number(a.error)} ({a.interval[0]:.2f} to {a.interval[1]:.2f})"] for a in found],
    )  # fmt: skip
    output.tell(
        "Krippendorff's alpha, nominal: 1 is agreement, 0 chance. The error is that of the claims reviewed: those behind shifts and the doubtful ones first, not drawn by lot."
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _verdicts(n: int) -> str:
    return f"{n} verdict" if n == 1 else f"{n} verdicts"


def _kept(reviews: Sequence[Review]) -> str:
    return f"{_verdicts(len(reviews))} {'is' if len(reviews) == 1 else 'are'} kept"


def _name(coder: str) -> str:
    return coder.partition(":")[2]
