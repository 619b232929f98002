"""Joins the languages of checked pages into units. A kind of block is a line in `JOINERS` and a field of `Unit`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from modules.catalog import joining, joining_exercise, joining_widget
from modules.catalog.definitions import Unit, UnitText
from modules.catalog.drawing import Drawing
from modules.catalog.joining import Written

JOINERS: Final[dict[str, Callable[[Sequence[Written[Any]]], Any]]] = {
    "activity": joining.activity,
    "exercise": joining_exercise.exercise,
    "widget": joining_widget.widget,
}
"""What makes one value of a block's drafts, the first language first; by the drafts' kind."""


def assemble(drawings: Sequence[Drawing]) -> Unit:
    """Make a unit of its pages, one drawing for each language, the first language first."""
    first = drawings[0].page
    return Unit(
        id=first.id,
        minutes=first.minutes,
        strand=first.strand,
        required=first.required,
        tags=first.tags,
        level=first.level,
        texts={drawing.page.lang: _text(drawing) for drawing in drawings},
        activities=_joined("activity", drawings),
        exercises=_joined("exercise", drawings),
        widgets=_joined("widget", drawings),
    )


def _text(drawing: Drawing) -> UnitText:
    page = drawing.page
    return UnitText(page.lang, page.title, page.summary, page.objectives, page.tomorrow, drawing.segments())


def _joined(kind: str, drawings: Sequence[Drawing]) -> tuple[Any, ...]:
    """Join the blocks of one kind; where languages disagree, which is noted elsewhere, the first that agree."""
    blocks = zip(
        *([Written(one, block.draft) for block in one.page.blocks] for one in drawings), strict=False
    )
    return tuple(JOINERS[kind](each) for each in blocks if all(one.draft.kind == kind for one in each))
