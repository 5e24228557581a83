"""Where a text names an issue, and how the words that name it stand to the proposition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extract.language.lexicon import lexicon
from extract.language.parse import pipeline, plain
from extract.language.places import ALLIANCES, places
from extract.language.syntax import SUBJECTS
from extract.model import Issue

# Words that may stand between the words of a term ("cede any of its territory", "join the NATO alliance").
_BETWEEN = r"(?:\s(?:the|a|an|any|its|their|our|his|her|more|further|some|full|all|of|to|new|additional|such|robust|binding|this|that|own|Ukrainian|Russian|Western|American|NATO))"
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "be",
        "to",
        "of",
        "in",
        "on",
        "for",
        "and",
        "or",
        "with",
        "into",
        "by",
        "who",
        "those",
        "there",
        "its",
        "their",
        "between",
        "as",
        "at",
        "from",
        "will",
        "has",
        "than",
        "every",
        "new",
        "may",
        "use",
    ]
)


JOINS = re.compile(r"(?i)member|access|join|candida|entry|application|admi[ts]|ratif|welcom|\bbid\b|withdraw|leave|exit")
"""Ways to speak of joining and leaving."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a text names an issue.

    ``sign`` is how being for the words stands to being for the proposition: 1, -1 where the words
    name its opposite, or an object that the proposition's predicate harms (``harmed``).
    """

    issue: Issue
    start: int
    end: int
    sign: int
    term: str
    harmed: bool = False


def _forms(word: str) -> str:
    """A pattern for a word and its regular inflections."""
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


def _pattern(term: str) -> str:
    words = re.split(r"[\s]+", plain(term).strip())
    spelled = [_forms(w) if "-" not in w else re.escape(w).replace(r"\-", r"[-\s]?") for w in words]
    gap = rf"{_BETWEEN}{{0,3}}[\s-]"
    return gap.join(spelled)


def _stem(lemma: str) -> str:
    lemma = lemma.lower()
    for pair in (("territor", "territor"), ("sanction", "sanction"), ("neutral", "neutral"), ("annex", "annex")):
        if lemma.startswith(pair[0]):
            return pair[1]
    return lemma.rstrip("s")[:7]


@dataclass(frozen=True, slots=True)
class _Proposition:
    """What a proposition is about, read once from its parse.

    ``effect`` is what its predicate does to its object (1 or -1); ``predicate``, ``arguments`` (the object), ``core`` (subject and
    object), ``content`` (all that means something), ``kind`` (how its subject is qualified), ``forces`` (what a
    country's subject is: the troops of "American troops fight"), ``target`` (what an instrument is used
    on: the pipeline of "sanctions on the pipeline") and ``needed`` (words of which one must be said where a term names only the
    target, or only what is to be required) are stems; ``countries`` is where, ``agents`` who does it to others.
    """

    effect: int
    predicate: frozenset[str]
    arguments: frozenset[str]
    countries: frozenset[str]
    agents: frozenset[str]
    subjects: tuple[str, ...]
    verb: str
    core: frozenset[str]
    content: frozenset[str]
    target: frozenset[str]
    needed: frozenset[str]
    kind: frozenset[str]
    forces: frozenset[str]
    things: frozenset[str]

    @property
    def tool(self) -> bool:
        """Whether it uses something on something ("sanctions on the pipeline")."""
        return bool(self.target) and self.target != self.arguments


def _read_proposition(text: str) -> _Proposition:
    doc = pipeline()(plain(text))
    root = next((t for t in doc if t.dep_ == "ROOT"), doc[0])
    heads = [root] if root.lemma_ != "be" else [root, *(c for c in root.children if c.dep_ in ("acomp", "attr"))]
    joined = [c for c in root.children if c.dep_ == "conj"]
    heads += joined
    lemma = "_".join([root.lemma_.lower(), *(c.lower_ for c in root.children if c.dep_ == "prt")])
    looked = (lexicon().look("verb", each, ("effect",)) for each in (lemma, root.lemma_.lower(), *(c.lemma_.lower() for c in joined)))
    entry = next((e for e in looked if e is not None), None)
    stems = frozenset(_stem(form) for t in heads for form in (t.lemma_, t.lower_))
    objects = [c for c in root.children if c.dep_ in ("nsubjpass", "dobj", "csubjpass")]
    arguments = frozenset(_stem(t.lemma_) for o in objects for t in o.subtree if t.is_alpha and t.lower_ not in _STOP)
    agent = next((c for c in root.children if c.dep_ == "nsubj"), None)
    active = agent is not None and root.lemma_.lower() in lexicon().words["gives"]
    found = places(plain(text))
    # Who gives is not where: "The United States sends tanks to Ukraine" is about Ukraine.
    others = [p for p in found if not (active and agent is not None and agent.left_edge.idx <= p.start <= agent.idx)]
    countries = frozenset(p.country for p in (others if active else others or found))
    countries = countries - ALLIANCES or countries  # an alliance is no place where there is a better one
    agents = frozenset(p.country for p in found if p not in others) - countries
    subjects = tuple(t.text for c in root.children if c.dep_ in ("nsubj", "nsubjpass") for t in (c, *c.conjuncts) if t.pos_ == "PROPN")
    core = frozenset(
        _stem(t.lemma_) for c in root.children if c.dep_ in (*SUBJECTS, "dobj", "attr") for t in (c, *c.children) if t.is_alpha and t.lower_ not in _STOP
    )
    elsewhere = [t for p in found if p.country in agents for t in doc if p.start <= t.idx < p.end]
    content = frozenset(
        _stem(form) for t in doc if t.lower_.strip("0123456789") and not t.is_stop and not t.is_punct and t not in elsewhere for form in (t.lemma_, t.lower_)
    )
    tools = [c for c in (*objects, *(g for o in objects for g in o.conjuncts)) if (e := lexicon().look("noun", c.lemma_.lower(), ("effect",))) and e.sign < 0]
    target = frozenset(
        _stem(t.lemma_)
        for tool in tools
        for p in tool.children
        if p.dep_ == "prep" and p.lower_ in ("on", "against")
        for t in p.subtree
        if t.is_alpha and t.lower_ not in _STOP
    ) - {p.lower_ for tool in tools for p in tool.children}
    needed = frozenset(_stem(t.lemma_) for t in tools) if target else frozenset[str]()
    names = frozenset(_stem(t.lemma_) for t in doc if t.pos_ == "PROPN" and t.lower_.strip("0123456789") != "") & target
    target = names or target  # "Nord Stream", not any pipeline
    if root.lemma_.lower() in lexicon().words["requiring"]:
        target, needed = arguments, frozenset(map(_stem, lexicon().words["requiring"]))
    kind = frozenset(
        _stem(form) for c in root.children if c.dep_ == "nsubj" for t in c.children if t.dep_ == "amod" and not places(t.text) for form in (t.lemma_, t.lower_)
    )
    forces = frozenset(_stem(agent.lemma_) for _ in agents if agent is not None and agent.pos_ == "NOUN")
    things = frozenset(t.lemma_.lower() for t in doc if t.pos_ == "NOUN")
    moves = lemma in ("leave", "quit", "exit")  # its subject moves, its object is not harmed
    return _Proposition(
        entry.sign if entry and not moves else 1,
        stems,
        arguments,
        countries,
        agents,
        subjects,
        root.lemma_.lower(),
        core,
        content,
        target,
        needed,
        kind,
        forces,
        things,
    )


class IssueFinder:
    """Finds the issues of a monitor in a text, by inflected terms; longer terms win over shorter."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        self._patterns: list[tuple[Issue, re.Pattern[str], list[tuple[str, int]]]] = []
        self.propositions = {issue.id: _read_proposition(issue.proposition) for issue in issues}
        for issue in self.issues:
            terms = sorted([(t, self._sign(issue, t)) for t in issue.terms] + [(t, -1) for t in issue.against], key=lambda pair: -len(pair[0]))
            groups = "|".join(f"(?P<t{i}>{_pattern(term)})" for i, (term, _) in enumerate(terms))
            self._patterns.append((issue, re.compile(rf"(?<![\w-])(?:{groups})(?!\w)", re.IGNORECASE), terms))

    def parties(self, issue: Issue) -> frozenset[str]:
        """The countries of an issue's proposition, with those that stand beside them in another proposition of the monitor."""
        own = self.propositions[issue.id].countries
        return own.union(*(p.countries | p.agents for p in self.propositions.values() if (p.countries | p.agents) & own))

    def _sign(self, issue: Issue, term: str) -> int:
        """-1 where the term names only an object that the proposition's predicate harms."""
        proposition = self.propositions[issue.id]
        doc = pipeline()(plain(term))
        stems = {_stem(form) for t in doc if t.is_alpha for form in (t.lemma_, t.lower_)}
        if proposition.tool and stems & proposition.target and not stems & proposition.needed:
            return -1  # what the sanctions are on
        if proposition.effect > 0:
            return 1
        if stems & proposition.predicate or not stems & proposition.arguments:
            return 1
        look = lexicon().look
        eventful = any(
            look("verb", t.lemma_.lower(), ("effect",)) or look("noun", t.lemma_.lower(), ("effect",)) or t.lemma_.lower() in ("concession", "swap")
            for t in doc
            if _stem(t.lemma_) not in proposition.arguments
        )
        return 1 if eventful else -1

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
        return hit.term == hit.term.lower() and not self._shares(hit)

    def is_name(self, hit: Hit) -> bool:
        """Whether the words are a name of their own ("JCPOA"), which means itself wherever it stands."""
        return hit.term != hit.term.lower() and not self._shares(hit)

    def _shares(self, hit: Hit) -> bool:
        proposition = self.propositions[hit.issue.id]
        if proposition.tool:  # "waive sanctions" may mean any sanctions
            return bool(self.stems(re.findall(r"\w+", hit.term)) & proposition.target)
        words = [*re.findall(r"\w+", hit.term), hit.term.replace("-", "")]  # "cease-fire" is a ceasefire
        return bool({_stem(w) for w in words} & self.propositions[hit.issue.id].content)

    def borne_out(self, hit: Hit, around: str) -> bool:
        """Whether the text around vague words holds another term of the issue, or a word of its proposition."""
        proposition = self.propositions[hit.issue.id]
        content = proposition.target if proposition.tool else proposition.content
        if not proposition.tool and any(p.country in proposition.countries - proposition.agents for p in places(around)):
            return True
        if any(_stem(w) in content for w in re.findall(r"[\w-]+", around)):
            return True
        return any(found.issue is hit.issue and found.term != hit.term for found in self.find(around))

    def leaves_out(self, hit: Hit, path: Iterable[str]) -> bool:
        """Whether the words name only what the proposition sanctions or requires, and what was read on the way up does not say that."""
        proposition = self.propositions[hit.issue.id]
        words = self.stems(re.findall(r"\w+", hit.term))
        if not proposition.needed or words & proposition.needed or not words & proposition.target:
            return False
        return not any(self.stems(re.findall(r"\w+", step)) & proposition.needed for step in path)

    def is_thing(self, hit: Hit) -> bool:
        """Whether a one-word term stands in the proposition as a thing, not as what is done."""
        return hit.term.lower() in self.propositions[hit.issue.id].things

    def names_subject(self, hit: Hit) -> bool:
        """Whether the words name only who the proposition is about ("Finland and Sweden")."""
        proposition = self.propositions[hit.issue.id]
        words = [w for w in re.findall(r"\w+", hit.term) if w not in _STOP]
        if proposition.forces and all(_stem(w) in proposition.forces or places(w) for w in words):
            return True  # "American troops", wherever they are
        done_to = self.stems(words) & proposition.arguments  # "Zelensky is supported": its subject is its object
        return bool(proposition.subjects) and not done_to and all(w in proposition.subjects for w in words)

    def says_predicate(self, hit: Hit, sentence: str) -> bool:
        """Whether a sentence says what the proposition says of its subject, or of joining where it joins."""
        proposition = self.propositions[hit.issue.id]
        said = self.stems(re.findall(r"[\w-]+", sentence)) - self.stems(proposition.subjects)
        return bool(said & proposition.content) or (proposition.verb == "join" and JOINS.search(sentence) is not None)

    @staticmethod
    def stems(words: Iterable[str]) -> frozenset[str]:
        """The stems by which words are held against propositions."""
        return frozenset(map(_stem, words))

    def names_core(self, hit: Hit, lemmas: Iterable[str]) -> bool:
        """Whether the lemmas name what the proposition is about."""
        return bool({_stem(lemma) for lemma in lemmas} & self.propositions[hit.issue.id].core)

    def find(self, text: str) -> Iterator[Hit]:
        """Every place in a (plain) text that names an issue; one issue's places do not overlap."""
        return chain.from_iterable(self._find(issue, pattern, terms, text, self.propositions[issue.id].effect > 0) for issue, pattern, terms in self._patterns)

    @staticmethod
    def _find(issue: Issue, pattern: re.Pattern[str], terms: list[tuple[str, int]], text: str, targets: bool) -> Iterator[Hit]:
        for found in pattern.finditer(text):
            index = int((found.lastgroup or "t0")[1:])
            term, sign = terms[index]
            yield Hit(issue, found.start(), found.end(), sign, term, sign < 0 and term not in issue.against and not targets)
