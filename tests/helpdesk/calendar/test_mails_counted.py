"""The mails of one meeting over its whole life: at most six to each participant, the question afterwards included."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta

from classcode import clock
from helpdesk.calendar import jobs
from helpdesk.meetings.models import Meeting, Reply
from helpdesk.meetings.rules import changing
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from tests.helpdesk.calendar.conftest import NOW, STARTS, Circle, mails_to

MOST = 6
AFTERWARDS = 1
"""The one mail a day later that asks what the meeting gave; it is written in a room of its own."""


def live_through(circle: Circle, meeting: Meeting) -> None:
    """Let Bruno change the hour once, and all rounds come until the evening."""
    with clock.at(STARTS - timedelta(days=20)):
        hours = Hours(date(2026, 11, 24), time(19), time(21))
        wanted = Change(seen=0, place_id=meeting.place_id, capacity=8, hours=hours)
        changing.change(circle.session, meeting.id, wanted, by=circle.bruno.id)
    circle.session.commit()
    for hour in range(24 * 10):
        with clock.at(STARTS - timedelta(days=10) + timedelta(hours=hour)):
            jobs.remind_all("a round")
    circle.session.expire_all()


def test_proposing_fixing_changing_and_holding_one_meeting_sends_each_at_most_six_mails(
    circle: Circle,
) -> None:
    circle.others = [circle.make.person(name) for name in ("zoe", "nils", "lena")]
    live_through(circle, circle.fixed())
    for person in (circle.ada, *circle.others):
        kinds = Counter(mail.kind for mail in mails_to(circle.session, person.id))
        assert kinds == {
            "meeting-proposed": 1,
            "meeting-fixed": 1,
            "meeting-changed": 1,
            "meeting-reminder-week": 1,
            "meeting-reminder-day": 1,
        }
        assert sum(kinds.values()) + AFTERWARDS <= MOST


def test_a_meeting_of_one_date_sends_one_fewer(circle: Circle) -> None:
    meeting = circle.organise()
    circle.says(meeting, circle.ada)
    live_through(circle, meeting)
    assert len(mails_to(circle.session, circle.ada.id)) + AFTERWARDS == MOST - 1


def test_a_no_and_a_yes_of_her_own_are_one_mail_each_and_nothing_else_changes(circle: Circle) -> None:
    meeting = circle.fixed()
    for hours, reply in ((1, Reply.NO), (2, Reply.YES)):
        with clock.at(NOW + timedelta(hours=hours)):
            circle.says(meeting, circle.ada, reply)
    live_through(circle, meeting)
    kinds = Counter(mail.kind for mail in mails_to(circle.session, circle.ada.id))
    assert (kinds.pop("meeting-left"), kinds.pop("meeting-back")) == (1, 1)
    assert sum(kinds.values()) + AFTERWARDS <= MOST


def test_who_gives_her_seat_back_for_good_has_three_mails(circle: Circle) -> None:
    meeting = circle.fixed()
    with clock.at(NOW + timedelta(hours=1)):
        circle.says(meeting, circle.ada, Reply.NO)
    live_through(circle, meeting)
    kinds = [mail.kind for mail in mails_to(circle.session, circle.ada.id)]
    assert sorted(kinds) == ["meeting-fixed", "meeting-left", "meeting-proposed"]
