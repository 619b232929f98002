"""Reminders: to everybody who comes or runs the meeting, once each, whatever schedulers do (F22)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from classcode import clock, db, schedule
from classcode.mail import OutgoingMail
from classcode.queues import Job
from helpdesk.calendar import jobs, queries
from helpdesk.calendar.moments import Reminder, due_at
from helpdesk.calendar.rules import reminding
from helpdesk.meetings import mails
from helpdesk.meetings.models import Meeting, MeetingMail, Reply
from helpdesk.meetings.rules import cancelling, changing, moderating
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from tests.helpdesk.calendar.conftest import STARTS, Circle
from tests.helpdesk.calendar.reading import by_icalendar

WEEK, DAY = f"{mails.REMINDER}-week", f"{mails.REMINDER}-day"
SCHEDULERS = {"sqlite": 8, "postgresql": 50}
"""Rounds at the same moment; SQLite lets one writer in after the other, so many more would only wait."""


def written(kind: str | None = None) -> list[OutgoingMail]:
    """Return the reminders that stand in the database, in order."""
    with db.reading() as session:
        kinds = (kind,) if kind else (WEEK, DAY)
        found = select(OutgoingMail).where(OutgoingMail.kind.in_(kinds)).order_by(OutgoingMail.written_at)
        return list(session.scalars(found))


def to_whom(kind: str) -> set[UUID | None]:
    """Return who was reminded, and that it was once each."""
    found = [one.person_id for one in written(kind)]
    assert len(found) == len(set(found))
    return set(found)


def live(start: datetime, end: datetime, every: timedelta) -> None:
    """Let the round come from one moment to another."""
    at = start
    while at < end:
        with clock.at(at):
            jobs.remind_all("a round")
        at += every


def minutes_around(starts: datetime, zone: str, reminder: Reminder) -> tuple[datetime, datetime]:
    """Return a quarter of an hour before a reminder is due, and one after."""
    at = due_at(starts, zone, reminder)
    return at - timedelta(minutes=15), at + timedelta(minutes=16)


@pytest.fixture
def met(circle: Circle) -> Meeting:
    """A meeting to which Ada said yes, Zoe no, and Nils nothing."""
    circle.others = [circle.make.person("zoe"), circle.make.person("nils")]
    meeting = circle.organise()
    circle.says(meeting, circle.ada)
    circle.says(meeting, circle.others[0], Reply.NO)
    circle.session.commit()
    return meeting


def test_a_round_each_five_minutes_for_a_month_reminds_each_person_once_a_week_and_a_day_before(
    circle: Circle, met: Meeting
) -> None:
    for reminder in Reminder:
        before, after = minutes_around(STARTS, "Europe/Paris", reminder)
        live(before, after, timedelta(minutes=5))
    live(STARTS - timedelta(days=30), STARTS + timedelta(days=1), timedelta(hours=3))
    assert to_whom(WEEK) == to_whom(DAY) == {circle.ada.id, circle.bruno.id}


@pytest.mark.parametrize(
    ("commune", "region", "zone"),
    [
        ("FR-35238", "FR-BRE", "Europe/Paris"),
        ("BE-21004", "BE-BRU", "Europe/Brussels"),
        ("FR-97209", "FR-972", "America/Martinique"),
        ("FR-97411", "FR-974", "Indian/Reunion"),
    ],
)
@pytest.mark.parametrize("day", ["2026-10-27", "2027-03-30"])
def test_around_the_nights_when_clocks_move_no_reminder_is_missed_or_doubled(
    elsewhere: Callable[[str, str], Circle], commune: str, region: str, zone: str, day: str
) -> None:
    circle = elsewhere(commune, region)
    starts = datetime.fromisoformat(f"{day}T18:30").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    meeting = circle.organise(starts)
    circle.says(meeting, circle.ada)
    circle.session.commit()
    live(starts - timedelta(days=9), starts + timedelta(hours=1), timedelta(minutes=30))
    for kind, reminder in ((WEEK, Reminder.WEEK), (DAY, Reminder.DAY)):
        assert to_whom(kind) == {circle.ada.id, circle.bruno.id}
        for one in written(kind):
            local = one.written_at.astimezone(ZoneInfo(zone))
            assert (local.hour, local.minute) == (18, 30)
            assert one.written_at == due_at(starts, zone, reminder)


def test_without_a_scheduler_for_two_hours_reminders_come_late_and_once(circle: Circle, met: Meeting) -> None:
    at = due_at(STARTS, "Europe/Paris", Reminder.WEEK)
    live(at + timedelta(hours=2), at + timedelta(hours=3), timedelta(minutes=5))
    assert to_whom(WEEK) == {circle.ada.id, circle.bruno.id}


def test_a_week_that_nobody_told_is_not_told_on_the_eve(circle: Circle, met: Meeting) -> None:
    at = due_at(STARTS, "Europe/Paris", Reminder.DAY)
    live(at, STARTS + timedelta(hours=1), timedelta(hours=1))
    assert written(WEEK) == []
    assert to_whom(DAY) == {circle.ada.id, circle.bruno.id}


def test_two_schedulers_write_one_round(circle: Circle, met: Meeting) -> None:
    with clock.at(STARTS):
        schedule.write_due_rounds()
        schedule.write_due_rounds()
    with db.reading() as session:
        assert len(session.scalars(select(Job).where(Job.topic == jobs.TOPIC)).all()) == 1


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], ids=str
)
def test_many_rounds_at_the_same_moment_remind_once(circle: Circle, met: Meeting, database: str) -> None:
    many = SCHEDULERS[database]
    start = Barrier(many)

    def one(_number: int) -> None:
        with clock.at(due_at(STARTS, "Europe/Paris", Reminder.DAY)):
            start.wait()
            jobs.remind_all("a round")

    with ThreadPoolExecutor(many) as threads:
        list(threads.map(one, range(many)))
    assert to_whom(DAY) == {circle.ada.id, circle.bruno.id}


def test_a_reminder_that_was_found_due_is_looked_at_again_before_it_is_written(
    circle: Circle, met: Meeting
) -> None:
    with clock.at(due_at(STARTS, "Europe/Paris", Reminder.DAY)):
        with db.reading() as session:
            wanted = queries.reminders_due(session, clock.now())
        cancelling.cancel(circle.session, met.id, by=circle.bruno.id)
        circle.session.commit()
        with db.transaction() as session:
            assert [reminding.remind(session, one) for one in wanted] == [False] * len(wanted) != []


def test_who_gave_her_seat_back_or_never_answered_is_not_reminded(circle: Circle, met: Meeting) -> None:
    circle.says(met, circle.ada, Reply.NO)
    circle.session.commit()
    live(STARTS - timedelta(days=8), STARTS, timedelta(hours=2))
    assert to_whom(WEEK) == to_whom(DAY) == {circle.bruno.id}


def test_who_said_yes_after_the_week_is_reminded_on_the_eve_alone(circle: Circle, met: Meeting) -> None:
    nils = circle.others[1]
    with clock.at(STARTS - timedelta(days=3)):
        circle.says(met, nils)
    circle.session.commit()
    live(STARTS - timedelta(days=8), STARTS, timedelta(hours=2))
    assert nils.id not in to_whom(WEEK)
    assert nils.id in to_whom(DAY)


@pytest.mark.parametrize(("hours", "reminded"), [(-20, True), (-1, True), (1, False), (30, False)])
def test_a_week_s_reminder_goes_to_whoever_was_told_the_date_before_it_was_due(
    circle: Circle, hours: int, reminded: bool
) -> None:
    week = due_at(STARTS, "Europe/Paris", Reminder.WEEK)
    with clock.at(week + timedelta(hours=hours)):
        circle.fixed()
    circle.session.commit()
    live(week - timedelta(hours=21), STARTS, timedelta(minutes=90))
    assert (circle.ada.id in to_whom(WEEK)) == (circle.bruno.id in to_whom(WEEK)) == reminded
    assert circle.ada.id in to_whom(DAY)


def test_a_date_fixed_within_two_days_of_the_beginning_is_not_told_again_the_next_day(circle: Circle) -> None:
    day = due_at(STARTS, "Europe/Paris", Reminder.DAY)
    with clock.at(day - timedelta(hours=20)):
        circle.fixed()
    circle.session.commit()
    live(day - timedelta(hours=1), STARTS, timedelta(hours=2))
    assert circle.ada.id not in to_whom(DAY)


def test_a_hidden_meeting_is_not_reminded_of_until_it_is_shown_again(circle: Circle, met: Meeting) -> None:
    lead = circle.make.lead("denise", "FR-BRE")
    moderating.hide(circle.session, met, by=lead.id)
    circle.session.commit()
    live(STARTS - timedelta(days=8), STARTS - timedelta(days=3), timedelta(hours=2))
    assert written() == []
    moderating.show_again(circle.session, met, by=lead.id)
    circle.session.commit()
    live(STARTS - timedelta(days=3), STARTS, timedelta(hours=2))
    assert to_whom(DAY) == {circle.ada.id, circle.bruno.id}


def test_a_reminder_found_due_is_not_written_once_the_meeting_is_hidden(circle: Circle, met: Meeting) -> None:
    with clock.at(due_at(STARTS, "Europe/Paris", Reminder.DAY)):
        with db.reading() as session:
            wanted = queries.reminders_due(session, clock.now())
        moderating.hide(circle.session, met, by=circle.make.lead("denise").id)
        circle.session.commit()
        with db.transaction() as session:
            assert [reminding.remind(session, one) for one in wanted] == [False] * len(wanted) != []


def test_a_change_within_a_day_before_takes_the_reminder_s_place(circle: Circle) -> None:
    meeting, day = circle.fixed(), due_at(STARTS, "Europe/Paris", Reminder.DAY)
    with clock.at(day - timedelta(hours=3)):
        other = circle.make.place("FR-35288")
        hours = Hours(date(2026, 11, 24), time(18, 30), time(20))
        wanted = Change(seen=0, place_id=other.id, capacity=8, hours=hours)
        changing.change(circle.session, meeting.id, wanted, by=circle.bruno.id)
    circle.session.commit()
    live(day - timedelta(hours=1), STARTS, timedelta(hours=2))
    assert circle.ada.id not in to_whom(DAY)


def test_a_meeting_that_moves_is_reminded_of_anew(circle: Circle) -> None:
    meeting = circle.fixed()
    circle.session.commit()
    live(STARTS - timedelta(days=8), STARTS - timedelta(days=5), timedelta(hours=2))
    with clock.at(STARTS - timedelta(days=5)):
        hours = Hours(date(2026, 12, 15), time(18, 30), time(20))
        wanted = Change(seen=0, place_id=meeting.place_id, capacity=8, hours=hours)
        changing.change(circle.session, meeting.id, wanted, by=circle.bruno.id)
    circle.session.commit()
    live(STARTS, STARTS + timedelta(days=22), timedelta(hours=2))
    hers = [one for one in written(WEEK) if one.person_id == circle.ada.id]
    assert len(hers) == 2
    assert len([one for one in written(DAY) if one.person_id == circle.ada.id]) == 1


def test_a_reminder_brings_the_event_for_whoever_had_none_yet(circle: Circle, met: Meeting) -> None:
    live(STARTS - timedelta(days=1, hours=1), STARTS, timedelta(hours=1))
    (mail,) = [one for one in written(DAY) if one.person_id == circle.ada.id]
    assert mail.calendar is not None
    (event,) = by_icalendar(mail.calendar)
    assert (event.method, event.starts_at) == ("REQUEST", STARTS)


def test_the_eve_says_tomorrow_and_a_late_round_today(circle: Circle, met: Meeting) -> None:
    day = due_at(STARTS, "Europe/Paris", Reminder.DAY)
    live(day, day + timedelta(minutes=1), timedelta(hours=1))
    assert {one.subject[:6] for one in written(DAY)} == {"Demain"}


def test_a_late_reminder_says_today(circle: Circle, met: Meeting) -> None:
    late = STARTS - timedelta(hours=5)
    live(late, late + timedelta(minutes=1), timedelta(hours=1))
    assert {one.subject[:11] for one in written(DAY)} == {"Aujourd’hui"}


def test_one_reminder_that_fails_stops_no_other(
    circle: Circle, met: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mails.reminded

    def tripping(session: object, meeting: Meeting, person_id: UUID, reminder: Reminder) -> None:
        if person_id == circle.ada.id:
            raise ValueError("a stone on the way")
        real(session, meeting, person_id, reminder)  # type: ignore[arg-type]

    monkeypatch.setattr(mails, "reminded", tripping)
    at = due_at(STARTS, "Europe/Paris", Reminder.DAY)
    live(at, at + timedelta(minutes=1), timedelta(hours=1))
    assert to_whom(DAY) == {circle.bruno.id}
    monkeypatch.undo()
    live(at, at + timedelta(minutes=1), timedelta(hours=1))
    assert to_whom(DAY) == {circle.ada.id, circle.bruno.id}


def test_what_was_told_is_kept_by_beginning(circle: Circle) -> None:
    meeting = circle.fixed()
    kept = select(MeetingMail.starts_at).where(MeetingMail.kind == mails.ABOUT_DATE)
    assert circle.session.scalars(kept.where(MeetingMail.person_id == circle.ada.id)).all() == [
        meeting.starts_at
    ]
