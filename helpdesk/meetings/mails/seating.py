"""The mails about a seat: it is kept for you, you wait for one, one is free for you, you gave it back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.meetings.mails import entries, kinds, telling
from helpdesk.meetings.mails.telling import Words
from helpdesk.meetings.models import Meeting, Seat, Step
from helpdesk.meetings.states import IN_THE_QUEUE


def fixed(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Tell somebody that the date is fixed and that she has a seat, or runs it; the event goes with it."""

    def words() -> Words:
        if telling.runs(meeting, person_id):
            says, todo = _("The date is fixed:"), _("Who comes:")
        else:
            says = _("The date is fixed, and a seat is kept for you:")
            todo = _("If you cannot come after all, give your seat to somebody else here:")
        return Words(
            kind=kinds.FIXED,
            subject=_("The meeting is on %(day)s", day=telling.day(meeting)),
            says=says,
            facts=(telling.hours_and_place(meeting),),
            todo=todo,
            signed=telling.signature(session, meeting, Step.FIXED),
        )

    telling.tell(session, meeting, person_id, words)


def waiting(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Tell somebody whom the fixed date suits that no seat is left, and where she stands in the queue."""

    def words() -> Words:
        return Words(
            kind=kinds.WAITING,
            subject=_("The meeting is on %(day)s: you wait for a seat", day=telling.day(meeting)),
            says=_(
                "The date is fixed. It suits more people than there are seats: you are number %(n)s in the queue.",
                n=i18n.number(_position(session, meeting, person_id)),
            ),
            facts=(telling.hours_and_place(meeting),),
            todo=_("As soon as a seat is free we write to you. Your place in the queue:"),
            signed=telling.signature(session, meeting, Step.FIXED),
        )

    telling.tell(session, meeting, person_id, words)


def _position(session: Session, meeting: Meeting, person_id: UUID) -> int:
    """Return somebody's place in the queue, from 1."""
    mine = session.get_one(Seat, (meeting.id, person_id))
    order = tuple_(Seat.waiting_since, Seat.person_id)
    ahead = select(func.count()).where(
        Seat.meeting_id == meeting.id,
        Seat.reply.in_(IN_THE_QUEUE),
        order < (mine.waiting_since, mine.person_id),
    )
    return (session.scalar(ahead) or 0) + 1


def offered(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Tell the first of the queue that a seat is free, and until when it is kept for her."""

    def words() -> Words:
        until = session.get_one(Seat, (meeting.id, person_id)).offered_until or meeting.starts_at
        return Words(
            kind=kinds.OFFERED,
            subject=_("A seat is free for you on %(day)s", day=telling.day(meeting)),
            says=_(
                "A seat is free. It is kept for you until %(until)s; then the next person is asked.",
                until=i18n.moment(until, meeting.zone),
            ),
            facts=(telling.hours_and_place(meeting),),
            todo=_("Take it, or leave it to the next person:"),
            signed=telling.desk(),
        )

    telling.tell(session, meeting, person_id, words)


def answered(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """After an answer of hers, let her calendar follow where a mail had told it otherwise, and else write nothing.

    A no takes the event out, for her alone; a yes after that brings it back.
    """
    held = entries.in_calendar(session, meeting, person_id)
    comes = telling.comes(session, meeting, person_id)
    nothing_to_enter = comes and meeting.hidden_at is not None
    if held is None or held == comes or nothing_to_enter:
        return
    telling.tell(session, meeting, person_id, lambda: _back(meeting) if comes else _left(meeting))


def _left(meeting: Meeting) -> Words:
    return Words(
        kind=kinds.LEFT,
        subject=_("You do not come to the meeting on %(day)s", day=telling.day(meeting)),
        says=_("You said that you cannot come. With this mail the meeting leaves your calendar:"),
        facts=(telling.hours_and_place(meeting),),
        todo=_("If you can come after all, say yes here:"),
        signed=telling.desk(),
    )


def _back(meeting: Meeting) -> Words:
    return Words(
        kind=kinds.BACK,
        subject=_("You come to the meeting on %(day)s", day=telling.day(meeting)),
        says=_("You have a seat again. With this mail the meeting is in your calendar:"),
        facts=(telling.hours_and_place(meeting),),
        todo=_("If you cannot come after all, give your seat to somebody else here:"),
        signed=telling.desk(),
    )
