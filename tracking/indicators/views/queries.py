"""Reading saved views: all of one person, those whose month is to be told, and a month that is still to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.indicators.views.models import MonthlyMail, SavedView


@dataclass(frozen=True, slots=True)
class Due:
    """A month of a view that is to be told, and whether its owner still wants it."""

    mail_id: UUID
    month: str
    view: SavedView


def views_of(session: Session, person_id: UUID) -> list[SavedView]:
    """Return a person's views in the order of their names."""
    hers = select(SavedView).where(SavedView.person_id == person_id)
    return sorted(session.scalars(hers), key=lambda view: (view.name.casefold(), view.id))


def subscribed(session: Session, before: datetime) -> list[UUID]:
    """Return the views whose figures were asked for by mail before an instant."""
    asked = select(SavedView.id).where(SavedView.mailed_since < before)
    return list(session.scalars(asked.order_by(SavedView.mailed_since, SavedView.id)))


def due(session: Session, mail_id: UUID) -> Due | None:
    """Return a month that is still to be told; None where it was, or where the view is gone."""
    row = session.execute(
        select(MonthlyMail, SavedView)
        .join(SavedView, SavedView.id == MonthlyMail.view_id)
        .where(MonthlyMail.id == mail_id, MonthlyMail.done_at.is_(None))
    ).one_or_none()
    return Due(row.MonthlyMail.id, row.MonthlyMail.month, row.SavedView) if row else None
