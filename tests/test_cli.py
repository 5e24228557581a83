"""The command as its user meets it: exit status, one clear sentence, clean stdout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import MONITOR

TEXT = "President Ada Quill said on Tuesday that Norland opposes the border bridge.\n\nSudland wants the border bridge.\n"


def volteface(*arguments: str | Path, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=cwd, input=stdin, env=environment())
    assert "Traceback" not in done.stderr, done.stderr
    return done


def environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONWARNINGS": "ignore"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a monitor and a warehouse of seven dated statements, one reversal among them."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "volteface.toml").write_text(MONITOR, encoding="utf-8")
    says = [
        "supports the border bridge",
        "wants the border bridge built after all these years",
        "backs the border bridge and its tolls",
        "opposes the border bridge",
        "refused to have the border bridge built, on grounds of cost",
        "refuses to build the border bridge while it rains",
    ]
    rows = [{"id": f"n{i}", "published": f"2025-0{i + 1}-10", "title": f"Story {i}", "text": f"Norland {words}."} for i, words in enumerate(says)]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    done = volteface("ingest", folder / "rows.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return folder


def test_help_lists_every_command() -> None:
    listed = volteface("--help").stdout
    for command in ["demo", "init", "run", "serve", "ingest", "clean", "extract", "report", "shifts", "sql", "export", "review", "verify", "recode", "doctor"]:
        assert f"  {command} " in listed


def test_help_and_sql_import_neither_prefect_nor_spacy(filled: Path) -> None:
    code = "import sys; sys.argv = {}; sys.path.insert(0, '.')\nfrom flows import cli\ntry: cli.main()\nexcept SystemExit: pass\nbad = [m for m in ('prefect', 'spacy', 'trafilatura', 'matplotlib') if m in sys.modules]\nassert not bad, bad"
    for argv in (["volteface", "--help"], ["volteface", "sql", "--warehouse", str(filled / "bridge.duckdb"), "select 1"]):
        subprocess.run([sys.executable, "-c", code.format(argv)], check=True, capture_output=True, cwd=Path(__file__).parents[1])


def test_init_writes_once(tmp_path: Path) -> None:
    assert volteface("init", tmp_path).returncode == 0
    again = volteface("init", tmp_path)
    assert again.returncode == 2 and "is there already" in again.stderr


def test_extract_prints_jsonl_whose_quotes_are_slices(monitor_file: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = volteface("extract", "-c", monitor_file, "--format", "jsonl", tmp_path / "a.txt")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(r["actor"], r["stance"]) for r in rows} == {("norland", "oppose"), ("sudland", "support")}
    wanted = [
        "doc",
        "actor",
        "speaker",
        "issue",
        "stance",
        "strength",
        "conditional",
        "hedged",
        "directness",
        "basis",
        "cue",
        "quote",
        "start",
        "end",
        "said_at",
        "said_at_basis",
        "confidence",
        "coder",
    ]
    for row in rows:
        assert list(row) == wanted
        assert TEXT[row["start"] : row["end"]] == row["quote"]
        assert row["doc"] == str(tmp_path / "a.txt")
    assert not (tmp_path / "bridge.duckdb").exists() and not (tmp_path / ".volteface").exists()


def test_extract_reads_stdin_and_names_rows_by_id(monitor_file: Path) -> None:
    assert "oppose" in volteface("extract", "-c", monitor_file, "-", stdin=TEXT).stdout
    row = json.dumps({"id": "r7", "url": "https://x.example/1", "published": "2025-01-01", "text": "Norland supports the border bridge."})
    (line,) = volteface("extract", "-c", monitor_file, "--format", "jsonl", "-", stdin=row).stdout.splitlines()
    assert json.loads(line)["doc"] == "r7"


def test_attributions_are_spans(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    first = json.loads(volteface("extract", "--attributions", "--format", "jsonl", tmp_path / "a.txt").stdout.splitlines()[0])
    spans = {role: " ".join(TEXT[a:b] for a, b in first[role]) for role in ("source", "cue", "content")}
    assert spans["source"] == "President Ada Quill" and spans["cue"] == "said" and "Norland opposes the border bridge" in spans["content"]


def test_clean_prints_the_promised_keys(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html lang=en><head><title>A bridge</title></head><body><article><h1>A bridge</h1>"
        + "<p>Norland supports the border bridge, and so does everybody else in town.</p>" * 6
        + "</article></body></html>"
    )
    found = json.loads(volteface("clean", "--format", "json", tmp_path / "a.html").stdout)
    assert set(found) == {"url", "title", "authors", "published_at", "modified_at", "language", "genre", "text", "basis", "doubts"}


def test_shifts_json_is_only_json(filled: Path) -> None:
    rows = json.loads(volteface("shifts", "--format", "json", cwd=filled).stdout)
    reversal = [r for r in rows if r["from_stance"]]
    assert [(r["actor"], r["kind"], r["to_stance"]) for r in reversal] == [("norland", "reversal", "oppose")]
    assert {"earliest", "latest", "credible_from", "credible_to", "probability", "before_claims"} <= set(reversal[0])


@pytest.mark.parametrize("form", ["html", "md", "json", "atom"])
def test_report_prints_its_bare_path_last(filled: Path, form: str) -> None:
    done = volteface("report", "--from", "2025-01-01", "--to", "2025-12-31", "--format", form, cwd=filled)
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[-1])
    text = path.read_text(encoding="utf-8")
    assert path.suffix == f".{form}" and "border bridge" in text
    assert volteface("report", "--from", "2025-01-01", "--to", "2025-12-31", "--format", form, "-o", "-", cwd=filled).stdout.strip() == text.strip()


def test_sql_forms(filled: Path) -> None:
    query = "SELECT actor, count(*) AS n, max(said_at) AS last FROM claims GROUP BY 1"
    assert json.loads(volteface("sql", "--format", "json", query, cwd=filled).stdout) == [{"actor": "norland", "n": 6, "last": "2025-06-10T00:00:00+00:00"}]
    assert volteface("sql", "--format", "csv", query, cwd=filled).stdout.splitlines()[0] == "actor,n,last"
    assert "norland" in volteface("sql", cwd=filled, stdin=query).stdout


def test_sql_refuses_to_write_and_says_what_was_wrong(filled: Path) -> None:
    for query in ("DELETE FROM claims", "SELECT nothing FROM nowhere", "SELECT * FROM read_csv('/etc/passwd')"):
        done = volteface("sql", query, cwd=filled)
        assert done.returncode == 2 and done.stderr.startswith("volteface: the query failed"), done.stderr


def test_verify_and_doctor_on_a_sound_warehouse(filled: Path) -> None:
    done = volteface("verify", cwd=filled)
    assert done.returncode == 0 and "nothing wrong" in done.stdout
    assert volteface("doctor", cwd=filled).returncode == 0


def test_ingest_of_a_bad_document_says_so_and_loads_the_rest(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "mixed.jsonl").write_text('{"id": "x1", "published": "2025-07-01", "text": "Sudland supports the border bridge."}\n{broken\n')
    done = volteface("ingest", tmp_path / "mixed.jsonl", "-c", filled / "volteface.toml")
    assert done.returncode == 1 and "line 2" in done.stderr and "1 new article versions, 1 new claims" in done.stderr


WRONG = [
    (["run", "-c", "none.toml"], 2, "there is no monitor file none.toml"),
    (["ingest", "nowhere.txt"], 2, "nowhere.txt does not exist"),
    (["extract", "nowhere.txt"], 2, "nowhere.txt does not exist"),
    (["ingest", "rows.jsonl", "--outlet", "Nobody"], 2, "there is no outlet 'Nobody'"),
    (["ingest", "rows.jsonl", "--published", "soon"], 2, "--published 'soon' is no date"),
    (["report", "--from", "yesterday"], 2, "--from 'yesterday' is no day"),
    (["report", "--from", "2025-02-01", "--to", "2025-02-01"], 2, "--to is exclusive"),
    (["report", "--actor", "atlantis"], 2, "expected one of norland, sudland"),
    (["shifts", "--warehouse", "none.duckdb"], 3, "there is no warehouse at"),
    (["sql", "--warehouse", "volteface.toml", "select 1"], 3, "is not a readable DuckDB file"),
    (["report", "--known-at", "then"], 2, "--known-at 'then' is no instant"),
    (["shifts", "--format", "xml"], 2, "--format"),
]


@pytest.mark.parametrize(("arguments", "status", "says"), WRONG, ids=[" ".join(w[0][:3]) for w in WRONG])
def test_wrong_use_is_one_sentence_and_a_status(filled: Path, arguments: list[str], status: int, says: str) -> None:
    done = volteface(*arguments, cwd=filled)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert done.stdout == ""


def test_a_warehouse_locked_by_another_client_is_status_3(filled: Path) -> None:
    working = filled / ".volteface" / "bridge" / "working.duckdb"
    holder = duckdb.connect(str(working))
    try:
        done = volteface("ingest", "rows.jsonl", cwd=filled)
        assert done.returncode == 3 and "another process" in done.stderr
        assert volteface("shifts", cwd=filled).returncode == 0
    finally:
        holder.close()
