"""``[[notify]]``: where the headlines of a run are sent. Secrets stand in the environment, never in the monitor file."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.tables import Table
from reports.wish import Wish

KEYS = {"url", "actors", "issues", "minimum"}
MINIMUM = 0.9
_ENVIRONMENT = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_DESKTOP = {"dbus", "gnome", "kde", "glib", "macosx", "windows", "syslog"}  # what needs no address has no secret


@dataclass(frozen=True, slots=True)
class Channel:
    """One ``[[notify]]``; ``url`` as the file has it."""

    url: str
    wish: Wish

    @property
    def variable(self) -> str | None:
        """The environment variable that holds the address, or None where the file holds it."""
        match = _ENVIRONMENT.fullmatch(self.url)
        return match[1] if match else None


def channel(table: Table, actors: Collection[str], issues: Collection[str]) -> Channel:
    """One table of the file; refused with line and remedy where it is wrong, or holds what may be a secret."""
    url = table.text("url")
    if url.startswith("env:") and not _ENVIRONMENT.fullmatch(url):
        raise table.error(f"'url' must name an environment variable such as 'env:VOLTEFACE_SLACK', not {url!r}", "url")
    if not url.startswith("env:") and not _harmless(url):
        # The address itself is not repeated: it may end up in a log.
        raise table.error(
            "'url' holds an address that may carry a secret; put the address into an environment variable such as VOLTEFACE_NOTIFY "
            'and write url = "env:VOLTEFACE_NOTIFY" (only file: and addresses of this machine without name or password may stand here)',
            "url",
        )
    for key, known in (("actors", actors), ("issues", issues)):
        for each in table.texts(key, single=True):
            if each not in known:
                raise table.error(f"{key!r} names {each!r}; expected ids of this file: {', '.join(sorted(known)) or 'there are none'}", key)
    minimum = table.number("minimum", MINIMUM)
    if minimum > 1:
        raise table.error(f"'minimum' must be a probability between 0 and 1 such as 0.9, not {minimum!r}", "minimum")
    return Channel(url, Wish(table.texts("actors", single=True), table.texts("issues", single=True), float(minimum)))


def _harmless(url: str) -> bool:
    """Whether a literal address stays on this machine and holds neither credentials nor parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "file":
        return bool(parts.path) and not parts.netloc
    if parts.scheme in _DESKTOP:
        return not parts.path.strip("/") and not parts.query and not parts.netloc.strip("_")
    return bool(parts.scheme) and parts.hostname in _LOCAL and "@" not in parts.netloc and not parts.query
