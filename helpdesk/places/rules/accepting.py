"""Taking up a place that somebody named, or sending it back to her with what is to be changed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from helpdesk.places.access import Seen
from helpdesk.places.rules.naming import refuse_twin
from helpdesk.places.rules.trail import leave
from helpdesk.places.steps import Step

REASON: Final = 500
"""Characters of what is to be changed."""


class AcceptedAlready(Refused):
    """Somebody else of the region took it up."""

    message = N_("This place is in the directory already: somebody else accepted it.")


def accept(session: Session, seen: Seen, *, by: UUID) -> None:
    """Put a place into the directory, where it is offered from now on; raise `AcceptedAlready` or `Invalid`."""
    _check(seen)
    refuse_twin(session, seen.place.name, seen.place.commune_code)
    seen.place.accepted_at = clock.now()
    leave(session, seen.place, Step.ACCEPTED, by=by)


def send_back(session: Session, seen: Seen, reason: str, *, by: UUID) -> None:
    """Ask who named it for a change; raise `AcceptedAlready`, or `Invalid` without a reason."""
    _check(seen)
    kept = " ".join(reason.split())
    if not kept:
        raise Invalid("reason", N_("Please write a few words."))
    if len(kept) > REASON:
        raise Invalid("reason", N_("Please write at most %(n)s characters."), n=REASON)
    leave(session, seen.place, Step.SENT_BACK, by=by, note=kept)


def _check(seen: Seen) -> None:
    if not seen.keeps or seen.place.hidden_at:
        raise NotFound
    if not seen.waiting:
        raise AcceptedAlready
