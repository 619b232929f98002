"""What is read of a question in one language, still Markdown; `modules.catalog.joining` joins the languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modules.catalog.definitions import QuestionKind, Reader

Key = tuple[str, object, int]
"""A value that is no language: its name, itself, and its line."""


@dataclass(frozen=True)
class OptionDraft:
    """An option, a point of a scale, a level of a rubric, a choice of a gap; the text may be a message id of `ours`."""

    id: str
    correct: bool
    text: str
    feedback: str
    line: int
    ours: bool = False


@dataclass(frozen=True)
class PieceDraft:
    """A piece to put in its place; see `definitions.Piece`."""

    id: str
    text: str
    feedback: str
    line: int
    indent: int = 0
    goes: str = ""
    belongs: bool = True


@dataclass(frozen=True)
class HintDraft:
    """Wrong answers that are foreseen, and what to say to them."""

    answers: tuple[str, ...]
    feedback: str
    line: int


@dataclass(frozen=True)
class BlankDraft:
    """A field to fill in; see `definitions.Blank`."""

    id: str
    line: int
    accepts: tuple[str, ...] = ()
    number: float | None = None
    tolerance: float = 0.0
    choices: tuple[OptionDraft, ...] = ()
    hints: tuple[HintDraft, ...] = ()


@dataclass(frozen=True)
class CriterionDraft:
    """A line of a rubric."""

    id: str
    text: str
    levels: tuple[OptionDraft, ...]
    line: int


@dataclass(frozen=True)
class Filled:
    """What a question holds beside its text, as its kind wants it."""

    options: tuple[OptionDraft, ...] = ()
    pieces: tuple[PieceDraft, ...] = ()
    blanks: tuple[BlankDraft, ...] = ()
    rubric: tuple[CriterionDraft, ...] = ()
    unit: str = ""
    reader: Reader = Reader.SELF
    scale: str = ""
    any_order: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class QuestionDraft:
    """A question as written in one language."""

    id: str
    kind: QuestionKind
    text: str
    explanation: str
    line: int
    filled: Filled = Filled()

    @property
    def options(self) -> tuple[OptionDraft, ...]:
        """Its options."""
        return self.filled.options

    def key(self) -> list[Key]:
        """Return all that is not language, in order."""
        return [
            ("question id", self.id, self.line),
            ("kind", self.kind, self.line),
            *_options(self.options),
            *_pieces(self.filled.pieces),
            ("any_order", self.filled.any_order, self.line),
            *_blanks(self.filled.blanks),
            *(part for criterion in self.filled.rubric for part in _criterion(criterion)),
            ("reader", self.filled.reader, self.line),
        ]


def _options(options: tuple[OptionDraft, ...]) -> list[Key]:
    ids: list[Key] = [("option id", option.id, option.line) for option in options]
    scale: list[Key] = [("scale", option.text, option.line) for option in options if option.ours]
    return [*ids, *(("correct", option.correct, option.line) for option in options), *scale]


def _pieces(pieces: tuple[PieceDraft, ...]) -> Iterator[Key]:
    for piece in pieces:
        yield "piece id", piece.id, piece.line
        yield "indent", piece.indent, piece.line
        yield "goes", piece.goes, piece.line
        yield "belongs", piece.belongs, piece.line


def _blanks(blanks: tuple[BlankDraft, ...]) -> Iterator[Key]:
    """Yield what a gap wants; words to accept are language, as many as each language needs."""
    for blank in blanks:
        yield "gap id", blank.id, blank.line
        yield "answer", blank.number, blank.line
        yield "tolerance", blank.tolerance, blank.line
        yield from _options(blank.choices)


def _criterion(criterion: CriterionDraft) -> list[Key]:
    return [("criterion id", criterion.id, criterion.line), *_options(criterion.levels)]
