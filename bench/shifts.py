"""Shifts in a made-up world, against what is true there, an oracle, and what a user would do instead.

    python -m bench.shifts [--pairs 400] [--seed 1] [--error .05 .15 .25] [--others]

A found shift is true where the position really went to that stance at a time that it allows (between its
last clear evidence before and its first clear evidence after, or within its credible interval), give or take
``SLACK_DAYS`` or two utterances' time, whichever is longer. All else that is said with at least ``SURE`` is false.
"""

from __future__ import annotations

import argparse
import itertools
import math
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import Pool

import numpy as np

from bench.world import CHANGES_A_YEAR, DAYS, ORIGIN, YEARS, Pair, Spoken, at, make_pair
from extract.model import Stance
from warehouse.inference import infer_pair
from warehouse.model import Shift

SURE = 0.9
SLACK_DAYS = 30
CLEAR = 5  # independent utterances on each side of a change that a fair judge must find
_SIDES = (Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL)


@dataclass(frozen=True, slots=True)
class Change:
    """A true change of a pair: when, to what, and how many utterances stand on each side."""

    pair: int
    day: float
    before: Stance
    after: Stance
    n_before: int
    n_after: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a method says: the new stance, the evidence on both sides of the change (days), and how sure it is."""

    pair: int
    after: Stance
    earliest: float
    latest: float
    probability: float = 1.0
    credible: tuple[float, float] | None = None

    @property
    def allowed(self) -> tuple[float, float]:
        """The days between which the change may have been, by what is said."""
        low, high = self.credible or (self.earliest, self.latest)
        return min(low, self.earliest), max(high, self.latest)


def changes(number: int, pair: Pair) -> list[Change]:
    """The true changes of a pair."""
    made = []
    bounds = [start for start, _ in pair.truth] + [DAYS]
    for k in range(1, len(pair.truth)):
        before = sum(bounds[k - 1] <= s.day < bounds[k] for s in pair.spoken)
        after = sum(bounds[k] <= s.day < bounds[k + 1] for s in pair.spoken)
        made.append(Change(number, bounds[k], pair.truth[k - 1][1], pair.truth[k][1], before, after))
    return made


def _day(day: date) -> float:
    return float((day - ORIGIN.date()).days)


def found_by(number: int, shifts: Iterable[Shift]) -> list[Found]:
    """The actor's changes of stance among the shifts of one pair."""
    return [
        Found(
            number, s.to_stance, _day(s.earliest), _day(s.latest) + 1, s.probability,
            (_day(s.credible_from), _day(s.credible_to) + 1) if s.credible_from and s.credible_to else None,
        )
        for s in shifts if s.speaker is None and s.from_stance is not None and s.from_stance is not s.to_stance and s.earliest
    ]  # fmt: skip


def match(true: Sequence[Change], found: Sequence[Found], pairs: Sequence[Pair]) -> dict[int, int]:
    """Index of a found shift → index of the true change that it is; each change once, the surest first."""
    matched: dict[int, int] = {}
    for f in sorted(range(len(found)), key=lambda f: -found[f].probability):
        shift = found[f]
        pace = 2 * DAYS / max(1, len(pairs[shift.pair].spoken))
        slack = max(SLACK_DAYS, pace)
        near = [
            c for c, change in enumerate(true)
            if change.pair == shift.pair and change.after is shift.after and c not in matched.values()
            and shift.allowed[0] - slack <= change.day <= shift.allowed[1] + slack
        ]  # fmt: skip
        if near:
            matched[f] = min(near, key=lambda c: abs(true[c].day - shift.latest))
    return matched


# -- ours ------------------------------------------------------------------------------------------


def ours(number: int, pair: Pair) -> list[Found]:
    """What the program makes of the claims."""
    return found_by(number, infer_pair(pair.actor, pair.issue, pair.evidence, pair.heads).shifts)


# -- what a user would do instead ------------------------------------------------------------------


def _score(stance: Stance) -> int:
    return {Stance.SUPPORT: 1, Stance.OPPOSE: -1, Stance.NEUTRAL: 0}[stance]


def _sign(value: float) -> Stance:
    return Stance.SUPPORT if value > 1 / 3 else Stance.OPPOSE if value < -1 / 3 else Stance.NEUTRAL


def windows(number: int, pair: Pair, least: float) -> list[Found]:
    """The majority of each 30 days that have at least ``least`` utterances; a change of it is a shift."""
    found: list[Found] = []
    held: tuple[Stance, float] | None = None
    for start in range(0, DAYS, 30):
        inside = [s.coded for s in pair.spoken if start <= s.day < start + 30]
        if len(inside) < least:
            continue
        major = max(_SIDES, key=inside.count)
        if inside.count(major) * 2 <= len(inside):
            continue
        if held is not None and major is not held[0]:
            found.append(Found(number, major, held[1], start + 30))
        held = (major, start)
    return found


def cusum(number: int, pair: Pair, threshold: float, drift: float = 0.5) -> list[Found]:
    """Page's (1954) two-sided CUSUM of the scores about the mean of what was last held."""
    found: list[Found] = []
    mean: float | None = None
    seen: list[float] = []
    up = down = 0.0
    last = 0.0
    for spoken in pair.spoken:
        score = float(_score(spoken.coded))
        seen.append(score)
        if mean is None:
            if len(seen) >= 5:
                mean, last, seen = statistics.fmean(seen), spoken.day, []
            continue
        up, down = max(0.0, up + score - mean - drift), max(0.0, down + mean - score - drift)
        if up == 0 and down == 0:
            last, seen = spoken.day, []
        if max(up, down) > threshold:
            level = statistics.fmean(seen or [score])
            if _sign(level) is not _sign(mean):
                found.append(Found(number, _sign(level), last, spoken.day))
            mean, up, down, seen, last = level, 0.0, 0.0, [], spoken.day
    return found


def pelt(number: int, pair: Pair, penalty: float) -> list[Found]:
    """PELT (Killick et al. 2012) on the scores, squared error; the mean of a segment is its stance."""
    import ruptures  # a tool of the bench, slow to import

    if len(pair.spoken) < 4:
        return []
    scores = np.array([_score(s.coded) for s in pair.spoken], dtype=float)
    ends = ruptures.KernelCPD(kernel="linear", min_size=2).fit(scores).predict(pen=penalty)  # PELT in C; the linear kernel is the squared error
    segments = list(itertools.pairwise([0, *ends]))
    stances = [_sign(float(scores[a:b].mean())) for a, b in segments]
    return [
        Found(number, new, pair.spoken[b - 1].day, pair.spoken[b].day)
        for (old, new), (_, b) in zip(itertools.pairwise(stances), segments, strict=False)
        if old is not new
    ]


# -- delay -----------------------------------------------------------------------------------------


def oracle(spoken: Sequence[Spoken], change: Change) -> int | None:
    """How many utterances after a change a filter needs that knows the true rate, each error, and who dissents."""
    belief = dict.fromkeys(_SIDES, 1 / 3)
    last, count = 0.0, 0
    for s in spoken:
        stay = float(np.exp(-CHANGES_A_YEAR / 365 * (s.day - last)))
        belief = {a: belief[a] * stay + (1 - belief[a]) * (1 - stay) / 2 for a in _SIDES}
        last = s.day
        count += s.day >= change.day
        if s.speaker == "Dissenter":
            continue
        belief = {a: belief[a] * (s.confidence if a is s.coded else (1 - s.confidence) / 2) for a in _SIDES}
        total = sum(belief.values())
        belief = {a: b / total for a, b in belief.items()}
        if count and belief[change.after] >= SURE:
            return count
    return None


def delay(pair: Pair, change: Change, method: Callable[[Pair], list[Found]], most: int = 30) -> int | None:
    """How many utterances after a change a method says so, when it is asked after each."""
    first = sum(s.day < change.day for s in pair.spoken)
    for k in range(1, min(most, change.n_after) + 1):
        known = _until(pair, first + k)
        if any(f.after is change.after and f.probability >= SURE and f.latest >= change.day - SLACK_DAYS for f in method(known)):
            return k
    return None


def _until(pair: Pair, n: int, back: int = 120) -> Pair:
    """What was known after the first ``n`` utterances, without what lies far back."""
    spoken = pair.spoken[max(0, n - back) : n]
    first, last = at(spoken[0].day), at(spoken[-1].day) + timedelta(seconds=1)
    evidence = tuple(e for e in pair.evidence if first <= e.said_at <= last)
    return Pair(pair.actor, pair.issue, pair.truth, spoken, evidence, pair.heads)


# -- the table -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scores:
    """Of what is said with at least ``SURE``: recall of clear changes, share that is true, false shifts in 100 actor-issue-years."""

    recall: float
    precision: float
    false: float
    coverage: float
    reliability: tuple[tuple[float, float, int], ...]


def score(pairs: Sequence[Pair], found: Sequence[Found]) -> Scores:
    """Score the found shifts of a world."""
    true = [c for n, pair in enumerate(pairs) for c in changes(n, pair)]
    sure = [f for f in found if f.probability >= SURE]
    hits = match(true, sure, pairs)
    clear = [c for c, change in enumerate(true) if min(change.n_before, change.n_after) >= CLEAR]
    inside = [bool(sure[f].credible and sure[f].credible[0] <= true[c].day <= sure[f].credible[1]) for f, c in hits.items()]  # type: ignore[index]
    every = match(true, found, pairs)
    bins = []
    for low in np.arange(0.5, 1.0, 0.1):
        part = [(f.probability, n in every) for n, f in enumerate(found) if low <= f.probability < low + 0.1 + (low > 0.85)]
        if part:
            bins.append((statistics.fmean(p for p, _ in part), statistics.fmean(r for _, r in part), len(part)))
    return Scores(
        len({hits[f] for f in hits} & set(clear)) / max(1, len(clear)),
        len(hits) / len(sure) if sure else float("nan"),
        100 * (len(sure) - len(hits)) / (len(pairs) * YEARS),
        statistics.fmean(inside) if inside else float("nan"),
        tuple(bins),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One pair with all that was made of it."""

    pair: Pair
    found: dict[str, list[Found]]
    late: dict[str, list[int | None]]


def _one(job: tuple[int, int, float, bool]) -> Outcome:
    number, seed, error, others = job
    pair = make_pair(number, seed, error)
    methods: dict[str, Callable[[Pair], list[Found]]] = {"ours": lambda known: ours(number, known)}
    for name, (method, settings) in OTHERS.items() if others else ():
        methods |= {f"{name} {setting:g}": lambda known, m=method, s=setting: m(number, known, s) for setting in settings}  # type: ignore[misc]
    clear = [c for c in changes(number, pair) if min(c.n_before, c.n_after) >= CLEAR]
    late = {name: [delay(pair, c, method) for c in clear] for name, method in methods.items()}
    return Outcome(pair, {name: method(pair) for name, method in methods.items()}, late | {"oracle": [oracle(pair.spoken, c) for c in clear]})


OTHERS: dict[str, tuple[Callable[[int, Pair, float], list[Found]], tuple[float, ...]]] = {
    "windows": (windows, (1, 2, 3, 4, 5, 8, 12)),
    "cusum": (cusum, (2, 3, 4, 5, 6, 8, 12)),
    "pelt": (pelt, (2, 4, 6, 8, 12, 16, 32)),
}


def run(pairs: int, seed: int, error: float, *, others: bool = False) -> tuple[dict[str, Scores], dict[str, list[int | None]]]:
    """Score a world: every method by its name and setting, and its delays on the clear changes, the oracle's too."""
    with Pool() as pool:
        made = pool.map(_one, [(n, seed, error, others) for n in range(pairs)], chunksize=10)
    world = [o.pair for o in made]
    scores = {name: score(world, [f for o in made for f in o.found[name]]) for name in made[0].found}
    return scores, {name: [d for o in made for d in o.late[name]] for name in made[0].late}


def median(late: Iterable[int | None]) -> float:
    """The median of delays; what was not found in 30 utterances counts as later than all."""
    return statistics.median([d if d is not None else math.inf for d in late])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--error", type=float, nargs="+", default=[0.05, 0.15, 0.25])
    parser.add_argument("--others", action="store_true", help="also what a user would do instead (PELT needs: pip install ruptures)")
    args = parser.parse_args()
    for error in args.error:
        scores, late = run(args.pairs, args.seed, error, others=args.others)
        print(f"coder error {error:.2f}: {len(late['oracle'])} clear changes in {args.pairs * YEARS} actor-issue-years")
        print(f"  oracle                                              delay {median(late['oracle']):g} utterances")
        for name, got in scores.items():
            more = f"  inside the interval {got.coverage:.3f}" if name == "ours" else ""
            print(f"  {name:10} recall {got.recall:.3f}  false {got.false:7.2f} in 100 years  delay {median(late[name]):g}{more}")
        for p, right, n in scores["ours"].reliability:
            print(f"  said {p:.2f}, true {right:.2f}, of {n}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
