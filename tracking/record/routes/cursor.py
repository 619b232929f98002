"""Where a page of statements begins, as its address says it."""

from __future__ import annotations

from flask import request

from classcode.errors import NotFound

_MOST_DIGITS = 18


def before() -> int | None:
    """Return the number below which this page begins, None on the first; anything but a number is no page."""
    told = request.args.get("before")
    if told is None:
        return None
    if not told.isascii() or not told.isdigit() or len(told) > _MOST_DIGITS:
        raise NotFound
    return int(told)
