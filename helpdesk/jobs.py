"""What the desk does by the clock: one mail to a facilitator before each of her slots, with all that waits for her."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import Recipient
from classcode.people.models import Facilitator, Person
from classcode.people.queries import recipient
from helpdesk import mails
from helpdesk.models import DeskBundle, Ticket
from helpdesk.slots import Slot, next_slot
from helpdesk.tickets.states import State

AHEAD: Final = timedelta(minutes=60)
"""How long before the slot the bundle is written: time enough to read it on the way home. A choice of ours."""


def send_bundles(_round: str) -> None:
    """Write the bundles that are due now; a round run twice, late or by two schedulers writes none twice."""
    with db.reading() as session:
        due = _due(session)
    for person_id, slot in due:
        with db.transaction() as session:
            _bundle(session, person_id, slot)


def _due(session: Session) -> list[tuple[UUID, Slot]]:
    """Return who has a slot that starts within the hour, or is under way and was missed while no job ran."""
    now = clock.now()
    offers = session.execute(
        select(Facilitator, Person.time_zone)
        .join(Person, Person.id == Facilitator.person_id)
        .where(Person.disabled_at.is_(None))
    ).all()
    slots = ((row.Facilitator, next_slot(row.Facilitator.slots, row.time_zone, now)) for row in offers)
    return [
        (offer.person_id, slot)
        for offer, slot in slots
        if slot and slot.start - AHEAD <= now and (offer.away_until is None or offer.away_until <= slot.start)
    ]


def _bundle(session: Session, person_id: UUID, slot: Slot) -> None:
    waiting = _waiting(session, person_id, slot)
    to: Recipient | None = recipient(session, person_id)
    if not waiting or to is None:
        return
    values = {"id": uuid4(), "facilitator_id": person_id, "slot_start": slot.start, "written_at": clock.now()}
    if db.insert_once(session, DeskBundle, values):
        mails.write_bundle(session, to, slot, waiting)


def _waiting(session: Session, person_id: UUID, slot: Slot) -> list[Ticket]:
    """Return what waited when the slot began, oldest promise first: what comes later is seen in the page."""
    hers = (Ticket.facilitator_id == person_id, Ticket.state == State.WAITING_FACILITATOR)
    return list(
        session.scalars(
            select(Ticket).where(*hers, Ticket.moved_at <= slot.start).order_by(Ticket.promised_by)
        )
    )
