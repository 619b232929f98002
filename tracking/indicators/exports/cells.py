"""The neutral form of what a file holds: a book of sheets, rows of typed cells. Pure: it knows no format and no report.

Every writer draws from it, so that every format holds the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds, and so how software that reads it may compute with it."""

    TEXT = "text"
    HEAD = "head"
    """A text that heads a row or a column."""
    NUMBER = "number"
    HOURS = "hours"
    """An amount told with one decimal: hours, months of work, points."""
    PERCENT = "percent"
    """A share between 0 and 1, told in percent with two decimals."""
    HIDDEN = "hidden"
    """It rests on too few people: no value, and a text says so."""
    NONE = "none"
    """There is no value: nothing to divide, or no source; never a zero."""


NUMBERS = frozenset({Kind.NUMBER, Kind.HOURS, Kind.PERCENT})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a number of its kind, or a text."""

    kind: Kind
    text: str = ""
    value: float | None = None


Row = tuple[Cell, ...]


def text(words: object) -> Cell:
    """Return a cell of text."""
    return Cell(Kind.TEXT, str(words))


def head(words: str) -> Cell:
    """Return a cell that heads a row or a column."""
    return Cell(Kind.HEAD, words)


def number(value: float) -> Cell:
    """Return a cell with a plain number."""
    return Cell(Kind.NUMBER, value=value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` can be read once; the first `frozen` rows, and the first column, stay while one scrolls.

    `size` is how many rows there will be, `widths` those of the columns in signs, the last one for all that follow.
    """

    name: str
    rows: Iterable[Row]
    frozen: int
    size: int
    widths: tuple[int, ...] = (24, 16)

    def width(self, column: int) -> int:
        """Return the width of a column, counted from 0."""
        return self.widths[min(column, len(self.widths) - 1)]


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a file, its title, its language and the moment at which its data were read."""

    title: str
    language: str
    as_of: datetime
    sheets: tuple[Sheet, ...]

    def watched(self, tell: Callable[[float], None]) -> Book:
        """Return the same book, which tells how far it was read (0 to 1) at each hundredth of its rows."""
        rows = sum(sheet.size for sheet in self.sheets) or 1
        read = _Count(rows, tell)
        return replace(self, sheets=tuple(replace(one, rows=read.through(one.rows)) for one in self.sheets))


class _Count:
    """Rows that went by, of all sheets together."""

    def __init__(self, rows: int, tell: Callable[[float], None]) -> None:
        self.rows, self.tell, self.read, self.step = rows, tell, 0, max(1, rows // 100)

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Let rows go by."""
        for row in rows:
            self.read += 1
            if self.read % self.step == 0:
                self.tell(min(1.0, self.read / self.rows))
            yield row
