"""Pages that stand before an article: a paywall, a consent wall, a bot check, a login. Pure.

A wall is one only where hardly any text stands beside it; a whole article with a notice is an article.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

FEW = 700
"""Characters of article text below which a page that asks something of the reader is a stub."""
LITTLE_PAGE = 2500
"""Characters of all visible text that a bot check, a consent wall or a login has at most, where they fill the page."""
_SCRIPTS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PATTERNS = (
    (
        "a bot check",
        r"enable\s+(?:javascript|js)\s+and\s+cookies\s+to\s+continue|checking\s+(?:if\s+the\s+site\s+connection\s+is\s+secure|your\s+browser)"
        r"|are\s+you\s+a\s+(?:robot|human)|(?:verify|confirm|prove)(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:not\s+a\s+(?:ro)?bot|(?:a\s+)?human)"
        r"|you\s+are\s+not\s+a\s+robot|unusual\s+(?:traffic|activity)\s+from\s+your|just\s+a\s+moment\s*(?:\.\.\.|…)"
        r"|(?:complete|solve)\s+the\s+captcha|press\s*(?:&|and)\s*hold\s+to\s+confirm|ddos\s+protection\s+by"
        r"|access\s+(?:to\s+this\s+page\s+)?(?:has\s+been\s+)?denied.{0,80}(?:bot|automat|permission)",
    ),
    (
        "a consent wall",
        r"(?:before\s+you\s+continue\s+to|we\s+(?:value|respect|care\s+about)\s+your\s+privacy|we\s+and\s+our\s+(?:\d+\s+)?partners"
        r"|accept\s+(?:all\s+)?(?:cookies|and\s+continue)|(?:use|uses|using|store|set)\s+(?:of\s+)?cookies|consent\s+or\s+pay|cookie\s+(?:policy|settings|preferences)"
        r"|zustimmung.{0,60}(?:cookies|tracking)|mit\s+werbung.{0,40}weiterlesen|accepter.{0,20}cookies|aceptar.{0,20}cookies)",
    ),
    (
        "a paywall",
        r"(?:subscribe|sign\s+up|register|log\s?in|sign\s+in)\s+(?:now\s+|here\s+|today\s+)?to\s+(?:continue|keep|read|unlock|access|view)"
        r"|to\s+(?:continue|keep)\s+reading|(?:this\s+(?:article|story|content)\s+is\s+)?(?:for|available\s+to|reserved\s+for|exclusive\s+to)\s+(?:our\s+)?(?:paying\s+)?subscribers"
        r"|unlock\s+(?:this|the\s+full)\s+(?:article|story)|read\s+the\s+full\s+(?:article|story)\s+with"
        r"|(?:used|reached|read)\s+(?:all\s+)?(?:of\s+)?your\s+(?:monthly\s+)?(?:limit\s+of\s+)?(?:\w+\s+)?free\s+articles"
        r"|(?:jetzt\s+)?(?:abonnieren|abo\s+abschließen)\s+und\s+weiterlesen|réservé\s+(?:à\s+nos|aux)\s+abonnés|(?:exclusivo|solo)\s+para\s+suscriptores|riservato\s+agli\s+abbonati",
    ),
    (
        "a login page",
        r"(?:log\s?in|sign\s+in)\s+to\s+your\s+account|forgot(?:ten)?\s+(?:your\s+)?password|(?:please\s+)?(?:log\s?in|sign\s+in)\s+to\s+(?:continue|proceed)"
        r"|enter\s+your\s+(?:e-?mail|user\s?name)\s+and\s+password|remember\s+me",
    ),
)
_HINTS = re.compile(
    r"subscribers?[\s-]only|already\s+a\s+(?:subscriber|member)|subscribe\s+now|start\s+your\s+(?:free\s+)?trial|bereits\s+abonnent", re.IGNORECASE
)
_WALLS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS)


def seen(tree: HtmlElement) -> str:
    """What a reader of the page sees, on one line, the first of it."""
    pieces: list[str] = []
    length = 0
    for node in tree.xpath("//title/text() | //body//text()[not(parent::script or parent::style or parent::noscript[count(//p) > 3] or parent::template)]"):
        piece = str(node).strip()
        if piece:
            pieces.append(piece)
            length += len(piece) + 1
        if length > 20_000:
            break
    return " ".join(" ".join(pieces).split())


def wall(text: str, visible: str, free: bool | None) -> str | None:
    """Which wall a page is: ``text`` is what was taken for its article, ``visible`` all that it shows; None for an article.

    ``free`` is what the page says of itself: with little text and a word that it is not free, it is a paywall.
    """
    weight = len(text) + len(_SCRIPTS.findall(text))  # a character of Chinese, Japanese or Korean says at least twice as much
    if weight >= FEW:
        return None
    nothing = weight < FEW / 3 and 2 * len(text) < len(visible)
    for name, pattern in _WALLS:
        # Every page has a notice on cookies and a way to log in: they fill the page where nothing else stands on it.
        where = text if name in ("a consent wall", "a login page") and not nothing else visible
        if (name == "a paywall" or len(visible) <= LITTLE_PAGE) and pattern.search(where) and not (name == "a paywall" and free is True):
            return name
    return "a paywall" if free is False and (weight < FEW / 2 or _HINTS.search(visible)) else None
