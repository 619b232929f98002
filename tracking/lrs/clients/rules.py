"""Giving and taking back the record's keys. A secret is shown once, when it is made; we keep its slow hash alone."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.people.passwords import hash_password
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.clients.queries import client_by_id, client_by_key
from tracking.lrs.scopes import DEFAULT, Scope
from tracking.profile.events import TEMPLATES

LARGEST: Final = 25_000_000
"""Bytes of one request where nobody said otherwise: a batch with a photograph or a recording."""
LEAST, MOST = 10_000, 500_000_000
LONGEST_NAME: Final = 100
SHORTEST_SECRET: Final = 16
LONGEST_SECRET: Final = 256
_KEY: Final = re.compile(r"[A-Za-z0-9._@-]{3,64}", re.ASCII)
_USE_NOTED: Final = timedelta(hours=1)


class AlreadyRevoked(Refused):
    """The key was taken back before; nothing was changed."""

    message = N_("This key was already revoked.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an administrator asks for: a client's name, and the limits of its key; key and secret are made here
    unless another system has them already."""

    name: str
    scopes: tuple[str, ...] = tuple(DEFAULT)
    expires_at: datetime | None = None
    largest: int = LARGEST
    key: str | None = None
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """A client just made, with its secret, which nobody can read again."""

    client: LrsClient
    secret: str = field(repr=False)


def add(session: Session, wish: Wish) -> Issued:
    """Make a client with a key and a secret; raise `Invalid` for what may not be."""
    _check(wish)
    key = wish.key or secrets.token_hex(8)
    if client_by_key(session, key) is not None:
        raise Invalid("key", N_("This key is taken; a revoked key is never given again."))
    secret = wish.secret or secrets.token_urlsafe(32)
    client = LrsClient(
        id=uuid4(),
        key=key,
        secret_hash=hash_password(secret),
        name=wish.name.strip(),
        scopes=sorted(set(wish.scopes)),
        largest=wish.largest,
        trusted=[],
        created_at=clock.now(),
        expires_at=wish.expires_at,
    )
    session.add(client)
    session.flush()
    return Issued(client, secret)


def day_after(last: date, zone: tzinfo) -> datetime:
    """Return the instant at which a key ends whose last day this is, by the calendar of a zone."""
    return datetime.combine(last + timedelta(days=1), time(), zone)


def _check(wish: Wish) -> None:
    if not 0 < len(wish.name.strip()) <= LONGEST_NAME:
        raise Invalid("name", N_("Please give a name of at most %(n)s characters."), n=LONGEST_NAME)
    if not wish.scopes or not set(wish.scopes) <= set(Scope):
        raise Invalid("scopes", N_("Please choose at least one of the scopes."))
    if wish.expires_at is not None and wish.expires_at <= clock.now():
        raise Invalid("expires", N_("Please choose a day to come."))
    if not LEAST <= wish.largest <= MOST:
        raise Invalid(
            "largest", N_("Please choose from %(least)s to %(most)s bytes."), least=LEAST, most=MOST
        )
    if wish.key is not None and not _KEY.fullmatch(wish.key):
        raise Invalid("key", N_("A key is 3 to 64 letters, digits or . _ @ -"))
    if wish.secret is not None and not SHORTEST_SECRET <= len(wish.secret) <= LONGEST_SECRET:
        raise Invalid(
            "secret",
            N_("A secret is %(least)s to %(most)s characters."),
            least=SHORTEST_SECRET,
            most=LONGEST_SECRET,
        )


def trust(session: Session, client_id: UUID, templates: Collection[str]) -> None:
    """List the templates whose statements from this client count; an empty list lets none count from now on."""
    known = {one.id for one in TEMPLATES}
    for name in templates:
        if name not in known:
            raise Invalid("trusted", N_("%(name)s is no template of the profile."), name=name)
    client_by_id(session, client_id).trusted = sorted(set(templates))


def revoke(session: Session, client_id: UUID) -> None:
    """Take a key back for good; every process refuses it within seconds."""
    mine = (LrsClient.id == client_id, LrsClient.revoked_at.is_(None))
    if db.changed(session.execute(update(LrsClient).where(*mine).values(revoked_at=clock.now()))) == 0:
        client_by_id(session, client_id)
        raise AlreadyRevoked


def note_use(session: Session, client: LrsClient) -> None:
    """Remember that the key was used, at most once an hour: a reader wants the day, not a write per request."""
    now = clock.now()
    long_ago = or_(LrsClient.last_used_at.is_(None), LrsClient.last_used_at < now - _USE_NOTED)
    session.execute(update(LrsClient).where(LrsClient.id == client.id, long_ago).values(last_used_at=now))


def is_use_due(client: LrsClient) -> bool:
    """Tell whether the last use that we remember is an hour old."""
    return client.last_used_at is None or client.last_used_at < clock.now() - _USE_NOTED
