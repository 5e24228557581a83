"""The stages as Prefect tasks: one call each. Only transient errors are retried; what happens is logged by the stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from extract.errors import TransientError
from extract.model import Item, Page
from extract.web.documents import Document
from flows import acquiring, stages
from flows.acquiring import Offered
from flows.config import OutletConfig
from flows.stages import Run
from flows.web import Web
from warehouse.store import Batch, Loaded


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
def read_pages(run: Run, pages: Sequence[Page], items: Mapping[str, Item]) -> Batch:
    """Article versions and claims out of a batch of pages."""
    return stages.read_pages(run, pages, items)


@_volteface_task
def read_documents(run: Run, outlet: str, documents: Sequence[Document], seen: set[str]) -> Batch:
    """Article versions and claims out of a batch of local documents."""
    return stages.read_documents(run, outlet, documents, seen)


@_volteface_task
def load(run: Run, batch: Batch) -> Loaded:
    """Write a batch to the working database."""
    return stages.load(run, batch)


@_volteface_task
def conclude(run: Run, loaded: Loaded, notices: Sequence[str]) -> None:
    """Infer and publish."""
    stages.conclude(run, loaded, notices)
