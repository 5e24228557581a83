"""A response's body, decoded by hand and bounded: httpx expands a whole chunk before anybody can count it."""

from __future__ import annotations

import zlib

import httpx

ENCODINGS = "gzip, deflate"
"""The content-encodings that are asked for."""


class BadBody(Exception):
    """The body is too large, or encoded in a way not asked for; ``str`` of it says which."""


async def bounded(response: httpx.Response, limit: int) -> bytes:
    """The decoded body; raises ``BadBody`` where it has more than ``limit`` bytes or an encoding not asked for."""
    too_big = f"the body is larger than {limit} bytes"
    if response.is_stream_consumed:  # an injected transport answered with ready content
        if len(response.content) > limit:
            raise BadBody(too_big)
        return response.content
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise BadBody(f"the body is encoded as {encoding[:40]!r}, which was not asked for")
    expand = _Expander(encoding)
    pieces: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        piece = expand(chunk, limit - size + 1)
        size += len(piece)
        if size > limit:
            raise BadBody(too_big)
        pieces.append(piece)
    if not expand.ended:
        raise httpx.ReadError("the compressed body ends early")
    return b"".join(pieces)


class _Expander:
    """Undoes one content-encoding, never giving more than is asked for."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("identity", "") else None
        self._started = False

    @property
    def ended(self) -> bool:
        return self._inflate is None or self._inflate.eof or not self._started

    def __call__(self, chunk: bytes, most: int) -> bytes:
        if self._inflate is None:
            return chunk
        if not self._started and chunk:
            self._started = True
            # "deflate" is zlib by the standard and raw with some servers.
            if self._encoding == "deflate" and chunk[0] & 0x0F != 8:
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        piece = self._inflate.decompress(chunk, most)
        while self._inflate.eof and self._inflate.unused_data[:2] == b"\x1f\x8b" and len(piece) < most:
            rest = self._inflate.unused_data
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
            piece += self._inflate.decompress(rest, most - len(piece))
        return piece
