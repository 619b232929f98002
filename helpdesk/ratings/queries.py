"""Reading satisfaction for those who lead: what may be told of it, and nothing else leaves this file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.models import Ticket
from helpdesk.ratings.disclosing import Given, Month, Span, spans
from helpdesk.ratings.models import Rating, RatingRequest
from helpdesk.ratings.rules import LASTS
from tracking.indicators.periods import ZONE, midnight, next_month


def told(session: Session, regions: Collection[str] | None, k: int) -> list[Span]:
    """Return all that may be told of these regions (None: all), by region and oldest first; one query."""
    found = session.execute(_asked(regions)).all()
    return [
        span
        for region, rows in groupby(found, key=lambda row: row.region_code)
        for span in spans(region, _months(list(rows)), k)
    ]


_Rows = Select[str, datetime, UUID, UUID | None, int, str | None]


def _asked(regions: Collection[str] | None) -> _Rows:
    wanted = (
        select(
            Ticket.region_code,
            RatingRequest.asked_at,
            Ticket.learner_id,
            Ticket.facilitator_id,
            Rating.stars,
            Rating.comment,
        )
        .join(RatingRequest, RatingRequest.ticket_id == Ticket.id)
        .outerjoin(Rating, Rating.ticket_id == Ticket.id)
        .order_by(Ticket.region_code, RatingRequest.asked_at)
    )
    return wanted if regions is None else wanted.where(Ticket.region_code.in_(regions))


def _months(rows: Sequence[Any]) -> list[Month]:
    """Put rows into the months in which they were asked, the complete ones alone."""
    months = []
    for first, some in groupby(rows, key=_month):
        asked = list(some)
        if midnight(next_month(first)) + LASTS <= clock.now():
            months.append(Month(first, len(asked), tuple(map(_given, filter(_rated, asked)))))
    return months


def _month(row: Any) -> date:
    return row.asked_at.astimezone(ZONE).date().replace(day=1)  # type: ignore[no-any-return]


def _rated(row: Any) -> bool:
    return row.stars is not None


def _given(row: Any) -> Given:
    return Given(row.stars, row.learner_id, row.facilitator_id, row.comment)
