"""Where to go on: the unit opened last, then the next one not done, then another module; never a dead end."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from classcode import clock
from modules.catalog import Module, read_modules
from modules.queries import Progress
from modules.shown import unit_to_resume, way_on

NOW = clock.now()


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    found, _problems = read_modules(Path(__file__).parents[2] / "content")
    return {module.slug: module for module in found}


@pytest.fixture
def door(modules: dict[str, Module]) -> Module:
    return modules["front-door"]


@pytest.fixture
def course(modules: dict[str, Module]) -> Module:
    return modules["creative-programming"]


def known(module: Module, *opened: str, done: tuple[str, ...] = (), since: datetime = NOW) -> Progress:
    """Progress of somebody who opened these units one after the other."""
    when = {unit: since + timedelta(minutes=minute) for minute, unit in enumerate(opened)}
    return Progress(since, when, frozenset(done))


def resumed(module: Module, progress: Progress) -> str | None:
    unit = unit_to_resume(module, progress)
    return unit.id if unit else None


def test_the_unit_opened_last_is_resumed_while_it_is_not_done(course: Module) -> None:
    assert resumed(course, known(course, "welcome", "first-program", done=("welcome",))) == "first-program"


def test_after_a_unit_is_done_the_next_one_that_is_not_is_offered(course: Module) -> None:
    done = ("welcome", "instruct-a-robot", "first-program")
    assert resumed(course, known(course, *done, "welcome", done=done)) == "loops-and-events"


def test_a_unit_left_out_is_offered_at_the_end(course: Module) -> None:
    ids = [unit.id for unit in course.units]
    assert (
        resumed(course, known(course, *ids, done=tuple(one for one in ids if one != "welcome"))) == "welcome"
    )


def test_once_every_essential_unit_is_done_nothing_is_left_but_what_is_open(course: Module) -> None:
    essential = tuple(unit.id for unit in course.units if unit.required)
    assert resumed(course, known(course, *essential, done=essential)) is None
    assert resumed(course, known(course, *essential, "make-it-yours", done=essential)) == "make-it-yours"


def test_who_has_not_joined_resumes_nothing(course: Module) -> None:
    assert resumed(course, Progress()) is None


def test_a_joined_module_never_opened_begins_at_its_first_unit(course: Module) -> None:
    assert resumed(course, known(course)) == course.units[0].id


def test_the_module_opened_last_comes_first(door: Module, course: Module) -> None:
    earlier = known(door, "front-door", since=NOW - timedelta(days=2))
    onward = way_on([(door, earlier), (course, known(course, "welcome"))])
    assert onward is not None
    assert (onward.module.slug, onward.begun) == ("creative-programming", True)


def test_after_the_only_unit_of_a_module_another_module_is_offered(door: Module, course: Module) -> None:
    onward = way_on([(door, known(door, "front-door", done=("front-door",))), (course, Progress())])
    assert onward is not None
    assert (onward.module.slug, onward.unit.id, onward.begun) == (
        "creative-programming",
        course.units[0].id,
        False,
    )


def test_who_has_done_everything_is_sent_nowhere(door: Module) -> None:
    assert way_on([(door, known(door, "front-door", done=("front-door",)))]) is None
