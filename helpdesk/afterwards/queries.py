"""Reading what follows meetings: opinions together, notes with their authors, what waits for a moderator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import ScalarSelect, false, func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from classcode import clock
from classcode.auth.visitors import Visitor
from classcode.people import queries as people
from classcode.people.models import Role
from classcode.territory.models import Place, Region
from helpdesk.afterwards import access
from helpdesk.afterwards.being_there import took_part
from helpdesk.afterwards.models import MeetingFeedback, MeetingNote
from helpdesk.afterwards.opinions import Opinion
from helpdesk.afterwards.rules.asking import closes_at
from helpdesk.afterwards.telling import Gathered, Told, of_meeting, of_region
from helpdesk.meetings.models import Meeting

MOST_SHOWN: Final = 50
"""Meetings or reports on one page."""
_PLACE = joinedload(Meeting.place).joinedload(Place.commune)


def told_of(session: Session, meeting: Meeting) -> Told:
    """Return what may be told of the opinions of one meeting."""
    return of_meeting(_gathered(session, [meeting])[meeting.id])


@dataclass(frozen=True, slots=True)
class RegionTold:
    """A region with what may be told of all its meetings, and its latest meetings with what may be told of each."""

    region: Region
    told: Told
    meetings: Sequence[tuple[Meeting, Told]]


def told_of_regions(session: Session, who: Visitor, year: int) -> list[RegionTold]:
    """Return what may be told to a lead of the meetings of her regions that ended in a year (UTC).

    Years do not overlap and do not move, so that no two readings of a region can be subtracted from each other.
    """
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    wanted = (
        select(Meeting)
        .options(_PLACE, selectinload(Meeting.seats))
        .where(access.led(who), Meeting.list_closed_at.is_not(None))
        .where(Meeting.ends_at >= first, Meeting.ends_at < min(last, clock.now()))
        .order_by(Meeting.region_code, Meeting.ends_at, Meeting.id)
    )
    meetings = session.scalars(wanted).all()
    gathered = _gathered(session, meetings)
    regions = {one.code: one for one in session.scalars(select(Region))}
    return [
        _region(regions[code], list(some), gathered)
        for code, some in groupby(meetings, key=lambda one: one.region_code)
    ]


def _region(region: Region, meetings: Sequence[Meeting], gathered: Mapping[UUID, Gathered]) -> RegionTold:
    latest = list(reversed(meetings))[:MOST_SHOWN]
    each = [(meeting, of_meeting(gathered[meeting.id])) for meeting in latest]
    return RegionTold(region, of_region([gathered[meeting.id] for meeting in meetings]), each)


def _gathered(session: Session, meetings: Iterable[Meeting]) -> dict[UUID, Gathered]:
    """Return the opinions of meetings in the order in which they came, in one query."""
    found = {meeting.id: meeting for meeting in meetings}
    rows = session.scalars(
        select(MeetingFeedback)
        .where(MeetingFeedback.meeting_id.in_(found))
        .order_by(MeetingFeedback.answered_at, MeetingFeedback.person_id)
    )
    given: dict[UUID, dict[UUID, Opinion]] = {}
    for row in rows:
        said = Opinion(row.useful, row.will_try, row.pace, row.comment)
        given.setdefault(row.meeting_id, {})[row.person_id] = said
    return {key: _one(meeting, given.get(key, {})) for key, meeting in found.items()}


def _one(meeting: Meeting, given: Mapping[UUID, Opinion]) -> Gathered:
    """Put together one meeting: asked are those who were there; who was not after all counts no more."""
    there = {seat.person_id for seat in meeting.seats if took_part(meeting, seat)}
    kept = tuple(said for person_id, said in given.items() if person_id in there)
    return Gathered(asked=len(there), given=kept, closed=closes_at(meeting) <= clock.now())


@dataclass(frozen=True, slots=True)
class Noted:
    """A note as one person reads it: its author's chosen name, and whether it is her own."""

    note: MeetingNote
    name: str | None
    mine: bool


def notes_of(session: Session, meeting: Meeting, reader: UUID) -> list[Noted]:
    """Return the notes of a meeting, the first one first; hidden ones only to their authors."""
    wanted = select(MeetingNote).where(MeetingNote.meeting_id == meeting.id)
    rows = session.scalars(wanted.order_by(MeetingNote.written_at, MeetingNote.id)).all()
    seen = [note for note in rows if note.hidden_at is None or note.author_id == reader]
    names = people.names(session, {note.author_id for note in seen})
    return [Noted(note, names[note.author_id].name, note.author_id == reader) for note in seen]


@dataclass(frozen=True, slots=True)
class Report:
    """What waits for a moderator: a meeting, or a note of it."""

    meeting: Meeting
    note: MeetingNote | None
    reported_at: datetime


def reported_count(who: Visitor) -> ScalarSelect[int]:
    """Select how many meetings and notes wait for this person as a moderator."""
    mine = access.moderating(who) if who.roles & {Role.LEAD, Role.ADMINISTRATOR} else false()
    meetings = select(Meeting.id).where(mine, Meeting.reported_at.is_not(None), Meeting.hidden_at.is_(None))
    notes = (
        select(MeetingNote.id)
        .join(Meeting, Meeting.id == MeetingNote.meeting_id)
        .where(mine, MeetingNote.reported_at.is_not(None), MeetingNote.hidden_at.is_(None))
    )
    waiting = union_all(meetings, notes).subquery()
    return select(func.count()).select_from(waiting).scalar_subquery()


def reported(session: Session, who: Visitor) -> list[Report]:
    """Return what this person moderates and somebody reported, the oldest report first."""
    if not who.roles & {Role.LEAD, Role.ADMINISTRATOR}:
        return []
    mine = access.moderating(who)
    meetings = session.scalars(
        select(Meeting)
        .options(_PLACE)
        .where(mine, Meeting.reported_at.is_not(None), Meeting.hidden_at.is_(None))
        .order_by(Meeting.reported_at)
        .limit(MOST_SHOWN)
    )
    notes = session.execute(
        select(MeetingNote, Meeting)
        .join(Meeting, Meeting.id == MeetingNote.meeting_id)
        .options(_PLACE)
        .where(mine, MeetingNote.reported_at.is_not(None), MeetingNote.hidden_at.is_(None))
        .order_by(MeetingNote.reported_at)
        .limit(MOST_SHOWN)
    )
    found = [Report(one, None, one.reported_at) for one in meetings if one.reported_at]
    found += [Report(of, note, note.reported_at) for note, of in notes if note.reported_at]
    return sorted(found, key=lambda one: one.reported_at)
