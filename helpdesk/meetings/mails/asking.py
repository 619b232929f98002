"""The mails that ask for an answer: come on this day, which of these days suits you, it is fixed and what of you?"""

from __future__ import annotations

from datetime import datetime
from textwrap import shorten
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.meetings import cards
from helpdesk.meetings.mails import kinds, telling
from helpdesk.meetings.mails.telling import Words
from helpdesk.meetings.models import Meeting, MeetingState, Step

ABOUT: Final = 120
"""Characters of what the organiser wrote about the meeting; the page has it whole."""


def invited(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Ask one person to a meeting near her: on its day, or which of several days suit her."""
    polling = meeting.state == MeetingState.POLLING
    telling.tell(session, meeting, person_id, lambda: (_poll if polling else _one_date)(session, meeting))


def to_run(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Tell a facilitator that somebody else put a meeting together which she is to facilitate."""

    def words() -> Words:
        name = telling.signature(session, meeting, Step.PROPOSED)
        dates = [_date(one.starts_at, meeting.zone) for one in meeting.dates]
        return Words(
            kind=kinds.TO_RUN,
            subject=_("A meeting in your slots that you facilitate"),
            says=_("%(name)s invited people to a meeting that you facilitate, in your slots:", name=name),
            facts=("\n".join(dates), telling.hours_and_place(meeting))
            if dates
            else (telling.hours_and_place(meeting),),
            todo=_("Answers show here, and you can change or cancel it:"),
            signed=name,
        )

    telling.tell(session, meeting, person_id, words)


def _one_date(session: Session, meeting: Meeting) -> Words:
    name = telling.signature(session, meeting, Step.INVITED)
    return Words(
        kind=kinds.INVITED,
        subject=_("A meeting near you on %(day)s", day=telling.day(meeting)),
        says=_("%(name)s proposes to meet near you:", name=name),
        facts=(telling.hours_and_place(meeting), *_about(meeting)),
        todo=_("Say yes or no here:"),
        signed=name,
    )


def _poll(session: Session, meeting: Meeting) -> Words:
    name = telling.signature(session, meeting, Step.INVITED)
    dates = (_date(one.starts_at, meeting.zone) for one in meeting.dates)
    return Words(
        kind=kinds.INVITED,
        subject=_("A meeting near you: which date suits you?"),
        says=_(
            "%(name)s proposes to meet near you, on one of these dates (%(zone)s):",
            name=name,
            zone=cards.zone_told(meeting.zone),
        ),
        facts=("\n".join(dates), telling.hours_and_place(meeting), *_about(meeting)),
        todo=_("Say here which ones suit you:"),
        signed=name,
    )


def _date(starts_at: datetime, zone: str) -> str:
    return f"{i18n.day(starts_at, zone)}, {i18n.hour(starts_at, zone)}"


def _about(meeting: Meeting) -> tuple[str, ...]:
    said = shorten(meeting.about, ABOUT, placeholder="…")
    return (said,) if said else ()


def maybe(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Ask somebody once more, now that the date is fixed: it suited her if need be, or she had not said."""

    def words() -> Words:
        return Words(
            kind=kinds.MAYBE,
            subject=_("The meeting is on %(day)s: can you come?", day=telling.day(meeting)),
            says=_("The date is fixed, and no seat is kept for you yet:"),
            facts=(telling.hours_and_place(meeting),),
            todo=_("Say yes or no here:"),
            signed=telling.signature(session, meeting, Step.FIXED),
        )

    telling.tell(session, meeting, person_id, words)
