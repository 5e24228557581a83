"""What the parse says of one word: its subject, its negation, its modal, the clause it heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.language.lexicon import Lexicon
from extract.language.places import places

if TYPE_CHECKING:
    from spacy.tokens import Token

COPULAS = frozenset({"be", "remain", "become", "seem", "look", "stay", "appear", "sound", "feel", "’s"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
UNREAL = frozenset({"if", "whether", "unless", "lest", "once", "until", "till"})
SELF = frozenset({"we", "our", "us", "i", "my", "me", "ours"})
_OPENERS = frozenset(
    {"please", "so", "and", "but", "then", "now", "well", "look", "again", "just", "do", "n't", "not", "never", "let", "us", "’s", "'s", "yes"}
)
_PAST = frozenset({"forgave"})
"""Past tenses that the parser takes for infinitives."""
_AIMS = frozenset({"role", "task", "job", "goal", "aim", "objective", "plan", "idea", "approach", "purpose", "point", "answer", "solution", "course", "step",
    "path", "option", "priority", "focus", "strategy", "policy", "way", "thing", "intention", "hope", "choice", "duty", "responsibility"})  # fmt: skip
"""Nouns for what is to be done."""
_MODALS = {"ca": "can", "wo": "will", "'ll": "will", "'d": "would", "sha": "shall"}


def lemma_of(token: Token, words: Lexicon) -> str:
    """The lemma, with a particle where the lexicon knows the pair ("rule_out")."""
    lemma: str = words.misread.get(token.lower_, token.lemma_.lower()) if is_verb(token) else token.lemma_.lower()
    for child in token.children:
        if child.dep_ in ("prt", "advmod") and child.i > token.i:
            joined = f"{lemma}_{child.lower_}"
            if ("verb", joined) in words.entries and not (joined == "call_out" and any(c.dep_ == "prep" and c.lower_ == "for" for c in token.children)):
                return joined
            if child.dep_ == "prt" and child.lower_ not in ("forward", "ahead") and lemma not in ("call", "come", "go"):
                return joined  # "brought up" is not "brought"
    return lemma


def is_self(token: Token) -> bool:
    """Whether the speaker means himself or his side; "US" is a country."""
    return token.lower_ in SELF and token.text != "US"


def is_verb(token: Token) -> bool:
    """Whether the token is a verb, copulas and auxiliaries included."""
    return token.pos_ in ("VERB", "AUX")


def is_noun(token: Token) -> bool:
    """Whether the token heads a noun phrase, pronouns not included."""
    return token.pos_ in ("NOUN", "PROPN")


def has_to(verb: Token) -> bool:
    """Whether the verb is an infinitive with "to"."""
    return any(c.dep_ in ("aux", "mark") and c.lower_ == "to" for c in verb.children)


def subject(verb: Token) -> Token | None:
    """Who does what the verb says: its subject, the agent of a passive, or the subject it shares."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if passive:
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    own = next((c for c in verb.children if c.dep_ in ("nsubj", "csubj")), None)
    if own is not None and own.dep_ == "nsubj" and is_verb(own):  # "Ukraine supports and Russia opposes it"
        own = next((c for c in own.children if c.dep_ == "conj" and is_noun(c)), own)
    if own is not None:
        if own.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            one = any(c.tag_ == "VBZ" for c in (verb, *verb.children) if c.i <= verb.i)
            nearest = [c for c in verb.head.conjuncts if verb.head.i < c.i < own.i] if one else []
            return nearest[-1] if nearest else verb.head  # "France and Kyiv, which has signed it": Kyiv has
        return own
    if verb.dep_ == "conj" and is_verb(verb.head):
        beside = conjunct_before(verb)
        shared = subject(beside) if beside is not None else None
        done_to = {c.lower_ for c in verb.children if c.dep_ == "dobj"}
        return None if shared is not None and (shared.lower_, *done_to & {"us", "me"}) in (("we", "us"), ("i", "me")) else shared
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "be" and has_to(verb) and (left := subject(verb.head)) is not None and left.lemma_.lower() in _AIMS:
        return None  # "the task is to sign it": not the task signs
    if verb.dep_ == "xcomp":
        controlled = next((c for c in verb.head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None)
        if controlled is None and any(c.dep_ == "auxpass" for c in verb.head.children):
            controlled = next((c for c in verb.head.children if c.dep_ == "nsubjpass"), None)  # "is said to support"
        return controlled if controlled is not None else subject(verb.head)
    if verb.dep_ in ("acomp", "attr", "prep", "oprd"):
        return subject(verb.head)
    if (
        verb.dep_ == "pcomp"
        and verb.head.lower_ in ("for", "of")
        and (blamed := next((c for c in verb.head.head.children if c.dep_ == "dobj"), None)) is not None
    ):
        return blamed  # "blamed them for leaving it", "accused them of leaving it"
    if verb.dep_ == "pcomp" and verb.head.dep_ == "prep" and is_verb(verb.head.head):
        over = verb.head.head
        suffers = next((c for c in over.children if c.dep_ == "nsubjpass"), None) if verb.head.lower_ in ("for", "of") else None
        return suffers if suffers is not None else subject(over)  # "was criticised for supporting it"
    if verb.dep_ == "advcl" and has_to(verb) and any(t.tag_ == "VBG" and t.dep_ == "acl" for t in verb.doc[verb.head.i : verb.i]):
        return None  # "saw signs of Moscow preparing the ground to sign it": not who saw them
    if verb.dep_ in ("advcl", "pcomp") and is_verb(verb.head):
        return subject(verb.head)
    if verb.dep_ == "acl":
        return verb.head
    return None


def negations(token: Token, words: Lexicon) -> list[Token]:
    """The words that negate a verb, adjective or noun, not counting those of its complements."""
    no = words.words["negations"]
    found = [c for c in token.children if c.dep_ in ("neg", "preconj") and c.lower_ in no | {"neither"}]
    found += [c for c in token.children if c.dep_ in ("det", "advmod", "cc", "nsubj", "nsubjpass") and c.lower_ in no and c not in found]
    for child in token.children:
        if child.dep_ in SUBJECTS:
            found += [c for c in child.children if c.dep_ in ("det", "neg", "preconj") and c.lower_ in ("no", "neither", "not")]
        if child.dep_ in SUBJECTS:
            found += [c for c in child.children if c.dep_ in ("det", "amod", "advmod") and c.lower_ in ("few", "little")]
        if child.dep_ == "prep" and child.lower_ == "under":
            found += [g for c in child.children if c.dep_ == "pobj" and c.lemma_ == "circumstance" for g in c.children if g.lower_ == "no"]
        if child.dep_ == "advmod" and child.lower_ in ("longer", "more"):
            found += [c for c in child.children if c.lower_ in ("no", "not", "n't") and c not in found]
    bare = not any(c.dep_ in SUBJECTS for c in token.children)
    if token.dep_ == "conj" and any(c.dep_ == "cc" and (c.lower_ == "nor" or (c.lower_ == "or" and bare)) for c in token.head.children):
        found += negations(token.head, words)
    if token.dep_ in ("acomp", "attr", "oprd") and token.head.lemma_ in COPULAS:
        found += [c for c in token.head.children if c.dep_ == "neg"]
        longer = (c for c in token.head.children if c.dep_ == "advmod" and c.lower_ in ("longer", "more"))
        found += [g for c in longer for g in c.children if g.lower_ in ("no", "not", "n't")]
        found += [g for c in token.head.children if c.dep_ in SUBJECTS for g in c.children if g.dep_ == "det" and g.lower_ in ("no", "neither")]
    before = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
    if before in (["anything", "but"], ["far", "from"]):
        found.append(token.nbor(-1))
    return [
        f
        for f in found
        if not (f.lower_ == "not" and any(c.lower_ in ("only", "just", "simply", "merely") for c in (*f.children, f.nbor()) if f.i + 1 < len(f.doc)))
    ]


def modal(verb: Token) -> str:
    """The modal of a verb or of the copula above an adjective, or ''."""
    carrier = verb.head if verb.dep_ in ("acomp", "attr") and verb.head.lemma_ in COPULAS else verb
    found = next((c.lower_ for c in carrier.children if c.dep_ == "aux" and c.tag_ == "MD"), "")
    if not found and carrier.dep_ == "conj" and is_verb(carrier.head) and not any(c.dep_ in ("aux", *SUBJECTS) for c in carrier.children):
        return modal(carrier.head)
    found = _MODALS.get(found, found)
    if found == "could" and carrier.dep_ == "ccomp" and _promised(carrier.head) and any(c.dep_ == "neg" for c in carrier.children):
        return "can"  # "said that it could not" is what "it cannot" becomes
    if found == "would" and carrier.dep_ in ("ccomp", "conj") and _promised(first_conjunct(carrier).head):
        return "will"  # "announced that it would" is what "it will" becomes in reported speech
    return found


def unsaid(verb: Token) -> bool:
    """Whether it is only imagined that somebody else says it: "they would say", "he might argue"."""
    teller = subject(verb)
    imagined = any(c.dep_ == "aux" and c.lower_ in ("would", "could", "might", "may") for c in verb.children)
    return imagined and teller is not None and not is_self(teller)


def half_denied(verb: Token) -> bool:
    """Whether the verb shares the modal of a denied one, and it cannot be told whether its "not" as well: "will not yield and sign it"."""
    bare = verb.dep_ == "conj" and verb.tag_ == "VB" and not any(c.dep_ in ("aux", *SUBJECTS) for c in verb.children)
    return bare and any(c.dep_ == "cc" and c.lower_ == "and" for c in verb.head.children) and any(c.dep_ == "neg" for c in verb.head.children)


def _promised(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBN") and verb.lemma_.lower() in (
        "say",
        "announce",
        "pledge",
        "promise",
        "vow",
        "declare",
        "add",
        "confirm",
        "state",
        "insist",
        "tell",
        "indicate",
        "agree",
    )


def is_finite(verb: Token) -> bool:
    """Whether the verb says that something is done, not only that it be done."""
    if verb.tag_ == "VBP" and verb.dep_ == "ccomp" and verb.head.lemma_ in ("see", "let", "make", "help", "watch", "have"):
        return False  # "to see them sign it"
    if verb.tag_ in ("VBD", "VBP", "VBZ") or (verb.lower_ in _PAST and not has_to(verb)):
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(h.tag_ in ("VBD", "VBP", "VBZ", "MD") for h in helpers):
        return True
    return verb.dep_ == "conj" and not any(h.lower_ == "to" for h in helpers) and is_verb(verb.head) and is_finite(verb.head)


def is_imperative(verb: Token) -> bool:
    """Whether a bare verb with nobody as its subject asks that something be done ("Close the sky.")."""
    if (
        verb.tag_ != "VB"
        or len(verb.doc) < 4
        or not any(c.dep_ in ("dobj", "prep", "ccomp", "xcomp") for c in verb.children)
        or any(c.dep_ in (*SUBJECTS, "aux", "expl") and c.lower_ != "do" for c in verb.children)
        or any(c.dep_ == "conj" and any(g.dep_ == "nsubj" and g.lower_ == "you" for g in c.children) for c in verb.children)  # "do it and you will be sorry"
    ):
        return False
    if verb.dep_ == "conj":
        return is_imperative(verb.head)
    quoted = verb.dep_ in ("ccomp", "parataxis") and verb.head.i > verb.i and any(t.is_quote for t in verb.doc[: verb.i])  # "“Sign it,” he said."
    return (verb.dep_ == "ROOT" or quoted) and all(
        t.lower_ in _OPENERS or not t.is_alpha or t.dep_ in ("advmod", "npadvmod", "intj") for t in verb.doc[: verb.i]
    )


def inverted(clause: Token) -> bool:
    """Whether the clause is a condition by its order: "Had Ukraine signed …"."""
    first = next(iter(clause.subtree))
    return first.dep_ in ("aux", "auxpass", "cop") and first.lower_ in ("had", "should", "were") and first.head.i == clause.i


def clause_marks(verb: Token) -> set[str]:
    """The words that open the clause ("if", "unless", "that")."""
    return {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i}


def possessor(noun: Token, people: frozenset[str] = frozenset()) -> Token | None:
    """Whose it is: "Kyiv's wish", "the US wish", "the wish of Kyiv"; ``people`` are common nouns that can own one."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod") and (
            child.pos_ == "PROPN" or (child.text[:1].isupper() and (child.i > child.sent.start or places(child.text)))
        ):
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("of", "from", "by", "among", "in"):
            for grand in child.children:
                if grand.dep_ == "pobj" and (grand.pos_ == "PROPN" or grand.lemma_.lower() in people):
                    return grand
    return None


def anchor_of(tokens: Sequence[Token]) -> Token:
    """The token by which a stretch of words hangs in the sentence; the stretch is not empty."""
    inside = {t.i for t in tokens}
    outer = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    return next((t for t in outer if t.dep_ != "det"), outer[0] if outer else tokens[0])


def conjunct_before(verb: Token) -> Token | None:
    """What a joined verb stands beside. A bare one cannot stand beside a finite one: in "showed how it would cut this and gut that"
    it goes with the first verb since then that has a "to" or a modal; None where there is none.
    """
    head = verb.head
    base = verb.lower_ == verb.lemma_ and verb.tag_ not in ("VBD", "VBN")  # whatever the parse takes it for
    bare = base and is_verb(head) and not any(c.dep_ == "aux" for c in (*verb.children, *head.children))
    if not bare or head.lower_ == head.lemma_ or head.tag_ not in ("VBD", "VBZ"):
        return head
    led = (t for t in verb.doc[head.i + 1 : verb.i] if t.tag_ == "VB" and any(c.dep_ == "aux" for c in t.children))
    return next(led, None)


def first_conjunct(token: Token) -> Token:
    """The first of the words that are joined by "and"."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = conjunct_before(token) or token.head
    return token


def ancestors(token: Token | None) -> Iterator[Token]:
    """The token and all above it, to the root of its sentence."""
    while token is not None:
        yield token
        if token.head.i == token.i:
            return
        token = token.head
