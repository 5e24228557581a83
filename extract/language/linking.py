"""From tagged words to attributions: each cue with its source and content, one beside the other.

The tagger says for each cue which words it takes for source and content. Here the parse fills what it left open: the
subject that two verbs share, the clause of a verb of speech, the rest of a quotation and the sentences it runs on over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.language.features import top
from extract.language.passage import Passage
from extract.model import Attribution, Span

_RAISING = {"seem", "appear", "happen", "prove"}
_EDGES = set(".,;:-–—")
_SHARED = {"conj", "xcomp", "advcl", "pcomp", "prep", "acomp", "attr", "oprd", "ccomp"}


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution as places in a passage; ``probability`` is the tagger's that cue, source and content are right."""

    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    probability: float


def runs(places: Iterable[int]) -> list[list[int]]:
    """Places as stretches of neighbours."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and place == found[-1][-1] + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def subject(passage: Passage, cue: Sequence[int]) -> frozenset[int]:
    """Whose the cue is by the parse: the words of its subject, of the subject it shares, or of its possessor."""
    words, taken = passage.words, set(cue)
    at = top(passage, cue)
    if words[at].pos in ("ADP", "SCONJ") or words[at].lemma == "accord":
        named = next((kid for place in cue for kid in passage.children[place] if words[kid].dep == "pobj" and kid not in taken), None)
        return _phrase(passage, named, taken) if named is not None else frozenset()
    for _ in range(6):
        found = _own_subject(passage, at)
        if found is not None:
            return _phrase(passage, found, taken)
        word = words[at]
        if _passive(passage, at) or word.head == at:
            return frozenset()
        if word.dep == "acl" and word.tag == "VBG":
            return _phrase(passage, word.head, taken)
        if word.pos not in ("VERB", "AUX") and word.dep not in ("dobj", "pobj", *_SHARED):
            return frozenset()
        if word.dep not in _SHARED and word.dep != "dobj":
            return frozenset()
        at = word.head
    return frozenset()


def _passive(passage: Passage, verb: int) -> bool:
    return passage.words[verb].pos == "VERB" and any(passage.words[kid].dep in ("auxpass", "nsubjpass") for kid in passage.children[verb])


def _own_subject(passage: Passage, place: int) -> int | None:
    words, kids = passage.words, passage.children[place]
    if words[place].pos in ("NOUN", "PROPN"):
        return next((kid for kid in kids if words[kid].dep == "poss"), None)
    if _passive(passage, place):
        agent = next((kid for kid in kids if words[kid].dep == "agent"), None)
        return next((kid for kid in passage.children[agent] if words[kid].dep == "pobj"), None) if agent is not None else None
    return next((kid for kid in kids if words[kid].dep in ("nsubj", "csubj")), None)


def _phrase(passage: Passage, head: int, taken: set[int]) -> frozenset[int]:
    """The words of a noun phrase up to the cue; with a relative pronoun also what it stands for."""
    if passage.words[head].lemma in ("it", "there"):
        return frozenset() if passage.words[head].lemma == "there" else frozenset((head,))
    whole = [place for place in passage.subtree(head) if place not in taken]
    run = next((run for run in runs(whole) if head in run), [head])
    return frozenset(run)


def clause(passage: Passage, cue: Sequence[int], source: frozenset[int]) -> frozenset[int]:
    """What the cue presents by the parse: its clause or object; else the sentence that it stands beside."""
    words, taken = passage.words, set(cue) | source
    found: set[int] = set()
    for place in cue:
        for kid in passage.children[place]:
            if kid not in taken and words[kid].dep in ("ccomp", "xcomp", "dobj", "pobj", "acl", "attr"):
                found |= passage.subtree(kid)
    head = top(passage, cue)
    if not found and words[head].dep in ("parataxis", "advcl", "prep", "advmod") and words[head].head != head:
        found = passage.subtree(words[head].head) - passage.subtree(head)
    return frozenset(found - taken)


def whole_quotations(passage: Passage, linked: Linked) -> Linked:
    """Let a content take in the rest of each quotation it stands in, and the quoted sentences that follow on."""
    words = passage.words
    if not linked.content:
        return linked
    quotes = {words[place].quote for place in linked.content} - {-1}
    quotes -= {words[place].quote for place in linked.cue}
    by_quote: dict[int, set[int]] = {}
    for place, word in enumerate(words):
        if word.quote >= 0:
            by_quote.setdefault(word.quote, set()).add(place)
    content = set(linked.content)
    for quote in quotes:
        rest = by_quote[quote] - linked.source
        content |= rest
    return replace(linked, content=frozenset(content))


def continued(passage: Passage, links: Sequence[Linked]) -> list[Linked]:
    """Give each quotation that fills sentences of its own, and has no cue, to the speaker quoted just before."""
    words = passage.words
    claimed = {place for link in links for place in (*link.content, *link.cue, *link.source)}
    sentences: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        sentences.setdefault(word.sentence, []).append(place)
    grown = list(links)
    last: int | None = None
    for number in sorted(sentences):
        places = sentences[number]
        here = [n for n, link in enumerate(grown) if link.cue and any(words[place].sentence == number for place in link.cue)]
        free = [place for place in places if words[place].quote >= 0]
        bare = [place for place in places if words[place].quote < 0 and words[place].pos not in ("PUNCT", "SPACE")]
        if not here and last is not None and free and not bare and not claimed & set(free):
            grown[last] = replace(grown[last], content=grown[last].content | frozenset(free))
            continue
        quoting = [n for n in here if any(words[place].quote >= 0 for place in grown[n].content)]
        whole = [n for n, link in enumerate(grown) if any(words[place].sentence == number and words[place].quote >= 0 for place in link.content)]
        last = quoting[-1] if quoting else whole[-1] if whole and not bare else None
    return grown


def outermost_links(links: Sequence[Linked]) -> list[Linked]:
    """The likelier of two that share most of their content; then those whose cue stands in no other's content."""
    kept: list[Linked] = []
    for link in sorted(links, key=lambda link: (-link.probability, min(link.cue))):
        if not any(2 * len(link.content & other.content) > len(link.content | other.content) or link.cue <= other.content for other in kept):
            kept.append(link)
    free = [link for link in kept if not any(link.cue <= other.content for other in kept if other is not link)]
    return sorted(free, key=lambda link: min(link.cue | link.content))


def spans(passage: Passage, places: Iterable[int]) -> tuple[Span, ...]:
    """The places as stretches of text, without the punctuation at their ends."""
    words = passage.words
    found = []
    for run in runs(places):
        while run and words[run[-1]].text in _EDGES:
            run.pop()
        while run and words[run[0]].text in _EDGES:
            run.pop(0)
        if run:
            found.append((words[run[0]].start, words[run[-1]].end))
    return tuple(found)


def attribution(passage: Passage, linked: Linked) -> Attribution | None:
    """The spans of a linked attribution; None where no content is left."""
    content = spans(passage, linked.content - linked.cue - linked.source)
    if not content:
        return None
    cue = spans(passage, linked.cue) or tuple((passage.words[p].start, passage.words[p].end) for p in sorted(linked.cue))
    return Attribution(spans(passage, linked.source - linked.cue), cue, content)
