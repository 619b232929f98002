"""The modules that a facilitator may say she knows: ids and titles, told by whoever put the application together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flask import current_app

from classcode.i18n import language

EXTENSION: Final = "helpdesk.modules"

Listed = Callable[[str], Sequence[tuple[str, str]]]
"""Given a language: (id, title) of every module, in the order of the catalogue."""


def modules_offered() -> list[tuple[str, str]]:
    """Return (id, title) of every module in the reader's language; none where the application tells of none."""
    listed: Listed | None = current_app.extensions.get(EXTENSION)
    return list(listed(language())) if listed else []
