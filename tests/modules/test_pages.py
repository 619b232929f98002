"""The course's pages: open to read, closed to record, resuming where one stopped, with the key kept on the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from classcode import db
from classcode.people.models import Person
from modules.current import catalog
from modules.models import Enrolment
from tracking.models import Statement

pytestmark = pytest.mark.usefixtures("content")

Login = Callable[[FlaskClient, Person], FlaskClient]
UNIT = "/fr/modules/creative-programming/loops-and-events"
POST = "/modules/creative-programming/loops-and-events"


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Post a form with a fresh act."""
    return client.post(path, data={"act": str(uuid4()), **fields})


def right() -> dict[str, list[str]]:
    """Return the right answers of the graded quiz."""
    unit = catalog().unit("creative-programming", "loops-and-events")
    assert unit is not None
    return {q.id: [o.id for o in q.options if o.correct] for q in unit.activities[0].questions}


def statements() -> list[str]:
    """Return the verbs of the log."""
    with db.reading() as session:
        return list(session.scalars(select(Statement.verb).order_by(Statement.seq)))


def test_reading_needs_no_account(client: FlaskClient) -> None:
    for path in ("/fr/", "/fr/modules/", "/fr/modules/creative-programming", UNIT):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("what", ["done", "undone", "opened", "loops-check/answer"])
def test_recording_does(client: FlaskClient, what: str) -> None:
    assert post(client, f"{POST}/{what}").location.startswith("/")
    assert statements() == []


def test_an_unknown_module_unit_or_activity_is_not_there(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    for path in ("/fr/modules/x", "/fr/modules/creative-programming/x", "/fr/modules/x/y", "/de/modules/"):
        assert client.get(path).status_code == 404
    assert post(client, f"{POST}/nothing/answer").status_code == 404


def test_the_key_is_not_on_the_page_before_an_answer(client: FlaskClient, login: Login, ada: Person) -> None:
    page = login(client, ada).get(UNIT).get_data(as_text=True)
    unit = catalog().unit("creative-programming", "loops-and-events")
    assert unit is not None
    for question in unit.activities[0].questions:
        assert all(option.feedback["fr"] not in page for option in question.options)
    assert "correct" not in page


def test_a_wrong_answer_shows_its_feedback_and_not_the_right_one(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    unit = catalog().unit("creative-programming", "loops-and-events")
    assert unit is not None
    first = unit.activities[0].questions[0]
    picked = next(option for option in first.options if not option.correct)
    post(client, f"{POST}/loops-check/answer", **(right() | {first.id: [picked.id]}))
    page = client.get(UNIT).get_data(as_text=True)
    assert picked.feedback["fr"] in page
    missed = [option for option in first.options if option.correct and option.id != picked.id]
    told = re.findall(r'id="(loops-check-[\w-]+)-told"', page)
    passed = len(unit.activities[0].questions) * unit.activities[0].pass_mark <= len(right()) - 1
    assert passed or all(f"loops-check-{first.id}-{option.id}" not in told for option in missed)


def test_an_incomplete_quiz_comes_back_with_what_was_ticked(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    answers = right()
    left_out = next(iter(answers))
    kept = {name: value for name, value in answers.items() if name != left_out}
    answer = post(client, f"{POST}/loops-check/answer", **kept)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#loops-check-{left_out}"' in page
    for name, options in kept.items():
        assert re.search(rf'id="loops-check-{name}-{options[0]}"[^>]* checked', page)


def test_marking_as_done_leads_to_the_next_page_and_counts_in_progress(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    assert post(client, f"{POST}/done").location == "/fr/modules/creative-programming/when-it-breaks"
    assert statements() == ["registered", "initialized", "experienced", "completed"]


def test_the_module_page_resumes_where_one_stopped(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    post(client, f"{POST}/done")
    page = client.get("/fr/modules/creative-programming").get_data(as_text=True)
    assert "/fr/modules/creative-programming/" in page
    assert "Reprendre" in page


def test_opening_by_the_pages_script_counts_only_in_a_joined_module(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    assert post(client, f"{POST}/opened").status_code == 204
    assert statements() == []
    post(client, "/modules/creative-programming/join")
    post(client, f"{POST}/opened")
    assert statements() == ["registered", "initialized", "experienced"]


def test_switching_language_keeps_the_place(client: FlaskClient) -> None:
    page = client.get(UNIT).get_data(as_text=True)
    for code in ("en", "nl"):
        assert f'href="/{code}/modules/creative-programming/loops-and-events"' in page


def test_a_page_without_a_translation_falls_back_with_a_notice(client: FlaskClient) -> None:
    page = client.get("/nl/modules/creative-programming/variables").get_data(as_text=True)
    assert '<html lang="nl">' in page
    assert '<div lang="fr">' in page
    assert "bestaat nog niet in uw taal" in page


def test_a_page_of_a_partial_language_is_shown_in_it_without_a_notice(client: FlaskClient) -> None:
    page = client.get("/nl/modules/creative-programming/loops-and-events").get_data(as_text=True)
    assert '<div lang="fr">' not in page
    assert "bestaat nog niet in uw taal" not in page


def test_somebody_elses_progress_is_not_shown(
    client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    login(client, ada)
    post(client, f"{POST}/done")
    other = client.application.test_client()
    login(other, bruno)
    with db.reading() as session:
        assert len(session.scalars(select(Enrolment)).all()) == 1
    assert "/undone" not in other.get(UNIT).get_data(as_text=True)


def test_a_drawing_is_served_as_a_picture_that_can_do_nothing(client: FlaskClient) -> None:
    module = catalog().module("creative-programming")
    assert module is not None
    source = re.search(r'src="(/media/[^"]+\.svg)"', client.get(UNIT).get_data(as_text=True))
    assert source is not None
    answer = client.get(source[1])
    assert answer.mimetype == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]
