"""The whole product as separate processes: web under gunicorn, worker, database, and a mail server that listens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller

from tests import servers
from tests.browser.ready import Ready

ROOT = Path(__file__).parent.parent.parent
FIXED = {
    "ENVIRONMENT": "test",
    "SECRET_KEY": "k" * 40,
    "IRI_BASE": "http://classcode.test",
    "CONTENT_DIR": str(ROOT / "content"),
    "MAIL_FROM": "Class'Code <aide@classcode.test>",
}
"""The settings that are the same wherever the product stands."""


class Postbox:
    """A real SMTP server on loopback that keeps what it receives; `refusals` answers some first, as servers do."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._arrived = threading.Condition()
        self.refusals: list[str] = []
        self.port = servers.free_port()
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        """Keep one mail."""
        if self.refusals:
            return self.refusals.pop()
        with self._arrived:
            self.mails.append(cast("EmailMessage", BytesParser(policy=modern).parsebytes(envelope.content)))
            self._arrived.notify_all()
        return "250 kept"

    def start(self) -> None:
        """Begin to listen."""
        self._server.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address, in order of arrival."""
        return [mail for mail in self.mails if mail["To"] == address]

    def wait_for(self, address: str, count: int, seconds: float = 30) -> list[EmailMessage]:
        """Return the mails to an address once so many have arrived."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.to(address)) >= count, seconds), (
                f"no mail for {address}"
            )
        return self.to(address)


@dataclass
class Stack:
    """A running product: where it is, its environment, its processes."""

    base_url: str
    environment: dict[str, str]
    postbox: Postbox
    redis: servers.RedisServer | None
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Start one of the product's processes."""
        log = Path(self.environment["VAR_DIR"]) / f"{name}.log"
        with log.open("ab") as out:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command], env=self.environment, cwd=ROOT, stdout=out, stderr=out
            )

    def start_worker(self) -> None:
        """Start the worker."""
        self.start("worker", "classcode", "worker")

    def stop(self, name: str, *, kill: bool = False) -> None:
        """End one of the product's processes, politely or with SIGKILL."""
        process = self.processes.pop(name)
        process.kill() if kill else process.terminate()
        process.wait()

    def run(self, *command: str) -> str:
        """Run one `classcode` command to its end."""
        return run(self.environment, *command)


def run(environment: Mapping[str, str], *command: str) -> str:
    """Run one `classcode` command in an environment to its end; return what it prints."""
    words = [sys.executable, "-m", "classcode", *command]
    done = subprocess.run(words, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def until(check: Any, seconds: float = 30) -> Any:
    """Return the first true answer of a check, asked again and again until the time is up."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        answer = check()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"still waiting after {seconds} s")


def is_up(url: str) -> bool:
    """Tell whether the site answers."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False


def make_up(given: Mapping[str, str]) -> None:
    """Make up a database with its reference data and the course, as an operator does."""
    environment = os.environ | FIXED | {"BASE_URL": "http://127.0.0.1"} | dict(given)
    run(environment, "db", "upgrade")
    run(environment, "content", "publish")


@contextmanager
def running(
    ready: Ready, folder: Path, postgres: str | None = None, more: Mapping[str, str] | None = None
) -> Iterator[Stack]:
    """Run the product on SQLite with its own runner; where there is a PostgreSQL, on it, with Redis and an RQ worker.

    `more` are further settings.
    """
    made = ready.on(postgres, folder, make_up) if postgres else ready.copied("course", folder, make_up)
    with serving(made | dict(more or {}), with_redis=postgres is not None) as stack:
        yield stack


@contextmanager
def serving(
    given: Mapping[str, str], *, with_redis: bool = False, with_worker: bool = True
) -> Iterator[Stack]:
    """Run the product on what these settings name, which is made up."""
    port = servers.free_port()
    with ExitStack() as things:
        postbox = Postbox()
        postbox.start()
        things.callback(postbox.stop)
        own = {
            "BASE_URL": f"http://127.0.0.1:{port}",
            "SMTP_URL": f"smtp://127.0.0.1:{postbox.port}",
        }
        redis = things.enter_context(servers.redis_server()) if with_redis else None
        woken = {"REDIS_URL": redis.url} if redis else {}
        environment = os.environ | FIXED | own | woken | dict(given)
        stack = Stack(own["BASE_URL"], environment, postbox, redis)
        things.callback(lambda: [stack.stop(name) for name in list(stack.processes)])
        web = ["gunicorn", "classcode.serving:create()", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
        stack.start("web", *web, "--no-control-socket")
        if with_worker:
            stack.start_worker()
        until(lambda: is_up(stack.base_url))
        yield stack


def code_of(mail: EmailMessage) -> str:
    """Return the six digits of a confirmation mail."""
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    found = re.search(r"\b(\d{6})\b", body.get_content())
    assert found is not None
    return found.group(1)
