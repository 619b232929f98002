"""Whatever is recorded, closed, corrected and claimed, in whatever order: papers that stand equal presence."""

from __future__ import annotations

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from helpdesk.afterwards.being_there import WAS_THERE
from helpdesk.afterwards.rules import closed, issue_for
from helpdesk.meetings.models import Seat
from helpdesk.meetings.states import Presence
from tests.helpdesk.afterwards.conftest import Evening
from tracking.attestations.models import Attestation
from tracking.models import Statement

MINUTES = {Presence.ATTENDED: 90, Presence.PARTLY: 40}
PRESENCES = st.one_of(st.none(), st.sampled_from(list(Presence)))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("correct"), st.integers(0, 2), PRESENCES),
        st.tuples(st.just("claim"), st.none(), st.none()),
        st.tuples(st.just("close"), st.none(), st.none()),
    ),
    max_size=12,
)


def standing(evening: Evening) -> dict[UUID, int]:
    rows = evening.session.scalars(select(Attestation).where(Attestation.revoked_at.is_(None))).all()
    assert len(rows) == len({row.person_id for row in rows})
    earned = select(Statement.id).where(Statement.verb == "earned", Statement.voided.is_(False))
    assert set(evening.session.scalars(earned)) == {row.statement_id for row in rows}
    return {row.person_id: row.minutes for row in rows}


def present(evening: Evening) -> dict[UUID, int]:
    seats = evening.session.scalars(select(Seat).where(Seat.meeting_id == evening.meeting.id))
    return {seat.person_id: seat.minutes_present or 0 for seat in seats if seat.presence in WAS_THERE}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ACTS)
def test_papers_equal_presence_once_the_list_is_closed(
    evening: Evening, acts: list[tuple[str, int | None, Presence | None]]
) -> None:
    with evening.session.begin_nested() as tried:
        seats = [evening.seat() for _ in range(3)]
        evening.meeting.list_closed_at = None
        for what, at, presence in acts:
            if what == "close":
                evening.close()
                closed(evening.session, evening.meeting, by=evening.bruno.id)
            elif what == "claim":
                issue_for(evening.session, evening.seat(checked_how="paper-code"))
            else:
                seat = seats[at or 0]
                seat.presence = presence
                seat.minutes_present = MINUTES.get(presence) if presence else None
                evening.session.flush()
                issue_for(evening.session, seat, by=evening.bruno.id)
            assert standing(evening) == (present(evening) if evening.meeting.list_closed_at else {})
        tried.rollback()
    evening.session.refresh(evening.meeting)
