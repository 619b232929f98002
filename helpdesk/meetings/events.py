"""What the record is told of meetings: identifiers, minutes and closed words; pure, no session."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.meetings.models import Meeting, MeetingDate
from helpdesk.meetings.states import Answer, Reply
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb

REPLIED = {Reply.YES: Verb.ACCEPTED, Reply.NO: Verb.DECLINED, Reply.WAITING: Verb.WAITING}
ANSWERED = {Answer.YES: Verb.ACCEPTED, Answer.IF_NEED_BE: Verb.TENTATIVE, Answer.NO: Verb.DECLINED}


def proposed(meeting: Meeting, by: UUID, act_id: UUID) -> Event:
    """Somebody proposed this meeting."""
    return Event(
        act_id=act_id,
        person_id=by,
        verb=Verb.PROPOSED,
        object=vocabulary.meeting(meeting.id),
        at=meeting.created_at,
        module=meeting.module,
        grouping=around(meeting),
        language=meeting.language,
    )


def called_off(meeting: Meeting, by: UUID, *, at: datetime, act_id: UUID) -> Event:
    """Who runs it called the meeting off."""
    return lived(meeting, by, Verb.CALLED_OFF, at=at, act_id=act_id)


def answered(date: MeetingDate, person_id: UUID, answer: Answer, *, at: datetime, act_id: UUID) -> Event:
    """Somebody said whether one of the dates suits her."""
    meeting = date.meeting
    return Event(
        act_id=act_id,
        person_id=person_id,
        verb=ANSWERED[answer],
        object=vocabulary.meeting_date(meeting.id, date.id),
        at=at,
        module=meeting.module,
        parent=vocabulary.meeting(meeting.id),
        grouping=around(meeting),
        instructor_id=_instructor(meeting, person_id),
        language=meeting.language,
    )


def replied(meeting: Meeting, person_id: UUID, reply: Reply, *, at: datetime, act_id: UUID) -> Event:
    """Somebody said yes or no, or waits for a seat."""
    return lived(meeting, person_id, REPLIED[reply], at=at, act_id=act_id)


def lived(
    meeting: Meeting, person_id: UUID, verb: Verb, *, at: datetime, act_id: UUID, result: Result | None = None
) -> Event:
    """Return what somebody lived of a meeting, with its place, unit and module around it."""
    return Event(
        act_id=act_id,
        person_id=person_id,
        verb=verb,
        object=vocabulary.meeting(meeting.id),
        at=at,
        result=result,
        module=meeting.module,
        grouping=around(meeting),
        instructor_id=_instructor(meeting, person_id),
        language=meeting.language,
    )


def _instructor(meeting: Meeting, person_id: UUID) -> UUID | None:
    """Return the facilitator, who instructs everybody but herself."""
    return meeting.facilitator_id if meeting.facilitator_id != person_id else None


def around(meeting: Meeting) -> tuple[Thing, ...]:
    """Return the place, the unit where one is known, and the module."""
    unit = (vocabulary.unit(meeting.module, meeting.unit),) if meeting.unit else ()
    return (vocabulary.place(meeting.place_id), *unit, vocabulary.module(meeting.module))
