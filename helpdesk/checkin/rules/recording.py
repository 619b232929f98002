"""Ticking the list: present, partly, absent, excused, from half an hour before the start until the list is closed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from helpdesk.checkin.rules.gates import NotBegun, open_list
from helpdesk.checkin.rules.writing import (
    Source,
    Ticked,
    as_declared,
    checked,
    hold,
    minutes_of,
    seats_of,
    write,
)
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import Checked, Presence, Reply

__all__ = ["NotBegun", "Ticked", "record_presence"]


def record_presence(
    session: Session,
    meeting_id: UUID,
    told: Sequence[Ticked],
    *,
    by: UUID,
    act_id: UUID,
    how: Checked = Checked.LIST,
    everybody: bool = False,
) -> int:
    """Record or change who was there; return how many people's lines changed.

    With `everybody`, whoever said yes or checked in and of whom nothing is said was there. Raises `NotBegun`,
    `ListClosed`, `CalledOff`, `NotFound` for somebody who has no line, or `Invalid` with the field
    `presence-<person>` or `minutes-<person>`. A change voids the former statement.
    """
    meeting = open_list(session, meeting_id)
    seats = seats_of(session, meeting_id)
    lines = [*told, *(_rest(seats, told) if everybody else ())]
    changes = [
        (seats[one.person_id], checked(meeting, seats[one.person_id], one))
        for one in lines
        if changes_line(seats, meeting, one)
    ]
    source = Source(by=by, act_id=act_id, how=how, at=clock.now())
    for seat, one in changes:
        write(session, seat, one, source)
    hold(session, meeting, seats.values())
    session.flush()
    return len(changes)


def changes_line(seats: dict[UUID, Seat], meeting: Meeting, one: Ticked) -> bool:
    """Tell whether this says something new; raise `NotFound` for somebody who has no line."""
    seat = seats.get(one.person_id)
    if seat is None:
        raise NotFound
    told = (one.presence, minutes_of(meeting, one.presence, one.minutes))
    return (seat.presence, seat.minutes_present) != told


def _rest(seats: dict[UUID, Seat], told: Sequence[Ticked]) -> list[Ticked]:
    """Return those of whom nothing is known and who were expected, or checked in: with the minutes that this gives."""
    spoken_of = {one.person_id for one in told if one.presence}
    rest = (seat for seat in seats.values() if not seat.presence and seat.person_id not in spoken_of)
    return [
        as_declared(seat, seat.declared_at) if seat.declared_at else Ticked(seat.person_id, Presence.ATTENDED)
        for seat in rest
        if seat.declared_at or seat.reply == Reply.YES
    ]
