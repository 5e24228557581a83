"""Reading and loading batches of documents where ``[scale]`` says: in this process, in others of this machine, or on a Dask cluster.

Whatever the place, a batch comes to the same rows, and so the warehouse is the same. From other processes rows come back as
Parquet in the state folder, in the order in which batches were handed out, and the one loader merges them; where the warehouse
is a lake, whoever read a batch loads it.
"""

from __future__ import annotations

import pickle
import shutil
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extract.errors import DocumentError, MonitorError, VoltefaceError
from extract.model import digest
from flows import batches, tasks
from flows.batches import Done, Job
from flows.config import Monitor
from flows.runs import Run
from warehouse.staging import Staged
from warehouse.store import Loaded

Result = Callable[[], Done]
"""Waits until a batch is read, and loads it where nobody has; raises what reading it raised."""
Reader = Callable[[Iterable[Job]], Iterator[tuple[Job, Result]]]
CONNECT_SECONDS = 5
_AHEAD = 2  # batches that wait for each worker


@contextmanager
def reader(run: Run) -> Iterator[Reader]:
    """What reads the batches of a run. On Dask it is to be called within the flow whose task runner has the cluster (``task_runner``)."""
    scale = run.monitor.scale
    if scale.runner == "local":
        yield lambda jobs: ((job, partial(_here, run, job)) for job in jobs)
        return
    shutil.rmtree(run.staging, ignore_errors=True)  # what a killed run left is read again from the archive
    try:
        if scale.runner == "dask":
            yield lambda jobs: _ahead(partial(_on_dask, run), jobs, scale.workers)
        else:
            with _Processes(run, scale.workers) as pool:
                yield lambda jobs: _ahead(pool.submit, jobs, scale.workers)
    finally:
        shutil.rmtree(run.staging, ignore_errors=True)


def _ahead(submit: Callable[[Job], Result], jobs: Iterable[Job], workers: int) -> Iterator[tuple[Job, Result]]:
    """Hand out a few batches more than there are workers."""
    waiting: deque[tuple[Job, Result]] = deque()
    for job in jobs:
        waiting.append((job, submit(job)))
        if len(waiting) > _AHEAD * workers:
            yield waiting.popleft()
    yield from waiting


def _folder(run: Run, job: Job) -> Path:
    return run.staging / digest("job", *(name for pair in job.documents for name in pair))


def _here(run: Run, job: Job) -> Done:
    return _loaded(run, tasks.read(run, job))


def _merged(run: Run, folder: Path, done: Done | None) -> Done:
    """What a worker did; where it only left rows, they are loaded and its files removed."""
    if done is not None:
        return done
    rows = Staged.read(folder, run.coder.name, run.at)
    shutil.rmtree(folder, ignore_errors=True)
    return _loaded(run, rows)


def _loaded(run: Run, rows: Staged) -> Done:
    return Done(tasks.load(run, rows) if rows.tables else Loaded(), rows.failures)


# -- processes ---------------------------------------------------------------------------------------


class _Processes:
    """A pool that is made anew when one of its processes dies; the batch that killed two is given up."""

    def __init__(self, run: Run, workers: int) -> None:
        self._run, self._workers = run, workers
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=_follow_parent)

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, job: Job) -> Result:
        """Start reading a batch."""
        folder = _folder(self._run, job)
        pool, future = self._submitted(job, folder)

        def result() -> Done:
            try:
                done = future.result()
            except BrokenProcessPool:
                self._renew(pool)
                done = self._alone(job, folder)
            return _merged(self._run, folder, done)

        return result

    def _submitted(self, job: Job, folder: Path) -> tuple[ProcessPoolExecutor, Future[Done | None]]:
        pool = self._pool
        try:
            return pool, pool.submit(batches.read_apart, self._run, job, folder)
        except BrokenProcessPool:
            self._renew(pool)
            return self._pool, self._pool.submit(batches.read_apart, self._run, job, folder)

    def _alone(self, job: Job, folder: Path) -> Done | None:
        """Read a batch once more: it may be the one that a process died of, or one that only waited in the same pool."""
        pool, future = self._submitted(job, folder)
        try:
            return future.result()
        except BrokenProcessPool:
            self._renew(pool)
            raise DocumentError("the process that read this batch died twice, perhaps for want of memory; the next cycle tries again") from None

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            broken.shutdown(wait=False)
            self._pool = self._made()


def _follow_parent() -> None:
    """In a worker: an interrupt is the parent's business, and without a parent there is nothing to do."""
    import os
    import signal
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def leave() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=leave, daemon=True).start()


# -- Dask ----------------------------------------------------------------------------------------------


def _on_dask(run: Run, job: Job) -> Result:
    folder = _folder(run, job)
    future = tasks.read_apart.submit(pickle.dumps((run, job, folder)))  # Prefect looks into what it can, page by page

    def result() -> Done:
        return _merged(run, folder, future.result())

    return result


def task_runner(monitor: Monitor) -> Any:
    """Prefect's task runner for a monitor's cycles: the cluster where there is one, else None.

    Raises ``MonitorError`` where what it needs is not installed, ``VoltefaceError`` where no scheduler answers.
    """
    scale = monitor.scale
    if scale.runner != "dask" or scale.address is None:
        return None
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise MonitorError("runner = \"dask\" needs more packages: pip install 'volteface[scale]'") from None
    place = urlsplit(scale.address)
    try:
        socket.create_connection((place.hostname, place.port or 8786), CONNECT_SECONDS).close()
    except OSError as error:
        raise VoltefaceError(
            f"no Dask scheduler answers at {scale.address}: {error.strerror or error}; start one with `dask scheduler`, or change [scale]"
        ) from None
    return DaskTaskRunner(address=scale.address)
