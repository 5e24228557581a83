"""Whose stance it is, and who says so: from the tokens of a reading to the actors of a monitor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.language.actors import Holder
from extract.language.attribution import Quoted
from extract.language.lexicon import lexicon
from extract.language.place import Place
from extract.language.reading import Reading
from extract.language.references import References
from extract.language.speakers import Source
from extract.language.syntax import SUBJECTS, is_finite, is_noun, is_self, is_verb, modal, possessor, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

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
_LONG_QUOTE = 80  # characters; shorter ones in a speaker's own turn are words that he stresses
_TEXTS = frozenset({"bill", "law", "legislation", "measure", "resolution", "draft", "motion", "statement", "letter", "declaration", "petition", "decree"})
"""What says what those who write it want."""


def _foretold(verb: Token) -> bool:
    """Whether it is told that somebody is yet to do it: "will sign it", "is going to sign it"."""
    return modal(verb) == "will" or any(t.lower_ == "going" and any(c.dep_ == "xcomp" for c in t.children) for t in (verb, verb.head))


class Holders(References):
    """Resolves sources and holders against a register of names."""

    # -- who says it -----------------------------------------------------------------------------

    def source(self, place: Place, reading: Reading, quote: Quoted | None) -> Source:
        """Who says the words that hold the stance: the clause's speaker, the quotation's, the turn's, the outlet's."""
        document, sentence, block = place.document, place.sentence, place.block
        anonymous = bool(_UNNAMED.search(document.text[sentence.start : sentence.end].lower()))
        if reading.source_verb is not None:
            who = subject(reading.source_verb)
            if who is not None:
                told = sentence.offset(reading.source_verb)
                if is_self(who):
                    if quote is not None and block.turn is None and quote.holds(told, told):
                        near = self.quote_speaker(document, block, quote)
                        return Source(near, anonymous, other=near is None)  # "“We believe that it is right,” he said"
                    return self.speaker(place, anonymous)
                if quote is not None and quote.holds(told, told) and reading.holder is not None and is_self(reading.holder):
                    near = self.quote_speaker(document, block, quote)
                    return Source(near, anonymous, other=near is None)  # "“They say that we want it,” he said": he and his
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

    # -- whose stance it is ----------------------------------------------------------------------

    def holders(self, place: Place, reading: Reading, source: Source) -> list[Holder]:
        """The actors that hold what was read; none where nobody known does."""
        token = reading.holder
        if token is None:
            noun = reading.cue[-1] if reading.kind == "attitude" and reading.cue and is_noun(reading.cue[-1]) else None
            if noun is not None and noun.dep_ in SUBJECTS and noun.head.lemma_ not in ("be", "remain", "stand", "exist"):
                return []  # "a refusal to admit them was hidden": nobody's
            if reading.impersonal:
                return self._section_actor(place)
            if source.holder is not None:
                return [source.holder]
            return self._section_actor(place) if (reading.kind == "attitude" or reading.needed) and not source.other else []
        if token.lemma_.lower() in lexicon().words["parts"] and is_noun(token):
            return self._part(place, token, source)
        found = self.resolve(place, token, source)
        if source.holder is not None and reading.kind in ("act", "attitude") and is_verb(reading.cue[0]) and not is_self(token) and _foretold(reading.cue[0]):
            found = found if source.holder.actor in {h.actor for h in found} else []  # "they will sign it, he said": he foretells it
        ours = any(c.dep_ in ("det", "poss") and c.lower_ in ("this", "these", "our", "my") for c in token.children)
        if token.lemma_.lower() in _TEXTS and token.dep_ == "dobj" and not found:
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
