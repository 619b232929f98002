"""Writing a reminder: once to each person for one beginning of a meeting, and never beside another mail about it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.calendar import moments
from helpdesk.calendar.moments import Due, Wanted
from helpdesk.meetings import mails
from helpdesk.meetings.mails import telling
from helpdesk.meetings.models import Meeting, MeetingMail, MeetingState, Reply, Seat


def remind(session: Session, wanted: Wanted) -> bool:
    """Write a reminder unless it was written, or says nothing new; tell whether a mail was. The meeting's row is held.

    Effects: a row that keeps it from being written again, and the mail.
    """
    meeting = session.get(Meeting, wanted.meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None or not _takes_place(meeting) or not _comes(session, meeting, wanted):
        return False
    due = moments.due(meeting.starts_at, meeting.zone, clock.now())
    if (
        due is None
        or due.reminder != wanted.reminder
        or not _is_news(session, meeting, wanted.person_id, due)
    ):
        return False
    key = {"meeting_id": meeting.id, "person_id": wanted.person_id, "starts_at": meeting.starts_at}
    row = {"id": uuid4(), "kind": str(due.reminder), "written_at": clock.now()} | key
    if not db.insert_once(session, MeetingMail, row):
        return False
    mails.reminded(session, meeting, wanted.person_id, due.reminder)
    return True


def _takes_place(meeting: Meeting) -> bool:
    """Tell whether anybody is to be reminded: not of what was called off, nor of what a moderator hid."""
    return meeting.state == MeetingState.FIXED and meeting.hidden_at is None


def _comes(session: Session, meeting: Meeting, wanted: Wanted) -> bool:
    session.get(Seat, (meeting.id, wanted.person_id), populate_existing=True)
    return telling.comes(session, meeting, wanted.person_id)


def _is_news(session: Session, meeting: Meeting, person_id: UUID, due: Due) -> bool:
    """Tell whether the reminder repeats no other mail, and she had said yes when it became due."""
    told = telling.told_before(session, meeting, person_id)
    known_since = told.written_at if told else None
    return moments.is_news(due, known_since) and _since(session, meeting, person_id) <= due.at


def _since(session: Session, meeting: Meeting, person_id: UUID) -> datetime:
    """Return since when somebody comes: her yes, or for who runs the meeting the day that its date was fixed."""
    seat = session.get(Seat, (meeting.id, person_id))
    if telling.runs(meeting, person_id) or seat is None or seat.reply != Reply.YES or seat.replied_at is None:
        return meeting.fixed_at or meeting.created_at
    return seat.replied_at
