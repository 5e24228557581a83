"""One claim, from what was read and who holds it: its basis, its confidence, its date."""

from __future__ import annotations

from extract.language.actors import Holder
from extract.language.attribution import Quoted
from extract.language.issues import Hit
from extract.language.lexicon import lexicon
from extract.language.place import Place
from extract.language.propositions import stem
from extract.language.reading import Reading
from extract.language.references import THEM
from extract.language.speakers import Source
from extract.language.when import is_fresh, said_when, telling_verbs
from extract.model import Basis, Claim, Directness, Span, Stance, When

# About the share that was right of the claims that readers who did not write the rules judged blind, by how much of the proposition
# the sentence says. Of 496 of official words: its predicate and half of its words .99 of 191 (.98 to 1), else two thirds of the words .85,
# half .75, less .66; on monitors that were written with care (293) 1, .96, .85, .82. What is said here lies between the two.
_OUTRIGHT = 0.98
_SHARES = ((2 / 3, 0.94), (1 / 2, 0.9), (0.0, 0.85))
_CONFIDENCE = {"attitude": 1.0, "deontic": 0.99, "judgement": 0.96, "act": 1.0, "answer": 0.98}  # what is left of it, by kind
_WEAK = 0.85  # what two have between them: a feud, an office
_TOLD = 0.9  # what is left of it where a journalist tells it without quoting anybody
_SECOND_HAND = 0.85  # where somebody else tells what an actor wants (right: 36 of 47, all draws and the blind-coded together)


def make_claim(coder: str, place: Place, span: Span, hit: Hit, reading: Reading, holder: Holder, source: Source, quote: Quoted | None) -> Claim:
    """The claim of one holder: its words are the text between ``span``, its stance and strength those of ``reading``."""
    document, sentence, block = place.document, place.sentence, place.block
    version = document.version
    stance = Stance.NEUTRAL if reading.neutral else Stance.of(reading.sign)
    spoken = block.turn is not None or document.outlet.speaks_for is not None or quote is not None
    directness = Directness.DIRECT if spoken else Directness.INDIRECT if reading.source_verb is not None else Directness.NARRATED
    if source.anonymous:
        basis = Basis.ANONYMOUS
    elif source.holder is not None and source.holder.actor == holder.actor:
        basis = Basis.OFFICIAL
    elif source.holder is not None or source.other:
        basis = Basis.CHARACTERISED
    else:
        basis = Basis.REPORTED
    confidence = _told(hit, place) * _CONFIDENCE.get(reading.kind, _WEAK) * (0.85 if reading.hedged or source.anonymous else 1.0)
    confidence *= 0.9 if reading.holder is not None and reading.holder.lower_ in THEM else 1.0
    confidence *= {Basis.CHARACTERISED: _SECOND_HAND, Basis.REPORTED: _TOLD}.get(basis, 1.0)
    confidence *= 0.9 if stance is Stance.NEUTRAL and basis is not Basis.CHARACTERISED else 1.0
    lower = document.text[sentence.start : sentence.end].lower()
    announced = reading.turned or _just_decided(reading, version.published) or any(phrase in lower for phrase in lexicon().words["announcements"])
    cues = sorted({t.i: t for t in reading.cue if t.idx >= sentence.lead}.values(), key=lambda t: t.i)
    strength = 1 if reading.hedged or source.anonymous else reading.strength
    said = said_when(telling_verbs(reading.cue, reading.source_verb, reading.anchor), version.published)
    return Claim(
        document.version_id, holder.actor, holder.speaker or (source.holder.speaker if source.holder and source.holder.actor == holder.actor else None),
        hit.issue.id, stance, strength, reading.conditional, reading.hedged or source.anonymous, directness, basis,
        " ".join(t.text for t in cues) or "wants to", version.text[span[0] : span[1]], *span,
        said, round(confidence, 3), coder, announced, reading.path,
    )  # fmt: skip


def _told(hit: Hit, place: Place) -> float:
    """How sure a claim is of the proposition, by how much of that its sentence says."""
    said = {stem(form) for token in place.sentence.doc for form in (token.lemma_, token.lower_)}.union(map(stem, hit.term.split()))
    share = sum(not said.isdisjoint(word) for word in hit.own.words) / max(1, len(hit.own.words))
    if share >= 1 / 2 and not said.isdisjoint(hit.own.predicate):
        return _OUTRIGHT
    return next(sure for least, sure in _SHARES if share >= least)


def _just_decided(reading: Reading, published: When | None) -> bool:
    """Whether it is a decision or deed of these days ("today I have directed …", "signed it on Monday"), or held "now", and no word on what stands."""
    if published is None or reading.hedged or reading.conditional or reading.neutral:
        return False
    words = lexicon().words
    verbs = (t for t in reading.cue if t.pos_ == "VERB" and (t.lemma_ in words["deciding"] or (reading.kind == "act" and t.lemma_ not in words["speech"])))
    if any(is_fresh(verb, published.day) and not any(child.dep_ == "neg" for child in verb.children) for verb in verbs):
        return True
    holding = (t for t in reading.cue if t.tag_ in ("VBZ", "VBP") and reading.kind == "attitude" and t.i and t.lemma_ not in words["having"])
    return any(verb.nbor(-1).lower_ == "now" for verb in holding)  # "now supports it"
