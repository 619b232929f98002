"""Reading of accounts that were made one: whose an address is, what was done lately, and what concerns one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from classcode.people.models import Person
from classcode.people.queries import person_by_email
from tracking.merging.models import AccountMerge

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Merging:
    """One line: when, why, by whom (None: a command, or somebody without a name), and the name of who goes on."""

    at: datetime
    reason: str
    by: str | None
    kept: str | None


def account_told(session: Session, text: str) -> Person | None:
    """Return whose account somebody means: by a confirmed address, or by the account's id."""
    try:
        return session.get(Person, UUID(text.strip()))
    except ValueError:
        return person_by_email(session, text)


def merges(session: Session) -> Sequence[Merging]:
    """Return what was made one, the latest first."""
    return _lines(session)


def merges_of(session: Session, person_id: UUID) -> Sequence[Merging]:
    """Return what was made one of somebody's accounts, the latest first."""
    return _lines(session, person_id)


def _lines(session: Session, person_id: UUID | None = None) -> Sequence[Merging]:
    by, kept = aliased(Person), aliased(Person)
    rows = (
        select(AccountMerge.at, AccountMerge.reason, by.name, kept.name)
        .outerjoin(by, by.id == AccountMerge.by_id)
        .outerjoin(kept, kept.id == AccountMerge.kept_id)
        .order_by(AccountMerge.at.desc(), AccountMerge.id)
        .limit(SHOWN)
    )
    if person_id is not None:
        rows = rows.where(AccountMerge.kept_id == person_id)
    return [Merging(*row) for row in session.execute(rows)]
