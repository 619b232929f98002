"""Links over water: a lead says that people of two regions may be paired although the sea lies between them.

A region linked with itself has its own islands linked.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from classcode.territory.models import Commune, Region
from helpdesk.models import WaterLink


class LinkedAlready(Refused):
    """The two regions are linked."""

    message = N_("These regions are linked already.")


def declare(session: Session, one: str, other: str, *, by: UUID) -> WaterLink:
    """Link two regions, or the islands of one; raise `Invalid`, or `LinkedAlready`."""
    first, second = sorted((one, other))
    for field, code in (("region", one), ("other", other)):
        if session.get(Region, code) is None:
            raise Invalid(field, N_("Please choose one of the regions of the list."))
    if not _water_between(session, first, second):
        raise Invalid("other", N_("No water lies between these two: people there are paired by distance."))
    values = {"region_a": first, "region_b": second, "declared_by_id": by, "declared_at": clock.now()}
    if not db.insert_once(session, WaterLink, values):
        raise LinkedAlready
    return session.get_one(WaterLink, (first, second))


def _water_between(session: Session, one: str, other: str) -> bool:
    """Tell whether the regions' seats lie on different lands; within one region, whether it has islands."""
    lands = set(session.scalars(select(Region.landmass).where(Region.code.in_({one, other}))))
    if one == other:
        lands |= set(session.scalars(select(Commune.landmass).where(Commune.region_code == one)))
    return len(lands) > 1


def remove(session: Session, one: str, other: str) -> None:
    """Take a link back; raise `NotFound` when there is none. Questions that crossed it stay where they are."""
    first, second = sorted((one, other))
    link = session.get(WaterLink, (first, second))
    if link is None:
        raise NotFound
    session.delete(link)
    session.flush()
