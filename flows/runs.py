"""One run in progress: what it works on, and its loads. Plain functions: Prefect tasks, commands and tests call the same ones."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from extract.claims import Coder
from extract.model import digest
from extract.web.archive import WarcStore
from flows import logs
from flows.config import Monitor
from warehouse import store
from warehouse.connection import Warehouse
from warehouse.staging import Batch, Staged, stage
from warehouse.store import Loaded


@lru_cache(maxsize=2)
def coder_of(monitor: Monitor) -> Coder:
    """The coder for a monitor's actors and issues; made once per process."""
    return Coder(monitor.actors, monitor.issues, monitor.all_outlets)


@dataclass(frozen=True, slots=True)
class Run:
    """One run in progress: what it works on, and its moment."""

    monitor: Monitor
    warehouse: Warehouse
    kind: str
    at: datetime

    @property
    def id(self) -> str:
        """The same for the same kind of run at the same moment."""
        return digest("run", self.kind, self.at, self.monitor.name)

    @property
    def coder(self) -> Coder:
        """The coder in force."""
        return coder_of(self.monitor)

    @property
    def staging(self) -> Path:
        """Where workers leave what they read, for this run's loader."""
        return self.warehouse.state / "staged"

    @property
    def seen(self) -> Path:
        """The list of the versions that were read before this run."""
        return self.warehouse.state / "seen.parquet"

    @property
    def pages(self) -> WarcStore:
        """Where pages are kept as received."""
        return _archive(self.warehouse.pages)


_archive = lru_cache(maxsize=8)(WarcStore)  # it remembers which of its files are sound


def load(run: Run, batch: Batch) -> Loaded:
    """Write one batch; the working database is held for this step only."""
    return load_staged(run, staged(run, batch))


def staged(run: Run, batch: Batch) -> Staged:
    """The rows of a batch of this run."""
    return stage(batch, run_id=run.id, coder=run.coder.name, at=run.at)


def load_staged(run: Run, rows: Staged) -> Loaded:
    """Write the rows of one batch."""
    started = time.monotonic()
    loaded = run.warehouse.write(partial(store.load, staged=rows))
    logs.event("batch loaded", counts(loaded), run_id=run.id, offers=rows.count("offers"), seconds=round(time.monotonic() - started, 3), **asdict(loaded))
    for failure in rows.failures:
        logs.event("failed", f"{failure.outlet}: {failure.document}: {failure.reason}", level=logging.WARNING, run_id=run.id, **asdict(failure))
    return loaded


def counts(loaded: Loaded) -> str:
    """What was loaded, in words."""
    return f"{loaded.fetches} fetches, {loaded.versions} new versions, {loaded.claims} new claims, {loaded.failures} failures"
