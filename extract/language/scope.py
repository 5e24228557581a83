"""Whether the words mean this issue: in the right sense, between the right parties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Register
from extract.language.bearings import stems
from extract.language.issues import JOINS, Hit, IssueFinder
from extract.language.lexicon import lexicon
from extract.language.parse import Parsed, plain, sentences
from extract.language.place import Place
from extract.language.places import Place as Where
from extract.language.places import places
from extract.language.reading import Reading
from extract.language.syntax import SUBJECTS, ancestors, anchor_of, has_to, is_verb, lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_UN = re.compile(r"^(?:un|non-?)")
_NOT_YET = re.compile(r"(?:n't|\b(?:not|never|until|till|unless|get|gets|getting|got|before))(?:\s[\w'-]+){0,3}\s$")  # "vaccinated"


class Scope:
    """Holds an issue's words against the proposition that they are to name."""

    def __init__(self, register: Register, issues: IssueFinder) -> None:
        self.register = register
        self.issues = issues

    def right_sense(self, place: Place, hit: Hit, tokens: Sequence[Token]) -> bool:
        """Whether the words are the term and not part of another: another number, compound or part of speech; vague ones need company."""
        document, sentence, block = place.document, place.sentence, place.block
        proposition, first = self.issues.propositions[hit.issue.id], tokens[0]
        if first.pos_ == "NOUN" and first.lower_ == proposition.verb == hit.term.split()[0].lower() and not proposition.arguments:
            return False  # "the fight in Ukraine", where "troops fight in Ukraine" is meant; a ban is what "cars are banned" means
        gerund = first.tag_ == "VBG" and first.dep_ in ("pcomp", "pobj", "dobj", "nsubj") and not any(c.dep_ == "dobj" for c in first.children)
        if len(tokens) == 1 and first.pos_ == "VERB" and not gerund and self.issues.is_thing(hit):
            return False  # "they are filibustering", where the filibuster is meant
        if first.pos_ == "VERB" and self.issues.begins_with_adjective(hit.term):
            return False  # "opened our doors", where the open door is meant
        if self.issues.other_number(hit, document.text) or self._about_other_things(hit, tokens):
            return False
        until = self.issues.propositions[hit.issue.id].until
        if until is not None and document.day is not None and document.day.year > until:
            return False  # a cap for 2021, and words of 2023
        if self._member_already(tokens) or self._another_kind(hit, tokens):
            return False
        if hit.harmed and self.issues.propositions[hit.issue.id].definite and self._another(tokens):
            return False
        if not self._of_the_kind(place, hit):
            return False
        if self.issues.names_subject(hit) and not self.issues.says_predicate(hit, document.text[sentence.start : sentence.end]):
            return False  # "Sweden and Finland", and nothing of what the proposition says of them
        if any(c.dep_ == "compound" and c.i < first.i for t in tokens[:-1] if t.dep_ == "compound" for c in t.children):
            return False  # "food security assistance" is no security assistance
        before = document.blocks[max(0, place.index - 2)]
        said = document.text[hit.start : hit.end].lower()
        if len(tokens) == 1 and hit.term.endswith("ing") and not said.endswith("ing") and first.pos_ in ("NOUN", "PROPN"):
            return False  # "the police", where policing is meant
        if self._of_an_abstraction(hit, tokens) or self._only_where(place, hit) or self._of_another(hit, tokens) or self._of_others(place, hit):
            return False
        if self.issues.is_vague(hit) and not self.issues.borne_out(hit, document.text[before.start : block.end]):
            return False
        if self.issues.is_figure(hit):
            earned = next((a for a in ancestors(first) if is_verb(a)), None)
            if earned is not None and earned.lemma_ in ("make", "earn") and any(c.dep_ in ("nsubj", "aux") for c in earned.children) and earned.dep_ != "relcl":
                return False  # "I hope that you are making more than $400,000"
        return not self.issues.is_figure(hit) or self.issues.names_core(hit, (t.lemma_ for t in sentence.doc))

    def _of_an_abstraction(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """ "Restore peace", "the restoration of justice", where a town is to be rebuilt: vague words for a deed, done to what is no thing."""
        if not self.issues.is_vague(hit):
            return False
        anchor = anchor_of(tokens)
        of = [g for c in anchor.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children]
        done_to = {c.lemma_.lower() for c in (*anchor.children, *of) if c.dep_ in ("dobj", "nsubjpass", "pobj")}
        done_to |= {t.lemma_.lower() for t in (anchor.head,) if anchor.dep_ in ("amod", "compound")}
        return bool(stems(done_to & lexicon().words["abstract"]) - self.issues.propositions[hit.issue.id].content)

    def _of_another(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """ "A pause on loan payments", "pause for a moment", where vaccinations are paused: the proposition's bare verb, with something else under it."""
        anchor, proposition = anchor_of(tokens), self.issues.propositions[hit.issue.id]
        if not self.issues.is_bare(hit) or not any(lexicon().look("verb", w, ("effect",)) for w in (hit.term.lower(), anchor.lemma_.lower())):
            return False  # "denuclearization" is of nothing else
        below = [c for c in anchor.children if c.dep_ in ("dobj", "nsubjpass", "compound", "prep", "advmod") and c.lower_ not in ("by", "also", "now", "again")]
        said = stems(t.lemma_ for c in below for t in c.subtree if t.pos_ in ("NOUN", "PROPN", "ADV"))
        here = {p.country for c in below for p in places(" ".join(t.text for t in c.subtree))}
        return bool(said) and not said & proposition.content and not here & (proposition.countries | proposition.agents)

    def _of_others(self, place: Place, hit: Hit) -> bool:
        """Whether a proposition is about somebody or something by name, and the article names neither that nor another name of the issue."""
        names = self.issues.propositions[hit.issue.id].names
        if not names or hit.term != hit.term.lower():
            return False
        known = names | {t for t in hit.issue.terms if t != t.lower()}
        text = place.document.text.lower()
        return not any(name.lower() in text for name in known)

    def _only_where(self, place: Place, hit: Hit) -> bool:
        """Whether the words name only where the proposition has it done, and the sentence says nothing else of it."""
        proposition = self.issues.propositions[hit.issue.id]
        words = stems(re.findall(r"\w+", hit.term))
        own = self.issues.own_of(hit)
        bare = words <= proposition.countrywide and not own.returns and not own.beset  # "Estmark", and nothing of what is done with it
        if not words or not (words <= proposition.where or bare):
            return False
        sentence = place.document.text[place.sentence.start : place.sentence.end]
        if proposition.verb == "join" and JOINS.search(sentence):
            return False  # "accession to the Union", where it is joined
        said = stems(re.findall(r"[\w-]+", sentence.lower()))
        return not said & (proposition.content - proposition.where - proposition.countrywide)

    @staticmethod
    def _member_already(tokens: Sequence[Token]) -> bool:
        """ "Every member of NATO", "the 32nd member": not one that is to become it."""
        anchor = anchor_of(tokens)
        beside = [c for c in anchor.children if c.i < anchor.i]
        return anchor.lemma_.lower() == "member" and any(c.lower_ in ("every", "all", "each", "any", "other") or c.text[:1].isdigit() for c in beside)

    def _another_kind(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """ "Nuclear weapons", "weapons of mass destruction", where the proposition is about weapons: nobody means these by them."""
        anchor = anchor_of(tokens)
        beside = {c.lower_ for c in anchor.children if c.dep_ in ("amod", "compound", "nmod", "conj")} | {
            g.lower_ for c in anchor.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.subtree
        }
        return bool(stems(beside & set(lexicon().words["apart"])) - self.issues.propositions[hit.issue.id].content - stems(hit.term.split()))

    @staticmethod
    def _another(tokens: Sequence[Token]) -> bool:
        """ "Against a gas tax", "an increased gas tax": a new one, not the one that there is."""
        anchor = anchor_of(tokens)
        beside = {c.lower_ for c in anchor.children}
        refused = anchor.dep_ == "pobj" and anchor.head.lower_ in ("to", "against")
        return bool(beside & {"another", "new", "increased", "higher", "additional", "more"}) or (refused and bool(beside & {"a", "an", "any"}))

    def _of_the_kind(self, place: Place, hit: Hit) -> bool:
        """Whether this sentence or the one before speaks of the people whom the proposition means, where it means only a kind of them.

        "Everyone should wear a mask" says nothing of the vaccinated in particular; "if you are not vaccinated" and
        "until you are" speak of others.
        """
        kind = self.issues.propositions[hit.issue.id].kind
        if not kind or self.issues.is_name(hit):
            return True
        document, sentence, block = place.document, place.sentence, place.block
        before = [s for s in sentences(document.text, block.start, sentence.start) if s[1] <= sentence.start]
        for start, end in ((sentence.start, sentence.end), *before[-1:]):
            said = document.text[start:end].lower()
            named = [m for m in re.finditer(r"[\w-]+", said) if stems((m.group(), _UN.sub("", m.group()))) & kind]
            if named:
                return not any(_UN.match(m.group()) or _NOT_YET.search(said[max(0, m.start() - 40) : m.start()]) for m in named)
        return False

    def _about_other_things(self, hit: Hit, tokens: Sequence[Token]) -> bool:
        """Whether the words go on to say what for, and that is another thing: "negotiating with Russia to exchange prisoners"."""
        anchor = anchor_of(tokens)
        content = self.issues.propositions[hit.issue.id].content
        for clause in anchor.children:
            if clause.dep_ in ("advcl", "xcomp") and is_verb(clause) and has_to(clause) and clause.i > anchor.i and is_verb(anchor):
                if any(t.dep_ in ("dobj", "ccomp") for t in clause.children) and not stems(t.lemma_ for t in clause.subtree) & content:
                    return True
        return False

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

    def names(self, place: Place, token: Token, wanted: str) -> bool:
        """Whether a noun names what ``wanted`` does: the same actor, or the same country."""
        text, start = place.document.text, place.sentence.offset(token.left_edge)
        end = place.sentence.offset(token) + len(token.text)
        ids = {m.actor for m in self.register.mentions(plain(wanted), 0, len(wanted), None)} - {None}
        countries = {p.country for p in places(wanted)}
        named = {m.actor for m in self.register.mentions(text, start, end, place.document.day, text)}
        return bool(ids & named) or bool(countries & {p.country for p in places(text, start, end)})

    @staticmethod
    def _weighs(word: Token) -> bool:
        """Whether a word says how good or bad something is, and not whether it is so."""
        lemma, words = lemma_of(word, lexicon()), lexicon()
        if lemma in words.words["denying"] | words.words["naming"]:
            return False
        return any(words.look(pos, lemma, kinds) for pos, kinds in (("verb", ("attitude",)), ("adjective", ("judgement",)), ("noun", ("judgement",))))

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
        if proposition.verb in words["committing"] and any(self._weighs(step.word) for step in reading.steps[1:] if step.word is not None and step.sign):
            return False  # "massacres are an obscenity", "condemned the massacre": not whether there are any
        named = {m.actor for m in self.register.mentions(proposition.doer, 0, len(proposition.doer), None)}
        agents = proposition.agents | (named - {None} if proposition.agents else set())  # also the European Central Bank, whose first word is a place
        if reading.kind == "act" and agents and holder.actor not in agents and not any(step.sign < 0 for step in reading.steps):
            return False
        done = reading.anchor is not None and (is_verb(reading.anchor) or reading.anchor.lower_.endswith("ing"))
        if agents and done and holder.actor not in agents:
            said = [p for p in places(place.document.text, place.sentence.start, place.sentence.end) if self._on_the_way(place.sentence, p, reading)]
            here = self.register.mentions(place.document.text, place.sentence.start, place.sentence.end, place.document.day)
            by_name = any(m.actor in named - proposition.agents for m in here)
            if not by_name and not any(p.country in agents for p in said) and place.document.outlet.speaks_for not in agents:
                return False  # "Russia keeps fighting in Ukraine", where Americans are meant
        if reading.kind == "act" and reading.sign > 0 and holder.actor in proposition.barred:
            return False  # "Russia has blocked the ports", where they are to be closed to Russia
        deed = reading.kind == "act" and reading.anchor is not None and is_verb(reading.anchor) and reading.anchor.lemma_ == proposition.verb
        if deed and named and holder.actor not in named:
            return False  # "Kyiv mobilised its reserves", where Moscow does
        if reading.accused is not None and not self.names(place, reading.accused, " ".join(proposition.subjects)):
            return False  # "Kyiv says that Paris commits it", where Moscow is meant
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
