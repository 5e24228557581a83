"""Who said what, by which words: sources, cues and contents (PARC 3, Pareti 2016; PolNeAR, Newell 2018).

``attributions`` asks the trained tagger (``tagger.py``). Where its weights or python-crfsuite are missing, and for
attributions nested in others, rules over the parse read on: verbs of speech, thought and wish with their clause;
"according to"; quotation marks, also over several sentences of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.language.lexicon import lexicon
from extract.language.linking import attribution
from extract.language.parse import Block, Parsed, Request, blocks, parse, plain, sentences
from extract.language.passage import passages
from extract.language.syntax import lemma_of, subject
from extract.language.tagger import shipped
from extract.model import Attribution, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUOTE = re.compile(r"“[^”\n]{1,2000}(?:”|$)|\"[^\"\n]{2,2000}\"")
_PRESENTS = {
    *("want", "seek", "refuse", "promise", "vow", "pledge", "intend", "plan", "hope"),
    *("agree", "expect", "decline", "threaten", "offer", "claim", "demand", "wish", "decide"),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch in quotation marks, marks included."""

    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether the span lies within the quotation."""
        return self.start <= start and end <= self.end


@lru_cache(maxsize=64)
def quotations(text: str, block: Block) -> tuple[Quoted, ...]:
    """The quotations of one block; one left open runs to the block's end."""
    return tuple(Quoted(q.start(), q.end()) for q in _QUOTE.finditer(text, block.start, block.end))


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as the parse gives it: the source's head token, the cue's tokens, the contents."""

    source: Token | None
    cue: tuple[Token, ...]
    attribution: Attribution


def _span(parsed: Parsed, tokens: Sequence[Token]) -> Span:
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return parsed.offset(first), min(parsed.end, parsed.offset(last) + len(last.text))


def _spans(parsed: Parsed, tokens: Sequence[Token]) -> tuple[Span, ...]:
    """The tokens as runs of text, without the punctuation at their ends."""
    runs: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if token.idx < parsed.lead:
            continue
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    spans = []
    for run in runs:
        while run and run[-1].is_punct and not run[-1].is_quote:
            run.pop()
        while run and run[0].is_punct and not run[0].is_quote:
            run.pop(0)
        if run:
            spans.append(_span(parsed, run))
    return tuple(spans)


def _cue(verb: Token) -> list[Token]:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") or (c.dep_ == "advmod" and abs(c.i - verb.i) == 1 and c.i < verb.i)]
    low, high = min([verb.i, *(h.i for h in helpers)]), max([verb.i, *(h.i for h in helpers)])
    return [t for t in verb.doc if low <= t.i <= high]


def in_sentence(parsed: Parsed) -> list[Found]:
    """The attributions that one sentence holds, outermost first."""
    found: list[Found] = []
    speech = lexicon().words["speech"]
    for token in parsed.doc:
        if token.pos_ in ("VERB", "AUX"):
            lemma = lemma_of(token, lexicon())
            if lemma not in speech and lemma not in _PRESENTS:
                continue
            clauses = [c for c in token.children if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and lemma in _PRESENTS)]
            source = subject(token)
            if not clauses and token.dep_ == "parataxis" and token.head.i != token.i:
                outer = {t.i for t in token.subtree}
                content = [t for t in token.head.subtree if t.i not in outer]
            elif clauses:
                inside = {t.i for c in clauses for t in c.subtree}
                content = [t for t in token.doc if t.i in inside]
            else:
                continue
            if source is not None:
                named = {t.i for t in source.subtree}
                content = [t for t in content if t.i not in named and t.i != token.i]
            spans = _spans(parsed, content)
            if spans:
                subject_spans = _spans(parsed, list(source.subtree)) if source is not None else ()
                found.append(Found(source, tuple(_cue(token)), Attribution(subject_spans, _spans(parsed, _cue(token)), spans)))
        elif token.lower_ == "according" and token.dep_ in ("prep", "advmod"):
            to = next((c for c in token.children if c.lower_ == "to"), None)
            who = next((c for c in to.children if c.dep_ == "pobj"), None) if to else None
            if to is None or who is None:
                continue
            phrase = {t.i for t in token.subtree}
            content = [t for t in token.doc if t.i not in phrase]
            spans = _spans(parsed, content)
            if spans:
                found.append(Found(who, (token, to), Attribution(_spans(parsed, list(who.subtree)), _spans(parsed, [token, to]), spans)))
    return found


def _within(inner: Found, outer: Found) -> bool:
    at = inner.attribution.cue[0] if inner.attribution.cue else inner.attribution.content[0]
    return any(a <= at[0] and at[1] <= b for a, b in outer.attribution.content)


def outermost(found: Sequence[Found]) -> list[Found]:
    """Those that do not stand within another's content (PolNeAR marks no others)."""
    return [f for f in found if not any(f is not o and _within(f, o) for o in found)]


def attributions(text: str, *, nested: bool = False) -> Iterator[Attribution]:
    """The attributions of a document in reading order, monitored actor or not; parses all of it.

    Every span lies in the text, and no two spans of one attribution overlap. With ``nested`` also those that stand in
    another's content, by the rules. Time grows with the length of the text and no faster.
    """
    tagger = None if nested else shipped()
    if tagger is None:
        yield from by_rules(text, nested=nested)
        return
    for passage in passages(text):
        for link in tagger.links(passage):
            found = attribution(passage, link)
            if found is not None:
                yield found


def by_rules(text: str, *, nested: bool = False) -> Iterator[Attribution]:
    """The attributions that the rules alone find, in reading order."""
    flat = plain(text)
    for block in blocks(text):
        spans = list(sentences(text, block.start, block.end))
        quotes = quotations(flat, block)
        for parsed in parse(text, [Request(a, b) for a, b in spans]):
            found = in_sentence(parsed)
            kept = found if nested else outermost(found)
            for one in kept:
                grown = tuple(_whole_quote(span, quotes, parsed) for span in one.attribution.content)
                yield Attribution(one.attribution.source, one.attribution.cue, grown)
            if not kept:
                covered = [q for q in quotes if q.start <= parsed.start and parsed.end <= q.end + 1]
                if covered:
                    yield Attribution((), (), ((parsed.start, parsed.end),))


def _whole_quote(span: Span, quotes: Sequence[Quoted], parsed: Parsed) -> Span:
    """Let a content that fills a quotation take its marks in."""
    for quote in quotes:
        inside = parsed.start <= quote.start and quote.end <= parsed.end
        if inside and abs(span[0] - quote.start) <= 1 and quote.end - 3 <= span[1] <= quote.end + 1:
            return quote.start, quote.end
    return span
