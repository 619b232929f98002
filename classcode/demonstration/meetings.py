"""The life of an in-person meeting: some wait for one, it is proposed, its date chosen, then held, and thanked for.

Who answers what is in `seats`, who was there and what follows in `attendance`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select

from classcode import clock
from classcode.demonstration import attendance, seats, threads
from classcode.demonstration.days import EVENING, evening_after, meeting_days
from classcode.demonstration.seats import host
from classcode.demonstration.stage import Life, Stage
from classcode.territory.models import Commune, Place
from helpdesk.meetings import queries
from helpdesk.meetings.models import Meeting, MeetingState
from helpdesk.meetings.rules import cancelling, changing, proposing
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.rules.proposing import Proposal
from helpdesk.meetings.spans import Hours
from helpdesk.models import Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import OPEN

THANKS = "Merci pour cette rencontre, elle m'a donné envie d'essayer dès cette semaine."
POLL_EVERY: Final = 2
"""Every so manieth meeting of the desk begins with three dates to choose from, the others with one."""
SMALL_EVERY: Final = 3
"""Every so manieth has seats for two of three people who are asked."""
MOVES_EVERY: Final = 7
"""Every so manieth changes its place."""


def wait_for_one(stage: Stage, ticket: Ticket) -> None:
    """Let a learner wait for a meeting near her; the first who waits makes the facilitator look for a date."""
    assert ticket.facilitator_id is not None
    group = (ticket.facilitator_id, ticket.region_code)
    waiting = stage.gathering.setdefault(group, [])
    waiting.append(ticket.id)
    if len(waiting) == 1:
        stage.enter(_gather(stage, group))


def _gather(stage: Stage, group: tuple[UUID, str]) -> Life:
    """Wait a while for others, then propose one meeting to all who wait."""
    yield evening_after(stage.chance, clock.now(), 22, 45)
    if len(stage.gathering[group]) == 1 and stage.perhaps(0.5):
        yield evening_after(stage.chance, clock.now(), 12, 20)
    tickets = [stage.session.get_one(Ticket, one) for one in stage.gathering.pop(group)]
    still = [one for one in tickets if one.state in OPEN and one.facilitator_id == group[0]]
    if still:
        yield from hold(stage, propose(stage, still), still)


def propose(stage: Stage, tickets: list[Ticket], on: date | None = None) -> Meeting:
    """Propose a meeting to the learners of these tickets and to some who wait beside them, near the first."""
    first, by = tickets[0], tickets[0].facilitator_id
    assert by is not None
    stage.counted["meetings"] += 1
    place = stage.chance.choice(queries.places_offered(stage.session, first).places[:3]).place
    known = [one.id for one in queries.others_to_invite(stage.session, first)]
    waiting = {one.learner_id for one in tickets}
    others = frozenset(one for one in known if one in waiting or (on is None and stage.perhaps(0.5)))
    days = [Hours(on, *EVENING)] if on else _dates(stage)
    proposal = Proposal(
        place_id=place.id,
        day=days[0].day,
        starts=days[0].starts,
        ends=days[0].ends,
        more=tuple(days[1:]),
        capacity=_seats(stage, place, len(others) + 1, small=on is None),
        others=others,
    )
    return proposing.propose(stage.session, first, proposal, by=by, act_id=uuid4())


def _dates(stage: Stage) -> list[Hours]:
    count = 3 if stage.counted["meetings"] % POLL_EVERY == 0 else 1
    return [Hours(*one) for one in meeting_days(stage.chance, clock.now(), count)]


def _seats(stage: Stage, place: Place, asked: int, *, small: bool) -> int:
    if small and stage.counted["meetings"] % SMALL_EVERY == 0:
        return max(2, asked * 2 // 3)
    return min(place.capacity or 10, stage.chance.randint(8, 12))


def hold(stage: Stage, meeting: Meeting, tickets: list[Ticket]) -> Life:
    """Live a proposed meeting: its date is chosen, answers come, it is held or, when nobody said yes, called off."""
    if meeting.state == MeetingState.POLLING:
        yield from seats.choose(stage, meeting)
    seats.ask(stage, meeting)
    if stage.counted["meetings"] % MOVES_EVERY == 0:
        stage.enter(_moves(stage, meeting))
    yield max(clock.now(), meeting.starts_at - timedelta(days=1))
    if meeting.taken == 0 or stage.perhaps(0.03):
        cancelling.cancel(stage.session, meeting.id, by=host(meeting), act_id=uuid4())
    else:
        yield from attendance.hold(stage, meeting)
    for ticket in tickets:
        stage.enter(_afterwards(stage, meeting, ticket))


def _moves(stage: Stage, meeting: Meeting) -> Life:
    """The room is not free after all: the meeting moves to another place of its region."""
    yield _two_days_before(meeting)
    wanted = select(Place).join(Commune, Commune.code == Place.commune_code)
    near = wanted.where(Commune.region_code == meeting.region_code, Place.capacity >= meeting.capacity)
    others = [one for one in stage.session.scalars(near.order_by(Place.name)) if one.id != meeting.place_id]
    if others and meeting.state == MeetingState.FIXED:
        change = Change(
            seen=meeting.sequence,
            place_id=stage.chance.choice(others).id,
            capacity=meeting.capacity,
            listed=meeting.listed,
            about=meeting.about,
        )
        changing.change(stage.session, meeting.id, change, by=host(meeting))


def _two_days_before(meeting: Meeting) -> datetime:
    return max(clock.now(), meeting.starts_at - timedelta(days=2, hours=3))


def _afterwards(stage: Stage, meeting: Meeting, ticket: Ticket) -> Life:
    """Who came says thank you and settles the question; most who did not wait for the next one."""
    if ticket.learner_id in attendance.came(stage, meeting):
        yield evening_after(stage.chance, clock.now(), 0.5, 4)
        threads.thank(stage, ticket, THANKS)
    elif ticket.state in OPEN and stage.perhaps(0.75):
        wait_for_one(stage, ticket)
    elif ticket.state in OPEN:
        talking.resolve(stage.session, ticket, by=ticket.learner_id, act_id=uuid4())
