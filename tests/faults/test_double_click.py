"""A double click on each form of the story, back and resubmit, two tabs: one act, and the same answer twice (F14).

Sequentially on every database; on PostgreSQL also at the very same moment, from two threads with a connection each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from classcode import clock
from classcode.people.models import Person
from classcode.people.rules.addresses import Mailed, Purpose, add_address, make_token
from classcode.queues import Job, JobState
from helpdesk.models import Message
from helpdesk.tickets.rules import talking
from modules.current import catalog
from tests.faults.conftest import QUIZ, SLUG, UNIT, Scene, rows
from tests.make import PASSWORD

HERE = f"/modules/{SLUG}/{UNIT}"
Fields = Mapping[str, object]
Login = Callable[[FlaskClient, Person], FlaskClient]


@dataclass(frozen=True)
class Form:
    """A form on a page: who has it before her, where it posts, what is filled in, what was posted before."""

    who: Person | None
    action: str
    fields: Fields
    before: tuple[tuple[str, Fields], ...] = ()


Enter = Callable[[Form], FlaskClient]
FORMS: dict[str, Callable[[Scene], Form]] = {}


def form(make: Callable[[Scene], Form]) -> Callable[[Scene], Form]:
    """Name a form of the story by the function that prepares it."""
    FORMS[make.__name__] = make
    return make


@form
def register(_scene: Scene) -> Form:
    return Form(None, "/register", {"email": "new@example.org", "password": PASSWORD})


@form
def log_in(scene: Scene) -> Form:
    return Form(None, "/login", {"email": scene.ada.addresses[0].email, "password": PASSWORD})


@form
def forgot(scene: Scene) -> Form:
    return Form(None, "/forgot", {"email": scene.ada.addresses[0].email})


@form
def join(scene: Scene) -> Form:
    return Form(scene.ada, f"/modules/{SLUG}/join", {})


@form
def opened(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/opened", {}, ((f"/modules/{SLUG}/join", {}),))


@form
def done(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/done", {})


@form
def undone(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/undone", {}, ((f"{HERE}/done", {}),))


@form
def quiz(scene: Scene) -> Form:
    return Form(scene.ada, f"{HERE}/{QUIZ}/answer", right_answers())


def right_answers() -> Fields:
    """Return what somebody who knows ticks."""
    unit = catalog().unit(SLUG, UNIT)
    activity = unit.activity(QUIZ) if unit else None
    assert activity is not None
    return {question.id: [o.id for o in question.options if o.correct] for question in activity.questions}


@form
def ask(scene: Scene) -> Form:
    fields = {"unit": f"{SLUG}/{UNIT}", "text": "Mes deux lutins parlent en même temps.", "with_attempt": "y"}
    return Form(scene.ada, "/help/ask", fields)


@form
def answer(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/answer", {"text": "Envoyez un message."})


@form
def write_back(scene: Scene) -> Form:
    talking.answer(scene.session, scene.ticket, "Envoyez un message.", act_id=uuid4())
    return Form(scene.ada, f"/help/{scene.ticket.id}/answer", {"text": "Et ensuite ?"})


@form
def note(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/note", {"note": "Vu la semaine dernière."})


@form
def resolve(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/resolve", {})


@form
def pass_on(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/pass-on", {"reason": "no-time"})


@form
def assign(scene: Scene) -> Form:
    lead = scene.make.lead("denise", "FR-BRE")
    other = scene.make.facilitator("chloe", region="FR-BRE", commune="FR-35288")
    return Form(lead, f"/help/{scene.ticket.id}/assign", {"facilitator": other.id})


@form
def take(scene: Scene) -> Form:
    scene.ticket.facilitator_id = None
    return Form(scene.bruno, f"/help/{scene.ticket.id}/take", {})


@form
def report(scene: Scene) -> Form:
    return Form(scene.bruno, f"/help/{scene.ticket.id}/messages/{first_message(scene)}/report", {})


@form
def hide(scene: Scene) -> Form:
    lead = scene.make.lead("denise", "FR-BRE")
    return Form(lead, f"/help/{scene.ticket.id}/messages/{first_message(scene)}/hide", {})


def first_message(scene: Scene) -> object:
    return scene.session.scalars(select(Message.id).where(Message.ticket_id == scene.ticket.id)).first()


@form
def propose(scene: Scene) -> Form:
    day = (clock.now() + timedelta(days=2)).date()
    fields = {"place": scene.place.id, "day": day, "starts": "14:00", "ends": "16:00", "capacity": 8}
    return Form(scene.bruno, f"/help/{scene.ticket.id}/propose", fields | {"others": scene.learner("eve").id})


@form
def reply(scene: Scene) -> Form:
    return Form(scene.ada, f"/meetings/{scene.meet().id}/reply", {"answer": "yes"})


@form
def attendance(scene: Scene) -> Form:
    fields = {f"presence-{scene.ada.id}": "attended", f"minutes-{scene.ada.id}": ""}
    return Form(scene.bruno, f"/meetings/{scene.met().id}/attendance", fields)


@form
def cancel(scene: Scene) -> Form:
    return Form(scene.bruno, f"/meetings/{scene.meet().id}/cancel", {})


@form
def tell(scene: Scene) -> Form:
    fields = {"name": "Ada", "commune": "29200", "answer_languages": "fr", "pupils_a_year": 24, "gender": "f"}
    return Form(scene.ada, "/me/tell", fields)


@form
def one_more_address(scene: Scene) -> Form:
    return Form(scene.ada, "/me/addresses", {"email": "second@example.org"})


@form
def send_the_mail_again(scene: Scene) -> Form:
    return Form(scene.ada, "/confirm/send", {}, (("/me/addresses", {"email": "second@example.org"}),))


@form
def new_password(scene: Scene) -> Form:
    return Form(
        scene.ada, "/me/password", {"current_password": PASSWORD, "password": "encore une phrase longue"}
    )


@form
def deliver_again(scene: Scene) -> Form:
    job = Job(topic="mail", subject=str(uuid4()), state=JobState.DEAD, due_at=clock.now(), attempts=12)
    scene.session.add(job)
    scene.session.flush()
    return Form(scene.make.administrator(), f"/deliveries/{job.id}/again", {})


@form
def confirm_by_code(scene: Scene) -> Form:
    return Form(scene.ada, "/confirm/code", {"code": mailed(scene, Purpose.CONFIRM).code})


@form
def confirm_by_link(scene: Scene) -> Form:
    return Form(None, "/confirm", {"token": mailed(scene, Purpose.CONFIRM).token})


@form
def reset(scene: Scene) -> Form:
    token = mailed(scene, Purpose.RESET).token
    return Form(None, "/reset", {"token": token, "password": "encore une phrase longue"})


def mailed(scene: Scene, purpose: Purpose) -> Mailed:
    """Return what the mail about Ada's second address says."""
    return make_token(scene.session, add_address(scene.session, scene.ada.id, "second@example.org"), purpose)


def posted(client: FlaskClient, action: str, fields: Fields, act: object) -> TestResponse:
    return client.post(action, data={"act": str(act), "lang": "fr"} | dict(fields))


@pytest.fixture
def enter(app: Flask, login: Login, scene: Scene) -> Enter:
    """Open a browser of whoever has the form before her."""

    def entered(form: Form) -> FlaskClient:
        client = app.test_client()
        scene.session.commit()
        if form.who:
            login(client, form.who)
        for action, fields in form.before:
            assert posted(client, action, fields, uuid4()).status_code < 400
        return client

    return entered


@pytest.mark.parametrize("name", FORMS)
def test_the_second_click_changes_no_row_and_leads_to_the_same_page(
    scene: Scene, enter: Enter, engine: Engine, name: str
) -> None:
    form, act = FORMS[name](scene), uuid4()
    client = enter(form)
    before = rows(engine)
    first = posted(client, form.action, form.fields, act)
    after = rows(engine)
    assert first.status_code < 400
    assert (after == before) is (name == "log_in")  # whose only effect is a web session
    second = posted(client, form.action, form.fields, act)
    assert rows(engine) == after
    assert landed(second) == landed(first)


def landed(answered: TestResponse) -> str:
    """Return where an answer leaves the reader: the address it sends her to, or the page that it is."""
    return answered.location or f"{answered.status_code} {answered.request.path}"


ONE_ACT = {
    "register": {"person": 1, "address": 1, "outgoing_mail": 1, "job": 1},
    "quiz": {"activity_attempt": 1, "enrolment": 1, "unit_progress": 1},
    "ask": {"ticket": 1, "ticket_message": 1},
    "propose": {"meeting": 1, "seat": 2, "outgoing_mail": 2, "statement": 1},
    "reply": {"meeting_step": 1, "statement": 1},
}
"""What one act of each form writes."""


@pytest.mark.postgres
@pytest.mark.parametrize("name", ONE_ACT)
def test_two_clicks_at_the_very_same_moment_are_one_act(
    scene: Scene, enter: Enter, engine: Engine, name: str
) -> None:
    form, act, start = FORMS[name](scene), uuid4(), Barrier(2)
    clients = [enter(form), enter(form)]

    def click(client: FlaskClient) -> str:
        start.wait()
        return landed(posted(client, form.action, form.fields, act))

    before = rows(engine)
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(click, clients)
    after = rows(engine)
    assert first == second and first.startswith("/")
    assert {table: len(after[table]) - len(before[table]) for table in ONE_ACT[name]} == ONE_ACT[name]
