"""Reading anew from the record how far places have come. The rule itself is `helpdesk.places.standing`.

A meeting was held where the record says that somebody attended it: statements of the verb `attended` that count, whose
context names the place. What was voided, or erased with a person, no longer speaks for a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.territory.models import Commune, Place, PlaceState
from helpdesk.meetings.models import Meeting
from helpdesk.places.standing import LOOKED_BACK, state_of
from tracking import vocabulary
from tracking.models import Statement
from tracking.projections.said import around
from tracking.vocabulary import Verb


def restate(session: Session, place_id: UUID) -> PlaceState:
    """Write one place's state from the record, as when a list was closed there; return it."""
    since = clock.now() - LOOKED_BACK
    met = select(Meeting.id).where(Meeting.place_id == place_id, Meeting.starts_at >= since)
    paths = [vocabulary.meeting(meeting_id).path for meeting_id in session.scalars(met)]
    held = _held(session, Statement.object_path.in_(paths)) if paths else {}
    row = session.execute(_places().where(Place.id == place_id)).one()
    return _write(session, row.id, row.state, _state(held.get(place_id, ()), row.zone))


def restate_all(session: Session) -> int:
    """Write every place's state from the record; return how many changed."""
    held = _held(session)
    changed = 0
    for row in session.execute(_places()).all():
        state = _state(held.get(row.id, ()), row.zone)
        changed += state != row.state
        _write(session, row.id, row.state, state)
    return changed


def _places() -> Select[UUID, PlaceState, str]:
    return select(Place.id, Place.state, Commune.zone).join(Commune, Commune.code == Place.commune_code)


def _held(session: Session, *narrowed: ColumnElement[bool]) -> Mapping[UUID, list[datetime]]:
    """Return by place when the meetings of the last year began, one instant for each meeting."""
    first = (
        select(func.min(Statement.seq).label("seq"))
        .where(
            Statement.verb == Verb.ATTENDED,
            Statement.voided.is_(False),
            Statement.timestamp >= clock.now() - LOOKED_BACK,
            *narrowed,
        )
        .group_by(Statement.object_path)
        .subquery()
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for at, body in session.execute(
        select(Statement.timestamp, Statement.body).join(first, first.c.seq == Statement.seq)
    ):
        place_id = around(body).place
        if place_id:
            found[place_id].append(at)
    return found


def _state(held: Iterable[datetime], zone: str) -> PlaceState:
    days: list[date] = [clock.local(at, zone).date() for at in held]
    return state_of(days, clock.local(clock.now(), zone).date())


def _write(session: Session, place_id: UUID, was: PlaceState, state: PlaceState) -> PlaceState:
    if state != was:
        db.changed(session.execute(update(Place).where(Place.id == place_id).values(state=state)))
    return state
