"""Whether the words mean this issue here: the right sense, the right country, the right parties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Register
from extract.language.issues import JOINS, Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import Block, Parsed, plain, sentences
from extract.language.place import Document, Place
from extract.language.places import ALLIANCES, places
from extract.language.places import Place as Where
from extract.language.reading import Reading
from extract.language.syntax import SUBJECTS, ancestors, anchor_of, first_conjunct, has_to, is_verb, lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_BESIDE = 60  # characters after an issue's words within which "to Ukraine" belongs to them
_BACK = 12  # paragraphs back in which what is spoken of may have been named
_LONG = 8000  # characters of a transcript that is not about one thing
_SHORT = 1500  # characters of a text that need not say where it is
_UN = re.compile(r"^(?:un|non-?)")
_NOT_YET = re.compile(r"(?:n't|\b(?:not|never|until|till|unless|get|gets|getting|got|before))(?:\s[\w'-]+){0,3}\s$")  # "vaccinated"
_TOWARD = re.compile(
    r"^(?:[^,.;:!?]{0,24}\s)?(?:to|in|into|onto|between|across|over|(?P<from>from)|(?P<for>for|on|with|against))"
    r"(?:\s[\w'-]+){0,2}(?:\s(?:part|flank|border|side|edge|east|west|north|south|soil|territory|coast|rest) of(?: the)?)?\s$"
)


class Scope:
    """Holds an issue's words against the proposition that they are to name."""

    def __init__(self, register: Register, issues: IssueFinder) -> None:
        self.register = register
        self.issues = issues
        self.voices = register.actors.keys() - frozenset().union(*(p.countries for p in issues.propositions.values()))
        """Actors that no proposition is about: they speak of the places of others."""

    def right_sense(self, document: Document, sentence: Parsed, block: Block, index: int, hit: Hit, tokens: Sequence[Token]) -> bool:
        """Whether the words are the term and not part of another: another number, compound or part of speech; vague ones need company."""
        verb = self.issues.propositions[hit.issue.id].verb
        first = tokens[0]
        if first.pos_ == "NOUN" and first.lower_ == verb == hit.term.split()[0].lower():
            return False  # "the fight in Ukraine", where "troops fight in Ukraine" is meant
        gerund = first.tag_ == "VBG" and first.dep_ in ("pcomp", "pobj", "dobj", "nsubj") and not any(c.dep_ == "dobj" for c in first.children)
        if len(tokens) == 1 and first.pos_ == "VERB" and not gerund and self.issues.is_thing(hit):
            return False  # "they are filibustering", where the filibuster is meant
        if first.pos_ == "VERB" and self.issues.begins_with_adjective(hit.term):
            return False  # "opened our doors", where the open door is meant
        if self.issues.other_number(hit, document.text) or self._about_other_things(hit, tokens):
            return False
        if self._member_already(tokens):
            return False
        if hit.harmed and self.issues.propositions[hit.issue.id].definite and self._another(tokens):
            return False
        if not self._of_the_kind(document, sentence, block, hit):
            return False
        if self.issues.names_subject(hit) and not self.issues.says_predicate(hit, document.text[sentence.start : sentence.end]):
            return False  # "Sweden and Finland", and nothing of what the proposition says of them
        if any(c.dep_ == "compound" and c.i < first.i for t in tokens[:-1] if t.dep_ == "compound" for c in t.children):
            return False  # "food security assistance" is no security assistance
        before = document.blocks[max(0, index - 2)]
        if self.issues.is_vague(hit) and not self.issues.borne_out(hit, document.text[before.start : block.end]):
            return False
        if self.issues.is_figure(hit):
            earned = next((a for a in ancestors(first) if is_verb(a)), None)
            if earned is not None and earned.lemma_ in ("make", "earn") and any(c.dep_ in ("nsubj", "aux") for c in earned.children) and earned.dep_ != "relcl":
                return False  # "I hope that you are making more than $400,000"
        return not self.issues.is_figure(hit) or self.issues.names_core(hit, (t.lemma_ for t in sentence.doc))

    @staticmethod
    def _member_already(tokens: Sequence[Token]) -> bool:
        """ "Every member of NATO", "the 32nd member": not one that is to become it."""
        anchor = anchor_of(tokens)
        beside = [c for c in anchor.children if c.i < anchor.i]
        return anchor.lemma_.lower() == "member" and any(c.lower_ in ("every", "all", "each", "any", "other") or c.text[:1].isdigit() for c in beside)

    @staticmethod
    def _another(tokens: Sequence[Token]) -> bool:
        """ "Against a gas tax", "an increased gas tax": a new one, not the one that there is."""
        anchor = anchor_of(tokens)
        beside = {c.lower_ for c in anchor.children}
        refused = anchor.dep_ == "pobj" and anchor.head.lower_ in ("to", "against")
        return bool(beside & {"another", "new", "increased", "higher", "additional", "more"}) or (refused and bool(beside & {"a", "an", "any"}))

    def _of_the_kind(self, document: Document, sentence: Parsed, block: Block, hit: Hit) -> bool:
        """Whether this sentence or the one before speaks of the people whom the proposition means, where it means only a kind of them.

        "Everyone should wear a mask" says nothing of the vaccinated in particular; "if you are not vaccinated" and
        "until you are" speak of others.
        """
        kind = self.issues.propositions[hit.issue.id].kind
        if not kind:
            return True
        before = [s for s in sentences(document.text, block.start, sentence.start) if s[1] <= sentence.start]
        for start, end in ((sentence.start, sentence.end), *before[-1:]):
            said = document.text[start:end].lower()
            named = [m for m in re.finditer(r"[\w-]+", said) if self.issues.stems((m.group(), _UN.sub("", m.group()))) & kind]
            if named:
                return not any(_UN.match(m.group()) or _NOT_YET.search(said[max(0, m.start() - 40) : m.start()]) for m in named)
        return False

    def _about_other_things(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """Whether the words go on to say what for, and that is another thing: "negotiating with Russia to exchange prisoners"."""
        anchor = anchor_of(tokens)
        content = self.issues.propositions[hit.issue.id].content
        for clause in anchor.children:
            if clause.dep_ in ("advcl", "xcomp") and is_verb(clause) and has_to(clause) and clause.i > anchor.i and is_verb(anchor):
                if any(t.dep_ == "dobj" for t in clause.children) and not self.issues.stems(t.lemma_ for t in clause.subtree) & content:
                    return True
        return False

    def right_place(self, document: Document, hit: Hit, sentence: Parsed, index: int) -> bool:
        """Whether the words mean this issue where its proposition names a country ("a ceasefire in Ukraine").

        What the sentence says decides; a sentence that names no country goes with the nearest stretch that does:
        its paragraph, the question before it, the title, the article.
        """
        wanted, text = self.issues.propositions[hit.issue.id].countries, document.text
        home = document.outlet.speaks_for
        elsewhere = ALLIANCES - wanted | self.issues.propositions[hit.issue.id].agents | {home}  # naming these does not say where
        if not wanted - ALLIANCES:
            return True
        if self._other_parties(sentence, hit, wanted, document):
            return False
        if any(p.country not in elsewhere for p in places(text, hit.start, hit.end)):
            return True
        here = places(text, sentence.start, sentence.end)
        vague = {home, "region"} if any(p.country in wanted for p in here) else {home}
        after = [p for p in here if p.country not in vague and self._whither(text, sentence, hit, p, wanted)]
        if after:  # "F-16s to Turkey"
            return after[0].country in wanted
        if home in wanted and not {p.country for p in here} - ALLIANCES - {home}:
            return True  # who speaks for a country speaks of it
        block, title = document.blocks[index], plain(document.version.title or "")
        above = [a for t in sentence.tokens(hit.start, hit.end) for a in islice(ancestors(t), 4) if is_verb(a)]
        given = [c for verb in above[:1] for c in verb.children if c.dep_ == "dative" and c.pos_ == "PRON"]
        given += [c for t in sentence.tokens(hit.start, hit.end)[-1:] for c in t.children if c.dep_ == "poss" and c.lower_ in ("their", "its")]
        if given:  # "we should sell them F-16s", "their F-16s": whose was said before
            earlier = [
                p for p in places(text, document.blocks[max(0, index - 2)].start, sentence.offset(given[0])) if p.country != home and p.country not in ALLIANCES
            ]
            if earlier and earlier[-1].country not in self.issues.parties(hit.issue):
                return False
        parties = self.issues.parties(hit.issue)
        where = [p for p in here if p.country not in ALLIANCES and _TOWARD.search(text[max(0, p.start - 30) : p.start])]
        if where and not any(p.country in parties for p in here):  # "assistance that goes to Israel"
            return False
        others = {p.country for p in here} - ALLIANCES - {home}
        if others and not others & (parties | self.register.actors.keys()):
            return False
        if any(p.country in wanted for p in places(text, block.start, block.end)):
            return True
        near = [*places(text, document.blocks[max(0, index - 2)].start, block.end), *places(title)]
        if any(p.country in wanted for p in near) and not others - parties:
            return True
        for before in reversed(document.blocks[max(0, index - _BACK) : index + 1]):
            people = {m.actor for m in self.register.mentions(text, before.start, before.end, document.day) if m.actor and m.speaker}
            spoken_of = (people | {p.country for p in places(text, before.start, before.end)}) - ALLIANCES - {home} - self.voices
            if spoken_of:  # what was spoken of last
                return bool(spoken_of & parties) or self.issues.is_name(hit)
        if block.turn is not None and len(text) > _LONG:
            return False  # a briefing goes from one country to the next
        named = Counter(p.country for p in places(text) if p.country not in ALLIANCES | {home})
        about = sum(named[c] for c in parties)
        if not any(named[c] for c in wanted):
            return len(text) < _SHORT and (self.issues.is_name(hit) or not named.keys() - parties)
        return about >= max((n for c, n in named.items() if c not in parties), default=0)

    @staticmethod
    def _whither(text: str, sentence: Parsed, hit: Hit, place: Where, wanted: frozenset[str]) -> bool:
        """Whether a place after an issue's words says where they go: "to Turkey"; not "from Turkey", nor "for Turkish forces"."""
        if not 0 <= place.start - hit.end < _BESIDE or not (toward := _TOWARD.search(text[hit.end : place.start])):
            return False
        beside = any(t.dep_ in ("amod", "compound", "nmod", "poss") for t in sentence.tokens(place.start, place.end))
        return place.country in wanted or not (toward["from"] or (toward["for"] and beside) or (toward["for"] and place.country == "region"))

    def _other_parties(self, sentence: Parsed, hit: Hit, wanted: frozenset[str], document: Document) -> bool:
        """Whether the words belong to another country: "Sweden joining NATO", "Swedish membership", "Sweden's application for membership"."""
        tokens = sentence.tokens(hit.start, hit.end)
        if not tokens:
            return False
        inside = {t.i for t in tokens}
        anchor = anchor_of(tokens)
        above = anchor.head.head if anchor.dep_ == "pobj" and anchor.head.dep_ == "prep" else anchor
        owners = [
            c
            for t in {anchor, above, first_conjunct(anchor)}
            for c in t.children
            if c.dep_ in ("nsubj", "poss", "compound", "amod", "nmod") and c.i not in inside
        ]
        owners += [anchor.head] if anchor.dep_ == "acl" else []  # "support for Sweden joining"
        named = [p.country for o in owners for t in (o, *o.conjuncts) for p in places(document.text, sentence.offset(t), sentence.offset(t) + len(t.text))]
        agents = self.issues.propositions[hit.issue.id].agents
        foreign = {c for c in named if c not in ALLIANCES and (c != document.outlet.speaks_for or c in agents)}
        if hit.term in hit.issue.against:  # "China's territorial integrity"
            return bool(foreign) and not foreign & wanted
        joins = anchor.pos_ in ("VERB", "AUX") or JOINS.search(hit.term) is not None
        if agents and not is_verb(anchor):  # "Russian troops", where American ones are meant
            return bool(foreign) and not foreign & (wanted | agents)
        return joins and bool(foreign - {document.outlet.speaks_for}) and not foreign & wanted

    def is_target(self, hit: Hit, reading: Reading, owner: Token, holder: Holder) -> bool:
        """Whether an issue's words with a country's name are rather words on it: "Russian sanctions" are sanctions on Russia."""
        own = reading.anchor is not None and owner.head.i == reading.anchor.i
        return own and owner.dep_ != "poss" and holder.actor in self.issues.propositions[hit.issue.id].countries

    @staticmethod
    def _on_the_way(sentence: Parsed, place: Where, reading: Reading) -> bool:
        """Whether a country is named among those who take part in what was read, not elsewhere in the sentence."""
        if reading.anchor is None:
            return True
        way = {reading.anchor.i, *(a.i for a in ancestors(reading.anchor))}
        named = sentence.tokens(place.start, place.end)
        return any(t.i in way or t.head.i in way or (t.head.head.i in way and t.head.dep_ != "pobj") for t in named)

    def right_participants(self, place: Place, hit: Hit, reading: Reading, holder: Holder) -> bool:
        """Whether who wants or does it is who the proposition names ("Russia wants security guarantees", "Putin sent troops").

        A wish for oneself must be the proposition's subject's, and an act its agent's, where it names one.
        """
        proposition, words = self.issues.propositions[hit.issue.id], lexicon().words
        if (
            reading.kind == "act"
            and proposition.verb in words["handing"]
            and any(step.word is not None and lemma_of(step.word, lexicon()) in words["striking"] for step in reading.steps)
        ):
            return False  # "Russia destroyed six rocket launchers"
        if reading.kind == "act" and proposition.agents and holder.actor not in proposition.agents and not any(step.sign < 0 for step in reading.steps):
            return False
        done = reading.anchor is not None and (is_verb(reading.anchor) or reading.anchor.lower_.endswith("ing"))
        if proposition.agents and done and holder.actor not in proposition.agents:
            said = [p for p in places(place.document.text, place.sentence.start, place.sentence.end) if self._on_the_way(place.sentence, p, reading)]
            if not any(p.country in proposition.agents for p in said) and place.document.outlet.speaks_for not in proposition.agents:
                return False  # "Russia keeps fighting in Ukraine", where Americans are meant
        anchor = reading.anchor
        selfish = [t for t in (reading.governor, *reading.cue) if reading.kind != "judgement" and t is not None and t.lemma_.lower() in words["reflexive"]]
        if not proposition.subjects or not selfish:
            return True
        text = " ".join(proposition.subjects)
        ids = {m.actor for m in self.register.mentions(plain(text), 0, len(text), None)}
        if not ids or holder.actor in ids:
            return True
        if anchor is not None and is_verb(anchor) and not any(c.dep_ in SUBJECTS for c in anchor.children):  # "Finland applied to join"
            return False
        sentence = place.document.text[place.sentence.start : place.sentence.end]
        return bool(ids & {m.actor for m in self.register.mentions(sentence, 0, len(sentence), place.document.day)})
