"""Reading ordered files: all of one person, one to be made, and which files rows still name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.exports.models import ExportOrder, OrderState


def orders_of(session: Session, person_id: UUID) -> list[ExportOrder]:
    """Return a person's orders that have not expired, the latest first."""
    hers = (ExportOrder.person_id == person_id, ExportOrder.expires_at > clock.now())
    latest = select(ExportOrder).where(*hers).order_by(ExportOrder.asked_at.desc(), ExportOrder.id)
    return list(session.scalars(latest))


def waiting(session: Session, order_id: UUID) -> ExportOrder | None:
    """Return an order that is still to be made; None where it is made, gone or expired."""
    row = session.get(ExportOrder, order_id)
    still = row is not None and row.state == OrderState.WAITING and row.expires_at > clock.now()
    return row if still else None


def named(session: Session, hashes: Collection[str]) -> Iterable[str]:
    """Return which of some files an order names."""
    return session.scalars(select(ExportOrder.sha2).where(ExportOrder.sha2.in_(hashes)).distinct())
