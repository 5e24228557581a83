"""What somebody calls or thinks a thing: "called the events a coup", "views them as one", "what she has called a coup"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.language.facts import Assertions, assertions
from extract.language.lexicon import lexicon
from extract.language.syntax import ancestors, has_to, is_noun, is_self, is_verb, modal, negations, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

UNSURE = frozenset({"may", "might", "could", "can", "would", "should", "must", "shall"})
_LINKS = frozenset({"as", "to", "be", "being", "“", "”", '"', "'", "clearly", "simply", "essentially", "effectively", "plainly", "also", "nothing", "but"})
_BESIDE = frozenset({"det", "amod", "compound", "advmod", "neg", "punct", "nmod", "poss", "predet"})


def own_subject(verb: Token) -> Token | None:
    """The subject below a verb, also where the parse gives it to the auxiliary of a passive."""
    over = [verb, *(c for c in verb.children if c.dep_ in ("auxpass", "aux"))]
    return next((c for v in over for c in v.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")), None)


@dataclass(slots=True)
class Said:
    """What is said of what: ``verb`` says it (a noun, where that does: "no evidence of it"), ``of`` is what it is said of (None: not
    told), ``sign`` whether it is so. ``named``: by what kind of naming verb; then ``holder`` calls it so. ``stop``: why nothing is said.
    """

    verb: Token
    of: Token | None
    sign: int = 1
    hedged: bool = False
    named: str = ""
    holder: Token | None = None
    given: bool = False  # taken for granted: "the illegal closure"
    stop: str = ""


class Calling:
    """Reads what a thing is called."""

    def __init__(self) -> None:
        self.words: Assertions = assertions()

    def _kind(self, verb: Token) -> str:
        """By what kind of verb a thing is called something."""
        lemma = verb.lemma_.lower()
        found = (k for k in ("naming", "deeming", "naming_as", "deeming_as") if lemma in self.words.kinds[k])
        return next(found, "") if verb.pos_ == "VERB" or verb.tag_.startswith("VB") else ""

    def _named(self, node: Token) -> Said | None:
        """ "Called the events a coup", "views them as one", "what she called a coup", by the order of the words."""
        doc = node.doc
        at = min([node.i, *(t.i for c in node.children if c.i < node.i and c.dep_ in _BESIDE and c.pos_ != "PROPN" for t in c.subtree)]) - 1
        by_as = False
        if (node.dep_ in ("amod", "compound") and is_noun(node.head) and node.head.i > node.i) or (
            at >= 0 and doc[at].dep_ == "prep" and doc[at].lower_ != "as"
        ):
            return None  # "called for safe vaccines", "called on them to give a supply of it"
        while at >= 0 and (doc[at].lower_ in _LINKS or doc[at].dep_ == "det"):
            by_as |= doc[at].lower_ == "as"
            at -= 1
        for i in range(at, max(-1, at - 24), -1):
            token = doc[i]
            if token.text in (".", ";", ":", "?") or token.lemma_ in ("say", "tell"):
                return None
            kind = self._kind(token)
            either = token.lemma_.lower() in {*self.words.kinds["naming_as"], "consider"}
            if not kind or (not by_as if kind.endswith("_as") else by_as and not either):
                if is_verb(token) and token.tag_ in ("VBD", "VBZ", "VBP", "MD") and not self._in_what(token):
                    return None
                if token.lemma_.lower() in ("description", "characterisation", "characterization", "designation", "portrayal") and by_as:
                    of = next((g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
                    return Said(token, of)
                continue
            between = [t for t in doc[i + 1 : at + 1] if not t.is_quote and t.lower_ not in ("to", "been", "being")]
            of = next((t for t in between if t.head not in between and (is_noun(t) or t.pos_ == "PRON" or is_verb(t))), None)
            first = between[0] if between else None
            if (first is not None and first.pos_ in ("ADP", "SCONJ") and token.lemma_ != "refer") or any(has_to(t) for t in between):
                return None  # "called on them to"
            if of is None and any(t.lower_ == "what" for t in token.subtree):
                of = next(t for t in token.subtree if t.lower_ == "what")
            if of is None:
                of = own_subject(token) if any(c.dep_ == "auxpass" for c in token.children) else None
            if of is None and token.dep_ == "relcl":
                of = token.head
            if of is not None and of.lower_ == "what" and token.head.lemma_ == "be" and token.dep_ in ("ccomp", "attr", "csubj"):
                said = self._calling(token, subject(token.head) or of, "deeming" if kind.startswith("deeming") else "naming")
                said.sign *= -1 if negations(token.head, lexicon()) else 1  # "it is not what we would call a recession"
                return said
            return self._calling(token, of, "deeming" if kind.startswith("deeming") else "naming") if of is not None else None
        return None

    @staticmethod
    def _in_what(verb: Token) -> bool:
        """ "What Varland is doing in Boru": a clause that names a thing."""
        return any(t.lower_ in ("what", "whatever") for a in (verb, verb.head) for t in a.children)

    def _calling(self, verb: Token, of: Token | None, kind: str) -> Said:
        said = Said(verb, of, named=kind, holder=self._caller(verb))
        no, how = negations(verb, lexicon()), modal(verb)
        me = said.holder is not None and is_self(said.holder)
        if said.holder is None:
            said.stop = "nobody is said to call it so"
        elif how == "would" and me:
            said.sign = -1 if no else 1  # "I would not call it a coup"
        elif how in UNSURE:
            said.stop = "only possible"
        elif no:
            ended = any(c.lower_ == "longer" for c in verb.children)
            said.sign = -1
            if kind == "naming" and not (me and verb.tag_ in ("VB", "VBP") and not ended):
                said.stop = "not called so"
        elif not self.meant(verb):
            said.stop = "not said to be called so"
        return said

    @staticmethod
    def _caller(verb: Token) -> Token | None:
        if verb.dep_ == "pcomp":
            own = next((c for c in verb.children if c.dep_ in ("nsubj", "poss")), None)
            prep = verb.head
            before = next((c for c in prep.children if c.dep_ == "pobj" and c.i < verb.i), None)
            if (own or before) is not None:
                return own or before  # "on the President calling it a coup"
        over = verb.head
        if verb.dep_ == "acl" and is_noun(over) and verb.tag_ == "VBG":
            return over
        if has_to(verb) and verb.dep_ in ("acl", "relcl") and over.dep_ == "attr" and is_verb(over.head):
            return subject(over.head)  # "became the first to call it a coup"
        if has_to(verb) and verb.dep_ == "advcl" and not is_verb(over):
            return next((subject(a) for a in ancestors(over) if is_verb(a)), None)  # "went so far as to call it one"
        return subject(verb)

    def meant(self, verb: Token) -> bool:
        """Whether it is done, by what stands above a verb: "began to call it", not "refused to call it"."""
        over = verb.head
        marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i}
        if marks & {"if", "whether", "unless", "until", "before"} or {"so", "that"} <= marks:
            return False
        if has_to(verb):
            if over.lemma_ == "hesitate":
                return bool(negations(over, lexicon()))
            first = any(c.lower_ in ("first", "latest") for c in over.children) and verb.dep_ in ("acl", "relcl")
            far = over.lower_ == "far" or any(c.lower_ == "far" for c in over.children)
            going = is_verb(over) and over.lemma_ in self.words.words["going_on"] and not negations(over, lexicon()) and not modal(over)
            return first or ((far or going) and not any(negations(a, lexicon()) for a in (over, over.head)))
        having = any(c.dep_ == "aux" and c.lower_ == "having" for c in verb.children)
        if (verb.tag_ == "VBG" and not any(c.dep_ == "aux" for c in verb.children)) or having:
            if verb.dep_ == "pcomp":
                return over.lower_ in ("by", "for", "in", "on", "after", "since", "despite", "with") and not negations(over.head, lexicon())
            if verb.dep_ in ("xcomp", "ccomp"):
                return over.lemma_ in self.words.words["going_on"] and not negations(over, lexicon())
            return verb.dep_ in ("advcl", "ROOT", "acl", "conj", "pobj")
        if verb.dep_ == "conj" and verb.tag_ == "VB" and is_verb(over):
            return self.meant(over) and not modal(over)
        return verb.tag_ != "VB" or any(c.dep_ == "aux" for c in verb.children) or verb.dep_ in ("ROOT", "conj", "ccomp")
