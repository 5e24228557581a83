"""The other forms of a report: a documented JSON, a feed that readers can follow, Markdown that stays text."""

from __future__ import annotations

import json
import re
import types
import typing
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import jsonschema
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from reports import model, schema
from reports.model import Report
from reports.render import FORMATS, render, to_atom, to_json, to_markdown
from reports.wording import Piece
from tests.difficult import Difficult
from tests.report_world import ATTACKS, OPPOSE, SECOND, SUPPORT, THIRD, ask, early, filled, later, load, said
from tests.test_roundtrip import validator  # noqa: F401  (a fixture)
from warehouse.connection import Warehouse

pytestmark = pytest.mark.heavy

ATOM = "{http://www.w3.org/2005/Atom}"
DOCUMENT = Path(__file__).parents[1] / "docs" / "report-json.md"
NAMES = {model.Change: "shift", model.BoardRow: "board_row", Piece: "piece"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """By name: of all time after two and after three runs, narrowed, of an empty period, and with an erratum."""
    with filled(tmp_path_factory.mktemp("two")) as connection:
        found = {"two": ask(connection, None), "narrowed": ask(connection, actor="westmark"), "empty": ask(connection, date(2025, 11, 1), date(2025, 11, 8))}
    with filled(tmp_path_factory.mktemp("three"), runs=3) as connection:
        found["three"] = ask(connection, None, date(2025, 10, 1), THIRD)
    warehouse = Warehouse(tmp_path_factory.mktemp("back") / "w.duckdb")
    load(warehouse, "r1", SECOND, [*early(), *later()])
    turned = [(v, replace(c, claims=tuple(replace(k, coder="test 2", stance=SUPPORT) for k in c.claims))) for v, c in [*early(), *later()]]
    load(warehouse, "r2", THIRD, turned, coder="test 2", cause="coder")
    with warehouse.reading() as connection:
        found["back"] = ask(connection, None, known_at=THIRD)
    return found


# -- JSON -----------------------------------------------------------------------------------------


def test_every_report_is_as_its_schema_says(reports: dict[str, Report], validator: jsonschema.Draft202012Validator) -> None:  # noqa: F811
    for report in reports.values():
        validator.validate(json.loads(to_json(report)))
    assert reports["back"].withdrawn and reports["two"].headlines and reports["three"].steady == ()


def test_the_schema_refuses_what_is_no_report(reports: dict[str, Report], validator: jsonschema.Draft202012Validator) -> None:  # noqa: F811
    data = json.loads(to_json(reports["two"]))
    for wrong in ({**data, "schema": 2}, {**data, "known_at": "yesterday"}, {k: v for k, v in data.items() if k != "made"}, {**data, "more": 1}):
        assert not validator.is_valid(wrong)
    shift = data["headlines"][0]
    for key, value in (("probability", 1.1), ("kind", "whim"), ("latest", "2025-02-31"), ("before", None), ("to_stance", "mixed")):
        assert not validator.is_valid({**data, "headlines": [{**shift, key: value}]}), key


def test_every_key_of_the_model_is_described_with_its_type() -> None:
    """A field that is added to ``reports.model`` is a key: describe it in report.schema.json, and make docs/report-json.md anew."""
    known = schema.load()
    seen: set[str] = set()

    def check(kind: type, name: str | None) -> None:
        part = known if name is None else known["$defs"][name]
        hints = typing.get_type_hints(kind)
        keys = {f.name for f in fields(kind)} | ({"schema"} if name is None else set())
        assert set(part["properties"]) == keys == set(part["required"]), name or "the report"
        assert all(value.get("description") for value in part["properties"].values()), name
        for inner in (i for hint in hints.values() for i in _inside(hint)):
            label = NAMES.get(inner, inner.__name__.lower())
            if label not in seen:
                seen.add(label)
                check(inner, label)

    check(Report, None)
    assert seen == set(known["$defs"])


def _inside(hint: object) -> list[type]:
    """The dataclasses that a type holds."""
    if isinstance(hint, type) and is_dataclass(hint):
        return [hint]
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is not None:
        return [kind for part in typing.get_args(hint) for kind in _inside(part)]
    return []


def test_the_page_about_json_is_the_schema() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == schema.to_markdown(schema.load()), "run: python -m reports.schema > docs/report-json.md"


# -- Atom -----------------------------------------------------------------------------------------

_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_LINK = re.compile(r"(https?://[^\s<>\"]+|[a-z0-9./-]+)")
_FEED = {"id": "1", "title": "1", "updated": "1", "author": "+", "subtitle": "?", "generator": "?", "link": "*", "entry": "*"}
_ENTRY = {"id": "1", "title": "1", "updated": "1", "published": "?", "content": "?", "category": "*", "link": "*"}


def strict(text: str) -> dict[str, ElementTree.Element]:
    """The entries by id, after every rule of RFC 4287 that bears on what we write; anything else in the feed is an error."""
    feed = ElementTree.fromstring(text.encode())
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for node, allowed in ((feed, _FEED), *((entry, _ENTRY) for entry in entries)):
        counts = {name: len(node.findall(ATOM + name)) for name in allowed}
        assert sum(counts.values()) == len(node), {child.tag for child in node}
        for name, many in allowed.items():
            assert {"1": counts[name] == 1, "?": counts[name] <= 1, "+": counts[name] >= 1, "*": True}[many], name
        assert _IRI.fullmatch(node.findtext(f"{ATOM}id") or "")
        assert (node.findtext(f"{ATOM}title") or "").strip()
        for stamp in (node.find(ATOM + "updated"), node.find(ATOM + "published")):
            assert stamp is None or (_STAMP.fullmatch(stamp.text or "") and datetime.fromisoformat(stamp.text or ""))
        for link in node.findall(f"{ATOM}link"):
            assert _LINK.fullmatch(link.get("href") or ""), link.get("href")
            assert link.get("rel") in ("self", "alternate", "related")
        pairs = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in node.findall(f"{ATOM}link")]
        assert len([p for p in pairs if p[0] == "alternate"]) == len({p for p in pairs if p[0] == "alternate"}), "4.1.1: one alternate of a type"
        assert all(c.get("term") for c in node.findall(f"{ATOM}category"))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in entries:
        content = entry.find(f"{ATOM}content")
        assert content is not None and content.get("type") == "html" and not len(content), "4.1.3.3: escaped, without children"
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(ids) == len(set(ids))
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert not updated or (feed.findtext(f"{ATOM}updated") or "") == max(updated)
    return dict(zip(ids, entries, strict=True))


@pytest.mark.parametrize("pages", [False, True])
def test_feeds_are_valid(reports: dict[str, Report], pages: bool) -> None:
    """By a strict reader, and by one that people use."""
    for report in (*reports.values(), *(Difficult(seed).report() for seed in range(60))):
        text = to_atom(report, pages=pages)
        entries = strict(text)
        read = feedparser.parse(text.encode())
        assert not read.bozo and read.version == "atom10" and [e.id for e in read.entries] == list(entries)


def test_a_revised_shift_is_the_same_entry_updated(tmp_path: Path) -> None:
    """More evidence: the id stays, published stays, updated is later."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", SECOND, [*early(), *later()])
    with warehouse.reading() as connection:
        before = ask(connection, None)
    load(warehouse, "r2", THIRD, [said("2025-06-20", "The bridge stays shut for good and all, Quill said again", OPPOSE, known=THIRD)])
    with warehouse.reading() as connection:
        after = ask(connection, None, known_at=THIRD)
    (old,), (new,) = before.headlines, after.headlines
    assert (new.shift_id, new.revision) == (old.shift_id, old.revision + 1)
    first, second = (strict(to_atom(r))[f"urn:volteface:shift:{old.shift_id}"] for r in (before, after))
    assert first.findtext(f"{ATOM}published") == second.findtext(f"{ATOM}published")
    assert (first.findtext(f"{ATOM}updated") or "") < (second.findtext(f"{ATOM}updated") or "") == "2025-09-01T06:00:00Z"


def test_a_shift_taken_back_is_its_entry_updated_and_says_so(reports: dict[str, Report]) -> None:
    report = reports["back"]
    (gone,) = [c for c in report.withdrawn if c.from_stance]
    entry = strict(to_atom(report))[f"urn:volteface:shift:{gone.shift_id}"]
    assert (entry.findtext(f"{ATOM}title") or "").startswith("Taken back: The United Eastland moved")
    assert entry.findtext(f"{ATOM}updated") == "2025-09-01T06:00:00Z"
    content = lxml_html.fromstring(f"<div>{entry.findtext(f'{ATOM}content')}</div>")
    assert content.text_content().startswith("Taken back on 1 Sep 2025: a new coder, or people who checked it, read otherwise.")


# -- Markdown -------------------------------------------------------------------------------------

_BLOCKS = {"heading", "paragraph", "bullet_list", "list_item", "blockquote"}
_INLINE = {"text", "text_special", "softbreak", "strong_open", "strong_close", "link_open", "link_close"}


def markup(text: str) -> None:
    """Nothing but headings, lists, quotations, strong words and links to where a link may lead."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type != "inline":
            assert token.type.removesuffix("_open").removesuffix("_close") in _BLOCKS, token
            continue
        for child in token.children or ():
            assert child.type in _INLINE, child
            if child.type == "link_open":
                assert re.match(r"https?://|pages/", str(child.attrs["href"])), child
    prose = "\n".join(line for line in re.sub(r"<https?://[^ <>]*>", "", text).splitlines() if not re.match(r"\[\d+\]: <", line))
    assert not re.search(r"(?<!\\)://|(?i:www)(?<!\\)\.|(?a:@\w)|(?a:(?<!&)#\d)", prose), "what GitHub would link, or call"
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", prose.replace("\t", ""))


def test_nothing_in_a_title_or_quote_becomes_markup(reports: dict[str, Report]) -> None:
    for report in (*reports.values(), *(Difficult(seed).report() for seed in range(300))):
        markup(to_markdown(report))


@pytest.mark.parametrize("attack", [*ATTACKS, "@octocat #12 GH-3 a@b.example www.evil.example http://evil.example", "1234. x\n2) y\n---\n===\n:---"])
def test_no_attack_becomes_markup_in_markdown(attack: str, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", SECOND, [said("2025-05-01", attack, known=SECOND, speaker=attack.replace("\n", " "))])
    with warehouse.reading() as connection:
        markup(to_markdown(ask(connection)))


def test_markdown_reads_well_without_being_rendered(reports: dict[str, Report]) -> None:
    """No table, addresses at the end, no line of ours longer than a paragraph, a blank line around every quotation."""
    lines = to_markdown(reports["two"]).splitlines()
    links = [n for n, line in enumerate(lines) if re.match(r"\[\d+\]: <", line)]
    assert links == list(range(links[0], len(lines))), "the addresses stand together at the end"
    assert not any(line.startswith("|") for line in lines)
    assert any(line.startswith("**Before** (4 independent utterances in 2 outlets): Ada Quill, President") for line in lines)
    for before, line in pairwise(lines):
        if line.lstrip().startswith("> "):
            assert before == "" or before.lstrip().startswith("> ")


# -- as it was known ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_as_known_then_is_the_one_made_then(form: str, tmp_path: Path) -> None:
    """After new evidence, a revision, and a coder that takes all of it back; for the whole, a period, an actor, an issue."""
    questions = ({"start": None}, {}, {"actor": "eastland"}, {"issue": "tolls", "start": None})
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", SECOND, [*early(), *later()])
    with warehouse.reading() as connection:
        then = [render(ask(connection, **q), form) for q in questions]  # type: ignore[arg-type]
    load(warehouse, "r2", THIRD, [said("2025-06-20", "The bridge stays shut for good and all, Quill said again", OPPOSE, known=THIRD)])
    turned = [(v, replace(c, claims=tuple(replace(k, coder="test 2", stance=SUPPORT) for k in c.claims))) for v, c in [*early(), *later()]]
    load(warehouse, "r3", THIRD.replace(month=10), turned, coder="test 2", cause="coder")
    with warehouse.reading() as connection:
        assert [render(ask(connection, **q), form) for q in questions] == then  # type: ignore[arg-type]
        assert render(ask(connection, None, known_at=THIRD.replace(month=11)), form) != then[0]
