"""What a learner is told of a suggestion that nobody leads: how many are at her point near home, and no more."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from classcode.territory.models import Commune, Place
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.states import SuggestionState

LEAST_OTHERS: Final = 3
"""Of fewer others nothing is told: a number must not point at anybody."""


class Near(NamedTuple):
    """So many others near her are at the same point of a module, and no facilitator is free; where a place would be."""

    module: str
    others: int
    commune: Commune


def colleagues_near(session: Session, person_id: UUID) -> list[Near]:
    """Return what she is told, by module; one query."""
    other = aliased(SuggestedPerson)
    others = func.count(other.person_id)
    found = (
        select(MeetingSuggestion.id, others)
        .join(SuggestedPerson, SuggestedPerson.suggestion_id == MeetingSuggestion.id)
        .join(other, other.suggestion_id == MeetingSuggestion.id)
        .where(SuggestedPerson.person_id == person_id, other.person_id != person_id)
        .where(MeetingSuggestion.state == SuggestionState.OPEN, MeetingSuggestion.facilitator_id.is_(None))
        .group_by(MeetingSuggestion.id)
        .having(others >= LEAST_OTHERS)
        .subquery()
    )
    rows = session.execute(
        select(MeetingSuggestion.module, found.c[1], Commune)
        .join(found, found.c.id == MeetingSuggestion.id)
        .join(Place, Place.id == MeetingSuggestion.place_id)
        .join(Commune, Commune.code == Place.commune_code)
        .order_by(MeetingSuggestion.module)
    )
    return [Near(module, count, commune) for module, count, commune in rows]
