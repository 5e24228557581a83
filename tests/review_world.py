"""The small warehouse of ``report_world`` as people review it: made once, copied for each test, with a monitor file for the command."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.claims import Coded
from extract.model import Stance
from tests.report_world import CODER, FIRST, SECOND, Said, early, later, load
from tests.test_cli import volteface
from warehouse import reviews
from warehouse.connection import Connection, Warehouse
from warehouse.reviews import Reading, Review, Verdict
from warehouse.rows import rows_of

AT = datetime(2025, 8, 1, 6, tzinfo=UTC)
HARBOUR = """\
[monitor]
name = "Harbour"
warehouse = "w.duckdb"
reports = "out"
contact = "test@example.org"

[[outlet]]
name = "Daily Kite"
files = ["none/*.txt"]
[[outlet]]
name = "The Plain"
files = ["none/*.txt"]

[[actor]]
id = "eastland"
name = "United Eastland"
[[actor.speaker]]
name = "Ada Quill"
role = "President"
from = 2020-01-01
[[actor.speaker]]
name = "Bo Reed"
role = "Envoy"
[[actor]]
id = "westmark"
name = "Westmark"

[[issue]]
id = "bridge"
proposition = "The bridge is opened"
terms = ["bridge"]
[[issue]]
id = "tolls"
proposition = "Tolls are ended"
terms = ["tolls"]
"""


def filled(folder: Path) -> Path:
    """A warehouse of eleven claims after two runs, with its monitor file."""
    place = Warehouse(folder / "w.duckdb")
    load(place, "r1", FIRST, early())
    load(place, "r2", SECOND, later())
    (folder / "volteface.toml").write_text(HARBOUR, encoding="utf-8")
    return folder


def copied(made: Path, folder: Path) -> Warehouse:
    """The same in another folder."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return Warehouse(folder / "w.duckdb")


def recoded(articles: Sequence[Said], coder: str = "test 2") -> list[Said]:
    """The same articles as another coder reads them: the same claims, with ids of its own."""
    return [(v, Coded(tuple(replace(c, coder=coder, confidence=0.8) for c in coded.claims), ())) for v, coded in articles]


def judged(
    reading: Reading, verdict: Verdict, stance: Stance | None = None, *, who: str = "human:ann", at: datetime = AT, strength: int | None = None
) -> Review:
    held = None if verdict is Verdict.REJECT else stance or reading.stance
    return Review(reading.claim_id, reading.place, who, verdict, held, (strength or 2) if held else None, None, at)


def applied(place: Warehouse, *given: Review, at: datetime = AT) -> None:
    with place.writing() as connection:
        reviews.record(connection, given)
    load(place, f"r {at}", at, [], coder=CODER, cause="coder")


def stands(connection: Connection, reading: Reading) -> list[dict[str, Any]]:
    """The live claims of the words of a reading."""
    sql = "SELECT * FROM claims WHERE superseded_at IS NULL AND version_id = $v AND quote_start = $s"
    return rows_of(connection, sql, {"v": reading.place.version_id, "s": reading.place.start})


def all_readings(place: Warehouse) -> list[Reading]:
    with place.reading() as connection:
        return reviews.readings(connection)


def reading_of(place: Warehouse, words: str) -> Reading:
    return next(r for r in all_readings(place) if words in r.quote)


def exported(folder: Path, *more: str, who: str = "ann") -> list[dict[str, str]]:
    done = volteface("review", "--export", "list.csv", "--as", who, *more, cwd=folder)
    assert (done.returncode, done.stdout) == (0, "list.csv\n"), done.stderr
    with (folder / "list.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(folder: Path, rows: Sequence[dict[str, str]], who: str = "ann", delimiter: str = ",") -> subprocess.CompletedProcess[str]:
    with (folder / "back.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return volteface("review", "--import", "back.csv", "--as", who, cwd=folder)


def given(folder: Path) -> list[tuple[str, str, str | None, int | None]]:
    with Warehouse(folder / "w.duckdb").reading() as connection:
        return [(r.coder, r.verdict.value, r.stance and r.stance.value, r.strength) for r in reviews.known(connection)]
