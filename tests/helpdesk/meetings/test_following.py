"""A place is edited or hidden while meetings are to come there: who is told, what moves, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from classcode.territory.models import Place, Room
from helpdesk.checkin.rules import declaring
from helpdesk.meetings import mails, queries
from helpdesk.meetings.models import Meeting, MeetingStep
from helpdesk.meetings.rules import changing as meeting_changing
from helpdesk.meetings.rules import fixing, moderating, polling, replying
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from helpdesk.meetings.states import Answer, Checked, MeetingState, Reply, Step
from helpdesk.places import access
from helpdesk.places.access import Seen
from helpdesk.places.rules import changing, rooms
from helpdesk.places.rules import moderating as places
from tests.helpdesk.calendar.reading import READERS, by_icalendar
from tests.helpdesk.meetings.conftest import FORT_DE_FRANCE, Story
from tests.helpdesk.places.test_naming import who

LATER = Hours(date(2026, 11, 26), time(18, 30), time(20, 0))


@pytest.fixture
def keeper(story: Story) -> Person:
    """Whoever looks after all places, and runs nothing."""
    return story.make.lead("denise")


def edit(story: Story, keeper: Person, **changed: object) -> bool:
    """Let the keeper change the place of the story."""
    place = story.place
    told = replace(changing.as_told(place), kind=str(place.kind), **changed)  # type: ignore[arg-type]
    return changing.change(story.session, seen(story, keeper), told, version=place.version, by=keeper.id)


def seen(story: Story, keeper: Person, place: Place | None = None) -> Seen:
    return access.kept(story.session, who(story.session, keeper), (place or story.place).id, acting=True)


def hide(story: Story, keeper: Person) -> None:
    places.hide(story.session, seen(story, keeper), by=keeper.id)


def yes(story: Story, meeting: Meeting, person_id: UUID | None = None) -> None:
    who = person_id or story.ada.id
    replying.reply(story.session, meeting.id, who, Reply.YES, act_id=uuid4())


def mails_to(story: Story, person_id: UUID, kind: str = mails.CHANGED) -> list[OutgoingMail]:
    mine = select(OutgoingMail).where(OutgoingMail.person_id == person_id, OutgoingMail.kind == kind)
    return list(story.session.scalars(mine))


def told(story: Story, kind: str = mails.CHANGED) -> list[UUID | None]:
    found = select(OutgoingMail.person_id).where(OutgoingMail.kind == kind)
    return sorted(story.session.scalars(found), key=str)


def steps(story: Story, meeting: Meeting) -> list[MeetingStep]:
    return queries.steps_of(story.session, meeting.id)


# Edited


@pytest.mark.parametrize("read", READERS, ids=["icalendar", "vobject"])
def test_another_name_is_told_at_once_to_everybody_with_a_live_seat_and_who_runs_it(
    story: Story, keeper: Person, read: object
) -> None:
    says_no, asked = story.neighbour(), story.neighbour()
    meeting = story.propose(others=frozenset({says_no, asked}))
    yes(story, meeting)
    replying.reply(story.session, meeting.id, says_no, Reply.NO, act_id=uuid4())
    before = meeting.sequence
    assert edit(story, keeper, name="Médiathèque Louise-Michel", address="3 rue des Lices")
    assert told(story) == sorted([story.ada.id, story.bruno.id, asked], key=str)
    for person in (story.ada, story.bruno):
        (mail,) = mails_to(story, person.id)
        assert mail.calendar is not None
        (event,) = read(mail.calendar)  # type: ignore[operator]
        assert (event.method, event.sequence) == ("REQUEST", before + 1)
        assert "Louise-Michel, 3 rue des Lices" in event.location
    assert mails_to(story, asked)[0].calendar is None


def test_the_mail_says_what_the_place_was_called_and_the_trail_keeps_that_it_was_edited(
    story: Story, keeper: Person
) -> None:
    meeting, former = story.propose(), story.place.name
    edit(story, keeper, name="Médiathèque Louise-Michel")
    (mail,) = mails_to(story, story.ada.id)
    assert former in mail.text and "Louise-Michel" in mail.text
    assert len(mail.text.split()) <= 80
    last = steps(story, meeting)[-1]
    assert (last.what, last.by_person_id) == (Step.CHANGED, keeper.id)
    assert last.detail == {"moved": True, "edited": True, "place": str(story.place.id)}


@pytest.mark.parametrize(
    "changed",
    [
        {"transport": "Bus 5."},
        {"equipment": "Dix ordinateurs."},
        {"opening_hours": "Le soir."},
        {"capacity": 30},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_does_not_show_in_the_invitation_tells_nobody(
    story: Story, keeper: Person, changed: dict[str, object]
) -> None:
    meeting = story.propose()
    yes(story, meeting)
    assert edit(story, keeper, **changed)
    assert (told(story), meeting.sequence) == ([], 0)


def test_the_way_in_reaches_calendars_without_a_mail(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    edit(story, keeper, access_notes="Porte de derrière.")
    assert (told(story), meeting.sequence) == ([], 1)


def test_the_same_words_again_tell_nobody(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    assert not edit(story, keeper)
    assert (told(story), meeting.sequence) == ([], 0)


def test_one_edit_is_one_mail_to_each_however_many_meetings_are_there(story: Story, keeper: Person) -> None:
    first = story.propose(day=date(2026, 11, 26))
    second = story.propose()
    yes(story, first)
    yes(story, second)
    edit(story, keeper, name="Médiathèque Louise-Michel")
    assert told(story) == sorted([story.ada.id, story.bruno.id], key=str)
    (mail,) = mails_to(story, story.ada.id)
    assert mail.calendar is not None
    assert by_icalendar(mail.calendar)[0].uid.startswith(str(second.id)), "the next one goes with it"
    assert "26 novembre" in mail.text and len(mail.text.split()) <= 80
    assert (first.sequence, second.sequence) == (1, 1)


def test_meetings_that_were_or_were_called_off_hear_nothing(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    yes(story, meeting)
    with clock.at(meeting.starts_at + timedelta(minutes=1)):
        edit(story, keeper, name="Médiathèque Louise-Michel")
    assert (told(story), meeting.sequence) == ([], 0)


def test_the_place_s_room_is_told_where_the_meeting_chose_none(story: Story, keeper: Person) -> None:
    story.place.rooms.append(Room(name="Salle bleue", capacity=12))
    story.session.flush()
    chosen = story.propose(room_id=story.place.rooms[0].id)
    edit(story, keeper, room="Grande salle")
    assert (told(story), chosen.sequence) == ([], 0)
    rooms.change(story.session, seen(story, keeper), story.place.rooms[0].id, "Salle rouge", 12, by=keeper.id)
    assert told(story) == sorted([story.ada.id, story.bruno.id], key=str)
    assert "Salle rouge" in mails_to(story, story.ada.id)[0].text


def test_counting_a_room_s_seats_tells_nobody(story: Story, keeper: Person) -> None:
    story.place.rooms.append(Room(name="Salle bleue", capacity=12))
    story.session.flush()
    story.propose(room_id=story.place.rooms[0].id)
    rooms.change(story.session, seen(story, keeper), story.place.rooms[0].id, "Salle bleue", 20, by=keeper.id)
    assert told(story) == []


def test_in_another_zone_the_hour_on_the_wall_stays(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    yes(story, meeting)
    edit(story, keeper, commune_code=FORT_DE_FRANCE)
    assert (meeting.zone, meeting.region_code) == ("America/Martinique", "FR-972")
    assert meeting.starts_at == datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
    assert meeting.cancel_by == meeting.starts_at - timedelta(hours=24)
    (mail,) = mails_to(story, story.ada.id)
    assert mail.calendar is not None and b"DTSTART;TZID=America/Martinique:20261124T183000" in mail.calendar
    text = mail.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "18 h 30 à 20 h 00, heure de Martinique" in text
    assert len(text.split()) <= 80
    assert steps(story, meeting)[-1].detail["zone_before"] == "Europe/Paris"


def test_the_dates_of_a_poll_keep_their_hours_on_the_wall_too(story: Story, keeper: Person) -> None:
    half = Hours(date(2026, 11, 24), time(23, 30), time(23, 59))  # where the first one moves to
    meeting = story.propose(more=(half, LATER))
    edit(story, keeper, commune_code=FORT_DE_FRANCE)
    local = [clock.local(one.starts_at, "America/Martinique") for one in meeting.dates]
    assert [(one.day, one.hour, one.minute) for one in local] == [(24, 18, 30), (24, 23, 30), (26, 18, 30)]
    assert meeting.starts_at == meeting.dates[0].starts_at
    edit(story, keeper, commune_code="FR-35238")
    assert [clock.local(one.starts_at, "Europe/Paris").hour for one in meeting.dates] == [18, 23, 18]


def test_an_hour_that_would_lie_behind_stays_the_moment_that_it_was(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    edit(story, keeper, commune_code=FORT_DE_FRANCE)
    starts = clock.local(clock.now(), "America/Martinique") + timedelta(hours=2)
    hours = Hours(starts.date(), starts.time().replace(second=0), (starts + timedelta(hours=1)).time())
    wanted = Change(seen=meeting.sequence, place_id=story.place.id, capacity=5, hours=hours)
    meeting_changing.change(story.session, meeting.id, wanted, by=story.bruno.id)
    before = meeting.starts_at
    edit(story, keeper, commune_code="FR-35238")
    assert (meeting.starts_at, meeting.zone) == (before, "Europe/Paris")


def test_another_commune_of_the_same_zone_moves_no_hour(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    before = meeting.starts_at
    edit(story, keeper, commune_code="FR-31555")
    assert (meeting.starts_at, meeting.region_code) == (before, "FR-OCC")
    assert story.ada.id in told(story)


# Hidden


def test_who_runs_a_meeting_is_told_that_its_place_was_hidden_and_participants_not_yet(
    story: Story, keeper: Person
) -> None:
    meeting = story.propose()
    yes(story, meeting)
    hide(story, keeper)
    assert told(story, mails.PLACE_HIDDEN) == [story.bruno.id]
    (mail,) = mails_to(story, story.bruno.id, mails.PLACE_HIDDEN)
    assert story.place.name not in mail.text and f"/meetings/{meeting.id}/" in mail.text
    assert told(story) == []
    assert (meeting.state, meeting.taken, meeting.sequence) == (MeetingState.FIXED, 1, 1)
    assert steps(story, meeting)[-1].what == Step.PLACE_HIDDEN


def test_one_mail_tells_of_all_her_meetings_at_a_hidden_place(story: Story, keeper: Person) -> None:
    story.propose()
    story.propose(day=date(2026, 11, 26))
    hide(story, keeper)
    (mail,) = mails_to(story, story.bruno.id, mails.PLACE_HIDDEN)
    assert "24 novembre" in mail.text and "26 novembre" in mail.text


def test_hiding_twice_tells_once(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    hide(story, keeper)
    hide(story, keeper)
    assert (told(story, mails.PLACE_HIDDEN), meeting.sequence) == ([story.bruno.id], 1)


def test_another_place_is_told_to_participants_without_the_hidden_words(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    yes(story, meeting)
    hide(story, keeper)
    other = story.make.place(name="École")
    hours = Hours(date(2026, 11, 24), time(18, 30), time(20, 0))
    wanted = Change(seen=meeting.sequence, place_id=other.id, capacity=5, hours=hours)
    meeting_changing.change(story.session, meeting.id, wanted, by=story.bruno.id)
    (mail,) = mails_to(story, story.ada.id)
    assert other.name in mail.text and story.place.name not in mail.text
    assert mail.calendar is not None and by_icalendar(mail.calendar)[0].sequence == 2


def test_shown_again_nothing_has_to_be_changed_and_who_runs_it_is_told(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    hide(story, keeper)
    places.show_again(story.session, seen_hidden(story, keeper), by=keeper.id)
    assert told(story, mails.PLACE_SHOWN) == [story.bruno.id]
    assert (meeting.sequence, steps(story, meeting)[-1].what) == (2, Step.PLACE_SHOWN)


def seen_hidden(story: Story, keeper: Person) -> Seen:
    return access.hideable(story.session, who(story.session, keeper), story.place.id, acting=True)


def test_the_lead_s_list_has_it_until_somebody_acts(story: Story, keeper: Person) -> None:
    meeting, region = story.propose(), frozenset({"FR-BRE"})
    assert queries.without_place(story.session, region, clock.now()) == []
    hide(story, keeper)
    assert queries.without_place(story.session, region, clock.now()) == [meeting]
    assert queries.without_place(story.session, frozenset({"FR-OCC"}), clock.now()) == []
    meeting.place = story.make.place()
    story.session.flush()
    assert queries.without_place(story.session, region, clock.now()) == []


def test_no_date_is_fixed_while_the_place_is_hidden(story: Story, keeper: Person) -> None:
    meeting = story.propose(more=(LATER,))
    says = {one.id: Answer.YES for one in meeting.dates}
    polling.answer(story.session, meeting.id, story.ada.id, says, act_id=uuid4())
    hide(story, keeper)
    with pytest.raises(fixing.PlaceHidden):
        fixing.fix(story.session, meeting.id, meeting.dates[0].id, by=story.bruno.id, act_id=uuid4())
    assert meeting.state == MeetingState.POLLING


def test_no_date_of_a_hidden_meeting_is_fixed(story: Story, keeper: Person) -> None:
    meeting = story.propose(more=(LATER,))
    moderating.hide(story.session, meeting, by=keeper.id)
    with pytest.raises(fixing.OutOfSight):
        fixing.fix(story.session, meeting.id, meeting.dates[0].id, by=story.bruno.id, act_id=uuid4())


def test_nobody_walks_in_where_the_place_is_hidden(story: Story, keeper: Person) -> None:
    meeting = story.propose()
    meeting.listed = True
    hide(story, keeper)
    eve = story.make.person("eve")
    with clock.at(meeting.starts_at), pytest.raises(declaring.NotOpen):
        declaring.check_in(story.session, meeting.id, eve.id, how=Checked.QR, act_id=uuid4())


def test_the_page_says_so_to_who_comes_and_to_who_runs_it(
    story: Story, keeper: Person, client: FlaskClient, login: object
) -> None:
    meeting = story.propose()
    yes(story, meeting)
    hide(story, keeper)
    story.session.commit()
    pages = {}
    for person in (story.ada, story.bruno, keeper):
        browser = login(client, person)  # type: ignore[operator]
        pages[person.id] = browser.get(f"/fr/meetings/{meeting.id}/").text
        mine = browser.get("/fr/meetings/").text
        assert story.place.name not in pages[person.id] + mine
        assert ("Rencontres à qui il faut un autre lieu" in mine) == (person is keeper)
    assert "Choisissez un autre lieu" in pages[story.bruno.id]
    assert "On cherche un autre lieu" in pages[story.ada.id]


def test_the_page_for_another_place_opens_and_the_refused_date_says_why(
    story: Story, keeper: Person, client: FlaskClient, login: object
) -> None:
    meeting = story.propose(more=(LATER,))
    hide(story, keeper)
    posted = {"act": str(uuid4()), "date": str(meeting.dates[0].id)}
    address = f"/meetings/{meeting.id}"
    story.session.commit()  # SQLite lets one writer in at a time
    browser = login(client, story.bruno)  # type: ignore[operator]
    assert browser.get(f"/fr{address}/change").status_code == 200
    answer = browser.post(f"{address}/fix", data=posted)
    assert answer.status_code == 409
    assert "Choisissez d’abord un autre lieu" in answer.text
