"""Taking a suggestion up, in one click, or setting it aside. Who may is settled before, in `access`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.people.models import Person, Role
from classcode.people.queries import regions_of_role
from classcode.territory.models import Place, Room
from helpdesk.gathering.finding.values import PlaceWhy, Rules
from helpdesk.gathering.models import GatheringChoice, MeetingSuggestion
from helpdesk.gathering.queries.left_alone import left_alone
from helpdesk.gathering.reasons import dates_read, other_places
from helpdesk.gathering.states import Dismissal, SuggestionState
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import organising
from helpdesk.meetings.rules.organising import MOST_SEATS, Plan
from helpdesk.meetings.spans import Span

FEWEST: Final = 2
"""So few may be left when the button is pressed; with fewer it is a conversation, for which a question is the place."""


UNCOUNTED: Final = N_("Nobody has counted the seats of this place. Please write how many people can come.")


class Gone(Refused):
    """Somebody else was quicker, or the round found meanwhile that the suggestion holds no more."""

    message = N_(
        "This suggestion is no longer open: somebody took it up or set it aside, or it holds no more."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How somebody takes a suggestion up: which of its dates (by number), where, and who leads (None: nobody).

    `capacity` is how many can come, for a place whose seats nobody counted.
    """

    dates: frozenset[int]
    place_id: UUID
    facilitator_id: UUID | None
    capacity: int | None = None


def take(
    session: Session, one: MeetingSuggestion, choice: Choice, *, by: UUID, act_id: UUID
) -> Meeting | None:
    """Propose the meeting to its people; of two who try at once one does. None when nobody is left to ask.

    Raises `Gone` or `Invalid`. Effects: those of `organising.organise`, a mail to each person asked among them.
    """
    dates = _dates(one, choice.dates)
    place = _place(session, one, choice.place_id)
    told = None if _is_counted(place) else _told(choice.capacity, len(one.people))
    if not _close(session, one, SuggestionState.TAKEN, by=by):
        raise Gone
    people = _people(session, one, but={by, choice.facilitator_id})
    if len(people) < FEWEST:
        one.state = SuggestionState.LAPSED
        session.flush()
        return None
    room = _room(place, len(people))
    seats = told or (room.capacity if room else place.capacity) or len(people)
    plan = Plan(
        module=one.module,
        theme=one.theme,
        language=one.language,
        place_id=place.id,
        room_id=room.id if room else None,
        dates=dates,
        capacity=min(seats, max(len(people), Rules().most)),
        facilitator_id=_leader(session, choice.facilitator_id),
        invited=people,
    )
    meeting = organising.organise(session, plan, by=by, act_id=act_id)
    one.meeting_id = meeting.id
    session.flush()
    return meeting


def dismiss(session: Session, one: MeetingSuggestion, why: str, *, by: UUID) -> None:
    """Set a suggestion aside with a reason; its people are not gathered at this point again for 30 days.

    Raises `Gone` or `Invalid`.
    """
    if why not in set(Dismissal):
        raise Invalid("why", N_("Please choose why, so that the next suggestions are better."))
    if not _close(session, one, SuggestionState.DISMISSED, by=by):
        raise Gone
    one.dismissal = why
    session.flush()


def _close(session: Session, one: MeetingSuggestion, state: SuggestionState, *, by: UUID) -> bool:
    """Close an open suggestion; tell whether it was this act that did."""
    mine = (MeetingSuggestion.id == one.id, MeetingSuggestion.state == SuggestionState.OPEN)
    values = {"state": state, "closed_at": clock.now(), "closed_by_id": by}
    closed = update(MeetingSuggestion).where(*mine).values(**values)
    first = db.changed(session.execute(closed, execution_options={"synchronize_session": False})) == 1
    session.refresh(one, ["state", "closed_at", "closed_by_id", "meeting_id"])
    return first


def _dates(one: MeetingSuggestion, numbers: frozenset[int]) -> tuple[Span, ...]:
    known = dict(enumerate(dates_read(one.dates)))
    if not numbers or not numbers <= known.keys():
        raise Invalid("dates", N_("Please keep at least one of the dates."))
    return tuple(Span(known[number].start, known[number].end) for number in sorted(numbers))


def _place(session: Session, one: MeetingSuggestion, place_id: UUID) -> Place:
    """Return the place that was suggested, or one that holds these people as well."""
    offered = {other.id for other in other_places(one.reasons) if other.why is PlaceWhy.FARTHER}
    place = session.get(Place, place_id) if place_id in offered | {one.place_id} else None
    if place is None or place.hidden_at is not None:
        raise Invalid("place", N_("Please choose one of the places of the list."))
    return place


def _is_counted(place: Place) -> bool:
    return bool(place.capacity or any(room.capacity for room in place.rooms))


def _told(capacity: int | None, people: int) -> int:
    """Return how many can come where nobody counted the seats, as whoever invites says; raise `Invalid`."""
    if not capacity:
        raise Invalid("capacity", UNCOUNTED)
    if not people <= capacity <= MOST_SEATS:
        raise Invalid(
            "capacity", N_("Please give a number from %(least)s to %(most)s."), least=people, most=MOST_SEATS
        )
    return capacity


def _leader(session: Session, person_id: UUID | None) -> UUID | None:
    """Return who leads, unless she stepped back since the last round: then it runs without a facilitator."""
    person = session.get(Person, person_id) if person_id else None
    leads = person is not None and person.disabled_at is None
    return (
        person_id if leads and person_id and regions_of_role(session, person_id, Role.FACILITATOR) else None
    )


def _people(session: Session, one: MeetingSuggestion, *, but: set[UUID | None]) -> frozenset[UUID]:
    """Return whom to ask: those who since the last round neither were asked elsewhere nor asked to be left out."""
    everybody = {person.person_id for person in one.people} - but
    alone = left_alone(session, everybody)
    active = session.scalars(
        select(Person.id).where(
            Person.id.in_(everybody),
            Person.disabled_at.is_(None),
            Person.id.not_in(select(GatheringChoice.person_id)),
        )
    )
    return frozenset(who for who in active if not alone.altogether(who, one.module))


def _room(place: Place, people: int) -> Room | None:
    """Return the smallest room that seats them, where the place tells of rooms."""
    fit = [room for room in place.rooms if (room.capacity or 0) >= people]
    return min(fit, key=lambda room: (room.capacity, room.name), default=None)
