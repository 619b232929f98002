"""An open meeting as the agenda shows it, in words and as a schema.org Event; no name of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import url_for

from classcode import i18n
from classcode.i18n import gettext as _
from classcode.territory.models import Commune
from helpdesk.agenda.queries import km_from
from helpdesk.meetings.cards import distance, hours
from helpdesk.meetings.models import Meeting
from helpdesk.tickets.units import about

AVAILABLE: Final = "https://schema.org/InStock"
SOLD_OUT: Final = "https://schema.org/SoldOut"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCard:
    """What one meeting's card holds; instants are ISO 8601 with the offset of the place's clocks (schema.org/Event)."""

    id: UUID
    title: str
    href: str
    iso: str
    iso_end: str
    date: str
    hours: str
    place: str
    place_href: str
    street: str
    town: str
    postcode: str
    region: str
    country: str
    distance: str | None
    capacity: int
    left: int
    language: str
    listed_since: str

    @property
    def availability(self) -> str:
        """Whether a seat is free, as schema.org says it."""
        return AVAILABLE if self.left else SOLD_OUT


def open_card(meeting: Meeting, near: Commune | None = None) -> OpenCard:
    """Return the card of an open meeting; with `near`, the distance from there."""
    place, commune = meeting.place, meeting.place.commune
    lang, zone = i18n.language(), ZoneInfo(meeting.zone)
    return OpenCard(
        id=meeting.id,
        title=title(meeting),
        href=url_for("meetings.show", lang=lang, meeting_id=meeting.id),
        iso=meeting.starts_at.astimezone(zone).isoformat(),
        iso_end=meeting.ends_at.astimezone(zone).isoformat(),
        date=i18n.day(meeting.starts_at, meeting.zone),
        hours=hours(meeting),
        place=place.name,
        place_href=url_for("places.show", lang=lang, place_id=place.id),
        street=place.address,
        town=commune.called(lang),
        postcode=commune.postcodes[0] if len(commune.postcodes) == 1 else "",
        region=commune.region.called(lang),
        country=commune.country,
        distance=distance(km_from(near, place), approximate=bool(near and near.approximate)),
        capacity=meeting.capacity,
        left=meeting.capacity - meeting.taken,
        language=meeting.language,
        listed_since=(meeting.fixed_at or meeting.created_at).isoformat(timespec="seconds"),
    )


def title(meeting: Meeting) -> str:
    """Return what the meeting is called in public: what it is about, never who is there."""
    return _("Meeting: %(module)s", module=about(meeting.module, None).title)
