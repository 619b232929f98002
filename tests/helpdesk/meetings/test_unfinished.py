"""What keeps an account from being closed: an open question, a meeting to come; and what does not, once it is over."""

from __future__ import annotations

from sqlalchemy import select

from classcode import clock
from helpdesk.meetings.models import Seat
from helpdesk.meetings.states import MeetingState, Reply
from helpdesk.models import Message
from helpdesk.taking_over import take_over
from helpdesk.tickets.states import State
from helpdesk.unfinished import is_busy
from tests.helpdesk.meetings.conftest import Story
from tests.make import Make


def test_who_waits_for_an_answer_is_busy_until_her_question_is_over(story: Story) -> None:
    ticket = story.ticket
    assert is_busy(story.session, story.ada.id)
    ticket.state = State.CLOSED
    story.session.flush()
    assert not is_busy(story.session, story.ada.id)


def test_who_may_come_to_a_meeting_is_busy_until_it_is_called_off(story: Story, make: Make) -> None:
    meeting, eve = story.propose(), make.person("eve", commune="FR-35238")
    assert not is_busy(story.session, eve.id)
    seat = {"meeting_id": meeting.id, "person_id": eve.id, "invited_at": clock.now(), "reply": Reply.YES}
    story.session.add(Seat(**seat))
    story.session.flush()
    assert is_busy(story.session, eve.id)
    meeting.state = MeetingState.CANCELLED
    story.session.flush()
    assert not is_busy(story.session, eve.id)


def test_who_organises_a_meeting_to_come_is_busy(story: Story, make: Make) -> None:
    meeting, eve = story.propose(), make.person("eve", commune="FR-35238")
    meeting.organiser_id = eve.id
    story.session.flush()
    assert is_busy(story.session, eve.id)


def test_what_is_over_goes_along_and_what_both_have_stays_the_kept_ones(story: Story, make: Make) -> None:
    meeting, eve = story.propose(), make.person("eve", commune="FR-35238")
    story.ticket.state = State.CLOSED
    session, when = story.session, clock.now()
    for person, late in ((story.ada, True), (eve, False)):
        if session.get(Seat, (meeting.id, person.id)) is None:
            session.add(
                Seat(meeting_id=meeting.id, person_id=person.id, invited_at=when, reply=Reply.YES, late=late)
            )
    session.add(Message(ticket_id=story.ticket.id, author_id=story.ada.id, text="Merci.", written_at=when))
    session.flush()
    take_over(session, eve.id, story.ada.id)
    assert story.ticket.learner_id == eve.id
    assert session.scalars(select(Message.author_id).where(Message.text == "Merci.")).one() == eve.id
    seats = session.scalars(select(Seat.person_id).where(Seat.meeting_id == meeting.id)).all()
    assert {eve.id, story.ada.id} <= set(seats)
    assert not session.get_one(Seat, (meeting.id, eve.id)).late
