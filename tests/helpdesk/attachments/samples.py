"""Small files of every kind, put together part by part, with a marker wherever a format can hide words."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

SECRET: Final = b"Ada-Lovelace-48.11N-1.67W"
"""What no kept picture may hold."""
ASSET: Final = "0123456789abcdef0123456789abcdef.svg"


def png_chunk(name: bytes, held: bytes) -> bytes:
    return len(held).to_bytes(4) + name + held + zlib.crc32(name + held).to_bytes(4)


def png(width: int = 2, height: int = 1, *more: bytes, after: bytes = b"") -> bytes:
    """A red picture; `more` chunks stand before its points, `after` behind its end."""
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    points = zlib.compress((b"\0" + b"\xff\0\0" * width) * height) if width * height < 10**6 else b"x"
    chunks = [png_chunk(b"IHDR", header), *more, png_chunk(b"IDAT", points), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + after


def talkative_png() -> bytes:
    """A PNG with words, a place and a film behind its end."""
    names = (b"tEXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"prIv")
    return png(2, 1, *(png_chunk(name, SECRET) for name in names), after=SECRET)


def segment(marker: int, held: bytes) -> bytes:
    return bytes([0xFF, marker]) + (2 + len(held)).to_bytes(2) + held


def exif(way: int, order: str = ">") -> bytes:
    """An Exif segment's content: the way up, and a secret behind it."""
    end = "big" if order == ">" else "little"

    def number(value: int, length: int) -> bytes:
        return value.to_bytes(length, "big" if end == "big" else "little")

    entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(way, 2) + bytes(2)
    sign = b"MM\0*" if order == ">" else b"II*\0"
    return b"Exif\0\0" + sign + number(8, 4) + number(1, 2) + entry + bytes(4) + SECRET


def jpeg(*more: bytes, width: int = 16, height: int = 8, after: bytes = b"") -> bytes:
    """The skeleton of a JPEG: what is coded in it draws nothing."""
    frame = bytes([8]) + height.to_bytes(2) + width.to_bytes(2) + bytes([1, 1, 0x11, 0])
    scan = segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x12\xff\x00\x34\xff\xd0\x56"
    tables = segment(0xDB, bytes(65)) + segment(0xC4, bytes(17))
    return b"\xff\xd8" + b"".join(more) + tables + segment(0xC0, frame) + b"\xff" + scan + b"\xff\xd9" + after


def talkative_jpeg(way: int = 6) -> bytes:
    """A JPEG with a place, a comment, a profile, a thumbnail, and a film with sound behind its end."""
    told = [(0xE0, b"JFIF\0" + SECRET), (0xE2, b"ICC_PROFILE\0" + SECRET), (0xED, SECRET), (0xFE, SECRET)]
    return jpeg(
        segment(0xE1, exif(way)),
        *(segment(marker, held) for marker, held in told),
        after=b"ftypmp42" + SECRET,
    )


def gif_rows(*rows: bytes) -> bytes:
    return b"".join(bytes([len(row)]) + row for row in rows) + b"\0"


def gif(*more: bytes, width: int = 3, height: int = 2, after: bytes = b"") -> bytes:
    """A GIF of one picture with a table of two colours."""
    screen = width.to_bytes(2, "little") + height.to_bytes(2, "little") + bytes([0x80, 0, 0])
    picture = (
        b"\x2c"
        + bytes(4)
        + width.to_bytes(2, "little")
        + height.to_bytes(2, "little")
        + b"\0\x02"
        + gif_rows(b"\x84\x51")
    )
    return b"GIF89a" + screen + b"\0\0\0\xff\xff\xff" + b"".join(more) + picture + b"\x3b" + after


def talkative_gif() -> bytes:
    """A GIF with a comment, XMP, words drawn over it, and something behind its end."""
    again = b"\x21\xff\x0bNETSCAPE2.0" + gif_rows(b"\x01\0\0")
    timing = b"\x21\xf9" + gif_rows(bytes(4))
    told = [b"\x21\xfe" + gif_rows(SECRET), b"\x21\xff\x0bXMP DataXMP" + gif_rows(SECRET)]
    return gif(again, timing, *told, b"\x21\x01" + gif_rows(bytes(12), SECRET), after=SECRET)


def webp_chunk(name: bytes, held: bytes) -> bytes:
    return name + len(held).to_bytes(4, "little") + held + bytes(len(held) % 2)


def webp(*chunks: bytes) -> bytes:
    held = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(held).to_bytes(4, "little") + held


def vp8x(width: int, height: int, flags: int = 0x2C) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size)


def vp8(width: int = 5, height: int = 4) -> bytes:
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return webp_chunk(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + size + b"coded")


def vp8l(width: int = 5, height: int = 4) -> bytes:
    return webp_chunk(b"VP8L", b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + b"coded")


def talkative_webp() -> bytes:
    """A WebP with a profile, a place, XMP and something unknown."""
    told = [webp_chunk(name, SECRET) for name in (b"EXIF", b"XMP ", b"prIv")]
    return webp(vp8x(5, 4), webp_chunk(b"ICCP", SECRET), vp8(), *told)


PDF: Final = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"


def sb3(files: dict[str, bytes] | None = None) -> bytes:
    """A Scratch project."""
    written = io.BytesIO()
    held = {"project.json": b'{"targets": []}', ASSET: b"<svg/>"} if files is None else files
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


TAKEN: Final[tuple[tuple[str, str, str, bytes], ...]] = (
    ("écran.png", "image/png", "png", png()),
    ("photo.JPG", "image/jpeg", "jpeg", jpeg()),
    ("photo.jpeg", "image/pjpeg", "jpeg", jpeg()),
    ("dessin.webp", "image/webp", "webp", webp(vp8())),
    ("boucle.gif", "image/gif", "gif", gif()),
    ("fiche.pdf", "application/pdf", "pdf", PDF),
    ("note.txt", "text/plain; charset=utf-8", "text", "Où est le chat ?\r\n".encode()),
    ("liste.csv", "application/vnd.ms-excel", "csv", "prénom;âge\n".encode("cp1252")),
    ("chat.py", "text/x-python", "program", b"print('miaou')\n"),
    ("robot.ino", "application/octet-stream", "program", b"void loop() {}\n"),
    ("projet.sb3", "application/x.scratch.sb3", "scratch", sb3()),
    ("projet.sb3", "", "scratch", sb3()),
)
"""Name, declared type, kind and bytes of files that are taken."""
