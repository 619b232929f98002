"""Compiled modules on disk: `<var>/content/<revision>/module.json` and `media/`, written whole or not at all.

The key to every quiz lies in module.json: this folder is never served, only `media_file` of it.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from modules.catalog.definitions import Module

FORMAT: Final = 2
"""Raise it when drawing or `definitions` change: older compiled files are then read as absent and made again."""

_REVISION: Final = re.compile(r"[0-9a-f]{12}")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*\.svg")


class NotCompiled(LookupError):
    """This revision is not on disk, not whole, or of another format: read the sources again and save."""


@dataclass(frozen=True)
class _File:
    format: int
    module: Module


def save_compiled(module: Module, var_dir: Path) -> Path:
    """Write a module under its revision and return its folder; saving the same revision again is harmless."""
    folder = _folder(var_dir, module.revision)
    (folder / "media").mkdir(parents=True, exist_ok=True)
    for picture in module.pictures:
        _replace(folder / "media" / picture.name, picture.svg.encode())
    # Last, for whoever finds this file must find everything it speaks of.
    _replace(folder / "module.json", msgspec.json.encode(_File(FORMAT, module)))
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
    """Return the drawing to serve as image/svg+xml, or None for a name that was never one."""
    if not _REVISION.fullmatch(revision) or not _NAME.fullmatch(name):
        return None
    path = _folder(var_dir, revision) / "media" / name
    return path if path.is_file() else None


def _folder(var_dir: Path, revision: str) -> Path:
    if not _REVISION.fullmatch(revision):
        raise NotCompiled(f"{revision!r} is no revision")
    return var_dir / "content" / revision


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place in one step: a reader sees the old one or the new one, after a power cut too."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
