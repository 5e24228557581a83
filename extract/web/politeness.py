"""How much is asked of a host, and how its turnstile holds us to it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

JITTER = 0.25
"""A pause is lengthened at random by up to this share, so that hosts are not asked in step."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How much is asked of a host, and how long we wait. Times in seconds, sizes in bytes.

    ``give_up_after``: so many failures in a row, and a host is left alone for this time.
    """

    per_host: int = 2
    total: int = 16
    delay: float = 1.0
    timeout: float = 20.0
    max_bytes: int = 10_000_000
    retries: int = 2
    retry_wait: float = 1.0
    longest_wait: float = 30.0
    give_up_after: int = 5

    def __post_init__(self) -> None:
        if min(self.per_host, self.total, self.max_bytes, self.give_up_after) < 1 or self.retries < 0 or self.timeout <= 0:
            raise ValueError("per_host, total, max_bytes and give_up_after must be at least 1, timeout more than 0, retries not less")
        if min(self.delay, self.retry_wait, self.longest_wait) < 0:
            raise ValueError("delay, retry_wait and longest_wait must not be negative")


STANDARD = Politeness()


class Host:
    """The turnstile of one host: how many at once, when the next may start, and whether it is worth asking."""

    def __init__(self, politeness: Politeness) -> None:
        self.slots = asyncio.Semaphore(politeness.per_host)
        self.crawl_delay = 0.0
        self._longest_wait = politeness.longest_wait
        self._give_up_after = politeness.give_up_after
        self._gate = asyncio.Lock()
        self._next_start = 0.0
        self._held_until = 0.0
        self._failures = 0

    @asynccontextmanager
    async def starting(self, delay: float) -> AsyncIterator[Callable[[], None]]:
        """Wait for the turn; nobody else starts until what is given is called, when the request is on its way, and the pause is over."""
        loop = asyncio.get_running_loop()
        waiting = True

        def sent() -> None:
            nonlocal waiting
            if waiting:
                waiting = False
                pause = max(delay, self.crawl_delay) * (1 + JITTER * random.random())  # noqa: S311  no secret
                self._next_start = max(self._next_start, loop.time() + pause)
                self._gate.release()

        await self._gate.acquire()
        try:
            while (wait := self._next_start - loop.time()) > 0:
                await asyncio.sleep(wait)
            yield sent
        finally:
            sent()

    def hold(self, seconds: float) -> None:
        """Let nothing start for so long."""
        self._held_until = asyncio.get_running_loop().time() + seconds
        self._next_start = max(self._next_start, self._held_until)

    def answered(self, well: bool) -> None:
        """Count an exchange that went well, or one more that did not."""
        self._failures = 0 if well else self._failures + 1

    @property
    def is_closed(self) -> bool:
        """Whether to leave it alone for now: it fails and fails, or asked for a longer pause than we wait for."""
        return self._failures >= self._give_up_after or self._held_until - asyncio.get_running_loop().time() > self._longest_wait


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for (RFC 9110, 10.2.3: a number or a date), or None."""
    if not value:
        return None
    if value.strip().isdecimal():
        return min(float(value.strip()), 1e9)
    try:
        return max((parsedate_to_datetime(value) - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
