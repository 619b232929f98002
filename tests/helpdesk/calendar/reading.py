"""What programs that are not ours make of our events: two libraries that share no line, and a calendar that obeys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import icalendar
import vobject


@dataclass(frozen=True)
class Read:
    """One event as a program understood it."""

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    status: str
    summary: str
    location: str
    description: str
    organiser: str
    attendees: tuple[str, ...]
    stamped_at: datetime


def by_icalendar(body: bytes) -> list[Read]:
    """Read events with the library that wrote them, from their bytes alone."""
    whole = icalendar.Calendar.from_ical(body)
    return [_of_icalendar(whole, one) for one in whole.walk("VEVENT")]


def _of_icalendar(whole: Any, event: Any) -> Read:
    attendees = event.get("attendee", [])
    return Read(
        method=str(whole["method"]),
        uid=str(event["uid"]),
        sequence=int(event["sequence"]),
        starts_at=event.decoded("dtstart").astimezone(UTC),
        ends_at=event.decoded("dtend").astimezone(UTC),
        status=str(event["status"]),
        summary=str(event["summary"]),
        location=str(event["location"]),
        description=str(event["description"]),
        organiser=str(event["organizer"]),
        attendees=tuple(map(str, attendees if isinstance(attendees, list) else [attendees])),
        stamped_at=event.decoded("dtstamp"),
    )


def by_vobject(body: bytes) -> list[Read]:
    """Read events with a library that knows nothing of ours; it takes the zones from the file, not from a name."""
    whole = vobject.readOne(body.decode())
    return [_of_vobject(whole, one) for one in whole.contents.get("vevent", [])]


def _of_vobject(whole: Any, event: Any) -> Read:
    return Read(
        method=whole.method.value,
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        starts_at=event.dtstart.value.astimezone(UTC),
        ends_at=event.dtend.value.astimezone(UTC),
        status=event.status.value,
        summary=event.summary.value,
        location=event.location.value,
        description=event.description.value,
        organiser=event.organizer.value,
        attendees=tuple(one.value for one in event.contents.get("attendee", [])),
        stamped_at=event.dtstamp.value,
    )


READERS = (by_icalendar, by_vobject)


@dataclass
class Agenda:
    """A calendar that takes what is mailed to it as RFC 5546 (2.1.5) says: by UID, then SEQUENCE, then DTSTAMP."""

    entries: dict[str, Read] = field(default_factory=dict)

    def take(self, found: Iterable[Read]) -> None:
        """Enter, replace or call off each event; an older one than what stands there changes nothing."""
        for one in found:
            present = self.entries.get(one.uid)
            if present is None or _age(present) <= _age(one):
                self.entries[one.uid] = one


def _age(one: Read) -> tuple[int, datetime]:
    return one.sequence, one.stamped_at


def parts_of(mail: EmailMessage) -> list[tuple[str, bytes]]:
    """Return the leaves of a mail in order, with their types and what they hold once decoded."""
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    return [(part.get_content_type(), part.get_payload(decode=True)) for part in leaves]  # type: ignore[misc]
