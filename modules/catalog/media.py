"""The files that a module may carry besides pages and drawings: kinds, sizes, and what their first bytes must say.

What lies in such a file is never shown as a page of ours: pictures and recordings are played, the rest is downloaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from classcode.i18n import gettext as _
from classcode.i18n import number

KB: Final = 1_000
MB: Final = 1_000_000


class Use(StrEnum):
    """What a page does with a file."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    CAPTIONS = "captions"
    DOWNLOAD = "download"


@dataclass(frozen=True)
class Kind:
    """A kind of file: `limit` in bytes, `begins` with one of these signs at `offset` (none: it is text)."""

    use: Use
    mime: str
    limit: int
    begins: tuple[bytes, ...] = ()
    offset: int = 0
    name: str = ""

    def holds(self, first: bytes) -> bool:
        """Tell whether a file that begins so is of this kind."""
        if not self.begins:
            return b"\0" not in first
        return first[self.offset :].startswith(self.begins)


_ZIP: Final = (b"PK\x03\x04",)
_MP4: Final = (b"ftyp",)
_MPEG: Final = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
_OPEN: Final = "application/vnd.oasis.opendocument"

KINDS: Final[dict[str, Kind]] = {
    "svg": Kind(Use.PICTURE, "image/svg+xml", 200 * KB, name="SVG"),
    "png": Kind(Use.PICTURE, "image/png", 500 * KB, (b"\x89PNG\r\n\x1a\n",), name="PNG"),
    "jpg": Kind(Use.PICTURE, "image/jpeg", 500 * KB, (b"\xff\xd8\xff",), name="JPEG"),
    "webp": Kind(Use.PICTURE, "image/webp", 500 * KB, (b"WEBP",), 8, "WebP"),
    "mp3": Kind(Use.AUDIO, "audio/mpeg", 15 * MB, _MPEG, name="MP3"),
    "m4a": Kind(Use.AUDIO, "audio/mp4", 15 * MB, _MP4, 4, "M4A"),
    "ogg": Kind(Use.AUDIO, "audio/ogg", 15 * MB, (b"OggS",), name="Ogg"),
    "mp4": Kind(Use.VIDEO, "video/mp4", 60 * MB, _MP4, 4, "MP4"),
    "webm": Kind(Use.VIDEO, "video/webm", 60 * MB, (b"\x1a\x45\xdf\xa3",), name="WebM"),
    "vtt": Kind(Use.CAPTIONS, "text/vtt", 200 * KB, name="WebVTT"),
    "pdf": Kind(Use.DOWNLOAD, "application/pdf", 10 * MB, (b"%PDF-",), name="PDF"),
    "odt": Kind(Use.DOWNLOAD, f"{_OPEN}.text", 10 * MB, _ZIP, name="ODT"),
    "ods": Kind(Use.DOWNLOAD, f"{_OPEN}.spreadsheet", 10 * MB, _ZIP, name="ODS"),
    "odp": Kind(Use.DOWNLOAD, f"{_OPEN}.presentation", 10 * MB, _ZIP, name="ODP"),
    "sb3": Kind(Use.DOWNLOAD, "application/x.scratch.sb3", 10 * MB, _ZIP, name="Scratch"),
    "zip": Kind(Use.DOWNLOAD, "application/zip", 10 * MB, _ZIP, name="ZIP"),
    "csv": Kind(Use.DOWNLOAD, "text/csv", 1 * MB, name="CSV"),
    "txt": Kind(Use.DOWNLOAD, "text/plain", 1 * MB, name="TXT"),
}
"""Kinds by the end of their names; each name says its kind, so that no browser has to guess."""

FIRST: Final = 4_096
"""Bytes that are looked at to tell a kind; metadata of a photograph begins within them."""

NAME: Final = re.compile(rf"media/([a-z0-9][a-z0-9-]*(?:\.([a-z]{{2}}))?\.({'|'.join(KINDS)}))")
"""A path in the module: the file's name, its language if it has one, and its kind."""


@dataclass(frozen=True)
class File:
    """A file of the module as it was when its revision was read; `origin` is where its bytes were, "" once compiled."""

    name: str
    size: int
    digest: str
    origin: str = field(default="", compare=False)

    @property
    def kind(self) -> Kind:
        """What it is."""
        return KINDS[self.name.rpartition(".")[2]]


def tells_where_it_was_taken(first: bytes) -> bool:
    """Tell whether a photograph carries what cameras write: place, date, owner."""
    return first.startswith(b"\xff\xd8") and b"Exif\0" in first


def facts(file: File) -> str:
    """Return a file's kind and size in the words of the surrounding `i18n.reader`."""
    kind = file.kind.name
    if file.size < MB:
        return _("%(kind)s file, %(size)s kB", kind=kind, size=number(max(1, round(file.size / KB))))
    return _("%(kind)s file, %(size)s MB", kind=kind, size=number(file.size / MB, 1))
