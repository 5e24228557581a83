"""The page: every quote its slice, nothing breaks out, signs that read without colour, words for the ear."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from reports import evidence, phrases
from reports.build import Report
from reports.consequence import RULE
from reports.markdown import escaped
from reports.model import Afterwards, Doubtful, Statement
from reports.render import to_html, to_markdown
from tests.made_reports import large
from tests.report_world import ATTACKS, CODER, OPPOSE, OVERRIDE, SECOND, SUPPORT, ask, filled, later, load, quotes_of, said
from warehouse.connection import Warehouse


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two runs, asked for the second quarter."""
    with filled(tmp_path_factory.mktemp("w")) as connection:
        return ask(connection)


def test_every_quote_in_html_is_its_slice(report: Report) -> None:
    """Parsed by an HTML parser, each quote is character for character what the version holds."""
    wanted = {q.claim_id: q.text for q in quotes_of(report)}
    page = lxml_html.document_fromstring(to_html(report))
    found = {node.get("data-claim"): node.text_content() for node in page.iter("bdi") if node.get("data-claim")}
    assert len(wanted) == 8 and {k: found[k] for k in wanted} == wanted


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_markup(attack: str, tmp_path: Path) -> None:
    """The attack as the only quote, title, proposition and name: it stays text in every form."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", SECOND, [said("2025-05-01", attack, known=SECOND, speaker=attack.replace("\n", " "))])
    with warehouse.reading() as connection:
        attacked = ask(connection)
    page = lxml_html.document_fromstring(to_html(attacked))
    assert not page.xpath("//script | //img | //b | //*[starts-with(name(@*), 'on')]")
    assert {re.match(r"[a-z]*", a.get("href"))[0] for a in page.iter("a")} <= {"", "https"}  # type: ignore[index]
    assert attack in page.xpath("string(//section[@id='firsts']//bdi)")
    assert "49" not in page.xpath("string(//section[@id='firsts']//bdi)")
    markdown = to_markdown(attacked)
    assert OVERRIDE not in markdown and not re.search(r"(?<!\\)\]\((?!<https://)", markdown) and not re.search(r"(?<!\\)<(?!https://)", markdown)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://a.example/x?y=1&z=2", True), ("http://a.example/", True), ("javascript:alert(1)", False), ("JAVASCRIPT:x", False),
        ("data:text/html,x", False), ("https://a.example/\"onload=x", False), ("https://a.example/\n", False), ("//a.example", False),
        ("https:nohost", False), ("https://a.example/\u202e", False), ("https://[bad", False), ("file:///etc/passwd", False),
    ],
)  # fmt: skip
def test_only_web_addresses_are_links(address: str, good: bool) -> None:
    """Everything else is text."""
    assert (evidence.web(address) == address) is good


@pytest.mark.parametrize(
    ("link", "good"), [("pages/a.html", True), ("../p/a.html", True), ("/etc/x", False), ("//h/x", False), ("javascript:x", False), ("a b", False), ("", False)]
)
def test_kept_pages_are_plain_relative_paths(link: str, good: bool) -> None:
    """A kept page cannot lead elsewhere."""
    assert (evidence.relative(link) == link) is good


def test_a_kept_page_is_linked_at_the_words_instead_of_the_live_one(tmp_path: Path) -> None:
    """The link opens the page as kept; the live address stays beside it."""
    with filled(tmp_path) as connection:
        kept = ask(connection, pages={v.version_id: f"pages/{v.version_id}.html" for v, _ in later()})
    quote = kept.headlines[0].after.quote
    assert (
        quote is not None
        and quote.kept
        and quote.link == f"pages/{quote.version_id}.html#:~:text=We%20shall%20close%20the%20bridge,everybody%20in%20May%2C%20Quill%20said"
    )
    assert "page as kept" in to_html(kept) and (quote.url or "") in to_html(kept)


@given(st.text())
def test_visible_text_has_no_character_that_acts_unseen(text: str) -> None:
    """Whatever comes in, a terminal is not commanded and text is not turned."""
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", phrases.visible(text))
    assert "\n" not in escaped(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_held_text_is_valid_xml_and_otherwise_unchanged(text: str) -> None:
    """Only what XML cannot hold is replaced."""
    node = ElementTree.Element("a")
    node.text = phrases.held(text)
    assert ElementTree.fromstring(ElementTree.tostring(node, "unicode")).text == (phrases.held(text) or None)
    assert re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", text) == re.sub(r"⟦U\+[0-9A-F]{4}⟧", "", phrases.held(text)) or "⟦" in text


def test_the_page_needs_nothing_but_itself(report: Report) -> None:
    """No script, no address that is fetched, one main landmark, a skip link, and captions for every column."""
    page = lxml_html.document_fromstring(to_html(report))
    assert not page.xpath("//script | //iframe | //img | //link[not(starts-with(@href, 'data:'))] | //@src")
    assert "url(" not in to_html(report) and "@import" not in to_html(report)
    assert len(page.xpath("//main")) == 1 and page.xpath("//a[@class='skip' and @href='#main']")
    assert all(th.get("scope") for th in page.iter("th"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) and {h[1:] for h in page.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)


# -- what the page shows --------------------------------------------------------------------------


def test_every_cell_says_its_finding_and_leads_to_what_is_behind_it(report: Report) -> None:
    """A caption, headers for rows and columns, and in each cell words, a shape and a target."""
    page = lxml_html.document_fromstring(to_html(report))
    (board,) = page.xpath("//table[contains(@class, 'board')]")
    assert "2 positions of 2 actors on 2 issues, at the end of the period: 1 support, 1 oppose; 1 changed in the period." in board.findtext("caption/span")
    cells = board.xpath(".//td/a")
    assert [c.xpath("string(i)") for c in cells] == ["opposes, over 99\u00a0%, changed in the period", "supports, over 99\u00a0%"]
    assert [c.xpath("string(svg/use/@href)") for c in cells] == ["#b-oppose", "#b-support"]
    assert all(page.xpath("//*[@id=$i]", i=c.get("href")[1:]) for c in cells)


def test_shapes_alone_tell_stance_and_strength(report: Report) -> None:
    """No two stances, and no two strengths of one, share a shape: the board reads in greyscale."""
    page = lxml_html.document_fromstring(to_html(report))
    shapes = {g.get("id"): lxml_html.tostring(g[0]).decode() for g in page.iter("symbol")}
    assert len(shapes) == 9 and len(set(shapes.values())) == 9


def test_headings_stand_in_order(report: Report) -> None:
    """One h1, and no level is skipped on the way down."""
    levels = [int(h.tag[1]) for h in lxml_html.document_fromstring(to_html(report)).iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 and levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels))


def test_what_is_less_sure_looks_and_reads_so(report: Report) -> None:
    """Its class, its kicker and its sentence say so; over 99 % nothing does."""
    (change,) = report.headlines
    doubtful = replace(change, probability=0.7, sentence=change.sentence.replace("moved", "probably moved"))
    page = lxml_html.document_fromstring(to_html(replace(report, headlines=(doubtful,))))
    assert page.xpath("//article[contains(@class, ' s0')]") and "Probable reversal" in page.xpath("string(//article)")
    assert "robabl" not in lxml_html.document_fromstring(to_html(report)).xpath("string(//article)")


def test_silent_statements_are_linked() -> None:
    """Where the words are gone the documents that leave them out are named, and their links checked."""
    silent = large(1, 2, 2)
    (change,) = silent.headlines
    gone = (
        Statement("Statement of <May>", "The Bank", date(2025, 5, 1), "https://bank.example/5"),
        Statement("Of June", "The Bank", date(2025, 6, 1), "javascript:x"),
    )
    after = replace(change.after, quote=None, others=(), outlets=(), statements=gone)
    page = lxml_html.document_fromstring(to_html(replace(silent, headlines=(replace(change, after=after),))))
    assert page.xpath("//article//a[@href='https://bank.example/5']/text()") == ["Statement of <May>"]
    assert not page.xpath("//a[starts-with(@href, 'javascript')]") and "Of June" in page.xpath("string(//article)")


def test_deletions_edits_and_doubtful_dates_are_listed_and_escaped(report: Report) -> None:
    """What outlets did afterwards, and pages whose day is not known."""
    told = replace(
        report,
        afterwards=(Afterwards("deletion", date(2025, 6, 1), "", "The Plain", "<b>Gone</b>", "https://plain.example/1", 2),),
        doubtful=(Doubtful("The Plain", None, "javascript:alert(1)", True, ("the page says 2099 <i>",)),),
    )
    page = lxml_html.document_fromstring(to_html(told))
    assert "Deleted 1 Jun 2025: <b>Gone</b>, The Plain; 2 claims rest on it." in page.xpath("string(//section[@id='afterwards'])")
    assert "javascript:alert(1), no date the page says 2099 <i>" in page.xpath("string(//section[@id='not-checked'])")
    assert not page.xpath("//a[starts-with(@href, 'javascript')] | //b | //i[ancestor::section[@id='not-checked']]")


def test_a_large_report_is_small_and_the_same_every_time() -> None:
    """200 changes on a board of 2,000 cells: under 1.5 MB, every change with its words, every cell with its target."""
    text = to_html(large())
    assert len(text.encode()) < 1_500_000 and text == to_html(large())
    page = lxml_html.document_fromstring(text)
    ids = set(page.xpath("//@id"))
    assert len(page.xpath("//article")) == 200 and len(page.xpath("//article//blockquote")) == 400
    assert {a.get("href")[1:] for a in page.xpath("//table[contains(@class, 'board')]//td/a")} <= ids
    assert not page.xpath("//script")


def test_rules_are_declared_where_the_report_says_how_it_was_made(report: Report) -> None:
    """The order of changes, the stages from pages to changes, the versions."""
    made = lxml_html.document_fromstring(to_html(report)).xpath("string(//section[@id='made'])")
    assert RULE in made and "11 versions read" in made and "volteface 0.1" in made and CODER in made


def test_two_voices_and_conditions_are_told_with_their_words(tmp_path: Path) -> None:
    """Who says what where one actor holds both sides; the words that set a condition are marked."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    voices = [
        said(f"2025-0{month}-{day:02}", f"{text} number {month}{day}, {name} said", stance, speaker=name)
        for month in (4, 5, 6)
        for day, text, stance, name in (
            (3, "The bridge opens for all, take my word,", SUPPORT, "Ada Quill"),
            (4, "That bridge stays shut as long as I am asked,", OPPOSE, "Bo Reed"),
            (17, "We open the crossing, and that is that,", SUPPORT, "Ada Quill"),
            (18, "Nobody here wants that crossing opened,", OPPOSE, "Bo Reed"),
        )
    ]
    terms = said(
        "2025-05-20",
        "We will end the tolls only if Eastland pays for the <b>lights</b>, it said",
        actor="westmark",
        issue="tolls",
        speaker=None,
        conditional=True,
    )
    maybe = said("2025-05-25", "Perhaps the tolls could go, it said", actor="westmark", issue="tolls", speaker=None, hedged=True)
    load(warehouse, "r1", SECOND, [*voices, terms, maybe])
    with warehouse.reading() as connection:
        page = to_html(ask(connection))
    section = lxml_html.fromstring(page).get_element_by_id("dissent")
    told = " ".join(section.text_content().split())
    assert "Ada Quill" in told and "Bo Reed" in told and ("who says what" in told or "differ from their own side" in told)
    assert [mark.text_content() for mark in section.iter("mark")] == ["only if Eastland pays for the <b>lights</b>"]
    assert "We will end the tolls only if Eastland pays for the <b>lights</b>, it said" in told
