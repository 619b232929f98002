"""Compares drawings by their lines, whatever their order, direction and number (docs/programs.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from typing import Final, NamedTuple

from modules.programs.angles import sine

NEAR: Final = 10**12
"""How far apart two places may be and count as one: a unit of the sheet, times the sines' million."""


class Stroke(NamedTuple):
    """A line drawn in one go, in millionths of a unit; `direction` is its heading modulo 180 degrees."""

    x0: int
    y0: int
    x1: int
    y1: int
    colour: str
    direction: int


class _Span(NamedTuple):
    """A stroke on its line: the line's distance from the middle, and where on it the stroke lies."""

    offset: int
    start: int
    end: int


def same_drawing(one: Iterable[Stroke], other: Iterable[Stroke]) -> bool:
    """Tell whether two drawings show the same lines, give or take a unit."""
    ours, theirs = _lines(one), _lines(other)
    if ours.keys() != theirs.keys():
        return False
    return all(_near(spans, theirs[key]) for key, spans in ours.items())


def _near(one: Sequence[_Span], other: Sequence[_Span]) -> bool:
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(abs(a - b) <= NEAR for ours, theirs in pairs for a, b in zip(ours, theirs, strict=True))


def _lines(strokes: Iterable[Stroke]) -> dict[tuple[str, int], list[_Span]]:
    by_direction: dict[tuple[str, int], list[_Span]] = defaultdict(list)
    for stroke in strokes:
        by_direction[stroke.colour, stroke.direction].append(_span(stroke))
    return {key: _joined(spans) for key, spans in by_direction.items()}


def _span(stroke: Stroke) -> _Span:
    along, across = sine(stroke.direction), sine(stroke.direction + 90)
    ends = (stroke.x0 * along + stroke.y0 * across, stroke.x1 * along + stroke.y1 * across)
    return _Span(stroke.x0 * across - stroke.y0 * along, min(ends), max(ends))


def _joined(spans: list[_Span]) -> list[_Span]:
    """Return the spans of one direction with those of the same line joined where they meet."""
    spans = sorted(spans)
    starts = [index == 0 or span.offset - spans[index - 1].offset > NEAR for index, span in enumerate(spans)]
    joined: list[_Span] = []
    for _number, group in groupby(zip(accumulate(starts), spans, strict=True), key=lambda pair: pair[0]):
        joined += _joined_on_line([span for _n, span in group])
    return joined


def _joined_on_line(spans: list[_Span]) -> list[_Span]:
    offset = spans[0].offset
    joined: list[_Span] = []
    for _offset, start, end in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and start <= joined[-1].end + NEAR:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, end))
        else:
            joined.append(_Span(offset, start, end))
    return joined
