"""A meeting as an event, in the reader's language: what it is called, where it is, who it is with. Reads no row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.calendar.occasion import Occasion, Standing
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Site:
    """What events take from the installation: the host of its IRI base, its address, where its mail comes from."""

    host: str
    base_url: str
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How one person sees a meeting: how it stands for her, who runs it (empty for herself), and when that was said.

    `turns` counts how often her own mind has changed, which raises the `SEQUENCE` for her alone.
    """

    standing: Standing
    host: str
    stamped_at: datetime
    turns: int = 0


def site_of(session: Session) -> Site:
    """Return what this process was told of its installation. The host is fixed at first start, so that UIDs are."""
    host = urlsplit(session.info["iri_base"]).hostname or "classcode.invalid"
    _name, sender = parseaddr(session.info.get("mail_from", ""))
    return Site(host, session.info["base_url"], sender or f"noreply@{host}")


def uid(meeting: Meeting, site: Site) -> str:
    """Return the name that this meeting has in every calendar, whatever becomes of it (RFC 5545, 3.8.4.7)."""
    return f"{meeting.id}@{site.host}"


def host_id(meeting: Meeting) -> UUID | None:
    """Return with whom one meets: the facilitator, or the organiser where it runs without one."""
    return meeting.facilitator_id or meeting.organiser_id


def occasion(meeting: Meeting, site: Site, seen: Seen) -> Occasion:
    """Return a meeting with its place as the event that goes into somebody's calendar."""
    url = address(meeting, site)
    # Of a place that was hidden only the commune is told.
    spot = meeting.place.commune if meeting.place.hidden_at else meeting.place
    return Occasion(
        uid=uid(meeting, site),
        sequence=meeting.sequence + seen.turns,
        stamped_at=seen.stamped_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        standing=seen.standing,
        summary=title(seen.host),
        description=_description(meeting, url),
        location=where(meeting),
        lat=spot.lat,
        lon=spot.lon,
        url=url,
        organiser=seen.host,
        organiser_address=site.sender,
    )


def address(meeting: Meeting, site: Site) -> str:
    """Return the address of the meeting's page in the reader's language."""
    return f"{site.base_url}/{i18n.language()}/meetings/{meeting.id}/"


def title(host: str) -> str:
    """Return what a meeting is called among all that fills a week."""
    return _("Class'Code: meeting with %(name)s", name=host) if host else _("Class'Code: meeting")


def where(meeting: Meeting) -> str:
    """Write where to go: the place, the room chosen for this meeting or the place's one, the street, the commune."""
    return cards.address(meeting.place, meeting.room)


def _description(meeting: Meeting, url: str) -> str:
    hours = f"{i18n.day(meeting.starts_at, meeting.zone)}, {cards.hours(meeting)}"
    said = "" if meeting.hidden_at else meeting.about
    way_in = "" if meeting.place.hidden_at else meeting.place.access_notes
    parts = (hours, said, way_in, _("Your answer, and all there is to know:"))
    return "\n\n".join(part for part in parts if part) + "\n" + url
