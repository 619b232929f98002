"""What the measured applications run on: a PostgreSQL that keeps its promises, gunicorn, and how much they weigh."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.record.load import ROOT, Target, ask
from tests import servers

WORKERS: Final = 2


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL with its own defaults, fsync among them, for this block; give its superuser's URL.

    The tests' servers are deliberately careless about crashes, so they cannot be measured.
    """
    with servers._folder("classcode-benchmark-") as folder:
        programs = servers._postgres_programs(folder)
        servers._make_cluster(programs, folder)
        port = servers.free_port()
        url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "shared_buffers": "256MB",
        }
        command = [str(programs / "postgres"), "-D", str(folder / "data")]
        command += [f"--{name}={value}" for name, value in settings.items()]
        with servers._running(command, folder, ready=lambda: servers._postgres_answers(url)):
            yield url


@contextmanager
def database(server: str) -> Iterator[str]:
    """Make an empty database on a server for this block; give its SQLAlchemy URL."""
    url = servers.fresh_database(server)
    try:
        yield url
    finally:
        servers.drop_database(url)


def libpq(url: str) -> str:
    """Return a SQLAlchemy URL as psycopg reads it."""
    return url.replace("+psycopg", "", 1)


@contextmanager
def gunicorn(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve an application with two synchronous workers for this block; give its port and its process id."""
    port = servers.free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--workers", str(WORKERS)]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "error"]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as server:
        try:
            _wait(server, port)
            yield port, server.pid
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when every worker has started and the port answers."""
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if ask(port, Target(port, "/").head("GET"))[0] and len(workers(server.pid)) == WORKERS:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the server did not start; what it wrote stands above")


def workers(server: int) -> list[int]:
    """Return the process ids of a server's children, which for gunicorn are its workers."""
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def postmaster(url: str) -> int | None:
    """Return the process id of the PostgreSQL on this machine that a URL leads to; None for SQLite."""
    if not url.startswith("postgresql"):
        return None
    with psycopg.connect(libpq(url)) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return int((Path(row[0]) / "postmaster.pid").read_text().split()[0])


def cpu(parent: int | None) -> float:
    """Return the CPU time in seconds that a server's children have spent until now, ended ones among them."""
    if parent is None:
        return 0
    ended = sum(_times(parent)[2:])
    return (ended + sum(sum(_times(pid)[:2]) for pid in workers(parent))) / os.sysconf("SC_CLK_TCK")


def _times(pid: int) -> list[int]:
    """Return user and system time of a process, then of its children that ended, in ticks; see proc(5)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return [0] * 4
    return [int(figure) for figure in told.rpartition(")")[2].split()[11:15]]


def forget_peaks(server: int) -> None:
    """Begin to measure the workers' memory anew."""
    for pid in workers(server):
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak(server: int) -> float:
    """Return the most MB (resident, shared pages included) that one worker held since the last `forget_peaks`."""
    written = [Path(f"/proc/{pid}/status").read_text() for pid in workers(server)]
    found = [re.search(r"VmHWM:\s+(\d+) kB", text) for text in written]
    return max(int(match[1]) / 1000 for match in found if match)
