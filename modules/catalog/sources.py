"""Reads a module's folder once: every later step works on these texts, so that a revision is what was hashed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from modules.catalog import faults, media
from modules.catalog.problems import Findings, Problem
from modules.catalog.stored import read_file

MODULE_FILE: Final = "module.toml"
UNIT_NAME: Final = re.compile(r"(\d{2})-([a-z0-9-]+)\.([a-z]{2})\.md")

FILES: Final = 500
"""Files of one module: ten times the largest we foresee."""
BYTES: Final = 200_000
"""Bytes of one file; a unit is about 12,000."""


@dataclass(frozen=True)
class Sources:
    """The texts of a module by their path in the folder, with / between names, and the revision of them all.

    Drawings are texts; other files of `media/` stay where they lie and are in `files`, by their name there.
    """

    folder: str
    texts: dict[str, str]
    revision: str
    files: dict[str, media.File] = field(default_factory=dict)

    @property
    def media(self) -> dict[str, media.File]:
        """All files of `media/` by their name, drawings too."""
        drawings = {
            name.removeprefix("media/"): len(svg.encode())
            for name, svg in self.texts.items()
            if name.startswith("media/")
        }
        return self.files | {name: media.File(name, size, "") for name, size in drawings.items()}


def read_sources(folder: Path) -> tuple[Sources, list[Problem]]:
    """Read every file of the folder; hidden ones and editors' copies (name~) are left out."""
    problems: list[Problem] = []
    found = sorted(_paths(folder), key=lambda path: path.relative_to(folder).as_posix())
    if len(found) > FILES:
        whole = Findings(folder.name)
        whole.add(0, faults.TOO_MANY_FILES, count=len(found), limit=FILES)
        return Sources(folder.name, {}, ""), whole.problems
    texts: dict[str, str] = {}
    files: dict[str, media.File] = {}
    whole_hash = hashlib.sha256()
    for path in found:
        name = path.relative_to(folder).as_posix()
        if _stays(path, name):
            file = read_file(path, Findings(f"{folder.name}/{name}"), problems)
            files[file.name] = file
            whole_hash.update(f"{name}\0{file.size}\0{file.digest}".encode())
        else:
            content = _bytes(path, folder, problems)
            texts[name] = _text(f"{folder.name}/{name}", content, problems)
            whole_hash.update(f"{name}\0{len(content)}\0".encode() + content)
    return Sources(folder.name, texts, whole_hash.hexdigest()[:12], files), problems


def _stays(path: Path, name: str) -> bool:
    """Tell whether this is a file of `media/` that is no drawing: too large to be held, and nothing to draw."""
    named = media.NAME.fullmatch(name)
    return named is not None and named[3] != "svg" and not path.is_symlink()


def _paths(folder: Path) -> list[Path]:
    inside = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    return [path for path in inside if not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return path.name.endswith("~") or any(part.startswith(".") for part in path.parts)


def _bytes(path: Path, folder: Path, problems: list[Problem]) -> bytes:
    name = path.relative_to(folder).as_posix()
    findings = Findings(f"{folder.name}/{name}")
    content = b""
    if path.is_symlink() or not (
        name == MODULE_FILE or UNIT_NAME.fullmatch(name) or media.NAME.fullmatch(name)
    ):
        findings.add(0, faults.STRANGE_FILE)
    elif (size := path.stat().st_size) > BYTES:
        findings.add(0, faults.TOO_LARGE, size=size, limit=BYTES)
    else:
        content = path.read_bytes()
    problems += findings.problems
    return content


def _text(name: str, content: bytes, problems: list[Problem]) -> str:
    """Decode UTF-8, with or without byte order mark; line ends become \\n."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        findings = Findings(name)
        findings.add(content.count(b"\n", 0, trouble.start) + 1, faults.NOT_UTF8)
        problems += findings.problems
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")
