"""``volteface sql``: one query, or a prompt."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from extract.errors import MonitorError
from flows.commands.options import DEFAULT, Config, TableForm, WarehouseOption, monitor_of


def sql(
    statement: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="Left out: a prompt on a terminal, else read from stdin.")] = None,
    config: Config = DEFAULT,
    form: Annotated[TableForm, typer.Option("--format")] = TableForm.table,
    everything: Annotated[bool, typer.Option("--all", help="A table of all rows and whole cells, on a terminal too.")] = False,
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="Memory that a query may use; nothing is spilt to a disk.")] = "2GB",
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", min=1, help="Threads that it may use; by default one per core.")] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0, help="Time that it may take; 0 is no limit.")] = 300,
    cookbook: Annotated[bool, typer.Option("--cookbook", help="List the questions of the cookbook; with a name in place of QUERY, ask that one.")] = False,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="With --cookbook: ask it of another issue, day …")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Run read-only SQL on the published warehouse; never blocks a running cycle."""
    from flows import output
    from flows.rows import counted, print_answer
    from warehouse import console
    from warehouse.connection import Limits, Warehouse

    if values and not cookbook:
        raise MonitorError("--set goes with --cookbook NAME; in a query of your own, write the values into it")
    if cookbook and statement is None:
        _list_cookbook(form)
        return
    place = Warehouse(warehouse.resolve()) if warehouse else monitor_of(config).place
    limits = Limits(console.memory(memory, "--memory"), threads)
    if statement is None and sys.stdin.isatty() and sys.stdout.isatty():
        from flows.prompt import prompt

        prompt(place, limits, timeout, form.value)
        return
    text = _from_cookbook(statement, values or []) if cookbook and statement else statement if statement is not None else sys.stdin.read()
    try:
        with place.reading(limits) as connection, output.to_whoever_reads():
            begun = time.monotonic()
            answer = console.Console(connection, timeout).ask(text)
            if answer is None:
                return
            count = print_answer(answer, form.value, everything=everything)
            sys.stdout.flush()
            if sys.stdout.isatty():
                output.tell(counted(count, time.monotonic() - begun))
    except KeyboardInterrupt:
        output.tell("interrupted")
        raise typer.Exit(130) from None


def _list_cookbook(form: TableForm) -> None:
    from flows.rows import print_answer
    from warehouse.console import Answer
    from warehouse.recipes import recipes

    rows = ((r.name, r.question, " ".join(f"{n}={v}" for n, v in r.asked.items())) for r in recipes())
    print_answer(Answer(("name", "question", "can be set"), ("VARCHAR",) * 3, rows), form.value, everything=True)


def _from_cookbook(name: str, values: list[str]) -> str:
    from flows import output
    from warehouse.recipes import recipe

    found = recipe(name)
    given = dict(v.partition("=")[::2] for v in values)
    text = found.with_values(given)
    output.tell(f"{found.question} {found.reading}")
    if found.asked:
        output.tell("Asked with " + " ".join(f"{n}={given.get(n, v)}" for n, v in found.asked.items()))
    return text
