"""The only way to a learner's open answer: facilitators and leads of her region. Refusals read as unknown (404)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from classcode.auth.visitors import EVERYWHERE, Visitor
from classcode.errors import NotFound
from classcode.people.models import Person, Role
from classcode.territory.models import ELSEWHERE, Commune
from modules.assessing.models import OpenAnswer

READERS: Final = (Role.FACILITATOR, Role.LEAD)


def readable(who: Visitor, *columns: Any) -> Select[Any]:
    """Return the query of answers that somebody may read: of her regions, and not her own."""
    home = func.coalesce(Commune.region_code, ELSEWHERE)
    return (
        select(*columns)
        .join(Person, Person.id == OpenAnswer.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(OpenAnswer.person_id != who.id, _within(home, _regions(who)))
    )


def answer(session: Session, who: Visitor, answer_id: UUID, *, acting: bool = False) -> OpenAnswer:
    """Return an answer of a region of hers; with `acting` its row is held until the transaction ends."""
    wanted = readable(who, OpenAnswer).where(OpenAnswer.id == answer_id)
    if acting:
        wanted = wanted.with_for_update(of=OpenAnswer)
    found = session.scalar(wanted)
    if not isinstance(found, OpenAnswer):
        raise NotFound
    return found


def _regions(who: Visitor) -> Collection[str]:
    return frozenset[str]().union(*(who.regions.get(role, frozenset()) for role in READERS))


def _within(home: ColumnElement[Any], regions: Collection[str]) -> ColumnElement[bool]:
    return true() if EVERYWHERE in regions else or_(home.in_(sorted(regions)))
