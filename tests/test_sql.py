"""``volteface sql`` as an analyst meets it: safe, within limits, good on a terminal and in a pipe."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.errors import MonitorError, QueryStopped, WarehouseError
from flows.rows import COUNTED, RECORDS, SHOWN
from tests.sql_world import made, quote_of
from tests.terminal import Terminal
from tests.test_cli import environment, volteface
from warehouse.connection import Limits, Warehouse
from warehouse.console import Console, memory

ENDLESS = "SELECT count(*) FROM range(1000000000000) t(i) WHERE hash(i) = 1"  # keeps nothing, so that no limit of memory ends it first
LARGE = "SELECT count(*) FROM (SELECT i, count(*) FROM range(20000000) t(i) GROUP BY i)"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A published warehouse with contents that are known."""
    return made(tmp_path_factory.mktemp("sql"))


@pytest.fixture
def console(world: Warehouse) -> Iterator[Console]:
    """A console on it, with generous limits."""
    with world.reading(Limits("500MB", 2)) as connection:
        yield Console(connection, 60)


def sql(world: Warehouse, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return volteface("sql", "--warehouse", world.path, *arguments, stdin=stdin)


def everything_in(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


REFUSED = [
    ("INSERT INTO outlets VALUES ('x', NULL)", "read-only, and INSERT would write"),
    ("UPDATE outlets SET name = 'x'", "read-only, and UPDATE would write"),
    ("DROP TABLE claims", "read-only, and DROP would write"),
    ("CREATE TABLE t (i INTEGER)", "read-only, and CREATE would write"),
    ("ATTACH 'other.duckdb'", "no files: "),
    ("COPY claims TO 'claims.csv'", "claims.csv is refused; export with --format csv or `volteface export`"),
    ("EXPORT DATABASE 'dump'", "is refused"),
    ("SELECT * FROM read_csv('/etc/passwd')", "no files: /etc/passwd is refused"),
    ("SELECT * FROM read_text('/etc/passwd')", "no files: /etc/passwd is refused"),
    ("SELECT * FROM glob('/etc/*')", "no files"),
    ("SELECT * FROM '/etc/passwd'", "does not exist"),
    ("SET threads = 8", "settings are locked, threads too; there are --memory, --threads and --timeout"),
    ("SET memory_limit = '100GB'", "settings are locked"),
    ("SET enable_external_access = true", "settings are locked"),
    ("INSTALL httpfs", "extensions cannot be loaded here"),
    ("LOAD httpfs", "extensions cannot be loaded here"),
    ("SELECT $1", "parameters such as $1 have no values here"),
    ("", "the query is empty"),
    ("-- nothing but a comment\n;", "the query is empty"),
    ("SELEC 1", 'syntax error at or near "SELEC"'),
    ("SELECT actr FROM claims", '"actor"'),
    ("SELECT * FROM claim", 'Did you mean "claims"?'),
    ("SELECT strfime(said_on) FROM claims", 'Did you mean "strftime"?'),
]


@pytest.mark.parametrize(("query", "says"), REFUSED, ids=[q[:40] or "empty" for q, _ in REFUSED])
def test_what_is_refused_is_refused_in_words_that_help(world: Warehouse, console: Console, query: str, says: str) -> None:
    before = everything_in(world.path.parent)
    with pytest.raises(MonitorError) as caught:
        answer = console.ask(query)
        list(answer.rows if answer else ())
    assert says in str(caught.value)
    assert everything_in(world.path.parent) == before and not Path("claims.csv").exists() and not Path("dump").exists()
    assert list(console.ask("SELECT 42").rows) == [(42,)]  # type: ignore[union-attr]


def test_a_failed_transaction_does_not_block_the_next_query(console: Console) -> None:
    assert console.ask("BEGIN") is None
    with pytest.raises(MonitorError):
        list(console.ask("SELECT error('no')").rows)  # type: ignore[union-attr]
    with pytest.raises(MonitorError, match="rolled back"):
        console.ask("SELECT 1")
    assert list(console.ask("SELECT 1").rows) == [(1,)]  # type: ignore[union-attr]


def test_of_several_statements_all_run_and_the_last_answers(console: Console) -> None:
    answer = console.ask("SET VARIABLE day = DATE '2025-03-15'; SELECT 1; SELECT count(*) AS n FROM claims WHERE said_on = getvariable('day');")
    assert answer and answer.names == ("n",) and list(answer.rows) == [(2,)]
    assert console.ask("SELECT 1; SET VARIABLE day = NULL") is None
    with pytest.raises(MonitorError, match="Could not convert"):
        console.ask("SELECT CAST(if(i > 5000, 'x', '1') AS INTEGER) FROM range(9000) t(i); SELECT 1")


def test_a_query_past_its_time_ends_and_the_next_one_runs(world: Warehouse) -> None:
    with world.reading(Limits("500MB")) as connection:
        console = Console(connection, 0.2)
        for query in (ENDLESS, f"SELECT * FROM range(3); {ENDLESS}", "SELECT * FROM range(100000000000) t(i) WHERE i = -1"):
            with pytest.raises(QueryStopped, match=r"ended after 0\.2 s; give it more with --timeout"):
                list(console.ask(query).rows)  # type: ignore[union-attr]
        assert list(console.ask("SELECT 1").rows) == [(1,)]  # type: ignore[union-attr]


def test_the_time_that_a_reader_takes_does_not_count(world: Warehouse) -> None:
    """Whoever pages through a result is not timed: only DuckDB's own work is."""
    with world.reading() as connection:
        console = Console(connection, 30)
        answer = console.ask("SELECT * FROM range(10000)")
        assert answer
        next(answer.rows)
        left = console._left
        threading.Event().wait(0.2)
        assert console._left == left
        assert len(list(answer.rows)) == 9999


def test_a_query_past_its_memory_ends_and_spills_nowhere(world: Warehouse) -> None:
    before = everything_in(world.path.parent)
    seen: set[str] = set()
    with world.reading(Limits("100MB", 2)) as connection:
        done = threading.Event()
        watching = threading.Thread(target=lambda: [seen.update(everything_in(world.path.parent)) for _ in iter(lambda: done.wait(0.01), True)])
        watching.start()
        try:
            with pytest.raises(QueryStopped, match="more memory than it may have; give it more with --memory"):
                Console(connection).ask(LARGE)
        finally:
            done.set()
            watching.join()
        assert connection.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
    assert seen <= before


def test_limits_are_what_was_asked(world: Warehouse) -> None:
    with world.reading(Limits("300MB", 1)) as connection:
        assert connection.execute("SELECT current_setting('threads'), current_setting('memory_limit')").fetchone() == (1, "286.1 MiB")
    for wrong in ("lots", "0GB", "2", "50%", "-1GB"):
        with pytest.raises(MonitorError, match="expected one such as 500MB or 2GB"):
            memory(wrong, "--memory")
    with pytest.raises(WarehouseError), Warehouse(world.path.with_name("none.duckdb")).reading(Limits("1GB")):
        pass


def test_statuses(world: Warehouse) -> None:
    assert sql(world, "SELECT 1").returncode == 0
    assert sql(world, "SELECT nothing").returncode == 2
    assert sql(world, "--memory", "x", "SELECT 1").returncode == 2
    done = sql(world, "--timeout", "0.2", ENDLESS)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and done.stdout == ""
    assert sql(world, "--memory", "100MB", LARGE).returncode == 1


def test_ctrl_c_ends_a_query_and_the_next_one_runs(console: Console) -> None:
    with pytest.raises(KeyboardInterrupt):
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        console.ask(ENDLESS)
    assert list(console.ask("SELECT 1").rows) == [(1,)]  # type: ignore[union-attr]


def test_ctrl_c_is_status_130(world: Warehouse) -> None:
    command = [sys.executable, "-m", "flows.cli", "sql", "--warehouse", str(world.path), "--format", "csv", "SELECT i FROM range(1000000000000) t(i)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout and process.stdout.readline() == "i\n"  # so it is at work
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert (told, process.returncode) == ("interrupted\n", 130)


def test_json_is_an_array_of_whole_values(world: Warehouse) -> None:
    query = "SELECT 1 AS a, 2 AS a, NULL AS b, 'inf'::DOUBLE AS c, sum(i) AS d, TIMESTAMPTZ '2025-01-01 00:00:00+00' AS e, [DATE '2025-01-01'] AS f, MAP {1: 'x'} AS g, 'ab'::BLOB AS h, '' AS i FROM range(3) t(i)"
    (row,) = json.loads(sql(world, "--format", "json", query).stdout)
    assert row == {
        "a": 1, "a_1": 2, "b": None, "c": "Infinity", "d": 3, "e": "2025-01-01T00:00:00+00:00", "f": ["2025-01-01"], "g": {"1": "x"}, "h": "6162", "i": "",
    }  # fmt: skip
    assert json.loads(sql(world, "--format", "json", "SELECT 1 WHERE false").stdout) == []


def test_a_json_array_whose_query_was_stopped_is_no_array(world: Warehouse) -> None:
    done = sql(world, "--format", "json", "--timeout", "1", f"SELECT 1 AS n UNION ALL ({ENDLESS})")
    assert done.returncode == 1
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.stdout)


def test_csv_reads_back(world: Warehouse) -> None:
    done = sql(world, "--format", "csv", "SELECT claim_id, quote, speaker, path FROM claims WHERE superseded_at IS NULL ORDER BY claim_id")
    rows = list(csv.reader(io.StringIO(done.stdout, newline="")))
    assert rows[0] == ["claim_id", "quote", "speaker", "path"] and len(rows) == 12
    assert all(row[1] == quote_of(row[0]) and row[3] == '["one", "two"]' for row in rows[1:])


@pytest.mark.parametrize("form", ["csv", "json"])
def test_large_results_are_handed_out_as_they_come(world: Warehouse, form: str) -> None:
    """A reader has the first rows of an endless result, and may then close the pipe."""
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "sql",
        "--warehouse",
        str(world.path),
        "--format",
        form,
        "SELECT i, 'text ' || i AS t FROM range(1000000000000) t(i)",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    with process:
        assert process.stdout and process.stderr
        assert "text 0" in process.stdout.readline() + process.stdout.readline()
        process.stdout.close()
        assert (process.wait(timeout=60), process.stderr.read()) == (0, "")


def test_a_pipe_gets_the_whole_table_and_nothing_on_stderr(world: Warehouse) -> None:
    done = sql(world, "SELECT i FROM range(300) t(i)")
    assert "299" in done.stdout and "more rows" not in done.stdout and done.stderr == ""


def test_the_cookbook_is_listed_and_asked(world: Warehouse) -> None:
    listed = json.loads(sql(world, "--cookbook", "--format", "json").stdout)
    assert {"name": "positions-at", "question": "Where does every actor stand on an issue at a date?", "can be set": "issue=ceasefire day=2025-04-30"} in listed
    done = sql(world, "--cookbook", "positions-at", "--set", "issue=sanctions", "--format", "json")
    assert {(r["actor"], r["stance"]) for r in json.loads(done.stdout)} == {("russia", "support"), ("united-states", "oppose")}
    assert "Where does every actor stand" in done.stderr and "issue=sanctions day=2025-04-30" in done.stderr
    assert "--cookbook` lists" in sql(world, "--cookbook", "nothing").stderr
    assert sql(world, "--set", "a=b", "SELECT 1").returncode == 2


def test_on_a_terminal_a_table_is_bounded_and_nulls_are_not_empty_texts(world: Warehouse) -> None:
    query = f"SELECT i AS n, if(i = 0, NULL, '') AS t, repeat('x', 3000) || chr(10) AS l FROM range({COUNTED + SHOWN + 5}) t(i)"
    with Terminal(["sql", "--warehouse", str(world.path), query], world.path.parent) as terminal:
        assert terminal.wait() == 0
    assert f"at least {COUNTED:,} more rows; --all prints them" in terminal.seen and f"{COUNTED + SHOWN:,} rows, " in terminal.seen
    lines = terminal.seen.splitlines()
    first = next(line for line in lines if "NULL" in line)
    assert first.split()[:2] == ["0", "NULL"] and sum("NULL" in line for line in lines) == 1
    assert terminal.seen.count("x") < SHOWN * 500 and "…" in terminal.seen
    numbers = [line for line in lines if line.strip().split(" ")[0].isdigit() and "x" in line]
    assert {len(line) - len(line.lstrip()) for line in numbers[:10]} == {len(numbers[10]) - len(numbers[10].lstrip()) + 1}  # right-aligned


def test_on_a_terminal_many_columns_become_records(world: Warehouse) -> None:
    with Terminal(["sql", "--warehouse", str(world.path), "SELECT * FROM claims"], world.path.parent) as terminal:
        assert terminal.wait() == 0
    assert f"row {RECORDS}" in terminal.seen and f"row {RECORDS + 1}" not in terminal.seen and "9 more rows" in terminal.seen
    assert "Words, of ↵ c" in terminal.seen


def test_the_prompt(tmp_path: Path) -> None:
    """A session: a query over two lines, a mistake, Ctrl-C in a query, the commands, a new snapshot, and the way out."""
    world = made(tmp_path)
    with Terminal(["sql", "--warehouse", str(world.path)], tmp_path) as terminal:
        at = terminal.wait_for("volteface>")
        terminal.type("SELECT count(*) AS n\n")
        at = terminal.wait_for("...>", after=at)
        terminal.type("FROM claims;\n")
        at = terminal.wait_for("14", after=at)
        at = terminal.wait_for("1 row,", after=at)
        terminal.type("SELECT actr FROM claims;\n")
        at = terminal.wait_for("Candidate bindings", after=at)
        terminal.type(f"{ENDLESS};\n")
        at = terminal.wait_for("= 1;\n", after=at)
        threading.Event().wait(0.5)  # the query is at work; were it not, the line would be cleared, and nothing interrupted
        terminal.type("\x03")
        at = terminal.wait_for("interrupted", after=at)
        terminal.type(".tables\n")
        at = terminal.wait_for("stance_on", after=at)
        terminal.type(".schema shifts\n")
        at = terminal.wait_for("Day of the last clear evidence before.", after=at)
        terminal.type(".schema nothing\n")
        at = terminal.wait_for("there is no nothing here", after=at)
        terminal.type(".format json\n.cookbook taken-back\n")
        at = terminal.wait_for('"shift_id": "gone"', after=at)
        terminal.type(".help me\n")
        at = terminal.wait_for("takes other arguments", after=at)
        with world.writing() as connection:
            connection.execute("DELETE FROM outlets WHERE name = 'Beta'")
        world.publish()
        terminal.type("SELECT count(*) AS outlets FROM outlets;\n")
        at = terminal.wait_for("published anew", after=at)
        at = terminal.wait_for('"outlets": 3', after=at)
        terminal.type("SELECT unfinished\x03")
        terminal.type("SELECT 7 * 6 AS x;\n")
        at = terminal.wait_for('"x": 42', after=at)
        terminal.type("SELECT spe\t")
        at = terminal.wait_for("speaker", after=at)
        terminal.type("\x03.quit\n")
        assert terminal.wait() == 0
    history = (world.state / "sql_history").read_text(encoding="utf-8")
    assert "+SELECT count(*) AS n\n+FROM claims;" in history


def test_the_prompt_leaves_with_ctrl_d_and_works_where_nothing_can_be_kept(tmp_path: Path) -> None:
    world = made(tmp_path)
    (world.state / "sql_history").mkdir()
    with Terminal(["sql", "--warehouse", str(world.path)], tmp_path) as terminal:
        at = terminal.wait_for("volteface>")
        terminal.type("SELECT 6 * 7 AS x;\n")
        at = terminal.wait_for("42", after=at)
        terminal.wait_for("volteface>", after=at)
        terminal.type("\x04")
        assert terminal.wait() == 0


def test_only_the_prompt_imports_the_prompts_library(world: Warehouse) -> None:
    code = (
        "import sys\nfrom flows import cli\nsys.argv = ['volteface', 'sql', '--warehouse', sys.argv[1], 'SELECT now()']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "bad = {'prompt_toolkit', 'pyarrow', 'numpy', 'filelock', 'asyncio', 'spacy', 'prefect', 'extract.claims', 'reports.model'} & set(sys.modules)\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code, str(world.path)], check=True, env=environment(), stdout=subprocess.DEVNULL)
