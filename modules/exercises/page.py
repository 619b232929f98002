"""The exercises of a unit's page: what each is given, with what its reader has done."""

from __future__ import annotations

from typing import Any

from classcode import db
from classcode.auth import visitor
from modules.catalog import Module, Unit
from modules.exercises import queries, shown
from modules.exercises.place import Place


def exercises_of(module: Module, unit: Unit) -> dict[str, dict[str, Any]]:
    """Return what the page shows of each exercise, by its id; a page without any asks no query."""
    if not unit.exercises:
        return {}
    who = visitor()
    known: dict[str, queries.Known] = {}
    if who is not None:
        with db.reading() as session:
            known = queries.known_of(session, who.id, module.slug, unit.id)
    places = (Place(module, unit, one) for one in unit.exercises)
    return {
        place.exercise.id: shown.exercise(
            place, signed_in=who is not None, known=known.get(place.exercise.id)
        )
        for place in places
    }
