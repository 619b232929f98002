"""What the readers of formats share: what a reading yields, how it fails, and its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_PARTS: Final = 100_000
"""Chunks, segments or blocks of one picture: ten megabytes of a GIF hold 40,000, other kinds a few thousand."""
MOST_POINTS: Final = 50_000_000
"""Points of one picture: what a good phone takes; a browser then needs 200 MB to draw it."""


class Damaged(Exception):
    """The bytes are not, or not wholly, of the format that they were said to be."""


class TooWide(Exception):
    """A picture of more points than a phone can draw, or an archive that unpacks to more than its size promises."""


@dataclass(frozen=True, slots=True)
class Clean:
    """What is kept of a file; of a picture also its size in points."""

    data: bytes
    width: int | None = None
    height: int | None = None


def picture(data: bytes, width: int, height: int) -> Clean:
    """Return a picture whose size is plausible; raise `Damaged` or `TooWide`."""
    if width < 1 or height < 1:
        raise Damaged
    if width * height > MOST_POINTS:
        raise TooWide
    return Clean(data, width, height)


def piece(data: bytes, start: int, length: int) -> bytes:
    """Return a part of the data that must be there whole; raise `Damaged` otherwise."""
    found = data[start : start + length]
    if start < 0 or len(found) != length:
        raise Damaged
    return found


def stretch(data: bytes, start: int, length: int) -> memoryview:
    """Return a long part of the data, which is not copied and must be there whole; raise `Damaged` otherwise."""
    if start + length > len(data):
        raise Damaged
    return memoryview(data)[start : start + length]


class Patience:
    """Counts the parts of one picture, kept or not, so that nobody's crumbs are walked through for seconds."""

    def __init__(self) -> None:
        self._left = MOST_PARTS

    def next_part(self) -> None:
        """Count a part; raise `Damaged` after more than anybody writes."""
        self._left -= 1
        if self._left < 0:
            raise Damaged
