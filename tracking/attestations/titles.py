"""What modules are called, told by whoever put the application together: the record knows only their ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flask import current_app

from classcode.i18n import language

EXTENSION: Final = "attestations.modules"

Listed = Callable[[str], Sequence[tuple[str, str]]]
"""Given a language: (id, title) of every module."""


def module_called(slug: str) -> str:
    """Return a module's title in the reader's language, its id where the catalogue has it no more."""
    listed: Listed | None = current_app.extensions.get(EXTENSION)
    return dict(listed(language())).get(slug, slug) if listed else slug
