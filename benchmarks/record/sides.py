"""The two that are compared: ours as an installation would run it, and the bare yardstick, under the same gunicorn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.record import bare, servers
from benchmarks.record.load import ROOT, Order, Tally, Target, ask, carry_out

ADD_CLIENT: Final = ("lrs", "client", "add", "benchmark", "--scope", "all")
SECONDS_TO_WARM_UP: Final = 0.5


@dataclass(frozen=True)
class Side:
    """A running application: where its statements are, and the process ids of its gunicorn and its database."""

    target: Target
    server: int
    database: int | None

    def post(self, size: int, *, first: int = 0, seconds: float = 0, count: int = 0) -> Tally:
        """Post batches of `size` over eight connections for so long, or so many of them."""
        return carry_out(Order(self.target, size, first, seconds=seconds, count=count))

    def get(self, addresses: Sequence[str], count: int) -> Tally:
        """Get these addresses in turn over one connection: an answer's own time, without a queue before it."""
        return carry_out(Order(self.target, addresses=tuple(addresses), count=count, connections=1))

    def look(self, address: str) -> bytes:
        """Get one address now; a RuntimeError tells what was answered instead of 200."""
        status, body = ask(self.target.port, self.target.head("GET", address))
        if status != 200:
            raise RuntimeError(f"{address} answered {status}: {body[:400]!r}")
        return body


def settings(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of an installation that keeps its rows at `url` and its files in `folder`."""
    ours = {"ENVIRONMENT": "test", "SECRET_KEY": "k" * 40, "DATABASE_URL": url, "VAR_DIR": str(folder)}
    return os.environ | ours | {"BASE_URL": "http://127.0.0.1:8000", "MAIL_FROM": "aide@classcode.test"}


def install(environment: dict[str, str]) -> dict[str, str]:
    """Migrate the database and register a client that may do everything; return the headers of its requests."""
    _classcode(environment, "db", "upgrade")
    told = _classcode(environment, *ADD_CLIENT)
    key, secret = (_value(told, name) for name in ("key", "secret"))
    basic = b64encode(f"{key}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {basic}", "X-Experience-API-Version": "1.0.3"}


def _classcode(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "classcode", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=-1, text=True).stdout


def _value(told: str, name: str) -> str:
    """Return what a command printed after a name, as in "Key: value"."""
    found = re.search(rf"\b{name}\W+(\S+)", told, re.IGNORECASE)
    if found is None:
        raise RuntimeError(f"`classcode {' '.join(ADD_CLIENT)}` told no {name}:\n{told}")
    return found[1]


@contextmanager
def ours(url: str, folder: Path) -> Iterator[Side]:
    """Install on an empty database and serve the whole site, of which we ask `/xapi/statements`, for this block."""
    environment = settings(url, folder)
    headers = install(environment)
    with servers.gunicorn("classcode.serving:create()", environment) as (port, server):
        yield Side(Target(port, "/xapi/statements", headers), server, servers.postmaster(url))


@contextmanager
def yardstick(database: str) -> Iterator[Side]:
    """Serve the bare application on a PostgreSQL address or an SQLite path for this block."""
    bare.prepare(database)
    environment = os.environ | {"BARE_DATABASE": database}
    with servers.gunicorn("benchmarks.record.bare:create()", environment) as (port, server):
        yield Side(Target(port, "/statements"), server, servers.postmaster(database))
