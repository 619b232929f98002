"""The only ways to what follows a meeting. Not yours and unknown are the same 404.

An opinion is its author's; what is told of many is for who ran the meeting and the lead of its region; what was shared
is for those who came or meant to, for a year; the letter for whoever was asked and did not decline; reports for the
leads of the region and for administrators.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session, joinedload

from classcode import clock
from classcode.auth.visitors import EVERYWHERE, Visitor
from classcode.errors import NotFound
from classcode.people.models import Role
from classcode.territory.models import Place
from helpdesk.afterwards.being_there import belongs
from helpdesk.afterwards.models import MeetingNote
from helpdesk.afterwards.rules.saying import may_say
from helpdesk.meetings import access
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import MeetingState, Reply

SHARED_FOR: Final = timedelta(days=365)
"""How long what was shared is kept after the end of a meeting."""

_NEVER_HELD: Final = frozenset({MeetingState.CANCELLED, MeetingState.POLLING})
_NOBODY_CAME: Final = _NEVER_HELD | {MeetingState.NOT_HELD}
"""Of these nobody has an opinion; what people wanted to share at a meeting that nobody came to, they still may."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A meeting whose notes somebody may read and write; `moderates` where she may hide them."""

    meeting: Meeting
    moderates: bool


def opinion(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting of which this person may say how it was."""
    if not may_say(session, meeting_id, who.id):
        raise NotFound
    return _meeting(session, meeting_id)


def opinions(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting to who ran it, or leads its region: they read what may be told of all opinions together."""
    meeting = _meeting(session, meeting_id)
    over = meeting.state not in _NOBODY_CAME and meeting.ends_at <= clock.now()
    if not over or not (who.may(Role.LEAD, meeting.region_code) or _ran(session, who, meeting)):
        raise NotFound
    return meeting


def _ran(session: Session, who: Visitor, meeting: Meeting) -> bool:
    try:
        access.meeting_run(session, who, meeting.id)
    except NotFound:
        return False
    return True


def shared(session: Session, who: Visitor, meeting_id: UUID) -> Shared:
    """Return a meeting whose notes this person may read: from its start on, until a year after its end."""
    meeting, now = _meeting(session, meeting_id), clock.now()
    held = meeting.state not in _NEVER_HELD
    if not held or not meeting.starts_at <= now < meeting.ends_at + SHARED_FOR:
        raise NotFound
    seat = session.get(Seat, (meeting_id, who.id))
    hers = who.id in {meeting.organiser_id, meeting.facilitator_id} or (seat and belongs(meeting, seat))
    if not hers:
        raise NotFound
    return Shared(meeting, who.may(Role.LEAD, meeting.region_code))


def note(session: Session, meeting: Meeting, note_id: UUID) -> MeetingNote:
    """Return a note of this meeting."""
    found = session.get(MeetingNote, note_id)
    if found is None or found.meeting_id != meeting.id:
        raise NotFound
    return found


def own_note(session: Session, who: Visitor, meeting_id: UUID, note_id: UUID) -> MeetingNote:
    """Return a note to its author, who may change or withdraw it unless it was hidden."""
    found = note(session, shared(session, who, meeting_id).meeting, note_id)
    if found.author_id != who.id or found.hidden_at is not None:
        raise NotFound
    return found


def letter(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting with a date to whoever was asked to it and did not decline."""
    meeting, seat = _meeting(session, meeting_id), session.get(Seat, (meeting_id, who.id))
    fixed = meeting.state in {MeetingState.FIXED, MeetingState.HELD} and meeting.hidden_at is None
    if seat is None or seat.reply == Reply.NO or not fixed:
        raise NotFound
    return meeting


def reportable(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting that this person sees, and may therefore report: a public one, or one of hers."""
    meeting = _meeting(session, meeting_id)
    if meeting.listed and meeting.hidden_at is None:
        return meeting
    return access.meeting_seen(session, who, meeting_id).meeting


def moderated(
    session: Session, who: Visitor, meeting_id: UUID, note_id: UUID | None
) -> Meeting | MeetingNote:
    """Return a meeting, or a note of it, to its region’s lead, and to administrators once it is reported."""
    if note_id is None:
        return moderated_meeting(session, who, meeting_id)
    meeting = _meeting(session, meeting_id)
    found = note(session, meeting, note_id)
    _check_moderates(who, meeting, found)
    return found


def moderated_meeting(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting, hidden or not, to its region’s lead, and to administrators once it is reported."""
    meeting = _meeting(session, meeting_id)
    _check_moderates(who, meeting, meeting)
    return meeting


def _check_moderates(who: Visitor, meeting: Meeting, thing: Meeting | MeetingNote) -> None:
    reported = thing.reported_at is not None and Role.ADMINISTRATOR in who.roles
    if not (reported or who.may(Role.LEAD, meeting.region_code)):
        raise NotFound


def led(who: Visitor) -> ColumnElement[bool]:
    """Return the condition on meetings of the regions that somebody leads."""
    mine = who.regions.get(Role.LEAD, frozenset())
    return true() if EVERYWHERE in mine else Meeting.region_code.in_(mine)


def moderating(who: Visitor) -> ColumnElement[bool]:
    """Return the condition on meetings whose reports somebody looks at."""
    return true() if Role.ADMINISTRATOR in who.roles else led(who)


def _meeting(session: Session, meeting_id: UUID) -> Meeting:
    place = joinedload(Meeting.place).joinedload(Place.commune)
    found = session.get(Meeting, meeting_id, options=[place])
    if found is None:
        raise NotFound
    return found
