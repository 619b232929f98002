"""Checking in oneself: when it is possible, for whom, and what it is worth until the list is closed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from classcode import clock
from helpdesk.checkin import codes, queries
from helpdesk.checkin.queries import Shown
from helpdesk.checkin.rules import declaring, gates
from helpdesk.meetings.models import MeetingStep, Seat
from helpdesk.meetings.rules import cancelling, replying
from helpdesk.meetings.states import Checked, Presence, Reply, Step
from tests.helpdesk.checkin.conftest import Evening


@pytest.mark.parametrize("at", [-30, 0, 89, 105])
def test_within_the_window_a_check_in_is_declared_and_no_statement_yet(evening: Evening, at: float) -> None:
    seat = evening.check_in(at=at, how=Checked.CODE)
    assert (seat.declared_at, seat.declared_how) == (evening.after(at), "code")
    assert seat.presence is None and evening.said() == []


@pytest.mark.parametrize("at", [-30.1, 105.1])
def test_outside_the_window_nobody_checks_in(evening: Evening, at: float) -> None:
    with pytest.raises(declaring.NotTheHour):
        evening.check_in(at=at)
    assert evening.seat().declared_at is None


def test_checking_in_twice_keeps_the_first_time(evening: Evening) -> None:
    evening.check_in(at=2)
    assert evening.check_in(at=40, how=Checked.CODE).declared_at == evening.after(2)
    steps = select(func.count()).where(MeetingStep.what == Step.DECLARED)
    assert evening.session.scalar(steps) == 1


@pytest.mark.parametrize("reply", [Reply.INVITED, Reply.NO])
def test_whoever_has_a_line_checks_in_whatever_she_answered(evening: Evening, reply: Reply) -> None:
    other = evening.learner(reply=reply)
    seat = evening.check_in(other)
    assert seat.declared_at is not None and seat.reply == reply
    assert evening.meeting.taken == 1


def test_at_an_open_meeting_somebody_without_a_line_takes_a_free_seat(evening: Evening) -> None:
    evening.meeting.listed = True
    seat = evening.check_in(evening.learner())
    assert (seat.reply, seat.declared_how, evening.meeting.taken) == (Reply.YES, "qr", 2)
    assert seat.reply_statement_id is not None


def test_where_no_seat_is_free_she_is_refused_and_none_is_oversold(evening: Evening) -> None:
    evening.meeting.listed, evening.meeting.capacity = True, 1
    with pytest.raises(declaring.NoRoom):
        evening.check_in(evening.learner())
    assert evening.meeting.taken == 1
    assert evening.session.scalar(select(func.count()).select_from(Seat)) == 1


def test_a_meeting_for_people_who_were_asked_takes_nobody_else(evening: Evening) -> None:
    with pytest.raises(declaring.NotOpen):
        evening.check_in(evening.learner())


def test_who_runs_the_meeting_is_no_participant_of_it(evening: Evening) -> None:
    evening.meeting.listed = True
    with pytest.raises(declaring.RunsIt):
        evening.check_in(evening.bruno)


def test_a_meeting_called_off_has_no_check_in(evening: Evening) -> None:
    cancelling.cancel(evening.session, evening.meeting.id, by=evening.bruno.id)
    with pytest.raises(gates.CalledOff):
        evening.check_in()


def test_once_the_list_is_closed_nobody_checks_in(evening: Evening) -> None:
    evening.tick(Presence.ABSENT)
    evening.close()
    with pytest.raises(gates.ListClosed):
        evening.check_in(at=95)


def test_a_code_that_is_shown_now_leads_to_its_meeting(evening: Evening) -> None:
    meeting, now = evening.meeting, evening.after(1)
    with clock.at(now):
        typed = codes.in_groups(codes.code(meeting.checkin_key, meeting.id, now), 3).lower()
        scanned = codes.token(meeting.checkin_key, meeting.id, now)
        for shown in (Shown(code=typed), Shown(token=scanned)):
            found = queries.meeting_shown(evening.session, evening.ada.id, shown)
            assert found is not None and found.id == meeting.id


@pytest.mark.parametrize("typed", ["", "ABCDEF", "abc", "0O1IL0", "é" * 6, "A" * 5000])
def test_a_code_that_nobody_shows_leads_nowhere(evening: Evening, typed: str) -> None:
    with clock.at(evening.after(1)):
        assert queries.meeting_shown(evening.session, evening.ada.id, Shown(code=typed)) is None


def test_before_the_window_its_code_leads_nowhere(evening: Evening) -> None:
    meeting, now = evening.meeting, evening.after(-31)
    with clock.at(now):
        typed = codes.code(meeting.checkin_key, meeting.id, now)
        assert queries.meeting_shown(evening.session, evening.ada.id, Shown(code=typed)) is None


def test_who_checked_in_and_then_says_no_is_not_there(evening: Evening) -> None:
    evening.check_in(at=-20)
    with clock.at(evening.after(-10)):
        replying.reply(evening.session, evening.meeting.id, evening.ada.id, Reply.NO, act_id=uuid4())
    evening.close()
    assert evening.said() == [] and evening.seat().state == "no"
