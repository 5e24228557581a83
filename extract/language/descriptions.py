"""Things that a text speaks of by other words than an issue's name: "the measure", "a rule on overtime".

Only for issues that are names, and read from the text alone, before any parse. A longer name is described where a noun of its
kind stands among enough of its words ("a rule for salaried workers", of "plan to protect salaried workers"); once it was named or
described, "the plan" is it, unless another issue might be called so too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from extract.language.issues import Hit
from extract.language.lexicon import read_data
from extract.language.parse import pipeline, plain
from extract.language.propositions import STOP, stem
from extract.language.syntax import is_noun
from extract.model import Issue, Span

_BODY = frozenset(
    {"bill", "act", "law", "committee", "department", "agency", "court", "union", "bank", "party", "deal", "agreement", "commission", "organization", "group",
     "foundation", "company", "association", "network", "council", "administration", "campaign", "treaty", "accord", "pact", "amendment", "measure", "program", "legislation", "proposal", "statute", "policy"}
)  # fmt: skip
_NEAR = 1000
"""Characters after a name within which "the committee" is it, though others were named long before."""
_AROUND = 8  # words on either side of a noun among which the others of a name are looked for
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_NEW = r"(?:(?:new|proposed|current|existing|latest|final|controversial|bipartisan|sweeping|original|House|Senate|federal|draft|compromise) )?"
_THE = r"(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Ss]uch an?|[Ss]uch)"


@cache
def family(word: str) -> frozenset[str]:
    """The words by which a thing goes that is called by one of them, itself included; in the singular."""
    families = cast(list[list[str]], read_data("families.toml")["families"])
    return frozenset({word}.union(*(f for f in families if word in f)))


@dataclass(frozen=True, slots=True)
class Description:
    """What a name says: the noun that all hangs on and those of its kind, and the stems of its other words."""

    issue: Issue
    kind: frozenset[str]
    others: frozenset[str]


def described(issue: Issue) -> Description | None:
    """What the longest of an issue's names says; None where it is no description but a proper name, or one word."""
    name = re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", plain(max(issue.terms, key=lambda t: len(t.split()))))
    doc = pipeline()(f"the {name}")  # "the plan to go", for "plan" alone is read as a verb
    head = next((t for t in doc if t.dep_ == "ROOT"), None)
    if head is None or not is_noun(head) or not head.text.islower() or len(doc) < 3:
        return None
    words = {stem(t.lemma_) for t in doc if t.i != head.i and t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM") and t.lemma_.lower() not in STOP and t.is_alpha}
    return Description(issue, family(head.lemma_.lower()), frozenset(words)) if words else None


class Descriptions:
    """Finds where a text speaks of issues by other words than their names."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        self.names = tuple(d for issue in issues if (d := described(issue)) is not None)
        self.called = {i.id: words for i in issues if (words := frozenset(_called(i)) | next((d.kind for d in self.names if d.issue is i), frozenset()))}

    def find(self, text: str, sentences: Iterable[Span], hits: Sequence[Hit]) -> list[Hit]:
        """The places beside those that name an issue (``hits``)."""
        taken = {n for h in hits for n in range(h.start, h.end)}
        more = [h for h in self._described(text, sentences) if not taken & set(range(h.start, h.end))] if self.names else []
        taken |= {n for h in more for n in range(h.start, h.end)}
        return [*more, *self._again(text, [*hits, *more], taken)]

    def _described(self, text: str, sentences: Iterable[Span]) -> Iterator[Hit]:
        for start, end in sentences:
            words = list(_WORD.finditer(text, start, end))
            lemmas = [_singular(w.group().lower()) for w in words]
            stems = [stem(lemma) for lemma in lemmas]
            for at, lemma in enumerate(lemmas):
                best: list[tuple[int, Description]] = []
                for name in (n for n in self.names if lemma in n.kind):
                    around = set(stems[max(0, at - _AROUND) : at] + stems[at + 1 : at + 1 + _AROUND])
                    found = len(name.others & around)
                    if found >= (1 if len(name.others) < 4 else 2):
                        best.append((found, name))
                best.sort(key=lambda b: -b[0])
                if best and (len(best) == 1 or best[0][0] > best[1][0]):
                    issue = best[0][1].issue
                    yield Hit(issue, words[at].start(), words[at].end(), 1, issue.terms[0])

    def _again(self, text: str, hits: Sequence[Hit], taken: set[int]) -> Iterator[Hit]:
        """ "The committee", "this bill", "the legislation": the one that was named last of those that may be called so."""
        called: dict[str, list[Hit]] = {}
        for hit in sorted(hits, key=_order):
            for word in self.called.get(hit.issue.id, ()):
                called.setdefault(word, []).append(hit)
        if not called:
            return
        for again in re.finditer(rf"\b{_THE} {_NEW}({'|'.join(map(re.escape, called))})(s?)(?![\w-])(?! [A-Z])", text):
            if again.start(1) in taken:
                continue
            before = called[again.group(1)]
            last = bisect_left(before, again.start(), key=lambda h: h.start)
            near = {h.issue.id for h in before[:last] if again.start() - h.end < _NEAR} or {h.issue.id for h in before[:last]}
            if len(near) == 1:
                issue = before[last - 1].issue
                yield Hit(issue, again.start(1), again.end(2), 1, issue.terms[0])


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _singular(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


_LINKS = frozenset({"of", "to", "in", "at", "on", "by", "for", "across", "with", "from", "that", "who", "and"})


def _called(issue: Issue) -> Iterator[str]:
    """What an issue may be called after it was named: by the last word of its name, and the words for a thing of that kind."""
    for term in issue.terms:
        words = term.split()
        last = words[-1].lower()
        if len(words) > 1 and (last in _BODY or (not _LINKS & set(words) and words[-1].islower() and len(last) > 2 and last.isalpha())):
            yield from family(_singular(last)) | {last}
