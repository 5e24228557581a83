"""Where a text names an issue, and how the words that name it stand to the proposition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from extract.language.bearings import is_proper, own_words, signs, stems
from extract.language.compounds import analysed
from extract.language.parse import plain
from extract.language.places import places
from extract.language.propositions import STOP, read_proposition, stem
from extract.language.reading import NOTHING, Own
from extract.language.syntax import anchor_of
from extract.model import Issue

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that may stand between the words of a term ("cede any of its territory", "join the NATO alliance").
_BETWEEN = r"(?:\s(?:the|a|an|any|its|their|our|his|her|more|further|some|full|all|of|to|new|additional|such|robust|binding|this|that|own|Ukrainian|Russian|Western|American|NATO))"
JOINS = re.compile(r"(?i)member|access|join|candida|entry|application|admi[ts]|ratif|welcom|\bbid\b|withdraw|leave|exit")
"""Ways to speak of joining and leaving."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a text names an issue.

    ``sign`` is how being for the words stands to being for the proposition: 1, -1 where the words
    name its opposite, or an object that the proposition's predicate harms (``harmed``). ``own``: what the
    proposition says of the words.
    """

    issue: Issue
    start: int
    end: int
    sign: int
    term: str
    harmed: bool = False
    own: Own = NOTHING


def _forms(word: str) -> str:
    """A pattern for a word and its regular inflections."""
    if re.fullmatch(r"[A-Z]{2,}", word):
        return rf"(?-i:{word}|{word.capitalize()})s?"  # "TIDES" of the Act, or "Tides": not the tides
    if not re.fullmatch(r"[a-z]{3,}", word):
        return re.escape(word) + (r"s?" if re.fullmatch(r"[A-Za-z]{3,}", word) else "")
    irregular = {
        "give": "giv(?:e|es|en|ing)|gave",
        "leave": "leav(?:e|es|ing)|left",
        "send": "sen(?:d|ds|t|ding)",
        "take": "tak(?:e|es|en|ing)|took",
        "fight": "fight(?:s|ing)?|fought",
        "bring": "bring(?:s|ing)?|brought",
        "giving": "giv(?:e|es|en|ing)|gave",
        "wear": "wear(?:s|ing)?|wore|worn",
        "hold": "hold(?:s|ing)?|held",
    }
    if word in irregular:
        return f"(?:{irregular[word]})"
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) > len(suffix) + 2 and word not in ("during", "bring", "string"):
            stem = re.escape(word[: -len(suffix)])
            return f"{stem}(?:e|es|ed|s|ing)?"
    if word.endswith("e"):
        return re.escape(word[:-1]) + r"(?:e|es|ed|ing)"
    if word.endswith("y") and word[-2] not in "aeiou":
        return re.escape(word[:-1]) + r"(?:y|ies|ied|ying)"
    plural = "s|es" if re.search(r"(?:[sxzo]|ch|sh)$", word) else "s"
    return re.escape(word) + rf"(?:{plural}|ed|ing|{re.escape(word[-1])}ing|{re.escape(word[-1])}ed)?"


def _pattern(term: str, *, proper: bool = False) -> str:
    words = re.split(r"[\s]+", plain(term).strip())
    if proper:
        return rf"(?-i:{words[0][0]}){_forms(words[0])[1:]}"  # "Vellum", not "vellum"
    spelled = [_forms(w) if "-" not in w else re.escape(w).replace(r"\-", r"[-\s]?") for w in words]
    gap = rf"{_BETWEEN}{{0,3}}[\s-]"
    return gap.join(spelled)


_APPROVED = r"(?:is|are) (?:supported|backed|trusted|liked|admired|popular|approved of)\.?"


def names_bearer(issue: Issue) -> bool:
    """Whether an issue is a name and no more: its proposition says of one of its terms only that it is supported."""
    said = plain(issue.proposition).strip()
    return any(re.fullmatch(rf"(?:[Tt]he )?{re.escape(plain(term))} {_APPROVED}", said) for term in issue.terms)


class IssueFinder:
    """Finds the issues of a monitor in a text, by inflected terms; longer terms win over shorter."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        self._patterns: list[tuple[Issue, re.Pattern[str], list[tuple[str, int]]]] = []
        self.propositions = {issue.id: read_proposition(issue.proposition) for issue in issues}
        self.bearers = frozenset(issue.id for issue in issues if names_bearer(issue))
        """The issues that are somebody or something by name ("Dahl is supported"), which people are for or against."""
        for issue in self.issues:
            proposition = self.propositions[issue.id]
            terms = sorted([*signs(issue, proposition).items(), *((t, -1) for t in issue.against)], key=lambda pair: -len(pair[0]))
            groups = "|".join(f"(?P<t{i}>{_pattern(term, proper=is_proper(issue, term))})" for i, (term, _) in enumerate(terms))
            self._patterns.append((issue, re.compile(rf"(?<![\w-])(?:{groups})(?!\w)", re.IGNORECASE), terms))
        self._own = {issue.id: {t: own_words(self.propositions[issue.id], t) for t in (*issue.terms, *issue.against)} for issue in self.issues}

    def own_of(self, hit: Hit) -> Own:
        """What the proposition of a hit says of its words."""
        return self._own[hit.issue.id].get(hit.term, NOTHING)

    def parties(self, issue: Issue) -> frozenset[str]:
        """The countries of an issue's proposition, with those that stand beside them in another proposition of the monitor."""
        own = self.propositions[issue.id].countries
        return own.union(*(p.countries | p.agents for p in self.propositions.values() if (p.countries | p.agents) & own))

    @staticmethod
    def is_figure(hit: Hit) -> bool:
        """Whether the words are a mere number or amount ("$400,000"), which says little by itself."""
        return not any(c.isalpha() for c in hit.term)

    def other_number(self, hit: Hit, text: str) -> bool:
        """Whether a number follows that is not the proposition's: "Nord Stream 1", where it says "Nord Stream 2"."""
        here = re.match(r"[ -](\d+)\b", text[hit.end : hit.end + 6])
        meant = re.search(rf"(?i){re.escape(hit.term)}[ -](\d+)\b", hit.issue.proposition)
        return here is not None and meant is not None and here.group(1) != meant.group(1)

    def is_vague(self, hit: Hit) -> bool:
        """Whether the words share none with their proposition ("waiver" of sanctions on a pipeline), and may mean another thing."""
        return hit.term == hit.term.lower() and (self.is_bare(hit) or not self._shares(hit))

    def is_bare(self, hit: Hit) -> bool:
        """Whether the words are no more than the proposition's verb ("reopen"), whatever it is done to."""
        proposition = self.propositions[hit.issue.id]
        said = re.fullmatch(rf"{re.escape(proposition.verb.rstrip('e'))}(?:e|s|es|d|ed|ing)?", hit.term) is not None or (
            " " not in hit.term and stem(hit.term) in proposition.predicate  # "are paused", which the parse takes for a state
        )
        return said and bool(proposition.content - proposition.predicate)

    def is_name(self, hit: Hit) -> bool:
        """Whether the words are a name of their own ("JCPOA"), which means itself wherever it stands."""
        return hit.term != hit.term.lower() and not self._shares(hit)

    def _shares(self, hit: Hit) -> bool:
        proposition = self.propositions[hit.issue.id]
        if proposition.tool:  # "waive sanctions" may mean any sanctions
            return bool(stems(re.findall(r"\w+", hit.term)) & proposition.target)
        words = [*re.findall(r"\w+", hit.term), hit.term.replace("-", "")]  # "cease-fire" is a ceasefire
        return bool({stem(w) for w in words} & self.propositions[hit.issue.id].content)

    def borne_out(self, hit: Hit, around: str) -> bool:
        """Whether the text around vague words holds another term of the issue, or a word of its proposition."""
        proposition = self.propositions[hit.issue.id]
        things = frozenset(t for t in proposition.target if not places(t.capitalize()))  # "energy" of "Russian energy"
        content = (things or proposition.target) if proposition.tool else proposition.content
        content = content - proposition.predicate if self.is_bare(hit) else content
        if not proposition.tool and any(p.country in proposition.countries - proposition.agents for p in places(around)):
            return True
        if any(stem(w) in content for w in re.findall(r"[\w-]+", around)):
            return True
        return any(found.issue is hit.issue and found.term != hit.term and not self.is_vague(found) for found in self.find(around))

    def leaves_out(self, hit: Hit, path: Iterable[str]) -> bool:
        """Whether the words name only what the proposition sanctions or requires, and what was read on the way up does not say that."""
        proposition = self.propositions[hit.issue.id]
        words = stems(re.findall(r"\w+", hit.term))
        if not proposition.needed or words & proposition.needed or not words & proposition.target:
            return False
        return not any(stems(re.findall(r"\w+", step)) & proposition.needed for step in path)

    def whole(self, hit: Hit, tokens: Sequence[Token]) -> list[Token]:
        """The words with the noun that they stand before, where the proposition names that too: "student loan" of "student loan debt"."""
        above = anchor_of(tokens).head if tokens else None
        if above is None or anchor_of(tokens).dep_ != "compound" or tokens[-1].i + 1 != above.i:
            return list(tokens)
        return [*tokens, above] if stem(above.lemma_) in self.propositions[hit.issue.id].arguments else list(tokens)

    def renamed(self, hit: Hit, tokens: Sequence[Token]) -> Hit:
        """The words as they stand with the noun after them, which may be a burden: the "prices" of "prescription drug prices"."""
        said = " ".join(t.text for t in tokens)
        proposition = self.propositions[hit.issue.id]
        if hit.sign < 0 or proposition.effect < 0 or not (own := own_words(proposition, said)).burden:
            return hit
        return replace(hit, sign=-1, harmed=True, own=own)

    @staticmethod
    @cache
    def begins_with_adjective(term: str) -> bool:
        """Whether a term of several words is a thing with an adjective before it ("open door")."""
        words = analysed(term)
        return len(words) > 1 and words[0].pos_ == "ADJ" and words[0].head.i > 0 and words[0].dep_ == "amod"

    def is_thing(self, hit: Hit) -> bool:
        """Whether a one-word term stands in the proposition as a thing, not as what is done."""
        return hit.term.lower() in self.propositions[hit.issue.id].things

    def names_subject(self, hit: Hit) -> bool:
        """Whether the words name only who the proposition is about ("Finland and Sweden")."""
        proposition = self.propositions[hit.issue.id]
        words = [w for w in re.findall(r"\w+", hit.term) if w not in STOP]
        if proposition.forces and all(stem(w) in proposition.forces or places(w) for w in words):
            return True  # "American troops", wherever they are
        if proposition.players and stems(words) <= proposition.players and hit.term == hit.term.lower():
            return True  # "billionaires", where they are to pay a tax
        done_to = stems(words) & proposition.arguments  # "Zelensky is supported": its subject is its object
        return bool(proposition.subjects) and not done_to and all(w in proposition.subjects for w in words)

    def says_predicate(self, hit: Hit, sentence: str) -> bool:
        """Whether a sentence says what the proposition says of its subject, or of joining where it joins."""
        proposition = self.propositions[hit.issue.id]
        said = stems(re.findall(r"[\w-]+", sentence)) - stems(proposition.subjects) - proposition.players
        return bool(said & proposition.content) or (proposition.verb == "join" and JOINS.search(sentence) is not None)

    def names_core(self, hit: Hit, lemmas: Iterable[str]) -> bool:
        """Whether the lemmas name what the proposition is about."""
        return bool({stem(lemma) for lemma in lemmas} & self.propositions[hit.issue.id].core)

    def find(self, text: str) -> Iterator[Hit]:
        """Every place in a (plain) text that names an issue; one issue's places do not overlap."""
        return chain.from_iterable(self._find(issue, pattern, terms, text) for issue, pattern, terms in self._patterns)

    def _find(self, issue: Issue, pattern: re.Pattern[str], terms: list[tuple[str, int]], text: str) -> Iterator[Hit]:
        proposition = self.propositions[issue.id]
        targets = proposition.effect > 0 and proposition.tool
        for found in pattern.finditer(text):
            index = int((found.lastgroup or "t0")[1:])
            term, sign = terms[index]
            harmed = sign < 0 and term not in issue.against and not targets
            yield Hit(issue, found.start(), found.end(), sign, term, harmed, self._own[issue.id][term])
