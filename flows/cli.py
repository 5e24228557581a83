"""The command ``volteface``. Heavy parts (Prefect, spaCy, trafilatura) are imported by the commands that need them."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from extract.errors import MonitorError, VoltefaceError, WarehouseBusy, WarehouseError
from flows.commands import asking, exporting, looking, reviewing
from flows.commands.options import DEFAULT, ClaimForm, Config, ReportsOption, TextForm, WarehouseOption, instant, monitor_of

if TYPE_CHECKING:
    from flows.config import Monitor

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Follows who holds which position on which issue in the news, and reports what changed, with the words before and after.",
)  # fmt: skip


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
    from flows import output, plan, prefect_settings

    monitor = monitor_of(config, warehouse, reports)
    wanted = instant(now, "--now")
    place = monitor.place
    place.prepare()
    place.idle()
    if not plan.is_held(place.state):
        prefect_settings.bound(place.state)
    prefect_settings.apply(place.state)
    from flows.running import run_once

    prefect_settings.quiet()
    output.tell("starting Prefect …")
    ended = run_once(monitor, wanted)
    for notice in ended.notices:
        output.tell(notice)
    output.tell_failures(ended.outcome.failures)
    output.tell(f"{ended}. Next: open the report, or `volteface shifts`.")
    print(ended.report)
    raise typer.Exit(1 if ended.outcome.failures else 0)


@app.command()
def serve(
    config: Config = DEFAULT,
    cron: Annotated[
        str | None, typer.Option("--cron", metavar="…", help="When to run, such as '0 6 * * *', in the monitor's time zone; hourly by default.")
    ] = None,
    every: Annotated[float | None, typer.Option("--every", metavar="SECONDS", help="Run every so many seconds instead.")] = None,
    systemd: Annotated[bool, typer.Option("--systemd", help="Print a systemd unit that does it, and do nothing else.")] = False,
    warehouse: WarehouseOption = None,
    reports: ReportsOption = None,
) -> None:
    """Run cycles on a schedule, on a Prefect server that lives as long as this command, or on your own (PREFECT_API_URL)."""
    from flows import prefect_settings

    monitor = monitor_of(config, warehouse, reports)
    if systemd:
        from flows import unit

        given = [part for name, path in (("--warehouse", warehouse), ("--reports", reports)) if path for part in (name, str(path.resolve()))]
        print(unit.text(monitor, config, cron=cron, every=every, given=tuple(given)), end="")
        return
    place = monitor.place
    place.prepare()
    os.environ.setdefault(prefect_settings.CONSOLE, "CRITICAL")  # what happens is said in our words; the rest is in Prefect's own log of each run
    prefect_settings.apply(place.state)
    from flows import plan, schedule

    prefect_settings.quiet()
    schedule.serve(monitor, config, plan.Plan(monitor.zone, cron, every))


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

    monitor = monitor_of(config, warehouse, reports)
    with _moment(monitor) as at, output.progress("reading") as advance:
        loaded, failures = ingesting.ingest(monitor, sources, outlet=outlet, published=published, at=at, advance=advance)
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
            failed = ingesting.print_claims(path, monitor_of(config), jsonl=form is ClaimForm.jsonl, explain=explain)
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


app.command()(looking.report)
app.command("open")(looking.open_latest)
app.command()(looking.shifts)
app.command()(asking.sql)
app.command()(exporting.export)
app.command()(reviewing.review)


@app.command()
def verify(config: Config = DEFAULT, warehouse: WarehouseOption = None) -> None:
    """Re-check every quote, offset, count and derived row against its article version."""
    from flows import output
    from warehouse.verify import verify as check

    monitor = monitor_of(config, warehouse)
    with monitor.place.reading() as connection:
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

    monitor = monitor_of(config, warehouse)
    with _moment(monitor) as at:
        loaded, failures = ingesting.recode_all(monitor, at)
    output.tell_failures(failures)
    print(f"{loaded.claims} new claims by the present coder")
    raise typer.Exit(1 if failures else 0)


@app.command()
def doctor(config: Config = DEFAULT, warehouse: WarehouseOption = None) -> None:
    """Check the environment, the outlets and the last runs, and name the command that mends what is wrong."""
    from flows.doctor import examine

    raise typer.Exit(examine(monitor_of(config, warehouse), config))


@contextmanager
def _moment(monitor: Monitor) -> Iterator[datetime]:
    """The moment for what a command is about to load, with the log open."""
    from flows import clock, logs, output

    place = monitor.place
    place.idle()
    with logs.kept(place.state):
        at, notices = clock.moment_of(place)
        for notice in notices:
            output.tell(notice)
        yield at


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
