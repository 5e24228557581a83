"""Who says a stretch of a document: the attributions of the tagger, their sources as actors of a monitor.

For issues that are names, where what a speaker calls somebody matters and he is often named a sentence before: "he said", "the
senator added", and quotations that run on are given to whoever spoke last.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.language.actors import Holder, Mention, Register, offices_of
from extract.language.attribution import attributions
from extract.language.esteem import regard
from extract.language.given import may_be
from extract.language.lexicon import lexicon
from extract.language.place import Document
from extract.language.titles import Titled, within
from extract.model import Span

_HE = re.compile(r"(?i)^(?:he|she|they|it|who|i|we)\b")
_RUNS_ON = 400  # characters after a speaker's last words within which words of nobody's are his, and "he" is he
_NESTED = 16  # voices that begin before a word, the last of which may hold it
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) (?:[\w.-]+ ){0,2}$")
_OPENING, _CLOSE, _SENTENCE = 60, 60, 600  # characters
_OFFICE = re.compile(r"(?:['’]s?)?(?: [a-z-]+){1,3} ")
"""Between two names, of which the second is spoken of: "campaign manager"."""
_OWN = re.compile(
    r"['’]s? (?:[a-z-]+ ){0,2}(?:campaign|team|office|camp|staff|statement|letter|tweets?|comments?|remarks?|claims?|proposal|resolution|plan|report|lawyers?|attorneys?"
    r"|aides?|spokes\w+|representatives?)"
)
"""After a name: by whom, or in what, its bearer speaks."""
_AGAIN = re.compile(
    r"(?i)the (?:former )?(?:\w+ ){0,3}(?:republican|democrat|independent|lawmaker|congressman|congresswoman|representative|senator|governor|mayor|candidate|conservative|liberal"
    r"|billionaire|businessman|lawyer|professor|judge|general|minister|official|spokesman|spokeswoman)"
)
"""How a speaker is called again of whom no title was told."""
_SIGNATURE = re.compile(r"\s*[—–]\s*([^\n()—–]{3,40}) \(@\w+\)")
_PERSON = re.compile(r"(?i)^(?:he|she|who|i)\b")


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of a document and who says them; ``holder`` is None where that is nobody known."""

    content: tuple[Span, ...]
    holder: Holder | None

    def says(self, start: int, end: int) -> bool:
        """Whether the span lies in the words."""
        return any(a <= start and end <= b for a, b in self.content)

    @property
    def length(self) -> int:
        """The characters of the words."""
        return sum(b - a for a, b in self.content)


def voices(document: Document, register: Register) -> tuple[Voice, ...]:
    """The voices of a document in reading order."""
    named = sorted(register.mentions(document.text, 0, len(document.text), document.day, document.text), key=lambda m: m.start)
    one = {m.start for m in named if not m.speaker and _one_of_them(document, register, m)}
    known = [m for m in named if m.start not in one]
    return tuple(sorted([*_voices(document, known), *_signed(document.text, known)], key=_begin))


def _signed(text: str, named: list[Mention]) -> Iterator[Voice]:
    """What stands before a signature: "Great man! — Anna Berg (@annaberg)"."""
    for sign in _SIGNATURE.finditer(text):
        who = next((m for m in within(named, *sign.span(1)) if m.actor), None)
        begin = text.rfind("\n", 0, sign.start()) + 1
        if who is not None and who.actor and begin < sign.start():
            yield Voice(((begin, sign.start()),), Holder(who.actor, who.speaker))


def _one_of_them(document: Document, register: Register, name: Mention) -> bool:
    """Whether a name is in the singular what its actor is in the plural: "the Norvian Democrat said" is not the Democrats."""
    text = document.text
    if not re.match(r",? (?:said|says|told|added|wrote|tweeted|argued)\b", text[name.end : name.end + 12]) or not _ARTICLE.search(
        text[max(0, name.start - 40) : name.start]
    ):
        return False
    many = f"{text[name.start : name.end]}s"
    return any(m.start == 0 and m.end == len(many) and m.actor == name.actor for m in register.mentions(many, 0, len(many), document.day))


def said_by(told: Sequence[Voice], start: int, end: int) -> Voice | None:
    """The innermost of the voices, in the order of their beginnings, that says a span."""
    last = bisect_right(told, start, key=_begin)
    return min((v for v in told[max(0, last - _NESTED) : last] if v.says(start, end)), key=lambda v: v.length, default=None)


def _begin(voice: Voice) -> int:
    return min(a for a, _ in voice.content)


def _voices(document: Document, named: list[Mention]) -> Iterator[Voice]:
    text = document.text
    last: Holder | None = None
    earlier: Holder | None = None
    titles = Titled(text, [m for m in named if m.speaker], lambda m: offices_of(m.speaker or "", document.day))
    reach = -_RUNS_ON
    for one in attributions(document.version.text):
        spans = [*one.source, *one.cue, *one.content]
        start = min(a for a, _ in spans)
        holder: Holder | None = None
        before = last if start - reach < _RUNS_ON else None
        if not one.source:
            holder = _over(named, text, one.cue[0][0]) if one.cue and text[one.cue[0][0] : one.cue[0][1]].endswith("ing") else None
            holder = holder or before
        else:
            source = one.source[0]
            words = text[source[0] : source[1]]
            if words.lower() == "who":
                holder = _just_before(named, source[0]) or before
            elif _HE.match(words):
                if before is not None and not may_be(words.split()[0], before.speaker):
                    before = None
                holder = before or _nearest(named, text, source[0], person=bool(_PERSON.match(words)))
                holder = holder if holder is not None and may_be(words.split()[0], holder.speaker) else None
                if holder is not None and _names(named, one.content, holder):
                    holder = earlier if earlier is not None and not _names(named, one.content, earlier) else None  # nobody calls himself by his name
            else:
                holder = _named(named, text, one.source) or _described(titles, words, source[0]) or (before if _AGAIN.fullmatch(words) else None)
        if one.source:
            if last is not None and (holder is None or last.actor != holder.actor):
                earlier = last
            last = holder
        reach = max(b for _, b in spans)
        yield Voice(one.content, holder)


def _names(named: list[Mention], content: Iterable[Span], holder: Holder) -> bool:
    """Whether words name a person as their speaker is named."""
    return holder.speaker is not None and any(m.actor == holder.actor and m.speaker for a, b in content for m in within(named, a, b))


def _nearest(named: list[Mention], text: str, at: int, *, person: bool) -> Holder | None:
    """The first one named in the paragraph's stretch before a pronoun."""
    begin = max(at - _RUNS_ON, text.rfind("\n", 0, max(0, text.rfind("\n", 0, at))) + 1)
    found = [m for m in within(named, begin, at) if m.actor and not m.demonym and (m.speaker or not person)]
    return Holder(found[-1].actor, found[-1].speaker) if found and len({m.actor for m in found}) == 1 and found[-1].actor else None


def _over(named: list[Mention], text: str, at: int) -> Holder | None:
    """The first one named in a sentence before "saying": its subject, most often."""
    reach = max(0, at - _SENTENCE)
    begin = max(reach - 1, *(text.rfind(end, reach, at) for end in ("\n", ". ", ".” "))) + 1
    first = next((m for m in within(named, begin, at) if m.actor and not m.demonym), None)
    return Holder(first.actor, first.speaker) if first is not None and first.actor and first.start - begin < _OPENING else None


def _just_before(named: list[Mention], at: int) -> Holder | None:
    """The one named just before "who"."""
    found = [m for m in within(named, at - _CLOSE, at) if m.speaker]
    return Holder(found[-1].actor, found[-1].speaker) if found and found[-1].actor else None


def _named(named: list[Mention], text: str, spans: Iterable[Span]) -> Holder | None:
    spans = list(spans)
    here = [m for a, b in spans for m in within(named, a, b) if m.actor and not m.demonym]
    ends = max((b for _, b in spans), default=0)
    here = [m for m in here if not re.match(r"['’]s?\s", text[m.end : m.end + 3]) or _OWN.fullmatch(text, m.end, ends)]
    words = set(re.findall(r"[a-z]+", " ".join(text[a:b] for a, b in spans).lower()))
    if words & (lexicon().words["outsiders"] | regard().words["others"]) and not any(m.speaker for m in here):
        return None
    people = [m for m in here if m.speaker]
    best = people[0] if people else here[0] if here else None
    for one, following in itertools.pairwise(here):
        if one is best and following.speaker and _OFFICE.fullmatch(text, one.end, following.start):
            best = following  # "Dahl campaign manager Anna Berg"
    return Holder(best.actor, best.speaker) if best is not None and best.actor else None


def _described(titles: Titled[Mention], words: str, at: int) -> Holder | None:
    """ "The senator": who bore the title last."""
    title = re.match(r"(?i)(?:the|this) (former )?(?:\w+ ){0,2}?([\w-]+(?: \w+)?)$", words.strip(" ,"))
    if title is None:
        return None
    named = title.group(2).lower()
    if named in ("administration", "white house"):
        bearer = titles.who("white house", at) or titles.only("president", at)
    else:
        bearer = (titles.who(f"former {named}", at) if title.group(1) else None) or titles.who(named, at)
    return Holder(bearer.actor, bearer.speaker) if bearer is not None and bearer.actor else None
