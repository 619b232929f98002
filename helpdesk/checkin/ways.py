"""Which ways lead from the page of a meeting to its check-in and its list, for one visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from classcode import clock
from helpdesk.checkin import window
from helpdesk.meetings.access import Seen
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import MeetingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is open now: checking in, the list, the codes and papers; `arrived_at` is when she checked in.

    `not_held`: the list was closed, and nobody had come.
    """

    meeting_id: UUID
    arrive: bool
    arrived_at: datetime | None
    ticks: bool
    prepares: bool
    corrects: bool
    not_held: bool


def ways(seen: Seen) -> Ways:
    """Return the ways of a visitor who sees this meeting."""
    meeting, seat, now = seen.meeting, seen.seat, clock.now()
    going = meeting.state in {MeetingState.FIXED, MeetingState.HELD, MeetingState.NOT_HELD}
    taken = going and meeting.list_closed_at is None
    declared = seat.declared_at if seat is not None and seat.presence is None else None
    waits = seat is not None and seat.presence is None and declared is None
    return Ways(
        meeting_id=meeting.id,
        arrive=taken and waits and _is_open(meeting, now),
        arrived_at=declared,
        ticks=seen.runs and taken and now >= window.opens(meeting.starts_at),
        prepares=seen.runs and taken and now <= meeting.ends_at + window.AFTER,
        corrects=(seen.runs or seen.leads) and going and not taken,
        not_held=meeting.state == MeetingState.NOT_HELD,
    )


def _is_open(meeting: Meeting, now: datetime) -> bool:
    return window.is_open(meeting.starts_at, meeting.ends_at, now)
