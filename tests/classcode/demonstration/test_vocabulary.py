"""A year of invented people, held against the published profile: its templates, and the order of its stories."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.tracking.emitted import Follows, Told, by_story, statements
from tracking import profile
from tracking.profile import matching
from tracking.profile.events import TEMPLATES
from tracking.profile.stories import PATTERNS

PRIMARY = ("learning", "asking", "public-answer", "date", "meeting")
ALONE = {one.id for one in TEMPLATES} - {part for pattern in PATTERNS for part in pattern.of}


@pytest.fixture
def published(session: Session) -> dict[str, object]:
    """The profile of the demonstration."""
    return profile.build(session.info["iri_base"])


@pytest.fixture
def told(session: Session) -> list[Told]:
    """The whole log of the demonstration."""
    return statements(session)


def test_every_statement_of_the_year_follows_a_template(
    told: list[Told], published: dict[str, object]
) -> None:
    assert len(told) > 500
    assert [one for one in told if matching.template_of(one, published) is None] == []


def test_every_story_of_the_year_follows_its_pattern(told: list[Told], published: dict[str, object]) -> None:
    follows = Follows(published)
    seen = set()
    for key, story in by_story(told).items():
        templates = [str(matching.template_of(one, published)) for one in story]
        if {one.rpartition("/")[2] for one in templates} <= ALONE:
            continue
        found = follows.story_of(templates)
        assert found, (key, templates)
        seen.add(found.rpartition("/")[2])
    assert seen == set(PRIMARY)
