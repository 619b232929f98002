"""What the demonstration shows of meetings: dates chosen, seats passed on, lists closed, and the agenda to come."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.demonstration.attendance import sayable
from helpdesk.checkin.models import MeetingGuest
from helpdesk.checkin.rules.recording import Ticked
from helpdesk.checkin.window import CLOSES_ITSELF
from helpdesk.meetings.models import (
    DateAnswer,
    Meeting,
    MeetingState,
    MeetingStep,
    Presence,
    Reply,
    Seat,
    SeatRole,
    Step,
)
from helpdesk.meetings.states import Answer
from tests.classcode.demonstration.conftest import TODAY
from tracking.attestations.models import Attestation

END = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)


def meetings(session: Session) -> list[Meeting]:
    return list(session.scalars(select(Meeting)))


def steps(session: Session) -> Counter[str]:
    return Counter(session.scalars(select(MeetingStep.what)))


def test_dates_are_chosen_among_three_and_fixed(session: Session) -> None:
    chosen = [one for one in meetings(session) if one.dates and one.fixed_at]

    assert {len(one.dates) for one in chosen} == {3}
    assert all(one.starts_at in {date.starts_at for date in one.dates} for one in chosen)
    assert Answer.YES in set(session.scalars(select(DateAnswer.answer)))


def test_one_poll_is_open_when_the_year_ends(session: Session) -> None:
    assert [one.starts_at > END for one in meetings(session) if one.state == MeetingState.POLLING] == [True]


def test_learners_organise_meetings_without_a_facilitator_that_everybody_finds(session: Session) -> None:
    alone = [one for one in meetings(session) if one.facilitator_id is None]

    assert alone
    assert all(one.listed and one.about for one in alone)
    assert any(one.state == MeetingState.FIXED and one.starts_at > END for one in alone)
    organisers = select(func.count()).where(Seat.role == SeatRole.ORGANISER)
    assert session.scalar(organisers) == sum(
        one.organiser_id != one.facilitator_id for one in meetings(session)
    )


def test_the_agenda_of_the_coming_weeks_is_full(session: Session) -> None:
    coming = [one for one in meetings(session) if one.listed and one.starts_at > END]

    assert len({one.region_code for one in coming}) >= 3


def test_a_meeting_moved_to_another_place(session: Session) -> None:
    assert steps(session)[Step.CHANGED]


def test_every_list_is_closed_a_week_after_its_meeting(session: Session) -> None:
    long_over = [
        one
        for one in meetings(session)
        if one.state == MeetingState.HELD and one.ends_at < END - CLOSES_ITSELF - timedelta(days=1)
    ]

    assert long_over
    assert all(one.list_closed_at for one in long_over)


def test_people_check_in_by_themselves_and_others_come_without_an_account(session: Session) -> None:
    guests = session.scalars(select(MeetingGuest)).all()

    assert steps(session)[Step.DECLARED]
    assert guests


def test_whoever_was_there_has_an_attestation_once_the_list_is_closed(session: Session) -> None:
    closed = [one.id for one in meetings(session) if one.list_closed_at]
    there = select(func.count()).where(Seat.meeting_id.in_(closed), Seat.minutes_present > 0)

    assert session.scalar(select(func.count()).select_from(Attestation)) == session.scalar(there) != 0


def test_of_who_took_back_her_yes_nobody_says_that_she_was_absent() -> None:
    one, other = uuid4(), uuid4()
    told = [Ticked(one, Presence.ABSENT), Ticked(other, Presence.ABSENT)]
    seats = {one: Seat(person_id=one, reply=Reply.NO), other: Seat(person_id=other, reply=Reply.YES)}

    assert [each.person_id for each in sayable(told, seats)] == [other]
