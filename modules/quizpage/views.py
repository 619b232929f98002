"""What templates draw of a quiz: plain values in one language. Of the key only what may be told gets in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

BOARDS: Final = frozenset({"ordering", "parsons", "matching"})
"""Kinds whose pieces are moved about: their page carries a script, and lists to choose from without it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: an option, a point of a scale, a level, the other half of a pair."""

    id: str
    text: Markup

    @property
    def plain(self) -> str:
        """The text for the line of a list, which holds no tags."""
        return self.text.striptags()


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of a text: where it is written (`before` is what stands in front of it) or chosen from a list."""

    id: str
    before: Markup
    choices: tuple[Choice, ...] = ()
    size: int = 12


@dataclass(frozen=True, slots=True)
class Levels:
    """One line of a rubric and its levels, from least to most."""

    id: str
    text: Markup
    levels: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question without its key; which parts are filled follows from its kind, `pieces` stand as shown."""

    id: str
    kind: str
    text: Markup
    options: tuple[Choice, ...] = ()
    pieces: tuple[Choice, ...] = ()
    gaps: tuple[Gap, ...] = ()
    after: Markup = field(default_factory=Markup)
    """What stands behind the last gap."""
    rubric: tuple[Levels, ...] = ()
    unit: str = ""
    by_facilitator: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a learner may know of a part of her answer: `mark` is right, wrong, expected (and missed) or "".

    `words` say it where the mark's own words would not do.
    """

    mark: str
    feedback: Markup | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ResultView:
    """How a question was answered: `fields` are what to put back, by part, `options` what is told, by part.

    `expected` is the right answer, line by line, where it may be known and was not given.
    """

    right: bool | None = None
    chosen: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Told] = field(default_factory=dict)
    explanation: Markup | None = None
    expected: tuple[Markup, ...] = ()
    updated: bool = False
    """The question was edited since: the answer belonged to the old one, and is not shown."""
    assessing: bool = False
    """An open answer is kept: its rubric can be filled in."""
    said_back: str | None = None
    """What a facilitator wrote, who chose the levels then; None while nobody has read it."""


@dataclass(frozen=True, slots=True)
class QuizView:
    """An activity as its page draws it: questions, results, the outcome in words, what can be done now."""

    id: str
    title: str
    graded: bool
    questions: tuple[QuestionView, ...]
    results: Mapping[str, ResultView]
    outcome: tuple[str, str] | None
    survey: bool = False
    left: str = ""
    """How many attempts are left, in words; "" where there is no end."""
    closed: bool = False
    """Nothing can be answered here: no attempt is left, or these are the answers of one that is over."""
    again: bool = False
    """A new attempt has other questions, on a page of its own."""

    @property
    def plain(self) -> bool:
        """Whether all that is asked is to choose: such a page needs no styles of its own."""
        return all(question.kind in {"single", "multiple", "true-false"} for question in self.questions)

    @property
    def board(self) -> bool:
        """Whether something on it is moved about."""
        return any(question.kind in BOARDS for question in self.questions)
