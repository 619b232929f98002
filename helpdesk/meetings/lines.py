"""What the facilitator reads of a meeting's people and trail, in words; from rows already read, no session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.meetings import changes
from helpdesk.meetings.models import Meeting, MeetingState, MeetingStep, Presence, Reply, Seat, SeatRole, Step
from helpdesk.meetings.polls import Column

Names = Mapping[UUID, str | None]
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person asked to come: her name, her answer, and what was recorded."""

    person_id: UUID
    name: str
    replied: str
    told: str


def people(seats: Iterable[Seat], names: Names) -> list[PersonLine]:
    """Return a line for each person: who comes first, then who has not answered, then who does not come."""
    order = [Reply.YES, Reply.OFFERED, Reply.WAITING, Reply.INVITED, Reply.NO]
    return [_person(seat, names) for seat in sorted(seats, key=lambda seat: order.index(Reply(seat.reply)))]


def _person(seat: Seat, names: Names) -> PersonLine:
    return PersonLine(
        person_id=seat.person_id,
        name=called(names, seat.person_id),
        replied=_("Said which dates suit") if _polled(seat) else reply_told(seat.reply),
        told=presence_told(seat.presence, seat.minutes_present),
    )


def _polled(seat: Seat) -> bool:
    """Tell whether somebody has answered the dates, of which none is fixed."""
    polling = seat.meeting.state == MeetingState.POLLING
    return polling and seat.role == SeatRole.PARTICIPANT and seat.replied_at is not None


PRESENCES: Final = {
    Presence.ATTENDED: lambda: _("There from start to end"),
    Presence.PARTLY: lambda: _("There for a part"),
    Presence.ABSENT: lambda: _("Absent"),
    Presence.EXCUSED: lambda: _("Excused"),
}
"""What can be recorded about one person, in words."""


def called(names: Names, person_id: UUID | None) -> str:
    """Return somebody's chosen name, or a word for a person without one."""
    return (names.get(person_id) if person_id else None) or _("Someone")


def host(meeting: Meeting, names: Names) -> str:
    """Return the name of who stands for the meeting: its facilitator, or who organised it."""
    return called(names, meeting.facilitator_id or meeting.organiser_id)


def attendees(meeting: Meeting, names: Names) -> str:
    """Return the names of those asked to come who did not decline, for a title."""
    return ", ".join(called(names, seat.person_id) for seat in meeting.seats if _is_guest(seat))


def _is_guest(seat: Seat) -> bool:
    return seat.reply != Reply.NO and seat.role != SeatRole.ORGANISER


def reply_told(reply: str) -> str:
    """Write what one person answered."""
    words = {
        Reply.YES: lambda: _("Comes"),
        Reply.NO: lambda: _("Does not come"),
        Reply.WAITING: lambda: _("On the waiting list"),
        Reply.OFFERED: lambda: _("A free seat is kept for her"),
        Reply.INVITED: lambda: _("No answer yet"),
    }
    return words[Reply(reply)]()


def presence_told(presence: str | None, minutes: int | None) -> str:
    """Write what was recorded about one person, with her minutes where she stayed for a part."""
    if not presence:
        return _("Not recorded")
    if presence == Presence.PARTLY:
        return _("There for %(minutes)s", minutes=i18n.minutes(minutes or 0))
    return PRESENCES[Presence(presence)]()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail as the thread partial shows it."""

    at: datetime
    body: str
    kind: str = "event"


def trail(
    steps: Iterable[MeetingStep], names: Names, places: Mapping[str, str] = _NOWHERE, zone: str = "UTC"
) -> list[Entry]:
    """Return the trail in sentences, with the names of `places` by their ids, and hours as clocks show them there."""
    return [Entry(step.at, _sentence(step, names) + changes.told(step, places, zone)) for step in steps]


_BY = {
    Step.PROPOSED: lambda who: _("%(who)s proposed the meeting.", who=who),
    Step.FIXED: lambda who: _("%(who)s fixed the date.", who=who),
    Step.CANCELLED: lambda who: _("%(who)s cancelled the meeting.", who=who),
    Step.FACILITATOR: lambda who: _("%(who)s facilitates the meeting.", who=who),
    Step.CLOSED: lambda who: _("%(who)s closed the list.", who=who),
}
_ABOUT = {
    Step.INVITED: lambda who: _("%(who)s was asked to come.", who=who),
    Step.ANSWERED: lambda who: _("%(who)s said which dates suit.", who=who),
    Step.OFFERED: lambda who: _("A free seat was offered to %(who)s.", who=who),
    Step.PASSED_ON: lambda who: _("%(who)s did not take the offered seat in time.", who=who),
    Step.DECLARED: lambda who: _("%(who)s checked in.", who=who),
    Step.CLAIMED: lambda who: _("%(who)s claimed a presence with a paper code.", who=who),
}
_PLAIN = {
    Step.WALKED_IN: lambda: _("Somebody without an account came."),
    Step.CHILDREN: lambda: _("The number of children was told."),
    Step.REPORTED: lambda: _("The meeting was reported."),
    Step.HIDDEN: lambda: _("The meeting was hidden."),
    Step.SHOWN: lambda: _("The meeting was shown again."),
    Step.PLACE_HIDDEN: lambda: _("The place was taken out of the directory."),
    Step.PLACE_SHOWN: lambda: _("The place was put back into the directory."),
}


_OF_A_NOTE = {
    Step.REPORTED: lambda: _("A note of the meeting was reported."),
    Step.HIDDEN: lambda: _("A note of the meeting was hidden."),
}


def _sentence(step: MeetingStep, names: Names) -> str:
    who, about = called(names, step.by_person_id), called(names, step.about_person_id)
    if step.what == Step.CHANGED:
        return _changed(step, who)
    if step.what == Step.REPLIED:
        return f"{about}: {reply_told(step.detail['reply'])}"
    if step.what == Step.RECORDED:
        return _recorded(step, about)
    what = Step(step.what)
    if what in _OF_A_NOTE and step.detail.get("note"):
        return _OF_A_NOTE[what]()
    if what in _PLAIN:
        return _PLAIN[what]()
    return _BY[what](who) if what in _BY else _ABOUT[what](about)


def _changed(step: MeetingStep, who: str) -> str:
    if step.detail.get("edited"):
        return _("What the directory says of the place was changed.")
    if step.detail.get("moved"):
        return _("%(who)s changed the time or the place.", who=who)
    return _("The meeting was changed.")


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of a poll in words, with its counts and what the reader said of it."""

    id: UUID
    told: str
    yes: int
    if_need_be: int
    no: int
    past: bool
    best: bool
    mine: str | None


def date_line(meeting: Meeting, column: Column, mine: str | None) -> DateLine:
    """Return a date in the place's time, with what people said of it."""
    date = column.date
    told = _(
        "%(day)s, %(start)s to %(end)s",
        day=i18n.day(date.starts_at, meeting.zone),
        start=i18n.hour(date.starts_at, meeting.zone),
        end=i18n.hour(date.ends_at, meeting.zone),
    )
    counts = {"yes": column.yes, "if_need_be": column.if_need_be, "no": column.no}
    return DateLine(date.id, told, **counts, past=column.past, best=column.best, mine=mine)


def _recorded(step: MeetingStep, about: str) -> str:
    after = presence_told(step.detail.get("presence"), step.detail.get("minutes"))
    if not step.detail.get("before"):
        return f"{about}: {after}"
    before = presence_told(step.detail["before"], step.detail.get("minutes_before"))
    return _("%(who)s: %(after)s (corrected, before: %(before)s)", who=about, after=after, before=before)
