"""People who are erased, and people who turn out to have two accounts: what is counted of them afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.make import Make
from tests.tracking.projections.history import START, Telling
from tracking.indicators import periods
from tracking.models import ActiveDay, MergedActor, Milestone, Statement
from tracking.projections import freezing
from tracking.projections.keys import cell_key, record_key
from tracking.projections.merging import merge
from tracking.projections.models import FrozenCount, LessonDone, MeetingCount, Presence, QuestionCount
from tracking.projections.reading import seed
from tracking.rules import actor_of, note_fact


@pytest.fixture
def telling(make: Make) -> Telling:
    """Four people, three meetings, three questions."""
    return Telling(make)


def frozen(session: Session, kind: str) -> list[tuple[str, int, str, int]]:
    rows = session.scalars(select(FrozenCount).where(FrozenCount.kind == kind))
    return sorted((row.module, row.year, row.country, row.people) for row in rows)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_an_erased_person_had_reached_is_counted_without_her(session: Session, telling: Telling) -> None:
    note_fact(session, telling.people[0], "region", "BE-BRU", since=START)
    telling.join(telling.people[0], 1, 1)
    telling.join(telling.people[1], 1, 1)
    telling.erase(telling.people[0], 0, 0)
    assert frozen(session, "registered") == [("", 2026, "BE", 1), ("creative-programming", 2026, "BE", 1)]
    assert count(session, Milestone) == 2


def test_what_was_reached_after_midnight_in_paris_is_frozen_in_the_year_that_indicators_count(
    session: Session, telling: Telling
) -> None:
    last_hour = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    telling.join(telling.people[0], 1, 0)
    session.execute(update(Milestone).values(at=last_hour))
    telling.erase(telling.people[0], 0, 0)
    assert {year for _module, year, _country, _people in frozen(session, "registered")} == {2027}
    assert periods.ZONE.key == freezing.ZONE


def test_the_key_of_a_frozen_count_is_the_sum_of_its_peoples_keys(session: Session, telling: Telling) -> None:
    actors = [actor_of(session, one) for one in telling.people[:2]]
    for one in telling.people[:2]:
        telling.join(one, 1, 1)
    for one in telling.people[:2]:
        telling.erase(one, 0, 0)
    row = session.scalars(select(FrozenCount).where(FrozenCount.module == "")).one()
    assert (row.people, row.country) == (2, "")
    assert row.key == cell_key(record_key(actor, seed(session)) for actor in actors)


def test_an_answer_stays_when_who_gave_it_is_erased(session: Session, telling: Telling) -> None:
    telling.tell([("ask", 0, 0, 5), ("respond", 1, 0, 9), ("resolve", 1, 0, 11)])
    telling.erase(telling.people[1], 0, 0)
    row = session.scalars(select(QuestionCount)).one()
    assert (row.waited, row.answered_by, row.resolved_by) == (9, None, None)
    assert row.answered_at and row.resolved_at


def test_a_question_goes_with_who_asked_it(session: Session, telling: Telling) -> None:
    telling.tell([("ask", 0, 0, 5), ("respond", 1, 0, 9)])
    telling.erase(telling.people[0], 0, 0)
    assert count(session, QuestionCount) == 0


def test_a_meeting_stays_held_and_led_when_everybody_is_erased(session: Session, telling: Telling) -> None:
    telling.tell([("propose", 1, 0, 1), ("lead", 1, 0, 30)])
    for who in (1, 0):
        telling.erase(telling.people[who], 0, 0)
    row = session.scalars(select(MeetingCount)).one()
    assert (row.led, row.led_by, row.region) == (True, None, "FR-BRE")
    assert row.proposed_at and row.held_at
    assert count(session, Presence) == 0


def test_merged_accounts_count_once(session: Session, telling: Telling) -> None:
    telling.tell(
        [("join", 0, 1, 9), ("join", 1, 1, 3), ("unit", 0, 0, 5), ("unit", 1, 0, 7), ("attend", 1, 0, 8)]
    )
    kept, merged = (actor_of(session, one) for one in telling.people[:2])
    merge(session, kept, merged)
    assert {
        row.actor for table in (Milestone, LessonDone, Presence) for row in session.scalars(select(table))
    } == {kept}
    registered = select(Milestone.at).where(Milestone.kind == "registered", Milestone.module == "")
    assert session.scalars(registered).one().hour == START.hour + 3
    assert set(session.scalars(select(Statement.actor))) == {kept, merged}


def test_days_of_two_accounts_add_up_after_the_merging_too(session: Session, telling: Telling) -> None:
    kept, merged = (actor_of(session, one) for one in telling.people[:2])
    merge(session, kept, merged)
    telling.tell([("answer", 0, 1, 1), ("answer", 1, 1, 30), ("answer", 0, 1, 60)])
    assert count(session, ActiveDay) == 3
    participating = select(Milestone.actor).where(Milestone.kind == "participating", Milestone.module == "")
    assert session.scalars(participating).all() == [kept]


def test_who_was_merged_into_somebody_follows_her_into_a_third(session: Session, telling: Telling) -> None:
    one, two, three = (actor_of(session, person) for person in telling.people[:3])
    merge(session, two, one)
    merge(session, three, two)
    merge(session, three, one)
    rows = {row.actor: row.kept for row in session.scalars(select(MergedActor))}
    assert rows == {one: three, two: three}


def test_two_accounts_of_one_person_are_erased_together(session: Session, telling: Telling) -> None:
    telling.tell([("join", 0, 1, 9), ("join", 1, 1, 3)])
    merge(session, actor_of(session, telling.people[0]), actor_of(session, telling.people[1]))
    telling.erase(telling.people[1], 0, 0)
    assert (count(session, Statement), count(session, Milestone), count(session, MergedActor)) == (0, 0, 0)
    assert frozen(session, "registered") == [("", 2026, "", 1), ("creative-programming", 2026, "", 1)]
