"""Reading meetings for a page: places to offer, whom else to ask, my meetings, one meeting with its people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from classcode.people import queries as people
from classcode.people.models import Person
from classcode.people.queries import Named
from classcode.territory import queries as territory
from classcode.territory.distance import Point, distance_km
from classcode.territory.models import Commune, Place
from helpdesk.meetings.models import Meeting, MeetingState, MeetingStep, Reply, Seat, SeatRole
from helpdesk.models import Ticket
from helpdesk.pairing import EVERYWHERE
from helpdesk.places.queries import nearest
from helpdesk.tickets.states import OPEN

MOST_PLACES: Final = 12
"""Places offered for one meeting: what a person can compare at a glance."""
FARTHEST_KM: Final = 150
"""About two hours of road: an evening there and back."""
AT_LEAST: Final = 3
"""Places offered however far they are, where nothing is so near."""
MOST_SHOWN: Final = 50
"""Meetings of one kind on one page."""

_PLACE = joinedload(Meeting.place).joinedload(Place.commune)


@dataclass(frozen=True, slots=True)
class Offered:
    """A place that can be proposed, and its distance from the learner's commune where that is known."""

    place: Place
    km: float | None


@dataclass(frozen=True, slots=True)
class Offer:
    """The places for a ticket, nearest first; `approximate` when the commune's position is only its surroundings."""

    places: list[Offered]
    commune: Commune | None
    approximate: bool = False


def places_offered(session: Session, ticket: Ticket) -> Offer:
    """Return the nearest places that the learner can reach, or those of her region where her commune is unknown."""
    return places_around(session, ticket.commune_code, ticket.region_code)


def places_around(session: Session, commune_code: str | None, region_code: str) -> Offer:
    """Return the nearest places that a commune's people can reach, or those of a region where none is given."""
    commune = territory.commune(session, commune_code) if commune_code else None
    if commune is None:
        return Offer([Offered(place, None) for place in _places_of(session, region_code)], None)
    near = nearest(session, commune, MOST_PLACES)
    offered = [one for rank, one in enumerate(near) if rank < AT_LEAST or one.km <= FARTHEST_KM]
    return Offer([Offered(one.place, one.km) for one in offered], commune, commune.approximate)


def _places_of(session: Session, region_code: str) -> list[Place]:
    return list(
        session.scalars(
            select(Place)
            .join(Place.commune)
            .options(contains_eager(Place.commune))
            .where(Commune.region_code == region_code, *territory.OFFERED)
            .order_by(Place.name, Place.id)
            .limit(MOST_PLACES)
        )
    )


def others_to_invite(session: Session, ticket: Ticket) -> list[Named]:
    """Return learners who wait with the same facilitator at the same module in the same region.

    Only hers: she reads their questions already, so that nobody's name travels further than it has.
    """
    alike = (
        Ticket.facilitator_id == ticket.facilitator_id,
        Ticket.module == ticket.module,
        Ticket.region_code == ticket.region_code,
        Ticket.state.in_(OPEN),
        Ticket.learner_id != ticket.learner_id,
    )
    named = people.names(session, set(session.scalars(select(Ticket.learner_id).where(*alike))))
    return sorted(named.values(), key=lambda one: (one.name or "~", str(one.id)))


@dataclass(frozen=True, slots=True)
class Invited:
    """The meetings to which a person was asked: her answer is due, they are coming, they have been."""

    due: list[Seat]
    coming: list[Seat]
    past: list[Seat]

    def parts(self) -> list[tuple[str, list[Seat]]]:
        """Return the parts by name, what waits for her first."""
        return [("due", self.due), ("coming", self.coming), ("past", self.past)]


def invitations_of(session: Session, person_id: UUID, now: datetime) -> Invited:
    """Return somebody's seats; what begins first stands first, of past ones the latest."""
    mine = (
        select(Seat)
        .join(Seat.meeting)
        .options(contains_eager(Seat.meeting).joinedload(Meeting.place).joinedload(Place.commune))
        .where(Seat.person_id == person_id)
    )
    still = or_(Meeting.ends_at > now, Meeting.state == MeetingState.POLLING)
    ahead = session.scalars(mine.where(still).order_by(Meeting.starts_at)).all()
    past = session.scalars(mine.where(~still).order_by(Meeting.starts_at.desc()).limit(MOST_SHOWN)).all()
    due = [seat for seat in ahead if is_due(seat, now)]
    return Invited(due, [seat for seat in ahead if seat not in due], list(past))


def is_due(seat: Seat, now: datetime) -> bool:
    """Tell whether an answer is awaited from this person: to the dates, to the invitation, or to an offer."""
    meeting = seat.meeting
    if seat.role == SeatRole.ORGANISER:
        return False
    if meeting.state == MeetingState.POLLING:
        return seat.replied_at is None
    still_open = meeting.state == MeetingState.FIXED and meeting.starts_at > now
    return still_open and seat.reply in {Reply.INVITED, Reply.OFFERED}


@dataclass(frozen=True, slots=True)
class Run:
    """The meetings that somebody runs: presence waits for her, they are coming, they have been."""

    waiting: list[Meeting]
    coming: list[Meeting]
    past: list[Meeting]

    def parts(self) -> list[tuple[str, list[Meeting]]]:
        """Return the parts by name, what waits for her first."""
        return [("waiting", self.waiting), ("coming", self.coming), ("past", self.past)]


def run_by(session: Session, person_id: UUID, now: datetime) -> Run:
    """Return the meetings that somebody facilitates or organised, with their seats."""
    begun = and_(Meeting.starts_at <= now, Meeting.state != MeetingState.POLLING)
    open_list = and_(Meeting.state != MeetingState.CANCELLED, Meeting.list_closed_at.is_(None))
    unrecorded = and_(open_list, _UNRECORDED)
    mine = (
        select(Meeting)
        .options(_PLACE, selectinload(Meeting.seats))
        .where(or_(Meeting.facilitator_id == person_id, Meeting.organiser_id == person_id))
    )
    done = mine.where(begun, ~unrecorded).order_by(Meeting.starts_at.desc())
    return Run(
        _all(session, mine.where(begun, unrecorded).order_by(Meeting.starts_at)),
        _all(session, mine.where(~begun).order_by(Meeting.starts_at)),
        _all(session, done.limit(MOST_SHOWN)),
    )


def of_regions(session: Session, codes: frozenset[str], now: datetime) -> list[Meeting]:
    """Return the meetings to come in these regions, for who leads them; `EVERYWHERE` among the codes means all."""
    still = or_(Meeting.ends_at > now, Meeting.state == MeetingState.POLLING)
    ahead = select(Meeting).options(_PLACE, selectinload(Meeting.seats)).where(still)
    if EVERYWHERE not in codes:
        ahead = ahead.where(Meeting.region_code.in_(codes))
    return _all(session, ahead.order_by(Meeting.starts_at).limit(MOST_SHOWN)) if codes else []


def without_place(session: Session, codes: frozenset[str], now: datetime) -> list[Meeting]:
    """Return the meetings to come in these regions whose place was hidden, until who runs them has chosen another."""
    ahead = or_(
        Meeting.state == MeetingState.POLLING,
        and_(Meeting.state == MeetingState.FIXED, Meeting.ends_at > now),
    )
    found = select(Meeting).options(_PLACE, selectinload(Meeting.seats)).join(Meeting.place)
    found = found.where(Place.hidden_at.is_not(None), ahead)
    if EVERYWHERE not in codes:
        found = found.where(Meeting.region_code.in_(codes))
    return _all(session, found.order_by(Meeting.starts_at).limit(MOST_SHOWN)) if codes else []


_UNRECORDED = Meeting.seats.any(and_(Seat.reply == Reply.YES, Seat.presence.is_(None)))


def _all(session: Session, found: Select[Meeting]) -> list[Meeting]:
    return list(session.scalars(found))


def of_ticket(session: Session, ticket_id: UUID) -> list[Meeting]:
    """Return the meetings proposed from a ticket, the first one first, with places and seats."""
    found = select(Meeting).options(_PLACE, selectinload(Meeting.seats)).where(Meeting.ticket_id == ticket_id)
    return _all(session, found.order_by(Meeting.created_at))


def steps_of(session: Session, meeting_id: UUID) -> list[MeetingStep]:
    """Return the trail of a meeting, oldest first."""
    found = select(MeetingStep).where(MeetingStep.meeting_id == meeting_id)
    return list(session.scalars(found.order_by(MeetingStep.seq)))


def places_in(session: Session, steps: Iterable[MeetingStep]) -> dict[str, str]:
    """Return the names of the places that a trail speaks of, by id as it stands there; hidden ones are left out."""
    told = {step.detail[key] for step in steps for key in ("place_before", "place") if key in step.detail}
    named = select(Place.id, Place.name).where(Place.id.in_(map(UUID, told)), Place.hidden_at.is_(None))
    return {str(place_id): name for place_id, name in session.execute(named)} if told else {}


def names_at(session: Session, meetings: Iterable[Meeting], *, learners: bool) -> dict[UUID, str | None]:
    """Return the names of who runs these meetings and, for who runs them, of those asked to come."""
    wanted = set()
    for meeting in meetings:
        wanted |= {one for one in (meeting.facilitator_id, meeting.organiser_id) if one}
        wanted |= {seat.person_id for seat in meeting.seats} if learners else set()
    return {one.id: one.name for one in people.names(session, wanted).values()}


@dataclass(frozen=True, slots=True)
class Far:
    """How far a place is from somebody's commune, in kilometres over land."""

    km: float
    approximate: bool


def distances(session: Session, person_id: UUID, places: Iterable[Place]) -> dict[UUID, Far]:
    """Return how far each place is from a person's commune; places she cannot reach over land are left out."""
    code = session.scalar(select(Person.commune_code).where(Person.id == person_id))
    commune = territory.commune(session, code) if code else None
    if commune is None:
        return {}
    here, found = territory.point_of(commune), {}
    for place in places:
        km = distance_km(here, Point(place.lat, place.lon, place.commune.landmass))
        if km is not None:
            found[place.id] = Far(km, commune.approximate)
    return found
