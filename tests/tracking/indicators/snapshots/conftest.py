"""A small programme, somebody who may publish, and an installation without the tool that draws papers."""

from __future__ import annotations

import pytest

from classcode.people.models import Person
from tests.make import Make
from tests.tracking.indicators.snapshots.publishing import Press
from tests.tracking.indicators.told import Story
from tracking import pdf


@pytest.fixture(autouse=True)
def without_papers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no papers but where a test is about them: each takes seconds."""
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(pdf, "_printer", lambda: None)


@pytest.fixture
def learners(story: Story) -> list[Person]:
    """Thirty people of Bretagne and twenty of Occitanie join in March; half of each go on to learn and to meet."""
    found = [story.person("FR-BRE") for _ in range(30)] + [story.person("FR-OCC") for _ in range(20)]
    for number, person in enumerate(found):
        story.joins(person, number % 20)
        if number % 2:
            story.plays(person, 20)
            story.reads(person, "u", 50, 21)
    return found


@pytest.fixture
def press(story: Story, make: Make, learners: list[Person]) -> Press:
    """A lead of all regions."""
    assert learners
    return Press(story, make.lead("lena"))
