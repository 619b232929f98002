"""The private feed: what it shows of whose meetings, to whoever knows its address and to nobody else."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import process_time
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from classcode import clock, db
from classcode.people.models import Person
from helpdesk.calendar.models import CalendarFeed
from helpdesk.calendar.rules import feeds
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat
from helpdesk.meetings.rules import cancelling, changing, moderating
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from tests.helpdesk.calendar.conftest import HOST, NOW, STARTS, Circle
from tests.helpdesk.calendar.reading import READERS, Agenda, Read, by_icalendar

Login = Callable[[FlaskClient, Person], FlaskClient]
Reader = Callable[[bytes], list[Read]]
both = pytest.mark.parametrize("read", READERS, ids=["icalendar", "vobject"])
MANY = 500


def feed(circle: Circle, person: Person | None = None) -> str:
    """Give somebody a feed; return its path."""
    token = feeds.give(circle.session, (person or circle.ada).id)
    circle.session.commit()
    return f"/calendar/{token}.ics"


def shown(client: FlaskClient, path: str, read: Reader = by_icalendar) -> dict[str, Read]:
    """Return what a program reads there, by UID."""
    answer = client.get(path)
    assert answer.status_code == 200
    found = read(answer.data)
    assert len(found) == len({one.uid for one in found})
    return {one.uid: one for one in found}


def uid(meeting: Meeting) -> str:
    return f"{meeting.id}@{HOST}"


@both
def test_a_feed_shows_what_was_agreed_what_is_asked_and_what_was_called_off(
    circle: Circle, client: FlaskClient, read: Reader
) -> None:
    yes, asked, off = (circle.organise(STARTS + timedelta(days=n)) for n in range(3))
    for meeting in (yes, off):
        circle.says(meeting, circle.ada)
    cancelling.cancel(circle.session, off.id, by=circle.bruno.id)
    found = shown(client, feed(circle), read)
    assert {one: found[one].status for one in found} == {
        uid(yes): "CONFIRMED",
        uid(asked): "TENTATIVE",
        uid(off): "CANCELLED",
    }
    assert {one.method for one in found.values()} == {"PUBLISH"}
    assert all(one.attendees == () for one in found.values())


@pytest.mark.parametrize("reply", [Reply.NO, Reply.WAITING])
def test_what_somebody_declined_or_waits_for_does_not_show(
    circle: Circle, client: FlaskClient, reply: Reply
) -> None:
    meeting = circle.organise()
    circle.session.get_one(Seat, (meeting.id, circle.ada.id)).reply = reply
    assert shown(client, feed(circle)) == {}


def test_an_offered_seat_shows_as_uncertain(circle: Circle, client: FlaskClient) -> None:
    meeting = circle.organise()
    circle.session.get_one(Seat, (meeting.id, circle.ada.id)).reply = Reply.OFFERED
    assert [one.status for one in shown(client, feed(circle)).values()] == ["TENTATIVE"]


def test_while_dates_are_chosen_nothing_shows_nor_when_a_poll_was_called_off(
    circle: Circle, client: FlaskClient
) -> None:
    circle.organise(STARTS, STARTS + timedelta(days=1))
    over = circle.organise(STARTS, STARTS + timedelta(days=1))
    cancelling.cancel(circle.session, over.id, by=circle.bruno.id)
    assert shown(client, feed(circle)) == shown(client, feed(circle, circle.bruno)) == {}


def test_who_runs_meetings_sees_them_all(circle: Circle, client: FlaskClient) -> None:
    circle.organise(facilitator_id=None)
    circle.organise(STARTS + timedelta(days=1))
    found = shown(client, feed(circle, circle.bruno))
    assert [one.status for one in found.values()] == ["CONFIRMED", "CONFIRMED"]
    assert {one.summary for one in found.values()} == {"Class'Code\N{NO-BREAK SPACE}: rencontre"}


def test_a_learner_reads_with_whom_she_meets_and_nobody_else_s_name(
    circle: Circle, client: FlaskClient
) -> None:
    circle.others = [circle.make.person("zoe")]
    meeting = circle.organise()
    circle.says(meeting, circle.others[0])
    body = client.get(feed(circle)).text
    assert "rencontre avec Bruno" in body
    assert "Zoe" not in body
    assert "@example.org" not in body


def test_a_feed_and_the_mails_speak_of_the_same_event(circle: Circle, client: FlaskClient) -> None:
    meeting, path, agenda = circle.fixed(), feed(circle), Agenda()
    agenda.take(shown(client, path).values())
    with clock.at(NOW + timedelta(hours=1)):
        hours = Hours(datetime(2026, 11, 26).date(), STARTS.time(), (STARTS + timedelta(hours=1)).time())  # noqa: DTZ001
        wanted = Change(seen=0, place_id=meeting.place_id, capacity=8, hours=hours)
        changing.change(circle.session, meeting.id, wanted, by=circle.bruno.id)
    circle.session.commit()
    agenda.take(shown(client, path).values())
    (entry,) = agenda.entries.values()
    assert (entry.sequence, entry.starts_at.day) == (1, 26)


@both
def test_a_hidden_meeting_stays_in_a_feed_as_called_off_and_comes_back_when_it_is_shown_again(
    circle: Circle, client: FlaskClient, read: Reader
) -> None:
    meeting, agenda = circle.organise(about="Des mots que personne ne doit lire."), Agenda()
    circle.says(meeting, circle.ada)
    lead = circle.make.lead("denise", "FR-BRE")
    mine, hers = feed(circle), feed(circle, circle.bruno)
    agenda.take(shown(client, mine, read).values())
    moderating.hide(circle.session, meeting, by=lead.id)
    circle.session.commit()
    for path in (mine, hers):
        (off,) = shown(client, path, read).values()
        assert (off.uid, off.status, off.sequence) == (uid(meeting), "CANCELLED", 1)
        assert "personne ne doit lire" not in client.get(path).text.replace("\r\n ", "")
    agenda.take([off])
    moderating.show_again(circle.session, meeting, by=lead.id)
    circle.session.commit()
    agenda.take(shown(client, mine, read).values())
    (entry,) = agenda.entries.values()
    assert (entry.status, entry.sequence) == ("CONFIRMED", 2)


def test_a_meeting_that_was_held_and_is_hidden_later_did_take_place(
    circle: Circle, client: FlaskClient
) -> None:
    meeting = circle.organise()
    circle.says(meeting, circle.ada)
    meeting.state, meeting.hidden_at = MeetingState.HELD, NOW
    assert [one.status for one in shown(client, feed(circle)).values()] == ["CONFIRMED"]


def test_a_feed_is_in_its_owner_s_language_whatever_the_program_asks_for(
    circle: Circle, client: FlaskClient
) -> None:
    circle.ada.language = "nl"
    circle.organise()
    answer = client.get(feed(circle), headers={"Accept-Language": "en"})
    assert "ontmoeting met Bruno" in answer.text
    assert f"http://{HOST}/nl/meetings/" in answer.text


def test_an_empty_feed_is_a_calendar_all_the_same(circle: Circle, client: FlaskClient) -> None:
    body = client.get(feed(circle)).text
    assert body.startswith("BEGIN:VCALENDAR\r\n")
    assert "NAME:Class'Code" in body


def test_an_unknown_a_replaced_and_an_ended_address_are_the_same_404(
    circle: Circle, client: FlaskClient
) -> None:
    first = feed(circle)
    second = feed(circle)
    feeds.end(circle.session, circle.ada.id)
    circle.session.commit()
    answers = [client.get(path) for path in (first, second, "/calendar/x.ics", f"/calendar/{'é' * 43}.ics")]
    assert {one.status_code for one in answers} == {404}
    assert {one.data for one in answers} == {b""}


def test_a_renewed_address_opens_what_the_one_before_opened(circle: Circle, client: FlaskClient) -> None:
    circle.organise()
    first = feed(circle)
    before = shown(client, first)
    with clock.at(NOW + timedelta(days=1)):
        second = feed(circle)
    assert client.get(first).status_code == 404
    assert shown(client, second) == before
    row = circle.session.get_one(CalendarFeed, circle.ada.id)
    circle.session.refresh(row)
    assert (row.made_at, row.renewed_at) == (NOW, NOW + timedelta(days=1))


def test_a_closed_account_has_no_feed(circle: Circle, client: FlaskClient) -> None:
    path = feed(circle)
    circle.ada.disabled_at = NOW
    circle.session.commit()
    assert client.get(path).status_code == 404


def test_a_feed_goes_with_its_owner(circle: Circle, client: FlaskClient) -> None:
    path = feed(circle, nora := circle.make.person("nora"))
    circle.session.delete(nora)
    circle.session.commit()
    assert client.get(path).status_code == 404
    assert circle.session.scalars(select(CalendarFeed)).all() == []


def test_the_table_holds_no_secret(circle: Circle) -> None:
    token = feeds.give(circle.session, circle.ada.id)
    kept = repr(circle.session.execute(select(CalendarFeed.__table__)).all())
    assert len(token) == 43
    assert token not in kept
    assert re.search(r"'[0-9a-f]{64}'", kept)


def test_reading_leaves_no_trace_and_sets_no_cookie(
    circle: Circle, client: FlaskClient, engine: Engine
) -> None:
    path = feed(circle)
    with counted(engine) as statements:
        answers = [client.get(path), client.get("/calendar/unknown.ics")]
    assert [one for one in statements if not one.startswith(("SELECT", "BEGIN", "PRAGMA"))] == []
    for one in answers:
        assert "Set-Cookie" not in one.headers
        assert one.headers["Cache-Control"] == "private, no-cache"
        assert one.headers["X-Robots-Tag"] == "noindex"


def test_who_is_signed_in_sees_no_more_at_somebody_s_address(
    circle: Circle, client: FlaskClient, login: Login
) -> None:
    circle.organise()
    path = feed(circle)
    plain = client.get(path).data
    assert login(client, circle.bruno).get(path).data == plain


def test_a_program_that_has_it_is_told_so(circle: Circle, client: FlaskClient) -> None:
    meeting, path = circle.organise(), feed(circle)
    first = client.get(path)
    tag = first.headers["ETag"]
    with clock.at(NOW + timedelta(days=1)):
        again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    circle.says(meeting, circle.ada)
    circle.session.commit()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_feed_is_only_read(circle: Circle, client: FlaskClient, method: str) -> None:
    assert getattr(client, method)(feed(circle)).status_code == 405


def test_no_log_names_the_secret(
    circle: Circle,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = feed(circle)
    caplog.set_level(logging.DEBUG)

    def broken(*_args: object) -> None:
        raise ValueError("no answer")

    client.get(path)
    client.get(path.replace(".ics", "x.ics"))
    client.application.testing = False
    monkeypatch.setattr("helpdesk.calendar.queries.occasions_of", broken)
    assert client.get(path).status_code == 500
    told = caplog.text + "".join(capsys.readouterr())
    assert "calendar.feed failed" in told
    assert path.partition("/calendar/")[2].removesuffix(".ics") not in told


def test_five_hundred_meetings_are_read_in_few_queries_and_little_time(
    circle: Circle, client: FlaskClient, engine: Engine
) -> None:
    for number in range(MANY):
        add(circle, STARTS + timedelta(hours=number))
    path = feed(circle)
    client.get(path)
    with counted(engine) as statements:
        began = process_time()
        answer = client.get(path)
        spent = process_time() - began
    assert answer.data.count(b"BEGIN:VEVENT") == MANY
    assert len([one for one in statements if one.startswith("SELECT")]) <= 4
    assert spent < 3, "half a second here; a machine that is busy may take longer"


def add(circle: Circle, starts: datetime) -> UUID:
    """Write the row of a meeting to which Ada said yes, without the story that leads to it."""
    meeting = Meeting(
        id=uuid4(),
        module="creative-programming",
        language="fr",
        region_code="FR-BRE",
        place_id=circle.place.id,
        facilitator_id=circle.bruno.id,
        organiser_id=circle.bruno.id,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        zone="Europe/Paris",
        capacity=8,
        taken=1,
        state=MeetingState.FIXED,
        cancel_by=starts,
        created_at=NOW,
        fixed_at=NOW,
    )
    circle.session.add(meeting)
    circle.session.add(Seat(meeting_id=meeting.id, person_id=circle.ada.id, invited_at=NOW, reply=Reply.YES))
    return meeting.id


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Fill a list with each statement that the application's database is given."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    bound = db.bound_engine()
    event.listen(bound, "before_cursor_execute", note)
    yield found
    event.remove(bound, "before_cursor_execute", note)


def answered(answer: TestResponse) -> str:
    """Return the one address on a page."""
    (found,) = re.findall(r'value="(http://[^"]+\.ics)"', answer.text)
    return str(found)


def test_on_the_page_an_address_is_given_once(circle: Circle, client: FlaskClient, login: Login) -> None:
    login(client, circle.ada)
    assert "Me donner une adresse secrète" in client.get("/fr/me/calendar").text
    act = {"act": str(uuid4()), "lang": "fr"}
    given = client.post("/me/calendar", data=act)
    address = answered(given)
    assert given.headers["Cache-Control"] == "no-store"
    assert "webcal://" in given.text
    assert client.get(address.removeprefix("http://classcode.test")).status_code == 200
    again = client.post("/me/calendar", data=act)
    assert (again.status_code, again.location) == (302, "/fr/me/calendar")
    page = client.get("/fr/me/calendar").text
    assert ".ics" not in page
    assert "Votre agenda a une adresse depuis le" in page
    assert client.get(address.removeprefix("http://classcode.test")).status_code == 200


def test_on_the_page_an_address_is_renewed_and_ended(
    circle: Circle, client: FlaskClient, login: Login
) -> None:
    login(client, circle.ada)
    first, second = (
        answered(client.post("/me/calendar", data={"act": str(uuid4())})).removeprefix(
            "http://classcode.test"
        )
        for _ in range(2)
    )
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    ended = client.post("/me/calendar/end", data={"act": str(uuid4())}, follow_redirects=True)
    assert "Plus personne ne peut lire vos rencontres" in ended.text
    assert client.get(second).status_code == 404
    assert client.post("/me/calendar/end", data={"act": str(uuid4())}).status_code == 404


def test_the_page_asks_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/fr/me/calendar").status_code == 302
    assert client.post("/me/calendar", data={"act": str(uuid4())}).status_code == 302


def test_one_meeting_is_a_file_for_who_comes_or_runs_it(
    circle: Circle, client: FlaskClient, login: Login
) -> None:
    meeting = circle.organise()
    circle.says(meeting, circle.ada)
    for person in (circle.ada, circle.bruno):
        login(client, person)
        answer = client.get(f"/meetings/{meeting.id}/meeting.ics")
        (one,) = by_icalendar(answer.data)
        assert (one.uid, one.status, one.method) == (uid(meeting), "CONFIRMED", "PUBLISH")
        assert answer.headers["Content-Disposition"] == "attachment; filename=meeting.ics"
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_of_a_meeting_is_not_for_others(
    circle: Circle, client: FlaskClient, login: Login, chloe: Person
) -> None:
    meeting, poll = circle.organise(), circle.organise(STARTS, STARTS + timedelta(days=1))
    for person, number in ((chloe, 404), (circle.ada, 200)):
        login(client, person)
        assert client.get(f"/meetings/{meeting.id}/meeting.ics").status_code == number
    circle.says(meeting, circle.ada, Reply.NO)
    circle.session.commit()
    assert client.get(f"/meetings/{meeting.id}/meeting.ics").status_code == 404
    assert client.get(f"/meetings/{poll.id}/meeting.ics").status_code == 404
    assert client.get(f"/meetings/{uuid4()}/meeting.ics").status_code == 404
