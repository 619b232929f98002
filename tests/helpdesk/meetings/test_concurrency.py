"""Fifty at the same moment: the last seat goes to one, the queue keeps its order, what is freed goes to one (F15)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from time import monotonic
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.people.models import Person
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import cancelling, changing, facilitating, fixing, replying, waiting
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.rules.organising import Plan, organise
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import Reply
from helpdesk.places import access
from helpdesk.places.rules import changing as changing_places
from tests.helpdesk.meetings.conftest import FORT_DE_FRANCE, RENNES, Story
from tests.helpdesk.meetings.test_polling import MORE
from tests.helpdesk.places.test_naming import who
from tests.helpdesk.tickets.test_concurrency import BOTH, at_once

MANY = 50


def crowd(story: Story, *, capacity: int, many: int = MANY) -> tuple[UUID, list[UUID]]:
    """Let Bruno ask fifty people to a meeting with so many seats."""
    people = [story.make.person(f"person-{n}", confirmed=False).id for n in range(many)]
    meeting = story.propose(capacity=1)
    meeting.capacity = capacity
    for person_id in people:
        meeting.seats.append(Seat(person_id=person_id, invited_at=clock.now(), reply=Reply.INVITED))
    story.session.commit()
    return meeting.id, people


def saying(meeting_id: UUID, person_id: UUID, reply: Reply) -> Callable[[Session], None]:
    return lambda session: void(replying.reply(session, meeting_id, person_id, reply, act_id=uuid4()))


def void(_result: object) -> None:
    return None


def standing(meeting_id: UUID) -> tuple[int, dict[str, int]]:
    """Return the seats taken as the meeting says, and how many people stand where."""
    with db.reading() as session:
        counts = select(Seat.reply, func.count()).where(Seat.meeting_id == meeting_id).group_by(Seat.reply)
        taken = session.scalars(select(Meeting.taken).where(Meeting.id == meeting_id)).one()
        return taken, {row[0]: row[1] for row in session.execute(counts)}


@BOTH
def test_the_last_seat_goes_to_one_of_fifty_and_the_others_wait(story: Story, database: str) -> None:
    meeting_id, people = crowd(story, capacity=1)
    refusals = at_once([saying(meeting_id, one, Reply.YES) for one in people])
    assert refusals == [None] * MANY
    taken, counts = standing(meeting_id)
    assert (taken, counts["yes"], counts["waiting"]) == (1, 1, MANY - 1)


@BOTH
def test_the_queue_has_no_two_at_the_same_place(story: Story, database: str) -> None:
    meeting_id, people = crowd(story, capacity=1)
    at_once([saying(meeting_id, one, Reply.YES) for one in people])
    with db.reading() as session:
        queue = waiting.queue(session, meeting_id)
        times = [(seat.waiting_since, seat.person_id) for seat in queue]
    assert times == sorted(times) and len(set(times)) == MANY - 1


@BOTH
def test_one_who_cancels_fifty_times_frees_one_seat_for_the_first_of_the_queue(
    story: Story, database: str
) -> None:
    meeting_id, people = crowd(story, capacity=1, many=3)
    for person_id in people:
        with db.transaction() as session:
            replying.reply(session, meeting_id, person_id, Reply.YES, act_id=uuid4())
    at_once([saying(meeting_id, people[0], Reply.NO)] * MANY)
    with db.reading() as session:
        replies = [session.get_one(Seat, (meeting_id, one)).reply for one in people]
    assert replies == [Reply.NO, Reply.OFFERED, Reply.WAITING]
    assert standing(meeting_id)[0] == 1


@BOTH
def test_whatever_fifty_say_at_once_seats_and_count_agree(story: Story, database: str) -> None:
    meeting_id, people = crowd(story, capacity=7)
    at_once([saying(meeting_id, one, Reply.YES) for one in people])
    at_once([saying(meeting_id, one, (Reply.YES, Reply.NO)[n % 2]) for n, one in enumerate(people)])
    taken, counts = standing(meeting_id)
    assert taken == counts.get("yes", 0) + counts.get("offered", 0) == 7


@BOTH
def test_a_date_is_fixed_by_one_of_two_who_try_together(story: Story, database: str) -> None:
    meeting = story.propose(more=MORE)
    meeting_id, dates, by = meeting.id, [one.id for one in meeting.dates], story.bruno.id
    story.session.commit()

    def fixing_of(date_id: UUID) -> Callable[[Session], None]:
        return lambda session: void(fixing.fix(session, meeting_id, date_id, by=by, act_id=uuid4()))

    refusals = at_once([fixing_of(dates[n % 3]) for n in range(12)])
    assert len([one for one in refusals if one is None]) == 1


@BOTH
def test_answers_and_a_cancellation_at_once_leave_no_seat_behind_the_count(
    story: Story, database: str
) -> None:
    meeting_id, people = crowd(story, capacity=10, many=20)
    by = story.bruno.id
    acts = [saying(meeting_id, one, Reply.YES) for one in people]
    acts.insert(7, lambda session: void(cancelling.cancel(session, meeting_id, by=by)))
    refusals = at_once(acts)
    assert all(one is None or isinstance(one, Refused) for one in refusals)
    taken, counts = standing(meeting_id)
    assert taken == counts.get("yes", 0)


@BOTH
def test_of_two_who_change_it_together_one_is_told_to_read_it_again(story: Story, database: str) -> None:
    meeting = story.propose()
    meeting_id, place_id, by = meeting.id, meeting.place_id, story.bruno.id
    story.session.commit()

    def changing_to(capacity: int) -> Callable[[Session], None]:
        wanted = Change(seen=0, place_id=place_id, capacity=capacity)
        return lambda session: void(changing.change(session, meeting_id, wanted, by=by))

    refusals = at_once([changing_to(6), changing_to(7)])
    assert sorted(type(one).__name__ for one in refusals) == ["ChangedMeanwhile", "NoneType"]


@BOTH
def test_one_of_many_facilitators_comes_to_a_meeting_that_had_none(story: Story, database: str) -> None:
    meeting = story.propose()
    meeting.facilitator_id = None
    people = [
        story.make.facilitator(f"facilitator-{n}", region="FR-BRE", commune=RENNES).id for n in range(10)
    ]
    meeting_id = meeting.id
    story.session.commit()

    def coming(person_id: UUID) -> Callable[[Session], None]:
        return lambda session: void(facilitating.facilitate(session, meeting_id, by=person_id))

    refusals = at_once([coming(one) for one in people])
    assert len([one for one in refusals if one is None]) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"])
@pytest.mark.parametrize("how", ["organised", "changed"])
def test_a_meeting_planned_while_its_place_is_edited_has_the_clock_of_the_place(
    story: Story, database: str, how: str
) -> None:
    keeper, place_id, by = story.make.lead("denise"), story.place.id, story.bruno.id
    meeting = story.propose(place_id=story.make.place(RENNES).id)
    meeting_id, span = meeting.id, Span(meeting.starts_at, meeting.ends_at)
    story.session.commit()

    def plan(session: Session) -> None:
        if how == "changed":
            wanted = Change(seen=0, place_id=place_id, capacity=3)
            return void(changing.change(session, meeting_id, wanted, by=by))
        new = Plan(module="creative-programming", language="fr", place_id=place_id, dates=(span,), capacity=3)
        return void(organise(session, new, by=by, act_id=uuid4()))

    now, keeper_id = clock.now(), keeper.id
    with ThreadPoolExecutor(1) as threads:
        with db.transaction() as session:
            edited(session, place_id, keeper_id, FORT_DE_FRANCE)
            planning = threads.submit(in_a_thread, plan, now)
            wait_until_somebody_waits(session)
        planning.result()
    with db.reading() as session:
        there = session.scalars(select(Meeting).where(Meeting.place_id == place_id)).all()
        assert [(one.zone, one.region_code) for one in there] == [("America/Martinique", "FR-972")]


def in_a_thread(act: Callable[[Session], None], now: datetime) -> None:
    """Do something in a transaction of its own, at the hour that it is in the test."""
    with clock.at(now), db.transaction() as session:
        act(session)


def wait_until_somebody_waits(session: Session) -> None:
    """Return once another connection to this database waits for a row that is held."""
    waiting_now = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    until = monotonic() + 30
    while not session.scalar(waiting_now):
        assert monotonic() < until, "nobody waited"
        session.execute(text("SELECT pg_stat_clear_snapshot()"))


def edited(session: Session, place_id: UUID, by: UUID, commune: str) -> None:
    """Put a place into another commune, as its form does."""
    seen = access.kept(session, who(session, session.get_one(Person, by)), place_id, acting=True)
    told = replace(changing_places.as_told(seen.place), commune_code=commune, lat="", lon="")
    changing_places.change(session, seen, told, version=seen.place.version, by=by)


pytestmark = pytest.mark.slow
