"""Who signs: what the page states, cut into names, and the bylines that a reader sees. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from lxml.html import HtmlElement

_BY = re.compile(r"^(?:by|von|de|par|di|por|af|av|door|przez|text|texte|story by|written by)\b[:\s]\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\||/|&|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b)\s+|\s+/\s+|;|、|，")
_NO_NAME = re.compile(
    r"@|https?:|www\.|^\W*$|\d{3}|^(?:staff|editor(?:s|ial)?|admin|redaktion|redazione|redacci[oó]n"
    r"|r[ée]daction|newsroom|"
    r"author|unknown|none|null|undefined|anonymous|guest|web ?desk|online|agencies)$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^(?i:by|von|par|por|door|av|af)\b[:\s]\s*(?=[^\W\d_a-zß-ÿ])")
_MARKED = re.compile(r"(?:^|[_-])(?:byline|authors?)(?:[_-]+(?:names?|list|item|text|link|info))*(?:$|__)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"comment|related|teaser|recommend|most-?read|author-?bio", re.IGNORECASE)
# The Chinese press signs below the text, in brackets: "(editor in charge: A, B)".
_EDITORS = re.compile(r"^[（(]?责任?编辑?[：:]\s*([^（）()]{2,40}?)\s*[)）]?$")
_LONGEST_BYLINE = 80


def as_names(given: Iterable[str], outlets: Collection[str] = frozenset()) -> tuple[str, ...]:
    """Bylines as names: "By X and Y" is two; addresses, desks, roles and the outlet's own name are none."""
    found: dict[str, str] = {}
    for raw in list(given)[:20]:
        for nth, part in enumerate(_AND.split(_BY.sub("", " ".join(raw.split())[:500]))):
            name = _BY.sub("", part or "").strip(" .,;:|–—-\u200b")
            if nth and _is_role(name):
                continue
            if 2 <= len(name) <= 80 and not _NO_NAME.search(name) and name.casefold() not in outlets:
                found.setdefault(name.casefold(), name)
    return tuple(found.values())


def outlet_alone(given: Iterable[str], outlets: Collection[str]) -> tuple[str, ...]:
    """The outlet as author, as it writes itself, where it signs and names nobody else."""
    return next(((name,) for raw in given if (name := " ".join(raw.split())).casefold() in outlets), ())


def visible(tree: HtmlElement, outlets: Collection[str] = frozenset()) -> tuple[str, ...]:
    """Who signs in the page that a reader sees, for pages whose markup names nobody."""
    marked = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')]")
    texts = [" ".join(str(each.text_content()).split()) for each in marked[:4]]
    found = as_names([text for text in texts if 3 <= len(text) <= 60][:3], outlets)
    return found or as_names(_signed(tree), outlets) or as_names(_editors(tree), outlets)


def _signed(tree: HtmlElement) -> list[str]:
    """Texts that begin with "By", where the class of the element says that it is a byline."""
    found: list[str] = []
    for element in tree.xpath("//*[contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'Author') or contains(@class, 'Byline')]")[:60]:
        if not any(_MARKED.search(name) for name in element.get("class").split()):
            continue
        text = " ".join(str(element.text_content())[:400].split())
        if len(text) <= _LONGEST_BYLINE and _SIGNED.match(text) and not _is_elsewhere(element):
            found.append(text)
    return found[:4]


def _editors(tree: HtmlElement) -> list[str]:
    texts = (" ".join(str(node).split()) for node in tree.xpath("//body//text()[contains(., '责')]")[:20])
    return [match[1] for text in texts if (match := _EDITORS.match(text))][:1]


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands among comments, teasers or the author's other work."""
    return any(
        _ELSEWHERE.search(f"{each.get('class') or ''} {each.get('id') or ''}"[:500]) for each in (element, *element.iterancestors()) if each.tag != "body"
    )


def _is_role(name: str) -> bool:
    """Whether what follows a name says what the person does: several words, most of them in lower case."""
    words = name.split()
    return len(words) >= 4 and sum(word[0].islower() for word in words) * 2 > len(words)
