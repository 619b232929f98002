"""The published courses as publications of figures freeze them: modules, units and completion rules by digest."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from modules import current
from modules.catalog import Module, Unit, UnitText
from tracking.indicators.snapshots.content import FrozenModule, FrozenUnit, digest


def published() -> list[FrozenModule]:
    """Return the modules that are published now."""
    return [frozen(module) for module in current.catalog().modules]


def frozen(module: Module) -> FrozenModule:
    """Return one module as it is frozen; its key of answers is in no digest."""
    needed = set(module.rule.required_units if module.rule else ())
    units = tuple(
        FrozenUnit(unit.id, unit.minutes, unit.id in needed, digest(_told(unit))) for unit in module.units
    )
    rule = asdict(module.rule) if module.rule else None
    return FrozenModule(module.slug, module.revision, dict(module.title), units, rule)


def _told(unit: Unit) -> dict[str, Any]:
    """Return what a reader of a unit is told."""
    return {
        "id": unit.id,
        "minutes": unit.minutes,
        "texts": {lang: _words(text) for lang, text in unit.texts.items()},
        "activities": [
            {
                "id": activity.id,
                "graded": activity.graded,
                "pass_mark": activity.pass_mark,
                "questions": [question.id for question in activity.questions],
            }
            for activity in unit.activities
        ],
    }


def _words(text: UnitText) -> dict[str, Any]:
    return {"title": text.title, "objectives": list(text.objectives), "html": text.html}
