"""What the record keeps of an answer: the exact interaction type, a closed response in its form, and no words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import tincan
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from modules.activities.asking import asked
from modules.activities.graded import NotAnAnswer
from modules.activities.kinds import KINDS, grade
from modules.activities.parsons import orders
from modules.catalog import Activity, Question, QuestionKind
from modules.catalog.definitions import Piece
from modules.rules import learning
from modules.rules.learning import Learner
from tests.conftest import INFO
from tests.modules.questions import samples
from tests.modules.questions.place import here
from tests.modules.questions.responses import RULES, breaches
from tests.modules.questions.samples import EVERY, SCORED, Sample, kind_of
from tracking import profile
from tracking.models import Statement
from tracking.profile import matching

INTERACTIONS = {
    QuestionKind.SINGLE: "choice",
    QuestionKind.MULTIPLE: "choice",
    QuestionKind.TRUE_FALSE: "true-false",
    QuestionKind.NUMERIC: "numeric",
    QuestionKind.SHORT: "fill-in",
    QuestionKind.MATCHING: "matching",
    QuestionKind.ORDERING: "sequencing",
    QuestionKind.PARSONS: "sequencing",
    QuestionKind.FILL_IN: "fill-in",
    QuestionKind.LIKERT: "likert",
    QuestionKind.OPEN: "long-fill-in",
}
RESPONSES = {
    QuestionKind.SINGLE: "b",
    QuestionKind.MULTIPLE: "a[,]c",
    QuestionKind.TRUE_FALSE: "false",
    QuestionKind.NUMERIC: "12.5",
    QuestionKind.SHORT: "boucle",
    QuestionKind.MATCHING: "l[.]x[,]m[.]y[,]n[.]x",
    QuestionKind.ORDERING: "one[,]two[,]three[,]four",
    QuestionKind.PARSONS: "repeat[,]walk[,]turn",
    QuestionKind.FILL_IN: "répéter[,]3[,]turn",
    QuestionKind.LIKERT: "2",
    QuestionKind.OPEN: None,
}


def known(question: Question) -> frozenset[str]:
    """Return the ids of a question's items."""
    return frozenset({option.id for option in question.options} | {piece.id for piece in question.pieces})


def told(session: Session, person: Person, question: Question, posted: Sequence[str]) -> bytes:
    """Let somebody answer one question, and return the statement of it."""
    activity = Activity("check", {"fr": "Check"}, False, None, (question,))
    place = here(activity)
    learning.answer(session, Learner(person.id, uuid4(), "fr"), place, activity, chosen={"q": list(posted)})
    return session.scalars(select(Statement.body).where(Statement.verb == "answered")).one()


def test_every_kind_has_its_interaction_type() -> None:
    assert {kind: KINDS[kind].interaction for kind in QuestionKind} == INTERACTIONS


@pytest.mark.parametrize("sample", EVERY, ids=kind_of)
def test_a_right_answer_is_told_in_the_form_of_its_kind(sample: Sample) -> None:
    assert grade(sample.question, sample.right).response == RESPONSES[sample.question.kind]


@pytest.mark.parametrize("sample", EVERY, ids=kind_of)
def test_the_statement_of_every_kind_keeps_the_rules_of_the_specification(
    session: Session, ada: Person, sample: Sample
) -> None:
    body = told(session, ada, sample.question, sample.right)
    assert breaches(body, known(sample.question)) == []
    assert json.loads(body)["object"]["definition"]["interactionType"] == INTERACTIONS[sample.question.kind]
    assert json.loads(body)["result"].get("success") is (True if sample in SCORED else None)


@pytest.mark.parametrize("sample", EVERY, ids=kind_of)
def test_another_reader_of_statements_understands_it(session: Session, ada: Person, sample: Sample) -> None:
    read = tincan.Statement.from_json(told(session, ada, sample.question, sample.right).decode())
    assert read.object.definition.interaction_type == INTERACTIONS[sample.question.kind]
    assert read.result.response == RESPONSES[sample.question.kind]


@pytest.mark.parametrize("sample", EVERY, ids=kind_of)
def test_the_statement_follows_our_profile(session: Session, ada: Person, sample: Sample) -> None:
    statement = json.loads(told(session, ada, sample.question, sample.right))
    template = matching.template_of(statement, profile.build(str(INFO["iri_base"])))
    assert template is not None
    assert template.endswith("/question-answered")


@pytest.mark.parametrize("sample", SCORED, ids=kind_of)
def test_a_wrong_answer_keeps_the_rules_too(session: Session, ada: Person, sample: Sample) -> None:
    assert breaches(told(session, ada, sample.question, sample.wrong), known(sample.question)) == []


@pytest.mark.parametrize("order", orders(samples.EITHER), ids=lambda order: "-".join(one.id for one in order))
def test_each_right_order_of_a_program_is_told_as_the_specification_says(
    session: Session, ada: Person, order: Sequence[Piece]
) -> None:
    placed = [f"{one.id}={place}" for place, one in enumerate(order, 1)]
    body = told(session, ada, samples.EITHER, [*placed, *(f"{one.id}>{one.indent}" for one in order)])
    assert breaches(body, known(samples.EITHER)) == []  # that the key is in no statement is one of its rules
    assert json.loads(body)["result"]["response"] == "[,]".join(one.id for one in order)
    assert json.loads(body)["result"]["success"] is True


WORDS = {
    "short": (samples.SHORT, ["Mon chat Félix"]),
    "a gap": (samples.FILL_IN, ["Félix", "3", "turn"]),
    "open": (samples.OPEN, ["Mon chat Félix", "clear=yes"]),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_of_the_learners_own_are_in_no_statement(session: Session, ada: Person, name: str) -> None:
    body = told(session, ada, *WORDS[name])
    assert "response" not in json.loads(body)["result"]
    assert "Félix" not in body.decode()


def test_a_foreseen_mistake_is_told_in_its_authors_words() -> None:
    assert grade(samples.SHORT, ["  EVENT "]).response == "event"


def test_the_independent_rules_do_refuse() -> None:
    ids = frozenset("ab")
    refused = {
        "true-false": "yes",
        "choice": "a[,]c",
        "fill-in": "a[,]",
        "matching": "a.b",
        "sequencing": "a[,]a",
        "likert": "a[,]b",
        "numeric": "1,5",
    }
    assert not any(RULES[kind](response, ids) for kind, response in refused.items())


@st.composite
def posts(draw: st.DrawFn) -> tuple[Question, list[str]]:
    """Return a question of any kind, and anything that a hand-made form may post to it."""
    asked = draw(st.sampled_from([sample.question for sample in EVERY]))
    names = sorted(known(asked)) or ["clear", "short"]
    places = st.sampled_from([*names, "0", "1", "2", "3", "4", ""])
    paired = st.builds("".join, st.tuples(st.sampled_from(names), st.sampled_from("=>"), places))
    one = st.one_of(st.sampled_from(names), paired, places, st.text(max_size=12), st.just("[,]"))
    return asked, draw(st.lists(one, max_size=8))


@settings(deadline=None)
@given(posts())
def test_whatever_is_posted_is_refused_or_told_within_the_rules(posted: tuple[Question, list[str]]) -> None:
    question, values = posted
    try:
        graded = grade(question, values)
    except NotAnAnswer:
        return
    if graded.response is not None:
        kind = KINDS[question.kind].interaction
        assert RULES[kind](graded.response, known(question))
        assert set(_parts(graded.response)) <= _closed(question) or kind == "numeric"


def _parts(response: str) -> Iterator[str]:
    for item in response.split("[,]"):
        yield from item.split("[.]")


def _closed(question: Question) -> set[str]:
    """Return all that the author wrote: what a response may be made of, beside numbers."""
    words: set[str] = set(known(question)) | {str(number) for number in range(10**3)}
    for blank in question.blanks:
        words |= {choice.id for choice in blank.choices}
        words |= {word for accepted in blank.accepts.values() for word in accepted}
        words |= {word for hint in blank.hints for answers in hint.answers.values() for word in answers}
    return words


def test_a_question_keeps_its_own_identifier_whatever_is_drawn(session: Session, ada: Person) -> None:
    questions = tuple(replace(samples.SINGLE, id=f"q{number}") for number in range(6))
    activity = Activity("check", {}, True, 1.0, questions, draws=2, shuffled=True)
    place = here(activity)
    chosen: dict[str, list[str]] = {one.id: ["b"] for one in asked(activity, ada.id, 1)}
    learning.answer(session, Learner(ada.id, uuid4(), "fr"), place, activity, chosen=chosen)
    bodies: list[dict[str, Any]] = [
        json.loads(body)
        for body in session.scalars(select(Statement.body).where(Statement.verb == "answered"))
    ]
    assert {body["object"]["id"].rpartition("/")[2] for body in bodies} == set(chosen)
