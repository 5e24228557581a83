"""Every quote, read back by somebody else's parser, is its slice of the version; what a form cannot hold is replaced as docs/quotes.md says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports import schema
from reports.model import Change, Heard, Quote, Report
from reports.render import to_atom, to_html, to_json, to_markdown
from tests.difficult import Difficult

pytestmark = pytest.mark.heavy

REPORTS = 1000
BATCHES = 10
ATOM = "{http://www.w3.org/2005/Atom}"
DOCUMENT = Path(__file__).parents[1] / "docs" / "quotes.md"

# What docs/quotes.md promises, written down a second time on purpose.
UNHELD = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]"
UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
SUMMONS = r"(?a:@(?=\w)|(?<!&)#(?=\d)|(?<=\b[Gg][Hh])-(?=\d))"


def named(pattern: str, text: str) -> str:
    return re.sub(pattern, lambda m: f"⟦U+{ord(m[0]):04X}⟧", text)


def in_markup(text: str) -> str:
    """As HTML and Atom have it."""
    return named(UNHELD, text)


def in_markdown(text: str) -> str:
    return re.sub(SUMMONS, lambda m: f"⟦{m[0]}⟧", named(UNSEEN, text))


def shown(report: Report, others: int | None = None) -> list[Quote]:
    """The quotes of the shifts of a report, in the order of its forms."""
    found: list[Quote] = []
    for change in (*report.headlines, *report.firsts):
        sides = (change.before, change.after) if change in report.headlines else (change.after,)
        for side in sides:
            found += [side.quote] if side.quote else []
            if change in report.headlines:
                found += [h.quote for h in side.others[:others]]
    return found + [d.quote for d in report.dissent if d.quote]


def html_quotes(page: str) -> dict[str, str]:
    return {node.get("data-claim"): node.text_content() for node in lxml_html.document_fromstring(page).iter("bdi") if node.get("data-claim")}


def markdown_quotes(text: str) -> list[str]:
    """The text of every block quotation, by a CommonMark parser with GitHub's tables; anything but text in one is shown as its name."""
    found: list[str] = []
    inside = False
    for token in MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text):
        if token.type in ("blockquote_open", "blockquote_close"):
            inside = token.nesting == 1
            found += [""] if inside else []
        elif inside:
            found[-1] += _content(token)
    return found


def _content(token: Token) -> str:
    if token.type in ("paragraph_open", "paragraph_close"):
        return ""
    if token.type != "inline":
        return f"<{token.type}>"
    parts = {"softbreak": "\n", "text": None, "text_special": None}
    return "".join((parts[c.type] or c.content) if c.type in parts else f"<{c.type}>" for c in token.children or ())


def atom_quotes(text: str) -> list[str]:
    entries = ElementTree.fromstring(text).findall(f"{ATOM}entry")
    contents = [lxml_html.fromstring(f"<div>{entry.findtext(f'{ATOM}content')}</div>") for entry in entries]
    return [quote.text_content() for content in contents for quote in content.iter("blockquote")]


def json_quotes(value: object) -> list[dict[str, object]]:
    """Everything in the JSON form that is a quote."""
    if isinstance(value, dict):
        here = [value] if {"claim_id", "version_id", "text"} <= set(value) else []
        return here + [q for v in value.values() for q in json_quotes(v)]
    return [q for v in value for q in json_quotes(v)] if isinstance(value, list) else []


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """The shipped schema, made closed: a key that it does not describe is an error."""
    closed = schema.load()
    for part in (closed, *closed["$defs"].values()):
        part["additionalProperties"] = False
    jsonschema.Draft202012Validator.check_schema(closed)
    return jsonschema.Draft202012Validator(closed, format_checker=jsonschema.FormatChecker(["date", "date-time"]))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_quote_reads_back_as_its_slice(batch: int, validator: jsonschema.Draft202012Validator) -> None:
    """A thousand reports; HTML by lxml, Markdown by markdown-it, JSON by json, Atom by expat and lxml."""
    for seed in range(batch * REPORTS // BATCHES, (batch + 1) * REPORTS // BATCHES):
        made = Difficult(seed)
        report = made.report()
        slices = {c: made.texts[q.version_id][q.start : q.end] for c, q in made.quotes.items()}
        quotes = shown(report)

        page = html_quotes(to_html(report))
        assert {q.claim_id: in_markup(slices[q.claim_id]) for q in quotes if q.claim_id in page} == {
            q.claim_id: page[q.claim_id] for q in quotes if q.claim_id in page
        }
        assert {q.claim_id for c in report.headlines for q in _of(c)} <= set(page), seed

        assert markdown_quotes(to_markdown(report)) == [in_markdown(slices[q.claim_id]) for q in shown(report, 3)], seed

        data = json.loads(to_json(report))
        assert {q["claim_id"]: q["text"] for q in json_quotes(data)} == slices, seed
        if seed % 10 == 0:
            validator.validate(data)

        heads = sorted((*report.headlines, *report.firsts), key=lambda c: (c.known_from, c.shift_id), reverse=True)
        assert atom_quotes(to_atom(report)) == [in_markup(slices[s.quote.claim_id]) for c in heads for s in (c.before, c.after) if s.quote], seed


def _of(change: Change) -> list[Quote]:
    sides: list[Heard] = [h for s in (change.before, change.after) for h in s.others]
    return [s.quote for s in (change.before, change.after) if s.quote] + [h.quote for h in sides]


def test_the_replacements_are_documented() -> None:
    """docs/quotes.md names every character that is replaced, for every form."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for pattern, heading in ((UNHELD, "## HTML and Atom"), (UNSEEN, "## Markdown")):
        section = text.split(heading, 1)[1].split("\n## ")[0]
        spans = [(int(a, 16), int(b or a, 16)) for a, b in re.findall(r"U\+([0-9A-F]{4})(?:–U\+([0-9A-F]{4}))?", section)]
        documented = {c for a, b in spans for c in range(a, b + 1)}
        replaced = {c for c in range(0x10000) if not 0xD800 <= c <= 0xDFFF and re.match(pattern, chr(c))}
        assert documented == replaced, heading
