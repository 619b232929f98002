"""The pages of open answers: facilitators of the region read and reply, and everybody else learns of nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode.people.models import Person
from modules.assessing.models import OpenAnswer
from tests.modules.assessing.opened import (
    HERE,
    LEVELS,
    WRITTEN,
    answered,
    publish_opened,
    waiting,
)

Login = Callable[[FlaskClient, Person], FlaskClient]
LIST = "/fr/answers-to-read/"
ANSWERED = f"/modules/{HERE.module.slug}/{HERE.unit.id}/turn"
SAID = {"level-clear": "yes", "level-short": "no", "words": "Quelle bonne idée !"}


@pytest.fixture
def one(session: Session, ada: Person) -> OpenAnswer:
    """Ada's answer, which waits."""
    publish_opened(session)
    answered(session, ada)
    session.commit()
    return waiting(session)[0]


def post(client: FlaskClient, address: str, fields: Mapping[str, object]) -> tuple[int, str]:
    answer = client.post(address, data={"act": str(uuid4()), "lang": "fr", **fields})
    return answer.status_code, answer.get_data(as_text=True)


def test_a_facilitator_finds_reads_and_replies(
    client: FlaskClient, login: Login, session: Session, bruno: Person, one: OpenAnswer
) -> None:
    login(client, bruno)
    assert LIST in client.get("/fr/desk/").get_data(as_text=True)
    assert f"/fr/answers-to-read/{one.id}" in client.get(LIST).get_data(as_text=True)
    page = client.get(f"{LIST}{one.id}").get_data(as_text=True)
    assert WRITTEN["lesson"][0] in page
    assert post(client, f"/answers-to-read/{one.id}", SAID)[0] == 302
    session.expire_all()
    assert waiting(session)[0].reader_id == bruno.id
    assert f"/fr/answers-to-read/{one.id}" not in client.get(LIST).get_data(as_text=True)


def test_the_learner_sees_what_was_said(
    client: FlaskClient, login: Login, ada: Person, bruno: Person, one: OpenAnswer
) -> None:
    post(login(client, bruno), f"/answers-to-read/{one.id}", SAID)
    client.delete_cookie("session")
    page = login(client, ada).get(f"/fr/modules/{HERE.module.slug}/{HERE.unit.id}").get_data(as_text=True)
    assert "Quelle bonne idée !" in page


def test_a_learner_holds_her_own_answer_against_the_rubric(
    client: FlaskClient, login: Login, session: Session, ada: Person, one: OpenAnswer
) -> None:
    login(client, ada)
    levels = [f"{criterion}={level}" for criterion, level in LEVELS.items()]
    assert post(client, f"{ANSWERED}/assess", {"own": levels})[0] == 302
    assert post(client, f"{ANSWERED}/assess", {"own": levels[:1]})[0] == 422


def test_an_unfinished_reading_keeps_what_was_chosen(
    client: FlaskClient, login: Login, bruno: Person, one: OpenAnswer
) -> None:
    status, page = post(login(client, bruno), f"/answers-to-read/{one.id}", {**SAID, "words": ""})
    assert status == 422
    assert page.count(" checked") == 2
    assert 'href="#words"' in page


def test_a_missing_level_is_told_beside_it(
    client: FlaskClient, login: Login, bruno: Person, one: OpenAnswer
) -> None:
    said = {name: value for name, value in SAID.items() if name != "level-short"}
    status, page = post(login(client, bruno), f"/answers-to-read/{one.id}", said)
    assert status == 422
    assert 'href="#level-short"' in page
    assert 'id="level-short-error"' in page


def test_whoever_may_not_read_it_learns_of_nothing(
    client: FlaskClient, login: Login, ada: Person, chloe: Person, one: OpenAnswer
) -> None:
    login(client, chloe)
    assert client.get(f"{LIST}{one.id}").status_code == 404
    assert post(client, f"/answers-to-read/{one.id}", SAID)[0] == 404
    assert str(one.id) not in client.get(LIST).get_data(as_text=True)
    client.delete_cookie("session")
    login(client, ada)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{one.id}").status_code == 403


def test_words_are_shown_as_they_were_typed(
    client: FlaskClient, login: Login, session: Session, ada: Person, bruno: Person
) -> None:
    publish_opened(session)
    answered(session, ada, {"lesson": ["<script>alert(1)</script>"], "own": ["x"]})
    page = login(client, bruno).get(f"{LIST}{waiting(session)[0].id}").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_question_that_is_gone_leaves_its_answers_readable(
    client: FlaskClient, login: Login, session: Session, bruno: Person, one: OpenAnswer
) -> None:
    one.question = "gone"
    session.commit()
    login(client, bruno)
    page = client.get(f"{LIST}{one.id}")
    assert page.status_code == 200
    assert post(client, f"/answers-to-read/{one.id}", SAID)[0] == 404
