"""The forty public places of the demonstration, written as they stood a year ago."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import uuid4

from classcode.demonstration.days import LENGTH
from classcode.demonstration.reading import toml
from classcode.demonstration.stage import Stage
from classcode.territory.models import Commune, Place, PlaceKind, Room

APART: Final = frozenset({"rooms", "kinds", "words"})
"""Tables of the file that are no commune."""


def write_places(stage: Stage) -> int:
    """Write every place near the middle of its commune; return how many there are. How far each came is read later."""
    file = toml("places")
    written = 0
    for commune_code, told in file.items():
        if commune_code in APART:
            continue
        commune = stage.session.get_one(Commune, commune_code)
        for name, address, capacity, accessibility in told:
            place = Place(
                id=uuid4(),
                name=name,
                address=address,
                commune_code=commune.code,
                lat=round(commune.lat + stage.chance.uniform(-0.012, 0.012), 4),
                lon=round(commune.lon + stage.chance.uniform(-0.016, 0.016), 4),
                capacity=capacity,
                accessibility=accessibility,
                created_at=stage.end - timedelta(days=LENGTH),
                **_also(file, name),
            )
            stage.session.add(place)
            written += 1
    stage.session.flush()
    return written


def _also(file: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what goes with a name: kind, rooms, and one sentence of each sort, always the same."""
    chance = Random(name)  # noqa: S311 - a place is the same in every build
    words = {sort: chance.choice(sentences) for sort, sentences in file["words"].items()}
    kind = file["kinds"].get(name.partition(" ")[0], PlaceKind.DIGITAL_SPACE)
    rooms = [Room(id=uuid4(), name=room, capacity=seats) for room, seats in file["rooms"].get(name, ())]
    return {"kind": kind, "rooms": rooms, **words}
