"""The words of programs in the reader's language: blocks, tests, colours, and why a run did not end well."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from classcode.i18n import N_
from classcode.i18n import gettext as _
from modules.programs.language import SENTENCES, Kind, Why
from modules.programs.stepper import Outcome

OPS: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.ROBOT: {
        "forward": N_("go forward"),
        "left": N_("turn left"),
        "right": N_("turn right"),
        "pick": N_("pick up"),
        "repeat": N_("repeat"),
        "until": N_("repeat until"),
        "while": N_("repeat while"),
        "if": N_("if"),
        "else": N_("otherwise"),
    },
    Kind.TURTLE: {
        "forward": N_("go forward by"),
        "back": N_("go back by"),
        "left": N_("turn left by"),
        "right": N_("turn right by"),
        "pen-up": N_("lift the pen"),
        "pen-down": N_("lower the pen"),
        "colour": N_("take the colour"),
        "repeat": N_("repeat"),
    },
}
TESTS: Final[Mapping[str, str]] = {
    "path-ahead": N_("there is a way ahead"),
    "path-left": N_("there is a way to the left"),
    "path-right": N_("there is a way to the right"),
    "at-goal": N_("the robot is at the goal"),
    "on-item": N_("there is something to pick up here"),
}
COLOURS: Final[Mapping[str, str]] = {
    "black": N_("black"),
    "red": N_("red"),
    "orange": N_("orange"),
    "green": N_("green"),
    "blue": N_("blue"),
    "purple": N_("purple"),
}
HEADINGS: Final[Mapping[str, str]] = {
    "north": N_("to the top"),
    "east": N_("to the right"),
    "south": N_("to the bottom"),
    "west": N_("to the left"),
}
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.REACHED: N_("It works."),
    Outcome.CRASHED: N_("It stopped on the way."),
    Outcome.WRONG_END: N_("It ended elsewhere than asked."),
    Outcome.OUT_OF_STEPS: N_("It would go on for ever."),
}
WHYS: Final[Mapping[str, str]] = {
    "wall": N_("The robot bumps into a wall."),
    "nothing-here": N_("There is nothing to pick up here."),
    "edge": N_("The turtle would leave the sheet."),
    "not-at-goal": N_("The program ended, and the robot is not at the goal."),
    "items-left": N_("The robot is there, and something is still to be picked up."),
    "other-drawing": N_("The program ended, and the drawing is another one than asked."),
    "out-of-steps": N_("The program does not come to an end: it made as many steps as it may."),
}


@lru_cache(16)
def words_in(language: str, kind: Kind) -> dict[str, Any]:
    """Return all words of a kind of exercise; `language` is the reader's, whom gettext knows."""
    return {
        "ops": _all(OPS[kind]),
        "tests": _all(TESTS) if kind is Kind.ROBOT else {},
        "colours": _all(COLOURS) if kind is Kind.TURTLE else {},
        "headings": _all(HEADINGS) if kind is Kind.ROBOT else {},
        "outcomes": _all(OUTCOMES),
        "whys": _all(WHYS),
        "refused": _all(SENTENCES),
    }


def _all(messages: Mapping[Any, str]) -> dict[str, str]:
    return {str(key): _(message) for key, message in messages.items()}


def of_run(outcome: str, why: str | None) -> str:
    """Say how a run ended."""
    return _(WHYS[why]) if why else _(OUTCOMES[Outcome(outcome)])


def of_refusal(why: Why) -> str:
    """Say why a program was not run."""
    return _(SENTENCES[why])
