"""A report in a terminal: what changed, how surely, in which words, and what was not checked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.output import visible
from reports import phrases
from reports.model import Change, Quote, Report, Side

SHOWN = 5  # changes shown with their words; the report has all
LISTED = 8  # first positions and errata named
_MARKS = ('"', "“", "„", "«", "‘", "'")
_SIGNS = {"support": ("▲", "cyan"), "oppose": ("▼", "red"), "neutral": ("●", "bright_black"), "mixed": ("◆", "magenta")}


def print_summary(report: Report, console: Console | None = None) -> None:
    """Print it to the terminal; nothing of an article steers that."""
    console = console or Console(highlight=False)
    for part in _parts(report):
        console.print(part)


def _text(content: str, style: str = "") -> Text:
    return Text(visible(phrases.visible(content)), style)


def _parts(report: Report) -> Iterator[RenderableType]:
    narrowed = "".join(f" · only {value}" for value in (report.actor, report.issue) if value)
    yield _text(f"{report.monitor}: what changed", "bold")
    yield _text(f"{phrases.first_upper(phrases.span(report.period))} · as known on {phrases.moment(report.known_at)}{narrowed}", "dim")
    yield ""
    yield _text(phrases.lead(report))
    for number, change in enumerate(report.headlines[:SHOWN], 1):
        yield ""
        yield from _change(number, change)
    if len(report.headlines) > SHOWN:
        yield ""
        yield _text(f"and {phrases.count(len(report.headlines) - SHOWN, 'more change')}, in the report")
    yield from _listed("For the first time", report.firsts)
    yield from _listed("Found late", report.late)
    yield from _listed("Taken back", report.withdrawn)
    if gaps := phrases.gaps(report):
        yield ""
        yield _text(gaps, "yellow")
    yield ""


def _change(number: int, change: Change) -> Iterator[RenderableType]:
    yield _hanging(f"{number}.", _text(change.sentence, "bold"), 3)
    for label, side in (("before", change.before), ("after", change.after)):
        yield from _side(label, side)


def _side(label: str, side: Side) -> Iterator[RenderableType]:
    sign, colour = _SIGNS.get(side.stance or "", ("○", "bright_black"))
    head = Text.assemble((f"{sign} {label}", colour), (f"  {phrases.heard(side)}", "dim"))
    yield Padding(head, (0, 0, 0, 3))
    if side.quote:
        yield Padding(_text(side.quote.text if side.quote.text.startswith(_MARKS) else f"“{side.quote.text}”"), (0, 0, 0, 5))
        yield Padding(_text(f"— {_where(side.quote)}", "dim"), (0, 0, 0, 5))
    else:
        told = "there are no words to show" if side.silent else "no quote that stands word for word in its article"
        yield Padding(_text(told, "dim italic"), (0, 0, 0, 5))


def _hanging(mark: str, text: Text, width: int) -> RenderableType:
    grid = Table.grid(padding=0)
    grid.add_column(width=width)
    grid.add_column()
    grid.add_row(mark, text)
    return grid


def _where(quote: Quote) -> str:
    said = phrases.day(quote.said_on) if quote.said_on else "undated"
    return f"{phrases.who(quote)} ({phrases.how(quote)}), {quote.outlet}, {said}"


def _listed(heading: str, changes: tuple[Change, ...]) -> Iterator[RenderableType]:
    if not changes:
        return
    yield ""
    yield _text(f"{heading}:", "bold")
    for change in changes[:LISTED]:
        yield _hanging(" ·", _text(_short(change) if change.from_stance is None and not change.withdrawn_at else change.sentence), 3)
    if len(changes) > LISTED:
        yield Padding(_text(f"and {len(changes) - LISTED} more, in the report"), (0, 0, 0, 3))


def _short(change: Change) -> str:
    stands = f"{phrases.with_article(change.actor_name, first=True)} {phrases.stands(change.to_stance)}"
    return f"{stands} “{change.proposition}” since {phrases.day(change.latest)} ({phrases.percent(change.probability)})"
