"""Stepping back: role and slots end, questions go on, meetings are called off, history stays; one may come again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Facilitator, Person, Role
from classcode.people.queries import regions_of_role
from helpdesk.calendar import queries
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.rules import applying, deciding, leaving
from helpdesk.growth.steps import Door, PathState
from helpdesk.meetings import mails
from helpdesk.meetings.models import Meeting, MeetingState, Presence
from helpdesk.models import Absence, Message, Ticket
from helpdesk.tickets.queries.candidates import everybody
from helpdesk.tickets.rules import away, talking
from helpdesk.tickets.rules.asking import open_ticket
from helpdesk.tickets.states import State
from tests.helpdesk.calendar.reading import by_icalendar
from tests.helpdesk.growth.conftest import EVENING, MONDAY, Enter, wish
from tests.helpdesk.growth.test_deciding import held
from tests.helpdesk.tickets.conftest import question
from tests.make import Make


def test_open_questions_go_to_others_and_answers_stay(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    waits = open_ticket(session, ada.id, question(), act_id=uuid4())
    answered = open_ticket(session, ada.id, question(text="Another"), act_id=uuid4())
    settled = open_ticket(session, ada.id, question(text="A third"), act_id=uuid4())
    for ticket in (answered, settled):
        talking.answer(session, ticket, "Look at the third block.", act_id=uuid4())
    talking.resolve(session, settled, by=ada.id, act_id=uuid4())
    anne = make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    left = leaving.step_back(session, bruno.id)
    assert left.questions == 2
    assert {waits.facilitator_id, answered.facilitator_id} == {anne.id}
    assert (settled.facilitator_id, settled.state) == (bruno.id, State.RESOLVED)
    assert len(session.scalars(select(Message).where(Message.author_id == bruno.id)).all()) == 2


def test_without_anybody_else_questions_stand_in_the_leads_queue(
    session: Session, ada: Person, bruno: Person
) -> None:
    ticket = open_ticket(session, ada.id, question(), act_id=uuid4())
    leaving.step_back(session, bruno.id)
    assert (ticket.state, ticket.facilitator_id) == (State.NEW, None)


def test_role_and_slots_end_everywhere_at_once(session: Session, bruno: Person) -> None:
    leaving.step_back(session, bruno.id)
    assert regions_of_role(session, bruno.id, Role.FACILITATOR) == []
    assert session.get_one(Facilitator, bruno.id).slots == []
    assert everybody(session) == []
    with pytest.raises(NotFound):
        leaving.step_back(session, bruno.id)


def test_who_was_named_by_an_administrator_has_a_path_from_then_on(session: Session, bruno: Person) -> None:
    leaving.step_back(session, bruno.id)
    path = session.scalars(select(FacilitatorPath)).one()
    assert (path.door, path.state, path.region_code) == (Door.APPOINTED, PathState.STEPPED_BACK, "FR-BRE")


def test_what_was_lent_stays_with_whoever_has_it(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    ticket = open_ticket(session, ada.id, question(), act_id=uuid4())
    anne = make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    away.declare(session, bruno.id, date(2026, 11, 9), date(2026, 11, 12), substitute_id=anne.id)
    assert ticket.facilitator_id == anne.id
    leaving.step_back(session, bruno.id)
    absence = session.scalars(select(Absence)).one()
    session.refresh(absence)
    session.refresh(ticket)
    assert absence.ended_at is not None and absence.given_back_at is not None
    assert (ticket.facilitator_id, ticket.lent_by_id) == (anne.id, None)


def test_meetings_to_come_are_called_off_and_past_ones_are_not(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    coming = held(make, bruno, ada, Presence.ATTENDED, days=5)
    coming.state = MeetingState.FIXED
    past = held(make, bruno, ada, Presence.ATTENDED, days=-5)
    session.flush()
    assert leaving.step_back(session, bruno.id).meetings == 1
    session.refresh(coming)
    assert (coming.state, past.state) == (MeetingState.CANCELLED, MeetingState.HELD)


def test_coming_again_is_a_shorter_way(
    session: Session, lena: Person, denise: Person, bruno: Person, enter: Enter
) -> None:
    enter(lena, bruno)
    leaving.step_back(session, lena.id)
    with clock.at(MONDAY + timedelta(days=1)):
        path = applying.apply(session, lena.id, wish(motivation="", background=""))
        assert (path.door, path.motivation) == (Door.RETURN, None)
        deciding.approve(session, path, by=denise.id)
    assert path.state == PathState.WORKING, "no first meeting together is asked a second time"
    assert session.get_one(Facilitator, lena.id).slots == [EVENING.row()]
    assert len(session.scalars(select(Ticket)).all()) == 0


@pytest.mark.parametrize("days", [-1, 5])
def test_a_poll_is_called_off_too_even_where_its_first_date_has_passed(
    session: Session, make: Make, ada: Person, bruno: Person, days: int
) -> None:
    poll = held(make, bruno, ada, Presence.ATTENDED, days=days)
    poll.state, poll.seats[0].presence = MeetingState.POLLING, None
    session.flush()
    assert leaving.step_back(session, bruno.id).meetings == 1
    session.refresh(poll)
    assert poll.state == MeetingState.CANCELLED


def test_a_meeting_that_somebody_else_organises_goes_on_without_her(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    meeting = held(make, bruno, ada, Presence.ATTENDED, days=5)
    meeting.state, meeting.organiser_id, meeting.seats[0].presence = MeetingState.FIXED, ada.id, None
    session.flush()
    assert leaving.step_back(session, bruno.id).meetings == 0
    session.refresh(meeting)
    assert (meeting.state, meeting.facilitator_id) == (MeetingState.FIXED, None)


def led_by_bruno_for_ada(make: Make, ada: Person, bruno: Person) -> Meeting:
    """Write a meeting that Ada organises, to which Zoe comes, and that Bruno facilitates."""
    zoe = make.person("zoe")
    meeting = held(make, bruno, zoe, Presence.ATTENDED, days=5)
    meeting.state, meeting.organiser_id, meeting.seats[0].presence = MeetingState.FIXED, ada.id, None
    meeting.fixed_at = clock.now()
    make.session.flush()
    return meeting


def test_who_organises_is_told_that_her_facilitator_steps_back_and_her_calendar_follows(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    meeting = led_by_bruno_for_ada(make, ada, bruno)
    leaving.step_back(session, bruno.id)
    (mail,) = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == mails.FACILITATOR_LEFT))
    assert (mail.person_id, meeting.sequence) == (ada.id, 1)
    assert "Bruno" in mail.text and f"/meetings/{meeting.id}/" in mail.text
    assert len(mail.text.split()) <= 80
    assert mail.calendar is not None
    (event,) = by_icalendar(mail.calendar)
    assert (event.method, event.sequence) == ("REQUEST", 1)
    assert "Bruno" not in event.summary


def test_the_feeds_of_those_who_come_name_who_is_left(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    meeting = led_by_bruno_for_ada(make, ada, bruno)
    zoe = meeting.seats[0].person_id
    (before,) = queries.occasions_of(session, zoe, clock.now())
    leaving.step_back(session, bruno.id)
    (after,) = queries.occasions_of(session, zoe, clock.now())
    assert ("Bruno" in before.summary, "Ada" in after.summary) == (True, True)
    assert after.sequence > before.sequence
    assert [one.person_id for one in session.scalars(select(OutgoingMail))].count(zoe) == 0


def test_while_dates_are_chosen_who_organises_is_told_without_an_event(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    meeting = led_by_bruno_for_ada(make, ada, bruno)
    meeting.state, meeting.fixed_at = MeetingState.POLLING, None
    session.flush()
    leaving.step_back(session, bruno.id)
    (mail,) = session.scalars(select(OutgoingMail).where(OutgoingMail.kind == mails.FACILITATOR_LEFT))
    assert (mail.person_id, mail.calendar) == (ada.id, None)
