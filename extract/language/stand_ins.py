"""Pronouns and descriptions that stand for a name given before: "he", "her", "the senator", "the committee".

Read from the text alone, before any parse, and only for issues that are names: the nearest sentence before that names one
person, or the one who bore the title last. Where two could be meant, nothing is.
"""

from __future__ import annotations

import itertools
import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.language.actors import Mention, Register, offices_of
from extract.language.attribution import quotations
from extract.language.descriptions import Descriptions
from extract.language.given import given_names
from extract.language.issues import Hit
from extract.language.parse import sentences
from extract.language.place import Document
from extract.language.titles import TITLES, Titled, within
from extract.language.voices import Voice, said_by, voices
from extract.model import Issue, Span

_PRONOUN = re.compile(r"(?<![\w’'])(?:[Hh]e|[Hh]im|[Hh]is|[Ss]he|[Hh]er)(?![\w’']*-)\b")
_THEY = re.compile(r"(?<![\w’'])(?:[Tt]hey|[Tt]hem|[Tt]heir)\b")
_SHE = frozenset({"she", "her"})
_TITLED = re.compile(
    r"\b(?:[Tt]he|[Tt]his) (former )?(?:[A-Z][A-Za-z]+ |presidential |presumptive ){0,3}((?i:"
    + "|".join(sorted(TITLES, key=len, reverse=True))
    + r"))(?![\w-])(?! (?:of(?! \w+ing\b| the United States)|to|for|[A-Z]))"
)
_HOUSE = re.compile(r"\b(?:[Tt]he (?:(administration)|White (House))(?![\w’'-]*\w)(?! [A-Z])|White (House)(?= (?:spokes|aide|advis|strategist|counselor)))")
"""A president by where he works and by those who work for him."""
_MANY = re.compile(
    r"(?:Republicans|Democrats|Conservatives|Liberals|Senators|Lawmakers|Voters|Officials|Leaders|Members|Workers|Americans"
    r"|Party|House|Senate|Congress|Committee|Court|Department|Administration|Agency|Act|Amendment|Law|Bill|Plan|States|Parenthood|Neutrality|Association|Union|Movement)$"
)
"""How the name of a group ends, which is nobody's surname."""
_OBJECT = re.compile(r"[Hh]im\b|[Hh]er(?=[.,;:!?”\"]| (?:for|as|to|on|in|at|of|over|during|after|from|with|by|about|and|because|sharply|directly|again)\b)")
_CLAUSE = re.compile(r"[,;:“”\"—]|\b(?:that|who|whom|when|while|as|because|and|but|if|said|says|after|before|where|which|to)\b")
"""What a clause may begin with, so that an object after it may be the subject before it."""
_UNDER = re.compile(r"(?:When|As|After|Before|While|If|Although|Though|Because|Since|Until|Once|In|For|With|Despite)\b")
"""How a sentence begins in which "he" may come before his name."""
_ASIDE = re.compile(r"^(?:, (?!(?:who|which|but|and|as|while|when|said|says) )[^,;:“”\"—]{2,80})+, |^ \([^)]*\)")
_GIVEN = 4  # how much a given name tells, where a title tells 5 and a pronoun near the name 1
"""What stands behind a name between commas: "Dahl, a senator from Norvia, "."""
_FEMALE = re.compile(r"(?:Mrs\.?|Ms\.?|Miss|Congresswoman|Queen|Lady) (?:[A-Z][\w.]+ ){0,2}$")
_MALE = re.compile(r"(?:Mr\.?|Congressman|King|Prince) (?:[A-Z][\w.]+ ){0,2}$")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place where a text names somebody: an issue's bearer (``issue``), or another person (None)."""

    start: int
    end: int
    key: str
    issue: Issue | None = None

    @property
    def name(self) -> str:
        """A name of whoever is meant."""
        return self.issue.terms[0] if self.issue is not None else self.key


def is_person(issue: Issue) -> bool:
    """Whether an issue's terms are a person's names: one is the full name, another its first or last word."""
    full = [t for t in issue.terms if 2 <= len(t.split()) <= 4 and all(w[0].isupper() for w in t.split()) and not _MANY.search(t)]
    return any(other in (t.split()[0], t.split()[-1]) for t in full for other in issue.terms)


def bearers(text: str, hits: Iterable[Hit], named: Iterable[Mention]) -> list[Bearer]:
    """Where persons are named, in order: those of the issues, and the speakers of a register that none of them is."""
    own = [Bearer(h.start, h.end, h.issue.id, h.issue) for h in hits]
    taken = {i for b in own for i in range(b.start, b.end)}
    others = [Bearer(m.start, m.end, m.speaker) for m in named if m.speaker and not taken & set(range(m.start, m.end))]
    return sorted([*own, *others], key=lambda b: (b.start, -b.end))


def _spoken_of(text: str, people: Sequence[Bearer]) -> dict[str, str]:
    """Whether each is "he" or "she": by titles and given names, else by the pronouns that follow a name before another does."""
    votes: dict[str, Counter[str]] = {}
    given = given_names()
    for key, name in {p.key: p.name for p in people}.items():
        if (kind := given.get(name.split()[0])) is not None:
            votes.setdefault(key, Counter())[kind] += _GIVEN
    for here, following in itertools.zip_longest(people, people[1:]):
        vote = votes.setdefault(here.key, Counter())
        before = text[max(0, here.start - 24) : here.start]
        vote["she"] += 5 if _FEMALE.search(before) else 0
        vote["he"] += 5 if _MALE.search(before) else 0
        until = min(here.end + 160, following.start if following is not None else len(text))
        for pronoun in _PRONOUN.finditer(text, here.end, until):
            vote["she" if pronoun.group().lower() in _SHE else "he"] += 1
    return {key: vote.most_common(1)[0][0] for key, vote in votes.items() if vote and vote.most_common(1)[0][1]}


def _clause_end(text: str, begin: int, end: int) -> int:
    """Where the clause that begins at a pronoun ends, at the latest."""
    stop = re.compile(r"[;:“”\"]|, (?:but|and|who|which|as|while) ").search(text, begin, end)
    return stop.start() if stop is not None else end


def _start(bearer: Bearer) -> int:
    return bearer.start


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _is(bearer: Bearer, speaker: str) -> bool:
    """Whether a bearer is the speaker of that name."""
    return bearer.key == speaker or (bearer.issue is not None and speaker in bearer.issue.terms)


def _meant(people: Sequence[Bearer], gender: dict[str, str], word: str, here: Span, before: Sequence[Span]) -> Bearer | None:
    """Whom a pronoun means: the one person of its gender in its sentence before it, else the first of the last that names one."""
    kind = "she" if word in _SHE else "he"
    for place, (start, end) in enumerate([here, *reversed(before)]):
        named = [p for p in people if start <= p.start and p.end <= end and gender.get(p.key, kind) == kind]
        if named:
            return None if place == 0 and len({p.key for p in named}) > 1 else named[0]  # "Berg told Dahl that he"
    return None


@dataclass(frozen=True, slots=True)
class Named:
    """Where a document speaks of issues, and for those that are names who says what and whom a pronoun, title or description means, by its offset."""

    hits: list[Hit]
    voices: tuple[Voice, ...]
    people: dict[int, str]


class StandIns:
    """Finds what stands for the names of a monitor's issues."""

    def __init__(self, register: Register, issues: Sequence[Issue]) -> None:
        self.register = register
        self.issues = frozenset(i.id for i in issues)
        self.people = frozenset(i.id for i in issues if is_person(i))
        self.descriptions = Descriptions([i for i in issues if i.id not in self.people])

    def read(self, document: Document, hits: list[Hit]) -> Named:
        """Where a document speaks of issues: by their words (``hits``), and of those that are names also by what stands for these."""
        names = list(_outermost(document.text, (h for h in hits if h.issue.id in self.issues)))
        text = document.text
        spans = [s for b in document.blocks if b.kind != "heading" for s in sentences(text, b.start, b.end)] if names or self.descriptions.names else []
        things = self.descriptions.find(text, spans, names)
        names += things
        if not names:
            return Named(sorted((h for h in hits if h.issue.id not in self.issues), key=_order), (), {})
        hits = [*names, *(h for h in hits if h.issue.id not in self.issues)]
        told = voices(document, self.register)
        more, people = self.find(document, names, told)
        called = {h.start: h.issue.terms[0] for h in things}
        return Named(sorted([*hits, *more], key=_order), told, called | {p.start: p.name for p in people})

    def find(self, document: Document, hits: Sequence[Hit], told: Sequence[Voice]) -> tuple[list[Hit], list[Bearer]]:
        """More places where a text speaks of an issue's bearer, beside those that name it (``hits``), and of whom it speaks where.

        Nobody is "he" in his own quoted words.
        """
        text = document.text
        found = list(self._given_names(text, hits))
        mine = [h for h in hits if h.issue.id in self.people]
        named = self.register.mentions(text, 0, len(text), document.day, text)
        people = bearers(text, mine, named)
        gender, titles = _spoken_of(text, people), Titled(text, people, lambda p: offices_of(p.name, document.day))
        taken = {n for h in (*hits, *found) for n in range(h.start, h.end)} | {n for m in named if m.actor for n in range(m.start, m.end)}
        for index, block in enumerate(document.blocks):
            if block.kind == "heading":
                continue
            begin = document.blocks[index - 1].start if index else block.start
            spans = list(sentences(text, begin, block.end))
            quotes = quotations(text, block)
            for number, (start, end) in enumerate(spans):
                if start < block.start:
                    continue
                for noun in _TITLED.finditer(text, start, end):
                    title = noun.group(2).lower()
                    bearer = (titles.who(f"former {title}", noun.start()) if noun.group(1) else None) or titles.who(title, noun.start())
                    if bearer is not None:
                        insort(people, Bearer(noun.start(2), noun.end(2), bearer.key, bearer.issue), key=_start)
                for house in _HOUSE.finditer(text, start, end):
                    bearer = titles.who("white house", house.start()) or titles.only("president", house.start())
                    start_of, end_of = house.span(house.lastindex or 0)
                    if bearer is not None and not taken & set(range(start_of, end_of)):
                        insort(people, Bearer(start_of, end_of, bearer.key, bearer.issue), key=_start)
                for pronoun in _PRONOUN.finditer(text, start, end):
                    at = pronoun.start()
                    quote = next((q for q in quotes if q.holds(at, pronoun.end())), None)
                    voice = said_by(told, at, at) if quote is not None else None
                    spoken = voice.holder.speaker if voice is not None and voice.holder is not None else None
                    before = [spans[n] for n in range(max(0, number - 2), number)]
                    others = [p for p in within(people, before[0][0] if before else start, at) if not (spoken and _is(p, spoken))]
                    if not _UNDER.match(text, start) and pronoun.group().lower() in ("he", "she"):  # "he praised Dahl": not himself
                        after = {p.key for p in within(people, pronoun.end(), _clause_end(text, pronoun.end(), end)) if p.end - p.start > 3}
                        others = [p for p in others if p.key not in after]
                    if _OBJECT.match(text, at):  # "Berg criticized him": not herself
                        others = [p for p in others if not (start <= p.start < at) or _CLAUSE.search(_ASIDE.sub(" ", text[p.end : at]))]
                    here = (max(start, quote.start) if quote is not None else start, at)
                    who = _meant(others, gender, pronoun.group().lower(), here, before)
                    if who is not None:
                        insort(people, Bearer(at, pronoun.end(), who.key, who.issue), key=_start)
        found += self._groups(document, [h for h in hits if h.issue.id not in self.people])
        known = {(h.start, h.issue.id) for h in hits}
        found += [Hit(p.issue, p.start, p.end, 1, p.issue.terms[0]) for p in people if p.issue is not None and (p.start, p.issue.id) not in known]
        return found, list(people)

    @staticmethod
    def _groups(document: Document, hits: Sequence[Hit]) -> Iterable[Hit]:
        """ "They", where the sentence or the one before names one group and no other: "Republicans … them"."""
        text = document.text
        groups = sorted((h for h in hits if text[h.start : h.end].endswith("s") and text[h.start].isupper()), key=_order)
        for block in document.blocks:
            spans = list(sentences(text, block.start, block.end)) if groups and block.kind != "heading" else []
            for number, (start, end) in enumerate(spans):
                for pronoun in _THEY.finditer(text, start, end):
                    for begin, stop in [(start, pronoun.start()), *spans[max(0, number - 1) : number]]:
                        named = {h.issue.id: h for h in within(groups, begin, stop)}
                        if named:
                            if len(named) == 1:
                                issue = next(iter(named.values())).issue
                                yield Hit(issue, pronoun.start(), pronoun.end(), 1, issue.terms[0])
                            break

    def _given_names(self, text: str, hits: Sequence[Hit]) -> Iterable[Hit]:
        """ "Carl", where Carl Dahl was named before and nobody else of that name."""
        named: dict[str, Hit] = {}
        for hit in sorted(hits, key=_order):
            words = text[hit.start : hit.end].split()
            if hit.issue.id in self.people and len(words) > 1 and re.fullmatch(r"[A-Z][a-z]{2,}", words[0]):
                known = named.setdefault(words[0], hit)
                if known.issue is not hit.issue:
                    named[words[0]] = known
        for word, first in named.items():
            if len({h.issue.id for h in hits if h.issue.id in self.people and any(t.split()[0] == word and " " in t for t in h.issue.terms)}) > 1:
                continue
            for again in re.finditer(rf"(?<![\w’'.-])(?<![A-Z][a-z] ){word}(?![\w-])(?! [A-Z]|\.)", text[first.end :]):
                start = first.end + again.start()
                if not re.search(r"[A-Z][\w.]+ $", text[max(0, start - 20) : start]):
                    yield Hit(first.issue, start, start + len(word), 1, first.issue.terms[0])


def _outermost(text: str, hits: Iterable[Hit]) -> Iterable[Hit]:
    """The names that are no part of a longer one: "Dahl", but not in "the Dahl Foundation", if that is an issue too."""
    reach = -1
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.end > reach or hit.start >= reach:
            yield hit
        if hit.end > reach and text[hit.start : hit.end].split()[-1][:1].isupper():
            reach = hit.end
