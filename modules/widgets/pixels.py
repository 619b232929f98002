"""Pictures in squares: the numbers of a row, which count its white squares, then its black ones, in turn."""

from __future__ import annotations

from itertools import groupby
from typing import Final

WHITE: Final = "."
BLACK: Final = "#"
SIZES: Final = range(2, 17)


def code(row: str) -> tuple[int, ...]:
    """Return a row's numbers: white first, 0 where it begins with black."""
    runs = tuple(len(list(squares)) for _sign, squares in groupby(row))
    return (0, *runs) if row.startswith(BLACK) else runs


def row_of(numbers: tuple[int, ...]) -> str:
    """Return the row that these numbers describe."""
    return "".join((WHITE if index % 2 == 0 else BLACK) * count for index, count in enumerate(numbers))
