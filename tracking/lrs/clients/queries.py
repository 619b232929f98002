"""Reading the record's clients: one by its key, all for the administrators' page, and how one stands today."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.scopes import Client, Scope


class Standing(StrEnum):
    """Whether a client's key opens anything."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


def standing(client: LrsClient, now: datetime) -> Standing:
    """Tell whether a key holds at an instant; the moment of its expiry is already too late."""
    if client.revoked_at is not None:
        return Standing.REVOKED
    if client.expires_at is not None and client.expires_at <= now:
        return Standing.EXPIRED
    return Standing.VALID


def client_by_key(session: Session, key: str) -> LrsClient | None:
    """Return the client of a key, whatever its standing."""
    return session.scalars(select(LrsClient).where(LrsClient.key == key)).one_or_none()


def client_by_id(session: Session, client_id: UUID) -> LrsClient:
    """Return a client; raise `NotFound` where there is none."""
    found = session.get(LrsClient, client_id)
    if found is None:
        raise NotFound
    return found


def clients(session: Session) -> list[LrsClient]:
    """Return all clients, the revoked ones too, by name."""
    return list(session.scalars(select(LrsClient).order_by(LrsClient.name, LrsClient.key)))


def as_sender(session: Session, row: LrsClient) -> Client:
    """Return a client as requests know it; its statements carry an account under our own IRI base as authority."""
    account = {"homePage": session.info["iri_base"], "name": f"client:{row.key}"}
    return Client(
        id=row.id,
        key=row.key,
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        authority={"objectType": "Agent", "account": account},
        largest=row.largest,
        trusted=frozenset(row.trusted),
    )
