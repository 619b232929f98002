"""The life of an in-person meeting: some wait for one, it is proposed, answered, held and recorded, thanked for."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from classcode import clock
from classcode.demonstration import threads
from classcode.demonstration.days import EVENING, evening_after, meeting_day
from classcode.demonstration.stage import Life, Stage
from helpdesk.meetings import queries
from helpdesk.meetings.models import Meeting, MeetingState, Presence, Reply, Seat
from helpdesk.meetings.rules import proposing, recording, replying
from helpdesk.meetings.rules.proposing import Proposal
from helpdesk.meetings.rules.recording import Ticked
from helpdesk.meetings.rules.replying import Full
from helpdesk.models import Ticket
from helpdesk.tickets.rules import talking
from helpdesk.tickets.states import OPEN

CAME = (Presence.ATTENDED, Presence.PARTLY)
THANKS = "Merci pour cette rencontre, elle m'a donné envie d'essayer dès cette semaine."


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
    place = stage.chance.choice(queries.places_offered(stage.session, first).places[:3]).place
    day, starts, ends = (on, *EVENING) if on else meeting_day(stage.chance, clock.now())
    known = [one.id for one in queries.others_to_invite(stage.session, first)]
    waiting = {one.learner_id for one in tickets}
    proposal = Proposal(
        place_id=place.id,
        day=day,
        starts=starts,
        ends=ends,
        capacity=min(place.capacity or 10, stage.chance.randint(8, 12)),
        others=frozenset(one for one in known if one in waiting or (on is None and stage.perhaps(0.5))),
    )
    stage.counted["meetings"] += 1
    return proposing.propose(stage.session, first, proposal, by=by, act_id=uuid4())


def hold(stage: Stage, meeting: Meeting, tickets: list[Ticket]) -> Life:
    """Live a proposed meeting: answers come, it is held or, when nobody said yes, called off; who came is recorded."""
    for seat in meeting.seats:
        stage.enter(_reply(stage, meeting, seat.person_id))
    yield meeting.starts_at - timedelta(days=1)
    if meeting.taken == 0 or stage.perhaps(0.03):
        proposing.cancel(stage.session, meeting.id, by=_host(meeting))
    else:
        yield meeting.ends_at + timedelta(hours=stage.chance.uniform(0.3, 20))
        _record(stage, meeting)
    for ticket in tickets:
        stage.enter(_afterwards(stage, meeting, ticket))


def _host(meeting: Meeting) -> UUID:
    assert meeting.facilitator_id is not None
    return meeting.facilitator_id


def _reply(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    yield _before(stage, meeting)
    answer = stage.chance.choices((Reply.YES, Reply.NO, None), (0.82, 0.12, 0.06))[0]
    if answer and meeting.state == MeetingState.PROPOSED:
        with suppress(Full):  # more are asked than there are seats: who answers late finds none
            replying.reply(stage.session, meeting.id, person_id, answer, act_id=uuid4())
    if answer is Reply.YES and stage.perhaps(0.04):
        yield _before(stage, meeting)
        if meeting.state == MeetingState.PROPOSED:
            replying.reply(stage.session, meeting.id, person_id, Reply.NO, act_id=uuid4())


def _before(stage: Stage, meeting: Meeting) -> datetime:
    latest = meeting.starts_at - timedelta(minutes=stage.chance.randint(30, 300))
    return max(clock.now(), min(latest, evening_after(stage.chance, clock.now(), 0, 4)))


def _record(stage: Stage, meeting: Meeting) -> None:
    """Record everybody who had said yes, and somebody who came all the same."""
    told = [ticked for seat in meeting.seats if (ticked := _ticked(stage, meeting, seat))]
    if told:
        recording.record_presence(stage.session, meeting.id, told, by=_host(meeting), act_id=uuid4())
    for one in told:
        if one.presence in CAME:
            stage.met.add(one.person_id)
            stage.complete(one.person_id)


def _ticked(stage: Stage, meeting: Meeting, seat: Seat) -> Ticked | None:
    if seat.reply != Reply.YES:
        return Ticked(seat.person_id, Presence.ATTENDED) if stage.perhaps(0.08) else None
    presence = stage.chance.choices(
        (Presence.ATTENDED, Presence.PARTLY, Presence.ABSENT, Presence.EXCUSED), (0.86, 0.05, 0.05, 0.04)
    )[0]
    minutes = stage.chance.randint(60, meeting.minutes - 15) if presence is Presence.PARTLY else None
    return Ticked(seat.person_id, presence, minutes)


def _afterwards(stage: Stage, meeting: Meeting, ticket: Ticket) -> Life:
    """Who came says thank you and settles the question; most who did not wait for the next one."""
    if any(one.person_id == ticket.learner_id and one.presence in CAME for one in meeting.seats):
        yield evening_after(stage.chance, clock.now(), 0.5, 4)
        threads.thank(stage, ticket, THANKS)
    elif ticket.state in OPEN and stage.perhaps(0.75):
        wait_for_one(stage, ticket)
    elif ticket.state in OPEN:
        talking.resolve(stage.session, ticket, by=ticket.learner_id, act_id=uuid4())
