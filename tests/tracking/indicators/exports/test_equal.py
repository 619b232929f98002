"""All formats of one view, read back by other software, hold the same value in each cell."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest

from classcode import i18n
from tests.tracking.indicators.exports import reading
from tests.tracking.indicators.exports.conftest import everything
from tracking.indicators import words
from tracking.indicators.api.building import answer
from tracking.indicators.definition import definitions
from tracking.indicators.exports import document, formats
from tracking.indicators.exports.cells import Kind
from tracking.indicators.exports.sheets import Naming, cells_of, typed
from tracking.indicators.kinds import Progress, Unit

READERS: dict[str, tuple[str, Callable[[bytes], reading.Values]]] = {
    "csv": ("csv", reading.plain),
    "csv-fr": ("csv-fr", reading.french),
    "xlsx by openpyxl": ("xlsx", reading.xlsx),
    "xlsx by calamine": ("xlsx", reading.calamine),
    "ods by calamine": ("ods", reading.calamine),
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_read_back_by_other_software_holds_each_cell_of_the_view(name: str, naming: Naming) -> None:
    fmt, read = READERS[name]
    with i18n.reader("en"):
        assert read(formats.made(fmt, naming)) == reading.expected(naming)


def test_the_answer_for_programs_holds_each_cell_of_the_view(naming: Naming) -> None:
    with i18n.reader("en"):
        assert reading.answer(msgspec.json.encode(answer(naming))) == reading.expected(naming)


@pytest.mark.parametrize("name", READERS)
def test_every_kind_of_value_is_equal_in_every_file(name: str) -> None:
    fmt, read = READERS[name]
    steps = {one.label.called("en") for one in definitions() if one.unit is Unit.STEP}
    with i18n.reader("en"):
        found, wanted = read(formats.made(fmt, everything())), reading.expected(everything())
        step = {2: words.PROGRESS[Progress.TO_A_HALF], 0: words.PROGRESS[Progress.NOT_STARTED]}
    told = {
        key: step[int(value)] if key[0] in steps and isinstance(value, (int, float)) else value
        for key, value in wanted.items()
    }
    assert found == told


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en", "nl"])
def test_the_paper_says_each_figure_and_each_cell_of_its_tables(lang: str) -> None:
    naming = everything()
    with i18n.reader(lang):
        told = _close(reading.words_of_pdf(formats.made("pdf", naming)))
        for one, figure in naming.report.figures:
            values = [
                _close(document.in_words(typed(one, shown))) for *_, shown in cells_of(naming.report, figure)
            ]
            assert _close(one.label.called(lang)) + values[0] in told
            assert all(value in told for value in values)


def _close(text: str) -> str:
    """Return a text without any space: where lines end in a PDF, and how wide its spaces are, says nothing."""
    return re.sub(r"\s+", "", text)


def test_a_value_keeps_two_decimals_of_a_percentage_and_its_kind() -> None:
    kinds = {one.unit: typed(one, figure.total) for one, figure in everything().report.figures}
    assert (kinds[Unit.SHARE].kind, kinds[Unit.SHARE].value) == (Kind.PERCENT, 0.4023)
    assert (kinds[Unit.HOURS].kind, kinds[Unit.PEOPLE].kind) == (Kind.HOURS, Kind.NUMBER)
    assert kinds[Unit.STEP].text
