"""The flow of ``volteface run``: every outlet's documents, in batches, through the stages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Cancelled, Failed

from extract.errors import VoltefaceError, WarehouseBusy, WarehouseError
from extract.model import Item, Page
from flows import acquiring, batches, config, logs, output, prefect_server, runs, stages, tasks
from flows.batches import Done, Job
from flows.config import Monitor
from flows.reading import Reader, Result, reader, task_runner
from flows.runs import Run
from flows.web import Web
from warehouse.staging import Batch, Failure
from warehouse.store import Loaded


@dataclass(slots=True)
class Outcome:
    """What a cycle came to."""

    loaded: Loaded = field(default_factory=Loaded)
    failures: list[Failure] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count a batch that was loaded."""
        self.loaded += done.loaded
        self.failures += done.failures


def run_cycle(monitor: Monitor, at: datetime) -> Outcome:
    """Fetch, clean, extract, load, infer, publish: once, for all outlets, with the documents read where ``[scale]`` says."""
    runner = task_runner(monitor)
    with ExitStack() as stack:
        if runner is not None and not PREFECT_API_URL.value():  # a cluster's workers report to a server
            own = stack.enter_context(prefect_server.server(monitor.place.state / "server.log"))
            stack.enter_context(temporary_settings({PREFECT_API_URL: own.url}))
        found: Outcome = (cycle.with_options(task_runner=runner) if runner else cycle)(monitor, at)
    return found


@flow(name="volteface-cycle", log_prints=False, validate_parameters=False)
def cycle(monitor: Monitor, at: datetime) -> Outcome:
    """One cycle as a flow; started by ``run_cycle``."""
    run = Run(monitor, monitor.place, "run", at)
    outcome = Outcome()
    with run.warehouse.cycle():
        stages.begin(run)
        with reader(run) as read:
            _load(run, outcome, read(_from_archive(run, outcome)))
            _from_web(run, outcome, read)
            _load(run, outcome, read(_from_files(run)))
        outcome.notices += acquiring.trim_archive(run)
        tasks.conclude(run, outcome.loaded, outcome.notices)
    return outcome


def _from_archive(run: Run, outcome: Outcome) -> Iterator[Job]:
    """What a killed cycle fetched and did not load."""
    for pages in batches.batches(acquiring.left_over(run), run.warehouse.batch):
        outcome.notices.append(f"{len(pages)} pages that an interrupted cycle had fetched are read now")
        yield Job(tuple(pages), acquiring.items_of(run, pages))


def _from_web(run: Run, outcome: Outcome, read: Reader) -> None:
    """What the outlets' feeds and sitemaps offer, and what is due of it."""
    outlets, paused = acquiring.outlets_to_ask(run)
    _set_aside(run, outcome, paused)
    if not outlets:
        return
    with Web(run.monitor.contact, run.at) as web:
        offered = tasks.discover(run, web, outlets)
        outcome.notices += offered.notices
        rows = runs.staged(run, offered.batch)
        outcome.add(Done(tasks.load(run, rows), rows.failures))
        due = acquiring.due(run, outlets)
        with closing(acquiring.fetched(run, web, due)) as pages, output.progress(f"{len(outlets)} outlets: documents", len(due)) as advance:
            _load(run, outcome, read(_fetched(run, pages, {each.request.url: each.item for each in due})), advance)
        _set_aside(run, outcome, acquiring.not_asked(web))


def _fetched(run: Run, pages: Iterator[Page], items: Mapping[str, Item]) -> Iterator[Job]:
    while batch := tasks.fetch(pages, run.warehouse.batch):
        batch.sort(key=lambda page: (page.outlet, page.url))  # an order of their own, not of arrival
        yield Job(tuple(batch), {page.url: items[page.url] for page in batch if page.url in items})


def _from_files(run: Run) -> Iterator[Job]:
    """The documents of outlets' files, JSON lines and WARC."""
    outlets = [outlet for outlet in run.monitor.outlets if outlet.files or outlet.jsonl or outlet.warc]
    if outlets:
        batches.note_seen(run)
    for outlet in outlets:
        for documents in batches.batches(batches.local_documents(run, outlet), run.warehouse.batch):
            yield Job(outlet=outlet.name, local=tuple(documents))


def _load(run: Run, outcome: Outcome, read: Iterable[tuple[Job, Result]], advance: Callable[[int], object] = lambda n: None) -> None:
    """Load what was read, batch after batch; one that fails is set aside."""
    for job, result in read:
        with _Quarantine(run, outcome, job.documents):
            outcome.add(result())
        advance(len(job.documents))


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
    rows = runs.staged(run, Batch(failures=tuple(failures)))
    outcome.add(Done(runs.load_staged(run, rows), rows.failures))


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
