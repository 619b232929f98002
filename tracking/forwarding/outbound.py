"""The wire to another LRS: the host resolved once, that address alone connected to, everything bounded in time.

In production no address of a private network is reached (OWASP ASVS 5.0, 1.3.6). Nothing here knows statements.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
from http.client import HTTPConnection
from threading import Timer
from typing import Final
from urllib.parse import SplitResult

SILENCE_SECONDS: Final = 10
"""How long the other side may say nothing; tincan sets no limit of its own."""
WHOLE_SECONDS: Final = 20
"""How long one exchange may last in all, so that an answer that drips does not hold a worker past its lease."""
SLOWEST: Final = 250_000
"""Bytes a second: what is large may take longer than that by its size, or it would never arrive."""


class PrivateAddress(OSError):
    """The host resolved to an address that is not public; a later try may find it mended."""


class PinnedConnection(HTTPConnection):
    """A connection to the address that was checked, whatever the name resolves to a moment later."""

    def __init__(self, url: SplitResult, *, public_only: bool, size: int = 0) -> None:
        self.tls = url.scheme == "https"
        self.default_port = 443 if self.tls else 80
        self.public_only = public_only
        self.size = size
        self._cutter: Timer | None = None
        super().__init__(url.hostname or "", url.port, timeout=SILENCE_SECONDS)

    def connect(self) -> None:
        """Resolve, check, connect, and start the clock; raises OSError."""
        address = resolve(self.host, self.port, public_only=self.public_only)
        self.sock = socket.create_connection(address, timeout=SILENCE_SECONDS)
        self._cutter = Timer(WHOLE_SECONDS + self.size / SLOWEST, self._cut)
        self._cutter.daemon = True
        self._cutter.start()
        if self.tls:
            context = ssl.create_default_context()
            # The handshake comes second, so that the clock can cut it too.
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def close(self) -> None:
        """Close the connection and stop its clock."""
        if self._cutter:
            self._cutter.cancel()
        super().close()

    def _cut(self) -> None:
        """Whoever is still reading gets the end of the stream."""
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def resolve(host: str, port: int, *, public_only: bool) -> tuple[str, int]:
    """Return the first address of a host; raise `PrivateAddress` when any of them is not public and must be."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if public_only and not all(is_public(address) for address in found):
        raise PrivateAddress(f"{host} resolves to an address of a private network")
    return found[0], port


def is_public(address: str) -> bool:
    """Tell whether an address is of the public internet; an IPv4 address inside IPv6 counts as what it hides."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    hidden = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (hidden or parsed).is_global and not parsed.is_multicast
