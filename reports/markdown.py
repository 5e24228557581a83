"""A Report as Markdown (CommonMark, no tables) that also reads well unrendered in a terminal.

Every block quotation is one quote, word for word; addresses stand at the end. Nothing in a quote or a title can start
markup (``reports.commonmark``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reports import phrases
from reports.commonmark import Links, escaped, strong, words
from reports.errata import RECODED, taken_back
from reports.links import web
from reports.model import BoardRow, Cell, Change, Quote, Report, Side

__all__ = ["escaped", "to_markdown"]

SHOWN = 3  # other utterances of one side
_MARKS = {"changed": " **\\***", "first": " **+**", "": ""}
_STANCES = ("support", "oppose", "neutral", "mixed", "unknown")


def to_markdown(report: Report) -> str:
    """The whole report."""
    links = Links()
    lines = [*_head(report), *_changes(report, links), *_positions(report, links), *_unchanged(report), *_unchecked(report, links), *_made(report)]
    return "\n".join((*lines, *links.definitions())).rstrip("\n") + "\n"


def _head(report: Report) -> Iterator[str]:
    yield from (f"# {escaped(report.monitor)}: what changed", "")
    narrowed = "".join(f"; only {name} {escaped(value)}" for name, value in (("actor", report.actor), ("issue", report.issue)) if value)
    yield from (f"{phrases.first_upper(phrases.span(report.period))}; as known on {phrases.moment(report.known_at)}{narrowed}.", "")
    yield from (f"**{escaped(phrases.lead(report))}** {escaped(phrases.gaps(report))}".rstrip(), "")


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """The heading and its lines; nothing where there is no line."""
    found = list(lines)
    if found:
        yield from (f"## {heading}", "", *found, "")


# -- changes --------------------------------------------------------------------------------------


def _changes(report: Report, links: Links) -> Iterator[str]:
    yield from _section("What changed", (line for n, change in enumerate(report.headlines, 1) for line in _change(n, change, links)))


def _change(n: int, change: Change, links: Links) -> Iterator[str]:
    yield from (f"### {n}. {escaped(change.sentence)}", "")
    yield from _side("Before", change.before, links)
    yield from _side("After", change.after, links)
    yield from (f"{escaped(phrases.interval(change))} Kind: {change.kind}. Shift {escaped(change.shift_id)}.", "")


def _side(label: str, side: Side, links: Links) -> Iterator[str]:
    who = ""
    if side.quote:
        who = f": {escaped(phrases.who(side.quote))} ({escaped(phrases.how(side.quote))}), {_where(side.quote, links)}"
    elif side.silent:
        who = "; there are no words to show"
    if side.n_utterances or side.quote:
        yield from (f"**{label}** ({phrases.heard(side)}){who}", "")
    if side.quote:
        yield from (*_quoted(side.quote), "")
    for heard in side.others[:SHOWN]:
        yield from (f"- also {label.lower()}: {escaped(phrases.who(heard.quote))}, {_where(heard.quote, links)}", "", *_quoted(heard.quote, "  "), "")
    rest = len(side.others) - SHOWN + side.more
    if rest > 0:
        yield from (f"- and {phrases.count(rest, 'more utterance')} {label.lower()}", "")


def _where(quote: Quote, links: Links) -> str:
    return links.to(f"{quote.outlet}, {phrases.day(quote.said_on) if quote.said_on else 'undated'}", quote.link)


def _quoted(quote: Quote, indent: str = "") -> Iterator[str]:
    return (f"{indent}> {line}" for line in words(quote.text))


# -- positions ------------------------------------------------------------------------------------


def _positions(report: Report, links: Links) -> Iterator[str]:
    yield from _section("First positions", (line for c in report.firsts for line in _first(c, links)))
    yield from _section("Earlier changes, found only now", (f"- {escaped(c.sentence)}" for c in report.late))
    yield from ("## The board", "")
    if report.board.rows:
        yield from ("Where everybody stands at the end of the period. **\\*** changed in it, **+** taken in it for the first time.", "")
        yield from (line for row in report.board.rows for line in _board_row(row))
        yield ""
    else:
        yield from ("Nobody is known to hold a position.", "")
    yield from _section("Dissent", (line for d in report.dissent for line in (
        f"- {escaped(d.speaker)} {phrases.stands(d.stance)} “{escaped(d.proposition)}”, {escaped(phrases.with_article(d.actor_name))} "
        f"{phrases.stands(d.actor_stance)} it ({phrases.percent(d.probability)}, {phrases.count(d.n_utterances, 'utterance')}, last {phrases.day(d.last_said)})",
        *(("", *_quoted(d.quote, "  "), "") if d.quote else ()),
    )))  # fmt: skip
    yield from _section("Contested", (
        f"- {escaped(phrases.with_article(c.actor_name, first=True))} speaks with two voices on “{escaped(c.proposition)}”: "
        + "; ".join(f"{escaped(v.speaker or 'no named speaker')} {phrases.stands(v.stance)} ({v.n_utterances})" for v in c.voices)
        for c in report.contested
    ))  # fmt: skip
    yield from _section("Hedged or conditional", (
        f"- {escaped(h.actor_name)} on “{escaped(h.proposition)}”: {phrases.count(h.n_claims, 'claim')}, {h.n_hedged} hedged, {h.n_conditional} conditional"
        for h in report.hedged
    ))  # fmt: skip


def _first(change: Change, links: Links) -> Iterator[str]:
    quote = change.after.quote
    place = f": {escaped(phrases.who(quote))}, {_where(quote, links)}" if quote else ""
    yield (
        f"- {strong(change.actor_name)} {phrases.stands(change.to_stance)} “{escaped(change.proposition)}” since {phrases.day(change.latest)} "
        f"({phrases.percent(change.probability)}){place}"
    )
    yield from ("", *_quoted(quote, "  "), "") if quote else ("",)


def _board_row(row: BoardRow) -> Iterator[str]:
    """One issue: who supports, who opposes, who stands elsewhere."""
    places: dict[str, list[Cell]] = defaultdict(list)
    for cell in row.cells:
        if cell:
            places[cell.stance].append(cell)
    if places:
        yield f"- {strong(row.proposition)}"
    for stance in sorted(places, key=lambda s: _STANCES.index(s) if s in _STANCES else len(_STANCES)):
        yield f"  - {stance}: {', '.join(f'{escaped(c.actor_name)} {phrases.percent(c.probability)}{_MARKS[c.mark]}' for c in places[stance])}"


# -- the rest -------------------------------------------------------------------------------------


def _unchanged(report: Report) -> Iterator[str]:
    steady = [
        f"- {escaped(s.actor_name)} {phrases.stands(s.stance)}: “{escaped(s.proposition)}” ({phrases.count(s.n_utterances, 'utterance')} "
        f"in {phrases.count(len(s.outlets), 'outlet')}, last {phrases.day(s.last_said)})"
        for s in report.steady
    ]
    yield from _section("Unchanged, though checked", steady or [f"None: {phrases.count(report.checked.n_claims, 'claim')} checked."])
    if report.quiet:
        quiet = (f"- {escaped(s.actor_name)} on “{escaped(s.proposition)}”: {phrases.stands(s.stance)}, last {phrases.day(s.last_said)}" for s in report.quiet)
        yield from _section("Nothing was said", ("Silence is not evidence. The positions below are the last known.", "", *quiet))
    yield from _section("What outlets did afterwards", (
        f"- {phrases.day(a.day)}: {escaped(a.kind)} by {escaped(a.outlet)} of {escaped(a.title or 'an article without a title')} "
        f"({_document(a.url)}), on which {phrases.count(a.n_claims, 'claim')} rest: {escaped(a.summary)}"
        for a in report.afterwards
    ))  # fmt: skip
    yield from _section("Errata: taken back", (f"- {escaped(c.sentence)} {taken_back(c)}" for c in report.withdrawn))
    recoded = [f"- {escaped(c.sentence)}" for c in report.recoded]
    if recoded:
        yield from _section("Our coder changed", (f"{RECODED} They are no changes of anybody's mind.", "", *recoded))


def _unchecked(report: Report, links: Links) -> Iterator[str]:
    made = report.made
    yield from ("## Not checked", "")
    for m in report.missed:
        sort = "Failed" if m.failure else "Not to be had"
        reason = f": {escaped(m.reason)}" if m.reason else ""
        yield f"- {sort}: {escaped(m.outlet)}, {phrases.count(m.n, 'document')} ({escaped(m.outcome)}{reason}): {', '.join(map(_document, m.documents))}"
    for b in report.broken:
        yield f"- Integrity: claim {escaped(b.claim_id)} of {escaped(b.outlet)} is not what stands in its article ({_document(b.url)}); left out"
    for a in report.abstained:
        reasons = ", ".join(f"{escaped(reason)} {n}" for reason, n in a.reasons)
        yield f"- The coder abstained on {phrases.count(a.n, 'sentence')} about “{escaped(a.proposition)}”: {reasons}"
    for d in report.doubtful:
        reasons = "; ".join(map(escaped, (*(("without a day",) if d.undated else ()), *d.doubts)))
        yield f"- Dates in doubt: {escaped(d.outlet)}, {escaped(d.title or 'an article without a title')} ({_document(d.url)}): {reasons}"
    yield f"- Undated: {phrases.count(made.undated, 'article version')} and {phrases.count(made.undated_claims, 'claim')}"
    yield f"- In a language that no coder reads: {phrases.count(made.other_language, 'article version')}"
    yield ""


def _document(address: str) -> str:
    """An address as it is, where it may be followed; else, or where it is none, as words."""
    return f"<{address}>" if web(address) and "&" not in address else escaped(address)


def _made(report: Report) -> Iterator[str]:
    made = report.made
    yield from ("## How this was made", "")
    yield f"- Program {escaped(made.program)}; coder {escaped(', '.join(made.coders) or 'none')}; monitor file {escaped(made.monitor_digest)}"
    stages = (
        (made.pages, "page fetched", "pages fetched"), (made.articles, "article", "articles"), (made.versions, "version", "versions"),
        (made.revisions, "edit by outlets", "edits by outlets"), (made.coded, "version read", "versions read"), (made.claims, "claim", "claims"),
        (made.utterances, "utterance", "utterances"), (made.abstentions, "abstention", "abstentions"), (made.shifts, "shift", "shifts"),
    )  # fmt: skip
    yield from (f"- In the warehouse: {', '.join(phrases.count(*stage) for stage in stages)}", "")
    if report.measured:
        yield from ("### How often the machine errs", "", phrases.MEASURED, "")
        yield from (f"- {strong(m.proposition or 'All issues')}: {phrases.measured(m)}" for m in report.measured)
        yield ""
