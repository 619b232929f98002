"""Many at the very same moment, through the pages: no seat is sold twice, a question has one owner (F15, F16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from classcode import db
from classcode.people.models import Person
from helpdesk.meetings.models import Meeting, Reply, Seat
from helpdesk.models import Ticket, TicketStep
from helpdesk.tickets.states import What
from modules.current import catalog
from tests.faults.conftest import SLUG, Scene
from tracking.models import Statement

pytestmark = pytest.mark.postgres
Login = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def together(app: Flask, login: Login, scene: Scene) -> Callable[..., list[TestResponse]]:
    """Let several people post the same form at once: `together(people, action, **fields)`."""

    def post(people: Sequence[Person], action: str, **fields: str) -> list[TestResponse]:
        clients, start = [login(app.test_client(), person) for person in people], Barrier(len(people))

        def one(client: FlaskClient) -> TestResponse:
            start.wait()
            return client.post(action, data={"act": str(uuid4()), "lang": "fr"} | fields)

        with ThreadPoolExecutor(len(people)) as threads:
            return list(threads.map(one, clients))

    return post


def test_of_twenty_who_say_yes_to_three_seats_three_have_one(
    scene: Scene, together: Callable[..., list[TestResponse]], engine: Engine
) -> None:
    others = [scene.learner(f"learner-{number}") for number in range(19)]
    meeting = scene.meet(*(person.id for person in others), capacity=3)
    answers = together([scene.ada, *others], f"/meetings/{meeting.id}/reply", answer="yes")
    assert {answered.status_code for answered in answers} == {302}
    with db.reading() as session:
        yes = select(func.count()).where(Seat.meeting_id == meeting.id, Seat.reply == Reply.YES)
        assert (session.scalar(select(Meeting.taken)), session.scalar(yes)) == (3, 3)
        said = Counter(session.scalars(select(Statement.verb).where(Statement.verb != "proposed")))
    assert (said["accepted"], said["waiting"]) == (3, 17)


def test_who_finds_no_seat_left_is_first_on_the_waiting_list(
    scene: Scene, together: Callable[..., list[TestResponse]], engine: Engine
) -> None:
    eve = scene.learner("eve")
    meeting = scene.meet(eve.id, capacity=1)
    together([scene.ada, eve], f"/meetings/{meeting.id}/reply", answer="yes")
    with db.reading() as session:
        assert sorted(session.scalars(select(Seat.reply))) == ["waiting", "yes"]


def test_of_two_who_take_one_question_one_has_it_and_the_other_reads_who(
    scene: Scene, together: Callable[..., list[TestResponse]], engine: Engine
) -> None:
    gilles = scene.make.facilitator("gilles", region="FR-BRE", commune="FR-35288")
    scene.ticket.facilitator_id = None
    answers = together([scene.bruno, gilles], f"/help/{scene.ticket.id}/take")
    with db.reading() as session:
        owner = session.scalars(select(Person.name).join(Ticket, Ticket.facilitator_id == Person.id)).one()
        taken = session.scalar(select(func.count()).where(TicketStep.what == What.TAKEN))
    first, second = answers if answers[0].status_code == 302 else reversed(answers)
    assert (first.status_code, second.status_code, taken) == (302, 409, 1)
    assert f"{owner} a pris cette question" in second.text.replace("&#39;", "'")


def test_two_tabs_on_one_unit_follow_each_other(
    scene: Scene, together: Callable[..., list[TestResponse]], engine: Engine
) -> None:
    """Marking in two tabs that were opened at once: one enrolment, each unit opened and done once."""
    module = catalog().module(SLUG)
    assert module is not None
    for unit in module.units:
        answers = together([scene.ada] * 4, f"/modules/{SLUG}/{unit.id}/done")
        assert {answered.status_code for answered in answers} == {302}
    with db.reading() as session:
        verbs = Counter(session.scalars(select(Statement.verb)))
    assert (verbs["registered"], verbs["initialized"]) == (1, 1)
    assert (verbs["experienced"], verbs["completed"]) == (len(module.units), len(module.units))
