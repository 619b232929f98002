"""Changing a place, so that nobody's words overwrite another's unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import Refused
from classcode.i18n import N_
from classcode.territory.models import Place
from helpdesk.meetings.rules import following
from helpdesk.places.access import Seen
from helpdesk.places.models import PlaceStep
from helpdesk.places.rules.checking import Told, checked, is_approximate
from helpdesk.places.rules.naming import refuse_twin
from helpdesk.places.rules.trail import moved
from helpdesk.places.steps import Step
from tracking.projections import following as projections

FIELDS: Final = (
    "name", "kind", "commune_code", "address", "lat", "lon", "capacity", "room", "accessibility", "access_notes",
    "transport", "equipment", "opening_hours",
)  # fmt: skip
"""What a form tells of a place, and what two people may change at once."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed meanwhile: its words now, who wrote them, when."""

    field: str
    now: object
    by: UUID | None
    at: datetime


class ChangedMeanwhile(Refused):
    """Somebody else changed the place since the form was shown; nothing was written.

    `differences` tells what; `merged` is what this person wrote, with the other's words where she had left a field
    alone; posting it again with the place's `version` keeps both.
    """

    message = N_(
        "Somebody else changed this place while you wrote. Nothing is lost: please look at both below."
    )

    def __init__(self, differences: list[Difference], merged: Told, version: int) -> None:
        self.differences, self.merged, self.version = differences, merged, version
        super().__init__()


def change(session: Session, seen: Seen, told: Told, *, version: int, by: UUID) -> bool:
    """Write what somebody changed; tell whether anything was. Raises `Invalid` or `ChangedMeanwhile`.

    Effects: meetings to come there follow, and whoever they concern is told of another name, address, room or zone.
    """
    place = seen.place
    if version != place.version:
        raise _changed_meanwhile(session, place, told, version)
    found = checked(session, told)
    refuse_twin(session, found.values["name"], found.values["commune_code"], but=place.id)
    values = found.values
    if place.rooms:
        del values["capacity"]  # it follows from the rooms
    before = {
        field: getattr(place, field) for field, value in values.items() if getattr(place, field) != value
    }
    if not before:
        return False
    were = following.planned(session, place)
    for field in before:
        setattr(place, field, values[field])
    moved(session, place, Step.CHANGED, by=by, before=before)
    session.expire(place, ["commune"])
    following.follow(session, were, by=by)
    if "commune_code" in before:
        session.flush()
        projections.place(session, place.id)
    return True


def as_told(place: Place) -> Told:
    """Return a place as its form shows it."""
    own = not is_approximate(place)
    texts = {field: getattr(place, field) for field in FIELDS if field not in {"lat", "lon"}}
    return Told(public=True, lat=str(place.lat) if own else "", lon=str(place.lon) if own else "", **texts)


def _changed_meanwhile(session: Session, place: Place, told: Told, version: int) -> ChangedMeanwhile:
    """Tell the difference: what others changed since this version, field by field, the latest word on each."""
    newer = select(PlaceStep).where(PlaceStep.place_id == place.id, PlaceStep.version > version)
    base: dict[str, Any] = {}
    latest: dict[str, PlaceStep] = {}
    for step in session.scalars(newer.where(PlaceStep.what == Step.CHANGED).order_by(PlaceStep.seq)):
        for field, value in step.before.items():
            base.setdefault(field, value)
            latest[field] = step
    now = as_told(place)
    changed = [
        Difference(field, getattr(now, field), latest[field].by_person_id, latest[field].at)
        for field in FIELDS
        if field in latest and getattr(now, field) != getattr(told, field)
    ]
    return ChangedMeanwhile(changed, _merged(told, now, base), place.version)


def _merged(told: Told, now: Told, base: Mapping[str, Any]) -> Told:
    """Return her words, with the other's in the fields that she had left as they were."""
    untouched = {
        field: getattr(now, field)
        for field, before in base.items()
        if str(getattr(told, field) or "") == str(before if before is not None else "")
    }
    return replace(told, **untouched)
