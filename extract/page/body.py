"""The article's own lines out of a page's tree. Changes the tree that it is given: read everything else first."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from extract.page import boilerplate
from extract.page.markup import without_invisible
from extract.page.repair import repaired

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # its warnings name no page; the errors raised here do

_TOO_LITTLE = 250
_SHORT = 600
_MANY_BLOCKS = 5000
_FAR_MORE = 2.0
_SHORTEST_LEAD = 40
_SHORTEST_TITLE = 20
_LONGEST_KICKER = 50
# What no reader reads; gone before the extraction, which copies and walks the tree many times.
_UNREAD = (
    "script", "style", "svg", "link", "meta", "title", "noscript", "iframe", "nav", "select", "button", "input", "canvas",
    "audio", "video", "object", "embed", "map", "math", "dialog", "source", "track", "img",
)  # fmt: skip


def lines(tree: HtmlElement, *, titles: Sequence[str], description: str | None, stated: str | None, again: Callable[[], HtmlElement]) -> str:
    """The article, each paragraph, list item and table row on a line; cells stand apart by `` | ``.

    ``titles`` are the page's headlines, which are not said again. ``description`` and ``stated`` are the page's own summary and body (JSON-LD). ``again`` gives the tree anew, which
    is asked for only where pruning may have taken the article itself.
    """
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    lead = _lead(tree, description)
    boilerplate.prune(tree)
    found = _kept(_extracted(tree, precise=True), titles)
    # Precision empties some pages and takes a caption for the article on others; the paragraphs tell before a second try.
    candidates = []
    if len(found) < _SHORT or _in_paragraphs(tree) > _FAR_MORE * len(found):
        candidates.append(_extracted(tree, precise=False))
    if len(found) < _TOO_LITTLE:
        candidates.append(_extracted(again(), precise=False))
    candidates.append(stated or "")
    for candidate in candidates:
        if len(candidate) > _FAR_MORE * len(found):
            more = _kept(candidate, titles)
            found = more if len(more) > _FAR_MORE * len(found) else found
    if lead and found and squashed(lead) not in squashed(found[: 5 * len(lead) + 2000]):
        return f"{lead}\n{found}"
    return found


def squashed(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _lead(tree: HtmlElement, description: str | None) -> str | None:
    """The standfirst: what the page gives as its description, where a reader sees just that on the page."""
    wanted = squashed(description or "")
    if description is None or len(wanted) < _SHORTEST_LEAD:
        return None
    # The longest word is the quickest way there.
    needle = max(re.findall(r"[^\W_]+", description), key=len)
    for node in tree.xpath("//body//text()[contains(., $needle)]", needle=needle)[:40]:
        element = node.getparent() if node.is_text else node.getparent().getparent()
        for _ in range(5):
            if element is None or element.tag in ("body", "a", "li", "article"):
                break
            text = str(element.text_content())
            if len(text.strip()) > len(description) + 40:
                break
            if element.tag in ("p", "h2", "h3", "div", "strong", "span") and squashed(text) == wanted:
                return " ".join(text.split())
            element = element.getparent()
    return None


def _in_paragraphs(tree: HtmlElement) -> int:
    """About how many characters of running text the page has."""
    return sum(len(str(each.text_content())) for each in tree.iter("p"))


def _extracted(tree: HtmlElement, *, precise: bool) -> str:
    # The second opinions compare each block with its neighbours: a page of a hundred thousand would take minutes.
    fast = sum(1 for _ in tree.iter("p", "li", "td", "div", "br", "h2", "h3", "blockquote", "dd")) > _MANY_BLOCKS
    document = trafilatura.bare_extraction(tree, fast=fast, include_comments=False, favor_precision=precise, deduplicate=False, with_metadata=False)
    return (document.text or "") if isinstance(document, trafilatura.settings.Document) else ""


def _kept(text: str, titles: Sequence[str]) -> str:
    """The lines that are the article's, each with single spaces and without a list mark."""
    kept: list[str] = []
    headlines = [compact for title in titles if (compact := _compact(title))]
    for line in without_invisible(text).split("\n"):
        line = " ".join(re.sub(r"^- ", "", line.strip()).split())
        if line.startswith("|"):
            line = " | ".join(cell for each in line.split("|") if (cell := each.strip()))
        if line and not (len(kept) < 2 and _is_headline(line, headlines)) and not boilerplate.is_boilerplate(line):
            kept.append(repaired(line))
    return "\n".join(kept)


def _is_headline(line: str, headlines: Sequence[str]) -> bool:
    """Whether a line is one of the page's headlines again, perhaps with its kicker before it."""
    text = _compact(line) if len(line) < 500 else ""
    return any(text.endswith(each) and (text == each or (len(each) >= _SHORTEST_TITLE and len(text) - len(each) <= _LONGEST_KICKER)) for each in headlines)


def _compact(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
