"""People who are deleted: what they leave behind is whole, and the seats that they had go to who waits."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, Role
from helpdesk.meetings import access, jobs
from helpdesk.meetings.models import Meeting, MeetingState, Seat
from helpdesk.meetings.rules import facilitating, replying
from helpdesk.meetings.rules.organising import Plan, organise
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import Reply
from tests.helpdesk.meetings.conftest import Story
from tests.helpdesk.places.test_naming import who


@pytest.fixture
def full(story: Story) -> tuple[Meeting, UUID]:
    """A meeting with one seat, which somebody has; Ada waits."""
    nora = story.make.person("nora")
    meeting = story.propose(capacity=1)
    story.session.add(
        Seat(meeting_id=meeting.id, person_id=nora.id, invited_at=clock.now(), reply=Reply.INVITED)
    )
    story.session.flush()
    for person_id in (nora.id, story.ada.id):
        replying.reply(story.session, meeting.id, person_id, Reply.YES, act_id=uuid4())
    return meeting, nora.id


def remove(session: Session, person_id: UUID) -> None:
    """Delete a person as a command or the database does it: her lines go with her."""
    session.commit()
    session.execute(delete(Person).where(Person.id == person_id))
    session.commit()
    session.expire_all()


def go_round(session: Session) -> None:
    session.commit()  # SQLite lets one writer in at a time
    jobs.go_round("an hour")
    session.expire_all()


def test_the_seat_of_somebody_who_was_deleted_goes_to_who_waits(
    story: Story, full: tuple[Meeting, UUID]
) -> None:
    meeting, nora = full
    remove(story.session, nora)
    go_round(story.session)
    seat = story.session.get_one(Seat, (meeting.id, story.ada.id))
    assert (meeting.taken, seat.reply) == (1, Reply.OFFERED)


def test_without_anybody_waiting_the_seat_is_free_again(story: Story) -> None:
    nora = story.make.person("nora")
    meeting = story.propose(capacity=1)
    meeting.listed = True
    replying.join(story.session, meeting.id, nora.id, act_id=uuid4())
    remove(story.session, nora.id)
    go_round(story.session)
    assert meeting.taken == 0


def test_a_round_that_finds_all_in_order_changes_nothing(story: Story, full: tuple[Meeting, UUID]) -> None:
    meeting, _nora = full
    story.session.commit()
    go_round(story.session)
    seat = story.session.get_one(Seat, (meeting.id, story.ada.id))
    assert (meeting.taken, seat.reply) == (1, Reply.WAITING)


def test_what_has_begun_is_counted_anew_and_offered_to_nobody(
    story: Story, full: tuple[Meeting, UUID]
) -> None:
    meeting, nora = full
    remove(story.session, nora)
    with clock.at(meeting.starts_at):
        go_round(story.session)
    assert meeting.taken == 0
    assert story.session.get_one(Seat, (meeting.id, story.ada.id)).reply == Reply.WAITING


def test_a_meeting_whose_organiser_was_deleted_still_finds_a_facilitator(story: Story) -> None:
    nora = story.make.person("nora")
    span = Span(clock.now().replace(day=24), clock.now().replace(day=24, hour=11))
    plan = Plan(
        module="creative-programming", language="fr", place_id=story.place.id, dates=(span,), capacity=3
    )
    meeting = organise(story.session, plan, by=nora.id, act_id=uuid4())
    assert alone(story) == [meeting.id]
    remove(story.session, nora.id)
    assert meeting.organiser_id is None
    assert alone(story) == [meeting.id]
    facilitating.facilitate(story.session, meeting.id, by=story.bruno.id)
    assert (meeting.facilitator_id, meeting.state) == (story.bruno.id, MeetingState.FIXED)


def alone(story: Story) -> list[UUID]:
    bruno = who(story.session, story.bruno)
    assert bruno.may(Role.FACILITATOR, "FR-BRE")
    return [one.id for one in story.session.scalars(access.without_facilitator(bruno))]
