"""The flow of ``volteface run``: every outlet's documents, in batches, through the stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, get_run_logger

from extract.errors import VoltefaceError
from extract.model import Item
from flows import config, stages, tasks
from flows.config import Monitor, OutletConfig
from flows.stages import Known, Run
from warehouse.connection import Warehouse
from warehouse.store import Batch, Failure, Loaded


@dataclass(slots=True)
class Outcome:
    """What a cycle came to."""

    loaded: Loaded = field(default_factory=Loaded)
    failures: list[Failure] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, batch: Batch, loaded: Loaded) -> None:
        """Count a batch that was loaded."""
        self.loaded += loaded
        self.failures += batch.failures


@flow(name="volteface-cycle", log_prints=False, validate_parameters=False)
def cycle(monitor: Monitor, at: datetime) -> Outcome:
    """Fetch, clean, extract, load, infer, publish: once, for all outlets."""
    run = Run(monitor, Warehouse(monitor.warehouse), "run", at)
    outcome = Outcome()
    with run.warehouse.cycle():
        known = stages.begin(run)
        for outlet in monitor.outlets:
            try:
                _outlet(run, outlet, known, outcome)
            except VoltefaceError as error:
                _set_aside(run, outcome, [Failure(outlet.name, outlet.name, "discover", str(error))])
        tasks.conclude(run, outcome.loaded)
    return outcome


def _outlet(run: Run, outlet: OutletConfig, known: dict[str, Known], outcome: Outcome) -> None:
    if outlet.feeds or outlet.sitemaps or outlet.urls:
        offered = tasks.discover(run, outlet, known)
        outcome.notices += offered.notices
        outcome.add(offered.batch, tasks.load(run, offered.batch))
        for items in stages.batches(stages.wanted(offered.items, outlet, known)):
            with _Quarantine(run, outcome, outlet, [i.url for i in items]):
                pages = tasks.fetch(run, outlet, items, known)
                batch = tasks.read_pages(run, pages, _by_url(items))
                outcome.add(batch, tasks.load(run, batch))
    if outlet.files or outlet.jsonl or outlet.warc:
        seen = stages.seen_versions(run)
        for documents in stages.batches(stages.local_documents(run, outlet)):
            with _Quarantine(run, outcome, outlet, [d.id for d in documents]):
                batch = tasks.read_documents(run, outlet.name, documents, seen)
                if batch.coded or batch.failures:
                    outcome.add(batch, tasks.load(run, batch))


def _by_url(items: Iterable[Item]) -> dict[str, Item]:
    return {item.url: item for item in items}


class _Quarantine:
    """A batch that fails as a whole is set aside with its reason, and the cycle goes on."""

    def __init__(self, run: Run, outcome: Outcome, outlet: OutletConfig, documents: Sequence[str]) -> None:
        self._run, self._outcome, self._outlet, self._documents = run, outcome, outlet, documents

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *_: object) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        get_run_logger().error("a batch of %s is set aside: %s", self._outlet.name, error)
        _set_aside(self._run, self._outcome, [Failure(self._outlet.name, d, "extract", f"{type(error).__name__}: {error}") for d in self._documents])
        return True


def _set_aside(run: Run, outcome: Outcome, failures: list[Failure]) -> None:
    batch = Batch(failures=tuple(failures))
    outcome.add(batch, stages.load(run, batch))


@flow(name="volteface", log_prints=False)
def scheduled(monitor_file: str, warehouse: str | None = None, reports: str | None = None) -> str:
    """One scheduled cycle with its report; returns the report's path."""
    from flows.reporting import report_since_last_run

    monitor = config.load(Path(monitor_file)).at(warehouse=Path(warehouse) if warehouse else None, reports=Path(reports) if reports else None)
    at = datetime.now(UTC)
    outcome = cycle(monitor, at)
    logger = get_run_logger()
    for failure in outcome.failures:
        logger.warning("%s: %s: %s", failure.outlet, failure.document, failure.reason)
    path = report_since_last_run(monitor, at)
    logger.info("report: %s", path)
    return str(path)
