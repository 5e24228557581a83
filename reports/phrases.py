"""Plain English built from data, and text made safe to look at."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from reports.consequence import surety
from reports.model import Change, Measured, Period, Quote, Report, Side

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOUN = {"support": "support", "oppose": "opposition", "neutral": "neutrality"}
_TOWARD = {"support": "support for", "oppose": "opposition to", "neutral": "neutrality on"}
_STANDS = {
    "support": "supports", "oppose": "opposes", "neutral": "is neutral", "mixed": "speaks with two voices", "unknown": "unclear",
}  # fmt: skip
_ARTICLE = re.compile(
    r"(?i)^(?:(?:united|european|african|arab|soviet)\b.*|(?:netherlands|philippines|gambia|bahamas|maldives|vatican|holy see|kremlin|pentagon|"
    r"white house|taliban|world bank)|.*\b(?:union|states|kingdom|emirates|nations|republic|federation|commission|council|parliament|senate|"
    r"congress|government|ministry|islands|court|bank|party|league)(?: of .*)?)$"
)

# C0 and C1 controls, line and paragraph separators, marks that turn the direction of text, and signs without width.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
# What neither XML 1.0 nor HTML can hold (a carriage return would come back as a newline).
_UNHELD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def day(value: date) -> str:
    """``8 Mar 2025``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``8 Mar 2025, 14:05 UTC``."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def between(start: date | None, end: date) -> str:
    """``between 26 Feb and 18 Aug 2025``, or ``on`` or ``by`` one day; nothing is said twice."""
    if start is None:
        return f"by {day(end)}"
    if start == end:
        return f"on {day(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"between {start.day} and {day(end)}"
    if start.year == end.year:
        return f"between {start.day} {_MONTHS[start.month - 1]} and {day(end)}"
    return f"between {day(start)} and {day(end)}"


def span(period: Period) -> str:
    """The days of the period, the last one included, as people say them."""
    if period.start == period.end:
        return f"no day (from {day(period.end)} to the same day)"
    last = period.end - timedelta(days=1)
    if period.start is None:
        return f"everything up to {day(last)}"
    return day(last) if period.start == last else between(period.start, last).removeprefix("between ").replace(" and ", " to ")


def percent(probability: float) -> str:
    """A probability in whole percent, never rounded up to certainty."""
    whole = int(probability * 100 + 1e-9)
    return "over 99\u00a0%" if probability > 0.99 else f"{whole}\u00a0%"


def share(part: float) -> str:
    """A measured share in whole percent, the nearest; what is not none or all is never told so."""
    if 0 < part < 0.005 or 0.995 < part < 1:
        return "under 1\u00a0%" if part < 0.5 else "over 99\u00a0%"
    return f"{part:.0%}".replace("%", "\u00a0%")


MEASURED = (
    "People checked passages that the machine had read; copies count once. They begin with what is behind changes and with what the machine is least sure "
    "of, so this is no sample drawn by lot. Beside the errors that they found stands what the machine's own confidence let expect of the same passages, "
    "and the error that passages like these are now taken to have where nobody checked."
)
"""What the measured errors of a report are, and what follows from them."""


def measured(m: Measured) -> str:
    """How often the machine erred, what it had let expect and what it is taken to be, without the name of the issue."""
    low, high = share(m.low).removesuffix("\u00a0%"), share(m.high)
    return (
        f"{m.n_wrong:,} of {count(m.n_checked, 'passage')} wrong, {share(m.error)} (95\u00a0% interval: {low} to {high}); "
        f"expected {share(m.stated)}, now taken to be {share(m.believed)}."
    )


def count(n: int, one: str, many: str | None = None) -> str:
    """``1 claim``, ``1,204 claims``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listing(names: tuple[str, ...], most: int = 4) -> str:
    """``A, B and C``, or the first few and how many more."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def with_article(name: str, first: bool = False) -> str:
    """The name as a sentence needs it: ``the United States``, ``Ukraine``."""
    if not _ARTICLE.match(name):
        return name
    return f"{'The' if first else 'the'} {name}"


_FIRMLY = {1: "leaning", 2: "plainly", 3: "firmly"}


def firmly(strength: int) -> str:
    """How firmly the words take a stance; empty where none were read."""
    return _FIRMLY.get(strength, "")


def stands(stance: str) -> str:
    """What somebody with that stance does: ``supports``."""
    return _STANDS.get(stance, stance)


def sentence(
    *, actor: str, proposition: str, kind: str, from_stance: str | None, to_stance: str, earliest: date | None, latest: date,
    probability: float, attached: bool, from_probability: float | None = None, silent: bool = False,
) -> str:  # fmt: skip
    """One sentence that says what changed, when and how surely: "probably" where less than ``PROBABLE``.

    ``from_probability``: how sure the stance before is, which is told where it is less than that. ``attached``: a condition came,
    else it went; ``silent``: by saying no more of it.
    """
    who, what, sure = with_article(actor, first=True), f"“{proposition}”", f"({percent(probability)})"
    if from_stance and from_probability is not None and not surety(from_probability):
        sure = f"({percent(probability)}; the earlier {_NOUN[from_stance]}: {percent(from_probability)})"
    if not surety(probability):
        who += " probably"
    when = between(earliest, latest)
    old, new = _NOUN.get(from_stance or "", ""), _NOUN[to_stance]
    if from_stance is None:
        return f"{who} took a position on {what} for the first time on {day(latest)}: {new} {sure}."
    match kind:
        case "turnover":
            return f"{who} moved from {old} to {new} on {what} {when}, under new leadership {sure}."
        case "return":
            return f"{who} returned to {new} on {what} {when}, after {old} {sure}."
        case "withdrawn" if silent:
            return f"{who} dropped {_TOWARD[from_stance]} {what} {when}: its statements no longer name it {sure}."
        case "withdrawn":
            return f"{who} dropped {_TOWARD[from_stance]} {what} {when} and is now neutral {sure}."
        case "conditional" if attached:
            return f"{who} attached conditions to {_TOWARD[to_stance]} {what} {when} {sure}."
        case "conditional":
            return f"{who} dropped the conditions on {_TOWARD[to_stance]} {what} {when} {sure}."
        case "hardening" | "softening":
            verb = "hardened" if kind == "hardening" else "softened"
            return f"{who} {verb} in {_TOWARD[to_stance]} {what} {when} {sure}."
        case "announced":
            who = with_article(actor, first=True)
            return f"{who} was reported on {day(latest)} to have moved from {old} to {new} on {what}; the claims do not show it yet {sure}."
        case "new":
            return f"{with_article(actor, first=True)}, neutral until then,{who.removeprefix(with_article(actor, first=True))} came out in {_TOWARD[to_stance]} {what} {when} {sure}."
    return f"{who} moved from {old} to {new} on {what} {when} {sure}."


def first_upper(text: str) -> str:
    """The text with its first letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def visible(text: str) -> str:
    """The text with every character that acts without being seen replaced by its name: ``⟦U+202E⟧``.

    Newlines and tabs become blanks. For terminals, Markdown and every name and title.
    """
    return _UNSEEN.sub(lambda m: " " if m[0] in "\n\r\t" else f"⟦U+{ord(m[0]):04X}⟧", text)


def held(text: str) -> str:
    """The text, character for character, with only what HTML and XML cannot hold replaced by its name."""
    return _UNHELD.sub(lambda m: f"⟦U+{ord(m[0]):04X}⟧", text)


# -- sentences about a report ---------------------------------------------------------------------

_DIRECTNESS = {"direct": "in their own words", "indirect": "in reported speech", "narrated": "as the outlet tells it"}
_BASIS = {"official": "official", "reported": "", "anonymous": "from unnamed sources", "characterised": "as somebody else characterises it"}


def how(quote: Quote) -> str:
    """How directly the words are known: ``official, in their own words``."""
    known = (_BASIS.get(quote.basis, quote.basis), _DIRECTNESS.get(quote.directness, quote.directness))
    marks = (*known, "conditional" if quote.conditional else "", "hedged" if quote.hedged else "")
    return ", ".join(m for m in marks if m)


def said_when(quote: Quote) -> str:
    """The instant where it is known, else the day."""
    if quote.said_at is not None:
        return moment(quote.said_at.astimezone(UTC))
    return day(quote.said_on) if quote.said_on else "undated"


def who(quote: Quote) -> str:
    """The speaker with the role held that day."""
    return (f"{quote.speaker}, {quote.role}" if quote.role else quote.speaker) if quote.speaker else "No named speaker"


def heard(side: Side) -> str:
    """``3 independent utterances in 2 outlets``, or how many statements no longer name it."""
    if side.silent:
        return f"{count(side.n_utterances, 'periodic statement')} that {'does' if side.n_utterances == 1 else 'do'} not name it"
    return f"{count(side.n_utterances, 'independent utterance')} in {count(len(side.outlets), 'outlet')}"


def interval(change: Change) -> str:
    """The days of the last and first clear evidence, and the interval of the change itself."""
    clear = f"First clear words: {day(change.latest)}."
    if change.earliest:
        clear = f"Last clear words before: {day(change.earliest)}; first after: {day(change.latest)}."
    if change.credible_from is None or change.credible_to is None:
        return clear
    when = between(change.credible_from, change.credible_to)
    return f"{clear} The change itself lies {when} (90\u00a0% interval)."


def lead(report: Report) -> str:
    """What a reader takes along who reads one paragraph: changes, and always how much was checked."""
    seen = report.checked
    measure = f"{count(seen.n_utterances, 'utterance')} in {count(seen.n_claims, 'claim')} from {count(len(seen.outlets), 'outlet')}"
    if not seen.n_claims and not report.headlines and not report.firsts:
        read = count(report.made.coded, "article version")
        return (
            f"Nothing was found that anybody said on these issues in this period: 0 claims, after {read} read in all. "
            "This is not a finding that nothing changed."
        )
    changed, first = len(report.headlines), len(report.firsts)
    if changed:
        told = f"{count(changed, 'position')} changed"
    else:
        told = "No position changed"
    taken = f", and {first} {'was' if first == 1 else 'were'} taken for the first time" if first else ""
    rest = f" {count(len(report.steady), 'position')} stayed as {'it was' if len(report.steady) == 1 else 'they were'}." if report.steady else ""
    return f"{told}{taken}.{rest} Checked: {measure}, on {count(seen.n_pairs, 'pair')} of actor and issue."


def gaps(report: Report) -> str:
    """One sentence on what could not be checked; empty where there is nothing to say."""
    failed, foreign, broken = sum(m.n for m in report.missed if m.failure), report.made.other_language, len(report.broken)
    unread = sum(a.n for a in report.abstained)
    parts = (
        (failed, f"{count(failed, 'document')} could not be had"),
        (foreign, f"{count(foreign, 'article is', 'articles are')} in a language that no coder reads"),
        (unread, f"{count(unread, 'sentence')} could not be read"),
        (broken, f"{count(broken, 'quote is', 'quotes are')} not what stands in the article, and left out"),
    )
    named = [text for n, text in parts if n]
    return f"Not checked: {'; '.join(named)}." if named else ""
