"""The content that ships with the project is valid and keeps its promises."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from modules.activities.kinds import grade
from modules.catalog import Catalog, Module, ModuleKind, Strand, read_modules
from modules.catalog.definitions import QuestionKind
from modules.catalog.problems import Problem
from modules.programs.language import Kind
from modules.widgets.definitions import WidgetKind
from tests.modules.keys import right_answer

CONTENT = Path(__file__).parents[2] / "content"


@cache
def shipped() -> tuple[list[Module], list[Problem]]:
    return read_modules(CONTENT)


def test_all_shipped_content_is_valid() -> None:
    assert [f"{problem.file}:{problem.line}: {problem.what}" for problem in shipped()[1]] == []


def first() -> Module:
    return Catalog(shipped()[0]).courses[0]


def test_each_of_the_three_weeks_of_the_first_module_is_about_three_hours_in_three_strands() -> None:
    module = first()
    assert module.number == 1
    assert {"fr", "en"} <= set(module.languages)
    assert [week.number for week in module.weeks] == [1, 2, 3]
    for week in module.weeks:
        units = [unit for unit in module.units if unit.id in week.units]
        assert len(units) >= 10
        assert {unit.strand for unit in units} == set(Strand) - {Strand.MEET_UP}
        assert 150 <= sum(unit.minutes for unit in units if unit.required) <= 240
        assert any(activity.graded for unit in units for activity in unit.activities)


def test_the_first_module_asks_for_about_nine_hours_and_holds_two_meeting_kits() -> None:
    module = first()
    essential = sum(unit.minutes for unit in module.units if unit.required)
    assert 8 * 60 <= essential <= 10 * 60
    assert [week.meeting for week in module.weeks] == ["meet-up-kit-1", None, "meet-up-kit-2"]


def test_the_first_week_of_the_first_module_is_there_in_dutch_and_no_other() -> None:
    module = first()
    week = module.weeks[0]
    assert module.partial == ("nl",)
    assert {unit.id for unit in module.units if "nl" in unit.texts} == {*week.units, week.meeting}
    assert all("nl" in each.title for each in module.weeks)


@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_welcome_page_tells_what_the_rule_really_asks(lang: str) -> None:
    module = first()
    rule, page = module.rule, module.unit("welcome")
    assert rule is not None and page is not None
    html = page.texts[lang].html
    graded = [activity for activity in module.activities if activity.graded]
    assert f"{len(rule.required_units)} " in html
    assert {activity.id for activity in graded} == set(rule.graded_activities)
    assert len(graded) == 7 and {"fr": "sept", "en": "seven", "nl": "zeven"}[lang] in html


def test_no_shipped_text_holds_a_narrow_no_break_space() -> None:
    found = [
        path.name
        for path in CONTENT.rglob("*")
        if path.suffix in {".md", ".svg", ".toml"} and "\N{NARROW NO-BREAK SPACE}" in path.read_text("utf-8")
    ]
    assert found == []


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
                answer = right_answer(question)
                assert answer is None or grade(question, answer).correct, question.id


def test_the_first_module_asks_in_every_way_and_programs_are_written_in_both_worlds() -> None:
    module = first()
    asked = {question.kind for activity in module.activities for question in activity.questions}
    assert asked == set(QuestionKind)
    exercises = [exercise for unit in module.units for exercise in unit.exercises]
    assert {exercise.kind for exercise in exercises} == set(Kind)
    assert max(len(exercise.worlds) for exercise in exercises) >= 2


def test_the_first_module_asks_before_and_after_it_how_able_people_feel_in_the_same_words() -> None:
    surveys = [activity for activity in first().activities if activity.survey]
    assert [one.id for one in surveys] == ["before-the-module", "after-the-module"]
    before, after = ({one.id: one for one in survey.questions} for survey in surveys)
    assert list(before) == list(after) and 4 <= len(before) <= 6
    for id_, question in before.items():
        assert question.scale == after[id_].scale == "confidence"
        assert {lang: question.text[lang] for lang in ("fr", "en")} == after[id_].text


def test_the_first_module_has_the_three_activities_without_a_computer() -> None:
    widgets = {widget.kind for unit in first().units for widget in unit.widgets}
    assert widgets == set(WidgetKind)


def test_no_shipped_page_holds_a_style_a_script_or_a_link_without_address() -> None:
    for module in shipped()[0]:
        for unit in module.units:
            for text in unit.texts.values():
                assert not re.search(
                    r"style=|<script|<a>|<img(?![^>]* src=)|<h1|&lt;/?[a-z]+&gt;", text.html
                ), unit.id
