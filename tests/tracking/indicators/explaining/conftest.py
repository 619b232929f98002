"""Fanny answers for data protection; a small programme in which sixteen people of two regions joined a module."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from classcode.people.models import Person, Role
from classcode.people.rules.profile import grant
from tests.make import Make
from tests.tracking.indicators.told import Story

Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def fanny(make: Make) -> Person:
    person = make.person("fanny")
    grant(make.session, person.id, Role.DATA_PROTECTION)
    return person


@pytest.fixture
def joined(story: Story) -> list[Person]:
    """Twelve learners of Bretagne and four of Occitanie, in the order in which they joined."""
    people = [story.person("FR-BRE" if number % 4 else "FR-OCC") for number in range(16)]
    for number, person in enumerate(people):
        story.joins(person, number)
    story.session.commit()
    return people
