"""Limits that protect accounts: counted tries, as rows, so that every web process sees the same count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import TooMany
from classcode.people.models import CountedTry


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of `what` in `minutes`, by one account or one network address."""

    what: str
    most: int
    minutes: int


SIGN_IN_ACCOUNT: Final = Limit("sign-in-account", 10, 5)
SIGN_IN_NETWORK: Final = Limit("sign-in-network", 100, 5)
REGISTER_NETWORK: Final = Limit("register", 60, 60)
RESET_ACCOUNT: Final = Limit("reset", 5, 24 * 60)
CONFIRM_ACCOUNT: Final = Limit("confirm", 10, 24 * 60)
ASK: Final = Limit("ask", 20, 60)
EXPORT: Final = Limit("export", 30, 60)


def _name(who: str) -> str:
    return blake2b(who.casefold().encode(), digest_size=16).hexdigest()


def check(session: Session, limit: Limit, who: str) -> None:
    """Refuse with `TooMany` once the limit is reached; counts nothing."""
    since = clock.now() - timedelta(minutes=limit.minutes)
    tries = session.scalar(
        select(func.count()).where(
            CountedTry.what == limit.what, CountedTry.who == _name(who), CountedTry.at > since
        )
    )
    if (tries or 0) >= limit.most:
        raise TooMany(minutes=limit.minutes)


def count(session: Session, limit: Limit, who: str) -> None:
    """Count one try; a round of tidying forgets it after a day."""
    session.add(CountedTry(id=uuid4(), what=limit.what, who=_name(who), at=clock.now()))


def forget(session: Session, limit: Limit, who: str) -> None:
    """Start again at zero, as after a right password."""
    session.execute(delete(CountedTry).where(CountedTry.what == limit.what, CountedTry.who == _name(who)))
