"""The statements behind a figure as lines of a file: comma-separated, by pseudonym."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

from tracking.indicators.explaining.resting import Backing
from tracking.indicators.exports.delimited import harmless

HEADS: Final = ("statement", "person", "said_by", "verb", "about", "at")
"""The id; for whom it counts and who said it, by pseudonym; what was done, with which thing, and when (UTC)."""


def head() -> str:
    """Return the first line."""
    return _lines([HEADS])


def lines(found: Iterable[Backing]) -> str:
    """Return a line for each statement."""
    return _lines(
        (str(one.id), str(one.person), str(one.actor), one.verb, harmless(one.path), one.at.isoformat())
        for one in found
    )


def _lines(rows: Iterable[Iterable[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
