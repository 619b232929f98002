"""Meetings at every stage for the pages to show: dates being chosen, a queue, an offer, one without a facilitator."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person
from classcode.territory.models import Commune, Place
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import organising, polling, replying
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import Answer, Reply


def gathered(session: Session, *, ada: UUID, bruno: UUID) -> dict[str, str]:
    """Make the meetings of these pages; return their ids by name."""
    guests = _guests(session, {ada, bruno})
    polling_one = _organise(session, bruno, dates=3, invited=frozenset({ada, *guests}))
    for guest in guests:
        told = {date.id: word for date, word in zip(polling_one.dates, Answer, strict=True)}
        polling.answer(session, polling_one.id, guest, told, act_id=uuid4())
    full = _organise(session, bruno, capacity=1, invited=frozenset({ada, *guests}))
    freed = _organise(session, bruno, capacity=1, invited=frozenset({ada, *guests}))
    for meeting in (full, freed):
        for person_id in (guests[0], ada):
            replying.reply(session, meeting.id, person_id, Reply.YES, act_id=uuid4())
    replying.reply(session, freed.id, guests[0], Reply.NO, act_id=uuid4())
    own = _organise(session, ada, facilitated=False, adult="Lise Petit")
    named = {"polling": polling_one, "waiting": full, "offered": freed, "own_meeting": own}
    return {name: str(meeting.id) for name, meeting in named.items()}


def _guests(session: Session, but: set[UUID]) -> list[UUID]:
    """Return two learners of the demonstration."""
    helping = select(Facilitator.person_id)
    found = (
        select(Person.id).where(Person.id.not_in(but), Person.id.not_in(helping)).order_by(Person.created_at)
    )
    return list(session.scalars(found.limit(2)))


def _organise(
    session: Session,
    by: UUID,
    *,
    dates: int = 1,
    capacity: int = 8,
    invited: frozenset[UUID] = frozenset(),
    facilitated: bool = True,
    adult: str | None = None,
) -> Meeting:
    place = session.scalars(
        select(Place).join(Commune).where(Commune.region_code == "FR-BRE", Place.accepted_at.is_not(None))
    ).first()
    assert place is not None
    first = clock.now() + timedelta(days=5)
    plan = Plan(
        module="creative-programming",
        unit="loops-and-events",
        language="fr",
        place_id=place.id,
        dates=tuple(
            Span(first + timedelta(days=n), first + timedelta(days=n, hours=2)) for n in range(dates)
        ),
        capacity=capacity,
        listed=not facilitated,
        about="Nous comparons nos programmes, puis nous jouons au robot avec des cartes.",
        facilitator_id=by if facilitated else None,
        invited=invited,
        responsible_adult=adult,
    )
    return organising.organise(session, plan, by=by, act_id=uuid4())
