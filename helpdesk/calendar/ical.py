"""The one door to iCalendar (RFC 5545, RFC 5546): events as bytes that calendars of all makers read. Pure.

`icalendar` escapes texts and folds lines; what a text may hold at all is settled in `occasion`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from helpdesk.calendar.occasion import Attendee, Occasion, one_line, plain
from helpdesk.calendar.zones import Observance, Yearly, observances

MAKER: Final = "-//Class'Code//Meetings//EN"
NOBODY: Final = "Class'Code"
"""Who organises where nobody gave a name: a program that shows an empty one shows the address twice."""
MIMETYPE: Final = "text/calendar"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ASK_AGAIN: Final = timedelta(hours=1)
"""How often a program may look at a feed again (RFC 7986, 5.7); a change of time or place is told by mail at once."""
_UNQUOTABLE: Final = str.maketrans('"^\\', "''/")
"""A parameter has no escape for its own quotes (RFC 5545, 3.1.1), the one of RFC 6868 is read by few, and some programs
take a backslash for one."""


def request(occasion: Occasion, to: Attendee) -> bytes:
    """Write the mailed event that enters somebody's calendar, or takes the place of what stood there."""
    return _written(_calendar(REQUEST, [occasion], to))


def cancel(occasion: Occasion, to: Attendee) -> bytes:
    """Write the mailed event that takes it out of somebody's calendar."""
    return _written(_calendar(CANCEL, [occasion], to))


def published(occasions: Sequence[Occasion], name: str | None = None) -> bytes:
    """Write events to look at: a feed with its `name`, or without one the file of a single meeting."""
    made = _calendar(PUBLISH, occasions, None)
    if name:
        made.add("name", one_line(name))  # RFC 7986, 5.1
        made.add("x-wr-calname", one_line(name))  # what programs read that are older than it
        made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    return _written(made)


def _written(made: Calendar) -> bytes:
    body: bytes = made.to_ical(sorted=False)
    return body


def _calendar(method: str, occasions: Sequence[Occasion], to: Attendee | None) -> Calendar:
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for zone in _zones(occasions):
        made.add_component(zone)
    for one in occasions:
        made.add_component(_event(one, to))
    return made


def _event(occasion: Occasion, to: Attendee | None) -> Event:
    zone, made = ZoneInfo(occasion.zone), Event()
    made.add("uid", occasion.uid)
    made.add("sequence", occasion.sequence)
    made.add("dtstamp", occasion.stamped_at.astimezone(UTC).replace(microsecond=0))
    made.add("dtstart", occasion.starts_at.astimezone(zone))
    made.add("dtend", occasion.ends_at.astimezone(zone))
    made.add("status", occasion.standing)
    made.add("summary", one_line(occasion.summary))
    made.add("location", one_line(occasion.location))
    made.add("geo", (round(occasion.lat, 5), round(occasion.lon, 5)))
    made.add("description", plain(occasion.description))
    made.add("url", occasion.url)
    made.add("organizer", _organiser(occasion), encode=False)
    if to:
        made.add("attendee", _attendee(to), encode=False)
    made.add("transp", "OPAQUE")
    return made


def _organiser(occasion: Occasion) -> vCalAddress:
    address = _mailto(occasion.organiser_address)
    address.params["CN"] = vText(one_line(occasion.organiser).translate(_UNQUOTABLE) or NOBODY)
    return address


def _attendee(to: Attendee) -> vCalAddress:
    """Name the reader. No answer is asked for: she answers on the page, and nobody reads what programs send back."""
    address = _mailto(to.address)
    address.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": vText(to.answer), "RSVP": "FALSE"}
    )
    return address


def _mailto(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{quote(one_line(address), safe='@.+-_~')}")


def _zones(occasions: Iterable[Occasion]) -> list[Timezone]:
    """Describe each zone that the events name, for the years in which they lie."""
    years: dict[str, set[int]] = {}
    for one in occasions:
        years.setdefault(one.zone, set()).update((one.starts_at.year, one.ends_at.year))
    return [_zone(name, observances(name, min(some), max(some))) for name, some in sorted(years.items())]


def _zone(name: str, told: Iterable[Observance]) -> Timezone:
    made = Timezone()
    made.add("tzid", name)
    for one in told:
        made.add_component(_observance(one))
    return made


def _observance(one: Observance) -> Component:
    made: Component = TimezoneDaylight() if one.summer else TimezoneStandard()
    made.add("dtstart", one.starts)
    made.add("tzoffsetfrom", one.before)
    made.add("tzoffsetto", one.after)
    made.add("tzname", one.name)
    if one.yearly:
        made.add("rrule", _yearly(one.yearly))
    return made


def _yearly(rule: Yearly) -> dict[str, str | int]:
    return {"freq": "yearly", "bymonth": rule.month, "byday": f"{rule.nth}{rule.day}"}
