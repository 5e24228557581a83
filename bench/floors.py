"""Measures every part named in ``floors.toml`` and fails where one is below its floor: ``python -m bench.floors [PART…]``."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
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


def measured(part: str, data: str | None) -> dict[str, float] | None:
    """The figures of a part; None where the folder of its data is not beside the checkout."""
    folder = DATA / data if data else CORPUS
    return MEASURES[part](folder) if folder.is_dir() else None


def main() -> int:
    """Print each figure beside its floor; 1 where one is below, or where a part has no measure. Parts are measured side by side."""
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    parts = [part for part in floors if not sys.argv[1:] or part in sys.argv[1:]]
    data = [floors[part].pop("data", None) for part in parts]
    below = 0
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for part, figures in zip(parts, pool.map(measured, parts, data), strict=True):
            if figures is None:
                print(f"{part:12} skipped: the folder of real data is not beside this checkout")
                continue
            for name, floor in floors[part].items():
                fine = figures[name] >= floor
                below += not fine
                print(f"{part:12} {name:12} {figures[name]:.3f}  floor {floor:.3f}  {'' if fine else 'BELOW'}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
