"""What a module is once read: plain frozen values, no database, no files, ready for JSON.

Everything named `html` or held in a question's texts is safe HTML made by `classcode.render`; titles, summaries,
objectives and tags are plain text for templates to escape. The key (`Option.correct`) is here: never hand an
`Activity` to a browser, only what a template draws from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from modules.catalog.media import File
from modules.programs.exercise import Exercise
from modules.widgets.definitions import Widget

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
    """How a question is answered; each kind has its own file in `modules.activities`."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    NUMERIC = "numeric"
    SHORT = "short"
    MATCHING = "matching"
    ORDERING = "ordering"
    PARSONS = "parsons"
    FILL_IN = "fill-in"
    LIKERT = "likert"
    OPEN = "open"


@dataclass(frozen=True)
class Option:
    """One answer to choose; its feedback is shown once the question has been answered.

    Options are what single, multiple and true-false questions offer, the right-hand side of matching, and the points
    of a scale (which are never right or wrong).
    """

    id: str
    correct: bool
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class Piece:
    """A thing to put in its place: an item to order, a line of a Parsons problem, the left-hand side of a match.

    Pieces stand in their right order; `indent` counts steps (Parsons), `goes` is the id of the option that a left-hand
    side belongs to, and a piece that does not `belong` is there to mislead.
    """

    id: str
    text: Texts
    feedback: Texts = field(default_factory=dict)
    indent: int = 0
    goes: str = ""
    belongs: bool = True


@dataclass(frozen=True)
class Hint:
    """What to tell whoever gave one of these wrong answers."""

    answers: dict[str, tuple[str, ...]]
    feedback: Texts


@dataclass(frozen=True)
class Blank:
    """Something to write: the field of a numeric or short question (id ""), or a gap of a fill-in.

    `accepts` holds, by language, what is right, the first being the form that the record keeps; `number` and
    `tolerance` are set instead where a number is asked; `choices` makes the gap a list to choose from; `hints` are
    feedback for known wrong answers, as (answers by language, feedback) pairs.
    """

    id: str
    accepts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    number: float | None = None
    tolerance: float = 0.0
    choices: tuple[Option, ...] = ()
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric of an open question, with its levels from least to most."""

    id: str
    text: Texts
    levels: tuple[Option, ...]


class Reader(StrEnum):
    """Who assesses an open answer: the learner against the rubric, or a facilitator."""

    SELF = "self"
    FACILITATOR = "facilitator"


class Reveal(StrEnum):
    """When the key is told: once answered right or the activity passed, after any answer, or never."""

    RIGHT = "right"
    ANSWERED = "answered"
    NEVER = "never"


@dataclass(frozen=True)
class Question:
    """One question; `hash` (12 hex digits) changes when its source changes in any language.

    Which of `options`, `pieces`, `blanks` and `rubric` are filled follows from the kind. `scale` is the name of a
    ready-made scale, "" for points of the author's own. `any_order` holds groups of lines of a Parsons problem, by
    their ids, that stand below each other and may do so in any order.
    """

    id: str
    kind: QuestionKind
    hash: str
    text: Texts
    options: tuple[Option, ...]
    explanation: Texts
    pieces: tuple[Piece, ...] = ()
    blanks: tuple[Blank, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    unit: Texts = field(default_factory=dict)
    reader: Reader = Reader.SELF
    scale: str = ""
    any_order: tuple[tuple[str, ...], ...] = ()

    def option(self, option_id: str) -> Option | None:
        """Return the option of this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Activity:
    """Questions answered together; `pass_mark` is the share of right answers (0 to 1), None for practice.

    `draws` of the questions are asked at each attempt (None: all of them); `shuffled` gives each learner and attempt
    an order of their own; after `attempts` attempts (None: no end) it is closed; a `survey` has no right answers.
    """

    id: str
    title: Texts
    graded: bool
    pass_mark: float | None
    questions: tuple[Question, ...]
    survey: bool = False
    draws: int | None = None
    shuffled: bool = False
    attempts: int | None = None
    reveal: Reveal = Reveal.RIGHT

    def question(self, question_id: str) -> Question | None:
        """Return the question of this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)


class Segment(NamedTuple):
    """A piece of a unit's page in reading order: kind "html" with safe HTML, or a block's kind with its id.

    Blocks are "activity", "exercise" and "widget".
    """

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
    exercises: tuple[Exercise, ...] = ()
    widgets: tuple[Widget, ...] = ()

    def exercise(self, exercise_id: str) -> Exercise | None:
        """Return the exercise of this id on this page, or None."""
        return next((one for one in self.exercises if one.id == exercise_id), None)

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
    partial: tuple[str, ...] = ()
    """Languages in which only some units exist; the others are shown in another language, with a notice."""
    files: tuple[File, ...] = field(default=(), repr=False)

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
