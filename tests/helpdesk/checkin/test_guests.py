"""People without an account: their lines, the headcount, and claiming a presence with a slip."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from classcode import clock
from classcode.errors import Invalid
from classcode.people.models import Person
from helpdesk.checkin import codes, queries
from helpdesk.checkin.models import MeetingGuest, PresenceCorrection
from helpdesk.checkin.rules import claiming, correcting, gates, guests, renewing
from helpdesk.checkin.rules.closing import Rest
from helpdesk.checkin.rules.guests import Line
from helpdesk.meetings.models import Seat
from helpdesk.meetings.states import MeetingState, Presence, Reply
from tests.helpdesk.checkin.conftest import Evening

DAY = 24 * 60


def claim(evening: Evening, guest: MeetingGuest, person: Person, at: float = 2 * DAY) -> Seat | None:
    with clock.at(evening.after(at)):
        shown = codes.in_groups(codes.slip(evening.meeting.checkin_key, guest.id)).lower()
        return claiming.claim(evening.session, shown, person.id, act_id=uuid4())


def test_a_line_is_counted_and_says_nothing_in_the_record(evening: Evening) -> None:
    guest = evening.guest(name=" Nadia ")
    assert (guest.name, guest.presence, guest.minutes) == ("Nadia", "attended", 90)
    assert evening.said() == [] and evening.meeting.state == MeetingState.HELD
    count = queries.headcount_of(evening.session, evening.meeting)
    assert (count.participants, count.guests, count.total) == (0, 1, 1)


def test_a_line_without_a_name_is_a_person_all_the_same(evening: Evening) -> None:
    assert evening.guest(name="").name is None


def test_an_emptied_line_is_gone(evening: Evening) -> None:
    evening.guest()
    with clock.at(evening.after(40)):
        emptied = guests.record_lines(
            evening.session, evening.meeting.id, [Line(1, None)], by=evening.bruno.id
        )
    assert emptied == 1
    assert evening.session.scalars(select(MeetingGuest)).all() == []


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line(1, None, None, "Nadia"), "presence-line-1"),
        (Line(1, Presence.ABSENT), "presence-line-1"),
        (Line(0, Presence.ATTENDED), "presence-line-0"),
        (Line(61, Presence.ATTENDED), "presence-line-61"),
        (Line(1, Presence.PARTLY), "minutes-line-1"),
        (Line(1, Presence.PARTLY, 90), "minutes-line-1"),
    ],
)
def test_what_cannot_be_said_of_a_line_is_refused_at_its_field(
    evening: Evening, line: Line, field: str
) -> None:
    with clock.at(evening.after(40)), pytest.raises(Invalid) as refused:
        guests.record_lines(evening.session, evening.meeting.id, [line], by=evening.bruno.id)
    assert refused.value.field == field


def test_children_are_a_number_where_an_adult_answers_for_them(evening: Evening) -> None:
    evening.meeting.responsible_adult = "Mme Dubois"
    with clock.at(evening.after(40)):
        guests.count_children(evening.session, evening.meeting.id, 7, by=evening.bruno.id)
    assert queries.headcount_of(evening.session, evening.meeting).total == 7


def test_without_a_responsible_adult_no_children_are_counted(evening: Evening) -> None:
    with clock.at(evening.after(40)), pytest.raises(Invalid):
        guests.count_children(evening.session, evening.meeting.id, 7, by=evening.bruno.id)


def test_a_claimed_line_is_the_seat_of_a_person_with_minutes_and_statement(evening: Evening) -> None:
    guest, newcomer = evening.guest(), evening.learner("nadia")
    seat = claim(evening, guest, newcomer)
    assert seat is not None
    assert (seat.presence, seat.minutes_present, seat.checked_how, seat.reply) == (
        "attended",
        90,
        "paper-code",
        Reply.INVITED,
    )
    assert evening.said() == [("attended", 90, "paper-code")]
    assert guest.name is None or evening.session.refresh(guest) is None
    count = queries.headcount_of(evening.session, evening.meeting)
    assert (count.participants, count.guests) == (1, 0) and evening.meeting.taken == 1


def test_a_slip_is_claimed_once(evening: Evening) -> None:
    guest = evening.guest()
    first, second = evening.learner("nadia"), evening.learner("other")
    claim(evening, guest, first)
    assert claim(evening, guest, first) is not None
    with pytest.raises(claiming.Claimed):
        claim(evening, guest, second)
    assert len(evening.said()) == 1


def test_somebody_recorded_already_claims_nothing(evening: Evening) -> None:
    guest = evening.guest()
    evening.tick()
    with pytest.raises(claiming.AlreadyRecorded):
        claim(evening, guest, evening.ada)
    evening.session.refresh(guest)
    assert guest.claimed_at is None


@pytest.mark.parametrize(("days", "late"), [(60, False), (60.1, True)])
def test_a_slip_is_good_for_sixty_days(evening: Evening, days: float, late: bool) -> None:
    guest, newcomer = evening.guest(), evening.learner("nadia")
    if late:
        with pytest.raises(claiming.TooLate):
            claim(evening, guest, newcomer, at=90 + days * DAY)
    else:
        assert claim(evening, guest, newcomer, at=90 + days * DAY) is not None


def test_an_unknown_slip_claims_nothing(evening: Evening) -> None:
    evening.guest()
    for typed in ("ABCD-EFGH-JKMN", "", "é", "x" * 10_000):
        assert claiming.claim(evening.session, typed, evening.ada.id, act_id=uuid4()) is None


def test_who_ran_the_meeting_claims_no_line_of_it(evening: Evening) -> None:
    with pytest.raises(claiming.RanIt):
        claim(evening, evening.guest(), evening.bruno)


def test_a_slip_printed_before_the_key_was_renewed_still_works(evening: Evening) -> None:
    code = codes.slip(evening.meeting.checkin_key, codes.line_id(evening.meeting.id, 1))
    renewing.renew(evening.session, evening.meeting.id)
    evening.guest()
    newcomer = evening.learner("nadia")
    with clock.at(evening.after(DAY)):
        assert claiming.claim(evening.session, code, newcomer.id, act_id=uuid4()) is not None


def test_only_the_hash_of_a_slip_is_kept(evening: Evening) -> None:
    guest = evening.guest()
    code = codes.slip(evening.meeting.checkin_key, guest.id)
    assert guest.claim_hash == codes.slip_hash(code) and code not in guest.claim_hash


def test_a_claimed_line_is_not_changed_any_more(evening: Evening) -> None:
    guest = evening.guest()
    claim(evening, guest, evening.learner("nadia"), at=60)
    with clock.at(evening.after(70)):
        changed = guests.record_lines(
            evening.session, evening.meeting.id, [Line(1, None)], by=evening.bruno.id
        )
    assert changed == 0


def test_on_a_closed_list_a_line_is_corrected_with_a_reason(evening: Evening) -> None:
    evening.guest()
    evening.close(rest=Rest.ABSENT)
    lines = [Line(1, Presence.PARTLY, 30, "Nadia"), Line(2, Presence.ATTENDED)]
    with clock.at(evening.after(2000)):
        with pytest.raises(gates.ListClosed):
            guests.record_lines(evening.session, evening.meeting.id, lines, by=evening.bruno.id)
        correcting.correct_lines(
            evening.session, evening.meeting.id, lines, by=evening.bruno.id, reason="La feuille."
        )
    assert queries.headcount_of(evening.session, evening.meeting).guests == 2
    assert {one.line for one in evening.session.scalars(select(PresenceCorrection))} == {1, 2}


def test_after_sixty_days_names_and_reasons_of_lines_are_gone(evening: Evening) -> None:
    evening.guest()
    for days, name in ((59, "Nadia"), (61, None)):
        evening.go_round(evening.meeting.ends_at + timedelta(days=days))
        guest = evening.session.scalars(
            select(MeetingGuest), execution_options={"populate_existing": True}
        ).one()
        assert guest.name == name and guest.presence == "attended"
