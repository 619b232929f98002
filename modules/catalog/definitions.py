"""What a module is once read: plain frozen values, no database, no files, ready for JSON.

Everything named `html` or held in a question's texts is safe HTML made by `classcode.render`; titles, summaries,
objectives and tags are plain text for templates to escape. The key (`Option.correct`) is here: never hand an
`Activity` to a browser, only what a template draws from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Texts = dict[str, str]
"""One text by language code."""


class ModuleKind(StrEnum):
    """A module of the programme, or the short page that makes a visitor want one."""

    MODULE = "module"
    FRONT_DOOR = "front-door"


class Strand(StrEnum):
    """What a unit is for: do it, step back, pass it on, or meet."""

    DO = "do"
    STEP_BACK = "step-back"
    PASS_ON = "pass-on"  # noqa: S105 (a strand, no password)
    MEET_UP = "meet-up"


class QuestionKind(StrEnum):
    """How a question is answered: one option, or all that fit."""

    SINGLE = "single"
    MULTIPLE = "multiple"


@dataclass(frozen=True)
class Option:
    """One answer to choose; its feedback is shown once the question has been answered."""

    id: str
    correct: bool
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class Question:
    """One question; `hash` (12 hex digits) changes when its source changes in any language."""

    id: str
    kind: QuestionKind
    hash: str
    text: Texts
    options: tuple[Option, ...]
    explanation: Texts

    def option(self, option_id: str) -> Option | None:
        """Return the option of this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Activity:
    """Questions answered together; `pass_mark` is the share of right answers (0 to 1), None for practice."""

    id: str
    title: Texts
    graded: bool
    pass_mark: float | None
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question | None:
        """Return the question of this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)


class Segment(NamedTuple):
    """A piece of a unit's page in reading order: kind "html" with safe HTML, or "activity" with an activity's id."""

    kind: str
    value: str


@dataclass(frozen=True)
class UnitText:
    """A unit's page in one language."""

    lang: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    tomorrow: str
    segments: tuple[Segment, ...]

    @property
    def html(self) -> str:
        """The page's HTML without its activities."""
        return "".join(segment.value for segment in self.segments if segment.kind == "html")


@dataclass(frozen=True)
class Unit:
    """One page of a module; `minutes` is the working time its authors declare."""

    id: str
    minutes: int
    strand: Strand
    required: bool
    tags: tuple[str, ...]
    level: tuple[str, ...]
    texts: dict[str, UnitText]
    activities: tuple[Activity, ...]

    def activity(self, activity_id: str) -> Activity | None:
        """Return the activity of this id on this page, or None."""
        return next((activity for activity in self.activities if activity.id == activity_id), None)


@dataclass(frozen=True)
class Week:
    """A heading over units in reading order; `meeting` is the id of the unit that is its meeting's kit, if any."""

    number: int
    title: Texts
    units: tuple[str, ...]
    meeting: str | None = None


@dataclass(frozen=True)
class Rule:
    """What completes a module: all these units, any one of these activities passed, so many meetings attended."""

    required_units: tuple[str, ...]
    graded_activities: tuple[str, ...]
    meetings: int


@dataclass(frozen=True)
class Picture:
    """A drawing of the module as it was when its revision was read."""

    name: str
    svg: str


@dataclass(frozen=True)
class Module:
    """A module at one revision; `units` are in reading order, each week's kit after the week's units."""

    slug: str
    number: int
    kind: ModuleKind
    revision: str
    languages: tuple[str, ...]
    license: str
    authors: tuple[str, ...]
    title: Texts
    summary: Texts
    weeks: tuple[Week, ...]
    units: tuple[Unit, ...]
    rule: Rule | None = None
    pictures: tuple[Picture, ...] = field(default=(), repr=False)

    @property
    def minutes(self) -> int:
        """Declared working time of all units."""
        return sum(unit.minutes for unit in self.units)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities in reading order."""
        return tuple(activity for unit in self.units for activity in unit.activities)

    def unit(self, unit_id: str) -> Unit | None:
        """Return the unit of this id, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)
