"""robots.txt (RFC 9309) as a value: may we fetch, and how slowly. Fetching it is the client's work."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a site that asks for more gets this."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host. ``problem`` says why they could not be read: then nothing is allowed for now."""

    rules: Protego | None = None
    problem: str | None = None

    def allows(self, url: str, agent: str) -> bool:
        """Whether ``agent`` (the product token, ``volteface``) may fetch the URL."""
        if self.problem is not None:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float:
        """Seconds between requests that the host asks for; 0 where it asks for none."""
        asked = self.rules.crawl_delay(agent) if self.rules is not None else None
        return min(max(float(asked or 0.0), 0.0), LONGEST_CRAWL_DELAY)


ALLOW_ALL = Robots()


def parse(body: bytes) -> Robots:
    """Read a robots.txt; what is no rule is passed over. RFC 9309 asks for at least 500 KiB to be read."""
    try:
        return Robots(Protego.parse(body[: 512 * 1024].decode("utf-8", "replace")))
    except (ValueError, RecursionError) as error:
        return Robots(problem=f"robots.txt cannot be read: {error}")


def address(url: str) -> str:
    """Where the robots.txt of a URL's host lies."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
