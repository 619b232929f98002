"""Where the files of studies lie: their room of `FILES_DIR`, for seven days, and not a moment longer than they may."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy.orm import Session

from classcode import files
from tracking.indicators.exports import keeping
from tracking.research import queries

ROOM: Final = "research"


def keep(made: BinaryIO) -> tuple[str, int]:
    """Put a whole file under its SHA-256; return the hash and how many bytes it has."""
    return keeping.keep(made, ROOM)


def path_of(sha2: str) -> Path:
    """Return where a file lies."""
    return files.address(files.room(ROOM), sha2)


def remove(hashes: Iterable[str]) -> None:
    """Remove files at once. Their rows went before: whoever is not in them any more may not wait for a sweep."""
    for sha2 in hashes:
        path_of(sha2).unlink(missing_ok=True)


def sweep(session: Session) -> int:
    """Remove what no row names, as a crash may leave it; return how many went."""

    def named(hashes: Collection[str]) -> Iterable[str]:
        return queries.named(session, hashes)

    return files.sweep(files.room(ROOM), named)
