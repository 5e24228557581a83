"""Which actors of a monitor a noun phrase or pronoun stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.language.actors import Holder, Mention
from extract.language.attribution import quotations
from extract.language.company import head_of_own, is_group, named_together
from extract.language.identities import example_of, office_named, one_of, same_as
from extract.language.lexicon import lexicon
from extract.language.parse import Block, Parsed, plain, sentences
from extract.language.place import Place
from extract.language.places import places
from extract.language.speakers import Source, Speakers
from extract.language.syntax import ancestors, is_noun, is_self, is_verb, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

THEM = {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "who", "which", "that", "this"}
_WHOSE = {"his", "her", "its", "their"}
_PERSON = {"he", "she", "his", "her", "him"}
_PARTS = frozenset({"all", "both", "each", "many", "most", "several"})
_SOME = frozenset({"some", "few", "many", "most", "several"})
_LEGISLATORS = frozenset({"lawmaker", "senator", "congressman", "congresswoman", "legislator", "representative", "mp"})
_ANYBODY = frozenset({"someone", "somebody", "anyone", "anybody", "everyone", "everybody", "nobody", "others"})
_COURT = re.compile(r" (?:Supreme )?Court\b")
"""After a country's name: not its government."""
_PAST = frozenset({"former", "ex", "then", "opposition", "late"})
_COUNTRIES = frozenset({"country", "nation", "state", "member", "government", "ally", "capital", "party", "power"})
_OURS = re.compile(r"(?i)\b(?:we|our|us)\b(?<!US)")
_OPENING = 16  # characters within which a sentence names what it is about


class References(Speakers):
    """Resolves noun phrases and pronouns against a register of names."""

    def resolve(self, place: Place, token: Token, source: Source | None) -> list[Holder]:
        """The actors that a noun phrase or pronoun stands for; none where it is a stranger."""
        document, sentence = place.document, place.sentence
        low = token.lower_
        if is_self(token):
            beside = next((c for c in token.children if c.dep_ == "appos" and c.i == token.i + 1 and c.pos_ == "PROPN"), None)
            if beside is not None and (named := self.resolve(place, beside, source)):
                return named  # "we Democrats"
            inner = source or self.speaker(place, False)
            return [inner.holder] if inner.holder else []
        if (one := one_of(token)) is not None:
            return self.resolve(place, one, source)
        if low in ("you", "your"):  # a journalist's "you" is who is asked
            own = document.outlet.speaks_for
            return [Holder(own)] if own and place.block.turn == "Q" else []
        if (low in ("those", "these", "this", "that") and token.dep_ != "relcl") or low in _ANYBODY:
            return []
        among = next((g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
        if low in _PARTS and among is not None:
            return self.resolve(place, among, source)  # "all of the candidates"
        if low in _SOME:
            return []  # "dozens came, some denouncing it"
        if is_group(token) and (together := named_together(self.register, place)):
            return together
        if token.pos_ == "PRON" or low in THEM:
            meant = self._antecedent(place, token, source) or self._own_head(place, token)
            ours = any(c.dep_ == "poss" and is_self(c) for t in token.doc[: token.i] if t.dep_ in ("nsubj", "nsubjpass") for c in t.children)
            if low in ("they", "them", "their") and not ours and _OURS.search(document.text, place.block.start, place.block.end):
                speaks = self.speaker(place, False).holder  # who says "we" of his side says "they" of others
                meant = [h for h in meant if speaks is None or h.actor != speaks.actor]
            return self._not_himself(place, token, meant) if low in _PERSON else meant
        if sentence.lead and token.idx < sentence.lead:
            lead = sentence.doc.text[: sentence.lead]
            return [Holder(m.actor) for m in self.register.mentions(plain(lead), 0, len(lead), document.day) if m.actor][:1]
        mentions = self.register.mentions(document.text, sentence.start, sentence.end, document.day, document.text)
        same = same_as(token) if not any(m.start <= sentence.offset(token) < m.end for m in mentions) else None
        if same is not None:
            return self.resolve(place, same, source)
        found: list[Holder] = []
        for one in (g for c in token.children if c.dep_ == "prep" and c.lower_ == "including" for g in c.children if g.dep_ == "pobj"):
            if named := self.resolve(place, one, source):
                return named  # "several countries, including France and Norway"
        for head in (token, *(c for c in token.conjuncts if c.i > token.i)):
            holder = self._one(place, head, mentions)
            if holder is not None:
                found.append(holder)
        if not found and token.lemma_.lower() in _COUNTRIES and token.tag_ == "NNS" and (one := example_of(token)) is not None:
            return self.resolve(place, one, source)
        if not found and (office := office_named(token)):
            found = [h for h in [self._office_holder(place, token, office)] if h is not None]
        return list({h.actor: h for h in found}.values())

    def _not_himself(self, place: Place, token: Token, found: list[Holder]) -> list[Holder]:
        """Without whoever says the words in quotation marks that a "he" stands in: he speaks of somebody else."""
        at = place.sentence.offset(token)
        quote = next((q for q in quotations(place.document.text, place.block) if q.holds(at, at + len(token.text))), None)
        said = self.quote_speaker(place.document, place.block, quote) if found and quote is not None else None
        if said is None:
            return found
        return [h for h in found if h.actor != said.actor or (h.speaker and said.speaker and h.speaker != said.speaker)]

    def _office_holder(self, place: Place, token: Token, office: str) -> Holder | None:
        """Who holds an office: for an outlet that speaks for an actor, that actor's; elsewhere whoever was last named, if it is his."""
        own, day = place.document.outlet.speaks_for, place.document.day
        if own is None:
            return self.in_office(place.document, place.index, place.sentence.offset(token), office)
        name = self.register.holder_of(own, office, day)
        return Holder(own, name) if name is not None else None

    def _own_head(self, place: Place, token: Token) -> list[Holder]:
        found = head_of_own(self.register, place, token, self.speaker(place, False).holder)
        return [found] if found is not None else []

    def _one(self, place: Place, head: Token, mentions: list[Mention]) -> Holder | None:
        words, sentence = lexicon().words, place.sentence
        at = sentence.offset(head)
        modifiers = {c.lower_ for c in head.subtree if c.dep_ in ("amod", "compound", "nmod") and c.head.i in (head.i, *(g.i for g in head.children))}
        apposition = [g for c in head.children if c.dep_ == "appos" for g in [c, *c.subtree]]
        covering = next((m for m in mentions if m.start <= at < m.end), None)
        beside = modifiers | {head.lemma_.lower()} | {t.lower_ for t in apposition if t.dep_ != "relcl"}
        outside = beside & (_PAST if covering is not None and covering.actor and not covering.demonym else words["outsiders"])
        if outside and outside <= _LEGISLATORS and head.lemma_.lower() in outside:
            return self._of_party(place, head, mentions)
        if outside:
            return None
        if covering is not None:
            if covering.demonym and head.tag_ in ("NNS", "NNPS"):
                return None  # "most Ukrainians" are not Ukraine
            alone = covering.demonym and head.pos_ == "ADJ" and head.dep_ not in ("amod", "compound", "poss", "nmod")
            return Holder(covering.actor, covering.speaker) if covering.actor and not alone else None
        titles = [c for c in head.children if c.dep_ in ("compound", "nmod", "appos") and c.lemma_.lower() in words["representatives"]]
        person = head.pos_ == "PROPN" and bool(titles)
        whose = next((c for c in head.children if c.dep_ == "poss" and c.pos_ == "PRON"), None)
        if head.lemma_.lower() == "party" and whose is not None:  # "her party": where she speaks for one
            known = self.resolve(place, whose, None)
            return Holder(known[0].actor) if known and not places(self.register.actors[known[0].actor].name) else None
        if head.lemma_.lower() not in words["representatives"] and not person:
            return None
        if head.lemma_.lower() in words["local"]:
            return None  # "governors in Washington"
        heads = [head, *titles]
        near = [
            m for m in mentions for h in heads
            if any(c.dep_ in ("amod", "compound", "nmod", "poss", "appos", "prep") and self._covers(sentence, m, c) for c in h.children)
        ]  # fmt: skip
        owners = [c for c in head.children if c.dep_ == "poss"]
        if any(m.actor is None for m in near for c in owners if self._covers(sentence, m, c)):
            return None  # "Estmark's ambassador to France"
        himself = [m for m in near for h in heads for c in h.children if m.speaker and c.dep_ in ("compound", "nmod", "appos") and self._covers(sentence, m, c)]
        named = next((m for m in himself if m.actor), None) or next((m for m in near if m.actor), None)
        if named and named.actor:  # "an adviser to Zelensky" is not Zelensky
            spoken = named.speaker if named in himself else _name(head) if person else None
            return Holder(named.actor, spoken)
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

    def _of_party(self, place: Place, head: Token, mentions: list[Mention]) -> Holder | None:
        """Legislators are their party, where a monitor has it: "Green lawmakers"; they are not their country."""
        before = [c for c in head.children if c.dep_ in ("compound", "amod", "nmod")]
        named = next((m for m in mentions if m.actor and any(self._covers(place.sentence, m, c) for c in before)), None)
        if named is None or named.actor is None or named.speaker or named.demonym or places(place.document.text[named.start : named.end]):
            return None
        return Holder(named.actor)

    @staticmethod
    def _goes_on(before: Block, block: Block) -> bool:
        """Whether a paragraph follows another of the same voice."""
        return before.kind in ("paragraph", "turn") and block.kind != "turn" and (block.turn is None or before.turn == block.turn)

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
        if source is not None and source.third and source.holder is None and token.lower_ in ("they", "their"):
            return []  # "the firms say that they want it": who says so is no actor
        every = self.register.mentions(text, sentence.start, sentence.end, document.day, text)
        if token.lower_ in ("his", "her") and any(not any(m.start <= sentence.offset(t) < m.end for m in every) for t in _done_to_before(token)):
            return []  # "Macron went after Berg for his votes": Berg's
        owner = _group_over(token) or self._subject_over(token) if token.lower_ in _WHOSE else None
        after = sentence.offset(owner) if owner is not None else at
        others = [m for m in every if after < m.start < at and text[m.end : m.end + 2] == "'s" and not places(text[m.start : m.end])]
        if others and token.lower_ in ("his", "her"):
            return []  # "Berg disliked Dahl's plans, above all his tax"
        if owner is not None:  # "both leaders reviewed their efforts"
            found = self.resolve(place, owner, None)
            if found:
                return found
            if owner.tag_ == "NNS" and token.lower_ == "their":
                return []
        mentions = [m for m in self.register.mentions(text, sentence.start, at, document.day, text) if not person or m.speaker]
        quoted = [q for q in quotations(text, block) if not q.holds(at, at) and token.dep_ == "nsubj"]  # "“Macron wants it,” he said": not Macron
        mentions = [m for m in mentions if not any(q.holds(m.start, m.end) for q in quoted)]
        subjects = {sentence.offset(t) for t in sentence.doc if t.dep_ in ("nsubj", "nsubjpass")}
        for mention in mentions:
            if mention.actor and not mention.demonym and any(mention.start <= s < mention.end for s in subjects):
                named = next(t for t in sentence.doc if mention.start <= sentence.offset(t) < mention.end and t.dep_ in ("nsubj", "nsubjpass"))
                all_of = self.resolve(place, named, None) if token.lower_ in ("they", "their") and named.dep_ != "poss" else []
                return all_of or [Holder(mention.actor, mention.speaker)]  # "France and Germany said that they …"
        for before in (t for t in sentence.doc if t.i < token.i and t.dep_ in ("nsubj", "nsubjpass") and is_noun(t)):
            if any(q.holds(sentence.offset(before), sentence.offset(before)) for q in quoted):
                continue
            holder = self._one(place, before, every)  # "the President expressed his support"
            if holder is not None:
                return [holder]
            if before.pos_ == "PROPN" and token.lower_ in ("they", "their", "them"):
                return []  # "Big Oil and its friends say that they …": a stranger
            many = before.tag_ == "NNS" or any(c.lower_ == "of" and any(g.tag_ == "NNS" for g in c.children) for c in before.children)
            if many and token.lower_ in ("they", "their", "them"):
                return []  # "the partners reaffirmed their commitment", "plenty of people said that they …"
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


def _group_over(token: Token) -> Token | None:
    """ "They", where a possessive stands below what they did: "they discussed their support"."""
    verbs = (a for a in ancestors(token) if is_verb(a))
    return next((who for verb in verbs if (who := subject(verb)) is not None and who.i < token.i and who.pos_ == "PRON" and is_group(who)), None)


def _done_to_before(token: Token) -> list[Token]:
    """The person by name whom a possessive follows, as the object of a verb that says what for: "criticised Berg for his vote"."""
    why = next((a for a in ancestors(token) if a.dep_ == "prep" or is_verb(a)), None)
    if why is None or why.lower_ != "for" or not is_verb(why.head):
        return []
    doing = [why.head, *(c for c in why.head.children if c.dep_ == "prep" and c.i < why.i)]
    return [c for t in doing for c in t.children if c.dep_ in ("dobj", "pobj") and c.tag_ == "NNP" and c.i < token.i]


def _name(head: Token) -> str:
    """The person's name as written: the run of proper nouns that ends in the head."""
    parts = [head.text]
    for token in reversed(list(head.doc[max(0, head.i - 3) : head.i])):
        if token.pos_ != "PROPN" or token.lemma_.lower() in lexicon().words["representatives"] or not token.text[:1].isupper():
            break
        parts.insert(0, token.text)
    return " ".join(parts[-3:])
