"""The web part of the product alone, served on loopback as processes that can be killed, and a key to its record."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests import servers
from tests.browser.stack import ROOT, is_up, until
from tests.conftest import INFO
from tests.tracking.lrs.conftest import basic
from tracking.lrs.clients.rules import Wish, add
from tracking.lrs.scopes import Scope

GUNICORN: Final = "import sys; sys.modules['rich'] = None; from gunicorn.app.wsgiapp import run; run()"
"""A server as it is anywhere else: `rich`, which structlog loads where it is, comes with a tool of the tests."""


@dataclass(frozen=True)
class Served:
    """A running gunicorn with its workers, and the environment that it was given."""

    base_url: str
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    @property
    def xapi(self) -> str:
        """The address of the record."""
        return f"{self.base_url}/xapi"

    def run(self, *command: str) -> str:
        """Run one `classcode` command on this product to its end; return what it prints."""
        return run(self.environment, *command)

    def workers(self) -> list[int]:
        """Return the workers' process ids."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_workers(self) -> None:
        """End all workers in the middle of what they do; gunicorn starts others."""
        for worker in self.workers():
            os.kill(worker, signal.SIGKILL)


def environment(database_url: str, folder: Path, port: int, **settings: str) -> dict[str, str]:
    """Return the environment of a product for tests; what it writes lies in `folder`."""
    given = {
        "ENVIRONMENT": "test",
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": database_url,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "IRI_BASE": str(INFO["iri_base"]),
        "VAR_DIR": str(folder),
        "CONTENT_DIR": str(ROOT / "content"),
        "MAIL_FROM": "Class'Code <aide@classcode.test>",
    }
    return {**os.environ, **given, **settings}


@contextmanager
def serving(database_url: str, folder: Path, *, workers: int = 2, **settings: str) -> Iterator[Served]:
    """Serve a database that is ready for this block."""
    port = servers.free_port()
    folder.mkdir(parents=True, exist_ok=True)
    given = environment(database_url, folder, port, **settings)
    command = [
        "classcode.serving:create()",
        "--workers",
        str(workers),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with (folder / "web.log").open("ab") as log:
        command = [sys.executable, "-c", GUNICORN, *command, "--no-control-socket"]
        process = subprocess.Popen(command, env=given, cwd=ROOT, stdout=log, stderr=log)
    try:
        until(lambda: is_up(given["BASE_URL"]))
        yield Served(given["BASE_URL"], process, given)
    finally:
        process.terminate()
        process.wait()


def run(given: dict[str, str], *command: str) -> str:
    """Run one `classcode` command in an environment to its end; return what it prints."""
    words = [sys.executable, "-m", "classcode", *command]
    done = subprocess.run(words, env=given, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def new_key(engine: Engine, *scopes: Scope) -> str:
    """Return the Authorization header of a new client of this database; it may do all unless scopes are named."""
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        issued = add(session, Wish("A client of the tests", tuple(scopes) or (Scope.ALL,)))
        session.commit()
        return basic(issued.client.key, issued.secret)
