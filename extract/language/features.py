"""What the tagger looks at: features of each word of a passage, as short strings for the CRF.

Two sets. ``word_features`` serve to find cues (with sources and contents beside them); ``role_features`` describe each
word as seen from one cue: the way to it through the parse, the clause it stands in, its place among the quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from extract.language.passage import Passage, Word

CueScores = Mapping[str, int]
"""How often a lemma heads a cue, by ``key``: 1 seldom to 5 nearly always; missing is never."""

_CLASSES = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}
_CANDIDATE = 2  # the least score of a word that the way up is told to
_REACH = 6
_SHOWN = {"nsubj", "nsubjpass", "ccomp", "xcomp", "dobj", "prep", "prt", "mark", "acl", "agent", "neg", "aux", "poss", "dative"}
_SHOWN_OF_CUE = {"nsubj", "nsubjpass", "ccomp", "xcomp", "dobj", "prep", "poss", "acl", "agent", "pobj"}
_PAUSES = {",", "-", "–", "—", ";", ":"}


def key(word: Word) -> str:
    """What a word is looked up by in the cue scores."""
    return f"{_CLASSES.get(word.pos, 'o')}:{word.lemma}"


def top(passage: Passage, places: Sequence[int]) -> int:
    """The word of a stretch on which the others depend: a verb or noun if several do not depend on each other."""
    inside = set(places)
    tops = [place for place in places if passage.words[place].head not in inside or passage.words[place].head == place]
    return min(tops, key=lambda place: (passage.words[place].pos not in _CLASSES, place))


def _shape(text: str) -> str:
    short = re.sub(r"(.)\1+", r"\1", re.sub(r"[A-Z]", "X", re.sub(r"[a-z]", "x", re.sub(r"\d", "d", text[:40]))))
    return short[:6]


def _bucket(distance: int) -> str:
    size = abs(distance)
    step = size if size < 4 else 4 if size < 7 else 7 if size < 12 else 12 if size < 20 else 20 if size < 40 else 40
    return f"{'-' if distance < 0 else '+'}{step}"


def _quote_state(words: Sequence[Word], place: int) -> str:
    quote = words[place].quote
    if quote < 0:
        return "O"
    before = place > 0 and words[place - 1].quote == quote
    after = place + 1 < len(words) and words[place + 1].quote == quote
    return "I" if before and after else "E" if before else "B"


def _wholly_quoted(words: Sequence[Word]) -> dict[int, str]:
    """Each sentence's share in quotation marks: none, some, all."""
    found: dict[int, str] = {}
    for word in words:
        if word.pos == "PUNCT":
            continue
        state = "none" if word.quote < 0 else "all"
        known = found.get(word.sentence, state)
        found[word.sentence] = state if known == state else "some"
    return found


def word_features(passage: Passage, scores: CueScores) -> list[list[str]]:
    """The features of each word, for finding cues."""
    words = passage.words
    cues = [scores.get(key(word), 0) for word in words]
    quoted = _wholly_quoted(words)
    states = [_quote_state(words, place) for place in range(len(words))]
    rows = []
    for place, word in enumerate(words):
        head = words[word.head]
        kids = passage.children[place]
        deps = ",".join(sorted({words[kid].dep for kid in kids} & _SHOWN))
        row = [
            "b",
            f"w={word.text.lower()}",
            f"l={word.lemma}",
            f"p={word.pos}",
            f"t={word.tag}",
            f"d={word.dep}",
            f"s={_shape(word.text)}",
            f"h={head.lemma}",
            f"hp={head.pos}|{word.dep}",
            f"c={cues[place]}",
            f"c={cues[place]}|{word.dep}",
            f"c={cues[place]}|{deps}",
            f"hc={cues[word.head]}|{word.dep}|{word.pos}",
            f"hl={head.lemma}|{word.dep}",
            f"ld={word.lemma}|{word.dep}",
            f"q={states[place]}",
            f"q={states[place]}|{word.pos}",
            f"qs={quoted.get(word.sentence, 'none')}",
            f"qc={quoted.get(word.sentence, 'none')}|{cues[place]}|{states[place]}",
            f"k={word.lemma}|{deps}",
        ]
        for kid in kids:
            if words[kid].dep in ("ccomp", "xcomp", "prep", "nsubj", "prt", "mark"):
                row.append(f"kd={words[kid].dep}|{words[kid].lemma if words[kid].dep in ('prep', 'prt', 'mark') else words[kid].pos}|{cues[place]}")
            if words[kid].dep == "nsubj":
                row.append(f"ks={words[kid].lemma}|{cues[place]}")
        for step in (-2, -1, 1, 2):
            near = place + step
            if 0 <= near < len(words):
                row.append(f"l{step}={words[near].lemma}")
                row.append(f"p{step}={words[near].pos}|{cues[near]}")
                row.append(f"q{step}={states[near]}|{words[near].sentence != word.sentence}")
            else:
                row.append(f"l{step}=#")
        if place and place + 1 < len(words):
            row.append(f"p-+={words[place - 1].pos}|{word.pos}|{words[place + 1].pos}")
            row.append(f"l-0={words[place - 1].lemma}|{word.lemma}")
            row.append(f"l0+={word.lemma}|{words[place + 1].lemma}")
        row += _way_to_candidate(passage, cues, place)
        rows.append(row)
    return rows


def _way_to_candidate(passage: Passage, cues: Sequence[int], place: int) -> list[str]:
    """The nearest likely cue above a word, and the way up to it."""
    words = passage.words
    way = [words[place].dep]
    for above in passage.up(place):
        if cues[above] >= _CANDIDATE:
            path = ">".join(way)
            side = "<" if above < place else ">"
            score = f"{cues[above]}{side}"
            return [f"up={path}", f"up={path}|{score}", f"ul={way[-1]}|{words[above].lemma}{side}", f"uc={way[-1]}|{score}|{words[above].pos}"]
        way.append(words[above].dep)
        if len(way) > _REACH:
            break
    return ["up=none"]


def role_features(
    passage: Passage, cue: Sequence[int], others: frozenset[int], labels: Sequence[str], scores: CueScores, low: int, high: int
) -> list[list[str]]:
    """The features of the words ``low`` to ``high`` as seen from one cue.

    ``others`` are the places of the other cues, ``labels`` what the first pass said of each word.
    """
    words = passage.words
    at = top(passage, cue)
    head = words[at]
    own = set(cue)
    above = _above(passage, at)
    quoted = _wholly_quoted(words)
    cue_kind = f"{head.pos}{scores.get(key(head), 0)}"
    cue_deps = ",".join(sorted({words[kid].dep for kid in passage.children[at]} & _SHOWN_OF_CUE))
    quote_near = {words[place].quote for place in range(max(0, cue[0] - 3), min(len(words), cue[-1] + 4))} - {-1}
    rows = []
    between_others = _counts(others, len(words))
    between_commas = _counts(frozenset(place for place, word in enumerate(words) if word.text in _PAUSES), len(words))
    for place in range(low, high):
        word = words[place]
        side = "in" if place in own else "<" if place < cue[0] else ">"
        edge = cue[0] if place < cue[0] else cue[-1]
        sentence = max(-3, min(3, word.sentence - head.sentence))
        path, branch = _path(passage, place, above)
        first, last = min(place, edge), max(place, edge)
        crossed = min(2, between_others[last] - between_others[first]) if side != "in" else 0
        commas = min(3, between_commas[last] - between_commas[first])
        state = _quote_state(words, place)
        label = labels[place]
        if branch is None:
            where = "far"
        else:
            mark = next((words[kid].lemma for kid in passage.children[branch] if words[kid].dep in ("mark", "aux", "advmod") and kid <= branch), "")
            where = f"{words[branch].dep}|{mark}"
        quote = "none" if word.quote < 0 else "near" if word.quote in quote_near else "off"
        owner = _owner(passage, place, own, others)
        rows.append(
            [
                "b",
                f"side={side}",
                f"path={path}|{side}",
                f"pc={path}|{head.lemma}",
                f"pk={path}|{cue_kind}|{side}",
                f"pp={path}|{word.pos}",
                f"pd={path}|{cue_deps}",
                f"br={where}|{side}|{cue_kind}",
                f"bl={where}|{head.lemma}",
                f"bw={where.split('|')[0]}|{word.pos}|{side}",
                f"n={sentence}|{side}",
                f"nq={sentence}|{side}|{state}|{quoted.get(word.sentence, 'none')}|{quote}",
                f"dist={_bucket(place - edge)}|{side}",
                f"dl={_bucket(place - edge)}|{label}",
                f"x={crossed}|{side}|{sentence}",
                f"xl={crossed}|{label}|{side}|{owner}",
                f"com={commas}|{side}|{crossed}|{where.split('|')[0]}",
                f"y={label}",
                f"yp={label}|{path}|{side}",
                f"yb={label}|{where}|{side}|{owner}",
                f"yq={label}|{quote}|{state}|{sentence}",
                f"y-={labels[place - 1] if place else '#'}|{label}",
                f"y+={labels[place + 1] if place + 1 < len(words) else '#'}|{label}",
                f"o={owner}|{side}|{sentence}",
                f"q={state}|{quote}",
                f"p={word.pos}|{word.dep}",
                f"l={word.lemma}",
                f"ls={word.lemma}|{side}|{min(abs(place - edge), 3)}",
                f"l-={words[place - 1].lemma if place else '#'}",
                f"l+={words[place + 1].lemma if place + 1 < len(words) else '#'}",
                f"p-={words[place - 1].pos if place else '#'}|{word.pos}",
                f"p+={words[place + 1].pos if place + 1 < len(words) else '#'}|{word.pos}",
                f"e={place + 1 == len(words) or words[place + 1].sentence != word.sentence}|{word.text[:2] if word.pos == 'PUNCT' else ''}",
                f"f={place == 0 or words[place - 1].sentence != word.sentence}",
            ]
        )
    return rows


def _counts(marked: frozenset[int], size: int) -> list[int]:
    """How many of the marked places stand before each place."""
    counts = [0]
    for place in range(size):
        counts.append(counts[-1] + (place in marked))
    return counts


def _above(passage: Passage, place: int) -> dict[int, str]:
    """A word and those above it, each with the way up to it, which after four steps is told no further."""
    found, way = {place: ""}, ""
    for depth, above in enumerate(passage.up(place)):
        way = f"{way}/{passage.words[place].dep}" if depth < 4 else way
        found[above] = way
        place = above
    return found


def _path(passage: Passage, place: int, above: Mapping[int, str]) -> tuple[str, int | None]:
    """The way from a word to the cue through the parse, and the word just below where the ways meet."""
    way: list[str] = []
    below: int | None = None
    for at in (place, *islice(passage.up(place), 39)):
        if at in above:
            return f"{'>'.join(way[-3:])}{'+' if len(way) > 3 else ''}^{above[at]}", place if below is None else below
        way.append(passage.words[at].dep)
        below = at
    return "far", None


def _owner(passage: Passage, place: int, own: set[int], others: frozenset[int]) -> str:
    """Whose the word is by the parse: this cue's, another's, or nobody's."""
    if place in own or place in others:
        return "cue"
    for above in passage.up(place):
        if above in own:
            return "mine"
        if above in others:
            return "else"
    return "none"
