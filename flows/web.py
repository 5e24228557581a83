"""One client for a whole cycle, in an event loop of its own beside the reading.

So politeness holds across batches and outlets, no outlet waits for another, and pages come in while earlier ones are read.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from extract.model import Page
from extract.web.client import Client, Request, user_agent
from extract.web.connect_to import ConnectTo
from extract.web.politeness import STANDARD
from flows import __version__

T = TypeVar("T")

CONNECT_TO = "VOLTEFACE_CONNECT_TO"
"""Environment: ``HOST:PORT`` that every outlet with ``local = true`` is reached at, its host names kept (for the demo and tests)."""
POLITENESS = STANDARD


class Web:
    """Use as ``with Web(contact, at) as web``; ``at`` is the moment that pages are dated with."""

    def __init__(self, contact: str, at: datetime) -> None:
        self._contact, self._at = contact, at
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="volteface-web", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.client = self.wait(self._open())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.wait(self.client.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> Client:
        address = os.environ.get(CONNECT_TO)
        client = Client(
            user_agent(self._contact, __version__), clock=lambda: self._at, politeness=POLITENESS, local_transport=ConnectTo(address) if address else None
        )  # fmt: skip
        return await client.__aenter__()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def pages(self, requests: Sequence[Request], keep: Callable[[Page], Page]) -> Iterator[Page]:
        """Fetch all, giving each page as it comes; some are fetched, and kept, ahead while the last is looked at."""
        stream = self.client.get_all(requests, keep)

        async def following() -> Page | None:
            return await anext(stream, None)

        try:
            while (page := self.wait(following())) is not None:
                yield page
        finally:
            self.wait(stream.aclose())  # type: ignore[attr-defined]

    @property
    def unasked(self) -> list[Request]:
        """What was left out, since its host had failed too often or asked for a long pause."""
        return self.client.unasked
