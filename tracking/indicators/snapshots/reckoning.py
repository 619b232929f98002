"""With which query figures were counted: the product's version, and a digest of the files that count. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from classcode.version import VERSION

TRACKING: Final = Path(__file__).parents[2]
COUNTING: Final = (TRACKING / "indicators" / "query", TRACKING / "projections")
"""The folders whose files decide what a figure counts."""


@dataclass(frozen=True, slots=True)
class QueryVersion:
    """The version of Class'Code, and the SHA-256 of its counting files."""

    product: str
    digest: str


@cache
def query_version() -> QueryVersion:
    """Return the version that this process runs."""
    return QueryVersion(VERSION, digest_of(COUNTING, TRACKING))


def digest_of(folders: Sequence[Path], root: Path) -> str:
    """Return one SHA-256 of all Python files of some folders, with their paths under a root."""
    digest = sha256()
    for path in sorted((path for folder in folders for path in folder.rglob("*.py")), key=str):
        # One line for each file, as sha256sum writes it, so that the digest can be made without us.
        digest.update(
            f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}\n".encode()
        )
    return digest.hexdigest()
