"""Reading for calendars: whose feed a secret opens, the meetings in it, one meeting's file, who is to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from classcode.people import queries as people
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.calendar import moments, occasions, turns
from helpdesk.calendar.models import CalendarFeed
from helpdesk.calendar.moments import Wanted
from helpdesk.calendar.occasion import Occasion
from helpdesk.calendar.occasions import Seen, host_id
from helpdesk.calendar.rules.feeds import hash_of
from helpdesk.calendar.standing import MAY_COME, standing
from helpdesk.meetings.models import Meeting, MeetingMail, MeetingState, Reply, Seat

KEPT: Final = timedelta(days=365)
"""How long past meetings stay in a feed: people look a school year back."""
LOOKS_AHEAD: Final = timedelta(days=8)
"""Within which a meeting can have a reminder due: a week, and a day for clocks that move."""
MOST: Final = 1000
"""Meetings in one feed, the latest; nobody has lived through so many."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose feed it is, and how she reads it."""

    person_id: UUID
    language: str
    zone: str


def feed_of(session: Session, person_id: UUID) -> CalendarFeed | None:
    """Return somebody's feed, or None where she wants none."""
    return session.get(CalendarFeed, person_id)


def owner(session: Session, token: str) -> Owner | None:
    """Return whose feed a secret opens, or None: unknown, replaced, ended, or of an account that was closed."""
    mine = (CalendarFeed.token_hash == hash_of(token), Person.disabled_at.is_(None))
    row = session.execute(
        select(Person.id, Person.language, Person.time_zone)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(*mine)
    ).one_or_none()
    return Owner(*row) if row else None


def occasions_of(session: Session, person_id: UUID, now: datetime) -> list[Occasion]:
    """Return somebody's meetings as events in the language of the moment, the earliest first."""
    rows = session.execute(_mine(person_id, now))
    return _occasions(session, [_Line(meeting, reply, noes) for meeting, reply, noes in rows], person_id)


def occasion_of(session: Session, meeting: Meeting, person_id: UUID, reply: str | None) -> Occasion | None:
    """Return one meeting as the event that it is for a person who gave this reply; None where it is none for her."""
    noes = session.scalar(select(turns.noes(meeting.id, person_id))) or 0
    return next(iter(_occasions(session, [_Line(meeting, reply, noes)], person_id)), None)


class _Line(NamedTuple):
    """A meeting, what one person answered, and how often that was a no."""

    meeting: Meeting
    reply: str | None
    noes: int


def _occasions(session: Session, rows: Sequence[_Line], person_id: UUID) -> list[Occasion]:
    site = occasions.site_of(session)
    names = people.names(session, {one for line in rows if (one := host_id(line.meeting))})
    found = []
    for meeting, reply, noes in rows:
        runs = person_id in {meeting.facilitator_id, meeting.organiser_id}
        stands = standing(meeting.state, reply, runs=runs, hidden=meeting.hidden_at is not None)
        if stands is not None and meeting.fixed_at is not None:
            with_whom = host_id(meeting)
            named = names.get(with_whom) if with_whom and with_whom != person_id else None
            host, said = (named.name if named else None) or "", meeting.changed_at or meeting.fixed_at
            mind = turns.turned(noes, reply)
            seen = Seen(standing=stands, host=host, stamped_at=said, turns=mind)
            found.append(occasions.occasion(meeting, site, seen))
    return found


def _mine(person_id: UUID, now: datetime) -> Select[Meeting, str, int]:
    """Select the meetings that stand in a feed, each with the person's reply and how often she said no."""
    runs = or_(Meeting.facilitator_id == person_id, Meeting.organiser_id == person_id)
    asked = select(Seat.meeting_id).where(Seat.person_id == person_id, Seat.reply.in_(MAY_COME))
    seat = and_(Seat.meeting_id == Meeting.id, Seat.person_id == person_id)
    shown: tuple[ColumnElement[bool], ...] = (
        Meeting.ends_at > now - KEPT,
        Meeting.state != MeetingState.POLLING,
        Meeting.fixed_at.is_not(None),
        or_(runs, Meeting.id.in_(asked)),
    )
    return (
        select(Meeting, Seat.reply, turns.noes(Meeting.id, person_id))
        .outerjoin(Seat, seat)
        .options(joinedload(Meeting.place).joinedload(Place.commune), joinedload(Meeting.room))
        .where(*shown)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(MOST)
    )


def reminders_due(session: Session, now: datetime) -> list[Wanted]:
    """Return the reminders whose moment has come and that are not written, the next meeting's first."""
    soon = (
        Meeting.state == MeetingState.FIXED,
        Meeting.hidden_at.is_(None),
        Meeting.starts_at > now,
        Meeting.starts_at < now + LOOKS_AHEAD,
    )
    near = select(Meeting).options(selectinload(Meeting.seats)).where(*soon).order_by(Meeting.starts_at)
    meetings = session.scalars(near).all()
    written = _written(session, {one.id for one in meetings})
    return [
        Wanted(meeting.id, person_id, due.reminder)
        for meeting in meetings
        if (due := moments.due(meeting.starts_at, meeting.zone, now))
        for person_id in sorted(_who_come(meeting))
        if (meeting.id, person_id, str(due.reminder), meeting.starts_at) not in written
    ]


def _written(session: Session, meetings: set[UUID]) -> set[tuple[UUID, UUID, str, datetime]]:
    key = (MeetingMail.meeting_id, MeetingMail.person_id, MeetingMail.kind, MeetingMail.starts_at)
    rows = session.execute(select(*key).where(MeetingMail.meeting_id.in_(meetings)))
    return {(row.meeting_id, row.person_id, row.kind, row.starts_at) for row in rows}


def _who_come(meeting: Meeting) -> set[UUID]:
    """Return everybody with a yes, and who runs it."""
    asked = {seat.person_id for seat in meeting.seats if seat.reply == Reply.YES}
    return asked | {one for one in (meeting.organiser_id, meeting.facilitator_id) if one}
