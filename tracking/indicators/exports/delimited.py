"""Comma-separated values, in two manners: for programs (RFC 4180), and for spreadsheets set to French or Dutch. Pure.

A value that may not be shown is an empty field; another column says why. Texts that a spreadsheet would run are made
harmless (ASVS 5.0, 1.2.10).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from tracking.indicators.exports.cells import NUMBERS, Book, Cell, Kind, Row

RUN_BY_SPREADSHEETS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula may begin with; the wide signs are read as the narrow ones in some languages."""
_EMPTY: Final = frozenset({Kind.HIDDEN, Kind.NONE})
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Manner:
    """How fields are told apart, what stands before the decimals, what the file begins with, when texts are quoted."""

    between: str
    decimals: str
    begins: bytes
    quotes_all: bool


PLAIN: Final = Manner(",", ".", b"", quotes_all=False)
FRENCH: Final = Manner(";", ",", b"\xef\xbb\xbf", quotes_all=True)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, also behind spaces."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) or _begins_late(text) else text


def _begins_late(text: str) -> bool:
    return text.lstrip().startswith(RUN_BY_SPREADSHEETS)


def write_plain(book: Book, out: BinaryIO) -> None:
    """Write the first sheet for programs: commas, decimal points, UTF-8."""
    _write(book, out, PLAIN)


def write_french(book: Book, out: BinaryIO) -> None:
    """Write the first sheet for spreadsheets in French: semicolons, decimal commas, byte order mark, texts quoted."""
    _write(book, out, FRENCH)


def _write(book: Book, out: BinaryIO, manner: Manner) -> None:
    out.write(manner.begins)
    held: list[str] = []
    for line in _lines(book.sheets[0].rows, manner):
        held.append(line)
        if len(held) == _AT_ONCE:
            out.write("".join(held).encode())
            held.clear()
    out.write("".join(held).encode())


def _lines(rows: Iterable[Row], manner: Manner) -> Iterator[str]:
    for row in rows:
        yield manner.between.join(_field(cell, manner) for cell in row) + "\r\n"


def _field(cell: Cell, manner: Manner) -> str:
    if cell.kind in _EMPTY:
        return ""
    if cell.kind in NUMBERS and cell.value is not None:
        return f"{cell.value:.15g}".replace(".", manner.decimals)
    told = harmless(cell.text)
    if manner.quotes_all or any(sign in told for sign in '",\r\n'):
        return '"' + told.replace('"', '""') + '"'
    return told
