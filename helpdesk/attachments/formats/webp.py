"""WebP: its chunks (RFC 9649); those that draw it stay, Exif, XMP, colour profile and unknown ones go."""

from __future__ import annotations

from typing import Final

from helpdesk.attachments.formats.reading import Clean, Damaged, Patience, picture, piece, stretch

KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_EXTENDED: Final = 10
_ELSEWHERE: Final = 0x20 | 0x08 | 0x04
"""Flags of VP8X that announce a colour profile, Exif and XMP (section 2.7)."""


def read(data: bytes) -> Clean:
    """Return a WebP with what draws it alone; raise `Damaged` or `TooWide`."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Damaged
    end = 8 + int.from_bytes(piece(data, 4, 4), "little")
    if end > len(data):
        raise Damaged
    kept: list[bytes | memoryview] = [b"WEBP"]
    size: tuple[int, int] | None = None
    at, patience = 12, Patience()
    while at + 8 <= end:
        patience.next_part()
        name, length = data[at : at + 4], int.from_bytes(piece(data, at + 4, 4), "little")
        held = stretch(data, at + 8, length)
        if name in KEPT:
            size = size or _size(name, bytes(held[:10]))
            kept += _chunk(name, held)
        at += 8 + length + length % 2
    if size is None:
        raise Damaged
    length = sum(map(len, kept))
    return picture(b"".join([b"RIFF", length.to_bytes(4, "little"), *kept]), *size)


def _chunk(name: bytes, held: memoryview) -> list[bytes | memoryview]:
    head, padding = name + len(held).to_bytes(4, "little"), bytes(len(held) % 2)
    if name == b"VP8X":
        if len(held) != _EXTENDED:
            raise Damaged
        return [head, bytes([held[0] & ~_ELSEWHERE]), held[1:], padding]
    return [head, held, padding]


def _size(name: bytes, held: bytes) -> tuple[int, int] | None:
    """Return width and height as the first chunk says (sections 2.5 to 2.7), None for one that does not say."""
    if name == b"VP8X":
        return _little(piece(held, 4, 3)) + 1, _little(piece(held, 7, 3)) + 1
    if name == b"VP8 ":
        if piece(held, 3, 3) != b"\x9d\x01\x2a":
            raise Damaged
        return _little(piece(held, 6, 2)) & 0x3FFF, _little(piece(held, 8, 2)) & 0x3FFF
    if name == b"VP8L":
        if piece(held, 0, 1) != b"\x2f":
            raise Damaged
        bits = _little(piece(held, 1, 4))
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _little(number: bytes) -> int:
    return int.from_bytes(number, "little")
