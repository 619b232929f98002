"""The content as git knows it at an earlier revision. The one door to git: it is asked with lists, never by a shell."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from classcode.errors import Refused
from classcode.i18n import N_
from modules.catalog.permanence import compare, lost_module
from modules.catalog.problems import Problem
from modules.catalog.reading import read_state
from modules.catalog.sources import MODULE_FILE

SECONDS: Final = 60
"""How long git may take for one answer."""


class NoSuchRevision(Refused):
    """Git does not know this revision, or holds no content at it."""

    message = N_("%(folder)s: git knows no content of this folder at “%(revision)s”")


@contextmanager
def content_at(content: Path, revision: str) -> Iterator[Path]:
    """Give the content folder as it was at a revision, in a folder that goes away; raises `NoSuchRevision`."""
    known = _git(content, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = known.decode().strip() if known else ""
    packed = _git(content, "archive", "--format=tar", commit, "--", ".") if commit else None
    if packed is None:
        raise NoSuchRevision(folder=str(content), revision=revision)
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def ids_lost_since(content: Path, revision: str) -> list[Problem]:
    """Return where ids were lost or used again since a revision; raises `NoSuchRevision`."""
    problems: list[Problem] = []
    with content_at(content, revision) as before:
        for folder in sorted(path.parent for path in before.glob(f"*/{MODULE_FILE}")):
            now = content / folder.name
            if now.is_dir():
                problems += compare(folder.name, read_state(folder), read_state(now), revision)
            else:
                problems.append(lost_module(folder.name, revision))
    return problems


def _git(folder: Path, *words: str) -> bytes | None:
    """Return what git answers about a folder, or None where it has no answer."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(folder), *words],  # noqa: S607 - git of the PATH, like every developer's
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout
