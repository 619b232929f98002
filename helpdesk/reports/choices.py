"""What a reader of the reports may choose, and reading her choice: her regions, a period, one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.visitors import EVERYWHERE
from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.people.models import Role
from helpdesk.models import Ticket
from helpdesk.reports.queries import Asked
from helpdesk.tickets.access import Who
from tracking.indicators import choices, periods
from tracking.indicators.choices import Known
from tracking.indicators.report import region_names

ROLES: Final = (Role.LEAD, Role.ADMINISTRATOR)


def regions_of(visitor: Who) -> frozenset[str] | None:
    """Return the regions whose reports somebody reads, None for all."""
    held = frozenset().union(*(visitor.regions.get(role, frozenset()) for role in ROLES))
    return None if EVERYWHERE in held else held


def known(session: Session, visitor: Who, language: str) -> Known:
    """Return what there is to choose from."""
    allowed = regions_of(visitor)
    names = region_names(session, language)
    today = clock.now().astimezone(periods.ZONE).date()
    return Known(
        {code: name for code, name in names.items() if allowed is None or code in allowed}, {}, allowed, today
    )


def languages(session: Session) -> list[str]:
    """Return the languages in which anybody ever asked."""
    return sorted(session.scalars(select(Ticket.language).distinct()))


def read(session: Session, answers: Mapping[str, str], offered: Known) -> Asked:
    """Read a choice from a query string or a form; raise `Invalid` with the field and what to do."""
    chosen = choices.read(
        {name: answers.get(name, "") for name in ("period", "from", "to", "region")}, offered
    )
    language = answers.get("language") or None
    if language and language not in languages(session):
        raise Invalid("language", N_("Nobody has asked in this language yet. Choose one from the list."))
    regions = offered.allowed if chosen.region is None else frozenset({chosen.region})
    return Asked(chosen.period, regions, language)
