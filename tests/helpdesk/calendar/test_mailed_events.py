"""Events that come by mail, as two calendar libraries read them: entered, moved and taken out, always the same one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

import pytest

from classcode import clock
from classcode.mail import OutgoingMail
from helpdesk.meetings import mails
from helpdesk.meetings.models import Meeting, Reply
from helpdesk.meetings.rules import cancelling, changing
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from tests.helpdesk.calendar.conftest import HOST, STARTS, Circle, events_to, mails_to, sent
from tests.helpdesk.calendar.reading import READERS, Agenda, Read, parts_of

Reader = Callable[[bytes], list[Read]]
both = pytest.mark.parametrize("read", READERS, ids=["icalendar", "vobject"])


def move(circle: Circle, meeting: Meeting, **other: object) -> Meeting:
    """Let Bruno change the hours, or the place, an hour later."""
    wanted: dict[str, object] = {
        "seen": meeting.sequence,
        "place_id": meeting.place_id,
        "capacity": meeting.capacity,
        "hours": Hours(date(2026, 11, 25), time(17), time(19)),
    }
    change = Change(**(wanted | other))  # type: ignore[arg-type]
    with clock.at(clock.now() + timedelta(hours=1)):
        return changing.change(circle.session, meeting.id, change, by=circle.bruno.id)


def call_off(circle: Circle, meeting: Meeting) -> None:
    """Let Bruno call it off, a day later."""
    with clock.at(clock.now() + timedelta(days=1)):
        cancelling.cancel(circle.session, meeting.id, by=circle.bruno.id)


def last(circle: Circle, kind: str) -> OutgoingMail:
    """Return the last mail of a kind to Ada."""
    return mails_to(circle.session, circle.ada.id, kind)[-1]


@both
def test_request_change_and_cancel_reach_one_and_the_same_entry(circle: Circle, read: Reader) -> None:
    meeting, agenda = circle.fixed(), Agenda()
    agenda.take(read(events_to(circle.session, circle.ada.id)[-1]))
    (entry,) = agenda.entries.values()
    assert (entry.method, entry.status, entry.sequence) == ("REQUEST", "CONFIRMED", 0)
    assert (entry.starts_at, entry.ends_at) == (STARTS, STARTS + timedelta(minutes=90))
    assert entry.uid == f"{meeting.id}@{HOST}"
    move(circle, meeting)
    agenda.take(read(events_to(circle.session, circle.ada.id)[-1]))
    (entry,) = agenda.entries.values()
    assert (entry.method, entry.sequence) == ("REQUEST", 1)
    assert entry.starts_at == datetime(2026, 11, 25, 16, tzinfo=UTC)
    call_off(circle, meeting)
    agenda.take(read(events_to(circle.session, circle.ada.id)[-1]))
    (entry,) = agenda.entries.values()
    assert (entry.method, entry.status, entry.sequence) == ("CANCEL", "CANCELLED", 2)


@both
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_in_whatever_order_the_mails_arrive_the_last_word_stands(
    circle: Circle, read: Reader, order: tuple[int, ...]
) -> None:
    meeting, agenda = circle.fixed(), Agenda()
    move(circle, meeting)
    call_off(circle, meeting)
    told = events_to(circle.session, circle.ada.id)
    for number in order:
        agenda.take(read(told[number]))
    (entry,) = agenda.entries.values()
    assert (entry.status, entry.sequence) == ("CANCELLED", 2)


@both
def test_a_mail_that_comes_late_changes_nothing_that_a_later_one_said(circle: Circle, read: Reader) -> None:
    meeting, agenda = circle.fixed(), Agenda()
    move(circle, meeting)
    first, second = events_to(circle.session, circle.ada.id)
    agenda.take(read(second))
    agenda.take(read(first))
    assert [one.sequence for one in agenda.entries.values()] == [1]


@both
def test_an_event_names_the_reader_alone_and_nobody_s_own_address(circle: Circle, read: Reader) -> None:
    circle.others = [circle.make.person("zoe", commune="FR-35238")]
    circle.fixed()
    (event,) = read(events_to(circle.session, circle.ada.id)[-1])
    assert event.attendees == (f"mailto:{circle.ada.addresses[0].email}",)
    assert event.organiser == "mailto:aide@classcode.test"


def test_an_event_asks_no_program_for_an_answer(circle: Circle) -> None:
    circle.fixed()
    body = events_to(circle.session, circle.ada.id)[-1].replace(b"\r\n ", b"")
    assert b"PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:" in body


def test_the_event_stands_beside_the_text_and_as_a_file(circle: Circle) -> None:
    circle.fixed()
    built = sent(last(circle, mails.FIXED))
    kinds = [kind for kind, _body in parts_of(built)]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    beside, file = (body for kind, body in parts_of(built) if kind in {"text/calendar", "application/ics"})
    assert beside.replace(b"\r\n", b"\n") == file.replace(b"\r\n", b"\n")
    assert file.count(b"\n") == file.count(b"\r\n")
    part = next(one for one in built.walk() if one.get_content_type() == "text/calendar")
    assert dict(part["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    attached = next(one for one in built.walk() if one.get_content_type() == "application/ics")
    assert attached.get_filename() == "invite.ics"


def test_the_same_mail_built_again_is_the_same_message(circle: Circle) -> None:
    circle.fixed()
    mail = last(circle, mails.FIXED)
    with clock.at(STARTS):
        again = sent(mail)
    assert again["Message-ID"] == sent(mail)["Message-ID"] == f"<{mail.id}@{HOST}>"
    assert parts_of(again) == parts_of(sent(mail))


def test_no_line_of_an_event_is_longer_than_75_bytes(circle: Circle) -> None:
    circle.place.name = "Médiathèque intercommunale " + "é" * 90
    circle.fixed()
    body = events_to(circle.session, circle.ada.id)[-1]
    assert max(map(len, body.split(b"\r\n"))) <= 75
    body.decode()


def test_an_invitation_enters_nothing_into_a_calendar(circle: Circle) -> None:
    circle.organise()
    circle.organise(STARTS, STARTS + timedelta(days=1))
    assert len(mails_to(circle.session, circle.ada.id)) == 2
    assert events_to(circle.session, circle.ada.id) == []


def test_who_has_no_seat_is_told_of_a_change_without_an_event(circle: Circle) -> None:
    meeting = circle.organise()
    move(circle, meeting)
    assert last(circle, mails.CHANGED).calendar is None
    call_off(circle, meeting)
    assert last(circle, mails.CANCELLED).calendar is None


def test_who_gave_her_seat_back_hears_nothing_more(circle: Circle) -> None:
    meeting = circle.fixed()
    circle.says(meeting, circle.ada, Reply.NO)
    before = len(mails_to(circle.session, circle.ada.id))
    move(circle, meeting)
    call_off(circle, meeting)
    assert len(mails_to(circle.session, circle.ada.id)) == before


@both
@pytest.mark.parametrize(
    ("commune", "region", "zone", "starts"),
    [
        ("FR-35238", "FR-BRE", "Europe/Paris", datetime(2027, 3, 28, 15, tzinfo=UTC)),
        ("BE-21004", "BE-BRU", "Europe/Brussels", datetime(2026, 10, 25, 9, tzinfo=UTC)),
        ("FR-97209", "FR-972", "America/Martinique", datetime(2026, 10, 25, 22, tzinfo=UTC)),
        ("FR-97411", "FR-974", "Indian/Reunion", datetime(2027, 3, 28, 14, tzinfo=UTC)),
    ],
)
def test_an_event_keeps_its_instant_in_the_zone_of_its_place(
    elsewhere: Callable[[str, str], Circle],
    read: Reader,
    commune: str,
    region: str,
    zone: str,
    starts: datetime,
) -> None:
    circle = elsewhere(commune, region)
    meeting = circle.organise(starts)
    circle.says(meeting, circle.ada)
    mails.fixed(circle.session, meeting, circle.ada.id)
    body = events_to(circle.session, circle.ada.id)[-1]
    assert f"DTSTART;TZID={zone}:".encode() in body
    assert [one.starts_at for one in read(body)] == [starts]


def test_an_event_goes_with_the_rest_of_a_mail_after_30_days(circle: Circle) -> None:
    from classcode import tidy

    circle.fixed()
    mail = last(circle, mails.FIXED)
    mail.sent_at = clock.now()
    circle.session.commit()
    with clock.at(clock.now() + timedelta(days=31)):
        tidy.tidy("an hour")
    circle.session.refresh(mail)
    assert (mail.text, mail.calendar) == ("", None)
