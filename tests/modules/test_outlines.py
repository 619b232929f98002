"""The order of the course that alerts count along: the paths are those that the record holds, the titles are text."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from modules.catalog import Activity, Module
from modules.outlines import LONGEST, courses, outline
from modules.rules import learning
from modules.rules.learning import Here, Learner
from tests.modules.questions import samples
from tests.modules.questions.place import here
from tracking.models import Statement
from tracking.vocabulary import Kind


def the_course(shipped: list[Module]) -> Module:
    return next(module for module in shipped if module.slug == "creative-programming")


def test_every_module_that_is_shown_has_its_units_in_their_order(content: None) -> None:
    told = {course.slug: [unit.path for unit in course.units] for course in courses()}
    assert set(told) == {"creative-programming", "front-door"}
    assert told["creative-programming"][:2] == [
        "modules/creative-programming/welcome",
        "modules/creative-programming/instruct-a-robot",
    ]


def test_what_a_learner_does_and_answers_stands_in_the_record_under_these_paths(
    session: Session, ada: Person, shipped: list[Module]
) -> None:
    module = the_course(shipped)
    unit = next(unit for unit in module.units if unit.activities)
    activity, here = unit.activities[0], Here(module, unit)
    chosen = {question.id: [question.options[0].id] for question in activity.questions}
    learning.answer(session, Learner(ada.id, uuid4(), "fr"), here, activity, chosen=chosen)
    learning.mark_done(session, Learner(ada.id, uuid4(), "fr"), here)
    told = outline(module)
    answered = select(Statement.object_path).where(Statement.object_kind == Kind.INTERACTION)
    done = select(Statement.object_path).where(Statement.object_kind == Kind.LESSON)
    assert set(session.scalars(answered)) <= {one.path for one in told.questions}
    assert set(session.scalars(done)) <= {one.path for one in told.units}


def test_the_gaps_of_a_text_are_dots_in_its_title() -> None:
    asked = replace(samples.FILL_IN, text={"fr": "Pour {verb} {times} fois, tournez de {angle}."})
    titles = outline(here(Activity("gaps", {"fr": "Trous"}, False, None, (asked,))).module).questions[0].names
    assert titles == {"fr": "Pour … … fois, tournez de …. (Page)"}


TAG = re.compile(r"</?[a-z]+[^<>]*>|&[a-z#]")
"""What HTML would leave; a question may speak of “<(n) < (4)>”, as blocks are written."""


def test_titles_are_short_plain_text_in_each_language(shipped: list[Module]) -> None:
    for course in map(outline, shipped):
        for part in (*course.units, *course.questions):
            assert set(part.names) >= {"fr", "en"}
            for title in part.names.values():
                assert not TAG.search(title) and "\n" not in title
                assert len(title) <= LONGEST + 120
