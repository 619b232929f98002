"""An exercise: what is asked, in which worlds, with which blocks; and a program's judgement over them all.

Plain values, ready for JSON. A solution is never in them: what an author wrote as one was run and forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from modules.programs.language import Kind, Offer, Tree
from modules.programs.robot import Robot
from modules.programs.stepper import Run, run
from modules.programs.strokes import Stroke
from modules.programs.turtle import Turtle

STEPS: Final = 500
"""Steps of a run where the author says nothing else."""
MOST_STEPS: Final = 2000
"""Steps of a run at most; a run of so many takes some milliseconds."""
EMPTY: Final[Tree] = {"version": 1, "do": []}


@dataclass(frozen=True)
class World:
    """One place to run in: the rows of a robot's map, or the lines to draw with a turtle (None: any)."""

    id: str
    kind: Kind
    rows: tuple[str, ...] = ()
    goal: tuple[Stroke, ...] | None = None


@dataclass(frozen=True)
class Exercise:
    """A program to write; `hash` (12 hex digits) changes when its source changes in any language.

    Texts are safe HTML by language; `hints` has them by the reason of a failed run (`docs/programs.md`).
    """

    id: str
    kind: Kind
    graded: bool
    hash: str
    title: dict[str, str]
    text: dict[str, str]
    blocks: tuple[str, ...]
    tests: tuple[str, ...]
    worlds: tuple[World, ...]
    max_blocks: int | None = None
    max_steps: int = STEPS
    start: Tree = field(default_factory=lambda: dict(EMPTY))
    hints: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def offer(self) -> Offer:
        """What a program of this exercise may be made of."""
        return Offer(self.blocks, self.tests, self.max_blocks)


class Judged(NamedTuple):
    """What a program did in one world."""

    world: str
    run: Run


def run_in(tree: Tree, world: World, limit: int) -> Run:
    """Run a program in a world from its start."""
    machine = Robot(world.rows) if world.kind is Kind.ROBOT else Turtle(world.goal)
    return run(tree, machine, limit)


def judge(tree: Tree, exercise: Exercise) -> Iterator[Judged]:
    """Run a program in every world of an exercise: whoever counted cells by hand fails in the second one."""
    for world in exercise.worlds:
        yield Judged(world.id, run_in(tree, world, exercise.max_steps))


def told(judged: Judged) -> dict[str, Any]:
    """Return what is kept and shown of one run: everything but its trace."""
    ran = judged.run
    return {"id": judged.world, "outcome": str(ran.outcome), "why": ran.why, "at": ran.at, "steps": ran.steps}
