"""PNG: its chunks (PNG third edition, section 11); those that draw it stay, texts, dates, place and unknown ones go."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from helpdesk.attachments.formats.reading import Clean, Damaged, Patience, picture, piece, stretch

SIGN: Final = b"\x89PNG\r\n\x1a\n"
KEPT: Final = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"),
        *(b"acTL", b"fcTL", b"fdAT"),
    }
)
_HEADER: Final = 13


def read(data: bytes) -> Clean:
    """Return a PNG with what draws it alone; raise `Damaged` or `TooWide`."""
    if not data.startswith(SIGN):
        raise Damaged
    kept: list[bytes | memoryview] = [SIGN]
    at, name = len(SIGN), b""
    size, patience = (0, 0), Patience()
    while name != b"IEND":
        patience.next_part()
        length, name = int.from_bytes(piece(data, at, 4)), piece(data, at + 4, 4)
        whole = stretch(data, at, 12 + length)
        if name in KEPT and crc32(whole[4:-4]) != int.from_bytes(whole[-4:]):
            raise Damaged
        if (name == b"IHDR") != (len(kept) == 1) or (name == b"IHDR" and length != _HEADER):
            raise Damaged
        if name == b"IHDR":
            size = int.from_bytes(whole[8:12]), int.from_bytes(whole[12:16])
        if name in KEPT:
            kept.append(whole)
        at += 12 + length
    return picture(b"".join(kept), *size)
