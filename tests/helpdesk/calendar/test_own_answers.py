"""What somebody's own no does to her calendar: the event leaves it, and comes back with a later yes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from classcode import clock
from classcode.people.models import Person
from helpdesk.calendar.rules import feeds
from helpdesk.meetings import mails
from helpdesk.meetings.models import Meeting, Reply
from helpdesk.meetings.rules import cancelling, waiting
from tests.helpdesk.calendar.conftest import NOW, Circle, events_to, mails_to
from tests.helpdesk.calendar.reading import READERS, Agenda, Read
from tests.helpdesk.calendar.test_feed import Reader
from tests.helpdesk.calendar.test_mailed_events import move

both = pytest.mark.parametrize("read", READERS, ids=["icalendar", "vobject"])


def say(circle: Circle, meeting: Meeting, reply: Reply, person: Person | None = None, hours: int = 1) -> None:
    """Let somebody answer, so many hours after the day began."""
    with clock.at(NOW + timedelta(hours=hours)):
        circle.says(meeting, person or circle.ada, reply)


def last(circle: Circle, read: Reader, person: Person | None = None) -> Read:
    (event,) = read(events_to(circle.session, (person or circle.ada).id)[-1])
    return event


@both
def test_a_no_takes_the_event_that_a_mail_had_brought_out_of_her_calendar(
    circle: Circle, read: Reader
) -> None:
    circle.others = [circle.make.person("zoe")]
    meeting = circle.fixed()
    before = len(events_to(circle.session, circle.others[0].id))
    say(circle, meeting, Reply.NO)
    event = last(circle, read)
    assert (event.method, event.status, event.sequence) == ("CANCEL", "CANCELLED", 1)
    assert event.attendees == (f"mailto:{circle.ada.addresses[0].email}",)
    assert len(mails_to(circle.session, circle.ada.id, mails.LEFT)) == 1
    assert len(events_to(circle.session, circle.others[0].id)) == before
    assert meeting.sequence == 0, "the meeting itself did not change"


@both
def test_a_yes_after_a_no_brings_it_back(circle: Circle, read: Reader) -> None:
    meeting, agenda = circle.fixed(), Agenda()
    for hours, reply in enumerate((Reply.NO, Reply.YES, Reply.NO, Reply.YES)):
        agenda.take(read(events_to(circle.session, circle.ada.id)[-1]))
        say(circle, meeting, reply, hours=1 + hours)
    told = [read(one)[0] for one in events_to(circle.session, circle.ada.id)]
    assert [one.method for one in told] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST"]
    assert [one.sequence for one in told] == [0, 1, 2, 3, 4]
    agenda.take(reversed(told))
    (entry,) = agenda.entries.values()
    assert (entry.method, entry.sequence) == ("REQUEST", 4)


def test_who_had_no_event_by_mail_is_written_nothing(circle: Circle) -> None:
    meeting = circle.organise()
    before = len(mails_to(circle.session, circle.ada.id))
    for hours, reply in enumerate((Reply.YES, Reply.NO, Reply.YES, Reply.NO)):
        say(circle, meeting, reply, hours=1 + hours)
    assert len(mails_to(circle.session, circle.ada.id)) == before


def test_the_same_no_twice_is_one_mail(circle: Circle) -> None:
    meeting = circle.fixed()
    say(circle, meeting, Reply.NO)
    say(circle, meeting, Reply.NO, hours=2)
    assert len(mails_to(circle.session, circle.ada.id, mails.LEFT)) == 1


@both
def test_a_change_after_all_that_still_reaches_the_entry(circle: Circle, read: Reader) -> None:
    meeting = circle.fixed()
    say(circle, meeting, Reply.NO)
    say(circle, meeting, Reply.YES, hours=2)
    held = last(circle, read)
    with clock.at(NOW + timedelta(hours=3)):
        move(circle, meeting)
    after = last(circle, read)
    assert after.sequence > held.sequence and after.starts_at != held.starts_at
    with clock.at(NOW + timedelta(days=2)):
        cancelling.cancel(circle.session, meeting.id, by=circle.bruno.id)
    off = last(circle, read)
    assert off.method == "CANCEL" and off.sequence > after.sequence


@both
def test_who_comes_back_through_the_queue_has_the_event_once_the_seat_is_hers(
    circle: Circle, read: Reader
) -> None:
    zoe = circle.make.person("zoe")
    circle.others = [zoe]
    meeting = circle.fixed()
    meeting.capacity = 2
    circle.session.flush()
    nils = circle.make.person("nils")
    say(circle, meeting, Reply.NO)
    meeting.listed = True
    join(circle, meeting, nils, NOW + timedelta(hours=2))
    say(circle, meeting, Reply.YES, hours=3)  # full: she waits
    assert last(circle, read).method == "CANCEL"
    say(circle, meeting, Reply.NO, nils, hours=4)
    say(circle, meeting, Reply.YES, hours=5)
    event = last(circle, read)
    assert (event.method, event.sequence) == ("REQUEST", 2)
    assert waiting.queue(circle.session, meeting.id) == []


def join(circle: Circle, meeting: Meeting, person: Person, at: datetime) -> None:
    from helpdesk.meetings.rules import replying

    with clock.at(at):
        replying.join(circle.session, meeting.id, person.id, act_id=circle.make.act())


@both
def test_feed_and_mails_count_alike(circle: Circle, client: FlaskClient, read: Reader) -> None:
    meeting = circle.fixed()
    say(circle, meeting, Reply.NO)
    say(circle, meeting, Reply.YES, hours=2)
    token = feeds.give(circle.session, circle.ada.id)
    circle.session.commit()
    (shown,) = read(client.get(f"/calendar/{token}.ics").data)
    held = last(circle, read)
    assert (shown.uid, shown.sequence, shown.status) == (held.uid, held.sequence, "CONFIRMED")


@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_both_letters_are_short_with_one_link(circle: Circle, language: str) -> None:
    circle.ada.language = language
    meeting = circle.fixed()
    say(circle, meeting, Reply.NO)
    say(circle, meeting, Reply.YES, hours=2)
    for kind in (mails.LEFT, mails.BACK):
        (mail,) = mails_to(circle.session, circle.ada.id, kind)
        assert len(mail.text.split()) <= 80
        assert mail.text.count("http") == 1
        assert f"/{language}/meetings/{meeting.id}/" in mail.text
