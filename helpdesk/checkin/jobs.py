"""The round of check-in: lists close by themselves after seven days, and what is no longer needed is emptied."""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from uuid import UUID, uuid5

from classcode import clock, db
from classcode.errors import Refused
from helpdesk.checkin.rules import closing, guests, syncing

TOPIC: Final = "checkin-round"
CLOSINGS: Final = UUID("5a8f3f5e-64a8-5c53-9c66-9b2b6a1c7f10")
"""The uuid5 namespace of closings by the clock: closing twice is the same act."""


def go_round(_round: str) -> None:
    """Close each list whose time has come, in a transaction of its own; forget names and batches."""
    with db.reading() as session:
        due = closing.due(session, clock.now())
    for meeting_id in due:
        # Called off or closed since it was found: nothing is left to do.
        with suppress(Refused), db.transaction() as session:
            closing.close(session, meeting_id, act_id=uuid5(CLOSINGS, str(meeting_id)))
    with db.transaction() as session:
        guests.forget_names(session)
        syncing.forget_batches(session)
