"""Nouns and adjectives of stance: a wish for it, opposition to it, a breach of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.lexicon import Predicate
from extract.language.naming import Naming
from extract.language.predicates import EFFECT
from extract.language.reading import ONE_OPTION, Reading
from extract.language.syntax import COPULAS, ancestors, first_conjunct, is_noun, is_self, is_verb, lemma_of, negations, possessor, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_HURTS = {
    "violation": ("of",), "breach": ("of",), "betrayal": ("of",), "abuse": ("of",), "assault": ("on",), "attack": ("on",), "denial": ("of",),
    "mockery": ("of",), "travesty": ("of",), "threat": ("to",), "danger": ("to",), "obstacle": ("to",), "barrier": ("to",), "impediment": ("to",),
    "blow": ("to",), "insult": ("to",), "affront": ("to",),
}  # fmt: skip
"""Nouns for harm that is done to it, with the preposition that names it."""
_MERITS = {
    "benefit": 1, "merit": 1, "virtue": 1, "advantage": 1, "wisdom": 1, "value": 1, "promise": 1, "beauty": 1, "danger": -1, "risk": -1, "folly": -1,
    "futility": -1, "absurdity": -1, "injustice": -1, "unfairness": -1, "hypocrisy": -1, "madness": -1, "stupidity": -1, "peril": -1, "harm": -1,
    "shortcoming": -1, "flaw": -1, "failing": -1, "evil": -1, "horror": -1, "cruelty": -1,
}  # fmt: skip
"""What is said for or against a thing by naming its merits."""
_AGENTS = frozenset({"supporter", "opponent", "critic", "advocate", "champion", "proponent", "backer", "defender", "foe", "enemy", "sceptic", "skeptic"})
_PRICES = frozenset({"ransom", "bribe", "price", "cost", "gimmick", "trick", "tactic", "tool", "weapon", "money"})
"""What a thing is done for or by, of which one may think otherwise than of the thing."""
_WARNINGS = frozenset({"threat", "promise", "pledge", "warning", "vow"})
_ALTERS = {"change", "exception", "carveout", "carve-out", "tweak", "modification", "reform", "overhaul", "exemption"}
"""Against what the proposition would harm; of anything else they say nothing."""
_OTHERS = frozenset({"call", "demand", "pressure", "criticism", "opposition", "appeal", "request", "resistance", "condemnation", "backlash", "plea", "protest"})
"""What one faces or gets from others."""
_DEEDS = ("ing", "tion", "sion", "ment", "ance", "ence", "ship", "ure", "sale")
SURE = frozenset({"clear", "sure", "certain", "explicit", "confident", "convinced", "emphatic", "unequivocal", "unambiguous", "outspoken"})


class Nouns(Naming):
    """Reads the nouns and adjectives on the way up."""

    @staticmethod
    def _own(node: Token) -> bool:
        """Whether it is the speaker's own: "our One China policy"."""
        return any(c.dep_ == "poss" and is_self(c) for c in node.children)

    def _set_out(self, reading: Reading, noun: Token) -> bool:
        """Whether the words are an accord and the noun is what it sets: "the goals of the agreement"."""
        words, accord = self.words.words, reading.anchor
        return (
            not reading.found
            and len(reading.steps) == 1
            and accord is not None
            and accord.dep_ == "pobj"
            and accord.lemma_.lower() in words["accords"]
            and noun.tag_ == "NNS"
            and noun.lemma_.lower() in words["set_out"]
            and not any(c.dep_ == "poss" for c in noun.children)
        )

    def _carried(self, verb: Token, prep: Token) -> Token | None:
        """The object noun that a preposition belongs to although the parse hangs it on the verb: "dropped its objections to"."""
        for child in verb.children:
            if child.dep_ == "dobj" and child.i < prep.i and is_noun(child) and not any(c.dep_ == "prep" for c in child.children):
                if verb.lemma_ == "take" and child.lower_ == "part" and prep.lower_ == "in":
                    return child
                if (
                    child.lemma_.lower() in self.words.words["commitments"]
                    and (negations(verb, self.words) or any(c.lower_ == "no" for c in child.children))
                    and prep.lower_ in ("on", "about", "regarding", "over")
                ):
                    return child
                entry = self.words.look("noun", child.lemma_.lower())
                if entry is not None and (entry.kind != "effect" or child.lemma_.lower() not in ("package", "supply", "delivery")):
                    return child
        return None

    def _noun(self, reading: Reading, noun: Token, prep: str) -> Token | None:
        lemma = noun.lemma_.lower()
        entry = self._entry("noun", lemma)
        negated = any(c.dep_ in ("det", "amod") and c.lower_ in ("no", "neither", "little", "few") for c in first_conjunct(noun).children)
        negated &= not any(c.dep_ == "det" and c.lower_ == "a" for c in noun.children)  # "a little", "a few"
        if lemma in ("attack", "assault", "swipe", "jab", "broadside", "onslaught", "invective", "tirade") and prep in ("on", "at", "against", "upon"):
            owner = self._noun_holder(noun)
            if owner is not None and not reading.found and not (noun.dep_ == "pobj" and noun.head.lower_ in ("against", "from", "to")):
                reading.sign *= -1
                self._hold(reading, noun, "attitude", owner, 2)
                reading.note(f"{noun.text} on it, held by {owner}")
                return None
        if lemma in _WARNINGS and any(c.dep_ == "compound" and c.lower_ == "veto" for c in noun.children) and not negated and not reading.found:
            reading.sign *= -1
            self._hold(reading, noun, "attitude", self._noun_holder(noun) or (subject(noun.head) if is_verb(noun.head) else None), 2)
            reading.note(f"veto {noun.text}: against it, held by {reading.holder or '?'}")
            return None
        if prep == "of" and self._set_out(reading, noun):
            reading.note(f"{noun.text} of it: its own")
            return noun
        named = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else None
        if prep in _HURTS.get(lemma, ()) and named is not None and is_verb(named) and lemma_of(named, self.words) in self.words.words["naming"]:
            self._hold(reading, noun, "attitude", subject(named), 2)
            reading.note(f"as a {noun.text} {prep} it: deplored by {reading.holder or '?'}")  # "blasted the ruling as an attack on it"
            return None
        if prep in _HURTS.get(lemma, ()) and noun.dep_ in ("attr", "oprd", "ROOT", "appos"):
            self._hold(reading, noun, "judgement", self._noun_holder(noun), 2)  # who deplores a breach of it, wants it
            reading.note(f"a {noun.text} {prep} it: deplored")
            return None
        if prep == "of" and lemma in ("cost", "price", "burden") and noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and not reading.found:
            reading.note(f"{noun.text} of it")
            return noun  # "its cost is too high"
        reading.within |= (
            prep == "in"
            and noun.tag_ in ("NN", "NNS")
            and entry is None
            and not lemma.endswith(_DEEDS)
            and lemma not in self.words.words["relational"]
            and not reading.found
        )
        if self._own_noun(reading, noun, prep):
            return noun
        if prep == "of" and lemma in _MERITS:
            reading.sign *= _MERITS[lemma]
            self._hold(reading, noun, "attitude", self._noun_holder(noun), 2)
            reading.note(f"{noun.text} of it {_MERITS[lemma]:+d}")
            return None if noun.dep_ in ("nsubj", "nsubjpass") else noun
        if lemma in ("reason", "point", "sense", "justification", "place", "room") and negated and prep in ("to", "in", "for"):
            reading.sign *= -1
            self._hold(reading, noun, "attitude" if self._noun_holder(noun) is not None else "judgement", self._noun_holder(noun), 2)
            reading.note(f"no {noun.text} for it")
            return None
        if lemma in self.words.words["commitments"] and prep in ("on", "about", "regarding", "over", "whether"):
            verb = noun.head
            none = negated or (is_verb(verb) and negations(verb, self.words))
            if reading.found or not none or noun.dep_ != "dobj":
                return self._unknown(reading, noun)  # a decision on it is neither for nor against it
            reading.neutral = True
            self._hold(reading, noun, "attitude", self._noun_holder(noun) or subject(verb), 2)
            reading.note(f"no {noun.text} on it")
            return None
        if prep in ("on", "about", "regarding") and lemma in self.words.words["texts"]:
            return self._unknown(reading, noun)  # "legislation on it"
        if (
            lemma in ("pretext", "excuse")
            and prep == "to"
            and noun.dep_ == "dobj"
            and noun.head.lemma_ in ("find", "seek", "use", "invent", "want", "need", "look")
        ):
            reading.sign *= -1
            self._hold(reading, noun, "judgement", None, 2)
            reading.note(f"{noun.text} to do it -1")  # "always finds a pretext to impose them"
            return None
        if lemma in ("alternative", "substitute") and negated and prep in ("to", "for"):
            self._hold(reading, noun, "judgement", None, 3)
            reading.note("no alternative to it")
            return None
        if lemma == "change" and negated:
            own = reading.anchor
            if own is None or not self._own(own) or own.lemma_.lower() not in self.words.words["stands"]:
                return self._unknown(reading, noun)
            self._hold(reading, noun, "attitude", None, 2)
            reading.note("no change")
            return None
        if (lemma in self.words.words["meetings"] and prep in ("with", "about", "on")) or (
            lemma in self.words.words["topics"] and noun.dep_ == "dobj" and noun.head.lemma_ == "raise"
        ):
            return self._unknown(reading, noun)  # "hosted a meeting with them", "raised the issue of it"
        if lemma in ("agreement", "decision", "determination", "vote", "choice") and prep == "":
            return noun  # "a ceasefire agreement" is a thing
        if entry is None:
            if lemma in self.words.words["opaque_nouns"] or not (is_noun(noun) or noun.pos_ in ("NUM", "SYM") or noun.lower_ in ("one", "what", "something")):
                return self._unknown(reading, noun)
            judgement = self.words.look("noun", lemma, ("judgement",))
            if judgement is not None and prep == "to" and noun.dep_ in ("attr", "ROOT", "ccomp", "oprd"):
                return self._judge(reading, noun, judgement.sign * (-1 if self._is_not(noun) else 1), judgement)
            if lemma in ("time", "moment") and prep in ("to", "for") and (noun.dep_ == "attr" or (noun.dep_ == "nsubj" and noun.head.lemma_ == "be")):
                first = noun.dep_ == "attr" or any(c.lower_ == "now" for c in noun.head.children)  # "now is not the time for it"
                not_now = self._is_not(noun) or bool(noun.dep_ == "nsubj" and negations(noun.head, self.words))
                return self._judge(reading, noun, -1 if not_now else 1, Predicate("judgement", 1, 2)) if first else self._unknown(reading, noun)
            if negated and prep and lemma not in self.words.words["absent"]:
                return self._unknown(reading, noun)  # "no opportunities to provide it"
            if negated:
                reading.sign *= -1
                reading.note(f"no {noun.text}: flips")
            if prep == "to" and lemma in _PRICES:
                return self._unknown(reading, noun)  # "opposed to a ransom to get it"
            return noun
        if entry.kind == "attitude" and noun.tag_ in ("NNP", "NNPS") and noun.i > 0 and noun.nbor(-1).text[:1].isupper():
            return noun  # "the Emergency Plan for it", a name
        if prep and not entry.fits(prep):
            return self._unknown(reading, noun)  # "concern for it", where "about it" is against it
        if lemma in _ALTERS and not reading.untouched:
            return self._unknown(reading, noun)
        if lemma in ("fight", "battle", "struggle", "pressure", "campaign", "push", "interest", "talk") and prep not in (
            ("in", "of") if lemma == "interest" else ("for", "against", "to", "of")
        ):
            return self._unknown(reading, noun)  # "this fight about it"
        if lemma in ("demand", "condition") and prep in ("on", "about", "over"):
            return self._unknown(reading, noun)  # what one demands of it
        if lemma == "interest" and prep == "in" and noun.dep_ != "dobj" and self._noun_holder(noun) is None:
            return self._unknown(reading, noun)  # "a lot of interest in it"
        if lemma == "hostility" and noun.tag_ == "NNS":
            return self._unknown(reading, noun)  # "the hostilities in it" are what happens there
        sign = -1 if prep == "against" else entry.sign
        if entry.kind == "effect":
            reading.sign *= -sign if negated else sign
            reading.note(f"{noun.text} {sign:+d}", noun, sign)
            return noun
        if reading.kind == "attitude" and sign < 0 and reading.holder is not None and reading.cue[-1].dep_ == "conj" and is_noun(reading.cue[-1]):
            return self._unknown(reading, noun)  # "concern about the war and France's efforts to end it"
        denied = noun.dep_ == "attr" and noun.head.lemma_ in COPULAS and lemma in _AGENTS and bool(negations(noun.head, self.words))
        if negated or denied:  # "no supporter of it", "is not a supporter of it"
            if (entry.negated != "flip" or denied) and sign < 0:
                reading.end(f"abstains: no {lemma}")
                return None
            sign = -sign
        reading.sign *= sign
        holder = self._noun_holder(noun) or (noun if lemma in _AGENTS and noun.dep_ != "attr" and not self._own(noun) else None)  # "advocates of it": they are
        if holder is not None and reading.anchor is not None and holder.i == reading.anchor.i:
            holder = noun if lemma in _AGENTS and noun.dep_ != "attr" else None  # "support of Finland" is for it; "defenders of the town" are
        self._hold(reading, noun, "attitude", holder, entry.strength)
        reading.note(f"{noun.text} {sign:+d}, held by {holder or '?'}", noun, sign)
        there = noun.dep_ == "attr" and any(c.dep_ == "expl" for c in noun.head.children)
        whose = {c.lemma_.lower() for c in noun.children if c.dep_ == "amod"} & self.words.words["crowds"]
        reading.impersonal = holder is None and ((there and lemma not in self.words.words["owed"]) or bool(whose) or lemma in self.words.words["undertakings"])
        if there and negations(noun.head, self.words) and not negated:
            reading.end(f"abstains: there is not {lemma}")
            return None
        if lemma in self.words.words["hedges"]:
            reading.hedged, reading.strength = True, 1
        return noun

    def _noun_holder(self, noun: Token) -> Token | None:
        if noun.lemma_.lower() in _AGENTS and noun.dep_ == "appos":
            return noun.head  # "Zelensky, a critic of the accord"
        own = possessor(noun, self.words.words["representatives"])
        if own is not None:
            return own
        for c in noun.children:
            if c.dep_ == "prep" and c.lower_ in ("from", "among") and (whose := next((g for g in c.children if g.dep_ == "pobj"), None)) is not None:
                return whose  # "may not have support from members for it": theirs
        verb = noun.head
        if noun.dep_ in ("dobj", "attr", "oprd") and (
            (verb.lemma_ in self.words.words["light"] and not (verb.lemma_ in ("face", "receive", "get") and noun.lemma_.lower() in _OTHERS))
            or verb.lemma_ in COPULAS
        ):
            who = subject(verb)
            return who if who is not None and who.lower_ not in ("there", "it", "this", "that") else None
        if noun.dep_ == "conj":
            return self._noun_holder(noun.head) if noun.head.i != noun.i else None
        if noun.dep_ == "pobj" and noun.head.head.lemma_ in COPULAS:
            return subject(noun.head.head)
        return None

    def _adjective(self, reading: Reading, adjective: Token, prep: str = "") -> Token | None:
        lemma = adjective.lemma_.lower()
        if adjective.head.lower_ in ("from", "anything") and adjective.i and adjective.nbor(-1).lower_ in ("from", "but"):
            outer = next((a for a in ancestors(adjective) if is_verb(a)), adjective)  # "far from happy"
            entry = self._entry("adjective", lemma)
            return outer if entry is not None and self._verb(reading, adjective, entry, holder=subject(outer)) else None
        carrier = adjective.head if adjective.dep_ in ("acomp", "attr", "oprd") else adjective
        if lemma in ("sure", "certain") and adjective.head.lemma_ == "make":
            if reading.found and (who := subject(adjective.head)) is not None and who.lower_ in ("that", "this", "it"):
                return None  # "that is making sure we sign it"
            return adjective.head if self._verb(reading, adjective.head, EFFECT, name="make_sure") else None
        if lemma in ("confident", "hopeful", "optimistic") and (hoped := self._hoped(reading, adjective, carrier, prep)) is not None:
            return hoped
        if (lemma in SURE and not reading.found) or lemma == "clear":
            return self._clear(reading, carrier)
        if lemma in self.words.words["uncommitted"] and prep in ("on", "about", "over", "regarding", "to") and not negations(adjective, self.words):
            reading.neutral = True
            self._hold(reading, adjective, "attitude", subject(carrier) if carrier.i != adjective.i else possessor(adjective), 2)
            reading.note(f"is {adjective.text}")
            return None
        if lemma in ("early", "soon") and prep in ("to", "for") and any(c.lower_ == "too" for c in adjective.children):
            return self._judge(reading, adjective, -1, Predicate("judgement", -1, 2))
        if lemma in ("careful", "cautious") and prep == "to" and reading.found and reading.steps[-1].text.startswith("not "):
            reading.end("abstains: careful not to")  # "was careful not to endorse it"
            return None
        entry = self._entry("adjective", lemma) or self._entry("adjective", adjective.lower_)
        if (lemma == "critical" and prep != "of") or (lemma == "open" and prep not in ("to", "")):
            entry = None  # "critical to", not "critical of"; "open about"
        if entry is None and lemma in ("oppose", "commit", "determine", "prepare", "interest", "dedicate"):
            entry = self._entry("verb", lemma)
        if entry is None:
            judgement = self.words.look("adjective", lemma, ("judgement",))
            if judgement is not None and is_verb(carrier):
                return self._judged_clause(reading, carrier)
            return self._unknown(reading, adjective)
        holder = subject(carrier) if carrier.i != adjective.i else possessor(adjective)
        reading.neutral |= lemma == "open" and any(step.text == ONE_OPTION for step in reading.steps)
        return carrier if self._verb(reading, adjective, entry, holder=holder) else None
