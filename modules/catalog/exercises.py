"""Reads the blocks `robot` and `turtle`: an exercise as written in one language, still Markdown."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from modules.catalog import exercise_faults, faults
from modules.catalog.form import Form
from modules.catalog.problems import Findings
from modules.catalog.repeated import note_repeated
from modules.catalog.tree import Branch, read_yaml
from modules.programs.exercise import EMPTY, MOST_STEPS, STEPS, World, run_in
from modules.programs.language import (
    NODES,
    TESTS,
    Kind,
    NotAProgram,
    Offer,
    Tree,
    blocks_of,
    check,
)
from modules.programs.maps import misdrawn, rows_of
from modules.programs.stepper import run
from modules.programs.turtle import Turtle
from modules.programs.written import NotWritten, read_written

ASKING: Final = frozenset({"until", "while", "if"})
WORLDS: Final = 6
SHEET: Final = "sheet"
"""The id of a turtle's only world."""
WHYS: Final = {
    Kind.ROBOT: ("wall", "nothing-here", "not-at-goal", "items-left", "out-of-steps"),
    Kind.TURTLE: ("edge", "other-drawing", "out-of-steps"),
}
"""The reasons of failing for which an author may write a hint."""


@dataclass(frozen=True)
class ExerciseDraft:
    """One exercise as written in one language; `hints` are (reason, text, line)."""

    program: Kind
    id: str
    title: str
    text: str
    graded: bool
    offer: Offer
    max_steps: int
    start: Tree
    solution: Tree | None
    worlds: tuple[World, ...]
    hints: tuple[tuple[str, str, int], ...]
    line: int
    lines: dict[str, int] = field(default_factory=dict)
    kind: str = "exercise"

    def key(self) -> list[tuple[str, object, int]]:
        """Return all that is not language, in order, each with its name and line."""
        values: dict[str, object] = {
            "id": self.id,
            "graded": self.graded,
            "blocks": self.offer.blocks,
            "tests": self.offer.tests,
            "max_blocks": self.offer.most,
            "max_steps": self.max_steps,
            "start": json.dumps(self.start),
            "solution": json.dumps(self.solution),
            "worlds": self.worlds,
            "hints": tuple(why for why, _text, _line in self.hints),
        }
        found: list[tuple[str, object, int]] = [("kind", self.program, self.line)]
        return found + [(key, value, self.lines.get(key, self.line)) for key, value in values.items()]


def read_robot(text: str, first_line: int, findings: Findings) -> ExerciseDraft | None:
    """Read a block of the robot; None when it is no YAML block."""
    return _read(Kind.ROBOT, text, first_line, findings)


def read_turtle(text: str, first_line: int, findings: Findings) -> ExerciseDraft | None:
    """Read a block of the turtle; None when it is no YAML block."""
    return _read(Kind.TURTLE, text, first_line, findings)


def _read(kind: Kind, text: str, first_line: int, findings: Findings) -> ExerciseDraft | None:
    root = read_yaml(text, first_line, findings)
    if root is None:
        return None
    if not isinstance(root, Branch):
        findings.add(first_line, faults.NOT_BLOCK, key=kind)
        return None
    form = Form(root, findings)
    draft = _draft(kind, form, first_line)
    form.close()
    return draft


def _draft(kind: Kind, form: Form, first_line: int) -> ExerciseDraft:
    offer = _offer(kind, form)
    free = kind is Kind.TURTLE and form.flag("free", default=False)
    steps = form.whole("max_steps", 1, MOST_STEPS) if form.has("max_steps") else STEPS
    solution = None if free else _program(form, "solution", kind, offer)
    worlds = _maps(form) if kind is Kind.ROBOT else (_sheet(solution, free, steps),)
    draft = ExerciseDraft(
        program=kind,
        id=form.identifier(),
        title=form.text("title"),
        text=form.text("text"),
        graded=form.flag("graded", default=False),
        offer=offer,
        max_steps=steps,
        start=_program(form, "start", kind, offer) if form.has("start") else EMPTY,
        solution=solution,
        worlds=worlds,
        hints=_hints(form, kind),
        line=first_line,
        lines={key: line for key, (line, _node) in form.branch.entries.items()},
    )
    if free and draft.graded:
        form.findings.add(form.line_of("graded"), exercise_faults.FREE_IS_UNGRADED)
    _check_solution(draft, form)
    return draft


def _offer(kind: Kind, form: Form) -> Offer:
    known = blocks_of(kind)
    blocks = _words(form, "blocks", known)
    tests = _words(form, "tests", TESTS, required=False) if kind is Kind.ROBOT else ()
    if ASKING.intersection(blocks) and not tests:
        form.findings.add(form.line_of("blocks"), exercise_faults.NO_TESTS)
    if tests and not ASKING.intersection(blocks):
        form.findings.add(form.line_of("tests"), exercise_faults.IDLE_TESTS)
    if "else" in blocks and "if" not in blocks:
        form.findings.add(form.line_of("blocks"), exercise_faults.ELSE_ALONE)
    return Offer(blocks, tests, form.whole("max_blocks", 1, NODES) if form.has("max_blocks") else None)


def _words(form: Form, key: str, known: tuple[str, ...], *, required: bool = True) -> tuple[str, ...]:
    """Read a list of known words, and return them in their usual order."""
    found = form.identifiers(key, required=required)
    for word in found:
        if word not in known:
            form.findings.add(
                form.line_of(key), faults.NOT_CHOICE, key=key, value=word, known=", ".join(known)
            )
    return tuple(word for word in known if word in found)


def _program(form: Form, key: str, kind: Kind, offer: Offer) -> Tree:
    """Read a program in the authors' notation; an empty one where it is missing or wrong."""
    text = form.text(key)
    first = form.line_of(key) + ("\n" in text)
    try:
        tree, lines = read_written(text, kind)
        check(tree, kind, offer)
    except NotWritten as trouble:
        form.findings.add(first + trouble.line, exercise_faults.NO_LINE, told=trouble.told[:60])
        return EMPTY
    except NotAProgram as trouble:
        line = first + lines[trouble.at] if trouble.at else form.line_of(key)
        form.findings.add(line, exercise_faults.PROGRAMS[trouble.why], key=key)
        return EMPTY
    return tree


def _maps(form: Form) -> tuple[World, ...]:
    worlds = []
    forms = form.forms("worlds")
    for one in forms:
        world = World(one.identifier(), Kind.ROBOT, rows_of(one.text("map")))
        if one.has("map") and (wrong := misdrawn(world.rows)):
            one.findings.add(one.line_of("map"), exercise_faults.MAPS[wrong], id=world.id)
        one.close()
        worlds.append(world)
    note_repeated([(world.id, one.line) for world, one in zip(worlds, forms, strict=True)], form.findings)
    if len(worlds) > WORLDS:
        form.findings.add(form.line_of("worlds"), exercise_faults.TOO_MANY_WORLDS)
    return tuple(worlds)


def _sheet(solution: Tree | None, free: bool, steps: int) -> World:
    """Return the world of a turtle: what its solution draws is what is asked for."""
    if free or solution is None:
        return World(SHEET, Kind.TURTLE)
    turtle = Turtle()
    run(solution, turtle, steps)
    return World(SHEET, Kind.TURTLE, goal=tuple(turtle.strokes))


def _hints(form: Form, kind: Kind) -> tuple[tuple[str, str, int], ...]:
    inner = form.form("hints")
    if inner is None:
        return ()
    hints = tuple((why, inner.text(why), inner.line_of(why)) for why in WHYS[kind] if inner.has(why))
    unknown = [key for key in inner.branch.entries if key not in WHYS[kind]]
    for key in unknown:
        inner.findings.add(inner.line_of(key), faults.UNKNOWN_KEY, key=key, known=", ".join(WHYS[kind]))
    return hints


def _check_solution(draft: ExerciseDraft, form: Form) -> None:
    """Run the author's solution everywhere: an exercise that cannot be done is never published."""
    if draft.solution is None or not draft.solution["do"]:
        return
    for world in draft.worlds:
        if world.kind is Kind.ROBOT and misdrawn(world.rows):
            continue
        ran = run_in(draft.solution, world, draft.max_steps)
        if not ran.reached:
            line = form.line_of("solution")
            form.findings.add(line, exercise_faults.FAILS, id=world.id, why=ran.why)
