"""On which days a facilitator's slots do not count: her absences, and the school holidays of her place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Facilitator
from classcode.territory import systems
from classcode.territory.models import Commune
from helpdesk.models import Absence
from helpdesk.slots import Closed

A_DAY = timedelta(days=1)
AHEAD = timedelta(days=200)
"""How far holidays are looked up: further than anybody is asked to wait."""


def absences_from(
    session: Session, today: date, who: Iterable[UUID] | None = None
) -> dict[UUID, list[Closed]]:
    """Return absences that are not over, by facilitator."""
    wanted = select(Absence).where(Absence.ends_on >= today, Absence.ended_at.is_(None))
    if who is not None:
        wanted = wanted.where(Absence.facilitator_id.in_(list(who)))
    found: dict[UUID, list[Closed]] = {}
    for absence in session.scalars(wanted):
        found.setdefault(absence.facilitator_id, []).append(Closed(absence.starts_on, absence.ends_on))
    return found


def holidays_of(offer: Facilitator, commune: Commune | None, today: date) -> tuple[Closed, ...]:
    """Return the school holidays in which a facilitator is off; none when she said that she is there."""
    if not offer.off_in_holidays:
        return ()
    if offer.school_system:
        return _holidays(offer.school_system, commune.academy_code if commune else None, today)
    return holidays_at(commune, today) if commune else ()


def holidays_at(commune: Commune, today: date) -> tuple[Closed, ...]:
    """Return the holidays of the schools around a place: in Brussels those of the first of its two systems."""
    return _holidays(systems.systems_offered(commune.region_code)[0].id, commune.academy_code, today)


@cache
def _holidays(system_id: str, academy: str | None, today: date) -> tuple[Closed, ...]:
    """Return the holidays of a system from today on, the summer between two school years among them."""
    system = systems.system(system_id)
    zone = system.zone_of_academy(academy) if academy else None
    closed = [
        Closed(holiday.first, holiday.last) for year in system.years for holiday in year.holidays_in(zone)
    ]
    ordered = sorted(system.years, key=lambda year: year.starts)
    closed += [Closed(one.ends + A_DAY, following.starts - A_DAY) for one, following in pairwise(ordered)]
    # A day more: `today` may be UTC's, and west of it the last evening is still to come.
    return tuple(one for one in closed if one.last >= today - A_DAY and one.first <= today + AHEAD)
