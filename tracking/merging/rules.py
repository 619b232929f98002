"""Making two accounts one: the kept one goes on with all that the record holds of both, the other is closed for good.

It cannot be undone: the record then knows one person, and what both did counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.models import WebSession
from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.people.models import Address, MailedToken, Person, RoleGrant
from classcode.people.queries import recipient
from tracking.attestations.models import Attestation
from tracking.merging import mails
from tracking.merging.models import AccountMerge
from tracking.merging.others import Others
from tracking.merging.queries import account_told
from tracking.models import Pseudonym
from tracking.projections.merging import merge
from tracking.rules import actor_of

SHORTEST_REASON: Final = 10
"""Characters; the person concerned reads it."""
LONGEST_REASON: Final = 500
DECLARED: Final = (
    "name",
    "commune_code",
    "school",
    "school_id",
    "setting",
    "level",
    "pupils_a_year",
    "gender",
)
"""What the kept account takes over where it says nothing itself."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which account goes on, which is closed (each by address or id), that one once more, and why."""

    kept: str
    merged: str
    again: str
    reason: str


def merge_accounts(session: Session, wish: Wish, *, by: UUID | None, others: Others) -> AccountMerge:
    """Make two accounts one; raise `Invalid` for what is unclear or would lose something, changing nothing.

    Effects: a mail to the kept account; looks at whether modules are complete now.
    """
    reason = wish.reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid("reason", N_("Please say why in a few words: the person concerned will read them."))
    kept, merged = _account(session, "kept", wish.kept), _account(session, "merged", wish.merged)
    if wish.again.strip().lower() != wish.merged.strip().lower():
        raise Invalid("again", N_("This is not what you wrote as the account to be closed."))
    _check(session, kept, merged, others)
    _end(session, merged)
    _move_addresses(session, kept, merged)
    _take_what_was_declared(kept, merged)
    _make_one_in_the_record(session, kept.id, merged.id)
    _take_papers(session, kept.id, merged.id)
    for take_over in others.take_over:
        take_over(session, kept.id, merged.id)
    row = AccountMerge(
        id=uuid4(), kept_id=kept.id, merged_id=merged.id, by_id=by, reason=reason, at=clock.now()
    )
    session.add(row)
    session.flush()
    to = recipient(session, kept.id)
    if to is not None:
        mails.made_one(session, to, reason)
    return row


def _account(session: Session, field: str, text: str) -> Person:
    found = account_told(session, text)
    if found is None:
        raise Invalid(field, N_("This is nobody’s confirmed address, and no account’s identifier."))
    locked = session.get_one(Person, found.id, with_for_update=True, populate_existing=True)
    if locked.disabled_at is not None:
        raise Invalid(field, N_("This account is closed."))
    return locked


def _check(session: Session, kept: Person, merged: Person, others: Others) -> None:
    """Refuse what would give a role to another, or leave somebody waiting for an answer or a seat."""
    if kept.id == merged.id:
        raise Invalid("merged", N_("These are the same account."))
    if session.scalar(select(RoleGrant.id).where(RoleGrant.person_id == merged.id).limit(1)):
        raise Invalid(
            "merged", N_("This account holds a role. Keep it and close the other, or end the role first.")
        )
    if others.is_busy(session, merged.id):
        raise Invalid(
            "merged",
            N_(
                "This account has an open question or a meeting to come. Wait until that is over, or keep it."
            ),
        )


def _end(session: Session, merged: Person) -> None:
    """Close the account: nobody signs in with it, and nobody is signed in with it any more."""
    merged.disabled_at = clock.now()
    session.execute(delete(WebSession).where(WebSession.person_id == merged.id))


def _move_addresses(session: Session, kept: Person, merged: Person) -> None:
    """Move the confirmed addresses to the kept account; links that were mailed to them open nothing any more."""
    theirs = (Address.person_id == merged.id, Address.confirmed_at.is_not(None))
    ids, emails = select(Address.id).where(*theirs), select(Address.email).where(*theirs)
    session.execute(delete(MailedToken).where(MailedToken.address_id.in_(ids)))
    # The kept account may have claimed one of them without confirming it.
    claimed = (Address.person_id == kept.id, Address.confirmed_at.is_(None), Address.email.in_(emails))
    quietly = {"synchronize_session": False}
    session.execute(delete(Address).where(*claimed), execution_options=quietly)
    session.execute(update(Address).where(*theirs).values(person_id=kept.id), execution_options=quietly)
    session.execute(delete(Address).where(Address.person_id == merged.id), execution_options=quietly)
    session.expire(kept, ["addresses"])
    session.expire(merged, ["addresses"])


def _take_what_was_declared(kept: Person, merged: Person) -> None:
    for name in DECLARED:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(merged, name))


def _take_papers(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Give the kept person the attestations of the other but those of what she has one of."""
    hers = select(Attestation.of).where(Attestation.person_id == kept_id)
    more = (Attestation.person_id == merged_id, Attestation.of.not_in(hers))
    session.execute(update(Attestation).where(*more).values(person_id=kept_id))


def _make_one_in_the_record(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    other = session.get(Pseudonym, merged_id)
    session.flush()
    if other is not None:
        merge(session, actor_of(session, kept_id), other.actor)
