"""A transport that reaches every host at one address: what ``curl --connect-to`` does, for demos and tests."""

from __future__ import annotations

import httpx


class ConnectTo(httpx.AsyncBaseTransport):
    """Sends every request to ``HOST:PORT`` over plain HTTP; URL and Host header stay as they are."""

    def __init__(self, address: str) -> None:
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request there instead."""
        sent = httpx.Request(
            request.method,
            request.url.copy_with(scheme="http", host=self._host, port=self._port),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(sent)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
