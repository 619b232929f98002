"""What the facilitator reads of a meeting's people and trail, in words; from rows already read, no session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.meetings.models import Meeting, MeetingStep, Presence, Reply, Seat, Step
from helpdesk.meetings.rules.recording import possible

Names = Mapping[UUID, str | None]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person asked to come: her name, her answer, what was recorded, and what can be (value and words)."""

    person_id: UUID
    name: str
    replied: str
    presence: str
    minutes: int | None
    told: str
    possible: list[tuple[str, str]]


def people(seats: Iterable[Seat], names: Names) -> list[PersonLine]:
    """Return a line for each person: who comes first, then who has not answered, then who does not come."""
    order = [Reply.YES, Reply.INVITED, Reply.NO]
    return [_person(seat, names) for seat in sorted(seats, key=lambda seat: order.index(Reply(seat.reply)))]


def _person(seat: Seat, names: Names) -> PersonLine:
    return PersonLine(
        person_id=seat.person_id,
        name=called(names, seat.person_id),
        replied=reply_told(seat.reply),
        presence=seat.presence or "",
        minutes=seat.minutes_present if seat.presence == Presence.PARTLY else None,
        told=presence_told(seat.presence, seat.minutes_present),
        possible=[("", _("Not recorded")), *((str(one), _CHOICES[one]()) for one in possible(seat))],
    )


_CHOICES = {
    Presence.ATTENDED: lambda: _("There from start to end"),
    Presence.PARTLY: lambda: _("There for a part"),
    Presence.ABSENT: lambda: _("Absent"),
    Presence.EXCUSED: lambda: _("Excused"),
}


def called(names: Names, person_id: UUID | None) -> str:
    """Return somebody's chosen name, or a word for a person without one."""
    return (names.get(person_id) if person_id else None) or _("Someone")


def attendees(meeting: Meeting, names: Names) -> str:
    """Return the names of those asked to come who did not decline, for a title."""
    return ", ".join(called(names, seat.person_id) for seat in meeting.seats if seat.reply != Reply.NO)


def reply_told(reply: str) -> str:
    """Write what one person answered."""
    return {Reply.YES: _("Comes"), Reply.NO: _("Does not come")}.get(Reply(reply), _("No answer yet"))


def presence_told(presence: str | None, minutes: int | None) -> str:
    """Write what was recorded about one person, with her minutes where she stayed for a part."""
    if not presence:
        return _("Not recorded")
    if presence == Presence.PARTLY:
        return _("There for %(minutes)s", minutes=i18n.minutes(minutes or 0))
    return _CHOICES[Presence(presence)]()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail as the thread partial shows it."""

    at: datetime
    body: str
    kind: str = "event"


def trail(steps: Iterable[MeetingStep], names: Names) -> list[Entry]:
    """Return the trail in sentences."""
    return [Entry(step.at, _sentence(step, names)) for step in steps]


def _sentence(step: MeetingStep, names: Names) -> str:
    who, about = called(names, step.by_person_id), called(names, step.about_person_id)
    if step.what == Step.PROPOSED:
        return _("%(who)s proposed the meeting.", who=who)
    if step.what == Step.INVITED:
        return _("%(who)s was asked to come.", who=about)
    if step.what == Step.CANCELLED:
        return _("%(who)s cancelled the meeting.", who=who)
    if step.what == Step.REPLIED:
        return f"{about}: {reply_told(step.detail['reply'])}"
    return _recorded(step, about)


def _recorded(step: MeetingStep, about: str) -> str:
    after = presence_told(step.detail.get("presence"), step.detail.get("minutes"))
    if not step.detail.get("before"):
        return f"{about}: {after}"
    before = presence_told(step.detail["before"], step.detail.get("minutes_before"))
    return _("%(who)s: %(after)s (corrected, before: %(before)s)", who=about, after=after, before=before)
