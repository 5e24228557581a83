"""What coding costs: ``python -m bench.cost DATA_DIR`` prints documents per second of CPU and the peak memory.

On the first 1,000 White House documents of 2023 and on all Ukraine reports of 2022. ``parse all`` is the same coder where
every sentence is parsed, not only those that name an issue; the claims are the same, which is asserted. It is measured on
a subset, and ``ratio`` is its time over the coder's own on that subset.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from extract.claims import Coded, Coder
from extract.language.parse import Parsed, Request, blocks, parse, pipeline, plain, sentences
from extract.model import Version
from extract.web.documents import read
from flows import config
from flows.batches import version_of

STREAMS = (("whitehouse", "White House", "wh_2023.jsonl.gz", 1000, 150), ("guardian", "The Guardian", "guardian_nyt_2022.jsonl.gz", 0, 100))
"""Monitor, outlet, stream, how many of its documents (0: all), and how many with every sentence parsed."""


def code_all(coder: Coder, version: Version) -> tuple[Coded, int]:
    """The coding of a version of which every sentence is parsed, each once; and how many that were."""
    flat = plain(version.text)
    wanted = [Request(*span) for block in blocks(version.text) for span in sentences(flat, block.start, block.end)]
    ready = {(p.start, p.end): p for p in parse(version.text, wanted)}

    def look(text: str, requests: Iterable[Request]) -> Iterator[Parsed]:
        """What was parsed already; sentences with a lead-in are parsed as they are asked for."""
        for request in requests:
            known = None if request.lead else ready.get((request.start, request.end))
            yield from (known,) if known is not None else parse(text, [request])

    with patch("extract.claims.parse", look):
        return coder.code(version), len(ready)


def measure(coder: Coder, versions: Sequence[Version], subset: int) -> dict[str, float]:
    """The figures of one stream."""
    before, claims = time.process_time(), 0
    for version in versions:
        claims += len(coder.code(version).claims)
    own = time.process_time() - before
    few = versions[:: max(1, len(versions) // subset)]  # evenly, since the first weeks hold more
    before = time.process_time()
    coded = [coder.code(version) for version in few]
    lean = time.process_time() - before
    before = time.process_time()
    full = [code_all(coder, version) for version in few]
    heavy = time.process_time() - before
    if [f for f, _ in full] != coded:
        raise AssertionError("parsing every sentence changed the claims")
    return {
        "documents": len(versions), "words": sum(len(v.text.split()) for v in versions) / len(versions), "claims": claims,
        "per_second": len(versions) / own, "subset": len(few), "per_second_subset": len(few) / lean,
        "per_second_all": len(few) / heavy, "ratio": heavy / lean, "sentences": sum(n for _, n in full) / len(few),
    }  # fmt: skip


def peak() -> float:
    """The most memory that this process has held, in MB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (2**20 if sys.platform == "darwin" else 2**10)


def score(folder: Path) -> dict[str, float]:
    """The figures of every stream, each named STREAM_FIGURE, and ``peak_mb``."""
    pipeline()  # loading it is no part of coding
    figures: dict[str, float] = {}
    for name, outlet, stream, first, subset in STREAMS:
        monitor = config.load(folder / "gold" / f"{name}.toml")
        coder = Coder(monitor.actors, monitor.issues, monitor.all_outlets)
        documents = read(folder / "streams" / stream, outlet, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
        versions = [version_of(d) for d in (islice(documents, first) if first else documents)]
        figures |= {f"{name}_{figure}": value for figure, value in measure(coder, versions, subset).items()}
    return figures | {"peak_mb": peak()}


def main() -> None:
    """Print the table."""
    figures = score(Path(sys.argv[1]))
    streams = [name for name, *_ in STREAMS]
    print(f"{'':20}" + "".join(f"{name:>14}" for name in streams))
    for figure in dict.fromkeys(key.removeprefix(f"{name}_") for name in streams for key in figures if key.startswith(f"{name}_")):
        print(f"{figure:20}" + "".join(f"{figures[f'{name}_{figure}']:14,.1f}" for name in streams))
    print(f"{'peak memory, MB':20}{figures['peak_mb']:14,.0f}")


if __name__ == "__main__":
    main()
