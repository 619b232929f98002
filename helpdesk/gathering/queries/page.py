"""The page of suggestions: those that stand open, with names only of people whose open question the reader holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.gathering.access import WHOLE, hers
from helpdesk.gathering.finding.values import OtherPlace, PlaceWhy
from helpdesk.gathering.models import GatheringChoice, MeetingSuggestion
from helpdesk.gathering.reasons import other_places
from helpdesk.gathering.states import SuggestionState
from helpdesk.models import Ticket
from helpdesk.tickets.access import Who
from helpdesk.tickets.states import OPEN

SHOWN: Final = 8
"""Suggestions on the page: more are not decided in one evening; the next come up as these go."""
_OPEN: Final = MeetingSuggestion.state == SuggestionState.OPEN


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion with what its page names: known people by name, other places, who could lead."""

    row: MeetingSuggestion
    known: dict[UUID, str]
    others: tuple[tuple[Place, OtherPlace], ...]
    facilitator: str | None

    @property
    def offered(self) -> list[tuple[Place, OtherPlace]]:
        """Other places that hold all of these people, and so can be chosen instead."""
        return [(place, one) for place, one in self.others if one.why is PlaceWhy.FARTHER]

    @property
    def asks_seats(self) -> bool:
        """Whether nobody counted the seats of a place that can be chosen, so that whoever invites has to tell."""
        return not self.row.reasons["place"]["seats"] or not all(one.seats for _place, one in self.offered)


@dataclass(frozen=True, slots=True)
class Listed:
    """The suggestions of the page, and how many there are in all."""

    shown: list[Shown]
    count: int


def listed(session: Session, who: Who) -> Listed:
    """Return what one person may take up: those that name her first, then the oldest."""
    mine = MeetingSuggestion.facilitator_id == who.id
    wanted = select(MeetingSuggestion).options(*WHOLE).where(_OPEN, hers(who))
    order = (mine.is_(True).desc(), MeetingSuggestion.made_at, MeetingSuggestion.id)
    rows = session.scalars(wanted.order_by(*order).limit(SHOWN)).all()
    return Listed(shown(session, who, rows), count(session, who))


def count(session: Session, who: Who) -> int:
    """Return how many suggestions stand open for somebody."""
    return session.scalar(select(func.count()).select_from(MeetingSuggestion).where(_OPEN, hers(who))) or 0


def naming(session: Session, person_id: UUID) -> int:
    """Return how many open suggestions name a facilitator as who could lead."""
    named = MeetingSuggestion.facilitator_id == person_id
    return session.scalar(select(func.count()).select_from(MeetingSuggestion).where(_OPEN, named)) or 0


def shown(session: Session, who: Who, rows: Sequence[MeetingSuggestion]) -> list[Shown]:
    """Return suggestions with what the page names; three queries however many there are."""
    near = {row.id: other_places(row.reasons) for row in rows}
    places = _places(session, {one.id for some in near.values() for one in some})
    known = _known(session, who, {(one.person_id, row.module) for row in rows for one in row.people})
    names = _names(session, {row.facilitator_id for row in rows if row.facilitator_id})
    return [
        Shown(
            row,
            {
                one.person_id: known[key]
                for one in row.people
                if (key := (one.person_id, row.module)) in known
            },
            tuple((places[one.id], one) for one in near[row.id] if one.id in places),
            names.get(row.facilitator_id) if row.facilitator_id else None,
        )
        for row in rows
    ]


def _places(session: Session, ids: Iterable[UUID]) -> dict[UUID, Place]:
    wanted = select(Place).options(joinedload(Place.commune)).where(Place.id.in_(set(ids)))
    return {one.id: one for one in session.scalars(wanted.where(Place.hidden_at.is_(None)))}


def _known(session: Session, who: Who, people: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], str]:
    """Return the names of those whose open question this person holds, by person and module."""
    hers_now = (Ticket.facilitator_id == who.id, Ticket.state.in_(OPEN), Ticket.unnamed.is_(False))
    rows = session.execute(
        select(Ticket.learner_id, Ticket.module, Person.name)
        .join(Person, Person.id == Ticket.learner_id)
        .where(and_(*hers_now), _among({person_id for person_id, _module in people}))
    )
    return {(learner, module): name for learner, module, name in rows if name and (learner, module) in people}


def _among(people: set[UUID]) -> ColumnElement[bool]:
    return Ticket.learner_id.in_(people)


def _names(session: Session, people: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {person_id: name for person_id, name in rows if name}


def is_left_out(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody asked not to be suggested for meetings."""
    return session.get(GatheringChoice, person_id) is not None
