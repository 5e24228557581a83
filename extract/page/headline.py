"""Which of a page's many titles is the headline that a reader sees. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

from lxml.html import HtmlElement

from extract.page.jsonld import line

Candidates = Sequence[tuple[str, str]]
"""Titles, each with where it was read, best first."""

_UNSEEN = re.compile(r"bread-?crumb|seo|visually-?hidden|sr-only|screen-?reader|off-?screen", re.IGNORECASE)
_SEPARATORS = (" | ", " - ", " – ", " — ", " • ", "：", "｜")
_KICKERS = (": ", " - ", " – ", " — ", " | ")
_SHORTEST = 15
_LONGEST_KICKER = 60


def choose(tree: HtmlElement, stated: Candidates, outlets: Collection[str], hint: str | None = None) -> tuple[str | None, str]:
    """The headline, and where it was read; ``hint`` is the feed's title.

    JSON-LD before meta tags before the only h1 before the feed before ``<title>``, each without the outlet's name at its
    end. Two corrections: a title that stands on the page only in its breadcrumb or hidden for search engines gives way
    to the one that stands in the open, and what the heading and a meta tag end in alike goes without their kickers.
    """
    headings = [(element, text) for element in tree.iter("h1") if (text := _text(element))]
    shown = [text for element, text in headings if not _is_unseen(element)]
    h1 = headings[0][1] if len(headings) == 1 else ""
    candidates = [*stated]
    if 10 <= len(h1) <= 300:
        candidates.append((h1, "h1"))
    if hint:
        candidates.append((" ".join(hint.split()), "feed"))
    candidates += [(" ".join((each.text or "").split()), "title") for each in islice(tree.iter("title"), 1)]
    found = [(without_outlet(title, outlets), where) for title, where in candidates]
    found = [(title, where) for title, where in found if title]
    if not found:
        return None, ""
    first, where = found[0]
    # What follows the heading is the outlet or a section; in JSON-LD it may be part of the headline.
    if len(h1) >= 20 and any(first.startswith(f"{h1}{mark}") for mark in (_SEPARATORS[:1] if where == "json-ld" else _SEPARATORS)):
        return h1, "h1"
    if any(_same(text, first) for _, text in headings) and not any(_same(text, first) for text in shown):
        other = next((title for title, origin in found if origin == "meta"), first)
        if not _same(other, first) and _stands(tree, other):
            return other, "meta"
    if where == "meta" and len(shown) == 1 and (bare := _without_kickers(first, shown[0])):
        return bare, "h1"
    return first, where


def without_outlet(title: str, outlets: Collection[str]) -> str:
    """The headline without " | Example Times" at its end."""
    title = title[:1000]
    for mark in _SEPARATORS:
        head, separator, tail = title.rpartition(mark)
        if separator and head.strip() and tail.casefold().strip() in outlets:
            return head.strip()
    return title


def _without_kickers(one: str, other: str) -> str | None:
    """What both end in, where each has its own kicker before it."""
    if one == other:
        return None
    for mark in _KICKERS:
        kicker, separator, rest = one.partition(mark)
        if not separator or len(kicker) > _LONGEST_KICKER or len(rest) < _SHORTEST or not other.endswith(rest):
            continue
        before = other[: -len(rest)]
        if before and len(before) <= _LONGEST_KICKER and any(before.endswith(each.strip(" ")) or before.endswith(each) for each in _KICKERS):
            return rest
    return None


def _stands(tree: HtmlElement, title: str) -> bool:
    """Whether some element of the page, no link and no breadcrumb, holds just this title."""
    needle = max(title.split(), key=len)
    if "'" in needle or '"' in needle:
        needle = re.split("['\"]", needle)[0]
    for node in tree.xpath("//body//text()[contains(., $needle)]", needle=needle)[:60]:
        element = node.getparent()
        if element.tag not in ("script", "style", "a", "title", "option") and _same(_text(element), title) and not _is_unseen(element):
            return True
    return False


def _is_unseen(element: HtmlElement) -> bool:
    return any(_UNSEEN.search(f"{each.get('class') or ''} {each.get('id') or ''}"[:500]) for each in (element, *islice(element.iterancestors(), 2)))


def _text(element: HtmlElement) -> str:
    return line(str(element.text_content())[:2000]) or ""


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
