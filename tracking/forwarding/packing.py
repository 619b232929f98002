"""Packing statements for one request: a JSON array of their exact bytes, or multipart/mixed with attached files.

xAPI 1.0.3, Communication 1.5.2. What is large lies in a temporary file while it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from uuid import UUID

from tracking.lrs.multipart import Attachment, write_mixed

IN_MEMORY: Final = 1_000_000
"""Bytes of a request that stay in memory; more goes through a temporary file."""


class Missing(Exception):
    """A file that a statement came with is not there any more."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One statement on its way: its number in our log, its id there, its bytes, and the files that it came with."""

    seq: int
    id: UUID
    body: bytes = field(repr=False)
    files: tuple[Attachment, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes it and its files are; a file that is gone counts nothing here and is met when packed."""
        return len(self.body) + sum(file.path.stat().st_size for file in self.files if file.path.exists())


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of a request, its type, and its length in bytes."""

    content: bytes | IO[bytes]
    type: str
    size: int


@contextmanager
def packed(parcels: Sequence[Parcel]) -> Iterator[Packed]:
    """Give statements as the content of a request, for as long as it is sent; raises `Missing`."""
    array = b"[" + b",".join(parcel.body for parcel in parcels) + b"]"
    files = [file for parcel in parcels for file in parcel.files]
    if not files:
        yield Packed(array, "application/json", len(array))
        return
    with SpooledTemporaryFile(IN_MEMORY) as spool:
        try:
            kind, pieces = write_mixed([array], files)
            spool.writelines(pieces)
        except FileNotFoundError as error:
            raise Missing(f"attached file {error.filename} is missing") from None
        size = spool.tell()
        spool.seek(0)
        yield Packed(spool, kind, size)
