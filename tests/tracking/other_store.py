"""A small record store that really listens on loopback, and misbehaves on demand: the other side of forwarding."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Store:
    """What the other store holds and how it behaves: the moods to come, one per request that brings, then well.

    `kept` are the very bytes of each statement, `stored` the ids in the order of storing, `poison` the ids that it
    refuses whatever comes with them, `breaks_on` those on which it answers 500.
    """

    port: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    poison: set[str] = field(default_factory=set)
    breaks_on: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/xapi"

    def statements(self) -> list[dict[str, Any]]:
        """Return what it holds, in the order of storing."""
        return [json.loads(self.kept[one]) for one in self.stored]


class Lrs(BaseHTTPRequestHandler):
    """Enough of xAPI's statement resource to be told from a real one by nobody here."""

    store: Store

    def do_POST(self) -> None:
        """Take a batch, whole or not at all."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.store.bodies.append(body)
        self.store.headers.append({key.lower(): value for key, value in self.headers.items()})
        mood = self.store.moods.pop(0) if self.store.moods else "well"
        if mood.isdigit():
            self._say(int(mood), b"no, thank you")
            return
        status = self._keep(taken_apart(statements_of(self.headers["Content-Type"], body)))
        if mood == "silent":
            self.store.over.wait(5)
        elif mood == "drips":
            self._drip()
        else:
            self._say(status, b"no, thank you" if status >= 400 else b"[]")

    def do_GET(self) -> None:
        """Give one statement back."""
        query = parse_qs(urlsplit(self.path).query)
        kept = self.store.kept.get(query.get("statementId", [""])[0])
        self._say(404 if kept is None else 200, kept or b"")

    def _keep(self, batch: dict[str, bytes]) -> int:
        if self.store.breaks_on & batch.keys():
            return 500
        if self.store.poison & batch.keys():
            return 400
        if self.store.kept.keys() & batch.keys():
            return 409
        self.store.kept |= batch
        self.store.stored += batch
        return 200

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere/statements")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        for sign in b"HTTP/1.1 200 OK\r\n" * 20:
            if self.store.over.wait(0.05):
                return
            self.wfile.write(bytes([sign]))

    def log_message(self, *args: object) -> None:
        """Say nothing on the terminal."""


def statements_of(content_type: str, body: bytes) -> bytes:
    """Return the JSON of a request, which is the first part of one with attachments."""
    if content_type == "application/json":
        return body
    boundary = content_type.partition("boundary=")[2].encode()
    return body.split(b"\r\n\r\n", 1)[1].split(b"\r\n--" + boundary, 1)[0]


def taken_apart(body: bytes) -> dict[str, bytes]:
    """Return the bytes of each statement of a JSON array, by id."""
    text, at, found = body.decode(), 1, {}
    while text[at] != "]":
        statement, end = json.JSONDecoder().raw_decode(text, at)
        found[str(statement["id"])] = text[at:end].encode()
        at = end + 1 if text[end] == "," else end
    return found


class QuietServer(ThreadingHTTPServer):
    """A client that hangs up on a server that drips is what we want; its thread need not complain."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Store]:
    """Let a store listen on a free port."""
    store = Store()
    handler = type("BoundLrs", (Lrs,), {"store": store})
    with QuietServer(("127.0.0.1", 0), handler) as server:
        store.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield store
        store.over.set()
        server.shutdown()
        thread.join()
