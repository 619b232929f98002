"""Showing the demonstration: the web and the worker as children in the foreground, ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Final

import click

from classcode.config import Config
from classcode.demonstration.cast import ACCOUNTS, PASSWORD
from classcode.i18n import gettext as _
from classcode.i18n import language
from classcode.runner import Stopping

Children = Mapping[str, "subprocess.Popen[bytes]"]

WAITS: Final = 60
"""Seconds for the first answer: a slow machine compiles every file first."""
ENDS_WITHIN: Final = 10
"""Seconds that a child gets to finish what it does."""


def serve(config: Config, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; raise `click.ClickException` when the port is in use or a child ends by itself."""
    _check_port(config.port)
    stopping = Stopping()
    with _heard(stopping), _children(config) as children:
        if _wait_for_health(config.port, children, stopping):
            _tell(config, say)
        while not stopping.asked:
            _check_alive(children)
            time.sleep(0.3)
    say(_("The demonstration has ended; its data stay in %(folder)s.", folder=config.var_dir))


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn does: a port that a server has just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            other = port + 1 if port < 65535 else 8000
            told = _("PORT %(port)s is in use: PORT=%(other)s make demo", port=port, other=other)
            raise click.ClickException(told) from None


@contextmanager
def _heard(stopping: Stopping) -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into the flag, and give them back afterwards."""
    before = {each: signal.signal(each, stopping.ask) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _children(config: Config) -> Iterator[Children]:
    """Start the web and the worker; end both, whatever happens."""
    environment = os.environ | {
        "ENVIRONMENT": config.environment,
        "VAR_DIR": str(config.var_dir),
        "CONTENT_DIR": str(config.content_dir),
        "DATABASE_URL": config.database_url,
        "PORT": str(config.port),
    }
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in _commands(config).items():
            started[name] = subprocess.Popen([sys.executable, "-m", *arguments], env=environment)
        yield started
    finally:
        _end(started)


def _commands(config: Config) -> dict[str, list[str]]:
    bound = ["--bind", f"127.0.0.1:{config.port}", "--workers", str(config.web_workers)]
    return {
        "web": ["gunicorn", "classcode.serving:create()", *bound, "--log-level", "warning"],
        "worker": ["classcode", "worker"],
    }


def _end(children: Children) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _check_alive(children: Children) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            told = _(
                "The %(name)s process ended (exit code %(code)s); its last lines are above.",
                name=name,
                code=child.returncode,
            )
            raise click.ClickException(told)


def _wait_for_health(port: int, children: Children, stopping: Stopping) -> bool:
    """Wait until the web answers; return False when the wait was broken off."""
    until = time.monotonic() + WAITS
    while not stopping.asked:
        _check_alive(children)
        if _healthy(port):
            return True
        if time.monotonic() > until:
            raise click.ClickException(_("The web did not answer within %(seconds)s seconds.", seconds=WAITS))
        time.sleep(0.2)
    return False


def _healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _tell(config: Config, say: Callable[[str], None]) -> None:
    width = max(len(account.email) for account in ACCOUNTS)
    say("")
    say(_("The demonstration is open: %(address)s/", address=config.base_url))
    say(_("Mails show at %(address)s/%(lang)s/demo/mails", address=config.base_url, lang=language()))
    say("")
    say(_("Accounts, all with the password %(password)s:", password=PASSWORD))
    for account in ACCOUNTS:
        say(f"  {account.email:<{width}}  {_(account.sees)}")
    say("")
    say(_("Ctrl-C ends it."))
