"""What a cold start costs: CPU seconds (user and system, all threads) of ``volteface --help`` and ``volteface sql "select 1"``.

    python -m bench.cold [--runs 9] [--warehouse FILE]

Each run is a process of its own. CPU seconds, not seconds: how busy the machine is changes them little. Without ``--warehouse`` an
empty one is made. ``python -X importtime -m flows.cli --help`` tells where the time goes.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from warehouse.connection import Warehouse

LIMIT = 0.5


def seconds(arguments: list[str]) -> float:
    """CPU seconds of one run of the command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "flows.cli", *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print one line for each command; status 1 where a median is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--warehouse", type=Path)
    args = parser.parse_args()
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        path = args.warehouse or Path(folder) / "empty.duckdb"
        if not args.warehouse:
            with Warehouse(path).writing():
                pass
            Warehouse(path).publish()
        for command in (["--help"], ["sql", "--warehouse", str(path), "select 1"]):
            measured = [seconds(command) for _ in range(args.runs)]
            median = statistics.median(measured)
            slow |= median > LIMIT
            name = "sql 'select 1'" if command[0] == "sql" else "--help"
            print(f"volteface {name}: {min(measured):.2f} s at least, {median:.2f} s the median of {args.runs}, limit {LIMIT}")
    raise SystemExit(1 if slow else 0)


if __name__ == "__main__":
    main()
