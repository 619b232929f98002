"""A double click on each form of the story, back and resubmit, two tabs: one act, and the same answer twice (F14).

Sequentially on every database; on PostgreSQL also at the very same moment, from two threads with a connection each.
The forms are prepared in `story_forms`, `thread_forms`, `desk_forms` and `guest_forms`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from classcode.people.models import Person
from tests.faults import (
    after_forms,
    alert_forms,
    assessing_forms,
    calendar_forms,
    checkin_forms,
    desk_forms,
    exercise_forms,
    gathering_forms,
    guest_forms,
    meeting_forms,
    merging_forms,
    place_forms,
    publication_forms,
    research_forms,
    school_forms,
    story_forms,
    thread_forms,
    view_forms,
)
from tests.faults.conftest import Scene, rows
from tests.faults.forms import ENDPOINTS, FORMS, Fields, Form

ROOMS = (
    story_forms,
    thread_forms,
    after_forms,
    assessing_forms,
    checkin_forms,
    meeting_forms,
    desk_forms,
    exercise_forms,
    gathering_forms,
    guest_forms,
    calendar_forms,
    place_forms,
    publication_forms,
    research_forms,
    school_forms,
    alert_forms,
    merging_forms,
    view_forms,
)
"""Where forms stand; each fills the list when it is read."""
Login = Callable[[FlaskClient, Person], FlaskClient]
Enter = Callable[[Form], FlaskClient]

NOT_TWICE = {
    "account.logout": "ends the web session that it came with: a repeat is somebody who is not signed in",
    "account.logout_everywhere": "the same, on every device",
    "calendar.give": "shows a secret address on its first answer alone (tests/helpdesk/calendar/test_feed.py)",
    "desk_reports.export": "gives out a file each time, and counts each file towards a limit",
    "helpdesk.insert": "writes nothing: it gives the page back with a kept answer in its box",
    "exercises.keep_draft": "names the version it knows: sent again it is the same (tests/modules/exercises/)",
    "exports.export": "gives out a file each time, and counts each file towards a limit",
    "indicator_paths.export": "gives out a file each time, and counts each file towards a limit",
    "indicator_views.one_click": "stopping the mails twice is the same (tests/tracking/indicators/views/)",
    "lrs_clients.add": "shows a secret on its first answer alone (tests/tracking/lrs/test_clients_page.py)",
    "presence.here": "a page says it again and again by itself; it writes the moment over the one before",
    "tokens.make": "shows a secret on its first answer alone (tests/tracking/indicators/api/test_api.py)",
    "suggesting.suggest": "writes nothing: it looks for pages that might answer",
}
"""The posts that are no act of their own, each with the reason."""


def posted(client: FlaskClient, action: str, fields: Fields, act: object) -> TestResponse:
    """Post a form; the bytes in it are a picture that is sent along."""
    filled = {name: _sent(value) for name, value in fields.items()}
    return client.post(action, data={"act": str(act), "lang": "fr"} | filled)


def _sent(value: object) -> object:
    return (BytesIO(value), "Écran 1.png") if isinstance(value, bytes) else value


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


def test_every_post_of_the_site_is_clicked_twice_below_or_says_why_not(app: Flask) -> None:
    reading = {"GET", "HEAD", "OPTIONS"}
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if set(rule.methods or ()) - reading}
    clicked = set(ENDPOINTS.values())
    assert clicked | set(NOT_TWICE) == posts
    assert not clicked & set(NOT_TWICE)


@pytest.mark.parametrize("name", FORMS)
def test_the_second_click_changes_no_row_and_leads_to_the_same_page(
    scene: Scene, enter: Enter, engine: Engine, name: str
) -> None:
    form, act = FORMS[name](scene), uuid4()
    client = enter(form)
    assert client.application.url_map.bind("").match(form.action, "POST")[0] == ENDPOINTS[name]
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
    "check_in_by_code": {"meeting_step": 1},
    "check_in_where_no_seat_was_taken": {"seat": 1, "meeting_step": 3, "statement": 1},
    "claim_a_slip": {"seat": 1, "meeting_step": 2, "statement": 1},
    "attendance": {"meeting_step": 2, "meeting_guest": 1, "statement": 1},
    "correct_the_list": {"presence_correction": 1, "meeting_step": 1, "attestation": 1, "statement": 3},
    "send_what_was_ticked": {"offline_batch": 1, "meeting_step": 1, "statement": 1},
    "answer_with_a_file": {"ticket_message": 1, "attachment": 1, "statement": 1},
    "accept": {"ticket_step": 1},
    "join_two_questions": {"ticket_step": 2},
    "split": {"ticket": 1, "statement": 1},
    "rate_by_link": {"rating": 1, "statement": 1},
    "confirm_a_first_question": {"person": 1, "ticket": 1, "statement": 1},
    "write_a_public_answer": {"public_answer": 1},
    "publish_an_answer": {"outgoing_mail": 1},
    "tell_what_helped": {"public_answer": 1},
    "say_that_it_helped": {"answer_helped": 1, "statement": 1},
    "take_back_that_it_helped": {"answer_helped": -1, "statement": 1},
    "declare_an_absence": {"absence": 1},
    "apply": {"facilitator_path": 1},
    "approve": {"facilitator": 1, "outgoing_mail": 1},
    "save_a_view": {"saved_view": 1},
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
