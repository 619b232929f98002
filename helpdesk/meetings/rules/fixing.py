"""Fixing one of the dates: each yes to it becomes a seat without a second answer, in the order of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from helpdesk.meetings import mails, spans
from helpdesk.meetings.models import DateAnswer, Meeting, MeetingDate, Seat
from helpdesk.meetings.rules import gates, seating, trail
from helpdesk.meetings.states import Answer, MeetingState, Reply, SeatRole, Step


class DatePassed(Refused):
    """The chosen date lies behind."""

    message = N_("This date has passed. Please fix one of the others, or call the meeting off.")


class PlaceHidden(Refused):
    """A moderator took the place out of the directory."""

    message = N_(
        "The place of this meeting was taken out of the directory. Choose another place first, then fix the date."
    )


class OutOfSight(Refused):
    """A moderator hid the meeting itself."""

    message = N_("A moderator took this meeting out of sight: its date cannot be fixed now.")


def fix(session: Session, meeting_id: UUID, date_id: UUID, *, by: UUID, act_id: UUID) -> Meeting:
    """Make one of the dates the date of the meeting.

    Yes: a seat, or where none is left a place in the queue. No: a no. If need be, or nothing: asked once more. One
    mail to each but those who said no. Raises `DateFixed`, `CalledOff`, `DatePassed`, `PlaceHidden`, `OutOfSight`, or
    `Invalid` (field `date`).
    """
    meeting = gates.held(session, meeting_id)
    gates.check_polling(meeting)
    _check_in_sight(session, meeting)
    date = next((one for one in meeting.dates if one.id == date_id), None)
    if date is None:
        raise Invalid("date", N_("Please choose one of the dates."))
    if date.starts_at <= clock.now():
        raise DatePassed
    _become(meeting, date)
    trail.leave(session, meeting.id, Step.FIXED, by=by)
    said = _said_of(session, date)
    for seat in _in_order(meeting):
        _settle(session, meeting, seat, said.get(seat.person_id), act_id)
    session.flush()
    if meeting.facilitator_id is not None and meeting.facilitator_id != by:
        mails.fixed(session, meeting, meeting.facilitator_id)
    return meeting


def _check_in_sight(session: Session, meeting: Meeting) -> None:
    """Raise a refusal for what everybody would be invited to and nobody may see."""
    if not gates.still_in_sight(session, meeting):
        raise OutOfSight if meeting.hidden_at is not None else PlaceHidden


def _become(meeting: Meeting, date: MeetingDate) -> None:
    meeting.starts_at, meeting.ends_at = date.starts_at, date.ends_at
    meeting.cancel_by = spans.cancel_by(date.starts_at)
    meeting.state, meeting.fixed_at = MeetingState.FIXED, clock.now()


def _said_of(session: Session, date: MeetingDate) -> Mapping[UUID, str]:
    found = select(DateAnswer).where(DateAnswer.date_id == date.id)
    return {
        one.person_id: one.answer
        for one in session.scalars(found, execution_options={"populate_existing": True})
    }


def _in_order(meeting: Meeting) -> list[Seat]:
    """Who answered first is seated first; who did not comes last, in the order of the invitations."""
    return sorted(
        meeting.seats,
        key=lambda seat: (seat.replied_at is None, seat.replied_at or seat.invited_at, str(seat.person_id)),
    )


def _settle(session: Session, meeting: Meeting, seat: Seat, said: str | None, act_id: UUID) -> None:
    write: Callable[[Session, Meeting, UUID], None] = mails.maybe
    if seat.role == SeatRole.ORGANISER:
        write = mails.fixed
    elif said == Answer.NO:
        return seating.move(session, meeting, seat, Reply.NO, act_id=act_id)
    elif said == Answer.YES:
        full = meeting.taken >= meeting.capacity
        to = Reply.WAITING if full else Reply.YES
        seating.move(session, meeting, seat, to, act_id=act_id, since=seat.replied_at)
        write = mails.waiting if full else mails.fixed
    session.flush()
    return write(session, meeting, seat.person_id)
