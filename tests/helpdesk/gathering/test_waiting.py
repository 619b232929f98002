"""The desk's front page tells of meetings: how many suggestions wait for a decision, how many lists are not closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from classcode import clock
from classcode.people.models import Person
from helpdesk.gathering.models import MeetingSuggestion
from helpdesk.gathering.states import SuggestionState
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import MeetingState
from tests.helpdesk.afterwards.conftest import held
from tests.helpdesk.gathering.conftest import Town
from tests.helpdesk.gathering.suggested import suggested
from tests.helpdesk.profiles.conftest import as_

__all__ = ["as_"]
As = Callable[[Person], FlaskClient]
SUGGESTIONS = 'href="/fr/desk/suggestions/">{} rencontre'
pytestmark = pytest.mark.usefixtures("content")


@pytest.fixture
def people(town: Town) -> list[Person]:
    return [town.make.person(name, commune="FR-35238") for name in ("ada", "eve", "zoe", "lea")]


@pytest.fixture
def one(town: Town, people: list[Person]) -> MeetingSuggestion:
    return suggested(town.session, town.place, people, facilitator_id=town.bruno.id)


def over(town: Town, hours: float, **values: object) -> Meeting:
    """Make a meeting that Bruno ran and that began so many hours ago, its list open."""
    return held(town.make, town.bruno, starts_at=clock.now() - timedelta(hours=hours), **values)


def lists(meeting: Meeting, count: int) -> str:
    """Return what leads to the list of a meeting where so many are open."""
    told = "La liste de 1 rencontre" if count == 1 else f"Les listes de {count} rencontres"
    return f'href="/fr/meetings/{meeting.id}/list">{told}'


def test_suggestions_are_counted_for_who_may_take_them_up(
    town: Town, one: MeetingSuggestion, as_: As
) -> None:
    denise, walter = town.make.lead("denise", "FR-BRE"), town.make.lead("walter", "FR-OCC")
    for person, count in ((town.bruno, True), (denise, True), (walter, False)):
        assert (SUGGESTIONS.format(1) in as_(person).get("/fr/desk/").text) is count


def test_a_suggestion_that_was_set_aside_does_not_wait(town: Town, one: MeetingSuggestion, as_: As) -> None:
    one.state, one.closed_at = SuggestionState.DISMISSED, clock.now()
    town.session.commit()
    assert "attend une décision" not in as_(town.bruno).get("/fr/desk/").text


def test_lists_that_are_not_closed_lead_to_the_one_over_longest(town: Town, as_: As) -> None:
    first, second = over(town, 40), over(town, 20)
    town.session.commit()
    assert lists(first, 2) in as_(town.bruno).get("/fr/desk/").text
    first.list_closed_at = clock.now()
    town.session.commit()
    assert lists(second, 1) in as_(town.bruno).get("/fr/desk/").text


@pytest.mark.parametrize(
    ("hours", "values"),
    [
        (1, {}),
        (20, {"state": MeetingState.CANCELLED}),
        (20, {"state": MeetingState.POLLING}),
        (20, {"facilitator_id": None, "organiser_id": None}),
    ],
    ids=["under-way", "cancelled", "polling", "of-others"],
)
def test_what_is_not_hers_to_close_does_not_wait(
    town: Town, as_: As, hours: float, values: dict[str, object]
) -> None:
    over(town, hours, **values)
    town.session.commit()
    assert "/list" not in as_(town.bruno).get("/fr/desk/").text


def test_what_she_organised_waits_for_30_days(town: Town, as_: As) -> None:
    organised = over(town, 24 * 29, facilitator_id=None)
    over(town, 24 * 32, facilitator_id=None)
    town.session.commit()
    assert lists(organised, 1) in as_(town.bruno).get("/fr/desk/").text
