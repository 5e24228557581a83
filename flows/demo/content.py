"""The sample articles: read from TOML, and shown as they stood at a moment.

To add an article, put ``SLUG.toml`` into the folder of its outlet under ``site/``: ``title``,
``authors``, ``published`` (with a zone), ``section`` and ``body`` (paragraphs parted by an empty line),
then a ``[[revision]]`` (``at``, ``body``, perhaps ``title``) for each later edit, or ``[[entry]]``
tables where ``kind = "live"``. What the texts say on an issue is listed in ``expected.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

MARK = "Sample article written for the volteface demonstration"


@dataclass(frozen=True, slots=True)
class Entry:
    """One timed entry of a live blog."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a page says from ``at`` on."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One page with all its revisions, the oldest first. ``status`` other than 200 has no revision."""

    path: str
    title: str
    published: datetime
    authors: tuple[str, ...] = ()
    section: str = ""
    kind: str = "news"
    language: str = "en"
    visible_date: bool = True
    feed_date: bool = True
    undated: bool = False
    status: int = 200
    revisions: tuple[Revision, ...] = ()

    def at(self, moment: datetime) -> Revision | None:
        """The revision current at a moment; None before publication and for a dead address."""
        current = [revision for revision in self.revisions if revision.at <= moment]
        return current[-1] if current else None

    def modified(self, moment: datetime) -> datetime:
        """When what is shown at a moment was last changed."""
        current = self.at(moment)
        return current.at if current else self.published

    @property
    def texts(self) -> tuple[str, ...]:
        """The full text of each revision, paragraphs parted by a newline."""
        return tuple("\n".join(_all_paragraphs(revision)) for revision in self.revisions)


@dataclass(frozen=True, slots=True)
class SampleOutlet:
    """One invented outlet: how it looks, what it offers, and its articles by time of publication."""

    name: str
    host: str
    template: str
    charset: str
    robots: str
    nav: tuple[str, ...]
    teasers: tuple[str, ...]
    comments: tuple[str, ...]
    feeds: tuple[tuple[str, str], ...]
    articles: tuple[Article, ...]

    def url(self, article: Article) -> str:
        """The stable address of an article."""
        return f"http://{self.host}{article.path}"

    def published_by(self, moment: datetime) -> tuple[Article, ...]:
        """What feeds list at a moment, the newest first; dead addresses are listed too."""
        listed = (article for article in self.articles if article.published <= moment)
        return tuple(sorted(listed, key=lambda article: article.published, reverse=True))


def _all_paragraphs(revision: Revision) -> list[str]:
    return [*revision.paragraphs, *(text for entry in revision.entries for text in (entry.title, *entry.paragraphs))]


def _paragraphs(body: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in body.split("\n\n") if part.strip())


def _revisions(raw: dict[str, Any]) -> tuple[Revision, ...]:
    """A live blog gets a revision with each entry, the newest entry on top."""
    entries = [Entry(e["at"], e["title"], _paragraphs(e["body"])) for e in raw.get("entry", ())]
    if entries:
        newest_first = [tuple(reversed(entries[: i + 1])) for i in range(len(entries))]
        return tuple(Revision(shown[0].at, raw["title"], (), shown) for shown in newest_first)
    revisions = [Revision(raw["published"], raw["title"], _paragraphs(raw["body"]))]
    for edit in raw.get("revision", ()):
        revisions.append(Revision(edit["at"], edit.get("title", revisions[-1].title), _paragraphs(edit["body"])))
    return tuple(revisions)


def _article(slug: str, raw: dict[str, Any], outlet: dict[str, Any]) -> Article:
    published: datetime = raw["published"]
    undated = raw.get("undated", False)
    path = outlet["undated_url" if undated else "url"].format(
        slug=slug,
        section=raw["section"].lower(),
        year=f"{published:%Y}",
        month=f"{published:%m}",
        day=f"{published:%d}",
    )
    return Article(
        path=path,
        title=raw["title"],
        published=published,
        authors=tuple(raw["authors"]),
        section=raw["section"],
        kind=raw.get("kind", "news"),
        language=raw.get("language", "en"),
        visible_date=raw.get("visible_date", True),
        feed_date=raw.get("feed_date", True) and not undated,
        undated=undated,
        revisions=_revisions(raw),
    )


@lru_cache(maxsize=1)
def outlets() -> tuple[SampleOutlet, ...]:
    """All sample outlets with their articles, by host."""
    found = []
    for folder in files("flows.demo").joinpath("site").iterdir():
        if not folder.is_dir() or not folder.joinpath("outlet.toml").is_file():
            continue
        tables = [file for file in folder.iterdir() if file.name.endswith(".toml")]
        rows = {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in tables}
        own = rows.pop("outlet")
        dead = [Article(d["path"], d["title"], d["published"], status=d["status"]) for d in own.get("dead", ())]
        articles = [_article(slug, raw, own) for slug, raw in rows.items()] + dead
        found.append(
            SampleOutlet(
                name=own["name"],
                host=own["host"],
                template=own["template"],
                charset=own["charset"],
                robots=own["robots"],
                nav=tuple(own["nav"]),
                teasers=tuple(own["teasers"]),
                comments=tuple(own["comments"]),
                feeds=tuple(own["feeds"].items()),
                articles=tuple(sorted(articles, key=lambda a: (a.published, a.path))),
            )
        )
    return tuple(sorted(found, key=lambda o: o.host))
