"""The set-up as a reader meets it: its servers run, the locks are clean, a second run does nothing."""

from __future__ import annotations

import os
import re
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Browser

from tests.servers import RedisServer, fresh_database, postgres_server, redis_server

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-setup.lock", "requirements.lock", "requirements-test.lock")


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """One PostgreSQL for this file."""
    with postgres_server() as url:
        yield url


def ask(url: str, query: str) -> object:
    """Return the one value that a query answers."""
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def pins(lock: str) -> set[str]:
    """Return the `name==version` of a lock."""
    return set(re.findall(r"^[a-z0-9][\w.-]*==[\w.]+", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.postgres
def test_postgresql_starts_and_tells_its_version(postgres_url: str) -> None:
    assert str(ask(postgres_url, "select version()")).startswith("PostgreSQL ")


@pytest.mark.postgres
def test_a_fresh_database_is_empty_and_a_copy_holds_its_template(postgres_url: str) -> None:
    template = fresh_database(postgres_url)
    assert ask(template, "select count(*) from pg_tables where schemaname = 'public'") == 0
    with psycopg.connect(template.replace("+psycopg", "", 1)) as connection:
        connection.execute("create table town as select 'Lille' as name")
    copy = fresh_database(postgres_url, template=template.rpartition("/")[2])
    assert ask(copy, "select name from town") == "Lille"


@pytest.mark.postgres
def test_postgresql_listens_on_loopback_only(postgres_url: str) -> None:
    assert ask(postgres_url, "show listen_addresses") == "127.0.0.1"
    assert ask(postgres_url, "show unix_socket_directories") == ""


def ping(server: RedisServer) -> bool:
    """Ask over a new connection whether the server answers."""
    with redis.Redis.from_url(server.url) as client:
        return bool(client.ping())


def test_redis_answers_and_comes_back_empty_on_the_same_port_after_a_kill() -> None:
    with redis_server() as server, redis.Redis.from_url(server.url) as client:
        client.set("place", "Lille")
        server.kill()
        with pytest.raises(redis.exceptions.ConnectionError):
            ping(server)
        server.restart()
        assert ping(server)
        assert client.get("place") is None


def test_redis_with_a_log_remembers_across_a_kill() -> None:
    with redis_server(appendonly=True) as server, redis.Redis.from_url(server.url) as client:
        client.set("place", "Lille")
        server.restart()
        assert client.get("place") == b"Lille"


def test_a_server_is_gone_after_its_block() -> None:
    with redis_server() as server:
        assert ping(server)
    with pytest.raises(redis.exceptions.ConnectionError):
        ping(server)


@pytest.mark.browser
def test_chromium_opens_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto("about:blank")
    assert page.evaluate("1 + 1") == 2
    page.close()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pins(lock)) > 0


def test_the_test_lock_pins_what_the_run_time_lock_pins() -> None:
    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_the_project_depends_on_what_the_run_time_lock_is_compiled_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["setuptools"]["dynamic"]["dependencies"] == {"file": ["requirements.in"]}


def test_every_direct_dependency_is_explained() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text()
    sources = (ROOT / name for name in ("requirements-setup.in", "requirements.in", "requirements-test.in"))
    listed = "".join(source.read_text() for source in sources)
    names = re.findall(r"^[a-z][\w-]*", listed, re.MULTILINE)
    assert sorted(name for name in names if f"`{name}`" not in told) == []


@pytest.mark.parametrize("wanted", ["--run", "--test"])
def test_a_second_set_up_does_nothing_and_needs_no_network(wanted: str) -> None:
    nowhere = os.environ | {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    command = [str(ROOT / "scripts" / "setup"), wanted]
    began = time.monotonic()
    again = subprocess.run(command, env=nowhere, capture_output=True, text=True, check=True)
    assert again.stdout.splitlines() == [f"setup: the {wanted.removeprefix('--')} set is up to date"]
    assert time.monotonic() - began < 5
