"""What pages are given of exercises: what docs/programs.md names, no solution, nobody else's work."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from classcode.people.models import Person
from modules.catalog import Module
from modules.exercises import words
from modules.exercises.place import Place
from modules.exercises.queries import Draft as Kept
from modules.exercises.queries import Known, LastRun
from modules.exercises.shown import exercise
from modules.programs.exercise import Exercise
from modules.programs.language import COLOURS, SENTENCES, TESTS, Kind, Why, blocks_of
from modules.programs.stepper import Outcome
from tests.modules.exercises.conftest import COUNTED, HERE, LOOP, Login, keep, run

pytestmark = pytest.mark.usefixtures("published")
UNIT = "/en/modules/small/second"


def given(client: FlaskClient, name: str = "corridors") -> dict[str, Any]:
    """Return what the page gives its script for one exercise."""
    page = client.get(UNIT).get_data(as_text=True)
    found = [orjson.loads(unescape(text)) for text in re.findall(r"data-exercise='([^']*)'", page)]
    return next(one for one in found if one["id"] == name)


def test_a_visitor_is_given_the_exercise_without_anything_of_hers(client: FlaskClient) -> None:
    told = given(client)
    assert (told["signed_in"], told["draft"], told["last"]) == (False, None, None)
    assert told["worlds"][1] == {"id": "long", "kind": "robot", "map": ["#######", "#>...G#", "#######"]}
    assert (told["limits"]["blocks"], told["limits"]["steps"]) == (4, 100)
    assert told["hints"] == {"wall": "A <em>wall</em>."}
    assert told["urls"] == {
        "run": f"{HERE}/corridors/run",
        "draft": f"{HERE}/corridors/draft",
        "blocks": f"/en{HERE}/corridors/blocks",
    }


def test_a_turtle_is_given_the_lines_to_draw_and_free_drawing_none(client: FlaskClient) -> None:
    assert given(client, "square")["worlds"][0]["goal"][0] == [0, 0, 0, 50_000_000, "black", 0]
    assert given(client, "free")["worlds"] == [{"id": "sheet", "kind": "turtle", "goal": None}]


def test_a_learner_finds_her_draft_and_her_last_run(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    keep(client, LOOP, 0)
    answer = run(client, COUNTED).get_json()
    told = given(client)
    assert (told["signed_in"], told["draft"]["program"], told["draft"]["version"]) == (True, LOOP, 1)
    assert told["last"] == {key: value for key, value in answer.items() if key != "act"}


def test_a_later_failure_says_that_an_earlier_program_worked(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    run(client, LOOP)
    told = run(client, COUNTED).get_json()
    assert (told["passed"], told["ever_passed"], given(client)["last"]["ever_passed"]) == (False, True, True)


def test_what_somebody_else_wrote_is_not_shown(
    client: FlaskClient, login: Login, ada: Person, bruno: Person
) -> None:
    keep(login(client, ada), LOOP, 0)
    run(client, LOOP)
    told = given(login(client, bruno))
    assert (told["draft"], told["last"]) == (None, None)


def test_a_visitor_is_offered_an_account_and_a_learner_the_form(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    action, offer = f'action="{HERE}/corridors/run"', "next=/en/modules/small/second%23corridors"
    visiting = client.get(UNIT).get_data(as_text=True)
    learning = login(client, ada).get(UNIT).get_data(as_text=True)
    assert (action in visiting, offer in visiting) == (False, True)
    assert (action in learning, offer in learning) == (True, False)


def test_each_reader_is_shown_the_exercise_in_her_own_language(client: FlaskClient) -> None:
    assert "Program to write" in client.get(UNIT).get_data(as_text=True)
    assert "Programme à écrire" in client.get(UNIT.replace("/en/", "/fr/")).get_data(as_text=True)


def test_a_run_of_an_exercise_that_was_edited_since_names_no_worlds(
    corridors: Place, published: Module, app: object
) -> None:
    last = LastRun(1, [{"id": "gone", "outcome": "reached", "why": None}], True, "0" * 12, True)
    with app.test_request_context():  # type: ignore[attr-defined]
        told = exercise(corridors, signed_in=True, known=Known(Kept(), last))
    assert (told["last"]["changed"], told["last"]["worlds"], told["last"]["ever_passed"]) == (True, [], True)


@pytest.mark.parametrize("kind", Kind)
def test_there_is_a_word_for_every_block_test_colour_outcome_and_reason(kind: Kind) -> None:
    told = words.words_in("fr", kind)
    assert set(told["ops"]) == set(blocks_of(kind))
    assert set(told["outcomes"]) == set(Outcome)
    assert set(told["refused"]) == set(Why) == set(SENTENCES)
    if kind is Kind.ROBOT:
        assert set(told["tests"]) == set(TESTS)
    else:
        assert set(told["colours"]) == set(COLOURS)


def test_no_field_of_an_exercise_could_hold_a_solution() -> None:
    assert "solution" not in Exercise.__dataclass_fields__


def test_the_frame_of_the_block_editor_has_a_policy_of_its_own(client: FlaskClient) -> None:
    answer = client.get(f"/fr{HERE}/corridors/blocks")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    for directive in (
        "default-src 'none'",
        "script-src 'self';",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    ):
        assert directive in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1


def test_other_pages_may_show_our_own_frames_and_be_in_none(client: FlaskClient) -> None:
    policy = client.get(UNIT).headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_kept_for_everybody_holds_no_token_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get(UNIT)
    assert "csrf_token" not in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers


def test_no_answer_holds_a_solution(client: FlaskClient, login: Login, ada: Person) -> None:
    login(client, ada)
    said = [client.get(UNIT), client.get(f"/en{HERE}/corridors/blocks"), run(client, COUNTED)]
    said += [client.get(f"{HERE}/corridors/draft"), run(client, {"version": 1, "do": [{"op": "jump"}]})]
    for answer in said:
        text = unescape(answer.get_data(as_text=True)).replace(" ", "")
        assert '"op":"until"' not in text
        assert '"op":"repeat"' not in text
