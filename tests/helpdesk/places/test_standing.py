"""How far a place has come: by days alone, and from the record."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory.models import Place, PlaceState
from helpdesk.meetings.models import Meeting, MeetingState
from helpdesk.places import rules
from helpdesk.places.rules.restating import restate_all
from helpdesk.places.standing import LOOKED_BACK, SPAN_SUSTAINED, state_of
from tests.make import Make
from tracking import rules as record
from tracking import vocabulary
from tracking.models import Statement
from tracking.statements import Event
from tracking.vocabulary import Verb

TODAY = date(2026, 11, 22)
DAYS = st.integers(min_value=-30, max_value=800).map(lambda ago: TODAY - timedelta(days=ago))


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=one) for one in days]


def test_nobody_ever_met_there_or_not_for_a_year() -> None:
    assert state_of([], TODAY) is PlaceState.IDENTIFIED
    assert state_of(ago(366), TODAY) is PlaceState.IDENTIFIED


def test_one_meeting_within_a_year_makes_it_active() -> None:
    assert state_of(ago(365), TODAY) is PlaceState.ACTIVE
    assert state_of(ago(0), TODAY) is PlaceState.ACTIVE


def test_four_days_over_half_a_year_make_it_sustained() -> None:
    assert state_of(ago(182, 100, 50, 0), TODAY) is PlaceState.SUSTAINED
    assert state_of(ago(181, 100, 50, 0), TODAY) is PlaceState.ACTIVE
    assert state_of(ago(182, 100, 0), TODAY) is PlaceState.ACTIVE
    assert state_of(ago(182, 182, 100, 0), TODAY) is PlaceState.ACTIVE


@given(st.lists(DAYS), DAYS)
def test_another_meeting_never_makes_a_place_less(days: list[date], one: date) -> None:
    order = list(PlaceState)
    assert order.index(state_of([*days, one], TODAY)) >= order.index(state_of(days, TODAY))


@given(st.lists(DAYS))
def test_a_sustained_place_has_met_often_enough_and_lately(days: list[date]) -> None:
    recent = {day for day in days if TODAY - LOOKED_BACK <= day <= TODAY}
    if state_of(days, TODAY) is PlaceState.SUSTAINED:
        assert len(recent) >= 4 and max(recent) - min(recent) >= SPAN_SUSTAINED


def attend(session: Session, person: Person, place: Place, days: int, *, meeting_id: object = None) -> None:
    """Let the record say that somebody attended a meeting at a place."""
    event = Event(
        act_id=uuid4(),
        person_id=person.id,
        verb=Verb.ATTENDED,
        object=vocabulary.meeting(meeting_id or uuid4()),  # type: ignore[arg-type]
        at=clock.now() - timedelta(days=days),
        module="creative-programming",
        grouping=(vocabulary.place(place.id), vocabulary.module("creative-programming")),
    )
    record.record(session, event)


def test_the_round_reads_each_place_s_meetings_in_the_record(
    session: Session, make: Make, ada: Person
) -> None:
    busy, once, never = make.place(), make.place(), make.place()
    for days in (5, 60, 120, 200):
        attend(session, ada, busy, days)
    attend(session, ada, once, 30)
    never.state = PlaceState.SUSTAINED
    session.flush()
    assert restate_all(session) == 3
    session.expire_all()
    assert [busy.state, once.state, never.state] == [
        PlaceState.SUSTAINED,
        PlaceState.ACTIVE,
        PlaceState.IDENTIFIED,
    ]
    assert restate_all(session) == 0


def test_several_people_at_one_meeting_are_one_meeting(session: Session, make: Make, ada: Person) -> None:
    place, meeting = make.place(), uuid4()
    for name in ("lena", "noor", "paul", "rosa"):
        attend(session, make.person(name), place, 20, meeting_id=meeting)
    restate_all(session)
    session.expire_all()
    assert place.state is PlaceState.ACTIVE


def test_what_was_voided_no_longer_speaks_for_a_place(session: Session, make: Make, ada: Person) -> None:
    place = make.place()
    attend(session, ada, place, 20)
    restate_all(session)
    record.void(session, session.scalars(select(Statement.id)).one(), ada.id)
    restate_all(session)
    session.expire_all()
    assert place.state is PlaceState.IDENTIFIED


def test_one_place_is_read_anew_when_its_list_is_closed(session: Session, make: Make, ada: Person) -> None:
    place, other = make.place(), make.place()
    assert rules.restate(session, place.id) is PlaceState.IDENTIFIED
    starts = clock.now() - timedelta(days=1)
    meeting = Meeting(
        id=uuid4(), module="creative-programming", language="fr", region_code="FR-BRE", place_id=place.id,
        starts_at=starts, ends_at=starts + timedelta(hours=2), zone="Europe/Paris", capacity=5,
        cancel_by=starts, created_at=starts, state=MeetingState.HELD,
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    attend(session, ada, place, 1, meeting_id=meeting.id)
    attend(session, ada, other, 1)
    assert rules.restate(session, place.id) is PlaceState.ACTIVE
    session.expire_all()
    assert (place.state, other.state) == (PlaceState.ACTIVE, PlaceState.IDENTIFIED)
