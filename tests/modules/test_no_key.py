"""No key leaves the server before it may: who knows them all searches every answer that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from classcode import db
from classcode.config import Config
from classcode.i18n import LANGUAGES
from classcode.people.models import Person
from classcode.site.context import STATIC
from modules import current
from modules.catalog import Activity, Module, Question, read_module
from modules.rules.publishing import publish
from tests.modules.kinds import EVERY_KIND, SECRET, read_kinds, write_kinds

Login = Callable[[FlaskClient, Person], FlaskClient]
POST = "/modules/kinds/all/every-kind/answer"
KEY = (SECRET, "48213", "77119")
"""What no page may hold: the word in every text of the key, and the numbers of it."""


def shown(engine: Engine, config: Config, module: Module) -> None:
    """Publish a module."""
    with db.transaction() as session:
        publish(session, module, config.var_dir)
    current.shelf().forget()


@pytest.fixture
def kinds(engine: Engine, config: Config, tmp_path: Path) -> Module:
    """The module of all kinds, published."""
    module = read_kinds(tmp_path / "content")
    shown(engine, config, module)
    return module


def addresses(module: Module) -> Iterator[str]:
    """Yield every page of the course in every language."""
    for lang in LANGUAGES:
        yield from (f"/{lang}/", f"/{lang}/modules/", f"/{lang}/modules/{module.slug}")
        yield from (f"/{lang}/modules/{module.slug}/{unit.id}" for unit in module.units)
        for unit in module.units:
            for activity in unit.activities:
                yield f"/{lang}/modules/{module.slug}/{unit.id}?again={activity.id}"


def leaked(text: str) -> list[str]:
    """Return what of the key stands in a text."""
    return [word for word in KEY if word in text]


def test_nobody_and_a_learner_are_sent_no_key(
    kinds: Module, client: FlaskClient, app: Flask, login: Login, ada: Person
) -> None:
    learner = login(app.test_client(), ada)
    for browser in (client, learner):
        for address in addresses(kinds):
            answer = browser.get(address)
            assert answer.status_code == 200
            assert leaked(answer.get_data(as_text=True)) == [], address


def test_a_refused_answer_brings_no_key_back(
    kinds: Module, client: FlaskClient, login: Login, ada: Person
) -> None:
    answer = login(client, ada).post(POST, data={"act": str(uuid4()), "single": ["a"], "order": ["bowl=1"]})
    assert answer.status_code == 422
    assert leaked(answer.get_data(as_text=True)) == []


def test_what_is_compiled_on_disk_is_not_served(kinds: Module, client: FlaskClient) -> None:
    for name in ("module.json", "../module.json", "%2e%2e/module.json"):
        assert client.get(f"/media/kinds/{kinds.revision}/{name}").status_code == 404
    assert client.get(f"/content/{kinds.revision}/module.json").status_code == 404


def test_no_script_or_style_holds_a_key(content: None) -> None:
    sent = "".join(
        path.read_text(encoding="utf-8", errors="ignore")
        for path in STATIC.rglob("*")
        if path.suffix in {".js", ".css", ".json"} and "vendor" not in path.parts
    )
    for question in shipped_questions():
        assert [text for text in key_texts(question) if text in sent] == []


def shipped_activities() -> Iterator[tuple[str, Activity]]:
    """Yield every activity of the shipped course with its page."""
    for module in current.catalog().modules:
        for unit in module.units:
            yield from ((f"/modules/{module.slug}/{unit.id}", activity) for activity in unit.activities)


def shipped_questions() -> Iterator[Question]:
    """Yield every question of the shipped course."""
    for _page, activity in shipped_activities():
        yield from activity.questions


def key_texts(question: Question) -> list[str]:
    """Return every text that only the key holds, in all languages."""
    feedback = [one.feedback for one in question.options] + [one.feedback for one in question.pieces]
    for blank in question.blanks:
        feedback += [one.feedback for one in blank.hints] + [one.feedback for one in blank.choices]
    return [text for texts in (*feedback, question.explanation) for text in texts.values() if len(text) > 8]


def test_the_shipped_course_sends_no_key_either(
    content: None, client: FlaskClient, login: Login, ada: Person
) -> None:
    login(client, ada)
    for page, activity in shipped_activities():
        for lang in LANGUAGES:
            html = client.get(f"/{lang}{page}").get_data(as_text=True)
            told = [text for question in activity.questions for text in key_texts(question) if text in html]
            assert told == [], (page, activity.id)


OTHER_KEY = (
    ("correct: true, feedback: ", "feedback: "),
    ("{id: b, text: La plus courte, ", "{id: b, text: La plus courte, correct: true, "),
    ("{id: b, text: Une touche, ", "{id: b, text: Une touche, correct: true, "),
    ("answer: false", "answer: true"),
    ("answer: 48213", "answer: 12"),
    ("tolerance: 0.5", "tolerance: 2"),
    (f"{SECRET}boucle", "tour"),
    (f"{SECRET}répéter", "faire"),
    ("{id: loop, text: bloc, ", "{id: loop, text: bloc, correct: false, "),
    ("{id: lost, text: bol, ", "{id: lost, text: bol, correct: true, "),
)
"""Changes of the key alone: what is right, not what is asked."""
OTHER_PLACES = (
    ("goes: again", "goes: box"),
    ("goes: box}", "goes: again}"),
    (", indent: 1}", "}"),
    ("indent: 2", "indent: 1"),
    ("belongs: false, ", "indent: 1, "),
    ("    any_order: [[walk, turn]]\n", ""),
)


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_is_the_same_whatever_its_key(
    signed_in: bool,
    client: FlaskClient,
    engine: Engine,
    config: Config,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if signed_in:
        request.getfixturevalue("login")(client, request.getfixturevalue("ada"))
    pages = []
    # The order in which pieces are shown avoids the right one: only that of nobody is known here.
    for changes in ((), OTHER_KEY if signed_in else OTHER_KEY + OTHER_PLACES):
        folder = write_kinds(tmp_path / str(len(changes)))
        quiz = EVERY_KIND
        for before, after in changes:
            assert before in quiz
            quiz = quiz.replace(before, after)
        first = folder / "01-all.fr.md"
        first.write_text(first.read_text(encoding="utf-8").replace(EVERY_KIND, quiz), encoding="utf-8")
        module, problems = read_module(folder)
        assert module is not None, problems
        shown(engine, config, module)
        html = client.get("/fr/modules/kinds/all").get_data(as_text=True)
        pages.append(re.sub(r'name="(csrf[-_]token|act)" (content|value)="[^"]*"', "", html))
    assert pages[0] == pages[1]
