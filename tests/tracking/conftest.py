"""What tests of the record share: a process that remembers nothing, somebody with an account, the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from classcode import cli
from classcode.config import Config
from classcode.people.models import Person
from tests.make import Make
from tracking.log import names

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Begin and end without a memory of who and what another test's database knew."""
    names.forget()
    yield
    names.forget()


@pytest.fixture
def learner(make: Make) -> Person:
    """Somebody with an account, committed."""
    person = make.person()
    make.session.commit()
    return person


@pytest.fixture
def run(config: Config, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `classcode lrs` on this test's database; `said` is what stands on its input."""
    assert engine.url
    monkeypatch.setattr(cli, "_bound", lambda: config)
    return lambda *words, said=None: CliRunner().invoke(cli.main, ["lrs", *map(str, words)], input=said)
