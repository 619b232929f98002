"""An open meeting as an event for everybody's calendar: the same event as in its people's, without anybody's name."""

from __future__ import annotations

from classcode import i18n
from helpdesk.agenda.cards import title
from helpdesk.calendar.occasion import Occasion, Standing
from helpdesk.calendar.occasions import Site, address, uid, where
from helpdesk.meetings.cards import hours
from helpdesk.meetings.models import Meeting

ORGANISER = "Class’Code"


def public_occasion(meeting: Meeting, site: Site) -> Occasion:
    """Return a meeting as the agenda's calendar tells it; what somebody wrote about it stays on its page."""
    url = address(meeting, site)
    return Occasion(
        uid=uid(meeting, site),
        sequence=meeting.sequence,
        stamped_at=meeting.changed_at or meeting.fixed_at or meeting.created_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        standing=Standing.CONFIRMED,
        summary=title(meeting),
        description=f"{i18n.day(meeting.starts_at, meeting.zone)}, {hours(meeting)}\n{url}",
        location=where(meeting),
        lat=meeting.place.lat,
        lon=meeting.place.lon,
        url=url,
        organiser=ORGANISER,
        organiser_address=site.sender,
    )
