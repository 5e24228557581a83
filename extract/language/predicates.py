"""Predicates of stance: who wants, refuses, does or prevents what stands below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.language.lexicon import Lexicon, Predicate, lexicon
from extract.language.past import before_then, given_up, of_old
from extract.language.reading import Reading
from extract.language.syntax import clause_marks, has_to, is_finite, is_imperative, is_noun, is_self, is_verb, lemma_of, modal, negations, possessor, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

EFFECT = Predicate("effect", 1)
"""Something is done or brought about."""
WISH = Predicate("attitude", 1, 2, "none")
"""Somebody wants it; that he does not say so is no refusal."""
AGAINST = Predicate("attitude", -1, 2, "none")
"""Somebody is against it."""
_ONCE = frozenset({"once", "formerly", "previously", "originally", "initially"})
_PRICES = frozenset({"price", "cost", "expense", "back", "hand"})
"""Nouns for what a thing must not be done at, whoever may want the thing itself."""


class Predicates:
    """Applies one predicate with its negation and modal; holds nothing but the lexicon."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self.words = words or lexicon()

    def _unknown(self, reading: Reading, word: Token) -> Token | None:
        """Nothing is known of the word: the reading ends here (always None)."""
        reading.stop = reading.stop or f"unknown: {word.lemma_}"
        reading.note(f"{word.text}: not read further")
        return None

    def _entry(self, pos: str, lemma: str, kinds: tuple[str, ...] = ("attitude", "effect")) -> Predicate | None:
        return self.words.look(pos, lemma, kinds)

    def _is_not(self, noun: Token) -> bool:
        return bool(negations(noun, self.words)) or any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)

    def _verb(
        self,
        reading: Reading,
        verb: Token,
        entry: Predicate,
        *,
        own: bool = False,
        deontic: bool = False,
        agentive: bool = True,
        purpose: bool = False,
        holder: Token | None = None,
        name: str = "",
    ) -> bool:
        """Apply one predicate with its negation and modal; False where the way up ends in abstention. ``name``: of what it is but the head."""
        no, how = negations(verb, self.words), modal(verb)
        lemma, words = name or lemma_of(verb, self.words), self.words.words
        if any(c.dep_ == "advmod" and c.lower_ in ("almost", "nearly") for c in verb.children):
            reading.end("not done")  # "almost signed it"
            return False
        if entry.kind == "attitude":
            if not self._attitude(reading, verb, entry, no, how, holder):
                return False
        else:
            sign = -entry.sign if no else entry.sign
            last = reading.steps[-1]
            if len(reading.steps) > 1 and not no and sign < 0 and last.sign < 0 and last.word is not None and last.word.text == verb.text:
                sign = 1  # "to deny their — deny them"
            if no and lemma in words["light"] and reading.cue and reading.cue[-1].lemma_.lower() in words["commitments"]:
                reading.end("not decided")  # "has not made a decision to sign it"
                return False
            wish = reading.cue[-1] if reading.cue and reading.kind == "attitude" else None
            reading.turned |= not no and not how and ((sign < 0 and wish is not None and is_noun(wish)) or lemma in words["turning"])
            before, inner = reading.sign, reading.holder
            harm = self._harms_harm(reading, verb)
            reading.sign *= sign
            if not own or no:
                reading.note(f"{'not ' if no else ''}{verb.text} {sign:+d}", verb, sign)
            if how == "would" and any(c.lower_ == "rather" and c.i < verb.i for c in verb.children) and subject(verb) is not None:
                self._hold(reading, verb, "attitude", subject(verb), 2)
                reading.note(f"would rather: wanted by {subject(verb)}")
            elif how == "can" and no and lemma in words["abilities"]:
                reading.end("cannot, which is not will not")  # "people cannot get it"
                return False
            elif (
                no
                and how in words["deontic"]
                and any(g.lemma_ in _PRICES for c in verb.children if c.dep_ == "prep" and c.lower_ in ("at", "on") for g in c.children if g.dep_ == "pobj")
            ):
                reading.end("not at that price")  # "must not be done on the backs of the poor"
                return False
            elif deontic or how in words["deontic"] or (how == "can" and no):
                self._hold(reading, verb, "deontic", None, 2)
                reading.note(f"{how or 'need'}: wanted by the speaker")
            elif is_imperative(verb):
                self._hold(reading, verb, "deontic", None, 2)
                reading.note("imperative: wanted by the speaker")
            elif how == "can" and not no and self._ultimatum(verb):
                self._hold(reading, verb, "deontic", None, 3)
                reading.note("or else: wanted by the speaker")
            elif agentive and ((is_finite(verb) and (how in ("", "will") or (how == "would" and no))) or self._headline(verb)):
                self._act(reading, verb, lemma, no, how, purpose=purpose)
            elif how in ("would", "will") and agentive and not reading.found and lemma not in words["deplored"] and (maker := self._maker(verb)) is not None:
                self._hold(reading, verb, "act", maker, 2)
                reading.note(f"{how} {verb.text}: what {maker} proposes")
            elif not no and lemma in words["deplored"] and how in words["epistemic"] | {"would", "can"} and self._thing_does(verb) and not harm:
                reading.sign *= -1
                self._hold(reading, verb, "judgement", None, 1 if how in words["epistemic"] else 2)
                reading.note(f"{how} {verb.text} it: deplored")  # "this could undermine it"
            elif how in words["epistemic"] or how in ("can", "would"):
                if reading.kind == "act":
                    reading.kind = ""
                reading.stop = f"only possible: {how}"
        if entry.kind != "attitude" and sign < 0 and self._of_another(reading, verb, inner):
            reading.sign = before  # "the bill would end the President's plan": he still wants it
            return False
        for adverb in (c for c in verb.children if c.dep_ == "advmod"):
            if adverb.lower_ in words["firm"]:
                reading.strength = 3
            if adverb.lower_ in words["hedges"]:
                reading.hedged, reading.strength = True, 1
        if lemma in words["hedges"]:
            reading.hedged, reading.strength = True, 1
        for clause in (c for c in verb.children if c.dep_ == "advcl"):
            if clause_marks(clause) & words["conditions"] and not any(c.lower_ == "even" for c in clause.subtree if c.i < clause.i):
                reading.conditional = True
        return True

    def _attitude(self, reading: Reading, verb: Token, entry: Predicate, no: list[Token], how: str, holder: Token | None) -> bool:
        if has_to(verb) and "for" in clause_marks(verb) and holder is None and not reading.found:
            reading.sign *= -entry.sign if no else entry.sign
            reading.note(f"{verb.text} {entry.sign:+d}, as it should be")  # "the need for Russia to respect it"
            return True
        sign, words = entry.sign, self.words.words
        orders = verb.lemma_ == "require" and {"dobj", "xcomp"} <= {c.dep_ for c in verb.children}  # "requires them to do it"
        if no:
            ended = any(n.head.lower_ in ("longer", "more", "anymore") for n in no)
            reading.turned |= ended
            if self._neither(verb, entry):
                reading.neutral = True
            elif verb.lemma_ == "ready" and not is_verb(verb) and holder is not None and not is_self(holder):
                reading.sign, reading.judged_of = -reading.sign, holder
                self._hold(reading, verb, "judgement", None, 2)
                reading.note(f"{holder} not ready: judged by the speaker")
                return True
            elif entry.negated == "none" and not ended and not orders:
                reading.end(f"abstains: not {verb.lemma_}")
                return False
            if entry.negated == "neutral" or reading.neutral:
                reading.neutral = True
            else:
                sign = -sign
        elif lemma_of(verb, self.words) in ("refuse", "decline") and any(c.lemma_ in ("rule", "commit") and is_verb(c) for c in reading.cue):
            reading.neutral = True
        if any(c.dep_ in ("amod", "det", "advmod") and c.lower_ in ("little", "few", "hardly") for c in verb.children) and verb.pos_ == "NOUN":
            sign = -sign
        if any(c.dep_ == "advmod" and c.lower_ in _ONCE for c in verb.children) and verb.tag_ in ("VBD", "VBN"):
            reading.end("was so once")
            return False
        if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in ("after", "despite", "before"):
            reading.end("was so before")  # "after agreeing to it, he warned that …"
            return False
        if before_then(verb) and given_up(verb, self.words):
            reading.turned, sign = True, -sign
        elif before_then(verb) or (verb.tag_ in ("VBD", "VBN") and of_old(verb)):
            reading.end("was so before")
            return False
        if not reading.found:
            reading.inner = reading.inner or reading.sign
        reading.sign *= sign
        who = holder if holder is not None else subject(verb)
        ordered = any(c.dep_ == "agent" for c in verb.children)  # "required by the court"
        needed = verb.lemma_ in ("need", "require") and not orders and not ordered and who is not None and not is_self(who)
        if how in words["deontic"]:
            who = None
        if needed and (how in words["epistemic"] or how == "would"):
            reading.end(f"only possible: {how}")
            return False
        if needed and who is not None and who.lower_ == "you" and not any(c.dep_ == "xcomp" for c in verb.children):
            reading.end("what one needs")  # "to do that, you need a tank"
            return False
        if needed:  # what somebody needs is what the speaker finds needed
            reading.note(f"{verb.text}: wanted by the speaker")
            self._hold(reading, verb, "deontic", None, entry.strength)
            reading.needed = True
            return True
        if who is None and verb.tag_ == "VBG" and verb.dep_ in ("acl", "relcl", "amod") and not any(c.dep_ == "aux" for c in verb.children):
            reading.end("nobody is said to want it")  # "countries aspiring to join"
            return False
        told = who is None and not how and is_finite(verb) and any(c.dep_ == "auxpass" for c in verb.children)
        if told and verb.lemma_ in words["devoted"]:
            who = next((c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj")), None)  # "are committed to it"
        elif told and not (verb.lemma_ in ("need", "require") and any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.children)):
            reading.end("nobody is said to want it")  # "was asked to sign it"
            return False
        if (who is not None and how in words["epistemic"]) or (how == "can" and not no):
            reading.end(f"only possible: {how}")
            return False
        self._hold(reading, verb, "attitude" if who is not None or how not in words["deontic"] else "deontic", who, entry.strength)
        if how == "would":
            reading.strength = min(reading.strength, 2)
        reading.note(f"{'not ' if no else ''}{verb.text} {sign:+d}, held by {who or 'the speaker'}", verb, sign)
        return True

    def _maker(self, verb: Token) -> Token | None:
        """Whose bill or plan it is that would do it: "the Democrats' bill would end it"."""
        thing = subject(verb)
        if thing is None or thing.lemma_.lower() not in ("bill", "plan", "proposal", "law", "budget", "legislation", "draft", "amendment", "manifesto"):
            return None
        owner = possessor(thing)
        return owner if owner is not None and (is_noun(owner) or is_self(owner)) and owner.dep_ == "poss" else None

    @staticmethod
    def _of_another(reading: Reading, verb: Token, inner: Token | None) -> bool:
        """Whether what was held by a named possessor is now harmed by somebody else."""
        who = subject(verb)
        return (
            reading.kind == "attitude" and inner is not None and reading.holder is inner and is_noun(inner) and bool(reading.cue) and is_noun(reading.cue[-1])
            and who is not None and who.i != inner.i
        )  # fmt: skip

    def _neither(self, verb: Token, entry: Predicate) -> bool:
        """ "neither supports nor opposes"."""
        first = verb.head if verb.dep_ == "conj" else verb
        others = (c for c in (first, *first.children) if c.i != verb.i and (c.dep_ == "conj" or c.i == first.i) and is_verb(c))
        return any(c.lower_ in ("nor", "or") for c in first.children) and any(
            (e := self._entry("verb", lemma_of(c, self.words), ("attitude",))) is not None and e.sign == -entry.sign for c in others
        )

    def _undecided(self, reading: Reading, clause: Token) -> None:
        """An "if" or "whether" clause says nothing, unless somebody has expressly not decided it, or leaves it to others."""
        head = clause.head
        open_, left = head.lemma_ in ("decide", "determine", "say", "commit") and negations(head, self.words), any(c.lower_ == "up" for c in head.children)
        who = subject(head)
        if head.lemma_ == "see" and "if" in clause_marks(clause) and modal(clause) == "can":
            self._hold(reading, head, "attitude", who, 1)
            reading.note(f"see if: wanted by {who or 'the speaker'}")
        elif "whether" in clause_marks(clause) and ((open_ and who is not None) or left):
            reading.neutral = True
            self._hold(reading, head, "attitude", None if left else who, 2)
            reading.note("up to others whether" if left else "has not decided whether")
        else:
            reading.end("hypothetical")

    @staticmethod
    def _harms_harm(reading: Reading, verb: Token) -> bool:
        """Whether what is below is already against it: nobody deplores that "this would undermine its opponents"."""
        return any(step.sign < 0 and (step.word is None or step.word.i != verb.i) for step in reading.steps[1:])

    def _thing_does(self, verb: Token) -> bool:
        """Whether it is no person that does it, but a step or a fact: "this decision threatens it"."""
        who = subject(verb)
        return who is not None and (
            who.lower_ in ("which", "that", "this", "it") or (who.pos_ == "NOUN" and who.lemma_.lower() in self.words.words["instruments"])
        )

    def _ultimatum(self, verb: Token) -> bool:
        """ "It can sign the accord, or it will face pressure"."""
        threat = (c for c in verb.children if c.dep_ == "conj" and is_verb(c) and any(g.lower_ == "or" for g in verb.children if g.dep_ == "cc"))
        return any(lemma_of(c, self.words) in self.words.words["suffering"] for c in threat)

    @staticmethod
    def _headline(verb: Token) -> bool:
        """ "Ukraine to sign the accord"."""
        return verb.dep_ == "ROOT" and has_to(verb) and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)

    def _act(self, reading: Reading, verb: Token, lemma: str, no: list[Token], how: str, *, purpose: bool = False) -> None:
        """Something done, or promised with "will": the stance of whoever does it."""
        who = subject(verb)
        if who is None:
            if how == "will" and no:
                self._hold(reading, verb, "deontic", None, 2)
            return
        taken = lemma == "do" and reading.anchor is not None and reading.anchor.pos_ == "PRON"  # "we will not do that"
        promised = how == "will" and (is_self(who) or lemma == "keep")
        if lemma in self.words.words["having"] and not purpose and not taken and not promised:
            return  # having or using a thing is no stance on it
        if reading.harmed and len(reading.steps) == 2 and lemma not in self.words.words["keeping"] and reading.sign < 0:
            return  # nor is handling what the proposition would end
        if not no and lemma in self.words.words["deplored"] and self._thing_does(verb):
            if self._harms_harm(reading, verb):
                reading.end("harms what is against it")
                return
            reading.sign *= -1
            self._hold(reading, verb, "judgement", None, 2)
            reading.note(f"{who.text} {verb.text} it: deplored")  # "this decision threatens access to it"
            return
        if reading.kind == "attitude" and before_then(verb) and given_up(verb, self.words):
            reading.sign, reading.turned = -reading.sign, True
            reading.note("given up since: flips")
        elif before_then(verb) or of_old(verb):
            reading.end("was so before")
            return
        if no and lemma in self.words.words["attained"]:
            reading.end("a forecast")
            return
        how = "will" if how == "would" or self._headline(verb) else how
        if no and any(c.dep_ in ("advcl", "xcomp") and has_to(c) and reading.anchor not in list(c.subtree) for c in verb.children):
            reading.end("not done for that purpose")
            return
        done = self._entry("verb", lemma, ("effect",))
        if no and how == "" and reading.kind == "attitude" and done is not None and done.sign < 0:
            reading.note(f"{verb.text}: still so")  # "has not given up its hopes"
            return
        if no and how == "" and not (any(c.lower_ == "going" for c in verb.children) or lemma == "go" or verb.tag_ == "VBG"):
            reading.end(f"not done: {lemma}")
            return
        self._hold(reading, verb, "act", who, 2)
        reading.note(f"done by {who.text}")

    def _hold(self, reading: Reading, word: Token, kind: str, holder: Token | None, strength: int) -> None:
        """Record that a stance was met; one further out takes the place of one further in."""
        inner = reading.holder
        if (
            reading.kind == "attitude"
            and inner is not None
            and (holder.i != inner.i if holder is not None else is_noun(word) and is_noun(inner))  # "support for Ukraine's demand"
            and is_noun(reading.cue[-1])
            and word.lemma_.lower() not in self.words.words["wishing"]
        ):
            reading.also.append((inner, reading.held))  # "rejected Ukraine's demand for it"
        reading.held = reading.sign
        if kind == "act" and reading.kind in ("attitude", "judgement") and reading.holder is None:
            kind = reading.kind
            strength = reading.strength
        reading.kind, reading.holder, reading.impersonal, reading.needed = kind, holder, False, False
        reading.strength = max(strength, reading.strength) if reading.cue and strength >= 2 else strength
        reading.cue.append(word)
