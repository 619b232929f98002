"""Where the time of a request goes, function by function: the application in this process, PostgreSQL beside it.

The profiler counts waiting for the database as well, and makes functions of Python look dearer than they are beside
those of C: read the order, not the figures.
"""

from __future__ import annotations

import cProfile
import os
import pstats
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.record import bodies, servers, sides
from benchmarks.record.load import ROOT
from benchmarks.record.tables import heading, table

WRITES: Final = {500: 20, 50: 60, 1: 1_000}
"""How many requests of each size are watched."""
READS: Final = ("limit=100", "limit=100&format=canonical", bodies.of_agent(1), bodies.of_unit(1))
READ: Final = 200
SHOWN: Final = 30
WARM_UP: Final = 5
Ask = Callable[[str, bytes], None]


@dataclass(frozen=True)
class Cost:
    """What one function cost for each statement or answer: calls, and microseconds alone and with what it calls."""

    name: str
    calls: float
    own: float
    whole: float


def of_requests(server: str, folder: Path) -> None:
    """Ask the application without a web server, and print what cost most, alone and with what it calls."""
    with servers.database(server) as url:
        environment = sides.settings(url, folder)
        headers = sides.install(environment)
        os.environ.update(environment)
        ask = _asker(headers)
        for size, count in WRITES.items():
            posts = [("", bodies.batch(n * size, size)) for n in range(WARM_UP + count)]
            _watch(ask, f"Batches of {size}: microseconds for each statement", posts, size)
        for query in READS:
            _watch(ask, f"GET {query}: microseconds for each answer", [(query, b"")] * READ, 1)


def _asker(headers: dict[str, str]) -> Ask:
    """Return what posts a body, or gets a query when there is none."""
    from classcode.app import create_app

    client = create_app().test_client()
    json = headers | {"Content-Type": "application/json"}

    def ask(query: str, body: bytes) -> None:
        address = f"/xapi/statements?{query}" if query else "/xapi/statements"
        answer = (
            client.post(address, data=body, headers=json) if body else client.get(address, headers=headers)
        )
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code}: {answer.text[:400]}")

    return ask


def _watch(ask: Ask, title: str, requests: list[tuple[str, bytes]], each: int) -> None:
    """Ask for everything and print what cost most; a request counts for `each` statements, the first for nothing."""
    for request in requests[:WARM_UP]:
        ask(*request)
    with cProfile.Profile() as profile:
        for request in requests[WARM_UP:]:
            ask(*request)
    _print(_costs(profile, each * (len(requests) - WARM_UP)), title)


def _costs(profile: cProfile.Profile, many: int) -> list[Cost]:
    """Return what each function cost for each of so many statements or answers."""
    stats: Any = pstats.Stats(profile)
    return [
        Cost(_name(*key), calls / many, own / many * 1e6, whole / many * 1e6)
        for key, (_, calls, own, whole, _) in stats.stats.items()
    ]


def _print(costs: list[Cost], title: str) -> None:
    by_own = sorted(costs, key=lambda cost: -cost.own)[:SHOWN]
    by_whole = sorted(costs, key=lambda cost: -cost.whole)[:SHOWN]
    for order, found in (("by itself", by_own), ("with what it calls", by_whole)):
        heading(f"{title}, {order}")
        rows = [(f"`{one.name}`", f"{one.calls:.2f}", f"{one.own:.1f}", f"{one.whole:.1f}") for one in found]
        table(["", "calls", "by itself", "with what it calls"], rows)


def _name(path: str, line: int, function: str) -> str:
    """Return file, line and function, the file as short as it stays clear."""
    place = Path(path)
    if path == "~":
        return function
    if place.is_relative_to(ROOT) and ".venv" not in path:
        return f"{place.relative_to(ROOT)}:{line} {function}"
    return f"{Path(*place.parts[-3:])}:{line} {function}"
