"""Certificates of servers that exist for one test, and TLS from the first byte before a server that has none."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import SHUT_RDWR, create_connection, create_server, socket
from threading import Thread
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from classcode import clock


class Certificate(NamedTuple):
    """A certificate that signed itself, and its key, as files; who trusts the first trusts the server."""

    chain: Path
    key: Path


def certificate(folder: Path, address: str, *, days: int = 1) -> Certificate:
    """Make a certificate for a server at this address; with fewer than 0 days it ended so long ago."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a mailbox of the tests")])
    begins, ends = sorted([now + timedelta(days=days), now - timedelta(days=abs(days) + 1)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    written = Certificate(folder / "server.pem", folder / "server.key")
    written.chain.write_bytes(made.public_bytes(pem))
    written.key.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return written


@contextmanager
def tls_before(port: int, shown: Certificate) -> Iterator[tuple[int, list[bytes]]]:
    """Speak TLS from the first byte before the server of this port; give the port, and what clients said in TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.chain, shown.key)
    heard: list[bytes] = []
    with create_server(("127.0.0.1", 0)) as listening:
        accepting = Thread(target=_accept, args=(listening, context, port, heard), daemon=True)
        accepting.start()
        yield listening.getsockname()[1], heard
        listening.shutdown(SHUT_RDWR)
        accepting.join()


def _accept(listening: socket, context: ssl.SSLContext, port: int, heard: list[bytes]) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            with client, suppress(OSError):  # a client that does not trust us ends it here
                _serve(context.wrap_socket(client, server_side=True), port, heard)


def _serve(client: socket, port: int, heard: list[bytes]) -> None:
    with client, create_connection(("127.0.0.1", port)) as server:
        _both_ways(client, server, heard)


def _both_ways(client: socket, server: socket, heard: list[bytes]) -> None:
    """Pass on what either says until one ends it."""
    back = Thread(target=_pass_on, args=(server, client, []), daemon=True)
    back.start()
    _pass_on(client, server, heard)
    with suppress(OSError):
        server.shutdown(SHUT_RDWR)
    back.join()


def _pass_on(source: socket, target: socket, heard: list[bytes]) -> None:
    with suppress(OSError):
        while said := source.recv(65_536):
            heard.append(said)
            target.sendall(said)
