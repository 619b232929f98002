"""Checking in oneself, by the code on the wall: what somebody declares stands until the list says otherwise."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from classcode.i18n import N_
from classcode.people.rules.limits import Limit
from helpdesk.checkin import window
from helpdesk.checkin.rules import gates
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import gates as meeting_gates
from helpdesk.meetings.rules import seating, trail
from helpdesk.meetings.states import Checked, Reply, Step

WRONG_CODES: Final = Limit("checkin", 10, 5)
"""Enough for cold fingers; a code of six characters stands for five to ten minutes among 887 million."""

UNKNOWN_CODE: Final = N_(
    "No meeting shows this code now. Please look at it again: it changes every few minutes."
)


class NotTheHour(Refused):
    """Codes hold from 30 minutes before the start to 15 minutes after the end."""

    message = N_("Checking in is possible from 30 minutes before the start to 15 minutes after the end.")


class NoRoom(Refused):
    """All seats are taken, and she has none."""

    message = N_(
        "All seats of this meeting are taken. If you are there all the same, ask who runs it for a line on the sheet: "
        "you can claim it with the code of its slip."
    )


class NotOpen(Refused):
    """Only people who were asked have a line at this meeting."""

    message = N_(
        "This meeting is for people who were invited. If you are there, ask who runs it for a line on the sheet."
    )


class RunsIt(Refused):
    """Who runs a meeting without a line on its list is not a participant."""

    message = N_("You run this meeting: you are not on its list, and need not check in.")


def check_in(session: Session, meeting_id: UUID, person_id: UUID, *, how: Checked, act_id: UUID) -> Seat:
    """Say that one has come; a second time changes nothing. Return her line.

    Somebody without a line takes a free seat of an open meeting on the spot. Raises `NotTheHour`, `ListClosed`,
    `CalledOff`, `NoRoom`, `NotOpen` or `RunsIt`. Who checks in is "declared": no statement until the list is closed.
    """
    meeting = gates.settled(session, meeting_id)
    if meeting.list_closed_at is not None:
        raise gates.ListClosed
    if not window.is_open(meeting.starts_at, meeting.ends_at, clock.now()):
        raise NotTheHour
    seat = session.get(Seat, (meeting_id, person_id), populate_existing=True)
    seat = seat or _walk_in(session, meeting, person_id, act_id)
    if seat.declared_at is None:
        seat.declared_at, seat.declared_how = clock.now(), how
        trail.leave(session, meeting_id, Step.DECLARED, by=person_id, about=person_id, how=how)
    return seat


def _walk_in(session: Session, meeting: Meeting, person_id: UUID, act_id: UUID) -> Seat:
    """Give a free seat of an open meeting to who came without having been asked."""
    if person_id in {meeting.facilitator_id, meeting.organiser_id}:
        raise RunsIt
    if not meeting.listed or not meeting_gates.still_in_sight(session, meeting):
        raise NotOpen
    if meeting.taken >= meeting.capacity:
        raise NoRoom
    seat = Seat(
        meeting_id=meeting.id,
        person_id=person_id,
        invited_at=clock.now(),
        reply=Reply.INVITED,
        meeting=meeting,
    )
    session.add(seat)
    session.flush()
    trail.leave(session, meeting.id, Step.INVITED, by=person_id, about=person_id)
    seating.move(session, meeting, seat, Reply.YES, act_id=act_id)
    return seat
