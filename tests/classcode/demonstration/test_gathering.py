"""What the demonstration shows of suggested meetings: Bruno finds one that the real round made."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import visitors
from classcode.demonstration.nearby import NEARBY
from classcode.demonstration.neighbours import person_id_of
from helpdesk.gathering.queries.page import listed
from tests.classcode.demonstration.conftest import TODAY


def test_bruno_finds_a_suggestion_with_dates_to_come(session: Session) -> None:
    who = visitors.find(session, visitors.open_session(session, person_id_of(session, "bruno")))
    assert who is not None

    with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)):
        found = listed(session, who)

    assert found.count >= 1
    one = found.shown[0].row
    assert len(one.people) >= len(NEARBY) and one.week == 1
    assert len(one.dates) >= 2 and all(date["start"] > f"{TODAY}" for date in one.dates)
