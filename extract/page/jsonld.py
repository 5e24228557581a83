"""The JSON-LD (schema.org) of a page, as pages write it. Pure; believes nothing it cannot read."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

MAX_NODES = 2000
"""JSON-LD objects looked at on one page."""
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage|CreativeWork|VideoObject|Event)$")
# Where the article itself may stand in another object; not comments, teasers or parts of series.
_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "@list", "@set")

Node = dict[str, Any]


def objects(tree: HtmlElement) -> list[Node]:
    """The JSON-LD objects of a page, outermost first."""
    return list(_walk(tree))


def articles(nodes: Sequence[Node]) -> list[Node]:
    """Those that are articles; the one with a date first."""
    found = [node for node in nodes if _is(node, _ARTICLE)]
    return sorted(found, key=lambda node: not node.get("datePublished"))


def pages(nodes: Sequence[Node]) -> list[Node]:
    """Those that describe the page around an article."""
    return [node for node in nodes if _is(node, _PAGE)]


def types(node: Node) -> list[str]:
    """The schema.org types of an object, without their address."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def names(value: Any, known: Sequence[Node] = (), depth: int = 0) -> list[str]:
    """Names of persons or organisations: a string, an object, or lists of them; ``known`` resolves an ``@id``."""
    if isinstance(value, str):
        return [line(value) or ""]
    if isinstance(value, list) and depth < 3:
        return [name for each in value[:20] for name in names(each, known, depth + 1)]
    if isinstance(value, dict) and depth < 3:
        if not value.get("name") and isinstance(value.get("@id"), str):
            value = next((node for node in known if node.get("@id") == value["@id"] and node.get("name")), value)
        return names(value.get("name"), known, depth + 1)
    return []


def line(value: Any) -> str | None:
    """A string on one line, entities resolved, without markup."""
    if not isinstance(value, str):
        return None
    plain = re.sub(r"<[^<>]{1,300}>", "", entities.unescape(entities.unescape(value[:5000])))
    return " ".join(plain.replace("\u00ad", "").split()) or None


def _walk(tree: HtmlElement) -> Iterator[Node]:
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        waiting: list[Any] = [_loaded(script.text_content() or "")]
        seen = 0
        while waiting and seen < MAX_NODES:
            node = waiting.pop(0)
            seen += 1
            if isinstance(node, list):
                waiting[:0] = node[:MAX_NODES]
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in _INTO if isinstance(node.get(key), dict | list)]


def _loaded(text: str) -> Any:
    """JSON as pages write it: in comments or CDATA, with raw line breaks, a semicolon or comma too many."""
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$", "", text.strip())
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    return any(kind.search(each) for each in types(node))
