"""Commands that look at what is there: reports and the ledger."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from extract.errors import MonitorError
from flows.commands.options import (
    DEFAULT,
    ActorOption,
    Config,
    IssueOption,
    LedgerForm,
    ReportForm,
    ReportsOption,
    WarehouseOption,
    day,
    instant,
    monitor_of,
)


def report(
    config: Config = DEFAULT,
    start: Annotated[str | None, typer.Option("--from", metavar="D", help="First day, inclusive; by default all.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="D", help="Last day, exclusive; by default all.")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at", metavar="T", help="As known at this moment.")] = None,
    actor: ActorOption = None,
    issue: IssueOption = None,
    form: Annotated[ReportForm, typer.Option("--format")] = ReportForm.html,
    output_path: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where to write it; '-' for stdout.")] = None,
    warehouse: WarehouseOption = None,
    reports: ReportsOption = None,
) -> None:
    """Write a diff report for any two moments."""
    from flows import reporting
    from reports.render import render

    monitor = monitor_of(config, warehouse, reports)
    for name, value, known in (("actor", actor, {a.id for a in monitor.actors}), ("issue", issue, {i.id for i in monitor.issues})):
        if value is not None and value not in known:
            raise MonitorError(f"--{name} {value!r} is not in {config}; expected one of {', '.join(sorted(known))}")
    first, last, moment = day(start, "--from"), day(end, "--to"), instant(known_at, "--known-at")
    if first and last and last <= first:
        raise MonitorError(f"--to {last} is not after --from {first}; --to is exclusive")
    if last is None:
        with monitor.place.reading() as connection:
            last = (moment or reporting.last_moment(connection)).date() + timedelta(days=1)
    to_stdout = output_path is not None and str(output_path) == "-"
    path = (
        output_path
        if output_path and not to_stdout
        else monitor.reports / f"{first or 'begin'}_{last}{f'_{actor}' if actor else ''}{f'_{issue}' if issue else ''}.{form}"
    )
    made = reporting.make(monitor, start=first, end=last, known_at=moment, actor=actor, issue=issue, base=path.parent)
    if to_stdout:
        print(render(made, form.value))
        return
    written = reporting.write(made, path.resolve(), form.value)
    if sys.stdout.isatty() and form in (ReportForm.html, ReportForm.md):
        from flows.summary import print_summary

        print_summary(made)
    print(written)


def open_latest(config: Config = DEFAULT, reports: ReportsOption = None) -> None:
    """Open the latest report in the browser, and print its path."""
    import webbrowser

    from flows import output, reporting

    monitor = monitor_of(config, reports=reports)
    path = reporting.latest(monitor.reports)
    if path is None:
        raise MonitorError(f"there is no report in {monitor.reports}: make one with `volteface run`, or `volteface report`")
    opened = webbrowser.open(path.as_uri())
    print(path)
    if not opened:
        output.tell("no browser could be started here; open the file yourself")
        raise typer.Exit(1)


def shifts(
    config: Config = DEFAULT,
    form: Annotated[LedgerForm, typer.Option("--format")] = LedgerForm.table,
    actor: ActorOption = None,
    issue: IssueOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Speakers' and withdrawn ones too.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Print the ledger of shifts."""
    from flows import output
    from warehouse.connection import query
    from warehouse.rows import rows_of

    monitor = monitor_of(config, warehouse)
    with monitor.place.reading() as connection:
        rows = rows_of(connection, query("ledger"), {"everything": everything, "actor": actor, "issue": issue})
    if form is LedgerForm.json:
        print(json.dumps([output.plain_value(r) for r in rows], ensure_ascii=False, indent=1))
    else:
        names = ("actor", "speaker", "issue", "kind", "from_stance", "to_stance", "earliest", "latest", "probability", "n_before", "n_after")
        shown = [n for n in names if n != "speaker" or everything]
        output.print_table(shown, [[f"{r[n]:.2f}" if n == "probability" else r[n] for n in shown] for r in rows])
