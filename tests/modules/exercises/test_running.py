"""Programs judged by the server: in every world, once for each act, told to the record, and never as code."""

from __future__ import annotations

from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import db
from classcode.people.models import Person
from modules.catalog import Module
from modules.exercises.models import ProgramRun
from modules.exercises.place import Place
from modules.exercises.rules import run_program
from modules.programs.language import DEPTH, NODES
from modules.rules.learning import Learner
from tests.modules.exercises.conftest import COUNTED, FORWARD, HERE, LOOP, Login, run
from tracking.models import Statement
from tracking.queries import module_record

pytestmark = pytest.mark.usefixtures("published")


def said() -> list[tuple[str, str, dict[str, object]]]:
    """Return verb, path and result of the statements about exercises."""
    with db.reading() as session:
        rows = session.scalars(select(Statement).order_by(Statement.seq)).all()
    found = [(row.verb, row.object_path, orjson.loads(row.body).get("result", {})) for row in rows]
    return [one for one in found if "/corridors" in one[1] or "/square" in one[1]]


def runs() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(ProgramRun)) or 0


def test_a_program_that_works_everywhere_passes(client: FlaskClient, login: Login, ada: Person) -> None:
    answer = run(login(client, ada), LOOP)
    told = answer.get_json()
    assert (answer.status_code, told["passed"], told["ever_passed"], told["number"]) == (200, True, True, 1)
    assert [(one["id"], one["outcome"], one["steps"]) for one in told["worlds"]] == [
        ("short", "reached", 5),
        ("long", "reached", 9),
    ]


def test_a_hard_coded_program_passes_the_first_world_and_fails_the_second(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    told = run(login(client, ada), COUNTED).get_json()
    assert told["passed"] is False
    assert [(one["outcome"], one["why"]) for one in told["worlds"]] == [
        ("reached", None),
        ("wrong-end", "not-at-goal"),
    ]
    assert told["worlds"][0]["words"] == "It works."


def test_the_answer_names_the_step_at_which_a_run_broke_off(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    program = {"version": 1, "do": [{"op": "left"}, FORWARD]}
    told = run(login(client, ada), program).get_json()
    assert told["worlds"][0] | {"words": ""} == {
        "id": "short",
        "outcome": "crashed",
        "why": "wall",
        "at": "1",
        "steps": 1,
        "words": "",
    }


def test_a_run_is_told_to_the_record_with_the_worlds_that_worked(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    run(login(client, ada), COUNTED)
    (verb, path, result), (judged, graded, verdict) = said()
    assert (verb, path) == ("attempted", "modules/small/second/corridors/program")
    assert result["score"] == {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}
    assert (judged, graded, verdict["success"]) == ("failed", "modules/small/second/corridors", False)


def test_an_exercise_that_is_not_graded_only_tells_that_it_was_tried(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    told = run(login(client, ada), {"version": 1, "do": []}, exercise="square").get_json()
    assert told["worlds"][0]["why"] == "other-drawing"
    assert [verb for verb, _path, _result in said()] == ["attempted"]


def test_no_statement_holds_the_program(client: FlaskClient, login: Login, ada: Person) -> None:
    run(login(client, ada), LOOP)
    with db.reading() as session:
        assert not [body for body in session.scalars(select(Statement.body)) if b"until" in bytes(body)]


def test_a_passed_exercise_counts_as_a_graded_activity(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    run(login(client, ada), LOOP)
    with db.reading() as session:
        assert module_record(session, ada.id, "small").passed == {"modules/small/second/corridors"}


def test_the_same_act_is_judged_once_and_answers_the_same(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    act = uuid4()
    first, second = (run(client, COUNTED, act=act).get_json() for _ in range(2))
    assert runs() == 1
    assert first | {"act": ""} == second | {"act": ""}
    assert first["act"] != second["act"]


def test_a_program_changed_after_a_cut_is_judged_though_its_form_was_sent_before(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    act = uuid4()
    passed = [run(client, program, act=act).get_json()["passed"] for program in (COUNTED, LOOP)]
    assert (passed, runs()) == ([False, True], 2)


def test_a_form_without_script_comes_back_to_the_exercise(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    fields = {"act": str(uuid4()), "program": orjson.dumps(LOOP).decode(), "lang": "fr"}
    answer = login(client, ada).post(f"{HERE}/corridors/run", data=fields)
    assert (answer.status_code, answer.location) == (302, "/fr/modules/small/second#corridors")
    assert client.post(f"{HERE}/corridors/run", data=fields).location == answer.location
    assert runs() == 1


def test_a_refused_program_says_why_and_where_and_leaves_nothing(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    program = {"version": 1, "do": [FORWARD, {"op": "pick"}]}
    answer = run(login(client, ada), program)
    assert answer.status_code == 422
    assert answer.get_json()["refused"] | {"words": ""} == {"why": "not-allowed", "at": "1", "words": ""}
    assert (runs(), said()) == (0, [])


def test_more_blocks_than_the_exercise_allows_are_refused(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    told = run(login(client, ada), {"version": 1, "do": [FORWARD] * 5}).get_json()
    assert told["refused"]["why"] == "too-many-blocks"
    assert "loop" in told["refused"]["words"]


LEVEL = '{"op": "if", "test": "at-goal", "do": ['
DEEPER = '{"version": 1, "do": [' + LEVEL * (DEPTH + 1) + "]}" * (DEPTH + 1) + "]}"
HOSTILE = {
    "nothing": "",
    "no JSON": "{",
    "a number": "7",
    "null": "null",
    "code": "__import__('os').system('true')",
    "not a number": '{"version": 1, "do": [{"op": "repeat", "times": NaN, "do": []}]}',
    "infinity": '{"version": 1, "do": [{"op": "repeat", "times": 1e999, "do": []}]}',
    "a huge number": '{"version": 1, "do": [{"op": "repeat", "times": ' + "9" * 5000 + ', "do": []}]}',
    "a deep list": "[" * 9000,
    "a deep object": '{"do":' * 1500,
    "too long": '{"version": 1, "do": []' + " " * 10_000 + "}",
    "deeper than allowed": DEEPER,
    "more nodes": '{"version": 1, "do": [' + ",".join(['{"op":"forward"}'] * (NODES + 1)) + "]}",
    "a class": '{"version": 1, "do": [{"op": "__class__"}]}',
    "a prototype": '{"version": 1, "do": [{"op": "forward", "__proto__": {}}]}',
    "markup": '{"version": 1, "do": [{"op": "<script>alert(1)</script>"}]}',
    "a lone surrogate": '{"version": 1, "do": [{"op": "\\ud800"}]}',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_program_is_refused_and_leaves_nothing(
    client: FlaskClient, login: Login, ada: Person, what: str
) -> None:
    answer = run(login(client, ada), HOSTILE[what])
    assert answer.status_code == 422
    assert "<script>" not in answer.get_data(as_text=True)
    assert runs() == 0


def test_a_form_with_a_refused_program_gets_a_page_that_says_so(
    client: FlaskClient, login: Login, ada: Person
) -> None:
    answer = login(client, ada).post(
        f"{HERE}/corridors/run", data={"act": str(uuid4()), "program": "x", "lang": "en"}
    )
    assert answer.status_code == 422
    assert "arrived damaged" in answer.get_data(as_text=True)


def test_nobody_is_judged_without_an_account(client: FlaskClient) -> None:
    answer = run(client, LOOP)
    assert (answer.status_code, answer.get_json()) == (401, {"signed_in": False})
    led = client.post(f"{HERE}/corridors/run", data={"act": str(uuid4()), "program": "{}"})
    assert "/login" in led.location
    assert runs() == 0


ELSEWHERE = (
    "x/second/exercises/corridors",
    "small/x/exercises/corridors",
    "small/first/exercises/corridors",
    "small/second/exercises/first-check",
)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_an_exercise_that_is_not_there_is_not_found(
    client: FlaskClient, login: Login, ada: Person, path: str
) -> None:
    login(client, ada)
    assert client.post(f"/modules/{path}/run", data={"act": str(uuid4()), "program": "{}"}).status_code == 404
    assert client.get(f"/modules/{path}/draft").status_code == 404
    assert client.get(f"/fr/modules/{path}/blocks").status_code == 404


def test_older_programs_are_forgotten_but_for_the_first_that_worked(
    session: Session, ada: Person, corridors: Place
) -> None:
    for program in (COUNTED, LOOP, COUNTED, COUNTED):
        run_program(session, Learner(ada.id, uuid4(), "fr"), corridors, program)
        session.flush()
    rows = session.scalars(
        select(ProgramRun).order_by(ProgramRun.number).execution_options(populate_existing=True)
    ).all()
    assert [(row.number, row.passed, row.program) for row in rows] == [
        (1, False, None),
        (2, True, LOOP),
        (3, False, None),
        (4, False, COUNTED),
    ]


def test_a_run_belongs_to_its_exercise_and_person(
    session: Session, ada: Person, bruno: Person, corridors: Place, small: Module
) -> None:
    square = small.units[1].exercise("square")
    assert square is not None
    other = Place(small, corridors.unit, square)
    numbers = [
        run_program(session, Learner(who.id, uuid4(), "fr"), where, {"version": 1, "do": []}).number
        for who, where in ((ada, corridors), (bruno, corridors), (ada, other), (ada, corridors))
    ]
    assert numbers == [1, 1, 1, 2]
