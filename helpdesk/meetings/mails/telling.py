"""What a mail about a meeting has in common with the others: its parts in their order, its link, who signs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Calendar, Letter, Recipient
from classcode.people import queries as people
from helpdesk.calendar import ical, occasions, turns
from helpdesk.calendar.occasion import Attendee, Occasion, Partstat, Standing
from helpdesk.calendar.occasions import Seen, host_id
from helpdesk.meetings import cards
from helpdesk.meetings.mails import entries
from helpdesk.meetings.mails.kinds import ABOUT_DATE
from helpdesk.meetings.models import Meeting, MeetingMail, MeetingState, MeetingStep, Reply, Seat, Step

MOST_NAMED: Final = 3
"""Further meetings named in one mail; the page has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one mail says in the reader's language; `facts` stand between what it says first and what is to do."""

    kind: str
    subject: str
    says: str
    todo: str
    signed: str
    facts: tuple[str, ...] = ()


def tell(session: Session, meeting: Meeting, person_id: UUID, words: Callable[[], Words]) -> None:
    """Write one mail in the person's language, with the event where she has a seat; no confirmed address, no mail."""
    to = people.recipient(session, person_id)
    if to is None:
        return
    with i18n.reader(to.language, to.zone):
        said, site = words(), occasions.site_of(session)
        link = occasions.address(meeting, site)
        parts = (_("Hello,"), said.says, *said.facts, f"{said.todo}\n{link}", said.signed)
        event = _event(session, meeting, to)
        mail.write(session, to, Letter(said.kind, said.subject, "\n\n".join(parts), calendar=event))
    if meeting.state == MeetingState.FIXED:
        entries.note(session, meeting, person_id, ABOUT_DATE)
    if event:
        entries.remember(session, meeting, person_id, entered=event.method == ical.REQUEST)


def _event(session: Session, meeting: Meeting, to: Recipient) -> Calendar | None:
    """Return the event for somebody who comes or runs the meeting, or what takes it out of her calendar again.

    Others have nothing to enter; a meeting that a moderator hid enters nobody's calendar.
    """
    person_id, off = to.person_id, meeting.state == MeetingState.CANCELLED
    if person_id is None or meeting.fixed_at is None:
        return None
    if not comes(session, meeting, person_id):
        held = entries.in_calendar(session, meeting, person_id)
        return _cancel(session, meeting, to, Partstat.DECLINED) if held else None
    if off:
        return _cancel(session, meeting, to, Partstat.ACCEPTED)
    if meeting.hidden_at is not None:
        return None
    told = _occasion(session, meeting, person_id, Standing.CONFIRMED)
    return Calendar(ical.REQUEST, ical.request(told, Attendee(to.address, Partstat.ACCEPTED)))


def _cancel(session: Session, meeting: Meeting, to: Recipient, answer: Partstat) -> Calendar:
    told = _occasion(session, meeting, to.person_id, Standing.CANCELLED)
    return Calendar(ical.CANCEL, ical.cancel(told, Attendee(to.address, answer)))


def _occasion(session: Session, meeting: Meeting, person_id: UUID | None, standing: Standing) -> Occasion:
    host = host_id(meeting)
    name = called(session, host) if host != person_id else None
    mind = turns.turns(session, meeting, person_id) if person_id else 0
    seen = Seen(standing=standing, host=name or "", stamped_at=clock.now(), turns=mind)
    return occasions.occasion(meeting, occasions.site_of(session), seen)


def runs(meeting: Meeting, person_id: UUID) -> bool:
    """Tell whether somebody organises or facilitates a meeting."""
    return person_id in {meeting.organiser_id, meeting.facilitator_id}


def comes(session: Session, meeting: Meeting, person_id: UUID) -> bool:
    """Tell whether somebody has a seat at a meeting, or runs it."""
    seat = session.get(Seat, (meeting.id, person_id))
    return runs(meeting, person_id) or (seat is not None and seat.reply == Reply.YES)


def hours_and_place(meeting: Meeting) -> str:
    """Write when and where, in the zone of the place; while dates are being chosen only where."""
    if meeting.fixed_at is None:
        return occasions.where(meeting)
    return f"{i18n.day(meeting.starts_at, meeting.zone)}, {cards.hours(meeting)}\n{occasions.where(meeting)}"


def also(others: Sequence[Meeting]) -> tuple[str, ...]:
    """Name the days of other meetings of which a mail tells too; those whose dates are being chosen have none."""
    days = [day(one) for one in others if one.fixed_at is not None][:MOST_NAMED]
    if not others:
        return ()
    if len(days) < len(others):
        days.append(_("others that you find under “My meetings”"))
    return (_("The same is true of: %(days)s.", days="; ".join(days)),)


def day(meeting: Meeting) -> str:
    """Write the day, as calendars on the wall of the place show it."""
    return i18n.day(meeting.starts_at, meeting.zone)


def called(session: Session, person_id: UUID | None) -> str | None:
    """Return the name that a person chose."""
    named = people.names(session, {person_id}) if person_id else {}
    return next((one.name for one in named.values()), None)


def signature(session: Session, meeting: Meeting, step: Step) -> str:
    """Return the name of who did the latest step of a kind: where a person acts, a person signs."""
    done = select(MeetingStep).where(MeetingStep.meeting_id == meeting.id, MeetingStep.what == step)
    latest = session.scalar(done.order_by(MeetingStep.seq.desc()).limit(1))
    if latest is not None and latest.by_person_id is None:
        return desk()  # the clock did it
    by = latest.by_person_id if latest else host_id(meeting)
    return called(session, by) or _("Your facilitator")


def desk() -> str:
    """Return what signs where no person acted: a clock did, or a free seat."""
    return _("Class'Code help desk")


def told_before(session: Session, meeting: Meeting, person_id: UUID) -> MeetingMail | None:
    """Return what a mail last told this person of the beginning of a meeting, or None when none did."""
    mine = select(MeetingMail).where(
        MeetingMail.meeting_id == meeting.id,
        MeetingMail.person_id == person_id,
        MeetingMail.kind == ABOUT_DATE,
    )
    return session.scalar(mine.order_by(MeetingMail.written_at.desc()).limit(1))
