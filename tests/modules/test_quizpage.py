"""A quiz of every kind on its page: what is asked, what is told after answering, what stays here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from classcode import clock, db
from classcode.config import Config
from classcode.people.models import Person
from modules import current, drawn
from modules.activities.asking import asked
from modules.catalog import Module, QuestionKind, read_module
from modules.models import ActivityAttempt
from modules.quizpage.quiz import Sitting
from modules.rules.publishing import publish
from tests.modules.kinds import EVERY_KIND, RIGHT, SECRET, WRONG, read_kinds, write_kinds

Login = Callable[[FlaskClient, Person], FlaskClient]
ALL = "/fr/modules/kinds/all"
POST = "/modules/kinds/all/every-kind"
POOL = "/fr/modules/kinds/pool"
SURVEY = "/fr/modules/kinds/asked"


@pytest.fixture
def kinds(engine: Engine, config: Config, tmp_path: Path) -> Module:
    """The module of all kinds, published."""
    module = read_kinds(tmp_path / "content")
    with db.transaction() as session:
        publish(session, module, config.var_dir)
    current.shelf().forget()
    return module


@pytest.fixture
def learner(kinds: Module, client: FlaskClient, login: Login, ada: Person) -> FlaskClient:
    """Ada's browser."""
    return login(client, ada)


def post(client: FlaskClient, path: str, answers: dict[str, list[str]]) -> TestResponse:
    """Post answers with a fresh act."""
    return client.post(path, data={"act": str(uuid4()), "lang": "fr", **answers})


def publish_instead(quiz: str, config: Config, content: Path) -> None:
    """Publish the module with another quiz in place of the one that has every kind."""
    folder = write_kinds(content)
    first = folder / "01-all.fr.md"
    first.write_text(first.read_text(encoding="utf-8").replace(EVERY_KIND, quiz), encoding="utf-8")
    module, problems = read_module(folder)
    assert module is not None, problems
    with db.transaction() as session:
        publish(session, module, config.var_dir)
    current.shelf().forget()


def page(client: FlaskClient, path: str = ALL) -> str:
    """Return a page."""
    return client.get(path).get_data(as_text=True)


def field_set(html: str, question: str, quiz: str = "every-kind") -> str:
    """Return the field set of one question."""
    found = re.search(rf'<fieldset class="question" id="{quiz}-{question}".*?</fieldset>', html, re.S)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("question", RIGHT)
def test_every_kind_is_asked_with_fields_named_by_its_question(learner: FlaskClient, question: str) -> None:
    fields = re.findall(
        r'<(?:input|select|textarea)\b[^>]* name="([^"]+)"', field_set(page(learner), question)
    )
    assert set(fields) == {question}


def test_right_answers_to_every_kind_are_right_whatever_order_they_were_shown_in(
    learner: FlaskClient,
) -> None:
    assert post(learner, f"{POST}/answer", RIGHT).location == f"{ALL}#every-kind"
    html = page(learner)
    assert "9 bonnes réponses sur 9." in html
    assert 'class="bad"' not in html


@pytest.mark.parametrize("question", [name for name in WRONG if name not in {"dare", "open"}])
def test_a_wrong_answer_of_every_kind_says_so_where_it_is(learner: FlaskClient, question: str) -> None:
    post(learner, f"{POST}/answer", RIGHT | {question: WRONG[question]})
    assert 'class="bad"' in field_set(page(learner), question)
    assert "8 bonnes réponses sur 9." in page(learner)


def test_feedback_of_a_wrong_line_says_what_is_wrong_with_it(learner: FlaskClient) -> None:
    post(learner, f"{POST}/answer", RIGHT | {"lines": WRONG["lines"]})
    lines = field_set(page(learner), "lines")
    assert "Cette ligne est de trop." in lines
    assert f"{SECRET} piège." in lines


def test_what_was_given_stands_in_its_fields_again(learner: FlaskClient) -> None:
    post(learner, f"{POST}/answer", WRONG)
    html = page(learner)
    for value in ("77119", "condition", "tourner"):
        assert f'value="{value}"' in html
    for value in ("loop=maybe", "mix=1", "trap=2", "trap&gt;1", "lost"):
        assert f'<option value="{value}" selected>' in html
    assert "Je ne sais pas.</textarea>" in html


def test_pieces_stand_in_the_order_that_they_were_given(learner: FlaskClient) -> None:
    post(learner, f"{POST}/answer", WRONG)
    shown = re.findall(r'data-piece="(\w+)"', field_set(page(learner), "order"))
    assert shown == ["mix", "bowl", "heat", "pour"]


def test_pieces_never_stand_in_their_right_order_before_an_answer(learner: FlaskClient) -> None:
    shown = re.findall(r'data-piece="(\w+)"', field_set(page(learner), "order"))
    assert sorted(shown) == ["bowl", "heat", "mix", "pour"]
    assert shown != ["bowl", "mix", "heat", "pour"]


def test_what_was_expected_is_told_once_the_quiz_is_passed_and_not_before(learner: FlaskClient) -> None:
    post(learner, f"{POST}/answer", WRONG)
    assert "Ce qui était attendu" not in page(learner)
    assert f"{SECRET}boucle" not in page(learner)
    post(learner, f"{POST}/answer", RIGHT | {"short": ["rien"], "order": WRONG["order"], "number": ["3"]})
    html = page(learner)
    assert f"{SECRET}boucle" in field_set(html, "short")
    assert "48213\N{NO-BREAK SPACE}pas" in field_set(html, "number")
    order = [field_set(html, "order").index(one) for one in ("<li>Prendre", "<li>Mélanger", "<li>Chauffer")]
    assert order == sorted(order)


def test_an_answer_left_out_is_asked_for_and_the_others_stay(learner: FlaskClient) -> None:
    posted = {name: given for name, given in WRONG.items() if name != "lines"}
    answer = post(learner, f"{POST}/answer", posted)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#every-kind-lines"' in html
    assert 'value="77119"' in html
    assert '<option value="loop=maybe" selected>' in html
    assert 'class="bad"' not in html


def test_an_open_answer_is_held_against_its_rubric_after_it_was_written(learner: FlaskClient) -> None:
    assert 'class="rubric"' not in page(learner)
    post(learner, f"{POST}/answer", RIGHT)
    assert 'class="rubric"' in page(learner)
    post(learner, f"{POST}/assess", {"open": ["words=high", "example=one"]})
    assert '<option value="words=high" selected>' in page(learner)
    assert RIGHT["open"][0] in page(learner)


def test_a_level_left_out_is_asked_for_and_nothing_else_is_lost(learner: FlaskClient) -> None:
    post(learner, f"{POST}/answer", RIGHT)
    answer = post(learner, f"{POST}/assess", {"open": ["words=low", ""]})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert '<option value="words=low" selected>' in html
    assert RIGHT["open"][0] in html
    assert 'value="48213"' in html


def test_what_a_facilitator_answers_is_shown_to_the_learner(
    learner: FlaskClient, config: Config, tmp_path: Path
) -> None:
    read_by_others = EVERY_KIND.replace("kind: open\n", "kind: open\n    reader: facilitator\n")
    publish_instead(read_by_others, config, tmp_path / "read")
    post(learner, f"{POST}/answer", RIGHT)
    assert "Votre réponse attend" in page(learner)
    with db.transaction() as session:
        attempt = session.scalars(select(ActivityAttempt)).one()
        attempt.readings = {
            "open": {
                "levels": {"words": "high"},
                "words": "Belle image <b>!",
                "at": "2026-01-05T10:00:00+00:00",
            }
        }
    html = page(learner)
    assert "Belle image &lt;b&gt;!" in html
    assert "<dd>Une élève comprend</dd>" in html


def test_a_question_edited_since_says_so_and_forgets_the_old_answer(
    learner: FlaskClient, config: Config, tmp_path: Path
) -> None:
    post(learner, f"{POST}/answer", RIGHT)
    publish_instead(
        EVERY_KIND.replace("Combien de pas", "Combien de grands pas"), config, tmp_path / "edited"
    )
    html = page(learner)
    assert "Mise à jour depuis votre réponse" in field_set(html, "number")
    assert "Mise à jour depuis votre réponse" not in field_set(html, "short")
    assert 'value="48213"' not in html


def pooled(html: str) -> list[str]:
    """Return the questions that a pool asks."""
    return re.findall(r'id="drawn-(\w+)" data-kind', html)


def test_a_pool_asks_its_share_and_a_new_attempt_has_a_page_of_its_own(learner: FlaskClient) -> None:
    first = pooled(page(learner, POOL))
    assert len(first) == 2
    assert "encore 2 essais" in page(learner, POOL)
    post(learner, "/modules/kinds/pool/drawn/answer", {name: ["false"] for name in first})
    answered = page(learner, POOL)
    assert pooled(answered) == first
    assert "encore 1 essai" in answered
    assert "/drawn/answer" not in answered
    assert "Recommencer avec" in answered
    again = page(learner, f"{POOL}?again=drawn")
    assert "/drawn/answer" in again
    assert 'class="bad"' not in again
    post(learner, "/modules/kinds/pool/drawn/answer", {name: ["false"] for name in pooled(again)})
    ended = page(learner, f"{POOL}?again=drawn")
    assert "plus d’essai" in ended
    assert "/drawn/answer" not in ended
    assert "Recommencer avec" not in ended


def test_a_quiz_that_never_reveals_does_not_say_what_was_expected(learner: FlaskClient) -> None:
    first = pooled(page(learner, POOL))
    given = {name: ["false" if name == first[0] else "true"] for name in first}
    post(learner, "/modules/kinds/pool/drawn/answer", given)
    assert "Celle-ci était attendue" not in page(learner, POOL)


def test_a_survey_thanks_and_can_be_changed(learner: FlaskClient) -> None:
    post(learner, "/modules/kinds/asked/opinion/answer", {"pleased": ["4"]})
    html = page(learner, SURVEY)
    assert "Merci." in html
    assert "bonne réponse" not in html
    assert re.search(r'value="4" checked', html)
    assert "Changer mes réponses" in html


def test_no_words_of_a_learner_stay_in_the_memory_of_the_process(learner: FlaskClient) -> None:
    page(learner)
    before = drawn._quiz.cache_info().currsize
    post(learner, f"{POST}/answer", RIGHT)
    page(learner)
    assert drawn._quiz.cache_info().currsize == before


def test_each_learner_gets_the_questions_and_the_order_of_her_own_attempt(kinds: Module, app: Flask) -> None:
    unit = kinds.unit("pool")
    assert unit is not None
    place = ("kinds", kinds.revision)
    with app.test_request_context("/fr/"):
        for _learner in range(12):
            questions = asked(unit.activities[0], uuid4(), 1)
            body = drawn.quiz(place, unit.activities[0], "fr", Sitting(questions)).body
            assert pooled(body) == [question.id for question in questions]


def test_what_a_learner_types_is_text_wherever_it_is_shown(learner: FlaskClient) -> None:
    hostile = '"></textarea></select><script>alert(1)</script>'
    typed: dict[str, list[str]] = {"short": [hostile], "gaps": [hostile, "loop"], "open": [hostile]}
    refused = post(learner, f"{POST}/answer", typed).get_data(as_text=True)
    assert post(learner, f"{POST}/answer", RIGHT | typed).status_code == 302
    for html in (refused, page(learner)):
        assert html.count("&lt;script&gt;alert(1)") == 3
        assert "<script>alert" not in html


@pytest.mark.parametrize(("reveal", "told"), [("answered", True), ("right", False), ("never", False)])
def test_the_key_to_a_wrong_answer_is_told_as_its_author_chose(
    reveal: str, told: bool, learner: FlaskClient, config: Config, tmp_path: Path
) -> None:
    quiz = EVERY_KIND.replace("pass: 0.5\n", f"pass: 1\nreveal: {reveal}\n")
    publish_instead(quiz, config, tmp_path / reveal)
    post(learner, f"{POST}/answer", RIGHT | {"short": ["rien"], "single": ["b"]})
    html = page(learner)
    assert (f"{SECRET}boucle" in html) is told
    assert ('id="every-kind-single-a-told"' in html) is told
    assert (f"{SECRET} ordre." in html) is told
    assert (f"{SECRET} recette." in field_set(html, "order")) is (reveal != "never")


def test_two_learners_who_see_the_same_share_what_was_drawn(
    learner: FlaskClient, app: Flask, login: Login, bruno: Person
) -> None:
    page(learner, SURVEY)
    before = drawn._quiz.cache_info()
    page(login(app.test_client(), bruno), SURVEY)
    after = drawn._quiz.cache_info()
    assert (after.currsize, after.hits) == (before.currsize, before.hits + 1)


def test_what_is_written_in_ones_own_words_is_kept_on_the_device_until_it_is_sent(
    learner: FlaskClient,
) -> None:
    assert f'data-draft="{POST}/answer"' in page(learner)
    assert "data-draft" not in page(learner, "/fr/modules/kinds/moved")


def test_the_gallery_shows_every_kind(app: Flask) -> None:
    with app.test_request_context("/fr/"):
        drawn_page = render_template("gallery.html", now=clock.now())
    shown = set(re.findall(r'data-kind="([\w-]+)"', drawn_page))
    assert shown == set(QuestionKind) - {QuestionKind.SHORT, QuestionKind.TRUE_FALSE}  # drawn like two others


def test_only_pages_with_pieces_carry_their_script(learner: FlaskClient) -> None:
    assert "js/quiz.js" in page(learner)
    assert "js/quiz.js" not in page(learner, SURVEY)
    assert "css/activities.css" in page(learner, SURVEY)
    assert "css/activities.css" not in page(learner, POOL)
