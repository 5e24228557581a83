"""Documents given on the command line: read, coded, printed or loaded, without Prefect."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.claims import Coded
from extract.errors import DocumentError, FetchFailed, MonitorError
from extract.model import Claim, Decision, Page, Version, When
from extract.web.client import Client, Request, user_agent
from extract.web.documents import Document, read
from flows import __version__, batches, output, runs, stages
from flows.config import LOCAL, Monitor, OutletConfig
from flows.runs import Run
from warehouse.staging import Batch, Failure
from warehouse.store import Loaded


def _is_url(source: str) -> bool:
    return re.match(r"(?i)https?://", source) is not None


def fetch_one(url: str, outlet: str, contact: str, at: datetime) -> Page:
    """Fetch one page that the user named; raises ``FetchFailed`` where there is none to read."""

    async def ask() -> Page:
        async with Client(user_agent(contact, __version__), clock=lambda: at) as client:
            return await client.get(Request(url, outlet, local=True))

    page = asyncio.run(ask())
    if page.decision is not Decision.ALLOWED:
        raise FetchFailed(f"{url}: {page.error or page.decision.value}" + (f" (status {page.status})" if page.status else ""))
    return page


def documents(source: str, outlet: str, at: datetime, *, contact: str = "local", published: When | None = None) -> Iterator[Document]:
    """The documents behind a path or URL; raises ``MonitorError`` where the path does not exist."""
    if _is_url(source):
        yield Document(source, fetch_one(source, outlet, contact, at))
        return
    path = Path(source)
    if not path.exists():
        raise MonitorError(f"{source} does not exist; expected a file, a folder, or a URL that begins with http:// or https://")
    yield from read(path, outlet, fetched_at=at, published=published)


def one_version(source: str, at: datetime) -> Version:
    """The first document behind a path or URL, cleaned."""
    for document in documents(source, LOCAL, at):
        return batches.version_of(document)
    raise DocumentError(f"{source} holds no document")


def ingest(
    monitor: Monitor, sources: Sequence[str], *, outlet: str | None, published: str | None, at: datetime, advance: Callable[[int], object]
) -> tuple[Loaded, list[Failure]]:
    """Load documents, infer and publish; returns what was new, and what failed. ``advance`` is told how many were read."""
    config = _by_outlet(monitor.outlets, outlet)
    given = _published_hint(published)
    for source in sources:
        if not _is_url(source) and not Path(source).exists():
            raise MonitorError(f"{source} does not exist; expected a file, a folder, or a URL that begins with http:// or https://")
    run = Run(monitor, monitor.place, "ingest", at)
    loaded, failures = Loaded(), list[Failure]()
    with run.warehouse.cycle():
        stages.begin(run)
        batches.note_seen(run)
        for source in sources:
            name = outlet or _outlet_that_lists(monitor, source) or config.name
            found = (replace(d, content=_dated(d.content, given)) for d in _readable(source, name, at, monitor.contact, failures))
            for chunk in batches.batches(found, 4 * run.warehouse.batch):
                batch = batches.read_documents(run, name, chunk)
                if batch.coded or batch.failures:
                    loaded += runs.load(run, batch)
                    failures += batch.failures
                advance(len(chunk))
        if failures and not loaded.failures:
            loaded += runs.load(run, Batch(failures=tuple(failures)))
        stages.conclude(run, loaded)
    return loaded, failures


def _readable(source: str, outlet: str, at: datetime, contact: str, failures: list[Failure]) -> Iterator[Document]:
    try:
        yield from documents(source, outlet, at, contact=contact)
    except FetchFailed as error:
        failures.append(Failure(outlet, source, "fetch", str(error)))


def _outlet_that_lists(monitor: Monitor, source: str) -> str | None:
    """The outlet whose files, jsonl or warc list a path: what it ingests belongs to it."""
    if _is_url(source):
        return None
    path = Path(source).resolve()
    for outlet in monitor.outlets:
        for pattern in (*outlet.files, *outlet.jsonl, *outlet.warc):
            if any(p.resolve() == path for p in batches.expand(monitor.folder, pattern)):
                return outlet.name
    return None


def _dated(content: Any, given: When | None) -> Any:
    if given is not None and isinstance(content, Version) and content.published is None:
        return replace(content, published=given)
    return content


def recode_all(monitor: Monitor, at: datetime) -> tuple[Loaded, list[Failure]]:
    """Read every version again with the present coder, where it has not been read by it."""
    run = Run(monitor, monitor.place, "recode", at)
    with run.warehouse.cycle():
        loaded = stages.begin(run)
        stages.conclude(run, loaded)
    return loaded, []


def print_claims(source: str, monitor: Monitor, *, jsonl: bool, explain: bool) -> bool:
    """Print the claims of every document behind a source; returns whether one failed."""
    at = datetime.now(UTC)
    coder = runs.coder_of(monitor)
    rows: list[list[Any]] = []
    failed = False
    for document in documents(source, LOCAL, at, contact=monitor.contact):
        try:
            version = batches.version_of(document)
        except DocumentError as error:
            output.tell(f"failed: {document.id}: {error}")
            failed = True
            continue
        if version.language not in batches.READ_LANGUAGES:
            output.tell(f"{document.id}: in {version.language}, a language that no coder reads")
        coded = coder.code(version)
        if explain:
            _explain(document.id, coded, version)
        elif jsonl:
            for claim in coded.claims:
                print(output.claim_json(document.id, claim))
        else:
            rows += [[c.actor, c.issue, c.stance.value, c.strength, _marks(c), c.speaker, f"{c.confidence:.2f}", c.quote] for c in coded.claims]
    if not jsonl and not explain:
        if rows:
            output.print_table(("actor", "issue", "stance", "strength", "marks", "speaker", "conf.", "quote"), sorted(rows, key=lambda r: (r[0], r[1])))
        else:
            print("no claims")
    return failed


def _marks(claim: Claim) -> str:
    words = [claim.directness.value, claim.basis.value]
    words += ["hedged"] if claim.hedged else []
    words += ["conditional"] if claim.conditional else []
    words += ["announced"] if claim.announced else []
    return ", ".join(words)


def _explain(doc: str, coded: Coded, version: Version) -> None:
    for claim in coded.claims:
        print(output.visible(f"{doc} {claim.start}:{claim.end} {claim.actor} {claim.stance.value} {claim.issue}: {claim.quote}"))
        for step in claim.path:
            print(output.visible(f"    {step}"))
    for abstention in coded.abstentions:
        print(
            output.visible(
                f"{doc} {abstention.start}:{abstention.end} abstains on {abstention.issue} ({abstention.reason}): {version.text[abstention.start : abstention.end]}"
            )
        )


def print_attributions(source: str, *, jsonl: bool, nested: bool) -> bool:
    """Print every attribution of every document behind a source; returns whether one failed."""
    import json

    from extract.language.attribution import attributions

    failed = False
    for document in documents(source, LOCAL, datetime.now(UTC)):
        try:
            version = batches.version_of(document)
        except DocumentError as error:
            output.tell(f"failed: {document.id}: {error}")
            failed = True
            continue
        for found in attributions(version.text, nested=nested):
            if jsonl:
                print(json.dumps({"doc": document.id, "source": found.source, "cue": found.cue, "content": found.content}))
            else:
                parts = (" … ".join(version.text[a:b] for a, b in spans) for spans in (found.source, found.cue, found.content))
                print(output.visible(" | ".join(parts)))
    return failed


def _by_outlet(outlets: Iterable[OutletConfig], name: str | None) -> OutletConfig:
    """The outlet of that name; ``local`` where none is named."""
    found = {o.name: o for o in outlets}
    if name is None or name == LOCAL:
        return found.get(LOCAL, OutletConfig(LOCAL))
    if name not in found:
        raise MonitorError(f"there is no outlet {name!r}; expected one of {', '.join(sorted(found)) or 'those of the monitor file'}")
    return found[name]


def _published_hint(text: str | None) -> When | None:
    """``--published``: a day or an instant; raises ``MonitorError`` where it is neither."""
    if text is None:
        return None
    try:
        return When.parse(text)
    except ValueError:
        raise MonitorError(f"--published {text!r} is no date; expected 2025-02-12 or 2025-02-12T09:30:00+01:00") from None
