"""The rows that all figures of one filter have in common, so that they stand in one table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import MONTH, Figure

Frame = Mapping[str, tuple[tuple[str | None, str | None], ...]]
"""By axis: each row's key as figures name it, and as sums do; they differ for months."""


def frame(scope: Scope, measured: Iterable[Measured]) -> Frame:
    """Return the months that have begun, and of each other axis the values that anything has, "not declared" last."""
    found = list(measured)
    rows: dict[str, tuple[tuple[str | None, str | None], ...]] = {}
    for axis in scope.axes:
        values = {value for one in found for value in one.cells.get(axis, {})}
        ordered = sorted(values, key=lambda value: (value is None, value or ""))
        rows[axis] = tuple((value, value) for value in ordered)
    rows[MONTH] = tuple((month.key, str(index)) for index, month in enumerate(scope.months))
    return rows


def figure(indicator_id: str, measured: Measured, frame: Frame) -> Figure:
    """Lay the cells of one indicator into the rows."""
    rows = {
        axis: tuple((key, measured.cell(axis, value)) for key, value in some) for axis, some in frame.items()
    }
    return Figure(indicator_id, measured.cell(WHOLE, None), rows, measured.lacks)
