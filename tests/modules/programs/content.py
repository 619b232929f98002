"""Exercises as authors write them, and a module that holds them."""

from __future__ import annotations

from pathlib import Path

from modules.catalog.exercises import ExerciseDraft, read_robot, read_turtle
from modules.catalog.problems import Findings
from modules.programs.language import Kind
from tests.modules.written import spoil, write_module

ROBOT = """\
id: corridors
title: Corridors
graded: true
text: "Reach the **flag**."
blocks: [until, forward, right, left, if]
tests: [at-goal, path-ahead]
max_blocks: 4
max_steps: 100
start: forward
solution: |
  until at-goal
    forward
worlds:
  - id: short
    map: |
      #####
      #>.G#
      #####
  - id: long
    map: |
      #######
      #>...G#
      #######
hints:
  wall: A *wall*.
"""

TURTLE = """\
id: square
title: A square
text: Draw it.
blocks: [forward, right, repeat, colour]
solution: |
  repeat 4
    forward 50
    right 90
"""

FREE = """\
id: free
title: As you like
text: Draw.
blocks: [forward, right]
free: true
"""


def read_exercise(kind: Kind, text: str) -> tuple[ExerciseDraft | None, Findings]:
    """Read a block that begins at line 1."""
    findings = Findings("page")
    return (read_robot if kind is Kind.ROBOT else read_turtle)(text, 1, findings), findings


def write_exercises(content: Path) -> Path:
    """Write the small module with three exercises on its second page, after its text."""
    folder = write_module(content)
    blocks = "".join(
        f"\n```{word}\n{text}```\n" for word, text in (("robot", ROBOT), ("turtle", TURTLE), ("turtle", FREE))
    )
    for lang in ("fr", "en"):
        spoil(folder / f"02-second.{lang}.md", "Some text.", f"Some text.\n{blocks}\nAnd on.")
    return folder
