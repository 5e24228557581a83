"""Connections that never lead into our own network.

The name is resolved once, its addresses are checked, and the connection goes to a checked address: a name that
resolves differently a moment later (DNS rebinding) gains nothing by it. TLS still asks for the name's certificate.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

import httpcore
import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Inside(Exception):
    """The host leads into a private network; ``str`` of it is a sentence for users."""


def is_inside(address: Address) -> bool:
    """Whether an address is private, loopback, link-local or otherwise not of the public net (IANA's registries)."""
    mapped = address.ipv4_mapped or address.sixtofour if isinstance(address, ipaddress.IPv6Address) else None
    return not (mapped or address).is_global or address.is_multicast


def literal(host: str) -> Address | None:
    """The address that a host spells out, or None for a name. Knows the old spellings: ``127.1``, ``0x7f000001``."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except (OSError, ValueError):
        return None


def refusal(host: str, address: Address) -> Inside:
    """The error for a host that leads inside."""
    return Inside(f"{host} leads to {address}, an address of a private network, which only an outlet with local = true may")


async def outside(host: str, port: int) -> list[str]:
    """The addresses of a host, all of the public net. Raises ``Inside``, or ``httpcore.ConnectError`` for an unknown host."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the host {host} is unknown ({error})") from error
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    for address in addresses:
        if is_inside(address):
            raise refusal(host, address)
    return list(dict.fromkeys(map(str, addresses)))


class _Guarded(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only, one after the other until one answers."""

    def __init__(self) -> None:
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        problem: Exception = httpcore.ConnectError(f"the host {host} has no address")
        for address in await outside(host, port):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class PublicTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport, over guarded connections. A proxy named by the environment resolves for itself."""

    def __init__(self) -> None:
        super().__init__()
        # httpx has no parameter for this part of its pool; test_client.py holds it to the promise.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            http1=True,
            http2=True,
            network_backend=_Guarded(),
        )
