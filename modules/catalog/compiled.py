"""Compiled modules on disk: `<var>/content/<revision>/module.json` and `media/`, written whole or not at all.

The key to every quiz lies in module.json: this folder is never served, only `media_file` of it.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from modules.catalog import media
from modules.catalog.definitions import Module

FORMAT: Final = 4
"""Raise it when drawing or `definitions` change: older compiled files are then read as absent and made again."""

_REVISION: Final = re.compile(r"[0-9a-f]{12}")


class NotCompiled(LookupError):
    """This revision is not on disk, not whole, or of another format: read the sources again and save."""


class ChangedSince(OSError):
    """A file of the module was changed between its reading and its copy: read the module again."""


@dataclass(frozen=True)
class _File:
    format: int
    module: Module


def save_compiled(module: Module, var_dir: Path) -> Path:
    """Write a module under its revision and return its folder; saving the same revision again is harmless."""
    folder = _folder(var_dir, module.revision)
    (folder / "media").mkdir(parents=True, exist_ok=True)
    for picture in module.pictures:
        _replace(folder / "media" / picture.name, [picture.svg.encode()])
    for file in module.files:
        if file.origin:
            _copy(file, folder / "media" / file.name)
    # Last, for whoever finds this file must find everything it speaks of.
    settled = replace(module, files=tuple(replace(file, origin="") for file in module.files))
    _replace(folder / "module.json", [msgspec.json.encode(_File(FORMAT, settled))])
    return folder


def load_compiled(var_dir: Path, slug: str, revision: str) -> Module:
    """Read a module back; raises `NotCompiled` where it is not there as it should be."""
    try:
        file = msgspec.json.decode((_folder(var_dir, revision) / "module.json").read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError) as trouble:
        raise NotCompiled(f"{slug} at {revision}: {trouble}") from trouble
    if file.format != FORMAT or file.module.slug != slug or file.module.revision != revision:
        raise NotCompiled(f"{slug} at {revision}: another module or an older format lies there")
    return file.module


def media_file(var_dir: Path, revision: str, name: str) -> Path | None:
    """Return the file of `media/` to serve, or None for a name that was never one."""
    if not _REVISION.fullmatch(revision) or not media.NAME.fullmatch(f"media/{name}"):
        return None
    path = _folder(var_dir, revision) / "media" / name
    return path if path.is_file() else None


def _folder(var_dir: Path, revision: str) -> Path:
    if not _REVISION.fullmatch(revision):
        raise NotCompiled(f"{revision!r} is no revision")
    return var_dir / "content" / revision


def _copy(file: media.File, path: Path) -> None:
    """Copy a file as it was when it was read; raises `ChangedSince` where it is another one by now."""
    fingerprint = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        with Path(file.origin).open("rb") as source:
            while piece := source.read(1_000_000):
                fingerprint.update(piece)
                yield piece
        if fingerprint.hexdigest() != file.digest:
            raise ChangedSince(file.name)

    _replace(path, pieces())


def _replace(path: Path, content: Iterable[bytes]) -> None:
    """Put a file in place in one step: a reader sees the old one or the new one, after a power cut too."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
