"""Products made up before they are served: schema, reference data and course; made once in a run of the tests, copied.

The commands that make one are the product's own, and run as an operator runs them.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests import servers

Run = Callable[[Mapping[str, str]], None]
"""What makes a product up, given the settings that say where: VAR_DIR, and DATABASE_URL on PostgreSQL."""


class Ready:
    """What has been made up in this run: on SQLite for all its workers, on PostgreSQL for the server of one."""

    def __init__(self, shared: Path) -> None:
        """Keep what is made in a folder that all workers of this run see."""
        self._shared = shared
        self._on_servers: dict[str, tuple[str, Path]] = {}

    def copied(self, name: str, folder: Path, make: Run) -> dict[str, str]:
        """Put what `make` writes into a folder; return the settings of a product that stands on it."""
        kept = self._shared / name
        with self._alone(name):
            if not kept.is_dir():
                partial = self._shared / f"{name}-partial"
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir(parents=True)
                make({"VAR_DIR": str(partial)})
                partial.rename(kept)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        return {"VAR_DIR": str(folder)}

    def on(self, server: str, folder: Path, make: Run) -> dict[str, str]:
        """Do the same with a database of a PostgreSQL server."""
        if server not in self._on_servers:
            url, var = servers.fresh_database(server), folder.with_name(f"{folder.name}-made")
            make({"VAR_DIR": str(var), "DATABASE_URL": url})
            kept = self._shared / url.rpartition("/")[2]
            shutil.copytree(var, kept)
            self._on_servers[server] = url, kept
        url, kept = self._on_servers[server]
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        own = servers.fresh_database(server, template=url.rpartition("/")[2])
        return {"VAR_DIR": str(folder), "DATABASE_URL": own}

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Let one worker at a time look whether something is there."""
        self._shared.mkdir(parents=True, exist_ok=True)
        with (self._shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
