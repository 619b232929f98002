"""Ids that are written twice, whatever they name."""

from __future__ import annotations

from collections.abc import Iterable

from modules.catalog import faults
from modules.catalog.problems import Findings


def note_repeated(ids: Iterable[tuple[str, int]], findings: Findings) -> None:
    """Note each id that was taken before, at its line."""
    seen: set[str] = set()
    for one, line in ids:
        if one and one in seen:
            findings.add(line, faults.SAME_ID, id=one)
        seen.add(one)
