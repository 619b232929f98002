"""Who opens what, and what a row holds when nobody writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from classcode.people.models import Person
from tests.helpdesk.tickets.conftest import ask

__all__ = ["ask"]
As = Callable[[Person], FlaskClient]


@pytest.fixture
def as_(app: Flask, login: Callable[[FlaskClient, Person], FlaskClient]) -> As:
    """A browser in which somebody is signed in: `as_(ada)`."""
    return lambda person: login(app.test_client(), person)
