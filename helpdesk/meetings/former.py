"""When and where a meeting was to be before somebody changed it, or its place: for mails and the trail. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from classcode import i18n
from classcode.territory.models import Commune
from helpdesk.meetings.models import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """When and where a meeting was to be. `room` is the one that the invitation named; `hidden`: nobody is told where.

    `way_in` is what else of the place stands in a calendar: which door, and its position.
    """

    starts_at: datetime
    ends_at: datetime
    zone: str
    place_id: UUID
    room_id: UUID | None
    name: str
    room: str
    address: str
    commune: Commune
    hidden: bool
    way_in: tuple[str, float, float]

    @classmethod
    def of(cls, meeting: Meeting) -> Former:
        """Take down what stands now, before it is changed."""
        place = meeting.place
        return cls(
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            zone=meeting.zone,
            place_id=meeting.place_id,
            room_id=meeting.room_id,
            name=place.name,
            room=meeting.room.name if meeting.room else place.room,
            address=place.address,
            commune=place.commune,
            hidden=place.hidden_at is not None,
            way_in=(place.access_notes, place.lat, place.lon),
        )

    @property
    def spot(self) -> tuple[UUID, str, str, str, str]:
        """Where, as an invitation tells it."""
        return self.place_id, self.name, self.room, self.address, self.commune.code

    def elsewhere(self, now: Former) -> bool:
        """Tell whether an invitation would tell another place, or the same one otherwise."""
        return self.spot != now.spot

    def moved(self, now: Former) -> bool:
        """Tell whether there is anything that people have to know: another time or place, or another room."""
        when = (self.starts_at, self.ends_at, self.zone, self.room_id)
        return self.elsewhere(now) or when != (now.starts_at, now.ends_at, now.zone, now.room_id)

    def told(self) -> str:
        """Write where it was to be, in the reader's language."""
        parts = (self.name, self.room, self.address, self.commune.called(i18n.language()))
        return ", ".join(part for part in parts if part)

    def detail(self, now: Former) -> dict[str, Any]:
        """Return what changed for the trail, old and new: identifiers and instants, no words."""
        pairs = {
            "place": (str(self.place_id), str(now.place_id)),
            "room": (_id(self.room_id), _id(now.room_id)),
            "starts": (self.starts_at.isoformat(), now.starts_at.isoformat()),
            "ends": (self.ends_at.isoformat(), now.ends_at.isoformat()),
            "zone": (self.zone, now.zone),
        }
        changed = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
        return {f"{key}_before": old for key, (old, _new) in changed.items()} | {
            key: new for key, (_old, new) in changed.items()
        }


def _id(room_id: UUID | None) -> str:
    return str(room_id or "")
