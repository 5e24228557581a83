"""Notifications: told once, whatever happens to the run or the channel; no secret in the file, none in what is said."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from extract.errors import MonitorError
from flows import config, notifying
from flows.config import Monitor
from flows.reporting import report_of_run
from flows.runs import Run
from reports import notice
from reports.model import Report
from reports.notice import Heard
from reports.wish import Wish
from tests.conftest import MONITOR
from tests.report_world import FIRST, OPPOSE, SECOND, SUPPORT, THIRD, Said, ask, early, filled, later, load, said
from tests.servers import Asked, Reply, Site, serve
from tests.test_cli import environment
from warehouse.connection import Warehouse
from warehouse.rows import rows_of

pytestmark = pytest.mark.heavy

HEAD = """\
[monitor]
name = "Harbour <watch> @here"
warehouse = "w.duckdb"
contact = "t@example.org"

[[actor]]
id = "eastland"
name = "United Eastland"

[[actor]]
id = "westmark"
name = "Westmark <i>& Sons</i>"

[[issue]]
id = "bridge"
proposition = "The bridge is opened"
terms = ["bridge"]

[[issue]]
id = "tolls"
proposition = "Tolls are ended | for [all](x)"
terms = ["tolls"]
"""
FOURTH = THIRD + timedelta(days=30)
PATIENT = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120"}  # a busy machine starts Prefect slowly


def monitor_of(folder: Path, tables: str) -> Monitor:
    path = folder / "m.toml"
    path.write_text(HEAD + tables, encoding="utf-8")
    return config.load(path)


def cycle(monitor: Monitor, at: datetime, articles: list[Said], **more: str) -> list[str]:
    """What a run does after reading: load, infer, report, notify."""
    load(Warehouse(monitor.warehouse), Run(monitor, Warehouse(monitor.warehouse), "run", at).id, at, articles, **more)  # type: ignore[arg-type]
    return tell(monitor, at)


def tell(monitor: Monitor, at: datetime) -> list[str]:
    path, whole = report_of_run(monitor, at, forms=("html",))
    return notifying.notify(monitor, at, whole, path)


def messages(site: Site) -> list[dict[str, str]]:
    return [json.loads(asked.body) for asked in site.asked if asked.method == "POST"]


def states(monitor: Monitor) -> list[str]:
    with Warehouse(monitor.warehouse).reading() as connection:
        return [r["state"] for r in rows_of(connection, "SELECT DISTINCT state FROM notifications ORDER BY 1")]


def run_notices(monitor: Monitor, at: datetime) -> list[str]:
    with Warehouse(monitor.warehouse).reading() as connection:
        (row,) = rows_of(connection, "SELECT notices FROM runs WHERE started_at = $at", {"at": at})
    return list(row["notices"] or [])


@pytest.fixture
def hook() -> Iterator[Site]:
    with serve({"/hook": Reply(b"ok")}) as site:
        yield site


@pytest.fixture
def monitor(tmp_path: Path, hook: Site) -> Monitor:
    return monitor_of(tmp_path, f'\n[[notify]]\nurl = "{hook.url.replace("http", "json")}/hook"\n')


# -- the monitor file -----------------------------------------------------------------------------

SECRET = "xoxb-31337-s3cr3t"


@pytest.mark.parametrize(
    "url",
    [
        f"slack://{SECRET}/T1/B1", f"https://hooks.slack.com/services/{SECRET}", f"mailto://me:{SECRET}@example.org", f"json://localhost/?token={SECRET}",
        f"json://me:{SECRET}@localhost/", f"json://intranet.example/{SECRET}", f"tgram://{SECRET}", f"file://{SECRET}.example/x", SECRET, f"json://[{SECRET}",
    ],
)  # fmt: skip
def test_an_address_that_may_carry_a_secret_is_refused_with_line_and_remedy_and_not_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(MonitorError) as refused:
        monitor_of(tmp_path, f'\n[[notify]]\nminimum = 0.5\nurl = "{url}"\n')
    said = str(refused.value)
    assert f"m.toml, line {HEAD.count(chr(10)) + 4}: " in said and 'url = "env:VOLTEFACE_NOTIFY"' in said
    assert SECRET not in said


@pytest.mark.parametrize("url", ["env:VOLTEFACE_SLACK", "file:notices.txt", "json://localhost:8080/hook", "json://127.0.0.1/x", "json://[::1]/x", "dbus://"])
def test_what_holds_no_secret_may_stand_in_the_file(url: str, tmp_path: Path) -> None:
    (channel,) = monitor_of(tmp_path, f'\n[[notify]]\nurl = "{url}"\nactors = ["eastland"]\n').channels
    assert channel.url == url and channel.wish == Wish(("eastland",), (), 0.9)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('url = "env:not a name"', "must name an environment variable"),
        ('url = "env:X"\nactors = ["atlantis"]', "'actors' names 'atlantis'; expected ids of this file: eastland, westmark"),
        ('url = "env:X"\nissues = "rain"', "'issues' names 'rain'"),
        ('url = "env:X"\nminimum = 90', "must be a probability between 0 and 1"),
        ('url = "env:X"\nchannel = "x"', "unknown key 'channel' in [[notify]]"),
        ('url = "env:X"\n[[notify]]\nurl = "env:X"', "is there twice"),
        ("minimum = 0.5", "needs 'url'"),
    ],
)
def test_a_wrong_table_is_refused(table: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match=r"m\.toml, line \d+: ") as refused:
        monitor_of(tmp_path, f"\n[[notify]]\n{table}\n")
    assert says in str(refused.value)


# -- what is told ---------------------------------------------------------------------------------


def test_a_run_that_changed_something_tells_the_headlines_and_a_quiet_one_tells_nothing(monitor: Monitor, hook: Site) -> None:
    assert cycle(monitor, FIRST, early()) == []
    assert cycle(monitor, SECOND, later()) == []
    assert cycle(monitor, THIRD, []) == []
    first, second = messages(hook)
    assert first["title"].endswith("2 taken for the first time")
    assert second["title"] == "Harbour ‹watch› ＠here: 1 position changed"
    told = second["message"].splitlines()
    assert told[0] == "• The United Eastland moved from support to opposition on “The bridge is opened” between 5 Mar and 6 May 2025 (over 99\u00a0%)."
    assert told[1].strip().startswith("Before: 4 independent utterances")
    assert told[-1] == f"The report: {monitor.reports / '2025-07-01T0600Z.html'}"


def test_no_word_of_an_article_and_nothing_a_chat_acts_on_is_in_a_message(monitor: Monitor, hook: Site) -> None:
    cycle(monitor, FIRST, early())
    cycle(monitor, SECOND, later())
    quotes = [claim.quote for _, coded in (*early(), *later()) for claim in coded.claims]
    for message in messages(hook):
        text = message["title"] + message["message"]
        assert not any(quote[:20] in text for quote in quotes)
        assert not set("<>@`[]\u202e") & set(text)
    assert "Westmark ‹i›& Sons‹/i›" in messages(hook)[0]["message"]


def test_the_same_run_told_again_and_a_revision_of_the_same_gist_are_no_news(monitor: Monitor, hook: Site) -> None:
    cycle(monitor, FIRST, early())
    cycle(monitor, SECOND, later())
    assert tell(monitor, SECOND) == [] and len(messages(hook)) == 2
    cycle(monitor, FOURTH, [said("2025-09-05", "The bridge stays shut for good and all, Quill said again", OPPOSE, known=FOURTH)])
    with Warehouse(monitor.warehouse).reading() as connection:
        assert rows_of(connection, "SELECT max(revision) AS n FROM shifts")[0]["n"] > 1, "the new evidence revised no shift: the test proves nothing"
    assert len(messages(hook)) == 2


def test_what_was_told_and_taken_back_is_told_as_that_and_what_was_never_told_is_not(tmp_path: Path, hook: Site) -> None:
    address = hook.url.replace("http", "json")
    hook.replies["/sure"] = Reply(b"")
    tables = f'\n[[notify]]\nurl = "{address}/hook"\n[[notify]]\nurl = "{address}/sure"\nissues = ["tolls"]\n'
    monitor = monitor_of(tmp_path, tables)
    cycle(monitor, FIRST, early())
    cycle(monitor, SECOND, later())
    turned = [(v, replace(c, claims=tuple(replace(k, coder="test 2", stance=SUPPORT) for k in c.claims))) for v, c in [*early(), *later()]]
    cycle(monitor, THIRD, turned, coder="test 2", cause="coder")
    told = [m for asked, m in zip(hook.asked, messages(hook), strict=True) if asked.path == "/hook"]
    assert "1 taken back" in told[-1]["title"]
    assert "Taken back on 1 Sep 2025: a new coder, or people who checked it, read otherwise. It read: The United Eastland moved" in told[-1]["message"]
    others = [m for asked, m in zip(hook.asked, messages(hook), strict=True) if asked.path == "/sure"]
    assert len(others) == 1 and "The bridge" not in others[0]["message"]


def test_actors_issues_and_the_least_probability_are_kept_to(tmp_path: Path, hook: Site) -> None:
    address = f"{hook.url.replace('http', 'json')}"
    for path in ("/a", "/b", "/c"):
        hook.replies[path] = Reply(b"")
    tables = f"""
[[notify]]
url = "{address}/a"
actors = ["westmark"]
[[notify]]
url = "{address}/b"
issues = ["bridge"]
[[notify]]
url = "{address}/c"
minimum = 1.0
"""
    cycle(monitor_of(tmp_path, tables), FIRST, early())
    by_path = {asked.path: json.loads(asked.body)["message"] for asked in hook.asked}
    assert set(by_path) <= {"/a", "/b"}, "nothing is a hundred percent sure"
    assert "Westmark" in by_path["/a"] and "Eastland" not in by_path["/a"]
    assert "Eastland" in by_path["/b"] and "Westmark" not in by_path["/b"]


def test_a_channel_that_is_new_hears_of_the_last_runs_not_of_all_history(tmp_path: Path, hook: Site) -> None:
    silent = monitor_of(tmp_path, "")
    for at, articles in ((FIRST, early()), (SECOND, later()), (THIRD, [])):
        cycle(silent, at, articles)
    joined = monitor_of(tmp_path, f'\n[[notify]]\nurl = "{hook.url.replace("http", "json")}/hook"\n')
    assert cycle(joined, FOURTH, []) == [] and messages(hook) == []


def test_what_an_ingest_between_two_runs_found_is_told_by_the_next_run(monitor: Monitor, hook: Site) -> None:
    cycle(monitor, FIRST, early())
    load(Warehouse(monitor.warehouse), "i1", SECOND, later())
    cycle(monitor, THIRD, [])
    assert len(messages(hook)) == 2 and "1 position changed" in messages(hook)[1]["title"]


def test_a_file_is_a_channel(tmp_path: Path) -> None:
    monitor = monitor_of(tmp_path, '\n[[notify]]\nurl = "file:notices.txt"\n')
    assert cycle(monitor, FIRST, early()) == []
    assert "2 taken for the first time" in (tmp_path / "notices.txt").read_text(encoding="utf-8")
    unwritable = monitor_of(tmp_path, '\n[[notify]]\nurl = "file:no/such/folder.txt"\n')
    assert "cannot be written" in cycle(unwritable, SECOND, later())[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Of all time, after two runs."""
    with filled(tmp_path_factory.mktemp("whole")) as connection:
        return ask(connection, None)


def test_a_long_message_is_cut_with_the_rest_counted(whole: Report) -> None:
    many = whole.firsts * 20
    _, body = notice.told(whole, many, "out/x.html")
    assert body.count("•") == notice.SHOWN and f"and {40 - notice.SHOWN} more, in the report" in body


@pytest.mark.parametrize(
    ("heard", "since", "expected"),
    [
        ([], None, True), ([], SECOND, True), ([], THIRD, False),  # inferred at SECOND
        ([Heard("ID", 1, "GIST", False)], None, False), ([Heard("ID", 1, "GIST", True)], THIRD, True), ([Heard("ID", 1, "other", False)], None, False),
        ([Heard("ID", 0, "other", False)], THIRD, True), ([Heard("ID", 1, "GIST", True), Heard("ID", 1, "GIST", False)], THIRD, False),
    ],
)  # fmt: skip
def test_what_is_news(heard: list[Heard], since: datetime | None, expected: bool, whole: Report) -> None:
    """By what was told of which state, and whether that was refused."""
    (change,) = whole.headlines
    known = [replace(h, shift_id=change.shift_id, gist=h.gist.replace("GIST", notice.gist(change))) for h in heard]
    assert (change in notice.news(replace(whole, firsts=()), Wish(), known, since)) is expected


# -- faults ---------------------------------------------------------------------------------------


def test_what_a_channel_refuses_is_said_and_tried_again_once(monitor: Monitor, hook: Site) -> None:
    hook.replies["/hook"] = Reply(b"no", 500)
    (said,) = cycle(monitor, FIRST, early())
    assert "refused with status 500; the next run tries again" in said and run_notices(monitor, FIRST) == [said]
    assert states(monitor) == ["refused"]
    hook.replies["/hook"] = Reply(b"ok")
    assert cycle(monitor, SECOND, []) == [] and cycle(monitor, THIRD, []) == []
    assert len(messages(hook)) == 2 and states(monitor) == ["sent"]


def test_a_channel_that_is_not_there_is_tried_again(tmp_path: Path) -> None:
    monitor = monitor_of(tmp_path, '\n[[notify]]\nurl = "json://127.0.0.1:9/x"\n')
    assert "could not be reached; the next run tries again" in cycle(monitor, FIRST, early())[0]
    assert "could not be reached" in cycle(monitor, SECOND, [])[0]


@pytest.mark.parametrize("fault", ["cut", "slow"])
def test_a_message_without_an_answer_may_have_arrived_and_is_not_sent_again(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def answer(asked: Asked) -> Reply:
        if fault == "slow":
            over.wait(20)
        raise ConnectionAbortedError

    with serve({"/hook": answer}) as site:
        monkeypatch.setenv("HOOK", f"{site.url.replace('http', 'json')}/hook?rto=0.3")
        monitor = monitor_of(tmp_path, '\n[[notify]]\nurl = "env:HOOK"\n')
        (said,) = cycle(monitor, FIRST, early())
        assert "gave no answer; whether it arrived is not known, and it is not sent again" in said
        assert cycle(monitor, SECOND, []) == [] and len(messages(site)) == 1
        assert states(monitor) == ["unclear"]
        over.set()


def test_a_run_killed_between_sending_and_recording_never_sends_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real process, killed by the system while the channel holds its answer back."""
    over = threading.Event()
    with serve({"/hook": lambda asked: (over.wait(30), Reply(b"ok"))[1]}) as site:
        monitor = monitor_of(tmp_path, f'\n[[notify]]\nurl = "{site.url.replace("http", "json")}/hook"\n')
        load(Warehouse(monitor.warehouse), Run(monitor, Warehouse(monitor.warehouse), "run", FIRST).id, FIRST, early())
        code = (
            "import sys; from datetime import datetime; from pathlib import Path\nfrom flows import config\nfrom tests.test_notify import tell\n"
            "tell(config.load(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))"
        )
        process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "m.toml"), FIRST.isoformat()], env=environment())
        deadline = time.monotonic() + 60
        while not site.asked and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        over.set()
        assert len(messages(site)) == 1
        (said,) = cycle(monitor, SECOND, [])
        assert "a run was killed while it told of 2 changes" in said and said in run_notices(monitor, SECOND)
        assert cycle(monitor, THIRD, []) == []
        assert len(messages(site)) == 1 and states(monitor) == ["unclear"]


def test_a_run_killed_before_it_sent_anything_is_made_up_for_by_the_next(monitor: Monitor, hook: Site) -> None:
    load(Warehouse(monitor.warehouse), Run(monitor, Warehouse(monitor.warehouse), "run", FIRST).id, FIRST, early())  # and no report, no message
    cycle(monitor, SECOND, [])
    assert len(messages(hook)) == 1 and "2 taken for the first time" in messages(hook)[0]["title"]


def test_a_variable_that_is_not_set_is_said_and_told_as_soon_as_it_is(tmp_path: Path, hook: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK", raising=False)
    monitor = monitor_of(tmp_path, '\n[[notify]]\nurl = "env:HOOK"\n')
    assert "the environment variable HOOK is not set" in cycle(monitor, FIRST, early())[0]
    monkeypatch.setenv("HOOK", hook.url.replace("http", "json") + "/hook")
    assert cycle(monitor, SECOND, []) == [] and cycle(monitor, THIRD, []) == [] and len(messages(hook)) == 1


@pytest.mark.parametrize("address", [f"slack://{SECRET}", f"json://127.0.0.1:9/{SECRET}", f"nonsense {SECRET}", f"tgram://{SECRET}/1"])
def test_no_secret_is_said_anywhere(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HOOK", address)
    monkeypatch.setattr("socket.getaddrinfo", _nowhere)
    monitor = monitor_of(tmp_path, '\n[[notify]]\nurl = "env:HOOK"\n')
    said = cycle(monitor, FIRST, early())
    assert said and run_notices(monitor, FIRST) == said
    with Warehouse(monitor.warehouse).reading() as connection:
        stored = str(rows_of(connection, "SELECT * FROM notifications"))
    captured = capfd.readouterr()
    assert SECRET not in str(said) + stored + captured.out + captured.err


def _nowhere(*_: object, **__: object) -> None:
    import socket

    raise socket.gaierror(-2, "Name or service not known")


def test_a_plugin_that_breaks_fails_no_run(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(notifying, "_through_apprise", breaks)
    (said,) = cycle(monitor, FIRST, early())
    assert "the message failed with RuntimeError; whether it arrived is not known" in said and "secret" not in said


def test_another_cycle_at_work_fails_no_run_and_the_next_one_tells(monitor: Monitor, hook: Site) -> None:
    with Warehouse(monitor.warehouse).cycle():
        assert "another cycle is running" in cycle(monitor, FIRST, early())[0]
    assert cycle(monitor, SECOND, []) == [] and len(messages(hook)) == 1


def test_one_failing_channel_keeps_no_other_from_hearing(tmp_path: Path, hook: Site) -> None:
    tables = '\n[[notify]]\nurl = "json://127.0.0.1:9/x"\n' + f'[[notify]]\nurl = "{hook.url.replace("http", "json")}/hook"\n'
    assert len(cycle(monitor_of(tmp_path, tables), FIRST, early())) == 1 and len(messages(hook)) == 1


def test_the_command_ends_well_though_a_channel_fails(tmp_path: Path, hook: Site) -> None:
    """``volteface run``: status 0, the channel named on stderr, the path last on stdout."""
    tables = f'\n[[notify]]\nurl = "json://127.0.0.1:9/x"\nminimum = 0.5\n[[notify]]\nurl = "{hook.url.replace("http", "json")}/hook"\nminimum = 0.5\n'
    rows = [{"id": str(n), "published": f"2025-01-0{n}", "text": f"Norland supports the border bridge, paper {n} of its government says."} for n in range(1, 5)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "volteface.toml").write_text(MONITOR.replace('files = ["articles/*.txt"]', 'jsonl = ["rows.jsonl"]') + tables, encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "run"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path, env={**environment(), **PATIENT})
    assert done.returncode == 0, done.stderr
    assert "json://127.0.0.1:9/x: it could not be reached; the next run tries again" in done.stderr
    assert Path(done.stdout.splitlines()[-1]).is_file() and (tmp_path / "out" / "index.html").is_file()
    assert len(messages(hook)) == 1


def test_doctor_names_a_variable_that_is_not_set(monitor: Monitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.doctor import examine

    cycle(monitor, FIRST, early())
    monkeypatch.delenv("HOOK", raising=False)
    deaf = monitor_of(monitor.folder, '\n[[notify]]\nurl = "env:HOOK"\n')
    assert examine(deaf, monitor.folder / "volteface.toml") == 1 and "notify: env:HOOK is not set here  ← export HOOK=" in capsys.readouterr().out
    monkeypatch.setenv("HOOK", "json://localhost")
    assert examine(deaf, monitor.folder / "volteface.toml") == 0 and "HOOK" not in capsys.readouterr().out
