"""JPEG: its segments (ITU T.81 annex B); those that draw it stay. Of Exif only the way up is kept, and written anew.

What follows the end of the picture goes too: phones put a film with sound there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from helpdesk.attachments.formats.reading import Clean, Damaged, Patience, picture, piece, stretch

SIGN: Final = b"\xff\xd8\xff"
_START, _END, _SCAN, _EXIF, _ADOBE = b"\xff\xd8", 0xD9, 0xDA, 0xE1, 0xEE
FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
TABLES: Final = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
MOST_SCANS: Final = 100
_AFTER_SCAN: Final = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
"""A marker that ends a scan: not a stuffed byte (00), not a restart (D0 to D7)."""
_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_LYING, _LAST_WAY = 5, 8


def read(data: bytes) -> Clean:
    """Return a JPEG with what draws it and its way up; raise `Damaged` or `TooWide`."""
    if not data.startswith(SIGN):
        raise Damaged
    kept: list[bytes | memoryview] = [_START]
    size, way, frames, scans = (0, 0), 1, 0, 0
    for marker, segment in _segments(data):
        if marker == _EXIF:
            way = orientation(bytes(segment[4:])) or way
        elif marker in FRAMES:
            frames, size = frames + 1, (_number(segment, 7), _number(segment, 5))
        scans += marker == _SCAN
        if scans > MOST_SCANS or frames > 1:
            raise Damaged
        if marker in FRAMES | TABLES | {_SCAN} or (marker == _ADOBE and bytes(segment[4:9]) == b"Adobe"):
            kept.append(segment)
    if not scans:
        raise Damaged
    if way != 1:
        kept.insert(1, _way_up(way))
    if way >= _LYING:
        size = size[::-1]  # as it is shown
    return picture(b"".join([*kept, b"\xff\xd9"]), *size)


def _number(segment: memoryview, at: int) -> int:
    return int.from_bytes(piece(bytes(segment[: at + 2]), at, 2))


def _segments(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Yield each segment with its marker, a scan with its coded data, up to the end of the picture."""
    at, patience = len(_START), Patience()
    while True:
        patience.next_part()
        if piece(data, at, 1) != b"\xff":
            raise Damaged
        while piece(data, at + 1, 1) == b"\xff":  # fill bytes may come before a marker
            patience.next_part()
            at += 1
        marker = data[at + 1]
        if marker == _END:
            return
        length = int.from_bytes(piece(data, at + 2, 2))
        if marker in {0x00, 0x01} or 0xD0 <= marker <= 0xD8 or length < 2:
            raise Damaged
        end = at + 2 + length
        if marker == _SCAN:
            after = _AFTER_SCAN.search(data, end)
            if after is None:
                raise Damaged
            end = after.start()
        yield marker, stretch(data, at, end - at)
        at = end


def orientation(exif: bytes) -> int | None:
    """Return which way up a photo was taken (1 to 8, Exif 2.32 section 4.6.4), None where that cannot be read."""
    if not exif.startswith(b"Exif\0\0"):
        return None
    tiff = exif[6:]
    if tiff.startswith(b"II*\0"):
        return _way(tiff, "little")
    return _way(tiff, "big") if tiff.startswith(b"MM\0*") else None


def _way(tiff: bytes, order: Literal["little", "big"]) -> int | None:
    def number(start: int, length: int) -> int:
        return int.from_bytes(tiff[start : start + length], order)

    first = number(4, 4)
    for entry in range(number(first, 2)):
        at = first + 2 + 12 * entry
        if at + 12 > len(tiff):
            return None
        if number(at, 2) == _ORIENTATION and number(at + 2, 2) == _SHORT:
            way = number(at + 8, 2)
            return way if 1 <= way <= _LAST_WAY else None
    return None


def _way_up(way: int) -> bytes:
    """Return an Exif segment that says the way up and nothing else."""
    entry = _ORIENTATION.to_bytes(2) + _SHORT.to_bytes(2) + (1).to_bytes(4) + way.to_bytes(2) + bytes(2)
    exif = b"Exif\0\0" + b"MM\0*" + (8).to_bytes(4) + (1).to_bytes(2) + entry + bytes(4)
    return b"\xff\xe1" + (2 + len(exif)).to_bytes(2) + exif
