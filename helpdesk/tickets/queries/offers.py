"""To whom a lead may give a question: the facilitators of its region first, found by name or region among thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.models import Region
from classcode.territory.names import normalised
from helpdesk.models import Ticket
from helpdesk.tickets.queries.candidates import capacity_of, loads_of, settled_by

SHOWN: Final = 50
"""Facilitators among whom one chooses without a search: what a phone's own list still scrolls through."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A facilitator whom a lead may choose: her load against her capacity, and whether the ticket's region is hers."""

    person_id: UUID
    name: str | None
    load: int
    capacity: int
    near: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """Whom a list offers, `wanted` when it was searched, and how many it leaves out."""

    shown: Sequence[Offer] = ()
    wanted: str = ""
    left_out: int = 0


Row = tuple[Facilitator, str | None, str | None]


def assignable(session: Session, ticket: Ticket | None = None, wanted: str = "") -> Offers:
    """Return the facilitators whom a lead may choose, those of the ticket's region first, then by name.

    `wanted` is part of a name or of a region's, however it is accented.
    """
    asked_by = ticket.learner_id if ticket else None
    rows = [row for row in _facilitators(session) if row[0].person_id != asked_by]
    found = _found(session, rows, wanted)
    near = {o.person_id for o, _, code in rows if ticket is not None and code in {None, ticket.region_code}}
    loads, settled = loads_of(session), settled_by(session)
    offers = {
        offer.person_id: Offer(
            offer.person_id,
            name,
            loads.get(offer.person_id, 0),
            capacity_of(offer, settled.get(offer.person_id, 0)),
            offer.person_id in near,
        )
        for offer, name, _ in rows
        if offer.person_id in found
    }
    ordered = sorted(offers.values(), key=lambda one: (not one.near, one.name or "~", str(one.person_id)))
    return Offers(ordered[:SHOWN], wanted, max(0, len(ordered) - SHOWN))


def _facilitators(session: Session) -> list[Row]:
    rows = session.execute(
        select(Facilitator, Person.name, RoleGrant.region_code)
        .join(Person, Person.id == Facilitator.person_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None))
    )
    return [(offer, name, code) for offer, name, code in rows]


def _found(session: Session, rows: Sequence[Row], wanted: str) -> set[UUID]:
    """Return who is called like this, or facilitates a region that is."""
    words = normalised(wanted)
    if not words:
        return {offer.person_id for offer, _name, _code in rows}
    regions = {
        region.code
        for region in session.scalars(select(Region))
        if any(words in normalised(name) for name in (region.name_fr, region.name_en, region.name_nl))
    }
    return {
        offer.person_id for offer, name, code in rows if code in regions or words in normalised(name or "")
    }
