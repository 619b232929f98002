"""Which kinds of files go with a message: one table. Name, declared type and content must agree. Pure.

SVG, HTML and office documents are not in it: a browser or a program would run what a stranger wrote into them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from helpdesk.attachments.formats import documents, gif, jpeg, png, scratch, webp
from helpdesk.attachments.formats.reading import Clean, Damaged, TooWide
from helpdesk.attachments.refusals import NothingInIt, NotThisKind, NotWhatItSays, TooBig, TooMuchInside

MEGABYTE: Final = 1_000_000
LARGEST: Final = 10 * MEGABYTE
"""Bytes of one file."""
MOST_FILES: Final = 5
"""Files of one message."""
LONGEST_NAME: Final = 100
"""Characters of a file's name, its ending included."""
UNSAID: Final = frozenset({"", "application/octet-stream"})
"""What a browser or a mail program declares when it does not know a type: nothing to agree with."""
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file: how we serve it, how its name may end, how others declare it, and who reads it."""

    media_type: str
    endings: tuple[str, ...]
    declared: frozenset[str]
    read: Callable[[bytes], Clean]
    picture: bool = False


def _picture(name: str, read: Callable[[bytes], Clean], *endings: str) -> Kind:
    declared = frozenset({f"image/{name}"} | ({"image/jpg", "image/pjpeg"} if name == "jpeg" else set()))
    return Kind(media_type=f"image/{name}", endings=endings, declared=declared, read=read, picture=True)


_PLAIN: Final = "text/plain"
KINDS: Final[dict[str, Kind]] = {
    "png": _picture("png", png.read, "png"),
    "jpeg": _picture("jpeg", jpeg.read, "jpg", "jpeg"),
    "webp": _picture("webp", webp.read, "webp"),
    "gif": _picture("gif", gif.read, "gif"),
    "pdf": Kind(
        media_type="application/pdf",
        endings=("pdf",),
        declared=frozenset({"application/pdf", "application/x-pdf"}),
        read=documents.read_pdf,
    ),
    "text": Kind(media_type=_PLAIN, endings=("txt",), declared=frozenset({_PLAIN}), read=documents.read_text),
    "csv": Kind(
        media_type="text/csv",
        endings=("csv",),
        # Windows declares the spreadsheet program that opens it.
        declared=frozenset({"text/csv", _PLAIN, "application/csv", "application/vnd.ms-excel"}),
        read=documents.read_text,
    ),
    "program": Kind(
        media_type=_PLAIN,
        endings=("py", "ino"),
        declared=frozenset({_PLAIN, "text/x-python", "text/x-python-script", "text/x-arduino"}),
        read=documents.read_text,
    ),
    "scratch": Kind(
        media_type="application/x.scratch.sb3",
        endings=("sb3",),
        declared=frozenset({"application/x.scratch.sb3", "application/zip", "application/x-zip-compressed"}),
        read=scratch.read,
    ),
}
"""By the key that a row keeps."""
ENDINGS: Final = {ending: key for key, kind in KINDS.items() for ending in kind.endings}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it is kept: a safe name, its kind, its bytes without hidden data, a picture's size in points."""

    name: str
    kind: str
    data: bytes
    width: int | None = None
    height: int | None = None


def checked(name: str, declared: str | None, data: bytes | BinaryIO) -> Checked:
    """Return a file as it is kept; raise a `FileRefused`. Of a stream no more than one byte too many is read."""
    shown = safe_name(name)
    held = data if isinstance(data, bytes) else data.read(LARGEST + 1)
    if len(held) > LARGEST:
        raise TooBig(name=shown, mb=LARGEST // MEGABYTE)
    key = ENDINGS.get(shown.rpartition(".")[2])
    if key is None:
        raise NotThisKind(name=shown)
    if not held:
        raise NothingInIt(name=shown)
    media_type = (declared or "").partition(";")[0].strip().lower()
    if media_type not in KINDS[key].declared | UNSAID:
        raise NotWhatItSays(name=shown)
    return _read(shown, key, held)


def _read(name: str, key: str, held: bytes) -> Checked:
    try:
        clean = KINDS[key].read(held)
    except Damaged:
        raise NotWhatItSays(name=name) from None
    except TooWide:
        raise TooMuchInside(name=name) from None
    return Checked(name, key, clean.data, clean.width, clean.height)


def safe_name(name: str) -> str:
    """Return the last part of a name, without signs that any system gives a meaning, its ending in small letters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    stem, dot, ending = _NOT_IN_NAMES.sub("_", seen).rpartition(".")
    ending = ending.strip().lower()[:LONGEST_NAME]
    room = LONGEST_NAME - len(dot + ending)
    return f"{stem.strip(' .')[:room] or '_'}{dot}{ending}" if dot else ending
