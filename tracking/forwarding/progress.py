"""How far a recipient is: its cursor moves with what it took or refused, in one transaction; failures are counted.

The cursor moves only from where its reader found it: of two workers with one recipient, one marks.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from tracking.forwarding.handing import Outcome
from tracking.forwarding.models import Poisoned, PoisonState, Recipient
from tracking.models import Statement

FIRST_WAIT: Final = 15
LONGEST_WAIT: Final = 3600
"""Seconds: after a failure that may pass, waits double from the first to the longest."""
_WELL: Final = {"attempts": 0, "last_error": None, "failing_since": None, "next_at": None}


def advance(session: Session, recipient_id: UUID, was: int, *, to: int) -> bool:
    """Move the cursor over what the recipient does not get; False when another worker moved it meanwhile."""
    mine = (Recipient.id == recipient_id, Recipient.cursor == was)
    return db.changed(session.execute(update(Recipient).where(*mine).values(cursor=to))) == 1


def note(session: Session, recipient_id: UUID, was: int, outcome: Outcome) -> bool:
    """Move the cursor over what was taken or refused, and keep which; False when another worker did it meanwhile."""
    if not advance(session, recipient_id, was, to=outcome.last):
        return False
    if outcome.refused is None:
        _count(session, recipient_id, len(outcome.parcels))
    else:
        for parcel in outcome.parcels:
            _set_aside(session, recipient_id, parcel.seq, outcome.refused)
    return True


def note_again(session: Session, recipient_id: UUID, outcome: Outcome) -> None:
    """Keep what became of statements that were sent once more: taken at last, or refused as before."""
    numbers = [parcel.seq for parcel in outcome.parcels]
    these = (Poisoned.recipient_id == recipient_id, Poisoned.seq.in_(numbers))
    if outcome.refused is None:
        session.execute(delete(Poisoned).where(*these))
        _count(session, recipient_id, len(numbers))
    else:
        told = {"state": PoisonState.REFUSED, "reason": outcome.refused, "at": clock.now()}
        session.execute(update(Poisoned).where(*these).values(told))


def _count(session: Session, recipient_id: UUID, taken: int) -> None:
    changed = {"sent": Recipient.sent + taken, **_WELL}
    session.execute(update(Recipient).where(Recipient.id == recipient_id).values(changed))


def _set_aside(session: Session, recipient_id: UUID, seq: int, reason: str) -> None:
    if session.get(Statement, seq) is not None:  # it may have been erased meanwhile
        row = {"recipient_id": recipient_id, "seq": seq, "reason": reason, "at": clock.now()}
        db.insert_once(session, Poisoned, row)


def note_failure(session: Session, recipient_id: UUID, told: str) -> None:
    """Keep what went wrong and when the next try is; the first failure in a row says since when."""
    row = session.get(Recipient, recipient_id, with_for_update=True)
    if row is None:
        return
    now = clock.now()
    row.next_at = now + timedelta(seconds=min(FIRST_WAIT * 2 ** min(row.attempts, 20), LONGEST_WAIT))
    row.attempts += 1
    row.last_error = told[:500]
    row.failing_since = row.failing_since or now
