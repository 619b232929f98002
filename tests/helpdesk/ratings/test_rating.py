"""Saying how it went: reading uses nothing up, the button works once, the record is told, and nobody else can."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Person
from helpdesk.ratings import rules
from helpdesk.ratings.models import Rating
from tests.helpdesk.ratings.conftest import NOON, Settle, link_of, mails_after
from tests.helpdesk.tickets.conftest import verbs
from tracking.models import Statement

Login = Callable[[FlaskClient, Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("bruno")
SOON = NOON + timedelta(hours=2)


def posted(path: str, **changed: str) -> dict[str, str]:
    """Return what the page of a link posts."""
    return {"act": str(uuid4()), "lang": "fr", "token": path.rpartition("/")[2], "stars": "4"} | changed


@pytest.fixture
def path(settle: Settle, ada: Person) -> str:
    """The path of a living link."""
    settle(ada)
    return link_of(mails_after(1)[0])


def test_reading_the_page_uses_nothing_up(client: FlaskClient, path: str) -> None:
    with clock.at(SOON):
        assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]


def test_no_browser_keeps_a_page_whose_address_opens_it(client: FlaskClient, path: str) -> None:
    with clock.at(SOON):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_button_keeps_the_opinion_and_tells_the_record(
    client: FlaskClient, session: Session, path: str
) -> None:
    with clock.at(SOON):
        answer = client.post("/rate", data=posted(path, comment="  *Merci* \r\n"))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/rated")
    kept = session.scalars(select(Rating)).one()
    assert (kept.stars, kept.comment) == (4, "*Merci*")
    assert verbs(session)[-1] == "rated"


def test_the_statement_holds_the_points_and_no_word(client: FlaskClient, session: Session, path: str) -> None:
    with clock.at(SOON):
        client.post("/rate", data=posted(path, comment="Merci beaucoup"))
    body = session.scalars(select(Statement.body).order_by(Statement.seq.desc())).first()
    assert body is not None
    told = orjson.loads(body)
    assert told["result"] == {"score": {"scaled": 0.75, "raw": 4, "min": 1, "max": 5}}
    assert "instructor" not in told["context"] and b"Merci" not in body


def test_a_link_works_once(client: FlaskClient, session: Session, path: str) -> None:
    with clock.at(SOON):
        client.post("/rate", data=posted(path))
        assert client.post("/rate", data=posted(path, stars="1")).status_code == 410
        assert client.get(path).status_code == 410
    assert session.scalars(select(Rating.stars)).all() == [4]


def test_a_double_click_is_one_opinion(client: FlaskClient, session: Session, path: str) -> None:
    form = posted(path)
    with clock.at(SOON):
        assert [client.post("/rate", data=form).headers["Location"] for _ in range(2)] == ["/fr/rated"] * 2
    assert session.scalars(select(Rating.stars)).all() == [4]


def test_a_link_ends_after_thirty_days(client: FlaskClient, path: str) -> None:
    with clock.at(SOON + timedelta(days=31)):
        assert client.get(path).status_code == 410
        assert client.post("/rate", data=posted(path)).status_code == 410


def test_an_unknown_link_reads_as_a_spent_one(client: FlaskClient) -> None:
    assert client.get("/fr/rate/" + "x" * 43).status_code == 410


@pytest.mark.parametrize(
    "wrong", [{"stars": "0"}, {"stars": "6"}, {"stars": ""}, {"stars": "٣"}, {"comment": "x" * 2001}]
)
def test_a_wrong_answer_keeps_the_link_and_what_was_written(
    client: FlaskClient, session: Session, path: str, wrong: dict[str, str]
) -> None:
    with clock.at(SOON):
        answer = client.post("/rate", data=posted(path, **({"comment": "Mes mots"} | wrong)))
        assert answer.status_code == 422
        assert ("Mes mots" if "comment" not in wrong else "x" * 2001) in answer.get_data(as_text=True)
        assert client.get(path).status_code == 200
    assert session.scalars(select(Rating)).all() == []


def test_the_learner_says_it_on_her_own_page_and_gets_no_mail(
    client: FlaskClient, login: Login, session: Session, settle: Settle, ada: Person
) -> None:
    ticket = settle(ada)
    with clock.at(NOON + timedelta(minutes=10)):
        login(client, ada)
        own = f"/help/{ticket.id}/rate"
        assert client.get(f"/fr{own}").status_code == 200
        form = {"act": str(uuid4()), "lang": "fr", "stars": "5"}
        assert client.post(own, data=form).headers["Location"] == "/fr/rated"
        assert client.get(f"/fr{own}").status_code == 404
    assert mails_after(2, 30) == []
    assert session.scalars(select(Rating.stars)).all() == [5]


@pytest.mark.parametrize("who", ["bruno", "chloe", "lead"])
def test_nobody_else_finds_the_page(
    client: FlaskClient, login: Login, settle: Settle, request: pytest.FixtureRequest, ada: Person, who: str
) -> None:
    ticket = settle(ada)
    other = (
        request.getfixturevalue("make").lead("denise", "FR-BRE")
        if who == "lead"
        else request.getfixturevalue(who)
    )
    with clock.at(SOON):
        login(client, other)
        assert client.get(f"/fr/help/{ticket.id}/rate").status_code == 404
        form = {"act": str(uuid4()), "lang": "fr", "stars": "5"}
        assert client.post(f"/help/{ticket.id}/rate", data=form).status_code == 404


def test_many_who_press_one_link_at_once_are_one_opinion(session: Session, path: str) -> None:
    token = path.rpartition("/")[2]

    def press(stars: int) -> bool:
        with clock.at(SOON), suppress(rules.LinkSpent), db.transaction() as own:
            rules.rate(own, token, rules.Opinion(stars), act_id=uuid4())
            return True
        return False

    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(press, [1, 2, 3, 4, 5] * 4))
    assert kept.count(True) == 1
    assert len(session.scalars(select(Rating)).all()) == verbs(session).count("rated") == 1
