"""Who answers what before a meeting: which dates suit, yes or no, and what becomes of a seat that is given back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from classcode import clock
from classcode.demonstration.days import evening_after
from classcode.demonstration.stage import Life, Stage
from helpdesk.checkin.rules.writing import seats_of
from helpdesk.meetings import polls
from helpdesk.meetings.models import Meeting, MeetingDate, MeetingState, Reply, Seat, SeatRole
from helpdesk.meetings.rules import fixing, gates, polling, replying, waiting
from helpdesk.meetings.states import Answer

SUITS: Final = (0.62, 0.15, 0.23)
"""How often a date suits, suits if need be, or does not. A guess."""


def host(meeting: Meeting) -> UUID:
    """Return who runs a meeting: its facilitator, or else who organised it."""
    found = meeting.facilitator_id or meeting.organiser_id
    assert found is not None
    return found


def choose(stage: Stage, meeting: Meeting) -> Life:
    """Let people say which dates suit them; some days later the best one is fixed."""
    for person_id, seat in seats_of(stage.session, meeting.id).items():
        if seat.role == SeatRole.PARTICIPANT:
            stage.enter(_say_dates(stage, meeting, person_id))
    yield evening_after(stage.chance, clock.now(), 4, 6)
    fixing.fix(stage.session, meeting.id, _best(stage, meeting).id, by=host(meeting), act_id=uuid4())


def _say_dates(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    yield evening_after(stage.chance, clock.now(), 0, 3)
    if meeting.state == MeetingState.POLLING and stage.perhaps(0.9):
        told = {date.id: stage.chance.choices(tuple(Answer), SUITS)[0] for date in meeting.dates}
        polling.answer(stage.session, meeting.id, person_id, told, act_id=uuid4())


def _best(stage: Stage, meeting: Meeting) -> MeetingDate:
    columns = polls.poll(stage.session, meeting, clock.now()).columns
    return next((one.date for one in columns if one.best), columns[-1].date)


def ask(stage: Stage, meeting: Meeting) -> None:
    """Let everybody who was asked, and has said neither yes nor no, answer in her time."""
    for person_id, seat in seats_of(stage.session, meeting.id).items():
        if seat.reply == Reply.INVITED:
            stage.enter(_reply(stage, meeting, person_id))
    _watch_offers(stage, meeting)


def join(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    """Find an open meeting in the agenda, and take a seat."""
    yield evening_after(stage.chance, clock.now(), 0.5, 6)
    if replying.is_open(meeting) and clock.now() < meeting.starts_at:
        replying.join(stage.session, meeting.id, person_id, act_id=uuid4())


def _reply(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    yield _before(stage, meeting)
    answer = stage.chance.choices((Reply.YES, Reply.NO, None), (0.82, 0.12, 0.06))[0]
    if answer:
        _say(stage, meeting, person_id, answer)
    if answer is Reply.YES and stage.perhaps(0.05):
        yield _before(stage, meeting)
        _say(stage, meeting, person_id, Reply.NO)


def _before(stage: Stage, meeting: Meeting) -> datetime:
    latest = meeting.starts_at - timedelta(minutes=stage.chance.randint(30, 300))
    return max(clock.now(), min(latest, evening_after(stage.chance, clock.now(), 0, 4)))


def _say(stage: Stage, meeting: Meeting, person_id: UUID, answer: Reply) -> None:
    if meeting.state == MeetingState.FIXED and clock.now() < meeting.starts_at:
        seat = replying.reply(stage.session, meeting.id, person_id, answer, act_id=uuid4())
        _watch_offers(stage, meeting)
        if seat.reply == Reply.WAITING and stage.perhaps(0.7):
            stage.enter(_give_back(stage, meeting))


def _give_back(stage: Stage, meeting: Meeting) -> Life:
    """Let somebody who has a seat give it back, now that others wait for one."""
    yield _before(stage, meeting)
    people = seats_of(stage.session, meeting.id).items()
    seated = [one for one, seat in people if seat.reply == Reply.YES and seat.role == SeatRole.PARTICIPANT]
    if seated:
        _say(stage, meeting, stage.chance.choice(seated), Reply.NO)


def _watch_offers(stage: Stage, meeting: Meeting) -> None:
    """Let whoever is offered a seat answer, or stay silent, in which case it passes on."""
    for seat in waiting.queue(stage.session, meeting.id, Reply.OFFERED):
        if (seat.person_id, seat.offered_until) not in stage.offered:
            stage.offered.add((seat.person_id, seat.offered_until))
            stage.enter(_offered(stage, meeting, seat))


def _offered(stage: Stage, meeting: Meeting, seat: Seat) -> Life:
    until = seat.offered_until
    assert until is not None
    if stage.perhaps(0.65):
        yield clock.now() + (until - clock.now()) * stage.chance.uniform(0.1, 0.9)
        if seat.reply == Reply.OFFERED:
            _say(stage, meeting, seat.person_id, Reply.YES if stage.perhaps(0.9) else Reply.NO)
        return
    yield until + timedelta(minutes=4)
    waiting.expire(stage.session, gates.held(stage.session, meeting.id), clock.now())
    _watch_offers(stage, meeting)
