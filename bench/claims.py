"""Blind-coded sentences: ``python -m bench.claims GOLD_DIR [-v]`` prints precision, recall, direction and silence.

GOLD_DIR holds ``claims_dev.jsonl`` and ``claims.toml``. Each row is one marked sentence in its context and one issue's
proposition; two people coded it without seeing each other's answer, and rows on which they differ are left out.
A claim belongs to the row's sentence if its span overlaps it. ``sides`` are (actor, stance) pairs, support and oppose only.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.claims import Coded, Coder
from extract.model import Version, When
from flows import config

_AT = datetime(2026, 1, 1, tzinfo=UTC)


def code(coder: Coder, row: dict[str, Any]) -> Coded:
    """The coding of one row's context."""
    published = When.parse(row["published"]) if row.get("published") else None
    return coder.code(Version(row["id"], row.get("outlet", ""), row["context"], _AT, title=row.get("title"), published=published))


def sides(claims: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Who takes which side."""
    return {(c["actor"], c["stance"]) for c in claims if c["stance"] in ("support", "oppose")}


def reliability(told: list[tuple[float, bool]]) -> list[str]:
    """For each tenth of the coder's confidence: how sure it was on the mean, how often it was right, of how many."""
    lines = []
    for tenth in range(10):
        inside = [(sure, right) for sure, right in told if tenth <= sure * 10 < tenth + 1 or (tenth == 9 and sure == 1)]
        if inside:
            mean, share = sum(s for s, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            lines.append(f"confidence {tenth / 10:.1f} to {(tenth + 1) / 10:.1f}: said {mean:.2f}, right {share:.2f}, of {len(inside)}")
    return lines


def score(folder: Path, name: str = "claims_dev.jsonl") -> tuple[dict[str, float], list[str]]:
    """The figures, and one line for each row that is not as coded, after the table of reliability."""
    monitor = config.load(folder / "claims.toml")
    coder = Coder(monitor.actors, monitor.issues, monitor.all_outlets)
    n: dict[str, int] = defaultdict(int)
    misses = []
    told: list[tuple[float, bool]] = []
    with (folder / name).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row.get("unsure") or row.get("disputed"):
            continue
        start = row["context"].find(row["sentence"])
        coded = code(coder, row)
        here = [c for c in coded.claims if c.issue == row["issue"] and c.start < start + len(row["sentence"]) and c.end > start]
        got, want = sides([{"actor": c.actor, "stance": c.stance.value} for c in here]), sides(row["claims"])
        told += [(c.confidence, (c.actor, c.stance.value) in want) for c in here if c.stance.sign]
        same_actor = {a for a, _ in got} & {a for a, _ in want}
        n["hits"] += len(got & want)
        n["said"] += len(got)
        n["wanted"] += len(want)
        n["actors"] += len(same_actor)
        n["right"] += len({a for a, _ in got & want})
        if not row["claims"]:
            n["none"] += 1
            n["silent"] += not here
        if got != want:
            why = [p for c in here for p in c.path] or [
                a.reason for a in coded.abstentions if a.issue == row["issue"] and a.start < start + len(row["sentence"]) and a.end > start
            ]
            kind = "WRONG" if got - want else "miss "
            misses.append(f"{kind} {row['id']} {row['issue']} got {sorted(got)} want {sorted(want)}\n    {row['sentence']}\n    {why}")

    def part(a: str, b: str) -> float:
        return n[a] / n[b] if n[b] else 0.0

    figures = {"precision": part("hits", "said"), "recall": part("hits", "wanted"), "direction": part("right", "actors"), "silence": part("silent", "none")}
    return figures, [*reliability(told), *sorted(misses)]


def main() -> None:
    """Print the figures; with ``-v`` every row that is not as coded."""
    figures, misses = score(Path(sys.argv[1]))
    if "-v" in sys.argv:
        print("\n".join(misses))
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
