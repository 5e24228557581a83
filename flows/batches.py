"""Reading documents: a batch of fetched pages or local documents becomes article versions, claims and reasons, or rows where it is read apart.

A document that fails is set aside with its reason, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from extract.claims import Coded
from extract.clean import clean
from extract.errors import DocumentError
from extract.model import Decision, Item, Page, Version
from extract.web.addresses import key
from extract.web.documents import Document, read
from flows.config import LOCAL, OutletConfig
from flows.runs import Run, load_staged, staged
from warehouse import store
from warehouse.connection import query
from warehouse.rows import read_column, write_parquet
from warehouse.staging import Batch, Failure, Staged
from warehouse.store import Loaded

T = TypeVar("T")

READ_LANGUAGES = {None, "en"}


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Consecutive lists of at most ``size``."""
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


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
