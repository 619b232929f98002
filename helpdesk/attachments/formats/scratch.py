"""Scratch projects (.sb3): a ZIP of `project.json`, and pictures and sounds named after their MD5. Never unpacked.

The index is measured before it is read: `zipfile` makes an object of each line, and ten megabytes hold 200,000.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from helpdesk.attachments.formats.reading import Clean, Damaged, TooWide

SIGN: Final = b"PK\x03\x04"
PROJECT: Final = "project.json"
MOST_FILES: Final = 500
LARGEST_INDEX: Final = MOST_FILES * 160
"""Bytes: 46 of each line, a name of 40, and what writers add."""
LARGEST: Final = 100_000_000
"""Bytes of all files once unpacked."""
LARGEST_PROJECT: Final = 5_000_000
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_COMMENT: Final = 65_535
_ASSET: Final = re.compile(r"[0-9a-f]{32}\.(svg|png|jpe?g|gif|bmp|wav|mp3)")


def read(data: bytes) -> Clean:
    """Return a project as it is; raise `Damaged`, or `TooWide` for one that unpacks to too much."""
    if not data.startswith(SIGN):
        raise Damaged
    _measure_index(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive.infolist())
            with archive.open(PROJECT) as project:
                if not project.read(LARGEST_PROJECT).lstrip().startswith(b"{"):
                    raise Damaged
    except (BadZipFile, zlib.error, KeyError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise Damaged from error
    return Clean(data)


def _measure_index(data: bytes) -> None:
    """Refuse an index that is larger than a project's, by its end record (APPNOTE 4.3.16)."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or end + _END_SIZE > len(data):
        raise Damaged
    lines, size = (
        int.from_bytes(data[end + 10 : end + 12], "little"),
        int.from_bytes(data[end + 12 : end + 16], "little"),
    )
    if lines > MOST_FILES or size > LARGEST_INDEX:
        raise TooWide


def _check(files: list[ZipInfo]) -> None:
    names = [file.filename for file in files]
    if len(names) != len(set(names)) or any(not _expected(name) for name in names):
        raise Damaged
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > LARGEST:
        raise TooWide


def _expected(name: str) -> bool:
    """Tell whether a name is one of a project: no folder, no way up, no other file."""
    return name == PROJECT or _ASSET.fullmatch(name) is not None
