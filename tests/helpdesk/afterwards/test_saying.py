"""Saying how a meeting was: by the link once, on one's own page as often as one likes for 30 days, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.afterwards.models import FeedbackRequest, MeetingFeedback
from helpdesk.afterwards.rules import asking
from helpdesk.meetings.states import Presence
from tests.helpdesk.afterwards.conftest import ENDS, NEXT_DAY, Evening
from tracking.milestones import rebuild
from tracking.models import Milestone, Statement
from tracking.rules import actor_of

Login = Callable[[FlaskClient, Person], FlaskClient]
TOKEN = "x" * 43
LATE = ENDS + timedelta(days=32)


def said(**changed: str) -> dict[str, str]:
    """Return what the page posts."""
    usual = {"act": str(uuid4()), "lang": "fr", "useful": "4", "will_try": "yes", "pace": "right"}
    return usual | changed


@pytest.fixture
def asked(evening: Evening, ada: Person) -> Evening:
    """The evening after which Ada has a living link."""
    evening.seat(ada)
    asking.request(evening.session, evening.meeting, ada.id, TOKEN)
    evening.session.commit()
    return evening


def kept(session: Session) -> list[tuple[int, str, str, str | None]]:
    rows = session.scalars(select(MeetingFeedback).execution_options(populate_existing=True))
    return [(row.useful, row.will_try, row.pace, row.comment) for row in rows]


@pytest.mark.usefixtures("asked")
def test_the_link_s_page_reads_three_times_and_its_button_works_once(
    client: FlaskClient, session: Session
) -> None:
    with clock.at(NEXT_DAY):
        answers = [client.get(f"/fr/feedback/{TOKEN}") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert answers[0].headers["Cache-Control"] == "no-store"
        assert client.post("/feedback", data=said(token=TOKEN, comment=" *Merci* \r\n")).status_code == 302
        assert client.post("/feedback", data=said(token=TOKEN, useful="1")).status_code == 410
        assert client.get(f"/fr/feedback/{TOKEN}").status_code == 410
    assert kept(session) == [(4, "yes", "right", "*Merci*")]


@pytest.mark.usefixtures("asked")
def test_a_double_click_is_one_opinion(client: FlaskClient, session: Session) -> None:
    form = said(token=TOKEN)
    with clock.at(NEXT_DAY):
        places = {client.post("/feedback", data=form).headers["Location"] for _ in range(2)}
    assert places == {"/fr/feedback"} and len(kept(session)) == 1


@pytest.mark.usefixtures("asked")
def test_a_link_ends_when_opinions_do(client: FlaskClient) -> None:
    with clock.at(LATE):
        assert client.get(f"/fr/feedback/{TOKEN}").status_code == 410


def test_a_link_of_somebody_who_was_not_there_after_all_is_spent(
    client: FlaskClient, asked: Evening, ada: Person
) -> None:
    seat = next(one for one in asked.meeting.seats if one.person_id == ada.id)
    seat.presence, seat.minutes_present = Presence.ABSENT, None
    asked.session.commit()
    with clock.at(NEXT_DAY):
        assert client.get(f"/fr/feedback/{TOKEN}").status_code == 410


def test_logged_in_one_says_it_and_changes_it(
    client: FlaskClient, login: Login, asked: Evening, ada: Person
) -> None:
    login(client, ada)
    own = f"/meetings/{asked.meeting.id}/feedback"
    with clock.at(NEXT_DAY):
        assert client.post(own, data=said()).status_code == 302
        page = client.get(f"/fr{own}").get_data(as_text=True)
        assert 'value="4" checked' in page
        assert client.post(own, data=said(useful="2", comment="Trop court.")).status_code == 302
    assert kept(asked.session) == [(2, "yes", "right", "Trop court.")]
    earlier, now = asked.session.scalars(
        select(Statement).where(Statement.verb == "answered").order_by(Statement.seq)
    )
    assert (earlier.voided, now.voided) == (True, False)


def test_what_was_said_on_the_page_spends_the_link(
    client: FlaskClient, login: Login, asked: Evening, ada: Person
) -> None:
    login(client, ada)
    with clock.at(NEXT_DAY):
        client.post(f"/meetings/{asked.meeting.id}/feedback", data=said())
    assert asked.session.scalars(select(FeedbackRequest.used_at)).one() is not None


def test_other_words_alone_tell_the_record_nothing_new(
    client: FlaskClient, login: Login, asked: Evening, ada: Person
) -> None:
    login(client, ada)
    with clock.at(NEXT_DAY):
        for words in ("Bien.", "Très bien."):
            client.post(f"/meetings/{asked.meeting.id}/feedback", data=said(comment=words))
    assert len(asked.session.scalars(select(Statement).where(Statement.verb == "answered")).all()) == 1


def test_the_statement_holds_closed_answers_and_no_word_and_nobody_else(
    client: FlaskClient, asked: Evening
) -> None:
    with clock.at(NEXT_DAY):
        client.post("/feedback", data=said(token=TOKEN, comment="Merci beaucoup"))
    body = asked.session.scalars(select(Statement.body).where(Statement.verb == "answered")).one()
    told = orjson.loads(body)
    assert told["object"]["id"] == f"http://classcode.test/meetings/{asked.meeting.id}/feedback"
    assert told["result"] == {
        "score": {"scaled": 0.75, "raw": 4, "min": 1, "max": 5},
        "extensions": {
            "http://classcode.test/xapi/extensions/will-try": "yes",
            "http://classcode.test/xapi/extensions/pace": "right",
        },
    }
    assert "instructor" not in told["context"] and b"Merci" not in body


def test_an_opinion_is_no_learning(client: FlaskClient, asked: Evening, ada: Person) -> None:
    with clock.at(NEXT_DAY):
        client.post("/feedback", data=said(token=TOKEN))
    rebuild(asked.session, actor_of(asked.session, ada.id))
    assert asked.session.scalars(select(Milestone.kind)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"useful": "0"},
        {"useful": "٣"},
        {"useful": ""},
        {"will_try": "perhaps"},
        {"pace": ""},
        {"comment": "x" * 2001},
    ],
)
@pytest.mark.usefixtures("asked")
def test_a_wrong_answer_keeps_the_link_and_the_words(
    client: FlaskClient, session: Session, wrong: dict[str, str]
) -> None:
    with clock.at(NEXT_DAY):
        answer = client.post("/feedback", data=said(**({"token": TOKEN, "comment": "Mes mots"} | wrong)))
        assert answer.status_code == 422
        assert ("Mes mots" if "comment" not in wrong else "x" * 2001) in answer.get_data(as_text=True)
        assert client.get(f"/fr/feedback/{TOKEN}").status_code == 200
    assert kept(session) == []


@pytest.mark.parametrize("who", ["bruno", "chloe"])
def test_nobody_else_finds_the_page(
    client: FlaskClient, login: Login, asked: Evening, request: pytest.FixtureRequest, who: str
) -> None:
    login(client, request.getfixturevalue(who))
    with clock.at(NEXT_DAY):
        assert client.get(f"/fr/meetings/{asked.meeting.id}/feedback").status_code == 404
        assert client.post(f"/meetings/{asked.meeting.id}/feedback", data=said()).status_code == 404


def test_it_can_be_said_from_the_end_on_and_no_longer_than_thirty_days(
    client: FlaskClient, login: Login, asked: Evening, ada: Person
) -> None:
    login(client, ada)
    for moment, status in ((ENDS - timedelta(minutes=1), 404), (ENDS, 200), (LATE, 404)):
        with clock.at(moment):
            asked_now = client.get(f"/fr/meetings/{asked.meeting.id}/feedback")
            assert asked_now.status_code == status
