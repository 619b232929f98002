"""Who is asked how a meeting was: whoever was there, a day after it ended, once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from helpdesk.afterwards import jobs
from helpdesk.afterwards.jobs import go_round
from helpdesk.afterwards.models import FeedbackRequest
from helpdesk.afterwards.rules import asking
from helpdesk.meetings.models import Meeting, MeetingMail
from helpdesk.meetings.states import MeetingState, Presence, SeatRole
from tests.helpdesk.afterwards.conftest import ENDS, NEXT_DAY, Evening


def mails_after(evening: Evening, *hours: float) -> list[OutgoingMail]:
    """Go round so many hours after the end, and return the mails that ask."""
    evening.session.commit()
    for passed in hours:
        with clock.at(ENDS + timedelta(hours=passed)):
            go_round("a round")
    with db.reading() as session:
        return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "meeting-feedback")))


def test_who_was_there_is_asked_a_day_after_and_once(evening: Evening, ada: Person) -> None:
    evening.seat(ada)
    assert mails_after(evening, 23.9) == []
    assert [mail.person_id for mail in mails_after(evening, 24, 24.5, 60)] == [ada.id]


def test_who_trips_stops_neither_the_next_nor_what_follows(
    evening: Evening, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = sorted((evening.seat(ada), evening.seat()), key=lambda one: one.person_id)
    real, first, forgot = asking.ask, seats[0].person_id, []

    def tripping(session: Session, meeting: Meeting, person_id: UUID) -> bool:
        if person_id == first:
            raise ValueError("a stone on the way")
        return real(session, meeting, person_id)

    monkeypatch.setattr(asking, "ask", tripping)
    monkeypatch.setattr(jobs, "forget_notes", forgot.append)
    assert [mail.person_id for mail in mails_after(evening, 25)] == [seats[1].person_id]
    assert len(forgot) == 1


def test_rounds_that_did_not_come_for_two_hours_are_made_up_for(evening: Evening, ada: Person) -> None:
    evening.seat(ada)
    assert len(mails_after(evening, 26)) == 1


@pytest.mark.parametrize("presence", [Presence.ABSENT, Presence.EXCUSED, None])
def test_who_was_not_there_is_not_asked(evening: Evening, ada: Person, presence: str | None) -> None:
    evening.seat(ada, presence)
    assert mails_after(evening, 25) == []


def test_who_declared_it_is_asked_while_the_list_is_open(evening: Evening, ada: Person) -> None:
    evening.seat(ada, None, declared_at=ENDS, declared_how="code")
    assert len(mails_after(evening, 25)) == 1


def test_and_not_where_the_closed_list_does_not_know_her(evening: Evening, ada: Person) -> None:
    evening.seat(ada, None, declared_at=ENDS, declared_how="code")
    evening.close()
    assert mails_after(evening, 25) == []


def test_who_organised_is_not_asked(evening: Evening, ada: Person) -> None:
    evening.seat(ada, role=SeatRole.ORGANISER)
    assert mails_after(evening, 25) == []


def test_about_a_cancelled_meeting_nobody_is_asked(evening: Evening, ada: Person) -> None:
    evening.seat(ada)
    evening.meeting.state = MeetingState.CANCELLED
    assert mails_after(evening, 25) == []


def test_who_is_recorded_three_days_later_is_asked_then(evening: Evening, ada: Person) -> None:
    seat = evening.seat(ada, None)
    assert mails_after(evening, 25) == []
    seat.presence, seat.minutes_present = Presence.ATTENDED, 90
    assert len(mails_after(evening, 72)) == 1


def test_after_eight_days_nobody_is_asked(evening: Evening, ada: Person) -> None:
    evening.seat(ada)
    assert mails_after(evening, 8 * 24 + 1) == []


def test_without_a_confirmed_address_no_mail_is_written_and_no_row(evening: Evening) -> None:
    evening.seat(evening.make.person("shy", confirmed=False))
    assert mails_after(evening, 25) == []
    assert evening.session.scalar(select(func.count()).select_from(MeetingMail)) == 0


def test_the_mail_is_short_and_has_one_link_of_which_a_hash_is_kept(evening: Evening, ada: Person) -> None:
    evening.seat(ada)
    [mail] = mails_after(evening, 25)
    [token] = re.findall(r"http://classcode\.test/fr/feedback/(\S+)", mail.text)
    assert mail.text.count("http") == 1 and len(mail.text.split()) <= 80
    kept = evening.session.scalars(select(FeedbackRequest.token_hash)).one()
    assert kept == asking.hash_of(token) != token


@pytest.mark.postgres
def test_twenty_rounds_at_once_write_one_mail(evening: Evening, ada: Person) -> None:
    evening.seat(ada)
    evening.session.commit()

    def ask(_number: int) -> bool:
        with clock.at(NEXT_DAY), db.transaction() as session:
            return asking.ask(session, session.get_one(Meeting, evening.meeting.id), ada.id)

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(ask, range(20))) == 1
    assert len(mails_after(evening)) == 1
