"""Words with hyphens that the lexicons know ("counter-productive", "thin-skinned"): the parser reads three tokens, and here they become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.language.esteem import regard
from extract.language.lexicon import lexicon
from extract.language.parse import Parsed, pipeline, plain

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_TAGS = {"noun": "NOUN", "adjective": "ADJ", "thing": "NOUN", "quality": "NOUN", "trait": "ADJ"}


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """The part of speech of each word with a hyphen; "" where the parser's is kept, since it may be a verb, or stands in a closed class."""
    found: dict[str, str] = {}
    for pos, lemma in (*lexicon().entries, *regard().signs):
        if "-" in lemma:
            tag = _TAGS.get(pos, "")
            found[lemma] = tag if found.get(lemma, tag) == tag else ""
    classes = (*lexicon().words.values(), *regard().words.values())
    return dict.fromkeys((word for words in classes for word in words if "-" in word), "") | found


def _spans(doc: Doc) -> Iterator[tuple[Span, str]]:
    """The stretches of tokens around hyphens without blanks that are such a word, with its lemma."""
    end = 0
    for token in doc:
        if token.text != "-" or token.i < end + 1 or token.i + 1 == len(doc):
            continue
        first, last = token.i - 1, token.i + 1
        while last + 2 < len(doc) and doc[last + 1].text == "-":
            last += 2
        span = doc[first : last + 1]
        if any(t.whitespace_ for t in span[:-1]):
            continue
        lemma = (span[:-1].text + doc[last].lemma_).lower()
        word = next((w for w in (lemma, span.text.lower()) if w in _known()), None)
        if word is not None:
            end = last + 1
            yield span, word


def is_rest(token: Token) -> bool:
    """Whether a word is only the end of one with hyphens that nobody knows: the "hero" of "anti-hero"."""
    return token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-2).whitespace_


def joined(doc: Doc) -> Doc:
    """The same parse with these words as one token each."""
    if any(t.text == "-" for t in doc) and (spans := list(_spans(doc))):
        with doc.retokenize() as retokenizer:
            for span, word in spans:
                retokenizer.merge(span, attrs={"LEMMA": word, "POS": _known()[word] or span.root.pos_, "TAG": span.root.tag_})
    return doc


def whole_words(parsed: Iterable[Parsed]) -> Iterator[Parsed]:
    """Parsed sentences with these words as one token each."""
    return (replace(sentence, doc=joined(sentence.doc)) for sentence in parsed)


def analysed(words: str) -> Doc:
    """A few words by themselves, such as a term or a proposition, with these words as one token each."""
    return joined(pipeline()(plain(words)))
