"""Whether a predication is affirmed or denied, sure or only possible, and what its subject is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.language.calling import UNSURE, Calling, Said, own_subject
from extract.language.syntax import clause_marks, has_to, is_verb, modal

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO = frozenset({"not", "n't", "no", "never", "neither", "nor", "none", "nothing"})


class Polarity(Calling):
    """Reads negation, modals and comparisons between a verb and its label."""

    def _polar(self, said: Said, verb: Token, label: Token) -> Said:
        """Whether the predication is affirmed or denied, sure or not."""
        if said.of is None and is_verb(verb) and verb.lemma_ not in ("be", "take", "happen", "occur", "unfold"):
            said.stop = said.stop or "not told of what"
        window = list(self._between(verb, label))
        low = [t.lower_ for t in window]
        if verb.tag_ in ("VB", "VBG") and not any(c.dep_ == "aux" for c in verb.children) and verb.dep_ not in ("advcl", "xcomp", "ccomp", "conj"):
            said.stop = said.stop or "not told as so"
        if has_to(verb) and (verb.dep_ == "advcl" or "for" in clause_marks(verb)):
            said.stop = said.stop or "only to be so"  # "for it to be safe"
        how = modal(verb)
        unreal = self._conditional(verb) and (not self._told_then(verb) or verb.head.i > verb.i)
        said.stop = said.stop or ("only possible" if unreal or (how in UNSURE and how != "would") else "")
        said.hedged |= any(w in ("probably", "likely", "perhaps", "possibly", "apparently", "maybe") for w in low)
        if any(w in self.words.words["partly"] for w in low) and any(w in _NO for w in low):
            said.stop = said.stop or "not quite"
        told = [t.lower_ for t in verb.doc[: verb.i]]
        if "whether" in told and "," not in told[told.index("whether") :]:
            said.stop = said.stop or "only asked"
        if any(c.lower_ in ("more", "most", "least") for c in label.children if c.dep_ == "advmod"):
            said.stop = said.stop or "only compared"
        unsure = any(c.dep_ == "advcl" and any(g.lower_ in ("if", "unless") for g in c.children) for c in verb.children)
        if unsure and (said.of is None or said.of.pos_ == "PRON"):
            said.stop = said.stop or "only if"
        if any(w in ("almost", "nearly", "practically") for w in low):
            said.stop = said.stop or "not quite"
        who = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        of_none = who is not None and any(t.lower_ in ("no", "neither", "nothing", "none", "nobody") for t in (who, *who.children))
        denied = sum(w in _NO or w in self.words.words["scarcely"] for w in low) - any(w == "nor" for w in low)
        if "anything but" in " ".join(low) or "far from" in " ".join(low):
            denied += 1
        elif "nothing" in low and set(low) & {"but", "than", "less", "short"}:
            denied -= 1
        elif "but" in low and denied:
            denied -= 1  # "not an accident but a coup"
        if any(low[i] in ("not", "n't") and low[i + 1] in ("only", "just", "merely", "simply") for i in range(len(low) - 1)):
            denied -= 1
        if "less" in low:
            denied += 1
        said.sign = -1 if (denied + of_none) % 2 else 1
        return said

    @staticmethod
    def _told_then(verb: Token) -> bool:
        """ "Judged that it would be temporary": what "it will be" becomes."""
        return verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN") and not any(c.lower_ == "have" for c in verb.children)

    @staticmethod
    def _between(verb: Token, label: Token) -> Iterator[Token]:
        """The words of a predication from its first helper to its label, and what stands before the label."""
        helpers = [c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < verb.i]
        start = min([verb.i, *helpers, label.i])
        subjects = {t.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj") for t in c.subtree}
        yield from (t for t in verb.doc[start : max(label.i, verb.i) + 1] if t.i not in subjects)

    @staticmethod
    def _conditional(verb: Token) -> bool:
        return any(c.dep_ == "aux" and c.lower_ in ("would", "'d") for c in verb.children)

    @staticmethod
    def _subject(verb: Token) -> Token | None:
        own = own_subject(verb)
        if own is not None and own.lower_ in ("which", "that", "who") and verb.dep_ == "relcl":
            return verb.head
        if own is None and verb.dep_ == "xcomp" and (over := verb.head) is not None:
            carrier = over.head if over.pos_ == "ADJ" and is_verb(over.head) else over
            done_to = next((c for c in over.children if c.dep_ == "dobj"), None)
            if done_to is None and carrier.dep_ == "relcl" and not any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ == "which" for c in carrier.children):
                return carrier.head  # "the rise, which we judge to be temporary"
            return done_to or Polarity._subject(carrier)
        if own is None and verb.dep_ in ("advcl", "conj"):
            return Polarity._subject(verb.head) if is_verb(verb.head) else None
        return own
