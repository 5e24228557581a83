"""Measures every part named in ``floors.toml`` and fails where one is below its floor: ``python -m bench.floors [PART…]``."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from bench import claims, composition, duplicates, pages, polnear, shifts
from bench.corpus_reader import CORPUS

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data"


def _attribution(folder: Path) -> dict[str, float]:
    figures = polnear.score(folder)
    return {"precision": figures["+source+cue P"], "f1": figures["+source+cue F1"]}


def _shifts(_: Path) -> dict[str, float]:
    scores, late = shifts.run(120, 1, 0.15)
    ours = scores["ours"]
    swift = shifts.median(late["oracle"]) / shifts.median(late["ours"])
    return {"recall": ours.recall, "precision": ours.precision, "inside": ours.coverage, "swiftness": swift}


MEASURES: dict[str, Callable[[Path], dict[str, float]]] = {
    "claims": lambda folder: claims.score(folder)[0],
    "composition": lambda folder: composition.score(folder)[0],
    "attribution": _attribution,
    "pages": lambda folder: pages.score(folder)[0],
    "shifts": _shifts,
    "duplicates": duplicates.score,
}


def main() -> int:
    """Print each figure beside its floor; 1 where one is below, or where a part has no measure."""
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    below = 0
    for part, wanted in floors.items():
        if sys.argv[1:] and part not in sys.argv[1:]:
            continue
        folder = DATA / wanted.pop("data") if "data" in wanted else CORPUS
        if not folder.is_dir():
            print(f"{part:12} skipped: the folder of real data is not beside this checkout")
            continue
        figures = MEASURES[part](folder)
        for name, floor in wanted.items():
            fine = figures[name] >= floor
            below += not fine
            print(f"{part:12} {name:12} {figures[name]:.3f}  floor {floor:.3f}  {'' if fine else 'BELOW'}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
