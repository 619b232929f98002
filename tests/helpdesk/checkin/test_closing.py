"""Closing the list, by hand or by the clock, and correcting it afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from helpdesk.checkin.models import OfflineBatch, PresenceCorrection
from helpdesk.checkin.rules import closing, correcting, gates, guests, recording
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.writing import Ticked
from helpdesk.meetings import queries
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import cancelling
from helpdesk.meetings.rules.gates import TooLate, check_to_come
from helpdesk.meetings.states import Checked, MeetingState, Presence, Reply
from tests.helpdesk.checkin.conftest import Evening, Story
from tracking.attestations.models import Attestation
from tracking.profile.events import CHECKED_IN

WEEK = 7 * 24 * 60 + 90
LONG_AGO = datetime(2026, 1, 6, tzinfo=UTC)


def test_who_checked_in_on_time_was_there_from_start_to_end(evening: Evening) -> None:
    evening.check_in(at=15)
    assert evening.close()
    assert evening.said() == [("attended", 90, "qr")]
    assert evening.meeting.state == MeetingState.HELD
    assert evening.meeting.list_closed_by_id == evening.bruno.id


def test_who_checked_in_late_was_there_from_then_to_the_end(evening: Evening) -> None:
    evening.check_in(at=30, how=Checked.CODE)
    evening.close()
    assert evening.said() == [("attended", 60, "code")]
    assert evening.seat().state == "partly"


def test_what_was_ticked_stands_before_what_was_declared(evening: Evening) -> None:
    evening.check_in(at=2)
    evening.tick(Presence.PARTLY, 20)
    evening.close()
    assert evening.said() == [("attended", 20, "facilitator-list")]


def test_a_list_is_not_closed_before_the_end(evening: Evening) -> None:
    with pytest.raises(closing.NotOver):
        evening.close(at=89)


def test_closing_asks_for_those_of_whom_nothing_is_known(evening: Evening) -> None:
    with pytest.raises(closing.StillUnknown):
        evening.close()
    assert evening.meeting.list_closed_at is None


def test_the_others_did_not_come_marks_them_absent(evening: Evening) -> None:
    evening.close(rest=Rest.ABSENT)
    assert evening.said() == [("absent", None, False)]


def test_closing_without_knowing_leaves_them_unrecorded(evening: Evening) -> None:
    evening.close(rest=Rest.UNKNOWN)
    assert evening.said() == [] and evening.seat().state == "yes"


def test_closing_twice_is_once(evening: Evening) -> None:
    evening.check_in()
    assert evening.close() and not evening.close(at=95)
    assert len(evening.said()) == 1


def test_after_closing_nothing_more_is_ticked(evening: Evening) -> None:
    evening.check_in()
    evening.close()
    with pytest.raises(gates.ListClosed):
        evening.tick(Presence.ABSENT, at=100)


def test_after_seven_days_the_clock_closes_and_asks_nobody(evening: Evening) -> None:
    evening.check_in()
    evening.learner(reply=Reply.YES)
    for at, closed in ((WEEK - 1, False), (WEEK, True), (WEEK + 60, True)):
        evening.go_round(evening.after(at))
        found = evening.session.get_one(Meeting, evening.meeting.id, populate_existing=True)
        assert (found.list_closed_at is not None) is closed
    assert evening.said() == [("attended", 90, "qr")]
    assert found.list_closed_by_id is None and found.list_closed_at == evening.after(WEEK)


def test_a_list_that_trips_stops_neither_the_next_nor_what_follows(
    evening: Evening, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, next_one = closing.close, story.propose(day=date(2026, 11, 25))
    evening.tick()

    def tripping(session: Session, meeting_id: UUID, by: UUID | None = None, *, act_id: UUID) -> bool:
        if meeting_id == evening.meeting.id:
            raise ValueError("a stone on the way")
        return real(session, meeting_id, by, act_id=act_id)

    monkeypatch.setattr(closing, "close", tripping)
    monkeypatch.setattr(guests, "forget_names", tripping)
    evening.session.add(
        OfflineBatch(id=uuid4(), meeting_id=next_one.id, by_id=story.bruno.id, at=LONG_AGO, outcome=[])
    )
    evening.go_round(evening.after(WEEK + 24 * 60))
    closed = [
        evening.session.get_one(Meeting, one.id, populate_existing=True).list_closed_at is not None
        for one in (evening.meeting, next_one)
    ]
    assert closed == [False, True]
    assert evening.session.scalars(select(OfflineBatch.id)).all() == []


def test_the_clock_leaves_a_cancelled_meeting_alone(evening: Evening) -> None:
    cancelling.cancel(evening.session, evening.meeting.id, by=evening.bruno.id)
    with clock.at(evening.after(WEEK)):
        assert closing.due(evening.session, clock.now()) == []


def state_of(evening: Evening) -> str:
    return evening.session.get_one(Meeting, evening.meeting.id, populate_existing=True).state


@pytest.mark.parametrize("rest", Rest)
def test_a_list_closed_with_nobody_present_says_that_the_meeting_was_not_held(
    evening: Evening, rest: Rest
) -> None:
    evening.close(rest=rest)
    assert state_of(evening) == MeetingState.NOT_HELD


def test_nor_is_it_held_where_the_clock_closes_an_empty_list(evening: Evening) -> None:
    evening.tick(Presence.EXCUSED)
    evening.go_round(evening.after(WEEK))
    assert state_of(evening) == MeetingState.NOT_HELD


def test_somebody_without_an_account_or_a_child_makes_it_held(evening: Evening, story: Story) -> None:
    evening.guest()
    evening.close(rest=Rest.ABSENT)
    assert state_of(evening) == MeetingState.HELD


def test_children_alone_make_it_held(evening: Evening) -> None:
    evening.meeting.responsible_adult, evening.meeting.children = "Claire Le Goff", 3
    evening.session.flush()
    evening.close(rest=Rest.ABSENT)
    assert state_of(evening) == MeetingState.HELD


def test_a_correction_says_anew_whether_it_was_held(evening: Evening) -> None:
    evening.close(rest=Rest.ABSENT)
    correct(evening, Presence.ATTENDED)
    assert state_of(evening) == MeetingState.HELD
    correct(evening, Presence.ABSENT)
    assert state_of(evening) == MeetingState.NOT_HELD


def test_and_so_does_the_correction_of_a_line(evening: Evening) -> None:
    evening.close(rest=Rest.ABSENT)
    for presence, state in ((Presence.ATTENDED, MeetingState.HELD), (None, MeetingState.NOT_HELD)):
        with clock.at(evening.after(2000)):
            correcting.correct_lines(
                evening.session,
                evening.meeting.id,
                [Line(1, presence)],
                by=evening.bruno.id,
                reason="Une personne était venue.",
            )
        assert state_of(evening) == state


def test_what_was_not_held_is_neither_changed_nor_called_off(evening: Evening) -> None:
    evening.close(rest=Rest.ABSENT)
    with clock.at(evening.after(100)):
        with pytest.raises(cancelling.NotCancelled):
            cancelling.cancel(evening.session, evening.meeting.id, by=evening.bruno.id)
        with pytest.raises(TooLate):
            check_to_come(evening.meeting)


def correct(
    evening: Evening, presence: Presence | None, minutes: int | None = None, reason: str = "Erreur."
) -> int:
    with clock.at(evening.after(2000)):
        return correcting.correct(
            evening.session,
            evening.meeting.id,
            [Ticked(evening.ada.id, presence, minutes)],
            by=evening.bruno.id,
            act_id=uuid4(),
            reason=reason,
        )


def test_a_correction_keeps_its_reason_and_what_stood_before(evening: Evening) -> None:
    evening.check_in()
    evening.close()
    assert correct(evening, Presence.PARTLY, 45, " Partie plus tôt. ") == 1
    assert evening.said() == [("attended", 45, "facilitator-list")]
    kept = evening.session.scalars(select(PresenceCorrection)).one()
    assert (kept.person_id, kept.by_id, kept.reason) == (evening.ada.id, evening.bruno.id, "Partie plus tôt.")
    last = queries.steps_of(evening.session, evening.meeting.id)[-1]
    assert last.detail == {"presence": "partly", "minutes": 45, "before": "attended", "minutes_before": 90}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_correction_without_a_reason_is_refused(evening: Evening, reason: str) -> None:
    evening.check_in()
    evening.close()
    with pytest.raises(Invalid) as refused:
        correct(evening, Presence.ABSENT, reason=reason)
    assert refused.value.field == "reason" and evening.said() == [("attended", 90, "qr")]


def test_a_correction_that_changes_nothing_keeps_no_reason(evening: Evening) -> None:
    evening.check_in()
    evening.close()
    assert correct(evening, Presence.ATTENDED) == 0
    assert evening.session.scalars(select(PresenceCorrection)).all() == []


def test_an_open_list_is_ticked_and_not_corrected(evening: Evening) -> None:
    with pytest.raises(gates.ListOpen):
        correct(evening, Presence.ATTENDED)


def test_nobody_comes_on_a_closed_list_by_a_correction(evening: Evening, chloe: Person) -> None:
    evening.close(rest=Rest.ABSENT)
    with pytest.raises(NotFound):
        correcting.correct(
            evening.session,
            evening.meeting.id,
            [Ticked(chloe.id, Presence.ATTENDED)],
            by=evening.bruno.id,
            act_id=uuid4(),
            reason="Elle était là.",
        )


def test_everybody_expected_was_there_is_one_act(evening: Evening) -> None:
    others = [evening.learner(f"eve{n}", Reply.YES) for n in range(2)]
    late, silent = evening.learner("late", Reply.YES), evening.learner("silent", Reply.INVITED)
    evening.check_in(late, at=30)
    evening.tick(Presence.EXCUSED, at=90, everybody=True)
    told = {
        (seat.person_id, seat.presence, seat.minutes_present)
        for seat in evening.session.scalars(select(Seat))
    }
    assert told == {
        (evening.ada.id, "excused", None),
        *((one.id, "attended", 90) for one in others),
        (late.id, "partly", 60),
        (silent.id, None, None),
    }


def test_a_tick_before_the_start_is_dated_to_when_it_was_made(evening: Evening) -> None:
    evening.tick(at=-20)
    assert evening.said() == [("attended", 90, "facilitator-list")]


@pytest.mark.parametrize("how", [Checked.SHEET, Checked.LIST])
def test_how_presence_was_taken_is_recorded(evening: Evening, how: Checked) -> None:
    evening.tick(how=how)
    assert evening.said() == [("attended", 90, how.value)] and evening.seat().checked_how == how


def test_ticking_stays_possible_long_after_while_the_list_is_open(evening: Evening) -> None:
    evening.tick(at=timedelta(days=6).total_seconds() / 60)
    assert evening.said() == [("attended", 90, "facilitator-list")]
    with clock.at(evening.after(-31)), pytest.raises(recording.NotBegun):
        recording.record_presence(
            evening.session, evening.meeting.id, [], by=evening.bruno.id, act_id=uuid4()
        )


def test_closing_attests_and_a_correction_makes_the_paper_agree(evening: Evening) -> None:
    evening.check_in()
    evening.close()
    assert papers(evening) == [90]
    correct(evening, Presence.PARTLY, 45)
    assert papers(evening) == [45]
    correct(evening, Presence.ABSENT)
    assert papers(evening) == []


def papers(evening: Evening) -> list[int]:
    """Return the minutes of the attestations that stand."""
    return list(evening.session.scalars(select(Attestation.minutes).where(Attestation.revoked_at.is_(None))))


def test_the_record_knows_each_way_of_checking_in() -> None:
    assert {str(one) for one in Checked} == set(CHECKED_IN)


def test_a_closed_list_waits_for_nobody_even_where_somebody_stayed_unknown(evening: Evening) -> None:
    evening.close(rest=Rest.UNKNOWN)
    run = queries.run_by(evening.session, evening.bruno.id, evening.after(200))
    assert (run.waiting, run.past) == ([], [evening.meeting])
