"""The process of one scheduled cycle: it ends with ``serve``, keeps the server's record in order and says how it ended."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows import history, output, plan, prefect_server, prefect_settings
from flows.config import Monitor

if TYPE_CHECKING:
    from flows.running import Ended


def settle() -> None:
    """Leave errors of ours to us, and go at once where ``serve`` is killed: what was loaded is kept, the next cycle goes on from there."""
    prefect_settings.quiet()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def tidy(monitor: Monitor) -> None:
    """Skip what piled up while this cycle could not run, forget what is old, note when the next is due. Nothing outside a deployment."""
    from prefect.runtime import deployment

    if deployment.id is None:
        return
    from uuid import UUID

    now = datetime.now(UTC)
    own = UUID(str(deployment.id))
    history.skip_late(own, now)
    noted = plan.move(monitor.place.state, now)
    history.forget(own, now, noted.history if noted else prefect_server.HISTORY)


def tell(ended: Ended) -> None:
    """How it ended, on stderr: a line, and one for each failure and notice."""
    for notice in ended.notices:
        output.tell(notice)
    output.tell_failures(ended.outcome.failures)
    output.tell(f"cycle at {ended.at:%Y-%m-%d %H:%M:%S}Z: {ended}; report: {ended.report}")
