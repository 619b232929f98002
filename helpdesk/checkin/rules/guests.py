"""People without an account: a numbered line each, in the headcount alone; and the number of children."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.checkin import codes, window
from helpdesk.checkin.events import CAME
from helpdesk.checkin.models import MeetingGuest, PresenceCorrection
from helpdesk.checkin.rules import gates
from helpdesk.checkin.rules.writing import NO_MINUTES, minutes_of
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import trail
from helpdesk.meetings.states import MeetingState, Presence, Step

MOST_LINES: Final = 60
"""Lines of one meeting: six sheets of ten."""
MOST_CHILDREN: Final = 200
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one line: no presence empties it. `at` is when it was ticked, unless now."""

    number: int
    presence: Presence | None
    minutes: int | None = None
    name: str = ""
    at: datetime | None = None


def record_lines(session: Session, meeting_id: UUID, lines: Iterable[Line], *, by: UUID) -> int:
    """Write, change or empty lines; return how many changed. A line that was claimed stays as it is.

    Raises what `gates.open_list` raises, or `Invalid` at `presence-line-<n>` or `minutes-line-<n>`.
    """
    meeting = gates.open_list(session, meeting_id)
    return len(write_lines(session, meeting, lines, by=by))


def write_lines(session: Session, meeting: Meeting, lines: Iterable[Line], *, by: UUID) -> list[int]:
    """Write the lines of a meeting that is held; return the numbers of those that changed."""
    known = {one.line: one for one in guests_of(session, meeting.id)}
    checked = [_checked(meeting, line) for line in lines]
    changed = [one.number for one in checked if _record(session, meeting, known.get(one.number), one, by)]
    session.flush()
    return changed


def guests_of(session: Session, meeting_id: UUID) -> list[MeetingGuest]:
    """Return the lines of a meeting by their number, read anew."""
    found = select(MeetingGuest).where(MeetingGuest.meeting_id == meeting_id).order_by(MeetingGuest.line)
    return list(session.scalars(found, execution_options={"populate_existing": True}))


def says(meeting: Meeting, there: MeetingGuest | None, line: Line) -> bool:
    """Tell whether a line says already what is told of it: presence, minutes and name; one not there says nothing."""
    told = (line.presence, minutes_of(meeting, line.presence, line.minutes), line.name.strip())
    return _stands(there) == told


def _stands(there: MeetingGuest | None) -> tuple[str | None, int | None, str]:
    return (there.presence, there.minutes, there.name or "") if there else (None, None, "")


def _checked(meeting: Meeting, line: Line) -> Line:
    field = f"line-{line.number}"
    if not 1 <= line.number <= MOST_LINES:
        raise Invalid(f"presence-{field}", N_("A meeting has up to %(most)s lines."), most=MOST_LINES)
    if line.presence and line.presence not in CAME:
        raise Invalid(f"presence-{field}", N_("Somebody without an account is there, or not on the list."))
    if line.name.strip() and not line.presence:
        raise Invalid(f"presence-{field}", N_("Please say whether this person was there."))
    minutes = minutes_of(meeting, line.presence, line.minutes)
    if line.presence is Presence.PARTLY and not 1 <= (minutes or 0) < meeting.minutes:
        raise Invalid(f"minutes-{field}", NO_MINUTES, most=meeting.minutes - 1)
    return replace(line, minutes=minutes, name=line.name.strip()[:LONGEST_NAME])


def _record(session: Session, meeting: Meeting, there: MeetingGuest | None, line: Line, by: UUID) -> bool:
    if there is not None and there.claimed_at is not None:
        return False
    before = _stands(there)
    if before == (line.presence, line.minutes, line.name):
        return False
    presence, minutes, _name = before
    trail.leave(
        session,
        meeting.id,
        Step.WALKED_IN,
        by=by,
        line=line.number,
        presence=line.presence,
        minutes=line.minutes,
        before=presence,
        minutes_before=minutes,
        ticked_at=line.at.isoformat() if line.at else None,
    )
    if line.presence is None:
        session.delete(there)
    else:
        _keep(session, meeting, there, line, by)
    return True


def _keep(session: Session, meeting: Meeting, there: MeetingGuest | None, line: Line, by: UUID) -> None:
    guest = there or _new(session, meeting, line.number)
    guest.name, guest.presence, guest.minutes = line.name or None, line.presence, line.minutes
    guest.recorded_at, guest.recorded_by_id = line.at or clock.now(), by
    if meeting.state == MeetingState.FIXED:
        meeting.state = MeetingState.HELD


def _new(session: Session, meeting: Meeting, number: int) -> MeetingGuest:
    guest_id = codes.line_id(meeting.id, number)
    guest = MeetingGuest(
        id=guest_id,
        meeting_id=meeting.id,
        line=number,
        claim_hash=codes.slip_hash(codes.slip(meeting.checkin_key, guest_id)),
        recorded_at=clock.now(),
    )
    session.add(guest)
    return guest


def count_children(session: Session, meeting_id: UUID, number: int, *, by: UUID) -> bool:
    """Note how many children came; they are a number and nothing else. Tell whether it changed.

    Raises what `gates.open_list` raises, or `Invalid` at `children`: they come where an adult answers for them.
    """
    meeting = gates.open_list(session, meeting_id)
    if number == meeting.children:
        return False
    if not meeting.responsible_adult:
        raise Invalid("children", N_("This meeting names no adult who answers for children."))
    if not 0 <= number <= MOST_CHILDREN:
        raise Invalid("children", N_("Please give a number from 0 to %(most)s."), most=MOST_CHILDREN)
    trail.leave(session, meeting_id, Step.CHILDREN, by=by, number=number, before=meeting.children)
    meeting.children = number
    return True


def forget_names(session: Session) -> None:
    """Empty the names of people without an account, and what was written of their lines, once no claim can come."""
    over = select(Meeting.id).where(Meeting.ends_at < clock.now() - window.CLAIMS)
    session.execute(
        update(MeetingGuest)
        .where(MeetingGuest.name.is_not(None), MeetingGuest.meeting_id.in_(over))
        .values(name=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(PresenceCorrection)
        .where(PresenceCorrection.line.is_not(None), PresenceCorrection.meeting_id.in_(over))
        .execution_options(synchronize_session=False)
    )
