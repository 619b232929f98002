"""Papers of attendance: one for each person who was there once the list is closed, corrected ones replaced."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select

from classcode import clock
from classcode.people.models import Person
from helpdesk.afterwards.rules import closed, issue_for
from helpdesk.meetings.states import Presence, SeatRole
from tests.helpdesk.afterwards.conftest import ENDS, Evening
from tracking.attestations.models import Attestation
from tracking.models import Statement


def papers(evening: Evening) -> list[Attestation]:
    return list(evening.session.scalars(select(Attestation).order_by(Attestation.issued_at)))


def standing(evening: Evening) -> dict[object, int]:
    return {one.person_id: one.minutes for one in papers(evening) if one.revoked_at is None}


def close(evening: Evening) -> int:
    evening.close()
    return closed(evening.session, evening.meeting, by=evening.bruno.id)


def test_closing_the_list_issues_one_to_each_who_was_there(evening: Evening) -> None:
    whole, part = evening.seat(), evening.seat(presence=Presence.PARTLY)
    evening.seat(presence=Presence.ABSENT)
    evening.seat(presence=Presence.EXCUSED)
    evening.seat(presence=None)
    assert close(evening) == 2
    assert standing(evening) == {whole.person_id: 90, part.person_id: 40}


def test_closing_again_changes_nothing(evening: Evening) -> None:
    evening.seat()
    close(evening)
    before = [one.id for one in papers(evening)]
    assert closed(evening.session, evening.meeting, by=evening.bruno.id) == 1
    assert [one.id for one in papers(evening)] == before


def test_an_organiser_s_says_that_she_organised(evening: Evening, ada: Person) -> None:
    evening.seat(ada, role=SeatRole.ORGANISER)
    close(evening)
    assert [one.role for one in papers(evening)] == ["organiser"]


def test_the_day_is_the_one_on_the_clock_of_the_place(evening: Evening) -> None:
    evening.seat()
    evening.meeting.zone = "Pacific/Noumea"
    close(evening)
    assert papers(evening)[0].held_on.isoformat() == "2026-11-11"


def test_a_correction_revokes_and_replaces(evening: Evening) -> None:
    seat = evening.seat()
    close(evening)
    seat.presence, seat.minutes_present = Presence.PARTLY, 30
    issued = issue_for(evening.session, seat, by=evening.bruno.id)
    former, now = sorted(papers(evening), key=lambda one: one.revoked_at is None)
    assert issued is now and (now.minutes, now.revoked_at) == (30, None)
    assert former.revoked_at is not None and former.replaced_by_id == now.id
    voided = evening.session.scalars(
        select(Statement.voided).where(Statement.id == former.statement_id)
    ).one()
    assert voided


def test_who_was_not_there_after_all_has_none(evening: Evening) -> None:
    seat = evening.seat()
    close(evening)
    seat.presence, seat.minutes_present = Presence.ABSENT, None
    assert issue_for(evening.session, seat, by=evening.bruno.id) is None
    assert standing(evening) == {}
    assert [one.replaced_by_id for one in papers(evening)] == [None]


def test_before_the_list_is_closed_nobody_gets_one(evening: Evening) -> None:
    assert issue_for(evening.session, evening.seat()) is None
    assert papers(evening) == []


def test_who_claims_her_presence_later_gets_hers_then(evening: Evening, ada: Person) -> None:
    close(evening)
    seat = evening.seat(ada, checked_how="paper-code")
    assert issue_for(evening.session, seat) is not None
    assert standing(evening) == {ada.id: 90}


@pytest.mark.parametrize("minutes", [None, 0])
def test_no_minute_is_no_paper(evening: Evening, minutes: int | None) -> None:
    evening.seat(minutes_present=minutes)
    assert close(evening) == 0


def test_the_record_is_told_minutes_and_role_and_no_name(evening: Evening) -> None:
    evening.seat()
    with clock.at(ENDS):
        close(evening)
    body = evening.session.scalars(select(Statement.body).where(Statement.verb == "earned")).one()
    told = orjson.loads(body)
    assert told["verb"]["id"] == "http://classcode.test/xapi/verbs/earned"
    assert told["object"]["definition"]["type"] == "http://classcode.test/xapi/types/certificate"
    assert told["result"]["extensions"] == {
        "http://classcode.test/xapi/extensions/minutes-in-person": 90,
        "http://classcode.test/xapi/extensions/role": "participant",
    }
    assert "name" not in told["object"]["definition"]


def test_only_a_hash_of_the_code_is_kept(evening: Evening) -> None:
    evening.seat()
    close(evening)
    assert len(papers(evening)[0].code_hash) == 64
