"""What is written with a statement: each row's rule, what takes it back, and how many questions that costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.make import Make
from tests.tracking.projections.history import START, Telling
from tracking import vocabulary
from tracking.models import ActiveDay, Milestone
from tracking.projections.keys import record_key
from tracking.projections.models import (
    LessonDone,
    MeetingCount,
    Opinion,
    Presence,
    Profile,
    QuestionCount,
    ThingFact,
)
from tracking.projections.reading import seed
from tracking.rules import actor_of, note_fact, note_thing, void
from tracking.statements import Result
from tracking.vocabulary import Kind, Thing, Verb


@pytest.fixture
def telling(make: Make) -> Telling:
    """Four people, three meetings, three questions."""
    return Telling(make)


def hours(number: int) -> timedelta:
    return timedelta(hours=number)


@contextmanager
def questions(session: Session) -> Iterator[list[str]]:
    """Note what the database is asked in this block."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def region_of(session: Session, profile_id: int) -> str | None:
    return session.get_one(Profile, profile_id).region


def test_a_row_carries_its_persons_key_and_who_she_was(session: Session, telling: Telling) -> None:
    who = telling.people[0]
    note_fact(session, who, "region", "FR-BRE", since=START - hours(1))
    telling.unit(who, 0, 5)
    row = session.scalars(select(LessonDone)).one()
    assert row.key == record_key(actor_of(session, who), seed(session)) < 2**32
    assert region_of(session, row.profile_id) == "FR-BRE"


def test_a_unit_told_late_was_done_then_and_counts_its_most_minutes(
    session: Session, telling: Telling
) -> None:
    for number in (50, 20, 30):
        telling.unit(telling.people[0], 0, number)
    row = session.scalars(select(LessonDone)).one()
    assert (row.at, row.minutes) == (START + hours(20), 50)


def test_a_presence_knows_its_place_and_an_absence_whether_it_was_announced(
    session: Session, telling: Telling
) -> None:
    telling.attend(telling.people[0], 1, 90)
    telling.miss(telling.people[1], 1, 90)
    telling.miss(telling.people[2], 1, 91)
    rows = {row.actor: row for row in session.scalars(select(Presence))}
    told = [rows[actor_of(session, one)] for one in telling.people[:3]]
    assert [(row.status, row.minutes) for row in told] == [("attended", 90), ("excused", 0), ("absent", 0)]
    assert {row.region for row in told} == {"BE-BRU"}


def test_a_corrected_presence_leaves_one_row(session: Session, telling: Telling) -> None:
    who = telling.people[0]
    telling.attend(who, 0, 90)
    void(session, telling.said[0], who)
    telling.miss(who, 0, 91)
    assert session.scalars(select(Presence.status)).all() == ["absent"]
    assert session.scalars(select(Milestone)).all() == []


def test_the_last_opinion_of_a_meeting_stands_under_the_meeting(session: Session, telling: Telling) -> None:
    telling.opine(telling.people[0], 0, 3)
    telling.opine(telling.people[0], 0, 4)
    row = session.scalars(select(Opinion)).one()
    assert (row.path, row.about) == (vocabulary.meeting(telling.ids[0][0]).path, "meeting")
    assert (row.points, row.least, row.most) == (5, 1, 5)


def test_an_opinion_of_an_answer_is_of_the_question(session: Session, telling: Telling) -> None:
    telling.rate(telling.people[0], 0, 1)
    assert session.scalars(select(Opinion.about)).all() == ["question"]


def test_a_question_waits_for_its_first_answer_and_its_last_settling(
    session: Session, telling: Telling
) -> None:
    asker, helper = telling.people[0], telling.people[1]
    telling.ask(asker, 0, 1)
    telling.respond(helper, 0, 61)
    telling.respond(telling.people[2], 0, 31)
    telling.resolve(asker, 0, 70)
    telling.resolve(asker, 0, 80)
    row = session.scalars(select(QuestionCount)).one()
    assert (row.actor, row.answered_by) == (actor_of(session, asker), actor_of(session, telling.people[2]))
    assert (row.waited, row.answered_at, row.resolved_at) == (31, START + hours(31), START + hours(80))


def test_a_question_that_was_none_after_all_has_no_row(session: Session, telling: Telling) -> None:
    telling.ask(telling.people[0], 0, 1)
    void(session, telling.said[0], telling.people[0])
    assert session.scalars(select(QuestionCount)).all() == []


def test_a_meeting_is_held_from_its_first_attendance_on_and_led_by_who_instructed(
    session: Session, telling: Telling
) -> None:
    telling.propose(telling.people[1], 0, 1)
    telling.attend(telling.people[1], 0, 50)
    telling.lead(telling.people[1], 0, 51)
    row = session.scalars(select(MeetingCount)).one()
    assert (row.proposed_at, row.held_at) == (START + hours(1), START + hours(50))
    assert (row.led, row.led_by) == (True, actor_of(session, telling.people[1]))
    assert (row.place, row.region) == (telling.places[0], "FR-BRE")


def test_a_meeting_of_which_every_attendance_was_taken_back_was_not_held(
    session: Session, telling: Telling
) -> None:
    telling.propose(telling.people[1], 0, 1)
    telling.attend(telling.people[0], 0, 50)
    void(session, telling.said[1], telling.people[0])
    row = session.scalars(select(MeetingCount)).one()
    assert (row.held_at, row.led, row.proposed_at) == (None, False, START + hours(1))


def test_a_thing_told_again_unchanged_writes_nothing(session: Session) -> None:
    path = vocabulary.meeting(UUID(int=7)).path
    for number, value in enumerate(("12", "12", "20")):
        note_thing(session, path, "capacity", value, since=START + hours(number))
    rows = session.scalars(select(ThingFact).order_by(ThingFact.since)).all()
    assert [row.value for row in rows] == ["12", "20"]


def test_an_answer_of_a_day_that_was_active_costs_one_question_beside_its_statement(
    session: Session, telling: Telling
) -> None:
    who = telling.people[0]
    telling.answer(who, 0, 0)
    with questions(session) as before:
        thing = vocabulary.unit("front-door", "u1")
        telling.event(who, Verb.EXPERIENCED, thing, 1, module="front-door")
    with questions(session) as asked:
        thing = Thing("modules/front-door/u/a/q", Kind.INTERACTION, interaction="choice")
        telling.event(who, Verb.ANSWERED, thing, 1, module="front-door")
    assert len(asked) == len(before) + 1


def test_what_she_declares_is_said_of_all_her_rows_whatever_their_table(
    session: Session, telling: Telling
) -> None:
    who = telling.people[0]
    telling.tell(
        [("answer", 0, 0, 1), ("unit", 0, 0, 2), ("attend", 0, 0, 3), ("ask", 0, 0, 4), ("rate", 0, 0, 5)]
    )
    note_fact(session, who, "region", "FR-OCC", since=START + hours(50))
    tables = (Milestone, ActiveDay, LessonDone, Presence, Opinion, QuestionCount)
    ids = {number for table in tables for number in session.scalars(select(table.profile_id))}
    assert {region_of(session, number) for number in ids} == {"FR-OCC"}


def test_who_she_was_stays_where_she_declares_something_else_later(
    session: Session, telling: Telling
) -> None:
    who = telling.people[0]
    note_fact(session, who, "region", "FR-BRE", since=START)
    telling.unit(who, 0, 10)
    telling.unit(who, 2, 60)
    note_fact(session, who, "region", "FR-OCC", since=START + hours(50))
    rows = session.scalars(select(LessonDone).order_by(LessonDone.at))
    assert [region_of(session, row.profile_id) for row in rows] == ["FR-BRE", "FR-OCC"]


def test_an_opinion_without_an_end_of_its_scale_is_none(session: Session, telling: Telling) -> None:
    thing = vocabulary.ticket(telling.ids[1][0])
    telling.event(telling.people[0], Verb.RATED, thing, 1, module="front-door", result=Result(raw=5))
    assert session.scalars(select(Opinion)).all() == []
