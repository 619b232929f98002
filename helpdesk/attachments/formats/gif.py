"""GIF: its blocks (GIF89a specification); pictures, their timing and "play again" stay, comments and the rest go."""

from __future__ import annotations

from typing import Final

from helpdesk.attachments.formats.reading import Clean, Damaged, Patience, picture, piece, stretch

SIGNS: Final = (b"GIF87a", b"GIF89a")
_EXTENSION, _PICTURE, _END = b"\x21", b"\x2c", b"\x3b"
_TIMING, _APPLICATION = 0xF9, 0xFF
_AGAIN: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def read(data: bytes) -> Clean:
    """Return a GIF with its pictures alone; raise `Damaged` or `TooWide`."""
    if not data.startswith(SIGNS):
        raise Damaged
    screen = piece(data, 6, 7)
    at = 13 + _colours(screen[4])
    kept, pictures, patience = [stretch(data, 0, at)], 0, Patience()
    while (kind := piece(data, at, 1)) != _END:
        end = _block_end(data, at, patience)
        if kind == _PICTURE or _stays(data, at):
            kept.append(stretch(data, at, end - at))
        pictures += kind == _PICTURE
        at = end
    if not pictures:
        raise Damaged
    return picture(
        b"".join([*kept, _END]), int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little")
    )


def _colours(flags: int) -> int:
    """Return the bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _stays(data: bytes, at: int) -> bool:
    label = data[at + 1]
    return label == _TIMING or (label == _APPLICATION and data[at + 3 : at + 14] in _AGAIN)


def _block_end(data: bytes, at: int, patience: Patience) -> int:
    kind = data[at : at + 1]
    if kind == _EXTENSION:
        return _rows_end(data, at + 1 + len(piece(data, at + 1, 1)), patience)
    if kind == _PICTURE:
        return _rows_end(data, at + 10 + _colours(piece(data, at, 10)[9]) + 1, patience)
    raise Damaged


def _rows_end(data: bytes, at: int, patience: Patience) -> int:
    """Return where a row of sub-blocks ends, each led by its length, the last of length 0."""
    length = -1
    while length:
        patience.next_part()
        length = piece(data, at, 1)[0]
        at += 1 + length
    return at
