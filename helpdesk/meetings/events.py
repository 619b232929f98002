"""What the record is told of meetings: identifiers, minutes and closed words; pure, no session."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.meetings.models import Meeting, Presence, Reply
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb

REPLIED = {Reply.YES: Verb.ACCEPTED, Reply.NO: Verb.DECLINED}


def proposed(meeting: Meeting, by: UUID, act_id: UUID) -> Event:
    """The facilitator proposed this meeting."""
    return Event(
        act_id=act_id,
        person_id=by,
        verb=Verb.PROPOSED,
        object=vocabulary.meeting(meeting.id),
        at=meeting.created_at,
        module=meeting.module,
        grouping=_around(meeting),
        language=meeting.language,
    )


def replied(meeting: Meeting, person_id: UUID, reply: Reply, *, at: datetime, act_id: UUID) -> Event:
    """A learner said yes or no."""
    return _lived(meeting, person_id, REPLIED[reply], at=at, act_id=act_id)


def recorded(
    meeting: Meeting, person_id: UUID, presence: Presence, *, minutes: int | None, act_id: UUID
) -> Event:
    """A learner was there or not, as the facilitator ticked; it happened when the meeting started."""
    if presence in {Presence.ABSENT, Presence.EXCUSED}:
        verb, result = Verb.ABSENT, Result(extensions={"excused": presence == Presence.EXCUSED})
    else:
        verb, result = Verb.ATTENDED, Result(minutes=minutes, extensions={"checked-in": "facilitator-list"})
    return _lived(meeting, person_id, verb, at=meeting.starts_at, act_id=act_id, result=result)


def _lived(
    meeting: Meeting, person_id: UUID, verb: Verb, *, at: datetime, act_id: UUID, result: Result | None = None
) -> Event:
    return Event(
        act_id=act_id,
        person_id=person_id,
        verb=verb,
        object=vocabulary.meeting(meeting.id),
        at=at,
        result=result,
        module=meeting.module,
        grouping=_around(meeting),
        instructor_id=meeting.facilitator_id,
        language=meeting.language,
    )


def _around(meeting: Meeting) -> tuple[Thing, ...]:
    unit = (vocabulary.unit(meeting.module, meeting.unit),) if meeting.unit else ()
    return (vocabulary.place(meeting.place_id), *unit, vocabulary.module(meeting.module))
