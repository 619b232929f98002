"""What pages of the course are given to draw: stops of the path, the way on. Quizzes are `quizpage`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from flask import url_for

from classcode.i18n import gettext as _
from modules.catalog import Module, Strand, Unit, text_of
from modules.queries import Progress

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the path, as `parts/path.html` draws it."""

    title: str
    href: str | None
    state: str
    kind: str = "unit"
    minutes: int | None = None
    required: bool = True
    note: str = ""
    lang: str | None = None
    """The language of the title where it is not the page's."""


def strand_name(strand: Strand) -> str:
    """Return a strand's name in the reader's language."""
    return {
        Strand.DO: _("Do it"),
        Strand.STEP_BACK: _("Step back"),
        Strand.PASS_ON: _("Pass it on"),
        Strand.MEET_UP: _("Meet"),
    }[strand]


def unit_address(lang: str, module: Module, unit: Unit) -> str:
    """Return the address of a unit's page."""
    return url_for("modules.unit", lang=lang, slug=module.slug, unit_id=unit.id)


@dataclass(frozen=True, slots=True)
class WayOn:
    """The module to go on with and its next unit; `begun` when the reader has joined it."""

    module: Module
    unit: Unit
    begun: bool


def unit_to_resume(module: Module, progress: Progress) -> Unit | None:
    """Return the unit opened last, or the next one that is not done; None when every essential one is."""
    if progress.joined_at is None:
        return None
    kits = _kits(module)
    left = [unit for unit in module.units if unit.id not in progress.done and unit.id not in kits]
    ids = [unit.id for unit in module.units]
    reached = ids.index(progress.latest) if progress.latest in ids else 0
    after = [unit for unit in left if ids.index(unit.id) >= reached]
    if after and (after[0].id == progress.latest or any(unit.required for unit in left)):
        return after[0]
    return next((unit for unit in left if unit.required), None)


def way_on(cards: Sequence[tuple[Module, Progress]]) -> WayOn | None:
    """Return what to resume over all modules, the one opened last first; else the first module not joined."""
    latest = sorted(cards, key=lambda card: max(card[1].opened.values(), default=_NEVER), reverse=True)
    for module, progress in latest:
        if unit := unit_to_resume(module, progress):
            return WayOn(module, unit, begun=True)
    fresh = [module for module, progress in cards if progress.joined_at is None and module.units]
    return WayOn(fresh[0], fresh[0].units[0], begun=False) if fresh else None


def _kits(module: Module) -> set[str]:
    return {week.meeting for week in module.weeks if week.meeting}


def stops(module: Module, progress: Progress, lang: str, here: str | None = None) -> list[Stop]:
    """Return the module as a line of stops; a kit is its week's meeting stop."""
    kits = _kits(module)
    return [
        Stop(
            title=text_of(unit, lang).text.title,
            lang=text_of(unit, lang).text.lang if text_of(unit, lang).fell_back else None,
            href=unit_address(lang, module, unit),
            state="here" if unit.id == here else "done" if unit.id in progress.done else "ahead",
            kind="meeting" if unit.id in kits else "unit",
            minutes=None if unit.id in kits else unit.minutes,
            required=unit.required or unit.id in kits,
        )
        for unit in module.units
    ]


def stops_by_week(module: Module, progress: Progress, lang: str) -> dict[int, list[Stop]]:
    """Return the stops under their weeks' numbers, each with its strand; a week's meeting comes last."""
    drawn = zip(module.units, stops(module, progress, lang), strict=True)
    by_unit = {
        unit.id: stop if stop.kind == "meeting" else replace(stop, note=strand_name(unit.strand))
        for unit, stop in drawn
    }
    return {
        week.number: [by_unit[unit] for unit in (*week.units, *([week.meeting] if week.meeting else []))]
        for week in module.weeks
    }
