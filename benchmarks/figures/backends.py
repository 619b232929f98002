"""How much the processes of a PostgreSQL on this machine hold for themselves, looked at again and again meanwhile.

What they share (`shared_buffers`) is not counted: it is the same however much is asked. The kernel keeps no peak of
this part, so a short one may be missed between two looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final

from benchmarks.record import servers

EVERY: Final = 0.02
"""Seconds between two looks."""
_ANONYMOUS: Final = re.compile(r"RssAnon:\s+(\d+) kB")


@dataclass
class Backends:
    """Looks at all processes below one until it is left."""

    server: int
    _left: Event = field(default_factory=Event)
    _most: float = 0

    @classmethod
    @contextmanager
    def of(cls, url: str) -> Iterator[Backends]:
        """Look at the PostgreSQL that a URL leads to, for this block."""
        server = servers.postmaster(url)
        assert server is not None
        one = cls(server)
        looking = Thread(target=one._look)
        looking.start()
        try:
            yield one
        finally:
            one._left.set()
            looking.join()

    def most(self) -> float:
        """Return the most MB that one process held until now."""
        return self._most

    def _look(self) -> None:
        while not self._left.wait(EVERY):
            self._most = max([self._most, *map(_held, servers.workers(self.server))])


def _held(process: int) -> float:
    try:
        told = _ANONYMOUS.search(Path(f"/proc/{process}/status").read_text())
    except FileNotFoundError:  # it ended between the two looks
        return 0
    return int(told[1]) / 1000 if told else 0
