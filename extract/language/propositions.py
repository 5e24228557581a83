"""What an issue's proposition is about, read from its parse: its predicate, object, subject, place and agent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.language.compounds import analysed
from extract.language.lexicon import Predicate, lexicon
from extract.language.parse import plain
from extract.language.places import ALLIANCES, places
from extract.language.syntax import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

STOP = frozenset(
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
"""Words that name nothing."""


def stem(lemma: str) -> str:
    """A word as it is held against propositions."""
    lemma = lemma.lower()
    if lemma in ("taxis", "taxes"):
        return "tax"  # the parser's lemma of "Taxes" at the head of a proposition
    for pair in (("territor", "territor"), ("sanction", "sanction"), ("neutral", "neutral"), ("annex", "annex")):
        if lemma.startswith(pair[0]):
            return pair[1]
    return lemma.rstrip("s")[:7]


_ANY_GOODS = frozenset(map(stem, ("import", "imports", "goods", "good", "product", "export")))
_SHUTTING = frozenset({"close", "shut", "bar", "deny", "seal", "block"})
_LOSING = frozenset({"lose", "forfeit"})
_LOSS = Predicate("effect", -1)


def _verb_of(adjective: Token) -> str | None:
    """The verb of which something adjectival is the participle, if the lexicon knows it: "closed"."""
    word = adjective.lower_
    forms = (word[:-1], word[:-2], word[:-3]) if word.endswith("ed") else ()
    return next((form for form in forms if lexicon().look("verb", form, ("effect",)) is not None), None)


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a proposition is about, read once from its parse.

    ``effect`` is what its predicate does to its object (1 or -1); ``predicate``, ``arguments`` (the object), ``core`` (subject and
    object), ``content`` (all that means something, ``words`` one by one), ``kind`` (which people its subject is: the vaccinated), ``forces`` (what a
    country's subject is: the troops of "American troops fight"), ``target`` (what an instrument is used
    on: the pipeline of "sanctions on the pipeline") and ``needed`` (words of which one must be said where a term names only the
    target, or only what is to be required), ``beset`` (what an ill is done to that its predicate ends: the city of "the siege of the
    city is lifted") and ``source`` (what its object is taken from or shut to: "are cut off from the network") and ``where`` (the place that it is done in or sent to) are stems, and ``countrywide`` those of all countries that it names; ``barred``: the
    countries that a thing is shut to; ``players`` (who it says should do or get a thing) are stems;
    ``definite``: there is one such object ("the gas tax"); ``moves``: its subject leaves its object; ``until``: the last year that it names; ``countries`` is where, ``agents`` who does it to others, and ``doer`` the words for that; ``wielded`` (the oil of
    "an oil embargo is imposed") are stems, ``names`` the names in it that are no place's nor the doer's.
    """

    effect: int
    predicate: frozenset[str]
    arguments: frozenset[str]
    countries: frozenset[str]
    agents: frozenset[str]
    subjects: tuple[str, ...]
    verb: str
    core: frozenset[str]
    words: tuple[frozenset[str], ...]
    content: frozenset[str]
    target: frozenset[str]
    needed: frozenset[str]
    beset: frozenset[str]
    source: frozenset[str]
    where: frozenset[str]
    countrywide: frozenset[str]
    barred: frozenset[str]
    players: frozenset[str]
    kind: frozenset[str]
    forces: frozenset[str]
    things: frozenset[str]
    doer: str
    wielded: frozenset[str]
    names: frozenset[str]
    definite: bool
    moves: bool
    until: int | None

    @property
    def tool(self) -> bool:
        """Whether it uses something on something ("sanctions on the pipeline")."""
        return bool(self.target) and self.target != self.arguments


def _is_place(noun: Token) -> bool:
    """Whether a name says where: "in the North Sea", "to Haiti"."""
    prep = noun.head
    return noun.dep_ == "pobj" and prep.lower_ in ("in", "into", "to", "at", "across", "over", "onto", "off") and prep.head.i != prep.i


def read_proposition(text: str) -> Proposition:
    """What a proposition is about."""
    doc = analysed(text)
    root = next((t for t in doc if t.dep_ == "ROOT"), doc[0])
    heads = [root] if root.lemma_ != "be" else [root, *(c for c in root.children if c.dep_ in ("acomp", "attr"))]
    joined = [c for c in root.children if c.dep_ == "conj"]
    heads += joined
    passive = next((c for c in root.children if c.dep_ == "acomp" and _verb_of(c) is not None), None) if root.lemma_ == "be" else None
    lemma = "_".join([root.lemma_.lower(), *(c.lower_ for c in root.children if c.dep_ == "prt")])
    done = (_verb_of(passive) or "",) if passive is not None else ()  # "is closed", read as a state
    looked = (
        _LOSS if each in _LOSING else lexicon().look("verb", each, ("effect",))
        for each in (lemma, root.lemma_.lower(), *done, *(c.lemma_.lower() for c in joined))
    )
    entry = next((e for e in looked if e is not None), None)
    stems = frozenset(stem(form) for t in heads for form in (t.lemma_, t.lower_))
    objects = [c for c in root.children if c.dep_ in ("nsubjpass", "dobj", "csubjpass")]
    if not objects and (passive is not None or root.lemma_.lower() in lexicon().words["ending"]):
        objects = [c for c in root.children if c.dep_ == "nsubj"]  # "the strike ends": it is the strike that is ended
    if root.lemma_.lower() in _LOSING:
        objects += [c for c in root.children if c.dep_ == "nsubj"]  # "the station loses its licence": who is for the station is against it
    arguments = frozenset(stem(t.lemma_) for o in objects for t in o.subtree if t.is_alpha and t.lower_ not in STOP)
    agent = next((c for c in root.children if c.dep_ == "nsubj"), None)
    active = agent is not None and root.lemma_.lower() in lexicon().words["gives"]
    doer = plain(text)[agent.left_edge.idx : agent.right_edge.idx + len(agent.right_edge)] if agent is not None else ""
    found = places(plain(text))
    # Who gives is not where: "The United States sends tanks to Ukraine" is about Ukraine.
    others = [p for p in found if not (active and agent is not None and agent.left_edge.idx <= p.start <= agent.idx)]
    countries = frozenset(p.country for p in (others if active else others or found))
    countries = countries - ALLIANCES or countries  # an alliance is no place where there is a better one
    agents = frozenset(p.country for p in found if p not in others) - countries
    subjects = tuple(t.text for c in root.children if c.dep_ in ("nsubj", "nsubjpass") for t in (c, *c.conjuncts) if t.pos_ == "PROPN")
    core = frozenset(
        stem(t.lemma_) for c in root.children if c.dep_ in (*SUBJECTS, "dobj", "attr") for t in (c, *c.children) if t.is_alpha and t.lower_ not in STOP
    )
    elsewhere = [t for p in found if p.country in agents for t in doc if p.start <= t.idx < p.end]
    meaning = [t for t in doc if t.lower_.strip("0123456789") and not t.is_stop and not t.is_punct and t not in elsewhere]
    words = tuple(frozenset(map(stem, (t.lemma_, t.lower_))) for t in meaning)
    tools = [c for c in (*objects, *(g for o in objects for g in o.conjuncts)) if (e := lexicon().look("noun", c.lemma_.lower(), ("effect",))) and e.sign < 0]
    target = frozenset(
        stem(t.lemma_)
        for tool in tools
        for p in tool.children
        if p.dep_ == "prep" and p.lower_ in ("on", "against")
        for t in p.subtree
        if t.is_alpha and t.lower_ not in STOP
    ) - {p.lower_ for tool in tools for p in tool.children}
    target = target if target - _ANY_GOODS else frozenset[str]()  # "tariffs on imports" are tariffs
    compounds = [c for tool in tools for c in tool.children if c.dep_ == "compound" and c.pos_ == "NOUN"] if entry is None or entry.sign > 0 else []
    wielded = frozenset(stem(c.lemma_) for c in compounds)
    where_to = {t.i for p in doc if p.dep_ == "poss" or (p.dep_ == "prep" and p.lower_ != "by") for t in p.subtree}
    own = {t.i for t in agent.subtree} if agent is not None else set()
    names_of = frozenset(t.text for t in doc if t.pos_ == "PROPN" and t.i not in where_to | own and not places(t.text))
    needed = frozenset(stem(t.lemma_) for t in tools) if target else frozenset[str]()
    names = frozenset(stem(t.lemma_) for t in doc if t.pos_ == "PROPN" and t.lower_.strip("0123456789") != "") & target
    target = names or target  # "Nord Stream", not any pipeline
    if root.lemma_.lower() in lexicon().words["requiring"]:
        target, needed = arguments, frozenset(map(stem, lexicon().words["requiring"]))
    beset = frozenset(
        stem(t.lemma_) for tool in tools for p in tool.children if p.dep_ == "prep" and p.lower_ in ("on", "of", "against") for t in p.subtree if t.is_alpha
    )
    if entry is not None and entry.sign < 0:
        ills = [o for o in objects if o.lemma_.lower() in lexicon().words["ills"]]
        beset |= frozenset(stem(c.lemma_) for o in ills for c in o.children if c.dep_ == "compound")  # the port of "port congestion is relieved"
    taken_from = [
        t
        for p in (*root.children, *(g for c in root.children for g in c.children if c.dep_ in ("acomp", "advmod", "prt", "prep")))
        if p.dep_ == "prep" and (p.lower_ in ("from", "off") or (p.lower_ == "to" and {lemma, *done} & _SHUTTING))
        for t in p.subtree
        if t.is_alpha and t.lower_ not in STOP
    ]
    source = frozenset(stem(form) for t in taken_from for form in (t.lemma_, t.lower_))
    where = frozenset(
        stem(form)
        for t in doc
        if t.pos_ == "PROPN" and t not in taken_from and _is_place(t)
        for g in t.subtree
        if g.pos_ == "PROPN"
        for form in (g.lemma_, g.lower_)
    )
    players = frozenset(
        stem(form)
        for c in root.children
        if c.dep_ == "nsubj" and c.tag_ == "NNS" and any(o.dep_ == "dobj" for o in root.children)
        for t in (c, *c.conjuncts)
        for form in (t.lemma_, t.lower_)
    )
    people = lexicon().words["people"]
    kind = frozenset(
        stem(form)
        for c in root.children
        if c.dep_ == "nsubj" and c.lemma_.lower() in people
        for t in c.children
        if t.dep_ == "amod" and not places(t.text)
        for form in (t.lemma_, t.lower_)
    )
    forces = frozenset(stem(agent.lemma_) for _ in agents if agent is not None and agent.pos_ == "NOUN")
    things = frozenset(t.lemma_.lower() for t in doc if t.pos_ == "NOUN")
    leaves = lemma in ("leave", "quit", "exit")  # its subject moves, its object is not harmed; "is left alone" harms nothing
    return Proposition(
        entry.sign if entry and not leaves else 1,
        stems,
        arguments,
        countries,
        agents,
        subjects,
        root.lemma_.lower(),
        core,
        words,
        frozenset().union(*words),
        target,
        needed,
        beset,
        source,
        where,
        frozenset(stem(form) for t in doc if any(p.start <= t.idx < p.end for p in found) for form in (t.lemma_, t.lower_)),
        frozenset(p.country for t in taken_from for p in places(t.text)) if {lemma, *done} & _SHUTTING else frozenset(),
        players,
        kind,
        forces,
        things,
        doer,
        wielded,
        names_of,
        any(c.lower_ == "the" or c.dep_ == "poss" for o in objects for c in o.children if o.tag_ == "NN"),
        leaves and agent is not None,
        max((int(t.text) for t in doc if t.shape_ == "dddd" and t.text[:2] in ("19", "20")), default=None),
    )
