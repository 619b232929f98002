"""The page of deliveries: what waits, what was given up and why, and trying again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.queues import Job, JobState
from tests.make import Make

Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def administrator(make: Make, client: FlaskClient, login: Login) -> FlaskClient:
    return login(client, make.administrator())


def job(session: Session, state: JobState, error: str | None = None, topic: str = "forward") -> UUID:
    made = Job(
        id=uuid4(), topic=topic, subject=str(uuid4()), due_at=clock.now(), state=state, last_error=error
    )
    made.attempts = 12 if state is JobState.DEAD else 1
    session.add(made)
    session.commit()
    return made.id


def again(client: FlaskClient, job_id: UUID) -> int:
    return client.post(f"/deliveries/{job_id}/again", data={"act": str(uuid4()), "lang": "en"}).status_code


def test_only_an_administrator_sees_deliveries(
    client: FlaskClient, login: Login, ada: Person, make: Make
) -> None:
    for person in (ada, make.lead("dora")):
        assert login(client, person).get("/en/deliveries/").status_code == 403


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_with_nothing_to_deliver_the_page_says_so(lang: str, administrator: FlaskClient) -> None:
    page = administrator.get(f"/{lang}/deliveries/")
    assert page.status_code == 200 and page.text.count('class="empty"') == 3


def test_what_waits_and_what_was_given_up_show_their_last_error(
    session: Session, administrator: FlaskClient
) -> None:
    job(session, JobState.WAITING, "NotTaken: 503 busy")
    job(session, JobState.WAITING)
    job(session, JobState.DEAD, "413 too large <b>")
    job(session, JobState.DONE)
    page = administrator.get("/en/deliveries/").text
    assert "Statements to the external record store" in page
    assert "413 too large &lt;b&gt;" in page and "Tried 12 times" in page


def test_trying_again_sends_a_dead_job_back_to_the_waiting_ones(
    session: Session, administrator: FlaskClient
) -> None:
    dead = job(session, JobState.DEAD, "400 no")
    assert again(administrator, dead) == 302
    session.expire_all()
    armed = session.get_one(Job, dead)
    assert (armed.state, armed.attempts) == (JobState.WAITING, 0)


def test_a_job_that_is_not_dead_cannot_be_armed_again(session: Session, administrator: FlaskClient) -> None:
    assert again(administrator, job(session, JobState.DONE)) == 404
    assert again(administrator, uuid4()) == 404


def test_a_learner_cannot_arm_a_dead_job(
    session: Session, client: FlaskClient, login: Login, ada: Person
) -> None:
    dead = job(session, JobState.DEAD, "400 no")
    assert again(login(client, ada), dead) == 403
