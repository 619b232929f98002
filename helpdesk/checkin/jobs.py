"""The round of check-in: lists close by themselves after seven days, and what is no longer needed is emptied."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

from classcode import clock, db
from classcode.errors import Refused
from classcode.queues.rounds import going_on
from helpdesk.checkin.rules import closing, guests, syncing

TOPIC: Final = "checkin-round"
CLOSINGS: Final = UUID("5a8f3f5e-64a8-5c53-9c66-9b2b6a1c7f10")
"""The uuid5 namespace of closings by the clock: closing twice is the same act."""


def go_round(_round: str) -> None:
    """Close each list whose time has come, in a transaction of its own; forget names and batches."""
    with db.reading() as session:
        due = closing.due(session, clock.now())
    for meeting_id in due:
        # Called off since it was found: nothing is left to do.
        with going_on("the list of %s", meeting_id, past=(Refused,)), db.transaction() as session:
            closing.close(session, meeting_id, act_id=uuid5(CLOSINGS, str(meeting_id)))
    for forget in (guests.forget_names, syncing.forget_batches):
        with going_on("the step of check-in %s", forget.__name__), db.transaction() as session:
            forget(session)
