"""A Report as Markdown (CommonMark with tables) that also reads well unrendered in a terminal.

Nothing in a quote or a title can start markup: what could is escaped, and what acts without being seen is replaced by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reports import phrases
from reports.evidence import relative, web
from reports.model import Change, Quote, Report, Side

_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~$@]|:(?=//)|(?<=www)\.|^[#+\-=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_DOUBTFUL = re.compile(r"[()\s<>\\]")


def escaped(text: str) -> str:
    """The text as plain words of Markdown, in one line."""
    flat = " ".join(phrases.visible(text).split(" ")).strip(" ")
    return _ACTIVE.sub(lambda m: "\\" + m[0], flat)


def linked(text: str, address: str | None) -> str:
    """The words as a link, or plain where the address may not be followed."""
    target = (web(address) or relative(address)) if address else None
    if target is None:
        return escaped(text)
    return f"[{escaped(text)}](<{_DOUBTFUL.sub(lambda m: f'%{ord(m[0]):02X}', target)}>)"


def _where(quote: Quote) -> str:
    return linked(f"{quote.outlet}, {phrases.day(quote.said_on) if quote.said_on else 'undated'}", quote.link)


def _quoted(label: str, quote: Quote) -> Iterator[str]:
    yield f"> {escaped(quote.text)}"
    yield ">"
    yield f"> — **{label}**: {escaped(phrases.who(quote))} ({escaped(phrases.how(quote))}), {_where(quote)}"
    yield ""


def _sided(label: str, side: Side) -> Iterator[str]:
    if side.quote:
        yield from _quoted(label, side.quote)
    elif side.silent:
        yield f"> — **{label}**: {phrases.heard(side)}; there are no words to show"
        yield ""
    for heard in side.others[:3]:
        yield f"- also {label.lower()}: {escaped(heard.quote.text)} — {escaped(phrases.who(heard.quote))}, {_where(heard.quote)}"
    if side.others:
        rest = len(side.others) + side.more - 3
        if rest > 0:
            yield f"- and {phrases.count(rest, 'more utterance')} {label.lower()}"
        yield ""


def _change(n: int, change: Change) -> Iterator[str]:
    yield f"### {n}. {escaped(change.sentence)}"
    yield ""
    measure = f"Before: {phrases.heard(change.before)}; after: {phrases.heard(change.after)}."
    yield f"{escaped(phrases.interval(change))} {measure} Kind: {change.kind}. Shift {escaped(change.shift_id)}."
    yield ""
    yield from _sided("Before", change.before)
    yield from _sided("After", change.after)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose cells are Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _positions(report: Report) -> Iterator[str]:
    if report.firsts:
        yield from ("## First positions", "")
        yield from _table(
            ("Actor", "Position", "Issue", "Since", "Sure", "Words"),
            (
                (escaped(c.actor_name), phrases.stands(c.to_stance), escaped(c.proposition), phrases.day(c.latest), phrases.percent(c.probability),
                 linked(f"{c.after.quote.outlet}: {c.after.quote.text}", c.after.quote.link) if c.after.quote else "")
                for c in report.firsts
            ),
        )  # fmt: skip
    if report.late:
        yield from ("## Earlier changes, found only now", "")
        yield from (f"- {escaped(c.sentence)}" for c in report.late)
        yield ""
    yield from ("## The board", "")
    if report.board.rows:
        yield "Where everybody stands at the end of the period. **\\*** changed in it, **+** taken in it for the first time."
        yield ""
        signs = {"changed": " **\\***", "first": " **+**", "": ""}
        yield from _table(
            ("Issue", *(escaped(a) for a in report.board.actors)),
            (
                (escaped(row.proposition), *(f"{c.stance} {phrases.percent(c.probability)}{signs[c.mark]}" if c else "" for c in row.cells))
                for row in report.board.rows
            ),
        )
    else:
        yield from ("Nobody is known to hold a position.", "")
    if report.dissent:
        yield from ("## Dissent", "")
        for d in report.dissent:
            whole = f"{escaped(phrases.with_article(d.actor_name))} {phrases.stands(d.actor_stance)} it"
            measure = f"{phrases.percent(d.probability)}, {phrases.count(d.n_utterances, 'utterance')}, last {phrases.day(d.last_said)}"
            yield f"- {escaped(d.speaker)} {phrases.stands(d.stance)} “{escaped(d.proposition)}”, {whole} ({measure})"
        yield ""
    if report.contested:
        yield from ("## Contested", "")
        for c in report.contested:
            voices = "; ".join(f"{escaped(v.speaker or 'no named speaker')} {phrases.stands(v.stance)} ({v.n_utterances})" for v in c.voices)
            yield f"- {escaped(phrases.with_article(c.actor_name, first=True))} speaks with two voices on “{escaped(c.proposition)}”: {voices}"
        yield ""
    if report.hedged:
        yield from ("## Hedged or conditional", "")
        yield from _table(
            ("Actor", "Issue", "Claims", "Hedged", "Conditional"),
            ((escaped(h.actor_name), escaped(h.proposition), str(h.n_claims), str(h.n_hedged), str(h.n_conditional)) for h in report.hedged),
        )


def _unchanged(report: Report) -> Iterator[str]:
    yield from ("## Unchanged, though checked", "")
    if report.steady:
        yield from _table(
            ("Actor", "Position", "Issue", "Utterances", "Outlets", "Last said"),
            (
                (escaped(s.actor_name), phrases.stands(s.stance), escaped(s.proposition), str(s.n_utterances), str(len(s.outlets)), phrases.day(s.last_said))
                for s in report.steady
            ),
        )
    else:
        yield from (f"None: {phrases.count(report.checked.n_claims, 'claim')} checked.", "")
    if report.withdrawn:
        yield from ("## Errata: taken back", "")
        for c in report.withdrawn:
            taken = phrases.day(c.withdrawn_at.date()) if c.withdrawn_at else ""
            because = "a new coder reads the articles otherwise" if c.cause == "coder" else "later evidence speaks against it"
            yield f"- {escaped(c.sentence)} Taken back on {taken}: {because}."
        yield ""
    if report.recoded:
        yield from ("## Our coder changed", "", "These came with a new coder. They are no changes of anybody's mind.", "")
        yield from (f"- {escaped(c.sentence)}" for c in report.recoded)
        yield ""


def _unchecked(report: Report) -> Iterator[str]:
    made = report.made
    yield from ("## Not checked", "")
    for m in report.missed:
        sort = "Failed" if m.failure else "Not to be had"
        reason = f": {escaped(m.reason)}" if m.reason else ""
        yield f"- {sort}: {escaped(m.outlet)}, {phrases.count(m.n, 'document')} ({escaped(m.outcome)}{reason}): {', '.join(escaped(d) for d in m.documents)}"
    for b in report.broken:
        yield f"- Integrity: claim {escaped(b.claim_id)} of {escaped(b.outlet)} is not what stands in its article ({escaped(b.url)}); left out"
    for a in report.abstained:
        reasons = ", ".join(f"{escaped(reason)} {n}" for reason, n in a.reasons)
        yield f"- The coder abstained on {phrases.count(a.n, 'sentence')} about “{escaped(a.proposition)}”: {reasons}"
    yield f"- Undated: {phrases.count(made.undated, 'article version')} and {phrases.count(made.undated_claims, 'claim')}"
    yield f"- In a language that no coder reads: {phrases.count(made.other_language, 'article version')}"
    yield ""


def to_markdown(report: Report) -> str:
    """The whole report."""
    return "\n".join(_lines(report)).rstrip("\n") + "\n"


def _lines(report: Report) -> Iterator[str]:
    made = report.made
    yield from (f"# {escaped(report.monitor)}: what changed", "")
    narrowed = "".join(f"; only {name} {escaped(value)}" for name, value in (("actor", report.actor), ("issue", report.issue)) if value)
    yield from (f"{phrases.first_upper(phrases.span(report.period))}; as known on {phrases.moment(report.known_at)}{narrowed}.", "")
    yield from (f"**{escaped(phrases.lead(report))}** {escaped(phrases.gaps(report))}".rstrip(), "")
    if report.headlines:
        yield from ("## What changed", "")
        for n, change in enumerate(report.headlines, 1):
            yield from _change(n, change)
    yield from _positions(report)
    yield from _unchanged(report)
    yield from _unchecked(report)
    yield from ("## How this was made", "")
    yield f"- Program {escaped(made.program)}; coder {escaped(', '.join(made.coders) or 'none')}; monitor file {escaped(made.monitor_digest)}"
    stages = (
        (made.pages, "page fetched", "pages fetched"), (made.articles, "article", "articles"), (made.versions, "version", "versions"),
        (made.revisions, "edit by outlets", "edits by outlets"), (made.coded, "version read", "versions read"), (made.claims, "claim", "claims"),
        (made.utterances, "utterance", "utterances"), (made.abstentions, "abstention", "abstentions"), (made.shifts, "shift", "shifts"),
    )  # fmt: skip
    yield f"- In the warehouse: {', '.join(phrases.count(*stage) for stage in stages)}"
