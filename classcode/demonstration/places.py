"""The forty public places of the demonstration, written as they stood a year ago."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from classcode.demonstration.days import LENGTH
from classcode.demonstration.reading import toml
from classcode.demonstration.stage import Stage
from classcode.territory.models import Commune, Place, PlaceState

STATES = (PlaceState.ACTIVE, PlaceState.ACTIVE, PlaceState.SUSTAINED, PlaceState.IDENTIFIED)


def write_places(stage: Stage) -> int:
    """Write every place near the middle of its commune; return how many there are."""
    written = 0
    for commune_code, rooms in toml("places").items():
        commune = stage.session.get_one(Commune, commune_code)
        for name, address, capacity, accessibility in rooms:
            stage.session.add(
                Place(
                    id=uuid4(),
                    name=name,
                    address=address,
                    commune_code=commune.code,
                    lat=round(commune.lat + stage.chance.uniform(-0.012, 0.012), 4),
                    lon=round(commune.lon + stage.chance.uniform(-0.016, 0.016), 4),
                    capacity=capacity,
                    accessibility=accessibility,
                    state=stage.chance.choice(STATES),
                    created_at=stage.end - timedelta(days=LENGTH),
                )
            )
            written += 1
    stage.session.flush()
    return written
