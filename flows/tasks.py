"""The stages as Prefect tasks: one call each. Only transient errors are retried; what happens is logged by the stages."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from extract.errors import TransientError
from extract.model import Page
from flows import acquiring, batches, runs, stages
from flows.acquiring import Offered
from flows.batches import Done, Job
from flows.config import OutletConfig
from flows.runs import Run
from flows.web import Web
from warehouse.staging import Staged
from warehouse.store import Loaded


def _is_transient(_task: object, _run: object, state: Any) -> bool:
    try:
        state.result()
    except TransientError:
        return True
    except BaseException:
        return False
    return False


def _volteface_task(function: Any) -> Any:
    return task(retries=2, retry_delay_seconds=[1, 5], retry_condition_fn=_is_transient, cache_policy=NO_CACHE, log_prints=False)(function)


@_volteface_task
def discover(run: Run, web: Web, outlets: Sequence[OutletConfig]) -> Offered:
    """What the outlets offer."""
    return acquiring.offers(run, web, outlets)


@_volteface_task
def fetch(pages: Iterator[Page], size: int) -> list[Page]:
    """The next batch of pages, as received."""
    return list(islice(pages, size))


@_volteface_task
def read(run: Run, job: Job) -> Staged:
    """The rows that a batch of documents comes to."""
    return batches.read_job(run, job)


@_volteface_task
def read_apart(sent: bytes) -> Done | None:
    """The same on a worker of a cluster (``batches.read_apart``): what is sent is a pickled run, job and folder."""
    return batches.read_apart(*pickle.loads(sent))  # noqa: S301 - what the user's own cluster hands on


@_volteface_task
def load(run: Run, rows: Staged) -> Loaded:
    """Write a batch to the working database."""
    return runs.load_staged(run, rows)


@_volteface_task
def conclude(run: Run, loaded: Loaded, notices: Sequence[str]) -> None:
    """Infer and publish."""
    stages.conclude(run, loaded, notices)
