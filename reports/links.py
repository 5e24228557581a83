"""Which addresses may be followed, and how they open a page at the quoted words."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit


def web(url: str) -> str | None:
    """The address where it is http or https and holds nothing that could end an attribute, else None."""
    if any(c.isspace() or ord(c) < 0x20 or c in "<>\"'`\\" for c in url) or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def relative(link: str) -> str | None:
    """The link where it is a plain relative path, else None."""
    if not link or link.startswith(("/", "#")) or any(c.isspace() or c in "<>\"'`\\" for c in link) or not link.isprintable():
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if not parts.scheme and not parts.netloc else None


def fragment(link: str | None, text: str) -> str | None:
    """The link with a text fragment that opens the page at the quoted words (WICG Scroll to Text Fragment)."""
    words = text.split()
    if link is None or not words:
        return link
    ends = [" ".join(words)] if len(words) <= 10 and "\n" not in text else [" ".join(words[:5]), " ".join(words[-5:])]
    encoded = ",".join(percent_encoded(e.encode("utf-8", "replace"), safe="").replace("-", "%2D") for e in ends)
    return f"{link}{'' if '#' in link else '#'}:~:text={encoded}"
