"""``volteface serve``: cycles on a schedule, one at a time, until somebody says stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from extract.errors import MonitorError, VoltefaceError
from flows import history, output, plan, prefect_settings
from flows.config import Monitor
from flows.plan import Plan
from flows.prefect_server import Server, server
from warehouse.connection import query
from warehouse.rows import rows_of

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOP_SECONDS = 12
"""How long a cycle in progress may take to end when it is told to; then it is killed, and the next cycle goes on from what it had loaded."""
_AGAIN = "VOLTEFACE_SERVE_AGAIN"
AGAIN_SECONDS = 30
"""How long to wait before a Prefect server that is gone is looked for, or started, again."""


def serve(monitor: Monitor, monitor_file: Path, wanted: Plan) -> None:
    """Serve until SIGINT or SIGTERM; raises ``VoltefaceError`` where it cannot begin, ``WarehouseBusy`` where somebody serves already.

    Where the Prefect server goes away later, this process begins anew until one is there: what Prefect holds open leads to the one that is gone.
    """
    state = monitor.place.state
    log = state / "server.log"
    is_again = os.environ.pop(_AGAIN, None) is not None
    runner = _Runner(monitor, monitor_file, wanted)
    with _stoppable(), plan.held(state), contextlib.ExitStack() as printing:
        try:
            with server(log, wanted.history) as prefect:
                printing.enter_context(_printing_to(log))  # also while we wait: a runner whose server is gone prints on
                prefect_settings.only(prefect.url)
                _run(runner, log, prefect)
        except VoltefaceError as error:
            if isinstance(error, MonitorError) or not (is_again or runner.ready.is_set()):
                raise
            output.tell(f"volteface: {error}; trying again in {AGAIN_SECONDS} s")
            time.sleep(AGAIN_SECONDS)
            os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, _AGAIN: "1"})  # noqa: S606 - this very command


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM means the same as SIGINT; either ends what is inside, quietly."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in _SIGNALS}
    try:
        yield
    except KeyboardInterrupt:
        output.tell("stopped")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _printing_to(log: Path) -> Iterator[None]:
    """What is printed goes into the log: Prefect's runner prints its troubles."""
    with log.open("a", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        yield


def _run(runner: _Runner, log: Path, prefect: Server) -> None:
    """Run until a signal comes, which raises ``KeyboardInterrupt``, or the server is gone, which raises ``VoltefaceError``."""
    place = prefect.url.removesuffix("/api")
    runner.start()
    try:
        while runner.is_alive() and not runner.ready.wait(0.2):
            pass
        if runner.is_alive():
            output.tell(f"Prefect at {place}; next cycle {runner.said}; stop with Ctrl-C")
        while runner.is_alive() and not prefect.has_ended:
            runner.join(1)
    except KeyboardInterrupt:
        for number in _SIGNALS:  # one is enough
            signal.signal(number, signal.SIG_IGN)
        raise
    finally:
        runner.stop()
    if isinstance(runner.error, VoltefaceError):
        raise runner.error
    raise VoltefaceError(f"Prefect at {place} does not answer{' any more' if runner.ready.is_set() else ''}; see {log}")


class _Runner(threading.Thread):
    """Prefect's runner, serving our flow. It has a thread of its own, so that signals are ours to answer."""

    def __init__(self, monitor: Monitor, monitor_file: Path, wanted: Plan) -> None:
        super().__init__(name="volteface-runner", daemon=True)
        self._monitor, self._file, self._plan = monitor, monitor_file, wanted
        self.ready = threading.Event()
        self.said = ""
        self.error: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runner: Any = None

    def run(self) -> None:
        """The thread's work."""
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C reaches all processes of a terminal; cycles are ended by us
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self.error = error

    async def _serve(self) -> None:
        from prefect.runner import Runner

        from flows.monitor import scheduled

        self._loop = asyncio.get_running_loop()
        name = deployment_name(self._monitor)
        parameters = {"monitor_file": str(self._file.resolve()), "warehouse": str(self._monitor.warehouse), "reports": str(self._monitor.reports)}
        await asyncio.to_thread(_refuse_namesake, name, parameters)
        last = await asyncio.to_thread(last_cycle, self._monitor)
        self._runner = Runner(name=name, limit=1, pause_on_shutdown=False)
        deployment = await self._runner.aadd_flow(
            scheduled, name=name, schedules=[self._plan.schedule(last)], parameters=parameters, tags=["volteface"],
            description=f"volteface: {self._monitor.name}. A cycle {self._plan}: {len(self._monitor.outlets)} outlets, "
            f"{len(self._monitor.actors)} actors, {len(self._monitor.issues)} issues. Reports go to `{self._monitor.reports}`.",
        )  # fmt: skip
        self.said = await asyncio.to_thread(self._prepare, deployment, last)
        self.ready.set()
        await self._runner.start(webserver=False)

    def _prepare(self, deployment: UUID, last: datetime | None) -> str:
        """Put the server's record in order and note the plan; returns when the next cycle is due, in words."""
        now = datetime.now(UTC)
        history.reap(deployment)
        history.skip_late(deployment, now)
        history.forget(deployment, now, self._plan.history)
        missed = self._plan.missed_since(last, now)
        at_once = missed or (self._plan.every is not None and last is None)
        if at_once:  # the first time too: by the time that the schedule is there, its first moment has passed
            history.run_now(deployment, "made-up" if missed else "first")
        due = now if at_once else self._plan.next_after(last if self._plan.every is not None and last else now)
        plan.write(self._monitor.place.state, self._plan, os.getpid(), due)
        when = "now, since one was missed" if missed else "now" if at_once else f"at {due.astimezone(ZoneInfo(self._monitor.zone)):%Y-%m-%d %H:%M:%S %Z}"
        return f"{when}, then {self._plan}"

    def stop(self) -> None:
        """End the cycle in progress and the runner, within ``STOP_SECONDS`` and a little."""
        if self.is_alive() and self._loop is not None and self._runner is not None and self._runner.started:
            logging.getLogger("prefect").setLevel(logging.CRITICAL)  # that a cycle is cut is said by us
            ending = asyncio.run_coroutine_threadsafe(self._runner.astop(), self._loop)
            with contextlib.suppress(Exception):
                ending.result(STOP_SECONDS)
        for child in multiprocessing.active_children():
            child.kill()
        self.join(5)


def deployment_name(monitor: Monitor) -> str:
    """How the deployment is called: as the monitor, without the characters that Prefect keeps for itself."""
    return monitor.name.replace("/", "-").replace("%", "-")


def last_cycle(monitor: Monitor) -> datetime | None:
    """The moment of the last cycle that ended, or None."""
    warehouse = monitor.place
    if not warehouse.path.exists():
        return None
    with warehouse.reading() as connection:
        moment: datetime | None = rows_of(connection, query("last_report"), {"before": datetime.max.replace(tzinfo=UTC)})[0]["at"]
    return moment.astimezone(UTC) if moment else None


def _refuse_namesake(name: str, parameters: dict[str, str]) -> None:
    """On a server that several monitors share, two of one name would run as one."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    with get_client(sync_client=True) as client:
        try:
            there = client.read_deployment_by_name(f"volteface/{name}")
        except ObjectNotFound:
            return
    if there.parameters.get("warehouse") != parameters["warehouse"]:
        raise MonitorError(
            f"the Prefect server has a monitor {name!r} already, of {there.parameters.get('monitor_file')}; "
            "give this one another 'name' in [monitor], or delete that deployment"
        )
