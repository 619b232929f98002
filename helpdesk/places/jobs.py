"""The round of places: once a day each place's state is read anew from the record."""

from __future__ import annotations

from typing import Final

from classcode import db
from helpdesk.places.rules.restating import restate_all

TOPIC: Final = "place-states"


def restate_places(_round: str) -> None:
    """Write what the record of the last year says of each place; running twice changes nothing more."""
    with db.transaction() as session:
        restate_all(session)
