"""The room of attached files, `FILES_DIR/xapi`; how files are kept and swept is `classcode.files`' matter.

Which statement came with which file is a row (`StatementFile`). Parsing requests is `tracking.lrs.multipart`'s matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import db, files
from classcode.files import Incoming
from tracking.log.models import StatementFile

__all__ = ["Incoming", "Keeper", "address", "open_file", "remove_unused", "sweep", "sweeper"]
ROOM: Final = "xapi"


class Keeper(files.Keeper):
    """The attached files of one request, kept in the record's room."""

    def __init__(self, files_dir: Path) -> None:
        super().__init__(files_dir / ROOM)


def address(files_dir: Path, sha2: str) -> Path:
    """Return where a file lies; ValueError for anything but a SHA-2 in lower-case hexadecimal."""
    return files.address(files_dir / ROOM, sha2)


def open_file(files_dir: Path, sha2: str) -> BinaryIO:
    """Open a kept file for reading; FileNotFoundError when there is none."""
    return address(files_dir, sha2).open("rb")


def sweeper(files_dir: Path) -> Callable[[str], None]:
    """Return the job of each day that removes what no statement names."""

    def sweep_round(_round: str) -> None:
        with db.reading() as session:
            sweep(session, files_dir)

    return sweep_round


def sweep(session: Session, files_dir: Path) -> int:
    """Remove the files that no statement has named for 24 hours, and what crashes left; return how many went."""

    def named(hashes: Collection[str]) -> Iterable[str]:
        return session.scalars(select(StatementFile.sha2).where(StatementFile.sha2.in_(hashes)))

    return files.sweep(files_dir / ROOM, named)


def remove_unused(files_dir: Path, named_no_more: Iterable[str]) -> int:
    """Remove files that no row names any more, at once; what a request took up lately is left to `sweep`."""
    return files.remove_unused(files_dir / ROOM, named_no_more)
