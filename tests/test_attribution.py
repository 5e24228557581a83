"""Who said what: what ``attributions`` promises of any text, and what the shipped tagger reads in plain ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.language import attribution as module
from extract.language import tagger
from extract.language.attribution import attributions, by_rules
from extract.language.passage import passages
from extract.model import Attribution

Told = tuple[str, str, str]


def told(text: str) -> list[Told]:
    """Source, cue and content of each attribution, the pieces of one joined by a bar."""
    found = []
    for one in attributions(text):
        source, cue, content = ("|".join(text[a:b] for a, b in role) for role in (one.source, one.cue, one.content))
        found.append((source, cue, content))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said that the bridge would be closed.", ("The mayor", "said", "that the bridge would be closed")),
        ("The bridge will be closed, according to the mayor.", ("the mayor", "according to", "The bridge will be closed")),
        ("“We will close the bridge,” the mayor said.", ("the mayor", "said", "“We will close the bridge,”")),
        ("“We will close it,” said Ana Reyes. “Then we will build another.”", ("Ana Reyes", "said", "“We will close it,”|“Then we will build another.”")),
        ("''We will close the bridge,'' the mayor said.", ("the mayor", "said", "''We will close the bridge,''")),
        ('"We will close the bridge," the mayor said.', ("the mayor", "said", '"We will close the bridge,"')),
    ],
)
def test_plain_sentences(text: str, expected: Told) -> None:
    assert told(text) == [expected]


def test_two_verbs_share_their_subject() -> None:
    sources = {source for source, _, _ in told("Senator Pruitt denied that the vote was close and predicted a victory.")}
    assert sources == {"Senator Pruitt"}


def test_a_colon_announces_the_next_line() -> None:
    text = "The governor wrote on Monday:\n\n“We will not sell the harbour to anyone.”"
    assert any("harbour" in content and source == "The governor" for source, _, content in told(text))


def test_background_has_no_attributions() -> None:
    assert told("The bridge is 200 metres long. It was built in 1931 and carries 11,000 cars a day.") == []


_QUOTING = ["“We will close it,” ", "‘no’ ", '"', "”", "“", "''", "the mayor said", ", ", "according to 🙂 two officials", "She told reporters that "]
_OTHER = [
    ".\r\n",
    "\n\n",
    "Ana Re\u0301yes ",
    "that it rains ",
    "MS. PSAKI: ",
    "- ",
    "the president’s plan to ",
    "wait",
    ". ",
    "👩‍👩‍👧 ",
    "\u00a0",
    "\u2028",
    "\t",
    "Q ",
]
_PIECES = st.sampled_from(_QUOTING + _OTHER)
_TEXTS = st.lists(_PIECES | st.text(max_size=6), max_size=30).map("".join)


def assert_lies_in(text: str, one: Attribution) -> None:
    taken: set[int] = set()
    assert one.content
    for role in (one.source, one.cue, one.content):
        assert list(role) == sorted(role)
        for start, end in role:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
            assert not taken & set(range(start, end))
            taken |= set(range(start, end))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_spans_lie_in_the_text_and_apart(text: str) -> None:
    for one in attributions(text):
        assert_lies_in(text, one)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_words_stand_where_they_say(text: str) -> None:
    for passage in passages(text):
        ends = [0, *(word.end for word in passage.words)]
        assert all(before <= word.start < word.end for before, word in zip(ends, passage.words, strict=False))
        assert all(0 <= word.head < len(passage.words) for word in passage.words)
        flat = text.translate(str.maketrans("’‘ʼ\u00a0\u2011\u202f\u2009", "''' -  "))
        assert all(flat[word.start : word.end] == word.text for word in passage.words)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "word " * 100_000,
        "he said that " * 20_000,
        "“" * 100_000,
        "'' '" * 30_000,
        "He said so. " * 4_000,
        "Mr. " * 20_000,
        "“He said.\n" * 5_000,
        "Note:\n" * 10_000,
    ],
    ids=["long sentence", "long chain", "marks", "apostrophes", "long line", "abbreviations", "open quotes", "colons"],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    began = time.perf_counter()
    for one in attributions(text):
        assert one.content[-1][1] <= len(text)
    assert time.perf_counter() - began < 60


def test_the_shipped_weights_load_and_have_a_name() -> None:
    assert tagger.shipped() is not None
    assert tagger.coder_name().startswith("crf-")


def test_without_weights_the_rules_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The mayor said that the bridge would be closed."
    monkeypatch.setattr(module, "shipped", lambda: None)
    found = list(attributions(text))
    assert found == list(by_rules(text))
    assert [text[a:b] for a, b in found[0].source] == ["The mayor"]


def test_missing_weights_leave_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "WEIGHTS", "no-such-file.zip")
    tagger.shipped.cache_clear()
    try:
        assert tagger.shipped() is None
        assert tagger.coder_name() == "rules"
    finally:
        tagger.shipped.cache_clear()


def test_broken_weights_are_an_error() -> None:
    with pytest.raises(ValueError, match="broken"):
        tagger.unpack(b"not a zip file")


@pytest.mark.heavy
def test_training_twice_gives_the_same_bytes() -> None:
    train = pytest.importorskip("bench.train", reason="bench/ stands beside the checkout only")
    reader = pytest.importorskip("bench.corpus_reader")
    reads = [train.read(article) for article in reader.corpus()[:16]]
    first, second = train.train(reads, 2), train.train(reads, 2)
    assert first == second
    assert tagger.unpack(first).name == tagger.unpack(second).name


def test_the_corpus_reads_and_its_spans_are_its_words() -> None:
    reader = pytest.importorskip("bench.corpus_reader", reason="bench/ stands beside the checkout only")
    articles = reader.corpus()
    assert len(articles) > 500
    assert not any("<s" in article.text or "</" in article.text for article in articles)
    for article in articles:
        for marked in article.marked:
            assert_lies_in(article.text, marked.attribution)


@pytest.mark.parametrize("body", ["<s1>a", "</s1>", "<s1>a <c1>b</c1></s1>", "<q1>no side</q1>", "<s1>no content</s1>"])
def test_bad_markup_is_an_error(body: str) -> None:
    reader = pytest.importorskip("bench.corpus_reader", reason="bench/ stands beside the checkout only")
    with pytest.raises(reader.MarkupError):
        list(reader.articles(f"# id: x-1\n# title: t\n{body}\n"))
