"""What an administrator decides about recipients: who receives what, pausing, and what becomes of refused statements.

Nothing leaves here: each rule that makes work possible wakes the recipient's job.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db, queues
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from tracking.forwarding.filters import EVERYTHING, Filter
from tracking.forwarding.models import Outsiders, Poisoned, PoisonState, Recipient, RecipientState
from tracking.forwarding.sealing import Seal
from tracking.xapi.versions import Version

FORWARD: Final = "forward"
"""The topic of "send this recipient what it lacks"; its subject is the recipient's id."""
ENVIRONMENT: Final = "environment"
"""The name of the recipient that LRS_ENDPOINT, LRS_KEY and LRS_SECRET describe."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)


class NameTaken(Refused):
    """Another recipient has this name; nothing was changed."""

    message = N_("A recipient of this name is there already.")


class KeptElsewhere(Refused):
    """The environment's recipient goes when its settings do."""

    message = N_("This recipient is the one of LRS_ENDPOINT: take the settings away, or pause it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A recipient to be: its name, its address and keys, what it gets, and whether under pseudonyms of its own."""

    name: str
    endpoint: str
    key: str
    secret: str = field(repr=False)
    version: str = Version.V1
    filter: Filter = EVERYTHING
    pseudonym: bool = False
    outsiders: Outsiders = Outsiders.PSEUDONYM


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where statements may go: in production by https only, and only to the hosts of LRS_HOSTS."""

    production: bool
    hosts: Collection[str]

    def why_not(self, endpoint: str) -> str | None:
        """Return a message id that says what is wrong with an address, or None."""
        url = urlsplit(endpoint)
        if url.scheme not in {"http", "https"} or not url.hostname or url.query or url.fragment:
            return N_("The address of a record store begins with https:// and has no question mark.")
        if self.production and url.scheme != "https":
            return N_("In production, statements leave by https:// only.")
        if self.production and url.hostname not in self.hosts:
            return N_("LRS_HOSTS does not list the host of this address.")
        return None


def add(session: Session, plan: Plan, seal: Seal, allowed: Allowed) -> Recipient:
    """Write a recipient that gets the log from its beginning; raises `Invalid` or `NameTaken`."""
    if not _NAME.fullmatch(plan.name) or plan.name == ENVIRONMENT:
        raise Invalid("name", N_("A name is 1 to 40 small letters, digits or . _ - and not “environment”."))
    wrong = allowed.why_not(plan.endpoint)
    if wrong:
        raise Invalid("endpoint", wrong)
    if not plan.secret:
        raise Invalid("secret", N_("Please give the secret."))
    row = {
        "id": uuid4(),
        "name": plan.name,
        "endpoint": plan.endpoint.rstrip("/"),
        "version": plan.version,
        "key": plan.key,
        "secret": seal.close(plan.secret),
        "filters": plan.filter.to_keep(),
        "pseudonym": plan.pseudonym,
        "pseudonym_key": seal.close(secrets.token_hex(32)) if plan.pseudonym else None,
        "outsiders": plan.outsiders,
        "created_at": clock.now(),
    }
    if not db.insert_once(session, Recipient, row):
        raise NameTaken
    return recipient(session, plan.name)


def add_environment(session: Session) -> None:
    """Write the recipient that the environment names, once; its address and keys are read where it is sent to."""
    row = {
        "id": uuid4(),
        "name": ENVIRONMENT,
        "endpoint": "",
        "version": Version.V1,
        "created_at": clock.now(),
    }
    db.insert_once(session, Recipient, row)


def recipient(session: Session, name: str) -> Recipient:
    """Return the recipient of a name; raises `NotFound`."""
    found = session.scalars(select(Recipient).where(Recipient.name == name)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no recipient %(name)s."), name=name)
    return found


def pause(found: Recipient) -> None:
    """Let nothing more leave for a recipient; its place in the log is kept."""
    found.state = RecipientState.PAUSED


def resume(session: Session, found: Recipient) -> None:
    """Send on from where it stopped, and at once where it was waiting after a failure."""
    found.state = RecipientState.ACTIVE
    _at_once(session, found)


def _at_once(session: Session, found: Recipient) -> None:
    found.next_at = None
    found.attempts = 0
    session.flush()
    queues.enqueue(session, FORWARD, str(found.id))


def remove(session: Session, found: Recipient) -> None:
    """Forget a recipient: its place in the log and its pseudonyms, which nobody can make again."""
    if found.name == ENVIRONMENT:
        raise KeptElsewhere
    session.delete(found)


def try_again(session: Session, recipient_id: UUID) -> None:
    """Send once more what a recipient refused; raises `NotFound`."""
    _decide(session, recipient_id, PoisonState.AGAIN)
    _at_once(session, session.get_one(Recipient, recipient_id))


def leave_out(session: Session, recipient_id: UUID) -> None:
    """Agree that what a recipient refused stays out of it; raises `NotFound`."""
    _decide(session, recipient_id, PoisonState.LEFT_OUT)


def _decide(session: Session, recipient_id: UUID, state: PoisonState) -> None:
    if session.get(Recipient, recipient_id) is None:
        raise NotFound
    undecided = (Poisoned.recipient_id == recipient_id, Poisoned.state == PoisonState.REFUSED)
    session.execute(update(Poisoned).where(*undecided).values(state=state))


def point_environment(session: Session, endpoint: str) -> None:
    """Let the environment's recipient begin anew, at the log's beginning: its settings name another store."""
    row = recipient(session, ENVIRONMENT)
    row.endpoint, row.cursor = endpoint, 0
    row.attempts, row.last_error, row.failing_since, row.next_at = 0, None, None, None


def wake(session: Session, recipient_id: UUID) -> None:
    """Write the job that sends a recipient what it lacks."""
    queues.enqueue(session, FORWARD, str(recipient_id))
