"""A module with three exercises, published; scripts and forms that send programs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from classcode import db
from classcode.config import Config
from classcode.people.models import Person
from modules import current
from modules.catalog import Module, read_module
from modules.exercises.place import Place
from modules.rules.publishing import publish
from tests.modules.programs.content import write_exercises

Login = Callable[[FlaskClient, Person], FlaskClient]
HERE = "/modules/small/second/exercises"
FORWARD = {"op": "forward"}
LOOP = {"version": 1, "do": [{"op": "until", "test": "at-goal", "do": [FORWARD]}]}
COUNTED = {"version": 1, "do": [FORWARD, FORWARD]}
"""Right in the short corridor, wrong in the long one."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Module:
    """The small module with exercises, read once."""
    module, problems = read_module(write_exercises(tmp_path_factory.mktemp("content")))
    assert module is not None, problems
    return module


@pytest.fixture
def published(engine: Engine, config: Config, small: Module) -> Module:
    """The same, published in this test's database."""
    with db.transaction() as session:
        publish(session, small, config.var_dir)
    current.shelf().forget()
    return small


@pytest.fixture
def corridors(small: Module) -> Place:
    """The graded exercise of the robot."""
    unit = small.units[1]
    exercise = unit.exercise("corridors")
    assert exercise is not None
    return Place(small, unit, exercise)


def run(
    client: FlaskClient, program: object, *, act: object = None, exercise: str = "corridors"
) -> TestResponse:
    """Send a program to be judged, as the page's script does."""
    text = program if isinstance(program, str) else orjson.dumps(program).decode()
    return client.post(
        f"{HERE}/{exercise}/run",
        data={"act": str(act or uuid4()), "program": text, "lang": "en"},
        headers={"Accept": "application/json"},
    )


def keep(client: FlaskClient, program: object, version: int, exercise: str = "corridors") -> TestResponse:
    """Send a draft, as the page's script does."""
    return client.put(f"{HERE}/{exercise}/draft", json={"program": program, "version": version})


def draft(client: FlaskClient, exercise: str = "corridors") -> dict[str, Any]:
    """Ask for the draft."""
    told = client.get(f"{HERE}/{exercise}/draft").get_json()
    assert isinstance(told, dict)
    return told
