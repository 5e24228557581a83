"""Whose stance it is, and who says so: from the tokens of a reading to the actors of a monitor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Mention, Register
from extract.language.attribution import Quoted
from extract.language.lexicon import lexicon
from extract.language.parse import Block, Parsed, plain, sentences
from extract.language.reading import Reading
from extract.language.syntax import ancestors, is_finite, is_noun, is_self, is_verb, modal, possessor, subject
from extract.model import Outlet, Version

if TYPE_CHECKING:
    from spacy.tokens import Token

_THEM = {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "who", "which", "that", "this"}
_WHOSE = {"his", "her", "its", "their"}
_PERSON = {"he", "she", "his", "her", "him"}
_SPEECH = (
    r"(?:said|says|saying|told|adds|added|wrote|writes|argued|warned|stressed|insisted|stated|declared|replied|tweeted|posted|noted|explained"
    r"|announced|continued|asked|concluded|acknowledged|claimed|vowed)"
)
_UNNAMED = re.compile(
    r"\b(?:a|some|new|recent|been|the) (?:\w+ ){0,2}reports? (?:\S+ ){0,5}that\b|\bsome reporting that\b|\bcriticisms? is that\b|\brumou?rs? that\b|"
    r"\breportedly\b|\breports? (?:suggest|say|indicate)|\bsources? (?:familiar|close|say|said)|according to (?:\w+ ){0,3}sources"
    r"|(?:speaking )?on (?:the )?condition of anonymity"
)
_ACCORDING = re.compile(
    r"(?:according to|in the (?:view|opinion|eyes) of|in) ([^,]{3,80}?)(?:['’]s? (?:view|opinion|eyes))?,|.*, (?:according to|in the (?:view|opinion) of) ([^,.]{3,80})",
    re.IGNORECASE | re.DOTALL,
)
_OWN_WORDS = re.compile(r"(?i)\b(?:i|we)(?:'ve| have| had)? (?:always |just )?(?:said|say|told|promised|wrote|made it clear)\b[^.?!“”\"]*$")
"""Before words in quotation marks that a speaker repeats of himself."""
_COURT = re.compile(r" (?:Supreme )?Court\b")
"""After a country's name: not its government."""
_LONG_QUOTE = 80  # characters; shorter ones in a speaker's own turn are words that he stresses
_PAST = frozenset({"former", "ex", "then", "opposition", "late"})
_OPENING = 16  # characters within which a sentence names what it is about
_NEAR = 160  # characters beside a quotation in which its speaker is named


@dataclass(frozen=True, slots=True)
class Document:
    """One version while it is read: its plain text, its blocks and what is known of its context."""

    version: Version
    version_id: str
    outlet: Outlet
    text: str
    day: date | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its block."""

    document: Document
    sentence: Parsed
    block: Block
    index: int


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: a known holder, nobody in particular (the journalist), or somebody ``other``."""

    holder: Holder | None
    anonymous: bool = False
    other: bool = False
    third: bool = False  # named with a verb of speech: "he said"


class Holders:
    """Resolves sources and holders against a register of names."""

    def __init__(self, register: Register) -> None:
        self.register = register

    # -- who says it -----------------------------------------------------------------------------

    def source(self, place: Place, reading: Reading, quote: Quoted | None) -> Source:
        """Who says the words that hold the stance: the clause's speaker, the quotation's, the turn's, the outlet's."""
        document, sentence, block = place.document, place.sentence, place.block
        anonymous = bool(_UNNAMED.search(document.text[sentence.start : sentence.end].lower()))
        if reading.source_verb is not None:
            who = subject(reading.source_verb)
            if who is not None:
                if is_self(who):
                    return self.speaker(place, anonymous)
                holders = self.resolve(place, who, None)
                anon = anonymous or who.lemma_.lower() in lexicon().words["anonymous"]
                return Source(holders[0] if holders else None, anon, other=not holders, third=True)
        if quote is not None and (block.turn is None or quote.end - quote.start > _LONG_QUOTE):
            near = self.quote_speaker(document, block, quote)
            return Source(near, anonymous, other=near is None)
        spoken = self.speaker(place, anonymous)
        if quote is not None and reading.holder is not None and is_self(reading.holder):
            before = document.text[max(block.start, quote.start - 60) : quote.start]
            if not _OWN_WORDS.search(before):
                return Source(None, anonymous, other=True)  # whom the speaker mimics
        accord = _ACCORDING.match(document.text[sentence.start : sentence.end])
        if accord and accord.group().lower().startswith("in ") and not re.search(r"\b(?:view|opinion|eyes)\b", accord.group()):
            accord = None  # "In Kyiv, …"
        if accord and spoken.holder is None:
            start = sentence.start + accord.start(1 if accord.group(1) else 2)
            named = self.register.mentions(document.text, start, start + len(accord.group(1) or accord.group(2)), document.day)
            holder = next((Holder(m.actor, m.speaker) for m in named if m.actor), None)
            return Source(holder, anonymous, other=holder is None)
        return spoken

    def speaker(self, place: Place, anonymous: bool) -> Source:
        """Who speaks the block itself: a transcript's turn, the row's speaker, or the outlet's actor."""
        document, block = place.document, place.block
        speaks_for, version = document.outlet.speaks_for, document.version
        if block.turn == "Q":
            return Source(None, anonymous, other=True)
        if block.turn is not None:
            holder = self.register.turn(block.turn, speaks_for, document.day, version.title or "")
            return Source(holder, anonymous, other=holder is None)
        if speaks_for is None:
            return Source(None, anonymous)
        named = plain(version.speaker or version.title or "")
        people = [m for m in self.register.mentions(named, 0, len(named), document.day, named) if m.actor == speaks_for and m.speaker]
        return Source(Holder(speaks_for, people[0].speaker if people else None), anonymous)

    def quote_speaker(self, document: Document, block: Block, quote: Quoted) -> Holder | None:
        """The one who is named with a verb of speech beside the quotation, in the same block."""
        text = document.text
        after = text[quote.end : min(block.end, quote.end + _NEAR)]
        before = text[max(block.start, quote.start - _NEAR) : quote.start]
        if re.match(rf"[,\s]*(?:{_SPEECH}\b|[^.“”\"]{{0,80}}\b{_SPEECH}\b)", after):
            stretch, base = after.split("“")[0], quote.end
        elif re.search(rf"\b{_SPEECH}\b[^.“”]{{0,60}}$", before):
            base = max(block.start, quote.start - _NEAR) + (before.rfind(". ") + 1)
            stretch = text[base : quote.start]
        else:
            return None
        if any(word in stretch.lower().split() for word in lexicon().words["outsiders"]):
            return None
        named = [m for m in self.register.mentions(text, base, base + len(stretch), document.day, text) if m.actor]
        best = next((m for m in named if m.speaker), named[0] if named else None)
        if best is None and re.search(r"\b(he|she)\b", stretch):
            earlier = [m for m in self.register.mentions(text, block.start, quote.start, document.day, text) if m.speaker]
            position = document.blocks.index(block)
            if not earlier and position:
                prior = document.blocks[position - 1]
                earlier = [m for m in self.register.mentions(text, prior.start, prior.end, document.day, text) if m.speaker]
            best = earlier[-1] if earlier else None
        return Holder(best.actor, best.speaker) if best and best.actor else None

    # -- whose stance it is ----------------------------------------------------------------------

    def holders(self, place: Place, reading: Reading, source: Source) -> list[Holder]:
        """The actors that hold what was read; none where nobody known does."""
        token = reading.holder
        if token is None:
            if reading.impersonal:
                return self._section_actor(place)
            if source.holder is not None:
                return [source.holder]
            return self._section_actor(place) if (reading.kind == "attitude" or reading.needed) and not source.other else []
        if token.lemma_.lower() in lexicon().words["parts"] and is_noun(token):
            return self._part(place, token, source)
        found = self.resolve(place, token, source)
        ours = any(c.dep_ in ("det", "poss") and c.lower_ in ("this", "these", "our", "my") for c in token.children)
        if token.lemma_.lower() in ("bill", "law", "legislation", "measure") and token.dep_ == "dobj" and not found:
            maker = subject(token.head)
            if is_finite(token.head) and not modal(token.head) and maker is not None and not is_self(maker):
                return self.resolve(place, maker, source)  # "they passed laws that ban it"
            ours = True  # "pass a bill that bans it"
        ours &= not any(c.dep_ in ("poss", "compound", "nmod") and not is_self(c) and (c.dep_ == "poss" or c.pos_ == "PROPN") for c in token.children)
        if not found and ours and source.holder is not None and is_noun(token) and token.lemma_.lower() in lexicon().words["instruments"]:
            return [source.holder]  # "this request will provide": whoever made it speaks
        return found

    def _part(self, place: Place, noun: Token, source: Source) -> list[Holder]:
        """ "A component of Ukraine's position is …": whose position it is."""
        while noun is not None:
            inner = next((g for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "in", "for") for g in c.children if g.dep_ == "pobj"), None)
            own = possessor(noun)
            if own is not None:
                return self.resolve(place, own, source)
            if inner is None:
                break
            if inner.pos_ == "PROPN":
                return self.resolve(place, inner, source)
            noun = inner
        return [source.holder] if source.holder is not None else self._section_actor(place)

    def _section_actor(self, place: Place) -> list[Holder]:
        """A wish that nobody is named for ("Key demands include") is the one's under whose heading it stands."""
        document, block = place.document, place.block
        if block.heading is None and block.kind != "item":
            return []
        for start, end in ((block.start, place.sentence.start), block.heading or (0, 0)):
            names = [m for m in self.register.mentions(document.text, start, end, document.day) if m.actor]
            first = names[0].actor if names else None
            if first and ((start == block.start and names[0].start == block.start) or len({m.actor for m in names}) == 1):
                return [Holder(first)]
        return []

    def resolve(self, place: Place, token: Token, source: Source | None) -> list[Holder]:
        """The actors that a noun phrase or pronoun stands for; none where it is a stranger."""
        document, sentence = place.document, place.sentence
        low = token.lower_
        if is_self(token):
            inner = source or self.speaker(place, False)
            return [inner.holder] if inner.holder else []
        if low in ("you", "your"):  # a journalist's "you" is who is asked
            own = document.outlet.speaks_for
            return [Holder(own)] if own and place.block.turn == "Q" else []
        if low in ("those", "these", "this", "that") and token.dep_ != "relcl":
            return []
        if token.pos_ == "PRON" or low in _THEM:
            return self._antecedent(place, token, source)
        if sentence.lead and token.idx < sentence.lead:
            lead = sentence.doc.text[: sentence.lead]
            return [Holder(m.actor) for m in self.register.mentions(plain(lead), 0, len(lead), document.day) if m.actor][:1]
        mentions = self.register.mentions(document.text, sentence.start, sentence.end, document.day, document.text)
        found: list[Holder] = []
        for head in (token, *(c for c in token.conjuncts if c.i > token.i)):
            holder = self._one(place, head, mentions)
            if holder is not None:
                found.append(holder)
        return list({h.actor: h for h in found}.values())

    def _one(self, place: Place, head: Token, mentions: list[Mention]) -> Holder | None:
        words, sentence = lexicon().words, place.sentence
        at = sentence.offset(head)
        modifiers = {c.lower_ for c in head.subtree if c.dep_ in ("amod", "compound", "nmod") and c.head.i in (head.i, *(g.i for g in head.children))}
        apposition = [g for c in head.children if c.dep_ == "appos" for g in [c, *c.subtree]]
        covering = next((m for m in mentions if m.start <= at < m.end), None)
        beside = modifiers | {head.lemma_.lower()} | {t.lower_ for t in apposition if t.dep_ != "relcl"}
        if beside & (_PAST if covering is not None and covering.actor and not covering.demonym else words["outsiders"]):
            return None
        if covering is not None:
            if covering.demonym and head.tag_ in ("NNS", "NNPS"):
                return None  # "most Ukrainians" are not Ukraine
            alone = covering.demonym and head.pos_ == "ADJ" and head.dep_ not in ("amod", "compound", "poss", "nmod")
            return Holder(covering.actor, covering.speaker) if covering.actor and not alone else None
        titles = [c for c in head.children if c.dep_ in ("compound", "nmod", "appos") and c.lemma_.lower() in words["representatives"]]
        person = head.pos_ == "PROPN" and bool(titles)
        if head.lemma_.lower() not in words["representatives"] and not person:
            return None
        if head.lemma_.lower() in words["local"]:
            return None  # "governors in Washington"
        heads = [head, *titles]
        near = [
            m for m in mentions for h in heads
            if any(c.dep_ in ("amod", "compound", "nmod", "poss", "appos", "prep") and self._covers(sentence, m, c) for c in h.children)
        ]  # fmt: skip
        named = next((m for m in near if m.actor and m.speaker), None) or next((m for m in near if m.actor), None)
        if named and named.actor:
            spoken = named.speaker or (_name(head) if person else None)
            return Holder(named.actor, spoken)
        whose = next((c for c in head.children if c.dep_ == "poss" and c.pos_ == "PRON"), None)
        if whose is not None and any(c.dep_ in ("amod", "compound", "nmod") and c.text[:1].isupper() for c in head.children):
            return None  # "our Republican officials"
        if whose is not None:  # "his administration"
            known = self.resolve(place, whose, None)
            return Holder(known[0].actor) if known else None
        own = place.document.outlet.speaks_for
        there = any(c.lower_ == "there" for c in head.children)
        if (
            not near
            and own
            and not there
            and not beside & words["elsewhere"]
            and head.lower_ in ("president", "administration", "government", "department", "secretary")
        ):
            return Holder(own)
        return None

    @staticmethod
    def _goes_on(before: Block, block: Block) -> bool:
        """Whether a paragraph follows another of the same voice."""
        return before.kind == "paragraph" and (block.turn is None or before.turn == block.turn)

    @staticmethod
    def _covers(sentence: Parsed, mention: Mention, token: Token) -> bool:
        below = ("pobj", "compound", "amod", "poss", "nmod") if token.dep_ in ("prep", "appos") else ("compound", "amod", "nmod")
        tokens = [token, *(c for c in token.children if c.dep_ in below)]
        if token.dep_ == "prep":
            tokens += [g for c in tokens[1:] for g in c.children if g.dep_ in ("compound", "amod", "nmod", "poss")]
        return any(mention.start <= sentence.offset(t) < mention.end for t in tokens)

    @staticmethod
    def _subject_over(token: Token) -> Token | None:
        """The noun that does what the nearest verb above a possessive says, named before it."""
        for verb in (a for a in ancestors(token) if is_verb(a)):
            who = subject(verb)
            if who is not None and who.i < token.i and is_noun(who) and token not in list(who.subtree):
                return who
        return None

    def _antecedent(self, place: Place, token: Token, source: Source | None) -> list[Holder]:
        """The clearest earlier actor: the sentence's own subject, else the last sentence's first name."""
        document, sentence, block = place.document, place.sentence, place.block
        person = token.lower_ in _PERSON
        text = document.text
        at = sentence.offset(token)
        if source is not None and source.third and source.holder is not None and person and source.holder.speaker is not None:
            return [source.holder]  # "he said that he wants"
        every = self.register.mentions(text, sentence.start, sentence.end, document.day, text)
        owner = self._subject_over(token) if token.lower_ in _WHOSE else None
        if owner is not None:  # "both leaders reviewed their efforts"
            found = self.resolve(place, owner, None)
            if found and (not person or found[0].speaker or not owner.ent_type_):
                return found
            if owner.tag_ == "NNS" and token.lower_ == "their":
                return []
        mentions = [m for m in self.register.mentions(text, sentence.start, at, document.day, text) if not person or m.speaker]
        subjects = {sentence.offset(t) for t in sentence.doc if t.dep_ in ("nsubj", "nsubjpass")}
        for mention in mentions:
            if mention.actor and not mention.demonym and any(mention.start <= s < mention.end for s in subjects):
                return [Holder(mention.actor, mention.speaker)]
        for before in (t for t in sentence.doc if t.i < token.i and t.dep_ in ("nsubj", "nsubjpass") and is_noun(t)):
            holder = self._one(place, before, every)  # "the President expressed his support"
            if holder is not None:
                return [holder]
            if before.tag_ == "NNS" and token.lower_ in ("they", "their", "them"):
                return []  # "the partners reaffirmed their commitment"
        if mentions and any(m.actor is None for m in mentions):
            return []
        earlier = [s for s in sentences(text, block.start, sentence.start) if s[1] <= sentence.start]
        if not earlier and place.index and self._goes_on(document.blocks[place.index - 1], block):
            previous = document.blocks[place.index - 1]
            earlier = list(sentences(text, previous.start, previous.end))
        for start, end in reversed(earlier[-2:]):
            names = [m for m in self.register.mentions(text, start, end, document.day, text) if not person or m.speaker]
            known = [m for m in names if m.actor]
            if known and known[0].start - start < (40 if person else _OPENING):
                if any(w in text[start : known[0].end + 30].lower().split() for w in lexicon().words["outsiders"]):
                    return []
                first = known[0]
                if _COURT.match(text, first.end):
                    return []
                return [Holder(first.actor, first.speaker)] if first.actor else []
        return []


def _name(head: Token) -> str:
    """The person's name as written: the run of proper nouns that ends in the head."""
    parts = [head.text]
    for token in reversed(list(head.doc[max(0, head.i - 3) : head.i])):
        if token.pos_ != "PROPN" or token.lemma_.lower() in lexicon().words["representatives"] or not token.text[:1].isupper():
            break
        parts.insert(0, token.text)
    return " ".join(parts[-3:])
