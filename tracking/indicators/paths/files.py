"""The drawings as files: a workbook with a sheet for each, or one line for each value. Same values, same signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import BinaryIO, Final

from classcode import i18n
from classcode.i18n import N_
from classcode.i18n import gettext as _
from tracking.indicators import offers, words
from tracking.indicators.disclosure import Shown
from tracking.indicators.exports import delimited, ods, sheets, xlsx
from tracking.indicators.exports.cells import Book, Cell, Kind, Row, Sheet, head, text
from tracking.indicators.exports.formats import FORMATS
from tracking.indicators.exports.sheets import DIGITS, TENTHS
from tracking.indicators.exports.wording import STATES
from tracking.indicators.filters import Filter
from tracking.indicators.kinds import Unit
from tracking.indicators.paths.drawings import Drawing, drawings
from tracking.indicators.paths.view import Paths

LINE_HEADS: Final = {
    "drawing": N_("Drawing"),
    "row": N_("Code"),
    "name": N_("Name"),
    "measure": N_("Measure"),
    "unit": N_("Unit"),
    "value": N_("Value"),
    "of": N_("Out of"),
    "state": N_("State"),
    "rule": N_("Rule"),
    "reach": N_("Milestone of the cohorts"),
    "period_from": N_("First day"),
    "period_to": N_("Last day"),
    "narrowed_to": N_("Narrowed to"),
    "regions": N_("Region"),
    "data_as_of": N_("Data as of"),
}
"""The columns of a file with one line per value: fixed names for programs, words for people."""
ANY: Final = "-"


def typed(unit: Unit, shown: Shown | None, absent: str) -> Cell:
    """Return a value as a cell: a number of its kind, or in words why there is none."""
    if shown is None:
        return text(absent)
    if shown.hidden or shown.value is None:
        return Cell(Kind.HIDDEN, _("not shown")) if shown.hidden else Cell(Kind.NONE, "-")
    kind = Kind.PERCENT if unit is Unit.SHARE else Kind.HOURS if unit in TENTHS else Kind.NUMBER
    return Cell(kind, value=round(shown.value, DIGITS))


def table(drawing: Drawing) -> list[Row]:
    """Return the rows of a drawing as typed cells, without its heads."""
    units = [column.unit for column in drawing.columns]
    return [
        (head(row.words), *(typed(*pair, drawing.absent) for pair in zip(units, row.values, strict=True)))
        for row in drawing.rows
    ]


def book(seen: Paths, asked: list[tuple[str, str]]) -> Book:
    """Return a workbook: a sheet for each drawing, under what was asked and what it rests on."""
    return _book(seen, tuple(_sheet(one, asked) for one in drawings(seen)))


def _book(seen: Paths, made: tuple[Sheet, ...]) -> Book:
    return Book(_("Paths and waits"), i18n.language(), seen.as_of, made)


def _sheet(drawing: Drawing, asked: list[tuple[str, str]]) -> Sheet:
    said = [(head(what), text(told)) for what, told in [*asked, *drawing.told]]
    heads = (head(drawing.first), *(head(column.words) for column in drawing.columns))
    rows: list[Row] = [*said, (), heads, *table(drawing)]
    return Sheet(sheets.sheet_name(drawing.title), rows, len(said) + 2, len(rows), (38, 18))


def lines(seen: Paths, *, in_words: bool) -> Book:
    """Return one sheet with a line for each value; heads and states in words, or in fixed English terms."""
    say: Callable[[str], str] = _ if in_words else str
    made = drawings(seen)
    size = 1 + sum(1 for one in made for _cell in one.cells())
    return _book(seen, (Sheet(_("Paths and waits"), _lines(seen, made, in_words, say), 1, size),))


def _lines(
    seen: Paths, made: tuple[Drawing, ...], in_words: bool, say: Callable[[str], str]
) -> Iterator[Row]:
    yield tuple(head(_(told) if in_words else key) for key, told in LINE_HEADS.items())
    after = _after(seen)
    for drawing in made:
        for row, column, shown in drawing.cells():
            below = Cell(Kind.NONE) if shown.over is None else Cell(Kind.NUMBER, value=shown.over[1])
            what = (
                drawing.id,
                row.key,
                row.words,
                column.words if in_words else column.key,
                column.unit.value,
            )
            why = text(say(STATES[sheets.state(shown, None)]))
            yield (*map(text, what), typed(column.unit, shown, ANY), below, why, *after)


def _after(seen: Paths) -> Row:
    """Return the end of every line: under which rule, what was asked, and when it was read."""
    asked = seen.asked
    regions = "" if asked.allowed is None else ", ".join(sorted(asked.allowed))
    said = (seen.rule.shows.value, seen.reach, asked.period.first, asked.period.last, narrowed(seen), regions)
    return (*map(text, said), text(seen.as_of.isoformat(timespec="seconds")))


def narrowed(seen: Paths) -> str:
    """Return the criteria that narrow the view with their values, for programs."""
    return " ".join(f"{name}={value}" for name, value in criteria(seen.asked))


def criteria(asked: Filter) -> list[tuple[str, str]]:
    """Return the criteria of a filter, besides its period, with the values asked for."""
    return [(name, value) for name in offers.LABELS if (value := getattr(asked, name)) is not None]


def about(seen: Paths, said: Sequence[str]) -> list[tuple[str, str]]:
    """Return what was asked, and when it was read: heads and words; `said` are the choices besides the period."""
    chosen = [*said] or [words.every_region(seen.asked.allowed, seen.region_names)]
    moment = i18n.moment(seen.as_of, "Europe/Paris")
    return [
        (_("Period"), words.span(seen.asked.period)),
        (_("Narrowed to"), ", ".join(chosen)),
        (_("Data as of"), moment),
    ]


Write = Callable[[Paths, list[tuple[str, str]]], bytes]


def _written(writer: Callable[[Book, BinaryIO], None], made: Book) -> bytes:
    out = BytesIO()
    writer(made, out)
    return out.getvalue()


WRITERS: Final[Mapping[str, Write]] = {
    "xlsx": lambda seen, asked: _written(xlsx.write, book(seen, asked)),
    "ods": lambda seen, asked: _written(ods.write, book(seen, asked)),
    "csv-fr": lambda seen, _asked: _written(delimited.write_french, lines(seen, in_words=True)),
    "csv": lambda seen, _asked: _written(delimited.write_plain, lines(seen, in_words=False)),
}
"""The formats of this page, named as those of a report; to print, there is the page itself."""


def file_name(seen: Paths, fmt: str) -> str:
    """Return the name of the file: what it is, and its first and last day."""
    asked = seen.asked.period
    return f"classcode-paths-{asked.first}-{asked.last}.{FORMATS[fmt].extension}"
