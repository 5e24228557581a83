"""SEESAW, who is for or against whom in American news: ``python -m bench.seesaw STANCE_DIR [-v] [--part dev|held]``.

STANCE_DIR holds ``seesaw_valid.jsonl.gz`` (Zhang et al. 2022, CC BY-NC-SA: measured here, never copied), and for ``--part``
``seesaw_train.jsonl.gz``: every other document of it from the first (``dev``, to work on) or the second (``held``, to check on). Every entity of a
document is an actor and an issue at once, and a claim of one about another is a triplet. The figures are those of
``score_seesaw.py`` beside the file. Where the gold triplets are lost is printed below them, and each of them with ``-v``.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from extract.claims import Coder
from extract.language.lexicon import read_data
from extract.language.parse import plain
from extract.model import Actor, Issue, Speaker, Stance, Version, When

Triplet = tuple[int, str, str, str]
"""The sentence, who, about whom, POS or NEG."""

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_NOBODY = {"None", "Not in the list"}
_PARTIES = {"Republican Party": ("GOP", "Republicans", "Republican"), "Democratic Party": ("Democrats", "Democrat", "Dems")}
_MEMBERS = {"Republicans?": ("Republicans", "GOP"), "Democrats?|Democratic": ("Democrats",)}
_ALIASES = {
    "Affordable Care Act": ("Obamacare", "ObamaCare", "health care law", "healthcare law", "health care overhaul"),
    "Islamic State": ("ISIS", "ISIL"),
    "A360media": ("American Media",),
    "undocumented immigrants": ("illegal immigrants", "illegal aliens", "unauthorized immigrants"),
}
_GROUP = re.compile("Party|Democrats|Republicans|Senators|House|Senate|Administration|Congress|Court|Department|Union|Team|Committee")
_ENDS = (".", "!", "?", "”", '"', "’", ":", ";", ",", "—")  # after other ends, a line ends


@cache
def countries() -> dict[str, dict[str, Any]]:
    """The built-in countries by each of their names."""
    rows = cast(list[dict[str, Any]], read_data("countries.toml")["country"])
    return {name: row for row in rows for name in (row["name"], *row.get("aliases", ()))}


_SMALL = {"of", "and", "for", "the", "to", "in", "on"}
_THINGS = {word for row in cast(list[list[str]], read_data("families.toml")["families"]) for word in row} | {"vote", "delay"}


def bodies(name: str) -> list[str]:
    """The short names of a public body: "Congress" for the "United States Congress", "Justice Department" for that "of Justice"."""
    short = re.sub(r" (?:of Representatives|(?:of|to) the United States(?: \w+)?|Party)$", "", re.sub(r"^(?:United States|U\.S\.|US) ", "", name))
    if committee := re.fullmatch(r"((?:House|Senate) )(?:Select )?Committee on (?:the )?(\w+)(.*)", short):
        house, first, rest = committee.groups()
        return [short, f"{house}{first}{rest} Committee", f"{first}{rest} Committee", f"{house}{first} Committee", f"{first} Committee"]
    department = re.fullmatch(r"(?:Department|House|Ministry) of (\w+)", short)
    return [short, *([f"{department.group(1)} Department", f"{department.group(1)} Ministry"] if department else [])] if short[:1].isupper() else [name]


def spelled(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The entities of a document as an author would write them: a proper name that the list has in lower case ("anna berg") as in the text,
    a description in headline letters ("Harbor Funding Bill") that the text never has so in small ones.
    """
    text, rows = plain(" ".join(document["sentences"])), []
    for entity in document["entities"]:
        name = plain(entity["name"])
        found = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) if name.islower() else None
        proper = found is not None and all(w[:1].isupper() or w in _SMALL for w in found.group().split())
        described = not name.islower() and name not in text and set(entity["type"]) <= {"Topic", "Event"} and name.split()[-1].lower() in _THINGS
        rows.append(entity | {"as": found.group() if found is not None and proper else name.lower() if described else name})
    return rows


def variants(entity: dict[str, Any], others: Iterable[str]) -> tuple[str, ...]:
    """The ways to name an entity: without "the", by surname, by initials, in the singular and the plural; a country's own."""
    name = re.sub(r"^[Tt]he ", "", plain(entity["as"]))
    names, words = [name, *_PARTIES.get(name, ()), *_ALIASES.get(name, ()), *bodies(name)], name.split()
    if country := countries().get(name):
        names += [country["name"], *country.get("aliases", ()), *country.get("demonyms", ())]
    if is_person(entity):
        bare = re.sub(r",? (?:Jr|Sr|I{2,3})\.?$", "", name)
        surname = bare.split()[-1]
        kin = [other for other in others if other != entity["as"] and surname in other.split()]
        given = bare.split()[0]
        if not kin or entity["main"]:
            names += [bare, surname]
        else:
            names += [bare] if any(given == other.split()[0] for other in kin) or "." in given else [bare, given]
        names += [re.sub(r"\b([A-Z]\.) (?=[A-Z]\.)", r"\1", bare)]
    elif len(words) > 1 and all(w[0].isupper() for w in words if w not in ("of", "and", "for", "the")):
        letters = "".join(w[0] for w in words if w[0].isupper())
        names += [letters, "".join(f"{letter}." for letter in letters)]
        names += [letters[:-1]] if len(letters) > 3 and "and" in words else []
    elif re.fullmatch(r"[a-z]{3,}", words[-1]) and not words[-1].endswith("ss"):
        names.append(name[:-1] if name.endswith("s") else f"{name}s")
    names += [n.replace("-", " ") for n in names if re.match(r"[Aa]l-", n)]
    names += [bare for n in names if (bare := unicodedata.normalize("NFKD", n).encode("ascii", "ignore").decode()) != n and bare]
    return tuple(dict.fromkeys(n for n in names if len(n) > 1))


def _kin(one: str, other: str) -> bool:
    """Whether two names end in the same word and are not the same."""
    return one != other and one.split()[-1] == other.split()[-1]


def members(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """The plain names of a party's members ("House Republicans"), where no other entity of the document is of that party."""
    for word, plainly in _MEMBERS.items():
        if re.search(rf"\b(?:{word})\b", name) and sum(re.search(rf"\b(?:{word})\b", other) is not None for other in names) == 1:
            return plainly
    return ()


def is_person(entity: dict[str, Any]) -> bool:
    """Whether the entity is one human being: of type People, two to four words, all of them names."""
    words = entity["as"].split()
    return "People" in entity["type"] and 2 <= len(words) <= 4 and all(w[0].isupper() for w in words) and not _GROUP.fullmatch(words[-1])


def coder_of(document: dict[str, Any]) -> tuple[Coder, dict[str, str]]:
    """A coder whose actors and issues are the document's entities, and the entity of each of its identifiers."""
    text = plain(" ".join(document["sentences"]))
    entities = [e for e in spelled(document) if e["name"] not in _NOBODY]
    counts = {e["as"]: text.count(e["as"]) for e in entities}
    entities = [e | {"main": counts[e["as"]] > 2 * max((counts[o["as"]] for o in entities if _kin(e["as"], o["as"])), default=0)} for e in entities]
    everyone = [e["as"] for e in entities if is_person(e) or re.search(r"(?i)famil", e["as"])]
    actors, issues, names = [], [], {}
    for entity in entities:
        name, ways = entity["name"], variants(entity, everyone)
        ways += tuple(way for way in members(name, (e["name"] for e in entities)) if way not in ways)
        key = str(countries().get(ways[0], {}).get("id", name))
        if key in names:
            continue
        names[key] = names[name] = name
        if is_person(entity):  # a role that needs no title; a speaker's name is what "he" and "she" go back to
            actors.append(Actor(key, f"{entity['as']} (person)", (), tuple(Speaker(way, "President") for way in ways if " " in way)))
        else:
            actors.append(Actor(key, name, ways))
        issues.append(Issue(name, f"{ways[0]} is supported", ways))
    return Coder(actors, issues), names


def joined(lines: list[str]) -> tuple[str, list[int]]:
    """The sentences as one text, and where each starts in it; one that does not end in a stop ends its line."""
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line + (" " if line.rstrip().endswith(_ENDS) else "\n")
    return text, starts


def read(document: dict[str, Any], losses: Counter[str], lines: list[str]) -> set[Triplet]:
    """The triplets of a document; what became of the gold ones is counted and told."""
    coder, names = coder_of(document)
    text, starts = joined(document["sentences"])
    version = Version(document["doc"], document["source"], text, _AT, title=document["title"], published=When.parse(document["date"]))
    coded = coder.code(version)

    def sentence(offset: int) -> int:
        return bisect_right(starts, offset) - 1

    signs = {Stance.SUPPORT: "POS", Stance.OPPOSE: "NEG"}
    said = [(sentence(c.start), names[c.actor], c.issue, signs.get(c.stance, "NEU"), c.path) for c in coded.claims if names[c.actor] != c.issue]
    found = {(sentence(h.start), h.issue.id) for h in coder.named(coder.document(version)).hits}
    reasons = {(sentence(a.start), a.issue): a.reason for a in coded.abstentions}
    gold = {(s["sent"], s["subject"], s["object"], s["sentiment"]) for s in document["stances"]}
    for at, who, whom, sign in sorted(gold):
        if {who, whom} & _NOBODY:
            continue
        here = [c for c in said if c[0] == at and c[2] == whom]
        same = [c for c in here if c[1] == who]
        reason = reasons.get((at, whom), "")
        if any(c[3] == sign for c in same):
            loss = "right"
        elif (at, names.get(whom, whom)) not in found:
            loss = "object not named"
        elif same:
            loss = "neutral" if all(c[3] == "NEU" for c in same) else "wrong sign"
        elif here:
            loss = "other holder"
        elif reason:
            loss = "holder unknown" if reason.startswith("nobody known") else "abstained"
        else:
            loss = "passed over"
        losses[loss] += 1
        lines.append(f"{loss:16} {document['doc']}:{at} {who} {sign} {whom} | {document['sentences'][at]} | {reason} {[(c[1], c[3], c[4]) for c in here]}")
    for at, who, whom, sign, path in said:
        if sign != "NEU" and not any((at, who, whom, s) in gold for s in signs.values()):
            lines.append(f"{'not in gold':16} {document['doc']}:{at} {who} {sign} {whom} | {document['sentences'][at]} | {path}")
    return {(at, who, whom, sign) for at, who, whom, sign, _ in said if sign != "NEU"}


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.sub(r"[^a-z0-9 ]", "", name.lower()).split())


def _same(one: str, other: str) -> bool:
    """Whether two names mean the same: the same last word, or all words of one in the other."""
    a, b = _words(one), _words(other)
    return bool(a and b) and (a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a))


def compare(document: dict[str, Any], got: Iterable[Triplet], whole: bool, n: Counter[str]) -> None:
    """Counts the triplets of a document as the scorer does: each of the gold ones with at most one of ours."""
    stances = [(s["sent"], s["subject"], s["object"], s["sentiment"]) for s in document["stances"]]
    unclear = {s[0] for s in stances if {s[1], s[2]} & _NOBODY}
    wanted, ours = [s for s in stances if not {s[1], s[2]} & _NOBODY], sorted(got)
    if whole:
        wanted, ours = (list({(_words(s[1]), _words(s[2]), s[3]): s for s in each}.values()) for each in (wanted, ours))
    for at, who, whom, sign in wanted:
        match = next((o for o in ours if (whole or o[0] == at) and _same(o[1], who) and _same(o[2], whom) and o[3] == sign), None)
        if match is not None:
            ours.remove(match)
            n["right"] += 1
        n["wanted"] += 1
    n["wrong"] += sum(o[0] not in unclear for o in ours)


_PARTS = {
    "valid": ("seesaw_valid.jsonl.gz", slice(None)),
    "dev": ("seesaw_train.jsonl.gz", slice(0, None, 2)),
    "held": ("seesaw_train.jsonl.gz", slice(1, None, 2)),
}


def measure(folder: Path, write: Path | None = None, part: str = "valid") -> tuple[dict[str, float], Counter[str], list[str]]:
    """The figures, where the gold triplets are lost, and a line for each; our triplets are written for the scorer if asked."""
    losses: Counter[str] = Counter()
    lines: list[str] = []
    counts: dict[str, Counter[str]] = {"sentence": Counter(), "document": Counter()}
    rows = []
    name, documents_of = _PARTS[part]
    with gzip.open(folder / name, "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for line in file][documents_of]
    for document in documents:
        got = read(document, losses, lines)
        rows.append({"doc": document["doc"], "stances": [dict(zip(("sent", "subject", "object", "sentiment"), t, strict=True)) for t in sorted(got)]})
        for level, n in counts.items():
            compare(document, got, level == "document", n)
    if write is not None:
        write.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    figures: dict[str, float] = {}
    for level, n in counts.items():
        precision, recall = n["right"] / max(1, n["right"] + n["wrong"]), n["right"] / max(1, n["wanted"])
        figures |= {f"{level}_precision": precision, f"{level}_recall": recall, f"{level}_f1": 2 * precision * recall / ((precision + recall) or 1)}
    return figures, losses, lines


def score(folder: Path) -> dict[str, float]:
    """Precision, recall and F1 of the triplets, by sentence and by document."""
    return measure(folder)[0]


def main() -> None:
    """Print the figures and the losses; with ``-v`` every triplet; ``-o FILE`` writes ours for the official scorer."""
    out = Path(sys.argv[sys.argv.index("-o") + 1]) if "-o" in sys.argv else None
    part = sys.argv[sys.argv.index("--part") + 1] if "--part" in sys.argv else "valid"
    figures, losses, lines = measure(Path(sys.argv[1]), out, part)
    if "-v" in sys.argv:
        print("\n".join(sorted(lines)))
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    print("  ".join(f"{loss} {count}" for loss, count in losses.most_common()))


if __name__ == "__main__":
    main()
