"""A Prefect server of our own on loopback, which ends with whoever started it, however that ends.

The server is a process of its own, ``python -m flows.prefect_server PORT``. Its standard input is a pipe that only its parent holds
open: a parent that is killed closes it, and the server goes at once. So no server is ever left over, and none has to be looked for.
A lock in Prefect's folder lets a new server wait until the last one has let go of the database.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from extract.errors import VoltefaceError
from flows import prefect_settings

START_SECONDS = 90
STOP_SECONDS = 8
HISTORY = timedelta(days=30)
"""How long our server remembers runs with their logs and artifacts at most."""
EVENTS = timedelta(days=7)
"""The same of Prefect's events, which are most of what it writes."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the API is, and the process where it is ours."""

    url: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it is ours, and gone."""
        return self.process is not None and self.process.poll() is not None


@contextmanager
def server(log: Path, history: timedelta = HISTORY) -> Iterator[Server]:
    """The user's own server where ``PREFECT_API_URL`` names one, else one of ours on loopback.

    ``history`` is how long ours remembers runs. Raises ``VoltefaceError`` where it does not start.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        yield Server(url)
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    log.parent.mkdir(parents=True, exist_ok=True)
    _cut(log)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.prefect_server", str(port)],
            stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True, env=_environment(history),
        )  # fmt: skip
    try:
        _wait(url, process, log)
        os.environ["PREFECT_API_URL"] = url
        yield Server(url, process)
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()


def _environment(history: timedelta) -> dict[str, str]:
    """Prefect's own vacuum, with what the user has set left as it is; and errors, which go into the server's log."""
    wanted = {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(history.total_seconds())),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"PT{int(min(EVENTS, history).total_seconds())}S",
    }
    return {**wanted, **os.environ, prefect_settings.CONSOLE: "0"}


def _cut(log: Path, size: int = 1_000_000) -> None:
    """Begin the log anew where it has grown; the last one is kept beside it."""
    if log.exists() and log.stat().st_size > size:
        log.replace(log.with_name(f"{log.name}.1"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise VoltefaceError(f"the Prefect server ended at once with status {process.returncode}; see {log}")
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    raise VoltefaceError(f"the Prefect server did not answer within {START_SECONDS} s; see {log}")


# -- the process itself ----------------------------------------------------------------------------


def _end_with_parent() -> None:
    while os.read(0, 1024):  # nothing, when the parent has closed its end or is gone
        pass
    os._exit(0)


def main(port: int) -> None:
    """Serve until SIGINT, or until standard input ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from filelock import FileLock
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    with FileLock(settings.home / "server.lock", timeout=START_SECONDS):
        uvicorn.run(create_app(final=True), host="127.0.0.1", port=port, log_level=settings.server.logging_level.lower(), timeout_graceful_shutdown=3)


if __name__ == "__main__":
    main(int(sys.argv[1]))
