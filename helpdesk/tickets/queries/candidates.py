"""Who could answer: what a question needs, and facilitators as the pairing reads them, with their present load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select, true
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.distance import Point
from classcode.territory.models import ELSEWHERE, Commune
from classcode.territory.queries import point_of
from helpdesk.models import PairingReason, Ticket, TicketStep, WaterLink
from helpdesk.pairing import EVERYWHERE, Candidate, Links, Needs
from helpdesk.slots import Closed, offered_until
from helpdesk.tickets.queries.days_off import absences_from, holidays_of
from helpdesk.tickets.states import HERS, State, What

QUIET: Final = timedelta(days=14)
"""An answered question that the learner left alone for so long no longer fills a place. A choice of ours."""
LATELY: Final = timedelta(days=30)
"""How far back the desk looks at whom it asked how often, to share the work out."""
GROWS: Final = ((20, 5), (5, 3), (0, 1))
"""Open questions at once by questions settled before: one at first, three from five on, five from twenty on."""
KM_A_DEGREE: Final = 110.5
"""Kilometres of a degree of latitude where it is shortest, at the equator (WGS 84)."""
GAVE_UP: Final = (What.PASSED_ON, What.DECLINED)


@dataclass(frozen=True, slots=True)
class Present:
    """How things stand, by person: regions, open tickets, settled ones, absences, last turn and how many lately."""

    regions: dict[UUID, frozenset[str]]
    loads: dict[UUID, int]
    settled: dict[UUID, int]
    away: dict[UUID, list[Closed]]
    asked_at: dict[UUID, datetime]
    asked_lately: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class Offering:
    """A facilitator's row with her zone and her commune."""

    offer: Facilitator
    zone: str
    commune: Commune | None


def candidates_for(session: Session, needs: Needs, across: Links) -> list[Candidate]:
    """Return the facilitators who may be near enough to come into question: of the region, linked, or within reach."""
    return everybody(session, _nearby(needs, across))


def everybody(session: Session, *conditions: ColumnElement[bool]) -> list[Candidate]:
    """Return every facilitator who could be asked, or those of them that meet conditions on person and commune."""
    now = clock.now()
    rows = session.execute(_facilitators().where(*conditions)).all()
    some = [row.Facilitator.person_id for row in rows] if conditions else None
    present = _present(session, now, some)
    return [_candidate(Offering(row.Facilitator, row.time_zone, row.Commune), present, now) for row in rows]


def _nearby(needs: Needs, across: Links) -> ColumnElement[bool]:
    """Return the condition that nobody who comes into question fails: pairing itself decides, on exact distances."""
    if needs.region is None:
        return true()
    linked = {code for pair in across if needs.region in pair for code in pair}
    held = RoleGrant.region_code.in_({needs.region, *linked}) | RoleGrant.region_code.is_(None)
    holds = select(RoleGrant.person_id).where(RoleGrant.role == Role.FACILITATOR, held)
    if needs.point is None:
        return Person.id.in_(holds)
    return or_(Person.id.in_(holds), _within_reach(needs.point))


def _within_reach(point: Point) -> ColumnElement[bool]:
    """Return whether a point lies in the square around a facilitator's area, a little larger than the area itself."""
    degrees = (Facilitator.area_km + 1) / KM_A_DEGREE
    narrower = max(0.05, cos(radians(abs(point.lat) + 2)))
    return and_(
        Commune.landmass == point.landmass,
        func.abs(Commune.lat - point.lat) <= degrees,
        func.abs(Commune.lon - point.lon) <= degrees / narrower,
    )


def _present(session: Session, now: datetime, some: Sequence[UUID] | None) -> Present:
    asked_at, asked_lately = _asked(session, now, some)
    return Present(
        regions=_regions(session, some),
        loads=loads_of(session, some),
        settled=settled_by(session, some),
        away=absences_from(session, (now - timedelta(days=1)).date(), some),
        asked_at=asked_at,
        asked_lately=asked_lately,
    )


def needs_of(session: Session, ticket: Ticket) -> Needs:
    """Return what one question asks of who answers it."""
    return needs_of_all(session, [ticket])[0]


def needs_of_all(session: Session, tickets: Sequence[Ticket]) -> list[Needs]:
    """Return what each of several questions asks of who answers it, in their order; four queries for each thousand."""
    now = clock.now()
    return [needs for some in _thousands(tickets) for needs in _needs_of_some(session, some, now)]


def _thousands(tickets: Sequence[Ticket]) -> Iterator[Sequence[Ticket]]:
    """Cut a long list up: a statement holds only so many values."""
    return (tickets[start : start + 1000] for start in range(0, len(tickets), 1000))


def _needs_of_some(session: Session, tickets: Sequence[Ticket], now: datetime) -> Iterator[Needs]:
    people = select(Person.id, Person.answer_languages).where(
        Person.id.in_({one.learner_id for one in tickets})
    )
    languages = {row.id: row.answer_languages for row in session.execute(people)}
    named = {one.commune_code for one in tickets if one.commune_code}
    places = {one.code: one for one in session.scalars(select(Commune).where(Commune.code.in_(named)))}
    before, refused = _before(session, tickets), refusals(session, [one.id for one in tickets])
    for ticket in tickets:
        commune = places.get(ticket.commune_code) if ticket.commune_code else None
        others = tuple(code for code in languages[ticket.learner_id] if code != ticket.language)
        yield Needs(
            key=ticket.id,
            languages=(ticket.language, *others),
            module=ticket.module,
            theme=ticket.theme,
            at=now,
            promised_by=ticket.promised_by,
            region=None if ticket.region_code == ELSEWHERE else ticket.region_code,
            point=point_of(commune) if commune else None,
            before=before.get(ticket.learner_id, frozenset()),
            refused=refused.get(ticket.id, frozenset()) | {ticket.learner_id},
        )


def links(session: Session) -> Links:
    """Return the pairs of regions that leads declared to be reached across water."""
    return frozenset(frozenset((one.region_a, one.region_b)) for one in session.scalars(select(WaterLink)))


def answers_by(session: Session, person_id: UUID) -> datetime | None:
    """Return until when somebody would have a question that she is given now, or None when no slot is in sight."""
    now = clock.now()
    row = session.execute(_facilitators().where(Person.id == person_id)).one_or_none()
    if row is None:
        return None
    away = absences_from(session, (now - timedelta(days=1)).date(), [person_id])
    return _answers_by(Offering(row.Facilitator, row.time_zone, row.Commune), away.get(person_id, []), now)


def _answers_by(one: Offering, away: list[Closed], now: datetime) -> datetime | None:
    closed = (*away, *holidays_of(one.offer, one.commune, now.date()))
    return offered_until(one.offer.slots, one.zone, now, closed=closed)


def _candidate(one: Offering, present: Present, now: datetime) -> Candidate:
    offer, who = one.offer, one.offer.person_id
    away = present.away.get(who, [])
    today = clock.local(now, one.zone).date()
    return Candidate(
        id=who,
        languages=frozenset(offer.languages),
        regions=present.regions.get(who, frozenset()),
        expertise=frozenset(offer.expertise),
        themes=frozenset(offer.themes),
        load=present.loads.get(who, 0),
        capacity=capacity_of(offer, present.settled.get(who, 0)),
        area_km=offer.area_km,
        answers_by=_answers_by(one, away, now),
        point=point_of(one.commune) if one.commune else None,
        away=any(closed.first <= today <= closed.last for closed in away),
        asked_at=present.asked_at.get(who),
        asked_lately=present.asked_lately.get(who, 0),
    )


def capacity_of(offer: Facilitator, settled: int) -> int:
    """Return how many open questions somebody takes at once: what she said, or what her experience bears."""
    if offer.capacity is not None:
        return offer.capacity
    return next(places for least, places in GROWS if settled >= least)


def _facilitators() -> Select[Facilitator, str, Commune]:
    granted = select(RoleGrant.person_id).where(RoleGrant.role == Role.FACILITATOR)
    return (
        select(Facilitator, Person.time_zone, Commune)
        .join(Person, Person.id == Facilitator.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Person.disabled_at.is_(None), Person.id.in_(granted))
    )


def _among(person: SQLColumnExpression[Any], some: Sequence[UUID] | None) -> ColumnElement[bool]:
    """Return the condition that somebody is one of these; of everybody when none are named."""
    return true() if some is None else person.in_(some)


def _regions(session: Session, some: Sequence[UUID] | None) -> dict[UUID, frozenset[str]]:
    grants = select(RoleGrant.person_id, RoleGrant.region_code).where(
        RoleGrant.role == Role.FACILITATOR, _among(RoleGrant.person_id, some)
    )
    held: dict[UUID, set[str]] = {}
    for person_id, region_code in session.execute(grants):
        held.setdefault(person_id, set()).add(region_code or EVERYWHERE)
    return {person_id: frozenset(codes) for person_id, codes in held.items()}


def loads_of(session: Session, some: Sequence[UUID] | None = None) -> dict[UUID, int]:
    """Return how many places are filled, by holder: her turn, or answered lately and perhaps not over."""
    lately = clock.now() - QUIET
    filled = or_(
        Ticket.state.in_(HERS), and_(Ticket.state == State.WAITING_LEARNER, Ticket.moved_at > lately)
    )
    counted = (
        select(Ticket.facilitator_id, func.count())
        .where(Ticket.facilitator_id.is_not(None), filled, _among(Ticket.facilitator_id, some))
        .group_by(Ticket.facilitator_id)
    )
    return {person_id: count for person_id, count in session.execute(counted) if person_id is not None}


def settled_by(session: Session, some: Sequence[UUID] | None = None) -> dict[UUID, int]:
    """Return how many of the questions that each held were answered and settled: her experience."""
    over = Ticket.state.in_((State.RESOLVED, State.CLOSED)), Ticket.first_answered_at.is_not(None)
    mine = _among(Ticket.facilitator_id, some)
    counted = select(Ticket.facilitator_id, func.count()).where(*over, mine).group_by(Ticket.facilitator_id)
    return {holder: count for holder, count in session.execute(counted) if holder is not None}


def _asked(
    session: Session, now: datetime, some: Sequence[UUID] | None
) -> tuple[dict[UUID, datetime], dict[UUID, int]]:
    """Return when the desk last chose each facilitator, and how often lately."""
    lately = func.count().filter(PairingReason.at > now - LATELY)
    chosen = (
        select(PairingReason.facilitator_id, func.max(PairingReason.at), lately)
        .where(PairingReason.chosen.is_(True), _among(PairingReason.facilitator_id, some))
        .group_by(PairingReason.facilitator_id)
    )
    rows = session.execute(chosen).all()
    return {who: at for who, at, _count in rows}, {who: count for who, _at, count in rows}


def _before(session: Session, tickets: Sequence[Ticket]) -> dict[UUID, frozenset[UUID]]:
    """Return who answered each learner before: she need not explain herself anew."""
    answered = select(Ticket.learner_id, Ticket.facilitator_id).where(
        Ticket.learner_id.in_({one.learner_id for one in tickets}),
        Ticket.facilitator_id.is_not(None),
        Ticket.first_answered_at.is_not(None),
    )
    found: dict[UUID, set[UUID]] = {}
    for learner_id, holder_id in session.execute(answered.distinct()):
        if holder_id is not None:
            found.setdefault(learner_id, set()).add(holder_id)
    return {learner_id: frozenset(holders) for learner_id, holders in found.items()}


def refusals(session: Session, ticket_ids: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return who declined each question, gave it back, or let it lapse."""
    steps = session.scalars(
        select(TicketStep).where(
            TicketStep.ticket_id.in_(ticket_ids), TicketStep.what.in_((*GAVE_UP, What.LAPSED))
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for step in steps:
        who = UUID(step.detail["of"]) if "of" in step.detail else step.by_person_id
        if who is not None:
            found.setdefault(step.ticket_id, set()).add(who)
    return {ticket_id: frozenset(people) for ticket_id, people in found.items()}
