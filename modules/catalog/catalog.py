"""The catalogue in memory: all current modules, asked by slug, unit and language. It never changes; make a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from modules.catalog.definitions import Module, ModuleKind, Texts, Unit, UnitText

FALLBACK: Final = ("fr", "en", "nl")
"""Languages tried in this order where the wanted one is missing."""


class Shown(NamedTuple):
    """A unit's text as it can be shown; `fell_back` says that it is not in the language that was asked for."""

    text: UnitText
    fell_back: bool


class Neighbours(NamedTuple):
    """The units before and after one, in reading order; None at either end."""

    previous: Unit | None
    next: Unit | None


class Catalog:
    """Modules by slug, ordered by number: the front door (0) first."""

    def __init__(self, modules: Iterable[Module]) -> None:
        ordered = sorted(modules, key=lambda module: (module.number, module.slug))
        self._modules = {module.slug: module for module in ordered}
        self._units = {
            (module.slug, unit.id): (module, index)
            for module in ordered
            for index, unit in enumerate(module.units)
        }

    @property
    def modules(self) -> tuple[Module, ...]:
        """All modules, the front door included."""
        return tuple(self._modules.values())

    @property
    def courses(self) -> tuple[Module, ...]:
        """The modules one can complete."""
        return tuple(module for module in self.modules if module.kind is ModuleKind.MODULE)

    @property
    def front_door(self) -> Module | None:
        """The first front door, if there is one."""
        return next((module for module in self.modules if module.kind is ModuleKind.FRONT_DOOR), None)

    @property
    def minutes(self) -> int:
        """Declared working time of all modules."""
        return sum(module.minutes for module in self.modules)

    def module(self, slug: str) -> Module | None:
        """Return the module of this slug, or None."""
        return self._modules.get(slug)

    def unit(self, slug: str, unit_id: str) -> Unit | None:
        """Return the unit, or None."""
        found = self._units.get((slug, unit_id))
        return found[0].units[found[1]] if found else None

    def neighbours(self, slug: str, unit_id: str) -> Neighbours:
        """Return the units before and after; both None for a unit that does not exist."""
        found = self._units.get((slug, unit_id))
        if found is None:
            return Neighbours(None, None)
        units, index = found[0].units, found[1]
        return Neighbours(
            units[index - 1] if index else None, units[index + 1] if index + 1 < len(units) else None
        )


def text_of(unit: Unit, lang: str) -> Shown:
    """Return the unit's text in this language, or in the first of `FALLBACK` that it has."""
    chosen = unit.texts.get(lang) or unit.texts[_first(unit.texts)]
    return Shown(chosen, chosen.lang != lang)


def words(texts: Texts, lang: str) -> str:
    """Return a title or other short text in this language, or in the first of `FALLBACK` that it has, or ""."""
    return texts.get(lang) or texts.get(_first(texts), "")


def _first(texts: Iterable[str]) -> str:
    held = list(texts)
    return next((lang for lang in FALLBACK if lang in held), held[0] if held else "")
