"""A cycle's beginning, reading, loading and end as plain functions. Prefect tasks, commands and tests call the same ones.

A document that fails is set aside with its reason, and the rest goes on; what a batch brings is
loaded at once, so that a killed cycle loses at most the batch it was in, which the next one fetches.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from extract.claims import Coded, Coder
from extract.clean import clean
from extract.errors import DocumentError, MonitorError
from extract.model import Decision, Item, Page, Version, When, digest
from extract.page import CLEANER
from extract.web.addresses import key
from extract.web.archive import WarcStore
from extract.web.documents import Document, read
from flows import __version__, logs
from flows.config import LOCAL, Monitor, OutletConfig
from warehouse import ledger, store, stories
from warehouse.connection import Connection, Warehouse, query
from warehouse.rows import read_column, rows_of, write_parquet
from warehouse.staging import Batch, Failure, Staged, stage
from warehouse.store import Loaded

T = TypeVar("T")

BATCH = 25
READ_LANGUAGES = {None, "en"}


@lru_cache(maxsize=2)
def coder_of(monitor: Monitor) -> Coder:
    """The coder for a monitor's actors and issues; made once per process."""
    return Coder(monitor.actors, monitor.issues, monitor.all_outlets)


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Consecutive lists of at most ``size``."""
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


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


@dataclass(frozen=True, slots=True)
class Job:
    """A batch to be read: pages with what lists said of them, or local documents, of one outlet."""

    pages: tuple[Page, ...] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    outlet: str = LOCAL
    local: tuple[Document, ...] = ()

    @property
    def documents(self) -> list[tuple[str, str]]:
        """Outlet and name of every document in it."""
        return [*((page.outlet, page.url) for page in self.pages), *((self.outlet, document.id) for document in self.local)]


_archive = lru_cache(maxsize=8)(WarcStore)  # it remembers which of its files are sound


# -- beginning and end ------------------------------------------------------------------------------


def begin(run: Run) -> Loaded:
    """Open the run, clean pages anew that another cleaner read, and code every version that the present coder has not read.

    Shifts that come or go with it alone have the cause ``coder``.
    """
    with run.warehouse.writing() as connection:
        store.configure(connection, run.monitor.all_outlets, run.monitor.actors, run.monitor.issues)
        logs.event("run begun", f"{run.kind} of {run.monitor.name} at {run.at:%Y-%m-%d %H:%M:%S}Z", run_id=run.id, kind=run.kind, clock=run.at.isoformat())
        store.begin_run(connection, run.id, run.kind, run.at, run.coder.name, __version__, run.monitor.digest)
        stale = rows_of(connection, query("stale_versions"), {"cleaner": CLEANER})
    total = Loaded()
    for chunk in batches(stale, 10 * BATCH):
        total += load(run, clean_anew(run, chunk))
    with run.warehouse.writing() as connection:
        rows = rows_of(connection, query("uncoded_versions"), {"coder": run.coder.name})
    for chunk in batches(rows, 10 * BATCH):
        total += load(run, code_versions(run, [store.read_version(r) for r in chunk]))
    if rows or stale:
        with run.warehouse.writing() as connection:
            ledger.infer(connection, run.monitor.actors, since=run.at, at=run.at, cause="coder")
    return total


def conclude(run: Run, loaded: Loaded, notices: Sequence[str] = (), cause: str = "evidence") -> None:
    """Infer positions and shifts from what is new, close the run, publish the snapshot; ``cause`` is that of shifts that come or go."""
    started = time.monotonic()
    with run.warehouse.writing() as connection:
        run.warehouse.settle(connection)
        stories.place(connection)
        n_pairs = ledger.infer(connection, run.monitor.actors, since=min(run.at, killed_since(connection, run) or run.at), at=run.at, cause=cause)
        store.end_run(connection, run.id, run.at, loaded, notices)
    logs.event("inferred", f"{n_pairs} pairs of actor and issue", run_id=run.id, pairs=n_pairs, seconds=round(time.monotonic() - started, 3))
    started = time.monotonic()
    run.warehouse.publish()
    size = run.warehouse.size
    logs.event("published", f"{run.warehouse.path}, {size} bytes", run_id=run.id, bytes=size, seconds=round(time.monotonic() - started, 3))
    outcome = "partial" if loaded.failures else "done"
    logs.event("run ended", f"{outcome}: {_counts(loaded)}", run_id=run.id, outcome=outcome, **asdict(loaded))


def killed_since(connection: Connection, run: Run) -> datetime | None:
    """When the first of the runs began that were killed since the last that ended; None where none was."""
    since: datetime | None = rows_of(connection, query("killed_since"), {"run": run.id})[0]["since"]
    return since


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
    logs.event("batch loaded", _counts(loaded), run_id=run.id, offers=rows.count("offers"), seconds=round(time.monotonic() - started, 3), **asdict(loaded))
    for failure in rows.failures:
        logs.event("failed", f"{failure.outlet}: {failure.document}: {failure.reason}", level=logging.WARNING, run_id=run.id, **asdict(failure))
    return loaded


def _counts(loaded: Loaded) -> str:
    return f"{loaded.fetches} fetches, {loaded.versions} new versions, {loaded.claims} new claims, {loaded.failures} failures"


# -- reading ---------------------------------------------------------------------------------------


def read_job(run: Run, job: Job) -> Staged:
    """The rows that a batch of documents comes to."""
    return staged(run, read_documents(run, job.outlet, job.local) if job.local else read_pages(run, job.pages, job.items))


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch came to."""

    loaded: Loaded
    failures: Sequence[Failure]


def read_apart(run: Run, job: Job, folder: Path) -> Done | None:
    """The same in another process: loaded at once where several may load, else left as Parquet in a folder for the loader (None)."""
    rows = read_job(run, job)
    if run.warehouse.many_load:
        return Done(load_staged(run, rows) if rows.tables else Loaded(), rows.failures)
    rows.write(folder)
    return None


def cleaned(page: Page, item: Item | None) -> Version:
    """The article of a page, with what a list said of it where the page is silent; raises ``DocumentError``."""
    return clean(page, published=item.published if item else None, title=item.title if item else None)


def read_pages(run: Run, pages: Sequence[Page], items: Mapping[str, Item]) -> Batch:
    """Clean and code fetched pages."""
    versions: list[Version] = []
    fetches: list[tuple[Page, str | None]] = []
    failures: list[Failure] = []
    for page in pages:
        version = None
        if page.decision is Decision.ALLOWED:
            item = items.get(page.url)
            try:
                version = cleaned(page, item)
                versions.append(version)
            except DocumentError as error:
                failures.append(Failure(page.outlet, page.url, "clean", str(error)))
            except Exception as error:  # a bug in a parser must not stop the other pages
                failures.append(Failure(page.outlet, page.url, "clean", f"{type(error).__name__}: {error}"))
        elif page.decision.is_failure:
            failures.append(Failure(page.outlet, page.url, "fetch", page.error or f"status {page.status}"))
        fetches.append((page, version.version_id if version else None))
    coded = code_versions(run, versions)
    return Batch(tuple(fetches), coded.coded, (*failures, *coded.failures))


def clean_anew(run: Run, stale: Sequence[Mapping[str, str]]) -> Batch:
    """The versions that the present cleaner makes of pages in the archive; what cannot be read or is no article any more stays as it is."""
    versions: list[Version] = []
    replaced: list[tuple[str, str]] = []
    with run.warehouse.writing() as connection:
        items = {key(item.url): item for item in store.offers_of(connection, [row["url"] for row in stale])}
    for row in stale:
        version_id = row["version_id"]
        try:
            page = run.pages.read(row["warc"])
            item = items.get(key(page.url))
            version = cleaned(page, item)
        except DocumentError:
            replaced.append((version_id, version_id))
            continue
        replaced.append((version_id, version.version_id))
        if version.version_id != version_id:
            versions.append(version)
    return replace(code_versions(run, versions), replaced=tuple(replaced))


def code_versions(run: Run, versions: Sequence[Version]) -> Batch:
    """Code versions; one that breaks the coder is stored uncoded and named as a failure."""
    coded: list[tuple[Version, Coded | None]] = []
    failures: list[Failure] = []
    for version in versions:
        try:
            coded.append((version, run.coder.code(version) if version.language in READ_LANGUAGES else None))
        except Exception as error:  # a bug in the coder must not stop the other documents
            failures.append(Failure(version.outlet, version.url, "extract", f"{type(error).__name__}: {error}"))
            coded.append((version, Coded((), ())))
    return Batch(coded=tuple(coded), failures=tuple(failures))


def local_documents(run: Run, outlet: OutletConfig) -> Iterator[Document]:
    """The documents of an outlet's files, JSON lines and WARC; a path that matches nothing is a failure."""
    for pattern in (*outlet.files, *outlet.jsonl, *outlet.warc):
        paths = sorted(expand(run.monitor.folder, pattern))
        if not paths:
            yield Document(pattern, DocumentError(f"{pattern} matches no file below {run.monitor.folder}"))
        for path in paths:
            yield from read(path, outlet.name, fetched_at=run.at)


def expand(folder: Path, pattern: str) -> Iterable[Path]:
    """The files that a pattern or path of the monitor file names."""
    if any(mark in pattern for mark in "*?["):
        base = Path(pattern)
        root = Path(base.anchor) if base.is_absolute() else folder
        return (p for p in root.glob(str(base.relative_to(base.anchor) if base.is_absolute() else base)) if p.is_file())
    path = folder / pattern
    return [path] if path.exists() else []


def version_of(document: Document) -> Version:
    """The version that a local document holds; raises its ``DocumentError``."""
    content = document.content
    if isinstance(content, DocumentError):
        raise content
    if isinstance(content, Page):
        item = document.item
        version = cleaned(content, item)
        modified = version.modified or (item.modified if item else None)
        return replace(version, speaker=document.speaker or version.speaker, modified=modified)
    return content


def read_documents(run: Run, outlet: str, documents: Sequence[Document]) -> Batch:
    """Clean and code local documents; versions that the present coder has read before this run are left alone."""
    seen = _seen_versions(run)
    versions: list[Version] = []
    failures: list[Failure] = []
    for document in documents:
        try:
            version = version_of(document)
        except DocumentError as error:
            failures.append(Failure(outlet, document.id, "clean", str(error)))
            continue
        except Exception as error:  # as in read_pages
            failures.append(Failure(outlet, document.id, "clean", f"{type(error).__name__}: {error}"))
            continue
        if version.version_id not in seen:
            versions.append(version)
    coded = code_versions(run, versions)
    return Batch(coded=coded.coded, failures=(*failures, *coded.failures))


def note_seen(run: Run) -> None:
    """Write down which versions the present coder has read, for whoever reads local documents: the working database is open to one process only."""
    with run.warehouse.writing() as connection:
        write_parquet(connection, query("known_versions"), {"coder": run.coder.name}, run.seen)


@lru_cache(maxsize=1)
def _seen_versions(run: Run) -> frozenset[str]:
    return frozenset(read_column(run.seen, "version_id") if run.seen.exists() else ())


def by_outlet(outlets: Iterable[OutletConfig], name: str | None) -> OutletConfig:
    """The outlet of that name; ``local`` where none is named."""
    found = {o.name: o for o in outlets}
    if name is None or name == LOCAL:
        return found.get(LOCAL, OutletConfig(LOCAL))
    if name not in found:
        raise MonitorError(f"there is no outlet {name!r}; expected one of {', '.join(sorted(found)) or 'those of the monitor file'}")
    return found[name]


def group_failures(failures: Iterable[Failure]) -> dict[str, list[Failure]]:
    """Failures by outlet, in the order in which they came."""
    grouped: dict[str, list[Failure]] = defaultdict(list)
    for failure in failures:
        grouped[failure.outlet].append(failure)
    return dict(grouped)


def day_after(moment: datetime) -> date:
    """The first day that has not begun at that moment, in its own zone."""
    return date.fromordinal(moment.date().toordinal() + 1)


def published_hint(text: str | None) -> When | None:
    """``--published``: a day or an instant; raises ``MonitorError`` where it is neither."""
    if text is None:
        return None
    try:
        return When.parse(text)
    except ValueError:
        raise MonitorError(f"--published {text!r} is no date; expected 2025-02-12 or 2025-02-12T09:30:00+01:00") from None
