"""Exercises in content: what authors write becomes an exercise, and each mistake is told at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from modules.catalog import Module, exercise_faults, faults, load_compiled, read_module, save_compiled
from modules.catalog.problems import Fault
from modules.programs.exercise import Exercise
from modules.programs.language import Kind
from modules.programs.strokes import Stroke
from tests.modules.programs.content import FREE, ROBOT, TURTLE, read_exercise, write_exercises
from tests.modules.written import assert_told, line_of, spoil

GUIDE = (Path(__file__).parents[3] / "docs" / "content.md").read_text(encoding="utf-8")
DEEP = "solution: |\n" + "".join(f"{'  ' * depth}repeat 1\n" for depth in range(1, 10))
LONG = "solution: |\n" + "  forward 1\n" * 200 + "  right 1\n"


@pytest.fixture
def module(tmp_path: Path) -> Module:
    found, problems = read_module(write_exercises(tmp_path))
    assert found is not None, problems
    return found


def exercise(module: Module, exercise_id: str) -> Exercise:
    found = module.units[1].exercise(exercise_id)
    assert found is not None
    return found


def test_exercises_stand_where_their_blocks_stood(module: Module) -> None:
    segments = module.units[1].texts["fr"].segments
    assert [segment.kind for segment in segments] == ["html", "exercise", "exercise", "exercise", "html"]
    assert [segment.value for segment in segments[1:4]] == ["corridors", "square", "free"]


def test_a_robot_exercise_keeps_its_worlds_blocks_and_limits(module: Module) -> None:
    found = exercise(module, "corridors")
    assert (found.kind, found.graded, found.max_blocks, found.max_steps) == (Kind.ROBOT, True, 4, 100)
    assert found.blocks == ("forward", "left", "right", "until", "if")
    assert found.tests == ("path-ahead", "at-goal")
    assert [world.id for world in found.worlds] == ["short", "long"]
    assert found.worlds[0].rows == ("#####", "#>.G#", "#####")
    assert found.start == {"version": 1, "do": [{"op": "forward"}]}


def test_texts_and_hints_are_drawn_in_each_language(module: Module) -> None:
    found = exercise(module, "corridors")
    assert found.text == dict.fromkeys(("fr", "en"), "Reach the <strong>flag</strong>.")
    assert found.hints == {"wall": dict.fromkeys(("fr", "en"), "A <em>wall</em>.")}


def test_a_turtle_is_asked_for_what_the_solution_draws(module: Module) -> None:
    goal = exercise(module, "square").worlds[0].goal
    assert goal is not None
    assert goal[0] == Stroke(0, 0, 0, 50_000_000, "black", 0)
    assert len(goal) == 4


def test_free_drawing_asks_for_nothing(module: Module) -> None:
    assert exercise(module, "free").worlds[0].goal is None


def test_a_solution_is_nowhere_in_the_module(tmp_path: Path) -> None:
    found, _problems = read_module(write_exercises(tmp_path))
    assert found is not None
    folder = save_compiled(found, tmp_path)
    assert '"until"' in (folder / "module.json").read_text()  # among the blocks
    assert '"op":"until"' not in (folder / "module.json").read_text()


def test_exercises_survive_being_compiled(module: Module, tmp_path: Path) -> None:
    save_compiled(module, tmp_path)
    assert load_compiled(tmp_path, "small", module.revision).units == module.units


def test_editing_a_world_changes_the_hash_and_editing_the_page_does_not(tmp_path: Path) -> None:
    folder = write_exercises(tmp_path)

    def hash_now() -> str:
        found, _problems = read_module(folder)
        assert found is not None
        return exercise(found, "corridors").hash

    before = hash_now()
    spoil(folder / "02-second.fr.md", "Some text.", "Another\n\ntext.")
    assert hash_now() == before
    for lang in ("fr", "en"):
        spoil(folder / f"02-second.{lang}.md", "#>...G#", "#>..*G#")
        spoil(
            folder / f"02-second.{lang}.md",
            "solution: |\n  until at-goal\n    forward",
            "solution: |\n  forward",
        )
    assert read_module(folder)[0] is None, "a solution that fails is no solution"


def test_languages_that_disagree_are_told_at_the_line(tmp_path: Path) -> None:
    folder = write_exercises(tmp_path)
    spoil(folder / "02-second.en.md", "max_blocks: 4", "max_blocks: 5")
    assert_told(folder, "02-second.en.md", line_of(folder / "02-second.en.md", "max_blocks"), faults.DIFFERS)


def test_an_exercise_may_not_take_the_id_of_a_quiz(tmp_path: Path) -> None:
    folder = write_exercises(tmp_path)
    for lang in ("fr", "en"):
        spoil(folder / f"02-second.{lang}.md", "id: corridors", "id: first-check")
    line = line_of(folder / "02-second.fr.md", "id: first-check")
    assert_told(folder, "02-second.fr.md", line, faults.SAME_ID)


@pytest.mark.parametrize(("kind", "text"), [(Kind.ROBOT, ROBOT), (Kind.TURTLE, TURTLE), (Kind.TURTLE, FREE)])
def test_sound_exercises_have_no_findings(kind: Kind, text: str) -> None:
    _draft, findings = read_exercise(kind, text)
    assert findings.problems == []


@pytest.mark.parametrize("kind", Kind)
def test_the_exercises_of_the_guide_are_sound(kind: Kind) -> None:
    examples = re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.S | re.M)
    assert examples
    for example in examples:
        assert read_exercise(kind, example)[1].problems == []


MAPS = {str(wrong): fault for wrong, fault in exercise_faults.MAPS.items()}
PROGRAMS = {str(why): fault for why, fault in exercise_faults.PROGRAMS.items()}


@pytest.mark.parametrize(
    ("before", "after", "line", "fault"),
    [
        ("#>.G#\n", "#>.G\n", "map", MAPS["ragged"]),
        ("#>.G#\n", "#>.X#\n", "map", MAPS["sign"]),
        ("#>.G#\n", "#...#\n", "map", MAPS["start"]),
        ("#>.G#\n", "#>>G#\n", "map", MAPS["start"]),
        ("#>.G#\n", "#>GG#\n", "map", MAPS["goals"]),
        ("#>.G#\n", "#>..#\n", "map", MAPS["aimless"]),
        ("#>.G#\n", "#>.G#\n" + "      #####\n" * 20, "map", MAPS["too-large"]),
        ("id: long", "id: short", "id: short\n    map: |\n      #######", faults.SAME_ID),
        ("id: long", "id: Long", "id: Long", faults.NOT_ID),
        ("start: forward", "start: jump", "start", exercise_faults.NO_LINE),
        ("start: forward", "start: pick", "start", PROGRAMS["not-allowed"]),
        ("    forward", "   forward", "   forward", exercise_faults.NO_LINE),
        ("    forward", "      forward", "      forward", exercise_faults.NO_LINE),
        ("    forward", "    else", "    else", exercise_faults.NO_LINE),
        ("    forward", "    forward 10", "    forward 10", exercise_faults.NO_LINE),
        ("until at-goal", "until at-home", "until at-home", PROGRAMS["choice"]),
        ("until at-goal", "until on-item", "until on-item", PROGRAMS["not-allowed"]),
        ("max_blocks: 4", "max_blocks: 1", "solution", PROGRAMS["too-many-blocks"]),
        ("max_blocks: 4", "max_blocks: 0", "max_blocks", faults.NOT_NUMBER),
        ("max_steps: 100", "max_steps: 3", "solution", exercise_faults.FAILS),
        ("max_steps: 100", "max_steps: 2001", "max_steps", faults.NOT_NUMBER),
        ("until at-goal", "until path-ahead", "solution", exercise_faults.FAILS),
        ("[at-goal, path-ahead]", "[]", "blocks", exercise_faults.NO_TESTS),
        ("[at-goal, path-ahead]", "[at-home]", "tests", faults.NOT_CHOICE),
        ("left, if]", "left, fly]", "blocks", faults.NOT_CHOICE),
        ("left, if]", "left, else]", "blocks", exercise_faults.ELSE_ALONE),
        ("  wall:", "  door:", "  door", faults.UNKNOWN_KEY),
        ("graded: true", "free: true", "free", faults.UNKNOWN_KEY),
        ("title: Corridors\n", "", "id", faults.MISSING),
    ],
)
def test_a_mistake_in_a_robot_exercise_is_told_at_its_line(
    before: str, after: str, line: str, fault: Fault
) -> None:
    assert before in ROBOT
    text = ROBOT.replace(before, after, 1)
    _draft, findings = read_exercise(Kind.ROBOT, text)
    expected = text[: text.index(line)].count("\n") + 1
    assert (expected, fault) in [(problem.line, problem.fault) for problem in findings.problems]


@pytest.mark.parametrize(
    ("before", "after", "line", "fault"),
    [
        ("repeat 4", "repeat 400", "repeat 400", PROGRAMS["number"]),
        ("forward 50", "forward 201", "solution", exercise_faults.FAILS),
        ("forward 50", "forward far", "forward far", PROGRAMS["number"]),
        ("right 90", "colour mauve", "colour mauve", PROGRAMS["choice"]),
        (TURTLE[TURTLE.index("solution") :], DEEP, " " * 18, PROGRAMS["too-deep"]),
        (TURTLE[TURTLE.index("solution") :], LONG, "right 1", PROGRAMS["too-many"]),
        (
            TURTLE[TURTLE.index("solution") :],
            "graded: true\nfree: true\n",
            "graded",
            exercise_faults.FREE_IS_UNGRADED,
        ),
        (TURTLE[TURTLE.index("solution") :], "", "id", faults.MISSING),
        ("text: Draw it.", "text: [a]", "text", faults.NOT_TEXT),
        (TURTLE, "- a list", "- a", faults.NOT_BLOCK),
    ],
)
def test_a_mistake_in_a_turtle_exercise_is_told_at_its_line(
    before: str, after: str, line: str, fault: Fault
) -> None:
    text = TURTLE.replace(before, after, 1)
    _draft, findings = read_exercise(Kind.TURTLE, text)
    expected = text[: text.index(line)].count("\n") + 1
    told = [(problem.line, problem.fault) for problem in findings.problems]
    assert (expected, fault) in told


def test_seven_worlds_are_too_many() -> None:
    more = "".join(f"  - id: w{n}\n    map: |\n      >G\n" for n in range(5))
    _draft, findings = read_exercise(Kind.ROBOT, ROBOT.replace("hints:", f"{more}hints:"))
    assert [problem.fault for problem in findings.problems] == [exercise_faults.TOO_MANY_WORLDS]


def test_tests_without_a_block_that_asks_are_told() -> None:
    text = ROBOT.replace("[until, forward, right, left, if]", "[forward]").replace(
        "  until at-goal\n    forward", "  forward\n  forward"
    )
    _draft, findings = read_exercise(Kind.ROBOT, text)
    assert exercise_faults.IDLE_TESTS in [problem.fault for problem in findings.problems]
