"""What the desk knows of units: the title and address of each, told by whoever put the application together.

Features never import each other, so the application sets `app.extensions["helpdesk.units"]` to a `Describe`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import current_app

from classcode.errors import NotFound
from classcode.i18n import language

EXTENSION: Final = "helpdesk.units"
_KEY: Final = re.compile(r"([a-z0-9][a-z0-9-]{0,79})(?:/([a-z0-9][a-z0-9-]{0,79}))?")


@dataclass(frozen=True, slots=True)
class About:
    """A unit as a page names it: its title, its module's title, and where it is."""

    title: str
    module: str
    href: str | None


Describe = Callable[[str, str | None, str], About | None]
"""Given module slug, unit id (None for the whole module) and language: how to name it, or None when there is none."""


def asked_about(key: str | None) -> tuple[str, str | None]:
    """Return module slug and unit id of "module/unit" or "module"; raise `NotFound` when there is no such page."""
    found = _KEY.fullmatch(key or "")
    if found is None or _describe(found[1], found[2]) is None:
        raise NotFound
    return found[1], found[2]


def key_of(module: str, unit: str | None) -> str:
    """Return what `asked_about` reads."""
    return f"{module}/{unit}" if unit else module


def about(module: str, unit: str | None) -> About:
    """Return how to name a unit or a module; one that has left the catalogue since keeps its id."""
    return _describe(module, unit) or About(unit or module, module, None)


def _describe(module: str, unit: str | None) -> About | None:
    describe: Describe | None = current_app.extensions.get(EXTENSION)
    return describe(module, unit, language()) if describe else About(unit or module, module, None)
