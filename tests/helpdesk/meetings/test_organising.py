"""Organising a meeting oneself, open to all or not, with a facilitator or without."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.meetings import jobs, mails
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import facilitating, organising, replying
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import MeetingState, Reply, SeatRole
from tests.helpdesk.calendar.reading import by_icalendar
from tests.helpdesk.meetings.conftest import RENNES, Story
from tracking.models import Statement

EVENING = Span(datetime(2026, 11, 24, 17, 30, tzinfo=UTC), datetime(2026, 11, 24, 19, 0, tzinfo=UTC))


def organise(story: Story, by: UUID | None = None, **other: object) -> Meeting:
    usual: dict[str, object] = {
        "module": "creative-programming",
        "language": "fr",
        "place_id": story.place.id,
        "dates": (EVENING,),
        "capacity": 2,
        "listed": True,
    }
    plan = Plan(**(usual | other))  # type: ignore[arg-type]
    return organising.organise(story.session, plan, by=by or story.ada.id, act_id=uuid4())


def join(story: Story, meeting: Meeting, person_id: UUID) -> Seat:
    return replying.join(story.session, meeting.id, person_id, act_id=uuid4())


def test_a_learner_who_organises_comes_without_taking_a_participants_seat(story: Story) -> None:
    meeting = organise(story)
    seat = story.session.get_one(Seat, (meeting.id, story.ada.id))
    assert (seat.role, seat.reply, meeting.taken) == (SeatRole.ORGANISER, Reply.YES, 0)
    assert (meeting.facilitator_id, meeting.organiser_id) == (None, story.ada.id)


def test_a_meeting_lies_in_the_region_of_its_place(story: Story) -> None:
    assert organise(story).region_code == story.place.commune.region_code


def test_anybody_takes_a_seat_at_an_open_meeting(story: Story, chloe: Person) -> None:
    meeting = organise(story)
    assert (join(story, meeting, chloe.id).reply, meeting.taken) == (Reply.YES, 1)


def test_joining_twice_is_one_seat(story: Story, chloe: Person) -> None:
    meeting = organise(story)
    join(story, meeting, chloe.id)
    join(story, meeting, chloe.id)
    assert meeting.taken == 1


def test_a_full_open_meeting_puts_who_comes_on_the_waiting_list(story: Story, chloe: Person) -> None:
    meeting = organise(story, capacity=1)
    join(story, meeting, story.neighbour())
    assert join(story, meeting, chloe.id).reply == Reply.WAITING


def test_nobody_joins_a_meeting_that_is_not_open_or_was_hidden(story: Story, chloe: Person) -> None:
    closed, hidden = organise(story, listed=False), organise(story)
    hidden.hidden_at = clock.now()
    nowhere = organise(story, place_id=(place := story.make.place(RENNES)).id)
    place.hidden_at = clock.now()
    for meeting in (closed, hidden, nowhere):
        with pytest.raises(NotFound):
            join(story, meeting, chloe.id)


def test_the_organiser_does_not_join_her_own_meeting_as_a_participant(story: Story) -> None:
    meeting = organise(story)
    join(story, meeting, story.ada.id)
    assert meeting.taken == 0


def test_a_place_that_nobody_took_up_is_refused(story: Story) -> None:
    story.place.accepted_at = None
    story.session.flush()
    with pytest.raises(Invalid) as refused:
        organise(story)
    assert refused.value.field == "place"


def test_a_date_in_the_past_is_refused(story: Story) -> None:
    past = Span(EVENING.starts_at - timedelta(days=30), EVENING.ends_at - timedelta(days=30))
    with pytest.raises(Invalid) as refused:
        organise(story, dates=(past,))
    assert refused.value.field == "day"


def test_at_most_six_dates_are_asked(story: Story) -> None:
    dates = tuple(
        Span(EVENING.starts_at + timedelta(days=n), EVENING.ends_at + timedelta(days=n)) for n in range(7)
    )
    with pytest.raises(Invalid):
        organise(story, dates=dates)
    assert organise(story, dates=dates[:6]).state == MeetingState.POLLING


def test_a_facilitator_can_come_to_a_meeting_that_has_none(story: Story) -> None:
    meeting = organise(story)
    facilitating.facilitate(story.session, meeting.id, by=story.bruno.id)
    assert meeting.facilitator_id == story.bruno.id


def test_a_facilitator_who_had_a_seat_gives_it_up_and_what_she_said_is_voided(story: Story) -> None:
    meeting = organise(story)
    statement = join(story, meeting, story.bruno.id).reply_statement_id
    facilitating.facilitate(story.session, meeting.id, by=story.bruno.id)
    assert (meeting.taken, story.session.get(Seat, (meeting.id, story.bruno.id))) == (0, None)
    assert story.session.scalars(select(Statement.voided).where(Statement.id == statement)).one() is True


def test_a_second_facilitator_is_told_that_somebody_was_first(story: Story, chloe: Person) -> None:
    meeting = organise(story)
    facilitating.facilitate(story.session, meeting.id, by=story.bruno.id)
    with pytest.raises(facilitating.HasOne):
        facilitating.facilitate(story.session, meeting.id, by=chloe.id)


def test_the_adult_who_answers_for_children_is_forgotten_thirty_days_after(story: Story) -> None:
    meeting = organise(story, responsible_adult="Lise Petit")
    ends_at = meeting.ends_at
    assert _adult_at(story, meeting, ends_at + timedelta(days=30, seconds=-1)) == "Lise Petit"
    assert _adult_at(story, meeting, ends_at + timedelta(days=30)) is None


def _adult_at(story: Story, meeting: Meeting, now: datetime) -> str | None:
    story.session.commit()  # on SQLite a session that reads keeps others from writing
    with clock.at(now):
        jobs.go_round("")
    story.session.refresh(meeting)
    return meeting.responsible_adult


def test_a_facilitator_for_whom_a_lead_put_it_together_is_told_by_one_mail(
    story: Story, chloe: Person
) -> None:
    meeting = organise(story, by=chloe.id, facilitator_id=story.bruno.id, listed=False)
    told = select(OutgoingMail).where(OutgoingMail.person_id == story.bruno.id)
    mail = story.session.scalars(told).one()
    assert (mail.kind, meeting.organiser_id) == ("meeting-to-run", story.bruno.id)
    assert story.session.get(Seat, (meeting.id, chloe.id)) is None


def test_who_organises_is_told_that_somebody_comes_to_facilitate_and_calendars_name_her(story: Story) -> None:
    meeting = organise(story)
    facilitating.facilitate(story.session, meeting.id, by=story.bruno.id)
    kind = OutgoingMail.kind == mails.FACILITATOR_CAME
    (mail,) = story.session.scalars(select(OutgoingMail).where(kind))
    assert (mail.person_id, meeting.sequence) == (story.ada.id, 1)
    assert mail.calendar is not None and len(mail.text.split()) <= 80
    (event,) = by_icalendar(mail.calendar)
    assert event.sequence == 1 and "Bruno" in event.summary
