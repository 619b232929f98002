"""Whatever anybody does in whatever order and at whatever hour, a meeting holds together: seats, queue, record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from helpdesk.meetings.models import Meeting, MeetingStep, Seat
from helpdesk.meetings.rules import (
    cancelling,
    changing,
    facilitating,
    fixing,
    organising,
    polling,
    replying,
    waiting,
)
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.rules.gates import holds_a_seat
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.spans import Hours, Span
from helpdesk.meetings.states import Answer, MeetingState, Reply, SeatRole, Step
from tests.conftest import INFO
from tests.helpdesk.meetings.conftest import RENNES
from tests.make import Make
from tracking import rules as record
from tracking.models import Statement

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
SAID = {Reply.YES: "accepted", Reply.NO: "declined", Reply.WAITING: "waiting", Reply.OFFERED: "waiting"}
pytestmark = pytest.mark.slow


@dataclass
class World:
    """One meeting, those asked to it and others, who runs it, and the hour."""

    session: Session
    people: list[UUID]
    host: UUID
    helper: UUID
    place: UUID
    meeting: Meeting
    now: datetime = START


Acting = Callable[[World, UUID, int], object]


def _yes(world: World, who: UUID, _number: int) -> None:
    replying.reply(world.session, world.meeting.id, who, Reply.YES, act_id=uuid4())


def _no(world: World, who: UUID, _number: int) -> None:
    replying.reply(world.session, world.meeting.id, who, Reply.NO, act_id=uuid4())


def _join(world: World, who: UUID, _number: int) -> None:
    replying.join(world.session, world.meeting.id, who, act_id=uuid4())


def _dates(world: World, who: UUID, number: int) -> None:
    words = list(Answer)
    told = {one.id: words[(number // 3**n) % 3] for n, one in enumerate(world.meeting.dates)}
    polling.answer(world.session, world.meeting.id, who, told, act_id=uuid4())


def _fix(world: World, _who: UUID, number: int) -> None:
    if world.meeting.dates:
        date = world.meeting.dates[number % len(world.meeting.dates)]
        fixing.fix(world.session, world.meeting.id, date.id, by=world.host, act_id=uuid4())


def _change(world: World, _who: UUID, number: int) -> None:
    start = clock.local(world.meeting.starts_at, world.meeting.zone)
    end = clock.local(world.meeting.ends_at, world.meeting.zone)
    hours = Hours(start.date() + timedelta(days=number % 3), start.time(), end.time())
    wanted = Change(
        seen=world.meeting.sequence,
        place_id=world.place,
        hours=hours if number % 2 else None,
        capacity=1 + number % 4,
        listed=True,
    )
    changing.change(world.session, world.meeting.id, wanted, by=world.host)


def _cancel(world: World, _who: UUID, number: int) -> None:
    if number == 0:  # seldom: nothing happens after it
        cancelling.cancel(world.session, world.meeting.id, by=world.host, act_id=uuid4())


def _facilitate(world: World, _who: UUID, _number: int) -> None:
    facilitating.facilitate(world.session, world.meeting.id, by=world.helper)


def _round(world: World, _who: UUID, _number: int) -> None:
    waiting.expire(world.session, world.meeting, world.now)


ACTS: dict[str, Acting] = {
    "yes": _yes,
    "no": _no,
    "join": _join,
    "dates": _dates,
    "fix": _fix,
    "change": _change,
    "cancel": _cancel,
    "facilitate": _facilitate,
    "round": _round,
}
OFTEN = ["yes", "yes", "yes", "no", "no", "dates", "dates", "round", "join"]
acts = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, *OFTEN]),
        st.integers(0, 6),
        st.integers(0, 26),
        st.sampled_from([0, 0, 1, 60, 13 * 60, 25 * 60]),
    ),
    min_size=20,
    max_size=45,
)


@pytest.fixture
def ids(make: Make, session: Session) -> tuple[list[UUID], UUID, UUID, UUID]:
    """Six who learn (the first organises), a facilitator, and a place."""
    people = [make.person(f"learner-{n}", commune=RENNES).id for n in range(6)]
    helper = make.facilitator("bruno", region="FR-BRE", commune=RENNES).id
    place = make.place(RENNES).id
    session.commit()
    return people, people[0], helper, place


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    derandomize=True,
)
@given(acts=acts, dates=st.sampled_from([1, 1, 3]), capacity=st.integers(1, 3))
def test_whatever_is_done_seats_queue_and_record_agree(
    engine: Engine,
    ids: tuple[list[UUID], UUID, UUID, UUID],
    acts: list[tuple[str, int, int, int]],
    dates: int,
    capacity: int,
) -> None:
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        world = _begin(session, ids, dates, capacity)
        for name, who, number, minutes in acts:
            world.now += timedelta(minutes=minutes)
            with clock.at(world.now):
                _do(world, ACTS[name], [*world.people, world.helper][who], number)
                _check(world)
        session.rollback()


def _begin(session: Session, ids: tuple[list[UUID], UUID, UUID, UUID], dates: int, capacity: int) -> World:
    people, host, helper, place = ids
    first = START + timedelta(days=6)
    spans = tuple(Span(first + timedelta(days=n), first + timedelta(days=n, hours=2)) for n in range(dates))
    plan = Plan(
        module="creative-programming",
        language="fr",
        place_id=place,
        dates=spans,
        capacity=capacity,
        listed=True,
        invited=frozenset(people[1:5]),
    )
    with clock.at(START):
        meeting = organising.organise(session, plan, by=host, act_id=uuid4())
    return World(session, people, host, helper, place, meeting)


def _do(world: World, act: Acting, who: UUID, number: int) -> None:
    """Let somebody try something; what a rule refuses leaves nothing behind."""
    before = _lines(world) if world.meeting.starts_at <= world.now else None
    fixed = world.meeting.state == MeetingState.FIXED
    try:
        with world.session.begin_nested():
            act(world, who, number)
    except Refused:
        pass
    world.session.expire_all()
    if before is not None and fixed:
        assert _lines(world) == before or act in {_cancel, _round}, "from the start on nobody's answer moves"


def _lines(world: World) -> dict[UUID, str]:
    found = select(Seat.person_id, Seat.reply).where(Seat.meeting_id == world.meeting.id)
    return {row[0]: row[1] for row in world.session.execute(found)}


def _check(world: World) -> None:
    meeting = world.meeting
    seats = list(world.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id)))
    assert meeting.taken == sum(holds_a_seat(seat) for seat in seats) <= meeting.capacity
    _queue_is_in_order(world, seats)
    _record_says_the_same(world, seats)
    _trail_tells_of_every_answer(world, seats)


def _queue_is_in_order(world: World, seats: list[Seat]) -> None:
    meeting = world.meeting
    waits = [seat for seat in seats if seat.reply == Reply.WAITING]
    offered = [seat for seat in seats if seat.reply == Reply.OFFERED]
    places = [seat.waiting_since for seat in (*offered, *waits)]
    assert None not in places and len(set(places)) == len(places)
    for first in offered:
        assert all(first.waiting_since < one.waiting_since for one in waits), "nobody was passed by"  # type: ignore[operator]
        assert first.offered_until is not None and first.offered_until <= max(meeting.starts_at, world.now)
    if meeting.state == MeetingState.FIXED and meeting.starts_at > world.now:
        assert not waits or meeting.taken == meeting.capacity, "nobody waits beside a free seat"
    for seat in seats:
        queued = seat.reply in {Reply.WAITING, Reply.OFFERED}
        assert queued == (seat.waiting_since is not None)
        assert (seat.reply == Reply.OFFERED) == (seat.offered_until is not None)


def _record_says_the_same(world: World, seats: list[Seat]) -> None:
    meeting = world.meeting
    stated = _stated(world, f"meetings/{meeting.id}")
    expected: Counter[tuple[UUID, str]] = Counter()
    for seat in seats:
        if seat.reply != Reply.INVITED and seat.reply_statement_id:
            expected[record.actor_of(world.session, seat.person_id), SAID[Reply(seat.reply)]] += 1
        assert (seat.reply == Reply.INVITED or seat.role == SeatRole.ORGANISER) or seat.reply_statement_id
    assert stated == expected
    for date in meeting.dates:
        said = Counter(
            (
                record.actor_of(world.session, one.person_id),
                {"yes": "accepted", "no": "declined"}.get(one.answer, "tentative"),
            )
            for one in date.answers
        )
        assert _stated(world, f"meetings/{meeting.id}/dates/{date.id}") == said


def _stated(world: World, path: str) -> Counter[tuple[UUID, str]]:
    standing = select(Statement).where(Statement.object_path == path, Statement.voided.is_(False))
    said = {"accepted", "declined", "waiting", "tentative"}
    return Counter((one.actor, one.verb) for one in world.session.scalars(standing) if one.verb in said)


def _trail_tells_of_every_answer(world: World, seats: list[Seat]) -> None:
    mine = select(MeetingStep).where(
        MeetingStep.meeting_id == world.meeting.id,
        MeetingStep.what.in_([Step.REPLIED, Step.OFFERED, Step.PASSED_ON]),
    )
    last: dict[UUID | None, str] = {}
    for step in world.session.scalars(mine.order_by(MeetingStep.seq)):
        told = {Step.OFFERED: Reply.OFFERED, Step.PASSED_ON: Reply.INVITED}.get(Step(step.what))
        last[step.about_person_id] = told or step.detail["reply"]
    for seat in seats:
        if seat.role == SeatRole.PARTICIPANT:
            assert last.get(seat.person_id, Reply.INVITED) == seat.reply
