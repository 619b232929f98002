"""What the list tells of its people and lines, in the reader's language; from rows already read, no session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from helpdesk.checkin.forms import as_shown
from helpdesk.checkin.models import MeetingGuest, PresenceCorrection
from helpdesk.checkin.rules.syncing import Became
from helpdesk.checkin.rules.writing import possible
from helpdesk.meetings import lines
from helpdesk.meetings.models import Seat
from helpdesk.meetings.states import Checked, Presence, Reply, SeatRole

HOW: Final[Mapping[Checked, str]] = {
    Checked.QR: N_("by QR code"),
    Checked.CODE: N_("by typed code"),
    Checked.LIST: N_("ticked on the list"),
    Checked.SHEET: N_("typed in from paper"),
    Checked.OFFLINE: N_("ticked without a network"),
    Checked.SLIP: N_("by the code of a slip"),
}
BECAME: Final[Mapping[Became, str]] = {
    Became.TAKEN: N_("taken in"),
    Became.SAME: N_("there already, nothing changed"),
    Became.LATER: N_("not taken in: somebody recorded something else later"),
    Became.CLOSED: N_("not taken in: the list is closed; correct it there, with a reason"),
    Became.UNKNOWN: N_("not taken in: this person has no line at this meeting"),
    Became.NOT_EXPECTED: N_("not taken in: only somebody who had said yes can be absent or excused"),
    Became.MINUTES: N_("not taken in: the minutes do not fit the meeting"),
    Became.CLAIMED: N_("not taken in: this line was claimed and belongs to a person now"),
}
IN_A_WORD: Final[Mapping[Presence, str]] = {
    Presence.ATTENDED: N_("Present"),
    Presence.PARTLY: N_("In part"),
    Presence.ABSENT: N_("Absent"),
    Presence.EXCUSED: N_("Excused"),
}
CHECKED_IN: Final = N_("checked in at %(hour)s %(how)s")
DECLARED: Final = N_("checked in at %(hour)s %(how)s: declared until the list is closed")
_ORDER: Final = (Reply.YES, Reply.OFFERED, Reply.WAITING, Reply.INVITED, Reply.NO)
FEW_BLANK: Final = 3
SHEET_LINES: Final = 10
"""Blank lines of a printed sheet: what fits on a page below the names of a usual meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """A line of the list: `key` names its fields, `note` says what is known, `possible` is (value, words)."""

    key: str
    name: str
    note: str
    told: str
    presence: str = ""
    minutes: int | None = None
    was: str = ""
    possible: list[tuple[str, str]]
    waits: bool = False
    claimed: bool = False


def people(seats: Iterable[Seat], names: lines.Names) -> list[RollLine]:
    """Return a line for each person: who comes first, by name."""
    return [_person(seat, names) for seat in sorted(seats, key=lambda seat: _rank(seat, names))]


def _rank(seat: Seat, names: lines.Names) -> tuple[int, str, str]:
    name = lines.called(names, seat.person_id)
    return _ORDER.index(Reply(seat.reply)), name.casefold(), str(seat.person_id)


def _person(seat: Seat, names: lines.Names) -> RollLine:
    minutes = seat.minutes_present if seat.presence == Presence.PARTLY else None
    return RollLine(
        key=str(seat.person_id),
        name=lines.called(names, seat.person_id),
        note=note_on(seat),
        told=recorded_told(seat),
        presence=seat.presence or "",
        minutes=minutes,
        was=as_shown(seat.presence or "", minutes or ""),
        possible=_choices(possible(seat), declared=seat.declared_at is not None),
        waits=not seat.presence and (seat.reply == Reply.YES or seat.declared_at is not None),
    )


def note_on(seat: Seat) -> str:
    """Write what is known of somebody: her answer, and when she checked in herself."""
    told = _("Organises") if seat.role == SeatRole.ORGANISER else lines.reply_told(seat.reply)
    if seat.declared_at is None:
        return told
    closed = seat.meeting.list_closed_at is not None
    declared = _(
        CHECKED_IN if closed else DECLARED,
        hour=i18n.hour(seat.declared_at, seat.meeting.zone),
        how=_(HOW[Checked(seat.declared_how or Checked.LIST)]),
    )
    return f"{told} · {declared}"


def recorded_told(seat: Seat) -> str:
    """Write what was recorded of somebody, and how it was taken."""
    told = lines.presence_told(seat.presence, seat.minutes_present)
    return f"{told}, {_(HOW[Checked(seat.checked_how)])}" if seat.checked_how else told


def _choices(offered: Iterable[Presence], *, declared: bool = False) -> list[tuple[str, str]]:
    """Return what can be ticked, in a word each: forty lines of it stand below each other."""
    nothing = _("As declared") if declared else _("Not recorded")
    return [*((str(one), _(IN_A_WORD[one])) for one in offered), ("", nothing)]


def guests(there: Iterable[MeetingGuest], *, blank: int) -> list[RollLine]:
    """Return the lines of people without an account, with so many blank ones behind the last."""
    known = {one.line: one for one in there}
    last = max(known, default=0)
    numbers = range(1, max(last, 0) + blank + 1)
    return [_guest(number, known.get(number)) for number in numbers]


def _guest(number: int, guest: MeetingGuest | None) -> RollLine:
    presence = (guest.presence if guest else None) or ""
    minutes = guest.minutes if guest and presence == Presence.PARTLY else None
    name = (guest.name if guest else None) or ""
    return RollLine(
        key=f"line-{number}",
        name=name,
        note=_("Line %(n)s", n=number),
        told=lines.presence_told(presence or None, minutes),
        presence=presence,
        minutes=minutes,
        was=as_shown(presence, minutes or "", name),
        possible=_choices((Presence.ATTENDED, Presence.PARTLY)),
        claimed=bool(guest and guest.claimed_at),
    )


def outcome(told: Iterable[Mapping[str, object]], names: lines.Names) -> list[tuple[str, str, bool]]:
    """Return each tick of a batch as who, what became of it, and whether it stands now."""
    return [_became(one, names) for one in told]


def _became(one: Mapping[str, object], names: lines.Names) -> tuple[str, str, bool]:
    became = Became(str(one["became"]))
    person, number = one.get("person"), one.get("line")
    who = lines.called(names, UUID(str(person))) if person else _("Line %(n)s", n=number)
    what = lines.presence_told(str(one["presence"]) if one["presence"] else None, _minutes(one))
    return who, f"{what}: {_(BECAME[became])}", became in {Became.TAKEN, Became.SAME}


def _minutes(one: Mapping[str, object]) -> int | None:
    minutes = one.get("minutes")
    return minutes if isinstance(minutes, int) else None


def reasons(kept: Iterable[PresenceCorrection], names: lines.Names) -> list[tuple[str, str, str]]:
    """Return why a closed list was corrected: about whom, when, and the reason."""
    return [
        (
            lines.called(names, one.person_id) if one.person_id else _("Line %(n)s", n=one.line),
            i18n.moment(one.at),
            one.reason,
        )
        for one in kept
    ]
