"""The command ``volteface``. Heavy parts (Prefect, spaCy, trafilatura) are imported by the commands that need them."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from extract.errors import MonitorError, VoltefaceError, WarehouseBusy, WarehouseError

if TYPE_CHECKING:
    from flows.config import Monitor

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Follows who holds which position on which issue in the news, and reports what changed, with the words before and after.",
)  # fmt: skip

Config = Annotated[Path, typer.Option("-c", "--config", metavar="FILE", help="The monitor file.")]
WarehouseOption = Annotated[Path | None, typer.Option("--warehouse", metavar="PATH", help="The warehouse, before what the monitor file says.")]
ReportsOption = Annotated[Path | None, typer.Option("--reports", metavar="DIR", help="Where reports go, before what the monitor file says.")]
ActorOption = Annotated[str | None, typer.Option("--actor", metavar="A", help="Only this actor.")]
IssueOption = Annotated[str | None, typer.Option("--issue", metavar="I", help="Only this issue.")]
DEFAULT = Path("volteface.toml")


class ReportForm(StrEnum):
    """Forms of a report."""

    html = "html"
    md = "md"
    json = "json"
    atom = "atom"


class TableForm(StrEnum):
    """Forms of rows."""

    table = "table"
    csv = "csv"
    json = "json"


class ClaimForm(StrEnum):
    """Forms of claims."""

    table = "table"
    jsonl = "jsonl"


class TextForm(StrEnum):
    """Forms of a cleaned article."""

    text = "text"
    json = "json"


class LedgerForm(StrEnum):
    """Forms of the ledger of shifts."""

    table = "table"
    json = "json"


def _monitor(path: Path, warehouse: Path | None = None, reports: Path | None = None) -> Monitor:
    from flows import config

    return config.load(path).at(warehouse=warehouse and warehouse.resolve(), reports=reports and reports.resolve())


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MonitorError(f"{option} {text!r} is no day; expected one such as 2025-02-12") from None


def _instant(text: str | None, option: str) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MonitorError(f"{option} {text!r} is no instant; expected one such as 2025-02-12T09:30:00+00:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def _progress(label: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, nothing in a pipe. Call what it yields with the number of things done."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda n: None
        return
    with Progress(console=console, transient=True) as bar:
        job = bar.add_task(label, total=total)
        yield lambda n: bar.advance(job, n)


@app.command()
def init(directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write it.")] = Path()) -> None:
    """Write a monitor file to start from: the Ukraine talks, with public feeds."""
    target = directory / DEFAULT
    if target.exists():
        raise MonitorError(f"{target} is there already; edit it, or name another folder")
    starter = files("flows.starter")
    text = starter.joinpath("live.toml").read_text(encoding="utf-8") + "\n" + starter.joinpath("ukraine.toml").read_text(encoding="utf-8")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"cannot write {target}: {error.strerror or error}") from None
    print(target)
    print(f"Edit it, then: volteface run -c {target}", file=sys.stderr)


@app.command()
def demo(directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to work.")] = Path("demo")) -> None:
    """Run the whole pipeline on the bundled sample site, with no network, and write the report."""
    from flows.demo.run import run_demo

    raise typer.Exit(run_demo(directory))


@app.command()
def run(
    config: Config = DEFAULT,
    now: Annotated[str | None, typer.Option("--now", metavar="T", help="Sets the clock, for replays and tests.")] = None,
    warehouse: WarehouseOption = None,
    reports: ReportsOption = None,
) -> None:
    """Run one cycle: fetch, clean, extract, load, infer, report."""
    from flows import output, prefect_settings
    from warehouse.connection import Warehouse

    monitor = _monitor(config, warehouse, reports)
    at = _instant(now, "--now") or datetime.now(UTC)
    place = Warehouse(monitor.warehouse)
    place.prepare()
    prefect_settings.apply(place.state)
    from flows.monitor import cycle
    from flows.reporting import report_since_last_run

    output.tell("starting Prefect …")
    outcome = cycle(monitor, at)
    for notice in outcome.notices:
        output.tell(notice)
    output.tell_failures(outcome.failures)
    path = report_since_last_run(monitor, at)
    output.tell(f"{outcome.loaded.versions} new article versions, {outcome.loaded.claims} new claims. Next: open the report, or `volteface shifts`.")
    print(path)
    raise typer.Exit(1 if outcome.failures else 0)


@app.command()
def serve(
    config: Config = DEFAULT,
    cron: Annotated[
        str | None, typer.Option("--cron", metavar="…", help="When to run, such as '0 6 * * *', in the monitor's time zone; hourly by default.")
    ] = None,
    every: Annotated[float | None, typer.Option("--every", metavar="SECONDS", help="Run every so many seconds instead.")] = None,
    warehouse: WarehouseOption = None,
    reports: ReportsOption = None,
) -> None:
    """Run cycles on a schedule, with a Prefect server that lives as long as this command."""
    from flows import output, prefect_settings, schedule
    from warehouse.connection import Warehouse

    monitor = _monitor(config, warehouse, reports)
    place = Warehouse(monitor.warehouse)
    place.prepare()
    prefect_settings.apply(place.state)
    with schedule.server(place.state / "server.log") as url:
        output.tell(f"Prefect at {url.removesuffix('/api')}; stop with Ctrl-C")
        schedule.serve(monitor, config, cron=cron or (None if every else "0 * * * *"), every=every)


@app.command()
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="html, txt, jsonl or warc files, folders, or URLs.")],
    config: Config = DEFAULT,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="The outlet they belong to.")] = None,
    published: Annotated[str | None, typer.Option("--published", metavar="T", help="When they were published, where they do not say.")] = None,
    warehouse: WarehouseOption = None,
    reports: ReportsOption = None,
) -> None:
    """Add documents to the warehouse, infer and publish; makes no report."""
    from flows import ingesting, output

    monitor = _monitor(config, warehouse, reports)
    with _progress("reading") as advance:
        loaded, failures = ingesting.ingest(monitor, sources, outlet=outlet, published=published, at=datetime.now(UTC), advance=advance)
    output.tell_failures(failures)
    output.tell(f"{loaded.versions} new article versions, {loaded.claims} new claims in {monitor.warehouse}. Next: `volteface shifts`, or `volteface report`.")
    raise typer.Exit(1 if failures else 0)


@app.command()
def clean(source: Annotated[str, typer.Argument(metavar="PATH|URL")], form: Annotated[TextForm, typer.Option("--format")] = TextForm.text) -> None:
    """Print one cleaned article."""
    from extract.clean import to_json
    from flows import ingesting, output

    version = ingesting.one_version(source, datetime.now(UTC))
    if form is TextForm.json:
        print(json.dumps(to_json(version), ensure_ascii=False, indent=1))
    else:
        print(output.visible(f"{version.title}\n\n{version.text}" if version.title else version.text))


@app.command()
def extract(
    source: Annotated[str, typer.Argument(metavar="PATH|URL|-")],
    config: Config = DEFAULT,
    form: Annotated[ClaimForm, typer.Option("--format")] = ClaimForm.table,
    attributions: Annotated[bool, typer.Option("--attributions", help="Print every attribution found instead, monitored or not.")] = False,
    nested: Annotated[bool, typer.Option("--nested", help="With --attributions: those inside others too.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show the path and rule of each step, and why the coder abstained.")] = False,
) -> None:
    """Print the claims of one document, or of each row of a jsonl file; touches no warehouse."""
    from flows import ingesting

    with _stdin_as_file(source) as path:
        if attributions:
            failed = ingesting.print_attributions(path, jsonl=form is ClaimForm.jsonl, nested=nested)
        else:
            failed = ingesting.print_claims(path, _monitor(config), jsonl=form is ClaimForm.jsonl, explain=explain)
    raise typer.Exit(1 if failed else 0)


@contextmanager
def _stdin_as_file(source: str) -> Iterator[str]:
    """What stands on stdin, as a file of the kind that it looks like."""
    if source != "-":
        yield source
        return
    data = sys.stdin.buffer.read()
    start = data.lstrip()[:1]
    suffix = ".jsonl" if start == b"{" else ".html" if start == b"<" else ".txt"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"stdin{suffix}"
        path.write_bytes(data)
        yield str(path)


@app.command()
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
    from warehouse.connection import Warehouse

    monitor = _monitor(config, warehouse, reports)
    for name, value, known in (("actor", actor, {a.id for a in monitor.actors}), ("issue", issue, {i.id for i in monitor.issues})):
        if value is not None and value not in known:
            raise MonitorError(f"--{name} {value!r} is not in {config}; expected one of {', '.join(sorted(known))}")
    first, last, moment = _day(start, "--from"), _day(end, "--to"), _instant(known_at, "--known-at")
    if first and last and last <= first:
        raise MonitorError(f"--to {last} is not after --from {first}; --to is exclusive")
    if last is None:
        with Warehouse(monitor.warehouse).reading() as connection:
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
    else:
        print(reporting.write(made, path.resolve(), form.value))


@app.command()
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
    from warehouse.connection import Warehouse, query
    from warehouse.rows import rows_of

    monitor = _monitor(config, warehouse)
    with Warehouse(monitor.warehouse).reading() as connection:
        rows = rows_of(connection, query("ledger"), {"everything": everything, "actor": actor, "issue": issue})
    if form is LedgerForm.json:
        print(json.dumps([output.plain_value(r) for r in rows], ensure_ascii=False, indent=1))
    else:
        names = ("actor", "speaker", "issue", "kind", "from_stance", "to_stance", "earliest", "latest", "probability", "n_before", "n_after")
        shown = [n for n in names if n != "speaker" or everything]
        output.print_table(shown, [[f"{r[n]:.2f}" if n == "probability" else r[n] for n in shown] for r in rows])


@app.command()
def sql(
    statement: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="Read from stdin where it is left out.")] = None,
    config: Config = DEFAULT,
    form: Annotated[TableForm, typer.Option("--format")] = TableForm.table,
    warehouse: WarehouseOption = None,
) -> None:
    """Run read-only SQL on the published warehouse; never blocks a running cycle."""
    from flows import output
    from warehouse.connection import QueryError, Warehouse
    from warehouse.rows import columns_and_rows

    path = warehouse.resolve() if warehouse else _monitor(config).warehouse
    text = statement if statement is not None else sys.stdin.read()
    with Warehouse(path).reading() as connection:
        try:
            names, rows = columns_and_rows(connection, text)
        except QueryError as error:
            raise MonitorError(f"the query failed: {error}") from None
    output.print_rows(names, rows, form.value)


@app.command()
def verify(config: Config = DEFAULT, warehouse: WarehouseOption = None) -> None:
    """Re-check every quote, offset, count and derived row against its article version."""
    from flows import output
    from warehouse.connection import Warehouse
    from warehouse.verify import verify as check

    monitor = _monitor(config, warehouse)
    with Warehouse(monitor.warehouse).reading() as connection:
        found = check(connection, monitor.actors)
    for problem in found.problems:
        output.tell(problem)
    print(
        f"{found.claims} claims in {found.versions} versions, {found.positions} positions and {found.shifts} shifts checked: "
        + (f"{len(found.problems)} problems" if found.problems else "nothing wrong")
    )
    raise typer.Exit(3 if found.problems else 0)


@app.command()
def recode(config: Config = DEFAULT, warehouse: WarehouseOption = None) -> None:
    """Re-code all article versions with the present coder."""
    from flows import ingesting, output

    loaded, failures = ingesting.recode_all(_monitor(config, warehouse), datetime.now(UTC))
    output.tell_failures(failures)
    print(f"{loaded.claims} new claims by the present coder")
    raise typer.Exit(1 if failures else 0)


@app.command()
def doctor(config: Config = DEFAULT, warehouse: WarehouseOption = None) -> None:
    """Check the environment, the outlets and the last runs, and name the command that mends what is wrong."""
    from flows.doctor import examine

    raise typer.Exit(examine(_monitor(config, warehouse)))


def _stop(error: VoltefaceError, status: int) -> NoReturn:
    from flows.output import tell

    tell(f"volteface: {error}")
    sys.exit(status)


def main() -> None:
    """Entry point; turns errors into one sentence and a status (2 usage, 3 warehouse, 1 otherwise)."""
    try:
        app()
    except MonitorError as error:
        _stop(error, 2)
    except (WarehouseError, WarehouseBusy) as error:
        _stop(error, 3)
    except VoltefaceError as error:
        _stop(error, 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
