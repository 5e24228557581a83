"""What the HTML page says of a report beyond the parts it holds: captions, findings for the ear, places on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from reports.model import Cell, Report, Steady
from reports.phrases import count, firmly, percent, stands
from reports.tracked import Track, anchor

GLANCE = 7  # changes named at the top
FULL = 60  # changes told with their timeline and all other evidence; those after them with their words only
ROWS = 300  # unchanged pairs up to which each has a row of a table
_HOLD = {"support": "support", "oppose": "oppose", "neutral": "are neutral", "mixed": "speak with two voices", "unknown": "are unclear"}
_MARKS = {"changed": "changed in the period", "first": "first position"}


def certainty(probability: float) -> int:
    """How strong a colour stands for a probability: 1 to 4."""
    return 1 + sum(probability >= step for step in (0.75, 0.9, 0.97))


def standings(report: Report) -> str:
    """The finding of the board in one sentence."""
    cells = [c for row in report.board.rows for c in row.cells if c]
    held, marks = Counter(c.stance for c in cells), Counter(c.mark for c in cells)
    told = ", ".join(f"{held[stance]:,} {verb}" for stance, verb in _HOLD.items() if held[stance])
    moved = ", ".join(f"{marks[mark]:,} {what}" for mark, what in (("changed", "changed in the period"), ("first", "first taken in it")) if marks[mark])
    where = f"{count(len(report.board.actors), 'actor')} on {count(len(report.board.rows), 'issue')}"
    return f"{count(len(cells), 'position')} of {where}, at the end of the period: {told}; {moved or 'none changed'}. Each sign leads to what is behind it."


def finding(cell: Cell) -> str:
    """What a cell says to who cannot see it; actor and issue are its headers."""
    firm = f" {firmly(cell.strength)}" if cell.stance in ("support", "oppose") and cell.strength in (1, 3) else ""
    mark = f", {_MARKS[cell.mark]}" if cell.mark else ""
    return f"{stands(cell.stance)}{firm}, {percent(cell.probability)}{mark}"


def by_pair(report: Report) -> dict[tuple[str, str], Track]:
    """The timelines by actor and issue."""
    return {(t.actor, t.issue): t for t in report.tracks}


def undrawn(report: Report) -> list[Track]:
    """The timelines that stand beside no change."""
    changed = {(c.actor, c.issue) for c in report.headlines}
    return [t for t in report.tracks if (t.actor, t.issue) not in changed]


def anchors(report: Report) -> set[str]:
    """The places of these timelines."""
    return {t.anchor for t in undrawn(report)}


def row_id(steady: Steady, placed: set[str]) -> Markup:
    """The id of a pair's row, where no timeline has it."""
    name = anchor(steady.actor, steady.issue)
    return Markup("") if name in placed else Markup(' id="{}"').format(name)


def stages(report: Report) -> Iterator[tuple[int, str]]:
    """What went through the program, from pages to changes."""
    m = report.made
    for n, one, many in (
        (m.pages, "page fetched", "pages fetched"), (m.articles, "article", "articles"), (m.versions, "version", "versions"),
        (m.revisions, "edit or deletion by outlets", "edits and deletions by outlets"), (m.coded, "version read", "versions read"),
        (m.abstentions, "abstention", "abstentions"), (m.claims, "claim", "claims"), (m.utterances, "utterance", "utterances"), (m.shifts, "change", "changes"),
    ):  # fmt: skip
        yield n, one if n == 1 else many
