"""``volteface serve``: the cycle on a schedule, on a long-lived Prefect server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from extract.errors import VoltefaceError
from flows.config import Monitor

START_SECONDS = 90


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(log: Path) -> Iterator[str]:
    """The API's address: the user's own server where ``PREFECT_API_URL`` names one, else one of ours on loopback."""
    if url := os.environ.get("PREFECT_API_URL"):
        yield url
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(url, process, log)
        os.environ["PREFECT_API_URL"] = url
        yield url
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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


def reap(deployment: str) -> int:
    """Mark runs of this deployment that a killed process left ``Running`` as crashed; returns how many."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
    from prefect.client.schemas.objects import StateType
    from prefect.states import Crashed

    with get_client(sync_client=True) as client:
        stale = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]))),
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[deployment])),
        )  # fmt: skip
        for run in stale:
            client.set_flow_run_state(run.id, Crashed(message="its process was gone when volteface serve started"), force=True)
        return len(stale)


def serve(monitor: Monitor, monitor_file: Path, *, cron: str | None, every: float | None) -> None:
    """Serve until interrupted: one cycle at a time, on a cron in the monitor's zone or every so many seconds."""
    from prefect.schedules import Cron, Interval

    from flows.monitor import scheduled

    name = f"{monitor.warehouse.stem}"
    reap(name)
    schedule: Any = Cron(cron, timezone=monitor.zone) if cron else Interval(every or 3600.0)
    scheduled.serve(
        name=name, schedules=[schedule], limit=1, pause_on_shutdown=False, print_starting_message=False,
        parameters={"monitor_file": str(monitor_file.resolve()), "warehouse": str(monitor.warehouse), "reports": str(monitor.reports)},
    )  # fmt: skip
