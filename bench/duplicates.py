"""How well copies of articles are told from articles that merely share words: made-up syndications and hard negatives.

    python -m bench.duplicates [STREAM.jsonl.gz …]     # pairs; default: our own corpus
    python -m bench.duplicates --natural STREAM…       # the pairs of a stream as it is that are called copies
    python -m bench.duplicates --million [N]           # time and peak memory of N made-up articles in a warehouse

Of every base article: three copies in other outlets (headline changed, up to half of the paragraphs cut, up to a
tenth of the words replaced, dropped or doubled, a wire's credit and boilerplate added), and texts that are no copies:
an article that quotes two of its paragraphs, a story that quotes its sentences, the next of a series by the same
outlet, a live blog grown past it at its own address, another article of its outlet with the same boilerplate.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, cycle, zip_longest
from math import nan
from pathlib import Path

from bench import duplicates_cost
from bench.corpus_reader import CORPUS, corpus
from extract.duplicates import Printed, candidates, copies, groups, held, printed
from extract.model import Version
from extract.web.documents import read
from flows.batches import version_of

PER_BASE = 3
_SENTENCE = re.compile(r"(?<=[.?!”])\s+")
_LIVE = re.compile(r"as it happened|\blive\b", re.IGNORECASE)
_CREDITS = ("(Meridian Wire) –", "KEEL (Northgate Press) –", "By our own correspondent and agencies.", "From the wire service")
_BOILERPLATE = (
    "Additional reporting by our staff in three capitals. Editing by the night desk.",
    "This story was supplied by a wire service and may not be printed again without its leave.",
    "Readers who know more about this matter can write to the desk in confidence, or leave word at the counter.",
    "Our paper is owned by the people who read it. Whoever takes a year's paper gets the Saturday book with it.",
)
_FILLER = ("officials", "later", "reportedly", "the", "also", "some", "new", "city", "week", "plan", "said", "under", "still", "more", "region", "talks")


@dataclass(frozen=True, slots=True)
class Base:
    """An article to make copies of."""

    key: str
    outlet: str
    day: date
    paragraphs: tuple[str, ...]
    live: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A text with the story it truly belongs to, and what it was made to be."""

    text: Printed
    story: str
    kind: str


def own_corpus(folder: Path = CORPUS) -> list[Base]:
    """The articles of ``bench/corpus``, as if each of its files were an outlet."""
    return [Base(a.id, a.id[0], date.fromisoformat(a.date), tuple(a.text.split("\n\n")), a.genre.startswith("live")) for a in corpus(folder)]


def stream(path: Path) -> list[Base]:
    """The dated articles of a stream; of the same text the first only. Its rows have no genre: a headline tells what is a live blog."""
    first: dict[str, Base] = {}
    for i, v in enumerate(_versions(path)):
        paragraphs = tuple(p for p in v.text.split("\n\n") if p.strip())
        if v.published:
            first.setdefault(v.text, Base(f"{path.name}-{i}", v.outlet, v.published.day, paragraphs, bool(_LIVE.search(v.title or ""))))
    return list(first.values())


def _versions(path: Path) -> list[Version]:
    return [version_of(document) for document in read(path, "stream", fetched_at=datetime(2026, 1, 1, tzinfo=UTC))]


def _edit(text: str, share: float, dice: random.Random) -> str:
    """Replace, drop or double that share of the words."""
    words: list[str] = []
    for word in text.split(" "):
        match dice.choice("rdi") if dice.random() < share else "":
            case "r":
                words.append(dice.choice(_FILLER))
            case "i":
                words += [word, dice.choice(_FILLER)]
            case "":
                words.append(word)
    return " ".join(words)


def syndicate(base: Base, number: int, dice: random.Random) -> Case:
    """A copy in another outlet."""
    n = len(base.paragraphs)
    kept = sorted(dice.sample(range(n), n - int(dice.uniform(0, 0.5) * n)))
    share = dice.uniform(0, 0.1)
    body = [_edit(base.paragraphs[i], share, dice) for i in kept]
    body[0] = f"{dice.choice(_CREDITS)} {body[0]}"
    if dice.random() < 0.5:
        body.insert(0, " ".join(dice.sample(_FILLER, 7)))  # a headline that was taken for text
    body += dice.sample(_BOILERPLATE, dice.randint(0, 2))
    day = base.day + timedelta(days=dice.randint(0, 3))
    return _case(f"{base.key}/copy{number}", base.key, "copy", body, f"outlet {number}", day, live=base.live)


def _case(key: str, story: str, kind: str, paragraphs: Sequence[str], outlet: str, day: date, url: str = "", live: bool = False) -> Case:
    return Case(printed(key, "\n\n".join(paragraphs), url=url or f"https://{outlet}/{key}", outlet=outlet, day=day, live=live), story, kind)


def _quoting(base: Base, other: Base, dice: random.Random) -> Case:
    """Another article that quotes two paragraphs."""
    own = list(other.paragraphs)
    for paragraph in dice.sample(base.paragraphs, min(2, len(base.paragraphs))):
        own.insert(dice.randint(1, len(own)), f"“{paragraph}”")
    return _case(f"{base.key}/quoting", f"{base.key}/quoting", "quoting", own, "quoting outlet", base.day)


def _story(base: Base, other: Base, dice: random.Random) -> Case:
    """A story on a speech: between its own paragraphs stand sentences of the other text."""
    sentences = [s for p in base.paragraphs for s in _SENTENCE.split(p)]
    told = [f"“{s}” she said." for s in dice.sample(sentences, len(sentences) // 2)]
    own = [part for pair in zip_longest(other.paragraphs, told, fillvalue="") for part in pair if part]
    return _case(f"{base.key}/story", f"{base.key}/story", "story", own, "story outlet", base.day)


def _live(base: Base, other: Base, _: random.Random) -> Case:
    """A live blog, grown at its own address: the old text ends it, most is new."""
    new = list(other.paragraphs)
    while len(" ".join(new).split()) < 1.5 * len(" ".join(base.paragraphs).split()):
        new.append(" ".join(reversed(new[len(new) - len(other.paragraphs)].split())))  # words that make no sense, but new ones
    key, url = f"{base.key}/live", f"https://{base.outlet}/{base.key}"
    return _case(key, key, "live", [*new, *base.paragraphs], base.outlet, base.day, url, live=True)


def _house(base: Base, other: Base, _: random.Random) -> Case:
    """Another article of the same outlet and week, with all of its boilerplate."""
    return _case(f"{base.key}/house", f"{base.key}/house", "house", [*other.paragraphs, *_BOILERPLATE], base.outlet, base.day)


def _next(base: Base, dice: random.Random) -> Case:
    """The next of a series by the same outlet: the same but for a date and a few words."""
    day = base.day + timedelta(days=42)
    return _case(
        f"{base.key}/next",
        f"{base.key}/next",
        "series",
        [f"Issued on {day}.", *(_edit(p, 0.02, dice) for p in base.paragraphs)],
        base.outlet,
        day,
        live=base.live,
    )


def made(articles: Sequence[Base], seed: int = 1) -> list[Case]:
    """Half of the articles with their copies, and what is none, made with the other half; the same for the same seed."""
    dice = random.Random(seed)
    shuffled = dice.sample(articles, len(articles))
    bases, fresh = shuffled[: len(shuffled) // 2], shuffled[len(shuffled) // 2 :]
    cases = []
    for base, other, kind in zip(bases, fresh, cycle((_quoting, _story, _live, _house))):
        cases.append(_case(base.key, base.key, "base", base.paragraphs, base.outlet, base.day, live=base.live))
        cases += [syndicate(base, n, dice) for n in range(PER_BASE)]
        cases += [kind(base, other, dice), _next(base, dice)]
    return cases


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of the pairs, and the pairs that were wrong: (kinds, key, key)."""

    figures: dict[str, float]
    wrong: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[str, str, str], ...]


def judge(cases: Sequence[Case]) -> Result:
    """Precision and recall on pairs: of an original and its copy, of two copies (``between``), and as ``groups`` has them."""
    texts = [c.text for c in cases]
    called = {(i, j) for i, j in candidates(texts) if copies(texts[i], texts[j])}
    grouped = {(i, j) for group in groups(texts) for i, j in combinations(sorted(group), 2)}
    by_story: dict[str, list[int]] = {}
    for i, case in enumerate(cases):
        by_story.setdefault(case.story, []).append(i)
    truth = {pair for those in by_story.values() for pair in combinations(those, 2)}
    direct = {(i, j) for i, j in truth if "base" in (cases[i].kind, cases[j].kind)}
    between = truth - direct
    wrong, missed = sorted(called - truth), sorted(direct - called)

    def named(pairs: list[tuple[int, int]]) -> tuple[tuple[str, str, str], ...]:
        return tuple((f"{cases[i].kind}+{cases[j].kind}", texts[i].key, texts[j].key) for i, j in pairs)

    figures = {
        "precision": len(called & truth) / max(1, len(called)), "recall": len(direct & called) / len(direct) if direct else nan,
        "between": len(between & called) / max(1, len(between)), "grouped_precision": len(grouped & truth) / max(1, len(grouped)),
        "grouped_recall": len(grouped & truth) / max(1, len(truth)), "texts": len(texts), "pairs": len(truth), "negatives": sum(c.kind not in ("base", "copy") for c in cases),
    }  # fmt: skip
    return Result(figures, named(wrong), named(missed))


def score(folder: Path = CORPUS) -> dict[str, float]:
    """The figures on our own corpus."""
    return judge(made(own_corpus(folder))).figures


def natural(path: Path) -> Iterator[str]:
    """A line for each pair of a stream that is called a copy, to be judged by reading."""
    versions = [v for v in _versions(path) if v.published]
    texts = [
        printed(v.version_id, v.text, url=f"{v.url}#{i}", outlet=v.outlet, day=v.published.day if v.published else None, live=bool(_LIVE.search(v.title or "")))
        for i, v in enumerate(versions)
    ]
    for i, j in candidates(texts):
        if copies(texts[i], texts[j]):
            same = "same words" if texts[i].digest == texts[j].digest else f"{held(texts[i], texts[j]):.3f} {held(texts[j], texts[i]):.3f}"
            yield f"{same:11}  {texts[i].day} {texts[j].day}  {versions[i].title} | {versions[j].title}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("streams", type=Path, nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--natural", action="store_true")
    parser.add_argument("--million", type=int, nargs="?", const=1_000_000)
    args = parser.parse_args()
    if args.million:
        print(duplicates_cost.measure(args.million))
    elif args.natural:
        for path in args.streams:
            print(*natural(path), sep="\n")
    else:
        for name, bases in [(p.name, stream(p)) for p in args.streams] or [("our own corpus", own_corpus())]:
            for what, cases in (("", made(bases, args.seed)), (", originals away", [c for c in made(bases, args.seed) if c.kind != "base"])):
                begun = time.perf_counter()
                result = judge(cases)
                print(f"{name}{what}: " + ", ".join(f"{k} {v:,.0f}" if v > 1 else f"{k} {v:.4f}" for k, v in result.figures.items()))
                print(
                    f"  {time.perf_counter() - begun:.1f} s; wrong: {dict(Counter(kind for kind, *_ in result.wrong))}; missed: {dict(Counter(kind for kind, *_ in result.missed))}"
                )


if __name__ == "__main__":
    main()
