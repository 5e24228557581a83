"""Acquisition as plain functions: what outlets offer, what of it is due, what was fetched. Tasks, commands and tests call these."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from extract.errors import VoltefaceError
from extract.model import Decision, Item, Page, Role
from extract.web.addresses import key
from extract.web.client import Request
from extract.web.discover import discover
from extract.web.frontier import Health, Past, is_due, paused_until
from flows import stages
from flows.config import Monitor, OutletConfig
from flows.runs import Run
from flows.web import Web
from warehouse import health, store
from warehouse.connection import query
from warehouse.rows import rows_of
from warehouse.staging import Batch, Failure


@dataclass(frozen=True, slots=True)
class Offered:
    """What outlets offer now, with the fetches that it took to know, and what is odd about it."""

    batch: Batch
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A document to ask for: what its list says of it, and the request."""

    item: Item
    request: Request


# -- what outlets offer ----------------------------------------------------------------------------


def outlets_to_ask(run: Run) -> tuple[list[OutletConfig], list[Failure]]:
    """The outlets that are on the web, without those that are left alone for a while; these come back as failures that say until when."""
    with run.warehouse.writing() as connection:
        lately = health.outlets(connection)
    asked: list[OutletConfig] = []
    paused: list[Failure] = []
    for outlet in run.monitor.outlets:
        if not (outlet.feeds or outlet.sitemaps or outlet.urls):
            continue
        past, error = lately.get(outlet.name, (Health(), None))
        until = paused_until(past, run.at)
        if until is None:
            asked.append(outlet)
            continue
        why = f"{past.n_failed} failures in a row, the last: {error}" if past.n_failed else "it asked for a pause (Retry-After)"
        paused.append(Failure(outlet.name, outlet.name, "discover", f"left alone until {until:%Y-%m-%d %H:%M %Z} after {why}"))
    return asked, paused


def offers(run: Run, web: Web, outlets: Sequence[OutletConfig]) -> Offered:
    """Ask the outlets' feeds and sitemaps what they have, all at once. An outlet that does not answer is a failure, not an error."""
    with run.warehouse.writing() as connection:
        validators = {key(r["url"]): (r["etag"], r["last_modified"]) for r in rows_of(connection, query("listing_validators"))}

    async def ask(outlet: OutletConfig) -> Offered:
        try:
            items, pages = await discover(
                web.client, outlet.name, feeds=outlet.feeds, sitemaps=outlet.sitemaps, urls=outlet.urls,
                known=lambda url: validators.get(key(url), (None, None)), local=outlet.local, delay=outlet.delay,
            )  # fmt: skip
        except VoltefaceError as error:
            return Offered(Batch(failures=(Failure(outlet.name, outlet.name, "discover", str(error)),)))
        return _offered(run, outlet, items, pages)

    async def ask_all() -> list[Offered]:
        return list(await asyncio.gather(*(ask(outlet) for outlet in outlets)))

    found = web.wait(ask_all())
    return Offered(sum((each.batch for each in found), Batch()), tuple(notice for each in found for notice in each.notices))


def _offered(run: Run, outlet: OutletConfig, items: Sequence[Item], pages: Sequence[Page]) -> Offered:
    failures = tuple(
        Failure(outlet.name, p.url, "discover", p.error or f"status {p.status}") for p in pages if p.decision.is_failure or p.decision is Decision.GONE
    )
    answered = [p for p in pages if p.decision is Decision.ALLOWED]
    is_silent = answered and not items and not failures
    notices = (f"{outlet.name}: its feed lists no articles ({answered[0].url})",) if is_silent else ()
    return Offered(Batch(tuple((run.pages.keep(p), None) for p in pages), failures=failures, offers=tuple(items)), notices)


# -- what is due -----------------------------------------------------------------------------------


def due(run: Run, outlets: Sequence[OutletConfig]) -> list[Due]:
    """Of all that was ever listed, what these outlets are to be asked for now: new, edited, not had for a passing reason, or due for another look."""
    named = {outlet.name: outlet for outlet in outlets}
    oldest = run.at - max(run.monitor.revisits, default=timedelta()) - timedelta(days=1)
    with run.warehouse.writing() as connection:
        rows = rows_of(connection, query("documents_due"), {"oldest": oldest})
    chosen: list[Due] = []
    fresh: Counter[str] = Counter()
    for row in rows:
        outlet, item, past = named.get(row["outlet"]), store.read_offer(row), _past(row)
        if outlet is None or not wanted(item, outlet) or not is_due(past, run.at, item.modified, run.monitor.revisits):
            continue
        if past is None or past.first_had is None:
            if outlet.max_articles is not None and fresh[outlet.name] >= outlet.max_articles:
                continue
            fresh[outlet.name] += 1
        etag, last_modified = (past.etag, past.last_modified) if past else (None, None)
        chosen.append(Due(item, Request(item.url, item.outlet, etag, last_modified, outlet.local, outlet.delay)))
    return chosen


def wanted(item: Item, outlet: OutletConfig) -> bool:
    """Whether an outlet's settings (``include``, ``exclude``, ``since``) let a document through."""
    return outlet.wants(item.url) and (outlet.since is None or item.published is None or item.published.day >= outlet.since)


def _past(row: Mapping[str, object]) -> Past | None:
    if row["decision"] is None:
        return None
    values = {name: row[name] for name in ("last_at", "first_had", "n_in_vain", "etag", "last_modified")}
    return Past(Decision(row["decision"]), **values)  # type: ignore[arg-type]


# -- what was fetched ------------------------------------------------------------------------------


def fetched(run: Run, web: Web, due: Sequence[Due]) -> Generator[Page]:
    """The pages of these documents as they come, each kept as received. Outcomes of every kind come back as pages."""
    yield from web.pages([each.request for each in due], run.pages.keep)


def left_over(run: Run) -> Iterator[Page]:
    """The documents that killed cycles fetched and kept, but did not load. (Their listings are simply asked for again.)"""
    with run.warehouse.writing() as connection:
        since = stages.killed_since(connection, run)
        if since is None:
            return iter(())
        known = {row["warc"] for row in rows_of(connection, query("archived"), {"since": since})}
    return (page for page in run.pages.since(since) if page.role is Role.DOCUMENT and page.warc not in known)


def items_of(run: Run, pages: Sequence[Page]) -> dict[str, Item]:
    """What lists said of these pages, by URL."""
    with run.warehouse.writing() as connection:
        rows = store.offers_of(connection, [page.url for page in pages])
    items = {key(item.url): item for item in rows}
    return {page.url: items[key(page.url)] for page in pages if key(page.url) in items}


def not_asked(web: Web) -> list[Failure]:
    """One failure for each outlet of which documents were left out."""
    left = Counter(request.outlet for request in web.unasked)
    return [
        Failure(name, name, "fetch", f"left alone after failures in a row; {n} document{'s' * (n > 1)} wait for a later cycle")
        for name, n in sorted(left.items())
    ]


def trim_archive(run: Run) -> list[str]:
    """Remove the oldest page files beyond the user's limits; says what went. Quotes and texts stay: they are in the warehouse."""
    monitor: Monitor = run.monitor
    removed = run.pages.trim(days=monitor.archive_days, size=monitor.archive_bytes, now=run.at)
    if not removed:
        return []
    weight = sum(size for _, size in removed) / 1e6
    return [f"{len(removed)} page file(s), {weight:.1f} MB, removed by archive_days or archive_gb: {removed[0][0]} to {removed[-1][0]}"]
