"""Correcting a closed list: with a reason in words, and a trail of what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.afterwards.rules import attesting
from helpdesk.checkin.models import PresenceCorrection
from helpdesk.checkin.rules import gates, numbers
from helpdesk.checkin.rules.guests import Line, write_lines
from helpdesk.checkin.rules.recording import changes_line
from helpdesk.checkin.rules.writing import Source, Ticked, checked, hold, seats_of, write
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Checked

LONGEST_REASON: Final = 500


def correct(
    session: Session, meeting_id: UUID, told: Sequence[Ticked], *, by: UUID, act_id: UUID, reason: str
) -> int:
    """Change what a closed list says of people; return how many lines changed.

    The former statement is voided and the new one recorded, and papers are made to agree. Raises `ListOpen`,
    `NotFound`, or `Invalid` at `reason`, `presence-<person>` or `minutes-<person>`.
    """
    meeting, why = _closed(session, meeting_id), _reason(reason)
    seats = seats_of(session, meeting_id)
    changes = [
        (seats[one.person_id], checked(meeting, seats[one.person_id], one))
        for one in told
        if changes_line(seats, meeting, one)
    ]
    source = Source(by=by, act_id=act_id, how=Checked.LIST, at=clock.now())
    for seat, one in changes:
        write(session, seat, one, source)
        session.add(_kept(meeting, by, why, person_id=seat.person_id))
    hold(session, meeting, seats.values())
    session.flush()
    for seat, _one in changes:
        attesting.issue_for(session, seat, by=by)
    return len(changes)


def correct_lines(session: Session, meeting_id: UUID, lines: Sequence[Line], *, by: UUID, reason: str) -> int:
    """Change the lines of people without an account on a closed list; return how many changed."""
    meeting, why = _closed(session, meeting_id), _reason(reason)
    changed = write_lines(session, meeting, lines, by=by)
    hold(session, meeting, seats_of(session, meeting_id).values())
    session.add_all(_kept(meeting, by, why, line=number) for number in changed)
    numbers.tell(session, meeting)
    return len(changed)


def _closed(session: Session, meeting_id: UUID) -> Meeting:
    meeting = gates.settled(session, meeting_id)
    if meeting.list_closed_at is None:
        raise gates.ListOpen
    return meeting


def _reason(told: str) -> str:
    why = told.strip()
    if not why:
        raise Invalid("reason", N_("Please write why the list is corrected: one sentence will do."))
    if len(why) > LONGEST_REASON:
        raise Invalid("reason", N_("Please keep the reason below %(most)s characters."), most=LONGEST_REASON)
    return why


def _kept(
    meeting: Meeting, by: UUID, why: str, *, person_id: UUID | None = None, line: int | None = None
) -> PresenceCorrection:
    return PresenceCorrection(
        id=uuid4(),
        meeting_id=meeting.id,
        person_id=person_id,
        line=line,
        by_id=by,
        at=clock.now(),
        reason=why,
    )
