"""What the record is told of opinions: points and closed words, never the comment; pure, no session."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.afterwards.opinions import USEFUL, Opinion
from helpdesk.meetings.events import around
from helpdesk.meetings.models import Meeting
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Verb


def answered(meeting: Meeting, person_id: UUID, opinion: Opinion, *, at: datetime, act_id: UUID) -> Event:
    """Somebody said what a meeting gave her. Who ran it is no part of it: her opinion is told with others' alone."""
    least, most = USEFUL[0], USEFUL[-1]
    return Event(
        act_id=act_id,
        person_id=person_id,
        verb=Verb.ANSWERED,
        object=vocabulary.meeting_survey(meeting.id),
        at=at,
        result=Result(
            scaled=(opinion.useful - least) / (most - least),
            raw=opinion.useful,
            least=least,
            most=most,
            extensions={"will-try": opinion.will_try, "pace": opinion.pace},
        ),
        module=meeting.module,
        parent=vocabulary.meeting(meeting.id),
        grouping=around(meeting),
        language=meeting.language,
    )
