"""Something between the product and its mailbox that falls silent at a chosen command, to be killed there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests import servers


class Stalling:
    """Passes bytes on until the client sends `word`; from then on nothing moves, and `reached` is set."""

    def __init__(self, port: int, word: bytes) -> None:
        self.port = servers.free_port()
        self.reached = threading.Event()
        self._word = word
        self._behind = port
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._open: list[socket.socket] = [self._listening]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._behind))
                self._open += [client, server]
                threading.Thread(target=self._pass_on, args=(server, client, None), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(client, server, self._word), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, word: bytes | None) -> None:
        with suppress(OSError):
            while held := source.recv(65_536):
                if word and word in held:
                    self.reached.set()
                    return
                target.sendall(held)

    def close(self) -> None:
        """Let go of every connection."""
        for one in self._open:
            with suppress(OSError):
                one.close()


@contextmanager
def stalling(port: int, word: bytes) -> Iterator[Stalling]:
    """Stand before the server of this port for a block."""
    made = Stalling(port, word)
    try:
        yield made
    finally:
        made.close()
