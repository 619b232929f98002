"""Where the bytes of attachments lie: their room of `FILES_DIR`. They are on disk before a row names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import files
from helpdesk.attachments.kinds import Checked
from helpdesk.attachments.models import Attachment, PendingFile

ROOM: Final = "desk"


@dataclass(frozen=True, slots=True)
class Kept:
    """A checked file that lies on disk, its bytes no longer in memory; without a row it is swept after a day."""

    name: str
    kind: str
    sha2: str
    size: int
    width: int | None
    height: int | None


def keep(checked: Checked) -> Kept:
    """Put a file on disk, flushed; best before the transaction that names it, which must not wait for a disk."""
    sha2 = files.keep(files.room(ROOM), checked.data)
    return Kept(checked.name, checked.kind, sha2, len(checked.data), checked.width, checked.height)


def open_kept(sha2: str) -> BinaryIO:
    """Open a file's bytes; FileNotFoundError when they are gone."""
    return files.address(files.room(ROOM), sha2).open("rb")


def is_kept(sha2: str) -> bool:
    """Tell whether a file's bytes are there."""
    return files.address(files.room(ROOM), sha2).exists()


def sweep(session: Session) -> int:
    """Remove the bytes that no attachment and no waiting question has named for a day; return how many files went."""

    def named(hashes: Collection[str]) -> Iterable[str]:
        pending = select(PendingFile.sha2).where(PendingFile.sha2.in_(hashes))
        return session.scalars(select(Attachment.sha2).where(Attachment.sha2.in_(hashes)).union(pending))

    return files.sweep(files.room(ROOM), named)
