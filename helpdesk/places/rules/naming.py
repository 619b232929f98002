"""Naming a place: at once in the directory by whoever looks after the region, otherwise proposed to them."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.territory.models import Place
from classcode.territory.names import normalised
from helpdesk.places import access
from helpdesk.places.rules.checking import Told, checked
from helpdesk.places.rules.trail import leave
from helpdesk.places.steps import Step
from helpdesk.tickets.access import Who

MOST_WAITING: Final = 5
"""Places of one person that may wait at once: more would bury the region's facilitators."""


class TooManyWaiting(Refused):
    """She named several places that nobody has looked at yet."""

    message = N_(
        "Several places that you named wait to be looked at. Please name this one once they are accepted."
    )


def name_place(session: Session, told: Told, *, by: Who) -> Place:
    """Keep a place that somebody named; raise `Invalid` or `TooManyWaiting`. It is accepted at once in her region."""
    found = checked(session, told)
    keeps = access.keeps(by, found.commune.region_code)
    if not keeps and _waiting(session, by.id) >= MOST_WAITING:
        raise TooManyWaiting
    refuse_twin(session, found.values["name"], found.values["commune_code"])
    now = clock.now()
    # A plain None would call for the column's default, which is now.
    accepted_at = now if keeps else null()
    place = Place(id=uuid4(), proposed_by_id=by.id, accepted_at=accepted_at, created_at=now, **found.values)
    session.add(place)
    session.flush()
    leave(session, place, Step.NAMED, by=by.id)
    return place


def _waiting(session: Session, person_id: UUID) -> int:
    wanted = select(func.count()).where(
        Place.proposed_by_id == person_id, Place.accepted_at.is_(None), Place.hidden_at.is_(None)
    )
    return session.scalar(wanted) or 0


def refuse_twin(session: Session, name: str, commune_code: str, *, but: UUID | None = None) -> None:
    """Raise `Invalid` where the directory has a place of this name in this commune already."""
    seen = select(Place.id, Place.name).where(
        Place.commune_code == commune_code, Place.hidden_at.is_(None), Place.accepted_at.is_not(None)
    )
    if any(normalised(other) == normalised(name) and one != but for one, other in session.execute(seen)):
        raise Invalid("name", N_("The directory has a place of this name in this commune already."))
