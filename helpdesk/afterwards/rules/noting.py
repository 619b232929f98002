"""Leaving notes for the others of a meeting: writing, changing, withdrawing one's own.

Who may is settled before, by `access.shared` and `access.own_note`.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from helpdesk.afterwards.models import MeetingNote
from helpdesk.meetings.models import Meeting

LONGEST: Final = 4000
"""Characters of a note: a page of links and hints, not a course."""
MOST_NOTES: Final = 20
"""Of one person at one meeting. A choice of ours."""


class TooManyNotes(Refused):
    """Somebody has left enough notes at one meeting."""

    message = N_("You have left %(most)s notes at this meeting: please put what is new into one of them.")


class ChangedMeanwhile(Refused):
    """The note was changed in another window."""

    message = N_(
        "This note was changed meanwhile, in another window. Please read it again before you change it."
    )


def write(session: Session, meeting: Meeting, text: str, *, by: UUID) -> MeetingNote:
    """Leave a note; raise `Invalid` or `TooManyNotes`."""
    words = _checked(text)
    theirs = select(func.count()).where(MeetingNote.meeting_id == meeting.id, MeetingNote.author_id == by)
    if (session.scalar(theirs) or 0) >= MOST_NOTES:
        raise TooManyNotes(most=MOST_NOTES)
    note = MeetingNote(
        id=uuid4(), meeting_id=meeting.id, author_id=by, text=words, written_at=clock.now(), version=1
    )
    session.add(note)
    session.flush()
    return note


def change(session: Session, note: MeetingNote, text: str, *, version: int) -> None:
    """Write other words over one's own note, as it was when the form was shown; raise `ChangedMeanwhile`."""
    words = _checked(text)
    same = update(MeetingNote).where(MeetingNote.id == note.id, MeetingNote.version == version)
    values = {"text": words, "version": version + 1, "changed_at": clock.now()}
    if not db.changed(session.execute(same.values(**values))):
        raise ChangedMeanwhile


def withdraw(session: Session, note: MeetingNote) -> None:
    """Take one's own note away, words and all."""
    session.execute(delete(MeetingNote).where(MeetingNote.id == note.id))


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("text", N_("Please write something."))
    if len(words) > LONGEST:
        raise Invalid("text", N_("Please write at most %(n)s characters."), n=LONGEST)
    return words
