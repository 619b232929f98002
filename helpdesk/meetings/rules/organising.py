"""Bringing a meeting about: by a facilitator, from a suggestion, or by any learner.

One date is fixed at once, of more people choose one.
Who may is settled before, in `access`; here the place, the room, the dates and the seats have to fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.territory.models import Place, Room
from helpdesk.meetings import events, mails, spans
from helpdesk.meetings.models import Meeting, MeetingDate, Seat
from helpdesk.meetings.rules import trail
from helpdesk.meetings.spans import MOST_DATES, Span
from helpdesk.meetings.states import MeetingState, Reply, SeatRole, Step
from tracking import rules as record
from tracking import vocabulary

MOST_SEATS: Final = 200
"""Where nobody has counted the seats of a place; follow-up meetings gather a room, not a hall."""
MOST_INVITED: Final = 60
"""People asked by one click: a room and its queue; more is a mailing, which this is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A meeting as somebody wants it; `region_code` is the place's own unless a question came from another.

    `facilitator_id` is empty where it runs without one. `responsible_adult` is named where children come.
    """

    module: str
    language: str
    place_id: UUID
    dates: tuple[Span, ...]
    capacity: int
    unit: str | None = None
    theme: str | None = None
    room_id: UUID | None = None
    listed: bool = False
    about: str = ""
    facilitator_id: UUID | None = None
    invited: frozenset[UUID] = frozenset()
    ticket_id: UUID | None = None
    responsible_adult: str | None = None


def organise(session: Session, plan: Plan, *, by: UUID, act_id: UUID) -> Meeting:
    """Make the meeting and ask the people; raise `Invalid` with the field that does not fit.

    Effects: seats, the trail, a statement, and one mail to each person asked.
    """
    place, room = _place(session, plan)
    check_capacity(plan.capacity, place, room)
    _check_dates(plan.dates)
    if len(plan.invited) > MOST_INVITED:
        raise Invalid("others", N_("At most %(most)s people can be asked at once."), most=MOST_INVITED)
    meeting = _meeting(plan, place, by)
    session.add(meeting)
    session.flush()
    trail.leave(session, meeting.id, Step.PROPOSED, by=by)
    record.record(session, events.proposed(meeting, by, act_id))
    note_capacity(session, meeting)
    _seat_organiser(session, meeting)
    if meeting.facilitator_id not in {None, by}:
        mails.to_run(session, meeting, plan.facilitator_id or by)
    invite(session, meeting, sorted(plan.invited - {by, meeting.facilitator_id}), by=by)
    return meeting


def _place(session: Session, plan: Plan) -> tuple[Place, Room | None]:
    """Return the place and its room, when both can be had."""
    place = place_kept(session, plan.place_id)
    if place is None or place.hidden_at or place.accepted_at is None:
        raise Invalid("place", N_("Please choose one of the places of the list."))
    if plan.room_id is None:
        return place, None
    room = session.get(Room, plan.room_id)
    if room is None or room.place_id != place.id:
        raise Invalid("room", N_("Please choose one of the rooms of this place."))
    return place, room


def place_kept(session: Session, place_id: UUID) -> Place | None:
    """Return a place as it is now; whoever edits or hides it waits until the meeting is there, and finds it then."""
    lock = {"read": True, "key_share": True}
    return session.get(Place, place_id, with_for_update=lock, populate_existing=True)


def note_capacity(session: Session, meeting: Meeting) -> None:
    """Tell the record how many seats there are from now on."""
    record.note_thing(session, vocabulary.meeting(meeting.id).path, "capacity", str(meeting.capacity))


def check_capacity(capacity: int, place: Place, room: Room | None) -> None:
    """Raise `Invalid` for the field `capacity` when so many do not fit."""
    most = (room.capacity if room else None) or place.capacity or MOST_SEATS
    if not 1 <= capacity <= most:
        raise Invalid(
            "capacity", N_("This place holds from 1 to %(most)s people. Please change the seats."), most=most
        )


def _check_dates(dates: tuple[Span, ...]) -> None:
    if not 1 <= len(dates) <= MOST_DATES:
        raise Invalid("day", N_("Please give one date, or up to %(most)s to choose from."), most=MOST_DATES)
    for one in dates:
        spans.check_length(one, field="ends")
    if min(dates).starts_at <= clock.now():
        raise Invalid("day", N_("This moment has passed. Please choose one to come."))


def _meeting(plan: Plan, place: Place, by: UUID) -> Meeting:
    first, several = min(plan.dates), len(plan.dates) > 1
    meeting = Meeting(
        id=uuid4(),
        ticket_id=plan.ticket_id,
        module=plan.module,
        unit=plan.unit,
        theme=plan.theme,
        about=plan.about.strip(),
        language=plan.language,
        region_code=place.commune.region_code,
        place=place,
        room_id=plan.room_id,
        organiser_id=plan.facilitator_id or by,
        facilitator_id=plan.facilitator_id,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        zone=place.commune.zone,
        capacity=plan.capacity,
        taken=0,
        listed=plan.listed,
        responsible_adult=plan.responsible_adult,
        state=MeetingState.POLLING if several else MeetingState.FIXED,
        cancel_by=spans.cancel_by(first.starts_at),
        created_at=clock.now(),
        fixed_at=None if several else clock.now(),
    )
    if several:
        meeting.dates = [
            MeetingDate(starts_at=one.starts_at, ends_at=one.ends_at) for one in sorted(plan.dates)
        ]
    return meeting


def _seat_organiser(session: Session, meeting: Meeting) -> None:
    """Give an organiser who is not its facilitator a line of her own: she comes, and takes no participant's seat."""
    if meeting.organiser_id is None or meeting.organiser_id == meeting.facilitator_id:
        return
    meeting.seats.append(
        Seat(
            person_id=meeting.organiser_id,
            role=SeatRole.ORGANISER,
            invited_at=clock.now(),
            reply=Reply.YES,
            replied_at=clock.now(),
        )
    )
    session.flush()


def invite(session: Session, meeting: Meeting, people: Iterable[UUID | None], *, by: UUID) -> None:
    """Ask people who have no line at this meeting yet, and write to each."""
    known = {seat.person_id for seat in meeting.seats}
    for person_id in people:
        if person_id is None or person_id in known:
            continue
        meeting.seats.append(Seat(person_id=person_id, invited_at=clock.now(), reply=Reply.INVITED))
        trail.leave(session, meeting.id, Step.INVITED, by=by, about=person_id)
        mails.invited(session, meeting, person_id)
    session.flush()
