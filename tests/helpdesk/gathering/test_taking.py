"""Taking a suggestion up and setting it aside: one meeting comes of it, whoever clicks how often."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from classcode import clock
from classcode.errors import Invalid
from classcode.people.models import Person
from classcode.territory.models import Room
from helpdesk.gathering.models import GatheringChoice, MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.rules import choosing, taking
from helpdesk.gathering.rules.taking import Choice, Gone
from helpdesk.gathering.states import Dismissal, SuggestionState
from helpdesk.meetings.models import Meeting, MeetingState
from tests.helpdesk.gathering.conftest import Town
from tests.helpdesk.gathering.suggested import suggested


@pytest.fixture
def people(town: Town) -> list[Person]:
    return [town.make.person(name, commune="FR-35238") for name in ("ada", "eve", "zoe", "lea")]


@pytest.fixture
def one(town: Town, people: list[Person]) -> MeetingSuggestion:
    return suggested(town.session, town.place, people, facilitator_id=town.bruno.id)


def take(town: Town, one: MeetingSuggestion, **changed: object) -> Meeting | None:
    """Let Bruno take it up as it stands, or changed as told."""
    told: dict[str, object] = {
        "dates": frozenset({0, 1, 2}),
        "place_id": one.place_id,
        "facilitator_id": town.bruno.id,
    }
    choice = Choice(**(told | changed))  # type: ignore[arg-type]
    return taking.take(town.session, one, choice, by=town.bruno.id, act_id=uuid4())


def asked(meeting: Meeting | None) -> set[UUID]:
    assert meeting is not None
    return {seat.person_id for seat in meeting.seats}


def test_a_suggestion_becomes_a_poll_among_its_people(
    town: Town, one: MeetingSuggestion, people: list[Person]
) -> None:
    meeting = take(town, one)

    assert meeting is not None and asked(meeting) == {person.id for person in people}
    assert (meeting.state, len(meeting.dates)) == (MeetingState.POLLING, 3)
    assert (meeting.facilitator_id, meeting.place.id) == (town.bruno.id, town.place.id)
    assert (one.state, one.meeting_id, one.closed_by_id) == (SuggestionState.TAKEN, meeting.id, town.bruno.id)


def test_with_one_date_kept_the_meeting_is_fixed_at_once(town: Town, one: MeetingSuggestion) -> None:
    meeting = take(town, one, dates=frozenset({1}))

    assert meeting is not None and meeting.state == MeetingState.FIXED
    assert meeting.starts_at.isoformat() == one.dates[1]["start"]


def test_without_a_facilitator_whoever_invites_organises(town: Town, one: MeetingSuggestion) -> None:
    meeting = take(town, one, facilitator_id=None)

    assert meeting is not None and meeting.facilitator_id is None
    assert meeting.organiser_id == town.bruno.id


def test_the_second_of_two_who_click_makes_no_second_meeting(town: Town, one: MeetingSuggestion) -> None:
    take(town, one)

    with pytest.raises(Gone):
        take(town, one)
    assert town.session.scalar(select(func.count()).select_from(Meeting)) == 1


def test_somebody_who_left_suggestions_meanwhile_is_not_asked(
    town: Town, one: MeetingSuggestion, people: list[Person]
) -> None:
    choosing.choose(town.session, people[0].id, wants=False)
    town.session.expire_all()

    assert asked(take(town, one)) == {person.id for person in people[1:]}


def test_somebody_asked_elsewhere_since_the_round_is_not_asked_twice(
    town: Town, one: MeetingSuggestion, people: list[Person]
) -> None:
    other = suggested(town.session, town.place, people[:2], module="another")
    take(town, other)

    assert asked(take(town, one)) == {person.id for person in people[2:]}


def test_when_hardly_anybody_is_left_the_suggestion_closes_and_nothing_is_sent(
    town: Town, one: MeetingSuggestion, people: list[Person]
) -> None:
    for person in people[1:]:
        choosing.choose(town.session, person.id, wants=False)
    town.session.expire_all()

    assert take(town, one) is None
    assert one.state == SuggestionState.LAPSED and town.session.scalar(select(Meeting.id)) is None


@pytest.mark.parametrize("numbers", [frozenset(), frozenset({3}), frozenset({0, 9})])
def test_dates_that_were_not_suggested_are_refused(
    town: Town, one: MeetingSuggestion, numbers: frozenset[int]
) -> None:
    with pytest.raises(Invalid) as refused:
        take(town, one, dates=numbers)
    assert refused.value.field == "dates" and one.state == SuggestionState.OPEN


def test_a_date_that_has_passed_is_refused_and_the_suggestion_stays(
    town: Town, one: MeetingSuggestion
) -> None:
    with clock.at(clock.now() + timedelta(days=9)), pytest.raises(Invalid):
        take(town, one)


def test_only_a_place_that_was_offered_can_be_chosen_instead(
    town: Town, one: MeetingSuggestion, people: list[Person]
) -> None:
    near, small = town.make.place(), town.make.place()
    others = [
        {"id": str(place.id), "reached": 4, "km": 7.0, "seats": 12, "why": why}
        for place, why in ((near, "farther"), (small, "seats"))
    ]
    one.reasons = one.reasons | {"place": one.reasons["place"] | {"others": others}}
    town.session.flush()

    with pytest.raises(Invalid):
        take(town, one, place_id=small.id)
    meeting = take(town, one, place_id=near.id)
    assert meeting is not None and meeting.place_id == near.id


def test_the_smallest_room_that_seats_them_is_taken(town: Town, one: MeetingSuggestion) -> None:
    for name, seats in (("Hall", 40), ("Salon", 6), ("Cabine", 2)):
        town.place.rooms.append(Room(name=name, capacity=seats))
    town.session.flush()

    meeting = take(town, one)
    assert meeting is not None and meeting.room is not None
    assert (meeting.room.name, meeting.capacity) == ("Salon", 6)


def test_where_nobody_counted_the_seats_who_invites_says_how_many_can_come(
    town: Town, one: MeetingSuggestion
) -> None:
    town.place.capacity = None
    town.session.flush()

    for told in (None, 0, 3, -1, 10**9):
        with pytest.raises(Invalid) as refused:
            take(town, one, capacity=told)
        assert (refused.value.field, one.state) == ("capacity", SuggestionState.OPEN)
    meeting = take(town, one, capacity=7)
    assert meeting is not None and meeting.capacity == 7


def test_setting_it_aside_needs_a_reason_of_the_list(town: Town, one: MeetingSuggestion) -> None:
    with pytest.raises(Invalid):
        taking.dismiss(town.session, one, "because", by=town.bruno.id)

    taking.dismiss(town.session, one, Dismissal.PLACE, by=town.bruno.id)
    assert (one.state, one.dismissal) == (SuggestionState.DISMISSED, "place")


def test_what_was_set_aside_can_no_longer_be_taken_up(town: Town, one: MeetingSuggestion) -> None:
    taking.dismiss(town.session, one, Dismissal.NOT_NOW, by=town.bruno.id)

    with pytest.raises(Gone):
        take(town, one)


def test_whoever_wants_no_suggestions_leaves_them_and_may_come_back(
    town: Town, one: MeetingSuggestion, people: list[Person]
) -> None:
    here = select(SuggestedPerson.person_id).where(SuggestedPerson.person_id == people[0].id)
    for _twice in range(2):
        choosing.choose(town.session, people[0].id, wants=False)
    assert town.session.scalar(here) is None

    choosing.choose(town.session, people[0].id, wants=True)
    assert town.session.get(GatheringChoice, people[0].id) is None


def test_who_facilitates_no_more_is_given_no_meeting(town: Town, one: MeetingSuggestion) -> None:
    left = town.make.person("parti", commune="FR-35238")
    meeting = take(town, one, facilitator_id=left.id)

    assert meeting is not None and meeting.facilitator_id is None
    assert meeting.organiser_id == town.bruno.id
