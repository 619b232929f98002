"""Writes small modules on disk: a sound one, and the same with one thing spoiled."""

from __future__ import annotations

from pathlib import Path

from modules.catalog import Problem, read_module
from modules.catalog.problems import Fault

MODULE = """\
id = "small"
number = 1
kind = "module"
languages = ["fr", "en"]
license = "CC-BY-4.0"
authors = ["Ada"]

[title]
fr = "Petit"
en = "Small"

[summary]
fr = "Un petit module."
en = "A small module."

[[week]]
number = 1
units = ["first", "second"]
meeting = "kit"

[week.title]
fr = "Semaine une"
en = "Week one"

[rule]
required_units = ["first"]
graded_activities = ["first-check"]
meetings = 1
"""

FIRST = """\
---
id: first
title: "{title}"
minutes: 10
strand: do
required: true
summary: One sentence.
objectives:
  - Say it
tomorrow: >
  Try it
  in class.
tags: [sequence]
level: [cycle2]
---
Hello **you**, see [the next](unit:second) or [ask](help:).

## A heading

![A robot](media/robot.svg "The robot")

```quiz
id: first-check
title: Check
graded: true
pass: 0.67
questions:
  - id: q1
    kind: single
    text: "What is `x`?"
    options:
      - id: a
        text: One
        correct: true
        feedback: Yes.
      - id: b
        text: Two
        feedback: No.
    explanation: Because **one**.
  - id: q2
    kind: multiple
    text: Which?
    options:
      - id: a
        text: One
        correct: true
        feedback: Yes.
      - id: b
        text: Two
        feedback: No.
      - id: c
        text: Three
        correct: true
        feedback: Yes too.
```

After the quiz.
"""

PLAIN = """\
---
id: {id}
title: A page
minutes: 5
strand: {strand}
required: false
summary: One sentence.
objectives: [Read]
---
Some text.
"""

ROBOT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
<rect width="10" height="10" fill="#fffdf8"/>
</svg>
"""

FIRST_FR = "01-first.fr.md"
FIRST_EN = "01-first.en.md"


def write_module(content: Path) -> Path:
    """Write a sound module of three units in two languages and return its folder."""
    folder = content / "small"
    (folder / "media").mkdir(parents=True)
    (folder / "module.toml").write_text(MODULE, encoding="utf-8")
    (folder / "media" / "robot.svg").write_text(ROBOT, encoding="utf-8")
    for lang, title in (("fr", "Première"), ("en", "First")):
        (folder / f"01-first.{lang}.md").write_text(FIRST.format(title=title), encoding="utf-8")
        (folder / f"02-second.{lang}.md").write_text(
            PLAIN.format(id="second", strand="step-back"), encoding="utf-8"
        )
        (folder / f"03-kit.{lang}.md").write_text(PLAIN.format(id="kit", strand="meet-up"), encoding="utf-8")
    return folder


def spoil(path: Path, before: str, after: str) -> None:
    """Replace the first place of a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds this text."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def problems_of(folder: Path) -> list[Problem]:
    """Read a spoiled module: there is none, only its problems."""
    module, problems = read_module(folder)
    assert module is None, "a module with problems is no module"
    return problems


def assert_told(folder: Path, name: str, line: int, fault: Fault) -> None:
    """Expect this fault at this file and line of the small module, perhaps among others."""
    told = [(problem.file, problem.line, problem.fault) for problem in problems_of(folder)]
    assert (f"small/{name}", line, fault) in told, told
