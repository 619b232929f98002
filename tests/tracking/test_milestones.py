"""What follows from deeds: each milestone's rule, and that the order of arrival changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from tests.make import Make
from tracking import milestones, vocabulary
from tracking.models import ActiveDay, Milestone
from tracking.rules import actor_of, record
from tracking.standing import Deed, Reached, Standing
from tracking.statements import Event
from tracking.vocabulary import Kind, Thing, Verb

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA = UUID(int=1)


def deed(verb: Verb, day: int = 0, module: str | None = "one", kind: Kind = Kind.ASSESSMENT) -> Deed:
    return Deed(ADA, verb, kind, module, START + timedelta(days=day))


def reached(*deeds: Deed, scope: str = "one") -> set[str]:
    standing = Standing()
    for one in deeds:
        standing.follow(one)
    return {kind for kind, module in standing.reached if module == scope}


def test_joining_a_module_registers_in_it_and_in_everything() -> None:
    joined = deed(Verb.REGISTERED, kind=Kind.COURSE)
    assert reached(joined) == reached(joined, scope="") == {Reached.REGISTERED}


@pytest.mark.parametrize("verb", [Verb.ANSWERED, Verb.PASSED, Verb.FAILED])
def test_one_activity_engages_whether_it_succeeds_or_not(verb: Verb) -> None:
    assert reached(deed(verb)) == {Reached.ENGAGED}


def test_units_marked_as_done_never_engage_or_train() -> None:
    assert reached(*(deed(Verb.COMPLETED, day, kind=Kind.LESSON) for day in range(9))) == set()


def test_three_distinct_days_make_participation_and_two_do_not() -> None:
    two = [deed(Verb.ANSWERED, 0), deed(Verb.ANSWERED, 0), deed(Verb.PASSED, 1)]
    assert Reached.PARTICIPATING not in reached(*two)
    assert Reached.PARTICIPATING in reached(*two, deed(Verb.ANSWERED, 2))


def test_one_meeting_and_one_activity_make_participation_in_either_order() -> None:
    both = [deed(Verb.ATTENDED, 0, kind=Kind.MEETING), deed(Verb.ANSWERED, 1)]
    assert Reached.PARTICIPATING in reached(*both) & reached(*reversed(both))


def test_a_meeting_alone_is_no_participation() -> None:
    assert reached(deed(Verb.ATTENDED, kind=Kind.MEETING)) == {Reached.MET, Reached.INITIATED}


def test_days_of_two_modules_add_up_for_everything_and_not_for_one() -> None:
    days = [deed(Verb.ANSWERED, 0), deed(Verb.ANSWERED, 1, "two"), deed(Verb.ANSWERED, 2, "two")]
    assert Reached.PARTICIPATING in reached(*days, scope="")
    assert Reached.PARTICIPATING not in reached(*days, scope="one") | reached(*days, scope="two")


def test_a_completed_module_makes_trained() -> None:
    assert reached(deed(Verb.COMPLETED, kind=Kind.COURSE)) == {Reached.TRAINED}


def test_an_activity_of_the_front_door_initiates_as_a_meeting_does() -> None:
    done = deed(Verb.ANSWERED, module="front-door")
    assert Reached.INITIATED in reached(done, scope="") & reached(done, scope="front-door")


def test_an_activity_of_another_module_initiates_nobody() -> None:
    assert Reached.INITIATED not in reached(deed(Verb.ANSWERED), scope="")


def test_a_module_opened_is_started_and_no_more() -> None:
    assert reached(deed(Verb.INITIALIZED, kind=Kind.COURSE)) == {Reached.STARTED}


def test_an_attestation_certifies() -> None:
    assert reached(deed(Verb.EARNED, kind=Kind.CERTIFICATE)) == {Reached.CERTIFIED}


def test_an_activity_of_the_front_door_is_told_apart() -> None:
    front = deed(Verb.ANSWERED, module="front-door")
    assert reached(front, scope="front-door") == {Reached.ENGAGED, Reached.FRONT_DOOR, Reached.INITIATED}


def test_a_day_is_a_day_in_utc_wherever_the_learner_is() -> None:
    noumea = timezone(timedelta(hours=11))
    standing = Standing()
    standing.follow(Deed(ADA, Verb.ANSWERED, Kind.ASSESSMENT, "one", datetime(2026, 3, 3, 8, tzinfo=noumea)))
    assert {day.isoformat() for _, day in standing.days} == {"2026-03-02"}


THINGS = {
    Verb.REGISTERED: vocabulary.module("one"),
    Verb.ANSWERED: Thing("modules/one/u/a/q", Kind.INTERACTION, interaction="choice"),
    Verb.PASSED: vocabulary.activity("one", "u", "a"),
    Verb.ATTENDED: vocabulary.meeting(UUID(int=7)),
    Verb.COMPLETED: vocabulary.module("one"),
    Verb.EXPERIENCED: vocabulary.unit("one", "u"),
}


def tell(session: Session, person_id: UUID, history: Sequence[tuple[Verb, int]]) -> None:
    for verb, hours in history:
        at = START + timedelta(hours=hours)
        record(
            session,
            Event(act_id=uuid4(), person_id=person_id, verb=verb, object=THINGS[verb], at=at, module="one"),
        )


def kept(session: Session, person_id: UUID) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    actor = actor_of(session, person_id)
    rows = session.scalars(
        select(Milestone).where(Milestone.actor == actor).execution_options(populate_existing=True)
    )
    days = session.scalars(select(ActiveDay).where(ActiveDay.actor == actor))
    return {(row.kind, row.module, str(row.at)) for row in rows}, {(row.module, str(row.day)) for row in days}


def test_an_attendance_typed_in_late_counts_from_the_meeting_on(session: Session, ada: Person) -> None:
    tell(session, ada.id, [(Verb.ATTENDED, 50), (Verb.ANSWERED, 60), (Verb.ATTENDED, 10)])
    at = session.scalars(
        select(Milestone.at).where(Milestone.kind == Reached.MET, Milestone.module == "")
    ).one()
    assert at == START + timedelta(hours=10)


HISTORIES = st.lists(st.tuples(st.sampled_from(list(THINGS)), st.integers(0, 120)), max_size=10)


# Each history has a person of its own, so one database serves them all.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(history=HISTORIES)
def test_whatever_the_order_of_arrival_milestones_equal_those_rebuilt(
    history: list[tuple[Verb, int]], make: Make
) -> None:
    session, anybody = make.session, make.person().id
    tell(session, anybody, history)
    arrived = kept(session, anybody)
    milestones.rebuild(session, actor_of(session, anybody))
    assert kept(session, anybody) == arrived
