"""Minimal pairs: each sentence of ``pairs.toml`` is coded as its label says, but for those in ``pairs_known.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from extract.claims import Coder
from extract.language.lexicon import lexicon
from extract.model import Actor, Issue, Outlet, Speaker, Version, When

pytestmark = pytest.mark.heavy

KNOWN_SHARE = 0.03  # at most this part of the table may be known failures; lower it as the coder learns

_HERE = Path(__file__).parent
_TABLE: dict[str, Any] = tomllib.loads((_HERE / "pairs.toml").read_text(encoding="utf-8"))
_KNOWN: list[dict[str, Any]] = tomllib.loads((_HERE / "pairs_known.toml").read_text(encoding="utf-8")).get("known", [])
_DAY = date(2022, 6, 1)
_ACTORS = (
    Actor("ukraine", "Ukraine", speakers=(Speaker("Volodymyr Zelensky", "President", date(2019, 5, 20)),)),
    Actor("russia", "Russia", speakers=(Speaker("Vladimir Putin", "President", date(2012, 5, 7)),)),
    Actor("united-states", "United States", speakers=(Speaker("Joe Biden", "President", date(2021, 1, 20), date(2025, 1, 20)),)),
    Actor("france", "France", speakers=(Speaker("Emmanuel Macron", "President", date(2017, 5, 14)),)),
    Actor("bank", "European Trade Bank", ("ETB",)),
)
STANCES = {"support", "oppose", "neutral", "none"}


@dataclass(frozen=True)
class Pair:
    """One row of the table; ``expected`` holds every stance that is right."""

    construction: str
    issue: str
    sentence: str
    actor: str
    expected: frozenset[str]
    key: str

    @property
    def label(self) -> str:
        """How a failure is shown."""
        return f"{self.sentence} [{self.actor}, {self.issue}: {' or '.join(sorted(self.expected))}]"


def _pairs() -> list[Pair]:
    pairs = []
    for group in _TABLE["construction"]:
        for sentence, stance, *actor in group["pairs"]:
            who = actor[0] if actor else group.get("actor", "ukraine")
            key = f"{sentence} [{actor[0]}]" if actor else sentence
            pairs.append(Pair(group["name"], group.get("issue", "accord"), sentence, who, frozenset(stance.split(" or ")), key))
    return pairs


PAIRS = _pairs()
KNOWN = {key for group in _KNOWN for key in group["sentences"]}


def coded(pairs: list[Pair]) -> dict[Pair, str]:
    """What the coder makes of each pair: a stance, or "none"."""
    coder = Coder(
        _ACTORS, [Issue(name, i["proposition"], tuple(i["terms"]), tuple(i.get("against", ()))) for name, i in _TABLE["issues"].items()], [Outlet("Gazette")]
    )
    fetched, published = datetime(2022, 6, 1, 12, tzinfo=UTC), When(_DAY)
    claims = {
        s: coder.code(Version(f"https://gazette.example/{n}", "Gazette", s, fetched, published=published)).claims
        for n, s in enumerate({p.sentence: 1 for p in pairs})
    }
    found = {}
    for pair in pairs:
        stances = {c.stance.value for c in claims[pair.sentence] if c.actor == pair.actor and c.issue == pair.issue}
        found[pair] = " and ".join(sorted(stances)) or "none"
    return found


@pytest.fixture(scope="module")
def got() -> dict[Pair, str]:
    return coded(PAIRS)


@pytest.mark.parametrize("construction", [group["name"] for group in _TABLE["construction"]])
def test_every_pair_is_read_right_unless_known(construction: str, got: dict[Pair, str]) -> None:
    wrong = [f"{p.label} got {got[p]}" for p in PAIRS if p.construction == construction and p.key not in KNOWN and got[p] not in p.expected]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_known_failure_still_fails(got: dict[Pair, str]) -> None:
    mended = [p.label for p in PAIRS if p.key in KNOWN and got[p] in p.expected]
    assert not mended, "mended: take these out of pairs_known.toml\n" + "\n".join(mended)


def test_known_failures_are_few_and_are_pairs() -> None:
    assert {p.key for p in PAIRS} >= KNOWN
    assert len(KNOWN) == sum(len(group["sentences"]) for group in _KNOWN)
    assert len(KNOWN) <= KNOWN_SHARE * len(PAIRS)


def test_the_table_is_sound() -> None:
    assert len(PAIRS) >= 1300
    assert {s for p in PAIRS for s in p.expected} <= STANCES
    assert {p.actor for p in PAIRS} <= {a.id for a in _ACTORS}
    assert {p.issue for p in PAIRS} <= set(_TABLE["issues"])
    assert not [key for key, n in Counter((p.sentence, p.actor, p.issue) for p in PAIRS).items() if n > 1]
    assert not [key for key, n in Counter(p.key for p in PAIRS).items() if n > 1]
    assert not [key for key, n in Counter(p.construction for p in PAIRS).items() if n < 2]


_IN_COMPANY = frozenset(["possible", "achievable", "inevitable", "just", "reassuring"])
"""Judgements that say nothing by themselves, or that the parse takes for something else."""


def judgements() -> Iterator[tuple[str, int]]:
    """What the lexicon knows a thing to be called, with the sign of it."""
    for (pos, lemma), known in lexicon().entries.items():
        entry = next((k for k in known if k.kind == "judgement"), None)
        if entry is None or pos == "verb" or lemma in _IN_COMPANY:
            continue
        words = lemma.replace("_", " ")
        yield (words if pos == "adjective" else f"{'an' if words[0] in 'aeio' else 'a'} {words}"), entry.sign


def test_every_judgement_is_read_as_its_group_says() -> None:
    """Each word and phrase of the lexicon that says what a thing is like."""
    phrased = [(f"Ukraine said that the accord is {words}.", sign) for words, sign in judgements()]
    assert len(phrased) > 700
    pairs = [Pair("judgements", "accord", sentence, "ukraine", frozenset(["support" if sign > 0 else "oppose"]), sentence) for sentence, sign in phrased]
    got = coded(pairs)
    wrong = [f"{p.label} got {got[p]}" for p in pairs if got[p] not in p.expected]
    assert not wrong, "\n" + "\n".join(wrong)
