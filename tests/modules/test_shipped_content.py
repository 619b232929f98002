"""The content that ships with the project is valid and keeps its promises."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from modules.activities.kinds import grade
from modules.catalog import Catalog, Module, ModuleKind, Strand, read_modules
from modules.catalog.problems import Problem

CONTENT = Path(__file__).parents[2] / "content"


@cache
def shipped() -> tuple[list[Module], list[Problem]]:
    return read_modules(CONTENT)


def test_all_shipped_content_is_valid() -> None:
    assert [f"{problem.file}:{problem.line}: {problem.what}" for problem in shipped()[1]] == []


def test_week_one_of_the_first_module_is_about_three_hours_in_three_strands() -> None:
    module = Catalog(shipped()[0]).courses[0]
    assert module.number == 1
    assert {"fr", "en"} <= set(module.languages)
    assert len(module.units) >= 10
    assert {unit.strand for unit in module.units} == set(Strand)
    assert 150 <= module.minutes <= 240


def test_there_are_at_least_eight_quizzes_and_eight_drawings() -> None:
    modules = shipped()[0]
    assert sum(len(module.activities) for module in modules) >= 8
    assert (
        sum(len({re.sub(r"\.[a-z]{2}\.svg$", "", p.name) for p in module.pictures}) for module in modules)
        >= 8
    )


def test_the_front_door_takes_five_to_ten_minutes_in_three_languages() -> None:
    door = Catalog(shipped()[0]).front_door
    assert door is not None
    assert door.kind is ModuleKind.FRONT_DOOR
    assert set(door.languages) == {"fr", "en", "nl"}
    assert 5 <= door.minutes <= 10
    assert door.activities[0].graded


def test_the_key_of_every_shipped_question_is_graded_right() -> None:
    for module in shipped()[0]:
        for activity in module.activities:
            for question in activity.questions:
                assert grade(question, [option.id for option in question.options if option.correct]).correct


def test_no_shipped_page_holds_a_style_a_script_or_a_link_without_address() -> None:
    for module in shipped()[0]:
        for unit in module.units:
            for text in unit.texts.values():
                assert not re.search(
                    r"style=|<script|<a>|<img(?![^>]* src=)|<h1|&lt;/?[a-z]+&gt;", text.html
                ), unit.id
