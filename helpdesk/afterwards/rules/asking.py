"""Asking how a meeting was: a day after it ended, once, whoever of its participants was there."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.queries import recipient
from helpdesk.afterwards import mails
from helpdesk.afterwards.being_there import took_part
from helpdesk.afterwards.models import FeedbackRequest, MeetingFeedback
from helpdesk.meetings.models import Meeting, MeetingMail, Seat

REST: Final = timedelta(hours=24)
"""After the end: an evening and a day in class have passed."""
FORGOTTEN: Final = timedelta(days=7)
"""After so long nobody is asked any more: the memory has faded, as with answers of the desk (`helpdesk.ratings`)."""
LASTS: Final = timedelta(days=30)
"""How long one may answer, and change one's answer, once one could be asked."""


def closes_at(meeting: Meeting) -> datetime:
    """Return when opinions of a meeting can no longer be given or changed."""
    return meeting.ends_at + REST + LASTS


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def ask(session: Session, meeting: Meeting, person_id: UUID) -> bool:
    """Ask one person, unless she was asked or has answered; tell whether a mail was written.

    Effects: the row that says so, the link's row, a mail. However many rounds meet here, one writes.
    """
    seat = session.get(Seat, (meeting.id, person_id), populate_existing=True)
    to = recipient(session, person_id)
    if seat is None or to is None or not _is_time(meeting) or not took_part(meeting, seat):
        return False
    if session.get(MeetingFeedback, (meeting.id, person_id)) or not _first(session, meeting, person_id):
        return False
    token = secrets.token_urlsafe(32)
    if not request(session, meeting, person_id, token):
        return False
    mails.ask(session, to, meeting, token)
    return True


def _is_time(meeting: Meeting) -> bool:
    return REST <= clock.now() - meeting.ends_at <= REST + FORGOTTEN


def _first(session: Session, meeting: Meeting, person_id: UUID) -> bool:
    values = {"id": uuid4(), "meeting_id": meeting.id, "person_id": person_id, "kind": mails.FEEDBACK}
    values |= {"starts_at": meeting.starts_at, "written_at": clock.now()}
    return db.insert_once(session, MeetingMail, values)


def request(session: Session, meeting: Meeting, person_id: UUID, token: str) -> bool:
    """Keep the hash of somebody's link; tell whether she had none."""
    values = {"meeting_id": meeting.id, "person_id": person_id, "token_hash": hash_of(token)}
    values |= {"asked_at": clock.now(), "expires_at": closes_at(meeting)}
    return db.insert_once(session, FeedbackRequest, values)
