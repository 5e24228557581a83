"""Make one of the files beside this one: ``PYTHONPATH=. python PATH/make.py OUT.duckdb.gz`` in a checkout of the program whose schema it is to show.

Runs the first cycles of that program's own demo and packs its warehouse small. README.md says when.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path

import duckdb

from flows.demo import run


def main(out: Path) -> None:
    """Run and pack."""
    run.CYCLES = run.CYCLES[:4]  # with the first silent edit by an outlet
    with tempfile.TemporaryDirectory() as folder:
        run.run_demo(Path(folder) / "demo")
        source = next(Path(folder, "demo").glob("*.duckdb"))
        small = Path(folder) / "small.duckdb"
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{source}' AS source (READ_ONLY); ATTACH '{small}' AS small (BLOCK_SIZE 16384); COPY FROM DATABASE source TO small")
        out.write_bytes(gzip.compress(small.read_bytes(), mtime=0))
    print(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
