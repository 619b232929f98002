"""What a facilitator offers: languages, modules, themes, how far, how much at once, holidays, and her presentation."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import LANGUAGES, N_
from classcode.people.models import Facilitator, Person, Role
from classcode.people.queries import regions_of_role
from classcode.territory import systems
from helpdesk.availability.queries.mine import nothing_yet
from helpdesk.tickets.states import Theme

FARTHEST_KM: Final = 300
"""How far somebody may say that she travels: three hours of road, past which nobody comes for one evening."""
MOST_AT_ONCE: Final = 30
"""Open questions at once: more than a full working week of answers. A choice of ours."""
LONGEST: Final = 2000
"""Characters of a presentation."""


class ChangedMeanwhile(Refused):
    """What the form was filled in from is no longer what is kept; nothing was written."""

    message = N_(
        "You saved something else in another window since this page was opened. "
        "Nothing was changed: look at what you wrote here, and save again if it is right."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one save holds; `capacity` None grows with experience, `school_system` None is that of her region."""

    languages: tuple[str, ...]
    expertise: tuple[str, ...]
    themes: tuple[str, ...]
    area_km: int
    capacity: int | None
    off_in_holidays: bool
    school_system: str | None
    presentation: str


def offer_of(row: Facilitator) -> Offer:
    """Return what a facilitator's row says now."""
    return Offer(
        languages=tuple(row.languages),
        expertise=tuple(row.expertise),
        themes=tuple(row.themes),
        area_km=row.area_km,
        capacity=row.capacity,
        off_in_holidays=row.off_in_holidays,
        school_system=row.school_system,
        presentation=row.presentation or "",
    )


def stamp(offer: Offer) -> str:
    """Return a short mark of an offer: a form carries that of what it was filled in from."""
    return sha256(repr(astuple(offer)).encode()).hexdigest()[:16]


def change(session: Session, person_id: UUID, offer: Offer, *, was: str) -> Facilitator:
    """Keep what a facilitator offers from now on; raise `Invalid` for a field, `ChangedMeanwhile`, or `NotFound`.

    A presentation that a moderator had hidden is shown again once its words have changed.
    """
    row = facilitator_of(session, person_id)
    _check(offer)
    if was != stamp(offer_of(row)):
        raise ChangedMeanwhile
    row.languages, row.expertise, row.themes = (
        list(offer.languages),
        list(offer.expertise),
        list(offer.themes),
    )
    row.area_km, row.capacity = offer.area_km, offer.capacity
    row.off_in_holidays, row.school_system = offer.off_in_holidays, offer.school_system
    if offer.presentation != (row.presentation or ""):
        row.presentation = offer.presentation or None
        row.presentation_reported_at = row.presentation_hidden_at = None
    session.flush()
    return row


def facilitator_of(session: Session, person_id: UUID) -> Facilitator:
    """Return a facilitator's row, held until the act is done, made at her first act; raise `NotFound` for others."""
    row = session.get(Facilitator, person_id, with_for_update=True, populate_existing=True)
    if row is None and regions_of_role(session, person_id, Role.FACILITATOR):
        row = nothing_yet(session.get_one(Person, person_id))
        session.add(row)
        session.flush()
    if row is None:
        raise NotFound
    return row


def _check(offer: Offer) -> None:
    if not offer.languages or set(offer.languages) - set(LANGUAGES):
        raise Invalid("languages", N_("Please choose at least one language in which you answer."))
    if set(offer.themes) - set(Theme):
        raise Invalid("themes", N_("Please choose among the subjects of the list."))
    if not 0 <= offer.area_km <= FARTHEST_KM:
        raise Invalid("area_km", N_("Please give a distance from 0 to %(n)s kilometres."), n=FARTHEST_KM)
    if offer.capacity is not None and not 1 <= offer.capacity <= MOST_AT_ONCE:
        raise Invalid("capacity", N_("Please choose one of the numbers of the list."))
    if offer.school_system is not None and offer.school_system not in systems.SYSTEMS:
        raise Invalid("school_system", N_("Please choose one of the school systems of the list."))
    if len(offer.presentation) > LONGEST:
        raise Invalid("presentation", N_("Please write at most %(n)s characters."), n=LONGEST)
