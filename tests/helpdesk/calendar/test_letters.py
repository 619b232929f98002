"""What each letter about a meeting says: short, signed by who acted, in the reader's language and the place's zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.models import Person
from classcode.territory.models import Room
from helpdesk.calendar.moments import Reminder
from helpdesk.meetings import mails
from helpdesk.meetings.models import DateAnswer, Meeting, Reply, Seat
from helpdesk.meetings.rules import cancelling, changing, fixing, polling
from helpdesk.meetings.rules.changing import Change
from helpdesk.meetings.spans import Hours
from helpdesk.meetings.states import Answer
from tests.helpdesk.calendar.conftest import HOST, STARTS, Circle, mails_to

WORDS = 80
LATER = timedelta(days=1)
Letter = Callable[[Circle], OutgoingMail]


def the(circle: Circle, kind: str, person: Person | None = None) -> OutgoingMail:
    """Return the one letter of a kind to Ada, or somebody else."""
    (found,) = mails_to(circle.session, (person or circle.ada).id, kind)
    return found


def invited(circle: Circle) -> OutgoingMail:
    circle.organise(about="Nous comparerons nos programmes, et chacun en essaiera un autre. " * 5)
    return the(circle, mails.INVITED)


def polled(circle: Circle) -> OutgoingMail:
    circle.organise(*(STARTS + LATER * n for n in range(6)))
    return the(circle, mails.INVITED)


def fixed(circle: Circle) -> OutgoingMail:
    circle.fixed()
    return the(circle, mails.FIXED)


def maybe(circle: Circle) -> OutgoingMail:
    settle(circle, Answer.IF_NEED_BE)
    return the(circle, mails.MAYBE)


def waiting(circle: Circle) -> OutgoingMail:
    settle(circle, Answer.YES, capacity=1)
    return the(circle, mails.WAITING)


def settle(circle: Circle, said: Answer, **other: object) -> Meeting:
    """Let Zoe answer yes first, then Ada as told, and Bruno fix the first date."""
    zoe = circle.make.person("zoe", commune="FR-35238")
    circle.others = [zoe]
    meeting = circle.organise(STARTS, STARTS + LATER, **other)
    for minutes, (person, answer) in enumerate(((zoe, Answer.YES), (circle.ada, said))):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            told = {one.id: answer for one in meeting.dates}
            polling.answer(circle.session, meeting.id, person.id, told, act_id=circle.make.act())
    first = min(meeting.dates, key=lambda one: one.starts_at)
    return fixing.fix(circle.session, meeting.id, first.id, by=circle.bruno.id, act_id=circle.make.act())


def offered(circle: Circle) -> OutgoingMail:
    meeting = settle(circle, Answer.YES, capacity=1)
    circle.says(meeting, circle.others[0], Reply.NO)
    return the(circle, mails.OFFERED)


def moved(circle: Circle) -> OutgoingMail:
    meeting = circle.fixed()
    change(circle, meeting, hours=Hours(date(2026, 11, 26), time(17), time(19)))
    return the(circle, mails.CHANGED)


def change(circle: Circle, meeting: Meeting, **other: object) -> None:
    """Let Bruno change something of the meeting, an hour later."""
    hours = Hours(date(2026, 11, 24), time(18, 30), time(20))
    kept = {"seen": meeting.sequence, "place_id": meeting.place_id, "capacity": 8, "hours": hours}
    with clock.at(clock.now() + timedelta(hours=1)):
        wanted = Change(**(kept | other))  # type: ignore[arg-type]
        changing.change(circle.session, meeting.id, wanted, by=circle.bruno.id)


def cancelled(circle: Circle) -> OutgoingMail:
    meeting = circle.fixed()
    cancelling.cancel(circle.session, meeting.id, by=circle.bruno.id)
    return the(circle, mails.CANCELLED)


def reminded(circle: Circle) -> OutgoingMail:
    meeting = circle.fixed()
    with clock.at(STARTS - LATER):
        mails.reminded(circle.session, meeting, circle.ada.id, Reminder.DAY)
    return the(circle, f"{mails.REMINDER}-day")


LETTERS: tuple[Letter, ...] = (
    *(invited, polled, fixed, maybe, waiting, offered, moved, cancelled, reminded),
)
each = pytest.mark.parametrize("letter", LETTERS, ids=lambda one: one.__name__)


@each
@pytest.mark.parametrize("language", ["fr", "en", "nl"])
def test_a_letter_is_short_has_one_link_and_says_where(circle: Circle, letter: Letter, language: str) -> None:
    circle.ada.language = language
    mail = letter(circle)
    assert len(mail.text.split()) <= WORDS, mail.text
    assert mail.text.count("http") == 1
    assert f"http://{HOST}/{language}/meetings/" in mail.text
    assert circle.place.name in mail.text
    assert "\n" not in mail.subject
    assert mail.language == language


@each
def test_a_letter_of_somebody_who_acts_is_signed_with_her_name(circle: Circle, letter: Letter) -> None:
    signature = letter(circle).text.strip().rpartition("\n\n")[2]
    by_the_desk = letter in {offered, reminded}
    assert signature == ("Le bureau d'accueil de Class'Code" if by_the_desk else "Bruno")


@each
def test_a_letter_names_the_zone_of_the_place(circle: Circle, letter: Letter) -> None:
    assert "heure de Paris" in letter(circle).text.replace("\N{NO-BREAK SPACE}", " ")


def test_far_away_the_hour_is_that_of_the_place_whoever_reads(
    elsewhere: Callable[[str, str], Circle],
) -> None:
    circle = elsewhere("FR-97209", "FR-972")
    circle.organise(datetime(2026, 11, 24, 22, 30, tzinfo=UTC))
    text = the(circle, mails.INVITED).text.replace("\N{NO-BREAK SPACE}", " ")
    assert circle.ada.time_zone == "Europe/Paris"
    assert "18 h 30 à 20 h 00, heure de Martinique" in text


def test_a_poll_names_every_date_once(circle: Circle) -> None:
    text = polled(circle).text
    assert [f"{day} novembre 2026" in text for day in range(24, 30)] == [True] * 6


def test_a_long_word_of_the_organiser_is_cut_at_a_word(circle: Circle) -> None:
    text = invited(circle).text
    assert "Nous comparerons nos programmes" in text
    assert "…" in text


def test_who_waits_reads_her_place_in_the_queue(circle: Circle) -> None:
    assert "en position 1 sur la liste" in waiting(circle).text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_offer_says_until_when_the_seat_is_kept(circle: Circle) -> None:
    assert "jusqu’au vendredi 2 octobre 2026" in offered(circle).text


def test_a_changed_hour_names_the_one_before(circle: Circle) -> None:
    text = moved(circle).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "jeudi 26 novembre 2026, 17 h 00 à 19 h 00" in text
    assert "Auparavant, elle devait commencer le mardi 24 novembre 2026, 18 h 30, heure de Paris." in text


def test_a_changed_place_says_that_the_hour_stays(circle: Circle) -> None:
    meeting, other = circle.fixed(), circle.make.place("FR-35288", name="École")
    change(circle, meeting, place_id=other.id)
    text = the(circle, mails.CHANGED).text
    assert other.name in text
    assert "au moment prévu" in text


def test_a_room_chosen_for_the_meeting_is_named(circle: Circle) -> None:
    meeting = circle.fixed()
    room = Room(place_id=circle.place.id, name="Salle des cartes", capacity=12)
    circle.session.add(room)
    circle.session.flush()
    change(circle, meeting, room_id=room.id)
    assert "Salle des cartes" in the(circle, mails.CHANGED).text


def test_while_dates_are_chosen_a_change_tells_the_place_alone(circle: Circle) -> None:
    meeting, other = circle.organise(STARTS, STARTS + LATER), circle.make.place("FR-35288")
    change(circle, meeting, hours=None, place_id=other.id)
    mail = the(circle, mails.CHANGED)
    assert other.name in mail.text
    assert "novembre" not in mail.text + mail.subject


def test_a_poll_that_is_called_off_names_no_day(circle: Circle) -> None:
    meeting = circle.organise(STARTS, STARTS + LATER)
    cancelling.cancel(circle.session, meeting.id, by=circle.bruno.id)
    mail = the(circle, mails.CANCELLED)
    assert "novembre" not in mail.text + mail.subject


def test_what_the_clock_called_off_is_signed_by_the_desk(circle: Circle) -> None:
    meeting = circle.organise(STARTS, STARTS + LATER)
    cancelling.cancel(circle.session, meeting.id, by=None)
    assert the(circle, mails.CANCELLED).text.strip().endswith("Le bureau d'accueil de Class'Code")


def test_somebody_without_a_confirmed_address_is_written_nothing(circle: Circle) -> None:
    nora = circle.make.person("nora", commune="FR-35238", confirmed=False)
    circle.others = [nora]
    meeting = circle.organise()
    assert mails_to(circle.session, nora.id) == []
    assert circle.session.get(Seat, (meeting.id, nora.id)) is not None
    assert circle.session.scalars(select(DateAnswer)).all() == []


def test_a_change_asks_each_for_what_is_hers_to_do(circle: Circle) -> None:
    zoe, other = (
        circle.make.person("zoe"),
        circle.make.facilitator("lea", region="FR-BRE", commune="FR-35238"),
    )
    circle.others = [zoe]
    meeting = circle.organise(facilitator_id=other.id)
    circle.says(meeting, circle.ada)
    change(circle, meeting, hours=Hours(date(2026, 11, 26), time(17), time(19)))
    asked = {person.name: the(circle, mails.CHANGED, person).text for person in (circle.ada, zoe, other)}
    assert "Votre réponse reste valable." in asked["Ada"]
    assert "Dites oui ou non ici" in asked["Zoe"]
    assert "Qui vient" in asked["Lea"]
