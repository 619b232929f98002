"""The load generator, a process of its own: asks a server over a few connections, and tells what it saw as JSON.

Plain sockets and ready bytes, since it shares the machine with the server. gunicorn's synchronous workers close the
connection after each answer, so each request opens its own, to ours and to the yardstick alike.
"""

from __future__ import annotations

import itertools
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.record import bodies

ROOT: Final = Path(__file__).parent.parent.parent
CONNECTIONS: Final = 8


@dataclass(frozen=True)
class Target:
    """Where to ask: a port of this machine, the path of the statements, and what every request carries."""

    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)

    def head(self, method: str, address: str = "", **more: str) -> bytes:
        """Return the lines before a body, for another address than the path if one is given; `more` are headers."""
        lines = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"} | self.headers
        lines |= {name.replace("_", "-"): value for name, value in more.items()}
        asked = f"{method} {address or self.path} HTTP/1.1\r\n"
        return (asked + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n").encode()


@dataclass(frozen=True)
class Order:
    """What to do: post batches of `size` from statement `first`, or get `addresses` in turn; so often or so long."""

    target: Target
    size: int = 0
    first: int = 0
    addresses: tuple[str, ...] = ()
    count: int = 0
    seconds: float = 0
    connections: int = CONNECTIONS


@dataclass(frozen=True)
class Tally:
    """What came of it; latencies in milliseconds, one for each request, from connecting to the last byte."""

    statements: int
    seconds: float
    latencies: list[float]
    errors: int
    complaint: str = ""

    @property
    def rate(self) -> float:
        """Statements per second."""
        return self.statements / self.seconds

    @property
    def requests(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: int) -> float:
        """Return the latency in milliseconds that `share` percent of the requests do not exceed."""
        ordered = sorted(self.latencies) or [0.0]
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def put_together(tallies: list[Tally]) -> Tally:
    """Return several turns as one."""
    return Tally(
        sum(tally.statements for tally in tallies),
        sum(tally.seconds for tally in tallies),
        [latency for tally in tallies for latency in tally.latencies],
        sum(tally.errors for tally in tallies),
        next((tally.complaint for tally in tallies if tally.complaint), ""),
    )


def carry_out(order: Order) -> Tally:
    """Carry out an order in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.record.load"]
    told = subprocess.run(command, input=json.dumps(asdict(order)).encode(), cwd=ROOT, stdout=-1, check=True)
    return Tally(**json.loads(told.stdout))


def ask(port: int, request: bytes) -> tuple[int, bytes]:
    """Send one request on a connection of its own; return the answer's status and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(1 << 18), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head[9:12] or 0), body


def _requests(order: Order) -> Iterator[bytes]:
    """Make the requests of an order one after the other, forever."""
    if order.addresses:
        yield from itertools.cycle([order.target.head("GET", address) for address in order.addresses])
    for first in itertools.count(order.first, order.size):
        body = bodies.batch(first, order.size)
        length = str(len(body))
        yield order.target.head("POST", Content_Type="application/json", Content_Length=length) + body


class _Run:
    """The shared state of the threads that carry out one order."""

    def __init__(self, order: Order) -> None:
        self.order, self.requests = order, _requests(order)
        self.lock, self.left = threading.Lock(), order.count or sys.maxsize
        self.ends = time.monotonic() + (order.seconds or sys.maxsize)
        self.latencies: list[float] = []
        self.complaints: list[str] = []

    def next(self) -> bytes | None:
        with self.lock:
            self.left -= 1
            return next(self.requests) if self.left >= 0 and time.monotonic() < self.ends else None

    def work(self) -> None:
        for request in iter(self.next, None):
            began = time.perf_counter()
            try:
                status, body = ask(self.order.target.port, request)
            except (OSError, ValueError) as error:
                status, body = 0, repr(error).encode()
            self.latencies.append((time.perf_counter() - began) * 1000)
            if status != 200:
                self.complaints.append(f"{status}: {body[:400].decode(errors='replace')}")


def _in_threads(count: int, work: Callable[[], None]) -> float:
    threads = [threading.Thread(target=work) for _ in range(count)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def main() -> None:
    """Read an order from standard input, carry it out, and write the tally to standard output."""
    told = json.load(sys.stdin)
    order = Order(**(told | {"target": Target(**told["target"]), "addresses": tuple(told["addresses"])}))
    if order.size:
        bodies.batch(order.first, 2_000)  # what bodies keep ready is made before the clock starts
    run = _Run(order)
    seconds = _in_threads(order.connections, run.work)
    good = len(run.latencies) - len(run.complaints)
    complaint = run.complaints[0] if run.complaints else ""
    tally = Tally(good * order.size, seconds, run.latencies, len(run.complaints), complaint)
    print(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main()
