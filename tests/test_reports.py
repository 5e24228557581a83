"""What a report promises: the same bytes for the same question, every quote as it stands, nothing that breaks out."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from extract.claims import Coded
from extract.errors import MonitorError
from extract.model import Abstention, Actor, Basis, Claim, Directness, Issue, Outlet, Speaker, Stance, Version, When, digest
from reports import evidence, phrases
from reports.build import Period, Report, build
from reports.charts import timeline
from reports.markdown import escaped
from reports.model import Change, Quote
from reports.render import FORMATS, render, to_atom, to_html, to_json, to_markdown
from reports.wording import Change as Fate
from reports.wording import close, diff
from warehouse import ledger, store
from warehouse.connection import Warehouse

ATOM = "{http://www.w3.org/2005/Atom}"
CODER = "test 1"
FIRST, SECOND, THIRD = (datetime(2025, month, 1, 6, tzinfo=UTC) for month in (4, 7, 9))
OVERRIDE = "\u202e"
ATTACKS = (
    "<script>alert('a')</script> is what the harbour deserves, she said",
    '</blockquote></main><img src=x onerror=alert(1)> the bridge is closed to "us", he said',
    "[free](javascript:alert(1)) tolls ](javascript:alert(2)) on the bridge, he said",
    f"the bridge {OVERRIDE}egdirb\u202c shall \u2066open\u2069 at last, the mayor said",
    "| cells | `code` **bold** _under_ <b>tag</b> &amp; &lt; ]]> --> and a bridge, she said",
    "# no heading\n- no list\n1. no number: the bridge stays shut, he said",
    "{{ 7 * 7 }} {% raw %} ${x} %s is no template, the bridge office said",
)
ACTORS = (
    Actor("eastland", "United Eastland", speakers=(Speaker("Ada Quill", "President", date(2020, 1, 1)), Speaker("Bo Reed", "Envoy"))),
    Actor("westmark", "Westmark <i>& Sons</i>"),
    Actor("silent", "Silent Isles"),
)
ISSUES = (
    Issue("bridge", "The bridge is opened", ("bridge",)),
    Issue("tolls", "Tolls are ended | for [all](x)", ("tolls",)),
    Issue("ferry", "The ferry sails", ("ferry",)),
)
SUPPORT, OPPOSE, NEUTRAL = Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL

Said = tuple[Version, Coded]


def said(
    day: str, quote: str, stance: Stance = SUPPORT, *, actor: str = "eastland", issue: str = "bridge", outlet: str = "Daily Kite",
    speaker: str | None = "Ada Quill", known: datetime = FIRST,
) -> Said:  # fmt: skip
    """A version that holds one claim: the quote stands between two sentences."""
    text = f"It rained on {day}.\n{quote}\nThe meeting ended late."
    address = f"https://{outlet.lower().replace(' ', '-')}.example/{day}/{digest(quote)}"
    when = When.parse(day)
    version = Version(address, outlet, text, known, title=f"News of {day} {ATTACKS[0]}", published=when)
    start = text.index(quote)
    claim = Claim(
        version.version_id, actor, speaker, issue, stance, 2, False, False, Directness.DIRECT, Basis.OFFICIAL, "said",
        quote, start, start + len(quote), when, 0.9, CODER,
    )  # fmt: skip
    return version, Coded((claim,), (Abstention(version.version_id, "ferry", 0, 4, "unknown: rain"),))


def load(
    warehouse: Warehouse, run: str, at: datetime, articles: list[Said], coder: str = CODER, failures: tuple[store.Failure, ...] = (), cause: str = "evidence"
) -> None:
    """One run at a moment: load, infer, publish."""
    with warehouse.writing() as connection:
        store.configure(connection, [Outlet("Daily Kite"), Outlet("The Plain")], ACTORS, ISSUES)
        store.begin_run(connection, run, "run", at, coder, "0.1", "d1")
        loaded = store.load(connection, store.Batch(coded=tuple(articles), failures=failures), run_id=run, coder=coder, at=at)
        ledger.infer(connection, ACTORS, since=at, at=at, cause=cause)
        store.end_run(connection, run, at, loaded)
    warehouse.publish()


def early() -> list[Said]:
    """Eastland supports the bridge in many words, some of them hostile."""
    return [
        said("2025-01-10", ATTACKS[0]),
        said("2025-01-20", ATTACKS[3], outlet="The Plain"),
        said("2025-02-03", ATTACKS[4], speaker="Bo Reed"),
        said("2025-02-10", "The tolls must go this year, Westmark said plainly", actor="westmark", issue="tolls", speaker=None),
        said("2025-03-05", "We shall open the bridge for everybody in May, Quill said", outlet="The Plain"),
    ]


def later() -> list[Said]:
    """Eastland turns against it; one article is a copy; Westmark says the same again."""
    words = "We shall close the bridge for everybody in May, Quill said"
    return [
        said("2025-05-06", words, OPPOSE, known=SECOND),
        said("2025-05-07", words, OPPOSE, outlet="The Plain", known=SECOND),
        said("2025-05-20", ATTACKS[1], OPPOSE, known=SECOND),
        said("2025-06-02", ATTACKS[2], OPPOSE, outlet="The Plain", known=SECOND),
        said("2025-06-09", ATTACKS[5], OPPOSE, known=SECOND),
        said("2025-06-12", "Tolls remain an insult to travellers, Westmark's office wrote", actor="westmark", issue="tolls", speaker=None, known=SECOND),
    ]


FAILURES = (store.Failure("The Plain", "https://plain.example/<b>", "fetch", "timed out ](javascript:x)"),)


@contextmanager
def filled(folder: Path, *, runs: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published snapshot after so many runs."""
    warehouse = Warehouse(folder / "w.duckdb")
    load(warehouse, "r1", FIRST, early(), failures=FAILURES)
    if runs > 1:
        load(warehouse, "r2", SECOND, later())
    if runs > 2:
        more = [said("2025-08-05", "The bridge is a mistake, and we are done with it, Quill said", OPPOSE, known=THIRD), *early()[:1]]
        load(warehouse, "r3", THIRD, more)
    with warehouse.reading() as connection:
        yield connection


def ask(
    connection: duckdb.DuckDBPyConnection, start: date | None = date(2025, 4, 1), end: date = date(2025, 7, 1), known_at: datetime = SECOND, **more: object
) -> Report:
    """A report of the test monitor."""
    return build(connection, monitor="Harbour <watch>", start=start, end=end, known_at=known_at, program="0.1", monitor_digest="d1", **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two runs, asked for the second quarter."""
    with filled(tmp_path_factory.mktemp("w")) as connection:
        return ask(connection)


def quotes_of(report: Report) -> list[Quote]:
    """All quotes that the headline section prints."""
    sides = [side for c in report.headlines for side in (c.before, c.after)]
    return [s.quote for s in sides if s.quote] + [h.quote for s in sides for h in s.others]


# -- the report -----------------------------------------------------------------------------------


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
    assert "a new coder reads the articles otherwise" in to_html(after)
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


# -- the same bytes -------------------------------------------------------------------------------


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


# -- every quote as it stands ---------------------------------------------------------------------


def test_every_quote_in_html_is_its_slice(report: Report) -> None:
    """Parsed by an HTML parser, each quote is character for character what the version holds."""
    wanted = {q.claim_id: q.text for q in quotes_of(report)}
    page = lxml_html.document_fromstring(to_html(report))
    found = {node.get("data-claim"): node.text_content() for node in page.iter("bdi") if node.get("data-claim")}
    assert len(wanted) == 8 and {k: found[k] for k in wanted} == wanted


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
    assert entry.findtext(f"{ATOM}id") == f"tag:volteface:shift:{change.shift_id}"
    assert entry.findtext(f"{ATOM}updated") == change.known_from.isoformat().replace("+00:00", "Z")
    content = lxml_html.fromstring(f"<div>{entry.findtext(f'{ATOM}content')}</div>")
    assert [b.text_content() for b in content.iter("blockquote")] == [s.quote.text for s in (change.before, change.after) if s.quote]


# -- nothing breaks out ---------------------------------------------------------------------------


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


@pytest.mark.parametrize("attack", ATTACKS)
def test_escaped_markdown_reads_back_as_the_same_words(attack: str) -> None:
    """A CommonMark reader sees one paragraph of text: no link, no list, no heading, no HTML."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(escaped(attack))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {t.type for t in tokens[1].children} <= {"text", "text_special"}
    assert "".join(t.content for t in tokens[1].children) == phrases.visible(attack)


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
    assert not re.search(r"url\((?!#)", to_html(report)) and "@import" not in to_html(report)
    assert len(page.xpath("//main")) == 1 and page.xpath("//a[@class='skip' and @href='#main']")
    assert all(th.get("scope") for th in page.iter("th"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) and {h[1:] for h in page.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)


# -- wording, sentences, charts -------------------------------------------------------------------

WORDS = st.text(st.sampled_from("ab \n.’é1-"), max_size=40) | st.text(max_size=40)


@given(WORDS, WORDS)
def test_a_difference_joins_back_to_both_texts(before: str, after: str) -> None:
    """No character is lost, no piece is empty, no two neighbours are alike."""
    pieces = diff(before, after)
    assert "".join(p.text for p in pieces if p.change is not Fate.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Fate.REMOVED) == after
    assert all(p.text for p in pieces) and all(a.change is not b.change for a, b in pairwise(pieces))


@given(WORDS, WORDS)
def test_closeness_does_not_depend_on_the_order(before: str, after: str) -> None:
    """And a text is close to itself as soon as it has a word."""
    assert close(before, after) == close(after, before)
    assert close(before, before) == bool(re.search(r"\w", before))


def test_close_is_for_rewordings_not_for_other_sentences() -> None:
    """A changed word is close, another sentence is not."""
    assert close("We will open the bridge in May", "We will not open the bridge in May")
    assert not close("We will open the bridge in May", "The President refuses every proposal of the harbour")


@pytest.mark.parametrize(
    ("kind", "old", "new", "attached", "told"),
    [
        ("reversal", "oppose", "support", False, "The United Eastland moved from opposition to support on “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        (
            "turnover",
            "oppose",
            "support",
            False,
            "The United Eastland moved from opposition to support on “P” between 3 and 9 Mar 2025, under new leadership (97\u00a0%).",
        ),
        ("return", "oppose", "support", False, "The United Eastland returned to support on “P” between 3 and 9 Mar 2025, after opposition (97\u00a0%)."),
        ("withdrawn", "support", "neutral", False, "The United Eastland dropped support for “P” between 3 and 9 Mar 2025 and is now neutral (97\u00a0%)."),
        ("conditional", "support", "support", True, "The United Eastland attached conditions to support for “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("conditional", "oppose", "oppose", False, "The United Eastland dropped the conditions on opposition to “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("hardening", "oppose", "oppose", False, "The United Eastland hardened in opposition to “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("new", "neutral", "oppose", False, "The United Eastland, neutral until then, came out in opposition to “P” between 3 and 9 Mar 2025 (97\u00a0%)."),
        ("new", None, "oppose", False, "The United Eastland took a position on “P” for the first time on 9 Mar 2025: opposition (97\u00a0%)."),
    ],
)
def test_every_kind_has_its_sentence(kind: str, old: str | None, new: str, attached: bool, told: str) -> None:
    """Built from data, plain, and never surer than the data."""
    made = phrases.sentence(
        actor="United Eastland", proposition="P", kind=kind, from_stance=old, to_stance=new, earliest=date(2025, 3, 3), latest=date(2025, 3, 9),
        probability=0.97, attached=attached,
    )  # fmt: skip
    assert made == told


@pytest.mark.parametrize(
    ("p", "told"), [(0.5, "50\u00a0%"), (0.29, "29\u00a0%"), (0.989, "98\u00a0%"), (0.99, "99\u00a0%"), (0.9901, "over 99\u00a0%"), (1.0, "over 99\u00a0%")]
)
def test_a_probability_is_never_rounded_up(p: float, told: str) -> None:
    """Nothing is a hundred percent."""
    assert phrases.percent(p) == told


def test_periods_are_told_by_their_last_day() -> None:
    """The end is exclusive in data, and the day before it in words."""
    assert phrases.span(Period(date(2025, 8, 1), date(2025, 9, 1))) == "1 to 31 Aug 2025"
    assert phrases.span(Period(None, date(2025, 9, 1))) == "everything up to 31 Aug 2025"
    assert phrases.span(Period(date(2025, 8, 31), date(2025, 9, 1))) == "31 Aug 2025"
    with pytest.raises(ValueError, match="before"):
        Period(date(2025, 9, 1), date(2025, 8, 1))


def test_the_timeline_stays_within_its_area_and_says_the_finding(report: Report) -> None:
    """Marks by stance above and below the middle, the interval between the sides, the sentence as its label."""
    (change,) = report.headlines
    drawn = timeline(change)
    assert drawn is not None and drawn.label.startswith(change.sentence) and drawn.band is not None
    assert all(0 <= m.x <= 100 for m in drawn.marks) and drawn.band[0] < drawn.band[1]
    assert {(m.stance, m.y < 56) for m in drawn.marks} == {("support", True), ("oppose", False)}
    assert timeline(replace(change, points=())) is None


def test_conditional_shifts_show_the_condition() -> None:
    """The quote before is one without, the quote after one with it, though another is shorter."""
    rows = {"a": False, "b": True}
    picked = [k for k, rank in _ranks("conditional", rows, high=True).items() if rank == 0]
    assert picked == ["b"]


def _ranks(kind: str, conditional: dict[str, bool], *, high: bool) -> dict[str, int]:
    from types import SimpleNamespace

    group = [SimpleNamespace(claim_id=k, conditional=v, strength=2, said_at=None) for k, v in conditional.items()]
    return evidence.telling(kind, group, high=high)  # type: ignore[arg-type]


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
