"""The letter for the head of school: who invites whom, when, where, for how long, free; and nobody else's name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from classcode.people.models import Person
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import MeetingState, Reply
from tests.helpdesk.afterwards.conftest import Evening

Login = Callable[[FlaskClient, Person], FlaskClient]


def letter(client: FlaskClient, meeting: Meeting, lang: str = "fr") -> str:
    return client.get(f"/{lang}/meetings/{meeting.id}/letter").get_data(as_text=True).replace("\xa0", " ")


def test_it_says_all_that_a_head_of_school_asks(
    client: FlaskClient, login: Login, evening: Evening, ada: Person
) -> None:
    evening.seat(ada, None)
    evening.meeting.about = "Préparer une séance sur les boucles."
    told = letter(login(client, ada), evening.meeting)
    wanted = (
        "Ada",
        "mardi 10 novembre 2026",
        "18 h 30 à 20 h 00, heure de Paris",
        "Médiathèque",
        "1 h 30 min",
        "gratuite",
        "Bruno, qui organise la rencontre",
        "Préparer une séance",
        "signature",
    )
    assert [words for words in wanted if words not in told] == []


def test_it_names_no_other_participant(
    client: FlaskClient, login: Login, evening: Evening, ada: Person
) -> None:
    evening.seat(ada, None)
    evening.seat(evening.make.person("zacharie"))
    assert "Zacharie" not in letter(login(client, ada), evening.meeting)


def test_without_a_name_there_is_a_line_to_fill(
    client: FlaskClient, login: Login, evening: Evening, ada: Person
) -> None:
    evening.seat(ada, None)
    ada.name = None
    assert "nom à écrire à la main" in letter(login(client, ada), evening.meeting)


@pytest.mark.parametrize(("lang", "words"), [("en", "taking part is free"), ("nl", "deelnemen is gratis")])
def test_it_is_in_her_language(
    client: FlaskClient, login: Login, evening: Evening, ada: Person, lang: str, words: str
) -> None:
    evening.seat(ada, None)
    assert words in letter(login(client, ada), evening.meeting, lang)


@pytest.mark.parametrize(
    ("reply", "state", "status"),
    [
        (Reply.YES, MeetingState.FIXED, 200),
        (Reply.INVITED, MeetingState.FIXED, 200),
        (Reply.NO, MeetingState.FIXED, 404),
        (Reply.YES, MeetingState.POLLING, 404),
        (Reply.YES, MeetingState.CANCELLED, 404),
    ],
)
def test_it_is_for_who_was_asked_to_a_meeting_with_a_date_and_did_not_decline(
    client: FlaskClient, login: Login, evening: Evening, ada: Person, reply: str, state: str, status: int
) -> None:
    evening.seat(ada, None, reply=reply)
    evening.meeting.state = state
    assert login(client, ada).get(f"/fr/meetings/{evening.meeting.id}/letter").status_code == status


def test_nobody_else_has_one(client: FlaskClient, login: Login, evening: Evening, chloe: Person) -> None:
    for person in (chloe, evening.bruno):
        assert login(client, person).get(f"/fr/meetings/{evening.meeting.id}/letter").status_code == 404
