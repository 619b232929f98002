"""Reads a file of `media/` that is no drawing, without keeping it: size, fingerprint, whether it is what it says.

Whoever copies it later compares the fingerprint, so that a revision holds what was checked and nothing else.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from modules.catalog import faults, media, rich_faults
from modules.catalog.captions import check_captions
from modules.catalog.problems import Findings, Problem

_PIECE: Final = 1_000_000


def read_file(path: Path, findings: Findings, problems: list[Problem]) -> media.File:
    """Read one file once; what is wrong with it is added to the problems."""
    size = path.stat().st_size
    kind = media.KINDS[path.suffix.removeprefix(".")]
    file = media.File(path.name, size, "", str(path))
    if size > kind.limit:
        findings.add(0, faults.TOO_LARGE, size=size, limit=kind.limit)
    else:
        file = media.File(path.name, size, fingerprint(path), str(path))
        _check(path, kind, findings)
    problems += findings.problems
    return file


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()


def _check(path: Path, kind: media.Kind, findings: Findings) -> None:
    with path.open("rb") as file:
        first = file.read(media.FIRST)
    if not first or not kind.holds(first):
        findings.add(0, rich_faults.OTHER_CONTENT, kind=kind.name)
    elif media.tells_where_it_was_taken(first):
        findings.add(0, rich_faults.PERSONAL_PICTURE)
    elif kind.use is media.Use.CAPTIONS:
        _check_captions(path, findings)


def _check_captions(path: Path, findings: Findings) -> None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        findings.add(0, faults.NOT_UTF8)
    else:
        check_captions(text.replace("\r\n", "\n").replace("\r", "\n"), findings)
