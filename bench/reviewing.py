"""Whether reviews find the coder's true error, and what that is worth: a made-up world in which the coder misstates its confidence.

``python -m bench.reviewing``. People review as ``volteface review`` lists: 100 claims behind shifts, the most probable first, then the least sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bench.shifts import changes, found_by, match
from bench.world import Pair, make_pair
from warehouse.calibration import Passage, believed, measure
from warehouse.inference import infer_pair
from warehouse.model import Evidence
from warehouse.reviews import CONFIRMED, CORRECTED

PAIRS, SEED, BEHIND = 150, 7, 100
MONTHLY = (0.5, 8)
WORLDS = ((0.3, 4.0), (0.15, 1.0), (0.1, 0.5))
"""The true share of errors, and by how much its odds are greater than the coder states."""

Said = Sequence[Sequence[Evidence]]


def believing(said: Said, factor: float) -> Said:
    """The same claims with their odds of error multiplied."""
    return [[replace(e, confidence=believed(e.confidence, factor)) for e in of] for of in said]


def right(pairs: Sequence[Pair], said: Said) -> tuple[float, float]:
    """Of the shifts at .9 the share that are true changes, and of the true changes the share found."""
    true = [c for n, p in enumerate(pairs) for c in changes(n, p)]
    every = [f for n, p in enumerate(pairs) for f in found_by(n, infer_pair(p.actor, p.issue, said[n], p.heads).shifts)]
    found = [f for f in every if f.probability >= 0.9]
    hits = len(match(true, found, pairs))
    return hits / max(1, len(found)), hits / len(true)


def worklist(pairs: Sequence[Pair], said: Said) -> tuple[list[Passage], list[Passage]]:
    """What people would review, and find, each wording once: behind shifts, and the rest."""
    behind: dict[str, float] = {}
    for n, p in enumerate(pairs):
        for s in infer_pair(p.actor, p.issue, said[n], p.heads).shifts:
            if s.from_stance is not None:
                behind |= {c: max(s.probability, behind.get(c, 0)) for c in (*s.before_claims, *s.after_claims)}
    wordings: dict[tuple[int, int], list[Evidence]] = {}
    for n, of in enumerate(said):
        for e in of:
            wordings.setdefault((n, int(e.claim_id.split("-")[1])), []).append(e)
    lists: tuple[list[tuple[float, Passage]], list[tuple[float, Passage]]] = ([], [])
    for (n, k), copies in wordings.items():
        spoken, stated = pairs[n].spoken[k], 1 - copies[0].confidence
        wrong = CORRECTED if spoken.coded is not spoken.held else min(1 - CONFIRMED, stated)
        shift = max((behind[e.claim_id] for e in copies if e.claim_id in behind), default=None)
        lists[shift is None].append((-shift if shift is not None else -stated, Passage("issue", stated, wrong, shift is not None)))
    first, rest = ([p for _, p in sorted(found, key=lambda f: f[0])] for found in lists)
    return first, rest


def main() -> None:
    """One line for each world."""
    for error, factor in WORLDS:
        pairs = [make_pair(n, SEED, error, MONTHLY) for n in range(PAIRS)]
        said = believing([p.evidence for p in pairs], 1 / factor)
        first, rest = worklist(pairs, said)
        found = [measure([*first[:BEHIND], *rest[:n]])[1].factor for n in (0, 200, 1000)]
        before, after = right(pairs, said), right(pairs, believing(said, found[1]))
        print(
            f"odds of error {factor:g} times those stated: factor {found[0]:.2f} after {BEHIND} claims behind shifts, {found[1]:.2f} after 200 others, "
            f"{found[2]:.2f} after 1,000; shifts at .9: {before[0]:.3f} true, {before[1]:.3f} found; after 200: {after[0]:.3f} true, {after[1]:.3f} found",
            flush=True,
        )


if __name__ == "__main__":
    main()
