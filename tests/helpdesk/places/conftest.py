"""What the tests of places say of a place."""

from __future__ import annotations

from typing import Any

from helpdesk.places.rules.checking import Told


def told(**changed: Any) -> Told:
    """A library in Rennes, with whatever is told otherwise."""
    plain = {
        "name": "Médiathèque des Horizons",
        "kind": "library",
        "commune_code": "FR-35238",
        "public": True,
    }
    return Told(**(plain | changed))


def posted(**changed: Any) -> dict[str, Any]:
    """The same as a form sends it."""
    plain = {"name": "Médiathèque des Horizons", "kind": "library", "commune": "Rennes", "public": "yes"}
    return plain | changed
