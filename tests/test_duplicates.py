"""Copies of articles: what is one story and what only shares words with it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.duplicates import made, own_corpus
from extract.duplicates import SKETCH, Printed, candidates, copies, groups, held, printed

DAY = date(2025, 3, 3)
PARAGRAPHS = (
    "The harbour council voted late on Monday to close the old ferry pier, ending a quarrel that had lasted three winters and two elections.",
    "Councillor Ane Brodal, who keeps a chandlery beside the pier, abstained because, she told the chamber, her own rent hung on the vote.",
    "Engineers found cracks in forty of the ninety piles last autumn. Mending them would have cost six million crowns, twice the yearly budget.",
    "“A pier that nobody dares to walk on is a very expensive fence,” said the harbour master, Jon Tveit, who had wanted it closed for years.",
    "The ferry will call at the fish quay from April. Its captain doubts that the lorries can turn there, and has asked for a trial run first.",
    "Shopkeepers in the lower town collected eleven hundred names against the plan, nearly one for every household between church and water.",
)
ORIGINAL = "\n\n".join(PARAGRAPHS)
EDITED = (
    ORIGINAL.replace("late on Monday", "on Monday night").replace("three winters", "three long winters").replace("because, she told the chamber,", "since")
    .replace("forty of the ninety", "40 of 90").replace("very expensive", "costly").replace("doubts that", "doubts").replace("nearly one", "about one")
)  # fmt: skip
OWN = (
    "Snow kept the market square empty until noon, when the first of the farmers came down from the valley with cheese and bad news about the road.\n\n"
    "A bus had slid into the ditch at the second bend. Nobody was hurt, but the plough could not pass, and the school stayed shut for another day.\n\n"
    "The headmistress read a story to the nine pupils who had come on skis, then sent them home before the light went. It was her last winter there.\n\n"
    "In the afternoon the power failed for the second time this week, and the inn cooked on the old stove for whoever happened to be in the room."
)
STATEMENT = (
    "The committee decided to keep the rate at {rate} percent. It judges that growth is firm, that hiring has been strong and that prices rise faster than "
    "it would like. It will look at what comes in and is ready to change its stance should risks appear. All nine members voted for this decision, which takes "
    "effect on {day}."
)

FORM = (
    "The governor declared a state of need in {where} today and ordered help to those whom the storms of {days} have hit. Grants can be had for a roof "
    "for the time being, for mending what can be mended and for losses that nobody has insured, up to {sum} crowns a household. Who lives in {where} can "
    "ask for them from {since} on at line {line}, and the works of dikes and bridges are paid for in all of its {n} parishes."
)


def text(body: str, outlet: str = "One", day: date | None = DAY, url: str | None = None, live: bool = False) -> Printed:
    return printed(body[:20] + outlet, body, url=url or f"https://{outlet.lower()}.example/{day}/{len(body)}", outlet=outlet, day=day, live=live)


@pytest.mark.parametrize(("what", "copy"), [
    ("the same", ORIGINAL),
    ("white space and case", ORIGINAL.upper().replace(" ", "  ").replace("\n\n", "\r\n")),
    ("other quotation marks", ORIGINAL.replace("“", '"').replace("”", '"')),
    ("a headline that was taken for text", "Pier to close after all\n\n" + ORIGINAL),
    ("a wire's credit", "BRODAL (Meridian Wire) – " + ORIGINAL + "\n\nReporting by our staff; not to be printed again without leave."),
    ("half of the paragraphs", "\n\n".join(PARAGRAPHS[:3])),
    ("every second paragraph", "\n\n".join(PARAGRAPHS[::2])),
    ("edited", EDITED),
    ("edited and cut", "\n\n".join(EDITED.split("\n\n")[1:5])),
])  # fmt: skip
def test_what_another_outlet_prints_within_days_is_a_copy(what: str, copy: str) -> None:
    assert copies(text(ORIGINAL), text(copy, "Two", DAY + timedelta(days=2))), what
    assert copies(text(copy, "Two", None), text(ORIGINAL)), what


SPEECH = "\n\n".join(f"“{p}”" for p in PARAGRAPHS if "“" not in p)
QUOTING = OWN + f"\n\n“{PARAGRAPHS[0]}”\n\n“{PARAGRAPHS[2]}”"
TOLD = OWN.replace("\n\n", f"\n\n“{PARAGRAPHS[1]}” he said.\n\n“{PARAGRAPHS[4]}” he said.\n\n“{PARAGRAPHS[5]}” he said.\n\n", 1)


@pytest.mark.parametrize(("what", "one", "other"), [
    ("another subject", text(ORIGINAL), text(OWN, "Two")),
    ("two paragraphs quoted", text(ORIGINAL), text(QUOTING, "Two")),
    ("half of a speech quoted", text(ORIGINAL, "The office"), text(TOLD, "Two")),
    ("a speech quoted whole", text(PARAGRAPHS[0], "The office"), text(f"{OWN[:300]}\n\n“{PARAGRAPHS[0]}”", "Two")),
    ("two that quote one speech", text(f"{OWN[:280]}\n\n{SPEECH}"), text(f"{OWN[290:570]}\n\n{SPEECH}", "Two")),
    ("boilerplate of the house", text(OWN[:290] + PARAGRAPHS[0]), text(PARAGRAPHS[0] + PARAGRAPHS[1] + PARAGRAPHS[2])),
    ("a paragraph in a long text", text(PARAGRAPHS[0]), text(OWN + PARAGRAPHS[0], "Two")),
    ("the outlet's own next", text(STATEMENT.format(rate=4, day="3 March")), text(STATEMENT.format(rate=4, day="14 April"), day=DAY + timedelta(days=42))),
    ("a series within the week", text(STATEMENT.format(rate=4, day="3 March")), text(STATEMENT.format(rate=4, day="4 March"), day=DAY + timedelta(days=1))),
    ("the next, printed elsewhere", text(STATEMENT.format(rate=4, day="3 March")), text(STATEMENT.format(rate=5, day="14 April"), "Two", DAY + timedelta(days=42))),
    ("a form filled in anew, printed elsewhere", text(FORM.format(where="Sund", days="3 to 5 May", sum=4000, since="9 June", line=4417, n=12)),
     text(FORM.format(where="Ness", days="1 to 7 April", sum=6500, since="2 May", line=4520, n=31), "Two")),
    ("one outlet, no dates", text(ORIGINAL, day=None), text(EDITED, day=None)),
])  # fmt: skip
def test_what_shares_words_is_not_yet_a_copy(what: str, one: Printed, other: Printed) -> None:
    assert not copies(one, other), what
    assert not copies(other, one), what


@pytest.mark.parametrize(("what", "later", "expected"), [
    ("a misprint mended", ORIGINAL.replace("chandlery", "ship chandlery"), True),
    ("a paragraph more", ORIGINAL + "\n\n" + OWN[:290], True),
    ("mostly new", OWN + "\n\n" + OWN[::-1] + "\n\n" + ORIGINAL, False),
])  # fmt: skip
def test_an_edit_at_its_own_address_is_one_story_until_most_is_new(what: str, later: str, expected: bool) -> None:
    assert copies(text(ORIGINAL, url="u"), text(later, url="u")) is expected, what


def test_a_live_blog_that_holds_a_whole_article_is_no_copy_of_it() -> None:
    long = OWN + "\n\n" + OWN[::-1] + "\n\n" + ORIGINAL
    assert not copies(text(ORIGINAL), text(long, "Two", live=True))


def test_one_outlet_prints_twice_only_what_is_all_but_equal() -> None:
    assert copies(text(ORIGINAL * 2), text(ORIGINAL * 2 + " Mended.", day=DAY + timedelta(days=1)))
    assert not copies(text(ORIGINAL), text(EDITED, day=DAY + timedelta(days=1)))


WORDS = st.lists(st.sampled_from(["harbour", "pier", "vote", "winter", "captain", "40", "crowns", "never", "said", "the"]), max_size=60).map(" ".join)
PRINTED = st.builds(
    text, WORDS, st.sampled_from(["One", "Two"]), st.sampled_from([None, DAY, DAY + timedelta(days=30)]), st.sampled_from([None, "u"]), st.booleans()
)


@given(PRINTED, PRINTED)
def test_symmetric(one: Printed, other: Printed) -> None:
    assert copies(one, other) == copies(other, one)


@given(WORDS, PRINTED)
def test_white_space_and_case_do_not_matter(body: str, other: Printed) -> None:
    loud = "\t" + body.upper().replace(" ", " \n ")
    assert copies(text(body, url="v"), other) == copies(text(loud, url="v"), other)


@given(WORDS)
def test_an_exact_copy_is_always_a_copy_and_is_found(body: str) -> None:
    pair = [text(body), text(f"  {body.upper()}\n", "Two", DAY + timedelta(days=400))]
    assert copies(*pair)
    assert (0, 1) in candidates(pair)


FEW = st.text(st.characters(codec="latin-1"), max_size=20)


@given(FEW, FEW)
def test_short_texts_are_copies_of_nothing_but_themselves(one: str, other: str) -> None:
    assert copies(text(one), text(one, "Two"))
    assert copies(text(one), text(other, "Two")) == (text(one).digest == text(other).digest)
    assert text(one).sketch == []


@pytest.mark.parametrize("one", ["", "  \n", "?!", "Yes.", "Pier closed on Monday."])
@pytest.mark.parametrize("other", ["", "…", "No.", "Pier closed on Tuesday.", ORIGINAL])
def test_short_texts_and_longer_ones(one: str, other: str) -> None:
    assert copies(text(one), text(other, "Two")) == (one.split() == other.split())


@given(st.lists(st.sampled_from(range(8)), unique=True, min_size=8, max_size=8))
def test_groups_do_not_depend_on_the_order(order: list[int]) -> None:
    bodies = [ORIGINAL, EDITED, "\n\n".join(PARAGRAPHS[:3]), "\n\n".join(PARAGRAPHS[3:]), OWN, SPEECH + OWN[:280], "", "Yes."]
    texts = [text(bodies[i], f"Outlet {i}") for i in order]
    found = {frozenset(order[i] for i in group) for group in groups(texts)}
    assert found == {frozenset({0, 1, 2, 3}), frozenset({4}), frozenset({5}), frozenset({6}), frozenset({7})}


def test_held_is_containment() -> None:
    half = text("\n\n".join(PARAGRAPHS[:3]), "Two")
    assert held(half, text(ORIGINAL)) == 1.0
    assert 0.4 < held(text(ORIGINAL), half) < 0.6


def test_the_same_sketch_in_every_process() -> None:
    code = f"from extract.duplicates import printed; print(printed('k', {ORIGINAL!r}, url='u', outlet='o', day=None).sketch)"
    told = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=Path(__file__).parents[1], capture_output=True, check=True).stdout
        for seed in ("0", "1", "77")
    }  # fmt: skip
    assert told == {f"{text(ORIGINAL).sketch}\n".encode()}
    assert text(ORIGINAL).sketch[0] == 207841988945093606  # stored ones stay comparable
    assert len(text(ORIGINAL).sketch) == SKETCH


def test_the_made_up_copies_are_the_same_for_the_same_seed() -> None:
    one, other = (made(own_corpus()[:40], seed=5) for _ in range(2))
    assert [c.text.digest for c in one] == [c.text.digest for c in other]
    assert {c.kind for c in one} == {"base", "copy", "quoting", "story", "live", "house", "series"}
