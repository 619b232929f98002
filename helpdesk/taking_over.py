"""What of the desk and of meetings goes along when two accounts of one person become one: all that is over.

What is not over yet keeps an account from being closed (`unfinished`), so nobody's turn or seat changes here.
"""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from classcode.db import Base
from helpdesk.accompaniment.models import StepPresence
from helpdesk.afterwards.models import FeedbackRequest, MeetingFeedback, MeetingNote
from helpdesk.answers.models import AnswerHelped, PublicAnswer
from helpdesk.gathering.models import GatheringChoice, SuggestedPerson
from helpdesk.meetings.models import DateAnswer, Meeting, Seat
from helpdesk.models import Message, Ticket, TicketStep

NAMED: Final[tuple[tuple[type[Base], str], ...]] = (
    (Ticket, "learner_id"),
    (Message, "author_id"),
    (TicketStep, "by_person_id"),
    (PublicAnswer, "written_by_id"),
    (Meeting, "organiser_id"),
    (MeetingNote, "author_id"),
)
"""Where a row names her among others."""
ONE_EACH: Final[tuple[tuple[type[Base], str], ...]] = (
    (Seat, "meeting_id"),
    (DateAnswer, "date_id"),
    (FeedbackRequest, "meeting_id"),
    (MeetingFeedback, "meeting_id"),
    (StepPresence, "step_id"),
    (AnswerHelped, "answer_id"),
    (SuggestedPerson, "suggestion_id"),
)
"""Where a person has one row for each thing: where she has one with both accounts, the kept one's stands."""


def take_over(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Give the kept person the questions, messages, seats, notes, opinions and suggestions of the merged one.

    Who asked with either account not to be suggested for meetings is not.
    """
    session.flush()
    for model, name in NAMED:
        column = _columns(model)[name]
        _write(session, model, name, kept_id, column == merged_id)
    for model, thing in ONE_EACH:
        columns = _columns(model)
        hers = select(columns[thing]).where(columns.person_id == kept_id)
        _write(
            session, model, "person_id", kept_id, columns.person_id == merged_id, columns[thing].not_in(hers)
        )
    left_out = _columns(GatheringChoice).person_id
    if session.scalar(select(left_out).where(left_out == kept_id)) is None:
        _write(session, GatheringChoice, "person_id", kept_id, left_out == merged_id)
    session.expire_all()


def _write(session: Session, model: type[Base], name: str, person_id: UUID, *which: Any) -> None:
    session.execute(update(cast("Table", model.__table__)).where(*which).values({name: person_id}))


def _columns(model: type[Base]) -> Any:
    return cast("Table", model.__table__).c
