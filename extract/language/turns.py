"""Turns of phrase in which somebody thinks well or ill of a name's bearer, where no single word of it tells.

"It was wrong for Dahl to go", "harsh words for Dahl", "gave Dahl a boost", "could do more", "our thoughts are with Dahl".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.around import Around
from extract.language.doers import doer_of
from extract.language.esteem import regard
from extract.language.reading import Reading
from extract.language.syntax import COPULAS, has_to, is_noun, is_self, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token


class Turns(Around):
    """Reads turns of phrase."""

    def _blamed_for(self, reading: Reading, verb: Token) -> bool:
        """ "It was wrong for Dahl to go": what the name's bearer does is judged."""
        over = verb.head.head if verb.dep_ in ("relcl", "acl") and verb.head.lemma_ == "time" else verb.head
        if verb.dep_ == "ccomp" and over.lemma_ in ("see", "watch", "hear") and has_to(over):
            return self._seen(reading, over)
        if (
            verb.dep_ not in ("advcl", "xcomp", "ccomp", "csubj", "relcl", "acl")
            or not any(c.dep_ == "mark" and c.lower_ == "for" for c in verb.children)
            or not has_to(verb)
        ):
            return False
        if over.lemma_ not in COPULAS or (it := subject(over)) is None or it.lower_ not in ("it", "that", "this"):
            return False
        word = next((c for c in over.children if c.dep_ in ("acomp", "attr")), None)
        sign = self._trait(word) if word is not None else 0
        if word is not None and word.lemma_ == "time" and verb.lemma_.lower() in regard().words["leaving"] | {"go", "leave"}:
            sign = -1  # "it is time for Dahl to go"
        if word is None or sign >= 0:  # "it is good for Dahl to go" is a wish
            return False
        self._held(reading, word, 0 if negations(over, self.words) else sign, None, "judgement")
        return reading.found

    def _seen(self, reading: Reading, verb: Token) -> bool:
        """ "It is great to see Dahl win": for him."""
        over = verb.head if verb.head.lemma_ in COPULAS else verb.head.head
        it = subject(over) if is_verb(over) else None
        word = next((c for c in over.children if c.dep_ in ("acomp", "attr")), None)
        if over.lemma_ not in COPULAS or it is None or it.lower_ != "it" or word is None:
            return False
        self._held(reading, word, 0 if negations(over, self.words) else self._trait(word), None, "judgement")
        return reading.found

    def _at_fault(self, reading: Reading, noun: Token) -> bool:
        """ "The delay is Dahl's fault", "is the fault of Dahl"."""
        if noun.lemma_.lower() not in regard().words["faults"] or noun.dep_ != "attr" or noun.head.lemma_ not in COPULAS:
            return False
        self._held(reading, noun, 0 if negations(noun.head, self.words) else -1, None, "judgement")
        return reading.found

    def _worded(self, reading: Reading, noun: Token, prep: str) -> bool:
        """ "Harsh words for Dahl", "a tougher line on Dahl": of whoever has them."""
        words = regard().words
        if noun.lemma_.lower() not in words["utterances"] or prep not in words["about"]:
            return False
        hows = {c.lemma_.lower() for c in noun.children if c.dep_ in ("amod", "compound")} | {c.lower_ for c in noun.children if c.dep_ == "amod"}
        hows |= {h.removesuffix("er") for h in hows}
        sign = -1 if hows & words["harsh"] else 1 if hows & words["kindly"] else 0
        if not sign:
            return False
        if noun.dep_ == "dobj" and is_verb(noun.head):
            self._held(reading, noun, self._turned(noun.head, sign), self._owner(noun, None) or subject(noun.head), "attitude")
        else:
            self._done(reading, noun, sign, None)
        return True

    def _given_to(self, reading: Reading, verb: Token, rel: str) -> bool:
        """ "Gave Dahl a boost", "dealt a blow to Dahl"."""
        words = regard().words
        gifts = [c for c in verb.children if c.dep_ == "dobj"]
        if rel == "dative" and verb.lemma_.lower() in ("earn", "win", "bring") and self._drawn(reading, verb, "of"):
            return True  # "earned Dahl the scorn of Berg"
        if verb.lemma_.lower() not in words["giving"] or rel not in ("dative", "to", "dobj"):
            return False
        found = [(g, sign) for g in gifts for sign, name in ((1, "gifts"), (-1, "blows")) if g.lemma_.lower() in words[name]]
        if not found or any(c.dep_ == "auxpass" for c in verb.children):
            return False
        self._held(reading, found[0][0], self._turned(verb, found[0][1]), subject(verb), "attitude")
        return True

    def _compared(self, reading: Reading, prep: Token) -> bool:
        """ "Nobody is tougher than Dahl", "she is tougher than Dahl"; "unlike Dahl, I tell the truth"."""
        word = prep.head
        if prep.lower_ == "unlike" and is_verb(word) and (who := subject(word)) is not None and is_self(who):
            self._held(reading, prep, -1, who, "attitude")
            return True
        if prep.lower_ != "than" or not (word.tag_ == "JJR" or any(c.lower_ in ("more", "better") for c in word.children)):
            return False
        sign = self._trait(word) or self._sign("trait", word.lower_.removesuffix("er"))
        over = word.head
        who = subject(over) if is_verb(over) else None
        none = (who is not None and who.lower_ in ("nobody", "none", "one") and (who.lower_ != "one" or any(c.lower_ == "no" for c in who.children))) or (
            is_noun(over) and any(c.lower_ == "no" for c in over.children)
        )
        self._held(reading, word, sign if none else -sign, None, "judgement")
        return True

    def _hailed(self, reading: Reading, word: Token, prep: str) -> bool:
        """ "Shame on Dahl", "congratulations to Dahl", "there is no excuse for it"."""
        none = any(c.lower_ == "no" for c in word.children)
        if none and prep == "for" and word.lemma_.lower() in regard().words["excuses"]:
            self._held(reading, word, -1, None, "judgement")
            return True
        if is_verb(word) and word.lemma_ != "thank":
            return False
        alone = word.dep_ in ("ROOT", "ccomp", "intj", "npadvmod", "dep", "preconj") and not any(
            c.dep_ in ("nsubj", "poss", "nsubjpass") for c in word.children
        )
        sign = {("shame", "on"): -1, ("thank", "to"): 1}.get(
            (word.lemma_.lower(), prep), 1 if word.lemma_.lower() in regard().words["hails"] and prep == "to" else 0
        )
        if not sign or not alone:
            return False
        self._held(reading, word, sign, None, "judgement")
        return True

    def _wished(self, reading: Reading, verb: Token) -> bool:
        """ "Our thoughts are with Dahl": by whoever says so."""
        who = subject(verb)
        if (
            verb.lower_ in ("am", "are", "’m", "'m", "’re", "'re")
            and who is not None
            and is_self(who)
            and not any(c.dep_ in ("attr", "acomp", "advmod") for c in verb.children)
        ):
            self._held(reading, verb, -1 if negations(verb, self.words) else 1, who, "attitude")  # "I'm with Dahl"
            return reading.found
        if verb.lemma_ not in ("be", "go") or who is None or who.lemma_.lower() not in regard().words["wishes"] or negations(verb, self.words):
            return False
        self._held(reading, who, 1, None, "judgement")
        return True

    def _against(self, reading: Reading, noun: Token) -> bool:
        """ "Pushed back against attacks on Dahl": against whoever is against him."""
        prep, verb = noun.head, noun.head.head
        while verb.dep_ in ("prep", "prt", "advmod") and not is_verb(verb):
            verb = verb.head
        if noun.dep_ == "dobj" and is_verb(noun.head):
            verb, word = noun.head, verb.lemma_.lower()
            sign = self._sign("toward", noun.head.lemma_.lower())
        elif noun.dep_ == "pobj" and is_verb(verb):
            particle = next((c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod") and c.lower_ in ("back", "out", "up")), "")
            word = f"{verb.lemma_.lower()} {particle} {prep.lower_}".replace("  ", " ")
            sign = self._sign("toward", word)
        else:
            return False
        who = subject(verb)
        if sign >= 0 or who is None:
            return False
        self._held(reading, noun, self._turned(verb, 1), who, "attitude")
        return True

    def _lacking(self, verb: Token) -> bool:
        """ "Did not go far enough", "could do more", "is not enough", "too little"."""
        lemma, after = verb.lemma_.lower(), [c for c in verb.children if c.i > verb.i]
        if lemma == "owe" and any(c.dep_ == "dobj" and c.lemma_.lower() in regard().words["owed"] for c in after) and not negations(verb, self.words):
            return True  # "owes the town an explanation"
        below = {t.lower_ for c in after for t in (c, *c.children)}
        if negations(verb, self.words) and lemma in regard().words["minding"]:
            return True  # "does not understand them"
        if negations(verb, self.words):
            return lemma in ("do", "go", "be", *COPULAS) and "enough" in below
        if lemma in ("do", "go") and "too" in below and below & {"far", "little", "late"}:
            return True
        return lemma == "do" and modal(verb) in ("could", "should", "must", "can") and "more" in below

    def _below_meant(self, verb: Token) -> Token | None:
        """ "The bill is designed to pressure Dahl", "a measure meant to punish him": the thing that is."""
        over = verb.head
        if verb.dep_ != "xcomp" or over.tag_ != "VBN" or over.lemma_.lower() not in regard().words["meant"]:
            return None
        if over.dep_ == "acl" and is_noun(over.head):
            return over.head
        return next((c for c in over.children if c.dep_ == "nsubjpass"), None) if over.lemma_ != "force" else None

    def _urged_to_stop(self, reading: Reading, verb: Token) -> None:
        """ "Called on Berg to stop stalling Dahl": for Dahl."""
        stop = verb.head
        if verb.dep_ != "xcomp" or stop.lemma_.lower() not in ("stop", "cease", "quit") or stop.dep_ != "xcomp" or not is_verb(stop.head):
            return
        if stop.head.lemma_.lower() in regard().words["urging"] and self._sign("toward", verb.lemma_.lower()) < 0 and (who := subject(stop.head)) is not None:
            self._held(reading, verb, 1, who, "attitude")

    def _named(self, reading: Reading, verb: Token, said: Token | None) -> bool:
        """ "Called Dahl a liar", "sees Dahl as unfit"."""
        if verb.lemma_.lower() not in regard().words["naming"] | {"refer"}:
            if said is not None and verb.lemma_ in COPULAS:
                self._told(reading, verb)
            return False
        found = [said] if said is not None else [c for c in verb.children if c.dep_ in ("oprd", "attr", "acomp", "ccomp", "xcomp") and c.i > verb.i]
        found += [g for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" for g in c.children]
        found += [c for c in verb.children if c.dep_ == "advcl" and c.pos_ == "ADJ" and any(g.lower_ == "as" for g in c.children)]
        for token in found:
            if sign := self._trait(token):
                self._held(reading, token, self._turned(verb, sign), doer_of(verb), "attitude")
                return True
        return False

    def _wanted(self, reading: Reading, verb: Token) -> bool:
        """ "Wants Dahl to resign", "asked Dahl to apologise": the name is the lower verb's subject."""
        words, upper = regard().words, verb.head
        upper = upper.head if upper.dep_ == "prep" else upper
        if verb.dep_ == "ccomp" and upper.lemma_.lower() in words["grumbling"] and not negations(upper, self.words):
            self._held(reading, upper, -1, doer_of(upper), "attitude")
            return True
        if self._wished_gone(reading, verb):
            return True
        if verb.lemma_.lower() in words["leaving"] and is_verb(upper) and upper.lemma_.lower() in words["urging"]:
            self._held(reading, upper, -1, subject(upper), "attitude")
            return True
        return False
