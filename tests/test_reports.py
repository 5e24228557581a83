"""What a report promises: the same bytes for the same question, every quote as it stands, what was checked and what was not."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from extract.errors import MonitorError
from reports import phrases
from reports.build import Report
from reports.markdown import escaped
from reports.model import Change
from reports.render import FORMATS, render, to_atom, to_html, to_json, to_markdown
from reports.wording import Change as Fate
from tests.report_world import ATOM, ATTACKS, CODER, FIRST, NEUTRAL, OVERRIDE, SECOND, SUPPORT, THIRD, ask, early, filled, later, load, quotes_of, said
from warehouse.connection import Warehouse


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two runs, asked for the second quarter."""
    with filled(tmp_path_factory.mktemp("w")) as connection:
        return ask(connection)


def test_a_reversal_is_told_in_one_sentence_with_the_words_of_both_sides(report: Report) -> None:
    """The finding stands in the sentence; the representative quotes are the closest to the change that read well."""
    (change,) = report.headlines
    assert change.sentence == "The United Eastland moved from support to opposition on “The bridge is opened” between 5 Mar and 6 May 2025 (over 99\u00a0%)."
    assert change.before.quote is not None and change.before.quote.text.startswith("We shall open")
    assert change.after.quote is not None and change.after.quote.text.startswith("We shall close")
    assert (change.after.quote.role, change.after.quote.speaker) == ("President", "Ada Quill")
    assert "".join(p.text for p in change.diff if p.change is Fate.REMOVED) == "open"
    assert change.earliest == date(2025, 3, 5) and change.credible_from is not None


def test_a_copy_counts_once_and_names_both_outlets(report: Report) -> None:
    """Two outlets printed one utterance: four utterances after the change, not five."""
    (change,) = report.headlines
    assert change.after.n_utterances == 4
    assert change.after.outlets == ("Daily Kite", "The Plain")
    assert max(p.n_outlets for p in change.points) == 2


def test_no_change_is_said_with_what_was_checked(report: Report) -> None:
    """Westmark spoke again and did not move: it is listed with the count behind that."""
    (steady,) = report.steady
    assert (steady.actor, steady.issue, steady.stance, steady.n_utterances, steady.n_claims) == ("westmark", "tolls", "support", 1, 1)
    assert report.checked.n_claims == 6 and report.checked.n_utterances == 5
    assert report.board.silent_actors == ("Silent Isles",) and report.board.silent_issues == ("The ferry sails",)


def test_an_empty_period_says_that_nothing_was_read_not_that_nothing_changed(tmp_path: Path) -> None:
    """Silence is not a finding."""
    with filled(tmp_path) as connection:
        empty = ask(connection, date(2025, 11, 1), date(2025, 11, 8), THIRD)
    assert not empty.headlines and not empty.steady
    for form in ("html", "md", "atom"):
        assert "0 claims, after 11 article versions read in all" in render(empty, form)
    assert "nothing changed" not in to_html(empty).replace("not a finding that nothing changed", "")


def test_a_warehouse_without_articles_gives_a_report(tmp_path: Path) -> None:
    """The first run may find nothing."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", FIRST, [])
    with warehouse.reading() as connection:
        nothing = ask(connection, None)
    assert all(render(nothing, form) for form in FORMATS)
    assert nothing.made.coders == (CODER,)


def test_what_failed_is_told_apart_and_named(report: Report) -> None:
    """A failure is in the report with its reason."""
    (missed,) = report.missed
    assert missed.failure and missed.documents == ("https://plain.example/<b>",)
    assert "1 document could not be had" in phrases.gaps(report)
    assert report.abstained[0].n == 11


def test_first_positions_are_no_headlines_and_quote_their_first_day(tmp_path: Path) -> None:
    """From the beginning on, both pairs took their first position; each is shown by its first words."""
    with filled(tmp_path) as connection:
        everything = ask(connection, None)
    assert [c.issue for c in everything.firsts] == ["bridge", "tolls"]
    assert [c.kind for c in everything.headlines] == ["reversal"]
    assert [c.after.quote.text if c.after.quote else "" for c in everything.firsts] == [ATTACKS[0], early()[3][1].claims[0].quote]


def test_a_change_found_late_is_in_the_first_report_that_can_tell(tmp_path: Path) -> None:
    """Articles of May are read in July: the report of July has the change apart, no headline."""
    with filled(tmp_path) as connection:
        july = ask(connection, date(2025, 6, 30), date(2025, 8, 1))
        narrowed = ask(connection, actor="westmark")
    assert not july.headlines and [c.kind for c in july.late] == ["reversal"]
    assert not narrowed.headlines and {c.actor for row in narrowed.board.rows for c in row.cells if c} == {"westmark"}


def test_a_shift_taken_back_is_an_erratum_and_a_recoded_one_is_no_change(tmp_path: Path) -> None:
    """A new coder reads the words after the change otherwise: the shift goes to the errata, with the cause."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", FIRST, early())
    load(warehouse, "r2", SECOND, later())
    turned = [(v, replace(c, claims=tuple(replace(k, coder="test 2", stance=SUPPORT) for k in c.claims))) for v, c in [*early(), *later()]]
    load(warehouse, "r3", THIRD, turned, coder="test 2", cause="coder")
    with warehouse.reading() as connection:
        after, before = ask(connection, known_at=THIRD), ask(connection, known_at=SECOND)
    assert not after.headlines and [c.cause for c in after.withdrawn] == ["coder"]
    assert "a new coder, or people who checked it, read otherwise" in to_html(after)
    assert len(before.headlines) == 1 and not before.withdrawn


def test_a_quote_that_is_not_what_stands_there_is_left_out_and_listed(tmp_path: Path) -> None:
    """The version's text was tampered with: no word of it is printed as a quote."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    load(warehouse, "r1", FIRST, early())
    load(warehouse, "r2", SECOND, later())
    with warehouse.writing() as connection:
        connection.execute("UPDATE versions SET text = replace(text, 'We shall close', 'We might close')")
    warehouse.publish()
    with warehouse.reading() as connection:
        tampered = ask(connection)
    assert len(tampered.broken) == 2
    assert not [q for q in quotes_of(tampered) if "We shall close" in q.text]
    assert "not what stands in the article" in phrases.gaps(tampered)
    assert "We shall close" not in to_html(tampered) + to_markdown(tampered) + to_json(tampered)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_question_gives_the_same_bytes_also_after_more_was_loaded(form: str, tmp_path: Path) -> None:
    """``known_at`` is the only clock: a later run changes nothing in what was known before."""
    pages = {early()[0][0].version_id: "pages/a.html"}
    with filled(tmp_path / "a") as connection:
        then = render(ask(connection, None, pages=pages), form)
        assert render(ask(connection, None, pages=pages), form) == then
    with filled(tmp_path / "b", runs=3) as connection:
        assert render(ask(connection, None, pages=pages), form) == then
        assert render(ask(connection, None, known_at=THIRD), form) != then


def test_an_unknown_format_is_refused(report: Report) -> None:
    """The error says what there is."""
    with pytest.raises(MonitorError, match="html, md, json, atom"):
        render(report, "pdf")


def test_every_quote_in_json_is_its_slice(report: Report) -> None:
    """JSON holds every character; what turns text is written as an escape."""
    text = to_json(report)
    data = json.loads(text)
    sides = [c[side] for c in data["headlines"] for side in ("before", "after")]
    found = [s["quote"]["text"] for s in sides] + [h["quote"]["text"] for s in sides for h in s["others"]]
    assert sorted(found) == sorted(q.text for q in quotes_of(report))
    assert OVERRIDE not in text and list(data) == sorted(data)


def test_every_quote_in_atom_is_its_slice_and_the_feed_has_what_it_must(report: Report) -> None:
    """Valid XML, the elements that RFC 4287 asks for, and the quotes within the content's HTML."""
    feed = ElementTree.fromstring(to_atom(report))
    assert feed.tag == f"{ATOM}feed" and all(feed.find(f"{ATOM}{t}") is not None for t in ("id", "title", "updated", "author"))
    (entry,) = feed.findall(f"{ATOM}entry")
    (change,) = report.headlines
    assert entry.findtext(f"{ATOM}id") == f"urn:volteface:shift:{change.shift_id}"
    assert entry.findtext(f"{ATOM}updated") == change.known_from.isoformat().replace("+00:00", "Z")
    content = lxml_html.fromstring(f"<div>{entry.findtext(f'{ATOM}content')}</div>")
    assert [b.text_content() for b in content.iter("blockquote")] == [s.quote.text for s in (change.before, change.after) if s.quote]


@pytest.mark.parametrize("attack", ATTACKS)
def test_escaped_markdown_reads_back_as_the_same_words(attack: str) -> None:
    """A CommonMark reader sees one paragraph of text: no link, no list, no heading, no HTML."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(escaped(attack))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {t.type for t in tokens[1].children} <= {"text", "text_special"}
    assert "".join(t.content for t in tokens[1].children) == phrases.visible(attack)


def test_changes_stand_in_the_declared_order(tmp_path: Path) -> None:
    """A reversal before a withdrawal, whatever their days."""
    warehouse = Warehouse(tmp_path / "w.duckdb")
    left = [
        said(f"2025-04-0{i + 1}", q, SUPPORT, issue="tolls", known=SECOND)
        for i, q in enumerate(("Tolls go now, she said", "End every toll at once, Quill urged", "No more paying at gates, said Quill"))
    ]
    right = [
        said(f"2025-05-0{i + 1}", q, NEUTRAL, issue="tolls", known=SECOND)
        for i, q in enumerate(
            (
                "It is for others to judge, Quill said",
                "We take no view of charges, she wrote",
                "Undecided is what our cabinet is, she said",
                "The matter stays open with us, Quill told all",
            )
        )
    ]
    load(warehouse, "r1", SECOND, [*early(), *later(), *left, *right])
    with warehouse.reading() as connection:
        changes: tuple[Change, ...] = ask(connection).headlines
    assert [c.kind for c in changes] == ["reversal", "withdrawn"]
    assert "dropped support for" in changes[1].sentence
