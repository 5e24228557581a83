"""The shifts of a Report as an Atom feed (RFC 4287): a revised shift is the same entry, updated; one taken back says so."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from markupsafe import Markup

from extract.model import digest
from reports import phrases
from reports.errata import taken_back
from reports.links import web
from reports.model import Change, Quote, Report

MOST = 200  # entries of the monitor's own feed; a report's has all of its shifts


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, tag, {name: phrases.held(value) for name, value in attributes.items()})
    made.text = phrases.held(text) if text is not None else None
    return made


def _quoted(label: str, quote: Quote) -> Markup:
    link = web(quote.url or "")
    where = Markup("{}, {}").format(phrases.visible(quote.outlet), phrases.day(quote.said_on) if quote.said_on else "undated")
    if link:
        where = Markup('<a href="{}">{}</a>').format(link, where)
    return Markup("<p>{}: {} ({})</p><blockquote>{}</blockquote><p>{}</p>").format(
        label, phrases.visible(phrases.who(quote)), phrases.how(quote), phrases.held(quote.text), where
    )


def _content(change: Change) -> str:
    parts = [Markup("<p>{}</p>").format(phrases.interval(change))]
    if change.withdrawn_at:
        parts.insert(0, Markup("<p><strong>{}</strong></p>").format(taken_back(change)))
    for label, side in (("Before", change.before), ("After", change.after)):
        if side.quote:
            parts.append(_quoted(label, side.quote))
        if side.n_utterances:
            parts.append(Markup("<p>{}: {}.</p>").format(label, phrases.heard(side)))
    return str(Markup("").join(parts))


def to_atom(report: Report, *, pages: bool = False) -> str:
    """One entry for each shift of the period and for each that was taken back; ids last as long as the shift.

    ``pages``: the feed of the site, whose entries lead to the shifts' pages beside it, and which keeps the latest ``MOST``.
    """
    feed = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    changes = sorted((*report.headlines, *report.firsts, *report.late, *report.withdrawn), key=lambda c: (c.known_from, c.shift_id), reverse=True)
    shown = changes[:MOST] if pages else changes
    _add(feed, "id", f"urn:volteface:monitor:{digest('monitor', report.monitor)}")
    _add(feed, "title", phrases.visible(f"{report.monitor}: changes of position"))
    if pages:
        _add(feed, "link", rel="self", type="application/atom+xml", href="feed.atom")
        _add(feed, "link", rel="alternate", type="text/html", href="index.html")
    else:
        _add(feed, "subtitle", phrases.visible(f"{phrases.span(report.period)}. {phrases.lead(report)}"))
    _add(feed, "updated", _stamp(max((c.known_from for c in changes), default=report.known_at)))
    _add(_add(feed, "author"), "name", "volteface")
    _add(feed, "generator", "volteface", version=phrases.visible(report.made.program))
    for change in shown:
        _entry(feed, change, pages)
    ElementTree.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ElementTree.Element, change: Change, pages: bool) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:volteface:shift:{change.shift_id}")
    _add(entry, "title", phrases.visible(f"Taken back: {change.sentence}" if change.withdrawn_at else change.sentence))
    _add(entry, "published", _stamp(change.detected_at))
    _add(entry, "updated", _stamp(change.known_from))
    for term in (change.kind, f"actor:{change.actor}", f"issue:{change.issue}"):
        _add(entry, "category", term=phrases.visible(term))
    if pages:
        _add(entry, "link", rel="alternate", type="text/html", href=f"shift/{change.shift_id}.html")
    address = web(change.after.quote.url or "") if change.after.quote else None
    if address:
        _add(entry, "link", rel="related" if pages else "alternate", href=address)
    _add(entry, "content", _content(change), type="html")
