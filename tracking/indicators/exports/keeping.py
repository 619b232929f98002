"""Where ordered files lie: their room of `FILES_DIR`. They are on disk before a row names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy.orm import Session

from classcode import files
from tracking.indicators.exports import queries

ROOM: Final = "exports"


def keep(made: BinaryIO, room: str = ROOM) -> tuple[str, int]:
    """Put a whole file under its SHA-256 in a room, piece by piece; return the hash and how many bytes it has."""
    digest, size = sha256(), made.seek(0)
    while piece := made.read(files.SMALL):
        digest.update(piece)
        size += len(piece)
    sha2 = digest.hexdigest()
    made.seek(0)
    with files.Keeper(files.room(room)) as keeper:
        incoming = keeper.begin(sha2)
        while piece := made.read(files.SMALL):
            incoming.write(piece)
        keeper.keep()
    return sha2, size


def path_of(sha2: str) -> Path:
    """Return where a file lies."""
    return files.address(files.room(ROOM), sha2)


def sweep(session: Session) -> int:
    """Remove the files that no order has named for a day; return how many went."""

    def named(hashes: Collection[str]) -> Iterable[str]:
        return queries.named(session, hashes)

    return files.sweep(files.room(ROOM), named)
