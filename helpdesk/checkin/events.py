"""What the record is told of presence: minutes and closed words; pure, no session."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.checkin.counting import CAME
from helpdesk.meetings.events import lived
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Checked, Presence
from tracking.statements import Event, Result
from tracking.vocabulary import Verb

__all__ = ["CAME", "outcome", "recorded"]


def recorded(
    meeting: Meeting, person_id: UUID, result: Result, *, verb: Verb, at: datetime, act_id: UUID
) -> Event:
    """Somebody was there or not. It happened when the meeting started, or now where she was ticked before that."""
    return lived(meeting, person_id, verb, at=min(meeting.starts_at, at), act_id=act_id, result=result)


def outcome(presence: Presence, minutes: int | None, how: Checked) -> tuple[Verb, Result]:
    """Return the verb and the result of a presence: minutes and how it was taken, or whether she had said so."""
    if presence in CAME:
        return Verb.ATTENDED, Result(minutes=minutes, extensions={"checked-in": how.value})
    return Verb.ABSENT, Result(extensions={"excused": presence == Presence.EXCUSED})
