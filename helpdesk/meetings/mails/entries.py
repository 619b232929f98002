"""What mails told somebody of a meeting: when it begins, and whether her calendar holds the event. Rows, no words."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.meetings.mails.kinds import ENTERED, TAKEN_OUT
from helpdesk.meetings.models import Meeting, MeetingMail


def note(session: Session, meeting: Meeting, person_id: UUID, kind: str) -> None:
    """Write down that she has been told when it begins, so that no reminder repeats it the next day."""
    key = {
        "meeting_id": meeting.id,
        "person_id": person_id,
        "kind": kind,
        "starts_at": meeting.starts_at,
    }
    now = clock.now()
    if not db.insert_once(session, MeetingMail, {"id": uuid4(), "written_at": now} | key):
        session.execute(update(MeetingMail).filter_by(**key).values(written_at=now))


def remember(session: Session, meeting: Meeting, person_id: UUID, *, entered: bool) -> None:
    """Write down that a mail entered the event into her calendar, or took it out."""
    session.execute(delete(MeetingMail).where(*_hers(meeting, person_id, ENTERED, TAKEN_OUT)))
    note(session, meeting, person_id, ENTERED if entered else TAKEN_OUT)


def in_calendar(session: Session, meeting: Meeting, person_id: UUID) -> bool | None:
    """Tell whether her calendar holds the event; None where no mail ever brought it."""
    last = select(MeetingMail.kind).where(*_hers(meeting, person_id, ENTERED, TAKEN_OUT))
    kind = session.scalar(last.limit(1))
    return None if kind is None else kind == ENTERED


def _hers(meeting: Meeting, person_id: UUID, *kinds: str) -> tuple[ColumnElement[bool], ...]:
    return (
        MeetingMail.meeting_id == meeting.id,
        MeetingMail.person_id == person_id,
        MeetingMail.kind.in_(kinds),
    )
