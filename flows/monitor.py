"""The flow of ``volteface run``: every outlet's documents, in batches, through the stages."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.states import Cancelled, Failed

from extract.errors import VoltefaceError, WarehouseBusy, WarehouseError
from extract.model import Item, Page
from flows import acquiring, config, logs, output, stages, tasks
from flows.config import Monitor, OutletConfig
from flows.stages import Run
from flows.web import Web
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
        stages.begin(run)
        _from_archive(run, outcome)
        _from_web(run, outcome)
        for outlet in monitor.outlets:
            _from_files(run, outlet, outcome)
        outcome.notices += acquiring.trim_archive(run)
        tasks.conclude(run, outcome.loaded, outcome.notices)
    return outcome


def _from_archive(run: Run, outcome: Outcome) -> None:
    """What a killed cycle fetched and did not load."""
    for pages in stages.batches(acquiring.left_over(run)):
        outcome.notices.append(f"{len(pages)} pages that an interrupted cycle had fetched are read now")
        _read(run, pages, acquiring.items_of(run, pages), outcome)


def _from_web(run: Run, outcome: Outcome) -> None:
    """What the outlets' feeds and sitemaps offer, and what is due of it."""
    outlets, paused = acquiring.outlets_to_ask(run)
    _set_aside(run, outcome, paused)
    if not outlets:
        return
    with Web(run.monitor.contact, run.at) as web:
        offered = tasks.discover(run, web, outlets)
        outcome.notices += offered.notices
        outcome.add(offered.batch, tasks.load(run, offered.batch))
        due = acquiring.due(run, outlets)
        items = {each.request.url: each.item for each in due}
        with closing(acquiring.fetched(run, web, due)) as pages, output.progress(f"{len(outlets)} outlets: documents", len(due)) as advance:
            while batch := tasks.fetch(pages, stages.BATCH):
                # In an order of their own, not of arrival.
                _read(run, sorted(batch, key=lambda page: (page.outlet, page.url)), items, outcome)
                advance(len(batch))
        _set_aside(run, outcome, acquiring.not_asked(web))


def _read(run: Run, pages: Sequence[Page], items: Mapping[str, Item], outcome: Outcome) -> None:
    with _Quarantine(run, outcome, [(page.outlet, page.url) for page in pages]):
        batch = tasks.read_pages(run, pages, items)
        outcome.add(batch, tasks.load(run, batch))


def _from_files(run: Run, outlet: OutletConfig, outcome: Outcome) -> None:
    if outlet.files or outlet.jsonl or outlet.warc:
        seen = stages.seen_versions(run)
        for documents in stages.batches(stages.local_documents(run, outlet)):
            with _Quarantine(run, outcome, [(outlet.name, d.id) for d in documents]):
                batch = tasks.read_documents(run, outlet.name, documents, seen)
                if batch.coded or batch.failures:
                    outcome.add(batch, tasks.load(run, batch))


class _Quarantine:
    """A batch that fails as a whole is set aside with its reason, and the cycle goes on."""

    def __init__(self, run: Run, outcome: Outcome, documents: Sequence[tuple[str, str]]) -> None:
        self._run, self._outcome, self._documents = run, outcome, documents

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *_: object) -> bool:
        if error is None or not isinstance(error, Exception) or isinstance(error, WarehouseError):
            return False  # without a warehouse nothing can be set aside
        logs.event("batch set aside", f"{len(self._documents)} documents: {type(error).__name__}: {error}", level=logging.ERROR, documents=len(self._documents))
        _set_aside(self._run, self._outcome, [Failure(outlet, d, "extract", f"{type(error).__name__}: {error}") for outlet, d in self._documents])
        return True


def _set_aside(run: Run, outcome: Outcome, failures: list[Failure]) -> None:
    if not failures:
        return
    batch = Batch(failures=tuple(failures))
    outcome.add(batch, stages.load(run, batch))


@flow(name="volteface", log_prints=False)
def scheduled(monitor_file: str, warehouse: str | None = None, reports: str | None = None) -> Any:
    """One scheduled cycle with its report; returns the report's path. Ends as skipped where another cycle runs, as failed with one sentence otherwise."""
    from flows import artifacts, cycle_process
    from flows.running import run_once

    cycle_process.settle()
    try:
        monitor = config.load(Path(monitor_file)).at(warehouse=Path(warehouse) if warehouse else None, reports=Path(reports) if reports else None)
        cycle_process.tidy(monitor)
        with artifacts.progress(monitor):
            ended = run_once(monitor)
        artifacts.results(monitor, ended)
    except WarehouseBusy as error:
        output.tell(f"cycle skipped: {error}")
        return Cancelled(name="Skipped", message=str(error))
    except VoltefaceError as error:
        output.tell(f"cycle failed: {error}")
        return Failed(message=str(error))
    except Exception as error:  # a bug; Prefect has the traceback
        output.tell(f"cycle failed: {type(error).__name__}: {error}; Prefect's page of the run says where")
        raise
    cycle_process.tell(ended)
    return str(ended.report)
