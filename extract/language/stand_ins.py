"""Pronouns and descriptions that stand for a name given before: "he", "her", "the senator", "the committee".

Read from the text alone, before any parse, and only for issues that are names: the nearest sentence before that names one
person, or the one who bore the title last. Where two could be meant, nothing is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extract.language.actors import Mention, Register
from extract.language.attribution import quotations
from extract.language.issues import Hit
from extract.language.parse import sentences
from extract.language.place import Document
from extract.model import Issue

_PRONOUN = re.compile(r"(?<![\w’'])(?:[Hh]e|[Hh]im|[Hh]is|[Ss]he|[Hh]er)(?![\w’']*-)\b")
_SHE = frozenset({"she", "her"})
_TITLES = {
    "president": r"President", "vice president": r"Vice President", "senator": r"Sens?\.|Senators?", "governor": r"Gov\.|Governor",
    "congressman": r"Rep\.|Representative|Congressman", "congresswoman": r"Rep\.|Representative|Congresswoman", "secretary": r"Secretary", "mayor": r"Mayor",
    "prime minister": r"Prime Minister", "chancellor": r"Chancellor", "judge": r"Judge", "justice": r"Justice", "attorney general": r"Attorney General",
    "general": r"Gen\.|General", "speaker": r"Speaker", "sheriff": r"Sheriff", "pope": r"Pope", "chairman": r"Chairman", "director": r"Director",
    "minister": r"Minister", "king": r"King", "prince": r"Prince", "pastor": r"Pastor", "reverend": r"Rev\.", "lawmaker": r"Rep\.|Sen\.", "premier": r"Premier",
}  # fmt: skip
_TITLED = re.compile(r"\b[Tt]he (?:former )?(" + "|".join(sorted(_TITLES, key=len, reverse=True)) + r")(?![\w-])(?! (?:of|to|for|[A-Z]))")
_BODY = frozenset(
    {"bill", "act", "law", "committee", "department", "agency", "court", "union", "bank", "party", "deal", "agreement", "commission", "organization", "group",
     "foundation", "company", "association", "network", "council", "administration", "campaign", "treaty", "accord", "pact", "amendment", "measure", "program"}
)  # fmt: skip
_FEMALE = re.compile(r"(?:Mrs\.?|Ms\.?|Miss|Congresswoman|Queen|Lady) (?:[A-Z][\w.]+ ){0,2}$")
_MALE = re.compile(r"(?:Mr\.?|Congressman|King|Prince) (?:[A-Z][\w.]+ ){0,2}$")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place where a text names somebody: an issue's bearer (``issue``), or another person (None)."""

    start: int
    end: int
    key: str
    issue: Issue | None = None


def is_person(issue: Issue) -> bool:
    """Whether an issue's terms are a person's names: one is the full name, another its last word."""
    full = [t for t in issue.terms if 2 <= len(t.split()) <= 4 and all(w[0].isupper() for w in t.split())]
    return any(t.split()[-1] == other for t in full for other in issue.terms)


Named = TypeVar("Named", Bearer, Mention)


def bearers(text: str, hits: Iterable[Hit], named: Iterable[Mention]) -> list[Bearer]:
    """Where persons are named, in order: those of the issues, and the speakers of a register that none of them is."""
    own = [Bearer(h.start, h.end, h.issue.id, h.issue) for h in hits]
    taken = {i for b in own for i in range(b.start, b.end)}
    others = [Bearer(m.start, m.end, m.speaker) for m in named if m.speaker and not taken & set(range(m.start, m.end))]
    return sorted([*own, *others], key=lambda b: (b.start, -b.end))


def _spoken_of(text: str, people: Sequence[Bearer]) -> dict[str, str]:
    """Whether each is "he" or "she": by titles, else by the pronouns that follow a name before another does."""
    votes: dict[str, Counter[str]] = {}
    for here, following in zip(people, [*people[1:], None], strict=True):
        vote = votes.setdefault(here.key, Counter())
        before = text[max(0, here.start - 24) : here.start]
        vote["she"] += 5 if _FEMALE.search(before) else 0
        vote["he"] += 5 if _MALE.search(before) else 0
        until = min(here.end + 160, following.start if following is not None else len(text))
        for pronoun in _PRONOUN.finditer(text, here.end, until):
            vote["she" if pronoun.group().lower() in _SHE else "he"] += 1
    return {key: vote.most_common(1)[0][0] for key, vote in votes.items() if vote and vote.most_common(1)[0][1]}


def titled(text: str, people: Sequence[Named], title: str, at: int) -> Named | None:
    """Who "the senator" is: the one who bore the title in the text before; the last, if not long ago, where several did."""
    if title not in _TITLES:
        return None
    pattern = re.compile(r"(?:" + _TITLES[title] + r")\s(?:[A-Z][\w.]+\s){0,2}$")
    held = [p for p in people if p.start < at and pattern.search(text[max(0, p.start - 40) : p.start])]
    return held[-1] if held and (len({text[p.start : p.end].split()[-1] for p in held}) == 1 or at - held[-1].end < 400) else None


class StandIns:
    """Finds what stands for the names of a monitor's issues."""

    def __init__(self, register: Register, issues: Sequence[Issue]) -> None:
        self.register = register
        self.people = frozenset(i.id for i in issues if is_person(i))
        self.bodies = [(i, words) for i in issues if i.id not in self.people and (words := frozenset(_last_words(i)))]

    def find(self, document: Document, hits: Sequence[Hit]) -> list[Hit]:
        """More places where a text speaks of an issue's bearer, beside those that name it (``hits``)."""
        text = document.text
        found = list(self._bodies(text, hits))
        mine = [h for h in hits if h.issue.id in self.people]
        if not mine:
            return found
        people = bearers(text, mine, self.register.mentions(text, 0, len(text), document.day, text))
        gender = _spoken_of(text, people)
        for index, block in enumerate(document.blocks):
            if block.kind == "heading":
                continue
            begin = document.blocks[index - 1].start if index else block.start
            spans = list(sentences(text, begin, block.end))
            quotes = quotations(text, block)
            for number, (start, end) in enumerate(spans):
                if start < block.start:
                    continue
                for pronoun in _PRONOUN.finditer(text, start, end):
                    quoted = any(q.holds(pronoun.start(), pronoun.end()) for q in quotes)
                    before = [spans[n] for n in range(max(0, number - 2), number)]
                    who = self._meant(people, gender, pronoun.group().lower(), (start, pronoun.start()), before, quoted)
                    if who is not None and who.issue is not None:
                        found.append(Hit(who.issue, pronoun.start(), pronoun.end(), 1, who.issue.terms[0]))
                for noun in _TITLED.finditer(text, start, end):
                    bearer = titled(text, people, noun.group(1).lower(), noun.start())
                    if bearer is not None and bearer.issue is not None:
                        found.append(Hit(bearer.issue, noun.start(1), noun.end(1), 1, bearer.issue.terms[0]))
        return found

    @staticmethod
    def _meant(
        people: Sequence[Bearer], gender: dict[str, str], word: str, here: tuple[int, int], before: Sequence[tuple[int, int]], quoted: bool
    ) -> Bearer | None:
        kind = "she" if word in _SHE else "he"
        for place, (start, end) in enumerate([here, *reversed(before)]):
            named = [p for p in people if start <= p.start and p.end <= end and gender.get(p.key, kind) == kind]
            if not named:
                continue
            keys = list(dict.fromkeys(p.key for p in named))
            if place == 0 and len(keys) > 1:
                return None  # "Berg told Dahl that he"
            return named[0]
        return None

    def _bodies(self, text: str, hits: Sequence[Hit]) -> Iterable[Hit]:
        for issue, words in self.bodies:
            first = min((h.start for h in hits if h.issue is issue), default=None)
            if first is None:
                continue
            taken = [(h.start, h.end) for h in hits if h.issue is issue]
            for word in words:
                for again in re.finditer(rf"\b(?:[Tt]he|[Tt]his) ({word})(?![\w-])(?! [A-Z])", text[first:]):
                    start, end = first + again.start(1), first + again.end(1)
                    if not any(s <= start < e for s, e in taken) and sum(word in w for _, w in self.bodies) == 1:
                        yield Hit(issue, start, end, 1, issue.terms[0])


def _last_words(issue: Issue) -> Iterable[str]:
    return (last for term in issue.terms for words in [term.split()] if len(words) > 1 and (last := words[-1].lower()) in _BODY)
