"""The `classcode lrs client` commands."""

from __future__ import annotations

from functools import partial

import pytest
from click.testing import Result

from classcode import db
from classcode.people.passwords import is_right
from tests.tracking.conftest import Run
from tests.tracking.lrs.conftest import new_client
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.clients.queries import client_by_key, clients


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command on this test's database."""
    return partial(run, "client")


def kept(key: str) -> LrsClient:
    with db.reading() as session:
        found = client_by_key(session, key)
    assert found is not None
    return found


def printed(result: Result) -> dict[str, str]:
    """Return what a command printed line by line as `name: value`."""
    assert result.exit_code == 0, result.output
    return dict(line.split(": ", 1) for line in result.stdout.splitlines())


def test_add_prints_a_key_and_a_secret_that_open(run: Run) -> None:
    told = printed(
        run("add", "A museum", "--scope", "state", "--scope", "profile", "--expires", "2099-06-30")
    )
    row = kept(told["key"])
    assert is_right(row.secret_hash, told["secret"])
    assert row.scopes == ["profile", "state"]
    assert row.expires_at is not None
    assert row.expires_at.isoformat() == "2099-07-01T00:00:00+00:00"


def test_add_takes_credentials_that_another_system_has(run: Run) -> None:
    told = printed(run("add", "A museum", "--key", "museum", "--secret-stdin", said="a secret of theirs\n"))
    assert told == {"key": "museum"}
    assert is_right(kept("museum").secret_hash, "a secret of theirs")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--scope", "everything"], 2),
        (["--secret-stdin"], 2),
        (["--expires", "soon"], 2),
        (["--expires", "2020-01-01"], 1),
        (["--largest", "5"], 1),
        (["--key", "a:b"], 1),
        (["--key", "museum", "--secret-stdin"], 1),
    ],
)
def test_add_refuses_what_makes_no_sense_and_leaves_no_key(run: Run, words: list[str], code: int) -> None:
    assert run("add", "A museum", *words, said="short\n").exit_code == code
    with db.reading() as session:
        assert clients(session) == []


def test_list_tells_each_key_without_its_secret(run: Run) -> None:
    row = new_client(name="A museum")
    told = run("list").stdout
    assert told.strip().split("\t") == [row.key, "valid", "A museum", "all", "no end", "never used"]


def test_revoke_takes_a_key_back_once(run: Run) -> None:
    row = new_client()
    assert [run("revoke", row.key).exit_code for _ in range(2)] == [0, 1]
    assert kept(row.key).revoked_at is not None


def test_revoke_of_nobody_s_key_says_so(run: Run) -> None:
    result = run("revoke", "nobody")
    assert (result.exit_code, "nobody's key" in result.output) == (1, True)
