"""Requests with attachments as clients write them, and attachments as statements name them."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from tracking.log.files import Keeper
from tracking.lrs.multipart import Mixed, read_mixed

BOUNDARY = "-------314159265358979323846"
TYPE = f"multipart/mixed; boundary={BOUNDARY}"
JSON = {"Content-Type": "application/json"}
TEXT = b"here is a simple attachment"
"""The data and, below, the hash of the specification's own example."""
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
LARGEST = 32 * 1024 * 1024


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def attached(data: bytes = TEXT, **changed: Any) -> dict[str, Any]:
    """Return the attachment that names these data; `fileUrl=None` and the like leave a property out."""
    properties = {
        "usageType": "http://example.com/attachment-usage/test",
        "display": {"en-US": "A test attachment"},
        "contentType": "text/plain; charset=ascii",
        "length": len(data),
        "sha2": sha256(data),
    }
    return {name: value for name, value in (properties | changed).items() if value is not None}


def headers(data: bytes = TEXT, **changed: str | None) -> dict[str, str]:
    """Return the headers of a part with these data; underscores in names stand for hyphens, None leaves one out."""
    named = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha256(data),
    }
    merged = named | {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in merged.items() if value is not None}


def part(data: bytes = TEXT, headings: dict[str, str] | None = None) -> bytes:
    """Write one part, from its boundary on."""
    told = headers(data) if headings is None else headings
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"--{BOUNDARY}\r\n{lines}\r\n".encode() + data + b"\r\n"


def body(*parts: bytes, end: bytes = f"--{BOUNDARY}--\r\n".encode()) -> bytes:
    """Write a whole body: the statements `{}` and these parts."""
    return part(b"{}", JSON) + b"".join(parts) + end


class Slices(io.RawIOBase):
    """A stream that hands out its bytes in slices of the given sizes, whatever is asked for."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._data = data
        self._sizes = iter(sizes)

    def read(self, _size: int = -1) -> bytes:
        size = next(self._sizes, len(self._data))
        taken, self._data = self._data[:size], self._data[size:]
        return taken


def read(data: bytes, keeper: Keeper, content_type: str = TYPE, largest: int = LARGEST) -> Mixed:
    """Read a body as the statements resource does."""
    return read_mixed(io.BytesIO(data), content_type, largest=largest, keep=keeper)


def stored(folder: Path) -> list[Path]:
    """Return every file of the store, temporary ones included."""
    return sorted(path for path in (folder / "xapi").rglob("*") if path.is_file())
