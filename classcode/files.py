"""Files of people and programs, each once under its SHA-2: `FILES_DIR/<room>/ab/<sha2>`, on disk before a row names it.

Each feature that keeps files has a room (a folder) and says which hashes its rows name; what none names is swept.
Which file belongs to what, and who may read it, are rows and rules of that feature.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from classcode import clock

HASHES: Final = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
"""The SHA-2 functions by the length of their hexadecimal digest."""
_HEX: Final = frozenset("0123456789abcdef")
SMALL: Final = 64 * 1024
"""Files up to so many bytes stay in memory until they are kept, so that a refused request touches no disk."""
TOGETHER: Final = 1024 * 1024
"""All small files of one request hold at most so many bytes of memory."""
UNUSED: Final = timedelta(hours=24)
LONGEST_REQUEST: Final = timedelta(hours=1)
"""After this, what a request kept is either named by a row or never will be."""
_AT_ONCE: Final = 500

Named = Callable[[Collection[str]], Iterable[str]]
"""Tells which of some hashes a row names."""

_bound: dict[str, Path] = {}


def bind(files_dir: Path) -> None:
    """Make this folder the one in which the rooms of this process lie."""
    _bound["files"] = files_dir


def room(name: str) -> Path:
    """Return the folder of a feature's files."""
    return _bound["files"] / name


def is_sha2(text: str) -> bool:
    """Whether this is the lower-case hexadecimal digest of one of the four SHA-2 functions."""
    return len(text) in HASHES and _HEX.issuperset(text)


def address(root: Path, sha2: str) -> Path:
    """Return where a file of a room lies; ValueError for anything but a SHA-2 in lower-case hexadecimal."""
    if not is_sha2(sha2):
        raise ValueError(f"{sha2[:130]!r} is no SHA-2")
    return root / sha2[:2] / sha2


def keep(root: Path, data: bytes) -> str:
    """Put whole data under its SHA-256 and flush it to disk; return the hash. Call it before the commit of its row."""
    sha2, whole = hashlib.sha256(data).hexdigest(), memoryview(data)
    with Keeper(root) as keeper:
        incoming = keeper.begin(sha2)
        for start in range(0, len(data), SMALL):  # in one piece it would stand in memory twice
            incoming.write(whole[start : start + SMALL])
        keeper.keep()
    return sha2


class Incoming:
    """One file while it comes: hashed as it is written, in memory while small, else under a temporary name."""

    def __init__(self, keeper: Keeper, sha2: str) -> None:
        self.sha2 = sha2
        self.size = 0
        self._keeper = keeper
        self._hash = hashlib.new(HASHES[len(sha2)], usedforsecurity=False)
        self._held = bytearray()
        self._file: BinaryIO | None = None
        self._path: Path | None = None

    def write(self, data: bytes | memoryview) -> None:
        """Add the next bytes."""
        self.size += len(data)
        self._hash.update(data)
        if self._file is None:
            self._held += data
            self._keeper.held += len(data)
            if self.size > SMALL or self._keeper.held > TOGETHER:
                self._spill()
        else:
            self._file.write(data)

    def close(self) -> bool:
        """Say that all bytes have come; return whether they have the SHA-2 that was announced."""
        if self._file is not None:
            self._file.close()
        return self._hash.hexdigest() == self.sha2

    def read(self) -> bytes:
        """Return all bytes, once closed and before they are kept."""
        return bytes(self._held) if self._path is None else self._path.read_bytes()

    def settle(self) -> Path:
        """Move the file to its address, safe from a power cut once the folder is flushed; return the folder."""
        target = address(self._keeper.root, self.sha2)
        if not _touched(target):
            if self._path is None:
                self._spill()
            assert self._file is not None and self._path is not None
            self._file.close()
            _flush(self._path)
            self._path.rename(target)
            self._path = None
        self.drop()
        return target.parent

    def drop(self) -> None:
        """Forget the bytes; a temporary file goes."""
        if self._file is not None:
            self._file.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self._path = None
        self._release()

    def _spill(self) -> None:
        folder = address(self._keeper.root, self.sha2).parent
        _make(folder)
        self._path = folder / f"{secrets.token_hex(16)}.part"
        self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(self._held)
        self._release()

    def _release(self) -> None:
        self._keeper.held -= len(self._held)
        self._held = bytearray()


class Keeper:
    """The files of one request: a `with` block at whose end all temporary files are gone.

    `keep` puts the files under their addresses; call it in the transaction that writes the rows, before its commit.
    What is kept for a transaction that then fails is removed by `sweep`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.held = 0
        """Bytes in memory now, of all files."""
        self._coming: list[Incoming] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for incoming in self._coming:
            incoming.drop()

    def begin(self, sha2: str) -> Incoming:
        """Start a file that is to have this SHA-2."""
        incoming = Incoming(self, sha2)
        self._coming.append(incoming)
        return incoming

    def keep(self) -> None:
        """Put every file that came under its address, once, and flush it to disk."""
        for folder in {incoming.settle() for incoming in self._coming}:
            _flush(folder)


def sweep(root: Path, named: Named) -> int:
    """Remove a room's files that no row has named for 24 hours, and what crashes left; return how many went."""
    for stopped in root.glob("??/*.going"):
        stopped.rename(stopped.with_suffix(""))
    before = clock.now() - UNUSED
    old = (path for path in root.glob("??/*") if _untouched_since(path, before))
    gone = 0
    while paths := {path.name: path for path in islice(old, _AT_ONCE)}:
        gone += sum(_removed(paths[name], before) for name in paths.keys() - set(named(list(paths))))
    return gone


def remove_unused(root: Path, named_no_more: Iterable[str]) -> int:
    """Remove files that no row names any more, at once; what a request took up lately is left to `sweep`."""
    before = clock.now() - LONGEST_REQUEST
    return sum(_removed(address(root, sha2), before) for sha2 in named_no_more)


def _removed(path: Path, before: datetime) -> bool:
    """Remove a file unless a request took it up since: `keep` touches what it finds under an address.

    Under another name nobody can touch it any more, so the last look at its time is the truth.
    """
    aside = path.with_name(f"{path.name}.going")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if not _untouched_since(aside, before):
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _touched(path: Path) -> bool:
    """Mark a file as in use now; return whether it is there."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _untouched_since(path: Path, moment: datetime) -> bool:
    """Whether a file is there and nobody wrote or took it up since; a request may end while we look."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
    except FileNotFoundError:
        return False


def _make(folder: Path) -> None:
    """Make a folder that outlives a power cut: its name is in the folder above, which is flushed too."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _flush(folder.parent)


def _flush(path: Path) -> None:
    """Flush a file or a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
